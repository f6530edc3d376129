"""Numerals in words ("two and a half million", "one-third", "tens of thousands") and the scales behind digits."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from tallybook.numbers.numerals import EXACT, ONE, Numeral, quotient, skip_hyphen
from tallybook.numbers.word_fractions import read_half, read_quarter, scale_or_dozen, with_fraction

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numeral_lexicon import NumeralLexicon

ZERO: Final = Decimal(0)
_HUNDRED: Final = Decimal(100)
_THOUSAND: Final = Decimal(1000)
_QUARTERS: Final = Decimal(4)


def read_words(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> Numeral | None:
    """The numeral in words that starts at tokens[i]; "a" before it ("a hundred", "a dozen") is not looked for here.

    The longest reading wins: "two and a half million" is one numeral. Ordinals are not numerals.
    """
    word = tokens[i].lower
    if word in lexicon.vague or word in lexicon.few:
        return _read_vague(tokens, i, lexicon)
    if word == "half":
        return read_half(tokens, i, lexicon)
    if word == "quarter":
        return read_quarter(tokens, i, lexicon)
    if word in lexicon.groups:
        return Numeral(i, i + 1, lexicon.groups[word], "numeral.group", is_word=True)
    cardinal = _read_cardinal(tokens, i, lexicon)
    if cardinal is None:
        return None
    return with_fraction(tokens, cardinal, lexicon) or with_scales(tokens, cardinal, lexicon)


def _read_cardinal(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> Numeral | None:
    """`one hundred and twenty-three`: words below a thousand, before any larger scale."""
    total = ZERO
    last = i
    at = i
    while at < len(tokens):
        word = tokens[at].lower
        if word == "and" and total >= _HUNDRED and total % _HUNDRED == 0 and at == last:
            nxt = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            if (nxt not in lexicon.cardinals and nxt not in lexicon.tens) or _is_common_part(tokens, at + 1, lexicon):
                break
            at += 1
            continue
        step = _next_total(word, total, lexicon, is_first=last == i)
        if step is None:
            break
        total = step
        last = at + 1
        at = skip_hyphen(tokens, last)
    if last == i:
        return None
    decimals = _read_point(tokens, last, lexicon)
    if decimals:
        text = f"{total}.{decimals[0]}"
        return Numeral(
            i, decimals[1], Decimal(text), "numeral.words", Decimal(1).scaleb(-len(decimals[0])), is_word=True
        )
    return Numeral(i, last, total, "numeral.words", is_word=True)


def _is_common_part(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> bool:
    """Whether halves, thirds or quarters are counted at tokens[i]: "one hundred and three quarters" is 100¾."""
    part = _read_part(tokens, i, lexicon)
    return part is not None and lexicon.denominators[tokens[part[2] - 1].lower] <= _QUARTERS


def _next_total(word: str, total: Decimal, lexicon: NumeralLexicon, *, is_first: bool) -> Decimal | None:
    """The value after one more word, or None if the word does not continue the numeral."""
    cardinal = lexicon.cardinals.get(word)
    if cardinal is not None:
        rest = total % _HUNDRED
        fits = is_first or (total > 0 and (rest == 0 or (rest % 10 == 0 and rest >= 20 and 0 < cardinal < 10)))
        return total + cardinal if fits else None
    tens = lexicon.tens.get(word)
    if tens is not None:
        return total + tens if is_first or (total > 0 and total % _HUNDRED == 0) else None
    if word == "hundred":
        return _HUNDRED if is_first else (total * _HUNDRED if ZERO < total < _HUNDRED else None)
    return None


def _read_point(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> tuple[str, int] | None:
    """`point nought three`: decimal digits in words and the index behind them."""
    if i + 1 >= len(tokens) or tokens[i].lower != "point":
        return None
    digits = ""
    at = i + 1
    while at < len(tokens) and tokens[at].lower in lexicon.cardinals:
        digits += str(lexicon.cardinals[tokens[at].lower])
        at += 1
    return (digits, at) if digits else None


def with_scales(
    tokens: list[Token], numeral: Numeral, lexicon: NumeralLexicon, ceiling: Decimal | None = None
) -> Numeral:
    """The numeral with the scales, groups and halves that follow it, as long as it stays below the ceiling.

    `1.47 trillion`, `3 hundred and 21`, `two million and a half`. What adds to a scale is smaller than it: that is its
    ceiling, and bounds how deep a numeral goes.
    """
    numeral = _with_half(tokens, numeral, lexicon)
    result = _multiply(tokens, numeral, lexicon)
    if result is numeral or (ceiling is not None and result.value >= ceiling):
        return numeral
    while True:
        larger = _multiply(tokens, result, lexicon)
        if larger is result or (ceiling is not None and larger.value >= ceiling):
            break
        result = larger
    return _with_remainder(tokens, result, lexicon)


def _multiply(tokens: list[Token], numeral: Numeral, lexicon: NumeralLexicon) -> Numeral:
    """The numeral times the one scale or group word behind it, or the numeral itself."""
    at = skip_hyphen(tokens, numeral.last)
    if at >= len(tokens) or not tokens[at].is_word:
        return numeral
    factor = _factor_of(tokens[at], numeral, lexicon, is_next=at == numeral.last)
    if factor is None or (factor == _HUNDRED and numeral.value >= _THOUSAND):
        return numeral
    scaled = numeral.scaled(factor, at + 1)
    if numeral.is_word and factor >= _THOUSAND and scaled.resolution is None:
        scaled.resolution = factor
    return scaled


def _factor_of(word: Token, numeral: Numeral, lexicon: NumeralLexicon, *, is_next: bool) -> Decimal | None:
    """What a word behind a numeral multiplies it by: `million`, `dozen`, a glued `k`; a lone `k` behind digits, too."""
    factor = lexicon.scales.get(word.lower)
    if factor is not None:
        return factor
    if word.lower in lexicon.groups and word.lower != "score":
        return lexicon.groups[word.lower]
    if word.lower == "dozens":
        return lexicon.groups["dozen"]
    is_lone = word.text == "k" and numeral.scale == ONE and not numeral.is_word
    return lexicon.glued_scales.get(word.text) if is_lone or (word.glued and is_next) else None


def _with_half(tokens: list[Token], numeral: Numeral, lexicon: NumeralLexicon) -> Numeral:
    """`five and a half`, `one hundred and three quarters`, `two-and-a-half`: a whole and a fraction."""
    at = skip_hyphen(tokens, numeral.last)
    if at + 1 >= len(tokens) or tokens[at].lower != "and" or numeral.is_fraction:
        return numeral
    part = _read_part(tokens, skip_hyphen(tokens, at + 1), lexicon)
    if part is None:
        return numeral
    value, is_exact, last = part
    total = EXACT.add(numeral.value, EXACT.multiply(value, numeral.scale))
    return Numeral(
        numeral.first,
        last,
        total,
        "numeral.words",
        None,
        numeral.scale,
        is_exact=is_exact,
        is_word=True,
        is_fraction=True,
    )


def _read_part(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> tuple[Decimal, bool, int] | None:
    """`a half`, `three quarters`, `two thirds`: value, exactness and the index behind."""
    if i >= len(tokens):
        return None
    if tokens[i].lower in lexicon.articles:
        numerator, last = ONE, i + 1
    else:
        cardinal = _read_cardinal(tokens, i, lexicon)
        if cardinal is None:
            return None
        numerator, last = cardinal.value, cardinal.last
    at = skip_hyphen(tokens, last)
    if at >= len(tokens):
        return None
    under = lexicon.denominators.get(tokens[at].lower)
    is_joined = at > last
    if under is None or ((numerator == 1) == tokens[at].lower.endswith("s") and not is_joined):
        return None
    value, is_exact = quotient(numerator, under)
    return value, is_exact, at + 1


def _with_remainder(tokens: list[Token], numeral: Numeral, lexicon: NumeralLexicon) -> Numeral:
    """What follows a scaled numeral and adds to it.

    `two million and a half`, `one thousand five hundred`, `3 hundred and 21`.
    """
    half = _with_half(tokens, numeral, lexicon)
    if half is not numeral:
        return _with_smaller_scale(tokens, numeral, half, lexicon)
    at = numeral.last
    joined = at < len(tokens) and (tokens[at].lower == "and" or _is_spoken_comma(tokens, at, numeral, lexicon))
    start = at + 1 if joined else at
    if start >= len(tokens):
        return numeral
    rest = _read_small(tokens, start, lexicon, numeral, joined=joined)
    if rest is None:
        return numeral
    return Numeral(
        numeral.first, rest.last, EXACT.add(numeral.value, rest.value), "numeral.words", rest.resolution, is_word=True
    )


def _is_spoken_comma(tokens: list[Token], i: int, numeral: Numeral, lexicon: NumeralLexicon) -> bool:
    """Whether the comma belongs to the numeral: "two million, three hundred and fifty thousand"."""
    if tokens[i].text != "," or not numeral.is_word or numeral.scale < _THOUSAND or i + 2 >= len(tokens):
        return False
    return tokens[i + 1].lower in lexicon.cardinals and tokens[i + 2].lower == "hundred"


def _with_smaller_scale(tokens: list[Token], whole: Numeral, half: Numeral, lexicon: NumeralLexicon) -> Numeral:
    """`one billion and a half million`: the part has a scale of its own; without one it shares that of the whole."""
    factor = lexicon.scales.get(tokens[half.last].lower) if half.last < len(tokens) else None
    if factor is None or factor >= whole.scale:
        return half
    part = EXACT.multiply(EXACT.subtract(half.value, whole.value), factor / whole.scale)
    return Numeral(
        whole.first, half.last + 1, EXACT.add(whole.value, part), "numeral.words", None, whole.scale, is_word=True
    )


def _read_small(
    tokens: list[Token], i: int, lexicon: NumeralLexicon, numeral: Numeral, *, joined: bool
) -> Numeral | None:
    """A numeral at tokens[i] that is smaller than the scale before it, so that it can only be added."""
    if tokens[i].is_digits:
        fits = joined and numeral.scale <= _THOUSAND and tokens[i].text.isdigit() and len(tokens[i].text) < 3
        return Numeral(i, i + 1, Decimal(tokens[i].text), "numeral.digits") if fits else None
    rest = _read_cardinal(tokens, i, lexicon)
    if rest is None:
        return None
    scaled = with_scales(tokens, rest, lexicon, numeral.scale)
    if scaled.value < numeral.scale and (numeral.is_word or joined):
        return scaled
    return None


def _read_vague(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> Numeral | None:
    """`dozens`, `tens of thousands`, `hundreds of millions`, `several hundred`, `a few thousand`."""
    word = tokens[i].lower
    if word in lexicon.few:
        return _read_few(tokens, i, lexicon)
    low, high = lexicon.vague[word]
    last = i + 1
    while last + 1 < len(tokens) and tokens[last].lower == "of" and tokens[last + 1].lower in lexicon.vague:
        factor = lexicon.vague[tokens[last + 1].lower][0]
        low, high = low * factor, high * factor
        last += 2
    is_alone = last == i + 1
    if (word == "tens" and is_alone) or (word == "scores" and _is_verb(tokens, last, lexicon, is_alone=is_alone)):
        return None
    return Numeral(i, last, low, "numeral.vague", bounds=(low, high), is_word=True)


def _is_verb(tokens: list[Token], i: int, lexicon: NumeralLexicon, *, is_alone: bool) -> bool:
    """Whether the "scores" before tokens[i] is a verb and no vague amount: "scores of fans" are counted."""
    if is_alone and (i >= len(tokens) or tokens[i].lower != "of"):
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return following is not None and (following.is_digits or following.lower in lexicon.scored_behind)


def _read_few(tokens: list[Token], i: int, lexicon: NumeralLexicon) -> Numeral | None:
    """`several hundred`, `a few thousand`, `a couple of dozen`: so many times the scale."""
    low, high = lexicon.few[tokens[i].lower]
    at = i + 2 if i + 1 < len(tokens) and tokens[i + 1].lower == "of" else i + 1
    factor = ONE
    while at < len(tokens):
        step = scale_or_dozen(tokens[at].lower, lexicon)
        if step is None:
            break
        factor *= step
        at += 1
    if factor == ONE:
        return None
    return Numeral(i, at, low * factor, "numeral.vague", bounds=(low * factor, high * factor), is_word=True)
