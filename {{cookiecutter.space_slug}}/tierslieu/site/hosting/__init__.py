"""What web hosts need to know of the site, in the form that each of them reads.

``IN_PUBLIC`` are files that a host finds in what it publishes; ``BESIDE`` those that somebody gives to a server of
their own. To add a host: write ``build(site)`` in a module of this folder and name it below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.rendering import security_headers, urls

from . import apache, caddy, netlify, nginx
from .context import Site

__all__ = ["BESIDE", "FOLDER", "IN_PUBLIC", "Site", "beside", "in_public"]

#: Where ``beside`` belongs, at the root of the place.
FOLDER = "hosting"

Build = Callable[[Site], dict[str, str]]
IN_PUBLIC: tuple[Build, ...] = (apache.build, netlify.build)
BESIDE: tuple[Build, ...] = (caddy.build, nginx.build)


def in_public(space: Space, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files for hosts to read in ``public/``, by path there; ``files`` is all the rest of it."""
    return _built(IN_PUBLIC, space, files)


def beside(space: Space, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files of ``hosting/`` by path there, for servers of one's own; ``files`` is ``public/``."""
    return _built(BESIDE, space, files)


def _built(hosts: tuple[Build, ...], space: Space, files: Mapping[str, bytes]) -> dict[str, bytes]:
    site = Site(
        base=unquote(urls.base(space)),
        everywhere=security_headers.everywhere(files, secure=urls.root(space).lower().startswith("https:")),
        notice=messages.text(messages.supported_language(space.identity.language), "hosting.notice"),
    )
    return {path: text.encode("utf-8") for build in hosts for path, text in build(site).items()}
