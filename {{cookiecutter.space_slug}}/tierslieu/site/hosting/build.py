"""The configuration files of all hosts.

To add a host: write ``build(site)`` in a module of this folder and add it to a table below.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from tierslieu.i18n import messages
from tierslieu.model import Space
from tierslieu.rendering import security_headers, urls

from . import apache, caddy, netlify, nginx
from .hosted_site import HostedSite

#: The folder of ``server_files`` in the place.
FOLDER = "hosting"

Build = Callable[[HostedSite], dict[str, str]]
#: Hosts that read their configuration in the published folder.
PUBLIC: tuple[Build, ...] = (apache.build, netlify.build)
#: Web servers that the team runs, configured by files outside the published folder.
SERVERS: tuple[Build, ...] = (caddy.build, nginx.build)


def public_files(space: Space, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of ``PUBLIC`` by path in ``public/``; ``files`` holds all other files of ``public/``."""
    return _build(PUBLIC, space, files)


def server_files(space: Space, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of ``SERVERS`` by path in ``FOLDER``; ``files`` holds the files of ``public/``."""
    return _build(SERVERS, space, files)


def _build(hosts: tuple[Build, ...], space: Space, files: Mapping[str, bytes]) -> dict[str, bytes]:
    site = HostedSite(
        base=unquote(urls.base(space)),
        headers=security_headers.site_headers(files, secure=urls.root(space).lower().startswith("https:")),
        notice=messages.text(messages.supported_language(space.identity.language), "hosting.notice"),
    )
    return {path: text.encode("utf-8") for build in hosts for path, text in build(site).items()}
