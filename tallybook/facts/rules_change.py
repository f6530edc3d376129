"""Rules for amounts that tell how far something moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.change_nouns import change_named, change_word
from tallybook.facts.claims import (
    Claim,
    claim_of,
    clause_subject,
    compared_thing,
    direction_of,
    is_comparing,
    is_hollow,
)
from tallybook.facts.neighbours import noun_before, phrase_start, verb_before
from tallybook.facts.phrases import REACH, Phrase, extend
from tallybook.facts.wordlists import names
from tallybook.model import Direction, Measure

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount
    from tallybook.facts.syntax import Syntax


def change_noun_behind(a: Amount) -> Claim | None:
    """As in "a 2.0 pct increase in prices", "a 300 mln dlr M-1 rise"."""
    noun = a.noun_behind()
    if noun < 0 or a.is_count or a.unit_kind == "duration":
        return None
    word = change_word(a.s, noun)
    if word < 0 or _is_booked(a, word):
        return None
    return of_change_noun(a, "change.noun-behind", noun, word, noun + 1)


def change_noun_before(a: Amount) -> Claim | None:
    """As in "an increase of 8 pct", "a monthly rise at 9.22 billion dlrs", "growth was 3 pct"."""
    s = a.s
    if a.left_kind != ch.PREP or a.left_low not in ("of", "at", "by") or a.unit_kind == "duration":
        return None
    noun = a.left - 1
    while s.kind(noun) == ch.TIME or (s.kind(noun) == ch.PREP and s.kind(noun + 1) == ch.TIME):
        noun -= 1
    word = change_word(s, noun) if noun >= 0 else -1
    if word < 0 and noun >= 2 and s.kind(noun) == ch.NOUN and s.low(noun - 1) in ("in", "of"):
        word = change_word(s, noun - 2)
        direction = direction_of(s.reading.tag[word]) if word >= 0 else None
        if direction is not None:
            return claim_of(
                a, "change.noun-of-before", extend(s, noun, a.left), Measure.CHANGE, direction, cue=noun - 2
            )
    if word < 0 or _is_booked(a, word):
        return None
    return of_change_noun(a, "change.noun-before", noun, word, a.at + 1)


def change_noun_is(a: Amount) -> Claim | None:
    """As in "the year-on-year rise in May was 4.4 pct", "the average gain over the months was 0.2 pct"."""
    s, verb = a.s, a.left
    if a.left_kind != ch.VERB or not s.pieces[verb].tag & (t.BE | t.STATE) or a.is_count:
        return None
    subject = clause_subject(a, verb)
    if subject is None or s.kind(subject.head) != ch.NOUN or a.unit_kind == "duration":
        return None
    word = change_word(s, subject.head)
    if word < 0 or s.reading.low[word] in names()["keeps_name"] or a.noun_behind() >= 0 or _is_booked(a, word):
        return None
    if direction_of(s.reading.tag[word]) is None or s.low(subject.head) in names()["standing"]:
        return None
    return replace(of_change_noun(a, "change.noun-is", subject.head, word, subject.head + 1), verb=verb)


def _is_booked(a: Amount, word: int) -> bool:
    """As in "an extraordinary gain of 47 cents", "the effect of a change in rules of 3 mln": no movement."""
    is_open = direction_of(a.s.reading.tag[word]) is None
    return a.is_money and (is_open or a.s.reading.low[word] in names()["booked"])


def of_change_noun(a: Amount, rule: str, noun: int, word: int, behind: int) -> Claim:
    """A change of what a noun of change at chunk `noun` names by its `word`, or the words from chunk `behind` on."""
    s = a.s
    direction = direction_of(s.reading.tag[word]) or _told_by_modifiers(s, noun)
    phrase, name = change_named(a, noun, word, behind)
    cue = (word, word + 1)
    is_prior = bool(a.earlier) and is_comparing(a, a.left if noun > a.at else noun - 1)
    if phrase is not None or name is not None:
        return Claim(rule, Measure.CHANGE, direction, phrase, name, is_prior=is_prior, cue=cue)
    governor = min(noun, a.at) - 1
    if s.kind(governor) in (ch.VERB, ch.PARTICIPLE) and s.pieces[governor].tag & t.SHOW:
        subject = clause_subject(a, governor)
        if subject is not None and not is_hollow(s, subject):
            return Claim(rule, Measure.CHANGE, direction, subject, verb=governor, cue=cue)
    verb = verb_before(s, min(noun, a.at)) if not a.earlier else -1
    subject = clause_subject(a, verb) if verb >= 0 else None
    if subject is not None and not is_hollow(s, subject):
        return Claim(rule, Measure.CHANGE, direction, subject, verb=verb, cue=cue)
    return Claim(rule, Measure.CHANGE, direction, parallel=len(a.earlier) - 1, is_prior=is_prior, cue=cue)


def _told_by_modifiers(s: Syntax, noun: int) -> Direction | None:
    piece = s.pieces[noun]
    for word in range(piece.first, piece.head):
        if s.reading.tag[word] & t.PARTICLE:
            return direction_of(s.reading.tag[word])
    return None


def compared_behind(a: Amount) -> Claim | None:
    """As in "14.1 pct higher than", "9.8 pct above its trough", "3 pct up on last year", "2 pct more"."""
    s, at = a.s, _comparison(a)
    if at < 0:
        return None
    word = s.low(at)
    direction = (
        Direction.UP if word == "over" else Direction.DOWN if word == "under" else direction_of(s.pieces[at].tag)
    )
    if direction is None:
        return None
    verb = a.left if a.left_kind in (ch.VERB, ch.PARTICIPLE) else -1
    if verb >= 0:
        return claim_of(a, "change.compared", clause_subject(a, verb), Measure.CHANGE, direction, verb=verb, cue=at)
    if a.earlier and (a.left_kind == ch.COMMA or not _has_verb(s, a.earlier[-1][0].at, a.at)):
        return claim_of(a, "change.compared", None, Measure.CHANGE, direction, cue=at)
    verb = verb_before(s, a.at)
    return claim_of(a, "change.compared", compared_thing(a, verb), Measure.CHANGE, direction, verb=verb, cue=at)


def _comparison(a: Amount) -> int:
    """The chunk behind the amount that compares it: "higher", "above", "more"; -1 if none does."""
    s, at = a.s, a.at + 1
    if a.unit_kind in ("duration", "age"):
        return -1
    noun = a.noun_behind()
    if noun >= 0 and a.is_count and s.kind(noun + 1) == ch.PARTICLE and s.low(noun + 1) in _COMPARES_COUNTS:
        at = noun + 1
    if s.low(at) == "or" and s.kind(at + 1) == ch.NUMBER:
        at += 2  # "12 points or 9.8 pct above", but "came to 5 mg and 2 mg below the limit"
    kind, word = s.kind(at), s.low(at)
    if a.left_low == "of" and s.kind(a.left - 1) == ch.NOUN and not s.tag(a.left - 1) & (t.HOLLOW | t.CHANGE):
        return -1  # "a premium of 10 pct above the closing price"
    if kind == ch.PREP and word in ("above", "below", "over", "under", "behind") and a.is_share:
        if a.unit_kind == "multiple":
            return -1  # "voted three times over the objections"
        # "dropped 0.7 pct over the month": the verb tells the direction.
        return at if a.left_kind == ch.VERB and not s.tag(a.left) & (t.UP | t.DOWN) else -1
    is_single = kind == ch.NOUN and s.pieces[at].tag & t.PARTICLE and s.pieces[at].last - s.pieces[at].first == 1
    if kind != ch.PARTICLE and not is_single:
        return -1
    if word == "off" and s.kind(at + 1) == ch.NOUN:
        return -1  # "550 dollars off a new computer"
    if s.kind(at + 1) == ch.NUMBER:
        return -1  # "the index (16,369.03, up 58.06 points)"
    if _leads_from(s, at) and (a.left_kind == ch.PREP or not a.is_share):
        return -1  # "put profits at 163 mln stg, up from 133 mln"
    if word == "ahead" and a.left_kind == ch.PREP and s.low(at + 1) == "of":
        return -1  # "peaked at nine pct ahead of the meeting"
    return at


_COMPARES_COUNTS: Final = ("more", "fewer", "less", "higher", "lower")


def _leads_from(s: Syntax, particle: int) -> bool:
    """As in "up from 133 mln": the particle belongs to the amount behind it."""
    return s.low(particle + 1) == "from" and s.kind(particle + 2) in (ch.NUMBER, ch.ADVERB)


def _has_verb(s: Syntax, first: int, last: int) -> bool:
    """Whether a verb group stands between two chunks."""
    return any(s.kind(i) == ch.VERB for i in range(max(first, last - REACH), last))


def particle_before(a: Amount) -> Claim | None:
    """As in "up 29.3 pct", "was down 3 pct", "higher by 2 points"."""
    s, at = a.s, a.left
    if a.left_kind == ch.PREP and a.left_low == "by" and s.kind(at - 1) == ch.PARTICLE:
        at -= 1
    if s.kind(at) != ch.PARTICLE or (a.unit_kind == "duration" and a.noun_behind() >= 0):
        return None
    if s.kind(at - 1) in (ch.VERB, ch.PARTICIPLE) and s.pieces[at - 1].tag & t.PHRASAL:
        return None  # "set up a 5 mln dlr reserve"
    direction = direction_of(s.pieces[at].tag)
    number = a.mention.number
    if number.lower is not None and number.upper is not None and number.lower < 0 < number.upper:
        direction = None
    return _moved(a, "change.particle", at, direction)


def _moved(a: Amount, rule: str, particle: int, direction: Direction | None) -> Claim:
    s = a.s
    before = particle - 1
    while s.kind(before) == ch.ADVERB or (s.kind(before) == ch.PREP and s.low(before) in ("from", "between")):
        before -= 1
    kind = s.kind(before)
    if kind in (ch.VERB, ch.PARTICIPLE):
        return claim_of(a, rule, clause_subject(a, before), Measure.CHANGE, direction, verb=before, cue=particle)
    lead = before - 1 - (s.kind(before - 1) == ch.ADVERB)
    if kind == ch.NOUN and s.low(lead) == "with":
        cue = (s.pieces[particle].first, s.pieces[particle].last)
        if lead < before - 1:  # "…, with like-for-like sales ahead by 2.9%"
            name = (s.pieces[before - 1].first, s.pieces[before].last)
            return Claim(rule, Measure.CHANGE, direction, name=name, cue=cue)
        return Claim(rule, Measure.CHANGE, direction, Phrase(before, before + 1, before), cue=cue)
    if kind in (ch.COMMA, ch.OPEN) and _is_listed(a, before - 1):
        return claim_of(a, rule, extend(s, before - 1, before), Measure.CHANGE, direction, cue=particle)
    if a.earlier and (kind in (ch.COMMA, ch.OPEN, ch.NUMBER, ch.TIME, ch.CONJ, ch.PREP) or _has_amount(a, particle)):
        return claim_of(a, rule, None, Measure.CHANGE, direction, cue=particle)
    phrase: Phrase | None = noun_before(s, particle)
    if kind == ch.STOP and s.low(before) == ":" and s.kind(before - 1) == ch.NOUN:
        phrase = extend(s, phrase_start(s, before - 1), before)  # "Food: up 4.1 percent"
    if kind == ch.COMMA:
        verb = verb_before(s, particle)
        phrase = clause_subject(a, verb) if verb >= 0 else phrase
    return claim_of(a, rule, phrase, Measure.CHANGE, direction, cue=particle)


_EXAMPLE: Final = ("as", "including", "like", "among")


def _is_listed(a: Amount, noun: int) -> bool:
    """As in "chains such as Corva, down 3 pct, and Tern (down 4 pct)": each of several has its own amount behind it."""
    s, lead = a.s, noun - 1
    if s.kind(noun) != ch.NOUN:
        return False
    is_named = s.low(lead) in ("were", "are") and bool(s.tag(noun) & t.CAPITAL)  # "the winners were Corva, up 3 pct, …"
    if is_named or s.low(lead) in _EXAMPLE:
        return True
    is_next = s.kind(lead) in (ch.COMMA, ch.CONJ, ch.STOP) and bool(a.earlier)
    return is_next and lead - 2 <= a.earlier[-1][0].at < lead and a.earlier[-1][1].measure is Measure.CHANGE


def _has_amount(a: Amount, before: int) -> bool:
    """Whether the amount before stands in the same stretch, with only its noun and its time behind it."""
    for at in range(before - 1, max(-1, before - 8), -1):
        kind = a.s.kind(at)
        if kind == ch.NUMBER:
            return True
        if kind not in (ch.NOUN, ch.PREP, ch.TIME, ch.COMMA, ch.ADVERB, ch.CLOSE):
            return False
    return False


def verb_of_change(a: Amount) -> Claim | None:
    """As in "rose 2.1 billion", "fell by 3 mln", "cut its rates 3.1 pct", "raised prices by 2 pct"."""
    s, left = a.s, a.left
    if a.unit_kind == "duration" and a.noun_behind() >= 0:
        return None  # "cut its seven-day rate"
    by = a.left_kind == ch.PREP and a.left_low == "by"
    if by:
        left -= 1
    left = _past_particle(s, left)
    if s.kind(left) in (ch.VERB, ch.PARTICIPLE) and s.pieces[left].tag & (t.UP | t.DOWN):
        return _verb_moves(a, left, by=by)
    if not (by or a.is_share or a.is_money) or s.kind(left) not in (ch.NOUN, ch.TIME):
        return None
    if not by and s.reading.low[s.pieces[left].last - 1].endswith("'s"):
        return None  # "may widen Acme's 26 pct share"
    verb = verb_before(s, left + 1, 10)
    if verb < 0:
        return None
    return (_of_each(a, verb, left) if by else None) or _verb_apart(a, verb, left, by=by)


def _of_each(a: Amount, verb: int, noun: int) -> Claim | None:
    """As in "both firms grew, Corva by 3 pct and Tern by 4 pct": each of several with its own amount."""
    s = a.s
    direction = direction_of(s.pieces[verb].tag)
    is_listed = s.kind(noun) == ch.NOUN and s.kind(noun - 1) in (ch.COMMA, ch.CONJ)
    if direction is None or not is_listed or s.kind(verb + 1) != ch.COMMA:
        return None
    return claim_of(a, "change.verb", extend(s, noun, a.left), Measure.CHANGE, direction, verb=verb, cue=verb)


def _verb_apart(a: Amount, verb: int, left: int, *, by: bool) -> Claim | None:
    """As in "cut its rates 3.1 pct", "raised prices by 2 pct": a noun or a time stands behind the verb of change."""
    s = a.s
    direction = direction_of(s.pieces[verb].tag)
    if _crosses_amount(s, verb, left):
        return None
    goal = verb + 1
    if direction is None and s.pieces[verb].tag & t.MOVE and s.kind(goal) == ch.PARTICLE:
        direction = direction_of(s.pieces[goal].tag)  # "pushed up prices by 3 pct"
        goal += 1
    if direction is None:
        return None
    while s.kind(goal) in (ch.ADVERB, ch.NUMBER) and goal < left:
        goal += 1
    if s.kind(goal) == ch.NOUN and not s.pieces[verb].is_passive and s.kind(left) == ch.NOUN:
        return claim_of(
            a,
            "change.verb-object",
            extend(s, goal, a.left if by else left + 1),
            Measure.CHANGE,
            direction,
            verb=verb,
            cue=verb,
        )
    if by or (s.kind(left) == ch.TIME and not s.pieces[verb].tag & t.SPEECH):
        return claim_of(a, "change.verb", clause_subject(a, verb), Measure.CHANGE, direction, verb=verb, cue=verb)
    return None


def _crosses_amount(s: Syntax, first: int, last: int) -> bool:
    return any(
        s.kind(i) == ch.COMMA or (s.kind(i) == ch.NUMBER and s.kind(i + 1) != ch.NOUN) for i in range(first, last)
    )


def _past_particle(s: Syntax, at: int) -> int:
    while s.kind(at) == ch.ADVERB:
        at -= 1
    return at


def _verb_moves(a: Amount, verb: int, *, by: bool) -> Claim:
    s = a.s
    piece = s.pieces[verb]
    direction = direction_of(piece.tag)
    noun = a.noun_behind()
    is_prior = bool(a.earlier) and not s.pieces[verb].is_finite and is_comparing(a, verb - 1)
    if noun >= 0 and not a.is_count and s.reading.tag[a.word] & t.DET:
        return claim_of(a, "level.counted", extend(s, noun), verb=verb, cue=noun)  # "raise the two-dollar charge"
    if a.is_money and s.low(verb) in ("lost", "lose", "loses", "losing") and not by and s.low(a.at + 1) != "to":
        return claim_of(a, "level.lost", clause_subject(a, verb), verb=verb, cue=verb)
    if piece.tag & t.OBJECT_MOVES and not piece.is_passive and s.kind(verb) == ch.VERB and not by:
        if a.is_money and s.low(verb).startswith("rais"):
            return _raised(a, verb)
        source = _object_of_cut(s, a.at + 1)
        if source is not None:
            return claim_of(a, "change.verb-amount", source, Measure.CHANGE, direction, verb=verb, cue=verb)
        if noun >= 0:
            return claim_of(a, "change.verb-counted", extend(s, noun), Measure.CHANGE, direction, verb=verb, cue=verb)
    if (
        noun >= 0
        and a.is_count
        and s.low(verb)
        in ("gained", "lost", "added", "shed", "gain", "lose", "shed", "add", "gaining", "losing", "shedding", "adding")
    ):
        return claim_of(a, "change.verb-counted", extend(s, noun), Measure.CHANGE, direction, verb=verb, cue=verb)
    if is_prior:
        return claim_of(a, "change.verb", None, Measure.CHANGE, direction, is_prior=True, verb=verb, cue=verb)
    return claim_of(a, "change.verb", clause_subject(a, verb), Measure.CHANGE, direction, verb=verb, cue=verb)


def _raised(a: Amount, verb: int) -> Claim:
    """As in "raising 120 mln dlrs through an offering of bonds": money is found, nothing moves."""
    s, at = a.s, a.at + 1
    if (
        s.kind(at) == ch.PREP
        and s.low(at) in ("through", "by", "from", "in", "via", "for", "with")
        and s.kind(at + 1) == ch.NOUN
        and (s.low(at) != "from" or s.low(at + 1) in names()["deals"])  # "from the sale of land", not "from investors"
    ):
        return claim_of(a, "level.raised", extend(s, at + 1), verb=verb, cue=at)
    return claim_of(a, "level.raised", clause_subject(a, verb), verb=verb, cue=verb)


def _object_of_cut(s: Syntax, at: int) -> Phrase | None:
    """As in "cut 3 mln dlrs from its budget", "add 2 pct to costs"."""
    if s.kind(at) == ch.PREP and s.low(at) in ("from", "to", "off", "in", "of") and s.kind(at + 1) == ch.NOUN:
        return extend(s, at + 1)
    return None
