"""Dumps of tables and attacks: numerals without prose between them, which are one label and no thousand facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tallybook.numbers.found import Sentence

if TYPE_CHECKING:
    from tallybook.lexicons.tokens import Token
    from tallybook.numbers.numeral_lexicon import NumeralLexicon

# More numerals than this without two words in a row between them make a dump.
GARBLED_RUN: Final = 1000
_LETTER: Final = re.compile(r"[^\W\d_]")


def join_dumps(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences, with each run of more than GARBLED_RUN lines that have no letter made one."""
    if len(sentences) <= GARBLED_RUN:
        return sentences
    joined: list[Sentence] = []
    run: list[Sentence] = []
    for sentence in sentences:
        if _LETTER.search(sentence.text, sentence.start, sentence.end):
            _close(joined, run)
            run = []
            sentence.index = len(joined)
            joined.append(sentence)
        else:
            run.append(sentence)
    _close(joined, run)
    return joined


def _close(joined: list[Sentence], run: list[Sentence]) -> None:
    """Append a run of lines without letters: one by one if they are few, else as one."""
    if len(run) > GARBLED_RUN:
        first = run[0]
        run = [Sentence(first.text, 0, first.paragraph, first.start, run[-1].end)]
    for sentence in run:
        sentence.index = len(joined)
        joined.append(sentence)


def garbled_runs(tokens: list[Token], lexicon: NumeralLexicon) -> dict[int, int]:
    """Start → end of the runs of more than GARBLED_RUN numerals without two words in a row between them."""
    if len(tokens) <= GARBLED_RUN:
        return {}
    runs: dict[int, int] = {}
    start = count = last = words = 0
    for i, token in enumerate(tokens):
        if token.is_digits or token.lower in lexicon.starters:
            start = start if count else i
            count += 1
            last = i + 1
            words = 0
        elif token.is_word:
            words += 1
            if words > 1:
                if count > GARBLED_RUN:
                    runs[start] = last
                count = 0
    if count > GARBLED_RUN:
        runs[start] = last
    return runs
