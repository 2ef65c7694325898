"""Fora taken on the site: boxes by kind, a preview before anything is saved, and a way there from a dossier without any."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.test_import_packs import pack_of
from web.test_import_sources import head, send

from legation.language import LANGUAGES, Lang, Message, say
from legation.web.dossiers import store
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db
TAKE = "/dossiers/small/take"
RECORD = "pack:internet-governance"


def page(site: Any, address: str, lang: Lang = "en") -> str:
    owner = site.people["owner"]
    owner.language = lang
    owner.save()
    return str(site.client("owner").get(address).content.decode())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_fora_are_boxes_by_kind_with_what_they_are_about(site: Any, lang: Lang) -> None:
    shown = page(site, f"{TAKE}?record={RECORD}", lang)
    main = shown.partition("<main")[2]

    assert main.count('name="fora"') > 37 and f'<input type="hidden" name="record" value="{RECORD}">' in main
    assert all(f'name="fora" value="{one}"' in main for one in ("icann", "itu", "icann-ec", "itu-pp", "gfce"))
    kinds = ("intergovernmental", "treaty", "multistakeholder", "private", "advisory", "technical", "standards", "coalition")
    titles = [say(Message(f"choice.processes.kind.{kind}"), lang) for kind in kinds]
    assert all(f"<legend>{title[0].upper()}{title[1:]}</legend>" in main for title in titles)
    assert say(Message("verified.no"), lang) in main and 'name="words"' not in main and "None" not in main
    assert f'href="{TAKE}"' in main


def test_the_form_of_votes_leads_to_the_fora_and_offers_no_votes_of_them(site: Any) -> None:
    shown = page(site, TAKE)
    assert f'href="{TAKE}?record={RECORD}"' in shown
    assert f'<option value="{RECORD}"' not in shown and 'name="fora"' not in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_icann_and_itu_are_taken_with_two_boxes_and_shown_before_they_are_saved(site: Any, lang: Lang) -> None:
    page(site, TAKE, lang)
    client = site.client("owner")
    found = client.post(f"{TAKE}/check", {"record": RECORD, "fora": ["icann", "itu"]})
    preview = re.search(r"/dossiers/small/import/(\d+)", found.headers.get("Location") or found.content.decode())

    assert preview is not None and head(site).number == 1
    assert say(Message("table.processes"), lang) in client.get(preview[0]).content.decode()
    assert client.post("/dossiers/small/merge", {"draft": preview[1]}).status_code == 302
    content = store.content(head(site))
    assert {row.id for row in content.processes} == {
        *("icann-board", "icann-ec", "gac", "gnso", "ccnso", "alac", "itu-pp", "itu-council", "wtsa")
    }
    assert {"icann-ec", "itu"} <= {body.id for body in content.bodies}

    again = client.post(f"{TAKE}/check", {"record": RECORD, "fora": ["icann", "itu"]})
    assert again.status_code == 422 and say(Message("packs.nothing-new"), lang) in again.content.decode()


def test_no_box_ticked_is_said_and_a_forum_that_is_none_is_left_out(site: Any) -> None:
    client = site.client("owner")
    for fora in ([], ["moon"]):
        answer = client.post(f"{TAKE}/check", {"record": RECORD, "fora": fora})
        assert answer.status_code == 422 and say(Message("packs.no-fora"), "en") in answer.content.decode()
    assert not Draft.objects.exists()


def test_what_was_ticked_stays_ticked(site: Any) -> None:
    client = site.client("owner")
    client.post(f"{TAKE}/check", {"record": RECORD, "fora": ["gfce"]})
    draft = Draft.objects.get()
    client.post("/dossiers/small/merge", {"draft": draft.pk})
    answer = client.post(f"{TAKE}/check", {"record": RECORD, "fora": ["gfce"]}).content.decode()
    assert 'value="gfce" checked' in answer and 'value="cri" checked' not in answer


def test_a_dossier_without_fora_leads_to_them_and_one_that_has_some_does_not(site: Any) -> None:
    way = f'href="{TAKE}?record={RECORD}"'
    assert way in page(site, "/dossiers/small") and say(Message("packs.title-fora"), "fr") in page(site, "/dossiers/small", "fr")
    reader = site.client("reader").get("/dossiers/small").content.decode()
    assert way not in reader

    client = site.client("owner")
    client.post(f"{TAKE}/check", {"record": RECORD, "fora": ["gfce"]})
    client.post("/dossiers/small/merge", {"draft": Draft.objects.get().pk})
    assert way not in page(site, "/dossiers/small")


def test_a_pack_of_fora_that_somebody_sends_is_offered_in_the_same_way(site: Any) -> None:
    parts = {"processes.csv": b"id,forum,kind\nhall,Hall of Cables,technical\n"}
    send(site, {"hall.zip": pack_of(parts, without="votes.csv")})
    value = f"sent:{Draft.objects.get().pk}"
    shown = page(site, f"{TAKE}?record={value}")
    assert 'name="fora" value="hall"' in shown and "Hall of Cables" in shown
