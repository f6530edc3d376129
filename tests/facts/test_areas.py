"""Areas: the lexicon against ISO 3166, and names in sentences."""

from __future__ import annotations

import pycountry
import pytest

from tallybook import extract
from tallybook.lexicons import load

# States of the past, and Kosovo, which the standard leaves to its users.
BESIDE_ISO = {"CS", "DD", "SU", "XK", "YU"}
# The standard's own forms, turned round or with additions in brackets.
FORMAL = (",", "(")


def test_every_country_of_the_standard_is_there_and_no_other() -> None:
    codes = {country.alpha_2 for country in pycountry.countries}
    assert set(load("areas")["countries"]) == codes | BESIDE_ISO


def test_plain_names_of_the_standard_are_known() -> None:
    lexicon = load("areas")["countries"]
    unknown = [
        country.name
        for country in pycountry.countries
        if not any(mark in country.name for mark in FORMAL)
        and country.name.lower() not in {name.lower() for name in lexicon[country.alpha_2]}
    ]
    assert unknown == []


def test_a_name_means_one_area() -> None:
    data = load("areas")
    seen: dict[str, str] = {}
    for section in ("countries", "unions", "capitals", "institutions"):
        for code, names in data[section].items():
            for name in names:
                assert seen.setdefault(name.lower(), code) == code, name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Peruvian exports rose 3 percent.", "PE"),
        ("Exports of South Korea rose 3 percent.", "KR"),
        ("Exports of the euro zone rose 3 percent.", "EA"),
        ("World exports rose 3 percent.", "WLD"),
        ("Farms in Iowa lost 3 percent of their soil.", "US"),
        ("West German exports rose 3 percent.", "DE"),
        ("Soviet exports rose 3 percent.", "SU"),
        ("The World Bank lent 3 percent more.", None),
        ("Rabbits ate 3 percent of the china.", None),
    ],
)
def test_names_in_sentences(text: str, code: str | None) -> None:
    assert extract(text).observations[0].ref_area == code


def test_a_sentence_without_a_place_has_that_of_the_document() -> None:
    observations = extract("PERU SELLS COPPER\n\nThe ministry met on Friday. Exports rose 3 percent.\n").observations
    assert [observation.ref_area for observation in observations] == ["PE"]
