"""``_headers``: Netlify, Cloudflare Pages and the hosts that read the same file.

Paths are relative to the published folder, whatever the base path of the site. No header is in two rules that match the
same file: these hosts would join the values with a comma. By default, they have browsers revalidate files each time.
"""

from __future__ import annotations

from tierslieu.rendering.security_headers import CACHE_FOR_EVER, MEDIA_TYPES

from .hosted_site import HostedSite


def build(site: HostedSite) -> dict[str, str]:
    """The file, at the root of the published folder."""
    lines = [f"# {site.notice}", "/*", *(f"  {name}: {value}" for name, value in site.headers.items())]
    lines += ["/static/*", f"  Cache-Control: {CACHE_FOR_EVER}"]
    lines += ["/manifest.webmanifest", f"  Content-Type: {MEDIA_TYPES['webmanifest']}"]
    return {"_headers": "\n".join(lines) + "\n"}
