"""The machine has no memory left: a sentence, a process that goes on, and nothing half written.

A library that is refused memory may end its process, and with it a whole run of tests: these stand beside it, in ``make faults``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from legation.web.runs.lease import OutputFile
from legation.web.runs.models import Result, Run
from legation.web.runs.worker import Worker

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not os.environ.get("LEGATION_KILLS"), reason="part of make faults")]


@contextlib.contextmanager
def little_memory(more: int = 64 * 2**20) -> Iterator[None]:
    """Let the system refuse this process all but a little more than it has [bytes]."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_a_question_that_needs_more_than_there_is_fails_in_a_sentence_and_the_next_is_answered(site: Any) -> None:
    fields = {"dossier": site.dossier, "owner": site.people["owner"], "revision": 1, "marking": "TLP:RED", "audience": "owner"}
    large, small = (
        Run.objects.create(**fields, kind="question", question="what-is-due", today=dt.date(2026, 1, 1), lang="en", key=key)
        for key in ("large", "small")
    )

    def compute(run: Run, _: Any) -> list[OutputFile]:
        if run.key == "large":
            np.ones((4000, 4000, 400))
        return [OutputFile("answer.json", "application/json", b"{}")]

    worker = Worker(compute)
    with little_memory():
        assert worker.once()
        assert worker.once()
    large.refresh_from_db()
    small.refresh_from_db()

    assert (large.state, small.state) == ("failed", "done")
    assert large.error["en"].startswith("The machine had not enough memory for this; nothing was changed.")
    assert large.error["fr"].startswith("La machine n’avait pas assez de mémoire")
    assert list(Result.objects.values_list("key", flat=True)) == ["small"]


def test_a_page_that_needs_more_than_there_is_says_so_and_the_next_is_shown(site: Any) -> None:
    client = site.client("owner")
    client.raise_request_exception = False
    client.cookies["legation-language"] = "en"
    rows = "".join(f"x{number},{'X' * 4000},,ngo,,\n" for number in range(6000))
    file = SimpleUploadedFile("actors.csv", f"id,name,name_fr,kind,iso3,marking\n{rows}".encode())
    head = site.dossier.head
    client.get("/dossiers/small/import")
    with little_memory():
        answer = client.post("/dossiers/small/import/check", {"base": "1", "files": file})
        again = client.get("/dossiers/small")
    site.dossier.refresh_from_db()

    assert (answer.status_code, "had not enough memory" in answer.content.decode()) == (503, True)
    assert (again.status_code, site.dossier.head) == (200, head)
