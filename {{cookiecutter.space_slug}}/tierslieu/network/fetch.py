"""What is at some addresses, within limits of size and time: the only place where the engine uses the network."""

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

#: The largest answer (bytes), the longest wait for one place (seconds), and how many are asked at once.
SIZE, SECONDS, AT_ONCE = 2_000_000, 15.0, 16

#: What the system itself may take beyond the wait (names, threads), in seconds.
_GRACE = 1.0
_AGENT = "tierslieu-network"
_OWN = {"localhost", "127.0.0.1", "::1"}
_CHUNK = 65_536


@dataclass(frozen=True)
class FetchFailure:
    """Why nothing came: ``reason`` is ``down``, ``slow``, ``huge``, ``insecure`` or ``status``, with its ``detail``."""

    reason: str
    detail: str = ""


def is_address(text: str) -> bool:
    """Whether ``text`` is an address rather than a path."""
    return urlsplit(text).scheme in ("http", "https")


def fetch_all(
    addresses: Sequence[str],
    progress: Callable[[], None] = lambda: None,
    *,
    limit: int = SIZE,
    seconds: float = SECONDS,
) -> list[bytes | FetchFailure]:
    """What is at each of ``addresses``, in order; never raises.

    ``limit`` is in bytes and ``seconds`` for each address, from the first byte sent to the last received.
    """
    found: queue.SimpleQueue[tuple[int, bytes | FetchFailure]] = queue.SimpleQueue()
    results: list[bytes | FetchFailure] = [FetchFailure("slow")] * len(addresses)
    running: dict[int, float] = {}
    waiting = list(reversed(range(len(addresses))))

    def work(index: int) -> None:
        found.put((index, _fetch(addresses[index], limit, seconds)))

    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            index = waiting.pop()
            running[index] = time.monotonic() + seconds + _GRACE
            # A daemon: a server that never ends its headers must not keep the command alive.
            threading.Thread(target=work, args=(index,), daemon=True).start()
        for index, result in _next(found, running):
            if running.pop(index, None) is not None:
                results[index] = result
                progress()
    return results


def _next(
    found: queue.SimpleQueue[tuple[int, bytes | FetchFailure]], running: dict[int, float]
) -> list[tuple[int, bytes | FetchFailure]]:
    """The next answer or, where the time of some is over, that they are too slow."""
    try:
        return [found.get(timeout=max(0.0, min(running.values()) - time.monotonic()))]
    except queue.Empty:
        now = time.monotonic()
        return [(index, FetchFailure("slow")) for index, end in running.items() if end <= now]


class _Secure(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to where the first address could have led."""

    def redirect_request(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: str) -> Any:
        """Refuse what ``may_lead`` refuses."""
        if not may_lead(req.full_url, newurl):
            raise _Insecure(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Insecure(Exception):
    pass


def may_lead(address: str, other: str) -> bool:
    """Whether ``address`` may send us to ``other``: never from elsewhere to a server of this computer."""
    return _secure(other) and (_own(address) or not _own(other))


def _secure(address: str) -> bool:
    """https or, on this computer alone, http: that is how a team tries its own site."""
    scheme = urlsplit(address).scheme if _host(address) else ""
    return scheme == "https" or (scheme == "http" and _own(address))


def _own(address: str) -> bool:
    return _host(address) in _OWN


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _fetch(address: str, limit: int, seconds: float) -> bytes | FetchFailure:
    if not _secure(address):
        return FetchFailure("insecure")
    end = time.monotonic() + seconds
    request = urllib.request.Request(address, headers={"User-Agent": _AGENT, "Accept": "application/json"})
    try:
        with urllib.request.build_opener(_Secure).open(request, timeout=seconds) as answer:
            parts, size = [], 0
            while chunk := answer.read1(_CHUNK):
                parts.append(chunk)
                size += len(chunk)
                if size > limit:
                    return FetchFailure("huge", str(limit))
                if time.monotonic() > end:
                    return FetchFailure("slow")
            return b"".join(parts)
    except HTTPError as error:
        return FetchFailure("status", str(error.code))
    except _Insecure:
        return FetchFailure("insecure")
    except TimeoutError:
        return FetchFailure("slow")
    except URLError as error:
        return FetchFailure("slow" if isinstance(error.reason, TimeoutError) else "down")
    except (OSError, HTTPException, ValueError):
        return FetchFailure("down")
