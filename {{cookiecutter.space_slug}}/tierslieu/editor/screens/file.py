"""A file of the place as text: for one that no form can read, and for those who prefer it."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.core.front_matter import FRONT_MATTER
from tierslieu.core.problems import Problem, Problems
from tierslieu.editor import saving
from tierslieu.editor.edits import Conflicts
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render

#: The folders whose texts may be edited, and the endings of the files that are texts.
_FOLDERS, _ENDINGS = (
    ("config", "register", "content", "governance", "vocabulary", "overrides"),
    (".yaml", ".md", ".html", ".css", ".typ"),
)


def editable(root: Path, file: str) -> Path:
    """The path of a text of the place; raises ``Http404`` for any other: outside its folders, a link, no text."""
    parts = PurePosixPath(file).parts
    path = root.joinpath(*parts)
    inside = len(parts) > 1 and parts[0] in _FOLDERS and ".." not in parts and path.suffix in _ENDINGS
    if not inside or not path.is_file() or path.resolve() != root.resolve().joinpath(*parts):
        raise Http404
    return path


def edit_file(request: HttpRequest) -> HttpResponse:
    """Show a file at a line, or write it whole."""
    place: OpenPlace = request.place
    file = request.GET.get("path", "")
    path = editable(place.root, file)
    written = path.read_bytes().decode("utf-8", "replace")
    line = request.GET.get("line", "")
    names: dict[str, Any] = {"file": file, "title": file, "line": line, "seen": written, "text": written, "head": "", "document": "", "problems": ()}  # fmt: skip
    if file.startswith("governance/") and file.endswith(".md"):
        names["document"] = PurePosixPath(file).stem
        if not line:
            names |= _parts(written)
    if request.method == "POST":
        text, seen = (_lines(request.POST.get(name, ""), written) for name in ("text", "seen"))
        text = _lines(request.POST.get("head", ""), written) + text
        try:
            saving.save_text(request, file, text, seen)
            return HttpResponseRedirect(request.get_full_path(), status=303)
        except Problems as error:
            names |= {**(_parts(text) if names["head"] else {"text": text}), "seen": seen, "problems": error.problems}
        except Conflicts:
            problem = Problem("editor.text_changed_meanwhile", file=file)
            names |= {**(_parts(text) if names["head"] else {"text": text}), "theirs": written, "problems": [problem]}
    return render(request, "file.html", status=422 if names["problems"] else 200, **names)


def _parts(text: str) -> dict[str, str]:
    """The text of a document apart from its head, which is written for the program, and the title that stands there."""
    match = FRONT_MATTER.match(text)
    end = match.end() if match else 0
    title = re.search(r'^title: *"?(.+?)"? *$', text[:end], re.MULTILINE)
    return {"head": text[:end], "text": text[end:], **({"title": title[1]} if title else {})}


def _lines(text: str, written: str) -> str:
    """``text`` as a browser sends it, with the line ends of the file."""
    text = text.replace("\r\n", "\n")
    return text.replace("\n", "\r\n") if "\r\n" in written else text


urlpatterns = [path("file/", edit_file)]
