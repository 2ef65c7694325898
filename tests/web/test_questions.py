"""Questions as pages: the list, the form, the run, the answer, and who sees which."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from xml.etree import ElementTree as ET

import pytest

from legation.dossier import decode
from legation.dossier.edit import Edit, apply
from legation.dossier.kind import Text
from legation.language import Message, say
from legation.questions import Option, questions
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant
from legation.web.runs.models import Output, Result, Run, StoredAnswer
from legation.web.runs.question_form import read_options
from legation.web.runs.worker import Worker

from .conftest import PARTS
from .test_runs import request_by

pytestmark = pytest.mark.django_db
LIST = "/dossiers/small/questions"


@pytest.fixture
def ask(site):
    """Return a function that asks as a role, lets the worker answer, and returns the run."""

    def asking(role, question="who-stands-where", slug="small", **options):
        response = site.client(role).post(f"/dossiers/{slug}/questions/{question}/ask", options)
        assert response.status_code == 302, response.content[-3000:]
        work()
        return Run.objects.get(pk=int(response["Location"].rpartition("/")[2]))

    return asking


def work():
    worker = Worker(every=60)
    while worker.once():
        pass


def address(run, slug="small"):
    return f"/dossiers/{slug}/runs/{run.pk}"


def without_coalitions(site):
    """Take the coalitions out of the small dossier, so that a question lacks something."""
    bare = dataclasses.replace(store.content(store.revision_of(site.dossier)), coalitions=())
    store.save(site.dossier, site.dossier.head, bare, site.people["owner"], store.EVERYTHING, reason="")


def missing_words(response):
    """Return the ids of sentences that no catalogue holds."""
    return re.findall(r"\[[a-z-]+\.[\w.-]+\]", response.content.decode())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_list_names_every_question_and_what_others_need(site, lang):
    from legation.language import say

    site.people["reader"].language = lang
    site.people["reader"].save()
    without_coalitions(site)
    response = site.client("reader").get(LIST)
    text = response.content.decode()
    page_json = site.client("reader").get(f"{LIST}.json").json()
    lines = {q["id"]: q for group in page_json["groups"] for q in group["questions"]}

    assert response.status_code == 200
    assert not missing_words(response)
    assert lines.keys() == questions().keys()
    assert all(line["title"] == say(questions()[name].title, lang) for name, line in lines.items())
    assert [need["table"] for need in lines["who-is-in"]["lacking"]] == ["coalitions"]
    assert lines["who-can-move"]["lacking"] == []
    assert f"{LIST}/who-can-move" in text
    assert re.search(rf'<li class="not-yet"><a href="{LIST}/who-is-in">', text), "greyed, with what it lacks"
    assert "needs a coalition with a member on the day" in html.unescape(text) or lang == "fr"
    assert "/rows/coalitions/new" not in text, "a reader may not add it"


def test_those_that_can_be_answered_come_first_and_a_link_adds_what_the_others_lack(site):
    without_coalitions(site)
    groups = site.client("owner").get(f"{LIST}.json").json()["groups"]
    text = site.client("owner").get(LIST).content.decode()

    assert len(groups) >= 4
    for group in groups:
        lacking = [bool(line["lacking"]) for line in group["questions"]]
        assert lacking == sorted(lacking)
        assert group["ready"] == lacking.count(False)
    assert f'href="{LIST.removesuffix("questions")}rows/coalitions/new"' in text
    assert all(need["href"] for group in groups for line in group["questions"] for need in line["lacking"])


@pytest.mark.parametrize(
    ("lang", "words", "wanted"),
    [("en", "do we have enough support", "do-we-have-the-votes"), ("fr", "Avons-nous les voix ?", "do-we-have-the-votes")],
)
def test_words_find_questions_on_the_page(site, lang, words, wanted):
    site.people["reader"].language = lang
    site.people["reader"].save()
    response = site.client("reader").get(LIST, {"q": words})
    page_json = site.client("reader").get(f"{LIST}.json", {"q": words}).json()

    assert response.status_code == 200
    assert page_json["found"][0]["id"] == wanted
    assert page_json["groups"] == []
    assert html.escape(words) in response.content.decode()


@pytest.mark.parametrize("words", ["x" * 10_000, "<script>alert(1)</script>", "الاتحاد", "%", "xqzw wqzx"])
def test_any_words_are_answered_on_the_page(site, words):
    response = site.client("reader").get(LIST, {"q": words})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert len(response.content) < 120_000


def test_many_questions_of_packages_are_folded_and_found(site, monkeypatch):
    from legation.questions import Question
    from legation.questions.base import registry

    own = dict(questions())
    brought = {
        f"brought-{at}": Question(id=f"brought-{at}", needs=(), answer=lambda *given: None, phrasings={"en": (f"whale number {at}",)})
        for at in range(200)
    }
    for module in ("legation.web.pages.answers.questions", "legation.questions.base.registry"):
        monkeypatch.setattr(f"{module}.questions", lambda: {**own, **brought})
    registry._question_index.cache_clear()
    try:
        page_json = site.client("reader").get(f"{LIST}.json").json()
        found = site.client("reader").get(f"{LIST}.json", {"q": "whale number 77"}).json()["found"]
        text = site.client("reader").get(LIST).content.decode()
    finally:
        registry._question_index.cache_clear()

    assert [group["folded"] for group in page_json["groups"]] == [False] * 4 + [True]
    assert len(page_json["groups"][-1]["questions"]) == 200
    assert text.count("<details") >= 1
    assert found[0]["id"] == "brought-77"


def test_a_need_that_was_removed_between_page_and_press_is_told_and_nothing_runs(site):
    client = site.client("editor")
    before = client.get(f"{LIST}/who-can-move.json").json()
    without = dataclasses.replace(store.content(store.revision_of(site.dossier)), votes=())
    store.save(site.dossier, 1, without, site.people["owner"], store.EVERYTHING, reason="")
    pressed = client.post(before["ask_href"], {"first": "r1", "second": "r2"})
    page = pressed.content.decode()

    assert (before["has_form"], before["question"]["lacking"]) == (True, [])
    assert pressed.status_code == 422
    assert 'href="/dossiers/small/take"' in page.partition("<main")[2]
    assert not Run.objects.exists()


def test_a_guest_is_told_what_is_lacking_of_what_is_shared(site):
    page_json = site.client("guest").get(f"{LIST}.json").json()
    lacking = {q["id"]: [need["table"] for need in q["lacking"]] for group in page_json["groups"] for q in group["questions"]}

    assert lacking["who-can-move"] == ["votes"]
    assert lacking["who-stands-where"] == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("question", sorted(questions()))
def test_a_form_has_a_labelled_field_for_every_option(site, question, lang):
    site.people["owner"].language = lang
    site.people["owner"].save()
    response = site.client("owner").get(f"{LIST}/{question}")
    text = response.content.decode()
    lacking = site.client("owner").get(f"{LIST}/{question}.json").json()["question"]["lacking"]

    assert response.status_code == 200
    assert not missing_words(response)
    for option in () if lacking else questions()[question].all_options:
        assert f'name="{option.name}"' in text
        assert f'id="option-{option.name}"' in text
        assert f'for="option-{option.name}"' in text or option.kind.name == "flag" or getattr(option.kind, "many", False)
        assert f'id="option-{option.name}-help"' in text


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", ["vectors", "names"])
def test_the_models_of_what_is_said_are_chosen_by_labelled_boxes(site, name, lang):
    site.people["owner"].language = lang
    site.people["owner"].save()
    text = html.unescape(site.client("owner").get(f"{LIST}/what-is-said").content.decode())
    said = {language: say(Message(f"what-is-said.label.{name}"), language) for language in ("en", "fr")}
    box = re.search(rf'<label class="choice">(?:(?!</label>).)*id="option-{name}" name="{name}" value="yes"[^>]*> ([^<]+)</label>', text)

    assert box is not None
    assert " ".join(box[1].split()) == " ".join(said[lang].split())
    assert said["en"] != said["fr"]
    assert f'id="option-{name}-help"' in text


def test_only_who_may_see_the_history_compares_with_a_revision(site, ask):
    assert 'name="revision"' in site.client("reader").get(f"{LIST}/what-changed").content.decode()
    assert 'name="revision"' not in site.client("guest").get(f"{LIST}/what-changed").content.decode()
    assert ask("guest", "what-changed", revision="1", since="2018-01-01").options == {"since": "2018-01-01"}


def test_a_comparison_with_an_earlier_revision_tells_what_was_added(site, ask):
    from legation.web.access import grant_of, scope_of

    owner = site.people["owner"]
    scope = scope_of(grant_of(owner, site.dossier))
    more = {**PARTS, "actors.csv": PARTS["actors.csv"] + "PER,Peru,Pérou,state,PER,\n"}
    store.save(site.dossier, 1, decode({name: text.encode() for name, text in more.items()}), owner, scope, reason="Peru")

    run = ask("owner", "what-changed", revision="1")
    page_json = site.client("owner").get(f"{address(run)}.json").json()

    assert run.options == {"revision": "1"}
    assert any("Peru" in cell["text"] or "PER" in cell["text"] for row in page_json["answer"]["tables"][0]["rows"] for cell in row)


@pytest.mark.parametrize(
    ("question", "option", "given"),
    [
        ("who-can-move", "first", "A/RES/99"),
        ("who-can-move", "top", "0"),
        ("who-can-move", "top", "many"),
        ("who-can-move", "top", "1e9"),
        ("who-can-move", "seed", "-1"),
        ("who-can-move", "as_of", "yesterday"),
        ("who-can-move", "as_of", "2018-02-31"),
        ("who-can-move", "first", "<script>alert(1)</script>"),
        ("do-we-have-the-votes", "goal", "win"),
        ("do-we-have-the-votes", "reveal", "perhaps"),
        ("do-we-have-the-votes", "with_us", "Atlantis"),
        ("what-changed", "revision", "99"),
        ("what-changed", "revision", "-1"),
        ("what-changed", "revision", "../../etc/passwd"),
        ("who-stands-where", "issue", "secret-issue"),
        ("who-stands-where", "issue", "x" * 5000),
    ],
)
def test_a_wrong_option_is_answered_beside_its_field_and_nothing_is_lost(site, question, option, given):
    client = site.client("reader")
    other = next(o.name for o in questions()[question].all_options if o.name not in (option, "revision"))
    value = {"first": "r1", "second": "r1", "rollcall": "r1", "since": "2017-05-06", "as_of": "2020-02-03"}[other]
    response = client.post(f"{LIST}/{question}/ask", {option: given, other: value})
    text = response.content.decode()

    assert response.status_code == 422
    assert f'id="option-{option}-error"' in text
    assert 'aria-invalid="true"' in text
    assert f'value="{value}"' in text
    assert "<script>alert" not in text
    assert "SECRET" not in text
    assert not Run.objects.exists()


def test_several_members_are_ticked_and_stay_ticked(site, ask):
    run = ask("owner", "do-we-have-the-votes", with_us=["FRA", "DEU"])
    again = site.client("owner").get(f"{LIST}/do-we-have-the-votes?again={run.pk}").content.decode()

    assert run.options["with_us"] == "FRA DEU"
    assert [f'name="with_us" value="{actor}" checked' in again for actor in ("FRA", "DEU")] == [True, True]
    assert 'name="against_us" value="FRA" checked' not in again


def test_what_a_question_needs_is_said_instead_of_asking(site):
    without_coalitions(site)
    response = site.client("reader").post(f"{LIST}/who-is-in/ask", {})

    assert response.status_code == 422
    assert "coalition with a member on the day" in response.content.decode()
    assert not Run.objects.exists(), "no run is made to fail"


def test_what_must_be_chosen_is_asked_for_beside_its_field(site):
    response = site.client("reader").post(f"{LIST}/who-would-sign/ask", {"top": "5"})
    text = response.content.decode()

    assert response.status_code == 422
    assert 'id="option-accused-error"' in text
    assert 'name="top" value="5"' in text, "what was given stays"
    assert not Run.objects.exists()


def test_a_need_that_was_known_only_later_is_told_with_the_form(site):
    response = site.client("reader").post(f"{LIST}/who-is-in/ask", {"as_of": "2001-01-01"})
    text = response.content.decode()

    assert response.status_code == 422
    assert "known only from a later day on" in text
    assert 'value="2001-01-01"' in text
    assert not Run.objects.exists()
    assert not Run.objects.exists()


def test_options_as_the_dossier_has_them_are_not_options_of_the_run(ask):
    assert ask("reader", "who-can-move", top="40", seed="0", first="", as_of="").options == {}
    assert ask("reader", "who-can-move", top="41", first="A/RES/1").options == {"top": "41", "first": "r1"}


def test_an_answer_has_findings_figures_tables_and_provenance(site, ask):
    run = ask("reader", "who-can-move", first="r1", second="r2")
    client = site.client("reader")
    response = client.get(address(run))
    text = response.content.decode()
    page_json = client.get(f"{address(run)}.json").json()

    assert run.state == "done"
    assert not missing_words(response)
    assert page_json["state"] == "done"
    assert page_json["answer"]["provenance"]["hash"] == store.seen(store.revision_of(site.dossier), run.scope).hash
    answer = client.get(page_json["result"]).json()
    assert [f["text"] for f in answer["findings"]] == [f["text"] for f in page_json["answer"]["findings"]]
    for finding in answer["findings"]:
        assert finding["text"].replace("’", "&#x27;")[:30].split("&")[0] in text
    assert page_json["figures"]
    for figure in page_json["figures"]:
        assert f'src="{figure["svg"]}"' in text
        assert f'data-marks="{figure["marks"]}"' in text
        svg = client.get(figure["svg"])
        assert (svg.status_code, svg["Content-Type"]) == (200, "image/svg+xml")
        assert "sandbox" in svg["Content-Security-Policy"]
        assert ET.fromstring(svg.content).get("aria-label") == figure["alt"]
        assert client.get(figure["png"]).content.startswith(b"\x89PNG")
        assert {"row", "evidence", "label", "value"} <= client.get(figure["marks"]).json()["marks"][0].keys()
    tables = [file for file in page_json["files"] if file["form"] == "csv"]
    assert len(tables) == len(answer["tables"])
    taken = client.get(tables[0]["href"] + "?take")
    assert taken["Content-Disposition"].startswith("attachment")
    assert taken.content.decode("utf-8-sig").splitlines()[0].split(",") == answer["tables"][0]["columns"]


def test_the_answer_is_in_the_language_of_its_reader(site, ask):
    run = ask("reader", "who-can-move", first="r1", second="r2")
    english = site.client("reader").get(f"{address(run)}.json").json()
    site.people["reader"].language = "fr"
    site.people["reader"].save()
    french = site.client("reader").get(f"{address(run)}.json").json()

    assert french["title"] == "Qui peut bouger\u202f?"
    assert english["answer"]["findings"][0]["text"] != french["answer"]["findings"][0]["text"]
    assert [f["id"] for f in english["answer"]["findings"]] == [f["id"] for f in french["answer"]["findings"]]


def test_a_run_that_waits_says_so_and_asks_for_itself_again(site):
    client = site.client("reader")
    place = client.post(f"{LIST}/what-is-due/ask", {})["Location"]
    text = client.get(place).content.decode()
    page_json = client.get(f"{place}.json").json()

    assert f'hx-get="{place}"' in text
    assert '<progress aria-labelledby="run-words">' in text
    assert (page_json["state"], page_json["answer"], page_json["result"], page_json["done"], page_json["total"]) == (
        "waiting",
        None,
        "",
        0,
        0,
    )
    Run.objects.update(state="running", done=3, total=12)
    assert '<progress aria-labelledby="run-words" value="3" max="12">' in client.get(place).content.decode()
    part = client.get(place, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="run"' in part


def test_a_run_is_cancelled_by_its_maker_only(site):
    place = site.client("reader").post(f"{LIST}/what-is-due/ask", {})["Location"]

    assert site.client("owner").post(f"{place}/cancel").status_code == 404
    assert site.client("reader").get(f"{place}/cancel").status_code == 405
    assert site.client("reader").post(f"{place}/cancel").status_code == 302
    assert Run.objects.get().state == "cancelled"
    assert "This run was cancelled." in site.client("reader").get(place).content.decode()
    assert site.client("reader").post(f"{LIST}/what-is-due/ask", {})["Location"] != place


def test_a_run_that_is_computed_is_told_to_end(site):
    place = site.client("reader").post(f"{LIST}/what-is-due/ask", {})["Location"]
    Run.objects.update(state="running", worker="w", attempts=1)
    site.client("reader").post(f"{place}/cancel")

    assert Run.objects.get().cancel
    assert "Cancelling" in site.client("reader").get(place).content.decode()
    assert site.client("reader").post(f"{place}/remove").status_code == 302
    assert Run.objects.exists()


def test_an_ended_run_is_removed_by_its_maker_only(site, ask):
    run = ask("reader", "what-is-due")

    assert site.client("owner").post(f"{address(run)}/remove").status_code == 404
    assert site.client("reader").post(f"{address(run)}/remove")["Location"] == "/dossiers/small/runs"
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    ("maker", "seen_by"),
    [
        ("reader", {"reader", "owner", "editor"}),
        ("guest", {"guest", "owner", "editor"}),
        ("contributor", {"contributor", "owner", "editor"}),
        ("editor", {"editor", "owner"}),
        ("owner", {"owner"}),
        ("named", {"named", "owner"}),
    ],
)
def test_who_sees_a_run(site, ask, maker, seen_by):
    run = ask(maker)
    file = Output.objects.filter(result=run.key, lang="en", name="answer.json").get()
    Grant.objects.create(
        dossier=store.create(decode({"dossier.toml": b'id = "other"'}), site.people["other-owner"]),
        account=site.people[maker],
        role="owner",
    )
    for role in (*site.people, "anonymous"):
        client, there = site.client(role), role in seen_by
        for place in (address(run), f"{address(run)}.json", f"{address(run)}/{file.lang}/{file.name}"):
            status = client.get(place).status_code
            assert (status == 200) == there, (role, place, status)
            assert there or status in (302, 401, 404)
        assert (f'/runs/{run.pk}"' in client.get("/dossiers/small/runs?by=all").content.decode()) == there
        for action in ("cancel", "remove"):
            if role != maker:
                assert client.post(f"{address(run)}/{action}").status_code in (302, 404)
    assert Run.objects.filter(pk=run.pk, state="done").exists()
    assert site.client(maker).get(address(run, "other")).status_code == 404
    assert site.client(maker).get(f"{address(run, 'other')}/en/answer.json").status_code == 404


def test_a_marking_that_is_taken_away_takes_the_runs_along(site, ask):
    run = ask("editor")
    Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:GREEN")

    assert site.client("editor").get(address(run)).status_code == 404
    assert site.client("editor").get(f"{address(run)}/en/answer.json").status_code == 404
    assert site.client("editor").get("/dossiers/small/runs.json").json()["runs"] == []


@pytest.mark.parametrize("name", ["content.json", "nothing.txt", "..", "answer.json%00"])
def test_only_files_of_the_result_are_given_out(site, ask, name):
    run = ask("reader")

    expected = 400 if "%00" in name else 404  # no address holds a NUL: it is refused at the door
    assert site.client("reader").get(f"{address(run)}/en/{name}").status_code == expected
    assert site.client("reader").get(f"/dossiers/small/runs/{2**70}").status_code == 404


@pytest.mark.parametrize("role", ["reader", "guest"])
def test_hidden_rows_change_no_byte_of_an_answer(site, ask, role):
    visible = {
        **PARTS,
        "actors.csv": PARTS["actors.csv"].replace("hidden-co,SECRET-COMPANY,,company,,TLP:RED\n", ""),
        "coalitions.csv": PARTS["coalitions.csv"].replace("friends,hidden-co,supporter,2018-01-01,,\n", ""),
        "issues.csv": PARTS["issues.csv"].replace("secret-issue,SECRET-ISSUE,,a,b,yes,TLP:RED\n", ""),
        "evidence.csv": "\n".join(line for line in PARTS["evidence.csv"].splitlines() if "SECRET" not in line) + "\n",
        "positions.csv": "\n".join(line for line in PARTS["positions.csv"].splitlines() if line[:2] not in ("p3", "p4")) + "\n",
    }
    del visible["mandate.toml"]
    if role == "guest":
        for part in ("coalitions.csv", "objectives.csv", "rollcalls.csv", "votes.csv"):
            del visible[part]
    with_hidden = ask(role)
    before = {(o.lang, o.name): bytes(o.data) for o in Output.objects.filter(result=with_hidden.key)}
    Result.objects.all().delete()
    StoredAnswer.objects.all().delete()
    Run.objects.all().delete()
    owner = site.people["owner"]
    bare = store.create(decode({name: text.encode() for name, text in visible.items()}), owner, slug="bare")
    for grant in Grant.objects.filter(dossier=site.dossier).exclude(role="owner"):
        Grant.objects.create(
            dossier=bare,
            account=grant.account,
            organisation=grant.organisation,
            role=grant.role,
            marking=grant.marking,
            tables=grant.tables,
        )
    without = ask(role, slug="bare")
    after = {(o.lang, o.name): bytes(o.data) for o in Output.objects.filter(result=without.key)}

    assert len(before) >= 6
    assert before == after
    assert not any(b"SECRET" in data for data in before.values())


def test_text_of_a_dossier_is_never_markup(site):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    parts = {
        **PARTS,
        "actors.csv": f'id,name,kind,iso3\nFRA,"{evil}",state,FRA\nDEU,Germany,state,DEU\n',
        "issues.csv": f'id,question,low,high,cyberspace\nnorms,"{evil}","{evil}",treaty,yes\n',
        "evidence.csv": f'id,kind,title,date,known_on\ne1,statement,"{evil}",2018-05-03,2018-05-03\n',
        "positions.csv": "id,actor,issue,low,value,high,basis,held_from,known_on,evidence,author\np1,FRA,norms,50,60,70,statement,2018-05-03,2018-05-03,e1,desk\n",
        "votes.csv": "actor,rollcall,vote\nFRA,r1,yes\nDEU,r1,yes\n",
        "groups.csv": "group,actor,start\nEU,FRA,1958\n",
        "coalitions.csv": "coalition,actor,tier,start\nfriends,FRA,core,2018-01-01\n",
    }
    store.create(decode({name: text.encode() for name, text in parts.items()}), site.people["owner"], slug="evil")
    client = site.client("owner")
    seen = 0
    for name in questions():
        place = client.post(f"/dossiers/evil/questions/{name}/ask", {})
        assert "<img src=x" not in client.get(f"/dossiers/evil/questions/{name}").content.decode()
        if place.status_code != 302:
            continue
        work()
        page = client.get(place["Location"])
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()
        seen += "&lt;script&gt;alert" in page.content.decode()
        for figure in client.get(f"{place['Location']}.json").json()["figures"]:
            drawing = ET.fromstring(client.get(figure["svg"]).content)
            assert not [e for e in drawing.iter() if e.tag.endswith(("script", "img", "foreignObject"))]
    assert seen >= 2


def test_two_answers_are_compared(site, ask):
    one, two = ask("reader", "who-can-move", first="r1", second="r2"), ask("reader", "who-can-move", first="r2", second="r1")
    client = site.client("reader")
    response = client.get(f"/dossiers/small/runs/compare?run={two.pk}&run={one.pk}")
    page_json = client.get(f"/dossiers/small/runs/compare.json?first={one.pk}&second={two.pk}").json()

    assert response.status_code == 200
    assert not missing_words(response)
    assert (page_json["first"]["id"], page_json["second"]["id"]) == (one.pk, two.pk)
    assert {f["how"] for f in page_json["findings"]} & {"changed", "added", "removed"}
    options = {label: (before, after) for label, before, after in page_json["options"]}
    assert ("A/RES/1", "A/RES/2") in options.values()  # roll calls by their symbols, not by their ids
    assert options["As known on"][0] == options["As known on"][1] and re.search(r"\d \w+ \d{4}", options["As known on"][0])
    refused = client.get("/dossiers/small/runs/compare")
    assert refused.status_code == 400
    assert 'href="/dossiers/small"' in refused.content.decode(), "what went wrong in a dossier leads back to it"
    other = ask("reader", "what-is-due")
    assert client.get(f"/dossiers/small/runs/compare?first={one.pk}&second={other.pk}").status_code == 400
    hidden = ask("owner", "who-can-move", first="r1", second="r2")
    assert client.get(f"/dossiers/small/runs/compare?first={one.pk}&second={hidden.pk}").status_code == 404


def test_asking_again_begins_with_the_same_options(site, ask):
    run = ask("reader", "who-can-move", first="r1", second="r2", top="9")
    text = site.client("reader").get(f"{LIST}/who-can-move?again={run.pk}").content.decode()

    assert '<option value="r1" selected>' in text
    assert 'name="top" value="9"' in text
    assert site.client("guest").get(f"{LIST}/who-can-move?again={run.pk}").status_code == 404


def test_a_run_on_an_older_revision_says_so(site, ask):
    run = ask("reader")
    assert "the dossier is at revision" not in site.client("reader").get(address(run)).content.decode()
    renamed = apply(store.content(store.revision_of(site.dossier)), [Edit("actors", "change", "FRA", {"name": "French Republic"})])
    store.save(site.dossier, 1, renamed, site.people["owner"], store.EVERYTHING, reason="")
    assert "This was computed on revision 1" in site.client("reader").get(address(run)).content.decode()


def test_a_question_that_is_not_there_is_not_there(see):
    assert see("reader", f"{LIST}/who-knows").status_code == 404
    assert see("member", LIST).status_code == 404
    assert see("anonymous", LIST).status_code == 302
    assert json.loads(see("anonymous", f"{LIST}.json").content)["ok"] is False


def test_a_name_that_two_things_share_is_refused_and_both_are_named(site):
    option = Option("model", Text(), among=lambda case, given: {"one.toml": "The year", "two.toml": "The year", "far.toml": "Far"})
    question = dataclasses.replace(questions()["what-is-due"], options=(option,))
    given = {name: read_options(request_by(site, "reader"), question, {"model": name}) for name in ("the year", "far", "two.toml")}

    texts, errors = given["the year"]
    assert texts == {}
    assert "one.toml and two.toml" in say(errors["model"], "en")
    assert [given[name][0] for name in ("far", "two.toml")] == [{"model": "far.toml"}, {"model": "two.toml"}]


@pytest.mark.parametrize("question", ["who-has-power", "who-is-in", "whom-to-call-first"])
def test_a_need_leads_to_no_choice_that_the_page_has_not(site, question) -> None:
    store.create(decode({"dossier.toml": b'id = "bare"\nmarking = "TLP:GREEN"\n'}), site.people["owner"])
    text = site.client("owner").get(f"/dossiers/bare/questions/{question}").content.decode()

    assert "notice info" in text
    assert set(re.findall(r'href="#(option-[^"]+)"', text)) <= set(re.findall(r'id="(option-[^"]+)"', text))
