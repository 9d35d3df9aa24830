"""``hosting/caddy/``: the Caddy web server, alone or in a container."""

from __future__ import annotations

from tierslieu.rendering.security_headers import CACHE_FOR_EVER, MEDIA_TYPES, REVALIDATE

from .hosted_site import PORT, HostedSite, quoted

#: The folder of the site in the official image.
ROOT = "/srv"


def build(site: HostedSite) -> dict[str, str]:
    """The ``Caddyfile``, and a ``Containerfile`` of a container with the site."""
    static = quoted(site.base + "static/*")
    lines = [
        f"# {site.notice}",
        "{",
        "\tadmin off",
        "}",
        "",
        # Imported twice: error responses do not get the headers of the site block.
        "(said) {",
        "\theader {",
        *(f"\t\t{name} {quoted(value)}" for name, value in site.headers.items()),
        "\t\t-Server",
        "\t}",
        "}",
        "",
        f":{PORT} {{",
        f"\troot * {ROOT}",
        "\tencode zstd gzip",
        "\timport said",
        f"\t@static path {static}",
        f"\theader @static Cache-Control {quoted(CACHE_FOR_EVER)}",
        f"\t@changing not path {static}",
        f"\theader @changing Cache-Control {REVALIDATE}",
        *(
            f"\t@{extension} path *.{extension}\n\theader @{extension} Content-Type {quoted(_content_type(media_type))}"
            for extension, media_type in sorted(MEDIA_TYPES.items())
        ),
        "\tfile_server {",
        "\t\thide .htaccess _headers",
        "\t}",
        "\thandle_errors {",
        "\t\timport said",
        f"\t\theader Cache-Control {REVALIDATE}",
        f"\t\trewrite * {quoted(site.base + '404.html')}",
        "\t\tfile_server",
        "\t}",
        "}",
    ]
    containerfile = site.containerfile("caddy:2", "caddy/Caddyfile", "/etc/caddy/Caddyfile", ROOT)
    return {"caddy/Caddyfile": "\n".join(lines) + "\n", "caddy/Containerfile": containerfile}


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
