"""The pointer of a store of objects: which release is current there."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from tallybook import datapackage

if TYPE_CHECKING:
    from pathlib import Path

    from obstore import UpdateVersion

# What a place with releases holds, a store as well as a bucket: the pointer, and the releases by their ids.
CURRENT = "current"
RELEASES = "releases"

# It becomes the name of a folder: nothing else may come from outside.
_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")


def is_release_id(name: str) -> bool:
    """Whether a name is the id of a release.

    >>> is_release_id("20260131T060502Z-3f9a1c"), is_release_id("../etc")
    (True, False)
    """
    return _ID.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which release is current, when it was made so (UTC, ISO 8601), and the SHA-256 of its manifest.

    `e_tag` and `version` are what the store calls this state of the pointer, as far as it gives it names.
    """

    release: str
    made_at: str
    package: str
    e_tag: str | None = None
    version: str | None = None

    @classmethod
    def to(cls, release: Path) -> Self:
        """The pointer to a release that lies in a directory, from now on."""
        package = hashlib.sha256((release / datapackage.FILE_NAME).read_bytes()).hexdigest()
        return cls(release.name, datetime.now(UTC).isoformat(timespec="seconds"), package)

    @classmethod
    def read(cls, content: bytes, e_tag: str | None, version: str | None) -> Self:
        """The pointer that an object holds; raises ValueError if it is none."""
        told = json.loads(content)
        if not isinstance(told, dict) or not is_release_id(str(told.get("release"))):
            raise ValueError("no id of a release")
        return cls(told["release"], str(told.get("made_at")), str(told.get("package")), e_tag, version)

    def as_condition(self) -> UpdateVersion:
        """What a put is to be conditional on: that the pointer still is this one."""
        condition: UpdateVersion = {}
        if self.e_tag:
            condition["e_tag"] = self.e_tag
        if self.version:
            condition["version"] = self.version
        return condition

    def agrees_with(self, other: Pointer) -> bool:
        """Whether both name the same release, with the same manifest."""
        return (self.release, self.package) == (other.release, other.package)

    def as_json(self) -> bytes:
        """What the object holds."""
        content = {"release": self.release, "made_at": self.made_at, "package": self.package}
        return json.dumps(content, indent=2).encode() + b"\n"
