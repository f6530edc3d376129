"""Text → sentences and paragraphs, over hard-wrapped newswire as well as one-line paragraphs.

Linear in the text: one scan for places where a sentence may end, one decision at each.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tallybook.lexicons import load
from tallybook.numbers.budget import Budget
from tallybook.numbers.found import Sentence

# One set of characters comes first, so that the scan runs from one of them to the next without trying each alternative.
_BREAK: Final = re.compile(
    r"[\n.!?。！？](?:"
    r"(?P<blank>(?<=\n)(?:[ \t]*\n)+)"
    r"|(?P<line>(?<=\n))"
    r"|(?P<stop>(?<=[.!?])(?<![.!?]{2})[.!?]*[\"'”’)\]]*(?=\s)|(?<=[。！？]))"
    r")"
)
_BULLET: Final = re.compile(r"[ \t]*(?:[-*•·–—]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t]")
_INDENT: Final = re.compile(r"[ \t]{2,}")
_OPENING: Final = re.compile(r"\s*[\"'“‘(\[]*")
_COLUMNS: Final = re.compile(r"\S {2,}\S")
_STAMP: Final = re.compile(r"[ \t]*\d{1,2}[-/ ][A-Za-z]{3,9}[-/ ]\d{4}[\d:. ]*\Z")
_ENDS: Final = re.compile(r"[.!?:][\"'”’)\]]*\s*\Z")

# A decimal that a scanner took apart: "rose 5. 3 percent".
_SPLIT_DECIMAL: Final = re.compile(r"\. \d{1,3} (?:percent|per cent|pct|million|billion|trillion|mln|bln|points?)\b")

# A text counts as hard-wrapped if its lines are as short as a terminal's and many full ones stop in mid-sentence.
_WRAP_LEAST: Final = 40
_WRAP_WIDTH: Final = 100
_WRAP_SHARE: Final = 0.4
# A finished line this much shorter than the longest ends its paragraph: the next word would have fitted.
_SHORT_LINE: Final = 0.6
# No abbreviation is longer.
_LONGEST_WORD: Final = 24


@cache
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str]]:
    lexicon = load("sentences", language)
    return frozenset(lexicon["abbreviations"]), frozenset(lexicon["soft"])


def split_sentences(text: str, language: str = "en", budget: Budget | None = None) -> list[Sentence]:
    """The sentences of a text, in order, without the white space between them.

    Headings, datelines, bullets and table lines are sentences of their own. Raises OverBudgetError if there are
    more of them than `budget` allows.

    >>> [s.text[s.start:s.end] for s in split_sentences("Up 2.5 pct. The U.S. rose.")]
    ['Up 2.5 pct.', 'The U.S. rose.']
    """
    budget = budget or Budget()
    width = _wrap_width(text)
    sentences: list[Sentence] = []
    paragraph = 0
    start = 0
    for match in _BREAK.finditer(text):
        if match.lastgroup == "stop":
            if not _ends_sentence(text, match, language):
                continue
            new_paragraph = False
        else:
            new_paragraph = match.lastgroup == "blank" or _is_hard_newline(text, match.start(), width, language)
            if not new_paragraph:
                continue
        start = _close(sentences, text, start, match.end(), paragraph)
        budget.require_sentences(len(sentences))
        paragraph += new_paragraph
    _close(sentences, text, start, len(text), paragraph)
    return sentences


def _close(sentences: list[Sentence], text: str, start: int, end: int, paragraph: int) -> int:
    """Append `text[start:end]` without its margins, if anything is left; returns where the next one starts."""
    raw = text[start:end]
    body = raw.strip()
    if body:
        first = start + len(raw) - len(raw.lstrip())
        alone = not sentences or sentences[-1].paragraph != paragraph
        heading = alone and raw.endswith("\n") and not _ENDS.search(body)
        sentences.append(Sentence(text, len(sentences), paragraph, first, first + len(body), heading))
    return end


def _wrap_width(text: str) -> int | None:
    """Length of a full line if the text is hard-wrapped, else None."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    lengths = sorted(len(line) for line in lines)
    if len(lengths) < 3:
        return None
    full = lengths[int(len(lengths) * 0.9)]
    if not _WRAP_LEAST <= full <= _WRAP_WIDTH:
        return None
    long_lines = [line for line in lines if len(line) > _SHORT_LINE * full]
    open_ended = sum(1 for line in long_lines if not _ENDS.search(line))
    return full if open_ended > _WRAP_SHARE * len(long_lines) else None


def _is_hard_newline(text: str, newline: int, width: int | None, language: str) -> bool:
    """Whether a single newline ends a paragraph rather than wraps a line."""
    line_start = text.rfind("\n", 0, newline) + 1
    line = text[line_start:newline]
    next_end = text.find("\n", newline + 1)
    following = text[newline + 1 : next_end if next_end >= 0 else len(text)]
    is_open = not _ENDS.search(line) or _ends_in_abbreviation(line, language)  # "held by U.S." / "refineries"
    if following[:1].islower() and is_open and not _BULLET.match(following):
        return False  # a line that starts in mid-sentence was wrapped, whatever the rest of the text does
    if width is None:
        return True
    if _BULLET.match(following) and _ENDS.search(line):
        return True  # "… on March" / "12. The next …" is no bullet
    if _INDENT.match(following) or _STAMP.match(line) or _STAMP.match(following):
        return True
    if _COLUMNS.search(line.strip()) or _COLUMNS.search(following.strip()):
        return True
    if line.isupper() and not following.isupper():
        return True
    return len(line) < _SHORT_LINE * width and bool(_ENDS.search(line))


def _ends_sentence(text: str, stop: re.Match[str], language: str) -> bool:
    """Whether the full stop (or its kin) at `stop` ends a sentence."""
    opening = _OPENING.match(text, stop.end())
    next_at = opening.end() if opening else stop.end()
    following = text[next_at : next_at + 1]
    if not stop.group().startswith("."):
        return not following.islower()
    if following.islower():
        return False
    if following.isdigit() and _SPLIT_DECIMAL.match(text, stop.start()) and _word_ends_in_digit(text, stop.start()):
        return False
    word = _word_before(text, stop.start()).lower()
    always, soft = _abbreviations(language)
    if len(stop.group()) == 1 and (word in always or f"{word}." in always):
        return False
    if len(word) == 1 and word.isalpha() and text[stop.start() - 1].isupper():
        return False  # an initial: "J. Smith"
    return not ((word in soft or f"{word}." in soft) and following.isdigit())


def _ends_in_abbreviation(line: str, language: str) -> bool:
    """Whether the full stop that ends a line belongs to its last word: "U.S."."""
    body = line.rstrip()
    word = _word_before(body, len(body) - 1).lower() if body.endswith(".") else ""
    always = _abbreviations(language)[0]
    return bool(word) and (word in always or f"{word}." in always)


def _word_ends_in_digit(text: str, end: int) -> bool:
    """Whether a digit stands right before `end`, one space between allowed."""
    before = text[max(0, end - 2) : end].rstrip()
    return before[-1:].isdigit()


def _word_before(text: str, end: int) -> str:
    """The word that ends right before `end`, full stops inside it included: `U.S`."""
    start = end
    lowest = max(0, end - _LONGEST_WORD)
    while start > lowest and (text[start - 1].isalnum() or text[start - 1] in "._"):
        start -= 1
    return text[start:end]
