"""Monitors on the site: run by the worker after a load and when something changed, told to whoever may see them, and to nobody else."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from legation.dossier import Dossier as Content
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.pages.outreach.feed import make_address
from legation.web.runs.models import Run
from legation.web.runs.monitoring import submit_due
from legation.web.runs.worker import Worker
from legation.web.stores.observations.models import Alert, Watch

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
tell = "press desk"
{marking}
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """Let the site keep its lakes in a folder of the test."""
    settings.DATA = tmp_path
    return tmp_path


def log_of(first: dt.date, days: int, visits: int) -> bytes:
    """Return a log of days on each of which so many people read a page, and others another."""
    lines = []
    for at in range(days):
        day = first + dt.timedelta(days=at)
        lines += [LINE.format(n=n % 250, m=n % 60, day=day, path="visa" if n < visits + at % 3 else "news") for n in range(3 * visits)]
    return "".join(lines).encode()


def saved_as(site: Any, content: Content) -> None:
    """Save the dossier as it is to be."""
    saved = store.save(site.dossier, site.dossier.head, content, site.people["owner"], store.EVERYTHING, reason="Changed")
    assert saved.revision is not None
    site.dossier.refresh_from_db()


def put(site: Any, marking: str = "", name: str = "visa") -> None:
    """Put a monitor into the dossier."""
    before = store.content(store.revision_of(site.dossier))
    text = MONITOR.format(marking=f'marking = "{marking}"' if marking else "")
    after = dataclasses.replace(before, files={**before.files, f"monitors/{name}.toml": text.encode()})
    saved_as(site, after)


def worked() -> None:
    worker = Worker(every=60)
    while worker.once():
        pass


def load(site: Any, name: str, data: bytes) -> None:
    response = site.client("owner").post(f"{HERE}/load", {"kind": "requests", "files": SimpleUploadedFile(name, data)})
    assert response.status_code == 302
    worked()


def text_of(site: Any, role: str = "owner", address: str = HERE) -> str:
    return " ".join(html.unescape(site.client(role).get(address).content.decode()).split())


def ringing(site: Any, marking: str = "") -> None:
    """Let a monitor find that a page is read four times as often."""
    put(site, marking)
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 70, 10))
    load(site, "more.log", log_of(dt.date(2024, 3, 11), 10, 40))


def test_it_runs_after_each_load_goes_on_where_it_stood_and_tells(site: Any) -> None:
    put(site)
    assert "Has not run yet" in text_of(site)
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 70, 10))
    assert not Alert.objects.exists()
    assert "Nothing stands out. Looked at up to" in text_of(site)
    settled = Watch.objects.get().state["settled"]

    load(site, "more.log", log_of(dt.date(2024, 3, 11), 10, 40))

    assert Watch.objects.get().state["settled"] > settled
    alert = Alert.objects.get()
    assert alert.said["en"].startswith("More than usual from")
    assert alert.said["fr"].startswith("Plus que d’habitude du")
    assert re.search(r"usual .*: \d+ visits by people to .*, where about 99[.]0 are usual, .* times as many", alert.said["en"])
    assert re.search(r"such an alert comes about once a year[.] Look at what lies behind it", alert.said["en"])
    assert alert.said["en"] in text_of(site)
    load(site, "again.log", log_of(dt.date(2024, 3, 11), 10, 40))
    assert Alert.objects.count() == 1


def test_before_its_baseline_is_over_it_says_why_it_cannot_run(site: Any) -> None:
    put(site)
    load(site, "short.log", log_of(dt.date(2024, 1, 1), 10, 10))

    assert "is not over in what the lake holds" in text_of(site)


def test_whoever_does_not_see_the_monitor_is_not_told(site: Any) -> None:
    ringing(site, marking="TLP:AMBER")
    said = Alert.objects.get().said["en"]

    for role, shown in (("owner", True), ("editor", True), ("contributor", True), ("reader", False)):
        assert (said in text_of(site, role)) is shown, role
        assert ("Readers of the visa pages" in text_of(site, role)) is shown, role
    assert site.client("guest").get(HERE).status_code == 403


def test_home_tells_of_it_whoever_may_see_it(site: Any) -> None:
    for role in ("owner", "reader"):
        assert "What monitors found" not in text_of(site, role, "/")
    ringing(site, marking="TLP:AMBER")
    title = "Readers of the visa pages"

    assert "Off its usual level from 11 March 2024 to 19 March 2024" in text_of(site, "owner", "/")
    assert f'{HERE}#monitor-visa">{title}</a>' in text_of(site, "owner", "/")
    for role in ("reader", "guest", "member"):
        assert title not in text_of(site, role, "/")
        assert "What monitors found" not in text_of(site, role, "/")
    Alert.objects.update(made=timezone.now() - dt.timedelta(days=30))
    assert title not in text_of(site, "owner", "/")


def test_home_leads_from_a_load_that_ended_to_what_became_of_it(site: Any) -> None:
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 2, 3))

    run = Run.objects.get(kind="load")
    assert f'href="{HERE}/loads/{run.pk}"' in text_of(site, "owner", "/")
    assert "Load of observations" in text_of(site, "owner", "/")


def test_the_calendar_of_other_programs_tells_of_it_as_far_as_its_person_sees(site: Any) -> None:
    ringing(site, marking="TLP:AMBER")
    texts = {}
    for role in ("owner", "reader"):
        secret = make_address(site.people[role], site.dossier)
        texts[role] = site.client("anonymous").get(f"/calendar/{secret}/legation.ics").content.decode().replace("\r\n ", "")

    assert "SUMMARY:Monitor: Readers of the visa pages" in texts["owner"]
    assert "/dossiers/small/observations" in texts["owner"]
    assert f"DTSTART;VALUE=DATE:{timezone.now():%Y%m%d}" in texts["owner"]
    assert "visa" not in texts["reader"]
    Dossier.objects.update(marking="TLP:RED")
    secret = make_address(site.people["owner"], site.dossier)
    assert "visa" not in site.client("anonymous").get(f"/calendar/{secret}/legation.ics").content.decode()


def test_housekeeping_lets_run_what_changed_and_nothing_twice(site: Any) -> None:
    put(site)
    assert submit_due() == 0
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 70, 10))
    assert submit_due() == 0
    put(site, name="other")
    assert submit_due() == 1
    assert submit_due() == 0
    worked()
    assert Watch.objects.count() == 2
    assert submit_due() == 0


def test_a_monitor_that_is_gone_takes_its_alerts_along(site: Any) -> None:
    ringing(site)
    before = store.content(store.revision_of(site.dossier))
    saved_as(site, dataclasses.replace(before, files={}))
    put(site, name="other")
    site.client("owner").post(f"{HERE}/watch")
    worked()

    assert set(Watch.objects.values_list("monitor", flat=True)) == {"other"}
    assert set(Alert.objects.values_list("monitor", flat=True)) == {"other"}


def test_a_letter_goes_to_whoever_wants_it_and_says_nothing_of_the_dossier(site: Any, settings: Any) -> None:
    settings.ORIGIN = "https://desk.example.org"
    assert "Tell me by mail" in text_of(site) or not Watch.objects.exists()
    put(site)
    for role in ("owner", "reader"):
        assert site.client(role).post(f"{HERE}/letters").status_code == 302
    assert "No more mail" in text_of(site, "reader")
    Grant.objects.filter(account=site.people["reader"]).update(marking="TLP:CLEAR")
    load(site, "usual.log", log_of(dt.date(2024, 1, 1), 70, 10))
    assert mail.outbox == []

    load(site, "more.log", log_of(dt.date(2024, 3, 11), 10, 40))

    assert [letter.to for letter in mail.outbox] == [["owner@example.org"]]
    letter = mail.outbox[0].subject + mail.outbox[0].body
    assert "https://desk.example.org/dossiers/small/observations" in letter
    assert "visa" not in letter.lower()
    assert "A small matter" not in letter


def test_a_site_without_mail_writes_no_letter_and_offers_none(site: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    ringing(site)

    assert Alert.objects.exists()
    assert mail.outbox == []
    assert "by mail" not in text_of(site)


def test_a_run_of_monitors_is_nobodys_answer(site: Any) -> None:
    ringing(site)

    run = Run.objects.filter(kind="watch").latest("pk")
    assert run.state == "done"
    assert site.client("owner").get(f"/dossiers/small/runs/{run.pk}").status_code == 404
