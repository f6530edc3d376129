"""currencies.toml → every way to spell a currency or a minor unit: shared words, nationalities, signs and codes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from tallybook.lexicons import LexiconError
from tallybook.lexicons.measures import is_short
from tallybook.lexicons.phrases import Phrase, noun, qualified, symbol, word
from tallybook.lexicons.unit import Spelling, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_KIND: Final = "currency"
_COUNTS: Final = {"tenths": 10, "hundredths": 100, "thousandths": 1000}


def currency_spellings(lexicon: Mapping[str, Any], language: str = "en") -> Iterator[Spelling]:
    """Every spelling of every currency and minor unit of a language, whose currencies.toml is `lexicon`.

    Raises LexiconError if a currency names a family, or a minor unit a currency, that the lexicon does not have.
    """
    return _Speller(lexicon, f"{language}/currencies").spellings()


class _Speller:
    """The tables of currencies.toml, and what follows from them."""

    def __init__(self, lexicon: Mapping[str, Any], where: str) -> None:
        self._where = where
        self._currencies: Mapping[str, Any] = lexicon["currency"]
        self._families: Mapping[str, Any] = lexicon["family"]
        self._minors: Mapping[str, Any] = lexicon["minor"]
        self._plurals: Mapping[str, Sequence[str]] = lexicon["plurals"]
        self._unofficial = frozenset(lexicon["unofficial"])
        self._shy = frozenset(lexicon["shy"])
        self._glued = frozenset(lexicon["glued"])
        self._nouns = {name: self._forms(row["words"]) for name, row in self._families.items()}

    def spellings(self) -> Iterator[Spelling]:
        """Unmistakable ones first, then the shared ones, then the minor units."""
        for code, row in self._currencies.items():
            yield from self._own(code, row)
        for name, row in self._families.items():
            yield from self._shared(name, row)
        for name, row in self._minors.items():
            yield from self._minor(name, row)

    def _forms(self, words: Iterable[str]) -> tuple[str, ...]:
        """Singulars and plurals of the words that are one word each."""
        return tuple(form for text in words if text.isalpha() for form in noun(text, self._plurals).parts[0])

    def _own(self, code: str, row: Mapping[str, Any]) -> Iterator[Spelling]:
        """The spellings that mean one currency and no other."""
        unit = Unit(code, None if code in self._unofficial else code, _KIND)
        yield Spelling(replace(unit, glued_only=True) if code in self._shy else unit, symbol(code), before=True)
        yield from self._signs(unit, row)
        for text in row.get("before", ()):
            yield Spelling(unit, word(text), before=True)
        own = row.get("words", ())
        full = row["name"].lower()
        for text in own if full in own or not full.replace(" ", "").isalpha() else (full, *own):
            yield Spelling(unit, noun(text, self._plurals))
        forms = (*self._forms(own), *(form for name in row.get("families", ()) for form in self._family(name, code)))
        for nation in row.get("nations", ()):
            yield Spelling(unit, qualified(nation, Phrase((forms,), (False,), False)))

    def _family(self, name: str, code: str) -> tuple[str, ...]:
        if name not in self._nouns:
            raise LexiconError(self._where, f"{code}: family '{name}'", "add it under [family], or correct it")
        return self._nouns[name]

    def _signs(self, unit: Unit, row: Mapping[str, Any]) -> Iterator[Spelling]:
        """Signs stand on either side of the numeral, unless they are as short as "R"."""
        for sign in row.get("signs", ()):
            if is_short(sign) or sign in self._glued:
                yield Spelling(replace(unit, glued_only=True), symbol(sign), before=True, after=not is_short(sign))
            else:
                yield Spelling(unit, symbol(sign), before=True)

    def _shared(self, name: str, family: Mapping[str, Any]) -> Iterator[Spelling]:
        """The words and signs that several currencies share, with the default they stand for."""
        by_area: dict[str, str] = {}
        for code, row in self._currencies.items():
            if name in row.get("families", ()):
                for area in row.get("areas", "").split():
                    by_area.setdefault(area, code)
        default = family.get("default")
        unit = Unit(default or name, default, _KIND, assumed=default is not None, by_area=MappingProxyType(by_area))
        for text in family["words"]:
            yield Spelling(unit, noun(text, self._plurals))
        yield from self._signs(unit, family)

    def _minor(self, name: str, row: Mapping[str, Any]) -> Iterator[Spelling]:
        """A hundredth or a thousandth: it keeps its name, and knows the currencies that it may belong to."""
        owners = {code: count for key, count in _COUNTS.items() for code in row.get(key, "").split()}
        unit = Unit(name, None, _KIND, minor_of=MappingProxyType(owners))
        words = (*((name,) if row.get("named", True) else ()), *row.get("words", ()))
        for text in words:
            yield Spelling(unit, noun(text, self._plurals), before=row.get("before", False))
        for sign in row.get("signs", ()):
            yield Spelling(replace(unit, glued_only=True) if is_short(sign) else unit, symbol(sign))
        nouns = Phrase((self._forms(words),), (False,), False)
        for code, count in owners.items():
            if code not in self._currencies:
                raise LexiconError(self._where, f"{name}: currency '{code}'", "add it under [currency], or correct it")
            owned = Unit(name, None, _KIND, minor_of=MappingProxyType({code: count}))
            for nation in self._currencies[code].get("nations", ()):
                yield Spelling(owned, qualified(nation, nouns))
