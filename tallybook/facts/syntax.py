"""Who does what in a sentence: subjects of verbs, noun phrases with what restricts them, what stands before an amount.

All searches are local: they look at most `REACH` chunks away, so that a sentence of any length stays linear.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallybook.facts import tags as t
from tallybook.facts.chunks import chunk
from tallybook.facts.phrases import REACH, Phrase, extend, in_list, names
from tallybook.facts.pieces import Chunk, Piece
from tallybook.facts.words import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.facts.words import Reading
    from tallybook.numbers.found import Mention, Sentence


@dataclass(slots=True)
class Syntax:
    """A sentence read: its words, its chunks, and the chunk that each word belongs to (-1 for none).

    `has_clause` is true if a finite verb stands in it; headlines and lines of tables have none.
    """

    reading: Reading
    pieces: list[Piece]
    piece_of: list[int]
    has_clause: bool

    def piece_at(self, mention: Mention) -> int:
        """The chunk that a number stands in, -1 if its words were taken by another."""
        start = mention.number.start
        at = bisect_right(self.reading.start, start) - 1
        return self.piece_of[at] if at >= 0 and self.reading.mention[at] is mention else -1

    def kind(self, at: int) -> Chunk | None:
        """The kind of chunk `at`, None outside the sentence."""
        return self.pieces[at].kind if 0 <= at < len(self.pieces) else None

    def low(self, at: int) -> str:
        """The head word of chunk `at` in lower case, empty outside the sentence."""
        return self.reading.low[self.pieces[at].head] if 0 <= at < len(self.pieces) else ""

    def tag(self, at: int) -> int:
        """The tags of the head word of chunk `at`, 0 outside the sentence."""
        return self.pieces[at].tag if 0 <= at < len(self.pieces) else 0


def parse(sentence: Sentence, mentions: Sequence[Mention], table: dict[str, int], language: str) -> Syntax:
    """Read one sentence, whose numbers are `mentions`."""
    reading = read(sentence, mentions, table)
    pieces = chunk(reading, language)
    piece_of = [-1] * (reading.size + 1)
    for index, piece in enumerate(pieces):
        for word in range(piece.first, piece.last):
            piece_of[word] = index
    has_clause = any(piece.kind is Chunk.VERB and piece.is_finite for piece in pieces)
    return Syntax(reading, pieces, piece_of, has_clause)


def before_amount(s: Syntax, number: int) -> tuple[int, int]:
    """The chunk that governs an amount, past "about", "a record", "at least"; and the first word taken up by these.

    The chunk is -1 if nothing stands before the amount.
    """
    low, tag = s.reading.low, s.reading.tag
    bounds = names().bounds
    word = s.pieces[number].first
    while word > 0:
        length = next((n for n in (3, 2, 1) if word >= n and " ".join(low[word - n : word]) in bounds), 0)
        length = length or _qualifying(s, word)
        if not length and not _only_qualifies(tag[word - 1], tag[word - 2] if word > 1 else t.MARK):
            break
        word -= length or 1
    at = word - 1
    while at >= 0 and s.piece_of[at] < 0:
        at -= 1
    left = s.piece_of[at] if at >= 0 else -1
    if s.kind(left) is Chunk.TIME and (
        s.low(left - 1) in ("from", "to") or s.tag(left - 1) & t.COMPARE or _is_owner(s, left)
    ):
        left -= 1  # "against last year's 194,715"
    return left, word


# "a non-seasonally adjusted 1.75 billion": so many words may stand between the article and the numeral.
_MOST_QUALIFYING = 3


def _qualifying(s: Syntax, word: int) -> int:
    """How many words from "a" up to the numeral at `word` qualify it alone, as in "rose an unadjusted 2 pct"."""
    low, tag = s.reading.low, s.reading.tag
    for length in range(2, _MOST_QUALIFYING + 2):
        at = word - length
        if (
            at < 0
            or not tag[at + 1] & (t.ADJ | t.PAST | t.ADVERB | t.OPEN)
            or tag[at + 1] & (t.PREP | t.CONJ | t.TIME_WORD)
        ):
            return 0
        if low[at] in ("a", "an"):
            is_adjective = tag[word - 1] & (t.ADJ | t.PAST) or low[word - 1].endswith(("ed", "ing"))
            return length if is_adjective and not tag[at - 1] & (t.NUMBER | t.DATE) else 0
    return 0


def _is_owner(s: Syntax, at: int) -> bool:
    time = s.pieces[at].time
    return time is not None and time.is_possessive


def _only_qualifies(tag: int, before: int) -> bool:
    """Whether a word before an amount says nothing of its own: "a", "record", "seasonally"."""
    if tag & t.DET:
        return not tag & t.REL
    if tag & (t.NUMBER | t.DATE | t.MARK | t.PARTICLE) or tag & t.PREP:
        return False
    if tag & t.MODIFIES_NUMBER:
        if tag & (t.NOUN | t.VERB | t.CHANGE) and not tag & t.ADVERB:
            return bool(before & (t.DET | t.ANY_VERB | t.PREP | t.ADJ | t.MODIFIES_NUMBER))
        return True
    return bool(tag & t.ADVERB and not tag & (t.PARTICLE | t.TIME_WORD | t.OPEN))


def subject_of(s: Syntax, verb: int, depth: int = 0) -> Phrase | None:
    """The subject of the verb group at chunk `verb`: before it, past a parenthesis, in the clause it continues."""
    pieces = s.pieces
    at, floor = verb - 1, max(-1, verb - REACH)
    while at > floor:
        kind = pieces[at].kind
        if kind is Chunk.CLOSE:
            at = _skip_bracket(s, at)
            continue
        if kind is Chunk.PRONOUN:
            return Phrase(at, at + 1, at)
        if kind is Chunk.CONJ:
            if not _joins_nouns(s, at):
                break
        elif kind is Chunk.VERB:
            break
        elif kind is Chunk.COMMA and in_list(s, at, verb):
            pass
        elif kind in (Chunk.COMMA, Chunk.STOP, Chunk.CLAUSE, Chunk.REL, Chunk.OPEN):
            break
        at -= 1
    found = _main_noun(s, at + 1, verb)
    if found is not None or at < 0 or depth > 3:
        return found
    return _subject_elsewhere(s, verb, at, depth)


def subject_before(s: Syntax, pronoun: int) -> Phrase | None:
    """The subject of the clause before a pronoun: "the rate is unchanged since January, when it was raised"."""
    for at in range(pronoun - 1, max(-1, pronoun - REACH), -1):
        piece = s.pieces[at]
        if piece.kind is Chunk.VERB and piece.is_finite:
            subject = None if piece.tag & t.SPEECH else subject_of(s, at)
            return subject if subject is not None and s.kind(subject.head) is Chunk.NOUN else None
        if piece.kind is Chunk.STOP:
            return None
    return None


def _skip_bracket(s: Syntax, close: int) -> int:
    for at in range(close - 1, max(-1, close - REACH), -1):
        if s.pieces[at].kind is Chunk.OPEN:
            return at - 1
    return close - 1


def _joins_nouns(s: Syntax, conj: int) -> bool:
    """Whether the conjunction joins parts of one subject: no finite verb stands between it and the boundary before."""
    if s.kind(conj - 1) is Chunk.NOUN and s.kind(conj + 1) is Chunk.NOUN and _is_nominal(s, conj):
        return True
    for at in range(conj - 1, max(-1, conj - REACH), -1):
        kind = s.pieces[at].kind
        if kind is Chunk.VERB and s.pieces[at].is_finite:
            return bool(s.pieces[at].tag & t.SPEECH)
        if kind is Chunk.PARTICLE and s.kind(at + 1) is Chunk.NUMBER:
            return False
        if kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.REL):
            return True
        if kind is Chunk.COMMA:
            return s.kind(at - 1) is Chunk.NOUN and s.kind(at + 1) is Chunk.NOUN
    return True


def _is_nominal(s: Syntax, conj: int) -> bool:
    """As in "… but sales of trucks and vans grew": only a noun phrase stands before the conjunction."""
    for at in range(conj - 1, max(-1, conj - REACH), -1):
        kind = s.pieces[at].kind
        if kind in (Chunk.CONJ, Chunk.COMMA, Chunk.CLAUSE):
            return at < conj - 2 and s.kind(conj - 2) is Chunk.PREP
        if kind not in (Chunk.NOUN, Chunk.PREP, Chunk.ADVERB):
            return False
    return False


def _main_noun(s: Syntax, first: int, last: int) -> Phrase | None:
    """The first noun of the chunks [first, last) that no preposition governs, with what restricts it."""
    for at in range(first, last):
        piece = s.pieces[at]
        if piece.kind is Chunk.NOUN and not is_governed(s, at, first):
            following = at + 1
            while following < last and s.pieces[following].kind is Chunk.TIME:
                following += 1
            if (
                following < last
                and s.pieces[following].kind is Chunk.NOUN
                and (piece.tag & t.OWN or following > at + 1)
            ):
                continue
            if (
                following < last
                and s.pieces[following].kind is Chunk.NOUN
                and s.reading.tag[s.pieces[following].first] & t.DET
            ):
                continue
            return extend(s, at, last)
    return None


def is_governed(s: Syntax, at: int, first: int = 0) -> bool:
    """Whether a preposition governs the noun at chunk `at`: "of bonds", "of the four ships"."""
    before = at - 1
    while before >= first and s.pieces[before].kind in (Chunk.NUMBER, Chunk.ADVERB):
        before -= 1
    return before >= first and s.pieces[before].kind is Chunk.PREP


def _subject_elsewhere(s: Syntax, verb: int, boundary: int, depth: int) -> Phrase | None:
    """The subject of a verb that has none before it in its own stretch of the sentence."""
    kind = s.pieces[boundary].kind
    if kind is Chunk.REL:
        return antecedent(s, boundary)
    if kind is Chunk.COMMA and not s.pieces[verb].is_finite and s.kind(boundary - 1) is Chunk.NOUN:
        main = _main_verb(s, boundary)
        if main >= 0:
            return subject_of(s, main, depth + 1)  # "M-3 finished within the target, rising 4.6 pct"
        return extend(s, phrase_start(s, boundary - 1), boundary)  # "tariffs, still ranging from …"
    if kind in (Chunk.COMMA, Chunk.CLOSE):
        return _past_parenthesis(s, boundary, depth)
    if kind is Chunk.CONJ:
        for at in range(boundary - 1, max(-1, boundary - REACH), -1):
            if s.pieces[at].kind is Chunk.VERB and s.pieces[at].is_finite:
                return subject_of(s, at, depth + 1)
            if s.pieces[at].kind is Chunk.REL:
                return antecedent(s, at)
    if kind is Chunk.VERB and not (
        s.pieces[boundary].tag & t.SPEECH and s.pieces[boundary].is_finite and not s.pieces[boundary].is_passive
    ):
        return subject_of(s, boundary, depth + 1)
    return None


def _main_verb(s: Syntax, boundary: int) -> int:
    """The finite verb that carries the clause before a boundary, -1 if it only says or there is none."""
    for at in range(boundary - 1, max(-1, boundary - REACH), -1):
        piece = s.pieces[at]
        if piece.kind is Chunk.VERB and piece.is_finite:
            return -1 if piece.tag & t.SPEECH else at
        if piece.kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.REL):
            return -1
    return -1


def _past_parenthesis(s: Syntax, comma: int, depth: int) -> Phrase | None:
    """The subject past an insertion ("M-3, which is …, rose"), or of the verb before ("fell 3 pct, rose 2 pct")."""
    has_verb = False
    for at in range(comma - 1, max(-1, comma - REACH), -1):
        kind = s.pieces[at].kind
        if kind is Chunk.VERB and s.pieces[at].is_finite and not s.pieces[at].tag & t.SPEECH:
            has_verb = True
            if s.kind(at - 1) is not Chunk.REL and subject_of(s, at, 4) is not None:
                return subject_of(s, at, depth + 1)
        elif kind is Chunk.REL:
            before = at - 1 if s.kind(at - 1) is Chunk.COMMA else at
            return subject_of(s, before, depth + 1)
        elif kind is Chunk.COMMA and not has_verb:
            return subject_of(s, at, depth + 1)
        elif kind in (Chunk.STOP, Chunk.CLAUSE):
            break
    return _main_noun(s, max(0, comma - REACH), comma) if not has_verb else None


def antecedent(s: Syntax, rel: int) -> Phrase | None:
    """The noun phrase that a relative pronoun at chunk `rel` stands for."""
    at = rel - 1
    if s.kind(at) is Chunk.COMMA:
        at -= 1
    while at >= 0 and s.pieces[at].kind in (Chunk.TIME, Chunk.CLOSE) and rel - at < REACH:
        at -= 1
        if s.kind(at) is Chunk.PREP:
            at -= 1
    if s.kind(at) is not Chunk.NOUN:
        return None
    return extend(s, phrase_start(s, at), at + 1)


def phrase_start(s: Syntax, at: int) -> int:
    """The chunk that heads the chain "orders for jets of …" whose last noun is chunk `at`."""
    steps = 0
    while (
        s.kind(at - 1) is Chunk.PREP
        and s.low(at - 1) in ("of", "for", "in", "on", "to")
        and s.kind(at - 2) is Chunk.NOUN
        and steps < 3
    ):
        at -= 2
        steps += 1
    return at


def noun_before(s: Syntax, at: int) -> Phrase | None:
    """The nearest noun phrase that ends before chunk `at`, whole."""
    floor = max(-1, at - REACH)
    while at - 1 > floor:
        at -= 1
        kind = s.pieces[at].kind
        if kind is Chunk.NOUN:
            return extend(s, phrase_start(s, at), at + 1)
        if kind is Chunk.STOP:
            return None
    return None


def verb_before(s: Syntax, at: int, reach: int = REACH) -> int:
    """The nearest verb group or participle before chunk `at` in its clause, -1 if there is none."""
    for look in range(at - 1, max(-1, at - reach), -1):
        kind = s.pieces[look].kind
        if kind in (Chunk.VERB, Chunk.PARTICIPLE):
            return look
        if kind in (Chunk.STOP, Chunk.CLAUSE, Chunk.REL, Chunk.OPEN):
            return -1
    return -1
