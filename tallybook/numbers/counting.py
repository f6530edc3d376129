"""What an amount counts, where no unit is stated: the noun behind it, or before it in "a day or two"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.cues import cue_behind
from tallybook.numbers.nouns import CountedNoun, is_plural, noun_lexicon, read_counted_noun
from tallybook.numbers.numerals import ONE, skip_hyphen
from tallybook.numbers.stated import set_unit

if TYPE_CHECKING:
    from tallybook.numbers.amounts import Amount, AmountReader
    from tallybook.numbers.numerals import Numeral

# The shortest choice is "a day or two": three words stand before its number.
_SHORTEST_CHOICE: Final = 3
# From this scale on a singular is what money was paid for, unless it is known to be counted so.
_LARGEST_COUNT: Final = 10**6
# Parts of one thing that are as common as the thing.
_TURNS: Final = frozenset({Decimal("0.5"), Decimal("0.25")})


def take_noun(reader: AmountReader, amount: Amount) -> None:
    """The counted noun behind: "654,000 new 5G base stations", "10 mln of its shares", "12-nation"."""
    tokens = reader.tokens
    at = amount.last
    if at >= len(tokens):
        return
    start = skip_hyphen(tokens, at)
    is_joined = start > at
    is_next = not is_joined
    if tokens[start].text == "+" and tokens[start].glued:
        start += 1
    if _is_crowd(reader, start, amount.numeral) if not is_joined else tokens[start].lower in reader.words.strong:
        _take_crowd(reader, amount, start)
        return
    if is_joined and tokens[start].lower in reader.words.odd:
        start, is_joined = start + 1, False
    if not is_joined:
        start = _skip_partitive(reader, start, amount.numeral)
        is_next = start == at
        if start >= len(tokens) or tokens[start].glued:
            return
    is_one = amount.numeral.value == 1 and amount.numeral.scale == ONE
    is_one = is_one or (is_next and amount.numeral.value in _TURNS)  # "a half turn", but "a two-thirds chance"
    noun = None if is_joined else _measured_noun(reader, start)
    noun = noun or read_counted_noun(tokens, start, is_one=is_one, is_joined=is_joined)
    if noun is None or not (
        is_plural(tokens[noun.last - 1].lower) or _counts_single(amount.numeral, noun, is_next, is_joined)
    ):
        return
    amount.noun = noun
    amount.unit_name, amount.unit_kind = noun.unit, "count"
    amount.behind = noun.last
    amount.rules.append("unit.counted-noun")


def _counts_single(numeral: Numeral, noun: CountedNoun, is_next: bool, is_joined: bool) -> bool:
    """Whether a numeral counts a noun in the singular right behind it: "a 12 page document", "12-nation".

    "Half the ticket revenue" is half of one thing, "zero price inflation" is no price, "the 3.03 target price" no
    target, and "a 30 million debt issue" has lost its currency.
    """
    if is_joined:
        return bool(numeral.value)
    has_decimals = numeral.resolution is not None and numeral.scale == ONE
    is_sum = numeral.scale >= _LARGEST_COUNT and noun.unit not in noun_lexicon().attributes
    return is_next and bool(numeral.value) and not has_decimals and not is_sum


def _is_crowd(reader: AmountReader, i: int, numeral: Numeral) -> bool:
    """Whether tokens[i] is a crowd that a number of persons makes, and no modifier: "its 150,000 workforce"."""
    tokens = reader.tokens
    if i >= len(tokens) or tokens[i].lower not in reader.words.crowds or numeral.value <= ONE:
        return False
    return not (i + 1 < len(tokens) and is_plural(tokens[i + 1].lower))


def _take_crowd(reader: AmountReader, amount: Amount, i: int) -> None:
    """`the 4,000-strong workforce`: persons, unless a fleet or the like follows the "strong" at tokens[i]."""
    following = reader.tokens[i + 1].lower if i + 1 < len(reader.tokens) else ""
    if following not in reader.words.not_crowds:
        amount.unit_name, amount.unit_kind = "person", "count"
        amount.rules.append("unit.counted-noun")


def take_behind_cue(reader: AmountReader, amount: Amount) -> None:
    """`5 or more days`, `99 plus homes`: what is measured or counted stands behind the cue of the comparator."""
    cue = cue_behind(reader.tokens, amount.last, reader.cues)
    if cue is None or cue.last >= len(reader.tokens) or reader.tokens[cue.last].lower in reader.lexicon.starters:
        return
    found = reader.units.after(reader.tokens, cue.last)
    if found is not None and not found[0].glued_only:
        set_unit(reader, amount, found[0], "unit.beyond")
        amount.behind = found[1]
        return
    noun = read_counted_noun(reader.tokens, cue.last, is_one=False, is_joined=False)
    if noun is not None:
        amount.noun = noun
        amount.unit_name, amount.unit_kind = noun.unit, "count"
        amount.behind = noun.last
        amount.rules.append("unit.counted-noun")


def _measured_noun(reader: AmountReader, i: int) -> CountedNoun | None:
    """`60-kg bags` behind "500", `9 litre cases`: the size of each thing tells its kind, how long it lasts does not."""
    tokens = reader.tokens
    numeral = reader.numeral_at(i) if _is_numeral(reader, i) else None
    at = skip_hyphen(tokens, numeral.last) if numeral is not None else i
    found = reader.units.after(tokens, at) if i < at < len(tokens) else None
    if numeral is None or found is None or found[1] >= len(tokens) or tokens[found[1]].glued:
        return None
    is_hyphenated = at > numeral.last
    if not is_hyphenated and is_plural(tokens[found[1] - 1].lower):
        return None  # "in 1990 20 litres were sold"
    noun = read_counted_noun(tokens, found[1], is_one=False, is_joined=False)
    if noun is not None and found[0].kind in reader.words.sizes:
        size = reader.text[tokens[numeral.first].start : tokens[numeral.last - 1].end]
        noun.unit = f"{size}{'-' if is_hyphenated else ' '}{found[0].name} {noun.unit}"
    return noun


def take_noun_before(reader: AmountReader, amount: Amount) -> None:
    """`a day or two`, `another pick or two`: the noun stands before the second number."""
    i = amount.first
    if i < _SHORTEST_CHOICE or reader.tokens[i - 1].lower != "or" or not amount.numeral.is_word:
        return
    found = reader.units.after(reader.tokens, i - 2)
    if found is not None and found[1] == i - 1 and found[0].kind == "duration":
        set_unit(reader, amount, found[0], "unit.before-choice")
        return
    noun = read_counted_noun(reader.tokens[: i - 1], i - 2, is_one=True, is_joined=False)
    if noun is not None and reader.tokens[i - 3].lower in reader.words.choice:
        amount.unit_name, amount.unit_kind = noun.unit, "count"
        amount.rules.append("unit.before-choice")


def _skip_partitive(reader: AmountReader, i: int, numeral: Numeral) -> int:
    """Where the noun of "3,000 of the vehicles", "half the condos" and "hundreds of jobs" starts."""
    tokens = reader.tokens
    is_scaled = numeral.scale != ONE or numeral.bounds is not None
    if numeral.is_fraction and i + 1 < len(tokens) and tokens[i].lower in reader.words.half_of:
        return i + 1
    if i + 1 < len(tokens) and tokens[i].lower == "of":
        at = i + 1
        if tokens[at].lower in reader.words.part_of:
            counts_all = at + 1 < len(tokens) and _is_numeral(reader, at + 1)  # "three of the five judges"
            return at + 2 if counts_all and _measured_noun(reader, at + 1) is None else at + 1
        if _is_numeral(reader, at) or tokens[at].lower.endswith("'s"):
            return at + 1
        return at if is_scaled else i
    return i


def _is_numeral(reader: AmountReader, i: int) -> bool:
    """Whether a numeral, in digits or a number word, stands at tokens[i]."""
    return reader.tokens[i].is_digits or reader.tokens[i].lower in reader.lexicon.cardinals
