"""Counted nouns: the head noun behind a numeral, with what restricts it, in the singular."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from tallybook.lexicons import load
from tallybook.numbers.numeral_lexicon import numeral_lexicon
from tallybook.numbers.numerals import MINUS_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tallybook.lexicons.tokens import Token

# A noun phrase longer than this is a sentence that lost its verb.
_LONGEST_PHRASE: Final = 8
_LONGEST_UNIT: Final = 4
# "firemen", "salespeople" and longer.
_SHORTEST_CROWD: Final = 5
_JOINTS: Final = frozenset({"and", "or", ","})


@dataclass(frozen=True, slots=True)
class NounLexicon:
    """`lexicons/<language>/nouns.toml` compiled: what ends a noun phrase, what is an adjective, what a plural."""

    stop: frozenset[str]
    adjectives: frozenset[str]
    rates: frozenset[str]
    describing: frozenset[str]
    describing_adverbs: frozenset[str]
    compounds: frozenset[str]
    attributes: frozenset[str]
    adjective_endings: tuple[str, ...]
    nouns: frozenset[str]
    irregular: dict[str, str]
    invariant: frozenset[str]
    not_plural: frozenset[str]
    plural_modifiers: frozenset[str]
    foretellers: frozenset[str]
    foretelling: frozenset[str]


@cache
def noun_lexicon(language: str = "en") -> NounLexicon:
    """The compiled lexicon of nouns.

    >>> noun_lexicon().irregular["people"]
    'person'
    """
    data = load("nouns", language)
    return NounLexicon(
        stop=frozenset(data["stop"]),
        adjectives=frozenset(data["adjectives"]),
        rates=frozenset(data["rates"]),
        describing=frozenset(data["describing"]),
        describing_adverbs=frozenset(data["describing_adverbs"]),
        compounds=frozenset(data["compounds"]),
        attributes=frozenset(data["attributes"]),
        adjective_endings=tuple(data["adjective_endings"]),
        nouns=frozenset(data["nouns"]),
        irregular=data["irregular"],
        invariant=frozenset(data["invariant"]["words"]),
        not_plural=frozenset(data["not_plural"]["words"]),
        plural_modifiers=frozenset(data["plural_modifiers"]["words"]),
        foretellers=frozenset(data["foretellers"]),
        foretelling=frozenset(data["foretelling"]),
    )


@cache
def singular(word: str, language: str = "en") -> str:
    """The singular of a lower-case English noun.

    >>> singular("industries"), singular("boxes"), singular("prizes"), singular("firemen")
    ('industry', 'box', 'prize', 'fireman')
    """
    lexicon = noun_lexicon(language)
    if word in lexicon.irregular:
        return lexicon.irregular[word]
    if not is_plural(word, language) or word in lexicon.invariant:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("people"):
        return word[:-6] + "person"
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith(("oes", "ches", "shes", "sses", "xes", "tzes", "zzes")):
        return word[:-2]
    return word[:-1]


@cache
def is_plural(word: str, language: str = "en") -> bool:
    """Whether a lower-case word looks like the plural of a noun.

    >>> is_plural("stations"), is_plural("business"), is_plural("children")
    (True, False, True)
    """
    lexicon = noun_lexicon(language)
    if word in lexicon.irregular or word in lexicon.invariant:
        return True
    if word in lexicon.not_plural or len(word) < 3:
        return False
    if not word.endswith("s"):
        return len(word) > _SHORTEST_CROWD and word.endswith(("people", "men"))
    return not word.endswith(("ss", "us", "is", "'s"))


@cache
def is_adjective(word: str, language: str = "en") -> bool:
    """Whether a lower-case word is an adjective, by list or by ending."""
    lexicon = noun_lexicon(language)
    if word in lexicon.adjectives:
        return True
    return len(word) > 4 and word.endswith(lexicon.adjective_endings) and word not in lexicon.nouns


def is_stop(word: str, language: str = "en") -> bool:
    """Whether a lower-case word ends a noun phrase or stands outside it."""
    return word in noun_lexicon(language).stop


@dataclass(slots=True, init=False)
class CountedNoun:
    """The phrase tokens[first:last) whose head is tokens[last - 1], and the unit made of it: "base station"."""

    first: int
    last: int
    unit: str

    def __init__(
        self,
        first: int,
        last: int,
        unit: str,
    ) -> None:
        self.first = first
        self.last = last
        self.unit = unit


def read_counted_noun(tokens: list[Token], i: int, *, is_one: bool, is_joined: bool) -> CountedNoun | None:
    """The counted noun that starts at tokens[i], right behind a numeral.

    `is_one` allows a singular head ("one share"); `is_joined` is for a noun on a hyphen ("12-nation"), which is
    singular and one word long.
    """
    if is_joined:
        word = tokens[i]
        is_noun = len(word.text) > 1 and word.is_word and not is_stop(word.lower) and not is_adjective(word.lower)
        return CountedNoun(i, i + 1, singular(word.lower)) if is_noun else None
    run = _phrase(tokens, i, is_one=is_one)
    if not run or is_foretold(tokens, i):
        return None
    head = _head(tokens, run, is_one=is_one)
    if head is None:
        return None
    return CountedNoun(i, run[head] + 1, _unit_name(tokens, run[: head + 1]))


def is_foretold(tokens: list[Token], i: int) -> bool:
    """As in "the 170,000 economists had expected": tokens[i] are who foretold the number, not what it counts."""
    lexicon = noun_lexicon()
    end = i + 1
    while end < len(tokens) and tokens[end].lower in lexicon.foretelling:
        end += 1
    is_end = end == len(tokens) or not tokens[end].is_word  # but "the 40 analysts expected a rise"
    if tokens[i].lower not in lexicon.foretellers or end == i + 1 or not is_end:
        return False
    at = i - 1
    while at > 0 and (not tokens[at].is_word or tokens[at].lower in numeral_lexicon().starters):
        at -= 1
    return tokens[at].lower == "the"


def _phrase(tokens: list[Token], i: int, *, is_one: bool) -> list[int]:
    """Indices of the words of the noun phrase that starts at tokens[i]; hyphens and labels in it are passed over."""
    stop = noun_lexicon().stop
    run: list[int] = []
    at = i
    while at < len(tokens) and len(run) < _LONGEST_PHRASE:
        token = tokens[at]
        if token.is_word:
            if not (_joins_adjectives(tokens, at, run) or (not is_one and _joins_nouns(tokens, at, run))):
                is_letter = token.text == "A" and bool(run) and tokens[at - 1].is_capitalised  # "Series A shares"
                if token.lower.endswith("'s") or (token.lower in stop and not is_letter and not _goes_on(tokens, at)):
                    break
                run.append(at)
        elif token.is_digits:
            if not _is_label(tokens, at, run):
                break
        elif not (_joins_words(token, run) or _joins_adjectives(tokens, at, run)):
            break
        at += 1
    return run


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Whether tokens[i] goes on with the phrase though it ends one elsewhere: "state-owned banks", "daily flights"."""
    if _is_hyphenated(tokens, i):
        return True
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    is_rate = tokens[i].lower in noun_lexicon().rates
    return is_rate and following is not None and following.is_word and is_plural(following.lower)


def _joins_nouns(tokens: list[Token], i: int, run: list[int]) -> bool:
    """Whether "and" at tokens[i] joins two singulars that only a plural behind them makes countable.

    "50 oil and gas wells": the numeral counts wells, and no oil.
    """
    if tokens[i].lower not in {"and", "or"} or not run or i + 2 >= len(tokens) or run[-1] != i - 1:
        return False
    left, right = tokens[i - 1].lower, tokens[i + 1]
    if is_plural(left) or not right.is_word or right.is_capitalised or right.lower in noun_lexicon().stop:
        return False
    is_numeral = right.lower in numeral_lexicon().starters
    return not is_numeral and any(t.is_word and is_plural(t.lower) for t in tokens[i + 2 : i + 4])


def _is_hyphenated(tokens: list[Token], i: int) -> bool:
    """Whether a hyphen joins tokens[i] to a longer word: "state-owned", "in-house"."""
    if tokens[i].glued and i > 0 and tokens[i - 1].text in MINUS_MARKS and tokens[i - 1].glued:
        return True
    return i + 2 < len(tokens) and tokens[i + 1].text in MINUS_MARKS and tokens[i + 1].glued and tokens[i + 2].glued


def _is_label(tokens: list[Token], i: int, run: list[int]) -> bool:
    """Whether the digits at tokens[i] are part of the phrase: "5G base stations", "Boeing 787 jets"."""
    if i + 1 >= len(tokens):
        return False
    following = tokens[i + 1]
    if tokens[i].glued or (following.glued and following.is_word):
        return True
    return bool(run) and tokens[i - 1].is_capitalised and following.is_word


def _joins_words(mark: Token, run: list[int]) -> bool:
    """Whether a mark stands inside a noun phrase: a hyphen, a slash, an ampersand; a quotation mark that opens it."""
    if mark.text in MINUS_MARKS:
        return mark.glued or mark.text == "-"
    return mark.text in {"/", "&"} or (mark.text in "\"“'‘" and not run)


def _joins_adjectives(tokens: list[Token], i: int, run: list[int]) -> bool:
    """Whether "and" or a comma at tokens[i] joins two modifiers of one noun.

    "small and medium-sized businesses", "small, friendly deals", "French and German banks".
    """
    if tokens[i].lower not in _JOINTS or not run or i + 2 >= len(tokens):
        return False
    left, right, behind = tokens[run[-1]], tokens[i + 1], tokens[i + 2]
    if behind.text in MINUS_MARKS and behind.glued:
        return is_adjective(left.lower)
    if not behind.is_word:
        return False
    if left.is_capitalised and right.is_capitalised and tokens[i].is_word:
        return not is_plural(left.lower)
    is_modifier = is_adjective(right.lower) or (right.lower.endswith("ly") and right.lower not in noun_lexicon().stop)
    return is_adjective(left.lower) and is_modifier


def _head(tokens: list[Token], run: list[int], *, is_one: bool) -> int | None:
    """Position in `run` of the head: the first plural, or the last word for one thing."""
    plural = len(run)
    for position, at in enumerate(run):
        if is_one and tokens[at].lower in noun_lexicon().invariant:
            continue  # "one police officer"
        if is_plural(tokens[at].lower) and not _restricts(tokens, at, run[position + 1 :]):
            plural = position
            break
    if not is_one:
        return plural if plural < len(run) else _attribute(tokens, run)
    # Behind one thing a word in -s is what it does: "one family stays".
    single = next((p for p in reversed(range(plural)) if not _describes(tokens[run[p]].lower)), None)
    return plural if single is None and plural < len(run) else single


def _describes(word: str) -> bool:
    """Whether a word is an adjective or an adverb: "out of one floor entirely"."""
    return is_adjective(word) or (word.endswith("ly") and word not in noun_lexicon().nouns)


def _restricts(tokens: list[Token], i: int, later: list[int]) -> bool:
    """Whether the plural at tokens[i] restricts another noun: "sports teams", "McDonnell Douglas jets", "arms-"."""
    if i + 1 < len(tokens) and tokens[i + 1].text in MINUS_MARKS and tokens[i + 1].glued:
        return True
    if tokens[i].is_capitalised and any(_is_common_plural(tokens[at]) for at in later):
        return True
    is_modifier = tokens[i].lower in noun_lexicon().plural_modifiers
    return is_modifier and later[:1] == [i + 1] and is_plural(tokens[i + 1].lower)


def _attribute(tokens: list[Token], run: list[int]) -> int | None:
    """Position of a singular that is counted inside a longer phrase: "a 12 page document", "a 3 cylinder engine"."""
    first = tokens[run[0]]
    is_inner = len(run) > 1 and run[1] == run[0] + 1
    if is_inner and first.text.isupper() and first.lower in noun_lexicon().attributes:
        return 0  # "IN FOUR MLN SHARE OFFERING"
    is_common = first.text == first.lower and is_inner and not tokens[run[1]].is_capitalised
    return 0 if is_common and not is_adjective(first.lower) and not first.lower.endswith("ly") else None


def _is_common_plural(token: Token) -> bool:
    """A plural in small letters: behind a name in -s ("four McDonnell Douglas DC-10 jets") it is the head."""
    return not token.is_capitalised and is_plural(token.lower)


def _unit_name(tokens: list[Token], run: list[int]) -> str:
    """Head in the singular behind the words that restrict it: `European country`, `first-team player`.

    What only describes is left to the indicator. Names keep their capitals, if the head shows that capitals tell names.
    """
    lexicon = noun_lexicon()
    first = _first_of_compound(tokens, run, len(run) - 1)
    head = tokens[run[-1]]
    words = [_spelt(tokens, run[first:-1], head) + singular(head.lower)]
    at = first - 1
    while at >= 0 and len(words) < _LONGEST_UNIT and run[at] + 1 == run[first]:
        start = _first_of_compound(tokens, run, at)
        modifier = _spelt(tokens, run[start : at + 1], head).rstrip("-")
        is_name = len(modifier) > 1 and modifier[0].isupper()  # "New York teams" are not York teams
        is_kind = is_name or _tells_kind(tokens[run[at]].lower, tokens[run[start]].lower, words[0])
        if tokens[run[start]].glued or not is_kind:
            break
        words.insert(0, modifier)
        first, at = start, start - 1
    if len(words) > 1 and (
        run[first] > run[0] and tokens[run[first] - 1].lower in _JOINTS | lexicon.describing_adverbs
    ):
        del words[0]  # "small and medium businesses" are not all medium, "newly built homes" are homes
    return " ".join(words)


def _first_of_compound(tokens: list[Token], run: list[int], position: int) -> int:
    """The position in `run` where the hyphenated word that ends at `position` starts: `first` of "first-team"."""
    while position > 0 and run[position - 1] + 2 == run[position]:
        hyphen = tokens[run[position] - 1]
        if not (hyphen.text in MINUS_MARKS and hyphen.glued and tokens[run[position]].glued):
            break
        position -= 1
    return position


def _spelt(tokens: list[Token], parts: Sequence[int], head: Token) -> str:
    """The words at `parts`, each with the hyphen behind it; a head in small letters tells that capitals are names."""
    keeps_capitals = head.text == head.lower
    return "".join(f"{tokens[i].text if keeps_capitals else tokens[i].lower}-" for i in parts)


def _tells_kind(word: str, opening: str, behind: str) -> bool:
    """Whether a modifier tells what kind of thing is counted, and not how new, large or many they are.

    `word` is its last part and `opening` its first, `behind` the word that follows: a high school is a kind of school.
    """
    lexicon = noun_lexicon()
    if f"{word} {behind}" in lexicon.compounds:
        return True
    is_superlative = word.endswith("est") and is_adjective(word)
    is_number = opening in numeral_lexicon().cardinals
    is_letter = len(word) == 1
    return not (
        is_superlative or is_number or is_letter or word in lexicon.describing or word in lexicon.describing_adverbs
    )
