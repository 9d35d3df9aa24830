"""The French of the kit follows the rules of ``docs/guides/ecrire.md`` that a machine can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from support.french_style import FEW_RELATIVES, GUIDE, french_texts, style_faults
from support.paths import KIT, TEMPLATE


def examples(rule: int) -> Iterator[tuple[str, str]]:
    """The rows of a rule's table in the guide: what to avoid, what is better."""
    section = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[rule]
    yield from re.findall(r"^\| (.+?) \| (.+?) \|$", section, flags=re.MULTILINE)[2:]


@pytest.mark.parametrize("rule", [1, 2, 3, 4])
def test_the_guide_s_examples_break_the_rule_and_their_mends_do_not(rule: int) -> None:
    rows = list(examples(rule))
    assert rows
    for avoided, better in rows:
        repeated = " ".join([avoided] * (FEW_RELATIVES + 1) if rule == 3 else [avoided])
        assert style_faults(repeated), avoided
        assert not style_faults(better), better


def test_a_question_code_and_a_few_relatives_are_no_faults() -> None:
    for text in ("Qui gère le lieu\u00a0?", "`Qui casse paie.`", "Ce qui manque, ce que tu veux, ce dont il parle."):
        assert style_faults(text) == [], text


@pytest.mark.long
def test_every_french_text_of_the_kit_keeps_the_rules() -> None:
    faults = {
        path.relative_to(KIT).as_posix(): faults
        for path in french_texts()
        if (faults := style_faults(path.read_text(encoding="utf-8")))
    }
    assert faults == {}


def test_no_name_follows_a_preposition_that_its_article_would_change() -> None:
    """« à Les Bureaux » would be « aux Bureaux »: the sentence is turned so that nothing has to change."""
    name = r"(?:à|de|À|De) (?:\*\*)?\{\{ *(?:named\(|space\.name|[a-z_.]*\.called)"
    files = [*(TEMPLATE / "governance/fr").glob("*.md"), *(TEMPLATE / "content/fr").rglob("*.md")]
    assert [path.name for path in files if re.search(name, path.read_text(encoding="utf-8"))] == []
