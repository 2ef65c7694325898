"""The page of an answer: read from its top, its tables folded, what follows from it, and how far one is that is computed."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from legation.dossier import decode, encode
from legation.web.dossiers import store
from legation.web.pages.answers import answer_parts, progress
from legation.web.runs.answer_head import CONTENT
from legation.web.runs.models import Output, Run

from .test_questions import address, ask, work  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def html_of(site, run, role="reader", query="", lang=""):
    if lang:
        site.people[role].language = lang
        site.people[role].save()
    return site.client(role).get(address(run) + query).content.decode()


def json_of(site, run, role="reader"):
    return site.client(role).get(f"{address(run)}.json").json()


def with_book(site, *sections):
    """Let the book of the dossier name questions."""
    parts = encode(store.content(store.newest(site.dossier)))
    names = ", ".join(f'"{name}"' for name in sections)
    parts["dossier.toml"] += f"\n[brief]\nsections = [{names}]\n".encode()
    store.save(site.dossier, 1, decode(parts), site.people["owner"], store.EVERYTHING, reason="", owns=True)
    site.dossier.refresh_from_db()


# --- the head and what stands below it ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "label"), [("en", "in the upper third of the scale"), ("fr", "dans le tiers supérieur de l’échelle")])
def test_an_answer_begins_with_its_sentence_and_its_number(site, ask, lang, label):  # noqa: F811
    run = ask("reader")
    text = html_of(site, run, lang=lang)
    head = json_of(site, run)["answer"]["head"]

    assert text.index('class="sentence"') < text.index("<figure") < text.index("<table")
    assert head["label"] == label
    assert head["number"] in head["sentence"]
    assert re.search(rf"<dt>{label}</dt><dd>{head['number']}</dd>", text)
    assert head["sentence"] in re.sub(r"<[^>]+>", "", text)


def test_the_finding_of_the_head_is_not_said_a_second_time(site, ask):  # noqa: F811
    run = ask("reader", "who-can-move", first="r1", second="r2")
    data, text = json_of(site, run), html_of(site, run)
    head = data["answer"]["head"]

    assert len(data["answer"]["findings"]) > 1
    assert f'id="finding-{head["finding"]}"' not in text
    assert 'class="card finding"' not in text
    for finding in data["answer"]["findings"]:
        assert finding["id"] == head["finding"] or f'id="finding-{finding["id"]}"' in text


def test_what_was_counted_says_so_and_what_is_a_judgement_says_how_it_did(site, ask):  # noqa: F811
    counted = json_of(site, ask("reader"))["answer"]["head"]
    judged = json_of(site, ask("reader", "where-it-would-land", issue="norms"))["answer"]["head"]

    assert (counted["ground"], counted["judgement"]) == ("counted", "")
    assert (judged["ground"], judged["judgement"]) == ("judged", "landing")
    assert judged["tested"] == "Nobody has measured how often this is right."


def test_an_answer_of_an_earlier_release_still_has_a_head(site, ask):  # noqa: F811
    run = ask("reader")
    stored = Output.objects.get(result=run.key, lang="en", name=CONTENT)
    content = json.loads(bytes(stored.data))
    del content["head"]
    stored.data = json.dumps(content).encode()
    stored.save()

    assert json_of(site, run)["answer"]["head"]["sentence"] == content["findings"][0]["text"]
    assert 'class="sentence"' in html_of(site, run)


def test_options_are_told_in_words_and_the_seed_only_where_the_numbers_come_from(site, ask):  # noqa: F811
    text = html_of(site, ask("reader", "who-can-move", first="r1", second="r2", seed="7"))
    before, _, after = text.partition("Where the numbers come from")

    assert "seed" not in re.sub(r"<[^>]+>", " ", before).lower()
    assert re.search(r"<dt>Seed of the drawings</dt><dd>7</dd>", after)
    assert "first = r1" not in text


# --- tables ------------------------------------------------------------------------------------------------------------------------------------


def content(rows, columns=2):
    cells = [[{"text": f"{row}.{column}"} for column in range(columns)] for row in range(rows)]
    return {"tables": [{"id": "t", "title": "T", "columns": [{"id": str(n)} for n in range(columns)], "rows": cells}]}


@pytest.mark.parametrize(("rows", "folds"), [(0, None), (1, False), (10, False), (13, False), (14, True), (500, True)])
def test_rows_after_the_first_ten_are_folded_where_there_are_many(rows, folds):
    found = answer_parts.tables_of(content(rows))

    assert [(table["folds"], table["count"], len(table["rows"])) for table in found] == ([] if folds is None else [(folds, rows, rows)])


def test_a_large_table_comes_whole_when_it_is_asked_for():
    large = content(3000, columns=4)
    (short,), (whole,) = answer_parts.tables_of(large, self_href="/run"), answer_parts.tables_of(large, "t", "/run")

    assert (len(short["rows"]), short["count"], short["folds"], short["all_href"]) == (10, 3000, False, "/run?all=t#table-t")
    assert (len(whole["rows"]), whole["folds"], whole["all_href"]) == (3000, False, "")
    assert answer_parts.tables_of(large, "no-such-table")[0]["all_href"]


def test_why_it_could_be_wrong_begins_with_what_speaks_against_the_head():
    answer = {
        "head": {"finding": "b", "sentence": "B."},
        "findings": [{"id": "a", "text": "A.", "contrary": "not here"}, {"id": "b", "text": "B.", "contrary": "Against."}],
        "caveats": ["Few rows.", "Against."],
    }

    assert answer_parts.warnings_of(answer) == ["Against.", "Few rows."]
    assert [finding["id"] for finding in answer_parts.further_findings(answer)] == ["a"]


def test_a_finding_of_which_the_head_leaves_much_out_stands_below_it_too():
    answer = {
        "head": {"finding": "b", "sentence": "Short."},
        "findings": [{"id": "a", "text": "A.", "contrary": ""}, {"id": "b", "text": "Short, and all that was left out.", "contrary": "x"}],
        "caveats": [],
    }

    assert [(finding["id"], finding["contrary"]) for finding in answer_parts.further_findings(answer)] == [("b", ""), ("a", "")]


# --- what follows ------------------------------------------------------------------------------------------------------------------------------


def test_a_question_is_put_into_the_book_with_what_was_chosen(site, ask):  # noqa: F811
    with_book(site, "what-is-due")
    run = ask("editor", "who-stands-where", issue="norms")
    text = html_of(site, run, "editor")

    assert f'action="{address(run)}/book"' in text
    assert site.client("editor").post(f"{address(run)}/book")["Location"] == address(run)
    site.dossier.refresh_from_db()
    brief = store.content(store.newest(site.dossier)).info.brief
    assert [*brief["sections"]] == ["what-is-due", {"question": "who-stands-where", "issue": "norms"}]
    after = html_of(site, run, "editor")
    assert "In the book" in after
    assert f'action="{address(run)}/book"' not in after


def test_a_question_that_is_in_the_book_is_not_put_there_again(site, ask):  # noqa: F811
    with_book(site, "who-stands-where")
    run = ask("editor")
    site.client("editor").post(f"{address(run)}/book")
    site.dossier.refresh_from_db()

    assert store.newest(site.dossier).number == 2


@pytest.mark.parametrize("role", ["contributor", "reader"])
def test_who_may_not_edit_puts_nothing_into_the_book(site, ask, role):  # noqa: F811
    with_book(site, "what-is-due")
    run = ask(role)

    assert "/book" not in html_of(site, run, role)
    assert site.client(role).post(f"{address(run)}/book").status_code == 403


def test_the_book_of_a_dossier_that_names_no_question_holds_all(site, ask):  # noqa: F811
    run = ask("editor")

    assert json_of(site, run, "editor")["follow"]["book"] == ""


def test_the_same_a_week_before_is_asked_and_set_beside(site, ask):  # noqa: F811
    run = ask("reader", "who-stands-where", as_of="2018-06-05")
    place = site.client("reader").post(f"{address(run)}/week")["Location"]
    earlier = Run.objects.exclude(pk=run.pk).get()

    assert earlier.options["as_of"] == "2018-05-29"
    waiting = site.client("reader").get(place).content.decode()
    assert 'id="compared"' in waiting
    assert "hx-get" in waiting
    work()
    text = site.client("reader").get(place).content.decode()
    assert "hx-get" not in text
    assert text.index("29 May 2018") < text.index("5 June 2018"), "the earlier day stands first"


def test_a_week_before_that_has_no_answer_says_why(site, ask):  # noqa: F811
    run = ask("reader", "who-stands-where", as_of="2018-05-05")
    place = site.client("reader").post(f"{address(run)}/week")["Location"]
    work()
    response = site.client("reader").get(place)

    assert response.status_code < 500
    assert "positions" in response.content.decode()


def test_nobody_asks_a_week_before_of_a_run_that_is_not_theirs(site, ask):  # noqa: F811
    run = ask("owner")

    assert site.client("reader").post(f"{address(run)}/week").status_code == 404


def test_only_questions_that_can_be_answered_come_next(site, ask):  # noqa: F811
    papers = json_of(site, ask("editor", "who-can-move", first="r1", second="r2"), "editor")["follow"]["papers"]
    follow = json_of(site, ask("reader", "who-stands-where"))["follow"]

    assert [paper["title"] for paper in papers] == ["Tally sheet"]
    assert [question["title"] for question in follow["questions"]] == ["Where would it land?"]
    assert (follow["watch_href"], follow["papers"]) == ("", [])


# --- how far it is -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "said"), [(0, "Yours is next."), (1, "One run is ahead of yours."), (2, "2 runs are ahead of yours.")])
def test_who_waits_is_told_how_many_are_ahead(site, before, said):
    for number in range(before):
        site.client("owner").post("/dossiers/small/questions/what-is-due/ask", {"horizon_days": str(number + 1)})
    place = site.client("reader").post("/dossiers/small/questions/what-is-due/ask", {})["Location"]

    assert said in site.client("reader").get(place).content.decode()


def test_what_is_computed_is_said_and_then_that_figures_are_drawn(site):
    place = site.client("reader").post("/dossiers/small/questions/who-stands-where/ask", {})["Location"]
    Run.objects.update(state="running", done=10, total=100)
    assert "Positions, weights and contacts" in site.client("reader").get(place).content.decode()
    Run.objects.update(done=95)
    assert "figures are being drawn" in site.client("reader").get(place).content.decode()


def test_how_long_it_takes_is_the_median_of_runs_that_the_person_may_see(site):
    place = site.client("reader").post("/dossiers/small/questions/who-stands-where/ask", {})["Location"]
    assert "Usually" not in site.client("reader").get(place).content.decode()

    run, now = Run.objects.get(), timezone.now()
    mine = {name: getattr(run, name) for name in ("dossier", "revision", "marking", "audience", "kind", "question", "today", "lang")}
    for owner, seconds in (("reader", 3), ("reader", 4), ("reader", 60), ("owner", 500)):
        times = {"started": now, "finished": now + dt.timedelta(seconds=seconds)}
        Run.objects.create(owner=site.people[owner], state="done", key=f"k{seconds}", **mine, **times)

    assert "Usually takes about 4 seconds." in site.client("reader").get(place).content.decode()


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "less than a second"), (1.2, "about 1 second."), (89, "89 seconds"), (200, "3 minutes")]
)
def test_how_long_is_said_in_seconds_or_minutes(monkeypatch, seconds, said):
    now = timezone.now()
    monkeypatch.setattr(progress, "typical_runs", lambda *_: [Run(started=now, finished=now + dt.timedelta(seconds=seconds))])
    found = progress.progress_of(None, Run(state="running", kind="question", question="who-can-move"))

    assert said in str(found.typical)


# --- where there is no answer ------------------------------------------------------------------------------------------------------------------


def test_a_run_without_an_answer_says_what_is_missing_and_where_it_is_added(site):
    failed = {
        "state": "failed",
        "error": {"en": "On 3 May 2018 nothing is known.", "fr": "x"},
        "kind": "question",
        "question": "who-is-missing",
    }
    common = {"dossier": site.dossier, "revision": 1, "marking": "TLP:RED", "audience": "owner", "today": dt.date(2018, 5, 3), "lang": "en"}
    run = Run.objects.create(owner=site.people["owner"], key="none", options={"as_of": "2017-01-01"}, **failed, **common)
    text = html_of(site, run, "owner")
    lacking = json_of(site, run, "owner")["lacking"]

    assert "On 3 May 2018 nothing is known." in text
    assert lacking
    assert all(need["href"] in text for need in lacking)
    assert any(need["href"] for need in lacking)
    assert f'href="/dossiers/small/questions/who-is-missing?again={run.pk}"' in text


def test_a_run_whose_choice_is_no_longer_there_is_no_dead_end(site):
    failed = {"state": "failed", "error": {"en": "There is no such vote."}, "kind": "question", "question": "who-is-missing"}
    common = {"dossier": site.dossier, "revision": 1, "marking": "TLP:RED", "audience": "owner", "today": dt.date(2018, 5, 3), "lang": "en"}
    run = Run.objects.create(owner=site.people["owner"], key="none", options={"rollcall": "gone"}, **failed, **common)

    assert f'href="/dossiers/small/questions/who-is-missing?again={run.pk}"' in html_of(site, run, "owner")
