"""The strategy: everything stands under its objective, the two axes are told apart, and nothing hidden shows."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import Indicator, decode
from legation.dossier.edit import Edit, apply
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.pages.planning.objectives import progress_of

from .conftest import Site

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small/strategy"
DAY = dt.date(2019, 1, 1)


def changed(site: Site, *edits: Edit) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    seen = store.seen(store.revision_of(dossier), store.EVERYTHING)
    now = apply(seen, edits, author="desk", day=DAY)
    store.save(dossier, dossier.head, now, site.people["owner"], store.EVERYTHING, reason="For the test")


@pytest.fixture
def strategic(site: Site) -> Site:
    """Return the site with a strategy: o1 with a part of it, and one of everything."""
    evidence = {"kind": "statement", "title": "Against it", "date": "2018-05-03", "reliability": "A", "credibility": "2"}
    changed(
        site,
        Edit("evidence", "add", "e-against", evidence),
        Edit("objectives", "add", "part", {"aim": "A part", "part_of": "o1", "issue": "norms", "owner": "mission", "due": "2018-12"}),
        Edit(
            "activities", "add", "page", {"title": "A page", "objectives": "part", "digital": "yes", "audience": "FRA EU", "status": "done"}
        ),
        Edit("activities", "add", "letter", {"title": "A letter", "objectives": "part o1", "digital": "no", "cyberspace": "no"}),
        Edit("activities", "add", "stray", {"title": "A stray act"}),
        Edit("indicators", "add", "votes", {"measure": "Votes", "objective": "part", "baseline": "46", "target": "20", "reached": "33"}),
        Edit("assumptions", "add", "holds", {"claim": "It holds", "objective": "part", "evidence": "e1", "against": "e-against"}),
        Edit("messages", "add", "say", {"audience": "FRA", "objective": "part", "text": "Say this", "avoid": "Not that"}),
        Edit("messages", "add", "red", {"audience": "FRA", "objective": "part", "text": "SECRET-MESSAGE", "marking": "TLP:RED"}),
    )
    return site


def json_of(site: Site, role: str = "owner", path: str = "") -> Any:
    answer = site.client(role).get(f"{BASE}{path or ''}.json")
    assert answer.status_code == 200
    return answer.json()


def test_everything_stands_under_its_objective(strategic: Site) -> None:
    whole, part, loose = json_of(strategic)["aims"]

    assert (whole["row"], whole["level"], part["row"], part["level"], loose["row"]) == ("o1", 0, "part", 1, "")
    assert part["part_of"]["name"] == "NOT-SHARED-OBJECTIVE"
    assert [act["row"] for act in part["activities"]] == ["page", "letter"]
    assert [act["row"] for act in whole["activities"]] == ["letter"]
    assert [act["row"] for act in loose["activities"]] == ["stray"]
    assert [one["text"] for one in part["messages"]] == ["Say this", "SECRET-MESSAGE"]
    assert part["messages"][0]["avoid"] == "Not that"
    assert [source["name"] for source in part["assumptions"][0]["evidence"]] == ["Statement of France"]
    assert [source["name"] for source in part["assumptions"][0]["against"]] == ["Against it"]


def test_the_two_axes_are_told_apart(strategic: Site) -> None:
    acts = {act["row"]: act for aim in json_of(strategic)["aims"] for act in aim["activities"]}

    assert [(acts[row]["digital"], acts[row]["cyberspace"], acts[row]["filed"]) for row in ("page", "letter", "stray")] == [
        (True, True, "both"),  # its objective is about norms in cyberspace
        (False, False, "neither"),
        (None, None, "unfiled"),
    ]
    assert json_of(strategic)["filed"] == [["both", 1], ["neither", 1], ["unfiled", 1]]


def test_the_bar_shows_how_far_the_way_is(strategic: Site) -> None:
    (gauge,) = json_of(strategic)["aims"][1]["indicators"]

    assert (gauge["percent"], gauge["worse"]) == (50, False)
    assert re.search(r'<progress value="50" max="100" aria-label="[^"]+">', strategic.client("owner").get(BASE).content.decode())


@given(*[st.floats(-1e6, 1e6)] * 3)
def test_progress_is_a_share_of_the_way_whatever_its_direction(baseline: float, target: float, reached: float) -> None:
    percent, worse = progress_of(Indicator(id="i", baseline=baseline, target=target, reached=reached))
    turned, _ = progress_of(Indicator(id="i", baseline=-baseline, target=-target, reached=-reached))

    assert percent is not None
    assert 0 <= percent <= 100
    assert percent == turned
    if worse:
        assert percent == 0
    if reached == target and not math.isclose(baseline, target):
        assert percent == 100


def test_a_hidden_message_and_a_table_that_is_not_shared_are_not_there(strategic: Site) -> None:
    assert [one["text"] for one in json_of(strategic, "reader")["aims"][1]["messages"]] == ["Say this"]
    for role in ("reader", "guest", "contributor"):
        for path in ("", "/calendar", "/timeline", "/logframe"):
            assert b"SECRET" not in strategic.client(role).get(BASE + path).content, (role, path)
    assert json_of(strategic, "guest")["aims"] == []
    assert b"NOT-SHARED" not in strategic.client("guest").get(BASE).content


def test_only_editors_are_offered_to_change(strategic: Site) -> None:
    assert json_of(strategic, "editor")["add"]
    assert json_of(strategic, "editor")["aims"][0]["adds"].keys() == {"objectives", "activities", "indicators", "assumptions", "messages"}
    for role in ("reader", "contributor", "guest"):
        made = json_of(strategic, role)
        assert made["add"] == ""
        assert all(not aim["adds"] and not aim["edit"] for aim in made["aims"])


def test_what_is_offered_leads_to_a_form_that_knows_the_objective(strategic: Site) -> None:
    adds = json_of(strategic, "editor")["aims"][1]["adds"]
    client = strategic.client("editor")
    assert adds
    for table, href in adds.items():
        form = client.get(href)
        assert form.status_code == 200, table
        assert re.search(r'value="part"[^>]*\b(selected|checked)\b', form.content.decode()), table


def test_objectives_in_a_circle_are_all_shown(site: Site) -> None:
    changed(site, Edit("objectives", "add", "b", {"aim": "B", "part_of": "o1"}), Edit("objectives", "change", "o1", {"part_of": "b"}))

    assert {aim["row"] for aim in json_of(site)["aims"]} == {"o1", "b"}


def test_what_became_known_later_is_counted_and_can_be_shown(strategic: Site) -> None:
    then = json_of(strategic, path="")
    assert then["later"] == 0
    before = strategic.client("owner").get(f"{BASE}.json?as_of=2018-06-01").json()
    assert before["later"] == 6  # the assumption was known from its source on, and the objective of which it speaks
    assert [aim["row"] for aim in before["aims"]] == ["o1", "part"]
    assert strategic.client("owner").get(before["later_href"]).status_code == 200


def test_the_logframe_as_a_file_is_read_back_equal(strategic: Site, tmp_path: Any) -> None:
    from legation.sources.tables.logframe import read_logframe

    whole = store.content(store.revision_of(Dossier.objects.get(pk=strategic.dossier.pk)))
    empty = decode({"dossier.toml": b'id = "x"'})
    for form in ("csv", "xlsx"):
        answer = strategic.client("owner").get(f"{BASE}/logframe/{form}")
        path = tmp_path / f"l.{form}"
        path.write_bytes(answer.content)
        read = read_logframe(empty, path)
        for table in ("objectives", "activities", "indicators", "assumptions"):
            assert read.rows(table) == whole.rows(table), (form, table)
        assert answer["Content-Disposition"] == f'attachment; filename="small-logframe.{form}"'
    assert strategic.client("owner").get(f"{BASE}/logframe/exe").status_code == 404
    assert b"SECRET" not in strategic.client("reader").get(f"{BASE}/logframe/csv").content


def test_the_timeline_is_drawn_and_told(strategic: Site) -> None:
    changed(strategic, Edit("activities", "add", "dated", {"title": "A <b>session</b>", "date": "2018-11-02", "digital": "no"}))
    text = strategic.client("owner").get(f"{BASE}/timeline").content.decode()

    assert "<svg" in text
    assert " style=" not in text
    assert "<b>session" not in text
    assert [row["what"] for row in json_of(strategic, path="/timeline")["rows"]] == ["A <b>session</b>"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pages_are_complete_in_both_languages(strategic: Site, see: Callable[..., Any], lang: str) -> None:
    Account.objects.filter(pk=strategic.people["owner"].pk).update(language=lang)
    for path in ("", "/calendar", "/timeline", "/logframe"):
        text = see("owner", BASE + path).content.decode()
        assert not re.search(r"\[(page-|dates|filed|status)[\w.-]*\]", text), path


def test_text_is_escaped(strategic: Site) -> None:
    evil = "<script>alert(1)</script>"
    changed(
        strategic,
        Edit("objectives", "change", "part", {"aim": evil, "owner": evil, "due": "2019-02-03"}),
        Edit("activities", "add", "x", {"title": evil, "means": evil, "owner": evil, "objectives": "part", "date": "2019-02-03"}),
        Edit("indicators", "add", "x", {"measure": evil, "unit": evil, "objective": "part", "baseline": "1", "target": "2"}),
        Edit("assumptions", "add", "x", {"claim": evil, "objective": "part"}),
        Edit("messages", "add", "x", {"text": evil, "avoid": evil, "objective": "part"}),
    )
    for path in ("", "/calendar?month=2019-02", "/timeline", "/logframe"):
        text = strategic.client("owner").get(BASE + path).content.decode()
        assert evil not in text, path
        assert "&lt;script&gt;" in text, path
