"""A file of the place as text: for one that no form can read, and for those who prefer it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

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
    names: dict[str, Any] = {
        "file": file,
        "line": request.GET.get("line", ""),
        "seen": written,
        "text": written,
        "problems": (),
    }
    names["document"] = PurePosixPath(file).stem if file.startswith("governance/") and file.endswith(".md") else ""
    if request.method == "POST":
        text, seen = (_lines(request.POST.get(name, ""), written) for name in ("text", "seen"))
        try:
            saving.save_text(request, file, text, seen)
            return HttpResponseRedirect(request.get_full_path(), status=303)
        except Problems as error:
            names |= {"text": text, "seen": seen, "problems": error.problems}
        except Conflicts:
            problem = Problem("editor.text_changed_meanwhile", file=file)
            names |= {"text": text, "theirs": written, "problems": [problem]}
    return render(request, "file.html", status=422 if names["problems"] else 200, **names)


def _lines(text: str, written: str) -> str:
    """``text`` as a browser sends it, with the line ends of the file."""
    text = text.replace("\r\n", "\n")
    return text.replace("\n", "\r\n") if "\r\n" in written else text


urlpatterns = [path("file/", edit_file)]
