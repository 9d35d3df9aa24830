"""What every host is configured with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

#: The port on which containers listen; unlike 80, it needs no privileges.
PORT = 8080


@dataclass(frozen=True)
class HostedSite:
    """The settings of a site: ``base`` is its path on the host, between slashes and not percent-encoded.

    ``headers`` are sent with every file; ``notice`` is a comment of one line at the top of each configuration.
    """

    base: str
    headers: Mapping[str, str]
    notice: str

    def containerfile(self, image: str, configuration: str, target: str, root: str) -> str:
        """A Containerfile from an official ``image``: ``configuration`` at ``target`` and the site below ``root``."""
        site = json.dumps(["public/", root + self.base], ensure_ascii=False)
        copies = f"COPY hosting/{configuration} {target}\nCOPY {site}"
        return f"# {self.notice}\nFROM docker.io/library/{image}\n{copies}\nEXPOSE {PORT}\n"


def quoted(text: str) -> str:
    """``text`` as a quoted string of a Caddyfile or of nginx."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
