"""Observations are loaded from the browser into the lake of a dossier: each file whole or not at all, within a quota, told to the end."""

from __future__ import annotations

import datetime as dt
import errno
import html
import os
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from legation.dossier import decode
from legation.lake import Lake
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.runs import loading
from legation.web.runs.lakes import INCOMING, expire_overdue, lake_there, room_of, sources_of
from legation.web.runs.loading import sweep_incoming
from legation.web.runs.models import Run
from legation.web.runs.worker import Worker
from legation.web.stores.observations.models import LoadedFile, Retention

pytestmark = pytest.mark.django_db
HERE = "/dossiers/small/observations"
LINE = '203.0.113.{n} - - [{day:02}/May/2024:12:{m:02}:03 +0200] "GET /visa HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11; Linux x86_64) Firefox/125.0"\n'


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """Let the site keep its lakes in a folder of the test."""
    settings.DATA = tmp_path
    return tmp_path


def log_of(days: int = 3, lines: int = 20) -> bytes:
    return "".join(LINE.format(n=n, m=n % 60, day=day) for day in range(1, days + 1) for n in range(lines)).encode()


def worked() -> None:
    """Let a worker do all that waits."""
    worker = Worker(every=60)
    while worker.once():
        pass


def loaded(site: Any, role: str = "owner", kind: str = "requests", **files: bytes) -> tuple[Run, str]:
    """Send files as a role, let them be loaded, and return the run with the text of its page."""
    client = site.client(role)
    sent = [SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()]
    response = client.post(f"{HERE}/load", {"kind": kind, "files": sent})
    assert response.status_code == 302, html.unescape(response.content.decode())[-3000:]
    worked()
    page = client.get(response["Location"]).content.decode()
    return Run.objects.get(pk=int(response["Location"].rpartition("/")[2])), " ".join(html.unescape(page).split())


def lake_of(site: Any) -> Lake:
    lake = lake_there(site.dossier)
    assert lake is not None
    return lake


def text_of(site: Any, role: str = "owner", lang: str = "en") -> str:
    site.people[role].language = lang
    site.people[role].save()
    return " ".join(html.unescape(site.client(role).get(HERE).content.decode()).split())


def test_a_log_that_is_sent_is_in_the_lake_and_a_question_answers_on_it(site: Any, data: Path) -> None:
    assert "Nothing is observed yet" in text_of(site)

    run, page = loaded(site, access_log=log_of())

    assert run.state == "done"
    assert "60 rows are in" in page
    assert [(one.table, one.source, one.rows, one.files) for one in sources_of(lake_of(site))] == [("requests", "requests", 60, 1)]
    assert "May 2024" in text_of(site)
    assert "mai 2024" in text_of(site, lang="fr")
    assert list((data / INCOMING / "small").glob("*")) == []
    answer = site.client("owner").post("/dossiers/small/questions/who-reads-us/ask", {})
    assert answer.status_code == 302
    worked()
    assert Run.objects.get(kind="question").state == "done"
    row = LoadedFile.objects.get()
    assert (row.account, row.name, row.rows, row.why) == (site.people["owner"], "access.log", 60, {})


@pytest.mark.parametrize("kind", ["icews", "polecat", "requests", "suite", "events", "mastodon", "bluesky"])
def test_what_is_wrong_with_a_file_names_it_and_no_folder_of_the_site(site: Any, data: Path, kind: str) -> None:
    for name, sent in (("bad.log", b"\xff\xfe\x00\x00" * 100), ("bad.zip", b"PK\x03\x04" + bytes(50))):
        response = site.client("owner").post(f"{HERE}/load", {"kind": kind, "files": [SimpleUploadedFile(name, sent)]})
        worked()
        page = html.unescape(site.client("owner").get(response["Location"]).content.decode())
        why = [said for row in LoadedFile.objects.filter(name=name) for said in row.why.values()]
        assert not [said for said in (*why, page) if str(data) in said or INCOMING + "/" in said]
        assert why and all(name in said for said in why)


def test_who_brought_what_is_told_to_the_desk(site: Any) -> None:
    loaded(site, "editor", access_log=log_of())

    assert "Editor" in text_of(site, "reader")
    assert 'action="/dossiers/small/observations/load"' not in text_of(site, "reader")


def test_texts_come_together_and_a_pasted_one_alone(site: Any) -> None:
    words = b"We support an open and stable internet, and say so again in this statement of our delegation."
    run, page = loaded(site, kind="documents", **{"2024-05-03-FRA_en_txt": words, "undated_txt": words + b" Again."})

    assert run.state == "done"
    assert "1 row is in. 1 row could not be placed." in page
    assert "undated.txt" in page

    assert "2024-05-03-FRA.en.txt and others, 2 files in all" in page
    assert (run.done, run.total) == (2, 2)
    assert re.search(r'<span class="quiet">2 files</span>.*<td class="num">1</td>', text_of(site))
    client = site.client("owner")
    response = client.post(f"{HERE}/load", {"kind": "documents", "text": words.decode() + " Pasted.", "name": "2024-06-03-DEU.en.txt"})
    worked()
    assert "1 row is in." in client.get(response["Location"]).content.decode()
    assert sources_of(lake_of(site))[0].rows == 2
    assert '<span class="quiet">3 files</span>' in text_of(site)
    loaded(site, kind="documents", **{"2024-05-03-FRA_en_txt": words, "undated_txt": words + b" Again."})
    assert '<span class="quiet">3 files</span>' in text_of(site)


def test_files_of_several_kinds_are_recognised_by_their_content(site: Any) -> None:
    examples = Path(__file__).parents[2] / "examples" / "mission-site-2024" / "observations"
    statements = sorted((examples / "statements").glob("2024-06-12-*.txt"))
    files = [
        examples / "feed.xml",
        examples / "posts.csv",
        examples / "events-2024-04.CSV.gz",
        *statements,
        examples / "statements" / "metadata.csv",
    ]
    client = site.client("owner")
    sent = [SimpleUploadedFile(file.name, file.read_bytes()) for file in files] + [SimpleUploadedFile("old", log_of())]

    response = client.post(f"{HERE}/load", {"files": sent})
    assert response.status_code == 302, html.unescape(response.content.decode())[-2000:]
    worked()

    page = " ".join(html.unescape(client.get(response["Location"]).content.decode()).split())
    assert {row.kind for row in LoadedFile.objects.all()} == {"feed", "suite", "events", "documents", "requests"}
    assert not LoadedFile.objects.exclude(why={}).exists()
    assert "read as: Logs of a web server" in page


def test_the_same_file_twice_adds_nothing(site: Any) -> None:
    loaded(site, access_log=log_of())
    before = lake_of(site).hash()

    run, page = loaded(site, access_log=log_of())

    assert run.state == "done"
    assert "Nothing new" in page
    assert lake_of(site).hash() == before


@pytest.mark.parametrize(
    ("kind", "name", "data", "said"),
    [
        ("requests", "notes_log", b"Dear colleague,\nthis is no log.\n" * 40, "nothing-loaded"),
        ("events", "20240501_export_CSV", b"a\tb\n", "nothing-loaded"),
        ("feed", "feed_xml", b"<html><body>no feed</body></html>", "nothing-loaded"),
        ("suite", "posts_csv", (",".join(f"c{n}" for n in range(100_000)) + "\n" + "x," * 99_999 + "x\n").encode(), "nothing-loaded"),
        ("documents", "2024-05-03_pdf", b"%PDF-1.7 not really", "nothing-loaded"),
    ],
)
def test_a_file_that_is_something_else_is_refused_whole_and_why_is_said(site: Any, kind: str, name: str, data: bytes, said: str) -> None:
    run, page = loaded(site, kind=kind, **{name: data})

    assert run.state == "failed", page
    assert "The file could not be loaded; why is said below" in page
    assert LoadedFile.objects.get().why["fr"]
    assert LoadedFile.objects.get().why["en"] in page
    lake = lake_there(site.dossier)
    assert lake is None or lake.names() == ()


def test_a_bad_file_stops_none_of_the_others(site: Any) -> None:
    run, page = loaded(site, access_log=log_of(), broken_log=b"no log at all\n" * 50)

    assert run.state == "done"
    assert "60 rows are in." in page
    assert 'broken.log</strong> <span class="badge bad">not loaded' in page


def test_rows_that_cannot_be_placed_are_told_without_an_address_of_a_visitor(site: Any) -> None:
    run, page = loaded(site, access_log=log_of() + b'198.51.100.77 - - [bad date] "GET /secret HTTP/1.1" 200\n')

    assert run.state == "done"
    assert "1 row could not be placed" in page
    assert "access.log:61" in page
    assert "198.51.100.77" not in page + str(list(LoadedFile.objects.values()))
    assert "/secret" not in page


def test_a_lake_that_is_full_takes_nothing_of_a_file_and_says_so(site: Any, settings: Any) -> None:
    loaded(site, access_log=log_of())
    held = lake_of(site).manifest.total_bytes()
    before = lake_of(site).hash()
    settings.LAKE_QUOTA = held + 500

    run, page = loaded(site, second_log=log_of(days=20, lines=50))

    assert run.state == "failed"
    assert "The quota is reached" in page
    assert lake_of(site).hash() == before
    settings.LAKE_QUOTA = held
    response = site.client("owner").post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("a.log", log_of())})
    assert response.status_code == 422
    assert "There is no room for these files" in response.content.decode()
    assert "Place :" in text_of(site, lang="fr")


@pytest.mark.parametrize("where", ["rows", "list"])
def test_a_full_disk_is_said_in_words_and_leaves_the_lake_as_it_was(
    site: Any, data: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(site, access_log=log_of())
    before, files = lake_of(site).hash(), sorted((data / "lakes").rglob("*.parquet"))

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(data)) if where == "rows" else sqlite3.OperationalError("disk is full")

    monkeypatch.setattr("legation.lake.partition.Writing._put" if where == "rows" else "legation.lake.manifest._insert", full)
    run, page = loaded(site, second_log=log_of(days=20, lines=50))

    why = LoadedFile.objects.get(name="second.log").why
    assert run.state == "failed" and "no room left on its disk" in page
    assert "plus de place sur son disque" in why["fr"]
    assert not [said for said in (*why.values(), page) if str(data) in said or "no space left" in said.lower()]
    assert (lake_of(site).hash(), sorted((data / "lakes").rglob("*.parquet"))) == (before, files)
    assert [sources.rows for sources in sources_of(lake_of(site))] == [60]
    assert list((data / INCOMING / "small").glob("*")) == []
    monkeypatch.undo()
    assert loaded(site, second_log=log_of(days=20, lines=50))[0].state == "done"


def test_a_disk_that_is_full_when_files_are_sent_keeps_none_of_them(site: Any, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(place: Path, _parts: Any) -> None:
        (place / "0").mkdir(parents=True)
        raise OSError(errno.ENOSPC, "No space left on device", str(place))

    monkeypatch.setattr(loading, "_write", full)
    answer = site.client("owner").post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("a.log", log_of())})

    assert answer.status_code >= 400
    assert "no room left on its disk" in answer.content.decode() and str(data) not in answer.content.decode()
    assert not Run.objects.exists() and list((data / INCOMING).glob("*/*")) == []


def test_the_lakes_of_other_dossiers_count_against_the_quota_of_the_site(site: Any, settings: Any) -> None:
    loaded(site, access_log=log_of())
    used = lake_of(site).manifest.total_bytes()
    settings.LAKES_QUOTA, settings.LAKE_QUOTA = used + 1000, 10 * used

    assert room_of(site.dossier).left == 1000
    assert room_of(Dossier(slug="other")).allowed == 1000


@pytest.mark.parametrize("role", ["contributor", "reader", "guest"])
def test_who_does_not_edit_loads_and_removes_nothing(site: Any, role: str) -> None:
    loaded(site, access_log=log_of())
    client = site.client(role)

    for address in ("load", "remove", "time", "watch"):
        answer = client.post(f"{HERE}/{address}", {"kind": "requests", "files": SimpleUploadedFile("a.log", log_of())})
        assert answer.status_code == 403, address
    assert Run.objects.filter(kind="load").count() == 1
    assert sources_of(lake_of(site))[0].rows == 60


def test_a_guest_sees_none_of_it(site: Any) -> None:
    loaded(site, access_log=log_of())

    assert site.client("guest").get(HERE).status_code == 403
    assert site.client("member").get(HERE).status_code == 404


def test_who_sees_less_than_the_marking_sees_neither_rows_nor_loads(site: Any) -> None:
    run, _ = loaded(site, access_log=log_of())
    Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:CLEAR")

    text = text_of(site, "editor")
    assert "Not shown to you" in text
    assert "60" not in re.sub(r"<[^>]+>", " ", text)
    client = site.client("editor")
    assert client.get(f"{HERE}/loads/{run.pk}").status_code == 404
    assert client.post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("a.log", b"x")}).status_code == 403
    assert client.get(f"{HERE}.json").json()["sources"] == []


def test_whose_right_ends_before_the_worker_comes_loads_nothing(site: Any) -> None:
    response = site.client("editor").post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("a.log", log_of())})
    Grant.objects.filter(account=site.people["editor"]).update(role="reader")
    worked()

    assert "may no longer load" in site.client("owner").get(response["Location"]).content.decode()
    assert lake_there(site.dossier) is None


def test_a_closed_dossier_takes_nothing(site: Any) -> None:
    Dossier.objects.filter(pk=site.dossier.pk).update(closed=True)

    answer = site.client("owner").post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("a.log", log_of())})
    assert answer.status_code >= 400
    assert not Run.objects.filter(kind="load").exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "No file was sent"),
        ({"text": "{not json, no text of anybody", "name": "x.xyz"}, "x.xyz is not recognised. Choose what it is."),
        ({"kind": "requests"}, "No file was sent"),
        ({"kind": "nothing-of-the-kind", "text": "x"}, "Choose what the files are"),
        ({"kind": "requests", "text": "x", "source": "a\x07b"}, "cannot name a source"),
    ],
)
def test_a_form_that_says_too_little_is_shown_again(site: Any, sent: dict[str, str], said: str) -> None:
    answer = site.client("owner").post(f"{HERE}/load", sent)

    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())
    assert list((Path(room_of.__globals__["settings"].DATA) / INCOMING).glob("*/*")) == []


def test_a_name_that_leads_elsewhere_leads_nowhere(site: Any, data: Path) -> None:
    sent = SimpleUploadedFile("x.log", log_of())
    sent.name = "../../../../escaped.log"
    site.client("owner").post(f"{HERE}/load", {"kind": "requests", "files": sent})
    worked()

    assert LoadedFile.objects.get().name == "escaped.log"
    assert not list(data.parent.glob("escaped*"))
    assert loading.file_name("..\\..\\a\x00b.log") == "a-b.log"
    assert loading.file_name("...") == "file"


def test_a_load_that_is_stopped_keeps_whole_files_and_leaves_no_other(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a_log": log_of(), "b_log": log_of(days=5)}
    real, worker = loading._load_one, Worker(every=60)

    def stopping(run: Run, number: int, name: str, *more: Any) -> None:
        if name == "b.log":
            assert worker._leased is not None
            worker._leased.end("cancelled")
        real(run, number, name, *more)

    monkeypatch.setattr(loading, "_load_one", stopping)
    client = site.client("owner")
    sent = [SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()]
    response = client.post(f"{HERE}/load", {"kind": "requests", "files": sent})
    worker.once()

    page = client.get(response["Location"]).content.decode()
    assert Run.objects.get(kind="load").state == "cancelled"
    assert "Loading was stopped" in page
    assert [row.name for row in LoadedFile.objects.all()] == ["a.log"]
    assert sources_of(lake_of(site))[0].rows == 60
    assert sweep_incoming() == 1


def test_a_worker_that_dies_leaves_the_load_to_the_next_which_goes_on(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.client("owner")
    sent = [SimpleUploadedFile("a.log", log_of()), SimpleUploadedFile("b.log", log_of(days=5))]
    client.post(f"{HERE}/load", {"kind": "requests", "files": sent})
    real = loading._load_one

    def dying(run: Run, number: int, name: str, *more: Any) -> None:
        if name == "b.log":
            raise KeyboardInterrupt
        real(run, number, name, *more)

    monkeypatch.setattr(loading, "_load_one", dying)
    with pytest.raises(KeyboardInterrupt):
        Worker(every=60).once()
    assert Run.objects.get(kind="load").state == "running"
    assert sweep_incoming() == 0

    monkeypatch.setattr(loading, "_load_one", real)
    Run.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    worked()
    assert Run.objects.get(kind="load").state == "done"
    assert [(row.name, row.rows, row.was_there) for row in LoadedFile.objects.order_by("pk")] == [
        ("a.log", 60, False),
        ("b.log", 40, False),
    ]


def test_files_that_are_gone_are_said_to_be(site: Any, data: Path) -> None:
    import shutil

    response = site.client("owner").post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("a.log", log_of())})
    shutil.rmtree(data / INCOMING)
    worked()

    assert "Send them again" in site.client("owner").get(response["Location"]).content.decode()


def test_a_source_is_removed_for_good_and_can_be_loaded_again(site: Any) -> None:
    loaded(site, access_log=log_of())
    client = site.client("owner")

    assert client.post(f"{HERE}/remove", {"table": "requests", "source": "nobody"}).status_code == 404
    assert client.post(f"{HERE}/remove", {"table": "requests", "source": "requests"}).status_code == 302
    assert sources_of(lake_of(site)) == []
    assert "Nothing is observed yet" in text_of(site)
    assert "60 rows are in." in loaded(site, access_log=log_of())[1]


def test_what_is_older_than_its_time_is_deleted_by_the_month(site: Any, settings: Any) -> None:
    loaded(site, access_log=log_of())
    client = site.client("owner")
    assert expire_overdue() == 0

    assert client.post(f"{HERE}/time", {"days": "abc"}).status_code == 422
    assert client.post(f"{HERE}/time", {"days": "36000"}).status_code == 302
    assert expire_overdue() == 0
    assert client.post(f"{HERE}/time", {"days": "30"}).status_code == 302
    assert "30 days; then whole months are deleted" in text_of(site)
    assert expire_overdue() == 60
    assert sources_of(lake_of(site)) == []

    client.post(f"{HERE}/time", {"days": ""})
    assert not Retention.objects.exists()
    settings.LAKE_DAYS = 90
    assert "The site deletes after 90 days at the latest" in text_of(site)


def test_files_for_which_nothing_waits_go_after_a_day(site: Any, data: Path) -> None:
    place = data / INCOMING / "small" / "abc"
    place.mkdir(parents=True)
    assert sweep_incoming() == 0
    os.utime(place, (time.time() - 90_000,) * 2)
    assert sweep_incoming() == 1
    assert not place.exists()


def test_a_load_is_no_run_of_the_list_of_answers(site: Any) -> None:
    run, _ = loaded(site, access_log=log_of())

    client = site.client("owner")
    assert client.get(f"/dossiers/small/runs/{run.pk}").status_code == 404
    assert f"/runs/{run.pk}" not in client.get("/dossiers/small/runs").content.decode()


def test_too_many_loads_wait_for_one_another(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_WAITING", 1)
    client = site.client("owner")
    assert client.post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("a.log", log_of())}).status_code == 302

    answer = client.post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile("b.log", log_of())})
    assert answer.status_code >= 400
    assert "1 load waits already" in answer.content.decode()


def test_the_path_of_a_debate_knows_what_is_loaded(site: Any) -> None:
    content = decode({"dossier.toml": b'id = "bare"\nmarking = "TLP:GREEN"\n\n[brief]\nnote = "debate"\n'})
    bare = store.create(content, site.people["owner"])
    Grant.objects.create(dossier=bare, account=site.people["reader"], role="reader", marking="TLP:CLEAR", by=site.people["owner"])

    def said(role: str) -> str:
        steps = site.client(role).get("/dossiers/bare/situations/debate.json").json()["path"]["steps"]
        assert site.client(role).get("/dossiers/bare/situations/debate").status_code == 200
        assert site.client(role).get("/dossiers/bare").status_code == 200
        return str(next(step["state"] for step in steps if step["id"] == "said"))

    assert (said("owner"), said("reader")) == ("to_do", "to_do")
    words = b"We support an open and stable internet, and say so again in this statement of our delegation."
    sent = {"kind": "documents", "files": SimpleUploadedFile("2018-05-03-FRA.en.txt", words)}
    site.client("owner").post("/dossiers/bare/observations/load", sent)
    worked()

    assert (said("owner"), said("reader")) == ("done", "to_do")
