"""Every rule of ``./lieu check`` finds what is wrong, lets pass what is right, and says it in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support import factories
from support.check_examples import (
    EXAMPLES,
    MONEY,
    Example,
    cooperative,
    grid,
    identity,
    offers,
    regimes,
    sold_book,
    space,
)
from support.paths import ENGINE, TEMPLATE

from tierslieu import check
from tierslieu.check import RULES
from tierslieu.check.services import services_have_operators
from tierslieu.core.finding import Finding
from tierslieu.core.money import canonical
from tierslieu.i18n import messages
from tierslieu.model import Space

BY_NAME = {rule.__name__: rule for rule in RULES}
LANGUAGES = ("fr", "en")
#: Codes of messages about the key of an organisation, or with the keys to choose from.
ABOUT_KEYS = {"reference.unknown", "reference.organisation", "budget.shared_wages", "budget.not_employer"}


def named(example: Example) -> str:
    return f"{example.rule}: {example.code}"


def findings(space: Space) -> Iterator[Finding]:
    return (finding for rule in RULES for finding in rule(space))


def message(finding: Finding, language: str = "fr") -> str:
    what = messages.text(language, finding.code, **finding.values)
    return f"{what}\n{messages.remedy(language, finding.code, **finding.values) or ''}"


# --- Each rule, by its examples ---


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.code not in ABOUT_KEYS], ids=named)
def test_an_organisation_is_called_by_its_name(example: Example) -> None:
    wrong = space(example.wrong)
    for finding in BY_NAME[example.rule](wrong):
        text = " ".join(
            str(finding.values.get(key, "")) for key in ("organisation", "organisations", "first", "second")
        )
        assert not {word.strip(",()") for word in text.split()} & wrong.organisations.organisations.keys(), text


@pytest.mark.parametrize("rule", BY_NAME)
def test_every_rule_has_its_examples(rule: str) -> None:
    assert [example for example in EXAMPLES if example.rule == rule] != []


def test_every_code_of_a_rule_has_an_example() -> None:
    """Every code written in check/, in the rules that hooks share and in price units has an example that raises it."""
    rules = Path(check.__file__).parent.glob("*.py")
    sources = [*rules, ENGINE / "core" / "rules.py", ENGINE / "finance" / "grid_rules.py"]
    written = {
        code for path in sources for code in re.findall(r'"([a-z_]+\.[a-z_]+)"', path.read_text("utf-8"))
    } & messages.catalogue("fr").keys()
    for unit in factories.vocabulary().price_units.values():
        written |= {*unit.messages.values(), *(ratio.message for ratio in unit.usual_ratios)}
    families = {"prices.reduced", "prices.solidarity", "associates.capital_sum", "associates.votes_sum"}
    families |= {"organisations.siren", "organisations.siret", "organisations.vat_number"}
    # Both ask for the spaces around a name, which the model takes away.
    assert (written | families) - {"answer.spaces"} == {example.code for example in EXAMPLES} - COMPOSED


#: Codes that are made from the name of a question.
COMPOSED = {"answer.postal_code", "answer.email", "answer.phone"}
#: Codes of the faults of pictures, wherever they are named.
COMPOSED |= {"image.missing", "image.missing_first", "image.elsewhere"}


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_a_rule_tells_what_is_wrong_and_only_that(example: Example) -> None:
    rule = BY_NAME[example.rule]
    assert [finding.code for finding in rule(space(example.right)) if finding.code == example.code] == []
    wrong = list(rule(space(example.wrong)))
    assert {finding.code for finding in wrong} == {example.code}
    for finding in wrong:
        assert all(message(finding, language).strip() for language in LANGUAGES)
        assert (
            finding.level == "blank"
            or messages.remedy("fr", finding.code, **finding.values)
            or finding.code == "shares.alone"
        )


def test_a_site_without_prices_need_not_be_in_french() -> None:
    changes = grid(amounts=dict.fromkeys(factories.PRICES["grids"][0]["amounts"])) | identity(language="en")
    assert list(BY_NAME["prices_are_in_french"](space(changes))) == []


def test_the_comptoir_has_nothing_against_it() -> None:
    reported = [finding.code for finding in findings(factories.comptoir()) if finding.level != "blank"]
    # Made by hand, it has no page; and 60 coworkers in time are more than its 10 desks hold.
    assert reported == ["capacity.desks", "page.no_home"]


@pytest.mark.parametrize("code", sorted({example.code for example in EXAMPLES}))
def test_a_message_shows_the_figures_of_its_finding(code: str) -> None:
    example = next(example for example in EXAMPLES if example.code == code)
    finding = next(iter(BY_NAME[example.rule](space(example.wrong))))
    figures = [canonical(value).removesuffix(".00") for value in finding.values.values() if isinstance(value, Decimal)]
    assert [figure for figure in figures if figure not in message(finding, "en")] == []
    assert [figure for figure in figures if figure.replace(".", ",") not in message(finding, "fr")] == []


# --- Wrong grids and wrong splits ---


REFUSED = [example for example in MONEY if example.code != "reference.unknown"]


def errors(changes: dict[str, Any]) -> list[Finding]:
    return [
        finding for finding in findings(space(changes)) if finding.level == "error" and finding.code != "page.no_home"
    ]


@pytest.mark.parametrize("example", REFUSED, ids=named)
def test_a_wrong_grid_or_split_has_its_own_sentence_and_no_other(example: Example) -> None:
    """Errors of the place are those of that one mistake; a warning stops nothing."""
    expected = {finding.code for finding in BY_NAME[example.rule](space(example.wrong)) if finding.level == "error"}
    assert {finding.code for finding in errors(example.wrong)} == expected


def test_twenty_wrong_grids_and_splits_are_refused_each_in_other_words() -> None:
    wrong = {
        **{example.code: example.wrong for example in REFUSED},
        **{example.code: example.wrong for example in EXAMPLES if example.rule in SPLITS},
    }
    refused = {code: found for code, changes in wrong.items() if (found := errors(changes))}
    sentences = {re.sub(r"[0-9]+(?:,[0-9]+)?|«[^»]*»", "…", message(errors[0])) for errors in refused.values()}
    assert len(refused) >= 20
    assert len(sentences) == len(refused)


#: Who holds capital, who votes and what is kept are splits too.
SPLITS = {
    "associates_share_one_whole", "capital_respects_the_form", "votes_respect_the_form", "colleges_make_a_whole",
    "colleges_respect_the_form", "reserves_respect_the_form",
}  # fmt: skip


@pytest.mark.parametrize("changes, words", [
    (grid(amounts={"half_day": "15", "pass_10": "100"}), "La demi-journée (15 €) coûte autant que la journée (15 €), ou plus."),
    (grid(amounts={"month": "14.50"}), "Le mois (14,50 €) ne coûte pas plus que la journée (15 €)."),
    (offers("room", hour="60", day="50"), "« room_day » (50 €) ne coûte pas plus que « room_hour » (60 €), pourtant plus court."),
    (grid(amounts={"pass_10": "95"}), "Le carnet (95 €) ne fait rien gagner : 10 usages à 9 € font 90 €."),
    (grid(reduced={"day": "15"}), "Le prix réduit de « day » (15 €) n’est pas plus bas que le plein tarif (15 €)."),
    (cooperative(legal_form="scic", reserves_percent=50), "Les statuts mettent 50 % des excédents en réserve ; la forme « scic » en demande 57,50 % au moins"),
])  # fmt: skip
def test_the_sentence_gives_the_figures(changes: dict[str, Any], words: str) -> None:
    (finding,) = errors(changes)
    assert words in message(finding).replace("\u00a0", " ")


# --- Real grids ---


def desk(**amounts: str) -> dict[str, Any]:
    """A grid of desks, of which some prices are unknown."""
    return grid(amounts={**dict.fromkeys(("half_day", "day", "month", "pass_10")), **amounts})


@pytest.mark.parametrize("changes, unusual", [
    (grid(), []),
    (desk(half_day="12", day="20", month="225"), []),
    ({"prices": {"passes": {"pass_10": {"unit": "day"}}, **desk(half_day="15", day="25", month="145", pass_10="80")["prices"]}}, ["prices.unusual_pass"]),
    (desk(half_day="6", month="117"), []),
    (desk(half_day="6", day="12"), []),
    (desk(half_day="5"), []),
    (offers("office", half_day="15"), []),
    (offers("room", half_day="45", day="75"), []),
    (desk(day="15", month="200"), []),
    (desk(day="20", month="95"), ["prices.unusual_month"]),
    ({"prices": {"audiences": {"reduced": "Étudiantes et étudiants"}, **grid(reduced={"day": "1"})["prices"]}}, []),
    (offers("room", hour="10", half_day="25", day="50", week="250"), []),
    (offers("room", hour="15", half_day="40", day="80", week="400"), []),
    (offers("room", half_day="56", day="105"), []),
    (offers("room", half_day="112", day="252"), []),
    (offers("room", half_day="252", day="420"), []),
    (offers("membership", month="3", year="25"), []),
], ids=[
    "Comptoir Numérique", "Remoulins", "Lesquin", "Clermont", "Nantes", "Soissons", "Soissons, office", "Soissons, room", "Grenoble", "Nantes, from", "Toulouse",
    "CoFabrik, members", "CoFabrik, others", "Mutualab, small", "Mutualab, middle", "Mutualab, large", "La Raffinerie",
])  # fmt: skip
def test_published_grids_are_accepted(changes: dict[str, Any], unusual: list[str]) -> None:
    """Those of docs/explications/prix.md; the Comptoir’s own, 9, 15 and 280 €, has nothing unusual."""
    others = ("page.no_home", "capacity.desks")
    reported = [
        finding for finding in findings(space(changes)) if finding.level != "blank" and finding.code not in others
    ]
    assert [(finding.code, finding.level) for finding in reported] == [(code, "warning") for code in unusual]


# --- Rules that come from the law are data ---


def test_no_legal_form_or_regime_is_named_in_the_rules() -> None:
    names = {*factories.vocabulary().legal_forms, *factories.vocabulary().vat_regimes, *factories.vocabulary().marks}
    for path in Path(check.__file__).parent.glob("*.py"):
        strings = set(re.findall(r'"([a-z0-9-]+)"', path.read_text("utf-8")))
        assert strings & names == set(), path.name


def test_a_limit_says_its_law() -> None:
    (finding,) = errors(cooperative(legal_form="scic", colleges={"a": 50, "b": 50}))
    assert "19 octies" in message(finding)


def test_what_is_not_known_is_not_judged() -> None:
    assert errors(cooperative(legal_form="scic")) == []
    assert errors(cooperative(legal_form="scop", associates={"employees": {}, "others": {}})) == []


def test_a_threshold_names_the_first_year_above_it() -> None:
    changes = cooperative(vat={"regime": "franchise-en-base"}) | identity(
        capacity={"residents": 10, "occasional": 20, "target_coworkers": 60}
    )
    (finding,) = (finding for finding in findings(space(changes)) if finding.code == "vat.threshold")
    assert finding.values["year"] == 1
    assert finding.values["income"] == 10 * 280 * 12 + 20 * 2 * 9 * 12 > finding.values["threshold"]
    assert "37500 €" in message(finding).replace("\u00a0", " ")


def test_a_wrong_name_does_not_stop_the_other_rules() -> None:
    """Figures that would need it are left aside, without an error of ours."""
    changes: dict[str, Any] = {
        "organisations": {
            "organisations": {"cooperative": {"vat": {"regime": "franchise-en-base"}}},
            "services": {"coworking": {"operator": "coop"}, "support": factories.REMOVED},
            "streams": {"boutique": {"shares": {"coop": 90}}},
        },
        "budget": {"occasional_buys": {"demi": 1}, "sales": [{"offer": "salle", "per_month": 1}]},
        "prices": {"offers": {"day": {"vat": "moitie"}}, "passes": {"pass_10": {"also_opens": ["mediation"]}}},
    }
    codes = {finding.code for finding in errors(changes)}
    assert codes >= {"reference.unknown", "services.no_operator", "streams.sum", "streams.no_collector"}


@pytest.mark.parametrize("changes", [
    {"organisations": {"services": {"coworking": factories.REMOVED}}},
    {"budget": {"occasional_buys": {"demi": 1}}},
], ids=["no operator", "unknown offer"])  # fmt: skip
def test_a_threshold_is_not_judged_before_incomes_are_known(changes: dict[str, Any]) -> None:
    both = factories.merge(changes, cooperative(vat={"regime": "franchise-en-base"}))
    assert [finding.code for finding in findings(space(both)) if finding.code == "vat.threshold"] == []


def test_the_regime_to_find_is_that_of_whoever_has_none() -> None:
    changes = factories.merge(regimes("assujettie", None), sold_book(also_opens=["mediation"]))
    (finding,) = (finding for finding in findings(space(changes)) if finding.code == "vat.pass_unknown")
    assert finding.values["organisations"] == "Association d’exemple"


def test_an_organisation_alone_shares_with_nobody() -> None:
    assert [finding for finding in findings(factories.alone()) if finding.path[:1] == ("common_costs",)] == []


def test_one_to_be_created_lacks_no_number() -> None:
    def missing(changes: dict[str, Any]) -> set[str]:
        missing_facts = (
            finding
            for finding in findings(space(changes))
            if finding.code == "blank.fact" and "cooperative" in finding.path
        )
        return {finding.values["label"] for finding in missing_facts}

    assert {"fact_siret", "fact_siren"} & missing(cooperative(stage="to_create")) == set()
    assert {"fact_siret", "fact_siren"} <= missing(cooperative(stage="existing"))
    assert "fact_siren" not in missing(cooperative(siret="12345678200010"))


def test_every_blank_has_its_name_in_each_language() -> None:
    empty = space({"organisations": {"solidarity": {"percent": None}}, "prices": {"audiences": {"free": None}}})
    labels = {finding.values["label"] for finding in findings(empty) if finding.code == "blank.fact"}
    for locale in factories.vocabulary().locales.values():
        assert labels - locale.strings.keys() == set()


# --- Their documentation ---


def test_every_rule_is_documented() -> None:
    text = (TEMPLATE / "docs/reference/verifications.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    assert [name for name, _, _ in rows] == list(BY_NAME)
    assert [name for name, sentence, source in rows if not sentence.strip() or not source.strip()] == []


def test_a_service_without_operator_gets_the_lines_to_copy() -> None:
    place = factories.comptoir(organisations={"services": {"support": factories.REMOVED}})
    (finding,) = services_have_operators(place)
    remedy = str(messages.remedy("fr", finding.code, **finding.values))
    assert "\n        support:\n          operator: cooperative  # ou : association" in remedy
    only = {"organisations": {"cooperative": factories.REMOVED}, "services": {"support": factories.REMOVED}}
    findings = services_have_operators(factories.comptoir(organisations=only))
    alone = next(finding for finding in findings if finding.code == "services.no_operator")
    assert str(messages.remedy("fr", alone.code, **alone.values)).endswith("          operator: association")
