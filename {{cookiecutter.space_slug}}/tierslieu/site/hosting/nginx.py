"""``hosting/nginx/``: the nginx web server, alone or in a container."""

from __future__ import annotations

import re

from tierslieu.rendering.security_headers import CACHE_FOR_EVER, MEDIA_TYPES, REVALIDATE

from .hosted_site import PORT, HostedSite, quoted

#: The folder of the site in the official image.
ROOT = "/usr/share/nginx/html"
_COMPRESSED_TYPES = (
    "text/css", "text/javascript", "application/javascript", "text/plain", "text/calendar", "text/csv",
    "application/json", "application/geo+json", "application/manifest+json", "application/xml", "text/xml",
    "image/svg+xml",
)  # fmt: skip


def build(site: HostedSite) -> dict[str, str]:
    """The configuration of the site (for ``conf.d``), and a ``Containerfile`` of a container with the site.

    Every header is set once, for the server: ``add_header`` in a ``location`` would drop all those of the server.
    """
    static = "~^" + re.escape(site.base) + "static/"
    lines = [
        f"# {site.notice}",
        "map $uri $lieu_cache {",
        f"    default {quoted(REVALIDATE)};",
        f"    {quoted(static)} {quoted(CACHE_FOR_EVER)};",
        "}",
        "",
        "server {",
        f"    listen {PORT};",
        f"    root {ROOT};",
        "    server_tokens off;",
        "    charset utf-8;",
        f"    charset_types {' '.join(_COMPRESSED_TYPES)};",
        "    gzip on;",
        "    gzip_vary on;",
        f"    gzip_types {' '.join(_COMPRESSED_TYPES)};",
        "",
        *(f"    add_header {name} {quoted(value)} always;" for name, value in site.headers.items()),
        "    add_header Cache-Control $lieu_cache;",
        "",
        f"    error_page 404 {quoted(site.base + '404.html')};",
        # The redirection to add a missing final slash must not name the internal port of the container.
        "    absolute_redirect off;",
        *(
            f'    location ~ "\\.{extension}$" {{ types {{ }} default_type {media_type}; }}'
            for extension, media_type in sorted(MEDIA_TYPES.items())
        ),
        '    location ~ "/\\.(?!well-known/)" { return 404; }',
        "}",
    ]
    containerfile = site.containerfile("nginx:stable", "nginx/site.conf", "/etc/nginx/conf.d/default.conf", ROOT)
    return {"nginx/site.conf": "\n".join(lines) + "\n", "nginx/Containerfile": containerfile}
