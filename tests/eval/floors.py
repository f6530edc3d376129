"""The floors under the figures, and the corpus digest they were measured on: `floors.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.eval import labels
from tests.eval.scoring import FIELDS

if TYPE_CHECKING:
    from tests.eval.scoring import Score

PATH = Path(__file__).parent / "floors.toml"
HEADER = "# Written by `python -m tests.eval --pin`: percent right by field on the labelled files of this digest.\n"


class LowerFloorError(ValueError):
    """Pinning would lower a floor."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The figures that may not be fallen below, and the SHA-256 of the labelled files."""

    corpus_digest: str
    figures: dict[str, float]


def corpus_digest() -> str:
    """SHA-256 over the names and the bytes of all labelled files."""
    whole = hashlib.sha256()
    for path in labels.files():
        whole.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def pinned() -> Floors:
    """The floors as they are pinned."""
    content = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return Floors(content["corpus_digest"], content["figures"])


def fallen(floors: Floors, score: Score) -> list[str]:
    """What a person should read about each figure below its floor."""
    return [
        f"{name}: {score.figure(name)} is below its floor of {floor}"
        for name, floor in floors.figures.items()
        if score.figure(name) < floor
    ]


def pin(score: Score, *, allow_lower: bool = False) -> None:
    """Write the measured figures as the new floors.

    Raises LowerFloorError if a figure is below its floor, unless that is allowed.
    """
    lower = fallen(pinned(), score) if PATH.exists() else []
    if lower and not allow_lower:
        raise LowerFloorError(
            "\n".join([*lower, "Mend the engine, or pin with --allow-lower and say why in the commit."])
        )
    figures = "".join(f'"{name}" = {score.figure(name)}\n' for name in FIELDS)
    PATH.write_text(f'{HEADER}corpus_digest = "{corpus_digest()}"\n\n[figures]\n{figures}', encoding="utf-8")
