"""What `find` hands to `link`: numbers together with the tokens they were read from."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.lexicons.tokens import Token, tokenize
from tallybook.model import Flag, Number


@dataclass(slots=True, init=False)
class Sentence:
    """A sentence, heading, bullet or table line: `text[start:end]` of the document.

    `paragraph` counts paragraphs from 0. `is_heading` is true of titles, datelines and headings: lines that stand
    alone and end without a full stop. `tokens` are made on first use, so that prose without numerals costs nothing.
    """

    text: str
    index: int
    paragraph: int
    start: int
    end: int
    is_heading: bool
    _tokens: list[Token] | None

    def __init__(
        self,
        text: str,
        index: int,
        paragraph: int,
        start: int,
        end: int,
        is_heading: bool = False,
    ) -> None:
        self.text = text
        self.index = index
        self.paragraph = paragraph
        self.start = start
        self.end = end
        self.is_heading = is_heading
        self._tokens = None

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the sentence, with offsets into the whole text."""
        if self._tokens is None:
            self._tokens = tokenize(self.text, self.start, self.end)
        return self._tokens


@dataclass(slots=True, init=False)
class Mention:
    """A number with its place among the tokens of its sentence.

    `first` and `last` are the half-open range of token indices that the surface covers; `noun_first` and `noun_last`
    the counted noun with its modifiers ("new 5G base stations" behind 654,000), equal if there is none. `rules` is the
    chain of rules that decided, the kind's first.
    """

    number: Number
    sentence: Sentence
    first: int
    last: int
    noun_first: int
    noun_last: int
    flags: tuple[Flag, ...]
    rules: tuple[str, ...]

    def __init__(
        self,
        number: Number,
        sentence: Sentence,
        first: int,
        last: int,
        noun_first: int = 0,
        noun_last: int = 0,
        flags: tuple[Flag, ...] = (),
        rules: tuple[str, ...] = (),
    ) -> None:
        self.number = number
        self.sentence = sentence
        self.first = first
        self.last = last
        self.noun_first = noun_first
        self.noun_last = noun_last
        self.flags = flags
        self.rules = rules


@dataclass(slots=True, init=False)
class Found:
    """All numbers of one text in reading order, and its sentences."""

    text: str
    sentences: list[Sentence]
    mentions: list[Mention]

    def __init__(
        self,
        text: str,
        sentences: list[Sentence],
        mentions: list[Mention],
    ) -> None:
        self.text = text
        self.sentences = sentences
        self.mentions = mentions
