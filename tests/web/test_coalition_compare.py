"""What if: a make-up that is tried stands beside the one as it is, by its address alone; it is saved as ordinary changes or as a second one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.dossier import standing
from legation.dossier.edit import Edit, apply
from legation.web.dossiers import store
from legation.web.pages.stakeholders.coalition_moves import OUT, moves
from legation.web.pages.stakeholders.coalition_trial import after
from legation.web.pages.stakeholders.coalitions import members_at

pytestmark = pytest.mark.django_db
COMPARE = "/dossiers/small/coalitions/compare"
SAVE = "/dossiers/small/coalitions/friends/make-up"
LONG = "An international working group of many interested parties on the stability of routing, naming and numbering, 2019-2024"


@pytest.fixture(autouse=True)
def ahead(site: Any) -> None:
    """A body of the three states, a vote ahead on a title that was voted before, a promise to Germany, a second coalition."""
    whole = store.content(store.revision_of(site.dossier))
    rows = [
        Edit("rollcalls", "add", "r3", {"symbol": "A/C/3", "title": "First", "date": "2030-12-01", "known_on": "2019-12-02"}),
        Edit("commitments", "add", "c1", {"actor": "DEU", "direction": "given", "promise": "A seat in the bureau", "due": "2019-01-01"}),
        Edit("interests", "add", "n1", {"actor": "DEU", "issue": "norms", "interest": "Order", "needs": "A review clause"}),
        Edit("actors", "add", "long", {"name": LONG, "kind": "ngo"}),
        Edit("actors", "add", "arabic", {"name": "الاتحاد الدولي للاتصالات", "kind": "international_org"}),
        Edit("coalitions", "add", "", {"coalition": "others", "actor": "DEU", "tier": "core", "start": "2018-01-01"}),
        Edit("coalitions", "add", "", {"coalition": "others", "actor": "EST", "tier": "observer", "start": "2018-01-01"}),
    ]
    store.save(site.dossier, site.dossier.head, apply(whole, rows), site.people["owner"], store.EVERYTHING, reason="made")
    site.dossier.refresh_from_db()


def asked(site: Any, query: str, role: str = "editor") -> dict[str, Any]:
    answer = site.client(role).get(f"{COMPARE}.json?coalition=friends{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def in_force_now(site: Any, name: str = "friends") -> dict[str, str]:
    site.dossier.refresh_from_db()
    rows = store.content(store.revision_of(site.dossier)).coalitions
    return {row.actor: row.tier for row in standing(rows) if row.coalition == name and row.end is None}


def test_what_is_tried_stands_beside_what_is_and_nothing_is_saved(site: Any) -> None:
    head = site.dossier.head
    page = asked(site, "&with=DEU:core&without=FRA")

    assert [side["members"] for side in page["sides"]] == [2, 2]
    assert [side["owed"] for side in page["sides"]] == [0, 1]
    assert page["sides"][1]["promises"][0]["what"] == "A seat in the bureau" and page["sides"][1]["overdue"] == 1
    assert page["difference"].startswith("without France and with Germany:") and "1 promise more to keep" in page["difference"]
    assert {change["actor"]: change["needs"] for change in page["changes"]} == {"DEU": "A review clause", "FRA": ""}
    site.dossier.refresh_from_db()
    assert site.dossier.head == head


def test_every_step_is_a_link_or_a_button_of_a_form(site: Any) -> None:
    client = site.client("editor")
    page = client.get(f"{COMPARE}?coalition=friends").content.decode()
    assert "What if?" in client.get("/dossiers/small/coalitions/friends/board").content.decode()
    assert 'name="add"' in page
    tried = asked(site, "&add=Allemagne&tier=noyau")
    assert [change["words"] for change in tried["changes"]] == ["Germany joins: Core"]
    (germany,) = (member for member in tried["members"] if member["actor"] == "DEU")
    moved = client.get(germany["elsewhere"][0][1].replace("compare?", "compare.json?")).json()
    assert [change["actor"] for change in moved["changes"]] == ["DEU"]
    gone = client.get(germany["leave"].replace("compare?", "compare.json?")).json()
    assert gone["changes"] == []
    back = client.get(tried["changes"][0]["href"].replace("compare?", "compare.json?")).json()
    assert back["changes"] == [] and len(back["sides"]) == 1


def test_votes_are_counted_when_they_are_asked_for_and_then_at_once(site: Any) -> None:
    first = asked(site, "&with=DEU:core")
    assert first["counting"].endswith("&count=yes") and not first["sides"][0]["outcome"]
    counted = asked(site, "&with=DEU:core&count=yes")
    assert counted["counting"] == ""
    again = asked(site, "&with=DEU:core")
    assert (again["sides"], again["counting"]) == (counted["sides"], "")
    assert asked(site, "", "reader")["counting"]  # another person's view has an estimate of its own


def test_of_a_vote_that_was_held_the_members_own_votes_stand_there(site: Any) -> None:
    page = asked(site, "&with=EST:core&vote=r1")

    assert page["vote_took_place"] is True and page["counting"] == ""
    assert [side["outcome"] for side in page["sides"]] == [
        "1 yes, 0 no, 0 abstained, 0 did not vote",
        "1 yes, 1 no, 0 abstained, 0 did not vote",
    ]


def test_two_coalitions_stand_side_by_side(site: Any) -> None:
    page = asked(site, "&other=others")

    assert [(side["title"], side["members"], side["counted"]) for side in page["sides"]] == [("Friends", 2, 1), ("Others", 2, 1)]
    assert page["not_counted"] and page["changes"] == [] and page["members"] == []
    assert page["difference"].startswith("Others beside Friends:")
    assert 'name="other"' in site.client("editor").get("/dossiers/small/coalitions").content.decode()


def test_what_was_tried_is_saved_as_changes_with_a_reason(site: Any) -> None:
    answer = site.client("editor").post(
        SAVE,
        {"with": ["DEU:À convaincre"], "without": ["FRA"], "as": "change", "reason": "After the talks", "base": str(site.dossier.head)},
    )

    assert answer.url == "/dossiers/small/coalitions/friends/board"
    assert in_force_now(site) == {"DEU": "to-convince", "hidden-co": "supporter"}
    assert store.revision_of(site.dossier).reason == {"text": "After the talks"}


def test_what_was_tried_is_written_as_a_second_coalition_as_strictly_marked_as_the_first(site: Any) -> None:
    whole = store.content(store.revision_of(site.dossier))
    row = next(row for row in whole.coalitions if row.actor == "FRA")
    from legation.dossier import TABLES

    marked = apply(whole, [Edit("coalitions", "change", TABLES["coalitions"].identity(row), {"marking": "TLP:AMBER"})])
    store.save(site.dossier, site.dossier.head, marked, site.people["owner"], store.EVERYTHING, reason="marked")
    site.dossier.refresh_from_db()
    answer = site.client("editor").post(
        SAVE, {"with": "DEU:core", "as": "second", "second": "Wider friends", "base": str(site.dossier.head)}
    )

    assert answer.url == "/dossiers/small/coalitions/Wider_friends/board"
    assert in_force_now(site, "Wider_friends") == {"DEU": "core", "FRA": "core", "hidden-co": "supporter"}
    assert in_force_now(site) == {"FRA": "core", "hidden-co": "supporter"}
    rows = store.content(store.revision_of(site.dossier)).coalitions
    assert {r.actor: r.marking for r in rows if r.coalition == "Wider_friends"}["FRA"] == "TLP:AMBER"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"as": "change"}, "must differ"),
        ({"as": "change", "with": "nobody:core"}, "“nobody”"),
        ({"as": "second", "with": "DEU:core", "second": "others"}, "there already"),
        ({"as": "second", "with": "DEU:core", "second": ""}, "letters or digits"),
    ],
)
def test_what_cannot_be_saved_is_said_beside_what_was_tried(site: Any, form: dict[str, str], sentence: str) -> None:
    answer = site.client("editor").post(SAVE, form)

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert in_force_now(site) == {"FRA": "core", "hidden-co": "supporter"}


def test_a_reader_sees_no_trace_of_hidden_actors_and_saves_nothing(site: Any) -> None:
    page = site.client("reader").get(f"{COMPARE}?coalition=friends&with=hidden-co:core&with=DEU:core&without=hidden-co").content.decode()

    assert "SECRET" not in page and "names no actor" in page and "Germany" in page
    assert "make-up" not in page
    assert asked(site, "", "reader")["sides"][0]["members"] == 1
    assert site.client("reader").post(SAVE, {"with": "DEU:core", "as": "change"}).status_code == 403
    assert site.client("reader").get(f"{COMPARE}?coalition=nothing").status_code == 404
    assert site.client("guest").get(f"{COMPARE}?coalition=friends").status_code == 404
    assert site.client("guest").get(f"{COMPARE}.json").json()["sides"][0]["members"] == 0
    assert site.client("reader").get(f"{COMPARE}.json").json()["name"] == "friends"


def test_bad_addresses_are_told_and_long_and_arabic_names_stand(site: Any) -> None:
    query = "&with=long:core&with=arabic&without=&vote=nothing&side=maybe&other=nothing&with=" + "x" * 10_000
    page = site.client("editor", "fr").get(f"{COMPARE}?coalition=friends{query}")

    assert page.status_code == 200
    assert LONG in page.content.decode() and "الاتحاد" in page.content.decode()
    many = "".join(f"&with=DEU:t{n}" for n in range(1000))
    assert [change["actor"] for change in asked(site, many)["changes"]] == ["DEU"]
    assert site.client("editor").get(f"{COMPARE}?coalition=friends&as_of=soon").status_code == 400


@given(
    st.dictionaries(
        st.sampled_from(["FRA", "DEU", "EST", "icann"]), st.sampled_from(["core", "early", "Friends of the chair", OUT]), max_size=4
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_what_is_shown_as_if_is_what_saving_makes(site: Any, wanted: Mapping[str, str]) -> None:
    import datetime as dt

    day, view = dt.date(2019, 6, 1), store.content(store.revision_of(site.dossier))
    before = {row.actor: row.tier for row in members_at(view, "friends", day)}
    saved = apply(view, moves(view, "friends", wanted, day))

    assert {row.actor: row.tier for row in members_at(saved, "friends", day)} == after(before, wanted)
