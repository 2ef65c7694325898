"""Signposts on the site: a planted rise gives one proposal, silence and gaps none; who may read it, taking, refusing, two workers."""

from __future__ import annotations

import datetime as dt
import html
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from legation.dossier import Dossier as Content
from legation.dossier import decode, encode
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant, Proposal
from legation.web.runs.monitoring import submit_due
from legation.web.runs.signposts import propose_crossings
from legation.web.runs.worker import Worker
from legation.web.stores.observations.models import SignpostsRead

pytestmark = pytest.mark.django_db
HERE = "/dossiers/small/observations"
LINE = '203.0.113.{n} - - [{day:%d/%b/%Y}:12:{m:02}:03 +0000] "GET /{path} HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0"\n'
MONITOR = """[monitor]
title_en = "Readers of the visa pages"
title_fr = "Lecteurs des pages de visa"
what = "pages"
pages = ["/visa"]
baseline_from = "2024-01-01"
baseline_to = "2024-02-29"
{marking}
"""
SIGNPOST = "id,title_en,title_fr,monitor,question,value,threshold,since,starts,last_useful,supersedes,marking\n"
ROW = "rush,Rush on visas,Afflux de visas,visa,,,30,2024-01-01,open-desk,2024-04-30,,\n"
ACTIVITIES = "id,title,objectives,digital,status\nopen-desk,Open a second desk,,no,planned\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """Let the site keep its lakes in a folder of the test."""
    settings.DATA = tmp_path
    return tmp_path


def log_of(first: dt.date, days: int, visits: int) -> bytes:
    """Return a log of days on each of which so many people read the page."""
    lines = []
    for at in range(days):
        day = first + dt.timedelta(days=at)
        lines += [LINE.format(n=n % 250, m=n % 60, day=day, path="visa" if n < visits else "news") for n in range(3 * visits)]
    return "".join(lines).encode()


def soon() -> str:
    """Return a day that is due within the horizon of what is due."""
    return (timezone.now().date() + dt.timedelta(days=30)).isoformat()


def put(site: Any, signposts: str = ROW, *, monitor_marking: str = "", activities: str = ACTIVITIES, monitor: bool = True) -> None:
    """Save the dossier with signposts, an activity and a monitor."""
    files = dict(encode(store.content(store.revision_of(site.dossier))))
    files["signposts.csv"] = (SIGNPOST + signposts).encode()
    files["activities.csv"] = activities.encode()
    if monitor:
        files["monitors/visa.toml"] = MONITOR.format(marking=f'marking = "{monitor_marking}"' if monitor_marking else "").encode()
    saved_as(site, decode(files))


def saved_as(site: Any, content: Content) -> None:
    saved = store.save(site.dossier, site.dossier.head, content, site.people["owner"], store.EVERYTHING, reason="Changed")
    assert saved.revision is not None
    site.dossier.refresh_from_db()


def worked() -> None:
    worker = Worker(every=60)
    while worker.once():
        pass


def load(site: Any, name: str, data: bytes) -> None:
    response = site.client("owner").post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile(name, data)})
    assert response.status_code == 302
    worked()


def rise(site: Any) -> None:
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 70, 10))
    assert not Proposal.objects.exists(), "silence proposes nothing"
    load(site, "more.log", log_of(dt.date(2024, 3, 11), 10, 40))


def text_of(site: Any, role: str = "owner", address: str = "/dossiers/small/proposals", lang: str = "en") -> str:
    client = site.client(role)
    client.cookies["django_language"] = lang
    return " ".join(html.unescape(client.get(address).content.decode()).split())


def test_a_planted_rise_gives_one_proposal_and_no_row(site: Any) -> None:
    put(site)
    before = site.dossier.head
    rise(site)

    offered = Proposal.objects.get()
    site.dossier.refresh_from_db()
    assert site.dossier.head == before, "the site changes no row by itself"
    assert (offered.state, offered.author, offered.marking) == ("waiting", None, "TLP:GREEN")
    source, status = offered.edits
    assert (source["table"], source["do"], source["values"]["kind"]) == ("evidence", "add", "dataset")
    assert source["values"]["date"] == "2024-03-11"
    assert source["values"]["title_en"] == "Rush on visas: 40 on 11 March 2024, at or above the threshold of 30"
    assert source["values"]["title_fr"].startswith("Afflux de visas\u00a0: 40 le 11 mars 2024")
    assert (status["table"], status["row"], status["values"]) == ("activities", "open-desk", {"status": "under_way"})
    page = text_of(site)
    assert "the signpost" in page
    assert "Rush on visas: 40 on 11 March 2024, at or above the threshold of 30" in page
    assert "Rush on visas: 40 on 11 March 2024" in text_of(site, address="/")
    assert "Rush on visas: 40 on 11 March 2024" in text_of(site, address=f"/dossiers/small/proposals/{offered.pk}")


def test_it_is_proposed_once_whatever_became_of_it(site: Any) -> None:
    put(site)
    rise(site)
    load(site, "again.log", log_of(dt.date(2024, 3, 21), 2, 50))
    assert Proposal.objects.count() == 1
    offered = Proposal.objects.get()
    assert site.client("editor").post(f"/dossiers/small/proposals/{offered.pk}/refuse", {"answer": "Seen."}).status_code == 302
    assert submit_due() == 0
    SignpostsRead.objects.all().delete()
    assert submit_due() == 1
    worked()

    assert Proposal.objects.get().state == "refused"


def test_taken_it_saves_the_source_and_the_status_with_the_reviewer(site: Any) -> None:
    put(site)
    rise(site)
    offered = Proposal.objects.get()
    assert site.client("editor").post(f"/dossiers/small/proposals/{offered.pk}/take", {}).status_code == 302

    site.dossier.refresh_from_db()
    content = store.content(store.newest(site.dossier))
    assert any("Rush on visas" in (row.title.en or "") for row in content.evidence)
    assert [row.status for row in content.activities if not any(one.supersedes == row.id for one in content.activities)] == ["under_way"]
    revision = store.revision_of(site.dossier)
    assert revision.author is None
    assert revision.reviewer == site.people["editor"]
    worked()
    assert submit_due() == 1
    worked()
    assert Proposal.objects.count() == 1


def test_a_gap_and_a_monitor_that_is_gone_give_nothing(site: Any) -> None:
    put(site, ROW.replace(",30,", ",0,").replace("rush", "none").replace("visa,,", "gone,,", 1))
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 70, 10))

    assert SignpostsRead.objects.exists()
    assert not Proposal.objects.exists()


def test_another_threshold_is_another_crossing_and_another_title_is_none(site: Any) -> None:
    put(site)
    rise(site)
    put(site, ROW + "rush-2,Rush on visas again,,visa,,,30,2024-01-01,open-desk,2024-04-30,rush,\n")
    worked()
    assert submit_due() == 1
    worked()
    assert Proposal.objects.count() == 1
    put(site, ROW + "rush-2,Rush on visas again,,visa,,,35,2024-01-01,open-desk,2024-04-30,rush,\n")
    assert submit_due() == 1
    worked()

    assert Proposal.objects.count() == 2


def test_who_may_read_it_follows_the_marking_of_signpost_and_monitor(site: Any) -> None:
    put(site, monitor_marking="TLP:AMBER+STRICT")
    rise(site)
    offered = Proposal.objects.get()
    assert offered.marking == "TLP:AMBER+STRICT"
    assert offered.edits[0]["values"]["marking"] == "TLP:AMBER+STRICT"
    address = f"/dossiers/small/proposals/{offered.pk}"
    assert len(site.client("owner").get("/home.json").json()["proposals"]) == 1
    assert "Rush on visas" in text_of(site, "owner")
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    for page in ("/dossiers/small/proposals", "/"):
        shown = text_of(site, "editor", page)
        assert "Rush on visas" not in shown
        assert "the signpost" not in shown, "that something hidden was crossed is not told"
        assert f"proposals/{offered.pk}" not in shown
    client = site.client("editor")
    listed = client.get("/dossiers/small/proposals.json").json()
    assert (listed["waiting"], listed["decided"], client.get("/home.json").json()["proposals"]) == ([], [], [])
    for response in (
        client.get(address),
        client.get(f"{address}.json"),
        *(client.post(f"{address}/{do}", {}) for do in ("take", "refuse")),
    ):
        assert response.status_code == 404
    for role in ("contributor", "reader", "guest"):
        assert site.client(role).get(address).status_code in (403, 404)


def test_a_question_is_read_without_observations_once_a_day_and_on_what_the_marking_covers(site: Any) -> None:
    rows = "due,Much is due,Beaucoup à faire,,what-is-due,coming.count,1,,,,,\n"
    put(
        site,
        rows,
        activities=f"id,title,objectives,digital,status,date,marking\nsecret,Secret plan,,no,planned,{soon()},TLP:RED\n",
        monitor=False,
    )
    assert submit_due() == 1
    worked()
    assert not Proposal.objects.exists(), "what is marked higher than the signpost is not counted"
    assert submit_due() == 0
    put(site, rows, activities=f"id,title,objectives,digital,status,date\nopen,Open plan,,no,planned,{soon()}\n", monitor=False)
    assert submit_due() == 1
    worked()

    offered = Proposal.objects.get()
    assert offered.edits[0]["values"]["kind"] == "model"
    assert len(offered.edits) == 1
    assert "Beaucoup à faire\u00a0: 1 le" in offered.edits[0]["values"]["title_fr"]


@pytest.mark.each_database("a crossing once, whoever offers it")
def test_of_two_workers_one_offers_it(site: Any) -> None:
    rows = "due,Much is due,Beaucoup à faire,,what-is-due,coming.count,1,,,,,\n"
    put(site, rows, activities=f"id,title,objectives,digital,status,date\nopen,Open plan,,no,planned,{soon()}\n", monitor=False)

    assert propose_crossings(site.dossier, "one") == 1
    assert propose_crossings(site.dossier, "two") == 0, "it was offered"
    offered = Proposal.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(dossier=site.dossier, base=1, edits=[], crossing=offered.crossing)
    for _ in range(2):
        Proposal.objects.create(dossier=site.dossier, base=1, edits=[])


def test_a_signpost_that_cannot_be_read_keeps_no_other_from_being_read(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from legation.web.runs import signposts

    rows = "bad,Bad,,,what-is-due,coming.count,1,,,,,\ndue,Much is due,,,what-is-due,coming.count,1,,,,,\n"
    put(site, rows, activities=f"id,title,objectives,digital,status,date\nopen,Open plan,,no,planned,{soon()}\n", monitor=False)
    read_signpost, asked = signposts.read_signpost, []

    def broken(case: Any, row: Any) -> Any:
        asked.append(row.id)
        if row.id == "bad":
            raise RuntimeError("a mistake of ours")
        return read_signpost(case, row)

    monkeypatch.setattr(signposts, "read_signpost", broken)
    assert propose_crossings(site.dossier, "one") == 1
    assert "Much is due" in str(Proposal.objects.get().edits)
    assert propose_crossings(site.dossier, "two") == 0
    assert asked == ["bad", "due", "bad"], "what was offered is not read again"


def test_signposts_are_read_where_a_monitor_fails(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a mistake of ours")

    put(site)
    monkeypatch.setattr("legation.web.runs.monitoring.run_monitor", broken)
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 70, 10))

    assert SignpostsRead.objects.filter(dossier=site.dossier).exists()


def test_a_closed_dossier_is_left_alone(site: Any) -> None:
    put(site)
    type(site.dossier).objects.filter(pk=site.dossier.pk).update(closed=True)

    assert submit_due() == 0
