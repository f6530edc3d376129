"""The status that the clause around an amount tells: the verbs it hangs on, those behind it, who tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.status_cues import cues, phrases, plans_to
from tallybook.facts.status_verbs import REACH, Status, is_known, of_group, of_subject
from tallybook.model import ObsStatus

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.syntax import Syntax

# A label such as "Outlook for the second quarter:" has so many words at most.
_LABEL: Final = 6
_CONTRACTED: Final = ("'ll", "’ll")


def of_clause(s: Syntax, amount: Amount, claim: Claim, verbs: dict[str, ObsStatus]) -> Status:
    """The verbs that the amount's clause hangs on: "plans to …", "expects sales of …", "said it would …"."""
    has_verb = False
    for at in range(amount.at - 1, max(-1, amount.at - REACH), -1):
        kind = s.pieces[at].kind
        if kind in (ch.STOP, ch.CLAUSE, ch.REL):
            break
        if kind in (ch.VERB, ch.PARTICIPLE):
            found = of_subject(s, at) or of_group(s, at, verbs)
            if found is not None:
                return Status(ObsStatus.ACTUAL) if is_known(s, amount, claim) else found
            if s.low(at - 1).endswith(_CONTRACTED):
                return Status(ObsStatus.FORECAST, s.pieces[at - 1].head)  # "we'll take delivery of nine"
            has_verb = has_verb or kind == ch.VERB
            if s.low(at - 1) == "to" and s.kind(at - 2) == ch.NOUN and s.low(at - 2) in plans_to():
                return Status(ObsStatus.TARGET, s.pieces[at - 2].head)  # "signed an agreement to buy 80 pct"
            if _is_open(s, at):
                continue
            if s.pieces[at].is_finite or _is_joined_past(s, at):
                return Status(ObsStatus.ACTUAL)
    if has_verb:
        return Status(ObsStatus.ACTUAL)
    return (None if s.has_clause else _unread(s, amount, verbs)) or _of_verb_behind(s, amount, claim, verbs)


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
    if is_known(s, amount, claim):
        return Status(ObsStatus.ACTUAL)
    for at in range(amount.at + 1, min(len(s.pieces), amount.at + REACH)):
        piece = s.pieces[at]
        if piece.kind in (ch.STOP, ch.CLAUSE, ch.REL):
            break
        if piece.kind == ch.VERB and piece.is_finite:
            return of_group(s, at, verbs) or Status(ObsStatus.ACTUAL)
    return Status(ObsStatus.ACTUAL)


def _is_joined_past(s: Syntax, at: int) -> bool:
    """As in "agreed to settle and therefore qualified for …": a past form with a conjunction before it."""
    before = at - 1
    while s.kind(before) == ch.ADVERB:
        before -= 1
    return bool(s.tag(at) & t.PAST) and s.kind(at) == ch.VERB and s.kind(before) == ch.CONJ
