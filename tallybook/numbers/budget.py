"""How much work one text may ask of the engine, so that no text can stop the others."""

from __future__ import annotations

import sys
from time import thread_time
from typing import Final

from tallybook.model import Reason

# The clock takes half a microsecond to read, a step of the work a hundred and more: so seldom, it costs nothing.
_STEPS_PER_LOOK: Final = 16


class OverBudgetError(Exception):
    """A text asks for more work than it may; carries the reason and a detail for a person."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Budget:
    """What one text may take: CPU time from now on, numbers, sentences, and characters of one sentence.

    The engine asks it at every step, and ends where it is passed. Without arguments nothing is bounded.

    >>> Budget(max_numbers=2).count(3)
    Traceback (most recent call last):
    tallybook.numbers.budget.OverBudgetError: too_many_numbers: more than 2 numbers: split it, or raise max_numbers
    """

    __slots__ = ("_deadline", "_max_numbers", "_max_seconds", "_max_sentence", "_max_sentences", "_numbers", "_steps")

    def __init__(
        self,
        max_seconds: float = float("inf"),
        max_numbers: int = sys.maxsize,
        max_sentences: int = sys.maxsize,
        max_sentence: int = sys.maxsize,
    ) -> None:
        self._max_seconds = max_seconds
        self._max_numbers = max_numbers
        self._max_sentences = max_sentences
        self._max_sentence = max_sentence
        self._deadline = thread_time() + max_seconds
        self._numbers = 0
        self._steps = 0

    def step(self) -> None:
        """Note a step of the work. Raises OverBudgetError (too_slow) if the time is over."""
        self._steps += 1
        if self._steps % _STEPS_PER_LOOK == 0 and thread_time() > self._deadline:
            raise OverBudgetError(
                Reason.TOO_SLOW, f"more than {self._max_seconds:g} seconds of work: split it, or raise max_seconds"
            )

    def count(self, numbers: int) -> None:
        """Note that so many more numbers were found. Raises OverBudgetError (too_many_numbers, too_slow)."""
        self._numbers += numbers
        if self._numbers > self._max_numbers:
            raise OverBudgetError(
                Reason.TOO_MANY_NUMBERS, f"more than {self._max_numbers:,} numbers: split it, or raise max_numbers"
            )
        self.step()

    def require_sentences(self, count: int) -> None:
        """Refuse a text of too many sentences and lines. Raises OverBudgetError (too_large, too_slow)."""
        if count > self._max_sentences:
            raise OverBudgetError(Reason.TOO_LARGE, f"more than {self._max_sentences:,} sentences and lines: split it")
        self.step()

    def require_length(self, characters: int) -> None:
        """Refuse a sentence that is too long to be one. Raises OverBudgetError (too_large)."""
        if characters > self._max_sentence:
            raise OverBudgetError(
                Reason.TOO_LARGE, f"a sentence of more than {self._max_sentence:,} characters: it is no prose"
            )
