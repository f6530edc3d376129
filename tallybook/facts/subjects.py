"""The subject of a verb: before it, past an insertion, in the clause it continues, or what "which" stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.neighbours import phrase_start
from tallybook.facts.phrases import REACH, Phrase, extend, in_list

if TYPE_CHECKING:
    from tallybook.facts.syntax import Syntax


def subject_of(s: Syntax, verb: int, depth: int = 0) -> Phrase | None:
    """The subject of the verb group at chunk `verb`: before it, past a parenthesis, in the clause it continues."""
    at, floor = verb - 1, max(-1, verb - REACH)
    while at > floor:
        opening = _opening(s, at)
        if opening >= 0:
            at = opening - 1
            continue
        if s.kind(at) == ch.PRONOUN and not is_governed(s, at):
            return Phrase(at, at + 1, at)  # but "the voltage across it was 5 volts"
        if _bounds_subject(s, at, verb):
            break
        at -= 1
    if _looks_back(s, verb) and s.kind(at) == ch.VERB and s.pieces[at].is_finite and s.tag(at) & t.BE and depth < 3:
        return subject_of(s, at, depth + 1)  # "sales were flat in May after rising 1.3 pct"
    rel = _defining(s, at)
    if rel >= 0:
        return antecedent(s, rel)
    if is_called_by_age(s, verb - 1):
        return Phrase(verb - 1, verb, verb - 1)
    found = _main_noun(s, at + 1, verb) or _absolute(s, at + 1, verb) or _noun_moving(s, at, verb)
    if found is not None or at < 0 or depth > 3:
        return found
    return _subject_elsewhere(s, verb, at, depth)


def is_called_by_age(s: Syntax, at: int) -> bool:
    """As in "the 65-year-old won 3 mln", "a 60 year-old would draw 2.7 pct": an age that stands for somebody."""
    mention = s.reading.mention[s.pieces[at].first] if s.kind(at) == ch.NUMBER else None
    is_age = mention is not None and mention.number.unit_kind == "age"
    return is_age and s.reading.text(s.pieces[at].first, s.pieces[at].last).endswith("old")


def _looks_back(s: Syntax, verb: int) -> bool:
    """As in "after rising 3 pct", "before falling to 2 pct": what was or will be with the same subject."""
    return bool(s.tag(verb) & t.ING) and s.kind(verb - 1) == ch.PREP and s.low(verb - 1) in ("after", "before")


def _defining(s: Syntax, conj: int) -> int:
    """As in "M-2, which is M-1 plus notice and time deposits rose": the pronoun of an insertion that is not closed."""
    at = conj
    while at > 0 and s.kind(at) in (ch.CONJ, ch.NOUN, ch.PREP) and conj - at < _LONGEST_INSERTION:
        at -= 1
    is_open = at < conj - 1 and s.kind(at) == ch.VERB and s.tag(at) & t.BE and s.kind(at - 2) == ch.COMMA
    return at - 1 if is_open and s.kind(at - 1) == ch.REL else -1


def _opening(s: Syntax, at: int) -> int:
    """Where the bracket or the insertion between dashes begins that chunk `at` closes, else -1."""
    if s.kind(at) == ch.CLOSE:
        return _opening_bracket(s, at)
    return _opening_dash(s, at) if s.kind(at) == ch.STOP and s.low(at) in DASHES else -1


def _bounds_subject(s: Syntax, at: int, verb: int) -> bool:
    """Whether the subject of the verb group at chunk `verb` stands behind chunk `at`, or is not there at all."""
    kind = s.kind(at)
    if kind == ch.CONJ:
        return not _joins_nouns(s, at)
    if kind == ch.COMMA:
        return not in_list(s, at, verb)
    return kind in _BOUNDARIES


_BOUNDARIES: Final = frozenset({ch.VERB, ch.STOP, ch.CLAUSE, ch.REL, ch.OPEN})


def _noun_moving(s: Syntax, boundary: int, verb: int) -> Phrase | None:
    """As in "on sales seen rising 4 pct", "5 mln dlrs of notes due 1997 yielding 8 pct": the noun that moves."""
    tag, at = s.pieces[verb].tag, verb - 1
    if not tag & t.ING or not tag & (t.CHANGES | t.YIELD) or s.pieces[verb].is_finite:
        return None
    while s.kind(at) == ch.PARTICIPLE or (tag & t.YIELD and s.kind(at) in (ch.TIME, ch.ADVERB)):
        at -= 1
    return extend(s, at, verb) if at > boundary and s.kind(at) == ch.NOUN else None


def _absolute(s: Syntax, first: int, verb: int) -> Phrase | None:
    """As in "…, with dairy prices rising 4 pct", "for trade with Norland to grow 4 pct": a subject that these open."""
    is_infinitive = "to" in (s.reading.low[s.pieces[verb].first], s.low(verb - 1))
    if s.low(first) != "with" and not (s.low(first) == "for" and is_infinitive):
        return None
    return extend(s, first + 1, verb) if first + 1 < verb and s.kind(first + 1) == ch.NOUN else None


def subject_before(s: Syntax, pronoun: int) -> Phrase | None:
    """The subject of the clause before a pronoun: "the rate is unchanged since January, when it was raised"."""
    for at in range(pronoun - 1, max(-1, pronoun - REACH), -1):
        piece = s.pieces[at]
        if piece.kind == ch.VERB and piece.is_finite and not piece.tag & t.SPEECH:
            subject = subject_of(s, at)
            return subject if subject is not None and s.kind(subject.head) == ch.NOUN else None
        if piece.kind == ch.STOP:
            return None
    return None


DASHES: Final = ("-", "–", "—")
# An insertion between dashes has so many chunks at most.
_LONGEST_INSERTION: Final = 16


def _opening_dash(s: Syntax, dash: int) -> int:
    """The dash that opens the insertion which the one at chunk `dash` closes, -1 if a sentence stands between them."""
    at = dash - 1 if s.kind(dash - 1) == ch.STOP else dash  # "--"
    for look in range(at - 1, max(-1, at - _LONGEST_INSERTION), -1):
        kind = s.kind(look)
        if kind == ch.STOP:
            is_double = s.low(look - 1) == s.low(look)
            return (look - 1 if is_double else look) if s.low(look) in DASHES else -1
        if kind == ch.VERB and s.pieces[look].is_finite and s.kind(look - 1) != ch.REL:
            return -1
    return -1


def _opening_bracket(s: Syntax, close: int) -> int:
    """The bracket that the one at chunk `close` closes; the chunk itself if none does."""
    return next((at for at in range(close - 1, max(-1, close - REACH), -1) if s.kind(at) == ch.OPEN), close)


def _joins_nouns(s: Syntax, conj: int) -> bool:
    """Whether the conjunction joins parts of one subject: no finite verb stands between it and the boundary before."""
    if s.kind(conj - 1) == ch.NOUN and s.kind(conj + 1) == ch.NOUN and _is_nominal(s, conj):
        return True
    for at in range(conj - 1, max(-1, conj - REACH), -1):
        kind = s.pieces[at].kind
        if kind == ch.VERB and s.pieces[at].is_finite:
            return (
                bool(s.pieces[at].tag & t.SPEECH) and s.kind(at + 1) != ch.NUMBER
            )  # but "added 400 jobs and hiring …"
        if kind == ch.PARTICLE and s.kind(at + 1) == ch.NUMBER:
            return False
        if kind in (ch.STOP, ch.CLAUSE, ch.REL):
            return True
        if kind == ch.COMMA:
            return s.kind(at + 1) == ch.NOUN and (s.kind(at - 1) == ch.NOUN or _is_opening(s, at))
    return True


def _is_opening(s: Syntax, comma: int) -> bool:
    """Whether a comma closes the time that opens a sentence: "In 2020, chemicals and plastics earned …"."""
    return comma <= 3 and s.kind(comma - 1) == ch.TIME


def _is_nominal(s: Syntax, conj: int) -> bool:
    """As in "… but sales of trucks and vans grew": only a noun phrase stands before the conjunction."""
    for at in range(conj - 1, max(-1, conj - REACH), -1):
        kind = s.pieces[at].kind
        if kind in (ch.CONJ, ch.COMMA, ch.CLAUSE):
            return at < conj - 2 and s.kind(conj - 2) == ch.PREP
        if kind not in (ch.NOUN, ch.PREP, ch.ADVERB):
            return False
    return False


def _main_noun(s: Syntax, first: int, last: int) -> Phrase | None:
    """The first noun of the chunks [first, last) that no preposition governs, with what restricts it."""
    for at in range(first, last):
        if s.kind(at) == ch.NOUN and not is_governed(s, at, first) and not _is_attribute(s, at, last):
            return extend(s, at, last)
    return None


def _is_attribute(s: Syntax, at: int, last: int) -> bool:
    """Whether the noun at chunk `at` only leads to one behind it: "the state's 48 pct", "the ICO 15-day", "the May"."""
    is_owner = bool(s.tag(at) & t.OWN)
    following = at + 1
    while following < last and (
        s.kind(following) == ch.TIME
        or (s.kind(following) == ch.ADVERB and s.tag(following) & t.TIME_WORD)
        or (is_owner and s.kind(following) in (ch.NUMBER, ch.ADVERB))
        or _is_length_or_share(s, following)
    ):
        following += 1
    if following >= last or s.kind(following) != ch.NOUN:
        return False
    return is_owner or following > at + 1 or bool(s.reading.tag[s.pieces[following].first] & t.DET)


def _is_length_or_share(s: Syntax, at: int) -> bool:
    mention = s.reading.mention[s.pieces[at].first] if s.kind(at) == ch.NUMBER else None
    return mention is not None and mention.number.unit_kind in ("duration", "percent")


def is_governed(s: Syntax, at: int, first: int = 0) -> bool:
    """Whether a preposition governs the noun at chunk `at`: "of bonds", "of the four ships"."""
    before = at - 1
    while before >= first and s.pieces[before].kind in (ch.NUMBER, ch.ADVERB):
        before -= 1
    return before >= first and s.pieces[before].kind == ch.PREP


def _subject_elsewhere(s: Syntax, verb: int, boundary: int, depth: int) -> Phrase | None:
    """The subject of a verb that has none before it in its own stretch of the sentence."""
    kind = s.pieces[boundary].kind
    if kind == ch.REL:
        if s.low(boundary - 1) == "of" and s.kind(boundary - 2) == ch.NOUN:
            return extend(s, boundary - 2, boundary - 1)  # "such systems, sales of which reached …"
        return antecedent(s, boundary)
    if kind == ch.COMMA and not s.pieces[verb].is_finite and s.kind(boundary - 1) == ch.NOUN:
        is_assigned = s.pieces[verb].tag & t.ASSIGN and s.pieces[verb].tag & t.PAST
        main = -1 if is_assigned else _main_verb(s, boundary)  # "to cut liquidity, estimated at 500 mln"
        if main >= 0:
            return subject_of(s, main, depth + 1)  # "M-3 finished within the target, rising 4.6 pct"
        return extend(s, phrase_start(s, boundary - 1), boundary)  # "tariffs, still ranging from …"
    if kind in (ch.COMMA, ch.CLOSE):
        return _past_parenthesis(s, boundary, depth)
    if kind == ch.CONJ:
        for at in range(boundary - 1, max(-1, boundary - REACH), -1):
            if s.pieces[at].kind == ch.VERB and s.pieces[at].is_finite and not _is_inserted_speech(s, at):
                return subject_of(s, at, depth + 1)
            if s.pieces[at].kind == ch.REL:
                return antecedent(s, at)
    if kind == ch.CLAUSE and boundary == verb - 1 and s.pieces[verb].tag & t.ING:
        main = _main_verb(s, boundary)
        return subject_of(s, main, depth + 1) if main >= 0 else None  # "rose 5 pct while offering a yield of 4"
    if kind == ch.VERB and not (
        s.pieces[boundary].tag & t.SAYS and s.pieces[boundary].is_finite and not s.pieces[boundary].is_passive
    ):
        return subject_of(s, boundary, depth + 1)
    return None


def _is_inserted_speech(s: Syntax, verb: int) -> bool:
    """As in "Prices rose, the bureau said on Friday, and were …": who says it stands between commas."""
    if not s.pieces[verb].tag & t.SPEECH or s.kind(verb - 1) != ch.NOUN or s.kind(verb - 2) != ch.COMMA:
        return False
    return any(s.kind(at) == ch.COMMA for at in range(verb + 1, verb + 4))


def _main_verb(s: Syntax, boundary: int) -> int:
    """The finite verb that carries the clause before a boundary, -1 if it only says or there is none."""
    for at in range(boundary - 1, max(-1, boundary - REACH), -1):
        piece = s.pieces[at]
        if piece.kind == ch.VERB and piece.is_finite:
            return -1 if piece.tag & t.SPEECH else at
        if piece.kind in (ch.STOP, ch.CLAUSE, ch.REL):
            return -1
    return -1


def _past_parenthesis(s: Syntax, comma: int, depth: int) -> Phrase | None:
    """The subject past an insertion ("M-3, which is …, rose"), or of the verb before ("fell 3 pct, rose 2 pct")."""
    has_verb = False
    for at in range(comma - 1, max(-1, comma - REACH), -1):
        kind = s.pieces[at].kind
        if kind == ch.VERB and s.pieces[at].is_finite and not s.pieces[at].tag & t.SPEECH:
            has_verb = True
            if s.kind(at - 1) != ch.REL and subject_of(s, at, 4) is not None:
                return subject_of(s, at, depth + 1)
        elif kind == ch.REL:
            before = at - 1 if s.kind(at - 1) == ch.COMMA else at
            return subject_of(s, before, depth + 1)
        elif kind == ch.COMMA and not has_verb:
            return subject_of(s, at, depth + 1)
        elif kind in (ch.STOP, ch.CLAUSE):
            break
    return _main_noun(s, max(0, comma - REACH), comma) if not has_verb else None


def antecedent(s: Syntax, rel: int) -> Phrase | None:
    """The noun phrase that a relative pronoun at chunk `rel` stands for."""
    at = rel - 1
    if s.kind(at) == ch.COMMA:
        at -= 1
    while at >= 0 and s.pieces[at].kind in (ch.TIME, ch.CLOSE) and rel - at < REACH:
        at -= 1
        if s.kind(at) == ch.PREP:
            at -= 1
    if s.kind(at) != ch.NOUN:
        return None
    if s.low(rel) == "which" and _is_called(s, at, rel):
        at -= 2
    is_somebody = s.low(rel) == "who" and s.low(at - 1) != "of"  # "a school for his daughter who was ten"
    start = at if is_somebody else phrase_start(s, at)
    is_of_change = s.tag(start) & t.CHANGE and s.low(start + 1) == "in" and start + 2 == at
    moves = s.tag(rel + 1) & (t.UP | t.DOWN | t.STATE) and not s.tag(rel + 1) & t.OBJECT_MOVES
    if is_of_change and moves and s.kind(rel + 1) == ch.VERB:
        start = at  # "a rise in stocks, which climbed to 5 mln"
    return extend(s, start, at + 1)


def _is_called(s: Syntax, name: int, rel: int) -> bool:
    """As in "the pay of the chief executive, Ann Kova, which was 2 mln": a name between commas tells who was meant."""
    is_inserted = s.kind(name - 1) == ch.COMMA and s.kind(rel - 1) == ch.COMMA
    is_name = bool(s.tag(name) & t.CAPITAL) and not s.tag(name - 2) & t.CAPITAL
    return is_inserted and is_name and s.kind(name - 2) == ch.NOUN
