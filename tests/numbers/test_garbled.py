"""Dumps of numerals are one label each, and what stands around them is read as ever."""

from __future__ import annotations

import pytest

from tallybook.model import Flag, Kind
from tallybook.numbers import find
from tallybook.numbers.garbled import GARBLED_RUN

MANY = GARBLED_RUN + 1


@pytest.mark.parametrize("unit", ["5\n", "5 ", "1 to 1 to ", "one and ", "rose 5% to 6 ", "half a "])
def test_a_dump_is_one_label(unit: str) -> None:
    mentions = find(f"Sales rose 8 percent.\n\n{unit * MANY}\n\nCosts fell 3 percent.").mentions
    assert [m.number.kind for m in mentions] == [Kind.QUANTITY, Kind.LABEL, Kind.QUANTITY]
    assert mentions[1].flags == (Flag.GARBLED,)
    assert [m.sentence.index for m in mentions] == [0, 1, 2]


def test_a_column_of_some_length_is_read_line_by_line() -> None:
    assert len(find("5\n" * 100).mentions) == 100


def test_a_long_list_of_names_with_numbers_is_read() -> None:
    names = ", ".join(f"the town of Ayton {n}" for n in range(MANY))
    assert len(find(names).mentions) == MANY
