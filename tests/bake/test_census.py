"""The 756 places of a sample of the 2019 census, with their real names, addresses, postal codes and websites.

Each is generated, or refused because of a fault in the data, through cookiecutter's own API and the functions of the
hooks, in this process.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cookiecutter.environment import StrictEnvironment
from support.generated_places import apply_answers, generate_place
from support.paths import KIT, SHARED, TEMPLATE_NAME
from support.requirements import require_file

from tierslieu.generation import questions
from tierslieu.loading.source_files import SourceFiles
from tierslieu.model import Budget, Commons, Community, Identity, Model, Organisations, Prices

CENSUS = SHARED / "data" / "tiers-lieux-2019-sample.csv"
COUNT = 756
CONFIG: dict[str, type[Model]] = {
    "organisations": Organisations,
    "prices": Prices,
    "budget": Budget,
    "commons": Commons,
    "community": Community,
}
#: The census is split so that every core has a part of it.
PARTS = 4

#: The answers that are refused, and the code of the error.
REFUSED = {
    ("postal_code", "0"): "answer.postal_code",  # 61 places, where the code was lost
    ("address", "156 rue Paul Bert\u00a0"): "answer.spaces",
    ("address", "36 quai Fulchiron\u00a0"): "answer.spaces",
    ("address", "4 Rue Piroux\u00a0"): "answer.spaces",
    ("website", "\u00a0www.pingpong-cowork.com"): "answer.spaces",
    ("website", "nomade.lyon@laposte.fr"): "answer.website",  # an e-mail address
    ("website", "http://fablab-vignes.org|fablab-vignes.org]]"): "answer.website",  # the mark-up of a wiki
    ("website", "https://atelier-d-cales.jimdo.com|site web"): "answer.website",
    ("website", "http://www.chezmÃ©mÃ©.fr"): "answer.website",  # UTF-8 read as Latin-1
}


@cache
def census() -> list[dict[str, str]]:
    """The answers of each place, as its line of the census has them."""
    columns = {
        "space_name": "NOM_TL",
        "territory": "NOM_ZE",
        "city": "NOMCOM",
        "postal_code": "CP",
        "address": "ADRESSE",
        "website": "WEB",
    }
    with require_file(CENSUS).open(encoding="utf-8", newline="") as lines:
        return [{name: line[column] for name, column in columns.items()} for line in csv.DictReader(lines)]


def test_the_sample_is_complete() -> None:
    assert len(census()) == COUNT
    assert len({tuple(place.items()) for place in census()}) == COUNT
    answers = {item for place in census() for item in place.items()}
    assert set(REFUSED) <= answers


PreGenFaults = Callable[[dict[str, Any]], list[str]]


@pytest.fixture(scope="session")
def pre_gen_faults(tmp_path_factory: pytest.TempPathFactory) -> PreGenFaults:
    """``pre_gen_faults(answers)``: the faults that the pre-generation hook reports, for an empty folder."""
    source = (KIT / "hooks/pre_gen_project.py").read_text(encoding="utf-8")
    context = {"cookiecutter": {"space_slug": "lieu"}}
    hook: dict[str, Any] = {"__file__": str(tmp_path_factory.mktemp("hook") / "hook.py")}
    exec(StrictEnvironment(context=context).from_string(source).render(context), hook)
    folder = tmp_path_factory.mktemp("empty")
    return lambda answers: list(hook["refusals"](answers, folder))


@pytest.fixture(scope="session")
def light_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit without the files that it copies unchanged, except the vocabulary that these answers use.

    With them, each of 756 places would be three megabytes of the same files.
    """
    kit = tmp_path_factory.mktemp("census") / "kit"
    shutil.copytree(KIT / "hooks", kit / "hooks")
    for path in (
        "cookiecutter.json",
        f"{TEMPLATE_NAME}/answers.json",
        f"{TEMPLATE_NAME}/README.md",
        f"{TEMPLATE_NAME}/vocabulary/locales/fr.yaml",
        f"{TEMPLATE_NAME}/vocabulary/governance_models/cooperative-et-association.yaml",
        f"{TEMPLATE_NAME}/vocabulary/legal_forms/cooperative.yaml",
        f"{TEMPLATE_NAME}/vocabulary/legal_forms/association-loi-1901.yaml",
        *(f"{TEMPLATE_NAME}/vocabulary/price_units/{unit}.yaml" for unit in ("half_day", "day", "month")),
    ):
        (kit / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(KIT / path, kit / path)
    return kit


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_place_is_generated_or_refused_for_a_fault_of_the_data(
    light_kit: Path,
    tmp_path: Path,
    pre_gen_faults: PreGenFaults,
    capsys: pytest.CaptureFixture[str],
    part: int,
) -> None:
    for place in census()[part::PARTS]:
        root = generate_place(light_kit, place, tmp_path, accept_hooks=False)
        answers = json.loads((root / "answers.json").read_text(encoding="utf-8"))
        assert answers == answers | place
        assert pre_gen_faults(answers) == []
        expected = {
            (question, REFUSED[question, value]) for question, value in place.items() if (question, value) in REFUSED
        }
        faults = questions.read(answers, root)[1]
        assert {(fault.questions[0], fault.code) for fault in faults} == expected, place
        assert apply_answers(root, answers) == (1 if expected else 0), capsys.readouterr().err
        assert (root / "config").exists() == (not expected)
        if not expected:
            website = place["website"] and re.sub(r"^(?!https?://)", "https://", place["website"])
            assert answers_in_config(root) == place | {"website": website}
        shutil.rmtree(root)


def answers_in_config(root: Path) -> dict[str, str]:
    """The answers, read back from ``config/``."""
    files = SourceFiles(root)
    for name, model in CONFIG.items():
        assert files.yaml(f"config/{name}.yaml", model), files.problems
    identity = files.yaml("config/space.yaml", Identity)
    assert identity
    return {
        "space_name": identity.name,
        "territory": identity.territory or "",
        "city": identity.address.city or "",
        "postal_code": identity.address.postal_code or "",
        "address": identity.address.street or "",
        "website": identity.contact.website or "",
    }
