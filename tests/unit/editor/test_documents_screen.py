"""Documents are filled in, reviewed, downloaded and compared from the browser; their files hold what was meant."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from support.document_factories import complete
from support.document_text import html_text
from support.editor_client import EditorClient
from support.generated_places import TODAY
from support.paths import TEMPLATE

from tierslieu.documents.selection import select_documents
from tierslieu.editor.document_search import find_documents
from tierslieu.editor.handmade_gaps import fill_gaps, handmade_gaps, marked_gaps, with_kept_gaps
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.screens import documents as documents_screen
from tierslieu.rendering.security_headers import style_hash
from tierslieu.versions import dated_copies
from tierslieu.versions.save import save as save_version

pytestmark = pytest.mark.long

RULES = "governance/fr/reglement-interieur.md"
SLUG = "reglement-interieur"


def test_every_document_is_listed_and_opens(client: EditorClient) -> None:
    listed = client.get("/documents/").text
    assert f"/documents/{SLUG}/" in listed
    found = client.get("/documents/?words=reglement").text
    assert f"/documents/{SLUG}/" in found and found.count('href="/documents/') < listed.count('href="/documents/')
    page = client.get(f"/documents/{SLUG}/")
    assert page.status == 200 and f"/documents/{SLUG}/docx/" in page.text


def test_a_review_is_noted_with_the_day_of_its_texts(client: EditorClient) -> None:
    reviewed = {"how": "reviewed", "who": "Fédération d’exemple"}
    assert client.fill(f"/documents/{SLUG}/", reviewed, press="note").status == 303
    text = (client.place.root / RULES).read_text("utf-8")
    assert "review: relu" in text and f"law_as_of: {TODAY}" in text and "reviewed_by: Fédération d’exemple" in text
    page = client.get(f"/documents/{SLUG}/")
    assert "Fédération d’exemple" in page.text and "Points à vérifier" not in page.text
    client.fill(f"/documents/{SLUG}/", {}, press="again")
    text = (client.place.root / RULES).read_text("utf-8")
    assert "review: a-faire-relire" in text and "reviewed_by" not in text


@pytest.mark.usefixtures("known_author")
def test_a_reading_is_noted_and_taken_back_and_changes_nothing_in_the_document(client: EditorClient) -> None:
    path, address = client.place.root / RULES, f"/documents/{SLUG}/"
    before, html = path.read_text("utf-8"), client.get(f"{address}html/").text
    refused = client.fill(address, {"day": "12/11/2026", "who": ""}, press="note")
    assert refused.status == 422 and refused.text.count('<li class="ed-problem') == 2
    for who in ("bureau de l’association", "une bénévole"):
        client.fill(address, {"how": "read", "who": who, "day": "12/01/2026"}, press="fill")
    sent_twice = client.follow(
        client.fill(address, {"how": "read", "who": "une bénévole", "day": "12/01/2026"}, press="note")
    )
    assert "C’est enregistré" in sent_twice.text
    page = client.get(address).text
    assert page.count("une bénévole, le 12/01/2026") == 1
    assert "bureau de l’association, le 12/01/2026" in page and "une bénévole, le 12/01/2026" in page
    assert client.get(f"{address}html/").text == html
    client.fill(address, {}, press="unread 0")
    assert "bureau de l’association, le" not in (page := client.get(address).text) and "une bénévole, le" in page
    form = client.follow(client.fill(address, {}, press="unread 0")).forms[0]
    assert path.read_text("utf-8") == before
    assert (form["who"].value, form["day"].value) == ("une bénévole", "12/01/2026")  # to be corrected


@pytest.mark.parametrize("copies", [False, True])
def test_what_is_noted_tells_that_the_text_has_changed_since(
    repository: Path, monkeypatch: pytest.MonkeyPatch, *, copies: bool
) -> None:
    monkeypatch.setattr(dated_copies, "are_used", lambda root: copies)
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    client, address = EditorClient(repository, today=lambda: TODAY).enter(), f"/documents/{SLUG}/"
    for how in ("read", "reviewed", "adopted"):  # to note one changes nothing for the others
        client.fill(address, {"how": how, "who": "bureau d’exemple"}, press="note")
        assert "changes/?since=" not in client.get(address).text
    client.fill("/place/", {"/name": "Autre nom"})
    page = client.get(address).text
    assert [f'href="{address}changes/?since={number}"' in page for number in (1, 2, 3, 4)] == [False, True, True, True]
    assert "Autre nom" in client.get(f"{address}changes/?since=2").text


def test_a_reviewed_document_says_on_paper_too_that_its_text_has_changed_since(client: EditorClient) -> None:
    address = f"/documents/{SLUG}/"
    stamp, done = "Modifié depuis sa relecture", "Document relu"

    def paper() -> str:
        return html_text(client.get(f"{address}html/").body)

    client.fill(address, {"how": "reviewed", "who": "une juriste"}, press="note")
    assert stamp not in paper() and "à faire relire" not in paper().lower()
    client.fill(address, {"how": "adopted", "who": "bureau d’exemple"}, press="note")  # it is the same text
    assert stamp not in paper()
    client.fill("/place/", {"/name": "Autre nom"})
    assert stamp in paper() and done not in paper()
    assert (
        "Relu, puis modifié" in client.get("/documents/").text
        and "Le texte a changé depuis" in client.get(address).text
    )
    client.fill("/place/", {"/name": "Le Comptoir"})
    client.fill(address, {"how": "reviewed", "who": "une juriste"}, press="note")
    assert stamp not in paper()
    client.fill(address, {}, press="again")
    assert stamp not in paper() and "reviewed_text" not in (client.place.root / RULES).read_text("utf-8")


def test_a_note_is_compared_with_the_text_of_its_day(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2025-11-01T10:00:00+01:00")
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    monkeypatch.delenv("GIT_AUTHOR_DATE")
    client, address = EditorClient(repository, today=lambda: TODAY).enter(), f"/documents/{SLUG}/"
    client.fill("/place/", {"/name": "Autre nom"})
    client.fill(address, {"how": "read", "who": "le bureau", "day": "12/11/2025"}, press="note")
    assert f'href="{address}changes/?since=1"' in client.get(address).text


def test_notes_stand_first_with_the_questions_and_lose_nothing_typed(client: EditorClient) -> None:
    page = client.get(f"/documents/{SLUG}/")
    review = page.text.partition('id="review"')[2]
    assert 'name="gap"' in review and "<li>" in review.partition('value="reviewed"')[0]
    assert page.text.count('id="author_name"') <= 1
    form = page.forms[0]
    next(control for control in form.controls if control.name == "gap").value = "Réponse d’exemple"
    form.fill("how", "reviewed")
    form.fill("who", "une juriste")
    for wrong in ("31/12/2099", "hier"):
        form.fill("day", wrong)
        assert client.post(f"/documents/{SLUG}/", form.sent("note")).status == 422
    form.fill("day", "02/02/2024")
    assert client.post(f"/documents/{SLUG}/", form.sent("note")).status == 303
    text = (client.place.root / RULES).read_text("utf-8")
    assert "Réponse d’exemple" in text and "review: relu" in text and "law_as_of: 2024-02-02" in text
    assert "<li>" in client.get(f"/documents/{SLUG}/").text.partition('id="review"')[2].partition("</details>")[0]


def test_a_document_is_found_by_its_usual_name_too(client: EditorClient) -> None:
    assert f"/documents/{SLUG}/" in client.get("/documents/?words=r%C3%A8glement+int%C3%A9rieur").text


def test_a_document_is_found_by_a_plural(client: EditorClient) -> None:
    assert "/documents/grille-tarifaire/" in client.get("/documents/?words=tarifs").text


@pytest.mark.parametrize(
    ("words", "document"),
    [
        ("prix", "grille-tarifaire"), ("règlement", SLUG), ("Bulletin d’adhésion", "bulletin-d-adhesion"), ("bail", "convention-d-occupation"),
        ("une facture", "facture"), ("statuts", "statuts-association"), ("subventions", "dossier-de-subvention"),
        ("financeurs", "dossier-de-subvention"), ("compte rendu", "proces-verbal-assemblee-ordinaire"), ("rgpd", "registre-des-traitements"),
    ],
)  # fmt: skip
def test_everyday_words_find_the_document_that_people_mean(words: str, document: str) -> None:
    space = complete()
    found = find_documents(space, select_documents(space), words)
    assert any(slug.startswith(document) for slug in found), sorted(found)
    assert len(found) < 20, sorted(found)


def test_the_words_of_searches_name_kinds_of_documents() -> None:
    space = complete()
    kinds = {document.meta.kind for document in space.documents}
    named = {
        kind for one in space.vocabulary.search_words.values() for answer in one.answers for kind in answer.documents
    }
    assert named and not named - kinds


def test_the_words_around_a_gap_are_whole_and_of_its_paragraph() -> None:
    (gap,) = handmade_gaps(
        '## Clés {#cles}\n\n-----  ----\nAvant\n\nUne clé est prêtée le {{ blank("Date") }} par le lieu.\n\nAutre.'
    )
    assert (gap.before, gap.after) == ("Une clé est prêtée le", "par le lieu.")


def test_gaps_of_the_same_label_are_told_apart() -> None:
    gap = '{{ blank("date") }}'
    text = (
        f"## Article #. Prix {{ #prix }}\n\nNotifiée le {gap}, reçue le {gap}.\n\n## Suites\n\n"
        f"| Année | Échéance |\n| --- | --- |\n| {{{{ one|upper }}}} 1 | {gap} |\n| {{{{ one|upper }}}} 2 | {gap} |\n| | {gap} |\n| | {gap} |\n"
    )
    gaps = handmade_gaps(text)
    assert [gap.heading for gap in gaps] == ["Prix"] * 2 + ["Suites"] * 4
    assert [gap.context for gap in gaps] == [
        "Notifiée le …", "le …, reçue le …", "… 1, Échéance", "… 2, Échéance", "Échéance", "Échéance, 2",
    ]  # fmt: skip


def test_every_gap_of_a_document_is_told_from_the_others() -> None:
    for path in sorted((TEMPLATE / "governance/fr").glob("*.md")):
        named = [(gap.heading, gap.label, gap.context) for gap in handmade_gaps(path.read_text("utf-8"))]
        assert len(set(named)) == len(named), path.name


def test_a_gap_that_the_place_does_not_show_is_not_asked(client: EditorClient) -> None:
    path = client.place.root / RULES
    path.write_text(
        path.read_text("utf-8")
        + '\n{% if false %}\nLa tutelle : {{ blank("ministère") }}.\n{% endif %}\nÀ {{ space.name }} : {{ blank("rien", "tout") }}.\n',
        "utf-8",
    )
    page = client.get(f"/documents/{SLUG}/").text
    assert "Ministère" not in page and "Rien" in page and "À Fil numérique" in page
    before = path.read_bytes()
    client.fill(f"/documents/{SLUG}/", {}, press="fill")
    assert path.read_bytes() == before


def test_a_document_is_read_with_answers_that_are_not_saved(client: EditorClient) -> None:
    before = (client.place.root / RULES).read_bytes()
    form = client.get(f"/documents/{SLUG}/").forms[0]
    next(
        control for control in form.controls if control.name == "gap" and control.kind != "hidden"
    ).value = "Essai de réponse"
    seen = client.post(f"/documents/{SLUG}/", form.sent("try"))
    assert seen.status == 200 and "Essai de réponse" in seen.text and "pas enregistrées" in seen.text
    assert (client.place.root / RULES).read_bytes() == before
    form.fill("day", "hier")
    assert "Essai de réponse" in client.post(f"/documents/{SLUG}/", form.sent("note")).text


def test_a_gap_is_filled_and_the_others_stay(client: EditorClient) -> None:
    path = client.place.root / RULES
    before = handmade_gaps(path.read_text("utf-8"))
    page = client.get(f"/documents/{SLUG}/").forms[0]
    gaps = [control for control in page.controls if control.name == "gap"]
    assert len(gaps) == len(before) > 1
    gaps[0].value = "Réponse d’exemple | avec une barre"
    assert client.post(f"/documents/{SLUG}/", page.sent("fill")).status == 303
    after = path.read_text("utf-8")
    assert "Réponse d’exemple \\| avec une barre" in after
    assert [gap.label for gap in handmade_gaps(after)] == [gap.label for gap in before]
    page = client.get(f"/documents/{SLUG}/").forms[0]
    gaps = [control for control in page.controls if control.name == "gap"]
    assert gaps[0].value == "Réponse d’exemple | avec une barre"
    gaps[0].value = ""
    client.post(f"/documents/{SLUG}/", page.sent("fill"))
    assert [gap.noted for gap in handmade_gaps(path.read_text("utf-8"))] == [""] * len(before)


def test_words_that_once_took_the_place_of_a_gap_can_be_changed(repository: Path) -> None:
    path, address = repository / RULES, f"/documents/{SLUG}/"
    gap = '{{ blank("responsable") }}'
    text = path.read_text("utf-8") + f"\n- Les clés : {gap}\n- Les badges : {gap}, {gap}\n"
    path.write_text(text, "utf-8")
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    path.write_text(text.replace(f"clés : {gap}", "clés : Une voisine"), "utf-8")
    save_version(repository, "fr", "Clés", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    form = client.get(address).forms[0]
    client.post(address, form.sent("fill"))
    assert "clés : Une voisine\n" in path.read_text("utf-8")  # nothing typed changes nothing
    next(one for one in form.controls if one.value == "Une voisine").value = "Un voisin"
    client.post(address, form.sent("fill"))
    said = client.get(f"{address}html/").text
    assert "Une voisine" not in said and re.search(r"Les clés : Un voisin</li>", said)


@pytest.mark.parametrize("typed", ["{{ space.name }}", "{% if x %}", "{# x"])
def test_a_gap_takes_words_alone(client: EditorClient, typed: str) -> None:
    path = client.place.root / RULES
    before = path.read_bytes()
    page = client.get(f"/documents/{SLUG}/").forms[0]
    next(control for control in page.controls if control.name == "gap").value = typed
    assert client.post(f"/documents/{SLUG}/", page.sent("fill")).status == 422
    assert path.read_bytes() == before


def test_gaps_left_empty_keep_every_byte() -> None:
    body = 'Fait à {{ blank("lieu") }}, le {{ blank("date", "aujourd’hui") }}.\n'
    assert fill_gaps(body, ["", ""]) == body
    filled = fill_gaps(body, ["Roanne", ""])
    assert "Roanne" in filled and fill_gaps(filled, ["Roanne", ""]) == filled and fill_gaps(filled, ["", ""]) == body


def test_words_that_could_stand_in_two_ways_are_left_alone() -> None:
    former = 'Le {{ blank("date") }} et le {{ blank("date") }}.'
    assert handmade_gaps(with_kept_gaps("Le 1er et le 2.", former))[1].noted == "2"
    assert with_kept_gaps(line := "Le 1er et le 2 et le 3.", former) == line


def test_a_document_is_downloaded_as_a_page(client: EditorClient) -> None:
    answer = client.get(f"/documents/{SLUG}/html/")
    assert answer.status == 200 and "Fil numérique" in answer.text
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style_hash(style.encode()) in answer.headers["content-security-policy"]
    assert f'href="/documents/{SLUG}/"' in answer.text.partition("<h1")[0]
    assert client.get(f"/documents/{SLUG}/exe/").status == 404
    assert client.get("/documents/aucun/").status == 404


def test_a_document_tells_what_its_text_serves(client: EditorClient) -> None:
    page = client.get(f"/documents/{SLUG}/").text
    assert "signatures" not in page.partition('ed-gap"')[2].lower()  # one signs by hand
    listed = dict(re.findall(r'href="/documents/([\w-]+)/">([^<]+)<', client.get("/documents/").text))
    slugs = [slug for slug in listed if slug.startswith("registre-des-traitements")]
    page = client.get(f"/documents/{slugs[0]}/").text
    served = page.partition("sert aussi")[2].partition("</p>")[0]
    assert len(slugs) > 1 and all((listed[slug] in served) == (slug != slugs[0]) for slug in slugs)


@pytest.mark.usefixtures("known_author")
def test_an_adoption_is_written_in_the_document_and_can_be_taken_back(client: EditorClient) -> None:
    path, address = client.place.root / RULES, f"/documents/{SLUG}/"
    before = path.read_text("utf-8")
    for who, day in (("le bureau", "20/11/2025"), ("le conseil", "01/12/2025")):
        client.fill(address, {"how": "adopted", "who": who, "day": day}, press="note")
    words = "le bureau, le 20 novembre 2025 ; le conseil, le 1er décembre 2025"
    assert words in client.get(address).text.partition('id="review"')[2].partition("<fieldset")[0]
    assert words in client.get(f"{address}html/").text.replace("<sup>er</sup>", "er")
    listed = client.get("/documents/?words=reglement").text.partition(f'"{address}"')[2].partition("</li>")[0]
    assert "Adopté." in listed and "Lu." not in listed
    assert client.fill(address, {}, press="note").status == 303  # the button pressed once too often
    client.fill(address, {}, press="unadopted")
    assert path.read_text("utf-8") == before


def test_an_adoption_fills_the_gap_of_its_day_where_there_is_one(client: EditorClient) -> None:
    address = "/documents/charte-informatique-et-wifi/"
    client.fill(address, {"how": "adopted", "who": "le bureau", "day": "20/11/2025"}, press="note")
    assert "adoptée par le bureau le 20 novembre 2025" in client.get(f"{address}html/").text


def test_the_file_of_a_document_says_what_it_is_and_leads_back(client: EditorClient) -> None:
    page = client.get(client.get(f"/documents/{SLUG}/text/").headers["location"]).text
    assert f'href="/documents/{SLUG}/"' in page and "Entre accolades" in page


@pytest.mark.usefixtures("known_author")
def test_the_gaps_of_a_text_of_two_organisations_are_filled_apart(client: EditorClient) -> None:
    slugs = ["registre-des-traitements-association", "registre-des-traitements-cooperative"]
    path = client.place.root / "governance/fr/registre-des-traitements.md"
    path.write_text(path.read_text("utf-8") + '\n\n| Banque | {{ blank("banque", "à choisir") }} |\n', "utf-8")

    def fill(slug: str, words: str) -> None:
        form = client.get(f"/documents/{slug}/").forms[0]
        next(one for one in reversed(form.controls) if one.name == "gap" and one.kind != "hidden").value = words
        assert client.post(f"/documents/{slug}/", form.sent("fill")).status == 303

    fill(slugs[0], "Caisse {exemple} | d’un « quartier »")
    fill(slugs[1], 'Une "autre"')
    pages = [client.get(f"/documents/{slug}/html/").text for slug in slugs]
    assert ["Caisse {exemple} | d’un" in unescape(page) for page in pages] == [True, False]
    assert ["autre" in unescape(page).rpartition("Banque")[2] for page in pages] == [False, True]
    assert "Une &#34;autre&#34;" in client.get(f"/documents/{slugs[1]}/").text
    fill(slugs[0], "")
    assert "Caisse" not in client.get(f"/documents/{slugs[0]}/html/").text
    assert "autre" in unescape(client.get(f"/documents/{slugs[1]}/html/").text).rpartition("Banque")[2]
    fill(slugs[1], "")
    assert path.read_text("utf-8").endswith('| Banque | {{ blank("banque", "à choisir") }} |\n')


def test_words_that_were_written_for_all_stay_with_the_others() -> None:
    body = fill_gaps('La banque : {{ blank("banque") }}.', ["Banque d’exemple"])
    apart = fill_gaps(body, ["Caisse"], "cooperative", ("association", "cooperative"))
    assert [handmade_gaps(apart, about=one)[0].noted for one in ("association", "cooperative")] == [
        "Banque d’exemple",
        "Caisse",
    ]
    assert fill_gaps(apart, ["Caisse"], "cooperative", ("association", "cooperative")) == apart


def test_a_document_without_change_is_said_on_its_screen(repository: Path) -> None:
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    client = EditorClient(repository, today=lambda: TODAY).enter()
    page = client.follow(client.get(f"/documents/{SLUG}/changes/?since=1"))
    assert page.status == 200 and "Rien n’a changé" in page.text and "pas marché" not in page.text


def test_a_document_leads_to_the_field_of_each_fact_that_it_lacks(client: EditorClient) -> None:
    file = client.place.root / "config/organisations.yaml"
    file.write_text(re.sub(r"(?m)^(    representative:).*", r"\1", file.read_text("utf-8"), count=1), "utf-8")
    slug = "registre-des-traitements-cooperative"
    path = client.place.root / "governance/fr/registre-des-traitements.md"
    path.write_text(path.read_text("utf-8") + "\nReprésentée par {{ organisation.representative }}.\n", "utf-8")
    page = client.get(f"/documents/{slug}/").text
    assert 'href="/organisations/#/organisations/cooperative/representative"' in page
    assert 'href="/organisations/#/organisations/association/representative"' not in page


def test_statutes_lead_to_the_field_of_the_capital(client: EditorClient) -> None:
    file = client.place.root / "config/organisations.yaml"
    text = re.sub(r"(?m)^    capital:.*\n", "", file.read_text("utf-8"))
    file.write_text(re.sub(r"(?m)^(  cooperative:\n(?:    .*\n)*?    legal_form:).*", r"\1 scic-sas", text), "utf-8")
    page = client.get("/documents/statuts-scic-cooperative/").text
    assert 'href="/organisations/#/organisations/cooperative/capital"' in page


def test_the_points_to_verify_say_for_whom_they_are_and_name_no_law_firm(client: EditorClient) -> None:
    page = client.get(f"/documents/{SLUG}/").text
    assert "pour la personne de métier" in page.partition("Points à vérifier")[2]
    for path in sorted((TEMPLATE / "governance").glob("*/*.md")):
        assert not re.search(
            r"avocat[\w-]*\.(?:fr|com)|\.avocat\.fr|cabinets? \([\w-]+\.\w+", path.read_text("utf-8")
        ), path.name


def test_a_pdf_is_made_by_a_process_that_gives_its_memory_back(
    client: EditorClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []

    class Apart:
        def __init__(self, space: object, formats: tuple[str, ...], names: tuple[str, ...]):
            made.append((formats, names))

        def documents(self) -> dict[str, bytes]:
            return {f"{SLUG}.pdf": b"%PDF"}

    monkeypatch.setattr(documents_screen, "DocumentsProcess", Apart)
    monkeypatch.setattr(OpenPlace, "install_document_tools", lambda self: None)
    answer = client.get(f"/documents/{SLUG}/pdf/")
    assert answer.body == b"%PDF" and made == [(("pdf",), (SLUG,))]


def test_each_gap_that_is_counted_can_be_reached(client: EditorClient) -> None:
    file = client.place.root / "config/organisations.yaml"
    text = re.sub(r"(?m)^( +vat:)(?: .*|\n(?: {6}.*\n)+)", r"\1 {regime: assujettie}\n", file.read_text("utf-8"))
    file.write_text(re.sub(r"(?m)^ +(?:siret|capital|rcs):.*\n", "", text), "utf-8")
    page = client.get("/documents/grille-tarifaire/").text
    told = dict(re.findall(r"(Champs à compléter|ci-dessous|plus haut|autre écran)\u00a0: (\d+)", page))
    boxes = [
        control for control in client.get("/documents/grille-tarifaire/").forms[0].controls if control.name == "gap"
    ]
    assert int(told["ci-dessous"]) == sum(box.kind != "hidden" for box in boxes)
    assert sum(int(count) for count in told.values()) == 2 * int(told["Champs à compléter"])
    # What a text of the language proposes.
    assert re.search("Proposé\\s:\\s13\\sh\\s30", page) and "Moyens de paiement" in page
    assert 'href="/organisations/#/organisations/cooperative/vat/number"' in page


def test_statutes_lead_to_the_choice_of_a_company_first(client: EditorClient) -> None:
    file = client.place.root / "config/organisations.yaml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"(?m)^(  cooperative:\n(?:    .*\n)*?    legal_form:).*", r"\1 scic", text), "utf-8")
    page = client.get("/documents/statuts-scic-cooperative/").text.partition('id="gaps"')[2]
    address = "/organisations/#/organisations/cooperative/legal_form"
    assert re.search('href="([^"]*)"', page)[1] == address  # type: ignore[index]
    assert "Forme de société <" not in page  # words typed there would not change the articles


def test_a_gap_whose_label_or_proposal_is_calculated_is_filled_too() -> None:
    body = 'Le {{ blank("jour" if opening else "date", t("usual")) }}.\n'
    assert '~ ("jour" if opening else "date") ~' in marked_gaps(body) and '(t("usual"))' in marked_gaps(body)
    filled = fill_gaps(body, ["lundi"])
    assert filled == 'Le {#+ noted #}lundi{# blank("jour" if opening else "date", t("usual")) +#}.\n'
    assert fill_gaps(filled, [""]) == body
    assert fill_gaps(body, ["lundi"], "a", ["a", "b"]) == body.replace(") }}", ', of={"a": "lundi"}) }}')


def test_the_points_to_verify_are_plain_words_with_the_numbers_of_articles(client: EditorClient) -> None:
    file = client.place.root / "config/organisations.yaml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"(?m)^(  cooperative:\n(?:    .*\n)*?    legal_form:).*", r"\1 scic-sas", text), "utf-8")
    page = client.get("/documents/statuts-scic-cooperative/").text
    points = page.partition("Points à vérifier")[2].partition("</ul>")[0]
    assert not re.search(r"[*#]|\]\(|[.]- ", points), points
    article = re.search("l’article\u00a0(\\d+) s’y tient", points)
    read = client.get("/documents/statuts-scic-cooperative/html/").text
    heading = re.search(r'id="comptes-courants"[^>]*>(.*?)</h', read, re.DOTALL)
    assert article and heading and re.search(rf"\b{article[1]}\b", heading[1])
