"""The page: a template, a style and a script, filled with what is known of a release.

Jinja2 escapes all that comes from texts; the script puts the rest into the page as text, never as HTML. The page's own
policy lets no other script run and nothing be fetched.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tallybook import resources
from tallybook.model import Kind
from tallybook.report.bundle import FILE_NAME as BUNDLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

    from tallybook.comparison import Changes
    from tallybook.report.excerpt import Excerpt
    from tallybook.report.summary import Summary

_FOLDER: Final = "report"
_SCRIPTS: Final = ("dom", "data", "words", "facts", "paging", "observations", "documents", "series", "main")
"""The parts of the page's script: one module in the page, in this order."""

KINDS: Final = {
    Kind.QUANTITY: "how many or how much",
    Kind.DATE: "a day, a year, a period",
    Kind.TIME: "a time of day",
    Kind.ORDINAL: "a place in an order",
    Kind.ENUMERATOR: "counts the points of a text",
    Kind.LABEL: "part of a name",
    Kind.SCORE: "the result of a match",
    Kind.IDIOM: "a figure of speech",
}
"""What each kind of number is, for the legend."""


def page(
    about: Mapping[str, Any],
    told: Summary,
    shown: Excerpt,
    previous: str | None,
    changes: Mapping[str, Changes] | None,
) -> str:
    """The report as HTML."""
    style, script, charts = _read("style.css"), _script(), _bundle()
    return _template().render(
        about=about,
        told=told,
        shown=shown,
        previous=previous,
        changes=changes,
        kinds=KINDS,
        style=style,
        script=script,
        charts=base64.b64encode(charts).decode("ascii"),
        chart=_chart(),
        policy=_policy([script.encode(), gzip.decompress(charts)], style.encode()),
    )


def _chart() -> dict[str, Any]:
    from tallybook.report.chart import chart  # Altair takes half a second, and not every command needs it

    return chart()


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # likewise

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"grouped": "{:,}".format, "moment": _moment, "counted": _counted}
    return environment.from_string(_read("template.html.j2"))


def _moment(timestamp: str) -> str:
    """A time of the manifest for a person.

    >>> _moment("2026-01-31T06:05:02Z")
    '31 January 2026, 06:05 UTC'
    """
    moment = datetime.fromisoformat(timestamp)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> _counted(1, "document"), _counted(1200, "document")
    ('1 document', '1,200 documents')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _policy(scripts: list[bytes], style: bytes) -> str:
    """The Content-Security-Policy of a page that runs these scripts and fetches nothing."""
    allowed = " ".join(map(_source, scripts))
    return f"default-src 'none'; script-src {allowed}; style-src {_source(style)}; base-uri 'none'; form-action 'none'"


def _source(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode('ascii')}'"


def _script() -> str:
    return "\n".join(_read(f"js/{name}.js") for name in _SCRIPTS)


def _read(name: str) -> str:
    return resources.read(f"{_FOLDER}/{name}")


def _bundle() -> bytes:
    return resources.resource(f"{_FOLDER}/{BUNDLE}").read_bytes()
