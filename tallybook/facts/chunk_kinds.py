"""Kinds of chunks: what a chunk of a sentence is.

Plain integers and no enumeration, since the compiled engine compares them without a call.
"""

from __future__ import annotations

from typing import Final

NOTHING: Final = 0  # outside the sentence
NOUN: Final = 1
VERB: Final = 2
PREP: Final = 3
NUMBER: Final = 4
TIME: Final = 5
COMMA: Final = 6
STOP: Final = 7
OPEN: Final = 8
CLOSE: Final = 9
CONJ: Final = 10
CLAUSE: Final = 11  # a word that opens a clause: if, when, that
REL: Final = 12
PARTICLE: Final = 13  # up, down, higher
ADVERB: Final = 14
PARTICIPLE: Final = 15  # behind a noun: "aircraft valued at"
PRONOUN: Final = 16
