"""Web hosts as associations have them, on this computer: FTP inside TLS, SFTP, and one in memory that breaks at will."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import threading
import warnings
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paramiko
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "lieu", "un mot de passe"


class Memory:
    """A host in memory, whose line breaks after so many changes."""

    def __init__(self, files: dict[str, bytes] | None = None, patience: int = 10**9):
        self.files, self.patience = dict(files or {}), patience
        self.folders = {""} | {name.rpartition("/")[0] for name in self.files}

    def _change(self) -> None:
        if self.patience <= 0:
            raise OSError("the line broke")
        self.patience -= 1

    def names(self, folder: str) -> Set[str]:
        start = f"{folder}/" if folder else ""
        known = [*self.files, *self.folders]
        return {path.removeprefix(start).split("/")[0] for path in known if path.startswith(start) and path != folder}

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def write(self, path: str, data: bytes) -> None:
        assert path.rpartition("/")[0] in self.folders, path
        if self.patience <= 0:
            self.files[path] = data[: len(data) // 2]
        self._change()
        self.files[path] = data

    def move(self, path: str, to: str) -> None:
        assert to.rpartition("/")[0] in self.folders, to
        self._change()
        self.files[to] = self.files.pop(path)

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
    """A certificate of 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
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
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def ftps(root: Path, pem: Path) -> Iterator[int]:
    """A host that speaks FTP, inside TLS only; yields its port."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it stands on modules that Python 3.12 no longer has
        from pyftpdlib.authorizers import DummyAuthorizer
        from pyftpdlib.handlers import TLS_FTPHandler
        from pyftpdlib.servers import ThreadedFTPServer

    people = DummyAuthorizer()
    people.add_user(USER, PASSWORD, str(root), perm="elradfmw")
    handler = type("Handler", (TLS_FTPHandler,), {
        "authorizer": people, "certfile": str(pem), "tls_control_required": True, "tls_data_required": True,
        "log_prefix": "", "auth_failed_timeout": 0,
    })  # fmt: skip
    server = ThreadedFTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"timeout": 0.05, "blocking": True}, daemon=True)
    thread.start()
    try:
        yield server.socket.getsockname()[1]
    finally:
        server.close_all()
        thread.join(5)


class _Door(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Folder(paramiko.SFTPServerInterface):
    root: Path

    def _path(self, path: str) -> Path:
        return self.root / self.canonicalize(path).lstrip("/")

    def _done(self, work: Any, *paths: Path) -> int:
        try:
            work(*paths)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return paramiko.SFTP_OK

    def list_folder(self, path: str) -> Any:
        try:
            return [paramiko.SFTPAttributes.from_stat(one.stat(), one.name) for one in self._path(path).iterdir()]
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
            handle = os.open(self._path(path), flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        file = os.fdopen(handle, "rb" if not flags & (os.O_WRONLY | os.O_RDWR) else "wb")
        found = paramiko.SFTPHandle(flags)
        found.readfile = found.writefile = file  # type: ignore[attr-defined]
        return found

    def remove(self, path: str) -> int:
        return self._done(Path.unlink, self._path(path))

    def rename(self, oldpath: str, newpath: str) -> int:
        if self._path(newpath).exists():
            return paramiko.SFTP_FAILURE
        return self._done(Path.rename, self._path(oldpath), self._path(newpath))

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        return self._done(Path.replace, self._path(oldpath), self._path(newpath))

    def mkdir(self, path: str, attr: Any) -> int:
        return self._done(Path.mkdir, self._path(path))

    def rmdir(self, path: str) -> int:
        return self._done(Path.rmdir, self._path(path))


@contextmanager
def sftp(root: Path) -> Iterator[tuple[int, paramiko.PKey]]:
    """A host that speaks SFTP; yields its port and its key."""
    key = paramiko.ECDSAKey.generate()
    folder = type("Folder", (_Folder,), {"root": root})
    listening = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def accept() -> None:
        while True:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(line)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, folder)
            transports.append(transport)
            try:
                transport.start_server(server=_Door())
            except (paramiko.SSHException, EOFError, OSError):
                transport.close()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1], key
    finally:
        listening.close()
        for transport in transports:
            transport.close()
