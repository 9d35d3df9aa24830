"""SFTP: files over SSH. Keys and the SSH agent are tried first; unknown hosts are refused, as ``ssh`` does."""

from __future__ import annotations

import contextlib
import io
import stat
from collections.abc import Iterator, Set
from pathlib import Path

import paramiko

from tierslieu.core.problems import Problem, Problems

from .remote import Credentials, Target, join, missing_folder

_TIMEOUT = 20  # seconds
_KNOWN_HOSTS = Path("~/.ssh/known_hosts")


class _SftpRemote:
    """The folder ``folder`` of an open SFTP session."""

    def __init__(self, session: paramiko.SFTPClient, folder: str):
        self._session, self._folder = session, folder

    def names(self, folder: str) -> Set[str]:
        try:
            return set(self._session.listdir(self._path(folder)))
        except FileNotFoundError:
            return set()

    def read(self, path: str) -> bytes | None:
        content = io.BytesIO()
        try:
            self._session.getfo(self._path(path), content)
        except FileNotFoundError:
            return None
        return content.getvalue()

    def write(self, path: str, data: bytes) -> None:
        self._session.putfo(io.BytesIO(data), self._path(path), len(data), confirm=True)

    def move(self, path: str, destination: str) -> None:
        source, target = self._path(path), self._path(destination)
        try:
            self._session.posix_rename(source, target)
        except FileNotFoundError:
            raise
        except OSError:  # a host without this extension refuses to rename over a file
            self.delete(destination)
            self._session.rename(source, target)

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
        return join(self._folder, path)


class _UnknownHost(paramiko.SSHException):
    """The host is not in ``known_hosts``."""

    def __init__(self, host: str, key: paramiko.PKey):
        super().__init__(host)
        self.host, self.key = host, key


class _RaiseUnknownHost(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        raise _UnknownHost(hostname, key)


@contextlib.contextmanager
def connect(target: Target, credentials: Credentials) -> Iterator[_SftpRemote]:
    """Open the folder of ``target``; raises ``Problems``."""
    client = _client(target, credentials)
    try:
        # SFTP paths without a leading slash start at the folder of the account; most hosts give access to no other.
        session = client.open_sftp()
        try:
            attributes = session.stat(target.folder or ".")
        except FileNotFoundError:
            attributes = None
        if attributes is None or not stat.S_ISDIR(attributes.st_mode or 0):
            raise missing_folder(target, _SftpRemote(session, "").names(""))
        yield _SftpRemote(session, target.folder)
    except (paramiko.SSHException, EOFError) as error:
        raise OSError(str(error) or type(error).__name__) from None
    finally:
        client.close()


def _client(target: Target, credentials: Credentials) -> paramiko.SSHClient:
    """An authenticated client; asks for trust in an unknown host, and for a password if no key is accepted."""
    password: str | None = None
    trusted: _UnknownHost | None = None
    while True:
        client = paramiko.SSHClient()
        client.load_system_host_keys()
        client.set_missing_host_key_policy(_RaiseUnknownHost())
        if trusted:
            client.get_host_keys().add(trusted.host, trusted.key.get_name(), trusted.key)
        try:
            client.connect(
                target.host, target.port, target.user, password,
                timeout=_TIMEOUT, banner_timeout=_TIMEOUT, auth_timeout=_TIMEOUT,
                allow_agent=password is None, look_for_keys=password is None,
            )  # fmt: skip
        except _UnknownHost as error:
            client.close()
            if trusted or not credentials.trusts(target, error.key.fingerprint):
                raise Problems([Problem("publish.unknown_host", {"host": target.host})]) from None
            trusted = error
            _add_to_known_hosts(error)
        except paramiko.BadHostKeyException:
            client.close()
            raise Problems(
                [Problem("publish.other_host", {"host": target.host, "known_as": _known_as(target)})]
            ) from None
        except paramiko.AuthenticationException:
            client.close()
            if password is not None:
                raise Problems([Problem("publish.login", {"user": target.user, "host": target.host})]) from None
            password = credentials.password(target)
        except (paramiko.SSHException, OSError) as error:
            client.close()
            # With these words, paramiko says that there is no key to try.
            lacks_key = isinstance(error, paramiko.SSHException) and "authentication methods" in str(error).lower()
            if password is not None or not lacks_key:
                # One error for each address of the host.
                refusals = (
                    [*error.errors.values()]
                    if isinstance(error, paramiko.ssh_exception.NoValidConnectionsError)
                    else [error]
                )
                raise Problems([Problem("publish.connect", {"host": target.host, "reason": refusals[0]})]) from None
            password = credentials.password(target)
        else:
            return client


def _known_as(target: Target) -> str:
    """The name of a host in ``known_hosts``: with its port in square brackets, unless that is the usual one."""
    return target.host if target.port == paramiko.config.SSH_PORT else f"[{target.host}]:{target.port}"


def _add_to_known_hosts(unknown: _UnknownHost) -> None:
    """Add the key to ``known_hosts``. If the file can't be written, the question comes again next time."""
    path = _KNOWN_HOSTS.expanduser()
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write(f"{unknown.host} {unknown.key.get_name()} {unknown.key.get_base64()}\n")
