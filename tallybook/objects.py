"""Objects in a store of objects: S3 and what speaks like it, Google Cloud Storage, Azure.

Where the store answers and with which credentials, its own environment variables say: a URL holds no secret, and
neither does an error.
"""

from __future__ import annotations

import errno
import io
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    import obstore
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

# The schemes that are known, and how the environment variables of each begin.
_PREFIXES = {"s3": "AWS", "gs": "GOOGLE", "az": "AZURE"}
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_STATUS = re.compile(r"status code: (\d{3})")
_QUERY = re.compile(r"\?[^\s'\"]*")
# A secret key may hold slashes, and a colon stands in no bucket: behind one all up to the last @ may be secret.
_USER = re.compile(r"(?<=://)(?:[^/:\s]*:\S*|[^/\s]*)@")
_BUCKET = re.compile(r"\$?[A-Za-z0-9][\w.-]*", re.ASCII)
# What stores answer to credentials that are wrong or have expired; they say AccessDenied to those that may not do this.
_NOT_ACCEPTED = re.compile(
    "status code: 401|<Code>(?:AuthenticationFailed|ExpiredToken|InvalidAccessKeyId|InvalidToken|RequestTimeTooSkewed|"
    "SignatureDoesNotMatch)</Code>"
)
_NO_BUCKET = re.compile("<Code>(?:NoSuchBucket|ContainerNotFound)</Code>")
_ARCHIVED = "<Code>InvalidObjectState</Code>"
# What variables of a store may hold, and what to do else: of that obstore makes a panic, or a wrong signature.
_VARIABLES = (
    (
        re.compile("(?:AWS|AZURE(?:_STORAGE)?)_ENDPOINT(?:_URL(?:_S3)?)?"),
        re.compile(r"https?://[^\s/]\S*", re.IGNORECASE),
        "is no address: write https://host or http://host:port, or unset this variable",
    ),
    (
        re.compile(
            "AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|REGION)|AZURE_STORAGE_(?:ACCOUNT|SAS)_(?:NAME|KEY)"
        ),
        re.compile(r"\S*"),
        "holds a blank or a line break, perhaps at its end: remove it",
    ),
)

# Together some ten seconds: a run tries again by itself after that, and a night without a network ends soon.
_RETRIES: RetryConfig = {
    "max_retries": 6,
    "retry_timeout": timedelta(seconds=30),
    "backoff": {"max_backoff": timedelta(seconds=5)},
}
# A large object may take long, as long as something comes; and so may a part of 5 MB that is on its way there.
_LONGEST = timedelta(hours=1)
_SILENCE = timedelta(seconds=60)
# What is read of a large object at once, and how many such pieces are held.
_BLOCK = 1024 * 1024
_BLOCKS = 16


class StoreUnreachable(OSError):  # noqa: N818 - reads as what it says
    """A store gives no answer, or one that says nothing of the object; it may do so later."""


class NoPlace(ValueError):  # noqa: N818 - reads as what it says
    """A URL that names no place where Tallybook reads or writes; says what to write instead."""


@dataclass(frozen=True, slots=True)
class Object:
    """An object by its store and its key, or all objects below a key as below a folder.

    `size` in bytes and `tag` are what a listing said of it: while the tag is the same, so are the bytes.

    >>> Object.of("s3://bucket/raw/a.txt").name
    'a.txt'
    """

    root: str
    key: str
    size: int | None = field(default=None, compare=False)
    tag: str | None = field(default=None, compare=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """The object whose URL this is."""
        scheme, _, rest = url.partition("://")
        bucket, _, key = rest.partition("/")
        return cls(f"{scheme}://{bucket}", key)

    @property
    def name(self) -> str:
        """What stands behind the last slash of the key."""
        return self.key.rpartition("/")[2]

    def with_name(self, name: str) -> Object:
        """The object of another name beside this one."""
        return Object(self.root, f"{self.key.removesuffix(self.name)}{name}")

    def below(self, key: str) -> Object:
        """The object of a key below this one."""
        return Object(self.root, f"{self.key}/{key}" if self.key else key)

    def as_posix(self) -> str:
        """The URL."""
        return f"{self.root}/{self.key}" if self.key else self.root

    def __str__(self) -> str:
        return self.as_posix()


def is_url(text: str) -> bool:
    """Whether a text is a URL and no path.

    >>> is_url("s3://bucket/raw"), is_url("raw/a.txt")
    (True, False)
    """
    return _URL.match(text) is not None


def parse(url: str) -> Object:
    """The place that somebody names by a URL; what stands behind the bucket is taken as it is.

    Raises NoPlace for a scheme that is not known, for what is no name of a bucket, and for a URL with a password or a
    signature in it.

    >>> parse("s3://bucket/raw/").key
    'raw'
    """
    scheme, _, rest = url.partition("://")
    bucket, _, key = rest.partition("/")
    if "@" in bucket or ":" in bucket or "?" in url:
        raise NoPlace(
            f"{scheme}://…: a password, a signature, a port or an option stands in this URL: give them by the "
            "environment, as in AWS_ACCESS_KEY_ID and AWS_ENDPOINT_URL"
        )
    if scheme.lower() not in _PREFIXES or not _BUCKET.fullmatch(bucket):
        raise NoPlace(f"{url}: no place that is known: write s3://bucket/key, gs://bucket/key or az://container/key")
    return Object(f"{scheme.lower()}://{bucket}", key.strip("/"))


def without_secrets(text: str) -> str:
    """A text whose URLs have lost users, passwords and all behind a question mark.

    >>> without_secrets("no s3://me:secret@bucket/a?sig=secret there")
    'no s3://bucket/a there'
    """
    return _QUERY.sub("", _USER.sub("", text)) if "://" in text else text


@lru_cache(maxsize=32)
def store_of(root: str) -> ObjectStore:
    """The store behind the root of an object, with the credentials of the environment.

    Raises NoPlace if the environment does not say enough to find it.
    """
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    _require_usable_variables(root)
    try:
        return from_url(root, retry_config=_RETRIES, client_options=_client_options(root))
    except BaseError as error:
        raise NoPlace(f"{root}: {_cause(error)}: set the environment variables of this store") from None


def _require_usable_variables(root: str) -> None:
    for name, value in os.environ.items():
        for names, values, advice in _VARIABLES:
            if name.startswith(_prefix(root)) and names.fullmatch(name) and not values.fullmatch(value):
                raise NoPlace(f"{name} {advice}")


def _client_options(root: str) -> ClientConfig:
    """How to ask. What is given here replaces all such options of the environment, of which one matters."""
    is_http_allowed = os.environ.get(_allow_http(root), "").lower() in ("1", "true", "yes", "on")
    return {"timeout": _LONGEST, "read_timeout": _SILENCE, "allow_http": is_http_allowed}


def _allow_http(root: str) -> str:
    return f"{_prefix(root)}_ALLOW_HTTP"


def _prefix(root: str) -> str:
    return _PREFIXES[root.partition(":")[0]]


@contextmanager
def explained(place: Object, *expected: type[Exception]) -> Iterator[None]:
    """Turn what a store refuses into the errors that a file system would raise, and the rest into StoreUnreachable.

    Expected errors are let through.
    What the store answered in full is left out: it may quote what it was asked with.
    """
    from obstore.exceptions import BaseError, PermissionDeniedError, PreconditionError, UnauthenticatedError

    try:
        yield
    except expected:
        raise
    except FileNotFoundError as error:
        raise _missing(place, error) from None
    except PreconditionError:
        raise OSError(errno.ESTALE, "it changed while it was read: run again", str(place)) from None
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise _denied(place, error) from None
    except BaseError as error:
        raise _unreachable(place, error) from None


def _missing(place: Object, error: Exception) -> OSError:
    """What is not there; that the bucket is not there says nothing of the object."""
    if _NO_BUCKET.search(str(error)):
        return StoreUnreachable(f"{place.root}: no such bucket: create it, or correct the URL")
    return FileNotFoundError(errno.ENOENT, "no such object", str(place))


def _denied(place: Object, error: Exception) -> OSError:
    """What is denied to these credentials; that they are not accepted at all says nothing of the object."""
    if _NOT_ACCEPTED.search(str(error)):
        return StoreUnreachable(
            f"{place}: the store does not accept the credentials: see that those in the environment are right and have "
            "not expired, and that the clock is right, and run again"
        )
    if _ARCHIVED in str(error):
        return PermissionError(errno.EACCES, "it is archived: restore it, or read another folder", str(place))
    return PermissionError(errno.EACCES, "access denied: correct the credentials, or their rights", str(place))


def _unreachable(place: Object, error: Exception) -> Exception:
    """What is wrong with the store, or what is wrong with a listing, which says so by its status alone."""
    from obstore.exceptions import InvalidPathError

    if "builder error" in str(error):
        return NoPlace(
            f"{place.root}: its address is http://, not https://: to allow that set {_allow_http(place.root)}=true"
        )
    if isinstance(error, InvalidPathError):
        return OSError(errno.EINVAL, f"{_cause(error)}: rename this object, or read another folder", str(place))
    status = _STATUS.search(str(error))
    if status and status[1] == "404":
        return _missing(place, error)
    if status and status[1] in ("401", "403") and "list request" in str(error):
        return _denied(place, error)
    return StoreUnreachable(
        f"{place}: {_cause(error)}: see that the store can be reached and that the environment has the credentials "
        "for it, and run again"
    )


def _cause(error: Exception) -> str:
    """What an error says in its first line, without what the store answered and without what was asked for."""
    line = str(error).partition("\n")[0].partition("<")[0]
    return without_secrets(line).rstrip(" :")


def list_below(prefix: Object) -> list[Object]:
    """All objects below a key, as below a folder, by key. Raises OSError."""
    import obstore

    with explained(prefix):
        pages = obstore.list(store_of(prefix.root), prefix.key or None, chunk_size=1000)
        return [_listed(prefix.root, meta) for page in pages for meta in page]


def look_up(place: Object) -> Object | None:
    """One object with its size and its tag; None if there is none of this key. Raises OSError."""
    import obstore

    try:
        with explained(place):
            return _listed(place.root, obstore.head(store_of(place.root), place.key))
    except FileNotFoundError:
        return None


def _listed(root: str, meta: obstore.ObjectMeta) -> Object:
    tag = meta["e_tag"] or f"{meta['last_modified'].isoformat()} {meta['size']}"
    return Object(root, meta["path"], meta["size"], tag)


class ObjectFile(io.RawIOBase):
    """An object that is read; `size` is that of all of it, in bytes."""

    size: int

    def readable(self) -> bool:
        """Always."""
        return True


class _Stream(ObjectFile):
    """An object from its beginning to its end, which comes as it is asked for."""

    def __init__(self, place: Object) -> None:
        import obstore

        self._place = place
        with explained(place):
            answer = obstore.get(store_of(place.root), place.key)
            self._chunks = iter(answer.stream(min_chunk_size=_BLOCK))
        self.size = answer.meta["size"]
        self._rest = memoryview(b"")

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            with explained(self._place):
                self._rest = memoryview(next(self._chunks, b""))
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class _Blocks(ObjectFile):
    """An object from which pieces are read anywhere, of one state of it; until it closes a few blocks are held."""

    def __init__(self, place: Object, meta: obstore.ObjectMeta) -> None:
        self.size = meta["size"]
        self._position = 0
        self._block = lru_cache(maxsize=_BLOCKS)(partial(_block, place, meta))

    def close(self) -> None:
        self._block.cache_clear()
        super().close()

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if position < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._position = position
        return position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._position >= self.size:
            return 0
        index, start = divmod(self._position, _BLOCK)
        taken = self._block(index)[start : start + len(buffer)]
        buffer[: len(taken)] = taken
        self._position += len(taken)
        return len(taken)


def _block(place: Object, meta: obstore.ObjectMeta, index: int) -> memoryview:
    import obstore

    reach = (index * _BLOCK, min((index + 1) * _BLOCK, meta["size"]))
    with explained(place):
        answer = obstore.get(store_of(place.root), place.key, options={"range": reach, "if_match": meta["e_tag"]})
        return memoryview(answer.bytes())


def open_stream(place: Object) -> ObjectFile:
    """Read an object from beginning to end. Raises OSError.

    >>> open_stream(parse("s3://bucket/raw/a.txt")).size  # doctest: +SKIP
    2048
    """
    return _Stream(place)


def open_anywhere(place: Object) -> ObjectFile:
    """Read an object piece by piece, in any order: what an archive needs. Raises OSError."""
    import obstore

    with explained(place):
        meta = obstore.get(store_of(place.root), place.key).meta  # a HEAD would be refused without a reason
    return _Blocks(place, meta)
