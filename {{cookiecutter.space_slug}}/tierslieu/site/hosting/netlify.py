"""``_headers``: Netlify, Cloudflare Pages and the hosts that read the same file.

Its paths begin at what is published, whatever the path of the site elsewhere. No header stands in two rules that meet:
these hosts join the values with a comma. They ask for changing files to be checked each time without being told.
"""

from __future__ import annotations

from tierslieu.rendering.security_headers import STATIC, TYPES

from .context import Site


def build(site: Site) -> dict[str, str]:
    """The file, to be at the root of what is published."""
    lines = [f"# {site.notice}", "/*", *(f"  {name}: {value}" for name, value in site.everywhere.items())]
    lines += ["/static/*", f"  Cache-Control: {STATIC}"]
    lines += ["/manifest.webmanifest", f"  Content-Type: {TYPES['webmanifest']}"]
    return {"_headers": "\n".join(lines) + "\n"}
