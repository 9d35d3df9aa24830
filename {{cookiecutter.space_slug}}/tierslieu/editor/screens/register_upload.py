"""Files for the register of a month: those to fill in, and those that are read, asked about, shown, then written."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from tierslieu.core import place_lock
from tierslieu.core.atomic import add_files
from tierslieu.core.deterministic_zip import zip_parts
from tierslieu.core.problems import Problems
from tierslieu.editor import saving
from tierslieu.editor.open_place import OpenPlace, RegisterUpload
from tierslieu.editor.rendering import render
from tierslieu.facts import money
from tierslieu.model import Space
from tierslieu.months import register_files
from tierslieu.months.register_import import LEFT, RegisterPlan, plan, remarks
from tierslieu.months.rules_of_days import last_day
from tierslieu.months.words import month_name


def to_fill(request: HttpRequest, month: str) -> HttpResponse:
    """The workbook and the table of the month to fill in, in one archive; they are made now."""
    from tierslieu.workbook.register_book import files_to_fill  # heavy to load, and only this needs it

    place: OpenPlace = request.place
    files = files_to_fill(_facts(place, month), month)
    answer = HttpResponse(zip_parts(files, last_day(month)), content_type="application/zip")
    answer["Content-Disposition"] = f"attachment; filename={next(iter(files)).removesuffix('.xlsx')}.zip"
    return answer


def upload(request: HttpRequest, month: str) -> HttpResponse:
    """What a file says, and the questions it leaves; it is written once that is agreed to."""
    place: OpenPlace = request.place
    space = _facts(place, month)
    sent = request.FILES.get("file")
    if sent is not None:
        place.register_upload = RegisterUpload(month, str(sent.name), sent.read())
    waiting = place.register_upload
    if request.method != "POST" or waiting is None or waiting.month != month:
        return HttpResponseRedirect(f"/register/{month}/#upload", status=303)
    waiting.answers |= {name[2:]: value for name, value in request.POST.items() if name.startswith("q/")}
    try:
        found = plan(space, month, waiting.name, waiting.data, waiting.answers)
    except Problems as error:
        found = RegisterPlan(problems=list(error.problems))
    if request.POST.get("press") == "write":
        if not found.files:
            raise BadRequest
        with place_lock.hold(place.root):
            add_files(place.root, found.files)
            saving.keep_version(
                request,
                place.text("editor.register_imported", file=waiting.name, month=month_name(month, place.language)),
            )
        place.register_upload = None
        return HttpResponseRedirect(f"/month/{month}/#task", status=303)
    return render(
        request, "register_upload.html", status=422 if found.problems else 200, month=month, found=found, file=waiting.name,
        name=month_name(month, place.language), remarks=list(remarks(found, place.text)), money=money, left=LEFT,
        answers_file=register_files.IMPORTS,
    )  # fmt: skip


def _facts(place: OpenPlace, month: str) -> Space:
    if month not in register_files.months(place.root):
        raise Http404
    return place.readable_facts()


urlpatterns = [
    path("register/<str:month>/to-fill/", to_fill),
    path("register/<str:month>/import/", upload),
]
