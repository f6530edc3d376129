"""Prefect, and nothing but orchestration.

Prefect reads its environment when it is first imported, so that our defaults are set here, before any module of this
package imports it. What the user has set stays.
"""

import os
from urllib.request import getproxies_environment

_DEFAULTS = {
    # Nothing leaves the machine unasked.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # Without a server each run starts one of its own; in a fresh home that takes some 19 s, and Prefect gives up at 20.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # The stages' own lines go to the server as well, and are no cause for warnings where there is no flow run.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "tallybook",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # On the console the command speaks, with one line per stage; `--verbose` brings Prefect's lines back.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}

for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)

# Servers that are started here are on this address; a proxy, which would be asked for it as well, cannot know them.
_LOOPBACK = "127.0.0.1"


def _keep_proxies_off_loopback() -> None:
    proxies = getproxies_environment()
    spared = [*filter(None, proxies.get("no", "").split(",")), _LOOPBACK]
    if proxies.keys() - {"no"}:
        os.environ |= dict.fromkeys(("no_proxy", "NO_PROXY"), ",".join(dict.fromkeys(spared)))


_keep_proxies_off_loopback()
