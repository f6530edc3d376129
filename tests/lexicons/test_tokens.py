"""Tokens: the same whether a text is all in ASCII or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tallybook.lexicons.tokens import tokenize

_ASCII = st.text(st.characters(max_codepoint=127), max_size=40)
_PROSE = st.lists(
    st.sampled_from(["U.S.", "1,234.5", "10l", "l2", "it's", "'90s", "12:0l", "a-b", "$3", " ", "\n", "x"])
)


def _rows(text: str) -> list[tuple[int, int, str, str, bool, bool, bool, bool]]:
    return [(x.start, x.end, x.text, x.lower, x.glued, x.is_word, x.is_digits, x.is_scarred) for x in tokenize(text)]


@given(_ASCII | _PROSE.map("".join))
def test_a_letter_outside_ascii_changes_no_token_before_it(text: str) -> None:
    assert _rows(text + " ") == _rows(text + " é")[:-1]
