"""Source → Document or Reject; in batches, where no file can harm another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from tallybook import lexicons
from tallybook.model import Document, PublishedOnSource, Reason, Reject
from tallybook.objects import NoPlace, StoreUnreachable
from tallybook.reading.ahead import in_order
from tallybook.reading.contents import ContentReader
from tallybook.reading.dates import find_dateline, find_file_date
from tallybook.reading.decoding import decode
from tallybook.reading.languages import detect_language
from tallybook.reading.metadata import Metadata, read_sidecar, split_front_matter
from tallybook.reading.normalising import normalise
from tallybook.reading.refusals import RefusedError, refusal_of, refuse
from tallybook.reading.sources import Source
from tallybook.reading.titles import find_title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from tallybook.reading.contents import Contents
    from tallybook.reading.limits import Limits

    Result = TypeVar("Result")


def read_source(source: Source, limits: Limits) -> Document | Reject:
    """One source as a document, or the reason why it is none; raises nothing that a file can cause."""
    documents, rejects = read_batch([source], limits)
    return documents[0] if documents else rejects[0]


def read_batch(sources: Sequence[Source], limits: Limits) -> tuple[list[Document], list[Reject]]:
    """The documents of many sources and the rejects of the others, both in the order of the sources.

    Raises StoreUnreachable: what could not be asked for was not refused.
    """
    latest = datetime.now(UTC).date() + timedelta(days=1)
    return _each(sources, limits, lambda source, contents: make_document(source, contents, limits, latest))


class Identified(NamedTuple):
    """A source with the document that it holds, and the size of that in bytes after decompression."""

    source: Source
    document_id: str
    byte_size: int


def identify_batch(sources: Sequence[Source], limits: Limits) -> tuple[list[Identified], list[Reject]]:
    """What each source holds, by its bytes alone, and the rejects of those that cannot be read.

    Much cheaper than reading: for finding out which sources are new. What only decoding refuses is no reject here.

    Raises StoreUnreachable.
    """
    return _each(sources, limits, lambda source, contents: Identified(source, contents.document_id, len(contents.body)))


def make_document(source: Source, contents: Contents, limits: Limits, latest: date) -> Document:
    """The document in the contents of a source; dates after `latest` are not believed.

    The text is the body behind the front matter, normalised once.

    Raises RefusedError (empty, binary, undecodable, unreadable, unsupported_language).
    """
    decoded, encoding = decode(contents.body)
    front_matter, text = split_front_matter(normalise(decoded), latest, limits.max_metadata_bytes)
    if not text.strip():
        raise RefusedError(Reason.EMPTY, "nothing behind the front matter")
    sidecar = read_sidecar(contents.sidecar, latest) if contents.sidecar is not None else Metadata()
    metadata = front_matter.over(sidecar)
    published_on, published_on_source = _published(metadata, text, source, latest)
    return Document(
        document_id=contents.document_id,
        sha256=contents.sha256,
        source_uri=source.uri,
        byte_size=len(contents.body),
        encoding=encoding,
        language=_supported(metadata.language or detect_language(text)),
        title=metadata.title or find_title(text),
        published_on=published_on,
        published_on_source=published_on_source,
        text=text,
    )


def _each(
    sources: Sequence[Source], limits: Limits, make: Callable[[Source, Contents], Result]
) -> tuple[list[Result], list[Reject]]:
    results: list[Result] = []
    rejects: list[Reject] = []
    with ContentReader(limits) as reader:
        for source, read in in_order(sources, reader.read, limits):
            try:
                results.append(make(source, read()))
            except (StoreUnreachable, NoPlace):  # says nothing of this file, which may be read tomorrow
                raise
            except RefusedError as refused:
                rejects.append(refused.reject(source.uri))
            except OSError as error:
                rejects.append(refusal_of(error).reject(source.uri))
            except MemoryError:
                rejects.append(
                    refuse(source.uri, Reason.UNREADABLE, "no memory left for it: run again, or lower max_bytes")
                )
            except Exception as error:  # a fault of ours, or of a library, and of no other file
                rejects.append(refuse(source.uri, Reason.UNREADABLE, f"{type(error).__name__}: {error}: report it"))
    return results, rejects


def _published(
    metadata: Metadata, text: str, source: Source, latest: date
) -> tuple[date | None, PublishedOnSource | None]:
    """The publication date from the most trusted place that has one."""
    if metadata.published_on:
        return metadata.published_on, PublishedOnSource.METADATA
    if found := find_dateline(text, latest):
        return found, PublishedOnSource.DATELINE
    name = PurePosixPath(source.member).name if source.member is not None else source.path.name
    if found := find_file_date(name, latest):
        return found, PublishedOnSource.FILENAME
    return None, None


def _supported(language: str) -> str:
    supported = lexicons.languages()
    if language not in supported:
        raise RefusedError(
            Reason.UNSUPPORTED_LANGUAGE,
            f"its language is {language!r}; there are lexicons for {', '.join(sorted(supported))}",
        )
    return language
