"""FTPS: FTP inside TLS (RFC 4217). Neither the password nor the files travel unencrypted."""

from __future__ import annotations

import contextlib
import ftplib
import io
import posixpath
import socket
import ssl
from collections.abc import Iterator, Set

from tierslieu.core.problems import Problem, Problems

from .remote import Credentials, Target, join, missing_folder

_TIMEOUT = 30  # seconds
_NO_SUCH_FILE = ("450", "550")


class _LenientSocket(ssl.SSLSocket):
    """A TLS socket that the server may close without a closing alert.

    Some servers do so after an empty listing; the FTP reply that follows says whether the transfer succeeded.
    """

    def unwrap(self) -> socket.socket:
        with contextlib.suppress(OSError):
            return super().unwrap()
        return self


class _FtpsClient(ftplib.FTP_TLS):
    """Resumes the TLS session of the control connection on data connections, as many servers require.

    ``ftplib`` does not: https://github.com/python/cpython/issues/63699
    """

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
            connection = self.context.wrap_socket(connection, server_hostname=self.host, session=session)
        return connection, size


class _FtpsRemote:
    """The folder ``folder`` of an open FTP session."""

    def __init__(self, client: ftplib.FTP, folder: str):
        self._client, self._folder = client, folder

    def names(self, folder: str) -> Set[str]:
        with _ftp_errors_as_oserror():
            try:
                return {posixpath.basename(name) for name in self._client.nlst(self._path(folder))} - {".", ".."}
            except (ftplib.error_perm, ftplib.error_temp) as error:
                _raise_unless_missing(error)
                return set()

    def read(self, path: str) -> bytes | None:
        content = io.BytesIO()
        with _ftp_errors_as_oserror():
            try:
                self._client.retrbinary(f"RETR {self._path(path)}", content.write)
            except ftplib.error_perm as error:
                _raise_unless_missing(error)
                return None
        return content.getvalue()

    def write(self, path: str, data: bytes) -> None:
        with _ftp_errors_as_oserror():
            self._client.storbinary(f"STOR {self._path(path)}", io.BytesIO(data))

    def move(self, path: str, destination: str) -> None:
        with _ftp_errors_as_oserror():
            try:
                self._client.rename(self._path(path), self._path(destination))
            except ftplib.error_perm:  # some hosts refuse to rename over a file
                self.delete(destination)
                self._client.rename(self._path(path), self._path(destination))

    def delete(self, path: str) -> None:
        with _ftp_errors_as_oserror():
            try:
                self._client.delete(self._path(path))
            except ftplib.error_perm as error:
                _raise_unless_missing(error)

    def make_folder(self, folder: str) -> None:
        with _ftp_errors_as_oserror():
            try:
                self._client.mkd(self._path(folder))
            except ftplib.error_perm:
                # It exists or can't be created, with the same reply: entering it fails if it does not exist.
                working_folder = self._client.pwd()
                self._client.cwd(self._path(folder))
                self._client.cwd(working_folder)

    def delete_empty_folder(self, folder: str) -> None:
        with contextlib.suppress(ftplib.Error, OSError):
            self._client.rmd(self._path(folder))

    def _path(self, path: str) -> str:
        return join(self._folder, path)


@contextlib.contextmanager
def connect(target: Target, credentials: Credentials, context: ssl.SSLContext | None = None) -> Iterator[_FtpsRemote]:
    """Open the folder of ``target``; raises ``Problems``. ``context`` holds the trusted certificates."""
    context = context or ssl.create_default_context()
    context.sslsocket_class = _LenientSocket
    client = _FtpsClient(context=context, timeout=_TIMEOUT, encoding="utf-8")
    try:
        try:
            client.connect(target.host, target.port)
            client.login(target.user, credentials.password(target))
            client.prot_p()
        except ssl.SSLCertVerificationError as error:
            values = {"host": target.host, "reason": error.verify_message}
            raise Problems([Problem("publish.certificate", values)]) from None
        except ftplib.error_perm as error:
            code = "publish.login" if str(error).startswith("530") else "publish.connect"
            values = {"user": target.user, "host": target.host, "reason": str(error)}
            raise Problems([Problem(code, values)]) from None
        except (OSError, EOFError, ftplib.Error) as error:
            raise Problems([Problem("publish.connect", {"host": target.host, "reason": error})]) from None
        account_folder = client.pwd()
        try:
            client.cwd(target.folder or account_folder)
        except ftplib.error_perm:
            raise missing_folder(target, _FtpsRemote(client, "").names("")) from None
        client.cwd(account_folder)
        yield _FtpsRemote(client, target.folder)
        with contextlib.suppress(OSError, EOFError, ftplib.Error):
            client.quit()
    finally:
        client.close()


def _raise_unless_missing(error: ftplib.Error) -> None:
    if not str(error).startswith(_NO_SUCH_FILE):
        raise error


@contextlib.contextmanager
def _ftp_errors_as_oserror() -> Iterator[None]:
    """Raise the errors of ``ftplib`` as ``OSError``, as ``Remote`` promises."""
    try:
        yield
    except (ftplib.Error, EOFError) as error:
        raise OSError(str(error) or type(error).__name__) from None
