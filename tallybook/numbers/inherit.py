"""Units shared within a sentence: "to 434 billion lire from 423 billion", "up 2, 3 and 5 percent"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.model import Flag
from tallybook.numbers.giving import (
    LARGE_SCALE,
    PER,
    RELATIVE_KINDS,
    alike,
    drop_rate,
    inherit,
    is_prior,
    is_too_large,
    near_in_size,
    scale_of,
    share_points,
    share_scale,
    share_scale_of,
    take_rate,
    take_unit,
)
from tallybook.numbers.nouns import is_stop
from tallybook.numbers.subjects import (
    counted_by_number,
    counted_by_plural,
    counted_by_subject,
    counts_more,
    tells_goods,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numerals import Numeral
    from tallybook.numbers.readings import Reading
    from tallybook.numbers.sharing_lexicon import SharingLexicon

# How many tokens before a number its contrasting word may stand, and how many a joint of a list may have.
_CUE_REACH: Final = 3
_LONGEST_JOINT: Final = 5
# Rounded to the thousand or not, no more than twice as many are of the same thing from here on.
_THOUSANDS: Final = 1000
# How far before a large number the word for a sum of money may stand.
_SUM_REACH: Final = 10
# "mining and" of "150 mining and 23 petroleum projects".
_ONE_KIND: Final = 2
# Kinds of what goods are measured in.
_GOODS: Final = frozenset({"mass", "volume", "flow"})
# What a measure on a hyphen may be of.
_SIZES: Final = frozenset({"mass", "length", "volume", "area", "power"})
# "or even" of "several hundred or even 1,000 megawatts".
_EVEN_JOINT: Final = 2


class SentenceSharing:
    """The units of one sentence, and what it has said so far.

    `latest` is the last quantity, `previous` the last but for durations and ages, `span` the last duration if nothing
    came behind it, `price` the last currency outside brackets, `points` the last index, `things` the last counted
    thing, `goods` the last weight or volume, `money` the last currency.
    """

    __slots__ = (
        "_counted",
        "_tokens",
        "_words",
        "goods",
        "latest",
        "money",
        "points",
        "previous",
        "price",
        "span",
        "things",
    )

    def __init__(self, tokens: list[Token], words: SharingLexicon, counted: set[str]) -> None:
        self._tokens = tokens
        self._words = words
        self._counted = counted
        self.money: Reading | None = None
        self.things: Reading | None = None
        self.goods: Reading | None = None
        self.previous: Reading | None = None
        self.price: Reading | None = None
        self.points: Reading | None = None
        self.span: Reading | None = None
        self.latest: Reading | None = None

    def remember(self, reading: Reading) -> None:
        """Keep a quantity for those behind it."""
        if reading.unit is not None and reading.unit_kind == "currency":
            is_aside = reading.first > 0 and self._tokens[reading.first - 1].text == "("
            if reading.unit.partition(PER)[0].isupper():  # a code: no millions are counted in cents
                self.money = self._money_of_aside(reading) if is_aside else reading
            self.price = self.price if is_aside and self.price else reading
        if reading.unit is not None and reading.unit_kind == "count":
            self.things = reading
            self._counted |= {reading.unit, reading.unit.rpartition(" ")[2]}
        if reading.unit_kind in _GOODS and not self._describes(reading):
            self.goods = reading
        if reading.unit_kind == "index":
            self.points = reading
        self.latest = reading
        is_span = reading.unit_kind == "duration"
        self.span = reading if is_span else None
        if not is_span and reading.unit_kind != "age" and not self._describes(reading):
            self.previous = reading

    def _describes(self, reading: Reading) -> bool:
        """`five-ton trucks`: a measure on a hyphen tells of the noun behind it, and nothing goes on with it."""
        last = reading.last
        is_joined = reading.unit_kind in _SIZES and last < len(self._tokens) and self._tokens[last].is_word
        return is_joined and last - reading.first > _ONE_KIND and self._tokens[last - 2].text == "-"

    def _money_of_aside(self, reading: Reading) -> Reading | None:
        """The currency that goes on behind an aside; "1.3 billion ($1.7bn)" converts one whose sign was lost."""
        outer = self.previous
        is_conversion = outer is not None and outer.last == reading.first - 1
        if outer is None or not is_conversion:
            return reading
        return outer if outer.unit_kind == "currency" else None

    def share_forward(self, quantities: Sequence[Reading]) -> None:
        """`2, 3 and 5 percent`: from the last of a list back to the first; ", and" alone begins a new clause."""
        in_list = False
        for at in range(len(quantities) - 2, -1, -1):
            left, right = quantities[at], quantities[at + 1]
            gap = self._gap(left, right)
            share_points(left, right, gap)
            in_list = self._is_joint(gap, in_list=in_list) or (
                gap in ([",", "and"], [",", "or"]) and at > 0 and self._is_comma(quantities[at - 1], left)
            )
            if right.unit is None or left.unit_kind == "ratio" or is_too_large(left, right):
                continue
            if left.unit is not None:
                if self._is_rate_of_both(gap, left.unit, right.unit) and alike(left, right):
                    take_rate(left, right)
                continue
            if left.numeral is not None and self._is_first_kind(left, right):
                take_unit(left, (right.unit or "").rpartition(" ")[2], None, "count")
                continue
            is_counted = right.unit_kind == "count" or Flag.UNIT_INHERITED in right.flags
            if (
                (is_counted and self._is_part(gap))
                or self._is_move(gap, right)
                or self._is_opposition(gap, left, right)
            ):
                inherit(left, right)
            elif in_list and left.numeral is not None and not left.numeral.is_fraction:
                if left.numeral.bounds is None:
                    share_scale(left, right)
                elif gap[0] != "or":
                    continue
                inherit(left, right)

    def share_backward(self, reading: Reading) -> None:
        """Give a bare quantity the unit of one before it, or of what the subject counts."""
        if reading.unit_kind == "ratio":
            return
        if reading.unit is not None:
            self._share_rate(reading, reading.unit)
            return
        if self.latest is not None and is_prior(self._tokens, self.latest, reading):
            share_scale_of(reading, self.latest)
            inherit(reading, self.latest)
            return
        things = counted_by_number(self._tokens, reading, self._words) or counted_by_plural(
            self._tokens, reading, self._words, self._counted
        )
        giver = self._giver_of(reading) if things is None else None
        if giver is not None:
            inherit(reading, giver)
            if giver is self.money and not alike(giver, reading):
                drop_rate(reading)
            return
        things = things or counted_by_subject(self._tokens, reading, self._words, self._counted)
        if things is not None:
            take_unit(reading, things, None, "count")
        elif self.goods is not None and tells_goods(self._tokens, reading, self._words):
            inherit(reading, self.goods)

    def _is_first_kind(self, left: Reading, right: Reading) -> bool:
        """`150 mining and 23 petroleum projects`: two kinds of the same thing, which is named once."""
        gap = self._tokens[left.last : right.first]
        if right.unit_kind != "count" or len(gap) != _ONE_KIND or gap[1].lower not in {"and", "or"}:
            return False
        return gap[0].is_word and not gap[0].glued and " " in (right.unit or "") and not is_stop(gap[0].lower)

    def _is_part(self, gap: list[str]) -> bool:
        """`fourteen of the 40`, `15 out of 28 games`."""
        return gap == ["out", "of"] or (len(gap) == 2 and gap[0] == "of" and gap[1] in self._words.definite)

    def _is_rate_of_both(self, gap: list[str], left: str, right: str) -> bool:
        """`0.05 ounces of gold and 0.23 ounces of silver per ton`: said at the end, meant of both."""
        of_what = gap[2:] if gap[:1] == ["of"] else gap
        return right.startswith(f"{left}{PER}") and len(of_what) == 1 and of_what[0] in self._words.conjunctions

    def _share_rate(self, reading: Reading, unit: str) -> None:
        """`7.50 dlrs a share from five dlrs`, `1.08 dlrs a share against 98 cts`."""
        previous = self.previous
        if previous is None or previous.unit is None or PER not in previous.unit or PER in unit:
            return
        is_minor = unit != previous.unit.partition(PER)[0] and reading.unit_kind == "currency" and not reading.unit_code
        is_same = previous.unit.startswith(f"{unit}{PER}") and near_in_size(previous, reading)
        if not is_minor and not is_same:
            return
        if self._contrast(reading) in self._words.rate_contrasts and scale_of(previous) == scale_of(reading):
            take_rate(reading, previous)

    def _gap(self, left: Reading, right: Reading) -> list[str]:
        """The first words between two quantities, without a suspended hyphen: "four-, five- and six-cylinder"."""
        tokens = self._tokens[left.last : right.first][:_LONGEST_JOINT]
        is_suspended = len(tokens) > 1 and tokens[0].text == "-" and tokens[0].glued
        return [token.lower for token in (tokens[1:] if is_suspended else tokens)]

    def _is_joint(self, gap: list[str], *, in_list: bool) -> bool:
        """Whether the words between two quantities join them to a list; a comma goes on with one."""
        if len(gap) == _EVEN_JOINT and gap[0] in self._words.conjunctions and gap[1] in self._words.even:
            return True
        return len(gap) == 1 and (gap[0] in self._words.conjunctions or (gap[0] == "," and in_list))

    def _is_comma(self, left: Reading, right: Reading) -> bool:
        return right.first == left.last + 1 and self._tokens[left.last].text == ","

    def _is_move(self, gap: list[str], right: Reading) -> bool:
        """`up 3, down 5 points`."""
        return len(gap) == 1 and gap[0] in self._words.moves and right.unit_kind == "index"

    def _is_opposition(self, gap: list[str], left: Reading, right: Reading) -> bool:
        """`5 from 7 mines`, `30 against 25 dollars`."""
        if len(gap) != 1 or gap[0] not in self._words.oppositions:
            return False
        return right.unit_kind not in RELATIVE_KINDS and alike(left, right)

    def _giver_of(self, reading: Reading) -> Reading | None:
        """The quantity before that shares its unit with this one."""
        numeral = reading.numeral
        if numeral is None or (numeral.is_fraction and numeral.is_word and self._has_noun(reading)):
            return None
        giver = None
        if self._is_part_of_previous(reading):
            return self.previous
        if numeral.bounds is None:
            is_large = numeral.scale >= LARGE_SCALE and not numeral.is_fraction
            giver = self._giver_of_large(reading) if is_large else self._giver_of_small(reading)
        if giver is None and self.price is not None and self._contrast(reading) and alike(self.price, reading):
            giver = self.price
        return giver or self._giver_of_points(reading, numeral)

    def _has_noun(self, reading: Reading) -> bool:
        """`a two-thirds chance`: a noun of its own, though it counts none."""
        following = self._tokens[reading.last] if reading.last < len(self._tokens) else None
        return following is not None and following.is_word and not is_stop(following.lower)

    def _is_part_of_previous(self, reading: Reading) -> bool:
        """`Of the 10 mln, 7.5 mln went to …`."""
        previous, tokens = self.previous, self._tokens
        if previous is None or previous.unit is None or previous.first < 2 or previous.last != reading.first - 1:
            return False
        opening = tokens[previous.first - 2].lower, tokens[previous.first - 1].lower
        return opening[0] == "of" and opening[1] in self._words.definite and tokens[previous.last].text == ","

    def _giver_of_large(self, reading: Reading) -> Reading | None:
        """`423 billion`: things that it is set against, else the last currency, else things of that size."""
        previous, things = self.previous, self.things
        if previous is not None and previous.unit is not None and self._contrast(reading):
            if previous.unit_kind == "count":
                return previous if alike(previous, reading) and not self._is_of_sum(reading) else None
            if previous.unit_kind not in RELATIVE_KINDS and alike(previous, reading):
                return previous
        if self.money is not None:
            return self.money
        is_large = things is not None and things.numeral is not None and things.numeral.scale >= LARGE_SCALE
        return things if is_large and not self._tells_sum(reading) else None

    def _is_of_sum(self, reading: Reading) -> bool:
        """`a 60 million loss`: a sum stands right behind the number."""
        return reading.last < len(self._tokens) and self._tokens[reading.last].lower in self._words.sums

    def _tells_sum(self, reading: Reading) -> bool:
        """Whether a sum of money or goods is told of, no count of the things before: "exports were 3 billion"."""
        near = self._tokens[max(0, reading.first - _SUM_REACH) : reading.first]
        return any(token.lower in self._words.sums for token in near)

    def _giver_of_small(self, reading: Reading) -> Reading | None:
        """The quantity before, if the words between contrast the two and the sizes are alike."""
        if self.things is not None and counts_more(self._tokens, reading, self._words):
            return self.things
        if self.span is not None and alike(self.span, reading) and self._is_set_against(reading):
            return self.span
        previous = self.previous
        if previous is None or previous.unit is None or not alike(previous, reading):
            return None
        if self._is_parallel(previous, reading):
            return previous
        cue = self._contrast(reading)
        if cue is None and self._is_much_alike(previous, reading):
            return previous
        if cue is None or (cue == "from" and self._goes_on(reading, "to")):
            return None  # "complaints fell from 12 to nine": a pair of its own
        is_level = previous.unit_kind in {"percent", "percentage_point"} and cue in self._words.level_contrasts
        return None if is_level else previous

    def _is_set_against(self, reading: Reading) -> bool:
        """`6.1 nights from 6.3`; but "from three to five" is a pair of its own."""
        before = self._tokens[reading.first - 1].lower
        return before in self._words.oppositions and not (before == "from" and self._goes_on(reading, "to"))

    def _is_much_alike(self, previous: Reading, reading: Reading) -> bool:
        """Whether two thousands or more of one sentence can hardly count different things, and no sum is told of.

        `between 11,500,000 and 12,000,000 bales; in spring he had looked for 13,250,000`.
        """
        if previous.numeral is None or reading.numeral is None or previous.unit_kind in RELATIVE_KINDS:
            return False
        first, second = previous.numeral.value, reading.numeral.value
        return (
            min(first, second) >= _THOUSANDS
            and max(first, second) <= 2 * min(first, second)
            and not self._tells_sum(reading)
        )

    def _goes_on(self, reading: Reading, word: str) -> bool:
        """Whether the word follows the reading."""
        return reading.last < len(self._tokens) and self._tokens[reading.last].lower == word

    def _giver_of_points(self, reading: Reading, numeral: Numeral) -> Reading | None:
        """`lost 162.31 points, or 2.14 pct, to end at 7,425.81`: the level that points led to is in points."""
        points = self.points
        if points is None or points.numeral is None or numeral.bounds is not None:
            return None
        is_level = self._contrast(reading) in self._words.index_contrasts
        return points if is_level and numeral.value > points.numeral.value / 2 else None

    def _contrast(self, reading: Reading) -> str | None:
        """The contrasting word right before the reading, articles and a word or two between allowed."""
        for at in range(reading.first - 1, max(-1, reading.first - 1 - _CUE_REACH), -1):
            if self._tokens[at].lower in self._words.contrasts:
                return self._tokens[at].lower
        return None

    def _is_parallel(self, left: Reading, right: Reading) -> bool:
        """Whether the same word leads to both or follows both."""
        if right.first == 0:
            return False
        tokens = self._tokens
        before = tokens[right.first - 1].lower
        if left.first > 0 and before in self._words.leads and tokens[left.first - 1].lower == before:
            return True
        behind = tokens[right.last].lower if right.last < len(tokens) else ""
        return before == "and" and behind in self._words.parallels and tokens[left.last].lower == behind
