"""What a sentence says of an amount: level or change, of what, and compared with which other amount."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.neighbours import noun_before, verb_before
from tallybook.facts.phrases import Phrase, extend
from tallybook.facts.subjects import subject_of
from tallybook.facts.syntax import Syntax
from tallybook.facts.wordlists import names
from tallybook.model import Direction, Measure
from tallybook.numbers.found import Mention
from tallybook.numbers.nouns import noun_lexicon


@dataclass(slots=True, init=False)
class Claim:
    """How one amount stands in its sentence.

    `phrase` is the noun phrase it measures, or `name` the words of one that is no chunk ("M-1" of "M-1 rise"); `owner`
    is the topic that the phrase is of, where the text does not say "of"; `tail` is a phrase behind the amount that
    belongs to it ("removal of 60 mln dlrs *in freight charges*"). If both names are None the indicator is taken
    over: from claim number `parallel` of the sentence, else from the text before.
    `is_prior` is true of an amount that another one is compared with. `verb` is the verb group that carries it, or -1;
    `cue` the words that decided; `lead` words before the amount that belong to the noun behind it ("a turbocharged 1.6
    litre engine"); `hollow` a phrase that stands for something told before: "it", "the rate"; `deed` what is done with
    counted things ("sold").
    """

    rule: str
    measure: Measure
    direction: Direction | None
    phrase: Phrase | None
    name: tuple[int, int] | None
    tail: Phrase | None
    owner: Phrase | None
    parallel: int
    is_prior: bool
    verb: int
    cue: tuple[int, int]
    hollow: Phrase | None
    lead: tuple[int, int] | None
    deed: str

    def __init__(
        self,
        rule: str,
        measure: Measure = Measure.LEVEL,
        direction: Direction | None = None,
        phrase: Phrase | None = None,
        name: tuple[int, int] | None = None,
        tail: Phrase | None = None,
        owner: Phrase | None = None,
        parallel: int = -1,
        is_prior: bool = False,
        verb: int = -1,
        cue: tuple[int, int] = (0, 0),
        hollow: Phrase | None = None,
        lead: tuple[int, int] | None = None,
        deed: str = "",
    ) -> None:
        self.rule = rule
        self.measure = measure
        self.direction = direction
        self.phrase = phrase
        self.name = name
        self.tail = tail
        self.owner = owner
        self.parallel = parallel
        self.is_prior = is_prior
        self.verb = verb
        self.cue = cue
        self.hollow = hollow
        self.lead = lead
        self.deed = deed


@dataclass(slots=True, init=False)
class Amount:
    """An amount at chunk `at` of a sentence; `left` is the chunk that governs it and `word` the first word taken up.

    `unit_kind` is the dimension of its unit, empty if there is none.
    """

    s: Syntax
    at: int
    mention: Mention
    left: int
    word: int
    earlier: list[tuple[Amount, Claim]]
    unit_kind: str
    _noun_behind: int | None

    def __init__(
        self,
        s: Syntax,
        at: int,
        mention: Mention,
        left: int,
        word: int,
        earlier: list[tuple[Amount, Claim]],
    ) -> None:
        self.s = s
        self.at = at
        self.mention = mention
        self.left = left
        self.word = word
        self.earlier = earlier
        self.unit_kind = mention.number.unit_kind or ""
        self._noun_behind = None

    @property
    def is_count(self) -> bool:
        """Whether it counts things."""
        return self.unit_kind == "count"

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage or in points."""
        return self.unit_kind in ("percent", "percentage_point", "ratio", "multiple") or "point" in (
            self.mention.number.unit or ""
        )

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self.unit_kind == "currency"

    @property
    def left_kind(self) -> int:
        """The kind of the chunk before."""
        return self.s.kind(self.left)

    @property
    def left_low(self) -> str:
        """The main word of the chunk before."""
        return self.s.low(self.left)

    def behind(self) -> int:
        """The chunk behind the amount, past "a share" and a short bracket such as "(bpd)", "(340 mln dlrs)"."""
        s, at = self.s, self.at + 1
        is_per = s.kind(at) == ch.ADVERB and s.reading.low[s.pieces[at].first] in ("a", "an", "per")
        if is_per and s.low(at + 1) in ("of", "for") and self.left_kind != ch.NOUN:
            return at + 1
        if s.kind(at) == ch.CONJ and s.low(at) == "or" and s.low(at + 1) in ("less", "more", "fewer"):
            return at + 2
        if s.kind(at) == ch.OPEN:
            for close in range(at + 1, at + 4):
                if s.kind(close) == ch.CLOSE:
                    return close + 1
                if s.kind(close) not in (ch.NOUN, ch.NUMBER):
                    break
        return at

    def noun_behind(self) -> int:
        """The noun chunk that follows without a determiner of its own, or -1; looked for once."""
        if self._noun_behind is None:
            self._noun_behind = self._find_noun_behind()
        return self._noun_behind

    def _find_noun_behind(self) -> int:
        s, at = self.s, self.at + 1
        if not (self.is_count or s.kind(at) != ch.COMMA):
            at = self._past_chain(at)
        if self._is_suspended():
            while s.kind(at) in _SUSPENDED and at < self.at + _MOST_SUSPENDED:
                at += 1
        if s.kind(at) == ch.CONJ and "-" in self.mention.number.surface and s.kind(at + 1) == ch.NUMBER:
            at += 2  # "two-year and one-year deposits"
        if s.low(at) == "for" and s.low(at + 1) == "-" and s.kind(at + 2) == ch.NUMBER:
            at += 3  # "a three-for-two stock split"
        is_skipped = s.low(at) == "further" or (s.low(at).endswith("ly") and s.kind(at + 1) == ch.NOUN)
        at += s.kind(at) == ch.ADVERB and is_skipped  # "two further cuts", "900 newly issued shares"
        if [s.kind(at), s.kind(at + 1), s.kind(at + 2)] == [ch.OPEN, ch.NUMBER, ch.CLOSE]:
            at += 3  # "a 26 km (16 mile) pipeline"
        if s.kind(at) == ch.NUMBER and s.pieces[at].first == s.pieces[self.at].last:
            at += 1  # "5 three-year action plans"
        if s.kind(at) in (ch.ADVERB, ch.TIME) and s.reading.low[s.pieces[at].first] in ("a", "an", "per"):
            at += s.kind(at + 1) == ch.NOUN  # "a 300 billion dlr a year market"
        if (
            s.kind(at) == ch.TIME
            and s.kind(at + 1) == ch.NOUN
            and s.pieces[at].tag & t.DATE
            and (self.is_share or self.is_money)
        ):
            at += 1  # "a 6-1/8 pct 1997 issue"
        if s.kind(at) == ch.NOUN and (
            not s.reading.tag[s.pieces[at].first] & t.DET or s.reading.low[s.pieces[at].first] == "other"
        ):
            head = s.pieces[at].tag
            if s.reading.low[s.pieces[at].first] in names()["telling"] or self._is_said_by(at):
                return -1  # "six pct expecting lower sales"
            return at if head & (t.NOUN | t.OPEN | t.LABEL) or not head & t.TIME_WORD else -1
        return -1

    def _is_suspended(self) -> bool:
        """As in "two-, three- and four-door models": the noun comes behind the last of them."""
        end = self.mention.number.end
        return self.s.reading.sentence.text[end : end + 2] in ("-,", "- ")

    def _is_said_by(self, noun: int) -> bool:
        """As in "beating the 1.38 dollars analysts had forecast": who foretold the amount, not what it counts."""
        s, verb = self.s, noun + 1
        is_known = (
            "the" in s.reading.low[self.word : s.pieces[self.at].first]
            and s.kind(verb) == ch.VERB
            and s.pieces[verb].is_finite
        )
        who = s.low(noun)
        is_told = bool(s.tag(verb) & t.SPEECH or who in noun_lexicon().foretellers) and not s.pieces[verb].is_passive
        may_count = self.is_count and who[:-1] in (self.mention.number.unit or "")
        return is_known and is_told and (self.is_money or (who.endswith("s") and not may_count))

    def _past_chain(self, at: int) -> int:
        """As in "a 100 mln franc, 4-5/8 pct, five-year notes issue": all the amounts belong to the noun at the end."""
        s = self.s
        steps = 0
        while s.kind(at) == ch.COMMA and s.kind(at + 1) == ch.NUMBER and steps < 4:
            at += 2
            steps += 1
        return at if steps and s.kind(at) == ch.NOUN and not s.pieces[at - 1].tag & t.MARK else -1


# Between amounts with a suspended hyphen and their noun stand these, and so many chunks at most.
_SUSPENDED: Final = (ch.COMMA, ch.CONJ, ch.STOP, ch.NUMBER)
_MOST_SUSPENDED: Final = 9


# A length of time is a measure of its own only as the value of something: "waiting times peaked at 14 weeks".
_MEASURES_TIME: Final = (
    "change.verb",
    "change.particle",
    "level.from",
    "level.reached",
    "level.stands",
    "level.noun-of",
    "level.part-of",
    "level.discount",
    "parallel.",
)


def is_bare_time(a: Amount, claim: Claim) -> bool:
    """Whether an amount is a length of time that is the value of nothing: "two years ago", "a five-year accord"."""
    is_told = claim.rule.startswith(_MEASURES_TIME) and a.s.low(a.at + 1) not in ("after", "before")
    return a.unit_kind in ("duration", "age") and not is_told


def is_timeless(a: Amount, claim: Claim) -> bool:
    """Whether an amount is a length of time that belongs to no period: "a five-year accord", "deposits of 180 days"."""
    if a.unit_kind not in ("duration", "age"):
        return False
    return is_bare_time(a, claim) or claim.rule in ("level.noun-of", "level.part-of") or a.noun_behind() >= 0


def direction_of(tag: int) -> Direction | None:
    """The direction that the tags of a word tell."""
    if tag & t.UP:
        return Direction.UP
    return Direction.DOWN if tag & t.DOWN else None


def is_hollow(s: Syntax, phrase: Phrase) -> bool:
    """Whether a phrase says nothing by itself: "it", "the figure", "the total"."""
    piece = s.pieces[phrase.head]
    if piece.kind == ch.PRONOUN:
        return True
    if s.reading.low[piece.head] in names()["booked"]:
        return False
    if not piece.tag & (t.HOLLOW | t.CHANGE):
        return piece.last == piece.head + 1 and s.reading.low[piece.head] in names()["empty_adjectives"]
    behind = phrase.head + 1
    thing = behind + 1
    is_time = s.kind(thing) == ch.TIME or bool(s.tag(thing) & t.TIME_WORD) or s.low(thing) in names()["eras"]
    if phrase.last > behind and s.low(behind) in ("of", "in", "for", "on") and not is_time:
        return False  # but "its highest level in a decade"
    tag, low = s.reading.tag, s.reading.low
    if tag[piece.first] & t.OWN and low[piece.head] in names()["standing"]:
        return False  # "raised his 1987 estimate"
    empty = names()["change_modifiers"] | names()["empty_adjectives"]
    for w in range(piece.first, piece.last):
        if (tag[w] & t.ING and not tag[w] & t.CHANGES) or (low[w] in names()["fiscal"] and w < piece.head):
            return False  # "operating margin", "tax rate"
        if not tag[w] & (t.OPEN | t.NOUN | t.ADJ | t.LABEL) or tag[w] & (
            t.HOLLOW | t.MODIFIES_NUMBER | t.TIME_WORD | t.DET
        ):
            continue
        if not (low[w] in empty or (tag[w] & t.CHANGE and w == piece.head)):
            return False
    return True


def claim_of(
    a: Amount,
    rule: str,
    phrase: Phrase | None,
    measure: Measure = Measure.LEVEL,
    direction: Direction | None = None,
    *,
    is_prior: bool = False,
    verb: int = -1,
    cue: int = -1,
) -> Claim:
    """A claim about `phrase`; about what the claim before is about if the phrase is empty or hollow."""
    words = (a.s.pieces[cue].first, a.s.pieces[cue].last) if cue >= 0 else (a.word, a.word)
    if phrase is not None and not is_hollow(a.s, phrase):
        return Claim(rule, measure, direction, phrase, is_prior=is_prior, verb=verb, cue=words)
    parallel = len(a.earlier) - 1 if phrase is None or is_prior else -1
    if phrase is not None and measure is Measure.LEVEL and a.is_share and a.s.low(phrase.head) in names()["keeps_name"]:
        # "bringing year-on-year growth to 10 pct": the growth of what was told before
        return Claim(
            "change.growth-stands",
            Measure.CHANGE,
            Direction.UP,
            parallel=len(a.earlier) - 1,
            is_prior=is_prior,
            verb=verb,
            cue=words,
            hollow=phrase,
        )
    return Claim(
        rule, measure, direction, None, parallel=parallel, is_prior=is_prior, verb=verb, cue=words, hollow=phrase
    )


def with_things(a: Amount, claim: Claim) -> Claim:
    """As in "membership grew to 51,300 players": the things counted restrict what is measured, if nothing else does."""
    noun = a.noun_behind()
    if noun < 0 or not a.is_count or claim.phrase is None or claim.phrase.last > claim.phrase.head + 1:
        return claim
    is_plain = a.s.low(noun) in names()["plain_units"] or a.s.low(noun) == a.s.low(claim.phrase.head)
    return claim if is_plain else replace(claim, owner=Phrase(noun, noun + 1, noun))


def clause_subject(a: Amount, verb: int) -> Phrase | None:
    """The subject of the verb group at chunk `verb`; of the noun before it for a participle."""
    s = a.s
    if s.kind(verb) == ch.PARTICIPLE:
        if s.kind(verb - 1) == ch.NUMBER:
            return None
        return noun_before(s, verb)
    counted = verb - 2
    is_share = s.low(verb) in names()["share_verbs"] and bool(s.tag(verb) & t.ING) and s.kind(verb - 1) == ch.COMMA
    if is_share and s.kind(counted) == ch.NOUN and s.kind(counted - 1) == ch.NUMBER:
        return extend(s, counted, verb - 1)  # "3,000 shares, representing 4 pct of the total"
    subject = subject_of(s, verb)
    if subject is None:
        return None
    before = subject.first - 1
    if s.kind(before) == ch.VERB and not s.pieces[verb].is_finite and is_hollow(s, subject):
        return subject_of(s, before)  # "the deficit hit its highest level, having risen by 5 mln"
    if s.kind(subject.head) == ch.PRONOUN and s.pieces[verb].tag & t.ASSIGN:
        before = subject.head - 1
        if s.kind(before) == ch.NOUN and not s.pieces[verb].is_passive:
            return noun_before(s, subject.head)  # "a shortage it has estimated at 1 billion stg"
    return subject


def compared_thing(a: Amount, verb: int) -> Phrase | None:
    """What an amount with a comparison behind it tells of, `verb` being the verb group before it or -1."""
    s, goal = a.s, verb + 1
    if verb < 0:
        return noun_before(s, a.at)
    if s.kind(goal) == ch.NOUN and goal < a.at and not s.pieces[verb].is_passive and not s.tag(verb) & t.BE:
        return extend(s, goal, a.at)  # "a rise that will make flats 5 pct dearer"
    return clause_subject(a, verb)


def is_comparing(a: Amount, at: int) -> bool:
    """Whether chunk `at` brings in another period's value: "after", "against", "compared with"."""
    s = a.s
    if at < 0:
        return False
    word = s.low(at)
    if s.tag(at) & t.COMPARE or word in ("after", "following", "from"):
        return True
    return word in ("with", "to") and at > 0 and s.low(at - 1) in compare_verbs()


def compare_verbs() -> frozenset[str]:
    """Verbs that set one value against another: "compared with", "compares to"."""
    return names()["compare_verbs"]


def carrier(a: Amount) -> int:
    """The verb group that carries an amount: right before it, else the nearest before; -1 if there is none."""
    return a.left if a.left_kind == ch.VERB else verb_before(a.s, a.at)
