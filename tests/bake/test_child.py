"""``reponses.yaml``, the answers that a place publishes for its children, are valid answers to the kit."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from support import generated_places
from support.factories import comptoir
from support.fixtures import NewPlace

from tierslieu.lineage import child_answers


@pytest.mark.long
def test_the_published_answers_of_a_place_make_a_child_with_the_same_organisation(
    tmp_path: Path, new_place: NewPlace
) -> None:
    parent = comptoir(identity={"name": "Lieu « d’origine » : #1"})
    answers = yaml.safe_load(child_answers.answers(parent))["default_context"]
    place = new_place(tmp_path / "place")
    assert generated_places.apply_answers(place, generated_places.complete_answers(answers)) == 0
    config = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (place / "config").glob("*.yaml")}
    assert config["space"]["lineage"]["parent"] == parent.identity.name
    assert config["organisations"]["common_costs"]["shares"] == {"cooperative": 60, "association": 40}
    assert config["organisations"]["solidarity"]["percent"] == 10
    assert config["prices"]["grids"][0]["amounts"]["day"] == 15
