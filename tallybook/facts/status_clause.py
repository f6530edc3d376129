"""The status that the clause around an amount tells: the verbs it hangs on, those behind it, who tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.status_cues import cues, phrases, plans_to
from tallybook.facts.status_verbs import CONTRACTED, REACH, Status, is_known, of_group, of_subject
from tallybook.model import ObsStatus

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.syntax import Syntax

# A label such as "Outlook for the second quarter:" has so many words at most.
_LABEL: Final = 6
# So many chunks at most stand in an aside, or between a plan or a teller and the verb that it governs.
_ASIDE: Final = 10
_SUBJECT: Final = (ch.NOUN, ch.PREP, ch.PRONOUN, ch.ADVERB, ch.TIME, ch.NUMBER)


def of_clause(s: Syntax, amount: Amount, claim: Claim, verbs: dict[str, ObsStatus]) -> Status:
    """The verbs that the amount's clause hangs on: "plans to …", "expects sales of …", "said it would …"."""
    has_verb, at, last = False, amount.at - 1, max(-1, amount.at - REACH)
    while at > last and s.pieces[at].kind not in (ch.STOP, ch.CLAUSE, ch.REL):
        kind = s.pieces[at].kind
        if kind in (ch.VERB, ch.PARTICIPLE):
            found = _told_by(s, at, verbs)
            is_last = not _is_open(s, at) and (s.pieces[at].is_finite or _is_joined_past(s, at))
            if found is None and is_last:
                if s.tag(at) & t.SAYS:
                    return _of_verb_behind(s, amount, claim, verbs)  # "said a fee of 3 mln would be paid"
                found = _of_teller(s, at, verbs) or Status(ObsStatus.ACTUAL)
            if found is not None:
                return Status(ObsStatus.ACTUAL) if is_known(s, amount, claim) else found
            has_verb = has_verb or kind == ch.VERB
        at = _before_aside(s, at) if kind == ch.COMMA else at - 1
    if has_verb:
        return Status(ObsStatus.ACTUAL)
    return (None if s.has_clause else _unread(s, amount, verbs)) or _of_verb_behind(s, amount, claim, verbs)


def _told_by(s: Syntax, verb: int, verbs: dict[str, ObsStatus]) -> Status | None:
    """What a verb group tells by itself, by its subject, or by the plan that it carries out."""
    found = of_subject(s, verb) or of_group(s, verb, verbs) or _of_plan(s, verb)
    if found is None and s.low(verb - 1).endswith(CONTRACTED):
        return Status(ObsStatus.FORECAST, s.pieces[verb - 1].head)  # "we'll take delivery of nine"
    return found


def _of_plan(s: Syntax, verb: int) -> Status | None:
    """As in "signed an agreement to buy 80 pct", "a pact reached by growers to limit exports to 3 mln tonnes"."""
    if s.low(verb - 1) != "to":
        return None
    for noun in range(verb - 2, max(-1, verb - _ASIDE), -1):
        if s.kind(noun) == ch.NOUN and s.low(noun) in plans_to():
            return Status(ObsStatus.TARGET, s.pieces[noun].head)
        if s.kind(noun) not in (ch.NOUN, ch.PREP, ch.TIME, ch.PARTICIPLE):
            return None
    return None


def _of_teller(s: Syntax, verb: int, verbs: dict[str, ObsStatus]) -> Status | None:
    """As in "traders estimate that output is 3 mln": who tells the clause of a verb does not know it."""
    at = verb - 1
    while s.kind(at) in _SUBJECT and at > verb - _ASIDE:
        at -= 1
    teller = at - (s.low(at) == "that")
    status = verbs.get(s.low(teller)) if s.kind(teller) == ch.VERB and teller < verb - 1 else None
    is_unsure = status in (ObsStatus.FORECAST, ObsStatus.ESTIMATE)
    return Status(status, s.pieces[teller].head) if status is not None and is_unsure else None


def _before_aside(s: Syntax, comma: int) -> int:
    """The chunk before a comma; before the whole aside in "buys Elm, which runs mines, *for* 3 mln"."""
    if s.low(comma + 1) not in ("for", "to"):
        return comma - 1
    for at in range(comma - 1, max(0, comma - _ASIDE), -1):
        if s.kind(at) == ch.REL:
            opening = at - 1 if s.kind(at - 1) == ch.COMMA else at - 2  # ", a maker which …,"
            return opening - 1 if s.kind(opening) == ch.COMMA else comma - 1
        if s.kind(at) in (ch.COMMA, ch.STOP, ch.CLAUSE):
            break
    return comma - 1


def _unread(s: Syntax, amount: Amount, verbs: dict[str, ObsStatus]) -> Status | None:
    """A cue in a sentence whose verb was read as a noun: "the bank *projects* growth", "analysts *look for* 3 pct"."""
    low, end = s.reading.low, s.pieces[amount.at].first
    for word in range(max(0, end - REACH), end):
        found = phrases().get(f"{low[word]} {low[word + 1]}")
        if found is None and low[word].endswith("s") and s.reading.tag[word] & t.VERB:
            found = verbs.get(low[word])
        if found is None and ":" in low[word + 1 : min(end, word + _LABEL)]:
            found = cues()[0].get(low[word])  # "Outlook for Q2: revenue of 3 mln"
        if found is not None:
            return Status(found, word)
    return None


def _is_open(s: Syntax, at: int) -> bool:
    """Whether the verb before decides: "should invest and keep 5 mln", "will cut the quota it buys by 3 pct"."""
    if s.kind(at) != ch.VERB or s.pieces[at].head != s.pieces[at].first:
        return False
    is_bare = bool(s.tag(at) & t.VERB) and not s.tag(at) & t.PAST and not s.low(at).endswith("s")
    is_joined = is_bare and s.kind(at - 1) == ch.CONJ
    return is_joined or (s.kind(at - 1) == ch.PRONOUN and s.kind(at - 2) == ch.NOUN)


def _of_verb_behind(s: Syntax, amount: Amount, claim: Claim, verbs: dict[str, ObsStatus]) -> Status:
    """As in "curbs on 400 goods would be eased": the verb of a clause that the amount opens."""
    verb = _verb_behind(s, amount.at)
    plan = verb + 3
    if s.tag(verb) & t.BE and s.low(verb + 1) == "part" and s.low(plan) in plans_to():
        return Status(ObsStatus.TARGET, s.pieces[plan].head)  # "the 3 mln cut is part of an agreement"
    if verb < 0 or is_known(s, amount, claim):
        return Status(ObsStatus.ACTUAL)
    return (None if _moves_alone(s, verb) else of_group(s, verb, verbs)) or Status(ObsStatus.ACTUAL)


def _moves_alone(s: Syntax, verb: int) -> bool:
    """As in "a toll of 300 may rise": what is to move is already there, unlike "a fee of 300 may be raised"."""
    tag = s.tag(verb)
    is_moving = tag & (t.UP | t.DOWN) and not tag & t.OBJECT_MOVES and not s.pieces[verb].is_passive
    return bool(is_moving) and s.kind(verb + 1) not in (ch.NOUN, ch.NUMBER)


def _verb_behind(s: Syntax, at: int) -> int:
    """The finite verb group behind chunk `at` in its clause, -1 if there is none."""
    for verb in range(at + 1, min(len(s.pieces), at + REACH)):
        if s.kind(verb) in (ch.STOP, ch.CLAUSE, ch.REL):
            break
        if s.kind(verb) == ch.VERB and s.pieces[verb].is_finite:
            return verb
    return -1


def _is_joined_past(s: Syntax, at: int) -> bool:
    """As in "agreed to settle and therefore qualified for …": a past form with a conjunction before it."""
    before = at - 1
    while s.kind(before) == ch.ADVERB:
        before -= 1
    return bool(s.tag(at) & t.PAST) and s.kind(at) == ch.VERB and s.kind(before) == ch.CONJ
