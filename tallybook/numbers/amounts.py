"""Amounts: a numeral with its sign, its currency or unit before and behind, and what it is counted per."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from tallybook.lexicons.units import Unit, UnitLexicon, units
from tallybook.model import Flag
from tallybook.numbers.nouns import CountedNoun, is_adjective, noun_lexicon, read_counted_noun, singular
from tallybook.numbers.numerals import EXACT, MINUS_MARKS, ONE, Numeral, NumeralLexicon, numeral_lexicon, quotient, read_digits, read_vulgar
from tallybook.numbers.rivals import choose
from tallybook.numbers.words import read_ordinal_fraction, read_words, skip_hyphen, with_scales

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.numbers.home import Home
    from tallybook.numbers.tokens import Token

_SIGN_WORDS = frozenset({"minus", "negative"})
_PER_WORDS = frozenset({"a", "an", "per", "each", "every"})
_PER_ADVERBS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour", "p.a.": "year"}
_RATES = {"annual": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
_PER_ANNUM = {"annum": "year", "capita": "person", "diem": "day", "head": "head"}
_NO_PER = frozenset({"percent", "percentage_point", "age", "index"})
_OLD = frozenset({"old", "olds", "yo"})
_AGE_UNITS = frozenset({"year", "month", "week", "day"})
_QUOTE_MARKS = frozenset("\"'”’`")
_QUOTES = frozenset("\"“”")
# Smaller units that add up with the larger one before them: "5 ft 2 in", "13 dollars 45 cents".
_COMPOUND_PARTS = {
    ("foot", "inch"): 12, ("pound", "ounce"): 16, ("stone", "pound"): 14,
    ("hour", "minute"): 60, ("minute", "second"): 60, ("year", "month"): 12,
}  # fmt: skip
_CENTS_IN_ONE = 100
_OLDEST = 130
_SHORTEST_CHOICE = 3
# Behind "2m" these tell that it is two metres.
_EXTENTS = frozenset({"long", "high", "short", "low", "deep", "wide", "tall", "square"})
# Symbols of one letter that may stand apart from the numeral, and the sign between two lengths.
_APART = frozenset("mgLlWVJ")
_TIMES = frozenset("x×")


@dataclass(slots=True)
class Amount:
    """A numeral with its unit, over the tokens [first, last) of the surface; the counted noun lies behind it.

    `own_unit` is what stands beside the numeral; `per` the denominators of a rate. `noun` is the counted noun if there
    is no unit. `behind` is the index where the text goes on: past the noun, the rate and the age words.
    """

    first: int
    last: int
    numeral: Numeral
    unit: Unit | None = None
    unit_name: str | None = None
    unit_code: str | None = None
    unit_kind: str | None = None
    noun: CountedNoun | None = None
    behind: int = 0
    flags: list[Flag] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def has_unit(self) -> bool:
        """Whether a unit or a counted noun is stated."""
        return self.unit_name is not None


class AmountReader:
    """Reads amounts out of the tokens of one sentence."""

    __slots__ = ("home", "lexicon", "text", "tokens", "units")

    def __init__(self, text: str, tokens: Sequence[Token], home: Home, language: str = "en") -> None:
        self.text = text
        self.tokens = tokens
        self.home = home
        self.lexicon: NumeralLexicon = numeral_lexicon(language)
        self.units: UnitLexicon = units(language)

    def numeral_at(self, i: int) -> Numeral | None:
        """The numeral that starts at tokens[i], scales included; sign and money scales are not looked for."""
        token = self.tokens[i]
        if token.is_digits:
            return with_scales(self.tokens, read_digits(self.text, self.tokens, i), self.lexicon)
        vulgar = read_vulgar(self.tokens, i)
        if vulgar:
            return with_scales(self.tokens, vulgar, self.lexicon)
        if token.lower in self.lexicon.ordinals:
            return read_ordinal_fraction(self.tokens, i, self.lexicon)
        if token.lower in self.lexicon.scales:
            return self._bare_scale(i)
        if not token.is_word:
            return None
        if token.lower.endswith("fold"):
            value = self.lexicon.cardinals.get(token.lower[:-4])
            return Numeral(i, i + 1, value, "numeral.fold", is_word=True) if value is not None else None
        return read_words(self.tokens, i, self.lexicon)

    def _bare_scale(self, i: int) -> Numeral | None:
        """`a hundred`, `a million`, `million` alone: one of the scale, if the word is written out."""
        word = self.tokens[i].lower
        if word not in self.lexicon.starters or (i > 0 and self.tokens[i - 1].lower not in {"a", "an", "per", "-"} and word != "hundred"):
            return None
        one = Numeral(i, i, ONE, "numeral.scale", is_word=True)
        return with_scales(self.tokens, one, self.lexicon)

    def amount_at(self, i: int, floor: int = 0) -> Amount | None:
        """The amount whose numeral starts at tokens[i]; sign and currency before it may reach back to `floor`."""
        numeral = self.numeral_at(i)
        if numeral is None or numeral.last <= i:
            return None
        amount = Amount(i, numeral.last, numeral, rules=[numeral.rule])
        self._take_point(amount, floor)
        self._take_article(amount, floor)
        self._take_currency_before(amount, floor)
        self._take_sign(amount, floor)
        if amount.unit is None and amount.first < i:
            self._take_currency_before(amount, floor)
        self._take_money_scale(amount)
        self._take_unit(amount)
        if numeral.rule == "numeral.fold":
            amount.unit_name, amount.unit_kind = "fold", "multiple"
        amount.behind = max(amount.last, amount.behind)
        self._take_compound(amount)
        if not amount.has_unit:
            self._take_bare_age(amount)
        if not amount.has_unit:
            self._take_noun(amount)
        if not amount.has_unit:
            self._take_noun_before(amount)
        if amount.has_unit:
            self._take_age(amount)
            self._take_per(amount)
        return amount

    def _take_point(self, amount: Amount, floor: int) -> None:
        """`.08`: a decimal point without a zero before it."""
        tokens, i = self.tokens, amount.first
        if i <= floor or not tokens[i].is_digits or not tokens[i].glued or tokens[i - 1].text != "." or not tokens[i].text.isdigit():
            return
        if tokens[i - 1].glued and tokens[i - 2].text not in "-−$£€+(":
            return
        places = len(tokens[i].text)
        amount.numeral = replace(
            amount.numeral, value=amount.numeral.value.scaleb(-places, EXACT), resolution=amount.numeral.scale.scaleb(-places, EXACT)
        )
        amount.first = i - 1

    def _take_article(self, amount: Amount, floor: int) -> None:
        """`a` of "a hundred" and "a third" belongs to the numeral; that of "a 5-year plan" does not."""
        i = amount.first
        if i <= floor or self.tokens[i - 1].lower not in {"a", "an"}:
            return
        word = self.tokens[i].lower
        if word in self.lexicon.scales or word in self.lexicon.groups or (amount.numeral.is_fraction and word in self.lexicon.denominators):
            amount.first = i - 1

    def _take_currency_before(self, amount: Amount, floor: int) -> None:
        found = self.units.before(self.tokens, amount.first)
        if found is None or found[1] < floor or (found[0].glued_only and not self.tokens[amount.first].glued):
            return
        unit, first = found
        amount.first = first
        self._set_unit(amount, unit, "unit.currency-before")

    def _take_sign(self, amount: Amount, floor: int) -> None:
        """A minus glued to the numeral or its symbol, "minus" or "negative" before it, or accounting parentheses."""
        tokens, i = self.tokens, amount.first
        if i - 1 > floor and tokens[i].glued and tokens[i - 1].text in MINUS_MARKS and tokens[i - 2].lower in _SIGN_WORDS:
            self._negate(amount, i - 2, "sign.word")
            return
        if i > floor and tokens[i - 1].lower in _SIGN_WORDS and not (i > 1 and tokens[i - 2].lower == "or"):
            self._negate(amount, i - 1, "sign.word")
            return
        numeral_at = amount.numeral.first
        for at in {i, numeral_at}:
            if at > floor and tokens[at].glued and tokens[at - 1].text in MINUS_MARKS:
                before = tokens[at - 2] if at > 1 else None
                is_joined = tokens[at - 1].glued and before is not None and (before.is_word or before.is_digits or before.text in ")]%")
                if at != i or not is_joined:
                    self._negate(amount, min(i, at - 1), "sign.minus")
                    return
            if at > floor and tokens[at].glued and tokens[at - 1].text in "+±" and not tokens[at - 1].glued:
                amount.first = min(i, at - 1)
                return
        self._take_parentheses(amount, floor)

    def _take_parentheses(self, amount: Amount, floor: int) -> None:
        """`(4.2) million`, `$(4.2)`: accountants put a loss in parentheses, and the scale or symbol stands outside."""
        tokens, i, last = self.tokens, amount.numeral.first, amount.last
        if i <= floor or tokens[i - 1].text != "(" or last >= len(tokens) or tokens[last].text != ")":
            return
        scaled = with_scales(tokens, replace(amount.numeral, last=last + 1), self.lexicon)
        symbol = self.units.before(tokens, i - 1)
        has_symbol = symbol is not None and symbol[1] >= floor
        if scaled.last == last + 1 and not has_symbol:
            return
        if symbol is not None and has_symbol:
            self._set_unit(amount, symbol[0], "unit.currency-before")
        amount.numeral, amount.last = scaled, scaled.last
        self._negate(amount, symbol[1] if symbol and symbol[1] >= floor else i - 1, "sign.parentheses")

    def _negate(self, amount: Amount, first: int, rule: str) -> None:
        amount.first = first
        amount.numeral.value = EXACT.minus(amount.numeral.value)
        amount.rules.append(rule)

    def _take_money_scale(self, amount: Amount) -> None:
        """`$1.2m`, `€3 m`, `5m dollars`, `30 MUSD`, `$5mm`: letters that are scales beside money only."""
        at = amount.last
        if at >= len(self.tokens) or amount.numeral.scale != ONE:
            return
        token = self.tokens[at]
        factor = self.lexicon.money_scales.get(token.text)
        if factor is None:
            self._take_scaled_code(amount, token)
            return
        following = self.units.after(self.tokens, at + 1) if at + 1 < len(self.tokens) else None
        is_money = (amount.unit is not None and amount.unit.kind == "currency") or (
            following is not None and following[0].kind == "currency"
        )
        counts_people = token.glued and token.text in "mM" and self._counts_things(at + 1)
        if is_money or counts_people:
            amount.numeral = amount.numeral.scaled(factor, at + 1)
            amount.last = at + 1
            amount.rules.append("scale.money")

    def _counts_things(self, i: int) -> bool:
        """Whether a plural noun starts at tokens[i]: then "3m" before it is three million."""
        if i >= len(self.tokens) or self.tokens[i].glued:
            return False
        if is_adjective(self.tokens[i].lower) and self.tokens[i].lower not in _EXTENTS:
            return True
        return read_counted_noun(self.tokens, i, is_one=False, is_joined=False) is not None

    def _take_scaled_code(self, amount: Amount, token: Token) -> None:
        """`30 MUSD`, `48.5 MGBP`: a million or a thousand of a currency by its code."""
        factor = {"M": 6, "m": 6, "K": 3, "k": 3, "T": 3, "B": 9}.get(token.text[:1])
        if factor is None or len(token.text) != 4 or not token.text[1:].isupper():
            return
        unit = self.units.get(token.text[1:])
        if unit is None or unit.kind != "currency":
            return
        amount.numeral = amount.numeral.scaled(ONE.scaleb(factor), amount.last + 1)
        amount.last += 1
        self._set_unit(amount, unit, "unit.scaled-code")

    def _take_unit(self, amount: Amount) -> None:
        """The unit word or symbol behind the numeral, also over a hyphen ("80-mile") or in brackets ("20 {kg}")."""
        at = skip_hyphen(self.tokens, amount.last)
        if at >= len(self.tokens) or self._take_unit_of(amount, at):
            return
        bracket = self.tokens[at].text in "{<[" and at + 2 < len(self.tokens)
        found = self.units.after(self.tokens, at + 1 if bracket else at)
        if found is None or (found[0].glued_only and not (self.tokens[at].glued or self._stands_apart(*found))):
            return
        unit, last = choose(found[0], amount.numeral, self.tokens, found[1], self.home.lead), found[1]
        if (at > amount.last and unit.glued_only) or self._closes_quote(at):
            return
        if bracket:
            if last >= len(self.tokens) or self.tokens[last].text not in "}>]":
                return
            last += 1
        if amount.unit is not None and (unit.kind != "currency" or (unit.name != amount.unit.name and not unit.assumed)):
            return
        if amount.unit is None:
            self._set_unit(amount, unit, "unit.behind")
        amount.last = last

    def _take_unit_of(self, amount: Amount, i: int) -> bool:
        """`half an hour`, `three-tenths of a percent`; `hundreds of millions of dollars`, where the unit stays outside the surface."""
        tokens = self.tokens
        has_of = tokens[i].lower == "of"
        at = i + 1 if has_of else i
        if at >= len(tokens):
            return False
        if amount.numeral.is_fraction and tokens[at].lower in {"a", "an", "one"}:
            found = self.units.after(tokens, at + 1)
            if found is None or found[0].glued_only or amount.unit is not None:
                return False
            amount.last = found[1]
        elif has_of and amount.numeral.bounds is not None:
            found = self.units.after(tokens, at)
            if found is None or found[0].glued_only or tokens[at].glued:
                return False
        else:
            return False
        self._set_unit(amount, found[0], "unit.partitive")
        amount.behind = found[1]
        return True

    def _closes_quote(self, i: int) -> bool:
        """Whether the mark at tokens[i] is an apostrophe or a closing quotation mark rather than feet or inches."""
        mark = self.tokens[i].text
        if mark not in _QUOTE_MARKS:
            return False
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following is not None and following.glued and following.is_word:
            return True
        return mark != "'" and sum(token.text in _QUOTES for token in self.tokens[:i]) % 2 == 1

    def _stands_apart(self, unit: Unit, last: int) -> bool:
        """Whether a symbol of one letter is a unit although a space precedes it: "12 m.", "5 W USB"; never before a noun."""
        symbol = self.tokens[last - 1]
        if symbol.text not in _APART or unit.kind == "currency" or self.tokens[last - 2].text.startswith("0"):
            return False
        if symbol.start - self.tokens[last - 2].end > 1:
            return False
        following = self.tokens[last] if last < len(self.tokens) else None
        if following is None or not following.is_word or following.text in _TIMES:
            return True
        return following.lower in noun_lexicon().stop or following.lower in _EXTENTS or following.text.isupper()

    def _set_unit(self, amount: Amount, unit: Unit, rule: str) -> None:
        name, code = unit.name, unit.code
        if unit.assumed:
            is_conversion = amount.first > 0 and self.tokens[amount.first - 1].text == "("
            local = None if is_conversion else self.home.currency(unit.by_area, unit.name, self.tokens)
            if local is not None:
                name = code = local
            else:
                amount.flags.append(Flag.CURRENCY_ASSUMED)
        amount.unit = unit
        amount.unit_name, amount.unit_code, amount.unit_kind = name, code, unit.kind
        amount.rules.append(rule)

    def _take_compound(self, amount: Amount) -> None:
        """`5 ft 2 in`, `13 dollars 45 cents`, `15 dollars and 50`: added up in the larger unit."""
        if amount.unit is None or amount.numeral.scale != ONE or amount.last >= len(self.tokens):
            return
        at = amount.last
        is_joined = self.tokens[at].lower == "and"
        start = at + 1 if is_joined else at
        if start >= len(self.tokens) or self.tokens[start].lower not in self.lexicon.cardinals | self.lexicon.tens and not self.tokens[start].is_digits:
            return
        part = self.numeral_at(start)
        if part is None:
            return
        if amount.unit.kind == "currency" and self._ends_price(part, start):
            self._add_part(amount, part, part.last, _CENTS_IN_ONE)
            return
        found = self.units.after(self.tokens, part.last) if part.last < len(self.tokens) else None
        size = self._part_size(amount, found[0] if found else None)
        if size is None or found is None or not 0 <= part.value < size:
            return
        self._add_part(amount, part, found[1], size)

    def _ends_price(self, part: Numeral, start: int) -> bool:
        """`15 dollars and 50.`, `17 USD 25.`: hundredths without their name, if nothing that they could count follows."""
        if self.tokens[start - 1].lower != "and" and not self.tokens[start - 1].text.isupper():
            return False
        is_end = part.last >= len(self.tokens) or not (self.tokens[part.last].is_word or self.tokens[part.last].is_digits)
        return is_end and not part.is_word and part.resolution is None and 10 <= part.value < _CENTS_IN_ONE

    def _add_part(self, amount: Amount, part: Numeral, last: int, size: int) -> None:
        share, is_exact = quotient(part.value, Decimal(size))
        total = EXACT.add(amount.numeral.value, share)
        amount.numeral = replace(amount.numeral, value=total, last=last, is_exact=amount.numeral.is_exact and is_exact)
        amount.last = amount.behind = last
        amount.rules.append("unit.compound")

    def _part_size(self, amount: Amount, part: Unit | None) -> int | None:
        if part is None or amount.unit is None:
            return None
        if amount.unit.kind == "currency" and part.kind == "currency" and part.code is None:
            return _CENTS_IN_ONE
        if part.name in {"penny", "pence"} and any(rival.name == "GBP" for rival in amount.unit.rivals):
            self._set_unit(amount, self.units.currency("GBP"), "unit.rival")
            return _CENTS_IN_ONE
        return _COMPOUND_PARTS.get((amount.unit.name, part.name))

    def _take_noun(self, amount: Amount) -> None:
        """The counted noun behind: "654,000 new 5G base stations", "10 mln of its shares", "12-nation"."""
        tokens = self.tokens
        at = amount.last
        if at >= len(tokens):
            return
        start = skip_hyphen(tokens, at)
        is_joined = start > at
        if tokens[start].text == "+" and tokens[start].glued:
            start += 1
        if not is_joined:
            start = self._skip_partitive(start, amount.numeral)
            if start >= len(tokens) or tokens[start].glued:
                return
        is_one = amount.numeral.value == 1 and amount.numeral.scale == ONE
        noun = read_counted_noun(tokens, start, is_one=is_one or amount.numeral.is_fraction, is_joined=is_joined)
        if noun is None or (amount.numeral.is_fraction and not noun.unit):
            return
        amount.noun = noun
        amount.unit_name, amount.unit_kind = noun.unit, "count"
        amount.behind = noun.last
        amount.rules.append("unit.counted-noun")

    def _take_noun_before(self, amount: Amount) -> None:
        """`a day or two`, `another pick or two`: the noun stands before the second number."""
        i = amount.first
        if i < _SHORTEST_CHOICE or self.tokens[i - 1].lower != "or" or not amount.numeral.is_word:
            return
        found = self.units.after(self.tokens, i - 2)
        if found is not None and found[1] == i - 1 and found[0].kind == "duration":
            self._set_unit(amount, found[0], "unit.before-choice")
            return
        noun = read_counted_noun(self.tokens[: i - 1], i - 2, is_one=True, is_joined=False)
        if noun is not None and self.tokens[i - 3].lower in {"a", "an", "one", "another"}:
            amount.unit_name, amount.unit_kind = noun.unit, "count"
            amount.rules.append("unit.before-choice")

    def _skip_partitive(self, i: int, numeral: Numeral) -> int:
        """Where the noun of "3,000 of the vehicles", "half the condos" and "hundreds of jobs" starts."""
        tokens = self.tokens
        is_scaled = numeral.scale != ONE or numeral.bounds is not None
        if numeral.is_fraction and i + 1 < len(tokens) and tokens[i].lower in {"the", "its", "their", "all"}:
            return i + 1
        if i + 1 < len(tokens) and tokens[i].lower == "of":
            at = i + 1
            if tokens[at].lower in {"the", "its", "their", "his", "her", "our", "these", "those", "all"}:
                return at + 1
            if tokens[at].is_digits or tokens[at].lower in self.lexicon.cardinals or tokens[at].lower.endswith("'s"):
                return at + 1
            return at if is_scaled else i
        return i

    def _take_bare_age(self, amount: Amount) -> None:
        """`aged 57`, `of age 87`: years, though nobody says so."""
        before = self.tokens[amount.first - 1].lower if amount.first else ""
        if before == "of" and amount.first > 1:
            before = self.tokens[amount.first - 2].lower
        following = self.tokens[amount.last].lower if amount.last < len(self.tokens) else ""
        if self._is_aside(amount):
            before = "aged"
        if (before not in {"aged", "age", "ages"} and following != "yo") or amount.numeral.scale != ONE or not 0 < amount.numeral.value < _OLDEST:
            return
        amount.unit_name, amount.unit_code, amount.unit_kind = "year", "a", "age"
        amount.rules.append("unit.age")

    def _is_aside(self, amount: Amount) -> bool:
        """Whether a bare number stands between commas behind a name: "Anna Berg, 34, runs the shop"."""
        tokens, i, last = self.tokens, amount.first, amount.last
        if i < _SHORTEST_CHOICE or last + 1 >= len(tokens) or not tokens[i].text.isdigit() or not 10 <= amount.numeral.value <= _OLDEST:
            return False
        name = tokens[i - 2]
        is_name = name.is_word and name.is_capitalised and not name.text.isupper() and tokens[i - 3].is_word and tokens[i - 3].is_capitalised
        return is_name and tokens[i - 1].text == "," and tokens[last].text == "," and tokens[last + 1].text == tokens[last + 1].lower and tokens[last + 1].is_word

    def adopt(self, amount: Amount, other: Amount) -> None:
        """Give the upper end of a range the unit of the lower, with what it is counted per: "EUR 30-40 a head"."""
        amount.unit, amount.unit_name, amount.unit_code, amount.unit_kind = other.unit, other.unit_name, other.unit_code, other.unit_kind
        amount.flags, amount.noun, amount.behind = list(other.flags), None, amount.last
        self._take_per(amount)

    def _take_age(self, amount: Amount) -> None:
        """`57 years old`, `57-year-old`, `three months of age`: the unit stays, its kind is age."""
        if amount.unit_name not in _AGE_UNITS:
            return
        at = skip_hyphen(self.tokens, amount.behind)
        words = [t.lower for t in self.tokens[at : at + 2]]
        if [t.lower for t in self.tokens[max(0, amount.first - 2) : amount.first]] == ["age", "of"]:
            amount.unit_kind = "age"
            return
        if words[:1] and words[0] in _OLD:
            amount.behind = at + 1
        elif words == ["of", "age"]:
            amount.behind = at + 2
        else:
            return
        amount.unit_kind = "age"
        amount.rules.append("unit.age")

    def _take_per(self, amount: Amount) -> None:
        """`a share`, `per tonne`, `every month`, `/day`, `annually`, `of gold per ton`."""
        if amount.unit_kind in _NO_PER and not self._is_explicit_per(amount.behind):
            return
        for _ in range(2):
            found = self._read_per(amount.behind, amount)
            if found is None:
                break
            name, code, last = found
            amount.unit_name = f"{amount.unit_name} per {name}"
            amount.unit_code = f"{amount.unit_code}/{code}" if amount.unit_code and code else None
            amount.behind = last
            amount.rules.append("unit.per")
        if amount.unit_name is not None and " per " not in amount.unit_name:
            self._take_rate(amount)

    def _take_rate(self, amount: Amount) -> None:
        """`an annual rate of about 40,000 tonnes`: the rate is said before the amount."""
        tokens = self.tokens
        for at in range(amount.first - 1, max(1, amount.first - 4), -1):
            if tokens[at].lower == "of" and tokens[at - 1].lower in {"rate", "pace"}:
                name = _RATES.get(tokens[at - 2].lower)
                if name is not None:
                    unit = self.units.get(name)
                    amount.unit_name = f"{amount.unit_name} per {name}"
                    amount.unit_code = f"{amount.unit_code}/{unit.code}" if amount.unit_code and unit else None
                    amount.rules.append("unit.rate")
                return

    def _is_explicit_per(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i].lower == "per" and self.tokens[i + 1].lower in _PER_ANNUM

    def _read_per(self, i: int, amount: Amount) -> tuple[str, str | None, int] | None:
        tokens = self.tokens
        at = i
        if at + 1 < len(tokens) and tokens[at].lower == "of" and amount.unit is not None and amount.unit.kind != "currency":
            at = self._skip_substance(at)
        if at >= len(tokens):
            return None
        word = tokens[at].lower
        if word in _PER_ADVERBS and not self._qualifies_noun(at + 1):
            unit = self.units.get(_PER_ADVERBS[word])
            return _PER_ADVERBS[word], unit.code if unit else None, at + 1
        rate = self._read_exchange(at, amount)
        if rate is not None:
            return rate
        joined = skip_hyphen(tokens, at)
        if joined > at and tokens[joined].lower in _PER_WORDS:
            at = joined
            word = tokens[at].lower
        is_slash = word == "/" and at + 1 < len(tokens) and tokens[at + 1].is_word
        if word not in _PER_WORDS and not is_slash:
            return None
        return self._read_denominator(skip_hyphen(tokens, at + 1), is_loose=word in {"a", "an"})

    def _read_exchange(self, i: int, amount: Amount) -> tuple[str, str | None, int] | None:
        """`150 yen to the dollar`: the price of a currency."""
        tokens = self.tokens
        if amount.unit_kind != "currency" or i + 2 >= len(tokens) or tokens[i].lower not in {"to", "per"}:
            return None
        found = self.units.after(tokens, i + 2 if tokens[i + 1].lower == "the" else i + 1)
        if found is None or found[0].kind != "currency" or found[0].code is None or (tokens[i].lower == "to" and tokens[i + 1].lower != "the"):
            return None
        return found[0].name, found[0].code, found[1]

    def _qualifies_noun(self, i: int) -> bool:
        """Whether a noun follows: "the two-dollar monthly charge" is no rate."""
        return i < len(self.tokens) and self.tokens[i].is_word and self.tokens[i].lower not in noun_lexicon().stop

    def _skip_substance(self, i: int) -> int:
        """Behind "of gold", "of ore": up to two words, if a rate follows them."""
        tokens = self.tokens
        for at in range(i + 2, min(i + 4, len(tokens))):
            word = tokens[at].lower
            if word in _PER_ADVERBS or word in {"per", "a", "each", "every"}:
                return at
        return i

    def _read_denominator(self, i: int, *, is_loose: bool) -> tuple[str, str | None, int] | None:
        tokens = self.tokens
        if i >= len(tokens) or not tokens[i].is_word:
            return None
        word = tokens[i].lower
        if word in _PER_ANNUM:
            return _PER_ANNUM[word], "a" if word == "annum" else None, i + 1
        found = self.units.after(tokens, i)
        if found is not None and found[0].kind in {"duration", "mass", "volume", "length", "area", "energy", "power", "data"}:
            following = tokens[found[1]].lower if found[1] < len(tokens) else ""
            if is_loose and following in {"ago", "earlier", "later", "before", "after"}:
                return None
            return found[0].name, found[0].code, found[1]
        if is_loose and word not in {"share", "head", "piece", "unit", "day", "night", "bottle", "barrel", "dozen", "copy", "ticket", "pack", "bag", "box", "seat", "vote"}:
            return None
        if word in noun_lexicon().stop:
            return None
        return singular(word), None, i + 1
