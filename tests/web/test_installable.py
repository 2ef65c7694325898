"""The site as an app: the manifest, the worker and the page for want of a connection say the same to everyone, and nothing of a dossier."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from legation.web.pages.desk.installable import ICONS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/sw.js", "/offline"])
def test_it_is_the_same_for_everyone(site: Any, address: str) -> None:
    answers = {site.client(who).get(address).content for who in ("anonymous", "owner", "guest")}

    assert len(answers) == 1
    text = answers.pop().decode()
    assert "small" not in text.replace("class=", "") and "Owner" not in text


def test_the_worker_stands_before_the_whole_site_and_names_what_it_stores(client: Any) -> None:
    answer = client.get("/sw.js")
    about = json.loads(re.match(r"const SITE = (\{.*\});", answer.content.decode())[1])  # type: ignore[index]

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert about["offline"] == "/offline" and about["stored"] == "/static/"
    assert len(about["files"]) == 5 and all(one.startswith("/static/") for one in about["files"])


def test_the_page_speaks_both_languages(client: Any) -> None:
    page = client.get("/offline").content.decode()

    assert "The site is out of reach" in page and "Le site est hors d\u2019atteinte" in page
    assert "<script" not in page and "csrf" not in page


def test_a_telephone_can_install_it(client: Any) -> None:
    about = client.get("/manifest.webmanifest").json()

    assert (about["display"], about["start_url"], about["scope"]) == ("standalone", "/", "/")
    for icon, (name, (size, purpose)) in zip(about["icons"], ICONS.items(), strict=True):
        with Image.open(str(finders.find(f"legation/icons/{name}"))) as drawn:
            assert (icon["sizes"], icon["purpose"]) == (size, purpose) == (f"{drawn.width}x{drawn.height}", purpose)
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/account/login/").content.decode()
