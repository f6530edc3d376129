"""A file that is refused: an exception inside `reading`, a `Reject` outside."""

from __future__ import annotations

import errno

from tallybook.model import Reason, Reject, Stage


class RefusedError(Exception):
    """The file cannot become a document; carries the reason and a detail for a person."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def reject(self, source_uri: str) -> Reject:
        """The refusal as a row."""
        return refuse(source_uri, self.reason, self.detail)


def refuse(source_uri: str, reason: Reason, detail: str) -> Reject:
    """A reject of the reading stage about a whole file."""
    return Reject(
        stage=Stage.READ,
        source_uri=source_uri,
        document_id=None,
        row_id=None,
        start=None,
        end=None,
        reason=reason,
        detail=detail,
    )


def refusal_of(error: OSError) -> RefusedError:
    """What the operating system refused, without the path: the row names it, in a form that is safe to print."""
    if error.errno == errno.ELOOP:
        return RefusedError(Reason.NOT_A_FILE, "a loop of symbolic links: remove one of them")
    return RefusedError(Reason.UNREADABLE, error.strerror or type(error).__name__)
