"""Pages and news: their title and summary as a form, their text in parts, the page of the site beside them."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib import messages as flashes
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import urlencode

from tierslieu.build.dry_run import empty_documents
from tierslieu.build.live_site import DRAFT
from tierslieu.core import front_matter, place_lock
from tierslieu.core.folding import fold, slug
from tierslieu.core.problems import Problem, Problems
from tierslieu.core.yaml_edit import EditableYaml, UneditableYaml
from tierslieu.editor import forms, named_facts, pictures, saving, text_segments, trials
from tierslieu.editor.choices import Choices
from tierslieu.editor.edits import Conflicts, Edit, new_errors
from tierslieu.editor.form_fields import form_fields
from tierslieu.editor.forms import Form, View
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.rendering import render
from tierslieu.editor.screens.file import editable
from tierslieu.editor.text_cases import Cases, cases
from tierslieu.editor.text_changes import readable
from tierslieu.editor.text_segments import Segment
from tierslieu.facts.all_facts import facts
from tierslieu.i18n import messages
from tierslieu.loading.schemas import TEXT_MODELS
from tierslieu.model import Model, Space
from tierslieu.model.identity import Identity
from tierslieu.model.organisations import Service
from tierslieu.rendering import urls
from tierslieu.rendering.markdown import plain
from tierslieu.site.build import build_site
from tierslieu.site.pages_build import fill_text

#: The fields of each kind of text that a form shows; the others are for files.
_FIELDS = {
    "pages": ("title", "description", "nav", "nav_title", "footer"),
    "news": ("title", "date", "description", "example"),
    "activities": (
        "title",
        "description",
        "format",
        "service",
        "start",
        "end",
        "rrule",
        "skip",
        "added",
        "exceptions",
        "moved",
        "cancelled",
        "status",
        "reasons",
        "outside_hours",
        "place",
        "online",
        "capacity",
        "price",
        "registration",
        "accessibility",
        "roles",
        "example",
    ),
}


#: The place in the menu of a page that is not in it.
_NOT_IN_MENU = 1_000
#: The screens that facts of a text come from.
_SCREENS = {
    **dict.fromkeys(("offers", "passes", "prices", "golden_ticket"), "prices"),
    **dict.fromkeys(("organisations", "services", "solidarity", "free_uses", "coworkers_join_free"), "organisations"),
    **dict.fromkeys(("events", "agenda", "programme"), "agenda"),
    **dict.fromkeys(("areas", "publication"), "place"),
    **dict.fromkeys(("pages", "news"), "texts"),
    "downloads": "documents",
}
#: What nobody writes in a text.
_NO_WORDS = {"slug", "language", "data_licence"}
#: In the text of a part: a heading, a fact that is named as it is, the file of a photograph.
_ONLY_HEADING = re.compile(r"(#{1,6}[ \t]+)(\S.*)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_BOLD, _LINK = re.compile(r"\*\*\S"), re.compile(r"\]\((?!images/)")
_FACT = re.compile(r"\{\{-?\s*([\w.\[\]]+)\s*-?\}\}")
_COMMENT = re.compile(r"\{#[-+]?(.*?)[-+]?#\}", re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(images/([\w.-]+)")
_PICTURE_LINE = re.compile(r"^!\[.*$", re.MULTILINE)


#: Where a text is typed anew: a noncharacter of Unicode, which no text holds; where it stands among the words of a page.
_MARK = "\ufdd4"
_MARKED_TEXT = re.compile(rf"(>[^<{_MARK}]*){_MARK}")
#: The beginning of a line of Markdown up to the end of its first word; not that of a picture, of a fact or of logic.
_FIRST_WORD = re.compile(r"[-#>*+|\s\d.\[]*[^\W\d_]+")


@dataclass(frozen=True)
class TextPart:
    """A part of a text, with the present values of its facts by what names them, and its photographs: words and name of each.

    ``case`` tells whether its page shows it today and what decides that; empty for what it always shows. ``marks`` are
    those inside it, each with its two halves and its case; ``today`` is what the page makes of both now. Of a ``locked``
    part, ``text`` is that.
    """

    number: int
    locked: bool
    text: str
    facts: list[tuple[str, str]]
    pictures: list[tuple[str, str]]
    case: str
    is_hidden: bool
    marks: list[tuple[str, str, str]]
    advice: str = ""
    today: str = ""
    is_heading: bool = False

    @property
    def signs(self) -> list[str]:
        """What signs of Markdown it holds."""
        found = {"heading": _HEADING, "bold": _BOLD, "link": _LINK}
        return [name for name, sign in found.items() if not self.locked and sign.search(self.text)]

    @property
    def holds_codes(self) -> bool:
        """Whether it holds what stands for something else: a fact, the address of a page."""
        return "{" in self.text or "(page:" in self.text


@dataclass(frozen=True)
class FactLine:
    """A fact that a text may name: what it is, what to type for it, its present value."""

    label: str
    code: str
    value: str


@dataclass(frozen=True)
class TextSection:
    """The parts of a text below ``heading``, empty before the first."""

    heading: str
    parts: list[TextPart]


@dataclass(frozen=True)
class TextLine:
    """A text in the list of its kind."""

    path: str
    title: str
    detail: str
    order: tuple[str, int, str] = ("", 0, "")


def texts(request: HttpRequest) -> HttpResponse:
    """The pages and the news, in the main language first."""
    place: OpenPlace = request.place
    languages = Choices(place.root, place.language).languages
    several = len(languages) > 1
    lines = {
        kind: [
            line
            for language in languages
            for line in _lines(place.root, language, kind, languages[0], place.language, several=several)
        ]
        for kind in ("pages", "news")
    }
    # In the order of the menu, then those that are not in it.
    lines["pages"].sort(key=lambda line: line.order)
    lines["news"].sort(key=lambda line: PurePosixPath(line.path).name, reverse=True)
    return render(request, "texts.html", lines=lines, today=place.today().isoformat())


def _lines(root: Path, language: str, kind: str, first: str, speaks: str, *, several: bool) -> Iterator[TextLine]:
    for file in sorted((root / "content" / language / kind).glob("*.md")):
        head = _split(file.read_text(encoding="utf-8", errors="replace"))[0]
        name = str(head.get("title") or file.stem)
        detail, nav = _day(head.get("date")) or (language if several else ""), head.get("nav")
        if kind == "pages" and file.stem != slug(name):  # it may be known by that name too
            detail = " ".join(filter(None, (messages.text(speaks, "editor.text_address", address=file.stem), detail)))
        order = ("" if language == first else language, nav if isinstance(nav, int) else _NOT_IN_MENU, fold(name))
        yield TextLine(file.relative_to(root).as_posix(), name, detail, order)


def _day(value: Any) -> str:
    """A day as people write it."""
    year, _, rest = str(value or "").partition("-")
    month, _, day = rest.partition("-")
    return f"{day}/{month}/{year}" if day else ""


def new_news(request: HttpRequest) -> HttpResponse:
    """Write a piece of news once what it needs is there, then open it."""
    place: OpenPlace = request.place
    typed = {
        name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in ("title", "description", "text")
    }
    faults: dict[str, str] = {}
    problems: Sequence[Problem] = ()
    photograph = pictures.TextPicture()
    if request.method == "POST":
        photograph = pictures.received(request)
        faults = {name: place.text("editor.needed") for name in ("title", "description") if not typed[name]}
        if text_segments.opens_logic([typed["text"]]):
            faults["text"] = place.text("editor.logic_typed")
        if not faults and not photograph.faults:
            try:
                return _write_news(request, typed, photograph)
            except Problems as error:
                problems = error.problems
    names = {
        "typed": typed if request.method == "POST" else {},
        "faults": faults,
        "problems": problems,
        "picture": photograph,
    }
    return render(request, "new_text.html", status=422 if faults or problems or photograph.faults else 200, **names)


def _write_news(request: HttpRequest, typed: Mapping[str, str], photograph: pictures.TextPicture) -> HttpResponse:
    place: OpenPlace = request.place
    title = typed["title"]
    folder = f"content/{place.language}/news"
    head = {"title": title, "date": place.today(), "description": typed["description"]}
    text = front_matter.write(head, f"{typed['text']}\n{photograph.markdown(place)}")
    name = f"{place.today().isoformat()}-{slug(title)[:60].strip('-') or 'actualite'}"
    file = next(
        file
        for number in range(1, 1000)
        for file in [f"{folder}/{name}{'' if number == 1 else f'-{number}'}.md"]
        if not (place.root / file).exists() or (place.root / file).read_text("utf-8") == text  # sent twice
    )
    message = place.text("editor.message", screen=place.text("editor.nav_texts"), what=title)
    saving.save_text(request, file, text, "", message)
    return HttpResponseRedirect(f"/texts/edit/?{urlencode({'path': file})}", status=303)


def remove_text(request: HttpRequest) -> HttpResponse:
    """Remove a piece of news or an activity; the history keeps it."""
    place: OpenPlace = request.place
    file = request.POST.get("path", "")
    kind = PurePosixPath(file).parent.name
    if request.method != "POST" or kind not in ("news", "activities") or not file.endswith(".md"):
        raise Http404
    path = editable(place.root, file)
    with place_lock.hold(place.root):
        title = _split(path.read_text(encoding="utf-8"))[0].get("title") or path.stem
        if problems := new_errors(place.root, place.today(), {file: None}):
            for problem in problems:
                flashes.warning(request, place.text(problem.code, **problem.values))
            return HttpResponseRedirect(f"/texts/edit/?{urlencode({'path': file})}", status=303)
        path.unlink()
        saving.keep_version(request, place.text("editor.text_removed", title=title))
    return HttpResponseRedirect("/texts/" if kind == "news" else "/agenda/", status=303)


def edit_text(request: HttpRequest) -> HttpResponse:
    """A text of the place as a form, and in parts."""
    place: OpenPlace = request.place
    file = request.GET.get("path", "")
    kind = PurePosixPath(file).parent.name
    if kind not in _FIELDS or not file.endswith(".md"):
        raise Http404
    text = editable(place.root, file).read_text(encoding="utf-8")
    head, body = _split(text)
    # That a text is an example is asked of one that says so: it is nothing to ask of those people write.
    shown_fields = tuple(key for key in _FIELDS[kind] if key != "example" or head.get(key))
    form = Form(file, (), TEXT_MODELS[kind], shown_fields)
    choices = Choices(place.root, place.language)
    typed = request.POST.getlist("part") if request.method == "POST" else None
    space = place.last_facts() if typed is None else place.shown_facts()
    known = facts(space, PurePosixPath(file).parts[1], document=False) if space else {}
    fact_list = list(_fact_list(known, choices)) if known else []
    runners = list(_runners(known, place.language)) if known else []
    labels = named_facts.labelled((fact.label, fact.code) for fact in (*fact_list, *runners))
    labels |= named_facts.labelled(pictures.named(body, place))
    names: dict[str, Any] = {"theirs": None, "draft": "", "picture_waits": False, "picture": pictures.TextPicture()}
    if typed is None:
        view = forms.show(form, head, choices)
    else:
        removed = request.POST.getlist("picture_remove")
        typed = [pictures.without(named_facts.coded(part, labels), removed) for part in typed]
        typed = _with_heading_marks(body, typed)
        names["picture"] = pictures.received(request)
        view = forms.read(form, dict(request.POST.lists()), choices)
        act = _show_draft if request.POST.get(forms.PRESSED) == forms.TRY else _save
        done = (
            None if view.pressed or view.errors or names["picture"].faults else act(request, view, body, typed, names)
        )
        if isinstance(done, HttpResponse):
            return done
        view = done or view
    names |= {
        "file": file, "kind": kind, "view": view, "digest": _digest(body),
        "sections": _sections(body, typed, known, _cases(space, file, body), choices, labels),
        "here": "/agenda/" if kind == "activities" else request.path,
        "facts": [replace(fact, code=labels.get(fact.code, fact.code)) for fact in fact_list], "address": _address(space, file) if space else "",
    }  # fmt: skip
    return render(
        request, "text.html", status=422 if view.errors or view.above or names["picture"].faults else 200, **names
    )


def _with_heading_marks(body: str, typed: Sequence[str]) -> list[str]:
    """What was typed, with the marks of the parts that are a heading alone, which the form does not show."""
    parts = [part for part in text_segments.segments(body) if not part.locked]
    if len(parts) != len(typed):
        return list(typed)
    marks = [_ONLY_HEADING.fullmatch(text_segments.shown(part)) for part in parts]
    return [
        mark[1] + text.strip() if mark and text.strip() and not text.lstrip().startswith("#") else text
        for mark, text in zip(marks, typed, strict=True)
    ]


def _split(text: str) -> tuple[dict[str, Any], str]:
    """The front matter of a text, empty where it can't be read, and its body."""
    try:
        data = EditableYaml(front_matter.header_of(text)).data
    except UneditableYaml:
        data = None
    return data if isinstance(data, dict) else {}, front_matter.body_of(text)


def _save(
    request: HttpRequest, view: View, body: str, typed: Sequence[str], names: dict[str, Any]
) -> View | HttpResponse:
    """Save the form and the text; where to go then, or the form with what prevents it."""
    place: OpenPlace = request.place
    if refused := _refused(request, view, body, typed, names):
        return refused
    try:
        saving.save(
            request,
            _edits(view, body, typed, names["picture"].markdown(place)),
            place.text("editor.message", screen=place.text("editor.nav_texts"), what=_title(view)),
        )
    except (Problems, Conflicts, text_segments.LostMark) as error:
        return _wrong(view, error, place)
    place.drafts.clear()
    return HttpResponseRedirect(request.get_full_path(), status=303)


def _show_draft(request: HttpRequest, view: View, body: str, typed: Sequence[str], names: dict[str, Any]) -> View:
    """Show the page that the form and the text would make, beside it; nothing is written."""
    place: OpenPlace = request.place
    if refused := _refused(request, view, body, typed, names):
        return refused
    file, pages = view.form.file, dict[str, bytes]()
    try:
        edits = _edits(view, body, typed)
        space = trials.drafted(place, [_marked(edit, body) for edit in edits])
        try:
            build_site(space, empty_documents(space), pages)
        except Problems as error:  # what is wrong elsewhere is told elsewhere
            if own := [problem for problem in error.problems if problem.file == file]:
                raise Problems(own) from None
    except (Problems, Conflicts, text_segments.LostMark) as error:
        return _wrong(view, error, place)
    address = _address(space, file)
    page = urls.file_of(address)
    if page not in pages:
        return replace(view, above=(place.text("editor.no_draft"),))
    place.drafts.clear()
    place.drafts[f"{page}?{DRAFT}"], is_marked = _anchored(pages[page].decode("utf-8"))
    names |= {
        "draft": f"{place.preview}/{address}?{DRAFT}{'#draft' if is_marked else ''}",
        "picture_waits": bool(names["picture"].address),
    }
    return view


def _marked(edit: Edit, before: str) -> Edit:
    """``edit`` with a mark after the first word of the first line of a text that it changes."""
    if edit.path:
        return edit
    old, new = before.split("\n"), str(edit.value).split("\n")
    changed = next(
        (first for kind, _, _, first, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if kind != "equal"),
        len(new),
    )  # fmt: skip
    for number in range(changed, len(new)):
        if begins := _FIRST_WORD.match(new[number]):
            new[number] = f"{begins[0]}{_MARK}{new[number][begins.end() :]}"
            break
    return replace(edit, value="\n".join(new))


def _anchored(html: str) -> tuple[bytes, bool]:
    """A page with an anchor in the place of its mark, and whether it shows one; a mark may stand in attributes too."""
    head, main, body = html.partition("<main")
    body, count = _MARKED_TEXT.subn(r"\1" + '<span id="draft"></span>', body, count=1)
    return f"{head}{main}{body}".replace(_MARK, "").encode("utf-8"), bool(count)


def _refused(request: HttpRequest, view: View, body: str, typed: Sequence[str], names: dict[str, Any]) -> View | None:
    """The form, if it holds logic or its text has changed since it was shown."""
    place: OpenPlace = request.place
    if text_segments.opens_logic(typed):
        return replace(view, above=(place.text("editor.logic_typed"),))
    if words := named_facts.unknown(typed, body):
        return replace(view, above=(place.text("editor.fact_unknown", words=words),))
    if request.POST.get("digest") != _digest(body):
        names["theirs"] = body
        return replace(view, above=(place.text("editor.text_changed_meanwhile"),))
    return None


def _edits(view: View, body: str, typed: Sequence[str], picture: str = "") -> list[Edit]:
    new = text_segments.joined(body, typed) + picture
    return [*view.edits, *([Edit(view.form.file, (), new, body)] if new != body else [])]


def _wrong(view: View, error: Problems | Conflicts | text_segments.LostMark, place: OpenPlace) -> View:
    """The form with what prevents saving it."""
    if isinstance(error, Problems):
        return forms.place(view, error.problems)
    if isinstance(error, Conflicts):
        head = _split(editable(place.root, view.form.file).read_text(encoding="utf-8"))[0]
        return saving.conflicting(view, error, head, place)
    return replace(view, above=(place.text("editor.mark_lost", mark=error.mark),))


def _title(view: View) -> str:
    return view.typed.get("/title", [PurePosixPath(view.form.file).stem])[0]


def _cases(space: Space | None, file: str, body: str) -> Cases:
    """What the page of a text shows of it today; not known where the place or the text has an error."""

    def fill(body: str) -> str | None:
        try:
            return fill_text(space, file, body) if space else None
        except Problems:
            return None

    return cases(text_segments.segments(body), fill)


def _sections(
    body: str,
    typed: Sequence[str] | None,
    names: Mapping[str, Any],
    cases: Cases,
    choices: Choices,
    labels: Mapping[str, str],
) -> list[TextSection]:
    """The parts of ``body`` under the headings of its text, with what was ``typed`` instead of those that can be."""
    parts, free = text_segments.segments(body), iter(typed or ())
    sections = [TextSection("", [])]
    for index, part in enumerate(parts):
        if part.locked:
            if one := _locked(index, part, cases, choices):
                sections[-1].parts.append(one)
            continue
        text = next(free, text_segments.shown(part))
        headings = _HEADING.findall(text)
        if headings and _HEADING.match(text.lstrip("\n")):
            sections.append(TextSection(_filled(headings[0], names), []))
        words = named_facts.shown(text, labels)
        heading = _ONLY_HEADING.fullmatch(words) if _ONLY_HEADING.fullmatch(text_segments.shown(part)) else None
        shown = {
            named_facts.shown(found[0], labels): value
            for found in _FACT.finditer(text)
            if (value := _value(names, found[1]))
        }
        sections[-1].parts.append(
            TextPart(
                index + 1, False, heading[2] if heading else words, list(shown.items()), _PICTURE.findall(text),
                _case(str(index), cases, choices) if cases.names[str(index)] else "",
                cases.is_shown(str(index)) is False,
                [
                    (f"‹{mark.case}›", f"‹/{mark.case}›", _case(f"m{mark.case}", cases, choices))
                    for mark in part.marks if mark.case
                ],
                today=_sentences(cases.whole.get(str(index), "")) if shown or part.marks or "{{" in words else "",
                is_heading=bool(heading),
            )
        )  # fmt: skip
        if headings and sections[-1].heading != (last := _filled(headings[-1], names)):
            sections.append(TextSection(last, []))
    return [section for section in sections if section.parts]


def _sentences(words: str) -> str:
    """What a page makes of a part, on one line, without its headings and photographs."""
    return " ".join(plain(readable(_PICTURE_LINE.sub("", _HEADING.sub("", words)))).split())


def _locked(index: int, part: Segment, cases: Cases, choices: Choices) -> TextPart | None:
    """What the page writes by itself, or what the kit advises to write; None for what only decides."""
    if part.holds_facts:
        words = (cases.shown or {}).get(str(index), "")
        return TextPart(
            index + 1, True, plain(readable(words)).strip(), [], [], _case(str(index), cases, choices), False, []
        )
    notes = [" ".join(note.split()) for note in _COMMENT.findall(part.text)]
    return TextPart(index + 1, True, "", [], [], "", False, [], "\n".join(notes)) if notes else None


def _case(name: str, cases: Cases, choices: Choices) -> str:
    """Whether the page shows something today, and the screens or the fields that decide it."""
    deciding = ", ".join(dict.fromkeys(word for fact in cases.names.get(name, ()) if (word := _word(fact, choices))))
    state = {True: "shown", False: "hidden", None: "maybe"}[cases.is_shown(name)]
    code = f"editor.text_{state}_by" if deciding else f"editor.text_{state}"
    return messages.text(choices.language, code, **({"names": deciding} if deciding else {}))


def _word(fact: str, choices: Choices) -> str:
    """The field of the place, or else the screen, that a fact comes from; empty for another."""
    root, *keys = fact.split(".")
    if root in _SCREENS:
        return messages.text(choices.language, f"editor.nav_{_SCREENS[root]}")
    model: type[Model] | None = Identity if root == "space" else None
    label = ""
    for key in keys:
        field = form_fields(model, choices.language).get(key) if model else None
        label, model = (field.texts.label, field.inner) if field else (label, None)
    return label


def _filled(heading: str, names: Mapping[str, Any]) -> str:
    """A heading with the present values of its facts."""
    return _FACT.sub(lambda match: _value(names, match[1]) or match[0], heading).strip()


def _value(names: Mapping[str, Any], code: str) -> str:
    """The present value of the fact that ``code`` names, as ``organisations[0].name``; empty for another thing."""
    value: Any = names
    for part in re.findall(r"\w+", code):
        if isinstance(value, Mapping):
            value = value.get(part)
        else:
            value = (
                value[int(part)] if isinstance(value, list) and part.isdecimal() and int(part) < len(value) else None
            )
    return str(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _fact_list(names: Mapping[str, Any], choices: Choices) -> Iterator[FactLine]:
    """The facts of the place that a text may name: its prices, then those of its identity that have a label."""
    title, sold = messages.text(choices.language, "editor.nav_prices"), choices.sold
    for key, value in names["prices"].items():
        if isinstance(value, str) and value:
            yield FactLine(f"{title} › {sold.get(key, key)}", f"{{{{ prices.{key} }}}}", value)
    yield from _leaves("space", names["space"], Identity, (), choices.language)


def _leaves(
    code: str, values: Mapping[str, Any], model: type[Model] | None, labels: tuple[str, ...], language: str
) -> Iterator[FactLine]:
    fields = form_fields(model, language) if model else {}
    for key, value in values.items():
        if key in _NO_WORDS or key not in fields:
            continue
        below, name = (*labels, fields[key].texts.label), f"{code}.{key}"
        if isinstance(value, Mapping):
            yield from _leaves(name, value, fields[key].inner, below, language)
        elif isinstance(value, str | int) and not isinstance(value, bool) and value:
            yield FactLine(" › ".join(below), f"{{{{ {name} }}}}", str(value))


def _runners(names: Mapping[str, Any], language: str) -> Iterator[FactLine]:
    """The organisations that run each service, by what they do for it."""
    for key, service in names["services"].items():
        for role, field in form_fields(Service, language).items():
            if isinstance(one := service.get(role), Mapping) and one.get("called"):
                label = f"{service['name']} › {field.texts.label}"
                yield FactLine(label, f"{{{{ services.{key}.{role}.called }}}}", str(one["called"]))


def _address(space: Space, file: str) -> str:
    """The address of the page that shows a text; empty for the home page, or one that is not built."""
    addresses = urls.addresses_by_language(space)
    for source in space.pages:
        if source.path == file:
            return addresses.get(source.locale, {}).get(source.key, "")
    for item in space.news:
        if item.path == file:
            return urls.address_below(urls.NEWS, addresses.get(item.locale, {}), item)
    for activity in space.activities:
        if activity.path == file:
            return urls.address_below(urls.ACTIVITY, addresses.get(activity.locale, {}), activity)
    return ""


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A photograph of the place, to be shown beside the text that names it."""
    file = request.place.root / "content" / pictures.FOLDER / name
    kind = mimetypes.guess_type(name)[0] or ""
    if (
        Path(name).name != name
        or name.startswith(".")
        or not kind.startswith("image/")
        or file.is_symlink()
        or not file.is_file()
    ):
        raise Http404
    return HttpResponse(file.read_bytes(), content_type=kind)


def remove_picture(request: HttpRequest, name: str) -> HttpResponse:
    """Remove a photograph that nothing shows."""
    place: OpenPlace = request.place
    with place_lock.hold(place.root):
        if request.method != "POST" or name not in pictures.unused(place.root):
            raise Http404
        (place.root / "content" / pictures.FOLDER / name).unlink()
        saving.keep_version(request, place.text("editor.picture_removed", name=name))
    return HttpResponseRedirect("/missing/#task", status=303)


urlpatterns = [
    path("texts/picture/<str:name>/remove/", remove_picture),
    path("texts/picture/<str:name>", picture),
    path("texts/", texts),
    path("texts/new/", new_news),
    path("texts/remove/", remove_text),
    path("texts/edit/", edit_text),
]
