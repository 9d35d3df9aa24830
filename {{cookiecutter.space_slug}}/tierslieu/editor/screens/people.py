"""The people of the community, each shown from the day of their consent."""

from __future__ import annotations

from tierslieu.core.paths import COMMONS, COMMUNITY
from tierslieu.editor.form_page import FormPage, routes
from tierslieu.editor.forms import Form
from tierslieu.model.commons import Commons
from tierslieu.model.community import Community

PAGES = (
    FormPage("people/", "editor.people_all", Form(COMMUNITY, (), Community), "communaute/"),
    FormPage("people/commons/", "editor.people_commons", Form(COMMONS, (), Commons), "communaute/"),
)
urlpatterns = routes("editor.nav_people", PAGES)
