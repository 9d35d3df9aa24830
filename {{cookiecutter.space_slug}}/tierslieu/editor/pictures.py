"""Photographs that a form sends: written anew without what cameras hide in them, under a name of the place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from tierslieu.core.atomic import add_files
from tierslieu.core.folding import fold, slug
from tierslieu.images.convert import cleaned
from tierslieu.images.errors import ImageFault

from .open_place import OpenPlace

FOLDER = "images"
_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
#: Where files of a place may name a photograph, and of which kinds they are.
_NAMING = ("config", "content", "governance", "overrides", "vocabulary")
_TEXTS = {".yaml", ".md", ".html", ".css", ".js", ".json", ".svg"}
#: A photograph in a text: its words, its file.
_PICTURE = re.compile(rf'!\[([^\]\n]*)\]\({FOLDER}/([\w.-]+)(?:\s+"[^"\n]*")?\)')
#: What follows the name of an input in that of the file which may be sent in its place.
SENT = "/file"


class RefusedPicture(Exception):
    """A photograph that is not kept: a message code and its values."""

    def __init__(self, code: str, **values: Any):
        self.code, self.values = code, values
        super().__init__(code)


def keep(place: OpenPlace, upload: UploadedFile) -> str:
    """Write ``upload`` into the images of the place, under its own name or the next free one; returns ``images/NAME``.

    Raises ``RefusedPicture`` for what is no photograph: a drawing may hold a script, and stays a matter of files.
    """
    name = PurePosixPath(str(upload.name).replace("\\", "/")).name
    try:
        suffix, data = cleaned(upload.read(), name)
    except ImageFault as error:
        raise RefusedPicture(error.code, **error.values) from None
    stem = slug(PurePosixPath(name).stem)[:60].strip("-") or "photo"
    folder = place.root / "content" / FOLDER
    free = next(
        name
        for number in range(1, 10_000)
        for name in [f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"]
        if not (folder / name).exists() or (folder / name).read_bytes() == data
    )
    add_files(place.root, {f"content/{FOLDER}/{free}": data})
    return f"{FOLDER}/{free}"


def unused(root: Path) -> list[str]:
    """The names of the photographs of the place in ``root`` that none of its files names, such as one left unsaved."""
    names = _kept(root)
    if not names:
        return []
    files = (path for part in _NAMING for path in sorted((root / part).rglob("*")) if path.suffix in _TEXTS)
    text = "\n".join(path.read_text("utf-8", errors="replace") for path in files if path.is_file())
    return [name for name in names if name not in text]


def _kept(root: Path) -> list[str]:
    """The names of the photographs of the place in ``root``."""
    return sorted(path.name for path in (root / "content" / FOLDER).glob("*") if path.suffix.lower() in _SUFFIXES)


def sent(request: HttpRequest) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Keep the photographs sent beside the inputs of a form; what to type in each of these, and what is refused.

    A photograph stays even if the form is not saved yet: browsers send no file a second time.
    """
    place: OpenPlace = request.place
    typed, refused = {}, {}
    for entry, upload in request.FILES.items():
        name = entry.removesuffix(SENT)
        if name != entry:
            try:
                typed[name] = [keep(place, upload)]
            except RefusedPicture as error:
                refused[name] = place.text(error.code, **error.values)
    return typed, refused


def without_words(posted: Mapping[str, Sequence[str]], file: str, place: OpenPlace) -> dict[str, tuple[str, ...]]:
    """What the photographs of a form lack, by input: what each shows unless it is decorative, and its credit.

    A photograph that ``file`` names already is left as it is.
    """
    path, faults = place.root / file, dict[str, tuple[str, ...]]()
    written = path.read_text("utf-8-sig") if path.is_file() else ""
    for name, (address, *_) in posted.items():
        if name.endswith("/photo") and address and address not in written:
            row = name.removesuffix("photo")
            needed = {f"{row}credit"}
            if "yes" not in posted.get(f"{row}decorative", ()):
                needed |= {f"{row}alt", f"{row}alt/{place.language}"}
            lacking = (entry for entry in sorted(needed & posted.keys()) if not "".join(posted[entry]).strip())
            faults |= {entry: (place.text("editor.needed"),) for entry in lacking}
    return faults


@dataclass(frozen=True)
class TextPicture:
    """A photograph to add to a text: its file once it is kept, its words, what is wrong by the name of an input."""

    address: str = ""
    alternative: str = ""
    caption: str = ""
    credit: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    def markdown(self, place: OpenPlace) -> str:
        """The lines that show it; empty without a photograph."""
        if not self.address:
            return ""
        is_whole = fold(self.credit).startswith("photo")
        credit = self.credit if is_whole else place.text("editor.picture_by", credit=self.credit)
        caption = f"{self.caption.rstrip('.')}. {credit}" if self.caption else credit
        words = self.alternative.replace("\\", "").replace("]", ")").replace("[", "(")
        title = caption.replace("\\", "").replace('"', "”")
        return f'\n![{words}]({self.address} "{title}")\n'


def received(request: HttpRequest) -> TextPicture:
    """Keep the photograph that the form of a text sends; it stays even if the text is not saved yet.

    A later answer names it in ``picture_kept``. It needs what it shows and its credit.
    """
    place: OpenPlace = request.place
    upload, address, faults = request.FILES.get("picture"), request.POST.get("picture_kept", ""), dict[str, str]()
    alternative, caption, credit = (
        " ".join(request.POST.get(f"picture_{name}", "").split()) for name in ("alt", "caption", "credit")
    )
    name = address.removeprefix(f"{FOLDER}/")
    if request.POST.get("picture_drop") or name not in _kept(place.root):
        address = ""
    if upload is not None:
        try:
            address = keep(place, upload)
        except RefusedPicture as error:
            faults["picture"] = place.text(error.code, **error.values)
    if address:
        needed = {"picture_alt": alternative, "picture_credit": credit}
        faults |= {name: place.text("editor.needed") for name, text in needed.items() if not text}
    return TextPicture(address, alternative, caption, credit, faults)


def named(text: str, place: OpenPlace) -> list[tuple[str, str]]:
    """The photographs of ``text``: the words that stand for each in a form, and its code."""
    found = list(_PICTURE.finditer(text))
    return [(place.text("editor.picture_named", words=match[1] or match[2]), match[0]) for match in found]


def without(text: str, names: Iterable[str]) -> str:
    """``text`` without the photographs of these ``names``."""
    for name in names:
        text = re.sub(rf'\n?!\[[^\]]*\]\({FOLDER}/{re.escape(name)}(?:\s+"[^"\n]*")?\)[ \t]*\n?', "\n", text)
    return text
