"""Units and currencies, compiled for lookup: which unit starts behind a numeral, which currency ends before it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from tallybook.lexicons import load
from tallybook.lexicons.currencies import currency_spellings
from tallybook.lexicons.measures import measure_spellings
from tallybook.lexicons.phrases import HYPHENS, Phrase
from tallybook.lexicons.unit import Spelling, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tallybook.lexicons.tokens import Token

__all__ = ["Unit", "UnitLexicon", "units"]

_Candidates = list[tuple[Phrase, Unit]]


class UnitLexicon:
    """All spellings of all units of one language.

    A lookup costs one probe of a dictionary unless a spelling starts with the token.
    """

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._after: dict[str, _Candidates] = {}
        # Keyed by the last token, and by the last two for "US$", "A$" and the like, which all end alike.
        self._before_one: dict[str, _Candidates] = {}
        self._before_many: dict[tuple[str, str], _Candidates] = {}
        self._by_name: dict[str, Unit] = {}
        for spelling in _with_rivals(spellings):
            self._add(spelling)
        for candidates in (*self._after.values(), *self._before_one.values(), *self._before_many.values()):
            if len(candidates) > 1:
                candidates.sort(key=_precedence)
        self._by_code = {unit.code: unit for unit in reversed(self._by_name.values()) if unit.code}

    def _add(self, spelling: Spelling) -> None:
        phrase, unit = spelling.phrase, spelling.unit
        if spelling.after:
            for form in phrase.parts[0]:
                self._after.setdefault(form.lower(), []).append((phrase, unit))
        if spelling.before:
            self._add_before(phrase, unit)
        plain = replace(unit, glued_only=False) if unit.glued_only else unit
        if not plain.assumed:
            self._by_name.setdefault(plain.name, plain)

    def _add_before(self, phrase: Phrase, unit: Unit) -> None:
        for form in phrase.parts[-1]:
            last = form.lower()
            if len(phrase.parts) == 1:
                self._before_one.setdefault(last, []).append((phrase, unit))
                continue
            for earlier in phrase.parts[-2]:
                self._before_many.setdefault((earlier.lower(), last), []).append((phrase, unit))

    def after(self, tokens: list[Token], i: int) -> tuple[Unit, int] | None:
        """The longest unit that starts at `tokens[i]`, and the index behind it.

        A hyphen between a numeral and its unit is passed over: `tokens[i]` may be that of "80-mile". Units that are
        `glued_only` are returned even when they stand apart: the caller knows what the numeral touches.
        """
        if i >= len(tokens):
            return None
        first = tokens[i].lower
        candidates = self._after.get(first)
        if candidates is None:
            if first.endswith("'s"):
                return _possessive(self._after.get(first[:-2], []), i)
            if not _is_inner_hyphen(tokens, i):
                return None
            behind = self._after.get(tokens[i + 1].lower, [])
            return _longest([entry for entry in behind if not entry[1].glued_only], tokens, i + 1)
        return _longest(candidates, tokens, i)

    def before(self, tokens: list[Token], i: int) -> tuple[Unit, int] | None:
        """The longest currency sign, code or prefix that ends right before `tokens[i]`, and its first token's index.

        Units that are `glued_only` count only if `tokens[i]` touches them, which is left to the caller.
        """
        if i <= 0:
            return None
        last = tokens[i - 1].lower
        longer = self._before_many.get((tokens[i - 2].lower, last)) if i > 1 else None
        for candidates in (longer, self._before_one.get(last)):
            for phrase, unit in candidates or ():
                start = phrase.start_before(tokens, i)
                if start is not None:
                    return unit, start
        return None

    def get(self, code_or_name: str) -> Unit | None:
        """The unit of this canonical name or UCUM or ISO 4217 code, None if there is none."""
        return self._by_name.get(code_or_name) or self._by_code.get(code_or_name)

    def currency(self, code: str) -> Unit:
        """The currency of an ISO 4217 code.

        Raises KeyError if the lexicon does not have it.
        """
        unit = self._by_name[code]
        if unit.kind != "currency":
            raise KeyError(code)
        return unit

    def __iter__(self) -> Iterator[Unit]:
        """Every unit once, measures first."""
        return iter(self._by_name.values())


@cache
def units(language: str = "en") -> UnitLexicon:
    """The units and currencies of a language, loaded on first use.

    Raises LexiconError if a lexicon is missing or names something that it does not define.

    >>> units().get("km/h").name
    'kilometre per hour'
    """
    measures = measure_spellings(load("units", language), language)
    return UnitLexicon([*measures, *currency_spellings(load("currencies", language), language)])


def _with_rivals(spellings: Iterable[Spelling]) -> Iterable[Spelling]:
    """One spelling per phrase: the unit met first, with the others as its rivals."""
    found: dict[Phrase, Spelling] = {}
    for spelling in spellings:
        first = found.setdefault(spelling.phrase, spelling)
        if first is spelling or _meaning(spelling.unit) in map(_meaning, (first.unit, *first.unit.rivals)):
            continue
        unit = replace(first.unit, rivals=(*first.unit.rivals, spelling.unit))
        found[spelling.phrase] = first._replace(unit=unit, before=first.before or spelling.before)
    return found.values()


def _meaning(unit: Unit) -> tuple[str, str]:
    """What tells units apart: a degree is an angle or a temperature."""
    return unit.name, unit.kind


def _precedence(entry: tuple[Phrase, Unit]) -> tuple[int, bool]:
    """The longest first, and symbols before words of the same length."""
    phrase, _ = entry
    return -len(phrase.parts), not phrase.exact


def _longest(candidates: _Candidates, tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    for phrase, unit in candidates:
        end = phrase.end_from(tokens, i)
        if end is not None and not _belongs_to_next(tokens, end, unit):
            return unit, end
    return None


def _is_inner_hyphen(tokens: list[Token], i: int) -> bool:
    """Whether `tokens[i]` is a hyphen with something on both sides of it."""
    return tokens[i].text in HYPHENS and tokens[i].glued and i + 1 < len(tokens) and tokens[i + 1].glued


def _belongs_to_next(tokens: list[Token], end: int, unit: Unit) -> bool:
    """Whether the match touches a numeral behind it: "L202" is a name, "$" in "5 $10 bills" belongs to the 10."""
    if end >= len(tokens) or not tokens[end].glued or not tokens[end].text[0].isdigit():
        return False
    return tokens[end - 1].text.isalpha() or unit.kind == "currency"


def _possessive(candidates: _Candidates, i: int) -> tuple[Unit, int] | None:
    """The unit of one word that stands in the possessive: a year's, SDR's."""
    for phrase, unit in candidates:
        if len(phrase.parts) == 1 and not phrase.exact:
            return unit, i + 1
    return None
