"""Comparison of two versions, article by article, as an assembly votes on it; and versions that can't be read."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.copies import copy_folder
from support.document_factories import document
from support.document_text import html_text, pdf_text, spaced
from support.factories import TODAY, comptoir
from support.paths import TEMPLATE

from tierslieu.core.problems import Problem, Problems
from tierslieu.documents.articles import Article, ArticleLine, Word, read_articles
from tierslieu.documents.comparison import build_comparison
from tierslieu.documents.diff import ArticleChange, article_changes
from tierslieu.documents.filling import fill_documents
from tierslieu.documents.pandoc import Pandoc
from tierslieu.documents.theme import DocumentTheme
from tierslieu.i18n import messages
from tierslieu.loading.load import load
from tierslieu.model import Space

OBJECT = "## Article #. Objet { #objet }\n\nLe lieu accueille.\n\n"
MONEY = "## Article #. Argent { #argent }\n\nLa part est de 60\u00a0%. Voir l’[article #](#duree).\n\n"
TERM = "## Article #. Durée { #duree }\n\nUn an, puis encore un an.\n\n"
BASE = OBJECT + MONEY + TERM


def read(body: str) -> tuple[Article, ...]:
    """The articles of a document, without the frame that all share."""
    every = articles_of(comptoir(documents=(document(body),)))
    return tuple(article for article in every if article.heading not in ("", "Textes de référence"))


def articles_of(space: Space) -> tuple[Article, ...]:
    """The articles of the only document of ``space``."""
    (text,) = fill_documents(space)
    with Pandoc(DocumentTheme(TEMPLATE)) as pandoc:
        return read_articles(text, pandoc)


def compared(old: str, new: str) -> dict[str, ArticleChange]:
    """What happened to each article, by its heading."""
    return {spaced(change.article.heading): change for change in article_changes(read(old), read(new))}


def kinds(old: str, new: str) -> list[tuple[str, str]]:
    return [(heading, change.kind) for heading, change in compared(old, new).items()]


def runs(change: ArticleChange) -> list[tuple[str, str]]:
    """The words of a change with their sign."""
    return [(sign, text_of(words)) for _, line in change.lines for sign, words in line]


def text_of(words: Sequence[Word]) -> str:
    return spaced(" ".join(word.shown for word in words))


def test_the_same_text_has_no_change() -> None:
    assert {kind for _, kind in kinds(BASE, BASE)} == {"unchanged"}


def test_changed_words_have_a_sign_and_the_others_none() -> None:
    change = compared(BASE, BASE.replace("60", "70"))["Article 2. Argent"]
    assert change.kind == "modified"
    assert runs(change) == [
        ("same", "La part est de"),
        ("removed", "60 %."),
        ("added", "70 %."),
        ("same", "Voir l’article 3."),
    ]


def test_a_removed_article_comes_where_it_was() -> None:
    assert kinds(BASE, OBJECT + TERM + "[article #](#duree)\n") == [
        ("Article 1. Objet", "unchanged"),
        ("Article 2. Argent", "removed"),
        ("Article 2. Durée", "modified"),
    ]


def test_a_new_article_renumbers_the_others_and_changes_none() -> None:
    """A reference to an article that has another number is still the same reference."""
    assert kinds(BASE, OBJECT + "## Article #. Nom\n\nLe lieu a un nom.\n\n" + MONEY + TERM) == [
        ("Article 1. Objet", "unchanged"),
        ("Article 2. Nom", "added"),
        ("Article 3. Argent", "renumbered"),
        ("Article 4. Durée", "renumbered"),
    ]


def test_a_reference_to_another_article_is_a_change() -> None:
    change = compared(BASE, BASE.replace("(#duree)", "(#objet)"))["Article 2. Argent"]
    assert ("removed", "l’article 3.") in runs(change)
    assert ("added", "l’article 1.") in runs(change)


@pytest.mark.parametrize(
    ("old", "new", "heading", "former"),
    [
        (MONEY, MONEY.replace("Argent", "Finances"), "Article 2. Finances", "Article 2. Argent"),
        (MONEY, MONEY.replace(" { #argent }", ""), "Article 2. Argent", ""),
    ],
)
def test_an_article_is_recognised_by_its_label_or_by_its_title(old: str, new: str, heading: str, former: str) -> None:
    changes = compared(BASE, BASE.replace(old, new))
    assert changes[heading].kind == ("renamed" if former else "unchanged")
    assert spaced(changes[heading].former) == former
    assert len(changes) == 3


def test_an_article_with_another_title_and_no_label_is_recognised_by_its_text() -> None:
    old, new = "## Objet\n\nLe lieu accueille.\n", "## But du lieu\n\nLe lieu accueille.\n"
    assert [(change.kind, change.former) for change in article_changes(read(old), read(new))] == [("renamed", "Objet")]


def test_an_article_that_moves_is_one_article() -> None:
    assert kinds(BASE, TERM + OBJECT + MONEY) == [
        ("Article 1. Durée", "moved"),
        ("Article 2. Objet", "renumbered"),
        ("Article 3. Argent", "renumbered"),
    ]


def test_lists_and_tables_are_compared_line_by_line() -> None:
    body = "## Prix\n\n| Offre | Prix |\n| --- | --- |\n| Jour | 15\u00a0€ |\n| Mois | 280\u00a0€ |\n\n1. un\n2. deux\n\n- a\n"
    (change,) = article_changes(read(body), read(body.replace("280", "290").replace("- a", "- a\n- b")))
    lines = [[(sign, text_of(words)) for sign, words in line] for _, line in change.lines]
    assert [("same", "Jour | 15 €")] in lines
    assert [("same", "Mois |"), ("removed", "280 €"), ("added", "290 €")] in lines
    assert [("same", "2. deux")] in lines
    assert lines[-1] == [("added", "b")]


def test_a_signature_that_is_asked_for_is_a_change() -> None:
    def signed(*signatories: str) -> tuple[Article, ...]:
        return articles_of(comptoir(documents=(document("Texte.", signatories=signatories),)))

    changes = article_changes(signed("organisations"), signed("organisations", "person"))
    assert [change.article.heading for change in changes if change.kind != "unchanged"] == ["Signatures"]


PARAGRAPHS = st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5), max_size=4)
HEADED = st.lists(st.tuples(st.sampled_from(["", "x", "y"]), st.sampled_from("ABC"), PARAGRAPHS), max_size=5)


def headed_articles(headed: Sequence[tuple[str, str, list[list[str]]]]) -> tuple[Article, ...]:
    return tuple(
        Article(
            label,
            "",
            (Word(title, title),),
            tuple(ArticleLine(tuple(Word(word, word) for word in line)) for line in lines),
        )
        for label, title, lines in headed
    )


@pytest.mark.long
@given(HEADED, HEADED)
def test_nothing_is_lost_whatever_changes(
    old: list[tuple[str, str, list[list[str]]]], new: list[tuple[str, str, list[list[str]]]]
) -> None:
    """The changes hold both versions: each article once, each word in its place."""

    def words(change: ArticleChange, *without: str) -> list[str]:
        return [word.shown for _, line in change.lines for sign, run in line if sign not in without for word in run]

    former, latter = headed_articles(old), headed_articles(new)
    changes = article_changes(former, latter)
    assert [change.article for change in changes if change.kind != "removed"] == list(latter)
    removed = [change.article for change in changes if change.kind == "removed"]
    assert len(removed) + sum(change.kind not in ("added", "removed") for change in changes) == len(former)
    for change in changes:
        if change.kind == "modified":
            assert words(change, "removed") == [word.shown for line in change.article.lines for word in line.words]
        if change.kind == "removed":
            assert words(change) == [word.shown for line in change.article.lines for word in line.words]
    if len(former) == len(latter) == 1 and changes[0].kind == "modified":
        assert words(changes[0], "added") == [word.shown for line in former[0].lines for word in line.words]


# --- Versions in git ---


def git(folder: Path, *arguments: str) -> str:
    options = ("-c", "user.name=Essai", "-c", "user.email=essai@localhost", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *options, *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    ).stdout


@pytest.fixture(scope="module")
def first_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place under git, with a tag on its first version."""
    root = tmp_path_factory.mktemp("lieu")
    for name in ("governance", "vocabulary", "theme"):
        shutil.copytree(TEMPLATE / name, root / name)
    for path in (root / "governance/fr").glob("*.md"):
        if path.stem not in ("charte", "grille-tarifaire", "convention-entre-organisations"):
            path.unlink()
    for form in (root / "vocabulary").glob("*/*.yaml"):
        form.write_text(re.sub(r"^    kinds: .*\n", "", form.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    (root / "config").mkdir()
    for name, text in CONFIG.items():
        (root / "config" / name).write_text(text, encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Naissance")
    git(root, "tag", "assemblee-2027")
    return root


CONFIG = {
    "space.yaml": "name: Lieu d’exemple\nslug: lieu\nmodules: {coworking: oui, mediation: oui, support: non}\n",
    "organisations.yaml": """governance_model: cooperative-et-association
organisations:
  cooperative: {name: Coopérative d’exemple, legal_form: cooperative}
  association: {name: Association d’exemple, legal_form: association-loi-1901}
services:
  coworking: {operator: cooperative}
  mediation: {operator: association}
common_costs: {shares: {cooperative: 60, association: 40}}
""",
    "prices.yaml": """basis: ttc
offers: {day: {service: coworking, unit: day}, half_day: {service: coworking, unit: half_day}}
grids:
  - from:
    amounts: {day: 15, half_day: 9}
""",
    "budget.yaml": "opening_months: 12\n",
    "commons.yaml": "{}\n",
}


@pytest.fixture
def place(first_version: Path, tmp_path: Path) -> Path:
    return copy_folder(first_version, tmp_path / "lieu")


def space_in(root: Path) -> Space:
    return load(root, TODAY)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def refused(make: Callable[[], object]) -> Problem:
    with pytest.raises(Problems) as raised:
        make()
    (problem,) = raised.value.problems
    assert messages.remedy("fr", problem.code, **problem.values)
    return problem


@pytest.mark.long
def test_a_changed_fact_shows_in_every_document_that_states_it(place: Path) -> None:
    edit(place / "config/prices.yaml", "day: 15", "day: 16")
    status = git(place, "status", "--porcelain")
    files = build_comparison(space_in(place), "assemblee-2027")
    assert list(files) == ["changements-assemblee-2027.html", "changements-assemblee-2027.pdf"]
    assert git(place, "status", "--porcelain") == status
    page = files["changements-assemblee-2027.html"].decode("utf-8")
    assert re.search(r"<del>\[− 15\s€[^<]*\]</del>", page)
    assert re.search(r"<ins>\[\+ 16\s€[^<]*\]</ins>", page)
    for text in (html_text(page.encode()), pdf_text(files["changements-assemblee-2027.pdf"])):
        assert "Grille tarifaire" in text
        assert "[+ 16 €" in spaced(text)
    pdf = pikepdf.open(io.BytesIO(files["changements-assemblee-2027.pdf"]))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "fr"


@pytest.mark.long
def test_unchanged_articles_are_only_named(place: Path) -> None:
    edit(place / "governance/fr/charte.md", "## Article #. Décider", "## Article #. Décider\n\nPhrase nouvelle.")
    text = spaced(
        html_text(build_comparison(space_in(place), "assemblee-2027", ("html",))["changements-assemblee-2027.html"])
    )
    assert "[+ Phrase nouvelle.]" in text
    assert re.search(r"Sans changement : .*Article 1\. Le lieu", text)
    assert "Elles y trouvent un espace" not in text
    assert "Grille tarifaire" in text.partition("Documents sans changement")[2]


@pytest.mark.long
def test_new_and_removed_documents_are_named(place: Path) -> None:
    (place / "governance/fr/charte.md").rename(place / "governance/fr/charte-du-lieu.md")
    text = spaced(
        html_text(build_comparison(space_in(place), "assemblee-2027", ("html",))["changements-assemblee-2027.html"])
    )
    assert re.search("Documents nouveaux Charte du tiers-lieu Documents retirés Charte du tiers-lieu", text)


@pytest.mark.long
def test_a_named_document_that_is_new_comes_with_those_that_went(place: Path) -> None:
    (place / "governance/fr/charte.md").rename(place / "governance/fr/charte-du-lieu.md")
    files = build_comparison(space_in(place), "1", ("html",), ("charte-du-lieu",))
    text = spaced(html_text(files["changements-1.html"]))
    assert "Documents retirés Charte du tiers-lieu" in text and re.search(r"Changements depuis le \d", text)


@pytest.mark.long
def test_only_the_named_documents_are_compared(place: Path) -> None:
    edit(place / "config/prices.yaml", "day: 15", "day: 16")
    assert build_comparison(space_in(place), "assemblee-2027", ("html",), ("charte",)) == {}
    assert build_comparison(space_in(place), "assemblee-2027", ("html",), ("grille-tarifaire",))
    assert (
        refused(lambda: build_comparison(space_in(place), "assemblee-2027", ("html",), ("chartre",))).code
        == "document.unknown"
    )
    assert refused(lambda: build_comparison(space_in(place), "main", ("docx",))).code == "document.other_format"


@pytest.mark.long
def test_without_changes_nothing_is_built(place: Path) -> None:
    assert build_comparison(space_in(place), "assemblee-2027") == {}


@pytest.mark.long
def test_twice_the_same_bytes(place: Path) -> None:
    edit(place / "config/prices.yaml", "day: 15", "day: 16")
    assert build_comparison(space_in(place), "main") == build_comparison(space_in(place), "main")


@pytest.mark.long
def test_a_place_inside_a_larger_repository_is_found(first_version: Path, tmp_path: Path) -> None:
    inside = tmp_path / "depot" / "lieux" / "premier"
    shutil.copytree(first_version, inside, ignore=shutil.ignore_patterns(".git"))
    git(tmp_path / "depot", "init", "--quiet")
    git(tmp_path / "depot", "add", "--all")
    git(tmp_path / "depot", "commit", "--quiet", "--message", "Naissance")
    edit(inside / "config/prices.yaml", "day: 15", "day: 16")
    assert build_comparison(space_in(inside), "HEAD", ("html",))


@pytest.mark.long
def test_a_shallow_clone_lacks_older_versions(place: Path, tmp_path: Path) -> None:
    git(place, "commit", "--quiet", "--allow-empty", "--message", "Suite")
    clone = tmp_path / "copie"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{place}", str(clone))
    edit(clone / "config/prices.yaml", "day: 15", "day: 16")
    assert build_comparison(space_in(clone), "HEAD", ("html",))
    assert refused(lambda: build_comparison(space_in(clone), "HEAD~1", ("html",))).code == "changes.unknown"


@pytest.mark.long
def test_a_version_is_named_by_its_number_in_the_history(place: Path) -> None:
    edit(place / "config/prices.yaml", "day: 15", "day: 16")
    git(place, "commit", "--quiet", "--all", "--message", "Hausse")
    assert list(build_comparison(space_in(place), "1", ("html",))) == ["changements-1.html"]
    assert build_comparison(space_in(place), "2", ("html",)) == {}


@pytest.mark.parametrize("ref", ["assemblee-2028", "-x", "", "HEAD:config", "$(id)", "main..main"])
def test_an_unknown_version_is_reported_with_the_closest(place: Path, ref: str) -> None:
    problem = refused(lambda: build_comparison(space_in(place), ref))
    assert (problem.code, problem.values["ref"]) == ("changes.unknown", ref)
    assert "assemblee-2027" in problem.values["closest"]


def test_a_folder_without_git_has_no_version(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = space_in(place)
    shutil.rmtree(place / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(place.parent))
    assert refused(lambda: build_comparison(space, "main")).code == "changes.no_repository"
    monkeypatch.setenv("PATH", str(place))
    assert refused(lambda: build_comparison(space, "main")).code == "changes.no_git"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("config/prices.yaml", "basis: ttc", "base: ttc"),
        ("config/organisations.yaml", "legal_form: cooperative}", "legal_form: coopérative-ancienne}"),
        ("config/organisations.yaml", "legal_form: cooperative}", "legal_form: cooperative-ancienne}"),
        ("governance/fr/charte.md", "kind: charter", "min_organisations: 1"),
        ("governance/fr/charte.md", "## Article #. Décider", "## Article #. Décider\n\n{{ fait_disparu }}"),
    ],
)
def test_a_version_that_today_s_engine_can_t_read_is_reported(place: Path, file: str, old: str, new: str) -> None:
    edit(place / file, old, new)
    git(place, "commit", "--quiet", "--all", "--message", "Ancienne forme")
    edit(place / file, new, old)
    problem = refused(lambda: build_comparison(space_in(place), "main"))
    assert problem.code == "changes.unreadable"
    assert problem.values["first"].startswith(file.split("/")[0])


def test_a_version_without_config_is_reported(place: Path) -> None:
    git(place, "checkout", "--quiet", "--orphan", "vide")
    git(place, "reset", "--quiet")
    git(place, "add", "theme")
    git(place, "commit", "--quiet", "--message", "Avant")
    assert refused(lambda: build_comparison(space_in(place), "vide")).code == "changes.no_place"


@pytest.mark.long
def test_names_that_look_like_markup_are_shown_as_typed(place: Path) -> None:
    name = "<b>A</b> *é* [x](y) {.blank} # $z$"
    edit(place / "config/organisations.yaml", "name: Coopérative d’exemple", f"name: '{name}'")
    for path, data in build_comparison(space_in(place), "assemblee-2027").items():
        text = html_text(data) if path.endswith("html") else pdf_text(data)
        assert "".join(name.split()) in re.sub(r"\s|\[\+|\]$", "", text), path


@pytest.mark.long
def test_the_space_that_is_compared_does_not_change(place: Path) -> None:
    edit(place / "config/prices.yaml", "day: 15", "day: 16")
    space = space_in(place)
    copy = replace(space)
    build_comparison(space, "main", ("html",))
    assert space == copy
