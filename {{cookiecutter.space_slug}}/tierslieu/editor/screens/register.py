"""The register: the months as a list, then what was received, paid and given in one of them, in tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import urlencode

from tierslieu.core.problems import Problems
from tierslieu.editor import forms, month_list, saving, trials
from tierslieu.editor.choices import Choices
from tierslieu.editor.edits import drafts_of
from tierslieu.editor.explained_month import balance_rows
from tierslieu.editor.form_builder import next_row
from tierslieu.editor.form_fields import form_fields
from tierslieu.editor.form_inputs import field_typed
from tierslieu.editor.form_page import FormPage, answer, show_page
from tierslieu.editor.forms import Form, View
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.shown_problems import MONTH, register
from tierslieu.facts import money
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import capitalised
from tierslieu.model import Model, Space
from tierslieu.model.month_register import Correction, CostCorrection, MonthRegister, PaidCost, Receipt, UseCorrection
from tierslieu.months import register_files
from tierslieu.months.register_rules import findings, remarks
from tierslieu.months.rules_of_days import last_day
from tierslieu.months.settlement import settle
from tierslieu.months.words import month_name

_SCREEN = "editor.nav_register"
#: A register in which nothing is written yet.
_NEW = "receipts: []\n"
#: The address of the line of a closed month that is to be corrected: its month, its position, and its list.
CORRECTS, LINE, LIST = "corrects", "line", "list"
#: The list of corrections for each list of a closed month.
CORRECTIONS: dict[str, tuple[str, type[Model]]] = {
    "receipts": ("corrections", Correction),
    "common_costs": ("cost_corrections", CostCorrection),
    "uses": ("use_corrections", UseCorrection),
}

#: What a correction and the line that it corrects have alike.
_SAME = {"receipts": ("stream", "received_by", "rate", "date"), "common_costs": ("label", "paid_by", "vat", "date")}

register(_SCREEN, _SCREEN, f"register/{MONTH}/", Form(f"register/{MONTH}.yaml", (), MonthRegister))


def months(request: HttpRequest) -> HttpResponse:
    """Every month, and the button that begins a new one."""
    place: OpenPlace = request.place
    new = [(month, month_name(month, place.language)) for month in month_list.new_months(place.root, place.today())]
    lines = month_list.months(place.root, place.language)
    later = register_files.next_month(lines[0].month) if lines else ""
    return render(
        request, "register.html", months=lines, new=new, query=request.GET.urlencode(),
        is_correcting=CORRECTS in request.GET, correcting=_corrected_line(request),
        begins=month_name(later, place.language) if later else "",
    )  # fmt: skip


def begin(request: HttpRequest) -> HttpResponse:
    """A new month: its register, with nothing in it."""
    place: OpenPlace = request.place
    month = request.POST.get("month", "")
    missing = {line.month for line in month_list.months(place.root, place.language) if line.state == "missing"}
    if month not in {*missing, *month_list.new_months(place.root, place.today())}:
        raise Http404
    words = place.text("editor.month_begun", month=capitalised(month_name(month, place.language)))
    saving.save_text(request, register_files.path_of(month), _NEW, "", words)
    corrections, _ = CORRECTIONS.get(request.GET.get(LIST, ""), CORRECTIONS["receipts"])
    target = f"?{request.GET.urlencode()}#/{corrections}" if request.GET else "#task"
    return HttpResponseRedirect(f"/register/{month}/{target}", status=303)


def month(request: HttpRequest, month: str) -> HttpResponse:
    """The register of a month, to type in; of a closed month, its lines, each with a way to correct it."""
    place: OpenPlace = request.place
    if month not in register_files.months(place.root):
        raise Http404
    if month_list.is_closed(place.root, month):
        return _closed(request, month)
    page = FormPage(
        f"register/{month}/", _SCREEN, Form(register_files.path_of(month), (), MonthRegister),
        template="register_month.html", results=lambda space, view: _totals(space, view, month),
    )  # fmt: skip
    posted = dict(request.POST.lists())
    shown: View | HttpResponse
    if request.method == "GET" and CORRECTS in request.GET:
        shown = _correcting(request, page.form)
    else:
        shown = answer(request, posted, page, place)
    names: dict[str, Any] = {
        "month": month,
        "name": month_name(month, place.language),
        "closes_from": month_of_closing(place, month),
    }
    if isinstance(shown, View):
        names["unfinished"] = trials.unfinished(shown, posted)
    names["correcting"] = _corrected_line(request)
    return show_page(request, shown, _SCREEN, page, (page,), posted, **names)


def _line_of(request: HttpRequest) -> Any:
    """The line of a closed month that the address tells to correct; None without one."""
    place: OpenPlace = request.place
    month, position = request.GET.get(CORRECTS, ""), request.GET.get(LINE, "")
    if month not in register_files.months(place.root) or not position.isdecimal():
        return None
    lines = getattr(register_files.read(place.root, month).register, request.GET.get(LIST, "receipts"), ())
    return lines[int(position)] if int(position) < len(lines) else None


def _corrected_line(request: HttpRequest) -> str:
    """What is corrected, in words: what it is, its evidence and its amount; empty for a pass or without a line."""
    place: OpenPlace = request.place
    line = _line_of(request)
    if not isinstance(line, Receipt | PaidCost):
        return ""
    choices = Choices(place.root, place.language)
    streams = choices.of(Correction, form_fields(Correction, place.language)["stream"]) or {}
    label = streams.get(line.stream, line.stream) if isinstance(line, Receipt) else line.label
    return ", ".join(filter(None, (label, line.evidence, money(line.amount, place.language))))


def month_of_closing(place: OpenPlace, month: str) -> str:
    """The month on whose first day ``month`` can be closed, in words; empty once it has begun."""
    is_over = place.today() > last_day(month)
    return "" if is_over else month_name(register_files.next_month(month), place.language)


def _closed(request: HttpRequest, month: str) -> HttpResponse:
    place: OpenPlace = request.place
    file, choices = register_files.read(place.root, month), Choices(place.root, place.language)
    names = {
        key: choices.of(model, form_fields(model, place.language)[key]) or {}
        for model, key in ((Correction, "stream"), (UseCorrection, "pass"))
    }
    notes, others = _corrected(place, month, file.register)
    return render(
        request, "register_closed.html", status=409 if request.method == "POST" else 200,
        month=month, name=month_name(month, place.language), register=file.register, streams=names["stream"],
        passes=names["pass"], money=money, notes=notes, others=others, correct=correction_address(place, month),
    )  # fmt: skip


def _corrected(
    place: OpenPlace, month: str, register: MonthRegister
) -> tuple[dict[tuple[str, int], list[str]], list[str]]:
    """What later months correct in ``month``: by list and position of its line, then what fits no line alone."""
    notes: dict[tuple[str, int], list[str]] = defaultdict(list)
    others: list[str] = []
    for later in register_files.months(place.root):
        if later <= month:
            continue
        with suppress(Problems):
            corrections = register_files.read(place.root, later).register
            for name, keys in _SAME.items():
                for one in getattr(corrections, CORRECTIONS[name][0]):
                    if one.month != month:
                        continue
                    values = {"month": month_name(later, place.language), "amount": money(one.amount, place.language)}
                    words = place.text("editor.corrected_in", **values, reason=one.reason)
                    lines = enumerate(getattr(register, name))
                    fitting = [at for at, line in lines if all(getattr(line, k) == getattr(one, k) for k in keys)]
                    if len(fitting) == 1:
                        notes[name, fitting[0]].append(words)
                    else:
                        others.append(words)
    return notes, others


def correction_address(place: OpenPlace, month: str) -> str:
    """Where a line of a closed ``month`` is corrected: its position is still to be added."""
    later = month_list.open_month(place.root, month)
    return f"/register/{f'{later}/' if later else ''}?{urlencode({CORRECTS: month})}&{LINE}="


def _correcting(request: HttpRequest, form: Form) -> View:
    """The register with a new correction of a line of a closed month, whose difference and reason are still blank."""
    place: OpenPlace = request.place
    choices = Choices(place.root, place.language)
    view = forms.show(form, place.data(form.file), choices)
    corrected, source = request.GET[CORRECTS], request.GET.get(LIST, "receipts")
    name, model = CORRECTIONS.get(source, CORRECTIONS["receipts"])
    entry: dict[str, Any] = {"month": corrected}
    if (corrected_line := _line_of(request)) is not None:
        line = corrected_line.model_dump(mode="json", by_alias=True, exclude_none=True)
        kept = ("stream", "received_by", "rate", "date", "label", "paid_by", "vat", "pass")
        entry |= {key: line[key] for key in kept if key in line}
    rows = ["", *view.typed.get(f"/{name}", ("",))[1:]]
    row = str(next_row(f"/{name}", rows, view.before))
    typed = {**view.typed, f"/{name}": [*rows, row]}
    for key, one in form_fields(model, place.language).items():
        typed |= field_typed(model, one, entry.get(key), (name, int(row), key), choices)
    return View(form, choices, view.shown, typed)


def _totals(space: Space, view: View, month: str) -> Mapping[str, Any]:
    """What the month gives as it is typed; nothing while the register has an error."""
    file = register_files.read(space.root, month, drafts_of(space.root, view.edits))
    if any(findings(space, file.register, month, file.path)):
        return {}
    language = space.identity.language
    notes: dict[str, list[str]] = defaultdict(list)
    for one in remarks(space, file.register, file.path):
        words = f"{messages.text(language, one.code, **one.values)} {messages.remedy(language, one.code, **one.values)}"
        notes[forms.input_of(view, one)].append(words)
    # Those of the lines of a table beside the file have no input.
    others = notes.pop("", [])
    return {"balances": balance_rows(settle(space, file.register, month)), "remarks": notes, "notes": others}


urlpatterns = [
    path("register/", months),
    path("register/begin/", begin),
    path("register/<str:month>/", month),
]
