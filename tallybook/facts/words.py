"""Tokens → words: what a reader takes in at once, each with its tags.

A word here is a number mention with its unit, a hyphenated compound, a plain word or a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.facts import tags as t
from tallybook.facts.morphology import gerund, past, third_person
from tallybook.lexicons import load
from tallybook.model import Kind
from tallybook.numbers.found import Mention, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tallybook.lexicons.tokens import Token

_CLOSED: Final = {
    "determiner": t.DET,
    "possessive": t.DET | t.OWN,
    "pronoun": t.PRONOUN,
    "preposition": t.PREP,
    "conjunction": t.CONJ,
    "subordinator": t.SUBORD,
    "relative": t.REL,
    "be": t.BE,
    "have": t.HAVE,
    "past_auxiliary": t.WAS,
    "present_auxiliary": t.NOW,
    "do": t.DO,
    "modal": t.MODAL,
    "negation": t.NOT,
    "existential": t.PRONOUN,
    "adverb": t.ADVERB,
    "not_adverb": t.OPEN | t.NOUN,
    "noun_in_ing": t.OPEN | t.NOUN,
    "adjective": t.ADJ,
    "number_modifier": t.MODIFIES_NUMBER,
}
VERBS: Final = {
    "up": t.UP,
    "down": t.DOWN,
    "raise": t.UP | t.OBJECT_MOVES,
    "lower": t.DOWN | t.OBJECT_MOVES,
    "move": t.MOVE,
    "state": t.STATE,
    "assign": t.ASSIGN,
    "show": t.SHOW,
    "speech": t.SPEECH,
    "own": t.OWNS,
    "other": 0,
}
_KIND_TAGS: Final = {
    Kind.QUANTITY: t.NUMBER,
    Kind.DATE: t.DATE | t.TIME_WORD,
    Kind.TIME: t.DATE | t.TIME_WORD,
    Kind.ENUMERATOR: t.MARK,
}
_APOSTROPHES: Final = "'’"
_LETTERED: Final = ("class", "series", "group", "grade", "type", "category", "tranche")
_VERSUS: Final = ("vs", "v")
_JOINS_PARTS: Final = ("and", "or", "to", "but", "as")
# Written in capitals these are names: "US exports", "IT services"; where all is in capitals, "IT" is the pronoun.
_ACRONYMS: Final = ("US", "IT")
_CONTRACTED: Final = ("'ll", "'re", "'ve", "'m", "'d", "’ll", "’re", "’ve", "’m", "’d")
# Empty words behind the last one, so that looking a few words ahead needs no check.
_STOPS: Final = 6


@dataclass(slots=True, init=False)
class Reading:
    """The words of a sentence, in parallel lists that end with a few empty marks as stops.

    `low` holds the words in lower case, `tag` their tags, `first` the index of each word's first token, `start` and
    `end` offsets into the document, `mention` the number that a word is, if it is one.
    """

    sentence: Sentence
    low: list[str]
    tag: list[int]
    start: list[int]
    end: list[int]
    mention: list[Mention | None]
    size: int

    def __init__(
        self,
        sentence: Sentence,
        low: list[str],
        tag: list[int],
        start: list[int],
        end: list[int],
        mention: list[Mention | None],
        size: int,
    ) -> None:
        self.sentence = sentence
        self.low = low
        self.tag = tag
        self.start = start
        self.end = end
        self.mention = mention
        self.size = size

    def text(self, first: int, last: int) -> str:
        """The source text of the words [first, last)."""
        return self.sentence.text[self.start[first] : self.end[last - 1]]


@cache
def vocabulary(language: str = "en") -> dict[str, int]:
    """Every word the lexicons know, with its tags."""
    table: dict[str, int] = {}

    def add(words: Iterable[str], bits: int) -> None:
        for word in words:
            table[word] = table.get(word, 0) | bits

    closed = load("words", language)
    for name, bits in _CLOSED.items():
        add(closed[name], bits)
    add(closed["comparison"]["words"], t.COMPARE)
    add(closed["hollow"]["nouns"], t.HOLLOW | t.NOUN)
    for word, bits in _verb_forms(language):
        add([word], bits)
    add([word for word in closed["number_modifier"] if word.endswith("ly") or word in closed["not_noun"]], t.ADVERB)
    # They may stand inside a phrase as well: "the euro area seasonally-adjusted rate".
    add([word for word in closed["number_modifier"] if "-" in word and word.endswith("ed")], t.ADJ)
    change = load("change", language)
    for name, bits in (("up", t.UP), ("down", t.DOWN), ("other", 0)):
        add(change["noun"][name], t.CHANGE | t.NOUN | bits)
    for name, bits in (("up", t.UP), ("down", t.DOWN)):
        add(change["particle"][name], t.PARTICLE | t.ADVERB | bits)
    for name, words in change["basis"].items():
        add((word for word in words if "-" in word or "/" in word or name == "never"), t.ADVERB)
    periods = load("periods", language)
    for name in ("months", "weekdays", "units", "pointers", "counts"):
        add(periods[name], t.TIME_WORD)
    for name in ("months", "weekdays", "units"):
        add(periods[name], t.NOUN)
    for name in (
        "back",
        "same",
        "edges",
        "fiscal",
        "today",
        "yesterday",
        "tomorrow",
        "annual",
        "at_present",
        "year_end",
    ):
        add(periods[name], t.TIME_WORD)
    return table


def _verb_forms(language: str) -> Iterable[tuple[str, int]]:
    """Every form of every verb with its tags."""
    verbs = load("verbs", language)
    phrasal, says = frozenset(verbs["phrasal"]), frozenset(verbs["says"])
    nouns, mostly_nouns = frozenset(verbs["also_noun"]), frozenset(verbs["mostly_noun"])
    irregular: dict[str, list[str]] = verbs["irregular"]
    for name, plain in VERBS.items():
        for base in verbs[name]:
            bits = plain | (t.PHRASAL if base in phrasal else 0) | (t.SAYS if base in says else 0)
            present = bits | t.VERB | (t.NOUN if base in nouns or base in mostly_nouns else 0)
            if base in mostly_nouns:
                present |= t.MOSTLY_NOUN
            yield base, present
            yield third_person(base), present
            yield gerund(base), bits | t.ING
            finite, participle = irregular.get(base, (past(base), past(base)))
            yield finite, bits | t.PAST | (t.FINITE_PAST if finite not in (participle, base) else 0)
            yield participle, bits | t.PAST | (t.PARTICIPLE_ONLY if participle not in (finite, base) else 0)
            if finite == base + "led":  # totalled, totaled
                yield base + "ed", bits | t.PAST
                yield base + "ing", bits | t.ING
    for base in verbs["measure_noun"]:
        for form in (base, third_person(base), gerund(base), past(base)):
            noun = t.NOUN if base in nouns and form in (base, third_person(base)) else 0
            yield (
                form,
                t.YIELD
                | t.ASSIGN
                | noun
                | (t.ING if form.endswith("ing") else t.PAST if form.endswith("ed") else t.VERB),
            )


def read(sentence: Sentence, mentions: Sequence[Mention], table: dict[str, int]) -> Reading:
    """The words of one sentence; `mentions` are the numbers in it, in order."""
    tokens = sentence.tokens
    reading = Reading(sentence, [], [], [], [], [], 0)
    at, following = 0, 0
    count = len(tokens)
    while at < count:
        if following < len(mentions) and mentions[following].first <= at:
            mention = mentions[following]
            following += 1
            if mention.last <= at:
                continue
            if mention.number.unit_kind == "age" and _is_cohort(mention.number.surface):
                at = _append_cohort(reading, tokens, at, mention)
                continue
            _append(
                reading,
                tokens,
                at,
                mention.last,
                _KIND_TAGS.get(mention.number.kind, t.LABEL | t.OPEN | t.NOUN),
                mention,
            )
            at = _behind_number(reading, tokens, mention)
            continue
        at = _plain(reading, tokens, at, mentions[following].first if following < len(mentions) else count, table)
    reading.size = len(reading.low)
    reading.low.extend([""] * _STOPS)
    reading.tag.extend([t.MARK] * _STOPS)
    reading.mention.extend([None] * _STOPS)
    return reading


def _append(reading: Reading, tokens: list[Token], first: int, last: int, tag: int, mention: Mention | None) -> None:
    head = tokens[first]
    reading.low.append(head.lower if last - first == 1 else "".join(x.lower for x in tokens[first:last]))
    reading.tag.append(tag)
    reading.start.append(head.start)
    reading.end.append(tokens[last - 1].end)
    reading.mention.append(mention)


def _is_cohort(surface: str) -> bool:
    """As in "the over-65s", not "5 years"."""
    return surface.endswith("s") and surface[:-1].isalnum()


def _append_cohort(reading: Reading, tokens: list[Token], first: int, mention: Mention) -> int:
    """Append people called by their age, a noun: "the over-65s"; returns the token behind it."""
    is_joined = first > 1 and tokens[first].glued and tokens[first - 1].glued
    if is_joined and len(reading.low) > 1 and reading.start[-2] == tokens[first - 2].start:
        first -= 2  # "over" and the hyphen have been read as words of their own
        for words in (reading.low, reading.tag, reading.start, reading.end, reading.mention):
            del words[-2:]
    _append(reading, tokens, first, mention.last, t.OPEN | t.NOUN, mention)
    return mention.last


def _behind_number(reading: Reading, tokens: list[Token], mention: Mention) -> int:
    """The next token to read: "'s" belongs to a date, a hyphen that ties the number to its noun is stepped over."""
    at = mention.last
    if mention.number.unit_kind == "age":
        old = at + (at < len(tokens) and tokens[at].text == "-")
        if old < len(tokens) and tokens[old].lower == "old":
            reading.end[-1] = tokens[old].end  # "a 15 year-old student"
            return old + 1
    if (
        mention.number.kind in (Kind.DATE, Kind.LABEL)
        and at + 1 < len(tokens)
        and tokens[at].text in _APOSTROPHES
        and tokens[at].glued
        and tokens[at + 1].lower == "s"
    ):
        reading.low[-1] += "'s"  # "1986's downgrades"
        reading.end[-1] = tokens[at + 1].end
        return at + 2
    if at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at].glued and tokens[at + 1].glued:
        if tokens[at + 1].lower in ("a", "per") and at + 3 < len(tokens) and " per " in (mention.number.unit or ""):
            return at + 4  # "a 30-dollar-a-share offer"
        if mention.number.kind is Kind.LABEL and tokens[at + 1].is_word and len(tokens[at + 1].text) == 1:
            reading.low[-1] += "-" + tokens[at + 1].lower  # M-1-A
            reading.end[-1] = tokens[at + 1].end
            return at + 2
        return at + 1
    return at


def _plain(reading: Reading, tokens: list[Token], at: int, limit: int, table: dict[str, int]) -> int:
    """Append the word at token `at`, with the parts that belong to it; returns the token behind it."""
    token = tokens[at]
    if not token.is_word:
        tag = t.LABEL | t.OPEN if token.is_digits else t.MARK
        _append(reading, tokens, at, at + 1, t.CONJ | t.OPEN if token.text == "&" else tag, None)
        return at + 1
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.glued:
        last = _joined(reading, tokens, at, limit, table)
        if last:
            return last
    elif at + 2 < limit and tokens[at + 2].lower == token.lower:
        whole = f"{token.lower}-{tokens[at + 1].lower}-{token.lower}"
        if whole in table:
            _append(reading, tokens, at, at + 3, table[whole], None)  # "year on year"
            reading.low[-1] = whole
            return at + 3
    is_letter = token.text == "A" and at > 0 and not reading.sentence.is_heading and reading.low[-1] in _LETTERED
    if is_letter or _is_acronym(token, following):
        tag = t.LABEL | t.OPEN | t.NOUN | t.CAPITAL  # "Class A shares", "US exports"
    else:
        tag = _shape(token.lower, token.text, table)
    _append(reading, tokens, at, at + 1, tag, None)
    return at + 1


def _joined(reading: Reading, tokens: list[Token], at: int, limit: int, table: dict[str, int]) -> int:
    """Append the word at token `at`, which touches the next one, with what belongs to it; 0 if it stands alone."""
    token = tokens[at]
    capital = t.CAPITAL if token.is_capitalised else 0
    last = at + 1
    while (
        last + 1 < limit
        and tokens[last].glued
        and tokens[last].text in "-&/'’"
        and tokens[last + 1].glued
        and tokens[last + 1].is_word
    ):
        last += 2
    if last < limit and tokens[last].text in _APOSTROPHES and tokens[last].glued and token.lower.endswith("s"):
        _append(reading, tokens, at, last + 1, t.OWN | t.NOUN | t.OPEN | capital, None)
        return last + 1
    if token.lower in _VERSUS and last < limit and tokens[last].text == "." and tokens[last].glued:
        _append(reading, tokens, at, last, _shape(token.lower, token.text, table), None)
        return last + 1
    if last == at + 1 and _is_broken(tokens, at, limit):
        _append(reading, tokens, at, at + 3, 0, None)
        reading.low[-1] = token.lower + tokens[at + 2].lower
        reading.tag[-1] = _shape(reading.low[-1], token.text, table)
        return at + 3
    if _is_abbreviated(tokens, last):
        _append(reading, tokens, at, last, _shape(token.lower, token.text, table), None)
        return last + 1
    if last == at + 1:
        return 0
    _append(reading, tokens, at, last, 0, None)
    reading.tag[-1] = _compound(reading.low[-1], table) | capital
    return last


def _is_broken(tokens: list[Token], at: int, limit: int) -> bool:
    """As in "have de- clined": a word that the end of a line broke; not "two- and three-year"."""
    if at + 2 >= limit or tokens[at + 1].text != "-" or not tokens[at + 1].glued:
        return False
    rest = tokens[at + 2]
    return rest.is_word and not rest.glued and rest.text.islower() and rest.lower not in _JOINS_PARTS


def _is_abbreviated(tokens: list[Token], dot: int) -> bool:
    """As in "Harrow Inc. is", "freq. of": a full stop inside a sentence belongs to the word before it."""
    if dot + 1 >= len(tokens) or tokens[dot].text != "." or not tokens[dot].glued:
        return False
    following = tokens[dot + 1]
    return following.is_word and not following.glued


def _is_acronym(token: Token, following: Token | None) -> bool:
    """Whether a word in capitals is a name and no pronoun."""
    if token.text not in _ACRONYMS:
        return False
    return token.text == "US" or (following is not None and following.is_word and not following.text.isupper())


def _compound(low: str, table: dict[str, int]) -> int:
    """Tags of words that hyphens join: known as a whole, else an adjective or noun by its last part."""
    known = table.get(low)
    if known is not None:
        return known
    joined = table.get(low.replace("-", "")) if low.count("-") == 1 else None
    if joined is not None:
        return joined  # "is-sued", "cut-back"
    head, _, tail = low.partition("-")
    if table.get(tail, 0) & t.TIME_WORD:
        return t.OPEN | t.NOUN | t.TIME_WORD
    if low.endswith(("ed", "-to", "-on")):
        return t.ADJ | t.OPEN
    if low.endswith(_CONTRACTED):
        return t.PRONOUN | t.BE  # "they'll", "I'm"
    if table.get(head, 0) & t.TIME_WORD and low.endswith("'s"):
        return t.OWN | t.TIME_WORD
    return t.OPEN | t.NOUN | (t.OWN if low.endswith("'s") else 0)


def _shape(low: str, text: str, table: dict[str, int]) -> int:
    """Tags of a single word: by the lexicon, else by its ending."""
    capital = t.CAPITAL if text[0].isupper() else 0
    known = table.get(low)
    if known is not None:
        return known | capital
    if "'" in low:
        if low.endswith(_CONTRACTED):
            return t.PRONOUN | t.BE  # "they'll", "I'm"
        if low.endswith("'s"):
            stem = table.get(low[:-2], 0)
            if stem & (t.PRONOUN | t.REL):
                return t.PRONOUN | t.BE  # "it's"
            return t.OWN | t.NOUN | t.OPEN | capital | (stem & t.TIME_WORD)
    if low.endswith("ly") and not capital:
        return t.ADVERB
    if low.endswith("ed") and len(low) > 4 and not low.endswith("eed"):
        return t.PAST | t.ADJ | t.OPEN | capital
    if low.endswith("ing") and len(low) > 5:
        return t.ING | t.NOUN | t.OPEN | capital
    if low.endswith(("ous", "ful", "ic", "ical", "ive", "able", "ible", "ish", "less", "ary", "ial", "ual", "ional")):
        return t.ADJ | t.OPEN | t.NOUN | capital
    return t.OPEN | t.NOUN | capital
