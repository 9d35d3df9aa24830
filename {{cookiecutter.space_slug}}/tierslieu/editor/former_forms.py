"""What a change of legal form leaves to do: the documents that went and came, the texts that still name the former form."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html

from tierslieu.core import yaml_reader
from tierslieu.core.front_matter import body_of, header_of
from tierslieu.core.paths import ORGANISATIONS
from tierslieu.core.problems import Problems
from tierslieu.documents.selection import document_title, select_documents
from tierslieu.i18n.formatting import translated
from tierslieu.model import Space
from tierslieu.model.vocabulary import GovernanceModel
from tierslieu.versions.history import file_versions, versions_changing
from tierslieu.versions.saved_version import SavedVersion

from .open_place import OpenPlace

#: The kind of the minutes of an assembly that changes statutes.
_MINUTES = "amendment-minutes"
#: How many versions are looked through for a form that went.
_VERSIONS = 30
#: What the page works out by itself.
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{[#:.][^}\n]*\}", re.DOTALL)
#: The words after which a form is that of the place; after others, « une association » may be that of anybody.
_OWN = {
    "fr": "notre|nos|cette|ce|par une?|est une?|sommes une?",
    "en": "our|this|by an?|is an?|are an?",
}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
#: How many characters of a sentence are shown before and after the word.
_AROUND = 90


@dataclass(frozen=True)
class NamingText:
    """A text that names a former form: the ``address`` of its screen, its title, and the words around the name in it."""

    address: str
    title: str
    before: str
    name: str
    after: str


@dataclass(frozen=True)
class PaperChange:
    """The documents that ``version`` took away and brought by changing a legal form, each with its name and its title.

    ``from_association`` tells that an organisation that is no company became one. ``minutes`` are those of the assembly
    that decides the change, of the organisation as it was before it.
    """

    version: SavedVersion
    gone: tuple[tuple[str, str], ...]
    come: tuple[tuple[str, str], ...]
    from_association: bool
    minutes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FormerForm:
    """What the last change of a legal form did to documents, if anything, and the texts that still name a former one."""

    papers: PaperChange | None
    texts: tuple[NamingText, ...]


def former_forms(space: Space, place: OpenPlace, versions: Sequence[SavedVersion]) -> FormerForm | None:
    """What changes of legal forms among ``versions``, newest first, leave to do; None for nothing.

    A text that was changed since then has been read.
    """
    gone: set[str] = set()
    changed: set[str] = set()
    touched: set[str] = set()
    present = {one.legal_form for one in space.organisations.organisations.values() if one.legal_form}
    latest = versions[:_VERSIONS]
    changing = versions_changing(place.root, latest, ORGANISATIONS, "legal_form")
    papers: PaperChange | None = None
    for version in latest:
        if version in changing:
            around = _organisations_around(place, version)
            before, after = map(_forms, around)
            papers = papers or _papers(space, version, *around)
            if lost := set(before.values()) - set(after.values()) - present:
                gone |= lost
                changed = set(touched)
        touched |= set(version.paths)
    texts = tuple(_texts(space, place, gone, present, changed)) if gone else ()
    return FormerForm(papers, texts) if texts or papers else None


def paper_change(space: Space, place: OpenPlace) -> PaperChange | None:
    """What the last change of a legal form did to documents, if anything."""
    latest = place.versions()[:_VERSIONS]
    changing = versions_changing(place.root, latest, ORGANISATIONS, "legal_form")
    changes = (
        _papers(space, version, *_organisations_around(place, version)) for version in latest if version in changing
    )
    return next(filter(None, changes), None)


def say_papers(request: HttpRequest) -> None:
    """Say on the next screen, with a link, what the change that was just saved does to documents."""
    place: OpenPlace = request.place
    space, latest = place.facts()[0], place.versions()[:1]
    changing = versions_changing(place.root, latest, ORGANISATIONS, "legal_form")
    if not space or not changing:
        return
    known, present = _organisations_around(place, changing[0])
    if came := [space.organisation_name(key) for key in present if key not in known]:
        said = place.text("editor.organisation_came", names=", ".join(came))
        messages.info(
            request, format_html('{} <a href="/documents/">{}</a>', said, place.text("editor.organisation_papers"))
        )
    if model := unfit_model(space):
        said = place.text("editor.model_unfit", model=translated(model.label, place.language))
        messages.warning(
            request, format_html('{} <a href="#/governance_model">{}</a>', said, place.text("editor.model_choose"))
        )
    for key, word in _named_after_former(space, _forms(known), _forms(present)):
        said = place.text("editor.former_name", name=space.organisation_name(key), word=word)
        link = f"#/organisations/{key}/name", place.text("editor.former_name_change")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', said, *link))
    if papers := _papers(space, changing[0], known, present):
        said = place.text("editor.papers_changed", gone=len(papers.gone), come=len(papers.come))
        messages.warning(
            request, format_html('{} <a href="/?papers#former">{}</a>', said, place.text("editor.papers_see"))
        )


def _named_after_former(space: Space, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each organisation whose name has the first word of its former legal form, and not of its present one."""
    for key, form in before.items():
        one = space.organisations.organisations.get(key)
        old, new = (
            space.vocabulary.legal_form(name) if name in space.vocabulary.legal_forms else None
            for name in (form, after.get(key, form))
        )
        if one and one.name and old and new and old is not new:
            word, present = (translated(each.label, space.identity.language).split()[0] for each in (old, new))
            names = re.findall(r"\w+", one.name.casefold())
            if word.casefold() in names and word != present:
                yield key, word


def unfit_model(space: Space) -> GovernanceModel | None:
    """The governance model of the place, where no organisation has a form of the kind that one of its roles has."""
    model = space.vocabulary.governance_models.get(space.organisations.governance_model or "")
    kinds = {_kind(space, one.legal_form) for one in space.organisations.organisations.values()}
    if model is None or None in kinds or all(_kind(space, role.legal_form) in kinds for role in model.roles.values()):
        return None
    return model


def _kind(space: Space, name: str | None) -> tuple[bool, bool] | None:
    """Whether a legal form is a cooperative, whether it is a public body; None while it is undecided."""
    form = space.vocabulary.legal_form(name)
    return (form.cooperative, form.public) if form else None


def _organisations_around(place: OpenPlace, version: SavedVersion) -> tuple[dict[str, object], dict[str, object]]:
    """What stands of each organisation before a version and after it, by its key."""
    before, after = file_versions(place.root, version, ORGANISATIONS)
    return _organisations(before), _organisations(after)


def _papers(
    space: Space, version: SavedVersion, known: Mapping[str, object], present: Mapping[str, object]
) -> PaperChange | None:
    """The documents of today against those of the former legal forms, under the names of then; None for the same ones.

    Only the forms of organisations that were there ``before`` the version and ``after`` are compared: other facts of
    today may name an organisation that came with it.
    """
    before, after = _forms(known), _forms(present)
    changed = {key: form for key, form in before.items() if after.get(key, form) != form}
    dated = space.dated_organisations or space.organisations
    former_organisations = {
        key: one.model_copy(update={"legal_form": changed[key], "name": _name(known[key])}) if key in changed else one
        for key, one in dated.organisations.items()
    }
    if former_organisations == dated.organisations:
        return None
    former_dated = dated.model_copy(update={"organisations": former_organisations})
    with suppress(Problems):
        former = replace(space, organisations=former_dated.on(space.today), dated_organisations=former_dated)
        old, new = (_named(one) for one in (former, space))
        come = _others(new, old)
        gone = _others(old, new)
        if gone or come:
            from_association = bool(gone) and _becomes_company(space, before, after)
            return PaperChange(version, gone, come, from_association, tuple(_minutes(former, changed)))
    return None


def _minutes(former: Space, changed: Container[str]) -> Iterator[tuple[str, str]]:
    """The minutes of the assembly that changes the statutes of each organisation, as it was ``former``."""
    for one in select_documents(former):
        if one.source.meta.kind == _MINUTES and one.about in changed:
            yield one.slug, document_title(former, one)


def _named(space: Space) -> dict[str, str]:
    return {one.slug: document_title(space, one) for one in select_documents(space)}


def _others(titles: Mapping[str, str], known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((slug, title) for slug, title in titles.items() if slug not in known)


def _becomes_company(space: Space, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    known = space.vocabulary.legal_forms
    pairs = [
        (space.vocabulary.legal_form(form), space.vocabulary.legal_form(after[key]))
        for key, form in before.items()
        if form in known and after.get(key) in known
    ]
    return any(
        old and new and new.companies and not (old.companies or old.cooperative or old.public) for old, new in pairs
    )


def _forms(organisations: Mapping[str, object]) -> dict[str, str]:
    """The legal form of each organisation that has one, by its key."""
    return {
        key: str(part["legal_form"])
        for key, part in organisations.items()
        if isinstance(part, Mapping) and part.get("legal_form")
    }


def _name(part: object) -> str | None:
    """The name of an organisation in what stands of it."""
    name = part.get("name") if isinstance(part, Mapping) else None
    return str(name) if name else None


def _organisations(text: str) -> dict[str, object]:
    """What stands of each organisation, by its key."""
    data = yaml_reader.parse(text).data
    entries = data.get("organisations") if isinstance(data, Mapping) else None
    return {str(key): part for key, part in entries.items()} if isinstance(entries, Mapping) else {}


def _names(space: Space, forms: set[str], language: str) -> dict[str, str]:
    """The names of legal forms with their articles, by their names without."""
    known = (space.vocabulary.legal_form(form) for form in forms if form in space.vocabulary.legal_forms)
    articles = [translated(one.article, language) for one in known if one]
    return {re.split(r"[ \u2019']", article, maxsplit=1)[-1]: article for article in articles}


def _pattern(space: Space, gone: set[str], present: set[str], language: str) -> re.Pattern[str] | None:
    """What names in ``language`` a form that went as that of the place; None where another bears its name."""
    still = _names(space, present, language)
    words = {name: article for name, article in _names(space, gone, language).items() if name not in still}
    if not words:
        return None
    own, names = _OWN.get(language), "|".join(map(re.escape, sorted(words)))
    ways = [re.escape(article).replace("\u2019", "[\u2019']") for article in sorted(words.values())]
    if own:
        ways.append(rf"(?:{own})\s+(?:{names})")
    return re.compile(rf"\b(?:{'|'.join(ways)})\b", re.IGNORECASE)


def _texts(
    space: Space, place: OpenPlace, gone: set[str], present: set[str], changed: set[str]
) -> Iterator[NamingText]:
    for language in space.identity.languages:
        pattern = _pattern(space, gone, present, language)
        if pattern is None:
            continue
        summary = str(space.identity.summary or "")
        if language == space.identity.language and (found := pattern.search(summary)):
            yield _naming("/place/#/summary", place.text("editor.former_summary"), summary, found)
        for path in sorted((place.root / "content" / language).glob("*/*.md")):
            name = path.relative_to(place.root).as_posix()
            text = path.read_text(encoding="utf-8", errors="replace")
            head = yaml_reader.parse(header_of(text)).data
            title, description = (
                str(head.get(key) or "") if isinstance(head, Mapping) else "" for key in ("title", "description")
            )
            content = _CODE.sub("…", f"{title}\n{description}\n{body_of(text)}")
            if name not in changed and (found := pattern.search(content)):
                yield _naming(f"/texts/edit/?{urlencode({'path': name})}", title or path.stem, content, found)


def _naming(address: str, title: str, text: str, found: re.Match[str]) -> NamingText:
    before = _SENTENCE_END.split(text[: found.start()])[-1].lstrip("#*>- ")
    after = _SENTENCE_END.split(text[found.end() :])[0]
    dots = "… " if len(before) > _AROUND else ""
    end = " …" if len(after) > _AROUND else ""
    return NamingText(address, title, dots + before[-_AROUND:], found[0], after[:_AROUND] + end)
