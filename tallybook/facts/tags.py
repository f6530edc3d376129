"""What a word may be: tags as bits, so that a question about a word is one operation."""

from __future__ import annotations

from typing import Final

DET: Final = 1 << 0
OWN: Final = 1 << 1  # "its", "China's"
PRONOUN: Final = 1 << 2
PREP: Final = 1 << 3
CONJ: Final = 1 << 4
SUBORD: Final = 1 << 5
REL: Final = 1 << 6
BE: Final = 1 << 7
HAVE: Final = 1 << 8
DO: Final = 1 << 9
MODAL: Final = 1 << 10
NOT: Final = 1 << 11
ADVERB: Final = 1 << 12
ADJ: Final = 1 << 13
VERB: Final = 1 << 14  # a present form or an infinitive
PAST: Final = 1 << 15  # a past form or participle
ING: Final = 1 << 16
NOUN: Final = 1 << 17  # known to be a noun, or able to be one
UP: Final = 1 << 18
DOWN: Final = 1 << 19
OBJECT_MOVES: Final = 1 << 20  # cut, raise: the object is what changes
MOVE: Final = 1 << 21  # bring, revise, go: a change whose direction other words tell
STATE: Final = 1 << 22  # total, reach, stand
ASSIGN: Final = 1 << 23  # valued at, priced at
SHOW: Final = 1 << 24  # posted, showed: the object is what is measured
SPEECH: Final = 1 << 25
PARTICLE: Final = 1 << 26  # up, higher, below
CHANGE: Final = 1 << 27  # a noun of change
MODIFIES_NUMBER: Final = 1 << 28
COMPARE: Final = 1 << 29  # against, versus, than
HOLLOW: Final = 1 << 30  # a head that says nothing by itself
MOSTLY_NOUN: Final = 1 << 31
FINITE_PAST: Final = 1 << 32  # a past form that is no participle: rose, fell
TIME_WORD: Final = 1 << 33
CAPITAL: Final = 1 << 34
OPEN: Final = 1 << 35  # unknown to the lexicon
NUMBER: Final = 1 << 36  # a quantity
DATE: Final = 1 << 37  # a date or time mention
LABEL: Final = 1 << 38  # a number mention that is part of a name, or an ordinal
MARK: Final = 1 << 39
OWNS: Final = 1 << 40  # has, makes or uses things: the subject is whose they are
YIELD: Final = 1 << 41  # a verb that names the measure itself
SAYS: Final = 1 << 43  # a verb of speech whose subject states what follows
PARTICIPLE_ONLY: Final = 1 << 46  # a participle that carries no clause by itself: seen, grown
WAS: Final = 1 << 44  # was, were, had
NOW: Final = 1 << 45  # is, are, has, have: the clause is of the present
PHRASAL: Final = 1 << 42  # goes with "up" or "off" in another sense: "set up"

ANY_VERB: Final = VERB | PAST | ING
AUXILIARY: Final = BE | HAVE | DO | MODAL
CHANGES: Final = UP | DOWN | OBJECT_MOVES | MOVE
NOMINAL: Final = NOUN | OPEN | ADJ | OWN | LABEL
