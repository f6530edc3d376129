"""Whether a value happened, is estimated, foreseen or aimed at, from cues and tense."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tallybook.facts import tags as t
from tallybook.facts.pieces import Chunk
from tallybook.lexicons import load
from tallybook.model import ObsStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.syntax import Syntax


class Status(NamedTuple):
    """A status and the word that told it, -1 if none did."""

    status: ObsStatus
    word: int = -1


_ORDER = (ObsStatus.TARGET, ObsStatus.FORECAST, ObsStatus.ESTIMATE)


@cache
def cues(
    language: str = "en",
) -> tuple[dict[str, ObsStatus], dict[str, ObsStatus], dict[str, ObsStatus], frozenset[str]]:
    """Cue nouns, cue verbs and words right before an amount with their status, and the words of revision."""
    data = load("status", language)
    nouns: dict[str, ObsStatus] = {}
    verbs: dict[str, ObsStatus] = {}
    for status in reversed(_ORDER):
        nouns |= dict.fromkeys(data[status]["nouns"], status)
        verbs |= dict.fromkeys(data[status]["verbs"], status)
    verbs |= dict.fromkeys(data["forecast"]["modals"], ObsStatus.FORECAST)
    before = {word: ObsStatus(status) for status, words in data["before_amount"].items() for word in words}
    return nouns, verbs, before, frozenset(data["revised"]["words"])


def status_of(amount: Amount, claim: Claim, before_it: Sequence[Status], language: str = "en") -> Status:
    """The status of an amount; `before_it` are those of the amounts before it in the sentence."""
    s = amount.s
    nouns, verbs, before, _ = cues(language)
    low = s.reading.low
    for word in range(amount.word, s.pieces[amount.at].first):
        if low[word] in before:
            return Status(before[low[word]], word)
    found = _foreseen_behind(s, amount, verbs)
    if found is not None:
        return found
    noun = amount.noun_behind()
    if noun >= 0 and s.low(noun) in nouns:
        return Status(nouns[s.low(noun)], s.pieces[noun].head)  # "its 2% target"
    if claim.is_prior:
        return Status(ObsStatus.ACTUAL)
    if claim.rule in ("parallel.coordinated", "parallel.brackets") and 0 <= claim.parallel < len(before_it):
        return before_it[claim.parallel]
    verb = claim.verb
    if verb >= 0:
        found = _of_group(s, verb, verbs)
        if found is not None:
            return found
    subject = claim.phrase
    if subject is not None:
        for word in range(s.pieces[subject.first].first, s.pieces[subject.last - 1].last):
            if low[word] in nouns:
                return Status(nouns[low[word]], word)
    return _of_clause(s, amount, verbs)


def _of_group(s: Syntax, verb: int, verbs: dict[str, ObsStatus]) -> Status | None:
    """As in "is expected to total", "will rise": a cue inside the verb group."""
    piece = s.pieces[verb]
    best: Status | None = None
    for word in range(piece.first, piece.last):
        status = verbs.get(s.reading.low[word])
        if s.reading.low[word] in _ahead() and s.reading.low[word + 1] == "to":
            status = ObsStatus.FORECAST  # "is set to grow"
        if status is not None and (best is None or _ORDER.index(status) < _ORDER.index(best.status)):
            best = Status(status, word)
    return best


@cache
def _ahead(language: str = "en") -> frozenset[str]:
    """Words that look ahead before an infinitive."""
    return frozenset(load("status", language)["forecast"]["before_to"])


# "the 161,000 that economists had expected": so many words behind an amount may tell that it was foreseen.
_BEHIND = 5


def _foreseen_behind(s: Syntax, amount: Amount, verbs: dict[str, ObsStatus]) -> Status | None:
    """As in "the 161,000 that economists had expected", "the 2.3% pencilled in last November"."""
    low, tag = s.reading.low, s.reading.tag
    first = s.pieces[amount.at].last
    if not (tag[first] & (t.PAST | t.REL) or low[first] == "that"):
        return None
    for word in range(first, min(s.reading.size, first + _BEHIND)):
        if tag[word] & t.PAST and low[word] in verbs and verbs[low[word]] is ObsStatus.FORECAST:
            return Status(ObsStatus.FORECAST, word)
        if tag[word] & (t.MARK | t.NUMBER):
            break
    return None


def _of_clause(s: Syntax, amount: Amount, verbs: dict[str, ObsStatus]) -> Status:
    """The verbs that the amount's clause hangs on: "plans to …", "expects sales of …", "said it would …"."""
    for at in range(amount.at - 1, max(-1, amount.at - 30), -1):
        kind = s.pieces[at].kind
        if kind in (Chunk.STOP, Chunk.CLAUSE):
            break
        if kind in (Chunk.VERB, Chunk.PARTICIPLE):
            found = _of_group(s, at, verbs)
            if found is not None:
                return found
            if s.pieces[at].is_finite or _is_joined_past(s, at):
                if s.pieces[at].tag & t.BE and s.kind(at - 1) is Chunk.NOUN and s.low(at - 1) in cues()[0]:
                    return Status(
                        cues()[0][s.low(at - 1)], s.pieces[at - 1].head
                    )  # "projections were for a 5 pct rise"
                break
    return Status(ObsStatus.ACTUAL)


def _is_joined_past(s: Syntax, at: int) -> bool:
    """As in "agreed to settle and therefore qualified for …": a past form with a conjunction before it."""
    before = at - 1
    while s.kind(before) is Chunk.ADVERB:
        before -= 1
    return bool(s.tag(at) & t.PAST) and s.kind(at) is Chunk.VERB and s.kind(before) is Chunk.CONJ


def is_revised(s: Syntax, amount: Amount, claim: Claim, language: str = "en") -> bool:
    """Whether the amount is told as a revision: "was revised to 7 pct"."""
    revised = cues(language)[3]
    low = s.reading.low
    if claim.verb >= 0 and not claim.is_prior:
        piece = s.pieces[claim.verb]
        if any(low[w] in revised for w in range(piece.first, piece.last)):
            return True
    return any(low[w] in revised for w in range(amount.word, s.pieces[amount.at].first))


def is_foreseen(s: Syntax, claim: Claim, language: str = "en") -> bool:
    """Whether a claim compares with what was foreseen for the same period: "compared with a forecast of 3 pct"."""
    nouns = cues(language)[0]
    return any(s.reading.low[word] in nouns for word in range(*claim.cue))


@cache
def foreseeing(language: str = "en") -> frozenset[str]:
    """The verbs that tell a plan or a forecast: "expected", "planned"."""
    return frozenset(word for word, status in cues(language)[1].items() if status is not ObsStatus.ESTIMATE)


def revising_words(language: str = "en") -> frozenset[str]:
    """The words that tell a revision."""
    return cues(language)[3]


def is_aside(s: Syntax, claim: Claim) -> bool:
    """Whether a claim looks back from what the text is about: "June was revised", "output had grown 3 pct"."""
    if claim.verb < 0:
        return False
    piece = s.pieces[claim.verb]
    words = s.reading.low[piece.first : piece.last]
    is_perfect = words[0] in _past_perfect() and piece.head > piece.first and not piece.is_passive
    return is_perfect or any(word in revising_words() for word in words)


@cache
def _past_perfect(language: str = "en") -> frozenset[str]:
    """The auxiliaries of the past perfect."""
    words = load("words", language)
    return frozenset(words["have"]) & frozenset(words["past_auxiliary"])
