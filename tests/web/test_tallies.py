"""Own tallies: nobody else sees one before the vote, sealed it never changes, afterwards the desk sees scores by role."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from web.conftest import PARTS

from legation.dossier import RollCall, When, Wording, decode, load
from legation.errors import CannotWrite
from legation.web.access import TABLE, grant_of, scope_of
from legation.web.dossiers import store
from legation.web.pages.voting import tallies as pages
from legation.web.site.routing import ROUTES
from legation.web.stores.audit import trail
from legation.web.stores.tallies import sealing
from legation.web.stores.tallies.models import Tally

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("one tally for a person and a vote, fixed once")

AHEAD = "A/RES/9/9"
SHEET, KEEP, SEAL = (f"/dossiers/small/tallies/{AHEAD}/{what}" for what in ("sheet", "keep", "seal"))
SENT = {"vote:FRA": "yes", "vote:DEU": "abstain", "vote:EST": "no"}
DESK = ("owner", "editor", "contributor", "reader", "named")


def saved(site: Any, **changes: Any) -> None:
    site.dossier.refresh_from_db()
    whole = store.content(store.revision_of(site.dossier))
    made = dataclasses.replace(whole, **changes)
    store.save(site.dossier, site.dossier.head, made, site.people["owner"], scope_of_owner(site), reason="for the test")
    site.dossier.refresh_from_db()


def scope_of_owner(site: Any) -> Any:
    grant = grant_of(site.people["owner"], site.dossier)
    assert grant is not None
    return scope_of(grant)


@pytest.fixture(autouse=True)
def ahead(site: Any) -> None:
    """Announce a vote on the title of the first one."""
    vote = RollCall(id=AHEAD, symbol=AHEAD, title=Wording("First"), date=When("2999-01-01"), stage="plenary")
    whole = store.content(store.revision_of(site.dossier))
    saved(site, rollcalls=(*whole.rollcalls, vote))


def hold(site: Any, votes: str = "FRA,{0},yes\nDEU,{0},yes\nEST,{0},no\n", *, came: bool = True) -> None:
    """Enter the outcome; without ``came`` the day that stood at sealing has not come."""
    parts = {name: text.encode() for name, text in PARTS.items()}
    parts["rollcalls.csv"] += f"{AHEAD},{AHEAD},First,2020-12-01,plenary,resolution\n".encode()
    parts["votes.csv"] += votes.format(AHEAD).encode()
    made = decode(parts)
    saved(site, rollcalls=made.rollcalls, votes=made.votes)
    if came:
        Tally.objects.filter(sealed__isnull=False).update(day=dt.date(2020, 12, 1))


def row(site: Any, who: str = "reader") -> Tally:
    return Tally.objects.get(account=site.people[who], rollcall=AHEAD)


@each_database
def test_kept_sealed_and_then_never_changed(site: Any) -> None:
    client = site.client("reader")

    assert client.post(KEEP, {"vote:FRA": "no", "vote:XXX": "yes", "vote:DEU": "perhaps"}).status_code == 302
    assert (row(site).votes, row(site).sealed) == ({"FRA": "no"}, None)
    assert client.post(SEAL, SENT).status_code == 302
    sealed = row(site)
    text = json.dumps(
        {
            "form": "legation-tally-1",
            "dossier": "small",
            "rollcall": AHEAD,
            "salt": sealed.salt,
            "votes": dict(sorted({k[5:]: v for k, v in SENT.items()}.items())),
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    assert sealed.seal == hashlib.sha256(text.encode()).hexdigest()
    assert sealed.seal in client.get(SHEET).content.decode()
    for address in (KEEP, SEAL):
        assert client.post(address, {"vote:FRA": "no"}).status_code == 409
    assert row(site).votes == sealed.votes
    with pytest.raises(TypeError):
        sealed.save()
    with pytest.raises(CannotWrite):
        sealing.keep(site.people["reader"], site.dossier, AHEAD, {"FRA": "no"})


@each_database
def test_two_have_two_salts_so_that_equal_tallies_have_unequal_seals(site: Any) -> None:
    for who in ("reader", "editor"):
        site.client(who).post(SEAL, SENT)

    assert row(site, "reader").seal != row(site, "editor").seal
    assert row(site, "reader").votes == row(site, "editor").votes


@pytest.mark.parametrize("who", [*DESK, "guest", "administrator", "member", "other-owner", "anonymous"])
def test_nobody_else_sees_a_tally_or_that_there_is_one(site: Any, who: str) -> None:
    """Every page of the dossier is the same with the contributor's tally as without it."""
    address = [
        SHEET,
        f"{SHEET}.json",
        "/dossiers/small/tallies",
        "/dossiers/small/tallies.json",
        "/dossiers/small",
        "/dossiers/small/audit.json",
    ]
    if who in ("contributor", "owner"):  # the author; and who reads the trail sees that something was sealed, by whom, not what
        address = [] if who == "contributor" else address[:-1]
    client = site.client(who)
    before = [(a.status_code, plain(a)) for a in map(client.get, address)]
    site.client("contributor").post(SEAL, SENT)
    seal = row(site, "contributor").seal
    after = [(a.status_code, plain(a)) for a in map(client.get, address)]

    assert before == after
    assert not any(seal in text for _, text in after)


def plain(answer: Any) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|[A-Za-z0-9]{64}"', "", answer.content.decode())


@pytest.mark.parametrize("route", ["tallies", "tallies.one", "tallies.keep", "tallies.seal"])
def test_the_action_is_the_desks(route: str) -> None:
    assert ROUTES[route].action == "tally"
    assert TABLE["tally"] == {"owner", "editor", "contributor", "reader"}


@each_database
def test_the_trail_tells_that_and_not_what(site: Any) -> None:
    site.client("reader").post(SEAL, SENT)
    trail.flush()
    shown = site.client("owner").get("/dossiers/small/audit.json").content.decode()

    assert "tallies.seal" in shown or "sealed" in shown.lower()
    assert row(site).seal not in shown
    assert row(site).salt not in shown


def test_after_the_vote_the_desk_sees_scores_by_role_and_no_words(site: Any) -> None:
    site.people["reader"].name = "Zoe of the desk"
    site.people["reader"].save()
    site.client("reader").post(SEAL, SENT)
    site.client("contributor").post(SEAL, {"vote:FRA": "yes", "vote:DEU": "yes", "vote:EST": "no"})
    site.client("editor").post(KEEP, SENT)  # never sealed: not scored
    hold(site)
    made = site.client("owner").get(f"{SHEET}.json").json()

    scores = {s["who"]: (round(s["brier"], 3), s["margin"], s["error"]) for s in made["scores"]}
    assert scores["Contributor of the dossier"] == (0, 1, 0)
    assert scores["Reader of the dossier"] == (0.333, 0, 1)
    assert scores["As last time"] == (0, 1, 0)
    assert "The product's forecast on the eve" in scores
    assert len(scores) == 4
    assert (made["result"], made["benches"], made["canonical"]) == (1, [], "")
    html = site.client("owner").get(SHEET).content.decode()
    assert row(site).salt not in html
    assert site.people["reader"].name not in json.dumps(made["scores"])
    assert [s["mine"] for s in site.client("reader").get(f"{SHEET}.json").json()["scores"]].count(True) == 1


def test_whoever_enters_votes_and_another_day_beforehand_sees_no_tally_of_others(site: Any) -> None:
    site.client("reader").post(SEAL, SENT)
    assert row(site).day == dt.date(2999, 1, 1)
    hold(site, "FRA,{0},yes\n", came=False)

    assert not any("of the dossier" in s["who"] for s in site.client("editor").get(f"{SHEET}.json").json()["scores"])


@each_database
def test_a_score_is_fixed_once_so_that_no_change_of_votes_tells_what_others_expected(site: Any) -> None:
    """Whoever changes votes one by one, the day, a marking or the members reads the same scores every time."""
    site.client("reader").post(SEAL, SENT)
    hold(site)
    first = scores_of(site)
    assert [s["revision"] for s in first] == [site.dossier.head]

    for votes in ("FRA,{0},no\nDEU,{0},yes\nEST,{0},no\n", "FRA,{0},yes\nDEU,{0},abstain\nEST,{0},no\n", "FRA,{0},yes\n"):
        hold(site, votes)
        assert scores_of(site) == first
    whole = store.content(store.revision_of(site.dossier))
    saved(site, actors=tuple(dataclasses.replace(a, marking="TLP:RED") if a.id == "DEU" else a for a in whole.actors))
    assert scores_of(site) == first


def scores_of(site: Any, who: str = "editor") -> list[dict[str, Any]]:
    found = site.client(who).get(f"{SHEET}.json").json()["scores"]
    return [one for one in found if "of the dossier" in one["who"]]


def test_votes_of_a_few_members_are_no_outcome_to_score_on(site: Any) -> None:
    site.client("reader").post(SEAL, SENT)
    hold(site, "FRA,{0},yes\n")

    assert scores_of(site) == [] and row(site).outcome is None
    hold(site)
    assert [round(s["brier"], 3) for s in scores_of(site)] == [0.333]


def test_a_vote_that_was_held_once_is_not_sealed_after_its_votes_were_removed(site: Any) -> None:
    whole = store.content(store.revision_of(site.dossier))
    hold(site)
    saved(site, rollcalls=whole.rollcalls, votes=whole.votes)

    for address in (KEEP, SEAL):
        refused = site.client("reader").post(address, SENT)
        assert refused.status_code == 409 and "earlier revision" in refused.content.decode()
    assert not Tally.objects.exists()


def test_a_tally_that_was_sealed_after_the_day_of_the_outcome_is_marked(site: Any) -> None:
    site.client("reader").post(SEAL, SENT)
    hold(site)

    assert [one["late"] for one in scores_of(site)] == [True]
    assert "sealed after the day of the vote" in site.client("editor").get(SHEET).content.decode()


def test_votes_entered_before_the_day_are_no_outcome(site: Any) -> None:
    site.client("reader").post(SEAL, SENT)
    whole = store.content(store.revision_of(site.dossier))
    ahead = decode(
        {name: text.encode() for name, text in PARTS.items()}
        | {
            "rollcalls.csv": PARTS["rollcalls.csv"].encode() + f"{AHEAD},{AHEAD},First,2999-01-01,plenary,resolution\n".encode(),
            "votes.csv": PARTS["votes.csv"].encode() + f"FRA,{AHEAD},yes\n".encode(),
        }
    )
    saved(site, votes=ahead.votes)
    made = site.client("editor").get(f"{SHEET}.json").json()

    assert whole.rollcalls and (made["held"], made["scores"]) == (False, [])


def test_in_a_closed_dossier_nothing_is_kept_or_sealed(site: Any) -> None:
    type(site.dossier).objects.filter(pk=site.dossier.pk).update(closed=True)

    for address in (KEEP, SEAL):
        assert site.client("reader").post(address, SENT).status_code == 409
    assert not Tally.objects.exists()


def test_when_the_vote_is_held_nothing_is_written_any_more(site: Any) -> None:
    hold(site)

    for address in (KEEP, SEAL):
        assert site.client("reader").post(address, SENT).status_code == 409
    assert not Tally.objects.exists()


def test_when_the_day_has_passed_nothing_is_written_either(site: Any) -> None:
    whole = store.content(store.revision_of(site.dossier))
    saved(site, rollcalls=tuple(dataclasses.replace(r, date=When("2020-01-01")) if r.id == AHEAD else r for r in whole.rollcalls))

    assert site.client("reader").post(SEAL, SENT).status_code == 409
    assert "passed" in site.client("reader").get(SHEET).content.decode()


@each_database
def test_a_seal_that_was_tampered_with_is_said_and_not_scored(site: Any) -> None:
    site.client("reader").post(SEAL, SENT)
    Tally.objects.filter(account=site.people["reader"]).update(votes={"FRA": "yes", "DEU": "yes", "EST": "no"})
    hold(site)
    html = site.client("owner").get(SHEET).content.decode()

    assert "seal broken, not scored" in html
    assert [s["intact"] for s in site.client("owner").get(f"{SHEET}.json").json()["scores"]].count(False) == 1


def test_totals_alone_give_no_score(site: Any) -> None:
    site.client("reader").post(SEAL, SENT)
    whole = store.content(store.revision_of(site.dossier))
    saved(
        site,
        rollcalls=tuple(
            dataclasses.replace(r, date=When("2020-01-01"), total_yes=2, total_no=1) if r.id == AHEAD else r for r in whole.rollcalls
        ),
    )
    made = site.client("reader").get(f"{SHEET}.json").json()

    assert made["held"]
    assert made["scores"] == []


def test_a_vote_that_a_reader_does_not_see_does_not_exist_for_them(site: Any) -> None:
    whole = store.content(store.revision_of(site.dossier))
    saved(site, rollcalls=tuple(dataclasses.replace(r, marking="TLP:RED") if r.id == AHEAD else r for r in whole.rollcalls))

    assert site.client("reader").get(SHEET).status_code == 404
    assert site.client("reader").post(SEAL, SENT).status_code == 404
    assert site.client("owner").get(SHEET).status_code == 200


def test_it_begins_as_last_time_and_an_empty_one_is_not_sealed(site: Any) -> None:
    client = site.client("reader")
    begun = client.get(f"{SHEET}.json?begin=last").json()
    words = {m["actor"]: m["word"] for bench in begun["benches"] for m in bench["members"]}

    assert words == {"FRA": "yes", "DEU": "yes", "EST": "no"}
    assert client.get(f"{SHEET}.json").json()["counts"] == [["yes", 0], ["no", 0], ["abstains", 0], ["absent", 0]]
    with transaction.atomic():
        assert client.post(SEAL, {}).status_code == 409
    assert not Tally.objects.exists()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_member_has_a_labelled_choice_in_both_languages(site: Any, lang: str) -> None:
    site.people["reader"].language = lang
    site.people["reader"].save()
    html = site.client("reader").get(SHEET).content.decode()

    assert html.count('<select id="vote-') == html.count('<label for="vote-') == 3
    assert ("Sceller définitivement" if lang == "fr" else "Seal for good") in html
    assert "[page-tallies" not in html


def test_a_script_in_a_symbol_stays_text(site: Any) -> None:
    evil = RollCall(id="evil", symbol="<script>x</script>", title=Wording("<img src=x onerror=y>"), date=When("2999-01-01"))
    whole = store.content(store.revision_of(site.dossier))
    saved(site, rollcalls=(*whole.rollcalls, evil))
    html = site.client("reader").get("/dossiers/small/tallies").content.decode()

    assert "<script>x" not in html
    assert "<img src=x" not in html


def test_a_vote_counts_as_passed_only_after_its_last_day() -> None:
    day = dt.date(2020, 3, 31)

    assert not pages._passed(RollCall(id="r", date=When("2020-03")), day)
    assert pages._passed(RollCall(id="r", date=When("2020-03-30")), day)


def test_who_has_no_vote_is_entered_by_the_form_and_leaves_the_tally(site: Any) -> None:
    """Before the vote, by the form of any row; what is said of that member is not kept, and the tally can still be sealed."""
    added = site.client("owner").post("/dossiers/small/rows/votes/add", {"actor": "EST", "rollcall": AHEAD, "vote": "not_entitled"})
    site.dossier.refresh_from_db()
    made = site.client("reader").get(f"{SHEET}.json").json()

    assert added.status_code == 302
    assert len(store.content(store.revision_of(site.dossier)).votes) == len(decode({k: v.encode() for k, v in PARTS.items()}).votes) + 1
    assert (made["held"], made["writable"]) == (False, True)
    assert {member["actor"] for bench in made["benches"] for member in bench["members"]} == {"FRA", "DEU"}
    assert site.client("reader").post(SEAL, SENT).status_code == 302
    assert row(site).votes == {"FRA": "yes", "DEU": "abstain"}


@pytest.fixture
def frozen(site: Any) -> str:
    """The flagship as it is shipped, frozen on the eve of A/RES/74/247, whose outcome it holds."""
    store.create(load(Path(__file__).parents[2] / "examples" / "un-ict-2018"), site.people["owner"], slug="un-ict-2018")
    return "/dossiers/un-ict-2018/tallies"


def test_a_frozen_dossier_shows_no_outcome_and_no_score(site: Any, frozen: str) -> None:
    client, sheet = site.client("owner"), f"{frozen}/A/RES/74/247/sheet"
    page, listed = client.get(f"{sheet}.json").json(), client.get(f"{frozen}.json").json()

    assert (page["held"], page["result"], page["scores"], page["writable"]) == (False, None, [], False)
    assert (page["then"], page["benches"]) == ("2019-12-26", [])
    assert [line["href"] for line in listed["ahead"]] == [sheet]
    assert sheet not in [line["href"] for line in listed["held"]]
    text = client.get(sheet).content.decode()
    assert "yes minus no was" not in text
    assert '<li aria-current="page">A/C.3/74/L.11/Rev.1</li>' in text
    today = client.get(f"{sheet}.json?as_of=2026-11-01").json()
    assert (today["held"], today["result"]) == (True, 19)


@pytest.mark.parametrize("query", ["", "?as_of=2019-12-20"])
def test_of_a_vote_that_was_held_no_tally_is_written_whatever_the_day_of_the_page(site: Any, frozen: str, query: str) -> None:
    for what in ("keep", "seal"):
        assert site.client("owner").post(f"{frozen}/A/RES/74/247/{what}{query}", SENT).status_code == 409
    assert not Tally.objects.filter(rollcall="A/RES/74/247").exists()
