"""What a place shares and passes on: the register of the commons, its lineage, and the answers for its children."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.factories import comptoir
from support.generated_places import commit_all, git
from support.paths import TEMPLATE
from unit.facts.test_facts import plain_facts
from unit.site.test_site import contents

from tierslieu.documents.filling import fill_documents
from tierslieu.generation.origin import record_lineage
from tierslieu.lineage import child_answers
from tierslieu.lineage.recorded import RecordedLineage
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import Commons, GovernanceDocument, Space
from tierslieu.site.context import kit
from tierslieu.site.pages_build import build_pages

FULL: dict[str, Any] = {
    "title": "Carte des accès", "funded_by": "La commune", "amount": "800", "days": 3.5, "date": "2027-03-01",
    "used_by": [f"Lieu {number}" for number in range(9)],
}  # fmt: skip


def sharing(*improvements: dict[str, Any], **changes: Any) -> Space:
    return comptoir(commons=Commons.model_validate({"improvements": improvements}), **changes)


def page(space: Space, path: str = "essaimer/index.html") -> str:
    texts = contents("fr")
    whole = dataclasses.replace(space, pages=texts["pages"], documents=texts.get("documents", ()))
    return build_pages(whole)[path].decode()


def test_one_who_pays_and_nine_who_use() -> None:
    facts = plain_facts(sharing(FULL))
    assert facts["commons"][0]["ratio"] == "1 qui paie et 9 qui utilisent"
    assert facts["commons"][0]["effort"] == "800 € + 3,5 jours de travail"
    assert facts["commons"][0]["date"] == "1er mars 2027"
    assert facts["commons_places"] == 9


@pytest.mark.parametrize(
    ("users", "french", "english"),
    [
        ([], "1 qui paie ; aucun autre lieu ne l’utilise encore", "1 who pays; no other place uses it yet"),
        (["A"], "1 qui paie et 1 qui utilise", "1 who pays and 1 who uses"),
        (["A", "B"], "1 qui paie et 2 qui utilisent", "1 who pays and 2 who use"),
    ],
)
def test_the_figure_is_told_in_each_language(users: list[str], french: str, english: str) -> None:
    space = sharing({"title": "T", "funded_by": "F", "used_by": users})
    assert [plain_facts(space, locale)["commons"][0]["ratio"] for locale in ("fr", "en")] == [french, english]


def test_a_place_that_uses_two_efforts_counts_once() -> None:
    one, other = (
        {"title": title, "funded_by": "F", "used_by": ["Lieu A", place]}
        for title, place in (("1", "B"), ("2", "lieu a"))
    )
    assert plain_facts(sharing(one, other))["commons_places"] == 2


def test_what_nobody_has_said_is_left_out() -> None:
    effort = plain_facts(sharing({"title": "T", "funded_by": "F"}))["commons"][0]
    assert (effort["effort"], effort["date"], effort["used_by"]) == ("", "", [])
    html = page(sharing({"title": "T", "funded_by": "F"}))
    assert "Partagée le" not in html and "None" not in html


def test_the_page_shows_each_effort_and_escapes_it() -> None:
    html = page(sharing(FULL, {"title": "<script>x</script>", "funded_by": "F"})).replace("\u00a0", " ")
    for expected in (
        "Carte des accès",
        "La commune",
        "800 €",
        "1er mars 2027",
        "Lieu 8",
        "1 qui paie et 9 qui utilisent",
    ):
        assert expected in html
    assert "<script>x" not in html


def test_a_place_that_shared_nothing_yet_has_no_empty_register() -> None:
    assert "Nos améliorations partagées" not in page(comptoir())


def test_the_activity_report_shows_the_same() -> None:
    source = SourceFiles(TEMPLATE).markdown("governance/fr/rapport-d-activite.md", "fr", GovernanceDocument)
    assert source
    (report,) = fill_documents(sharing(FULL, documents=(source,)))
    text = re.sub(r"\\(.)", r"\1", report.text).replace("\u00a0", " ")
    assert "Carte des accès" in text and "1 financeur, 9 utilisateurs" in text


# --- Where it comes from, and what comes of it ---


def test_a_child_of_a_child_knows_its_grandparent() -> None:
    lineage = {"parent": "Le parent", "ancestors": ["L’aïeul"]}
    space = comptoir(identity={"lineage": lineage})
    assert plain_facts(space)["space"]["generation"] == 3
    html = page(space).partition('class="lineage"')[2]
    assert html.index("L’aïeul") < html.index("Le parent") < html.index("lineage-next")
    assert yaml.safe_load(child_answers.lineage(space))["lineage"] == {
        "parent": space.identity.name,
        "ancestors": ["L’aïeul", "Le parent"],
    }


def test_a_place_before_this_one_is_drawn_by_its_initials_and_no_hyphen_of_its_name_ends_a_line() -> None:
    html = page(comptoir(identity={"lineage": {"parent": "Comptoir Numérique (Saint-Étienne)"}}))
    drawn = html.partition('class="lineage"')[2].partition("</ol>")[0]
    assert '<i aria-hidden="true">CN</i>' in drawn and drawn.count("<i></i>") == 2
    assert html.count("Saint-\u2060Étienne") == 2


def test_the_three_ways_come_before_where_the_place_comes_from() -> None:
    html = page(comptoir(identity={"lineage": {"parent": "Le parent"}}))
    assert html.index('id="duplicate"') < html.index('id="create"') < html.index('id="lineage"')


def test_a_first_place_is_of_the_first_generation() -> None:
    assert plain_facts(comptoir())["space"]["generation"] == 1


@pytest.mark.parametrize(
    ("template", "origin", "shown"),
    [
        ("https://git.example.org/kit", {}, "https://git.example.org/kit"),
        ("/home/quelqu-un/kit", {}, ""),
        ("/home/quelqu-un/kit", {"_remote": "https://git.example.org/kit"}, "https://git.example.org/kit"),
        ("https://secret@git.example.org/kit", {}, ""),
        ("git@git.example.org:kit", {}, ""),
    ],
)
def test_the_kit_is_named_by_an_address_that_others_can_reach(
    tmp_path: Path, template: str, origin: dict[str, str], shown: str
) -> None:
    state = {"template": template, "commit": "0123456789abcdef", "context": {"cookiecutter": origin}}
    (tmp_path / ".cruft.json").write_text(json.dumps(state), encoding="utf-8")
    assert kit(dataclasses.replace(comptoir(), root=tmp_path))["address"] == shown


@pytest.mark.parametrize("remote", ["https://git.example.org/kit", "https://secret@git.example.org/kit", "../kit", ""])
def test_a_place_records_where_its_local_kit_was_cloned_from(tmp_path: Path, remote: str) -> None:
    kit_folder, place = tmp_path / "kit", tmp_path / "place"
    place.mkdir()
    kit_folder.mkdir()
    (kit_folder / "cookiecutter.json").write_text("{}", encoding="utf-8")
    git(kit_folder, "init", "--quiet")
    commit_all(kit_folder, "A kit")
    if remote:
        git(kit_folder, "remote", "add", "origin", remote)
    assert record_lineage(place, {"_template": str(kit_folder), "_repo_dir": str(kit_folder)}, {})
    public = remote if remote == "https://git.example.org/kit" else ""
    assert kit(dataclasses.replace(comptoir(), root=place))["address"] == public
    assert "secret" not in (place / ".cruft.json").read_text(encoding="utf-8")


def test_the_page_gives_commands_only_for_a_kit_that_others_can_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    for template, commands in (("/home/quelqu-un/kit", 0), ("https://git.example.org/kit", 2)):
        recorded = RecordedLineage(template, "0123456789abcdef", {})
        monkeypatch.setattr("tierslieu.site.context.read_lineage", lambda root, recorded=recorded: recorded)
        html = page(comptoir())
        assert html.count('<pre class="command">') == html.count(f"{template}</code>") == commands
        assert (f'href="{template}"' in html) == bool(commands)


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_a_place_without_lineage_has_its_page_all_the_same(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / ".cruft.json").write_text(content, encoding="utf-8")
    assert kit(dataclasses.replace(comptoir(), root=tmp_path))["address"] == ""


def test_the_answers_say_nothing_of_the_territory() -> None:
    space = comptoir()
    text = child_answers.answers(space).decode()
    identity = space.identity
    for own in (identity.address.city, identity.address.street, identity.contact.email, identity.contact.phone):
        assert own and own not in text
    assert "Coopérative d’exemple" not in text


def test_the_register_of_the_kit_has_the_form_of_a_place_s() -> None:
    register = yaml.safe_load((TEMPLATE.parent / "docs/commons.yaml").read_text("utf-8"))
    assert Commons.model_validate(register) == Commons()
