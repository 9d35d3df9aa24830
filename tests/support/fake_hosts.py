"""Web hosts for tests: FTPS and SFTP servers on this computer, and one in memory that fails on demand."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import threading
import warnings
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED
from paramiko.sftp import SFTP_FAILURE, SFTP_OK

USER, PASSWORD = "lieu", "un mot de passe"


class MemoryRemote:
    """A ``Remote`` in memory; raises ``OSError`` once ``changes_left`` changes have been made."""

    def __init__(self, files: dict[str, bytes] | None = None):
        self.files, self.changes_left = dict(files or {}), 10**9
        self.folders = {""} | {name.rpartition("/")[0] for name in self.files}

    def _change(self) -> None:
        if self.changes_left <= 0:
            raise OSError("the connection broke")
        self.changes_left -= 1

    def names(self, folder: str) -> Set[str]:
        prefix = f"{folder}/" if folder else ""
        paths = [*self.files, *self.folders]
        return {path.removeprefix(prefix).split("/")[0] for path in paths if path.startswith(prefix) and path != folder}

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def write(self, path: str, data: bytes) -> None:
        assert path.rpartition("/")[0] in self.folders, path
        if self.changes_left <= 0:
            self.files[path] = data[: len(data) // 2]
        self._change()
        self.files[path] = data

    def move(self, path: str, destination: str) -> None:
        assert destination.rpartition("/")[0] in self.folders, destination
        self._change()
        self.files[destination] = self.files.pop(path)

    def delete(self, path: str) -> None:
        self._change()
        self.files.pop(path, None)

    def make_folder(self, folder: str) -> None:
        assert folder.rpartition("/")[0] in self.folders, folder
        self._change()
        self.folders.add(folder)

    def delete_empty_folder(self, folder: str) -> None:
        if not any(path.startswith(f"{folder}/") for path in self.files):
            self.folders.discard(folder)


def certificate(folder: Path) -> Path:
    """The path of a PEM file: a self-signed certificate for 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "host.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def ftps(root: Path, pem: Path) -> Iterator[int]:
    """An FTPS server of the folder ``root``, with the certificate ``pem``; yields its port."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyftpdlib uses asyncore, which Python 3.12 no longer has
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import TLS_FTPHandler
        from pyftpdlib.servers import ThreadedFTPServer

    authorizer = DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, str(root), perm="elradfmw")
    handler = type("Handler", (TLS_FTPHandler,), {
        "authorizer": authorizer, "certfile": str(pem), "tls_control_required": True, "tls_data_required": True,
        "log_prefix": "", "auth_failed_timeout": 0,
    })  # fmt: skip
    server = ThreadedFTPServer(("127.0.0.1", 0), handler)
    stopped = threading.Event()

    def serve() -> None:
        while not stopped.is_set():
            server.serve_forever(timeout=0.05, blocking=False)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        stopped.set()  # before the sockets are closed: the loop must not poll one that is gone
        thread.join(5)
        server.close_all()


class _PasswordServer(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        valid = (username, password) == (USER, PASSWORD)
        return AUTH_SUCCESSFUL if valid else AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED


class _SftpFolder(paramiko.SFTPServerInterface):
    root: Path

    def _path(self, path: str) -> Path:
        return self.root / self.canonicalize(path).lstrip("/")

    def _status(self, action: Callable[..., object], *paths: Path) -> int:
        try:
            action(*paths)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return SFTP_OK

    def list_folder(self, path: str) -> Any:
        try:
            return [paramiko.SFTPAttributes.from_stat(file.stat(), file.name) for file in self._path(path).iterdir()]
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._path(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        try:
            descriptor = os.open(self._path(path), flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        file = os.fdopen(descriptor, "rb" if not flags & (os.O_WRONLY | os.O_RDWR) else "wb")
        sftp_handle = paramiko.SFTPHandle(flags)
        sftp_handle.readfile = sftp_handle.writefile = file  # type: ignore[attr-defined]
        return sftp_handle

    def remove(self, path: str) -> int:
        return self._status(Path.unlink, self._path(path))

    def rename(self, oldpath: str, newpath: str) -> int:
        if self._path(newpath).exists():
            return SFTP_FAILURE
        return self._status(Path.rename, self._path(oldpath), self._path(newpath))

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        return self._status(Path.replace, self._path(oldpath), self._path(newpath))

    def mkdir(self, path: str, attr: Any) -> int:
        return self._status(Path.mkdir, self._path(path))

    def rmdir(self, path: str) -> int:
        return self._status(Path.rmdir, self._path(path))


@contextmanager
def sftp(root: Path) -> Iterator[tuple[int, paramiko.PKey]]:
    """An SFTP server of the folder ``root``; yields its port and its key."""
    key = paramiko.ECDSAKey.generate()
    folder = type("SftpFolder", (_SftpFolder,), {"root": root})
    listener = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, folder)
            transports.append(transport)
            try:
                transport.start_server(server=_PasswordServer())
            except (paramiko.SSHException, EOFError, OSError):
                transport.close()

    waiting = threading.Thread(target=accept, daemon=True)
    waiting.start()
    try:
        yield listener.getsockname()[1], key
    finally:
        # Only a socket that is shut down wakes who waits on it: else, the next host may be given its number, and its clients.
        with suppress(OSError):  # macOS
            listener.shutdown(socket.SHUT_RDWR)
        waiting.join(1)
        listener.close()
        for transport in transports:
            transport.close()
