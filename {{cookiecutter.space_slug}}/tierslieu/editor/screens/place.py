"""The place itself: what it is called, where and when it is open, what one finds there."""

from __future__ import annotations

from tierslieu.core.paths import SPACE
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.forms import Form
from tierslieu.model.identity import Identity


def _page(name: str, *keys: str, shown_at: str = "") -> FormPage:
    return FormPage(
        f"place/{name}", f"editor.place_{name.strip('/') or 'identity'}", Form(SPACE, (), Identity, keys), shown_at
    )


PAGES = (
    _page("", "name", "territory", "summary", "address", "contact"),
    _page("hours/", "opening_hours", "public_holidays", "school_zone", shown_at="le-lieu/"),
    _page("services/", "modules", "mediation"),
    _page("rooms/", "areas", "equipment", "capacity", "photos", "plan", shown_at="le-lieu/"),
    _page("access/", "access", "transport", shown_at="le-lieu/"),
    _page("site/", "publication", "language", "other_languages", "licence", "data_licence", "lineage", "upload"),
)
urlpatterns = routes("editor.nav_place", PAGES)
