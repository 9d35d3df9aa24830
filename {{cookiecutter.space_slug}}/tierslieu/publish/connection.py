"""Opens a connection to a web host, by the protocol of its address."""

from __future__ import annotations

from contextlib import AbstractContextManager

from .remote import Credentials, Remote, Target


def connect(target: Target, credentials: Credentials) -> AbstractContextManager[Remote]:
    """Open ``target`` for the duration of a ``with`` block; entering it raises ``Problems`` if the host refuses."""
    # Imported here for start-up time: each protocol loads a library of its own.
    if target.scheme == "sftp":
        from . import sftp

        return sftp.connect(target, credentials)
    from . import ftps

    return ftps.connect(target, credentials)
