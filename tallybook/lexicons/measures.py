"""units.toml → every way to spell a unit of measure: prefixes, powers and American forms expanded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tallybook.lexicons import LexiconError
from tallybook.lexicons.phrases import Phrase, noun, symbol
from tallybook.lexicons.unit import Spelling, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    _Plurals = Mapping[str, Sequence[str]]


class _Power(NamedTuple):
    """How a square or a cube is written: square metre, sq metre, metre squared; m2, m²."""

    name: str
    short: str
    past: str
    exponents: tuple[str, ...]
    kind: str


_POWERS: Final = (
    _Power("square", "sq", "squared", ("2", "²", "^2"), "area"),
    _Power("cubic", "cu", "cubed", ("3", "³", "^3"), "volume"),
)


class _Measure(NamedTuple):
    """One unit with its words (singulars) and its symbols."""

    unit: Unit
    words: Sequence[str]
    symbols: Sequence[str]


def measure_spellings(lexicon: Mapping[str, Any], language: str = "en") -> Iterator[Spelling]:
    """Every spelling of every unit of measure of a language, whose units.toml is `lexicon`.

    Raises LexiconError if an entry names a prefix that the lexicon does not have, or an extra spelling a unit that no
    entry makes.
    """
    plurals = lexicon["plurals"]
    glued = frozenset(lexicon["glued"])
    extra = dict(lexicon["extra"])
    for kind, rows in lexicon["unit"].items():
        for name, row in rows.items():
            for measure in _prefixed(name, kind, row, lexicon["prefix"], f"{language}/units"):
                yield from _spelled(measure, extra.pop(measure.unit.name, {}), plurals, glued)
                if "powers" in row:
                    yield from _powers(measure, extra, plurals)
    if extra:
        raise LexiconError(f"{language}/units", f"extra.{min(extra)}", "no unit has this name: add it, or correct it")


def is_short(mark: str) -> bool:
    """Whether a symbol is a single letter, which away from its numeral could be anything."""
    return len(mark) == 1 and mark.isalpha() and mark.isascii()


def _prefixed(
    name: str, kind: str, row: Mapping[str, Any], prefixes: Mapping[str, Any], where: str
) -> Iterator[_Measure]:
    """The unit itself and its metric multiples."""
    code = row.get("code")
    named = (name.lower(),) if row.get("named", True) else ()
    base = _Measure(Unit(name, code, kind), (*named, *row.get("words", ())), row.get("symbols", ()))
    yield base
    for prefix in row.get("prefixes", ()):
        if prefix not in prefixes:
            raise LexiconError(where, f"{name}: prefix '{prefix}'", "add it under [prefix], or drop it here")
        ucum, *marks = prefixes[prefix]
        yield _Measure(
            Unit(f"{prefix}{name}", f"{ucum}{code}" if code else None, kind),
            [f"{prefix}{text}" for text in base.words],
            [f"{mark}{text}" for mark in marks for text in base.symbols],
        )


def _spelled(
    measure: _Measure, more: Mapping[str, Any], plurals: _Plurals, glued: frozenset[str]
) -> Iterator[Spelling]:
    unit = measure.unit
    for text in (*measure.words, *more.get("words", ())):
        yield Spelling(unit, noun(text, plurals))
    close: Unit | None = None
    for text in (*measure.symbols, *more.get("symbols", ())):
        if is_short(text) or text in glued:
            close = close or replace(unit, glued_only=True)
            yield Spelling(close, symbol(text))
        else:
            yield Spelling(unit, symbol(text))


def _powers(measure: _Measure, extra: dict[str, Any], plurals: _Plurals) -> Iterator[Spelling]:
    """The square and the cube of a length."""
    nouns = tuple(form for text in measure.words for form in noun(text, plurals).parts[0])
    letters = tuple(text for text in measure.symbols if text.isalpha())
    for power in _POWERS:
        name = f"{power.name} {measure.unit.name}"
        code = f"{measure.unit.code}{power.exponents[0]}"
        more = extra.pop(name, {})
        symbols = [f"{text}{exponent}" for text in letters for exponent in power.exponents]
        yield from _spelled(_Measure(Unit(name, code, power.kind), (), symbols), more, plurals, frozenset())
        for phrase in _power_phrases(power, (*nouns, *(text.lower() for text in letters))):
            yield Spelling(Unit(name, code, power.kind), phrase)


def _power_phrases(power: _Power, nouns: tuple[str, ...]) -> tuple[Phrase, ...]:
    return (
        Phrase(((power.name, power.short), nouns), (False, False), False),
        Phrase(((power.short,), (".",), nouns), (False, True, False), False),
        Phrase((nouns, (power.past,)), (False, False), False),
    )
