"""Files are called as people call them: they are read and get an address, or they are named with the way to mend it."""

from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from support.generated_places import TODAY

from tierslieu.build.dry_run import check
from tierslieu.check.apply_rules import check_facts
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n import messages
from tierslieu.loading.load import load
from tierslieu.site.pages_build import build_pages

NEWS, PAGES, ACTIVITIES = (f"content/fr/{name}" for name in ("news", "pages", "activities"))
TEXT = "---\ntitle: Un titre\ndate: 2026-11-20\ndescription: Une phrase.\n---\nUn texte.\n"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


def write(place: Path, path: str, text: str = TEXT) -> None:
    (place / path).parent.mkdir(parents=True, exist_ok=True)
    (place / path).write_text(text, encoding="utf-8", newline="\n")


def printed(problem: Problem) -> str:
    """The text of a problem and its remedy, in French."""
    text = messages.text("fr", problem.code, **problem.values)
    return f"{text} {messages.remedy('fr', problem.code, **problem.values)}".replace("\u00a0", " ")


def warnings(place: Path) -> list[Problem]:
    return [problem for problem in check_facts(place, TODAY)[1] if problem.level == "warning"]


def errors(place: Path) -> list[Problem]:
    """The errors of the place: those of its files, of its facts or of its texts, in this order."""
    try:
        _, problems = check(place, TODAY)
    except Problems as error:
        return list(error.problems)
    return [problem for problem in problems if problem.level == "error"]


# --- Names that become addresses ---


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("2026-11-20-Été", "2026-11-20-ete"),
        (unicodedata.normalize("NFD", "2026-11-20-Été"), "2026-11-20-ete"),
        ("Café couture", "cafe-couture"),
        ("L'été d’Œuvre", "l-ete-d-oeuvre"),
        ("TARIFS 2027 (final)", "tarifs-2027-final"),
        ("100 % gratuit", "100-gratuit"),
        ("un_nom.deja-propre", "un_nom.deja-propre"),
        ("a" * 251, "a" * 150),
        ("é" * 125, "e" * 125),
    ],
)
def test_a_name_as_people_write_it_gets_an_address(place: Path, name: str, address: str) -> None:
    write(place, f"{NEWS}/{name}.md")
    space = load(place, TODAY)
    (source,) = (source for source in space.news if source.path == f"{NEWS}/{name}.md")
    assert source.slug == address


@pytest.mark.long
def test_a_site_with_such_names_is_built(place: Path) -> None:
    activity = "---\ntitle: T\nformat: papycamp\nstart: 2027-01-14 14:00\nend: 2027-01-14 16:00\nservice: mediation\ndescription: D.\n---\n"
    write(place, f"{NEWS}/2026-11-20-Été.md", TEXT + "[La visite](../../visite-d-ete/)")
    write(place, f"{ACTIVITIES}/Café couture.md", activity)
    write(place, f"{PAGES}/Visite d'été.md", "---\nkey: visite\ntitle: Visite\ndescription: D.\n---\n")
    assert errors(place) == []
    files = build_pages(load(place, TODAY))
    for address in ("actualites/2026-11-20-ete", "activites/cafe-couture", "visite-d-ete"):
        assert f"{address}/index.html" in files


@pytest.mark.parametrize(("first", "second"), [("Fete", "fete"), ("fête", "fete"), ("La fête", "la-fete")])
def test_two_names_for_one_address_are_both_named(place: Path, first: str, second: str) -> None:
    write(place, f"{NEWS}/{first}.md")
    write(place, f"{NEWS}/{second}.md")
    (problem,) = errors(place)
    assert {problem.file, problem.values["first"]} == {f"{NEWS}/{first}.md", f"{NEWS}/{second}.md"}


def test_a_name_without_a_latin_letter_is_refused(place: Path) -> None:
    write(place, f"{NEWS}/漢字.md")
    (problem,) = errors(place)
    assert (problem.code, problem.file) == ("file.no_address", f"{NEWS}/漢字.md")


# --- Files that nothing reads ---


@pytest.mark.parametrize(
    ("path", "code", "mend"),
    [
        (f"{NEWS}/fete.md.txt", "file.rename", "Renommez-le en fete.md."),
        (f"{NEWS}/Fête.markdown", "file.rename", "Renommez-le en Fête.md."),
        (f"{NEWS}/fete.mdx", "file.rename", "Renommez-le en fete.md."),
        (f"{NEWS}/fete.MD", "file.rename", "Renommez-le en fete.md."),
        (f"{NEWS}/fete", "file.rename", "Renommez-le en fete.md."),
        (f"{NEWS}/fete.txt", "file.rename", "Renommez-le en fete.md."),
        (f"{NEWS}/fete.docx", "file.no_text", "Copiez son texte dans un fichier fete.md"),
        ("governance/fr/statuts.odt", "file.no_text", "Copiez son texte dans un fichier statuts.md"),
        ("content/fete.md", "file.misplaced", "content/fr/news/"),
        ("content/fr/fete.md", "file.misplaced", "content/fr/pages/, content/fr/news/, content/fr/activities/"),
        ("content/fr/actualites/fete.md", "file.misplaced", "content/fr/news/"),
        (f"{NEWS}/2026/fete.md", "file.misplaced", "l’un de ces dossiers : content/fr/news/"),
        ("governance/charte.md", "file.misplaced", "governance/fr/"),
        ("vocabulary/formats/x.yaml", "file.misplaced", "vocabulary/activity_formats/"),
        ("vocabulary/activity_formats/x.yml", "file.rename", "Renommez-le en x.yaml."),
        ("overrides/site.css", "file.misplaced", "overrides/static/"),
        ("overrides/style/site.css", "file.misplaced", "overrides/static/"),
        ("config/prix.yaml", "file.unknown_name", "prices.yaml"),
        ("config/Prices.yaml", "file.unknown_name", "prices.yaml"),
        ("config/budget.yml", "file.unknown_name", "budget.yaml"),
    ],
)  # fmt: skip
def test_a_file_that_nothing_reads_is_named_with_the_way_to_mend_it(
    place: Path, path: str, code: str, mend: str
) -> None:
    write(place, path)
    (problem,) = (problem for problem in warnings(place) if problem.code != "file.same_name")
    assert (problem.code, problem.file) == (code, path)
    assert mend in printed(problem)


@pytest.mark.parametrize(
    "path",
    [".DS_Store", "config/.prices.yaml.swp", f"{NEWS}/._Été.md", f"{NEWS}/x.md~", f"{NEWS}/photo.jpg",
     "content/images/plan.pdf", "content/README.md", "overrides/static/deep/x.css", "vocabulary/Thumbs.db"],
)  # fmt: skip
def test_what_systems_and_editors_leave_behind_is_not_named(place: Path, path: str) -> None:
    write(place, path)
    assert warnings(place) == []


def test_a_language_that_the_kit_does_not_have_is_refused(place: Path) -> None:
    write(place, "content/FR/news/fete.md")
    (problem,) = errors(place)
    assert (problem.code, problem.file) == ("file.unknown_language", "content/FR/news")
    assert "Les langues : fr" in printed(problem)


def test_a_file_of_the_vocabulary_that_no_other_can_name_is_told(place: Path) -> None:
    formats = place / "vocabulary/activity_formats"
    shutil.copy(formats / "papycamp.yaml", formats / "Café été.yaml")
    (problem,) = warnings(place)
    assert problem.code == "file.vocabulary_name"
    assert "Renommez-le en cafe-ete.yaml." in printed(problem)


def test_a_language_whose_file_is_broken_is_not_unknown(place: Path) -> None:
    write(place, "vocabulary/locales/en.yaml", "name: [\n")
    (problem,) = errors(place)
    assert problem.file == "vocabulary/locales/en.yaml"


def test_names_that_differ_by_capitals_alone_are_named(place: Path) -> None:
    formats = place / "vocabulary/activity_formats"
    shutil.copy(formats / "papycamp.yaml", formats / "Papycamp.yaml")
    (problem,) = (problem for problem in warnings(place) if problem.code == "file.same_name")
    assert {problem.file, problem.values["first"]} == {
        f"vocabulary/activity_formats/{name}.yaml" for name in ("Papycamp", "papycamp")
    }


# --- Files that must not be read ---


@needs_pipes
@pytest.mark.parametrize(
    "path", ["config/prices.yaml", f"{NEWS}/x.md", "vocabulary/marks/x.yaml", "overrides/static/x.css"]
)
def test_a_named_pipe_is_refused(place: Path, path: str) -> None:
    (place / path).parent.mkdir(exist_ok=True)
    (place / path).unlink(missing_ok=True)
    os.mkfifo(place / path)
    (problem,) = errors(place)
    assert (problem.code, problem.file) == ("file.not_regular", path)


@pytest.mark.parametrize("path", [f"{NEWS}/x.md", "overrides/static/x.txt", "content/images/x", "config/x.yaml"])
def test_a_link_that_leads_outside_the_place_is_refused(place: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text(TEXT, encoding="utf-8")
    (place / path).parent.mkdir(exist_ok=True)
    (place / path).symlink_to(tmp_path / "secret")
    (problem,) = errors(place)
    assert (problem.code, problem.file) == ("file.outside", path)


def test_a_link_to_a_folder_outside_the_place_is_refused(place: Path, tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/x.md")
    (place / NEWS / "elsewhere").symlink_to(tmp_path / "elsewhere")
    (problem,) = errors(place)
    assert (problem.code, problem.file) == ("file.outside", f"{NEWS}/elsewhere")


def test_links_within_the_place_are_followed_and_those_that_loop_are_not(place: Path) -> None:
    write(place, f"{NEWS}/x.md")
    (place / NEWS / "y.md").symlink_to("x.md")
    (place / NEWS / "loop").symlink_to("..")
    (place / NEWS / "nowhere.md").symlink_to("absent.md")
    (problem,) = errors(place)
    assert (problem.code, problem.file) == ("file.not_regular", f"{NEWS}/nowhere.md")
    (place / NEWS / "nowhere.md").unlink()
    assert {"x", "y"} <= {source.slug for source in load(place, TODAY).news}


@pytest.mark.parametrize(
    "path",
    ["config/prices.yaml", f"{PAGES}/index.md", "governance/fr/charte.md", "vocabulary/marks/esus.yaml",
     "overrides/static/x.css"],
)  # fmt: skip
def test_marks_of_a_conflict_stop_the_build_with_their_lines(place: Path, path: str) -> None:
    before = (place / path).read_text(encoding="utf-8") if (place / path).exists() else "\n"
    conflict = "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> kit\n"
    write(place, path, f"{before}{conflict}\n{conflict}")
    lines = before.count("\n") + 1
    assert [(problem.code, problem.file, problem.line) for problem in errors(place)] == [
        ("file.conflict", path, lines), ("file.conflict", path, lines + 6)
    ]  # fmt: skip


@pytest.mark.long
def test_a_title_underlined_with_equals_signs_is_no_conflict(place: Path) -> None:
    write(place, f"{NEWS}/x.md", f"{TEXT}\nAccueil\n=======\n")
    assert errors(place) == []
