"""Taking, holding and ending runs: one worker at a time, one result, nothing lost."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from types import SimpleNamespace

import pytest
from django.utils import timezone

from legation.errors import Cancelled, NotAvailable
from legation.language import Message
from legation.web.access import AccessScope, grant_of, scope_of
from legation.web.runs.access import covers
from legation.web.runs.computation import WAITING_LIMIT, submit
from legation.web.runs.lease import ATTEMPTS, LeasedRun, OutputFile, take_run
from legation.web.runs.models import Output, Result, Run
from legation.web.runs.worker import Worker, remove_orphans

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("runs are taken by one worker at a time")]
DONE = (OutputFile("answer.json", "application/json", b"{}", "en"),)


@pytest.fixture
def run(site):
    """Return a function that puts a run into the table."""
    numbers = iter(range(1000))

    def made(role="reader", **more):
        fields = {
            "dossier": site.dossier,
            "owner": site.people[role],
            "revision": 1,
            "marking": "TLP:GREEN",
            "audience": "desk",
            "kind": "question",
            "question": "what-is-due",
            "today": dt.date(2020, 1, 1),
            "lang": "en",
            "key": f"key-{next(numbers)}",
        }
        return Run.objects.create(**{**fields, **more})

    return made


def request_by(site, role, lang="en"):
    """Return what a page is given."""
    from legation.web.site.page import PageRequest

    return PageRequest(SimpleNamespace(GET={}, POST={}), site.people[role], lang, site.dossier, grant_of(site.people[role], site.dossier))


def over(run):
    """Let the lease of a run be over."""
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - dt.timedelta(seconds=1))


def test_a_waiting_run_is_taken_once(run):
    there = run()

    first, second = take_run("one"), take_run("two")

    assert (first.pk, first.worker, first.attempts, first.state) == (there.pk, "one", 1, "running")
    assert second is None


def test_a_run_whose_lease_is_over_is_taken_again_and_the_first_worker_writes_nothing(run):
    run()
    dead = LeasedRun(take_run("dead"))
    over(dead.run)
    alive = LeasedRun(take_run("alive"))

    assert alive.run.attempts == 2
    assert not dead.finish("done", [OutputFile("wrong.txt", "text/plain", b"wrong")])
    assert alive.finish("done", DONE)
    assert [o.name for o in Output.objects.all()] == ["answer.json"]
    assert not dead.finish("failed", error={"en": "late"})
    assert Run.objects.get().state == "done"


def test_a_lease_that_is_renewed_is_not_over(run):
    run()
    leased = LeasedRun(take_run("one", dt.timedelta(seconds=0)), lease=dt.timedelta(minutes=5))
    leased.progress(1, 4)
    leased.renew()

    assert take_run("two") is None
    assert (Run.objects.get().done, Run.objects.get().total, leased.end_reason) == (1, 4, "")


def test_a_run_that_never_ends_is_given_up_with_a_sentence(run):
    there = run()
    for _ in range(ATTEMPTS):
        over(take_run("dying"))

    assert take_run("next") is None
    there.refresh_from_db()
    assert (there.state, there.attempts) == ("failed", ATTEMPTS)
    assert set(there.error) == {"en", "fr"}
    assert str(ATTEMPTS) in there.error["fr"]


def test_the_lost_lease_is_noticed(run):
    run()
    leased = LeasedRun(take_run("one"))
    over(leased.run)
    take_run("two")
    leased.renew()

    assert leased.end_reason == "lease"
    with pytest.raises(Cancelled):
        leased.progress(1, 2)


def test_cancelling_ends_a_computation_at_its_next_step(run):
    there = run()
    steps = []

    def making(one, progress):
        for number in range(5):
            Run.objects.filter(pk=one.pk).update(cancel=number >= 1)
            worker._leased.renew()
            progress(number, 5)
            steps.append(number)
        return DONE

    worker = Worker(making, every=60)
    worker.once()
    there.refresh_from_db()

    assert (there.state, steps, Result.objects.count()) == ("cancelled", [0], 0)


def test_a_cancelled_run_of_a_dead_worker_is_not_computed_again(run):
    there = run()
    over(take_run("dead"))
    Run.objects.update(cancel=True)

    assert take_run("next") is None
    there.refresh_from_db()
    assert there.state == "cancelled"


def test_a_worker_that_is_stopped_gives_its_run_back(run):
    there = run()

    def making(one, progress):
        worker.stop()
        progress(1, 2)
        return DONE

    worker = Worker(making, every=60)
    worker.once()
    there.refresh_from_db()

    assert (there.state, there.attempts, there.worker, there.lease_until) == ("waiting", 0, "", None)
    assert take_run("next").pk == there.pk


def test_equal_runs_are_computed_once(run):
    for role in ("reader", "editor", "owner"):
        run(role, key="same")
    calls = []
    worker = Worker(lambda one, progress: calls.append(one.pk) or DONE, every=60)
    while worker.once():
        pass

    assert len(calls) == 1
    assert Counter(Run.objects.values_list("state", flat=True)) == {"done": 3}
    assert Output.objects.count() == 1


def test_two_workers_that_end_the_same_at_once_write_one_result(run):
    run("reader", key="same")
    run("editor", key="same")
    first, second = LeasedRun(take_run("one")), LeasedRun(take_run("two"))

    assert first.finish("done", DONE)
    assert second.finish("done", [OutputFile("answer.json", "application/json", b"other", "en")])
    assert [bytes(o.data) for o in Output.objects.all()] == [b"{}"]


def test_nobody_waits_behind_all_the_runs_of_another(run):
    for _ in range(6):
        run("reader")
    run("editor")
    order = []
    worker = Worker(lambda one, progress: order.append(one.owner.name) or DONE, every=60)
    while worker.once():
        pass

    assert order[:2] == ["Reader", "Editor"]
    assert Counter(order) == {"Reader": 6, "Editor": 1}


def test_what_fails_is_said_and_what_is_our_mistake_stays_in_the_log(run, caplog):
    sentence, broken = run(), run()

    def making(one, progress):
        if one.pk == sentence.pk:
            raise NotAvailable(Message("page-questions.lacking"))
        raise ZeroDivisionError("SECRET-CAUSE")

    worker = Worker(making, every=60)
    worker.once()
    worker.once()
    sentence.refresh_from_db()
    broken.refresh_from_db()

    assert (sentence.state, sentence.error["en"]) == ("failed", "Add first:")
    assert broken.state == "failed"
    assert "SECRET-CAUSE" not in str(broken.error)
    assert "SECRET-CAUSE" in caplog.text


def test_asking_the_same_again_gives_the_same_run(site):
    request = request_by(site, "reader")
    first = submit(request, "question", "what-is-due", {"horizon_days": "30"})
    again = submit(request, "question", "what-is-due", {"horizon_days": "30", "seed": ""})
    other = submit(request, "question", "what-is-due", {"horizon_days": "31"})

    assert (first.pk == again.pk, first.pk == other.pk, first.key == other.key) == (True, False, False)


def test_who_sees_the_same_shares_a_result_and_who_sees_more_does_not(site):
    keys = {role: submit(request_by(site, role), "question", "who-stands-where", {}).key for role in ("reader", "editor", "owner", "guest")}

    assert len(set(keys.values())) == 4  # the guest lacks tables, the reader TLP:RED, the editor the mandate
    same = submit(request_by(site, "contributor"), "question", "who-stands-where", {})
    assert same.key == keys["reader"]  # another marking that shows the same rows


def test_what_was_computed_is_there_at_once(site):
    first = submit(request_by(site, "reader"), "question", "what-is-due", {})
    Worker(lambda one, progress: DONE, every=60).once()
    second = submit(request_by(site, "contributor"), "question", "what-is-due", {})

    assert (second.pk != first.pk, second.state) == (True, "done")


def test_who_looks_again_without_a_script_still_finds_the_way_back(site):
    waiting = submit(request_by(site, "reader"), "question", "what-is-due", {})
    text = site.client("reader").get(f"/dossiers/small/runs/{waiting.pk}?next=/dossiers/small/calendar").content.decode()

    again = re.search(r'<noscript><p><a class="button" href="([^"]+)">', text).group(1)
    assert 'href="/dossiers/small/calendar"' in site.client("reader").get(html.unescape(again)).content.decode()


def test_too_many_waiting_runs_are_refused(site):
    from legation.errors import WrongUse

    request = request_by(site, "reader")
    for number in range(WAITING_LIMIT):
        submit(request, "question", "what-is-due", {"horizon_days": str(number + 1)})

    with pytest.raises(WrongUse, match=str(WAITING_LIMIT)):
        submit(request, "question", "what-is-due", {"horizon_days": "900"})


def test_results_go_when_nobody_has_asked_for_them(run):
    wanted, gone = run(), run()
    worker = Worker(lambda one, progress: DONE, every=60)
    worker.once()
    worker.once()
    Result.objects.update(made=timezone.now() - dt.timedelta(days=1))
    gone.delete()

    assert remove_orphans() == 1
    assert list(Result.objects.values_list("key", flat=True)) == [wanted.key]
    assert Output.objects.count() == 1


def test_a_sight_covers_what_is_narrower_in_every_respect():
    sights = [
        AccessScope(marking, audience, tables)
        for marking in ("TLP:GREEN", "TLP:RED")
        for audience in ("owner", "desk", "partner")
        for tables in (None, ("actors",), ("actors", "positions"))
    ]
    for wide in sights:
        assert covers(wide, wide)
        for narrow in sights:
            if covers(wide, narrow) and covers(narrow, wide):
                assert wide == narrow
    assert not covers(AccessScope("TLP:RED", "desk", ("actors",)), AccessScope("TLP:GREEN", "desk", None))
    assert not covers(AccessScope("TLP:GREEN", "owner"), AccessScope("TLP:AMBER", "desk"))
    assert not covers(AccessScope("TLP:RED", "desk"), AccessScope("TLP:RED", "owner"))
    one, two = (AccessScope("TLP:RED", "desk", None, frozenset({("actors", name) for name in names})) for names in ("F", "FD"))
    assert covers(two, one)
    assert covers(AccessScope("TLP:RED", "desk"), two)
    assert not covers(one, two)
    assert not covers(two, AccessScope("TLP:GREEN", "desk"))


def test_every_role_sees_of_a_dossier_what_its_grant_says(site):
    sights = {role: scope_of(grant_of(site.people[role], site.dossier)) for role in ("owner", "editor", "reader", "guest")}

    assert covers(sights["owner"], sights["editor"])
    assert covers(sights["editor"], sights["reader"])
    assert covers(sights["reader"], sights["guest"])
    assert not covers(sights["guest"], sights["reader"])
