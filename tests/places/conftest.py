"""A real S3 server on loopback, and a bucket of its own for each test."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from tallybook import objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from obstore.store import ObjectStore

SECRET = "a-secret-of-the-environment"  # noqa: S105 - what must be told to nobody
_REQUEST = re.compile(r'"(?:\x1b\[\d+m)*(?P<method>[A-Z]+) (?P<target>\S+) HTTP')


class Requests(logging.Handler):
    """The requests that the server has answered, as it logs them itself."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.seen: list[tuple[str, str]] = []
        self.told: Callable[[str], None] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if request := _REQUEST.search(record.getMessage()):
            self.seen.append((request["method"], request["target"]))
            if self.told:
                self.told(request["method"])


class Bucket:
    """A bucket on the server, as somebody else fills it and looks into it."""

    def __init__(self, name: str, requests: Requests) -> None:
        self.name = name
        self.url = f"s3://{name}"
        self._requests = requests
        self.place = objects.parse(f"{self.url}/numbers")

    @property
    def _store(self) -> ObjectStore:
        return objects.store_of(self.url)

    def put(self, key: str, content: bytes | str) -> None:
        obstore.put(self._store, key, content.encode() if isinstance(content, str) else content)

    def get(self, key: str) -> bytes:
        return bytes(obstore.get(self._store, key).bytes())

    def remove(self, *keys: str) -> None:
        obstore.delete(self._store, keys)

    def age(self, key: str, time: timedelta) -> None:
        """Let an object have been put there so much earlier."""
        s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets[self.name].keys[key].last_modified -= time

    def keys(self, prefix: str = "") -> list[str]:
        return [one.key for one in objects.list_below(objects.Object(self.url, prefix))]

    def forget_requests(self) -> None:
        self._requests.seen.clear()

    def requests(self, *methods: str) -> list[str]:
        """The objects that were asked for since `forget_requests`, one entry for each request."""
        start = f"/{self.name}/"
        return [
            target.removeprefix(start)
            for method, target in self._requests.seen
            if method in methods and target.startswith(start) and "list-type" not in target
        ]

    def downloads(self) -> list[str]:
        return self.requests("GET")


class Server:
    """The server: it can be ended and started again at the same address, with nothing in it."""

    def __init__(self) -> None:
        self.requests = Requests()
        self.start(0)

    def start(self, port: int) -> None:
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
        self._server.start()
        self.host, self.port = self._server.get_host_and_port()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def stop(self) -> None:
        self._server.stop()


def environment(url: str) -> dict[str, str]:
    """What tells a program where the server is."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
    }


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    logger = logging.getLogger("werkzeug")
    server = Server()
    logger.addHandler(server.requests)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    yield server
    server.stop()
    logger.removeHandler(server.requests)


@pytest.fixture
def _near(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment that leads to the server, and no patience with one that is down."""
    for name, value in environment(server.url).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(objects, "_RETRIES", {"max_retries": 1, "retry_timeout": timedelta(seconds=2)})
    objects.store_of.cache_clear()
    yield
    objects.store_of.cache_clear()


@pytest.fixture
def bucket(server: Server, _near: None, request: pytest.FixtureRequest) -> Bucket:
    import httpx

    name = f"b{abs(hash(request.node.nodeid)):x}"
    assert httpx.put(f"{server.url}/{name}").is_success
    server.requests.seen.clear()
    return Bucket(name, server.requests)
