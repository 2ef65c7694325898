"""A pack that somebody sends to the import page: it leads to the choice of what is taken of it; one that holds more than facts is refused."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from sources.packs.test_taking import HEAD
from sources.packs.test_taking import PARTS as OF_HALL
from web.test_import_sources import head, send

from legation.language import LANGUAGES, Lang, Message, say
from legation.web.dossiers import store
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db
TAKE = "/dossiers/small/take"
PARTS = {name: re.sub(rb"\br([123])\b", rb"hall-\1", data) for name, data in OF_HALL.items()}
"""With roll calls that the dossier of these tests has not."""


def pack_of(more: dict[str, bytes] | None = None, *, inside: str = "", without: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in ({"pack.toml": HEAD} | PARTS | (more or {})).items():
            if name != without:
                archive.writestr(f"{inside}{name}", data)
    return out.getvalue()


def packed() -> bytes:
    """A pack as those of the product lie: its parts in one file, beside what it says of itself."""
    parts, out = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(parts, "w") as archive:
        for name, data in PARTS.items():
            archive.writestr(name, data)
    with zipfile.ZipFile(out, "w") as archive:
        for name, one in {"pack.toml": HEAD, "dossier.zip": parts.getvalue(), "README.md": b"Read"}.items():
            archive.writestr(f"hall/{name}", one)
    return out.getvalue()


def test_the_import_page_leads_to_the_records_that_are_here(site: Any) -> None:
    assert f'href="{TAKE}"' in site.client("owner").get("/dossiers/small/import").content.decode()


@pytest.mark.parametrize("data", [pack_of(), pack_of(inside="hall/"), packed()], ids=["flat", "in a folder", "packed"])
def test_a_pack_leads_to_the_choice_of_what_is_taken(site: Any, data: bytes) -> None:
    client = site.client("owner")
    answer = send(site, {"anything.dat": data})

    draft = Draft.objects.get()
    assert answer.headers["Location"] == f"{TAKE}?record=sent:{draft.pk}"
    page = client.get(answer.headers["Location"]).content.decode()
    assert (
        f'<option value="sent:{draft.pk}" selected>Votes of a hall' in page and "CC0" in page and "None" not in page.partition("<main")[2]
    )
    assert head(site).number == 1

    form = {"record": f"sent:{draft.pk}", "words": "fishing", "first": "2015", "last": "", "whose": "all"}
    found = client.post(f"{TAKE}/check", form)
    preview = re.search(r"/dossiers/small/import/(\d+)", found.headers.get("Location") or found.content.decode())
    assert preview is not None
    assert "Fishing rights" in client.get(preview[0]).content.decode()
    assert client.post("/dossiers/small/merge", {"draft": preview[1]}).status_code == 302
    content = store.content(head(site))
    assert [row.id for row in content.rollcalls if row.id.startswith("hall-")] == ["hall-2"]


def test_a_pack_is_its_senders_alone(site: Any) -> None:
    send(site, {"hall.zip": pack_of()})
    value = f"sent:{Draft.objects.get().pk}"
    editor = site.client("editor")

    assert f'value="{value}"' not in editor.get(f"{TAKE}?record={value}").content.decode()
    assert editor.post(f"{TAKE}/check", {"record": value, "whose": "all"}).status_code == 422
    assert head(site).number == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pack_of({"../votes.csv": b""}), "../votes.csv"),
        (pack_of({"/etc/votes.csv": b""}), "votes.csv"),
        (pack_of({"..\\votes.csv": b""}), "votes.csv"),
        (pack_of({"run.sh": b"rm -rf /"}), "run.sh"),
        (pack_of({"dossier.toml": b'id = "hall"\nmarking = "TLP:RED"\n'}), "TLP:RED"),
        (pack_of({"pack.toml": b'title_en = "x"\n'}), "licence"),
        (pack_of()[:-200], "hall.zip"),
    ],
    ids=[
        "a path upward",
        "a path from the root",
        "a path upward of another system",
        "a script",
        "another marking",
        "no licence",
        "cut off",
    ],
)
def test_a_pack_that_holds_more_than_facts_is_refused_and_not_stored(site: Any, data: bytes, said: str, lang: Lang) -> None:
    owner = site.people["owner"]
    owner.language = lang
    owner.save()
    answer = send(site, {"hall.zip": data})

    assert answer.status_code == 422 and 'class="notice error"' in answer.content.decode()
    assert said in answer.content.decode() and "Traceback" not in answer.content.decode()
    assert not Draft.objects.exists() and head(site).number == 1


def test_a_pack_is_sent_alone(site: Any) -> None:
    answer = send(site, {"hall.zip": pack_of(), "actors.csv": b"id,name,kind\nFRA,France,state\n"})
    assert answer.status_code == 422
    assert say(Message("page-import.one-archive"), "en") in answer.content.decode()
