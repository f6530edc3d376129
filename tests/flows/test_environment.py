from __future__ import annotations

import os
import subprocess
import sys
import threading
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SHOW = "import flows, os; print(os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'], os.environ['DO_NOT_TRACK'])"


def test_telemetry_is_off_before_prefect_is_imported() -> None:
    program = f"{SHOW}; import sys; print('prefect' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["false", "1", "False"]


def test_what_the_user_has_set_stays() -> None:
    chosen = os.environ | {"PREFECT_SERVER_ANALYTICS_ENABLED": "true"}
    answer = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True, env=chosen)
    assert answer.stdout.split()[0] == "true"


def test_no_proxy_is_asked_for_a_server_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "health").write_text("true", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment |= {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "intranet.example"}
    program = (
        "import sys; from flows.server import answers; from urllib.request import proxy_bypass\n"
        "print(answers(sys.argv[1]), proxy_bypass('intranet.example'), proxy_bypass('other.example'))"
    )
    with HTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = [sys.executable, "-c", program, f"http://127.0.0.1:{server.server_port}/api"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        server.shutdown()
    assert answer.stdout.split() == ["True", "True", "False"]
