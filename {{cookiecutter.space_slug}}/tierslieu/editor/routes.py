"""The addresses of the editor: those of each screen, and its static files."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, path

from . import static_files

urlpatterns: list[URLPattern] = [
    path("static/look.css", static_files.look),
    path("static/emblem.svg", static_files.emblem),
    path("static/drawings.css", static_files.drawings),
    path("static/fonts/<str:name>", static_files.font),
    path("static/<str:name>", static_files.static),
]
for _module in sorted(file.stem for file in (Path(__file__).parent / "screens").glob("[!_]*.py")):
    urlpatterns += import_module(f"tierslieu.editor.screens.{_module}").urlpatterns

handler400 = "tierslieu.editor.failures.unreadable"
handler404 = "tierslieu.editor.failures.missing"
