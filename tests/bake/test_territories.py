"""Every preset, and plain defaults: the same complete place from cookiecutter and from cruft, checked and built."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.generated_places import (
    TERRITORIES,
    TODAY,
    clean_environment,
    commit_all,
    complete_answers,
    executables,
    git,
    lieu_command,
    read_tree,
    run_checked,
    territory_answers,
    tool_command,
)
from support.paths import KIT, TEMPLATE, TEMPLATE_NAME

from tierslieu import exports
from tierslieu.build.dry_run import check
from tierslieu.documents.build import build_documents
from tierslieu.documents.selection import select_documents
from tierslieu.generation import baseline
from tierslieu.i18n import messages
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.lineage.divergence import told
from tierslieu.loading.load import load
from tierslieu.site.pages_build import build_pages

DEFAULTS = "défauts"
PRESETS = [DEFAULTS, *(territory.stem for territory in TERRITORIES)]
#: Those whose documents are built too: every fact given, and nearly none.
BUILT = [DEFAULTS, "fil-numerique"]
#: Each preset; those that are not above, only when nothing is left out.
EACH = [pytest.param(name, marks=() if name in BUILT else pytest.mark.slow) for name in PRESETS]
KIT_OWNED = ("theme", "tierslieu", "tests", "lieu", "lieu.cmd", ".kit.json")


@pytest.fixture(scope="session")
def preset(shared_folder: Callable[..., Path], kit: Path) -> Callable[..., Path]:
    """``preset(name, tool)``: the place that the tool makes of a preset, on a computer where nothing was set up."""

    def preset(name: str, by: str = "cookiecutter") -> Path:
        def make(folder: Path) -> None:
            config = [] if name == DEFAULTS else ["--config-file", kit / f"docs/territories/{name}.yaml"]
            start = ["create"] if by == "cruft" else []
            run_checked(
                tool_command(by, *start, "--no-input", *config, kit),
                folder,
                clean_environment(folder.parent / f"{folder.name}-home"),
            )

        slug = complete_answers({})["space_slug"] if name == DEFAULTS else name
        return shared_folder(f"{by}/{name}", make) / slug

    return preset


@pytest.fixture(scope="session")
def built(shared_folder: Callable[..., Path], preset: Callable[..., Path]) -> Callable[[str], Path]:
    """``built(name)``: the place with its ``public/`` and ``documents/``."""

    def built(name: str) -> Path:
        def make(folder: Path) -> None:
            place = shutil.copytree(preset(name), folder / "place", ignore=shutil.ignore_patterns(".git"))
            run_checked(lieu_command("build", "--today", TODAY.isoformat()), place, clean_environment(folder / "home"))

        return shared_folder(f"built/{name}", make) / "place"

    return built


# --- Each place ---


@pytest.mark.parametrize("name", EACH)
def test_the_place_checks_clean_and_builds(preset, name):
    """No error, and no warning either: a preset is an example to follow. Checking renders every text.

    One warning belongs to the example: that of an association which invoices coworking.
    """
    space, problems = check(preset(name), TODAY)
    seller = space.organisations.organisations.get(space.responsible("invoices", "coworking") or "")
    risky = ["tax.non_profit"] if seller and seller.legal_form == "association-loi-1901" else []
    assert [problem.code for problem in problems if problem.level != "blank"] == risky
    assert "index.html" in build_pages(space)
    assert select_documents(space)


@pytest.mark.slow
def test_the_command_line_checks_clean(preset, tmp_path):
    done = run_checked(
        lieu_command("check", "--today", TODAY.isoformat()), preset(DEFAULTS), clean_environment(tmp_path)
    )
    assert messages.text("fr", "check.clean") in done.output


@pytest.mark.slow
@pytest.mark.parametrize("name", PRESETS)
def test_cruft_makes_the_same_place(preset, name):
    """In another process, at another path: nothing but the answers decides what a place holds."""
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


@pytest.mark.parametrize("name", EACH)
def test_the_place_is_the_template_with_its_answers_applied(preset, name):
    template = TEMPLATE / "tierslieu/generation/templates/fr"
    written = {path.relative_to(template).as_posix().removesuffix(".j2") for path in template.rglob("*.j2")}
    assert {"README.md", "config/space.yaml"} <= written
    place, template = read_tree(preset(name), ".git"), read_tree(kit_template(preset))
    assert set(place) == set(template) - {"answers.json"} | written | {".cruft.json", ".kit.json"}
    assert {path for path in template if path in place and place[path] != template[path]} == written & set(template)
    assert executables(preset(name)) >= executables(kit_template(preset))


@pytest.mark.parametrize("name", EACH)
def test_on_its_first_day_a_place_has_changed_nothing(preset, name):
    assert baseline.read_baseline(preset(name)) == dict(baseline.digests(TEMPLATE))
    place = load(preset(name), TODAY)
    assert told(place, LocaleFormatter("fr", place.vocabulary.locales["fr"].strings)) == []


def kit_template(preset: Callable[..., Path]) -> Path:
    """The template in the snapshot of the kit that made the presets."""
    lineage = json.loads((preset(DEFAULTS) / ".cruft.json").read_text(encoding="utf-8"))
    return Path(lineage["template"]) / TEMPLATE_NAME


@pytest.mark.slow
def test_what_the_kit_owns_is_the_same_everywhere(preset):
    first, *others = (read_tree(preset(name)) for name in PRESETS)
    for other in others:
        for path in {*first, *other}:
            if path.split("/")[0] in KIT_OWNED:
                assert first[path] == other[path], path


@pytest.mark.parametrize("name", EACH)
def test_nothing_of_the_kit_or_the_machine_is_left_over(preset, name, kit):
    place = preset(name)
    traces = [str(kit), str(place.parent), str(KIT), str(Path.home()) + "/"]
    for path, content in read_tree(place, ".git", ".cruft.json").items():
        assert "__pycache__" not in path
        assert not path.endswith(".pyc")
        assert b"cookiecutter." not in content or path.startswith("tierslieu/"), path
        assert b"{% raw" not in content, path
        assert b"{{ cookiecutter" not in content, path
        assert b"{{cookiecutter" not in content, path
        assert [trace for trace in traces if trace.encode() in content] == [], path


@pytest.mark.slow
def test_what_python_left_in_the_kit_is_not_baked(kit, tmp_path):
    """Contributors run the engine in place; the folder in which they make a place from it must not show."""
    copy = shutil.copytree(kit, tmp_path / "kit")
    left = copy / TEMPLATE_NAME / "tierslieu/generation/__pycache__/rules.cpython-311.pyc"
    left.parent.mkdir()
    left.write_bytes(b"\0")
    run_checked(tool_command("cookiecutter", "--no-input", copy), tmp_path, clean_environment(tmp_path / "home"))
    place = tmp_path / complete_answers({})["space_slug"]
    assert [path for path in read_tree(place) if "__pycache__" in path] == []


def test_another_computer_makes_the_same_place(preset, kit, tmp_path):
    """Another home, language, time zone, order of sets, and a Python that writes its bytecode."""
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
def test_the_places_own_tests_pass(preset, tmp_path):
    place = preset("fil-numerique")
    command = lieu_command()[:-1]
    run_checked([*command, "unittest", "discover", "tests"], place, clean_environment(tmp_path))
    assert "__pycache__" not in "".join(read_tree(place))


# --- Built ---


@pytest.mark.slow
def test_two_builds_give_the_same_bytes(built, tmp_path):
    """The second one elsewhere, in another time zone, with another order of sets."""
    first = built("fil-numerique")
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
def test_site_documents_and_calendar_are_there(built, name):
    made = read_tree(built(name))
    assert {"public/index.html", "public/agenda.ics", "public/404.html"} <= set(made)
    for suffix in ("html", "pdf", "docx", "odt"):
        assert [path for path in made if path.startswith("documents/") and path.endswith(f".{suffix}")]
    assert not [path for path in made if path.startswith(".") and not path.startswith(".cache/")
                and path not in (".cruft.json", ".kit.json", ".editorconfig", ".gitattributes", ".gitignore", ".gitlab-ci.yml", ".github/workflows/site.yml")]  # fmt: skip


@pytest.mark.slow
def test_a_price_is_written_once(built, tmp_path):
    """Changing ``price_day`` changes every page, document and export that shows it; the old amount is nowhere."""
    place = shutil.copytree(built("fil-numerique"), tmp_path / "place")
    prices = place / "config/prices.yaml"
    text = prices.read_text(encoding="utf-8")
    assert text.count("day: 15.00") == 1
    old, new = ("13,37", "14,73")
    shown = {}
    for amount in (old, new):
        prices.write_text(text.replace("day: 15.00", f"day: {amount.replace(',', '.')}"), encoding="utf-8")
        space = load(place, TODAY)
        made = build_pages(space) | {
            f"documents/{name}": data for name, data in build_documents(space, ("html",)).items()
        }
        for export in exports.EXPORTS.values():
            made |= export(space)
        spellings = (amount.encode(), amount.replace(",", ".").encode())
        shown[amount] = {path for path, data in made.items() if any(spelling in data for spelling in spellings)}
        assert not [path for path, data in made.items() for other in {old, new} - {amount} if other.encode() in data]
    assert shown[old] == shown[new]
    assert any(path.startswith("documents/") for path in shown[new])
    assert any(path.endswith("index.html") for path in shown[new])


# --- Lineage and repository ---


@pytest.mark.parametrize("name", BUILT)
def test_the_place_is_a_repository_with_the_branch_of_the_kit(preset, name):
    place = preset(name)
    assert git(place, "status", "--porcelain") == ""
    assert git(place, "rev-list", "--all", "--count") == "1"
    assert git(place, "rev-parse", "kit") == git(place, "rev-parse", "HEAD")
    assert git(place, "branch", "--show-current") == "main"
    assert git(place, "log", "-1", "--format=%an")


@pytest.mark.slow
def test_cruft_finds_a_plain_place_up_to_date_and_unchanged(preset, tmp_path):
    place = preset("fil-numerique")
    run_checked(tool_command("cruft", "check"), place, clean_environment(tmp_path))
    done = run_checked(tool_command("cruft", "diff", "--exit-code"), place, clean_environment(tmp_path))
    assert "@@" not in done.output


@pytest.fixture
def later(kit: Path, tmp_path: Path) -> Callable[[str], Path]:
    """``later(by)``: a place whose kit has gone on since, and whose team has changed a price and a page."""

    def later(by: str) -> Path:
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

    return later


def replace(path: Path, old: str, new: str, *, last: bool = False) -> None:
    """Replace the first (or last) ``old`` in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    parts = text.rsplit(old, 1) if last else text.split(old, 1) if old else ["", text]
    path.write_text(new.join(parts), encoding="utf-8", newline="\n")


@pytest.mark.slow
@pytest.mark.parametrize("by, updater", [("cookiecutter", "cruft"), ("cookiecutter", "lieu"), ("cruft", "lieu")])
def test_an_update_keeps_what_the_team_has_changed(later, by, updater, tmp_path):
    place = later(by)
    command = tool_command("cruft", "update", "--skip-apply-ask") if updater == "cruft" else lieu_command("update")
    run_checked(command, place, clean_environment(tmp_path / "home"))
    assert (place / "theme/static/site.css").read_text(encoding="utf-8").startswith("/* newer */")
    assert (place / "vocabulary/activity_formats/tout-neuf.yaml").exists()
    assert "day: 17.00" in (place / "config/prices.yaml").read_text(encoding="utf-8")
    assert "# Notre titre" in (place / "content/fr/pages/index.md").read_text(encoding="utf-8")
    assert not list(place.rglob("*.rej"))
    lineage = json.loads((place / ".cruft.json").read_text(encoding="utf-8"))
    assert lineage["commit"] == git(tmp_path / "kit", "rev-parse", "HEAD")


@pytest.mark.slow
def test_a_kit_fetched_by_its_address_is_remembered_by_it(kit, tmp_path):
    git(tmp_path, "clone", "--quiet", "--bare", str(kit), "kit.git")
    address = f"file://{tmp_path}/kit.git"
    run_checked(tool_command("cookiecutter", "--no-input", address), tmp_path, clean_environment(tmp_path / "home"))
    place = tmp_path / complete_answers({})["space_slug"]
    lineage = json.loads((place / ".cruft.json").read_text(encoding="utf-8"))
    assert lineage["template"] == address
    assert lineage["commit"] == git(kit, "rev-parse", "HEAD")
    assert lineage["context"]["cookiecutter"]["_template"] == lineage["template"]


def test_from_the_folder_of_the_kit_by_somebody_whom_git_knows(kit, tmp_path):
    """As contributors do: the kit is remembered by its whole path, they are the author, and the next commands follow."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\nname = Une personne\nemail = une@exemple.fr\n", encoding="utf-8")
    done = run_checked(
        tool_command("cookiecutter", "--no-input", "--output-dir", tmp_path, "."), kit, clean_environment(home)
    )
    slug = complete_answers({})["space_slug"]
    lineage = json.loads((tmp_path / slug / ".cruft.json").read_text(encoding="utf-8"))
    assert lineage["template"] == str(kit)
    assert git(tmp_path / slug, "log", "-1", "--format=%an <%ae>") == "Une personne <une@exemple.fr>"
    commands = [line.strip().split("  ")[0] for line in done.output.splitlines()[-3:]]
    assert commands == [f"cd {slug}", "./lieu check", "./lieu serve"]


# --- What could not be done ---


def test_inside_another_repository_no_other_is_made(kit, tmp_path):
    run_checked(["git", "init", "--quiet"], tmp_path)
    done = run_checked(tool_command("cookiecutter", "--no-input", kit), tmp_path, clean_environment(tmp_path / "home"))
    place = tmp_path / complete_answers({})["space_slug"]
    assert not (place / ".git").exists()
    assert (place / ".cruft.json").exists()
    assert messages.text("fr", "birth.inside") in done.output


def test_a_repository_that_calls_from_a_hook_of_its_own_is_left_alone(kit, tmp_path):
    """git tells its hooks which repository they are in; the new place must not listen."""
    run_checked(["git", "init", "--quiet", "other"], tmp_path)
    inside = clean_environment(
        tmp_path / "home", GIT_DIR=str(tmp_path / "other/.git"), GIT_INDEX_FILE=str(tmp_path / "other/index")
    )
    run_checked(tool_command("cookiecutter", "--no-input", kit), tmp_path, inside)
    assert git(tmp_path / complete_answers({})["space_slug"], "rev-list", "--all", "--count") == "1"
    assert git(tmp_path / "other", "status", "--porcelain") == ""
    assert git(tmp_path / "other", "rev-list", "--all", "--count") == "0"


@pytest.mark.slow
def test_without_git_the_place_is_made(kit, preset, tmp_path):
    done = run_checked(
        tool_command("cookiecutter", "--no-input", kit),
        tmp_path,
        clean_environment(tmp_path / "home", PATH=str(tmp_path)),
    )
    place = tmp_path / complete_answers({})["space_slug"]
    assert read_tree(place) == read_tree(preset(DEFAULTS), ".git", ".cruft.json")
    assert messages.text("fr", "birth.no_git") in done.output
    run_checked(
        lieu_command("check", "--today", TODAY.isoformat()),
        place,
        clean_environment(tmp_path / "home", PATH=str(tmp_path)),
    )


@pytest.mark.slow
def test_a_kit_without_git_says_what_it_can_not_remember(kit, tmp_path):
    """Downloaded as an archive, for example."""
    copy = shutil.copytree(kit, tmp_path / "kit", ignore=shutil.ignore_patterns(".git"))
    done = run_checked(tool_command("cookiecutter", "--no-input", copy), tmp_path, clean_environment(tmp_path / "home"))
    place = tmp_path / complete_answers({})["space_slug"]
    assert not (place / ".cruft.json").exists()
    assert messages.text("fr", "birth.no_lineage") in done.output
    assert git(place, "rev-list", "--all", "--count") == "1"


def test_presets_are_plain_yaml_of_text():
    """Quoted, so that no reader of YAML takes 01000 or ``non`` for something else."""
    for territory in TERRITORIES:
        assert {type(answer) for answer in territory_answers(territory).values()} == {str}, territory.name
