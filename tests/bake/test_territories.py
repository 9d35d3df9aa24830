"""The place of each territory and of the default answers: the same from cookiecutter and cruft, checked and built."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml
from support.fixtures import BuiltPlace, SharedFolder
from support.generated_places import (
    TERRITORIES,
    TODAY,
    clean_environment,
    commit_all,
    default_answers,
    executables,
    furnish,
    git,
    lieu_command,
    read_tree,
    run,
    run_checked,
    territory_answers,
    tool_command,
)
from support.paths import KIT, TEMPLATE, TEMPLATE_NAME

from tierslieu import budget, exports
from tierslieu.build.dry_run import check
from tierslieu.documents.build import build_documents
from tierslieu.documents.selection import select_documents
from tierslieu.generation import baseline
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.lineage.divergence import divergence_lines
from tierslieu.loading.load import load
from tierslieu.site.pages_build import build_pages

DEFAULTS = "défauts"
PRESETS = [DEFAULTS, *(territory.stem for territory in TERRITORIES)]
#: The presets that are built: with every fact, and with nearly none.
BUILT = [DEFAULTS, "fil-numerique"]
#: Each preset; those that are not built are slow tests.
EACH = [pytest.param(name, marks=() if name in BUILT else pytest.mark.slow) for name in PRESETS]
KIT_OWNED = ("docs", "theme", "tierslieu", "tests", "lieu", "lieu.cmd", "Ouvrir le lieu", ".kit.json")


class Preset(Protocol):
    def __call__(self, name: str, by: str = "cookiecutter") -> Path: ...


@pytest.fixture(scope="session")
def preset(shared_folder: SharedFolder, kit: Path) -> Preset:
    """``preset(name, by)``: the place that the tool ``by`` generates from the answers of a preset."""

    def preset(name: str, by: str = "cookiecutter") -> Path:
        def make(folder: Path) -> None:
            config: list[str | Path] = (
                [] if name == DEFAULTS else ["--config-file", kit / f"docs/territories/{name}.yaml"]
            )
            start = ["create"] if by == "cruft" else []
            run_checked(
                tool_command(by, *start, "--no-input", *config, kit),
                folder,
                clean_environment(folder.parent / f"{folder.name}-home"),
            )

        slug = default_answers({})["space_slug"] if name == DEFAULTS else name
        return shared_folder(f"{by}/{name}", make) / slug

    return preset


@pytest.fixture(scope="session")
def built_preset(shared_folder: SharedFolder, preset: Preset) -> BuiltPlace:
    """``built_preset(name)``: the place of a preset with its ``public/`` and ``documents/``."""

    def built_preset(name: str) -> Path:
        def make(folder: Path) -> None:
            place = shutil.copytree(preset(name), folder / "place", ignore=shutil.ignore_patterns(".git"))
            run_checked(lieu_command("build", "--today", TODAY.isoformat()), place, clean_environment(folder / "home"))

        return shared_folder(f"built/{name}", make) / "place"

    return built_preset


# --- Each place ---


@pytest.mark.long
@pytest.mark.parametrize("name", EACH)
def test_the_place_checks_clean_and_builds(preset: Preset, name: str) -> None:
    """No error and no warning, as a preset is an example to follow. Checking renders every text.

    The exception is the warning for an association that invoices coworking.
    """
    space, problems = check(preset(name), TODAY)
    seller = space.organisations.organisations.get(space.responsible("invoices", "coworking") or "")
    risky = ["tax.non_profit"] if seller and seller.legal_form == "association-loi-1901" else []
    assert [problem.code for problem in problems if problem.level != "blank"] == risky
    assert "index.html" in build_pages(space)
    assert select_documents(space)


@pytest.mark.slow
def test_the_command_line_checks_clean(preset: Preset, tmp_path: Path) -> None:
    result = run_checked(
        lieu_command("check", "--today", TODAY.isoformat()), preset(DEFAULTS), clean_environment(tmp_path)
    )
    assert messages.text("fr", "check.clean") in result.output


@pytest.mark.slow
@pytest.mark.parametrize("name", PRESETS)
def test_cruft_makes_the_same_place(preset: Preset, name: str) -> None:
    """Generated in another process at another path, the place has the same files."""
    plain, crufted = preset(name), preset(name, "cruft")
    assert read_tree(crufted, ".git", ".cruft.json") == read_tree(plain, ".git", ".cruft.json")
    assert executables(crufted) == executables(plain) - {
        name for name in executables(plain) if name.startswith(".git/")
    }
    ours, theirs = (json.loads((place / ".cruft.json").read_text(encoding="utf-8")) for place in (plain, crufted))
    private = {name for name in theirs["context"]["cookiecutter"] if name.startswith("_")} - {"_template", "_commit"}
    for name in private:
        del theirs["context"]["cookiecutter"][name]
    assert ours == theirs


@pytest.mark.long
@pytest.mark.parametrize("name", EACH)
def test_the_place_is_the_template_with_its_answers_applied(preset: Preset, name: str) -> None:
    template = TEMPLATE / "tierslieu/generation/templates/fr"
    written = {path.relative_to(template).as_posix().removesuffix(".j2") for path in template.rglob("*.j2")}
    assert {"README.md", "config/space.yaml"} <= written
    place, source = read_tree(preset(name), ".git"), read_tree(kit_template(preset))
    assert set(place) == set(source) - {"answers.json"} | written | {".cruft.json", ".kit.json"}
    assert {path for path in source if path in place and place[path] != source[path]} == written & set(source)
    assert executables(preset(name)) >= executables(kit_template(preset))


@pytest.mark.long
@pytest.mark.parametrize("name", EACH)
def test_a_new_place_has_no_local_changes(preset: Preset, name: str) -> None:
    assert baseline.read_baseline(preset(name)) == dict(baseline.digests(TEMPLATE))
    place = load(preset(name), TODAY)
    assert divergence_lines(place, LocaleFormatter("fr", place.vocabulary.locales["fr"].strings)) == []


def kit_template(preset: Preset) -> Path:
    """The template in the snapshot of the kit that made the presets."""
    lineage = json.loads((preset(DEFAULTS) / ".cruft.json").read_text(encoding="utf-8"))
    return Path(lineage["template"]) / TEMPLATE_NAME


@pytest.mark.slow
def test_files_of_the_kit_are_the_same_in_every_place(preset: Preset) -> None:
    first, *others = (read_tree(preset(name)) for name in PRESETS)
    for other in others:
        for path in {*first, *other}:
            if path.split("/")[0] in KIT_OWNED:
                assert first[path] == other[path], path


@pytest.mark.parametrize("name", EACH)
def test_a_place_names_neither_the_kit_nor_the_computer(preset: Preset, name: str, kit: Path) -> None:
    place = preset(name)
    traces = [str(kit), str(place.parent), str(KIT), str(Path.home()) + "/"]
    for path, content in read_tree(place, ".git", ".cruft.json").items():
        assert "__pycache__" not in path
        assert not path.endswith(".pyc")
        assert not re.search(rb"\{[{%].*\bcookiecutter\.", content) or path.startswith("tierslieu/"), path
        assert b"{% raw" not in content, path
        assert b"{{ cookiecutter" not in content, path
        assert b"{{cookiecutter" not in content, path
        assert [trace for trace in traces if trace.encode() in content] == [], path


@pytest.mark.slow
def test_bytecode_in_the_kit_is_not_copied(kit: Path, tmp_path: Path) -> None:
    """Running the engine in the kit leaves ``__pycache__`` there."""
    copy = shutil.copytree(kit, tmp_path / "kit")
    left = copy / TEMPLATE_NAME / "tierslieu/generation/__pycache__/rules.cpython-311.pyc"
    left.parent.mkdir()
    left.write_bytes(b"\0")
    run_checked(tool_command("cookiecutter", "--no-input", copy), tmp_path, clean_environment(tmp_path / "home"))
    place = tmp_path / default_answers({})["space_slug"]
    assert [path for path in read_tree(place) if "__pycache__" in path] == []


@pytest.mark.long
def test_another_computer_makes_the_same_place(preset: Preset, kit: Path, tmp_path: Path) -> None:
    """With another home, language, time zone, order of sets, and a Python that writes its bytecode."""
    other = clean_environment(
        tmp_path / "home", LC_ALL="C", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", PYTHONUTF8="0"
    )
    other.pop("PYTHONDONTWRITEBYTECODE")
    config = kit / "docs/territories/fil-numerique.yaml"
    run_checked(tool_command("cookiecutter", "--no-input", "--config-file", config, kit), tmp_path, other)
    assert read_tree(tmp_path / "fil-numerique", ".git") == read_tree(preset("fil-numerique"), ".git")
    assert read_tree(tmp_path / "fil-numerique/.git", "objects", "index", "logs", "refs") == read_tree(
        preset("fil-numerique") / ".git", "objects", "index", "logs", "refs"
    )


@pytest.mark.slow
def test_the_places_own_tests_pass(preset: Preset, tmp_path: Path) -> None:
    place = preset("fil-numerique")
    command = lieu_command()[:-1]
    run_checked([*command, "unittest", "discover", "tests"], place, clean_environment(tmp_path))
    assert "__pycache__" not in "".join(read_tree(place))


# --- Built ---


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(built_preset: BuiltPlace, tmp_path: Path) -> None:
    """The second one is in another folder and time zone, with another order of sets."""
    first = built_preset("fil-numerique")
    second = shutil.copytree(first, tmp_path / "moved")
    before = read_tree(second / "public") | read_tree(second / "documents")
    for folder in ("public", "documents"):
        shutil.rmtree(second / folder)
    other = clean_environment(
        tmp_path / "home", LC_ALL="C", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", SOURCE_DATE_EPOCH="1"
    )
    run_checked(lieu_command("build", "--today", TODAY.isoformat()), second, other)
    assert read_tree(second / "public") | read_tree(second / "documents") == before
    assert read_tree(second) == read_tree(first)


@pytest.mark.slow
@pytest.mark.parametrize("name", BUILT)
def test_site_documents_and_calendar_are_there(built_preset: BuiltPlace, name: str) -> None:
    outputs = read_tree(built_preset(name))
    assert {"public/index.html", "public/agenda.ics", "public/404.html"} <= set(outputs)
    for suffix in ("html", "pdf", "docx", "odt"):
        assert [path for path in outputs if path.startswith("documents/") and path.endswith(f".{suffix}")]
    assert not [path for path in outputs if path.startswith(".") and not path.startswith(".cache/")
                and path not in (".cruft.json", ".kit.json", ".editorconfig", ".gitattributes", ".gitignore", ".gitlab-ci.yml", ".github/workflows/site.yml")]  # fmt: skip


@pytest.mark.slow
def test_a_price_comes_from_one_line_of_config(built_preset: BuiltPlace, tmp_path: Path) -> None:
    """Changing ``day`` changes every page, document and export that shows it; the old amount is nowhere."""
    place = shutil.copytree(built_preset("fil-numerique"), tmp_path / "place")
    prices = place / "config/prices.yaml"
    text = prices.read_text(encoding="utf-8")
    assert text.count("day: 15.00") == 1
    old, new = ("13,37", "14,73")
    files = {}
    for amount in (old, new):
        prices.write_text(text.replace("day: 15.00", f"day: {amount.replace(',', '.')}"), encoding="utf-8")
        space = load(place, TODAY)
        outputs = dict(build_pages(space)) | {
            f"documents/{name}": data for name, data in build_documents(space, ("html",)).items()
        }
        for export in exports.EXPORTS.values():
            outputs |= export(space)
        spellings = (amount.encode(), amount.replace(",", ".").encode())
        files[amount] = {path for path, data in outputs.items() if any(spelling in data for spelling in spellings)}
        assert not [path for path, data in outputs.items() for other in {old, new} - {amount} if other.encode() in data]
    assert files[old] == files[new]
    assert any(path.startswith("documents/") for path in files[new])
    assert any(path.endswith("index.html") for path in files[new])


# --- Lineage and repository ---


@pytest.mark.parametrize("name", BUILT)
def test_the_place_is_a_repository_with_the_branch_of_the_kit(preset: Preset, name: str) -> None:
    place = preset(name)
    assert git(place, "status", "--porcelain") == ""
    assert git(place, "rev-list", "--all", "--count") == "1"
    assert git(place, "rev-parse", "kit") == git(place, "rev-parse", "HEAD")
    assert git(place, "branch", "--show-current") == "main"
    assert git(place, "log", "-1", "--format=%an")


@pytest.mark.slow
def test_cruft_finds_a_plain_place_up_to_date_and_unchanged(preset: Preset, tmp_path: Path) -> None:
    place = preset("fil-numerique")
    run_checked(tool_command("cruft", "check"), place, clean_environment(tmp_path))
    result = run_checked(tool_command("cruft", "diff", "--exit-code"), place, clean_environment(tmp_path))
    assert "@@" not in result.output


@pytest.fixture
def outdated_place(kit: Path, tmp_path: Path) -> Callable[[str], Path]:
    """``outdated_place(by)``: a place made by a tool, with a newer kit, a changed price and a changed page."""

    def outdated_place(by: str) -> Path:
        copy = shutil.copytree(kit, tmp_path / "kit")
        start = ["create"] if by == "cruft" else []
        config = copy / "docs/territories/fil-numerique.yaml"
        run_checked(
            tool_command(by, *start, "--no-input", "--config-file", config, copy),
            tmp_path,
            clean_environment(tmp_path / "home"),
        )
        place = tmp_path / "fil-numerique"
        if by == "cruft":
            git(place, "init", "--quiet")
        replace(place / "config/prices.yaml", "day: 15.00", "day: 17.00")
        replace(place / "content/fr/pages/index.md", "---\n", "---\n# Notre titre\n", last=True)
        commit_all(place, "Notre prix")
        replace(copy / TEMPLATE_NAME / "theme/static/site.css", "", "/* newer */\n")
        (copy / TEMPLATE_NAME / "vocabulary/activity_formats/tout-neuf.yaml").write_text("# newer\n", encoding="utf-8")
        kit_questions = json.loads((copy / "cookiecutter.json").read_text(encoding="utf-8"))
        kit_questions = {"space_name": kit_questions["space_name"], "brand_new": "", **kit_questions}
        (copy / "cookiecutter.json").write_text(json.dumps(kit_questions), encoding="utf-8")
        commit_all(copy, "Newer")
        return place

    return outdated_place


def replace(path: Path, old: str, new: str, *, last: bool = False) -> None:
    """Replace the first (or last) ``old`` in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    parts = text.rsplit(old, 1) if last else text.split(old, 1) if old else ["", text]
    path.write_text(new.join(parts), encoding="utf-8", newline="\n")


@pytest.mark.slow
@pytest.mark.parametrize("by, updater", [("cookiecutter", "cruft"), ("cookiecutter", "lieu"), ("cruft", "lieu")])
def test_an_update_keeps_the_changes_of_the_team(
    outdated_place: Callable[[str], Path], by: str, updater: str, tmp_path: Path
) -> None:
    place = outdated_place(by)
    command = tool_command("cruft", "update", "--skip-apply-ask") if updater == "cruft" else lieu_command("update")
    environment = clean_environment(tmp_path / "home")
    if by == "cruft":  # it had no repository at birth that could record which kit made it
        from support.terminal import Terminal  # POSIX only

        with Terminal(command, place, environment) as terminal:
            terminal.expect("[o/N]")
            terminal.type("oui")
            assert terminal.wait().status == 0
    else:
        run_checked(command, place, environment)
    assert (place / "theme/static/site.css").read_text(encoding="utf-8").startswith("/* newer */")
    assert (place / "vocabulary/activity_formats/tout-neuf.yaml").exists()
    assert "day: 17.00" in (place / "config/prices.yaml").read_text(encoding="utf-8")
    assert "# Notre titre" in (place / "content/fr/pages/index.md").read_text(encoding="utf-8")
    assert not list(place.rglob("*.rej"))
    lineage = json.loads((place / ".cruft.json").read_text(encoding="utf-8"))
    assert lineage["commit"] == git(tmp_path / "kit", "rev-parse", "HEAD")


@pytest.mark.slow
def test_a_kit_fetched_by_its_address_is_recorded_with_it(kit: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(kit), "kit.git")
    address = f"file://{tmp_path}/kit.git"
    run_checked(tool_command("cookiecutter", "--no-input", address), tmp_path, clean_environment(tmp_path / "home"))
    place = tmp_path / default_answers({})["space_slug"]
    lineage = json.loads((place / ".cruft.json").read_text(encoding="utf-8"))
    assert lineage["template"] == address
    assert lineage["commit"] == git(kit, "rev-parse", "HEAD")
    assert lineage["context"]["cookiecutter"]["_template"] == lineage["template"]


@pytest.mark.long
def test_a_contributor_generates_a_place_from_the_folder_of_the_kit(kit: Path, tmp_path: Path) -> None:
    """The place records the absolute path of the kit, the commit has its author, and the next commands are printed."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\nname = Une personne\nemail = une@exemple.fr\n", encoding="utf-8")
    result = run_checked(
        tool_command("cookiecutter", "--no-input", "--output-dir", tmp_path, "."), kit, clean_environment(home)
    )
    slug = default_answers({})["space_slug"]
    lineage = json.loads((tmp_path / slug / ".cruft.json").read_text(encoding="utf-8"))
    assert lineage["template"] == str(kit)
    assert git(tmp_path / slug, "log", "-1", "--format=%an <%ae>") == "Une personne <une@exemple.fr>"
    commands = [line.strip().split("  ")[0] for line in result.output.splitlines()[-3:]]
    assert commands == [f"cd {slug}", "./lieu check", "./lieu serve"]


# --- Without git, or inside another repository ---


@pytest.mark.long
def test_inside_another_repository_none_is_created(kit: Path, tmp_path: Path) -> None:
    run_checked(["git", "init", "--quiet"], tmp_path)
    result = run_checked(
        tool_command("cookiecutter", "--no-input", kit), tmp_path, clean_environment(tmp_path / "home")
    )
    place = tmp_path / default_answers({})["space_slug"]
    assert not (place / ".git").exists()
    assert (place / ".cruft.json").exists()
    assert messages.text("fr", "birth.inside") in result.output


@pytest.mark.long
def test_a_generation_called_by_a_hook_of_git_leaves_that_repository_unchanged(kit: Path, tmp_path: Path) -> None:
    """git sets ``GIT_DIR`` for its hooks; the repository of the new place must not use it."""
    run_checked(["git", "init", "--quiet", "other"], tmp_path)
    inside = clean_environment(
        tmp_path / "home", GIT_DIR=str(tmp_path / "other/.git"), GIT_INDEX_FILE=str(tmp_path / "other/index")
    )
    run_checked(tool_command("cookiecutter", "--no-input", kit), tmp_path, inside)
    assert git(tmp_path / default_answers({})["space_slug"], "rev-list", "--all", "--count") == "1"
    assert git(tmp_path / "other", "status", "--porcelain") == ""
    assert git(tmp_path / "other", "rev-list", "--all", "--count") == "0"


@pytest.mark.slow
def test_without_git_the_place_is_generated(kit: Path, preset: Preset, tmp_path: Path) -> None:
    result = run_checked(
        tool_command("cookiecutter", "--no-input", kit),
        tmp_path,
        clean_environment(tmp_path / "home", PATH=str(tmp_path)),
    )
    place = tmp_path / default_answers({})["space_slug"]
    assert read_tree(place) == read_tree(preset(DEFAULTS), ".git", ".cruft.json")
    assert messages.text("fr", "birth.no_git") in result.output
    run_checked(
        lieu_command("check", "--today", TODAY.isoformat()),
        place,
        clean_environment(tmp_path / "home", PATH=str(tmp_path)),
    )


@pytest.mark.slow
def test_a_kit_without_git_is_reported_as_impossible_to_record(kit: Path, tmp_path: Path) -> None:
    """A kit downloaded as an archive, for example."""
    copy = shutil.copytree(kit, tmp_path / "kit", ignore=shutil.ignore_patterns(".git"))
    result = run_checked(
        tool_command("cookiecutter", "--no-input", copy), tmp_path, clean_environment(tmp_path / "home")
    )
    place = tmp_path / default_answers({})["space_slug"]
    assert not (place / ".cruft.json").exists()
    assert messages.text("fr", "birth.no_lineage") in result.output
    assert git(place, "rev-list", "--all", "--count") == "1"


def test_presets_are_plain_yaml_of_text() -> None:
    """Answers are quoted, so that no reader of YAML takes 01000 or ``non`` for something else."""
    for territory in TERRITORIES:
        assert {type(answer) for answer in territory_answers(territory).values()} == {str}, territory.name


@pytest.mark.long
@pytest.mark.parametrize("name", EACH)
def test_each_employer_pays_its_own_wages(preset: Preset, name: str) -> None:
    """A wage shared between organisations would be a loan of staff (Code du travail, article L. 8241-2)."""
    space, _ = check(preset(name), TODAY)
    employers = {space.responsible("employs", service) for service in space.identity.services}
    employers = employers or set(space.organisations.organisations)
    words = ("Salaires", "Wages")
    payers = [cost.paid_by for cost in space.budget.costs if cost.label.startswith(words)]
    assert sorted(map(str, payers)) == sorted(map(str, employers))


# --- What answers do not say: the example files of a territory

FURNISHED = sorted(path.name for path in (KIT / "docs/territories").iterdir() if path.is_dir())


@pytest.fixture(scope="session")
def furnished(shared_folder: SharedFolder, preset: Preset) -> BuiltPlace:
    """``furnished(name)``: the place of a territory with its example files over those of the kit."""

    def furnished(name: str) -> Path:
        def make(folder: Path) -> None:
            place = shutil.copytree(preset(name), folder / "place", ignore=shutil.ignore_patterns(".git"))
            furnish(place, name)

        return shared_folder(f"furnished/{name}", make) / "place"

    return furnished


def facts_of(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value of a file of ``config/`` that is known, but for those in lists."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from facts_of(value, (*path, key))
        elif value is not None and not isinstance(value, list):
            yield (*path, key), value


#: What example files choose, whatever the answers say.
_CHOSEN = ("legal_form", "desks", "golden_ticket", "opening_months")


@pytest.mark.parametrize("name", FURNISHED)
def test_example_files_change_no_answer(preset: Preset, name: str) -> None:
    """They only add to what the answers say, and keep pace with the templates of ``config/``.

    Answers leave open which cooperative it is, and how many desks and months of opening there are: example files choose.
    """
    folder = KIT / "docs/territories" / name
    for path in (folder / "config").glob("*.yaml"):
        own, generated = (
            dict(facts_of(yaml.safe_load((root / path.relative_to(folder)).read_text(encoding="utf-8"))))
            for root in (folder, preset(name))
        )
        changed = generated.items() - own.items()
        assert {fact for fact in changed if fact[0][-1] not in _CHOSEN} == set(), path.name


@pytest.mark.long
@pytest.mark.parametrize("name", FURNISHED)
def test_example_files_are_marked_and_make_a_complete_budget(furnished: BuiltPlace, name: str) -> None:
    for path in (KIT / "docs/territories" / name).rglob("*.yaml"):
        assert "# EXEMPLE" in path.read_text(encoding="utf-8"), path.name
    space, problems = check(furnished(name), TODAY)
    assert [problem.code for problem in problems if problem.level != "blank"] == []
    forecast = budget.forecast(space)
    assert forecast.missing == ()
    # An aid is never above what its year lacks: the first year, which has one, ends below zero once free uses are counted.
    assert all(year.result is not None for year in forecast.years)
    assert all(year.result > 0 for year in forecast.years[1:] if year.result is not None)
    assert all(cash.complete and cash.shortage is None for cash in forecast.cash)
    plans = (space.budget.costs, space.budget.subsidies, space.budget.investments, space.budget.loans)
    assert all("(exemple)" in line.label for lines in plans for line in lines)


@pytest.mark.long
@pytest.mark.parametrize("name", FURNISHED)
def test_example_organisations_have_their_statutes_and_what_founds_them(furnished: BuiltPlace, name: str) -> None:
    space, _ = check(furnished(name), TODAY)
    kinds = {(instance.about, instance.source.meta.kind) for instance in select_documents(space)}
    for key, organisation in space.organisations.organisations.items():
        assert [kind for about, kind in kinds if about == key and kind.startswith("statutes-")], key
        form = space.vocabulary.legal_form(organisation.legal_form)
        assert form
        founding = {kind for duty in form.documents if duty.when == "à la création" for kind in duty.kinds}
        assert {kind for kind in founding if (key, kind) not in kinds} == set(), key


@pytest.mark.long
def test_the_demonstration_shows_the_documents_of_agreements_and_of_rooms(furnished: BuiltPlace) -> None:
    space, _ = check(furnished("fil-numerique"), TODAY)
    sources = {instance.source.slug for instance in select_documents(space)}
    assert {
        "convention-d-occupation", "convention-de-subvention", "convention-conseiller-numerique",
        "contrat-location-de-salle", "etat-des-lieux-salle",
    } <= sources  # fmt: skip
    for agreement in space.organisations.agreements.values():
        assert agreement.other.name and agreement.other.name.endswith(" Exemple")


def test_the_demonstration_has_its_example_files() -> None:
    recipe = run(["make", "--dry-run", "generate"], KIT)
    assert "cp -R docs/territories/fil-numerique/. demo/.new/fil-numerique/" in recipe.output
