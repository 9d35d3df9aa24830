"""Documents are filled in, reviewed, downloaded and compared from the browser; their files hold what was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.editor_client import EditorClient
from support.generated_places import TODAY
from support.paths import TEMPLATE

from tierslieu.editor.handmade_gaps import fill_gaps, handmade_gaps
from tierslieu.rendering.security_headers import style_hash
from tierslieu.versions.save import save as save_version

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
    page = client.get(f"/documents/{SLUG}/")
    number = next(index for index, form in enumerate(page.forms) if "reviewed" in form.buttons)
    reviewer = {"reviewer": "Fédération d’exemple"}
    assert client.fill(f"/documents/{SLUG}/", reviewer, press="reviewed", form=number).status == 303
    text = (client.place.root / RULES).read_text("utf-8")
    assert "review: relu" in text and f"law_as_of: {TODAY}" in text and "reviewed_by: Fédération d’exemple" in text
    page = client.get(f"/documents/{SLUG}/")
    assert "Fédération d’exemple" in page.text and "Points à vérifier" not in page.text
    assert not any("reviewed" in form.buttons for form in page.forms)
    client.fill(f"/documents/{SLUG}/", {}, press="again")
    text = (client.place.root / RULES).read_text("utf-8")
    assert "review: a-faire-relire" in text and "reviewed_by" not in text


def test_a_review_tells_that_the_text_has_changed_since(repository: Path) -> None:
    save_version(repository, "fr", "Naissance", lambda: ("", ""))
    client, address = EditorClient(repository, today=lambda: TODAY).enter(), f"/documents/{SLUG}/"
    client.fill(address, {"reviewer": "Fédération d’exemple"}, press="reviewed")
    assert "changes/?since=" not in client.get(address).text
    client.fill("/place/", {"/name": "Autre nom"})
    assert f'href="{address}changes/?since=2"' in client.get(address).text


def test_a_review_stands_first_with_its_questions_and_loses_nothing_typed(client: EditorClient) -> None:
    page = client.get(f"/documents/{SLUG}/")
    review = page.text.partition('id="review"')[2]
    assert 'name="gap"' in review and "<li>" in review.partition('value="reviewed"')[0]
    assert page.text.count('id="author_name"') <= 1
    form = page.forms[0]
    next(control for control in form.controls if control.name == "gap").value = "Réponse d’exemple"
    for wrong in ("31/12/2099", "hier"):
        form.fill("day", wrong)
        assert client.post(f"/documents/{SLUG}/", form.sent("reviewed")).status == 422
    form.fill("day", "02/02/2024")
    assert client.post(f"/documents/{SLUG}/", form.sent("reviewed")).status == 303
    text = (client.place.root / RULES).read_text("utf-8")
    assert "Réponse d’exemple" in text and "review: relu" in text and "law_as_of: 2024-02-02" in text
    assert "<li>" in client.get(f"/documents/{SLUG}/").text.partition('id="review"')[2].partition("</details>")[0]


def test_a_document_is_found_by_its_usual_name_too(client: EditorClient) -> None:
    assert f"/documents/{SLUG}/" in client.get("/documents/?words=r%C3%A8glement+int%C3%A9rieur").text


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
    assert "Essai de réponse" in client.post(f"/documents/{SLUG}/", form.sent("reviewed")).text


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
    assert [gap.label for gap in handmade_gaps(after)] == [gap.label for gap in before[1:]]


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
    assert fill_gaps(body, ["Roanne", ""]) == 'Fait à Roanne, le {{ blank("date", "aujourd’hui") }}.\n'


def test_a_document_is_downloaded_as_a_page(client: EditorClient) -> None:
    answer = client.get(f"/documents/{SLUG}/html/")
    assert answer.status == 200 and "Fil numérique" in answer.text
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style_hash(style.encode()) in answer.headers["content-security-policy"]
    assert f'href="/documents/{SLUG}/"' in answer.text.partition("<h1")[0]
    assert client.get(f"/documents/{SLUG}/exe/").status == 404
    assert client.get("/documents/aucun/").status == 404


def test_a_document_tells_where_the_board_agrees_and_what_its_text_serves(client: EditorClient) -> None:
    page = client.get(f"/documents/{SLUG}/").text
    field = re.search(r'href="#(gap-\d+)"', page)
    assert field and f'<input id="{field[1]}"' in page
    assert "instances et dates" in page.partition('id="agreement"')[2].lower()
    assert "signatures" not in page.partition('ed-gap"')[2].lower()  # one signs by hand
    listed = dict(re.findall(r'href="/documents/([\w-]+)/">([^<]+)<', client.get("/documents/").text))
    slugs = [slug for slug in listed if slug.startswith("registre-des-traitements")]
    page = client.get(f"/documents/{slugs[0]}/").text
    served = page.partition("sert aussi")[2].partition("</p>")[0]
    assert len(slugs) > 1 and all((listed[slug] in served) == (slug != slugs[0]) for slug in slugs)


def test_the_agreement_of_a_board_stays_on_the_screen_and_can_be_changed(client: EditorClient) -> None:
    path, address = client.place.root / RULES, f"/documents/{SLUG}/"
    before = path.read_text("utf-8")

    def note(words: str) -> str:
        form = client.get(address).forms[0]
        [control for control in form.controls if control.name == "gap"][number - 1].value = words
        return client.follow(client.post(address, form.sent("fill"))).text

    field = re.search(r'href="#gap-(\d+)"', client.get(address).text)
    assert field
    number = int(field[1])
    for words in ("bureau, le 20/11/2026", "assemblée, le 21/11/2026"):
        said = note(words)
        assert words in said.partition('id="agreement"')[2].partition("<h2")[0] and "complété" not in said
        assert words in client.get(f"{address}html/").text
    assert "20/11" not in path.read_text("utf-8")
    note("")
    assert path.read_text("utf-8") == before


def test_the_file_of_a_document_says_what_it_is_and_leads_back(client: EditorClient) -> None:
    page = client.get(client.get(f"/documents/{SLUG}/text/").headers["location"]).text
    assert f'href="/documents/{SLUG}/"' in page and "Entre accolades" in page
