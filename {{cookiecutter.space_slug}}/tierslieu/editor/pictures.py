"""Photographs that a form sends: written anew without what cameras hide in them, under a name of the place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from tierslieu.core.atomic import add_files
from tierslieu.core.folding import slug
from tierslieu.images.convert import cleaned
from tierslieu.images.errors import ImageFault

from .open_place import OpenPlace

FOLDER = "images"
_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
#: Where files of a place may name a photograph, and of which kinds they are.
_NAMING = ("config", "content", "governance", "overrides", "vocabulary")
_TEXTS = {".yaml", ".md", ".html", ".css", ".js", ".json", ".svg"}
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
    folder = root / "content" / FOLDER
    names = sorted(path.name for path in folder.glob("*") if path.suffix.lower() in _SUFFIXES)
    if not names:
        return []
    files = (path for part in _NAMING for path in sorted((root / part).rglob("*")) if path.suffix in _TEXTS)
    text = "\n".join(path.read_text("utf-8", errors="replace") for path in files if path.is_file())
    return [name for name in names if name not in text]


def sent(request: HttpRequest) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Keep the photographs sent beside the inputs of a form; what to type in each of these, and what is refused.

    A photograph stays even if the form is not saved yet: browsers send no file a second time.
    """
    place: OpenPlace = request.place
    typed, refused = {}, {}
    for field, upload in request.FILES.items():
        name = field.removesuffix(SENT)
        if name != field:
            try:
                typed[name] = [keep(place, upload)]
            except RefusedPicture as error:
                refused[name] = place.text(error.code, **error.values)
    return typed, refused


@contextmanager
def uploaded(request: HttpRequest) -> Iterator[str]:
    """Keep the photograph of ``request`` while what names it is saved, and for good if nothing is raised meanwhile.

    Gives it as Markdown with what it shows and its credit, which are both required; empty without a photograph.
    """
    upload = request.FILES.get("picture")
    if upload is None:
        yield ""
        return
    alternative, credit = (" ".join(request.POST.get(name, "").split()) for name in ("picture_alt", "picture_credit"))
    if not alternative or not credit:
        raise RefusedPicture("editor.picture_words")
    folder = request.place.root / "content" / FOLDER
    known = set(folder.glob("*"))
    address = keep(request.place, upload)
    words = alternative.replace("\\", "").replace("]", ")").replace("[", "(")
    caption = credit.replace("\\", "").replace('"', "”")
    try:
        yield f'\n![{words}]({address} "{caption}")\n'
    except BaseException:
        for path in set(folder.glob("*")) - known:
            path.unlink()
        raise
