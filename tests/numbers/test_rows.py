"""How readings become rows: exact values, DOUBLEs, bounds, resolutions and flags."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.model import Comparator, Flag, Kind, Number
from tallybook.numbers import Mention, find
from tallybook.numbers.rows import canonical, to_double


def only(text: str) -> Mention:
    (mention,) = find(text, document_id="d").mentions
    return mention


def number_of(text: str) -> Number:
    return only(text).number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0.00", "0"),
        ("0E+5", "0"),
        ("1.470E+12", "1470000000000"),
        ("0.10", "0.1"),
        ("100", "100"),
        ("1E-7", "0.0000001"),
        ("-2.50", "-2.5"),
        ("1E+400", "1" + "0" * 400),
        ("1E+401", "1E+401"),
    ],
)
def test_canonical(value: str, text: str) -> None:
    assert canonical(Decimal(value)) == text


@settings(max_examples=100, derandomize=True, deadline=None, database=None)
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_canonical_keeps_the_value(value: Decimal) -> None:
    assert Decimal(canonical(value)) == value
    assert canonical(Decimal(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    ("value", "double"), [("0.1", 0.1), ("0", 0.0), ("1e308", 1e308), ("1e309", None), ("1e-400", None)]
)
def test_to_double(value: str, double: float | None) -> None:
    assert to_double(canonical(Decimal(value))) == double


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("It made 1.47 trillion yuan.", "10000000000"),
        ("It rose 27.8%.", "0.1"),
        ("It rose 27.80%.", "0.01"),
        ("It has 217 websites.", None),
        ("It has 3 million users.", "1000000"),
        ("It has 2.5k users.", "100"),
        ("It cost 9½ dollars.", None),
        ("It cost $3bn.", "1000000000"),
        ("It made 6.02e23 bars.", "1000000000000000000000"),
    ],
)
def test_resolution_is_one_unit_of_the_last_digit(text: str, resolution: str | None) -> None:
    assert number_of(text).resolution == resolution


@pytest.mark.parametrize(
    ("text", "comparator", "value", "lower", "upper"),
    [
        ("It has 5 ships.", Comparator.EQUAL, 5, None, None),
        ("It has about 5 ships.", Comparator.ABOUT, 5, None, None),
        ("It has more than 5 ships.", Comparator.GREATER, 5, 5, None),
        ("It has at least 5 ships.", Comparator.GREATER_EQUAL, 5, 5, None),
        ("It has fewer than 5 ships.", Comparator.LESS, 5, None, 5),
        ("It has at most 5 ships.", Comparator.LESS_EQUAL, 5, None, 5),
        ("It has 5 to 7 ships.", Comparator.RANGE, None, 5, 7),
        ("It has dozens of ships.", Comparator.RANGE, None, 12, 120),
    ],
)
def test_bounds(
    text: str, comparator: Comparator, value: float | None, lower: float | None, upper: float | None
) -> None:
    number = number_of(text)
    assert (number.comparator, number.value, number.lower, number.upper) == (comparator, value, lower, upper)
    assert (number.value_exact is None) == (value is None)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("It has 5 ships.", ()),
        ("It reached 8 billion.", (Flag.UNIT_MISSING,)),
        ("It has dozens of ships.", (Flag.VAGUE,)),
        ("It cost $5.", (Flag.CURRENCY_ASSUMED,)),
        ("It weighs 1e400 kg.", (Flag.OUT_OF_RANGE,)),
        ("It weighs 1e-400 kg.", (Flag.OUT_OF_RANGE,)),
        ("It was the 5th ship.", ()),
    ],
)
def test_flags(text: str, flags: tuple[Flag, ...]) -> None:
    assert only(text).flags == flags


def test_what_no_double_holds_keeps_its_exact_value() -> None:
    number = number_of("It weighs 12e400 kg.")
    assert number.value is None
    assert number.value_exact is not None
    assert Decimal(number.value_exact) == Decimal("12e400")


def test_a_numeral_of_ten_thousand_digits_is_kept_exactly() -> None:
    digits = "7" * 10_000
    mention = only(f"It weighs {digits} kg.")
    assert mention.number.value is None
    assert mention.number.value_exact == digits
    assert Flag.OUT_OF_RANGE in mention.flags


def test_endless_quotients_have_no_exact_value() -> None:
    number = number_of("One-third of the ships sank.")
    assert number.value == pytest.approx(1 / 3)
    assert number.value_exact is None


def test_ordinals_have_a_rank_and_no_unit() -> None:
    number = number_of("It was the twenty-first ship.")
    assert (number.kind, number.value, number.value_exact, number.unit) == (Kind.ORDINAL, 21, "21", None)


@pytest.mark.parametrize(
    "text", ["A 5G mast.", "It won 2-1.", "It rose in 2021.", "It left at 10.45pm.", "No one saw it."]
)
def test_what_is_no_amount_has_no_value(text: str) -> None:
    number = number_of(text)
    assert number.kind is not Kind.QUANTITY
    assert (number.value, number.value_exact, number.lower, number.upper, number.unit, number.resolution) == (None,) * 6


def test_ids_and_offsets_point_into_the_document() -> None:
    text = "Nothing here.\n\nThen 5 ships and 7 tugs came."
    numbers = [mention.number for mention in find(text, document_id="abc").mentions]
    assert [number.number_id for number in numbers] == ["abc:20", "abc:32"]
    assert [number.sentence_index for number in numbers] == [1, 1]
    assert [text[number.start : number.end] for number in numbers] == ["5", "7"]


def test_the_rule_is_the_first_of_the_chain() -> None:
    mention = only("It cost more than $3bn.")
    assert mention.number.rule == mention.rules[0] == "quantity.currency"
    assert "comparator.greater" in mention.rules


def test_the_counted_noun_is_delimited() -> None:
    mention = find("They built 654,000 new 5G base stations there.").mentions[0]
    words = [token.text for token in mention.sentence.tokens[mention.noun_first : mention.noun_last]]
    assert words == ["new", "5", "G", "base", "stations"]
