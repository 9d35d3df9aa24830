"""What every host is told, before it is put into the words of one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

#: Where containers listen: a port that needs no rights.
PORT = 8080


@dataclass(frozen=True)
class Site:
    """The path of the site on its host (``base``, with a slash at both ends, not encoded), the headers of all its
    files, and the ``notice`` that heads each configuration, one line.
    """

    base: str
    everywhere: Mapping[str, str]
    notice: str

    def container(self, image: str, configuration: str, target: str, root: str) -> str:
        """A Containerfile: an official ``image``, its ``configuration`` put at ``target``, the site under ``root``."""
        return (
            f"# {self.notice}\n"
            f"FROM docker.io/library/{image}\n"
            f"COPY hosting/{configuration} {target}\n"
            f"COPY {json.dumps(['public/', root + self.base], ensure_ascii=False)}\n"
            f"EXPOSE {PORT}\n"
        )
