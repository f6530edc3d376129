"""The rules that decide about numbers: what each id means, with a text that it reads."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from tallybook.lexicons import load

_FAMILY: Final = "*"


class Rule(NamedTuple):
    """A rule by its id ("label.named") or a family of them ("date.*"); `example` is empty if none is short enough."""

    id: str
    meaning: str
    example: str

    @property
    def is_family(self) -> bool:
        """Whether it stands for all rules of its family that are not listed by themselves."""
        return self.id.endswith(f".{_FAMILY}")


@cache
def rules(language: str = "en") -> dict[str, Rule]:
    """All rules by id, in the order of the lexicon.

    >>> rules()["label.named"].example
    'See Section 427.'
    """
    table = load("rules", language)
    found = [Rule(f"{family}.{name}", *entry) for family, names in table.items() for name, entry in names.items()]
    return {rule.id: rule for rule in found}


def rule_of(rule_id: str, language: str = "en") -> Rule:
    """The rule of an id from the chain of a number; a scale on it is passed over.

    Raises KeyError if neither the rule nor its family is listed.

    >>> rule_of("numeral.digits+scale").id, rule_of("date.month-day").id
    ('numeral.digits', 'date.*')
    """
    known = rules(language)
    base, _, _ = rule_id.partition("+")
    family, _, _ = base.partition(".")
    return known.get(base) or known[f"{family}.{_FAMILY}"]


def rules_page(language: str = "en") -> str:
    """The rules as a page of Markdown, for docs/rules.md."""
    lines = [
        "# The rules that decide about numbers",
        "",
        "Made from `tallybook/lexicons/en/rules.toml`. The column `rule` of a number has the first of its rules;",
        "`tallybook explain` prints them all. `.*` stands for a family; `+scale` behind a numeral's rule tells that a",
        'scale multiplied it ("1.47 trillion").',
        "",
        "| rule | what it means | example |",
        "|---|---|---|",
    ]
    lines += [f"| `{rule.id}` | {rule.meaning} | {rule.example} |" for rule in rules(language).values()]
    return "\n".join(lines) + "\n"
