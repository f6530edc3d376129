"""Runs in the environment of quantulum3: texts as JSON on standard input, median CPU seconds on standard output."""

import json
import sys
import time
import warnings
from statistics import median

warnings.filterwarnings("ignore")

from quantulum3 import parser  # noqa: E402 - it warns on import

texts = json.load(sys.stdin)
parser.parse(texts[0])
taken = []
for _ in range(3):
    start = time.process_time()
    for text in texts:
        parser.parse(text)
    taken.append(time.process_time() - start)
print(median(taken))
