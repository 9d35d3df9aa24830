"""A host that one reaches over SSH. Keys and the agent are tried first; the host must be known, as for ``ssh`` itself."""

from __future__ import annotations

import contextlib
import io
import stat
from collections.abc import Iterator, Set
from pathlib import Path

import paramiko

from tierslieu.core.problems import Problem, Problems

from .remote import Credentials, Target

_TIMEOUT = 20  # seconds
_KNOWN = Path("~/.ssh/known_hosts")


class _Sftp:
    """An open SFTP session; ``folder`` is that of the site."""

    def __init__(self, session: paramiko.SFTPClient, folder: str):
        self._session, self._folder = session, folder

    def names(self, folder: str) -> Set[str]:
        try:
            return set(self._session.listdir(self._path(folder)))
        except FileNotFoundError:
            return set()

    def read(self, path: str) -> bytes | None:
        into = io.BytesIO()
        try:
            self._session.getfo(self._path(path), into)
        except FileNotFoundError:
            return None
        return into.getvalue()

    def write(self, path: str, data: bytes) -> None:
        self._session.putfo(io.BytesIO(data), self._path(path), len(data), confirm=True)

    def move(self, path: str, to: str) -> None:
        source, goal = self._path(path), self._path(to)
        try:
            self._session.posix_rename(source, goal)
        except FileNotFoundError:
            raise
        except OSError:  # a host without this extension refuses to rename over a file
            self.delete(to)
            self._session.rename(source, goal)

    def delete(self, path: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._session.remove(self._path(path))

    def make_folder(self, folder: str) -> None:
        path = self._path(folder)
        try:
            self._session.stat(path)
        except FileNotFoundError:
            self._session.mkdir(path, 0o755)

    def delete_empty_folder(self, folder: str) -> None:
        with contextlib.suppress(OSError):
            self._session.rmdir(self._path(folder))

    def _path(self, path: str) -> str:
        return "/".join(part for part in (self._folder, path) if part) or "."


class _Unknown(paramiko.SSHException):
    """The host is not among those that are known."""

    def __init__(self, host: str, key: paramiko.PKey):
        super().__init__(host)
        self.host, self.key = host, key


class _Refuse(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        raise _Unknown(hostname, key)


@contextlib.contextmanager
def connect(to: Target, asker: Credentials) -> Iterator[_Sftp]:
    """Open the folder of the site; raises ``Problems``."""
    client = _client(to, asker)
    try:
        # ssh paths without a slash begin at the folder of the account; most hosts give people no other.
        session = client.open_sftp()
        remote = _Sftp(session, to.folder)
        try:
            found = session.stat(to.folder or ".")
        except FileNotFoundError:
            found = None
        if found is None or not stat.S_ISDIR(found.st_mode or 0):
            raise Problems([Problem("publish.folder", {"folder": to.folder, "there": _listed(remote)})])
        yield remote
    except (paramiko.SSHException, EOFError) as error:
        raise OSError(str(error) or type(error).__name__) from None
    finally:
        client.close()


def _listed(remote: _Sftp) -> str:
    session = _Sftp(remote._session, "")
    return ", ".join(sorted(name for name in session.names("") if not name.startswith("."))[:12]) or "–"


def _client(to: Target, asker: Credentials) -> paramiko.SSHClient:
    password: str | None = None
    trusted: _Unknown | None = None
    while True:
        client = paramiko.SSHClient()
        client.load_system_host_keys()
        client.set_missing_host_key_policy(_Refuse())
        if trusted:
            client.get_host_keys().add(trusted.host, trusted.key.get_name(), trusted.key)
        try:
            client.connect(
                to.host, to.port, to.user, password, timeout=_TIMEOUT, banner_timeout=_TIMEOUT, auth_timeout=_TIMEOUT,
                allow_agent=password is None, look_for_keys=password is None,
            )  # fmt: skip
        except _Unknown as error:
            client.close()
            if trusted or not asker.trusts(to, error.key.fingerprint):
                raise Problems([Problem("publish.unknown_host", {"host": to.host})]) from None
            trusted = error
            _remember(error)
        except paramiko.BadHostKeyException:
            client.close()
            raise Problems([Problem("publish.other_host", {"host": to.host})]) from None
        except paramiko.AuthenticationException:
            client.close()
            if password is not None:
                raise Problems([Problem("publish.login", {"user": to.user, "host": to.host})]) from None
            password = asker.password(to)
        except paramiko.SSHException as error:
            client.close()
            if password is not None or "authentication methods" not in str(error).lower():
                raise Problems([Problem("publish.connect", {"host": to.host, "reason": str(error)})]) from None
            password = asker.password(to)  # there was no key to try
        except OSError as error:
            client.close()
            raise Problems([Problem("publish.connect", {"host": to.host, "reason": str(error)})]) from None
        else:
            return client


def _remember(found: _Unknown) -> None:
    """Add the host to those that ``ssh`` knows; not being able to only means to be asked again."""
    path = _KNOWN.expanduser()
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write(f"{found.host} {found.key.get_name()} {found.key.get_base64()}\n")
