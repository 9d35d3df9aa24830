"""``hosting/caddy/``: the Caddy web server, alone or in a container."""

from __future__ import annotations

from tierslieu.rendering.security_headers import CHANGING, STATIC, TYPES

from .context import PORT, Site

#: Where the official image has its files.
ROOT = "/srv"


def build(site: Site) -> dict[str, str]:
    """Its configuration, and how to put it into a container with the site."""
    static = _quoted(site.base + "static/*")
    lines = [
        f"# {site.notice}",
        "{",
        "\tadmin off",
        "}",
        "",
        # Said in both places: Caddy answers what it does not find without the headers of what it does.
        "(said) {",
        "\theader {",
        *(f"\t\t{name} {_quoted(value)}" for name, value in site.everywhere.items()),
        "\t\t-Server",
        "\t}",
        "}",
        "",
        f":{PORT} {{",
        f"\troot * {ROOT}",
        "\tencode zstd gzip",
        "\timport said",
        f"\t@static path {static}",
        f"\theader @static Cache-Control {_quoted(STATIC)}",
        f"\t@changing not path {static}",
        f"\theader @changing Cache-Control {CHANGING}",
        *(
            f"\t@{extension} path *.{extension}\n\theader @{extension} Content-Type {_quoted(_type(kind))}"
            for extension, kind in sorted(TYPES.items())
        ),
        "\tfile_server {",
        "\t\thide .htaccess _headers",
        "\t}",
        "\thandle_errors {",
        "\t\timport said",
        f"\t\theader Cache-Control {CHANGING}",
        f"\t\trewrite * {_quoted(site.base + '404.html')}",
        "\t\tfile_server",
        "\t}",
        "}",
    ]
    return {
        "caddy/Caddyfile": "\n".join(lines) + "\n",
        "caddy/Containerfile": site.container("caddy:2", "caddy/Caddyfile", "/etc/caddy/Caddyfile", ROOT),
    }


def _type(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
