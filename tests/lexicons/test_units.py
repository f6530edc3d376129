"""The units lexicon: its examples, its words, its codes, and what a lookup promises."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from tallybook.lexicons import LexiconError, load
from tallybook.lexicons.currencies import currency_spellings
from tallybook.lexicons.measures import measure_spellings
from tallybook.lexicons.phrases import noun, symbol
from tallybook.lexicons.tokens import Token, tokenize
from tallybook.lexicons.units import Unit, UnitLexicon, units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallybook.lexicons.unit import Spelling

# Spellings that are meant to have two readings; whoever adds one here has thought about which comes first.
SHARED = {"pound", "pounds", "degree", "degrees", "deg", "°", "º", "dram", "drams", "ounce", "ounces", "oz", "PS", "F"}


def all_spellings() -> Iterator[Spelling]:
    """Every spelling that the lexicon of units is made of."""
    yield from measure_spellings(load("units"))
    yield from currency_spellings(load("currencies"))


def entries() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Lexicon, unit name and row of every entry; of a family, the default it stands for."""
    for rows in load("units")["unit"].values():
        for name, row in rows.items():
            yield "units", name, row
    currencies = load("currencies")
    for name, row in currencies["family"].items():
        yield "currencies", row.get("default", name), row
    for table in ("minor", "currency"):
        for name, row in currencies[table].items():
            yield "currencies", name, row


def examples(key: str) -> list[Any]:
    return [pytest.param(name, text, id=f"{name}: {text}") for _, name, row in entries() for text in row.get(key, ())]


def readings(text: str) -> set[str]:
    """Names of the units that stand behind any token or before any numeral, rivals included."""
    tokens = tokenize(text)
    found: set[str] = set()
    for i, token in enumerate(tokens):
        after = units().after(tokens, i + 1)
        before = units().before(tokens, i) if token.is_digits else None
        for match in (after, before):
            if match is not None:
                found |= {match[0].name, *(rival.name for rival in match[0].rivals)}
    return found


def adjacent(text: str) -> set[str]:
    """Names of the units that a numeral in digits may claim: what is too short has to touch it."""
    tokens = tokenize(text)
    found: set[str] = set()
    for i, token in enumerate(tokens):
        if not token.is_digits:
            continue
        after, before = units().after(tokens, i + 1), units().before(tokens, i)
        if after and (tokens[i + 1].glued or not after[0].glued_only):
            found.add(after[0].name)
        if before and (token.glued or not before[0].glued_only):
            found.add(before[0].name)
    return found


def after(text: str) -> tuple[Unit, str] | None:
    """The unit behind the first token, and the text up to its end."""
    tokens = tokenize(text)
    match = units().after(tokens, 1)
    return (match[0], text[: tokens[match[1] - 1].end]) if match else None


def before(text: str) -> tuple[Unit, str] | None:
    """The currency before the last token, and the text from its beginning."""
    tokens = tokenize(text)
    match = units().before(tokens, len(tokens) - 1)
    return (match[0], text[tokens[match[1]].start :]) if match else None


@pytest.mark.parametrize(("name", "text"), examples("yes"))
def test_example_is_read(name: str, text: str) -> None:
    assert any(found.endswith(name) for found in readings(text)), "neither the unit nor a multiple of it"


@pytest.mark.parametrize(("name", "text"), examples("no"))
def test_counterexample_is_not_read(name: str, text: str) -> None:
    assert name not in adjacent(text)


def test_every_measure_and_every_shared_word_has_an_example() -> None:
    currencies = load("currencies")["currency"]
    without = [name for _, name, row in entries() if not row.get("yes") and name not in currencies]
    assert without == []
    unread = [code for code, row in currencies.items() if row.get("words") and not row.get("yes")]
    assert unread == []


def test_no_spelling_means_two_units_but_the_shared_ones() -> None:
    meanings: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for spelling in all_spellings():
        for form in forms(spelling):
            meanings[form].add((spelling.unit.name, spelling.unit.kind))
    doubtful = {" ".join(form[1:]) for form, found in meanings.items() if len(found) > 1}
    assert doubtful <= SHARED


def forms(spelling: Spelling) -> Iterator[tuple[str, ...]]:
    """Every concrete spelling of a phrase, with "exact" in front of symbols."""
    spelled: list[tuple[str, ...]] = [("exact" if spelling.phrase.exact else "word",)]
    for part, joined in zip(spelling.phrase.parts, spelling.phrase.joined, strict=True):
        spelled = [(*form, f"+{text}" if joined else text) for form in spelled for text in part]
    return iter(spelled)


def test_spellings_are_cut_as_the_tokenizer_cuts_text() -> None:
    for spelling in all_spellings():
        for form in forms(spelling):
            text = "".join(part[1:] if part[0] == "+" and len(part) > 1 else f" {part}" for part in form[1:]).strip()
            tokens = [token.text for token in tokenize(text)]
            assert tokens == [part[1:] if part[0] == "+" and len(part) > 1 else part for part in form[1:]], text


@pytest.mark.parametrize(
    ("text", "name", "surface"),
    [
        ("80-mile trip", "mile", "80-mile"),
        ("0.5-percentage-point rise", "percentage point", "0.5-percentage-point"),
        ("0.5-percentage point rise", "percentage point", "0.5-percentage point"),
        ("5 kilometres per hour", "kilometre per hour", "5 kilometres per hour"),
        ("5 KILOMETERS AN HOUR", "kilometre per hour", "5 KILOMETERS AN HOUR"),
        ("5 km", "kilometre", "5 km"),
        ("5km/h", "kilometre per hour", "5km/h"),
        ("5 sq. ft. of", "square foot", "5 sq. ft"),
        ("5 sq ft", "square foot", "5 sq ft"),
        ("5 m²", "square metre", "5 m²"),
        ("5m3", "cubic metre", "5m3"),
        ("5 GB", "gigabyte", "5 GB"),
        ("5 Gb", "gigabit", "5 Gb"),
        ("5 MW", "megawatt", "5 MW"),
        ("5 mW", "milliwatt", "5 mW"),
        ("10 feet", "foot", "10 feet"),
        ("470 pence", "penny", "470 pence"),
        ("5 lire", "ITL", "5 lire"),
        ("5 pfennige", "pfennig", "5 pfennige"),
        ("5 centuries", "century", "5 centuries"),
        ("5 tonnes of oil equivalent", "tonne of oil equivalent", "5 tonnes of oil equivalent"),
        ("5 New Zealand dlrs", "NZD", "5 New Zealand dlrs"),
        ("5 year's", "year", "5 year's"),
        ("5 per cent", "percent", "5 per cent"),
        ("5 €", "EUR", "5 €"),
        ("5 USD", "USD", "5 USD"),
    ],
)
def test_longest_unit_behind_a_numeral(text: str, name: str, surface: str) -> None:
    match = after(text)
    assert match is not None
    assert (match[0].name, match[1]) == (name, surface)


@pytest.mark.parametrize("text", ["24703L202", "5 $10", "5 -mile", "5 apples", "5-m", "5", "2 pm", "5G network"])
def test_no_unit_behind_a_numeral(text: str) -> None:
    assert after(text) is None


@pytest.mark.parametrize(
    ("text", "code", "surface"),
    [
        ("paid $ 5", "USD", "$ 5"),
        ("paid US$5", "USD", "US$5"),
        ("paid U.S.$5", "USD", "U.S.$5"),
        ("paid u.s $ 5", "USD", "u.s $ 5"),
        ("paid A$5", "AUD", "A$5"),
        ("paid C$5", "CAD", "C$5"),
        ("paid HK$5", "HKD", "HK$5"),
        ("paid NT$5", "TWD", "NT$5"),
        ("paid S$5", "SGD", "S$5"),
        ("paid R$5", "BRL", "R$5"),
        ("paid Mex$ 5", "MXN", "Mex$ 5"),
        ("paid RM5", "MYR", "RM5"),
        ("paid Rs. 5", "INR", "Rs. 5"),
        ("paid ¥5", "JPY", "¥5"),
        ("paid RMB5", "CNY", "RMB5"),
        ("paid DM 5", "DEM", "DM 5"),
        ("paid CHF 5", "CHF", "CHF 5"),
        ("paid cad$ 5", "CAD", "cad$ 5"),
    ],
)
def test_currency_before_a_numeral(text: str, code: str, surface: str) -> None:
    match = before(text)
    assert match is not None
    assert (match[0].name, match[1]) == (code, surface)


@pytest.mark.parametrize("text", ["5", "paid 5", "the dollar 5", "MUSD 5", "try 5", "all 5", "km 5"])
def test_no_currency_before_a_numeral(text: str) -> None:
    assert before(text) is None


def test_lookups_beyond_the_ends_find_nothing() -> None:
    tokens: list[Token] = tokenize("5")
    assert units().after(tokens, 1) is None
    assert units().after(tokens, 7) is None
    assert units().before(tokens, 0) is None


@pytest.mark.parametrize("text", ["5m", "5g", "5t", "5K", "5C", "5c", "5'", '5"', "5x", "5p"])
def test_short_symbols_must_touch_the_numeral(text: str) -> None:
    match = after(text)
    assert match is not None
    assert match[0].glued_only


def test_words_and_longer_symbols_may_stand_apart() -> None:
    assert [match[0].glued_only for match in map(after, ("5 metres", "5 km", "5 $", "5 %")) if match] == [False] * 4


def test_a_pound_is_a_mass_or_money() -> None:
    match = after("5 pounds")
    assert match is not None
    assert match[0].name == "pound"
    assert [rival.name for rival in match[0].rivals] == ["GBP"]


def test_an_ounce_may_be_troy() -> None:
    match = after("5 ounces")
    assert match is not None
    assert (match[0].name, [rival.name for rival in match[0].rivals]) == ("ounce", ["troy ounce"])


@pytest.mark.parametrize("name", ["units", "currencies"])
def test_lists_name_only_what_is_there(name: str) -> None:
    spelled = {part for s in all_spellings() for parts in s.phrase.parts for part in parts}
    lexicon = load(name)
    glued = {part for text in lexicon["glued"] for part in re.findall(r"[^\W\d_]+|\S", text)}
    assert sorted((glued | set(lexicon["plurals"])) - spelled) == []


def test_a_name_or_a_code_finds_its_unit() -> None:
    assert units().get("kilometre per hour") == units().get("km/h")
    assert units().get("USD") == units().currency("USD")
    assert units().get("cubit") is None
    with pytest.raises(KeyError):
        units().currency("metre")


# Atoms and prefixes of UCUM that the lexicon uses; a code is a product or quotient of powers of these.
UCUM_ATOMS = (
    r"(?:10\*\d+|\d+|\{\w+\}|\[[\w']+\]|"
    r"(?:[EPTGMkhdcmunp]|da|Ki|Mi|Gi|Ti|Pi)?"
    r"(?:m|s|min|h|d|wk|mo|a|g|t|L|J|W|A|V|C|F|T|H|Wb|Hz|Pa|N|Ohm|Bq|Sv|Gy|Ci|lm|lx|cd|mol|bar|cal|eV|K|"
    r"By|bit|B|dB|har|pc|Cel|deg|rad|'{1,2}|Ao|AU|atm|%|\[psi\]|\[Hg\]|\[REM\]|m\[Hg\]))\d?"
)
UCUM = re.compile(rf"{UCUM_ATOMS}(?:[./]\(?{UCUM_ATOMS}\)?)*(?:\.{UCUM_ATOMS}\))?")


def test_codes_have_the_form_of_ucum() -> None:
    codes = {unit.code for unit in units() if unit.code and unit.kind != "currency"}
    assert len(codes) > 150
    assert sorted(code for code in codes if not UCUM.fullmatch(code)) == []


def test_names_are_singular_and_british() -> None:
    names = [unit.name for unit in units() if unit.kind != "currency"]
    american = re.compile(r"meter|liter|gramme\b|kilogramme")
    assert [name for name in names if american.search(name)] == []
    assert len(names) == len(set(names))


def test_a_unit_has_one_code() -> None:
    by_code: dict[str, set[str]] = defaultdict(set)
    for unit in units():
        if unit.code:
            by_code[unit.code].add(unit.name)
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}


def test_plurals_follow_the_rule_or_the_list() -> None:
    assert noun("century", {}).parts == (("century", "centuries"),)
    assert noun("inch", {}).parts == (("inch", "inches"),)
    assert noun("foot", {"foot": ["feet"]}).parts == (("foot", "feet"),)
    assert noun("tonne of oil", {}).parts == (("tonne", "tonnes"), ("of",), ("oil",))


def test_a_symbol_remembers_where_its_parts_touch() -> None:
    assert symbol("US $").joined == (False, False)
    assert symbol("US$").joined == (False, True)


def test_an_unknown_prefix_says_what_to_do() -> None:
    lexicon = {
        "plurals": {},
        "glued": [],
        "extra": {},
        "prefix": {},
        "unit": {"length": {"metre": {"prefixes": ["kilo"]}}},
    }
    with pytest.raises(LexiconError, match="add it under"):
        list(measure_spellings(lexicon))


def test_extra_spellings_of_an_unknown_unit_are_refused() -> None:
    lexicon: dict[str, Any] = {"plurals": {}, "glued": [], "extra": {"cubit": {}}, "prefix": {}, "unit": {}}
    with pytest.raises(LexiconError, match="cubit"):
        list(measure_spellings(lexicon))


def test_the_lexicon_needs_no_spelling_at_all() -> None:
    assert list(UnitLexicon([])) == []
