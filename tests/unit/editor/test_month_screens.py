"""A treasurer types a month, sees who is owed what and why, closes it, and corrects a closed month in the next one."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from html import unescape
from pathlib import Path

import pytest
from support import repositories
from support.editor_client import Answer, EditorClient
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import furnish

from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.months import closing
from tierslieu.versions.history import saved_versions

pytestmark = pytest.mark.long

DAY = dt.date(2026, 12, 3)
NOVEMBER = "/register/2026-11/"


@pytest.fixture(scope="session")
def furnished_place(new_place: NewPlace, shared_folder: SharedFolder) -> Path:
    """The example with its three closed months, in a repository without commits. Not to be changed."""

    def make(folder: Path) -> None:
        root = new_place(folder / "place")
        furnish(root, "fil-numerique")
        repositories.read_into_repository(root)

    return shared_folder("furnished-place", make) / "place"


@pytest.fixture
def client(furnished_place: Path, tmp_path: Path) -> EditorClient:
    """The example on a day when its fourth month is over."""
    place = repositories.copy_files(furnished_place, tmp_path / "place")
    repositories.copy_repository(furnished_place, place)
    return EditorClient(place, today=lambda: DAY).enter()


def begin(client: EditorClient) -> Answer:
    answer = client.post("/register/begin/", client.get("/register/").forms[0].sent())
    assert answer.headers["location"].startswith(NOVEMBER)
    return client.follow(answer)


def typed_page(client: EditorClient, name: str) -> Answer:
    """The open month with a blank entry added to its list ``name``."""
    return client.fill(NOVEMBER, {}, press=f"add /{name}")


def typed(client: EditorClient, name: str, **values: str) -> Answer:
    """The open month after one entry was added to its list ``name``, typed in and saved."""
    grown = typed_page(client, name).forms[0]
    row = max(int(name.split("/")[2]) for name in (one.name for one in grown.controls) if name.count("/") == 3)
    for key, value in values.items():
        grown.fill(f"/{name}/{row}/{key}", value)
    return client.post(NOVEMBER, grown.sent())


def test_a_month_is_begun_typed_and_saved_as_a_version(client: EditorClient) -> None:
    page = begin(client)
    assert page.status == 200
    saved = typed(
        client, "receipts", stream="coworking", amount="1 200,50 €", received_by="cooperative", date="30/11/2026"
    )
    assert saved.status == 303, unescape(saved.text)
    file = client.place.root / "register/2026-11.yaml"
    (receipt,) = EditableYaml(file.read_text("utf-8")).data["receipts"]
    assert {key: str(value) for key, value in receipt.items()} == {
        "stream": "coworking", "amount": "1200.50", "received_by": "cooperative", "date": "2026-11-30",
    }  # fmt: skip
    before = file.read_text("utf-8")
    assert client.fill(NOVEMBER, {"/receipts/0/amount": "(15)"}).status == 422  # more given back than received
    assert client.fill(NOVEMBER, {"/receipts/0/amount": "1300"}).status == 303
    assert file.read_text("utf-8") == before.replace("1200.50", "1300.00")
    assert "1\u202f300" in client.get(NOVEMBER).text and len(saved_versions(client.place.root)) == 3


def test_an_error_stands_at_its_field_with_its_mend_and_nothing_is_written(client: EditorClient) -> None:
    begin(client)
    before = (client.place.root / "register/2026-11.yaml").read_bytes()
    right = {"stream": "coworking", "amount": "12", "received_by": "cooperative"}
    for field, value, words in (
        ("amount", "beaucoup", "beaucoup"),
        ("date", "31/10/2026", "Corrigez le jour"),
        ("received_by", "association", "à l’écran des organisations"),
        ("stream", "", ""),
    ):
        answer = typed(client, "receipts", **(right | {field: value}))
        assert answer.status == 422
        error = unescape(answer.text).partition(f'id="/receipts/0/{field}-error">')[2].partition("</p>")[0]
        assert error and words in error
    assert (client.place.root / "register/2026-11.yaml").read_bytes() == before


def test_a_blank_rate_tells_what_it_means_and_a_bank_statement_is_no_error(client: EditorClient) -> None:
    begin(client)
    for amount in ("12", "15"):
        saved = typed(
            client, "receipts", stream="coworking", amount=amount, received_by="cooperative", evidence="relevé"
        )
        assert saved.status == 303
    page = unescape(typed_page(client, "common_costs").text)
    assert "Ligne 2\u00a0: même pièce" in remark_at(page, "/receipts/1/evidence")
    assert ">Taux du prix<" in page and ">Sans TVA<" in page


def remark_at(page: str, name: str) -> str:
    """What is remarked beside an input."""
    return page.partition(f'id="{name}-remark"')[2].partition("</p>")[0]


def test_a_cost_without_the_vat_of_the_budget_is_remarked_at_its_rate(client: EditorClient) -> None:
    begin(client)
    assert typed(client, "common_costs", label="Loyer", amount="400", paid_by="cooperative").status == 303
    page = unescape(client.get(NOVEMBER).text)
    assert "sans TVA" in remark_at(page, "/common_costs/0/vat")
    assert 'aria-describedby="/common_costs/0/vat-remark"' in page
    assert "sans TVA ici" not in page.partition('id="results"')[2]


def test_a_line_left_wholly_blank_is_no_line(client: EditorClient) -> None:
    begin(client)
    form = typed_page(client, "receipts").forms[0]
    form = client.post(NOVEMBER, form.sent("add /receipts")).forms[0]
    form = client.post(NOVEMBER, form.sent("add /common_costs")).forms[0]
    for key, value in (("stream", "coworking"), ("amount", "12"), ("received_by", "cooperative")):
        form.fill(f"/receipts/1/{key}", value)
    assert client.post(NOVEMBER, form.sent()).status == 303
    data = EditableYaml((client.place.root / "register/2026-11.yaml").read_text("utf-8")).data
    assert len(data["receipts"]) == 1 and not data.get("common_costs")


def test_an_error_after_a_blank_line_stands_at_its_own_line(client: EditorClient) -> None:
    begin(client)
    form = typed_page(client, "receipts").forms[0]
    form = client.post(NOVEMBER, form.sent("add /receipts")).forms[0]
    for key, value in (("stream", "coworking"), ("amount", "12"), ("received_by", "association")):
        form.fill(f"/receipts/1/{key}", value)
    refused = client.post(NOVEMBER, form.sent())
    assert refused.status == 422 and 'id="/receipts/1/received_by-error"' in refused.text


def test_free_uses_and_refunds_are_typed_without_guessing(client: EditorClient) -> None:
    begin(client)
    page = unescape(client.get(NOVEMBER).text)
    assert (
        '<span class="f-unit">(demi-journées)</span>' in page.partition('for="/free_uses"')[2].partition("</label>")[0]
    )
    assert "remboursement" in page.partition('id="/receipts-help"')[2].partition("</p>")[0]


def test_a_statement_adds_up_with_the_vat_of_its_invoices(client: EditorClient) -> None:
    begin(client)
    typed(client, "common_costs", label="Loyer", amount="1200", paid_by="cooperative", vat="normal")
    page = " ".join(unescape(client.get("/month/2026-11/").text).replace("\u202f", " ").split())
    assert "1 200 € TTC, soit 1 000 € hors TVA ; 40 % de ce montant" in page
    assert "À payer à Coopérative Exemple" in page and "400 € hors TVA, plus 80 € de TVA, soit 480 €." in page
    assert "il lui reste à payer 480 €" in page


def test_a_line_left_unfinished_is_named(client: EditorClient) -> None:
    begin(client)
    typed(client, "receipts", stream="coworking", amount="12", received_by="cooperative")
    form = typed_page(client, "receipts").forms[0]
    form.fill("/receipts/1/stream", "coworking")
    page = unescape(client.post(NOVEMBER, form.sent("try")).text)
    assert "Finissez la ligne 2\u00a0: Montant TTC" in page


def test_the_day_from_which_a_month_can_be_closed_is_told_before_it_comes(client: EditorClient) -> None:
    begin(client)
    words = "Novembre 2026 pourra être clos à partir du 1er décembre 2026."
    assert words not in client.get(NOVEMBER).text
    client.place.today = lambda: dt.date(2026, 11, 27)
    for address in (NOVEMBER, "/month/2026-11/"):
        assert words in client.get(address).text


def test_a_month_is_closed_then_refuses_edits_and_leads_to_its_correction(client: EditorClient) -> None:
    root = client.place.root
    begin(client)
    typed(client, "receipts", stream="coworking", amount="1200", received_by="cooperative")
    open_form = client.get(NOVEMBER).forms[0]
    page = client.get("/month/2026-11/")
    assert "Coworking" in page.text and 'href="/register/2026-11/#/receipts/0/amount"' in page.text
    assert 'href="/month/2026-11/close/"' in page.text
    asked = client.get("/month/2026-11/close/")
    assert not closing.settlement_of(root, "2026-11") and "ne change plus" in asked.text
    assert client.post("/month/2026-11/close/", asked.forms[0].sent()).headers["location"] == "/month/2026-11/#task"
    assert closing.settlement_of(root, "2026-11")
    before = (root / "register/2026-11.yaml").read_bytes()
    open_form.fill("/receipts/0/amount", "1300")
    refused = client.post(NOVEMBER, open_form.sent())
    assert refused.status == 409 and "Ce mois est clos" in refused.text and "corrects=2026-11" in refused.text
    file = client.get("/file/?path=register/2026-11.yaml").forms[0]
    file.fill("text", before.decode().replace("1200", "1300"))
    assert client.post("/file/?path=register/2026-11.yaml", file.sent()).status == 422
    assert (root / "register/2026-11.yaml").read_bytes() == before


def test_a_line_of_a_closed_month_is_corrected_in_the_open_one(client: EditorClient) -> None:
    begin(client)
    link = 'href="/register/2026-11/?corrects=2026-10&line=1#/corrections"'
    assert link in unescape(client.get("/month/2026-10/").text)
    address = link[6:].partition("#")[0]
    form = client.get(address).forms[0]
    assert "Vous corrigez\u00a0: Coworking, AV-2026-3" in client.get(address).text
    kept = {key: form[f"/corrections/0/{key}"].value for key in ("month", "stream", "received_by", "date")}
    assert kept == {"month": "2026-10", "stream": "coworking", "received_by": "cooperative", "date": "12/10/2026"}
    form.fill("/corrections/0/amount", "(9,00)")
    refused = client.post(address, form.sent())
    assert refused.status == 422 and 'id="/corrections/0/reason-error"' in refused.text
    form = refused.forms[0]
    form.fill("/corrections/0/reason", "Comptée deux fois")
    assert client.post(address, form.sent()).status == 303
    page = unescape(client.get("/month/2026-11/").text)
    assert "Coworking, correction (octobre 2026)" in page and "Comptée deux fois" in page
    corrected = unescape(client.get("/register/2026-10/").text).replace("\u00a0", " ")
    assert "Corrigé en novembre 2026 : −9 € (Comptée deux fois)." in corrected


def test_a_correction_without_an_open_month_tells_why_and_offers_to_begin_one(client: EditorClient) -> None:
    page = client.get("/register/?corrects=2026-10&line=1")
    assert "Coworking, AV-2026-3" in unescape(page.text).partition('class="ed-announcement"')[2].partition("</p>")[0]
    begun = client.post(page.actions[0], page.forms[0].sent())
    assert "corrects=2026-10" in begun.headers["location"]
    assert "ed-announcement" not in client.get("/register/").text
    client.place.today = lambda: dt.date(2026, 10, 31)
    (client.place.root / "register/2026-11.yaml").unlink()
    assert "1er novembre 2026" in unescape(client.get("/register/?corrects=2026-10&line=1").text)


def test_a_share_leads_to_the_rule_that_gives_its_percents(client: EditorClient) -> None:
    begin(client)
    typed(client, "receipts", stream="coworking", amount="1200", received_by="cooperative")
    typed(client, "common_costs", label="Internet", amount="12", paid_by="cooperative")
    page = unescape(client.get("/month/2026-11/").text)
    for address in ("/organisations/#/streams", "/organisations/#/common_costs"):
        assert f'href="{address}"' in page


def test_months_before_the_budget_stand_beside_no_plan_and_are_named(client: EditorClient) -> None:
    page = unescape(client.get("/month/2026-10/").text).partition(">Prévu et réel<")[2]
    assert "(août à octobre 2026)" in page and "(1er janvier 2027)" in page and "<table" not in page


def test_a_closed_month_is_opened_again_by_somebody_for_a_reason(client: EditorClient) -> None:
    root = client.place.root
    assert client.fill("/month/2026-10/", {"by": "La trésorière"}, press="reopen").status == 422
    assert closing.settlement_of(root, "2026-10")
    filled = {"by": "La trésorière", "reason": "Relevé de caisse faux"}
    assert client.fill("/month/2026-10/", filled, press="reopen").status == 303
    (entry,) = json.loads((root / "register/2026-10.closed.json").read_text("utf-8"))["reopened"]
    assert (entry["by"], entry["reason"]) == ("La trésorière", "Relevé de caisse faux")
    assert "Relevé de caisse faux" in client.get("/month/2026-10/").text


def test_what_a_month_waits_for_leads_to_its_field(client: EditorClient) -> None:
    begin(client)
    typed(client, "receipts", stream="coworking", amount="1200", received_by="cooperative")
    organisations = client.place.root / "config/organisations.yaml"
    yaml = EditableYaml(organisations.read_text("utf-8"))
    organisations.write_text(yaml.set(("organisations", "cooperative", "vat", "regime"), None).text, "utf-8")
    page = unescape(client.get("/month/2026-11/").text)
    assert (
        'href="/organisations/#/organisations/cooperative/vat/regime"' in page
        and 'href="/month/2026-11/close/"' not in page
    )
    assert client.get("/month/2026-11/close/").headers["location"] == "/month/2026-11/#task"


def test_a_missing_month_is_listed_and_begun(client: EditorClient) -> None:
    (client.place.root / "register/2026-09.yaml").unlink()
    (client.place.root / "register/2026-09.closed.json").unlink()
    page = client.get("/register/")
    assert "Il manque." in page.text
    assert client.post("/register/begin/", page.forms[1].sent()).headers["location"].startswith("/register/2026-09/")
    assert client.post("/register/begin/", {**page.forms[1].sent(), "month": "2031-01"}).status == 404


def test_a_register_left_alone_changes_no_byte(client: EditorClient) -> None:
    (client.place.root / "register/2026-10.closed.json").unlink()
    before = (client.place.root / "register/2026-10.yaml").read_bytes()
    client.fill("/register/2026-10/", {})
    assert (client.place.root / "register/2026-10.yaml").read_bytes() == before


def test_the_statements_are_downloaded_together(client: EditorClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tierslieu.documents.statements.build_statements", lambda *_: {"releve.csv": b"1"})
    monkeypatch.setattr(client.place, "install_document_tools", lambda: None)
    answer = client.get("/month/2026-10/statements/")
    assert zipfile.ZipFile(io.BytesIO(answer.body)).namelist() == ["releve.csv"]


def test_a_file_of_payments_is_read_asked_about_shown_then_written(client: EditorClient) -> None:
    begin(client)
    rows = ["Quand;Combien;Quoi", "14/11/2026;1 060,50 €;Bureau", "15/11/2026;(19,00);Bureau"]
    upload = {"file": ("caisse.csv", "\r\n".join(rows).encode("cp1252"))}
    number = client.get(NOVEMBER).actions.index(f"{NOVEMBER}import/")
    asked = client.fill(NOVEMBER, {}, files=upload, form=number)
    assert asked.status == 200 and "Quelle colonne est le jour" in unescape(asked.text)
    for answers in (
        {"q/column/date": "Quand", "q/column/amount": "Combien", "q/column/label": "Quoi"},
        {"q/received_by": "cooperative", "q/entry/Bureau": "coworking"},
    ):
        form = asked.forms[0]
        for name, value in answers.items():
            form.fill(name, value)
        asked = client.post(f"{NOVEMBER}import/", form.sent())
    assert "1 041,50" in asked.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert not (client.place.root / "register/2026-11.csv").exists()
    assert client.post(f"{NOVEMBER}import/", asked.forms[0].sent("write")).status == 303
    assert "1060,50" in (client.place.root / "register/2026-11.csv").read_text("utf-8-sig")
    assert saved_versions(client.place.root)[0].message == "Registre de novembre 2026\u00a0: caisse.csv"


def test_the_files_to_fill_in_are_downloaded_together(client: EditorClient) -> None:
    begin(client)
    names = zipfile.ZipFile(io.BytesIO(client.get(f"{NOVEMBER}to-fill/").body)).namelist()
    assert sorted(name.rpartition(".")[2] for name in names) == ["csv", "xlsx"]


@pytest.mark.parametrize(
    ("source", "corrections", "typed_in", "said"),
    [
        ("common_costs", "cost_corrections", {"amount": "12"}, "Frais communs payés"),
        ("uses", "use_corrections", {"count": "-1"}, ""),
    ],
)
def test_a_cost_and_a_pass_of_a_closed_month_are_corrected_too(
    client: EditorClient, source: str, corrections: str, typed_in: dict[str, str], said: str
) -> None:
    begin(client)
    page = unescape(client.get("/register/2026-10/").text)
    link = f'href="/register/2026-11/?corrects=2026-10&line=0&list={source}#/{corrections}"'
    assert link in page
    address = link[6:].partition("#")[0]
    form = client.get(address).forms[0]
    assert form[f"/{corrections}/0/month"].value == "2026-10"
    for key, value in {**typed_in, "reason": "Facture complétée"}.items():
        form.fill(f"/{corrections}/0/{key}", value)
    assert client.post(address, form.sent()).status == 303
    assert said in unescape(client.get("/month/2026-11/").text)
