"""Downloads from many addresses at once, within limits of size and time. No other module uses the network."""

from __future__ import annotations

import queue
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

#: The largest response (bytes), the time limit of one address (seconds), and the number of parallel downloads.
MAX_BYTES, TIMEOUT, MAX_PARALLEL = 2_000_000, 15.0, 16

#: Seconds added to the time limit for what the operating system does before the request (names, threads).
_GRACE = 1.0
_USER_AGENT = "tierslieu-network"
_LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
_CHUNK = 65_536  # bytes


@dataclass(frozen=True)
class FetchFailure:
    """A failed download: ``reason`` is ``down``, ``slow``, ``huge``, ``insecure``, ``status`` or ``missing``.

    ``detail`` is the limit in bytes for ``huge``, the HTTP status for ``status``.
    """

    reason: str
    detail: str = ""


#: The content of an address, or why there is none.
FetchResult = bytes | FetchFailure


def is_address(text: str) -> bool:
    """Whether ``text`` is an address rather than a path."""
    return urlsplit(text).scheme in ("http", "https")


def fetch_all(
    addresses: Sequence[str],
    progress: Callable[[], None] = lambda: None,
    *,
    limit: int = MAX_BYTES,
    seconds: float = TIMEOUT,
) -> list[FetchResult]:
    """The content of each address, in order; never raises.

    ``limit`` is in bytes; ``seconds`` is the time for one address, from the request to the last byte. ``progress`` is
    called for each result.
    """
    finished: queue.SimpleQueue[tuple[int, FetchResult]] = queue.SimpleQueue()
    results: list[FetchResult] = [FetchFailure("slow")] * len(addresses)
    deadlines: dict[int, float] = {}
    waiting = list(reversed(range(len(addresses))))

    def download(index: int) -> None:
        finished.put((index, _fetch(addresses[index], limit, seconds)))

    while waiting or deadlines:
        while waiting and len(deadlines) < MAX_PARALLEL:
            index = waiting.pop()
            deadlines[index] = time.monotonic() + seconds + _GRACE
            # A daemon: a server that never ends its headers must not keep the command alive.
            threading.Thread(target=download, args=(index,), daemon=True).start()
        for index, result in _next_results(finished, deadlines):
            if deadlines.pop(index, None) is not None:
                results[index] = result
                progress()
    return results


def _next_results(
    finished: queue.SimpleQueue[tuple[int, FetchResult]], deadlines: dict[int, float]
) -> list[tuple[int, FetchResult]]:
    """The next finished download or, if a deadline passes first, a failure for each overdue one."""
    try:
        return [finished.get(timeout=max(0.0, min(deadlines.values()) - time.monotonic()))]
    except queue.Empty:
        current = time.monotonic()
        return [(index, FetchFailure("slow")) for index, deadline in deadlines.items() if deadline <= current]


class _CheckedRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:
        """Raise ``_InsecureRedirect`` unless ``may_redirect`` allows the redirection."""
        if not may_redirect(req.full_url, newurl):
            raise _InsecureRedirect(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _InsecureRedirect(Exception):
    pass


def may_redirect(address: str, target: str) -> bool:
    """Whether to follow a redirection: the target must be secure, and only a local server may lead to a local one."""
    return _is_secure(target) and (_is_local(address) or not _is_local(target))


def _is_secure(address: str) -> bool:
    """Whether ``address`` is https or, on this computer, http: a team may try its own site with ``./lieu serve``."""
    scheme = urlsplit(address).scheme if _host(address) else ""
    return scheme == "https" or (scheme == "http" and _is_local(address))


def _is_local(address: str) -> bool:
    return _host(address) in _LOCAL_HOSTS


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _fetch(address: str, limit: int, seconds: float) -> FetchResult:
    if not _is_secure(address):
        return FetchFailure("insecure")
    deadline = time.monotonic() + seconds
    request = urllib.request.Request(address, headers={"User-Agent": _USER_AGENT, "Accept": "application/json"})
    try:
        with urllib.request.build_opener(_CheckedRedirects).open(request, timeout=seconds) as response:
            chunks, size = [], 0
            while chunk := response.read1(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                if size > limit:
                    return FetchFailure("huge", str(limit))
                if time.monotonic() > deadline:
                    return FetchFailure("slow")
            return b"".join(chunks)
    except HTTPError as error:
        return FetchFailure("status", str(error.code))
    except _InsecureRedirect:
        return FetchFailure("insecure")
    except TimeoutError:
        return FetchFailure("slow")
    except URLError as error:
        return FetchFailure("slow" if isinstance(error.reason, TimeoutError) else "down")
    except (OSError, HTTPException, ValueError):
        return FetchFailure("down")
