"""Ages: years, months, weeks and days of a life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.numbers.nouns import is_plural
from tallybook.numbers.numerals import ONE, skip_hyphen

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader

_OLDEST: Final = 130
# A name and a comma stand before an age in an aside.
_SHORTEST_NAME: Final = 2
# Before "be" of "he will only be 35" so many words may stand.
_PERSON_REACH: Final = 4


def take_bare_age(reader: AmountReader, amount: Amount) -> None:
    """`aged 57`, `of age 87`: years, though nobody says so."""
    before = reader.tokens[amount.first - 1].lower if amount.first else ""
    if before in reader.words.age_joints and amount.first > 1:
        before = reader.tokens[amount.first - 2].lower
    following = reader.tokens[amount.last].lower if amount.last < len(reader.tokens) else ""
    if before == "(" and following == "+" and reader.tokens[amount.last].glued and amount.numeral.resolution is None:
        before = "aged"  # "seniors (65+)"
    if _is_aside(reader, amount) or _is_told_of_person(reader, amount) or _bounds_people(reader, amount):
        before = "aged"
    if (
        (before not in reader.words.age_before and following not in reader.words.age_alone)
        or amount.numeral.scale != ONE
        or not 0 < amount.numeral.value < _OLDEST
    ):
        return
    amount.unit_name, amount.unit_code, amount.unit_kind = "year", "a", "age"
    amount.rules.append("unit.age")


def _is_aside(reader: AmountReader, amount: Amount) -> bool:
    """Whether a bare number stands between commas behind a name: "Anna Berg, 34, runs", "Berg, 34, who runs"."""
    tokens, i, last = reader.tokens, amount.first, amount.last
    if (
        i < _SHORTEST_NAME
        or last + 1 >= len(tokens)
        or not tokens[i].text.isdigit()
        or not 10 <= amount.numeral.value <= _OLDEST
    ):
        return False
    name = tokens[i - 2]
    has_two_names = i > _SHORTEST_NAME and tokens[i - 3].is_word and tokens[i - 3].is_capitalised
    is_person = has_two_names or tokens[last + 1].lower in reader.words.whose
    is_name = name.is_word and name.is_capitalised and not name.text.isupper()
    return (
        is_name
        and is_person
        and tokens[i - 1].text == ","
        and tokens[last].text == ","
        and tokens[last + 1].text == tokens[last + 1].lower
        and tokens[last + 1].is_word
    )


def _bounds_people(reader: AmountReader, amount: Amount) -> bool:
    """Whether a bare number bounds how old people are: "adults over 65 pay less", but "workers over 12 sites"."""
    tokens, i = reader.tokens, amount.first
    if i < _SHORTEST_NAME or amount.numeral.resolution is not None:
        return False
    is_bound = tokens[i - 1].lower in reader.words.age_bounds and tokens[i - 2].lower in reader.words.peoples
    following = tokens[amount.last] if amount.last < len(tokens) else None
    return is_bound and not (following is not None and following.is_word and is_plural(following.lower))


def _is_told_of_person(reader: AmountReader, amount: Amount) -> bool:
    """Whether a person is said to be a bare number: "he will be 35 in May", "their daughter, who was 10"."""
    tokens, words, i = reader.tokens, reader.words, amount.first
    if amount.last < len(tokens) and tokens[amount.last].lower not in words.age_behind:
        return False
    if i == 0 or tokens[i - 1].lower not in words.being or amount.numeral.resolution is not None:
        return False
    near = tokens[max(0, i - _PERSON_REACH) : i - 1]
    return any(token.lower in words.persons for token in near)


def take_age(reader: AmountReader, amount: Amount) -> None:
    """`57 years old`, `57-year-old`, `three months of age`: the unit stays, its kind is age."""
    if amount.unit_name not in reader.words.age_units:
        return
    at = skip_hyphen(reader.tokens, amount.behind)
    words = [t.lower for t in reader.tokens[at : at + 2]]
    if [t.lower for t in reader.tokens[max(0, amount.first - 2) : amount.first]] == ["age", "of"]:
        amount.unit_kind = "age"
        return
    if words[:1] and words[0] in reader.words.old:
        amount.behind = at + 1
    elif words == ["of", "age"]:
        amount.behind = at + 2
    else:
        return
    amount.unit_kind = "age"
    amount.rules.append("unit.age")
