"""``hosting/nginx/``: the nginx web server, alone or in a container."""

from __future__ import annotations

import re

from tierslieu.rendering.security_headers import CHANGING, STATIC, TYPES

from .context import PORT, Site

#: Where the official image has its files.
ROOT = "/usr/share/nginx/html"
_TEXTS = ("text/css", "text/javascript", "application/javascript", "text/plain", "text/calendar", "text/csv",
          "application/json", "application/geo+json", "application/manifest+json", "application/xml", "text/xml",
          "image/svg+xml")  # fmt: skip


def build(site: Site) -> dict[str, str]:
    """Its configuration of one site (for ``conf.d``), and how to put it into a container with the site.

    Every header is told once for the whole site: one more in a ``location`` would take away all the others there.
    """
    static = "~^" + re.escape(site.base) + "static/"
    lines = [
        f"# {site.notice}",
        "map $uri $lieu_cache {",
        f"    default {_quoted(CHANGING)};",
        f"    {_quoted(static)} {_quoted(STATIC)};",
        "}",
        "",
        "server {",
        f"    listen {PORT};",
        f"    root {ROOT};",
        "    server_tokens off;",
        "    charset utf-8;",
        f"    charset_types {' '.join(_TEXTS)};",
        "    gzip on;",
        "    gzip_vary on;",
        f"    gzip_types {' '.join(_TEXTS)};",
        "",
        *(f"    add_header {name} {_quoted(value)} always;" for name, value in site.everywhere.items()),
        "    add_header Cache-Control $lieu_cache;",
        "",
        f"    error_page 404 {_quoted(site.base + '404.html')};",
        # A folder asked for without its slash: the answer must not name the port behind which the container hides.
        "    absolute_redirect off;",
        *(
            f'    location ~ "\\.{extension}$" {{ types {{ }} default_type {kind}; }}'
            for extension, kind in sorted(TYPES.items())
        ),
        '    location ~ "/\\.(?!well-known/)" { return 404; }',
        "}",
    ]
    return {
        "nginx/site.conf": "\n".join(lines) + "\n",
        "nginx/Containerfile": site.container(
            "nginx:stable", "nginx/site.conf", "/etc/nginx/conf.d/default.conf", ROOT
        ),
    }


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
