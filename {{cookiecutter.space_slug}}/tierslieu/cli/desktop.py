"""Opens the browser of whoever types."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping
from contextlib import suppress


def open_browser(address: str) -> None:
    """Open ``address`` if the person sits before this computer and it has a desktop."""
    if has_desktop(sys.platform, os.environ):
        with suppress(webbrowser.Error):
            webbrowser.open(address)


def has_desktop(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a browser can open before whoever types: not on a distant computer, nor on one without windows."""
    if "SSH_CONNECTION" in environment:
        return False
    return platform in ("win32", "darwin") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
