"""Colours, letters and motif of the place."""

from __future__ import annotations

from tierslieu.core.paths import SPACE
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.forms import Form
from tierslieu.model.identity import Identity

PAGES = (FormPage("look/", "editor.nav_look", Form(SPACE, (), Identity, ("look",))),)
urlpatterns = routes("editor.nav_look", PAGES)
