from __future__ import annotations

import os
import subprocess
import sys

SHOW = "import flows, os; print(os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'], os.environ['DO_NOT_TRACK'])"


def test_telemetry_is_off_before_prefect_is_imported() -> None:
    program = f"{SHOW}; import sys; print('prefect' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["false", "1", "False"]


def test_what_the_user_has_set_stays() -> None:
    chosen = os.environ | {"PREFECT_SERVER_ANALYTICS_ENABLED": "true"}
    answer = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True, env=chosen)
    assert answer.stdout.split()[0] == "true"
