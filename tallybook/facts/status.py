"""Whether a value happened, is estimated, foreseen or aimed at, from cues and tense."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.status_clause import of_clause
from tallybook.facts.status_cues import cues, limits, past_perfect, placing, revising_words
from tallybook.facts.status_verbs import IN_PHRASE, Status, is_definite, is_known, is_measure, of_group, of_subject
from tallybook.model import ObsStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.periods_iso import Period
    from tallybook.facts.syntax import Syntax


def status_of(amount: Amount, claim: Claim, before_it: Sequence[Status], language: str = "en") -> Status:
    """The status of an amount; `before_it` are those of the amounts before it in the sentence."""
    s = amount.s
    nouns, verbs, before, _ = cues(language)
    if amount.unit_kind in ("duration", "age") and claim.rule.startswith(IN_PHRASE):
        return Status(ObsStatus.ACTUAL)  # "on one-year deposits"
    if s.reading.low[amount.word] == "previously" and before_it:
        return before_it[-1]  # "expects 19 mln (previously 18 mln)"
    found = _told_beside(s, amount, nouns, verbs, before)
    if found is not None:
        return found
    foretold = _of_foretold(s, amount, claim, nouns) if claim.is_prior or claim.rule == "parallel.beaten" else None
    if claim.is_prior:
        return _of_revised(s, amount, claim, before_it) or foretold or Status(ObsStatus.ACTUAL)
    if foretold is not None:
        return foretold
    if claim.rule in ("parallel.coordinated", "parallel.brackets", "parallel.tolerance") and 0 <= claim.parallel < len(
        before_it
    ):
        return before_it[claim.parallel]
    verb = claim.verb
    if verb >= 0 and not is_known(s, amount, claim):
        found = of_subject(s, verb) or of_group(s, verb, verbs) or _placed(s, amount, verb)
        if found is not None:
            return found
    is_thing = amount.is_count and claim.rule == "level.counted"  # "has scored 14 goals"
    found = None if is_thing else _of_phrase(s, claim, nouns, verbs)
    return found or _of_joined(s, amount, before_it) or of_clause(s, amount, claim, verbs)


def _of_joined(s: Syntax, amount: Amount, before_it: Sequence[Status]) -> Status | None:
    """As in "planned offerings of 2 mln of bonds *and* 6 mln of notes": one cue before the amounts is for both."""
    if not before_it or amount.left_kind != ch.CONJ or is_definite(s, amount.word):
        return None
    joined = amount.earlier[len(before_it) - 1][0].at
    is_before = 0 <= before_it[-1].word < s.pieces[joined].first
    is_near = not any(s.kind(at) in _PARTING for at in range(joined + 1, amount.left))
    return before_it[-1] if is_before and is_near else None


def _told_beside(
    s: Syntax, amount: Amount, nouns: dict[str, ObsStatus], verbs: dict[str, ObsStatus], before: dict[str, ObsStatus]
) -> Status | None:
    """What the words right before or behind an amount say: "a forecast 3 pct", "its 2% target", "the 2 mln earned"."""
    low = s.reading.low
    for word in range(amount.word, s.pieces[amount.at].first):
        if low[word] in before:
            return Status(before[low[word]], word)
    found = _foreseen_behind(s, amount, verbs)
    if found is not None:
        return found
    if _is_past_behind(s, amount):
        return Status(ObsStatus.ACTUAL, s.pieces[amount.at + 1].head)
    if _is_dated_level(s, amount):
        return Status(ObsStatus.ACTUAL, s.pieces[amount.left - 1].head)
    if amount.left_low == "for" and not amount.is_count and nouns.get(s.low(amount.left - 1)) is ObsStatus.FORECAST:
        return Status(ObsStatus.FORECAST, s.pieces[amount.left - 1].head)  # "the forecast for a 3.1% gain"
    noun = amount.noun_behind()
    if noun >= 0 and amount.is_count and s.kind(noun + 1) == ch.VERB and s.tag(noun + 1) & t.SAYS:
        return Status(ObsStatus.ACTUAL)  # "prices will rise, two analysts said"
    if noun < 0 and s.low(amount.at + 1) == "of" and not is_definite(s, s.pieces[amount.at + 1].last):
        noun = amount.at + 2  # "the seven pct of GNP target"
    if noun >= 0 and s.low(noun) in nouns and not amount.is_count:
        return Status(nouns[s.low(noun)], s.pieces[noun].head)
    return None


def settled(found: Status, period: Period | None, today: date | None, beside: Status | None) -> Status:
    """The status once the period is known; `beside` is that of the amount that this one is compared with.

    An estimate of what is not over yet is a forecast; the value that a plan starts from is part of the plan if its time
    is still to come.
    """
    if period is None or today is None or period.end <= today:
        return found
    is_beside = found.status is ObsStatus.ACTUAL and found.word < 0 and period.start.year >= today.year
    if beside is not None and is_beside and beside.status is not ObsStatus.ACTUAL:
        is_plan = beside.status is not ObsStatus.ESTIMATE
        return beside if is_plan else Status(ObsStatus.FORECAST, beside.word)
    is_new = period.start > today or (period.start.year == today.year and period.freq in ("A", "S", "Q"))
    if found.status is ObsStatus.ESTIMATE and is_new:
        return Status(ObsStatus.FORECAST, found.word)
    return found


def _of_phrase(s: Syntax, claim: Claim, nouns: dict[str, ObsStatus], verbs: dict[str, ObsStatus]) -> Status | None:
    """As in "the target for exports", "its 1987 estimate", "an estimated surplus": a cue in what is measured."""
    low = s.reading.low
    for phrase in (claim.phrase, claim.hollow):
        if phrase is None:
            continue
        for word in range(s.pieces[phrase.first].first, s.pieces[phrase.last - 1].last):
            if low[word] in nouns and (word == s.pieces[phrase.head].head or not is_measure(s, word)):
                return Status(nouns[low[word]], word)
        head = s.pieces[phrase.head]
        for word in range(head.first, head.head):
            is_verb = word > head.first and low[word].endswith("s") and bool(s.reading.tag[word] & t.VERB)
            if low[word] in verbs and (is_verb or s.reading.tag[word] & (t.PAST | t.ING)):
                return Status(verbs[low[word]], word)
    return None


def _placed(s: Syntax, amount: Amount, verb: int) -> Status | None:
    """As in "put the cost at 3 mln"."""
    is_placed = amount.left_low == "at" and s.low(verb) in placing()
    return Status(ObsStatus.ESTIMATE, s.pieces[verb].head) if is_placed else None


# Between two amounts that "and" joins these begin something new.
_PARTING: Final = (ch.VERB, ch.COMMA, ch.STOP, ch.CLAUSE, ch.REL)
# What stands behind a participle that ends a phrase: "the 3 pct decline *projected* in May".
_ENDING: Final = (ch.PREP, ch.TIME, ch.ADVERB, ch.COMMA, ch.STOP)
# "the 161,000 that economists had expected": so many words behind an amount may tell that it was foreseen.
_BEHIND: Final = 5


def _foreseen_behind(s: Syntax, amount: Amount, verbs: dict[str, ObsStatus]) -> Status | None:
    """As in "the 161,000 that economists had expected", "the 2.3% pencilled in", "the 3% growth the bank predicted"."""
    low, tag = s.reading.low, s.reading.tag
    first = s.pieces[amount.at].last
    told = amount.at + 2
    while s.kind(told) in (ch.NOUN, ch.PRONOUN) and told < amount.at + _BEHIND:
        told += 1
    is_last = s.kind(told) == ch.VERB and bool(s.tag(told) & t.PAST) and s.kind(told + 1) in _ENDING
    is_told = s.kind(told) == ch.PARTICIPLE or is_last or (s.kind(told) == ch.VERB and told > amount.at + 2)
    if is_told and s.kind(amount.at + 1) == ch.NOUN and _is_forecast(verbs, s.low(told)):
        return Status(ObsStatus.FORECAST, s.pieces[told].head)
    behind = amount.at + 1
    if s.kind(behind) == ch.PARTICIPLE and s.low(behind) in verbs and s.kind(behind + 1) in _ENDING:
        return Status(verbs[s.low(behind)], s.pieces[behind].head)  # "a ceiling of 15 mln bpd agreed in March"
    if not (tag[first] & (t.PAST | t.REL) or low[first] == "that"):
        return None
    for word in range(first, min(s.reading.size, first + _BEHIND)):
        if tag[word] & t.PAST and _is_forecast(verbs, low[word]):
            return Status(ObsStatus.FORECAST, word)
        if tag[word] & (t.MARK | t.NUMBER):
            break
    return None


def _is_past_behind(s: Syntax, amount: Amount) -> bool:
    """As in "may fall below *the* 2 mln dlrs *earned* in 1986": what is known, whatever is said of it."""
    behind = amount.at + 1
    is_the = s.reading.low[s.pieces[amount.at].first - 1] == "the" and s.pieces[amount.at].first > 0
    is_past = s.kind(behind) in (ch.VERB, ch.PARTICIPLE) and bool(s.tag(behind) & t.PAST)
    return is_the and is_past and s.pieces[behind].head == s.pieces[behind].first


def _is_dated_level(s: Syntax, amount: Amount) -> bool:
    """As in "will stay around *the 1986 level* of 132 mln": what a value that is foreseen is set against."""
    level = amount.left - 1
    is_level = amount.left_low == "of" and s.kind(level) == ch.NOUN and bool(s.tag(level) & t.HOLLOW)
    is_foreseen = s.low(level) in cues()[0]  # "the 1986 target of 132 mln"
    return is_level and not is_foreseen and s.kind(level - 1) == ch.TIME and is_definite(s, s.pieces[level - 1].first)


def _is_forecast(verbs: dict[str, ObsStatus], word: str) -> bool:
    return verbs.get(word) is ObsStatus.FORECAST


def is_revised(s: Syntax, amount: Amount, claim: Claim, language: str = "en") -> bool:
    """Whether the amount is told as a revision: "was revised to 7 pct"."""
    revised = cues(language)[3]
    low = s.reading.low
    if claim.verb >= 0 and not claim.is_prior:
        piece = s.pieces[claim.verb]
        if any(low[w] in revised for w in range(piece.first, piece.last)):
            return True
    return any(low[w] in revised for w in range(amount.word, s.pieces[amount.at].first))


def _of_revised(s: Syntax, amount: Amount, claim: Claim, before_it: Sequence[Status]) -> Status | None:
    """As in "cut its estimate to 4 mln from 5 mln": what was foreseen before was foreseen, too."""
    if not 0 <= claim.parallel < len(before_it):
        return None
    model = amount.earlier[claim.parallel][1]
    is_moved = model.verb >= 0 and bool(s.pieces[model.verb].tag & (t.CHANGES | t.OBJECT_MOVES))
    return before_it[claim.parallel] if is_moved and is_of_forecast(s, model) else None


def _of_foretold(s: Syntax, amount: Amount, claim: Claim, nouns: dict[str, ObsStatus]) -> Status | None:
    """As in "compared with economists' forecasts of 3 mln": what another value is set against was foreseen itself."""
    owner = amount.left - 1 if amount.left_low == "of" and s.low(amount.left - 1) not in limits() else -1
    for noun in (owner, claim.phrase.head if claim.phrase is not None else -1):
        if noun >= 0 and s.kind(noun) == ch.NOUN and s.low(noun) in nouns:
            return Status(nouns[s.low(noun)], s.pieces[noun].head)
    return None


def is_of_forecast(s: Syntax, claim: Claim, language: str = "en") -> bool:
    """Whether a claim is about a forecast, an estimate or a target: "cut its estimate to 4 mln"."""
    return claim.phrase is not None and s.low(claim.phrase.head) in cues(language)[0]


def is_foreseen(s: Syntax, claim: Claim, language: str = "en") -> bool:
    """Whether a claim compares with what was foreseen for the same period: "compared with a forecast of 3 pct"."""
    nouns = cues(language)[0]
    return any(s.reading.low[word] in nouns for word in range(*claim.cue))


def is_aside(s: Syntax, claim: Claim) -> bool:
    """Whether a claim looks back from what the text is about: "June was revised", "output had grown 3 pct"."""
    if claim.verb < 0:
        return False
    piece = s.pieces[claim.verb]
    words = s.reading.low[piece.first : piece.last]
    is_perfect = words[0] in past_perfect() and piece.head > piece.first and not piece.is_passive
    return is_perfect or any(word in revising_words() for word in words)
