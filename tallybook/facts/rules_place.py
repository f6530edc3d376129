"""Rules for amounts in brackets behind the place that they are of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.change_nouns import change_word
from tallybook.facts.claims import Claim, claim_of, clause_subject, direction_of
from tallybook.facts.neighbours import verb_before
from tallybook.facts.rules_change import of_change_noun

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount

# Between the verb and "in" a place stand so many chunks at most: "were highest in", "were, however, registered in".
_NEAR: Final = 4


def of_place(a: Amount) -> Claim | None:
    """As in "rates were highest in Spain (11.7 pct) and Greece (11.1 pct)", "the largest rises in Malta (+3 pct)"."""
    s, place = a.s, a.left - 1
    if a.left_kind != ch.OPEN or s.kind(place) != ch.NOUN or not s.tag(place) & t.CAPITAL or not a.is_share:
        return None
    if s.kind(place - 1) in (ch.CONJ, ch.COMMA):
        return _listed(a)
    if s.kind(place - 1) != ch.PREP or s.low(place - 1) != "in":
        return None
    rises = place - 2
    word = change_word(s, rises) if s.kind(rises) == ch.NOUN else -1
    if word >= 0:
        return of_change_noun(a, "change.of-place", rises, word, a.left)
    verb = verb_before(s, place - 1, _NEAR)
    subject = clause_subject(a, verb) if verb >= 0 else None
    if subject is None or s.kind(subject.head) != ch.NOUN:
        return None
    word = change_word(s, subject.head)
    if word >= 0 and direction_of(s.reading.tag[word]) is not None:
        return replace(of_change_noun(a, "change.of-place", subject.head, word, subject.head + 1), verb=verb)
    return claim_of(a, "level.of-place", subject, verb=verb, cue=place)


def _listed(a: Amount) -> Claim | None:
    """The next place of a list: the same is told of it."""
    before = a.earlier[-1][1] if a.earlier else None
    if before is None or not before.rule.endswith("of-place"):
        return None
    model = len(a.earlier) - 1
    return Claim(before.rule, before.measure, before.direction, parallel=model, verb=before.verb, cue=(a.word, a.word))
