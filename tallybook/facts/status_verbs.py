"""A status and the verb groups and nouns around an amount that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallybook.facts import chunk_kinds as ch
from tallybook.facts import tags as t
from tallybook.facts.status_cues import ORDER, ahead_before_to, cues, passives, phrases
from tallybook.model import ObsStatus

if TYPE_CHECKING:
    from tallybook.facts.claims import Amount, Claim
    from tallybook.facts.pieces import Piece
    from tallybook.facts.syntax import Syntax

# No cue is looked for further away than so many chunks.
REACH: Final = 30
CONTRACTED: Final = ("'ll", "’ll")
# Claims whose amount is part of a noun phrase.
IN_PHRASE: Final = ("level.counted", "level.part-of", "level.noun-of", "level.named-before", "level.nearest")


@dataclass(slots=True, init=False)
class Status:
    """A status and the word that told it, -1 if none did."""

    status: ObsStatus
    word: int

    def __init__(
        self,
        status: ObsStatus,
        word: int = -1,
    ) -> None:
        self.status = status
        self.word = word


def of_group(s: Syntax, verb: int, verbs: dict[str, ObsStatus]) -> Status | None:
    """As in "is expected to total", "will rise": a cue inside the verb group."""
    piece = s.pieces[verb]
    best: Status | None = None
    for word in range(piece.first, piece.last):
        status = verbs.get(s.reading.low[word])
        is_ahead = s.reading.low[word] in ahead_before_to() or s.reading.tag[word] & t.BE
        if s.reading.low[word].endswith(CONTRACTED) or (is_ahead and s.reading.low[word + 1] == "to"):
            status = ObsStatus.FORECAST  # "is set to grow", "is to grow"
        ahead = f"{s.reading.low[word]} {s.reading.low[word + 1]}"
        status = phrases().get(ahead, status)
        if s.reading.low[word] in passives() and piece.kind == ch.VERB and not _is_done_now(s, piece):
            continue  # "has seen", "was seen", but "is seen"
        if status is not None and (best is None or ORDER.index(status) < ORDER.index(best.status)):
            best = Status(status, word)
    return best


def _is_done_now(s: Syntax, piece: Piece) -> bool:
    return piece.is_passive and bool(s.reading.tag[piece.first] & t.NOW)


def of_subject(s: Syntax, verb: int) -> Status | None:
    """As in "projections were for a 5 pct rise", "estimates put the cost at 3 mln": the status of who tells."""
    subject = verb - 1
    if not s.pieces[verb].is_finite or s.kind(subject) != ch.NOUN:
        return None
    status = cues()[0].get(s.low(subject)) if not is_measure(s, s.pieces[subject].head) else None
    return Status(status, s.pieces[subject].head) if status is not None else None


def is_known(s: Syntax, amount: Amount, claim: Claim) -> bool:
    """Whether the amount stands in a phrase that takes it as known: "will sell its 65 pct stake", "the 27 makers".

    Not so the price of what is known: "will redeem the bonds at 104 pct".
    """
    if not claim.rule.startswith(IN_PHRASE):
        return False
    words = [s.pieces[amount.at].first - 1]
    phrase = claim.phrase
    is_near = phrase is not None and not any(
        s.kind(at) == ch.VERB for at in range(phrase.head, min(amount.at, phrase.head + REACH))
    )
    if phrase is not None and is_near and phrase.first < amount.at and amount.left_low != "at":
        words.append(s.pieces[phrase.head].first)
    return any(word >= 0 and is_definite(s, word) for word in words)


def is_definite(s: Syntax, word: int) -> bool:
    """Whether the word opens a phrase for something known: "the", "its", "Acme's"."""
    tag, low = s.reading.tag[word], s.reading.low[word]
    return low == "the" or low.endswith("'s") or bool(tag & t.OWN and tag & t.DET)


def is_measure(s: Syntax, word: int) -> bool:
    """Whether a plan is only what something else is set against: "balances below target"."""
    return s.low(s.piece_of[word] - 1) in ("below", "above", "under", "over")
