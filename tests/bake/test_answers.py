"""Answers: accepted as people write them, or refused with the question, the value, the rule and the remedy.

These tests call the functions of the hook in this process; ``test_refusals.py`` goes through cookiecutter and cruft.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest
from support.fixtures import NewPlace
from support.generated_places import TODAY, apply_answers, complete_answers, default_answers
from support.paths import TEMPLATE

from tierslieu.build.dry_run import check
from tierslieu.check.missing_facts import price_blanks
from tierslieu.documents.selection import select_documents
from tierslieu.generation import answer_types, organisations, questions
from tierslieu.generation.answer_types import AnswerType
from tierslieu.generation.questions import QUESTIONS
from tierslieu.i18n import messages
from tierslieu.loading.load import load
from tierslieu.model import Space

#: Consistent answers to every question.
ANSWERS = complete_answers(
    {
        "space_name": "Fil d’exemple",
        "coworking_operator": "Coopérative d’exemple",
        "mediation_operator": "Association d’exemple",
        "common_costs_split": "60/40",
        "price_pass": "80",
        "desks": "10",
        "residents": "6",
        "occasional": "30",
        "target_coworkers": "60",
    }
)

#: By type of answer, values that are refused.
BAD_BY_TYPE: dict[AnswerType, list[str]] = {
    answer_types.PRICE: ["abc", "-3", "+3", "0", "0,00", "9,999", "1e9", "NaN", "Infinity", "100000,01", "9.5.0", "1.280", "1,280", "9 50", "9€5", "1_000", "0x10",
         "9 €€", "€9", "9 dollars", "neuf", "9,", ",5", "٩", "½", "9\u200b", "9;50", "9/15", "9²"],
    answer_types.COUNT: ["dix", "-1", "1.5", "1,5", "10001", "1e3", "10 postes", "٩", "+3"],
    answer_types.USES: ["0", "1", "101", "dix", "-10", "10,5"],
    answer_types.PERCENT: ["101", "-1", "dix", "10,123", "10/90", "100,01"],
    answer_types.SPLIT: ["60/50", "60", "a/b", "50/30/20", "60/", "/", "60-40", "-10/110", "60/40/0", "33,3/66,6", "1e2", "100"],
    answer_types.EMAIL: ["contact", "a@b", "a@@b.fr", "a b@c.fr", "a@b..fr", "<a@b.fr>", "a@b.fr, c@d.fr", "mailto:a@b.fr", "a@-b.fr", "@b.fr"],
    answer_types.PHONE: ["123", "appelez-nous", "04 77 00 00", "04 77 00 00 00 00", "+33", "00000000000", "04.77.00.00.0O"],
    answer_types.POSTAL_CODE: ["4230", "423000", "ABCDE", "00000", "00100", "99000", "42 300", "2A000", "４２３００", "512", "F-42300"],
    answer_types.WEBSITE: [
        "exemple", "http://", "https://exemple", "ftp://exemple.fr", "javascript:alert(1)", "data:text/html,x", "https://a b.fr",
        "https://exemple.fr/\"><script>", "https://exemple.fr/<b>", "//exemple.fr", "https://-exemple.fr", "https://exemple.fr\\x",
        "file:///etc/passwd",
    ],
    answer_types.NAME: ["", "?"],
    answer_types.SLUG: ["", "?", "../x", "a/b", "a\\b", "..", "A b", "é", "-x", "x-", "a--b", "a_b", "a.b", "con", "nul", "com1", "lpt9", "x" * 61],
    answer_types.YES_NO: ["Oui", "peut-être", "yes", "True", "o", "1", ""],
    answer_types.LANGUAGE: ["de", "français", "FR", ""],
    answer_types.GOVERNANCE_MODEL: ["sarl", "Association", "cooperative_et_association", ""],
    answer_types.LICENCE: ["MIT", "cc-by-sa-4.0", "CC-BY-SA-3.0", ""],
}  # fmt: skip
BAD = {
    name: BAD_BY_TYPE[question.type] for name, question in QUESTIONS.items() if question.type is not answer_types.TEXT
}
#: Values that every question refuses.
REFUSED_EVERYWHERE = ["a\nb", "a\r\nb", "a\tb", "a\0b", "a\x1bb", "a\x7fb", "a\x85b", "a\u2028b", "a\u202eb", "a\u2066b", "a\ufeffb",
         "\ud800", "a\uffffb", " avant", "après ", "\u00a0avant", "après\u3000", "x" * 151]  # fmt: skip


class Refuse(Protocol):
    def __call__(self, **answers: object) -> str: ...


class Warnings(Protocol):
    def __call__(self, **answers: object) -> list[str]: ...


class MakeSpace(Protocol):
    def __call__(self, **answers: object) -> Space: ...


@pytest.fixture(scope="session")
def place(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place for all these tests; each leaves it without ``config/``."""
    return new_place(tmp_path_factory.mktemp("answers") / "place")


@pytest.fixture
def refuse(place: Path, capsys: pytest.CaptureFixture[str]) -> Refuse:
    """``refuse(price_day="abc")``: the error message for these answers, the others being ``ANSWERS``."""

    def refuse(**answers: object) -> str:
        status = apply_answers(place, ANSWERS | answers)
        captured = capsys.readouterr()
        assert status == 1, f"accepted: {answers}"
        assert captured.out == ""
        assert not (place / "config").exists()
        return captured.err

    return refuse


@pytest.fixture
def warnings() -> Warnings:
    """``warnings(price_day="16")``: the codes of the warnings for these answers, the others being ``ANSWERS``."""

    def warnings(**answers: object) -> list[str]:
        values, faults = questions.read(ANSWERS | answers, TEMPLATE)
        faults += organisations.contradictions(values, TEMPLATE)
        assert [fault for fault in faults if fault.level == "error"] == []
        return [fault.code for fault in faults]

    return warnings


@pytest.fixture
def make_space(place: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[MakeSpace]:
    """``make_space(price_day="9,50")``: the place that these answers make, the others being ``ANSWERS``."""

    def make_space(**answers: object) -> Space:
        assert apply_answers(place, ANSWERS | answers) == 0, capsys.readouterr().err
        return load(place, TODAY)

    yield make_space
    shutil.rmtree(place / "config", ignore_errors=True)


# --- One answer ---


@pytest.mark.parametrize("question, value", [(question, value) for question, values in BAD.items() for value in values])
def test_a_bad_answer_is_refused(refuse: Refuse, question: str, value: str) -> None:
    message = refuse(**{question: value})
    assert question in message
    assert value.strip("?\u200b") in message
    assert "→" in message


@pytest.mark.parametrize("question", ["space_name", "city", "email", "price_day", "common_costs_split", "licence"])
@pytest.mark.parametrize("value", REFUSED_EVERYWHERE, ids=ascii)
def test_an_answer_that_cannot_be_displayed_as_typed_is_refused(refuse: Refuse, question: str, value: object) -> None:
    message = refuse(**{question: value})
    assert question in message
    assert "→" in message
    assert {unicodedata.category(character) for character in message if character != "\n"}.isdisjoint(
        {"Cc", "Cf", "Cs"}
    )


@pytest.mark.parametrize(
    "question",
    [name for name, question in QUESTIONS.items() if not question.type.is_choice and not question.type.required],
)
@pytest.mark.parametrize("value", ["", "?"])
def test_no_answer_is_a_missing_fact(question: str, value: object) -> None:
    values, faults = questions.read(ANSWERS | {question: value}, TEMPLATE)
    assert values[question] is None
    assert faults == []


@pytest.mark.parametrize("value, amount", [
    ("9", "9.00"), ("9,5", "9.50"), ("9,50", "9.50"), ("9.50", "9.50"), ("9,50 €", "9.50"), ("9.50€", "9.50"), ("9 €", "9.00"),
    ("9\u00a0€", "9.00"), ("9,50\u202f€", "9.50"), ("09", "9.00"), ("9 euros", "9.00"), ("9€50", "9.50"), ("9,50€", "9.50"), ("９", "9.00"), (9, "9.00"), (9.5, "9.50"),
])  # fmt: skip
def test_prices_are_read_as_people_write_them(make_space: MakeSpace, value: object, amount: str) -> None:
    space = make_space(price_half_day=value)
    assert space.prices.grids[0].amounts["half_day"] == Decimal(amount)
    assert f"half_day: {amount}\n" in (space.root / "config/prices.yaml").read_text(encoding="utf-8")


def test_a_price_may_be_one_cent(make_space: MakeSpace) -> None:
    assert make_space(price_half_day="0,01", price_pass="").prices.grids[0].amounts["half_day"] == Decimal("0.01")


@pytest.mark.parametrize(
    "value",
    [
        "1 280",
        "1280",
        "1 280,00 €",
        "1.280,00",
        "1 280 euros",
        "１２８０",
        "1\u00a0280",
        "1\u202f280\u00a0€",
        "1\u2009280",
        1280,
        "1280.0",
    ],
)
def test_thousands_may_be_separated_by_a_space(make_space: MakeSpace, value: object) -> None:
    assert make_space(price_month=value).prices.grids[0].amounts["month"] == Decimal(1280)


@pytest.mark.parametrize(
    "value", ["04 77 00 00 00", "0477000000", "04.77.00.00.00", "+33 4 77 00 00 00", "+33 (0)4 77 00 00 00"]
)
def test_telephone_numbers_are_kept_as_written(make_space: MakeSpace, value: object) -> None:
    assert make_space(phone=value).identity.contact.phone == value


@pytest.mark.parametrize("value, address", [
    ("www.exemple.fr", "https://www.exemple.fr"), ("exemple.fr/lieu", "https://exemple.fr/lieu"),
    ("http://exemple.fr", "http://exemple.fr"), ("https://éco-lieu.fr/", "https://éco-lieu.fr/"),
    ("https://exemple.fr:8080/a?b=c#d", "https://exemple.fr:8080/a?b=c#d"),
])  # fmt: skip
def test_a_website_may_be_given_without_its_scheme(make_space: MakeSpace, value: object, address: str) -> None:
    assert make_space(website=value).identity.contact.website == address


@pytest.mark.parametrize("value", ["42300", "01000", "20000", "97410", "98000", 42300])
def test_postal_codes_keep_their_zero(make_space: MakeSpace, value: object) -> None:
    assert make_space(postal_code=value).identity.address.postal_code == str(value)


# --- Several answers ---


@pytest.mark.parametrize("answers, words", [
    ({"price_half_day": "15", "price_day": "15"}, ["price_half_day", "price_day", "15"]),
    ({"price_half_day": "20", "price_day": "15"}, ["price_half_day", "price_day", "20", "15"]),
    ({"price_month": "15"}, ["price_day", "price_month", "15"]),
    ({"price_month": "3"}, ["price_day", "price_month", "3"]),
    ({"price_pass": "90"}, ["price_pass", "pass_uses", "90", "10", "9"]),
    ({"price_pass": "100"}, ["price_pass", "pass_uses", "100", "90"]),
    ({"pass_uses": "8"}, ["price_pass", "pass_uses", "80", "72"]),
    ({"common_costs_split": "60/50"}, ["common_costs_split", "110"]),
    ({"common_costs_split": "60"}, ["common_costs_split", "Coopérative d’exemple", "Association d’exemple"]),
    ({"common_costs_split": "50/30/20"}, ["common_costs_split", "3", "2"]),
    ({"has_support": "non", "support_operator": "Qui donc"}, ["has_support", "support_operator", "Qui donc"]),
    ({"has_mediation": "non", "common_costs_split": "100"}, ["has_mediation", "mediation_operator", "Association d’exemple"]),
    (dict.fromkeys(["has_coworking", "has_mediation", "has_support"], "non")
     | dict.fromkeys(["coworking_operator", "mediation_operator"], ""), ["has_coworking", "has_mediation", "has_support"]),
    ({"governance_model": "association"}, ["governance_model", "coworking_operator", "mediation_operator", "Coopérative d’exemple"]),
])  # fmt: skip
def test_answers_that_contradict_one_another_are_refused(
    refuse: Refuse, answers: dict[str, str], words: list[str]
) -> None:
    message = refuse(**answers)
    assert [word for word in words if word not in message] == []
    assert "→" in message


def test_no_answer_of_a_contradiction_commands_the_terminal(refuse: Refuse) -> None:
    operators = {"mediation_operator": "B", "support_operator": "C", "common_costs_split": ""}
    for hostile in ("a\x1b[31m", "\ud800", "a\u202eb"):
        message = refuse(governance_model="scic", coworking_operator=hostile, **operators)
        assert hostile not in message
        assert "(coworking_operator = " in message


def test_errors_of_english_answers_are_in_english(refuse: Refuse) -> None:
    assert messages.text("en", "answer.amount", value="abc") in refuse(language="en", price_day="abc")


def test_all_faults_are_reported_together(refuse: Refuse) -> None:
    message = refuse(
        price_day="abc", email="x", has_coworking="Oui", language="de", desks="-1", city="a\tb", price_half_day="20"
    )
    assert [
        name for name in ("price_day", "email", "has_coworking", "language", "desks", "city") if name not in message
    ] == []


def test_contradictions_are_reported_beside_bad_answers(refuse: Refuse) -> None:
    message = refuse(email="x", price_half_day="20", common_costs_split="60/50")
    assert [name for name in ("email", "price_half_day", "common_costs_split") if name not in message] == []


def test_the_prices_of_the_comptoir_give_no_warning(warnings: Warnings) -> None:
    assert warnings(price_half_day="9", price_day="15", price_month="280") == []


@pytest.mark.parametrize("answers, code", [
    ({"price_half_day": "14", "price_pass": "100"}, "prices.unusual_half_day"),
    ({"price_half_day": "6", "price_pass": ""}, "prices.unusual_half_day"),
    ({"price_month": "16"}, "prices.unusual_month"),
    ({"price_month": "2800"}, "prices.unusual_month"),
    ({"price_pass": "10"}, "prices.unusual_pass"),
    ({"price_pass": "89"}, "prices.unusual_pass"),
    ({"target_coworkers": "20"}, "capacity.target"),
])  # fmt: skip
def test_unusual_answers_are_accepted_with_a_warning(warnings: Warnings, answers: dict[str, str], code: str) -> None:
    assert warnings(**answers) == [code]


def test_warnings_are_shown(make_space: MakeSpace, capsys: pytest.CaptureFixture[str]) -> None:
    make_space(price_half_day="14")
    assert "price_half_day" in capsys.readouterr().out


def test_prices_are_not_compared_without_coworking(make_space: MakeSpace) -> None:
    space = make_space(has_coworking="non", coworking_operator="", support_operator="Coopérative d’exemple", price_half_day="99",
                 common_costs_split="50/50")  # fmt: skip
    assert space.prices.offers == {}
    assert space.identity.services == ("mediation", "support")


# --- Operators ---


def test_each_service_is_put_under_its_operator(make_space: MakeSpace) -> None:
    space = make_space(support_operator="Un troisième", common_costs_split="50/30/20")
    assert {name: operator.name for name in space.identity.services if (operator := space.operator(name))} == {
        "coworking": "Coopérative d’exemple",
        "mediation": "Association d’exemple",
        "support": "Un troisième",
    }
    assert [str(share) for share in space.organisations.common_costs.shares.values()] == ["50", "30", "20"]


def test_a_service_without_operator_goes_to_the_organisation_with_its_role(make_space: MakeSpace) -> None:
    space = make_space(support_operator="")
    assert space.operator_key("support") == space.operator_key("coworking") == "cooperative"
    assert space.operator_key("mediation") == "association"


@pytest.mark.parametrize("other", ["La même", "la MÊME"])
def test_one_operator_of_two_services_is_one_organisation(make_space: MakeSpace, other: str) -> None:
    space = make_space(coworking_operator="La même", mediation_operator=other, common_costs_split="100")
    assert [organisation.name for organisation in space.organisations.organisations.values()] == ["La même"]
    assert {service.operator for service in space.organisations.services.values()} == set(
        space.organisations.organisations
    )
    assert "agreement" not in {document.source.meta.kind for document in select_documents(space)}


def test_two_organisations_get_an_agreement(make_space: MakeSpace) -> None:
    assert "agreement" in {document.source.meta.kind for document in select_documents(make_space())}


def test_a_split_for_one_organisation_is_accepted_with_a_warning(warnings: Warnings) -> None:
    answers = {"coworking_operator": "La même", "mediation_operator": "La même"}
    assert warnings(**answers, common_costs_split="60/40") == ["shares.alone"]
    assert warnings(**answers, common_costs_split="100") == []


@pytest.mark.parametrize("split, shares", [
    ("60/40", ["60", "40"]), ("60 / 40", ["60", "40"]), ("60%/40%", ["60", "40"]), ("60 % / 40 %", ["60", "40"]),
    ("33,33/66,67", ["33.33", "66.67"]), ("12.5/87.5", ["12.5", "87.5"]), ("60/40.00", ["60", "40"]), ("100/0", ["100", "0"]),
])  # fmt: skip
def test_splits_are_read_as_people_write_them(make_space: MakeSpace, split: str, shares: list[str]) -> None:
    assert list(make_space(common_costs_split=split).organisations.common_costs.shares.values()) == [
        Decimal(share) for share in shares
    ]


def test_no_split_is_a_missing_fact(make_space: MakeSpace) -> None:
    assert make_space(common_costs_split="?").organisations.common_costs.shares == {}


@pytest.mark.parametrize("model", ["association", "scic", "cooperative", "regie-publique", "sas-ess"])
def test_one_organisation_runs_every_service_in_the_other_governance_models(make_space: MakeSpace, model: str) -> None:
    space = make_space(
        governance_model=model, coworking_operator="Elle seule", mediation_operator="", common_costs_split="100"
    )
    assert [organisation.name for organisation in space.organisations.organisations.values()] == ["Elle seule"]
    assert {service.operator for service in space.organisations.services.values()} == set(
        space.organisations.organisations
    )


@pytest.mark.parametrize("service", ["coworking", "mediation", "support"])
@pytest.mark.parametrize("model", ["cooperative-et-association", "association"])
def test_a_place_may_run_a_single_service(make_space: MakeSpace, service: str, model: str) -> None:
    off = {f"has_{name}": "non" for name in ("coworking", "mediation", "support") if name != service}
    names = {"coworking_operator": "", "mediation_operator": "", "common_costs_split": "100"}
    space = make_space(**off, **names, governance_model=model)
    assert space.identity.services == (service,)
    assert list(space.organisations.services) == [service]


def test_without_uses_there_is_no_pass(make_space: MakeSpace) -> None:
    assert make_space(pass_uses="?", price_pass="", golden_ticket="plus-tard").prices.passes == {}


@pytest.mark.parametrize("price, ticket", [("", "oui"), ("80", "plus-tard"), ("80", "oui")])
def test_what_is_answered_of_a_pass_is_kept_while_its_uses_are_unknown(
    make_space: MakeSpace, price: str, ticket: str
) -> None:
    space = make_space(pass_uses="?", price_pass=price, golden_ticket=ticket)
    book = space.prices.passes["pass"]
    assert book.uses is None
    assert (book.golden_ticket is not None) == (ticket == "oui")
    assert space.prices.grids[0].amounts["pass"] == (Decimal(price) if price else None)
    assert ("passes", "pass", "uses") in [finding.path for finding in price_blanks(space)]


def test_the_default_answers_decide_nothing(unapplied_place: Path) -> None:
    """Enter never means yes: apart from its name, the language and the licence, the place knows nothing."""
    assert apply_answers(unapplied_place, default_answers({})) == 0
    space = load(unapplied_place, TODAY)
    assert space.identity.services == ()
    assert set(space.identity.modules.model_dump().values()) == {None}
    assert space.organisations.governance_model is None
    (organisation,) = space.organisations.organisations.values()
    assert (organisation.name, organisation.legal_form) == (None, None)
    assert space.organisations.services == {}
    assert space.organisations.solidarity.percent is None
    assert space.prices.passes == {}
    assert set(space.prices.grids[0].amounts.values()) == {None}


def test_a_new_budget_has_a_line_to_fill_in_for_each_thing_to_plan(make_space: MakeSpace) -> None:
    """Nobody needs to write a line of ``config/budget.yaml`` to plan a loan: an amount, or 0, is enough."""
    space = make_space()
    budget = space.budget
    assert {section for section, _, _ in budget.missing_amounts} == {
        "costs", "subsidies", "investments", "contributions", "loans"
    }  # fmt: skip
    assert {cost.account for cost in budget.costs} >= {60, 61, 62, 63, 64, 65}
    assert {loan.received_by for loan in budget.loans} == {"cooperative", "association"}
    for key in space.organisations.organisations:
        lives = {bought.life for bought in budget.investments if bought.paid_by == key}
        assert lives >= {5, 10}, "works do not wear out as fast as furniture"
        loans = [loan for loan in budget.loans if loan.received_by == key]
        assert len(loans) >= 2, "a bank seldom lends alone"
        once = [cost for cost in budget.costs if cost.paid_by == key and cost.amount == (None, Decimal(0), Decimal(0))]
        assert once, "what opening costs is paid in year 1 alone"
    assert {line.status for line in budget.subsidies if line.account is None} == {"granted", "asked"}
    assert [line for line in budget.subsidies if line.account == 70] == [], "sales are told by quantity, with their VAT"
    sales = [(name, space.responsible("invoices", sale.service)) for name, _, sale in budget.missing_sales]
    assert sales == [("price", "cooperative"), ("per_month", "cooperative")]
    grants = [line for line in budget.contributions if line.status == "asked"]
    assert {line.received_by for line in grants} == {"cooperative", "association"}
    assert {line.month for line in grants} == {12}, "a grant is mostly paid on paid invoices"


@pytest.mark.parametrize("model", ["plus-tard", "cooperative-et-association", "scic"])
def test_an_undecided_place_keeps_what_was_answered(unapplied_place: Path, model: str) -> None:
    """A service may have its operator and its prices before it is decided."""
    typed = {"governance_model": model, "coworking_operator": "Une équipe", "price_day": "12", "pass_uses": "5"}
    assert apply_answers(unapplied_place, default_answers(typed)) == 0
    space = load(unapplied_place, TODAY)
    assert space.identity.services == ()
    assert [organisation.name for organisation in space.organisations.organisations.values()] == ["Une équipe"]
    assert set(space.organisations.services) == {"coworking"}
    assert space.prices.grids[0].amounts["day"] == 12
    assert space.prices.passes["pass"].golden_ticket is None


@pytest.mark.long
@pytest.mark.parametrize("names", [{}, {"coworking_operator": "A", "mediation_operator": "B", "support_operator": "C"}])
def test_services_are_decided_before_their_model(unapplied_place: Path, names: dict[str, str]) -> None:
    """Without a model any organisation may run any service, and its legal form is unknown."""
    decided = {"has_coworking": "oui", "has_mediation": "oui", "has_support": "oui"}
    assert apply_answers(unapplied_place, default_answers(decided | names)) == 0
    space = load(unapplied_place, TODAY)
    assert space.identity.services == ("coworking", "mediation", "support")
    assert len(space.organisations.organisations) == (len(names) or 1)
    assert {organisation.legal_form for organisation in space.organisations.organisations.values()} == {None}
    assert [problem.code for problem in check(unapplied_place, TODAY)[1] if problem.level == "error"] == []


# --- Written files ---


@pytest.mark.parametrize("count", range(6))
def test_a_disk_that_fills_up_leaves_no_config(
    unapplied_place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """The disk is full at each file in turn."""
    written: list[Path] = []
    write = Path.write_text

    def fail(self: Path, *arguments: Any, **options: Any) -> int:
        if len(written) == count:
            raise OSError(28, "No space left on device", str(self))
        written.append(self)
        return write(self, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", fail)
    assert apply_answers(unapplied_place, ANSWERS) == 1
    monkeypatch.undo()
    assert messages.text("fr", "os.enospc") in capsys.readouterr().err
    assert not (unapplied_place / "config").exists()
    assert (unapplied_place / "answers.json").exists()
