"""Reading in order, while what comes next is on its way: a store of objects takes long to begin and much at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tallybook.objects import Object
from tallybook.reading.contents import Contents
from tallybook.reading.limits import MEBIBYTE
from tallybook.reading.names import Form, form_of
from tallybook.reading.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tallybook.reading.files import Place
    from tallybook.reading.limits import Limits

_THREADS = 16
_MOST_AHEAD = 32
_MOST_BYTES_AHEAD = 16 * MEBIBYTE


class _Coming(NamedTuple):
    source: Source
    contents: Callable[[], Contents]
    size: int


def in_order(
    sources: Sequence[Source], read: Callable[[Source], Contents], limits: Limits
) -> Iterator[tuple[Source, Callable[[], Contents]]]:
    """Each source, with what gives its contents or raises why there are none.

    Objects are fetched ahead: at most 32, and of 16 MB together. Files are not, nor are the members of an archive,
    which `read` keeps open.
    """
    if any(map(_comes_alone, sources)):
        yield from _fetched_ahead(sources, read, limits)
    else:
        yield from ((source, partial(read, source)) for source in sources)


def _fetched_ahead(
    sources: Sequence[Source], read: Callable[[Source], Contents], limits: Limits
) -> Iterator[tuple[Source, Callable[[], Contents]]]:
    from concurrent.futures import ThreadPoolExecutor  # for nothing where there are only files

    coming: deque[_Coming] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        try:
            for source in sources:
                if not _comes_alone(source):
                    yield from _all(coming)
                    yield source, partial(read, source)
                    continue
                size = _most_bytes(source.path, limits)
                yield from _surplus(coming, size)
                coming.append(_Coming(source, pool.submit(read, source).result, size))
            yield from _all(coming)
        finally:
            pool.shutdown(cancel_futures=True)


def _comes_alone(source: Source) -> bool:
    return isinstance(source.path, Object) and source.member is None


def _most_bytes(place: Place, limits: Limits) -> int:
    """How many bytes of memory the contents of an object take at most."""
    size = place.size if isinstance(place, Object) else None
    if size is None:
        return limits.max_bytes
    return min(size * limits.max_expansion if form_of(place.name) is Form.GZIP else size, limits.max_bytes)


def _surplus(coming: deque[_Coming], size: int) -> Iterator[tuple[Source, Callable[[], Contents]]]:
    """What is to be taken before there is room for one more of this size."""
    while coming and (len(coming) == _MOST_AHEAD or size + sum(one.size for one in coming) > _MOST_BYTES_AHEAD):
        yield _first(coming)


def _all(coming: deque[_Coming]) -> Iterator[tuple[Source, Callable[[], Contents]]]:
    while coming:
        yield _first(coming)


def _first(coming: deque[_Coming]) -> tuple[Source, Callable[[], Contents]]:
    first = coming.popleft()
    return first.source, first.contents
