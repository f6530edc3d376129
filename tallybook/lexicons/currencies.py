"""currencies.toml → every way to spell a currency or a minor unit: shared words, nationalities, signs and codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tallybook.lexicons import LexiconError, load
from tallybook.lexicons.measures import is_short
from tallybook.lexicons.phrases import inflections
from tallybook.lexicons.unit import Spelling, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_KIND = "currency"


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of currencies.toml, with the language they belong to."""

    where: str
    currencies: Mapping[str, Any]
    families: Mapping[str, Any]
    minors: Mapping[str, Any]
    plurals: Mapping[str, Sequence[str]]
    unofficial: frozenset[str]
    shy: frozenset[str]
    glued: frozenset[str]


def currency_spellings(language: str = "en") -> Iterator[Spelling]:
    """Every spelling of every currency and minor unit of a language.

    Raises LexiconError if a currency names a family or a minor unit that the lexicon does not have.
    """
    lexicon = load("currencies", language)
    tables = _Tables(
        f"{language}/currencies",
        lexicon["currency"],
        lexicon["family"],
        lexicon["minor"],
        lexicon["plurals"],
        frozenset(lexicon["unofficial"]),
        frozenset(lexicon["shy"]),
        frozenset(lexicon["glued"]),
    )
    for code, row in tables.currencies.items():
        yield from _own(code, row, tables)
    for name in tables.families:
        yield from _shared(name, tables)
    for name in tables.minors:
        yield from _minor(name, tables)


def _unit(code: str, tables: _Tables, *, assumed: bool = False, by_area: Mapping[str, str] | None = None) -> Unit:
    official = None if code in tables.unofficial else code
    return Unit(code, official, _KIND, assumed=assumed, by_area=by_area or MappingProxyType({}))


def _own(code: str, row: Mapping[str, Any], tables: _Tables) -> Iterator[Spelling]:
    """The spellings that mean one currency and no other."""
    unit = _unit(code, tables)
    yield Spelling(replace(unit, glued_only=True) if code in tables.shy else unit, code, exact=True, before=True)
    own = row.get("words", ())
    shared = [word for name in row.get("families", ()) for word in _family(name, code, tables)["words"]]
    full = row["name"].lower()
    qualified = [*([full] if full.replace(" ", "").isalpha() else []), *(f"{nation} {word}" for nation in row.get("nations", ()) for word in (*own, *shared))]
    for word in dict.fromkeys((*own, *qualified)):
        for text in inflections(word, tables.plurals):
            yield Spelling(unit, text)
    for word in row.get("before", ()):
        yield Spelling(unit, word, before=True)
    yield from _signs(unit, row, tables.glued)


def _signs(unit: Unit, row: Mapping[str, Any], glued: frozenset[str]) -> Iterator[Spelling]:
    """Signs may stand on either side of the numeral."""
    close = replace(unit, glued_only=True)
    for sign in row.get("signs", ()):
        short = is_short(sign) or sign in glued
        yield Spelling(close if short else unit, sign, exact=True, before=True, after=not is_short(sign))


def _family(name: str, code: str, tables: _Tables) -> Mapping[str, Any]:
    try:
        family: Mapping[str, Any] = tables.families[name]
    except KeyError:
        raise LexiconError(tables.where, f"{code}: family '{name}'", "add it under [family], or correct it") from None
    return family


def _shared(name: str, tables: _Tables) -> Iterator[Spelling]:
    """The words and signs that several currencies share, with the default they stand for."""
    family = tables.families[name]
    areas = {
        area: code
        for code, row in reversed(tables.currencies.items())
        if name in row.get("families", ())
        for area in row.get("areas", ())
    }
    default = family.get("default")
    by_area = MappingProxyType(areas)
    unit = _unit(default, tables, assumed=True, by_area=by_area) if default else Unit(name, None, _KIND, by_area=by_area)
    for word in family["words"]:
        for text in inflections(word, tables.plurals):
            yield Spelling(unit, text)
    yield from _signs(unit, family, tables.glued)


def _minor(name: str, tables: _Tables) -> Iterator[Spelling]:
    """A hundredth or thousandth: it keeps its name, and knows the currencies that it may belong to."""
    row = tables.minors[name]
    owners = {
        code: currency["minors"][name] for code, currency in tables.currencies.items() if name in currency.get("minors", ())
    }
    unit = Unit(name, None, _KIND, minor_of=MappingProxyType(owners))
    words = (*((name,) if row.get("named", True) else ()), *row.get("words", ()))
    for word in words:
        for text in inflections(word, tables.plurals):
            yield Spelling(unit, text, before=row.get("before", False))
    close = replace(unit, glued_only=True)
    for sign in row.get("signs", ()):
        yield Spelling(close if is_short(sign) else unit, sign, exact=True)
    for code, count in owners.items():
        owned = Unit(name, None, _KIND, minor_of=MappingProxyType({code: count}))
        for nation in tables.currencies[code].get("nations", ()):
            for word in words:
                for text in inflections(f"{nation} {word}", tables.plurals):
                    yield Spelling(owned, text)
