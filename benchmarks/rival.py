"""Runs in the environment of the rivals: texts as JSON on standard input, median CPU seconds on standard output.

The argument names the rival. Recognizers-Text has a model for each kind of quantity; all six are asked.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from statistics import median

warnings.filterwarnings("ignore")  # both warn on import


def quantulum3() -> Callable[[str], object]:
    """Give its parser."""
    from quantulum3 import parser

    parse: Callable[[str], object] = parser.parse
    return parse


def recognizers_text() -> Callable[[str], object]:
    """Give a function that asks all models of quantities, made once."""
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers, units = NumberRecognizer("en-us"), NumberWithUnitRecognizer("en-us")
    models = [
        numbers.get_number_model(),
        numbers.get_percentage_model(),
        units.get_age_model(),
        units.get_currency_model(),
        units.get_dimension_model(),
        units.get_temperature_model(),
    ]
    return lambda text: [model.parse(text) for model in models]


def main(rival: str) -> None:
    """Print what the rival takes for the texts, its start-up left out."""
    parse = {"quantulum3": quantulum3, "Recognizers-Text": recognizers_text}[rival]()
    texts = json.load(sys.stdin)
    parse(texts[0])
    taken = []
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            parse(text)
        taken.append(time.process_time() - start)
    print(median(taken))


main(sys.argv[1])
