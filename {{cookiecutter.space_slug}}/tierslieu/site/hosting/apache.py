"""``.htaccess``: Apache and LiteSpeed, which most shared hosts run.

Only directives of ``AllowOverride FileInfo``, which hosts with ``.htaccess`` files allow: a host that refuses a
directive answers every request with an error. ``static/`` has a file of its own, as not all servers support conditions
on paths.
"""

from __future__ import annotations

from urllib.parse import quote

from tierslieu.rendering.security_headers import CACHE_FOR_EVER, MEDIA_TYPES, REVALIDATE

from .hosted_site import HostedSite

#: The types to compress: images and documents are compressed already.
_COMPRESSED_TYPES = (
    "text/html", "text/css", "text/javascript", "text/plain", "text/calendar", "text/csv", "application/json",
    "application/xml", "application/geo+json", "application/manifest+json", "image/svg+xml",
)  # fmt: skip
#: Headers to send over https only (RFC 6797 §7.2), by the condition to add: Apache sets ``HTTPS`` for https.
_HTTPS = {"Strict-Transport-Security": " env=HTTPS"}


def build(site: HostedSite) -> dict[str, str]:
    """The file of the site, and that of ``static/``."""
    root = [
        f"# {site.notice}",
        f'ErrorDocument 404 "{quote(site.base)}404.html"',
        "AddDefaultCharset utf-8",
        "AddCharset utf-8 .css .csv .geojson .ics .js .json .svg .txt .webmanifest .xml",
        *(f"AddType {media_type} .{extension}" for extension, media_type in sorted(MEDIA_TYPES.items())),
        "",
        "<IfModule mod_headers.c>",
        *(f'    Header always set {name} "{site.headers[name]}"{_HTTPS.get(name, "")}' for name in site.headers),
        f'    Header set Cache-Control "{REVALIDATE}"',
        "</IfModule>",
        "",
        "<IfModule mod_filter.c>",
        "    <IfModule mod_deflate.c>",
        f"        AddOutputFilterByType DEFLATE {' '.join(_COMPRESSED_TYPES)}",
        "    </IfModule>",
        "</IfModule>",
    ]
    static = [
        f"# {site.notice}",
        "<IfModule mod_headers.c>",
        f'    Header set Cache-Control "{CACHE_FOR_EVER}"',
        "</IfModule>",
    ]
    return {".htaccess": "\n".join(root) + "\n", "static/.htaccess": "\n".join(static) + "\n"}
