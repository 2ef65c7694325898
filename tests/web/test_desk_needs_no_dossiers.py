"""A site without dossiers has accounts and a trail, and is served, examined and saved: no module of dossiers is imported for any of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from legation.language import Message, say

HERE = Path(__file__).parent
OF_DOSSIERS = tuple(
    f"legation.{part}"
    for part in (
        *("web.access", "web.api", "web.dossiers", "web.forms", "web.invited", "web.lessons", "web.links", "web.pages", "web.posts"),
        *("web.public_lists", "web.rooms", "web.runs", "web.settings", "web.site.frame", "web.site.page", "web.site.routing", "web.urls"),
        *("web.serving.examples", "web.serving.site", "web.serving.warm"),
        *("briefing", "lake", "questions", "rooms", "sources"),
    )
)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process saw that made such a site, invited somebody, let them sign in, saved it, restored it and served it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LEGATION_", "DJANGO_"))}
    environment["PYTHONPATH"] = os.pathsep.join([str(HERE), *filter(None, [environment.get("PYTHONPATH")])])
    command = [sys.executable, "-W", "error", str(HERE / "site_without_dossiers.py"), str(tmp_path_factory.mktemp("desk"))]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout))


def test_somebody_signs_in_and_no_module_of_dossiers_is_imported(seen: dict[str, Any]) -> None:
    assert seen["statuses"]["right"] == 302
    assert seen["leads_to"] == "/"
    assert seen["organisations"] == ["Consulate"]
    assert "legation.web.accounts.sign_in" in seen["modules"]
    assert "legation.web.stores.audit.trail" in seen["modules"]

    assert [name for name in seen["modules"] if any(name == one or name.startswith(f"{one}.") for one in OF_DOSSIERS)] == []
    assert [name for name in seen["modules"] if name.startswith("legation.web.stores.") and ".audit" not in name] == []


def test_its_sign_in_pages_say_what_they_say_and_lead_to_no_page_of_dossiers(seen: dict[str, Any]) -> None:
    login, pages = seen["texts"]["login"], [seen["texts"][name] for name in ("mfa_index", "usersessions_list", "account_change_password")]

    assert '<input type="password" name="password"' in login
    assert str(say(Message("public-game.from-sign-in"), "en")) not in login
    assert str(say(Message("lessons.classes.home"), "en")) not in login
    assert seen["statuses"]["wrong"] == 200
    for page in pages:  # the officer reads French; what stands above a page is the site's own
        assert '<html lang="fr"' in page
        assert "<p>TOP</p>" in page
        assert 'class="crumbs"' not in page


def test_attempts_are_counted_and_the_trail_says_who_came(seen: dict[str, Any]) -> None:
    assert seen["statuses"]["often"] == 429
    assert str(say(Message("page-accounts.too-many"), "en")) in seen["texts"]["often"]
    assert seen["trail"] == [["changed", "password.reset"], ["not-signed-in", "account_login"], ["signed-in", "account_login"]]


def test_a_guest_who_shares_no_dossier_knows_of_administrators_alone(seen: dict[str, Any]) -> None:
    assert seen["names"] == {"administrator": True, "nobody": False}


def test_it_is_prepared_once_with_what_it_begins_with(seen: dict[str, Any]) -> None:
    assert seen["prepared"] == [["admin@desk.example.org", ["consulate"]], ["", []]]


def test_its_server_says_what_works_and_refuses_what_is_too_large(seen: dict[str, Any]) -> None:
    assert seen["served"] == [[200, True], [200, True]]
    assert seen["health"] == {"/health": {"ok": True, "database": True, "writes": True}, "/health/live": {"ok": True}}
    assert seen["large"] == 413


def test_it_is_saved_restored_and_examined(seen: dict[str, Any]) -> None:
    saved, restored, name = seen["backup"]
    assert saved == restored > 0
    assert name == "Léa"
    looked_at = ("folder", "disk", "database", "tables", "counts", "mail", "backup")
    assert seen["doctor"] == dict.fromkeys(looked_at, "good") | {"mail": "note"}
