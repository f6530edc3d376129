"""What an expression of time is to the words around it: a comparison, a day of saying, the term of something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.claims import compare_verbs
from tallybook.facts.timex import scan
from tallybook.facts.timex_cues import cues, time_words

if TYPE_CHECKING:
    from tallybook.facts.pieces import Piece
    from tallybook.facts.syntax import Syntax
    from tallybook.facts.timex_model import Timex

# No stretch is looked at beyond so many chunks, so that a sentence of any length stays linear.
REACH: Final = 60
# Between a preposition and the amount whose phrase it leads to stand so many chunks at most.
_NEAR: Final = 6
# An insertion is no longer than so many chunks.
_INSERTED: Final = 16
_DAY: Final = re.compile(r"-\d\d-\d\d\Z")
_WORD: Final = re.compile(r"\w+|\S")
# From one month or day to another; "1986/1987" is a year of business, with which the next one is compared.
_SPAN: Final = re.compile(r"\d{4}-\d\d[^/]*/")
_LINKS: Final = frozenset({"in", "of", "for", "at", "during"})
# Inside a phrase these tie the amount to its noun: "a deficit of 3 mln".
_INNER: Final = frozenset({"of", "at"})


def is_year(time: Timex) -> bool:
    """Whether an expression is a year and nothing else: "1986", "last year"."""
    return (time.sense == "pointer" and time.unit == "A") or (
        time.sense == "iso" and len(time.iso) == 4 and not time.iso.startswith("-")
    )


def spans_a_year(time: Timex) -> bool:
    """As in "the year to January", "the 12 months to the end of February", "the last 12 months"."""
    return time.sense == "span" and (time.unit, abs(time.count)) in (("A", 1), ("M", 12))


def is_base(s: Syntax, piece: Piece) -> bool:
    """As in "the index (base 1981)", "1980 = 100", "in 1981 prices"."""
    low = s.reading.low
    is_named = piece.time is not None and is_year(piece.time) and low[piece.last] in time_words("bases")
    return (piece.first > 0 and low[piece.first - 1] == "base") or low[piece.last] == "=" or is_named


def leading(s: Syntax, left: int) -> int:
    """The preposition that leads to the phrase of an amount governed by chunk `left`, or -1.

    As in "against a revised deficit of 3": it stands a few chunks of nouns and times away.
    """
    for look in range(left, max(-1, left - _NEAR), -1):
        kind = s.kind(look)
        is_inner = look >= left - 1 and s.low(look) in _INNER
        is_inner = is_inner or (s.low(look) == "in" and bool(s.tag(look - 1) & t.CHANGE))  # "a May rise in sales of 3"
        if kind == ch.PREP and not is_inner:
            return look
        if kind not in (ch.NOUN, ch.TIME, ch.ADVERB, ch.PARTICIPLE, ch.PREP):
            break
    return -1


def named_in(s: Syntax, chunk: int) -> list[Timex]:
    """The times that are words of the noun at a chunk: "a January rate", "a year-on-year March figure"."""
    piece = s.pieces[chunk]
    found: list[Timex] = []
    if piece.kind != ch.NOUN:
        return found
    tag = s.reading.tag
    for word in range(piece.first, piece.last):
        if tag[word] & (t.TIME_WORD | t.DATE):
            time = scan(s.reading, word, cues())
            if time is not None and time.sense in ("month", "iso", "span", "pointer", "same"):
                found.append(time)
    return found


def is_said(piece: Piece) -> bool:
    """Whether a verb group says what stands beside it: not "were seen"."""
    return bool(piece.tag & t.SPEECH) and not piece.is_passive


def is_of_another(s: Syntax, at: int) -> bool:
    """Whether the date at chunk `at` belongs to something else than an amount.

    The end of a loan ("due 1997"), or the day on which it was said ("the figure announced last month").
    """
    first, ends = s.pieces[at].first, time_words("not_of_amount")
    low = s.reading.low
    if first > 0 and low[first - 1] in ends:
        return True
    if first > 1 and low[first - 2] in ends and s.kind(at - 1) == ch.PREP:
        return low[first - 1] != "to"  # "debts due by mid-1988", but "due to its 1986 deficit"
    behind = at + 3 if s.low(at + 1) == "to" and s.kind(at + 2) == ch.TIME else at + 1  # "March 20 to April 5 delivery"
    if s.kind(behind) == ch.NOUN and s.low(behind) in time_words("not_of_amount_behind"):
        return True
    time = s.pieces[at].time
    is_day = time is not None and not is_year(time)
    if is_day and s.kind(at + 1) == ch.NOUN and _is_made_then(s, at):
        return True
    before = at - 1
    while s.kind(before) in (ch.PREP, ch.ADVERB):
        before -= 1
    if s.kind(before) == ch.PARTICIPLE and s.low(before + 1) in ("at", "for"):
        return False  # "44 mln reported at year-end"
    if s.kind(before) == ch.NOUN and s.low(before - 1) == "by":
        before -= 2  # "a forecast made by the institute last May"
    if s.low(before - 1) in time_words("documents") and _is_made(s, before) and _has_verb_behind(s, at):
        return True  # "figures issued on May 9 show …"
    if s.low(at - 1) == "for" and s.reading.low[s.pieces[at - 2].first] in time_words("comparable"):
        return True  # "with comparative figures for May in brackets"
    if s.kind(before) == ch.VERB and (s.kind(before - 1) == ch.NUMBER or not s.pieces[before].is_finite):
        return _is_made(s, before)  # "the 2 pct assumed in May", "its forecast, issued last month, of 3 pct"
    if s.kind(before) == ch.NOUN and _is_superlative(s, before):
        return True  # "to the lowest levels this year"
    return s.kind(before) == ch.PARTICIPLE and (bool(s.tag(before) & t.SPEECH) or _is_made(s, before))


def _is_made_then(s: Syntax, at: int) -> bool:
    """Whether the time at a chunk is when the forecast behind it was made."""
    is_owned = s.reading.tag[s.pieces[at].first] & t.OWN
    noun = s.low(at + 1)
    return noun in time_words("made_behind") or bool(is_owned and noun in time_words("made_by_behind"))


def _has_verb_behind(s: Syntax, at: int) -> bool:
    """Whether another verb carries the sentence, behind chunk `at`."""
    behind = range(at + 1, min(len(s.pieces), at + _INSERTED))
    return any(s.pieces[i].kind == ch.VERB and s.pieces[i].is_finite for i in behind)


def _is_made(s: Syntax, at: int) -> bool:
    """Whether a verb tells when something was made or said: "pencilled in", "issued"."""
    return s.low(at) in time_words("not_of_amount_verbs")


def _is_superlative(s: Syntax, noun: int) -> bool:
    piece = s.pieces[noun]
    return any(word in time_words("superlatives") for word in s.reading.low[piece.first : piece.last])


def is_compared(s: Syntax, at: int) -> bool:
    """Whether the expression at chunk `at` is what a change is measured against.

    As in "from a year earlier", "than in 1985", "above its trough in March".
    """
    if is_of_another(s, at):
        return True
    time = s.pieces[at].time
    if time is None:
        return False
    before = at - 1
    if s.kind(before) == ch.PREP and s.low(before) in _LINKS:
        if s.low(before) != "of" and s.low(before - 1) == "as":
            return True  # "the same as in January", but "as of January 1"
        if s.kind(before - 1) == ch.PRONOUN and s.low(before - 2) in time_words("comparing_nouns"):
            return True  # "higher than that of the same month last year"
        if _is_comparing_noun(s, before - 1):
            return True
        before -= 1
    elif _is_comparing_noun(s, before):
        before -= 1
    word = s.low(before)
    if s.low(before - 1) in time_words("beginnings"):
        return False
    if s.kind(before) == ch.PARTICLE and word in time_words("comparing_nouns") | {"ahead"}:
        return True
    if s.kind(before) == ch.STOP:
        return False  # "…; a year ago it was 5 mln"
    if s.kind(before) not in (ch.PREP, ch.VERB, ch.PARTICIPLE):
        return time.sense in ("back", "ago") and before >= 0 and not time.is_possessive
    return word in time_words("comparing") and _is_measured_against(s, time, word)


def is_measured_from(s: Syntax, at: int) -> bool:
    """Whether a level beside the time at chunk `at` is compared with it.

    As in "362,000 units, unchanged from December", "5 mln, compared with a deficit in March".
    """
    time, before = s.pieces[at].time, at - 1
    if time is None or _is_span(s, time):
        return False
    if s.low(before) in _LINKS and s.kind(before - 1) == ch.NOUN:
        before -= 2
    if s.kind(before) != ch.PREP:
        return False
    is_set_against = s.low(before) in ("with", "to") and s.low(before - 1) in compare_verbs()
    if time.sense in ("back", "ago"):
        return is_set_against
    is_start = s.low(before) == "from" and _DAY.search(time.iso) is not None  # "will pay 5 pct from April 1"
    return is_set_against or (before == at - 1 and s.low(before) in ("from", "than") and not is_start)


def is_standard(s: Syntax, at: int, amount: int) -> bool:
    """As in "99 pct of *2019* levels", "half the *2015* figure": what the amount at a chunk is a part of."""
    is_next = at == amount + 1 or (at == amount + 2 and s.low(amount + 1) == "of")
    return is_next and s.kind(at + 1) == ch.NOUN and s.low(at + 1) in time_words("standards")


def is_inside_another(s: Syntax, at: int) -> bool:
    """As in "6 pct in February's report": a time behind an amount that owns the noun which follows it."""
    time = s.pieces[at].time
    is_owner = time is not None and time.is_possessive and s.kind(at + 1) == ch.NOUN
    return is_owner and s.kind(at - 1) == ch.PREP and s.low(at - 1) not in ("of", "from")


def is_reference(s: Syntax, at: int) -> bool:
    """Whether a change is measured against the time at chunk `at`, and not only told beside it."""
    is_told = s.low(at - 1) == "since" or not is_of_another(s, at)
    return is_told and is_compared(s, at) and not is_record(s, at)


def is_record(s: Syntax, at: int) -> bool:
    """Whether nothing as large was seen since the time at chunk `at`: "up 2 pct, the largest gain since April"."""
    noun = at - 2
    while noun > at - _NEAR and s.kind(noun) in (ch.NOUN, ch.PREP) and not _is_superlative(s, noun):
        noun -= 1
    return s.low(at - 1) == "since" and s.kind(noun) == ch.NOUN and _is_superlative(s, noun)


def clause_start(s: Syntax, at: int, *, is_ahead: bool = False) -> int:
    """The stop or the word that opens the clause of chunk `at`, -1 for the start of the sentence.

    A list behind a verb belongs to its clause ("The main buyers in May were: Iraq (5 mln)"), what is foreseen to its
    label ("Outlook for the second quarter: revenue of 3 mln").
    """
    first = at - 1
    while first > max(-1, at - REACH):
        is_label = s.low(first) == ":" and (s.kind(first - 1) == ch.VERB or (is_ahead and not s.has_clause))
        if s.pieces[first].kind in (ch.STOP, ch.CLAUSE) and not is_label:
            break
        first -= 1
    return first


def is_inserted(s: Syntax, at: int, amount: int) -> bool:
    """Whether chunk `at` stands in an insertion before the amount: "GDP, which fell 2 pct in May, was 3 pct higher"."""
    first = at
    while first > max(-1, at - _INSERTED) and not _opens_insertion(s, first):
        if s.pieces[first].kind in (ch.REL, ch.STOP, ch.CLAUSE):
            return False
        first -= 1
    if not _opens_insertion(s, first):
        return False
    last = next((i for i in range(at, min(amount, at + _INSERTED)) if s.pieces[i].kind == ch.COMMA), amount)
    behind = (s.pieces[i] for i in range(last, min(amount, last + 3)))
    return any(piece.kind == ch.VERB and (piece.is_finite or piece.tag & t.PAST) for piece in behind)


def _opens_insertion(s: Syntax, first: int) -> bool:
    """As in "GDP, *which* fell", "the price, *expected* to be told tomorrow"."""
    is_participle = s.kind(first) == ch.VERB and not s.pieces[first].is_finite and bool(s.tag(first) & t.PAST)
    return s.kind(first - 1) == ch.COMMA and (s.kind(first) == ch.REL or is_participle)


def is_of_saying(s: Syntax, at: int, amount: int) -> bool:
    """Whether the time at chunk `at` is when something was said, and the amount at chunk `amount` is what was said.

    As in "The office said yesterday that …", "On Monday the bank reported that prices rose …", "it said last month".
    """
    time = s.pieces[at].time
    before = at - 1
    while s.kind(before) in (ch.PREP, ch.NOUN, ch.ADVERB):
        before -= 1
    if time is not None and time.sense == "pointer" and time.unit in ("W", "M"):
        return _is_speech(s, before) and s.reading.low[s.pieces[before].head] in time_words("stating")
    if time is None or not (time.sense == "weekday" or (time.sense == "pointer" and time.unit == "D")):
        return False
    if _is_speech(s, before):
        return True
    verb = at + 1
    while verb < amount and s.kind(verb) in (ch.COMMA, ch.NOUN, ch.PREP, ch.PRONOUN):
        verb += 1
    has_more = any(s.pieces[i].kind == ch.VERB for i in range(verb + 1, min(amount, verb + REACH)))
    return _is_speech(s, verb) and (has_more or s.reading.low[s.pieces[verb].head] in time_words("reporting"))


def _is_speech(s: Syntax, at: int) -> bool:
    return s.kind(at) == ch.VERB and bool(s.tag(at) & t.SAYS) and is_said(s.pieces[at])


def _is_comparing_noun(s: Syntax, at: int) -> bool:
    """Whether chunk `at` is a noun that a comparison governs: "than *the level* in 1985"."""
    is_led = s.kind(at) == ch.NOUN and s.kind(at - 1) in (ch.PREP, ch.PARTICLE)
    return is_led and s.low(at - 1) in time_words("comparing_nouns")


def _is_span(s: Syntax, time: Timex) -> bool:
    """As in "from March to May 2021", not "from the final three months of 2021"."""
    if time.until or _SPAN.match(time.iso) is None:
        return bool(time.until)
    return not time_words("until").isdisjoint(_WORD.findall(s.reading.text(time.first, time.last).lower()))


def _is_measured_against(s: Syntax, time: Timex, word: str) -> bool:
    """Whether a time behind a comparing word is compared with: not "over the past year", "from March to May 2021"."""
    if word == "from" and _is_span(s, time):
        return False
    if word == "to":
        return time.sense not in ("span", "cumulative", "pointer", "month", "iso")
    if word == "over" and time.sense in ("span", "cumulative"):
        return False
    if word == "over" and time.sense == "pointer":
        return time.count < 0
    is_day = time.sense == "weekday" or (time.unit == "D" and time.year is None) or _DAY.search(time.iso) is not None
    return not (word == "on" and is_day)
