"""The flow in a process of its own that is killed: `python -m tests.faults.flow FOLDER PLACE NTH`."""

from __future__ import annotations

import os
import sys

from flows.pipeline import pipeline
from tests.faults.jobs import Job, Watch
from tests.faults.stages import BATCH_SIZE, RAW, STORE, tell_touches

if __name__ == "__main__":
    folder, place, nth = sys.argv[1:]
    os.chdir(folder)
    os.environ["TALLYBOOK_BATCH_SIZE"] = str(BATCH_SIZE)
    tell_touches(Watch(Job(folder, at=place, nth=int(nth))).reached)
    pipeline(raw=[str(RAW)], store=str(STORE), workers=1)
