"""The options of a conflict, made from nothing by the pages alone, to their answer; and conflicts that nobody solves."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from web.model_pages import Sheet

from legation.dossier import TABLES, When
from legation.dossier.column import Wording
from legation.dossier.models.conflict import CONFLICT
from legation.errors import NotAvailable
from legation.figures import render
from legation.language import Message, say
from legation.questions import Case, ask
from legation.web.accounts.models import Account
from legation.web.dossiers import contents, store
from legation.web.forms.model_copy import part_alone, with_part
from legation.web.stores.drafts import working
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db

DAY = dt.date(2030, 1, 1)
BASE = "/dossiers/small/models/conflict"


def head(site: Any) -> Any:
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


class Editor:
    """A person at the editor of a conflict."""

    def __init__(self, client: Any, title: str) -> None:
        self.client = client
        assert client.post(f"{BASE}/begin", {"title": title, "way": "empty"}).status_code == 302
        self.address = f"{BASE}/{title.lower()}/options"
        self.open()

    def open(self) -> None:
        answer = self.client.get(self.address)
        assert answer.status_code == 200, answer.content.decode()[-3000:]
        self.html = answer.content.decode()
        self.sheet = Sheet(self.html)

    def press(self, button: str, **typed: Any) -> Any:
        """Type into fields that the page has, and press a button that it has."""
        assert button in self.sheet.buttons, (button, self.sheet.buttons)
        assert set(typed) <= set(self.sheet.fields), (set(typed) - set(self.sheet.fields), sorted(self.sheet.fields))
        sent = {name: values for name, values in self.sheet.fields.items() if values}
        answer = self.client.post(self.address.replace("/options", "/choose"), {**sent, **typed, "do": button})
        if answer.status_code == 302 and answer.url.partition("#")[0] == self.address:
            self.open()
        return answer


def test_a_conflict_is_made_from_nothing_to_its_answer(site: Any) -> None:
    editor = Editor(site.client("owner"), "Strait")
    for number, (name, option) in enumerate((("The mover", "close the strait"), ("The other", "send ships")), start=1):
        editor.press("add:maker")
        editor.press(f"add:maker.{number}.option", **{f"maker.{number}:name": name})
        editor.press("stay", **{f"maker.{number}.option.1:name": option})
    assert "4 states of 4 combinations" in editor.html
    editor.press("exclude", **{"pattern:close-the-strait": "yes", "pattern:send-ships": "yes"})
    assert "3 states of 4 combinations" in editor.html
    assert "“close the strait” and “send ships”" in editor.html
    editor.press("prefer:the-mover", **{"wish:the-mover:close-the-strait": "yes"})
    editor.press("prefer:the-mover", **{"wish:the-mover:send-ships": "no"})
    editor.press("up:preference.1.judgement.2")
    editor.press("stay", **{"how:the-other": "order", "order:the-other:00": "1", "order:the-other:01": "2", "order:the-other:10": "2"})
    drawn = editor.client.get(f"{BASE}/strait/path.svg")
    assert drawn.status_code == 200 and b"<svg" in drawn.content
    assert editor.press("save", reason="First draft").status_code == 302

    made = CONFLICT.read(head(site).files["conflicts/strait.toml"], "conflicts/strait.toml")
    assert [one.statement for one in made.preference_of("the-mover").judgements] == ["not send-ships", "close-the-strait"]
    assert made.preference_of("the-other").ranking == (("00",), ("10", "01"))
    answer = ask("where-could-it-settle", Case(dossier=head(site), today=dt.date(2030, 1, 1)))
    assert answer.findings and answer.figures


def test_the_path_is_drawn_of_the_part_and_the_rows_that_it_names_alone(site: Any) -> None:
    whole = head(site)
    text = CONFLICT.template("en").replace('actor = ""', "")
    actor, source = whole.actors[0].id, whole.evidence[0].id
    first = '[[maker]]\nid = "'
    assert first in text
    text = text.replace(first, f'[[maker]]\nactor = "{actor}"\nevidence = ["{source}"]\nid = "', 1)
    data, part = text.encode(), CONFLICT.called("strait")
    alone = part_alone(whole, CONFLICT, part, data)

    assert {name: [TABLES[name].identity(row) for row in alone.rows(name)] for name in TABLES if len(alone.rows(name))} == {
        "actors": [actor],
        "evidence": [source],
    }
    pictures = [
        [render.svg(figure, "en") for figure in ask("where-could-it-settle", Case(dossier=one, today=DAY), model="strait", runs=0).figures]
        for one in (alone, with_part(whole, part, data))
    ]
    assert pictures[0] == pictures[1] != []


def test_what_is_not_known_yet_is_left_out_of_the_path_as_it_is_of_the_answer(site: Any) -> None:
    client, evidence = site.client("owner"), TABLES["evidence"].record
    later = evidence(id="E-later", title=Wording("Later"), kind="report", known_on=When("2090-01-01"))
    second = evidence(id="E-second", title=Wording("It rests on the later one"), kind="report", evidence=("E-later",))
    mine = dataclasses.replace(head(site), evidence=(*head(site).evidence, later, second))
    assert store.save(site.dossier, 1, mine, site.people["owner"], contents.EVERYTHING, reason="Evidence").revision is not None
    text = CONFLICT.template("en").replace('known_on = "2026-01-15"', "").replace("evidence = []\n", "")
    judgement = "[[preference.judgement]]\n"
    text = text.replace(judgement, f'{judgement}evidence = ["E-second"]\n')
    assert client.post(f"{BASE}/begin", {"title": "Strait", "way": "empty"}).status_code == 302
    assert client.post(f"{BASE}/strait/write", {"text": text}).status_code == 200
    drawn = client.get(f"{BASE}/strait/path.svg")

    part, today = CONFLICT.called("strait"), dt.datetime.now(dt.UTC).date()
    alone, whole = (
        Case(dossier=one, today=today).at(today)
        for one in (part_alone(head(site), CONFLICT, part, text.encode()), with_part(head(site), part, text.encode()))
    )
    assert any(figure.id == "moves" for figure in ask("where-could-it-settle", alone, model="strait", runs=0).figures)
    with pytest.raises(NotAvailable):
        ask("where-could-it-settle", whole, model="strait", runs=0)
    assert drawn.status_code == 404


def test_so_many_states_that_nobody_solves_them_are_said_and_not_computed(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'[[maker.option]]\nid = "o{number}"\n' for number in range(39))
    text = f'[model]\ntitle = "Large"\n[[maker]]\nid = "a"\n{rows}[[maker]]\nid = "b"\n[[maker.option]]\nid = "p"\n'
    editor = Editor(site.client("owner"), "Large")
    editor.client.post(f"{BASE}/large/write", {"text": text})
    monkeypatch.setattr("legation.web.pages.models.options.option_form", lambda *_: pytest.fail("computed"))
    monkeypatch.setattr("legation.methods.conflict.options.np.arange", lambda *_, **__: pytest.fail("computed"))
    editor.open()

    assert "40 options give 1,099,511,627,776 combinations: too many" in editor.html
    assert editor.press("save").status_code == 422
    said = editor.client.post(f"{BASE}/large/choose", {"do": "stay"}, headers={"accept": "application/json"}).json()
    assert "1,099,511,627,776" in said["states"]
    assert editor.client.get(f"{BASE}/large/path.svg").status_code == 404


def test_options_typed_on_a_page_of_before_another_save_undo_nothing_of_it(site: Any) -> None:
    first = Editor(site.client("owner"), "Strait")
    for number, name in enumerate(("The mover", "The other"), start=1):
        first.press("add:maker")
        first.press(f"add:maker.{number}.option", **{f"maker.{number}:name": name})
        first.press("stay", **{f"maker.{number}.option.1:name": f"act {number}"})
    for maker in ("the-mover", "the-other"):
        first.press(f"prefer:{maker}", **{f"wish:{maker}:act-1": "yes"})
    assert first.press("save").status_code == 302
    first.open()
    second = Editor.__new__(Editor)
    second.client, second.address = site.client("editor"), first.address
    second.open()

    assert first.press("save", **{"maker.1.option.1:name": "close the strait"}).status_code == 302
    assert second.press("save", **{"maker.2.option.1:name": "send ships"}).status_code == 302

    made = CONFLICT.read(head(site).files["conflicts/strait.toml"], "conflicts/strait.toml")
    assert [str(option.name) for maker in made.makers for option in maker.options] == ["close the strait", "send ships"]
    assert [one.statement for one in made.preference_of("the-mover").judgements] == ["act-1"], "a statement goes with its renamed option"


def test_a_conflict_of_two_thousand_options_is_not_laid_out_and_its_text_is_offered(site: Any) -> None:
    def written(count: int) -> str:
        rows = "".join(f'[[maker.option]]\nid = "o{number}"\n' for number in range(count))
        editor.client.post(f"{BASE}/large/write", {"text": f'[model]\ntitle = "Large"\nstatus_quo = ["o1"]\n[[maker]]\nid = "a"\n{rows}'})
        return str(editor.client.get(f"{BASE}/large/options").content.decode())

    editor = Editor(site.client("owner"), "Large")
    assert 'name="maker.1.option.149:name"' in written(149)
    html = written(2_000)
    assert "The conflict has 2,001 decision makers, options and statements; this page shows up to 150" in html
    assert "combinations" in html and f"{BASE}/large/text" in html
    assert "maker.1" not in html and len(html) < 20_000
    editor.client.post(f"{BASE}/large/choose", {"do": "stay"})
    assert 'status_quo = ["o1"]' in working.data_of(Draft.objects.get(settings__name="large")).decode()


def test_a_place_of_five_thousand_digits_and_a_table_that_is_none_change_nothing(site: Any) -> None:
    editor = Editor(site.client("owner"), "Strait")
    for number in (1, 2):
        editor.press("add:maker")
        editor.press(f"add:maker.{number}.option", **{f"maker.{number}:name": f"Side {number}"})
    before = editor.html
    address = editor.address.replace("/options", "/choose")
    for sent in ({"how:side-1": "order", "order:side-1:00": "9" * 5000}, {"do": "add:maker.9.option"}, {"do": "add:maker.1.option.x.y"}):
        assert editor.client.post(address, {"do": "stay", **sent}).status_code == 302
    editor.open()
    assert editor.sheet.fields.keys() == Sheet(before).fields.keys()


def test_states_of_fifteen_thousand_options_are_a_power_of_ten() -> None:
    said = say(Message("page-models.states-many", all=2**15_000), "en")
    assert said.startswith("2.8\u00a0×\u00a010⁴⁵¹⁵ combinations")
    assert [say(Message("page-models.states-many", all=n), "en").split(" ")[0] for n in (10**15, 10**16 - 1, 10**300)] == [
        "1.0\u00a0×\u00a010¹⁵",
        "9.9\u00a0×\u00a010¹⁵",
        "1.0\u00a0×\u00a010³⁰⁰",
    ]


def test_states_are_counted_as_one_types(site: Any) -> None:
    editor = Editor(site.client("owner"), "Strait")
    editor.client.post(f"{BASE}/strait/write", {"text": CONFLICT.template("en")})
    editor.open()
    before = editor.html.partition("data-states>")[2].partition("<")[0]
    sent = {name: values for name, values in editor.sheet.fields.items() if values}
    statement = next(name for name in sent if name.startswith("infeasible.1:statement"))
    body = editor.client.post(
        editor.address.replace("/options", "/choose"), {**sent, statement: "", "do": "stay"}, headers={"accept": "application/json"}
    ).json()

    assert body["states"] != before
    assert body["states"].endswith("combinations can be.")


NAMED = """[model]
title = "Strait"
[[maker]]
id = "mover"
[[maker.option]]
id = "close"
name_fr = "fermer le détroit"
name_en = "close the strait"
[[maker]]
id = "other"
[[maker.option]]
id = "ships"
name = "navires"
[[infeasible]]
statement = "close  and not (ships)"
"""


def test_statements_are_typed_and_shown_in_names_and_words_of_the_language(site: Any) -> None:
    Account.objects.filter(pk=site.people["owner"].pk).update(language="fr")
    editor = Editor(site.client("owner"), "Strait")
    editor.client.post(f"{BASE}/strait/write", {"text": NAMED})
    editor.open()
    own = "infeasible.1:statement"
    assert editor.sheet.fields[own] == ["«\u202ffermer le détroit\u202f» et non («\u202fnavires\u202f»)"]

    def written(typed: str) -> str:
        editor.press("stay", **{own: typed})
        text = working.data_of(Draft.objects.get(settings__name="strait")).decode()
        return next(line for line in text.splitlines() if line.startswith("statement"))

    assert written(editor.sheet.fields[own][0]) == 'statement = "close  and not (ships)"'
    assert written("« Fermer le detroit » ou (navires si close)") == 'statement = "close or (ships if close)"'
    assert written("ships si et seulement si fermer le détroit") == 'statement = "ships iff close"'
    assert written("not ships and “close”") == 'statement = "not ships and close"'
    assert written("« rien de tel » et ships") in ("statement = '\"rien de tel\" and ships'", 'statement = "\\"rien de tel\\" and ships"')
    assert editor.sheet.fields[own] == ["«\u202frien de tel\u202f» et «\u202fnavires\u202f»"]
    assert "« fermer" in written("« fermer et navires")


@pytest.mark.parametrize("who", ["contributor", "reader", "guest"])
def test_who_may_not_edit_sees_no_editor(site: Any, who: str) -> None:
    Editor(site.client("owner"), "Strait")

    assert site.client(who).get(f"{BASE}/strait/options").status_code == 403
    assert site.client(who).post(f"{BASE}/strait/choose", {"do": "save"}).status_code == 403
