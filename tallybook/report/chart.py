"""The chart of one series, as a Vega-Lite specification that the page fills with points."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

POINTS: Final = "points"
"""The name of the data that the page puts in."""

STATUSES: Final = ("actual", "estimate", "forecast", "target")
_SHAPES: Final = ("circle", "square", "diamond", "triangle-up")
_HEIGHT: Final = 300
# Millions and billions instead of the SI prefixes, which nobody writes before money.
_LARGE: Final = "replace(replace(replace(format(datum.value, '~s'), 'T', ' tn'), 'G', ' bn'), 'M', ' m')"


def chart() -> dict[str, Any]:
    """The specification, without points.

    Every point has `start`, `value`, `low` and `high` (the rounding interval), `lower` and `upper` (of a range),
    `bound` (an arrow towards where the true value may lie), `colour`, `status`, `changes`, `path` and `label`; null or
    empty where there is nothing to draw.
    The parameters `ticks` and `period_format` are the page's, too.

    >>> sorted(chart())[:3]
    ['$schema', 'config', 'data']
    """
    params = [alt.param(name="ticks", value=[]), alt.param(name="period_format", value="%Y")]
    layers = alt.layer(_path(), _rounding(), _stated_range(), _bound(), _points(), _changes())
    whole = layers.add_params(*params).properties(data=alt.NamedData(POINTS), width="container", height=_HEIGHT)
    # The page brings its own colours and type; Altair's theme would stand in their way.
    return whole.to_dict() | {"config": {}}


def _base() -> alt.Chart:
    base: alt.Chart = alt.Chart().encode(x=_periods(), y=_values("value:Q"))
    return base


def _periods() -> alt.X:
    axis = alt.Axis(
        values=alt.ExprRef("ticks"),
        format=alt.ExprRef("period_format"),
        title=None,
        labelOverlap="greedy",
        labelSeparation=10,
        grid=False,
    )
    return alt.X("start:T", axis=axis, scale=alt.Scale(type="utc", padding=40))


def _values(field: str) -> alt.Y:
    return alt.Y(
        field, axis=alt.Axis(title=None, tickCount=5, labelExpr=_LARGE), scale=alt.Scale(zero=False, padding=24)
    )


def _path() -> alt.Chart:
    """A line through values that nobody contradicts; rival values are never joined."""
    whole = _base().transform_filter("datum.path !== null")
    line: alt.Chart = whole.mark_line(strokeWidth=1.5, opacity=0.45, aria=False).encode(detail="path:N")
    return line


def _rounding() -> alt.Chart:
    whole = _base().transform_filter("datum.low !== null").mark_rule(strokeWidth=2, opacity=0.55, aria=False)
    rule: alt.Chart = whole.encode(y=_values("low:Q"), y2="high:Q", color=_sources())
    return rule


def _stated_range() -> alt.Chart:
    whole = _base().transform_filter("datum.lower !== null && datum.upper !== null")
    marked = whole.mark_bar(width=10, opacity=0.35, cornerRadius=3, cursor="pointer")
    bar: alt.Chart = marked.encode(y=_values("lower:Q"), y2="upper:Q", color=_sources(), description="label:N")
    return bar


def _bound() -> alt.Chart:
    """Above "more than", below "less than": an arrow towards where the true value may lie."""
    beside = alt.ExprRef("datum.bound === '↑' ? -14 : 14")
    marked = _base().transform_filter("datum.bound !== ''").mark_text(dy=beside, fontSize=15, aria=False)
    arrow: alt.Chart = marked.encode(text="bound:N", color=_sources())
    return arrow


def _points() -> alt.Chart:
    shape = alt.Shape("status:N", scale=alt.Scale(domain=list(STATUSES), range=list(_SHAPES)), legend=None)
    marked = _base().mark_point(filled=True, size=90, opacity=1, cursor="pointer")
    points: alt.Chart = marked.encode(color=_sources(), shape=shape, description="label:N")
    return points


def _changes() -> alt.Chart:
    """What the documents say of the change, written over the point of its period."""
    marked = _base().transform_filter("datum.changes !== ''").mark_text(dy=-16, fontSize=12, aria=False)
    texts: alt.Chart = marked.encode(text="changes:N")
    return texts


def _sources() -> alt.Color:
    return alt.Color("colour:N", scale=None)
