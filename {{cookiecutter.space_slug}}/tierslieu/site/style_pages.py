"""The components of the theme in every palette, by day and by night: shown by ``./lieu serve``, never published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tierslieu.images import ImageLibrary
from tierslieu.loading.load import pieces
from tierslieu.model import Space
from tierslieu.rendering import urls

from .assets import assets
from .edition import Edition, SiteInputs
from .image_tags import Pictures
from .listings.generated_page import PageMeta
from .output import SiteOutput
from .theme import SiteTheme

#: The folder of these pages: ``style/<palette>/<mode>/``, each with the static files of its own look.
FOLDER = "style"
MODES = ("light", "dark")
#: What the query for the mode that is shown becomes in style sheets, and that for the other one.
_ALWAYS, _NEVER = b"(min-width:0)", b"(max-width:0)"


class StylePages:
    """The files of ``style/`` for ``space``, whose site is ``files``; each palette is made when it is first asked for."""

    def __init__(self, space: Space, files: Mapping[str, bytes]):
        self._space, self._files = space, files
        self._made: dict[tuple[str, str], dict[str, bytes]] = {}

    def get(self, path: str) -> bytes | None:
        """The file ``path`` below the folder; None if there is none. Raises ``Problems`` for a fault in a template."""
        if path in ("", "index.html"):
            path = f"{self._space.look.palette.key}/light/"
        palette, _, rest = path.partition("/")
        mode, _, name = rest.partition("/")
        if mode not in MODES or palette not in self._space.look.palette.known:
            return None
        if (palette, mode) not in self._made:
            self._made[palette, mode] = self._make(palette, mode)
        return self._made[palette, mode].get(name or "index.html")

    def _make(self, palette: str, mode: str) -> dict[str, bytes]:
        space = replace(self._space, look=replace(self._space.look, palette=pieces(self._space, "palettes")[palette]))
        theme = SiteTheme(space.root)
        static = assets(space, theme)
        documents = {
            path.removeprefix("documents/"): data for path, data in self._files.items() if path.startswith("documents/")
        }
        pictures = Pictures(ImageLibrary(space.root))
        addresses = urls.addresses_by_language(space)
        inputs = SiteInputs(space, addresses, theme, pictures, documents, tuple(self._files))
        edition = Edition(inputs, space.identity.language, SiteOutput(static))
        base = urls.base(space)
        meta = PageMeta(edition.names["t"]("style_title"), "", f"{FOLDER}/", FOLDER)
        names = {"palettes": space.look.palette.known, "shown_palette": palette, "shown_mode": mode}
        html = edition.render_outside(meta, "style", base, names).replace(f'"{base}static/', '"static/')
        scheme = f'<meta name="color-scheme" content="{mode}">'
        html = html.replace('<meta name="color-scheme" content="light dark">', scheme)
        return {"index.html": html.encode("utf-8")} | {
            path: _in_mode(data, mode) if path.endswith(".css") else data for path, data in static.items()
        }


def _in_mode(sheet: bytes, mode: str) -> bytes:
    """A style sheet, minified, as it is by day or by night, whatever the device asks for."""
    for asked in MODES:
        query = f"(prefers-color-scheme:{asked})".encode()
        sheet = sheet.replace(query, _ALWAYS if asked == mode else _NEVER)
    return sheet
