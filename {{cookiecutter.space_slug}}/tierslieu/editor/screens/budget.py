"""The budget: assumptions as forms, and what they give."""

from __future__ import annotations

from tierslieu.core.paths import BUDGET
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.forms import Form
from tierslieu.model.budget import Budget


def _page(name: str, *keys: str) -> FormPage:
    title = f"editor.budget_{name.strip('/') or 'sales'}"
    return FormPage(f"budget/{name}", title, Form(BUDGET, (), Budget, keys), "gouvernance/")


PAGES = (
    _page("", "occasional_buys", "opening_months", "sales"),
    _page("costs/", "costs", "subsidies", "actions"),
    _page("invest/", "investments", "contributions", "loans"),
    _page("cash/", "opening_cash", "profit_tax"),
)
urlpatterns = routes("editor.nav_budget", PAGES)
