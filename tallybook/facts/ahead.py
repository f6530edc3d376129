"""What the words behind a word lead to: an amount, an infinitive, the verb of the clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import tags as t
from tallybook.model import Kind

if TYPE_CHECKING:
    from tallybook.facts.words import Reading

ABOUT: Final = frozenset(
    {"about", "around", "nearly", "almost", "over", "under", "some", "roughly", "approximately", "between"}
)
# Behind a word that bounds an amount: "up to", "more than", "at least".
_BOUNDING: Final = frozenset({"to", "than", "least"})
# So many words at most are looked at for the number that "about", "just over" lead to.
_MOST_BOUNDS: Final = 4
# So many words at most are looked at for the verb of a clause; these words open another one.
_CLAUSE_REACH: Final = 12
_OPENS: Final = frozenset({"that", "as", "after", "before", "since", "than"})


class Ahead:
    """Looks a few words ahead; asks nothing of what has been read before."""

    def __init__(self, reading: Reading) -> None:
        self.r = reading
        self.low = reading.low
        self.tag = reading.tag

    def _leads_to_amount(self, at: int) -> bool:
        """As in "about 40 mln", "just over 3 pct": a number, or a few words that only bound one and the number."""
        for look in range(at, at + _MOST_BOUNDS):
            if self.tag[look] & t.NUMBER:
                return True
            is_bounding = self.low[look] in ABOUT or (look > at and self.low[look] in _BOUNDING)
            if not is_bounding and (not self.tag[look] & t.MODIFIES_NUMBER or self.tag[look] & t.PREP):
                return False
        return False

    def _leads_on(self, at: int) -> bool:
        """Whether a modal may stand before the word at `at`: "may rise", but not "the May price"."""
        tag = self.tag[at]
        return bool(tag & (t.VERB | t.AUXILIARY | t.ADVERB | t.NOT)) and not tag & t.MOSTLY_NOUN

    def _leads_to_goal(self, at: int, tag: int) -> bool:
        """As in "to ease to 99", "to increase by 3 pct": a verb of change before where it leads."""
        adverb = self.tag[at + 1] & t.ADVERB and not self.tag[at + 1] & t.PREP  # "slump briefly to 10"
        return bool(tag & t.CHANGES) and self.low[at + 2 if adverb else at + 1] in ("to", "by")

    def _is_score(self, at: int) -> bool:
        """Whether the word at `at` is a score: "7 to 2"."""
        mention = self.r.mention[at]
        return mention is not None and mention.number.kind == Kind.SCORE

    def _is_in_name(self, at: int) -> bool:
        """As in "the United States": a verb takes no capital, but for headings and behind "U.S." in careless texts."""
        text = self.r.text(at, at + 1)
        return not (self.r.sentence.is_heading or text.isupper() or self.r.text(at - 1, at).endswith("."))

    def _opens_speech(self, at: int) -> bool:
        """As in "traders estimate OPEC is producing 17 mln barrels": what is said has a subject and a verb."""
        following = self.tag[at + 1]
        if self.tag[at] & t.CAPITAL:
            return False  # "the Home State Savings Bank"
        is_subject = following & (t.OPEN | t.NOUN | t.ADJ) and not following & (t.TIME_WORD | t.PREP | t.AUXILIARY)
        return bool(is_subject) and self._finite_follows(at + 1)

    def _leads_to_verb(self, at: int) -> bool:
        """As in "plans to issue": a form in -s before an infinitive."""
        is_third = self.low[at].endswith("s") and self.low[at + 1] == "to"
        return is_third and bool(self.tag[at + 2] & t.VERB) and not self.low[at + 2].endswith("s")

    def _is_time(self, at: int) -> bool:
        """Whether the determiner at `at` opens an expression of time: "this season" is no object of a verb."""
        return bool(self.tag[at] & t.DET and self.tag[at + 1] & t.TIME_WORD)

    def _moves_object(self, at: int, tag: int) -> bool:
        """As in "One dealer cut car prices by 600 dlrs": a bare noun and the amount of its change."""
        if not tag & t.OBJECT_MOVES or not self.tag[at + 1] & (t.OPEN | t.NOUN):
            return False
        behind = at + 2 + (bool(self.tag[at + 2] & (t.OPEN | t.NOUN)) and self.low[at + 3] == "by")
        return self.low[behind] in ("by", "from") or bool(self.tag[behind] & t.NUMBER)

    def _finite_follows(self, at: int) -> bool:
        """Whether the clause has its verb behind: "deliveries rose", "output in Norland declined to 5 mln"."""
        for look in range(at, min(at + _CLAUSE_REACH, self.r.size)):
            tag = self.tag[look]
            if tag & (t.MARK | t.CONJ | t.SUBORD | t.REL) or self.low[look] in _OPENS:
                return False
            if tag & (t.FINITE_PAST | t.AUXILIARY) and not tag & (t.ING | t.TIME_WORD):
                return True
            if tag & t.PAST and tag & (t.UP | t.DOWN) and self.tag[look + 1] & (t.NUMBER | t.PREP | t.ADVERB):
                return True
        return False

    def _verb_follows(self, at: int) -> bool:
        """Whether a verb or an auxiliary stands within the next words that a verb group may hold."""
        for look in range(at, min(at + 3, self.r.size)):
            tag = self.tag[look]
            if tag & (t.AUXILIARY | t.PAST | t.VERB) and not tag & (t.PARTICLE | t.DET):
                return not (tag & t.NOUN and not tag & t.PAST and self.tag[at - 2] & t.BE)
            if not tag & (t.ADVERB | t.NOT) or tag & t.PREP:
                return False
        return False

    def _is_unknown_verb(self, at: int) -> bool:
        """As in "savers would tap 3 pct": an unknown word behind a modal, with an object or an amount of its own."""
        tag, following = self.tag[at], self.tag[at + 1]
        is_open = tag & t.OPEN and not tag & (t.CAPITAL | t.OWN | t.PREP | t.ADVERB | t.PAST | t.ING)
        return bool(is_open) and bool(following & (t.DET | t.NUMBER | t.OWN) or self._leads_to_amount(at + 1))
