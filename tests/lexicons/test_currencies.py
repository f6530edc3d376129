"""The currencies lexicon, held against ISO 4217, and the words that currencies share."""

from __future__ import annotations

import re

import pycountry
import pytest

from tallybook.lexicons import LexiconError, load
from tallybook.lexicons.currencies import currency_spellings
from tallybook.lexicons.tokens import tokenize
from tallybook.lexicons.units import Unit, units

ROWS = load("currencies")["currency"]
CURRENT = {currency.alpha_3: currency.name for currency in pycountry.currencies}
# Not currencies: the code reserved for tests, and the one for "no currency".
NONE = {"XTS", "XXX"}
# Names in ISO 4217 that share no word with the name in English, or spell it another way.
OTHER_NAMES = {
    "Ruble": "rouble",
    "Sheqel": "shekel",
    "Pa’anga": "pa'anga",
    "Bolívar": "bolivar",
    "Peso Uruguayo": "uruguayan peso",
}
HISTORIC = (
    "ITL DEM FRF ESP BEF NLG ATS FIM IEP PTE GRD XEU SUR YUD CSK PLZ BRC BRE BRB BRR ARA ARP PEI BOP ILR MXP ZRZ ZRN "
    "TRL ROL HRK EEK LVL LTL SIT SKK CYP MTL VEB ECS BGN DDM LUF"
)


def shared(text: str) -> Unit:
    tokens = tokenize(text)
    match = units().after(tokens, 1) or units().before(tokens, len(tokens) - 1)
    assert match is not None
    return match[0]


def test_every_current_currency_is_there() -> None:
    assert sorted(set(CURRENT) - NONE - set(ROWS)) == []
    assert all(units().currency(code).code == code for code in set(CURRENT) - NONE)


@pytest.mark.parametrize("code", HISTORIC.split())
def test_historic_currencies_that_news_names_are_there(code: str) -> None:
    assert units().currency(code).code == code


@pytest.mark.parametrize("code", sorted(set(CURRENT) - NONE))
def test_names_are_those_of_iso_4217(code: str) -> None:
    official = CURRENT[code]
    for theirs, ours in OTHER_NAMES.items():
        official = official.replace(theirs, ours)
    known = " ".join((ROWS[code]["name"], *ROWS[code].get("words", ()))).lower()
    words = set(re.findall(r"[^\W\d_]{3,}", known))
    assert words & set(re.findall(r"[^\W\d_]{3,}", official.lower())), f"{known} is {official}"


def test_codes_have_the_form_of_iso_4217() -> None:
    assert [code for code in ROWS if not re.fullmatch(r"[A-Z]{3}", code)] == []


def test_unofficial_currencies_have_no_code() -> None:
    assert units().currency("BTC").code is None


def test_areas_are_countries() -> None:
    gone = {"AN", "CS", "DD", "SU", "YD", "YU", "ZR"}
    countries = {country.alpha_2 for country in pycountry.countries}
    areas = {area for row in ROWS.values() for area in row.get("areas", "").split()}
    assert sorted(areas - countries - gone) == []


def test_no_country_has_two_currencies_of_one_family() -> None:
    claims = [
        (family, area)
        for row in ROWS.values()
        for family in row.get("families", ())
        for area in row.get("areas", "").split()
    ]
    assert sorted({claim for claim in claims if claims.count(claim) > 1}) == []


@pytest.mark.parametrize(
    ("text", "default", "area", "there"),
    [
        ("5 dollars", "USD", "AU", "AUD"),
        ("5 dlrs", "USD", "HK", "HKD"),
        ("paid $5", "USD", "CA", "CAD"),
        ("paid £5", "GBP", "EG", "EGP"),
        ("5 francs", "FRF", "CH", "CHF"),
        ("5 crowns", "SEK", "NO", "NOK"),
        ("5 kroner", "DKK", "NO", "NOK"),
        ("5 pesos", "MXN", "AR", "ARS"),
        ("5 rupees", "INR", "PK", "PKR"),
        ("5 marks", "DEM", "FI", "FIM"),
        ("5 riyals", "SAR", "QA", "QAR"),
        ("5 liras", "TRY", "IT", "ITL"),
        ("5 shillings", "KES", "UG", "UGX"),
        ("5 won", "KRW", "KP", "KPW"),
        ("paid ¥5", "JPY", "CN", "CNY"),
    ],
)
def test_shared_words_are_assumed_and_know_the_countries(text: str, default: str, area: str, there: str) -> None:
    unit = shared(text)
    assert (unit.code, unit.assumed) == (default, True)
    assert unit.by_area[area] == there


def test_a_word_without_a_default_stays_a_word() -> None:
    unit = shared("5 dinars")
    assert (unit.name, unit.code, unit.assumed) == ("dinar", None, False)
    assert unit.by_area["KW"] == "KWD"


@pytest.mark.parametrize("text", ["5 Canadian dlrs", "5 U.S. dollars", "5 Swiss francs", "5 mln lire", "5 yen"])
def test_qualified_words_are_not_assumed(text: str) -> None:
    tokens = tokenize(text)
    match = units().after(tokens, 2 if "mln" in text else 1)
    assert match is not None
    assert not match[0].assumed


def test_minor_units_keep_their_name_and_know_their_currencies() -> None:
    cent, canadian, fils = shared("5 cents"), shared("5 Canadian cts"), shared("5 fils")
    assert (cent.name, cent.code, cent.kind) == ("cent", None, "currency")
    assert cent.minor_of["USD"] == cent.minor_of["EUR"] == 100
    assert dict(canadian.minor_of) == {"CAD": 100}
    assert (fils.minor_of["KWD"], fils.minor_of["AED"]) == (1000, 100)


def test_a_code_that_is_a_word_must_touch_the_numeral() -> None:
    tokens = tokenize("ALL 5 solutions")
    match = units().before(tokens, 1)
    assert match is not None
    assert match[0].glued_only


@pytest.mark.parametrize(
    ("table", "row", "advice"),
    [
        ("currency", {"XYZ": {"name": "xyz", "families": ["doubloon"]}}, "doubloon"),
        ("minor", {"mite": {"hundredths": "XYZ"}}, "XYZ"),
    ],
)
def test_an_entry_that_names_nothing_is_refused(table: str, row: dict[str, object], advice: str) -> None:
    lexicon: dict[str, object] = {"currency": {}, "family": {}, "minor": {}, "plurals": {}}
    lexicon |= {"unofficial": [], "shy": [], "glued": [], table: row}
    with pytest.raises(LexiconError, match=advice):
        list(currency_spellings(lexicon))
