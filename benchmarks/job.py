"""One run of the stages, called directly, in a process of its own: `python -m benchmarks.job RAW STORE [WORKERS]`.

Prints JSON: seconds of the imports, of the run behind them and of each stage, and the documents and numbers released.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main(raw: Path, store: Path, workers: int) -> None:
    """Run, and print what it took. The imports stand here, for each worker process imports this module again."""
    started = time.perf_counter()
    from tallybook import audit, pipeline  # noqa: F401 - the audit would import Great Expectations in mid-run
    from tallybook.settings import load_settings
    from tallybook.workers import workers_for

    imported = time.perf_counter()
    settings = load_settings(raw=(raw,), store=store, workers=workers)
    with pipeline.start(settings) as run:
        with workers_for(settings, is_careful=run.is_careful) as pool:
            for batch in pipeline.read(run, pool):
                pipeline.load(run, batch, pipeline.extract(run, batch, pool))
        result = pipeline.audit(run)
        outcome = pipeline.finish(run, result, pipeline.publish(run, result))
    taken = {"imports": imported - started, "run": time.perf_counter() - imported}
    print(json.dumps(taken | outcome.seconds | outcome.contents.totals))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
