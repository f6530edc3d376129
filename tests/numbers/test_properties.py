"""What must hold for any numeral and for any text."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tallybook import extract
from tallybook.model import Kind, Number
from tallybook.numbers import find

# The same examples on every machine: a red build can be run again.
REPEATABLE = settings(max_examples=60, derandomize=True, deadline=None, database=None)

# A renderer of numerals that shares nothing with the engine's reader.
SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
ONES = SMALL.split()
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
POWERS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
SCALES = {
    " hundred": 10**2, " thousand": 10**3, "k": 10**3, " million": 10**6, " mln": 10**6, " mn": 10**6, " lakh": 10**5,
    " crore": 10**7, " billion": 10**9, " bln": 10**9, " bn": 10**9, "bn": 10**9, " trillion": 10**12, " tn": 10**12,
    " quadrillion": 10**15,
}  # fmt: skip
MONEY_SCALES = {"k": 10**3, "m": 10**6, "M": 10**6, "mm": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
SPACES = ("\u00a0", "\u202f", "\u2009")
ZEROS = (0x0660, 0x06F0, 0x0966, 0xFF10)


def small_words(n: int, hyphen: str, conjunction: str) -> str:
    """0 to 999 in words."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (hyphen + ONES[n % 10] if n % 10 else "")
    rest = conjunction + small_words(n % 100, hyphen, conjunction) if n % 100 else ""
    return f"{ONES[n // 100]} hundred{rest}"


def in_words(n: int, hyphen: str, conjunction: str) -> str:
    if n < 1000:
        return small_words(n, hyphen, conjunction)
    parts = []
    for power, word in POWERS:
        count, n = divmod(n, power)
        if count:
            parts.append(f"{small_words(count, hyphen, conjunction)} {word}")
    if n:
        lone = conjunction.lstrip() if n < 100 else ""
        parts.append(lone + small_words(n, hyphen, conjunction))
    return " ".join(parts)


def plain(value: Decimal) -> str:
    """The canonical spelling of a decimal."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def indian(n: int) -> str:
    digits = str(n)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), tail])


def numbers_of(text: str) -> list[Number]:
    return [mention.number for mention in find(text).mentions]


def only_quantity(text: str) -> Number:
    """The one quantity of a text that holds nothing else."""
    numbers = numbers_of(text)
    assert [number.kind for number in numbers] == [Kind.QUANTITY], f"{text!r}: {[n.surface for n in numbers]}"
    return numbers[0]


def value_of(numeral: str) -> str | None:
    return only_quantity(f"The yard shipped {numeral} tonnes by rail.").value_exact


WHOLE = st.one_of(st.integers(2, 999), st.integers(1000, 10**7), st.integers(10**7, 10**15))
DECIMALS = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False, allow_infinity=False)


@REPEATABLE
@given(WHOLE)
def test_plain_digits(n: int) -> None:
    assert value_of(str(n)) == str(n)


@REPEATABLE
@given(st.integers(10**3, 10**15), st.sampled_from([",", *SPACES]))
def test_grouped_digits(n: int, separator: str) -> None:
    assert value_of(f"{n:,}".replace(",", separator)) == str(n)


@REPEATABLE
@given(st.integers(10**5, 10**12))
def test_indian_groups(n: int) -> None:
    assert value_of(indian(n)) == str(n)


@REPEATABLE
@given(WHOLE, st.sampled_from(ZEROS))
def test_digits_of_other_scripts(n: int, zero: int) -> None:
    assert value_of("".join(chr(zero + int(digit)) for digit in str(n))) == str(n)


@REPEATABLE
@given(DECIMALS, st.booleans())
def test_decimals(value: Decimal, grouped: bool) -> None:
    assert value_of(f"{value:,}" if grouped else str(value)) == plain(value)


@REPEATABLE
@given(st.decimals(min_value=Decimal("0.01"), max_value=999, places=2), st.sampled_from(sorted(SCALES)))
def test_scales(value: Decimal, scale: str) -> None:
    assert value_of(f"{value}{scale}") == plain(value * SCALES[scale])


@REPEATABLE
@given(st.one_of(st.integers(0, 2000), st.integers(2000, 10**15 - 1)), st.sampled_from("- "), st.booleans())
def test_words(n: int, hyphen: str, british: bool) -> None:
    assert value_of(in_words(n, hyphen, " and " if british else " ")) == str(n)


@REPEATABLE
@given(st.integers(1, 99), st.sampled_from([power for _, power in POWERS]))
def test_words_with_a_half(n: int, scale: str) -> None:
    power = {word: factor for factor, word in POWERS}[scale]
    assert value_of(f"{in_words(n, '-', ' ')} and a half {scale}") == plain(Decimal(power) * n + power // 2)


@REPEATABLE
@given(st.integers(1, 400), st.sampled_from([2, 4, 5, 8, 10, 16, 20]), st.integers(1, 19), st.sampled_from(" -"))
def test_mixed_fractions(whole: int, under: int, over: int, joint: str) -> None:
    part = Fraction(over % under or 1, under)
    expected = Decimal(whole) + Decimal(part.numerator) / Decimal(part.denominator)
    assert value_of(f"{whole}{joint}{part}") == plain(expected)


@REPEATABLE
@given(st.integers(0, 400), st.sampled_from([("½", "0.5"), ("¼", "0.25"), ("¾", "0.75"), ("⅛", "0.125"), ("⅖", "0.4")]))
def test_vulgar_fractions(whole: int, part: tuple[str, str]) -> None:
    assert value_of(f"{whole or ''}{part[0]}") == plain(Decimal(whole) + Decimal(part[1]))


@REPEATABLE
@given(st.integers(1, 99), st.integers(-300, 300), st.sampled_from(["{}e{}", "{}E{}", "{}x10^{}", "{} × 10^{}"]))
def test_powers(mantissa: int, exponent: int, form: str) -> None:
    assert value_of(form.format(mantissa, exponent)) == plain(Decimal(mantissa).scaleb(exponent))


@REPEATABLE
@given(DECIMALS.filter(bool), st.sampled_from(["-", "−", "–", "minus ", "negative "]))
def test_a_sign_negates_and_changes_nothing_else(value: Decimal, sign: str) -> None:
    positive = only_quantity(f"The rate was {value} percent then.")
    negative = only_quantity(f"The rate was {sign}{value} percent then.")
    assert negative.value_exact == f"-{positive.value_exact}"
    assert negative.surface == sign + positive.surface
    assert (negative.unit, negative.resolution) == (positive.unit, positive.resolution)


@REPEATABLE
@given(DECIMALS.filter(bool), st.sampled_from(["%", " %", " percent", " per cent", " pct"]))
def test_percent(value: Decimal, sign: str) -> None:
    number = only_quantity(f"The rate was {value}{sign} then.")
    assert (number.value_exact, number.unit) == (plain(value), "percent")


@REPEATABLE
@given(
    DECIMALS.filter(bool),
    st.sampled_from(
        [("$", ""), ("US$", ""), ("€", ""), ("£", ""), ("EUR ", ""), ("", " euros"), ("", " GBP"), ("", " yen")]
    ),
    st.sampled_from(["", "m", "M", "bn", "k", " million", " billion"]),
)
def test_money(value: Decimal, affixes: tuple[str, str], scale: str) -> None:
    before, behind = affixes
    number = only_quantity(f"The fund held {before}{value}{scale}{behind} then.")
    factor = MONEY_SCALES.get(scale, SCALES.get(scale, 1))
    assert (number.value_exact, number.unit_kind) == (plain(value * factor), "currency")
    assert number.surface == f"{before}{value}{scale}{behind}"


@REPEATABLE
@given(st.integers(10**4, 10**12), st.sampled_from(["tonnes", "%", "dollars", "people", "km/h"]))
def test_separators_change_nothing_but_the_surface(n: int, unit: str) -> None:
    spellings = [str(n), f"{n:,}", *(f"{n:,}".replace(",", space) for space in SPACES)]
    rows = [only_quantity(f"They had {spelling} {unit} then.") for spelling in spellings]
    assert len({dataclasses.replace(row, surface="", end=0) for row in rows}) == 1


VOCABULARY = """the of and or to from between than a one two ten twenty hundred thousand million billion dozen half
third first second quarter May March 1987 2021 20th Q3 5G IPv6 % $ € £ ½ percent points yuan dollars
barrels day per year years old more least about up rose fell -5 1,234 12,34,567 1.5 3/4 1e400
1e999999 10^6 2-1 won 24703L202 http://a.b/1 a1@b.c +44 20 7946 ( ) [ ] , . : ; - – / ' " + ~ > < =
^ * x × # & @ k m bn b t s is First One no every each aged km/h °C week Section Group S&P U.S. Feb.
3, 10.45pm GMT score scores several few tens thousands minus point ² ③ Ⅷ ٣ १२ ５ 𝟘"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.lists(
    st.one_of(WORDS, WORDS, st.integers(0, 10**6).map(str), st.text(max_size=5), st.sampled_from(["\n", "\n\n", ". "])),
    max_size=25,
).flatmap(lambda words: st.sampled_from(["", " ", "  "]).map(lambda glue: glue.join(words)))


def assert_accounted_for(text: str, numbers: list[Number]) -> None:
    """Spans are ordered, apart, true to the text, and cover every digit."""
    end = 0
    for number in numbers:
        assert end <= number.start < number.end
        assert text[number.start : number.end] == number.surface
        assert not any(char.isdecimal() for char in text[end : number.start])
        end = number.end
    assert not any(char.isdecimal() for char in text[end:])


@settings(REPEATABLE, max_examples=400)
@example("0 to 1e400")
@example("11e40010000 and 5 more")
@given(TEXTS)
def test_every_digit_lies_in_exactly_one_number(text: str) -> None:
    assert_accounted_for(text, numbers_of(text))


@settings(REPEATABLE, max_examples=200)
@given(TEXTS)
def test_any_text_is_extracted_the_same_way_twice(text: str) -> None:
    once = extract(text)
    assert extract(text) == once
    ids = [number.number_id for number in once.numbers]
    assert len(set(ids)) == len(ids)
    assert ids == [f"{number.document_id}:{number.start}" for number in once.numbers]
    assert [o.observation_id for o in once.observations] == [
        n.number_id for n in once.numbers if n.kind is Kind.QUANTITY
    ]


@settings(REPEATABLE, max_examples=100)
@given(st.text(max_size=200))
def test_arbitrary_characters_are_accounted_for(text: str) -> None:
    assert_accounted_for(text, extract(text).numbers)


SIZE = 200_000
HOSTILE = {
    "lists": "1," * (SIZE // 2),
    "dashes": "1-" * (SIZE // 2),
    "points": "1." * (SIZE // 2),
    "slashes": "1/" * (SIZE // 2),
    "spaced": "1 " * (SIZE // 2),
    "lines": "5\n" * (SIZE // 2),
    "signs": "$" * SIZE + "5",
    "minus": "-" * SIZE + "5",
    "one numeral": "7" * SIZE,
    "a long decimal": "0." + "3" * SIZE,
    "a grouped numeral": "1" + ",234" * (SIZE // 4),
    "nested parentheses": "(" * (SIZE // 2) + "5" + ")" * (SIZE // 2),
    "ones": "one " * (SIZE // 4),
    "tens of": "tens of " * (SIZE // 8),
    "bounds": "more than " * (SIZE // 10) + "5",
    "letters and digits": "a1" * (SIZE // 2),
    "powers": "1e" * (SIZE // 2),
    "ands": "one and " * (SIZE // 8),
    "hundreds": "hundred " * (SIZE // 8),
    "scales": "five hundred thousand million " * (SIZE // 30),
    "full stops": "." * SIZE + "5",
    "pairs": "12," * (SIZE // 3),
    "Indian groups": "1" + ",23" * (SIZE // 3),
    "cents": "5 dollars 5 cents " * (SIZE // 18),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_accounted_for(name: str) -> None:
    text = HOSTILE[name]
    assert_accounted_for(text, numbers_of(text))
