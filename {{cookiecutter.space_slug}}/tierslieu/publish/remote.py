"""A folder on a web host, and how one gets there."""

from __future__ import annotations

from collections.abc import Callable, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tierslieu.core.problems import Problem, Problems

_SCHEMES = {"sftp": 22, "ftps": 21}


@dataclass(frozen=True)
class Target:
    """Where the site goes: ``sftp://user@host:port/folder``. The folder is that of the account when it is empty."""

    scheme: str
    user: str
    host: str
    port: int
    folder: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.user}@{self.host}/{self.folder}"


class Remote(Protocol):
    """A folder on a host; paths are below it, with forward slashes. Every method raises ``OSError`` when it fails."""

    def names(self, folder: str) -> Set[str]:
        """What ``folder`` holds; nothing when there is no such folder."""

    def read(self, path: str) -> bytes | None:
        """The content of a file, or None when there is no such file."""

    def write(self, path: str, data: bytes) -> None:
        """Make or replace a file."""

    def move(self, path: str, to: str) -> None:
        """Rename a file, over another if need be."""

    def delete(self, path: str) -> None:
        """Erase a file, if it is there."""

    def make_folder(self, folder: str) -> None:
        """Make a folder, unless it is there."""

    def delete_empty_folder(self, folder: str) -> None:
        """Erase a folder if it is empty; one that is not stays."""


class Credentials(Protocol):
    """Asks the person at the keyboard."""

    def password(self, target: Target) -> str:
        """The password of the account."""

    def trusts(self, target: Target, fingerprint: str) -> bool:
        """Whether the host with this key is the right one."""


def target(address: str) -> Target:
    """Read an address; raises ``Problems`` that say what is wrong with it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Problems([Problem("publish.address", {"value": address})]) from None
    if parts.scheme == "ftp":
        raise Problems([Problem("publish.in_clear", {"host": parts.hostname or ""})])
    if parts.password is not None:
        raise Problems([Problem("publish.password_written")])
    if parts.scheme not in _SCHEMES or not parts.hostname or not parts.username:
        raise Problems([Problem("publish.address", {"value": address})])
    return Target(
        parts.scheme,
        unquote(parts.username),
        parts.hostname,
        port or _SCHEMES[parts.scheme],
        unquote(parts.path).strip("/"),
    )


def connect(to: Target, asker: Credentials) -> AbstractContextManager[Remote]:
    """Open ``to``, for as long as the block lasts; raises ``Problems`` that say why it can't be."""
    from . import ftps, sftp  # each with its library: only the one that is used

    opened: dict[str, Callable[[Target, Credentials], AbstractContextManager[Remote]]] = {
        "sftp": sftp.connect,
        "ftps": ftps.connect,
    }
    return opened[to.scheme](to, asker)
