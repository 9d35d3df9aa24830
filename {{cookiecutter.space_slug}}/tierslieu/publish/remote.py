"""The address of a folder on a web host, and the interface of an open connection to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tierslieu.core.problems import Problem, Problems

_DEFAULT_PORTS = {"sftp": 22, "ftps": 21}


@dataclass(frozen=True)
class Target:
    """The folder to publish to: ``sftp://user@host:port/folder``. An empty ``folder`` is that of the account."""

    scheme: str
    user: str
    host: str
    port: int
    folder: str

    def __str__(self) -> str:
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.user}@{self.host}{port}/{self.folder}"


class Remote(Protocol):
    """A folder on a host; paths are relative to it, with forward slashes. All methods raise ``OSError`` on failure."""

    def names(self, folder: str) -> Set[str]:
        """Names of the files and folders in ``folder``; empty if there is no such folder."""

    def read(self, path: str) -> bytes | None:
        """The content of a file, or None if there is no such file."""

    def write(self, path: str, data: bytes) -> None:
        """Create or replace a file."""

    def move(self, path: str, destination: str) -> None:
        """Rename a file, replacing the file at ``destination`` if there is one."""

    def delete(self, path: str) -> None:
        """Delete a file if it exists."""

    def make_folder(self, folder: str) -> None:
        """Create a folder if it does not exist; its parent must exist."""

    def delete_empty_folder(self, folder: str) -> None:
        """Delete a folder if it is empty."""


class Credentials(Protocol):
    """Provides what a host asks for, for instance by asking the person at the keyboard."""

    def password(self, target: Target) -> str:
        """The password of the account."""

    def trusts(self, target: Target, fingerprint: str) -> bool:
        """Whether to trust the host that has the key with this fingerprint."""


def parse_target(address: str) -> Target:
    """Parse an address; raises ``Problems`` if it is malformed, unencrypted (``ftp:``) or contains a password."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Problems([Problem("publish.address", {"value": address})]) from None
    if parts.scheme == "ftp":
        raise Problems([Problem("publish.in_clear", {"host": parts.hostname or ""})])
    if parts.password is not None:
        raise Problems([Problem("publish.password_written")])
    if parts.scheme not in _DEFAULT_PORTS or not re.fullmatch(r"\S+", parts.hostname or "") or not parts.username:
        raise Problems([Problem("publish.address", {"value": address})])
    port, folder = port or _DEFAULT_PORTS[parts.scheme], unquote(parts.path).strip("/")
    return Target(parts.scheme, unquote(parts.username), parts.hostname or "", port, folder)


def join(folder: str, path: str) -> str:
    """``path`` below ``folder``; either may be empty, and ``.`` stands for the folder of the account."""
    return "/".join(part for part in (folder, path) if part) or "."


def missing_folder(target: Target, names: Iterable[str]) -> Problems:
    """The folder of ``target`` does not exist; ``names`` are those in the folder of the account, to suggest from."""
    visible = sorted(name for name in names if not name.startswith("."))
    return Problems([Problem("publish.folder", {"folder": target.folder, "there": ", ".join(visible[:12]) or "–"})])
