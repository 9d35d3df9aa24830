"""``.htaccess``: Apache and LiteSpeed, which most shared hosts run.

Only directives that a host which lets people have such files at all can't refuse (``AllowOverride FileInfo``): one more
and every page would be an error. A folder has its own file, since conditions on addresses are not known everywhere.
"""

from __future__ import annotations

from urllib.parse import quote

from tierslieu.rendering.security_headers import CHANGING, STATIC, TYPES

from .context import Site

#: Sent compressed; pictures and documents are compressed already.
_TEXTS = ("text/html", "text/css", "text/javascript", "text/plain", "text/calendar", "text/csv", "application/json",
          "application/xml", "application/geo+json", "application/manifest+json", "image/svg+xml")  # fmt: skip
#: Set by Apache when it speaks https itself; told over http, this header is none (RFC 6797 §7.2).
_SECURE_ONLY = {"Strict-Transport-Security": " env=HTTPS"}


def build(site: Site) -> dict[str, str]:
    """The file of the site, and that of ``static/``."""
    whole = [
        f"# {site.notice}",
        f'ErrorDocument 404 "{quote(site.base)}404.html"',
        "AddDefaultCharset utf-8",
        "AddCharset utf-8 .css .csv .geojson .ics .js .json .svg .txt .webmanifest .xml",
        *(f"AddType {kind} .{extension}" for extension, kind in sorted(TYPES.items())),
        "",
        "<IfModule mod_headers.c>",
        *(
            f'    Header always set {name} "{value}"{_SECURE_ONLY.get(name, "")}'
            for name, value in site.everywhere.items()
        ),
        f'    Header set Cache-Control "{CHANGING}"',
        "</IfModule>",
        "",
        "<IfModule mod_filter.c>",
        "    <IfModule mod_deflate.c>",
        f"        AddOutputFilterByType DEFLATE {' '.join(_TEXTS)}",
        "    </IfModule>",
        "</IfModule>",
    ]
    static = [
        f"# {site.notice}",
        "<IfModule mod_headers.c>",
        f'    Header set Cache-Control "{STATIC}"',
        "</IfModule>",
    ]
    return {".htaccess": "\n".join(whole) + "\n", "static/.htaccess": "\n".join(static) + "\n"}
