"""A file at which a reader of ours fails in a way that nobody foresaw: the site and the API name a reference, the log has the rest."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from source_samples import LIST

from legation.sources.tables import actors

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> None:
        raise SyntaxError("a cell of somebody's table")

    monkeypatch.setattr(actors, "settle_columns", read)


def test_the_import_page_shows_the_reference(site: Any, caplog: Any) -> None:
    sent = {"files": [SimpleUploadedFile("list.csv", LIST.encode())], "base": "1", "table": "source:list"}
    with caplog.at_level(logging.ERROR):
        page = site.client("owner").post("/dossiers/small/import/check", sent, follow=True)
    found = re.search(r"reference ([0-9a-f]{8})", page.content.decode())

    assert page.status_code in (200, 422)
    assert found is not None
    assert found[1] in caplog.text


def test_the_api_gives_the_reference(program: Any, caplog: Any) -> None:
    with caplog.at_level(logging.ERROR):
        answer = program("owner").post("/api/v1/dossiers/small/import/file?name=list.csv&source=list&base=1", LIST.encode())
    found = re.search(r"reference ([0-9a-f]{8})", answer.json()["error"])

    assert answer.status_code == 422
    assert found is not None
    assert found[1] in caplog.text
