"""The settings of a run, from one place each: command line, environment, file, default, in this order.

Every setting is a field of `Settings`. `store` is set by `--store`, by `TALLYBOOK_STORE`, or by a line
`store = "…"` in `tallybook.toml`.
"""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, HttpUrl, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, TomlConfigSettingsSource

from tallybook.notices import Event
from tallybook.objects import Object, is_url, parse, without_secrets
from tallybook.reading import Limits, Place, lies_below
from tallybook.reading.names import printable
from tallybook.retention import Retention

if TYPE_CHECKING:
    from pydantic_settings import PydanticBaseSettingsSource

PREFIX = "TALLYBOOK_"
CONFIG_FILE = Path("tallybook.toml")
# A path, or a URL, whose colons separate nothing: not even those of a password, which is then refused as one. It may
# hold slashes and colons; so nothing behind a bare bucket may hold an @, but all may behind `s3://bucket/`.
_PLACE = re.compile(rf"(?:[A-Za-z]\w+://(?:[^/@:]*:[^@]*@)?)?[^{os.pathsep}]+")
# What a path makes of a URL; a drive has one letter.
_WAS_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")

_RUNNERS = re.compile(r"local|processes|dask|dask:(tcp|tls)://\S+:\d+")


class SettingsError(ValueError):
    """Settings that cannot be used: names the setting, where it stands and what to do."""


class Removed(StrEnum):
    """What becomes of the documents whose files are gone: they leave the next release, or their rows stay."""

    LEAVE = "leave"
    KEEP = "keep"


class Settings(BaseSettings):
    """What a run needs to know; frozen once made. Use `load_settings` to make one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    store: Path = Field(default=Path("data"), description="folder of the warehouse and the releases")
    raw: Annotated[tuple[Place, ...], NoDecode] = Field(
        default=(Path("raw"),),
        description="files and folders to read, or URLs of objects; in the environment separated as in PATH",
    )
    releases: Object | None = Field(
        default=None, description="URL to which each release is delivered, too, such as s3://bucket/numbers"
    )
    runner: str = Field(
        default="processes",
        description="who extracts: local (the process of the run), processes, dask, or dask:tcp://host:8786, a cluster",
    )
    workers: int = Field(default=0, ge=0, description="processes that extract; 0 means one per core")
    batch_size: int = Field(default=200, ge=1, description="documents in a batch, at least")
    removed: Removed = Field(
        default=Removed.LEAVE, description="documents whose files are gone leave the next release, or keep their rows"
    )
    keep_releases: int = Field(default=10, ge=1, description="releases that stay in the store, the newest")
    keep_days: int = Field(default=0, ge=0, description="days that a release stays after the next one replaced it")
    least_share: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="share of the last release's rows below which the audit stops a release; 0 lets it shrink at will",
    )
    max_bytes: int = Field(default=Limits().max_bytes, ge=1, description="largest document, decompressed, in bytes")
    max_members: int = Field(default=Limits().max_members, ge=1, description="most members of one archive")
    max_expansion: int = Field(default=Limits().max_expansion, ge=1, description="most that decompressing may multiply")
    max_seconds: float = Field(default=Limits().max_seconds, gt=0, description="most CPU time of one document")
    max_numbers: int = Field(default=Limits().max_numbers, ge=1, description="most numbers of one document")
    max_run_seconds: float = Field(default=0, ge=0, description="seconds after which a run is ended; 0 is no limit")
    webhook: HttpUrl | None = Field(default=None, description="address that is told how a run ended; none by default")
    webhook_on: Annotated[tuple[Event, ...], NoDecode] = Field(
        default=(Event.FAILED, Event.BLOCKED),
        description="what the web hook is told of: failed, blocked, released; in the environment separated by commas",
    )

    @field_validator("webhook_on", mode="before")
    @classmethod
    def _split_events(cls, value: Any) -> Any:
        return tuple(value.split(",")) if isinstance(value, str) else value

    @field_validator("store", mode="before")
    @classmethod
    def _is_here(cls, value: Any) -> Any:
        if _WAS_URL.match(str(value)):
            raise ValueError("no folder of this machine: to deliver releases to a URL, give it as 'releases'")
        return value

    @field_validator("releases", mode="before")
    @classmethod
    def _as_object(cls, value: Any) -> Any:
        if isinstance(value, str) and not is_url(value):
            raise ValueError("no URL: to have releases in a folder, give the folder as 'store'")
        return parse(value) if isinstance(value, str) else value

    @field_validator("raw", mode="before")
    @classmethod
    def _as_places(cls, value: Any) -> Any:
        given = _PLACE.findall(value) if isinstance(value, str) else value
        return tuple(parse(one) if isinstance(one, str) and is_url(one) else one for one in given)

    @field_validator("runner")
    @classmethod
    def _know_runner(cls, value: str) -> str:
        if not _RUNNERS.fullmatch(value):
            raise ValueError("give local, processes, dask, or dask: and the address of a cluster, tcp:// or tls://")
        return value

    @model_validator(mode="after")
    def _reads_nothing_it_writes(self) -> Self:
        for name, place in (("store", self.store), ("releases", self.releases)):
            if place and lies_below(printable(place.as_posix()), self.raw):
                raise ValueError(
                    f"setting '{name}': {place} lies below 'raw', so that each run would read what the last one wrote: "
                    "name a place outside of it, or a hidden one"
                )
        return self

    @property
    def limits(self) -> Limits:
        """How much one file may ask of us."""
        return Limits(
            max_bytes=self.max_bytes,
            max_members=self.max_members,
            max_expansion=self.max_expansion,
            max_seconds=self.max_seconds,
            max_numbers=self.max_numbers,
        )

    @property
    def retention(self) -> Retention:
        """Which old releases stay: one goes when it exceeds both `keep_releases` and `keep_days`."""
        return Retention(self.keep_releases, self.keep_days)

    @property
    def processes(self) -> int:
        """How many processes extract: `workers`, or one per core that we may use."""
        return self.workers or _cores()


def _cores() -> int:
    """Cores that this process may use: fewer than the machine has inside a container."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_settings(config: Path | None = None, **command_line: Any) -> Settings:
    """The settings from command line, environment, file and defaults.

    `config` names the file; without it `tallybook.toml` in the working directory is read if there is one. Arguments
    of the command line that are None or empty were not given. Raises SettingsError for an unknown setting, naming
    the nearest one, and for a value that cannot be.

    >>> load_settings(workers=2).workers
    2
    """
    given = {name: value for name, value in command_line.items() if value not in (None, ())}
    _refuse_unknown_variables()
    try:
        return _settings_class(_existing(config))(**given)
    except ValidationError as error:
        raise SettingsError("; ".join(_advice(item, config) for item in error.errors())) from None
    except ValueError as error:  # TOML that does not parse
        raise SettingsError(f"{config or CONFIG_FILE}: {error}") from error


def _existing(config: Path | None) -> Path | None:
    if config is not None and not config.is_file():
        raise SettingsError(f"there is no settings file {config}: make one, or leave out --config")
    return config or (CONFIG_FILE if CONFIG_FILE.is_file() else None)


def _settings_class(config: Path | None) -> type[Settings]:
    """`Settings` that read this file: pydantic-settings binds a file to a class, not to an object."""

    class FileSettings(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config)

    return FileSettings


def _refuse_unknown_variables() -> None:
    """A misspelt TALLYBOOK_… variable would otherwise be ignored without a word."""
    for variable in sorted(os.environ):
        name = variable.removeprefix(PREFIX).lower()
        if variable.startswith(PREFIX) and name not in Settings.model_fields:
            raise SettingsError(f"environment variable {variable}: {_unknown(name, PREFIX)}")


def _advice(item: Any, config: Path | None) -> str:
    if not item["loc"]:  # nothing is wrong with one of them alone
        return str(item["ctx"]["error"])
    name = ".".join(str(part) for part in item["loc"])
    if item["type"] == "extra_forbidden":
        return f"{config or CONFIG_FILE}: '{name}': {_unknown(name)}"
    return without_secrets(f"setting '{name}': {item['msg']}; got {item['input']!r}")


def _unknown(name: str, prefix: str = "") -> str:
    nearest = get_close_matches(name, Settings.model_fields, n=1, cutoff=0.0)[0]
    return f"no such setting; did you mean {(prefix + nearest).upper() if prefix else repr(nearest)}?"
