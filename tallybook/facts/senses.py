"""Whether a word that may be several things is a noun, a verb or a particle here: its neighbours decide."""

from __future__ import annotations

from functools import cache
from typing import Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.agreement import Agreement
from tallybook.facts.morphology import past, third_person
from tallybook.facts.pieces import Piece
from tallybook.lexicons import load

_ARTICLES: Final = frozenset({"a", "an", "the"})
# Behind these a participle before a noun belongs to it: "while consolidated assets rose".
_BEFORE_NOUN: Final = frozenset({ch.PREP, ch.CONJ, ch.NUMBER, ch.COMMA, ch.TIME, ch.CLAUSE, ch.STOP, ch.OPEN})

# Behind a comma a form in -ing of these opens a part: "…, bringing sales to 5 mln", "…, seeing a loss of 7 mln".
_OPENS_PART: Final = t.OBJECT_MOVES | t.MOVE | t.SPEECH
# Behind these a form in -ing that leads to more begins a new part: "a stake of 5 mln rising to 8 mln".
_LOOSE: Final = frozenset({ch.COMMA, ch.ADVERB, ch.NOUN, ch.CONJ, ch.NUMBER})
# The verb that shares its subject with another one stands so many chunks before it at most.
_NEAR: Final = 8
_BEFORE_STATE: Final = frozenset({ch.NUMBER, ch.COMMA, ch.ADVERB, ch.TIME})


@cache
def _prepositional(language: str = "en") -> dict[str, str]:
    """Forms that are verbs only with a preposition behind → that preposition: "calls for", "amounts to"."""
    verbs: dict[str, str] = load("verbs", language)["with_preposition"]
    return {form: preposition for base, preposition in verbs.items() for form in (base, third_person(base))}


@cache
def _holding(language: str = "en") -> frozenset[str]:
    """Forms of verbs whose object says nothing of its own: "includes"."""
    return frozenset(
        form for base in load("verbs", language)["holding"] for form in (base, third_person(base), past(base))
    )


@cache
def _joined(language: str = "en") -> frozenset[str]:
    """Names that hold a participle, up to it: "value added"."""
    return frozenset(load("words", language)["joined_participles"])


class Senses(Agreement):
    """The decisions about single words, given the chunks that stand before them."""

    def _opens_clause(self, at: int) -> bool:
        """As in "told journalists that losses rose": not "in that year", "that figure"."""
        if not self.out or self.out[-1].kind in (ch.PREP, ch.CONJ, ch.STOP, ch.CLAUSE):
            return False
        return not self.tag[at + 1] & t.MARK

    def _is_relative_that(self, at: int) -> bool:
        """As in "customers that placed orders": behind a noun and before a verb."""
        return (
            bool(self.out)
            and self.out[-1].kind == ch.NOUN
            and bool(self.tag[at + 1] & (t.AUXILIARY | t.PAST | t.VERB | t.ADVERB))
        )

    def _is_particle(self, at: int) -> bool:
        """As in "up 3 pct", "14 pct higher", "was up": not the adjective of "lower prices"."""
        following = self.tag[at + 1]
        if following & t.NUMBER:
            return not (self.tag[at] & t.PREP and self.low[at] not in ("up", "down", "off", "ahead"))
        if self.out and self.out[-1].kind == ch.NUMBER:
            return not (following & t.NOMINAL and not following & (t.PREP | t.TIME_WORD)) or self.low[at] in (
                "up",
                "down",
                "above",
                "below",
            )
        if following & (t.OPEN | t.NOUN) and not following & (t.PREP | t.TIME_WORD):
            return self.low[at] in ("up", "down") and bool(following & t.CONJ)
        return self.low[at] not in ("more", "less", "better", "under", "above", "below", "behind", "off") or bool(
            following & t.COMPARE
        )

    def _is_verb(self, at: int, tag: int) -> bool:
        """Whether a word that may be a verb is one here."""
        if tag & t.AUXILIARY:
            is_month = tag & t.TIME_WORD and tag & t.CAPITAL and at > 0
            return not is_month or (self._subject_before() and self._leads_on(at + 1))
        previous = self.out[-1] if self.out else None
        following = self.tag[at + 1]
        if tag & t.ING:
            return self._is_verbal_ing(previous, at, tag)
        if tag & t.PAST and (self._stands_as_speech(previous, at, tag) or self._is_score(at + 1)):
            return True  # "voted 7 to 2"
        if tag & t.PAST and not tag & t.NOUN:
            if previous is not None and previous.kind == ch.CONJ and self._moves_object(at, tag):
                return True  # "approved a budget and raised fees by 5 pct"
            return bool(tag & t.FINITE_PAST) or not self._is_attributive(previous, tag, following)
        previous = self._neighbour(at)
        if at > 0 and self.low[at - 1] == "to":
            has_object = bool(following & (t.DET | t.NUMBER | t.OWN)) or self._leads_to_amount(at + 1)
            return not tag & t.MOSTLY_NOUN or has_object or self._leads_to_goal(at, tag)
        if previous is None:
            return not tag & t.NOUN
        if previous.kind == ch.PRONOUN or previous.kind == ch.REL:
            return True
        if previous.kind == ch.NOUN:
            return self._is_finite_behind_noun(previous, tag, at)
        return self._is_verb_apart(previous, at, tag)

    def _is_verb_apart(self, previous: Piece, at: int, tag: int) -> bool:
        """Whether a present form that stands behind no noun is a verb."""
        following = self.tag[at + 1]
        if previous.kind == ch.VERB and previous.tag & t.BE and not (previous.tag & t.PRONOUN or tag & t.PAST):
            return False  # "is equal to 3 pct"
        if previous.kind in (ch.CONJ, ch.COMMA) and tag & t.NOUN and self._leads_to_verb(at):
            return True  # "and aims to cut about 1,500 jobs"
        is_dated = previous.kind == ch.TIME and len(self.out) > 1 and self.out[-2].kind == ch.PREP
        if is_dated and self._leads_to_goal(at, tag):
            return True  # "saw its imports for May decrease to 5 mln"
        if previous.kind == ch.COMMA and tag & t.PAST and self.low[at + 1] in ("by", "at"):
            return True  # "Norland, hit by floods, …"
        is_helping = previous.kind == ch.VERB and self.low[previous.head].startswith("help")
        if (previous.kind in (ch.CONJ, ch.COMMA) or is_helping) and self._moves_object(at, tag):
            return True  # "… and cut emissions by 12 pct", "helped cut emissions by 12 pct"
        is_agent = previous.kind == ch.VERB and previous.first == previous.head and previous.tag & t.PAST
        if is_agent and following & t.NUMBER and self.low[at].endswith("s"):
            return True  # "the fees combined pay 1 pct", "the sum set aside covers 3 mln"
        if tag & (t.STATE | t.YIELD) and following & t.NUMBER and previous.kind in _BEFORE_STATE:
            return True  # "a flat of 54 sqm now costs 670 euros"
        is_third = tag & t.YIELD and self.low[at].endswith("s") and previous.kind == ch.CONJ
        if (
            is_third
            and self._leads_to_amount(at + 1)
            and any(p.kind == ch.VERB and p.is_finite for p in self.out[-_NEAR:])
        ):
            return True  # "it comes in three sizes and costs 99 dollars"
        if previous.kind == ch.NUMBER and self.low[at + 1] == "that" and self.low[at].endswith("s"):
            return self.r.text(previous.first, previous.last).endswith("old")  # "the 65-year-old worries that …"
        if previous.kind == ch.NUMBER and following & t.DET and not tag & t.CHANGES and not self._is_time(at + 1):
            mention = self.r.mention[previous.first]  # "62 percent support the plan", not "the 5 ships the firm owns"
            return mention is not None and mention.number.unit_kind == "percent"
        if previous.kind in (ch.PREP, ch.NUMBER):
            return bool(tag & t.PAST) and not tag & t.NOUN
        return not tag & t.NOUN or bool(tag & t.PAST and following & (t.DET | t.NUMBER))

    def _stands_as_speech(self, previous: Piece | None, at: int, tag: int) -> bool:
        """As in "Albertson's, a grocery chain, reported total sales …"; "said" is never a part of what is said."""
        is_inserted = previous is not None and previous.kind == ch.COMMA
        return bool(tag & t.SAYS) and (self.low[at] == "said" or is_inserted)

    def _neighbour(self, at: int) -> Piece | None:
        """The chunk right before word `at`, past adverbs and times that follow a noun."""
        if not self.out or self.out[-1].last != at:
            return None
        look = len(self.out) - 1
        while look > 0 and self.out[look].kind in (ch.ADVERB, ch.TIME):
            look -= 1
        return self.out[look] if self.out[look].kind in (ch.NOUN, ch.PRONOUN) else self.out[-1]

    def _subject_before(self) -> bool:
        return bool(self.out) and self.out[-1].kind in (ch.NOUN, ch.PRONOUN, ch.REL)

    def _is_finite_behind_noun(self, previous: Piece, tag: int, at: int) -> bool:
        """As in "prices rise 1.7 pct": a noun before and an amount, a determiner or an adverb behind."""
        if not tag & t.NOUN:
            return True
        if previous.first == previous.head and previous.tag & t.ADJ and not previous.tag & (t.NOUN | t.OPEN):
            return False  # "Financial costs 52 mln"
        if tag & t.VERB and (self._is_held(previous) or self._is_beside(previous)):
            return False
        if tag & previous.tag & t.CAPITAL and self._is_in_name(at):
            return False
        following = self.tag[at + 1]
        low = self.low[at + 1]
        if following & t.PREP and low == _prepositional().get(self.low[at]):
            is_third = self.low[at].endswith("s")  # "the bank's share amounts to 5 mln", "its problems call for help"
            return is_third or self._agrees_strictly(self._governing(previous), at)
        subjects = (previous, self._governing(previous))
        if tag & t.SPEECH and any(self._agrees_strictly(s, at) for s in subjects) and self._opens_speech(at):
            return True
        agrees = any(self._agrees(s, at) for s in subjects)  # "unemployment among women stands at 4 pct"
        if low == "of" or (not following & t.NUMBER and not tag & t.PAST and not agrees):
            return False
        if tag & t.MOSTLY_NOUN and not tag & t.PAST and not self._agrees_strictly(previous, at):
            return False  # "World price 53.57"
        if tag & t.MOSTLY_NOUN and following & t.PARTICLE and not tag & t.CHANGES:
            return False  # "with consumer prices up 1.9 pct"
        if tag & t.PAST and (self._foretells(previous, tag, following) or self._moves_object(at, tag)):
            return True
        if tag & t.PAST and not tag & t.MOSTLY_NOUN:
            leads = low in ("by", "to", "from", "at") or self._leads_to_amount(at + 1)  # "cost between 3 and 9 euros"
            return leads or bool(following & (t.DET | t.NUMBER | t.OWN | t.ADVERB))
        return self._is_present_behind_noun(previous, at, tag)

    def _is_present_behind_noun(self, subject: Piece, at: int, tag: int) -> bool:
        """As in "prices rise by 2 pct", "Jutland plans to issue a bond": what follows makes a present form a verb."""
        following, low = self.tag[at + 1], self.low[at + 1]
        if self._carries_alone(subject, at, tag):
            return True
        is_object = self._leads_to_amount(at + 1) or (bool(following & t.DET) and not self._is_time(at + 1))
        if tag & t.MOSTLY_NOUN and not is_object:
            return False
        if is_object:
            return True
        if self._leads_to_verb(at):
            return True  # "Jutland plans to issue a bond"
        if tag & t.STATE and low in ("at", "on") and self._leads_to_amount(at + 2):
            return True  # "purchases stand at 5 mln", "the stock trades on barely 6 times earnings"
        if tag & (t.CHANGES | t.STATE) and low == "from" and self.tag[at + 2] & t.NUMBER:
            return True  # "as the fee rises from 5 to 8 dollars"
        if tag & t.CHANGES and (low in ("by", "to") or (following & t.ADVERB and not following & t.PREP)):
            return True
        return bool(following & t.ADVERB and not following & (t.PREP | t.MARK | t.PARTICLE)) and self.low[at].endswith(
            "s"
        )

    def _is_held(self, noun: Piece) -> bool:
        """Whether a noun is what a verb holds or moves: "*includes* a gain 3 mln", "*cut* its full-year forecast"."""
        before = self.out[-2 if self.out and self.out[-1] is noun else -1] if len(self.out) > 1 else None
        if before is None or before.kind != ch.VERB:
            return False
        is_moving = before.tag & t.OBJECT_MOVES and self.tag[noun.first] & t.OWN and not before.is_passive
        return bool(is_moving) or self.low[before.head] in _holding()

    def _is_beside(self, noun: Piece) -> bool:
        """Whether ", with" opens a part with the noun: ", with dairy prices between 4 and 5 pct" has no finite verb."""
        last = len(self.out) - 1
        opening = last - 1 if last >= 0 and self.out[last] is noun else last
        if opening < 1 or self.out[opening].kind != ch.PREP or self.out[opening - 1].kind != ch.COMMA:
            return False
        return self.low[self.out[opening].head] == "with"

    def _is_verbal_ing(self, previous: Piece | None, at: int, tag: int) -> bool:
        """As in "yielding 7.6 pct", "giving a drop": not "selling days", "the moving average"."""
        following = self.tag[at + 1]
        if previous is not None and previous.kind == ch.VERB:
            return True
        if previous is None and tag & t.OPEN:
            return False  # "Retailing 6.1 mln"
        if following & (t.DET | t.NUMBER | t.PRONOUN) or self._leads_to_amount(at + 1):
            return True
        if previous is not None and previous.kind == ch.PREP and tag & t.OBJECT_MOVES:
            return True
        if tag & t.CHANGES and self.low[at + 2] == "by" and following & (t.OPEN | t.NOUN):
            return True  # "after increasing sales by 2 pct"
        if previous is not None and previous.kind == ch.COMMA and tag & _OPENS_PART and not tag & t.NOUN:
            return True  # "…, bringing total sales to 5 mln"
        is_loose = previous is None or previous.kind in _LOOSE
        if is_loose and tag & (t.CHANGES | t.STATE | t.ASSIGN) and following & (t.PREP | t.MARK | t.PARTICLE):
            return previous is not None
        if (
            previous is not None
            and following & (t.PREP | t.ADVERB)
            and not tag & (t.NOUN | t.OPEN)
            and (
                previous.kind in (ch.COMMA, ch.TIME, ch.ADVERB)
                or (previous.kind == ch.NOUN and not previous.tag & t.OWN)
            )
        ):
            return True
        if following & (t.OPEN | t.NOUN | t.ADJ) and not following & t.PREP:
            return False
        return previous is not None and previous.kind == ch.PREP and bool(following & t.PREP)

    def _is_attributive(self, previous: Piece | None, tag: int, following: int) -> bool:
        """As in "a revised figure", "deferred debits": a participle before its noun."""
        if not following & (t.OPEN | t.NOUN | t.ADJ | t.ING | t.LABEL) or following & (
            t.PREP | t.ADVERB | t.TIME_WORD | t.DET
        ):
            return False
        if tag & t.ADJ and not tag & t.OPEN:
            return True  # "preferred stock"
        if tag & t.VERB and previous is not None and previous.kind == ch.COMMA:
            return False  # "the figures, issued today, put losses at 3 mln"
        if previous is not None and previous.kind == ch.ADVERB and len(self.out) > 1:
            previous = self.out[-2]  # "of newly listed homes"
        if previous is not None and previous.kind == ch.TIME and len(self.out) > 1:
            previous = self.out[-2]  # "Harrow today reported revenue", but "in May reported cases rose"
        if previous is None or previous.kind in _BEFORE_NOUN:
            is_relative = len(self.out) > 1 and self.out[-1].kind == ch.NUMBER and self.out[-2].kind == ch.REL
            return not is_relative  # "of which 8 mln dlrs represented repairs"
        return previous.kind == ch.VERB and not previous.tag & t.AUXILIARY

    def _is_finite(self, first: int) -> bool:
        tag = self.tag[first]
        if (
            self.low[first] == "to"
            or (first > 0 and self.low[first - 1] == "to")
            or self.low[first] in ("being", "having", "been")
        ):
            return False
        return bool(tag & (t.AUXILIARY | t.FINITE_PAST | t.VERB)) and not (tag & t.ING)

    def _continues(self, at: int, head: int) -> bool:
        """Whether the verb at `at` belongs to the group whose last verb is `head`."""
        tag, before = self.tag[at], self.tag[head]
        if before & (t.MODAL | t.DO) or self.low[at - 1] == "to":
            return bool(tag & t.VERB) or bool(tag & t.BE) or bool(before & t.MODAL and self._is_unknown_verb(at))
        if before & t.BE:
            if tag & t.ING:
                return not self.tag[at + 1] & (t.OPEN | t.NOUN) or bool(tag & (t.CHANGES | t.STATE)) or not tag & t.OPEN
            return bool(tag & t.PAST)
        if before & t.HAVE:
            return bool(tag & t.PAST)
        return False

    def _is_infinitive(self, at: int) -> bool:
        """As in "agreed to reduce", "expected to be": a base form behind "to"."""
        tag = self.tag[at + 1]
        if tag & (t.BE | t.HAVE | t.DO):
            return True
        if tag & t.ADVERB and not tag & t.MODIFIES_NUMBER and self.tag[at + 2] & t.VERB:
            return True
        if not tag & t.VERB or (self.low[at + 1].endswith("s") and not self.low[at + 1].endswith("ss")):
            return False
        if not tag & t.MOSTLY_NOUN or self.tag[at + 2] & (t.DET | t.NUMBER | t.OWN) or self._leads_to_amount(at + 2):
            return True
        return bool(
            self.tag[at - 1] & t.ANY_VERB and not self.tag[at - 1] & (t.CHANGES | t.STATE) and self.tag[at + 2] & t.PREP
        )

    def _is_acronym(self, at: int) -> bool:
        """A bracket that holds a short name and is followed by more of the noun phrase: "Exchange (Comex) stocks"."""
        if self.low[at] != "(" or self.low[at + 2] != ")" or self.tag[at + 1] & (t.NUMBER | t.MARK):
            return False
        return (
            self.r.text(at + 1, at + 2)[:1].isupper()
            and bool(self.tag[at + 3] & (t.OPEN | t.NOUN | t.CHANGE))
            and not self.tag[at + 3] & (t.MARK | t.PREP | t.ANY_VERB & ~t.VERB)
        )

    def _is_noun_inside(self, at: int, first: int, head: int) -> bool:
        """Whether a word that may be a verb continues the noun phrase from `first`."""
        tag = self.tag[at]
        following = self.tag[at + 1]
        if tag & t.AUXILIARY:
            return False
        only_det = head < first
        if tag & t.ING:
            return bool(
                only_det
                or self.low[at + 1] == "of"
                or (following & (t.OPEN | t.NOUN) and not following & (t.PREP | t.DET))
                or (
                    not tag & t.CHANGES
                    and not following & t.DET
                    and (tag & t.NOMINAL or not following & t.PREP or self.tag[at - 1] & t.TIME_WORD)
                    and not self._leads_to_amount(at + 1)
                )
            )
        if tag & t.PAST and not tag & t.NOUN:
            joined = following & (t.OPEN | t.NOUN | t.ADJ | t.ING | t.LABEL | t.PAST) and not following & (
                t.PREP | t.DET
            )
            if joined and not only_det and tag & self.tag[at - 1] & following & t.CAPITAL and self._is_in_name(at):
                return True  # "the Tern Combined Gas Fund"
            if tag & t.FINITE_PAST or (not joined and not (only_det and following & t.NUMBER)):
                return False
            before = self.tag[at - 1]
            if (joined and tag & t.ADJ and not tag & t.OPEN) or f"{self.low[at - 1]} {self.low[at]}" in _joined():
                return True
            if joined and not only_det and not tag & t.SPEECH and self._finite_follows(at + 1):
                return True  # "US refined deliveries rose"
            if joined and before & (t.OWN | t.HOLLOW) and self.out and self.out[-1].kind in (ch.VERB, ch.PREP):
                return True  # "brings Harrow's posted price to 17 dlrs", "had maximum sustained winds"
            if before & t.LABEL or (before & t.ADJ and tag & t.OPEN):
                return only_det or bool(joined)  # "convertible subordinated debentures", "Class C preferred stock"
            return only_det or (bool(before & (t.ADJ | t.ADVERB)) and not before & t.NOUN)
        if only_det and (tag & t.NOUN or self.tag[first] & t.OWN or self.low[first] in _ARTICLES):
            return True  # "its direct costs"
        if not tag & t.NOUN:
            is_counted = only_det and tag & t.ADJ and self.tag[at - 1] & t.NUMBER
            return bool(is_counted and following & (t.OPEN | t.NOUN))  # "300 live births", but "300 live in London"
        piece = Piece(ch.NOUN, first, at, head, self.tag[head])
        return not self._is_finite_behind_noun(piece, tag, at)
