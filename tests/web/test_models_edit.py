"""Work on a model that is not saved yet: what stays, who sees it, what is said of faults, and what happens when two people save."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.model_pages import Maker, Sheet

from legation.dossier.models.scenario import SCENARIO
from legation.dossier.models.scenario_cells import cells_of
from legation.dossier.models.statement import STATEMENT
from legation.language import Lang
from legation.web.dossiers import store
from legation.web.forms.model_copy import model_kinds
from legation.web.pages.models import listing
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db

BASE = "/dossiers/small/models"
ROOM = b'# ours\n[room]\ntitle = "Talks" # short\n\n[[statement]]\nid = "0"\ntext = "We agree."\n\n[[statement]]\nid = "1"\ntext = "We do not."\n'


def head(site: Any) -> Any:
    """Return the newest revision of the dossier, whole."""
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


def begun(client: Any, kind: str, data: bytes, title: str = "") -> str:
    """Begin a part from a file; return the address of its form."""
    sent = {"way": "file", "title": title, "file": SimpleUploadedFile("any.toml", data)}
    answer = client.post(f"{BASE}/{kind}/begin", sent)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def saved(client: Any, kind: str, data: bytes) -> str:
    """Save a part from a file; return its address."""
    address = begun(client, kind, data).removesuffix("edit")
    answer = client.post(f"{address}write", {"text": data.decode(), "do": "save"})
    assert answer.status_code == 302, answer.content.decode()
    return address


def test_unsaved_work_stays_and_its_person_alone_sees_it(site: Any) -> None:
    maker = Maker(site.client("owner"), model_kinds()["room"], "Our talks")
    maker.press("stay", **{"room:holder": "the desk"})

    assert "our-talks" in site.client("owner").get(BASE).content.decode()
    assert "our-talks" not in site.client("editor").get(BASE).content.decode()
    assert site.client("editor").get(maker.address).status_code == 404
    assert Maker(site.client("owner"), model_kinds()["room"], "Other").client.get(maker.address).status_code == 200
    assert maker.open().fields["room:holder"] == ["the desk"]
    assert head(site).files == {}


def test_the_list_follows_unsaved_work_at_once_and_is_made_once_where_there_is_none(site: Any, monkeypatch: Any) -> None:
    client, made = site.client("owner"), []
    listed = listing._list
    monkeypatch.setattr(listing, "_list", lambda request, kind: (made.append(kind.id), listed(request, kind))[1])

    def shown() -> str:
        return str(client.get(BASE).content.decode())

    assert "Our talks" not in shown() and made
    made.clear()
    assert "Our talks" not in shown() and made == []
    maker = Maker(client, model_kinds()["room"], "Our talks")
    maker.press("stay", **{"room:holder": "the desk"})
    assert "Our talks" in shown()
    maker.press("stay", **{next(name for name, value in maker.open().fields.items() if value == ["Our talks"]): "Other talks"})
    assert "Other talks" in shown() and "Our talks" not in shown()
    client.post(f"{maker.address.removesuffix('edit')}discard")
    assert "Other talks" not in shown()


def test_work_that_is_put_aside_leaves_what_is_saved(site: Any) -> None:
    client = site.client("owner")
    address = saved(client, "room", ROOM)
    client.post(f"{address}keep", {"row": "room", "open": "room", "room:title": "Changed", "do": "stay"})
    assert "Changed" in client.get(f"{address}edit").content.decode()
    client.post(f"{address}discard")

    assert "Changed" not in client.get(f"{address}edit").content.decode()
    assert head(site).files["rooms/talks.toml"] == ROOM
    assert not Draft.objects.filter(purpose="part").exists()


def test_comments_and_other_bytes_stay_when_a_row_is_changed(site: Any) -> None:
    client = site.client("owner")
    address = saved(client, "room", ROOM)
    sent = {"row": "statement.1", "open": "statement.1", "statement.1:text": "We agree now.", "section": "statement", "do": "save"}
    assert client.post(f"{address}keep", sent).status_code == 302

    assert head(site).files["rooms/talks.toml"] == ROOM.replace(b"We agree.", b"We agree now.")


def test_two_editors_of_different_rows_are_joined_and_of_one_field_choose(site: Any) -> None:
    owner, editor = site.client("owner"), site.client("editor")
    address = saved(owner, "room", ROOM)
    for client, row, words in ((owner, "statement.1", "Mine"), (editor, "statement.2", "Theirs")):
        client.post(f"{address}keep", {"row": row, "open": row, f"{row}:text": words, "section": "statement", "do": "stay"})
    for client in (owner, editor):
        assert client.post(f"{address}keep", {"section": "statement", "do": "save"}).status_code == 302
    assert head(site).files["rooms/talks.toml"] == ROOM.replace(b"We agree.", b"Mine").replace(b"We do not.", b"Theirs")

    for client, words in ((owner, "First"), (editor, "Second")):
        client.post(
            f"{address}keep", {"row": "statement.1", "open": "statement.1", "statement.1:text": words, "section": "statement", "do": "stay"}
        )
    assert owner.post(f"{address}keep", {"do": "save"}).status_code == 302
    asked = editor.post(f"{address}keep", {"do": "save"})
    assert asked.status_code == 409 and b"First" in asked.content and b"Second" in asked.content
    assert b"Second" in editor.get(f"{address}edit?section=statement&row=statement.1").content


def test_what_is_typed_on_a_page_of_before_another_save_is_joined_with_it(site: Any) -> None:
    owner, editor = site.client("owner"), site.client("editor")
    address = saved(owner, "room", ROOM)
    page = Sheet(editor.get(f"{address}edit?section=statement&row=statement.1").content.decode()).fields
    owner.post(f"{address}keep", {"row": "statement.1", "open": "statement.1", "statement.1:text": "First", "do": "save"})
    assert editor.post(f"{address}keep", {**page, "statement.1:text": "Second", "do": "stay"}).status_code == 302
    chosen = editor.post(f"{address}keep", {"section": "statement", "do": "save"})

    assert chosen.status_code == 409 and b"First" in chosen.content and b"Second" in chosen.content

    base = re.search(r'name="base" value="(\d+)"', owner.get(f"{address}text").content.decode())
    assert base is not None
    editor.post(f"{address}discard", {})
    editor.post(f"{address}keep", {"row": "statement.2", "open": "statement.2", "statement.2:text": "Theirs", "do": "save"})
    written = ROOM.replace(b"We agree.", b"Third").decode()
    assert owner.post(f"{address}write", {"base": base[1], "text": written, "do": "save"}).status_code == 302
    assert head(site).files["rooms/talks.toml"] == ROOM.replace(b"We agree.", b"Third").replace(b"We do not.", b"Theirs")


def test_a_row_that_another_window_changed_is_not_overwritten(site: Any) -> None:
    client = site.client("owner")
    address = saved(client, "room", ROOM)
    old = Sheet(client.get(f"{address}edit?section=statement&row=statement.1").content.decode()).fields
    client.post(f"{address}keep", {**old, "statement.1:text": "Of the other window", "do": "stay"})
    answer = client.post(f"{address}keep", {**old, "statement.1:text": "Of this window", "do": "stay"})

    assert answer.status_code == 409
    assert "Of the other window" in client.get(f"{address}edit?section=statement&row=statement.1").content.decode()


def test_broken_text_is_left_as_it_is_with_the_line_of_each_fault(site: Any) -> None:
    client = site.client("owner")
    address = begun(client, "room", b'[room]\ntitle = "x"\n[[statement]]\nid = \n')
    assert address.endswith("/text")
    page = client.get(address).content.decode()
    assert "id = \n" in page and ":4" in page
    wrong = client.post(f"{address.removesuffix('text')}write", {"text": '[room]\ntitle = "x"\n[[statement]]\nid = "a"\n', "do": "save"})
    assert wrong.status_code == 422
    assert ":4:statement 1.id" in wrong.content.decode() and ":3:statement 1.text" in wrong.content.decode()
    assert head(site).files == {}


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a\x00b"])
def test_a_file_that_is_no_text_is_refused(site: Any, data: bytes) -> None:
    answer = site.client("owner").post(f"{BASE}/room/begin", {"way": "file", "file": SimpleUploadedFile("x.toml", data)})

    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_a_file_that_is_too_large_is_refused(site: Any) -> None:
    large = SimpleUploadedFile("x.toml", b"#" * (SCENARIO.limit + 1))
    answer = site.client("owner").post(f"{BASE}/scenario/begin", {"way": "file", "file": large})

    assert answer.status_code == 422 and "1,048,577" in answer.content.decode()


def test_what_is_wrong_is_said_at_once_by_field(site: Any) -> None:
    maker = Maker(site.client("owner"), model_kinds()["room"])
    sent = {name: values for name, values in maker.sheet.fields.items() if values}
    sent |= {"room:opened": ["soon"], "do": ["stay"]}
    address = maker.address.removesuffix("edit") + "keep"
    body = maker.client.post(address, sent, headers={"accept": "application/json"}).json()

    assert set(body["faults"]) == {"room:opened"}
    assert maker.client.post(address, {**sent, "do": "save"}, headers={"accept": "application/json"}).status_code == 422


@pytest.mark.parametrize("who", ["contributor", "reader", "guest"])
def test_who_may_not_edit_changes_nothing(site: Any, who: str) -> None:
    address = saved(site.client("owner"), "room", ROOM)
    client = site.client(who)
    before = head(site).files

    for end in ("edit", "text"):
        assert client.get(address + end).status_code == 403
    for end in ("keep", "write", "discard", "remove"):
        assert client.post(address + end, {"do": "save"}).status_code == 403
    assert client.get(f"{address}view").status_code == (404 if who == "guest" else 200)
    assert head(site).files == before


def test_a_part_is_taken_out_and_stays_in_the_revision_before(site: Any) -> None:
    client = site.client("owner")
    address = saved(client, "room", ROOM)
    number = head(site) and site.dossier.head
    assert client.post(f"{address}remove", {"base": number}).status_code == 302

    assert head(site).files == {}
    assert store.content(store.revision_of(site.dossier, number)).files["rooms/talks.toml"] == ROOM


def matrix(site: Any) -> tuple[Any, str]:
    """Save the template of a scenario model; return a browser and the address of its pages."""
    client = site.client("owner")
    return client, saved(client, "scenario", SCENARIO.template("en").encode())


def sent_cells(*cells: tuple[str, str, str]) -> str:
    return json.dumps([{"row": "", "actor": source, "issue": target, "values": {"value": value}} for source, target, value in cells])


def test_cells_of_the_matrix_change_the_judgements_they_stand_in(site: Any) -> None:
    client, address = matrix(site)
    assert "16 of 32 cells" in client.get(f"{address}matrix").content.decode()
    changes = sent_cells(("talks.open", "trust.high", "3"), ("trust.low", "talks.shut", "1"), ("talks.shut", "incident.yes", "-3; -2; -1"))
    about = [{"row": "", "actor": "talks.open", "issue": "trust.low", "values": {"reason": "Less so", "evidence": "e1", "confidence": "2"}}]
    checked = client.post(f"{address}matrix/check", {"changes": changes, "about": json.dumps(about)})
    assert checked.json() == {"ok": True, "problems": [], "left": True}
    assert client.post(f"{address}matrix/save", {"changes": "[]", "reason": "Talk of May"}).status_code == 302

    name = next(iter(SCENARIO.of(head(site).files).values()))
    cells = cells_of(SCENARIO.read(head(site).files[name], name))
    value = {places: cell.value for places, cell in cells.items()}
    assert value[("talks", "open"), ("trust", "high")] == 3
    assert value[("trust", "low"), ("talks", "shut")] == 1
    assert value[("talks", "shut"), ("incident", "yes")] == (-3, -2, -1)
    own = cells[("talks", "open"), ("trust", "low")].judgement
    assert (str(own.reason), own.evidence, own.confidence, cells[("talks", "open"), ("trust", "low")].value) == (
        "Less so",
        ("e1",),
        2,
        (-3, -2, -1),
    )
    assert str(cells[("talks", "open"), ("trust", "high")].judgement.reason) == "Who talks learns what the other fears."
    assert head(site).files[name].count(b"# ") == SCENARIO.template("en").count("# ")


@pytest.mark.parametrize("value", ["x", "1.5", "3; 2; 1", "1; 2", "2000000"])
def test_a_cell_that_is_no_judgement_is_refused(site: Any, value: str) -> None:
    client, address = matrix(site)
    body = client.post(f"{address}matrix/check", {"changes": sent_cells(("talks.open", "trust.high", value))}).json()

    assert [problem["row"] for problem in body["problems"]] == [1]
    assert body["left"] is False


def test_an_emptied_cell_of_a_block_leaves_the_others_judged(site: Any) -> None:
    client, address = matrix(site)
    client.post(f"{address}matrix/save", {"changes": sent_cells(("trust.high", "talks.open", ""))})
    name = next(iter(SCENARIO.of(head(site).files).values()))
    cells = cells_of(SCENARIO.read(head(site).files[name], name))

    assert (("trust", "high"), ("talks", "open")) not in cells
    assert len(cells) == 15
    assert str(cells[("trust", "low"), ("talks", "open")].judgement.reason) == "Without trust nobody comes to the table."


def test_the_scenario_beside_the_matrix_says_who_would_rather_be_elsewhere(site: Any) -> None:
    client, address = matrix(site)
    page = client.get(f"{address}matrix.json?v=talks.open&v=trust.low&v=incident.yes").json()

    assert page["unstable"] == 1
    assert [(line["id"], line["lack"]) for line in page["scenario"]] == [("talks", 4), ("trust", 0), ("incident", 0)]


@pytest.mark.parametrize(("role", "there"), [("owner", True), ("reader", False)])
def test_a_model_is_begun_from_the_palette_by_who_may(site: Any, role: str, there: bool) -> None:
    page = site.client(role).get("/dossiers/small/palette?q=scenario+model").content.decode()

    assert (f"{BASE}/scenario/new" in page) is there


@pytest.mark.parametrize(("way", "lang"), [("empty", "fr"), ("template", "en")])
def test_a_statement_asks_for_each_language_and_its_title_stands_in_that_of_who_began_it(site: Any, way: str, lang: Lang) -> None:
    site.people["owner"].language = lang
    site.people["owner"].save()
    client = site.client("owner")
    address = client.post(f"{BASE}/statement/begin", {"title": "On the breach", "way": way}).url
    html = client.get(address).content.decode()
    sheet = Sheet(html)

    assert sheet.fields[f"statement:title_{lang}"] == ["On the breach"]
    assert {"statement:title_en", "statement:title_fr"} <= set(sheet.fields) and "statement:title" not in sheet.fields
    assert html.index(f"statement:title_{lang}") < html.index(f"statement:title_{'en' if lang == 'fr' else 'fr'}")
    sent = {name: values for name, values in sheet.fields.items() if values} | {"statement:addressee_en": ["the public"]}
    saved = client.post(f"{address.removesuffix('edit')}keep", {**sent, "do": "save"})
    assert saved.status_code == 302, saved.content.decode()
    model = STATEMENT.read(head(site).files["incidents/on-the-breach.statement.toml"], "incidents/on-the-breach.statement.toml")
    assert model.title.in_language(lang) == "On the breach"


def test_a_text_without_language_in_a_statement_stands_in_the_form_until_it_is_said(site: Any) -> None:
    address = begun(site.client("owner"), "statement", b'[statement]\ntitle = "Of a file"\n')

    assert Sheet(site.client("owner").get(address).content.decode()).fields["statement:title"] == ["Of a file"]


def test_the_worth_of_a_plan_is_chosen_by_variant_and_its_faults_are_said(site: Any) -> None:
    site.people["owner"].language = "fr"
    site.people["owner"].save()
    client = site.client("owner")
    address = saved(client, "scenario", SCENARIO.template("fr").replace("[[plan.worth]]\nwhere", "[[plan.worth]]\n# row\nwhere").encode())
    page = client.get(f"{address}view").content.decode()
    assert "Deux jours du ministre" in page and "dans tous les cas" in page and "Les pourparlers" in page

    opened = client.get(f"{address}edit?section=plan&row=plan.1").content.decode()
    sheet = Sheet(opened)
    assert sheet.fields["plan.1.worth.1:where"] == ["always"]
    assert sheet.choices["plan.1.worth.2:where"][:3] == ["", "always", "talks.open"]
    assert sheet.fields["plan.1.worth.2:high"] == ["5"]
    assert sheet.fields["plan.1:review_by"] == ["2026-01"]
    assert "always</button>" not in opened

    sent = {name: values for name, values in sheet.fields.items() if values}
    answer = client.post(f"{address}keep", {**sent, "plan.1.worth.2:low": "6", "do": "stay"}, follow=True)
    assert "Écrivez low, value et high du plus petit au plus grand" in answer.content.decode()
    now = Sheet(client.get(f"{address}edit?section=plan&row=plan.1").content.decode()).fields
    sent = {name: values for name, values in now.items() if values}
    answer = client.post(f"{address}keep", {**sent, "plan.1.worth.2:low": "3", "plan.1.worth.2:where": "trust.high", "do": "save"})
    assert answer.status_code == 302
    name = next(iter(SCENARIO.of(head(site).files).values()))
    plan = SCENARIO.read(head(site).files[name], name).plans[0]
    assert [(row.where, row.ends) for row in plan.worth] == [("always", (-1, -1, -1)), ("trust.high", (3, 4, 5))]
    assert head(site).files[name].count(b"# row") == 2
