"""units.toml → every way to spell a unit of measure: prefixes, powers and American forms expanded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tallybook.lexicons import LexiconError, load
from tallybook.lexicons.phrases import inflections
from tallybook.lexicons.unit import Spelling, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_POWERS = (("square", "sq", "squared", "2", "²", "area"), ("cubic", "cu", "cubed", "3", "³", "volume"))


@dataclass(frozen=True, slots=True)
class _Measure:
    """One unit with its words (singulars) and its symbols."""

    unit: Unit
    words: tuple[str, ...]
    symbols: tuple[str, ...]


def measure_spellings(language: str = "en") -> Iterator[Spelling]:
    """Every spelling of every unit of measure of a language, longest expansions included.

    Raises LexiconError if an entry names a prefix that the lexicon does not have.
    """
    lexicon = load("units", language)
    plurals = lexicon["plurals"]
    glued = frozenset(lexicon["glued"])
    extra = dict(lexicon["extra"])
    for kind, rows in lexicon["unit"].items():
        for name, row in rows.items():
            for measure in _expanded(name, kind, row, lexicon["prefix"], f"{language}/units"):
                more = extra.pop(measure.unit.name, {})
                yield from _spelled(measure, more, plurals, glued)
    if extra:
        raise LexiconError(f"{language}/units", f"extra.{min(extra)}", "no unit has this name: add it, or correct it")


def _expanded(name: str, kind: str, row: Mapping[str, Any], prefixes: Mapping[str, Any], where: str) -> Iterator[_Measure]:
    """The unit itself, its prefixed forms, and their squares and cubes."""
    base = _Measure(
        Unit(name, row.get("code"), kind), (name, *row.get("words", ())) if row.get("named", True) else (), tuple(row.get("symbols", ()))
    )
    for measure in (base, *_prefixed(base, row.get("prefixes", ()), prefixes, where)):
        yield measure
        if row.get("powers"):
            yield from _powers(measure)


def _prefixed(base: _Measure, names: Sequence[str], prefixes: Mapping[str, Any], where: str) -> Iterator[_Measure]:
    for prefix in names:
        if prefix not in prefixes:
            raise LexiconError(where, f"{base.unit.name}: prefix '{prefix}'", "add it under [prefix], or drop it here")
        marks = prefixes[prefix]
        code = f"{marks[0]}{base.unit.code}" if base.unit.code else None
        yield _Measure(
            Unit(f"{prefix}{base.unit.name}", code, base.unit.kind),
            tuple(f"{prefix}{word}" for word in base.words),
            tuple(f"{mark}{symbol}" for mark in marks[1:] for symbol in base.symbols),
        )


def _powers(measure: _Measure) -> Iterator[_Measure]:
    for word, short, past, digit, superscript, kind in _POWERS:
        code = f"{measure.unit.code}{digit}" if measure.unit.code else None
        words = [form for noun in measure.words for form in (f"{word} {noun}", f"{short} {noun}", f"{short}. {noun}")]
        words += [f"{noun} {past}" for noun in measure.words]
        letters = [symbol for symbol in measure.symbols if symbol.isalpha()]
        symbols = [form for mark in letters for form in (f"{mark}{digit}", f"{mark}{superscript}", f"{mark}^{digit}")]
        symbols += [form for mark in letters for form in (f"{short} {mark}", f"{short}. {mark}")]
        yield _Measure(Unit(f"{word} {measure.unit.name}", code, kind), tuple(words), tuple(symbols))


def _spelled(
    measure: _Measure, more: Mapping[str, Any], plurals: Mapping[str, Sequence[str]], glued: frozenset[str]
) -> Iterator[Spelling]:
    for word in dict.fromkeys((*measure.words, *more.get("words", ()))):
        for form in _rates(word):
            for text in inflections(form, plurals):
                yield Spelling(measure.unit, text)
    close = replace(measure.unit, glued_only=True)
    for symbol in dict.fromkeys((*measure.symbols, *more.get("symbols", ()))):
        yield Spelling(close if is_short(symbol) or symbol in glued else measure.unit, symbol, exact=True)


def _rates(word: str) -> Iterator[str]:
    """A rate is written with "per", "a" or "an": miles per hour, miles an hour."""
    yield word
    if " per " in word:
        head, _, tail = word.partition(" per ")
        yield f"{head} {'an' if tail[0] in 'aeiou' or tail == 'hour' else 'a'} {tail}"


def is_short(symbol: str) -> bool:
    """Whether a symbol is a single letter, which away from its numeral could be anything."""
    return len(symbol) == 1 and symbol.isalpha() and symbol.isascii()
