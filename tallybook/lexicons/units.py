"""Units and currencies, compiled for lookup: which unit starts behind a numeral, which currency ends before it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tallybook.lexicons import LexiconError, load
from tallybook.lexicons.currencies import currency_spellings
from tallybook.lexicons.measures import measure_spellings
from tallybook.lexicons.phrases import HYPHENS, Phrase, phrase
from tallybook.lexicons.unit import Spelling, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tallybook.lexicons.phrases import TokenLike

__all__ = ["Unit", "UnitLexicon", "units"]

_Candidates = tuple[tuple[Phrase, Unit], ...]


class UnitLexicon:
    """All spellings of all units of one language.

    A lookup costs one probe of a dictionary unless a spelling starts with the token.
    """

    def __init__(self, spellings: Iterable[Spelling], shared: frozenset[str], where: str) -> None:
        entries = _entries(spellings, shared, where)
        self._after = _by_key(entries, after=True)
        self._before = _by_key(entries, after=False)
        self._by_name: dict[str, Unit] = {}
        for _, unit, _, _ in entries:
            for reading in (unit, *unit.rivals):
                if not (reading.glued_only or reading.assumed):
                    self._by_name.setdefault(reading.name, reading)
        self._by_code = {unit.code: unit for unit in reversed(self._by_name.values()) if unit.code}

    def after(self, tokens: Sequence[TokenLike], i: int) -> tuple[Unit, int] | None:
        """The longest unit that starts at `tokens[i]`, and the index behind it.

        A hyphen between a numeral and its unit is passed over: `tokens[i]` may be that of "80-mile". Units that are
        `glued_only` are returned even when they stand apart: the caller knows what the numeral touches.
        """
        if i >= len(tokens):
            return None
        candidates = self._after.get(tokens[i].lower)
        hyphenated = False
        if candidates is None:
            if tokens[i].lower.endswith("'s"):
                candidates = self._after.get(tokens[i].lower[:-2])
                return _possessive(candidates, i) if candidates else None
            if not _is_inner_hyphen(tokens, i):
                return None
            hyphenated = True
            i += 1
            candidates = self._after.get(tokens[i].lower, ())
        for candidate, unit in candidates:
            end = candidate.end_from(tokens, i)
            if end is None or (hyphenated and unit.glued_only) or _belongs_to_next(tokens, end, unit):
                continue
            return unit, end
        return None

    def before(self, tokens: Sequence[TokenLike], i: int) -> tuple[Unit, int] | None:
        """The longest currency sign, code or prefix that ends right before `tokens[i]`, and the index of its first token.

        Units that are `glued_only` count only if `tokens[i]` touches them, which is left to the caller.
        """
        if i <= 0:
            return None
        for candidate, unit in self._before.get(tokens[i - 1].lower, ()):
            start = candidate.start_before(tokens, i)
            if start is not None:
                return unit, start
        return None

    def get(self, code_or_name: str) -> Unit | None:
        """The unit of this canonical name or UCUM or ISO 4217 code, None if there is none."""
        return self._by_name.get(code_or_name) or self._by_code.get(code_or_name)

    def currency(self, code: str) -> Unit:
        """The currency of an ISO 4217 code.

        Raises KeyError if the lexicon does not have it.
        """
        unit = self._by_name[code]
        if unit.kind != "currency":
            raise KeyError(code)
        return unit

    def __iter__(self) -> Iterator[Unit]:
        """Every unit once, measures first."""
        return iter(self._by_name.values())


@cache
def units(language: str = "en") -> UnitLexicon:
    """The units and currencies of a language, loaded on first use.

    Raises LexiconError if a spelling means two units and is not declared as shared.

    >>> units().get("km/h").name
    'kilometre per hour'
    """
    where = f"{language}/units"
    spellings = [*measure_spellings(language), *currency_spellings(language)]
    return UnitLexicon(spellings, frozenset(load("units", language)["shared"]), where)


_Entry = tuple[Phrase, Unit, bool, bool]


def _entries(spellings: Iterable[Spelling], shared: frozenset[str], where: str) -> list[_Entry]:
    """One entry per spelling; the readings of a shared spelling behind the first become its rivals."""
    found: dict[tuple[str, bool], Spelling] = {}
    for spelling in spellings:
        key = (spelling.text, spelling.exact)
        first = found.setdefault(key, spelling)
        if _meaning(first.unit) == _meaning(spelling.unit):
            continue
        if spelling.text not in shared:
            advice = f"it means {first.unit.name} and {spelling.unit.name}: drop one, or declare it under `shared`"
            raise LexiconError(where, f"'{spelling.text}'", advice)
        if all(_meaning(spelling.unit) != _meaning(rival) for rival in first.unit.rivals):
            unit = replace(first.unit, rivals=(*first.unit.rivals, spelling.unit))
            found[key] = replace(first, unit=unit, before=first.before or spelling.before)
    return [(phrase(s.text, exact=s.exact), s.unit, s.before, s.after) for s in found.values()]


def _meaning(unit: Unit) -> tuple[str, str]:
    """What tells units apart: a degree is an angle or a temperature."""
    return unit.name, unit.kind


def _by_key(entries: Sequence[_Entry], *, after: bool) -> Mapping[str, _Candidates]:
    """Entries by the token to look up, the longest first and symbols before words of the same length."""
    table: dict[str, list[tuple[Phrase, Unit]]] = defaultdict(list)
    for form, unit, is_before, is_after in entries:
        if is_after if after else is_before:
            table[form.parts[0 if after else -1].lower()].append((form, unit))
    return {
        key: tuple(sorted(forms, key=lambda entry: (-len(entry[0].parts), not entry[0].exact)))
        for key, forms in table.items()
    }


def _is_inner_hyphen(tokens: Sequence[TokenLike], i: int) -> bool:
    """Whether `tokens[i]` is a hyphen with something on both sides of it."""
    return tokens[i].text in HYPHENS and tokens[i].glued and i + 1 < len(tokens) and tokens[i + 1].glued


def _belongs_to_next(tokens: Sequence[TokenLike], end: int, unit: Unit) -> bool:
    """Whether the match touches a numeral behind it: "L202" is a name, "$" in "5 $10 bills" belongs to the 10."""
    if end >= len(tokens) or not tokens[end].glued or not tokens[end].text[0].isdigit():
        return False
    return tokens[end - 1].text.isalpha() or unit.kind == "currency"


def _possessive(candidates: _Candidates, i: int) -> tuple[Unit, int] | None:
    """The unit of one word that stands in the possessive: a year's, SDR's."""
    for candidate, unit in candidates:
        if len(candidate.parts) == 1 and not candidate.exact:
            return unit, i + 1
    return None
