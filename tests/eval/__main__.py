"""Measure the engine on the labelled paragraphs.

python -m tests.eval                      the table of figures and floors
python -m tests.eval --errors indicator   what is wrong in one field
python -m tests.eval --pin                make the figures of today the floors of tomorrow
"""

from __future__ import annotations

import argparse
import sys

from tests.eval import floors, labels
from tests.eval.scoring import FIELDS, Miss, Score, scored

OUTSIDE = 90


def table(score: Score) -> str:
    """Figures, floors and counts, a line per field."""
    known = floors.pinned().figures if floors.PATH.exists() else {}
    lines = [f"{'field':12}{'figure':>8}{'floor':>8}"]
    lines += [
        f"{name:12}{score.figure(name):8.1f}{known.get(name, 0.0):8.1f}   {score.right[name]}/{score.total[name]}"
        for name in FIELDS
    ]
    return "\n".join(lines)


def shown(miss: Miss) -> str:
    """A miss with its surroundings, what is right and what we say."""
    text = miss.paragraph.text
    before = text[max(0, miss.start - OUTSIDE) : miss.start]
    around = f"{before}«{text[miss.start : miss.end]}»{text[miss.end : miss.end + OUTSIDE]}"
    lines = [f"{miss.paragraph.name}: …{' '.join(around.split())}…"]
    if miss.label is not None:
        right = {
            key: " | ".join(str(item) for item in items) for key, items in miss.label.right.items() if items != (None,)
        }
        lines.append(f"   right  {'/'.join(miss.label.kinds)} {miss.label.indicator!r} {miss.label.must} {right}")
    if miss.number is not None:
        n = miss.number
        value = f"{n.comparator} {n.value} {n.lower} {n.upper} {n.unit} {n.iso or ''}"
        lines.append(f"   ours   {n.kind} {n.surface!r} {value} {n.rule}")
    if miss.observation is not None:
        o = miss.observation
        lines.append(
            f"          {o.indicator!r} {o.measure} {o.direction} {o.basis} {o.time_period} {o.obs_status} {o.ref_area}"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and pin if asked; 1 if a floor would be lowered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", metavar="FIELD", choices=FIELDS, help="print what is wrong in one field")
    parser.add_argument("--pin", action="store_true", help="write the figures as the new floors")
    parser.add_argument("--allow-lower", action="store_true", help="pin even where a floor goes down")
    options = parser.parse_args()
    score = scored(labels.paragraphs())
    for miss in score.misses:
        if miss.field == options.errors:
            print(shown(miss))
    print(table(score))
    if options.pin:
        try:
            floors.pin(score, allow_lower=options.allow_lower)
        except floors.LowerFloorError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
