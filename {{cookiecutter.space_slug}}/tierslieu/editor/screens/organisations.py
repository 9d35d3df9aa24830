"""Who runs, collects, insures and employs what, and how revenues and common costs are shared."""

from __future__ import annotations

from tierslieu.core.paths import ORGANISATIONS
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.forms import Form
from tierslieu.model.organisations import Organisations


def _page(name: str, *keys: str) -> FormPage:
    title = f"editor.organisations_{name.strip('/') or 'all'}"
    return FormPage(f"organisations/{name}", title, Form(ORGANISATIONS, (), Organisations, keys), "gouvernance/")


# An organisation comes or goes together with what it runs and with its shares: apart, each would contradict the others.
PAGES = (
    _page("", "governance_model", "organisations", "services", "streams", "common_costs", "solidarity", "changes"),
    _page("agreements/", "agreements"),
)
urlpatterns = routes("editor.nav_organisations", PAGES)
