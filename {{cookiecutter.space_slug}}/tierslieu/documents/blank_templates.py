"""Blank templates: documents of the place without its names and numbers, for another place to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tierslieu.facts import Facts
from tierslieu.model import Organisation, Space
from tierslieu.model.base import Model
from tierslieu.model.identity import Address, Contact, Lineage, Publication

from .facts import DocumentFacts, visible
from .filling import FilledDocument, fill_document
from .selection import DocumentInstance
from .theme import DocumentTheme

#: The folder of the templates under ``documents/``.
FOLDER = "modeles"
#: Formats that can be filled in.
FORMATS = ("docx", "odt")


def templates(instances: Sequence[DocumentInstance]) -> dict[str, DocumentInstance]:
    """Those of ``instances`` that are also given as blank templates, by path; of one source, the first."""
    paths: dict[str, DocumentInstance] = {}
    for instance in instances:
        if instance.source.meta.blank_template:
            paths.setdefault(f"{FOLDER}/{instance.source.slug}", instance)
    return paths


def fill_templates(
    space: Space, instances: Sequence[DocumentInstance], theme: DocumentTheme
) -> Iterator[FilledDocument]:
    """The blank templates of the place.

    They keep its organisation (who runs what, how costs are shared) and its prices, which its site shows; the names,
    addresses and numbers of the place and of its organisations are blanks. Raises ``Problems``.
    """
    nameless = _without_names(space)
    facts = _TemplateFacts(nameless)
    for path, instance in templates(instances).items():
        meta = instance.source.meta.model_copy(update={"review": "a-faire-relire"})  # nobody has reviewed it for them
        unreviewed = replace(instance, source=replace(instance.source, meta=meta))
        document = fill_document(unreviewed, nameless, theme, facts)
        place = facts[document.locale]["space"]["name"].what
        yield replace(document, slug=path, title=instance.source.meta.title, place=place)


class _TemplateFacts(Mapping[str, Facts]):
    """The facts of a place whose name is a blank too."""

    def __init__(self, space: Space):
        self._facts = DocumentFacts(space)

    def __getitem__(self, locale: str) -> Facts:
        facts = self._facts[locale]
        what = facts["t"]("fact_space_name")
        name = visible(facts["t"]("blank_document", what=what), what)
        return {**facts, "space": {**facts["space"], "name": name}}

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


def _without_names(space: Space) -> Space:
    """The place as it would be before anyone gave its names: its organisations are still to be created."""
    emptied: dict[str, type[Model]] = {
        "address": Address,
        "contact": Contact,
        "lineage": Lineage,
        "publication": Publication,
    }
    place: dict[str, Any] = {name: model.model_validate({}) for name, model in emptied.items()}
    organisations = {
        key: Organisation.model_validate({"legal_form": own.legal_form, "stage": "to_create", "marks": own.marks})
        for key, own in space.organisations.organisations.items()
    }
    return replace(
        space,
        identity=space.identity.model_copy(update=place | {"territory": None, "summary": None}),
        organisations=space.organisations.model_copy(
            update={"organisations": organisations, "agreements": {}, "changes": ()}
        ),
        dated_organisations=None,
    )
