"""A host that one reaches over FTP inside TLS (RFC 4217): the password and the files are never in the clear."""

from __future__ import annotations

import contextlib
import ftplib
import io
import posixpath
import socket
import ssl
from collections.abc import Iterator, Set

from tierslieu.core.problems import Problem, Problems

from .remote import Credentials, Target

_TIMEOUT = 30  # seconds
_NO_SUCH_FILE = ("450", "550")


class _Socket(ssl.SSLSocket):
    """Lines that end without a farewell, as an empty list does with some servers: the answer that follows counts."""

    def unwrap(self) -> socket.socket:
        with contextlib.suppress(OSError):
            return super().unwrap()
        return self


class _Line(ftplib.FTP_TLS):
    """Data lines go on with the TLS session of the first: many servers refuse a stranger's (ftplib does not do it)."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        line, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]
            session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
            line = self.context.wrap_socket(line, server_hostname=self.host, session=session)
        return line, size


class _Ftps:
    """An open FTP session inside TLS; ``folder`` is that of the site."""

    def __init__(self, line: ftplib.FTP, folder: str):
        self._line, self._folder = line, folder

    def names(self, folder: str) -> Set[str]:
        with _told():
            try:
                return {posixpath.basename(name) for name in self._line.nlst(self._path(folder))} - {".", ".."}
            except (ftplib.error_perm, ftplib.error_temp) as error:
                _refuse_unless_missing(error)
                return set()

    def read(self, path: str) -> bytes | None:
        into = io.BytesIO()
        with _told():
            try:
                self._line.retrbinary(f"RETR {self._path(path)}", into.write)
            except ftplib.error_perm as error:
                _refuse_unless_missing(error)
                return None
        return into.getvalue()

    def write(self, path: str, data: bytes) -> None:
        with _told():
            self._line.storbinary(f"STOR {self._path(path)}", io.BytesIO(data))

    def move(self, path: str, to: str) -> None:
        with _told():
            try:
                self._line.rename(self._path(path), self._path(to))
            except ftplib.error_perm:  # some hosts refuse to rename over a file
                self.delete(to)
                self._line.rename(self._path(path), self._path(to))

    def delete(self, path: str) -> None:
        with _told():
            try:
                self._line.delete(self._path(path))
            except ftplib.error_perm as error:
                _refuse_unless_missing(error)

    def make_folder(self, folder: str) -> None:
        with _told():
            try:
                self._line.mkd(self._path(folder))
            except ftplib.error_perm:
                # It is there already, or can't be made: to enter it tells.
                here = self._line.pwd()
                self._line.cwd(self._path(folder))
                self._line.cwd(here)

    def delete_empty_folder(self, folder: str) -> None:
        with contextlib.suppress(ftplib.Error, OSError):
            self._line.rmd(self._path(folder))

    def _path(self, path: str) -> str:
        return "/".join(part for part in (self._folder, path) if part) or "."


@contextlib.contextmanager
def connect(to: Target, asker: Credentials, context: ssl.SSLContext | None = None) -> Iterator[_Ftps]:
    """Open the folder of the site; raises ``Problems``. ``context`` says whose certificates are trusted."""
    context = context or ssl.create_default_context()
    context.sslsocket_class = _Socket
    line = _Line(context=context, timeout=_TIMEOUT, encoding="utf-8")
    try:
        try:
            line.connect(to.host, to.port)
            line.login(to.user, asker.password(to))
            line.prot_p()
        except ssl.SSLCertVerificationError as error:
            values = {"host": to.host, "reason": error.verify_message}
            raise Problems([Problem("publish.certificate", values)]) from None
        except ftplib.error_perm as error:
            code = "publish.login" if str(error).startswith("530") else "publish.connect"
            values = {"user": to.user, "host": to.host, "reason": str(error)}
            raise Problems([Problem(code, values)]) from None
        except (OSError, EOFError, ftplib.Error) as error:
            raise Problems([Problem("publish.connect", {"host": to.host, "reason": str(error)})]) from None
        here = line.pwd()
        try:
            line.cwd(to.folder or here)
        except ftplib.error_perm:
            there = ", ".join(sorted(name for name in _Ftps(line, "").names("") if name[0] != ".")[:12]) or "–"
            raise Problems([Problem("publish.folder", {"folder": to.folder, "there": there})]) from None
        line.cwd(here)
        yield _Ftps(line, to.folder)
        with contextlib.suppress(OSError, EOFError, ftplib.Error):
            line.quit()
    finally:
        line.close()


def _refuse_unless_missing(error: ftplib.Error) -> None:
    if not str(error).startswith(_NO_SUCH_FILE):
        raise error


class _told:
    """Whatever FTP says goes wrong inside the block is an ``OSError``, as for files on this computer."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ftplib.Error | EOFError):
            raise OSError(str(error) or type(error).__name__) from None
