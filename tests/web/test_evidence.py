"""Evidence: the list, the reader with its quotation, files captured and confirmed, and what others made so that it can do nothing here."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import threading
import zipfile
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from legation.dossier.edit import Edit
from legation.errors import CannotRead
from legation.language import Message
from legation.sources.capture import Fetched
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Proposal
from legation.web.pages.sources import add, source
from legation.web.stores.captures import texts
from legation.web.stores.captures.models import Reading
from legation.web.stores.drafts.models import Draft

from .test_actors import saved

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("bytes are kept in the database")

AT = "/dossiers/small/evidence"
TEXT = b"The delegation of Freedonia favours new norms.\nIt does not favour a treaty, and has said so before the Committee twice.\n"
HOSTILE = (
    b"<!doctype html><html><head><title>Statement</title><script>steal()</script><style>@import url(//evil.example)</style></head>"
    b'<body onload="steal()"><h1>Statement of Freedonia</h1><p onclick="steal()">We favour norms of behaviour in this matter.</p>'
    b'<a href="javascript:steal()">x</a><img src="//evil.example/pixel" onerror="steal()"><form action="/x"><input name="csrf"></form>'
    b'<iframe src="//evil.example"></iframe><meta http-equiv="refresh" content="0;url=//evil.example"><base href="//evil.example">'
    b"<svg><script>steal()</script></svg></body></html>"
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="steal()"><script>steal()</script><rect width="9" height="9"/></svg>'


def sent(client: Any, data: bytes, name: str = "statement.txt") -> Any:
    return client.post(f"{AT}/upload", {"file": SimpleUploadedFile(name, data)})


def archived(client: Any, data: bytes, name: str = "statement.txt", **fields: str) -> Any:
    """Send a file and confirm it; return what the second step answers."""
    step = sent(client, data, name)
    assert step.status_code == 302, step.content.decode()[:3000]
    return client.post(f"{step.url}/save", {"title": "Freedonia speaks", "kind": "statement", **fields})


def content(dossier: Dossier) -> Any:
    dossier.refresh_from_db()
    return store.content(store.revision_of(dossier))


# --- the list -------------------------------------------------------------------------------------------------------------------------------


def test_the_list_says_how_good_each_source_is_and_what_rests_on_it(site: Any) -> None:
    page = site.client("editor").get(f"{AT}.json").json()

    assert [(row["id"], row["rests"], row["archived"], row["code"]) for row in page["rows"]] == [
        ("e2", 1, False, "C3"),
        ("e1", 1, False, "A2"),
    ]
    assert page["rows"][1]["grade"] == ["A · completely reliable", "2 · probably true"]
    assert {state["value"]: state["count"] for state in page["states"]} == {"unarchived": 2}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("?q=statement+of+FRANCE", ["e1"]),
        ("?q=favour", ["e1"]),
        ("?kind=interview", ["e2"]),
        ("?state=unused", []),
        ("?state=unarchived&sort=title", ["e2", "e1"]),
        ("?sort=grade", ["e1", "e2"]),
        ("?sort=-grade", ["e2", "e1"]),
        ("?sort=nothing&page=99", ["e2", "e1"]),
    ],
)
def test_the_list_is_filtered_and_sorted(site: Any, query: str, ids: list[str]) -> None:
    page = site.client("editor").get(f"{AT}.json{query}").json()

    assert [row["id"] for row in page["rows"]] == ids


def test_sources_of_positions_that_cannot_both_be_right_are_contradicting(site: Any) -> None:
    values = {"low": "1", "value": "2", "high": "3", "basis": "statement", "held_from": "2018-06-01"}
    saved(
        site,
        Edit("evidence", "add", "e3", {"kind": "press", "title": "Another word", "date": "2018-06-01"}),
        Edit("positions", "add", "", {"actor": "FRA", "issue": "norms", "evidence": "e3", **values}),
    )
    client = site.client("editor")

    assert [row["id"] for row in client.get(f"{AT}.json?state=contradicting&sort=title").json()["rows"]] == ["e3", "e1"]
    assert client.get(f"{AT}/e3/read.json").json()["contradicting"] is True


def test_a_source_that_was_replaced_stands_apart_and_what_rested_on_it_is_still_said(site: Any) -> None:
    saved(site, Edit("evidence", "change", "e1", {"title": "Statement of France, corrected"}))
    client = site.client("editor")
    (newer,) = [row.id for row in content(site.dossier).evidence if row.supersedes == "e1"]

    assert [row["id"] for row in client.get(f"{AT}.json?state=replaced").json()["rows"]] == ["e1"]
    assert "e1" not in [row["id"] for row in client.get(f"{AT}.json").json()["rows"]]
    page = client.get(f"{AT}/{newer}/read.json").json()
    assert [part["count"] for part in page["rests"]] == [1]
    assert page["older"][0]["href"] == f"{AT}/e1/read"
    assert client.get(f"{AT}/e1/read.json").json()["newer"][0]["href"] == f"{AT}/{newer}/read"


def test_an_indicator_that_rests_on_a_source_is_called_by_what_it_measures(site: Any) -> None:
    saved(site, Edit("indicators", "add", "", {"measure": "Votes for the text", "target": "100", "evidence": "e1"}))
    rests = site.client("editor").get(f"{AT}/e1/read.json").json()["rests"]

    assert [row["label"] for part in rests for row in part["rows"]][-1] == "Votes for the text"


# --- a file becomes a source ----------------------------------------------------------------------------------------------------------------


@each_database
def test_a_file_is_kept_as_it_came_with_its_quotation_marked(site: Any) -> None:
    client = site.client("editor")
    answer = archived(client, TEXT, quote="It  does not favour a treaty", reliability="B", credibility="2")
    row = content(site.dossier).evidence[-1]
    page = client.get(f"{answer.url}.json").json()

    assert content(site.dossier).files[row.part] == TEXT
    assert (row.sha256, row.author) == (hashlib.sha256(TEXT).hexdigest(), "Editor")
    assert page["found"] == "exact"
    assert "".join(stretch["text"] for stretch in page["text"]).strip() == TEXT.decode().strip()
    assert [stretch["text"] for stretch in page["text"] if stretch["marked"]] == ["It does not favour a treaty"]
    assert page["taken"]["name"] == "statement.txt"
    assert '<mark id="quote">It does not favour a treaty</mark>' in client.get(answer.url).content.decode()
    assert not Draft.objects.exists()


def test_the_copy_is_taken_along_and_never_opened_here(site: Any) -> None:
    client = site.client("editor")
    row = archived(client, HOSTILE, "page.html").url.removesuffix("/read")
    answer = client.get(f"{row}/file")

    assert answer.content == HOSTILE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_page_with_scripts_is_shown_without_anything_that_acts(site: Any) -> None:
    client = site.client("editor")
    row = archived(client, HOSTILE, "page.html").url.removesuffix("/read")
    for _ in range(2):  # the second comes from what was kept
        answer = client.get(f"{row}/shown")
        text = answer.content.decode()
        assert answer["Content-Security-Policy"].startswith("default-src 'none'") and answer["Content-Security-Policy"].endswith("sandbox")
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "We favour norms of behaviour" in text
        assert not [bad for bad in ("steal", "evil", "<script", "<form", "<iframe", "onload", "refresh", "<base", "<style") if bad in text]
    reader = client.get(f"{row}/read").content.decode()
    assert f'sandbox="" loading="lazy" referrerpolicy="no-referrer" src="{row}/shown"' in reader
    assert "steal()" not in reader


def test_a_drawing_with_scripts_is_shown_as_a_picture(site: Any) -> None:
    client = site.client("editor")
    row = archived(client, DRAWING, "map.svg").url.removesuffix("/read")
    answer = client.get(f"{row}/shown")

    assert answer["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert f'<img src="{row}/shown"' in client.get(f"{row}/read").content.decode()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b" " * 400_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.txt", b"", "is empty"),
        ("tool.exe", b"MZ\x90\x00" + bytes(200), "must be of one of the kinds that are kept"),
        ("archive.zip", b"PK\x05\x06" + bytes(18), "must be of one of the kinds that are kept"),
        ("broken.docx", b"PK\x03\x04" + bytes(200), "kinds that are kept"),
    ],
)
def test_a_file_that_is_not_kept_is_refused_beside_its_field(site: Any, name: str, data: bytes, sentence: str) -> None:
    answer = sent(site.client("editor"), data, name)
    text = answer.content.decode()

    assert answer.status_code == 422
    assert 'id="add-file-error"' in text and sentence in text
    assert not Draft.objects.exists()


def test_an_office_file_that_unpacks_to_very_much_is_refused(site: Any) -> None:
    answer = sent(site.client("editor"), bomb(), "letter.docx")

    assert answer.status_code == 422 and "unpacks to more than is read" in answer.content.decode()


def test_a_file_above_the_limit_and_no_file_are_refused(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add, "SIZE_LIMIT", 1024 * 1024)
    client = site.client("editor")

    assert "at most 1 MB" in sent(client, bytes(1024 * 1024 + 1)).content.decode()
    answer = client.post(f"{AT}/upload", {})
    assert answer.status_code == 422 and "One file must be sent at a time" in answer.content.decode()


def test_words_that_are_not_in_the_text_are_no_quotation_and_nothing_typed_is_lost(site: Any) -> None:
    client = site.client("editor")
    step = sent(client, TEXT).url
    fields = {"title": "TYPED-TITLE", "kind": "statement", "publisher": "TYPED-PUBLISHER"}
    wrong = client.post(f"{step}/save", {**fields, "quote": "We favour nothing at all"})
    nearly = client.post(f"{step}/save", {**fields, "quote": "It does not favour any treaty, and has said so before the Committee"})

    assert (wrong.status_code, nearly.status_code) == (422, 422)
    assert "These words do not stand in the text" in wrong.content.decode()
    assert "It does not favour a treaty, and has said so before the Committee</p>" in nearly.content.decode()
    for answer in (wrong, nearly):
        assert 'value="TYPED-TITLE"' in answer.content.decode() and 'value="TYPED-PUBLISHER"' in answer.content.decode()
    assert client.post(f"{step}/save", {**fields, "date": "someday"}).status_code == 422
    assert len(content(site.dossier).evidence) == 2


@each_database
def test_what_waits_to_be_confirmed_is_its_own_person_s_and_can_go(site: Any) -> None:
    step = sent(site.client("editor"), TEXT).url

    assert site.client("owner").get(step).status_code == 404
    assert site.client("owner").post(f"{step}/save", {"title": "x"}).status_code == 404
    assert site.client("editor").post(f"{step}/discard").url == f"{AT}/add"
    assert site.client("editor").get(step).status_code == 404
    assert not Reading.objects.exists()


def test_a_copy_that_is_added_to_a_source_makes_a_new_version_of_it(site: Any) -> None:
    client = site.client("editor")
    way = client.get(f"{AT}/e1/read.json").json()["capture"]
    form = client.get(way).content.decode()
    step = client.post(f"{AT}/upload", {"file": SimpleUploadedFile("a.txt", b"Indeed: We favour norms."), "for": "e1"}).url
    known = {field["name"]: field["value"] for field in client.get(f"{step}.json").json()["form"]["fields"]}
    answer = client.post(f"{step}/save", {name: text for name, text in known.items() if text})
    old, _, new = content(site.dossier).evidence

    assert 'name="for" value="e1"' in form
    assert (known["title"], known["quote"], known["reliability"]) == ("Statement of France", "We favour norms", "A")
    assert (new.supersedes, new.title, new.publisher, new.reliability) == ("e1", old.title, "MFA", "A")
    assert answer.url == f"{AT}/{new.id}/read"
    page = client.get(f"{answer.url}.json").json()
    assert (page["found"], page["capture"], [part["count"] for part in page["rests"]]) == ("exact", "", [1])
    assert client.get(f"{AT}/e1/read.json").json()["capture"] == ""


# --- doubles --------------------------------------------------------------------------------------------------------------------------------


@each_database
def test_the_same_bytes_nearly_the_same_text_and_the_same_address_are_found(site: Any) -> None:
    client = site.client("editor")
    long = " ".join(f"word{number}" for number in range(200))
    archived(client, long.encode(), "one.txt", title="ONE", url="https://www.example.org/a/")
    same = client.get(f"{sent(client, long.encode(), 'two.txt').url}.json").json()
    near = client.get(f"{sent(client, (long + ' and a little more').encode(), 'three.txt').url}.json").json()
    other = client.get(f"{sent(client, b'Nothing of the kind was ever said by anybody here.', 'four.txt').url}.json").json()

    assert [(d["why"], d["label"]) for d in same["doubles"]] == [("bytes", "ONE")]
    assert [d["why"] for d in near["doubles"]] == ["text"] and near["doubles"][0]["similarity"] > 0.9
    assert other["doubles"] == []
    answer = archived(client, b"An entirely different account of the same meeting.", "five.txt", url="http://example.org/a#top")
    assert [d["why"] for d in client.get(f"{answer.url}.json").json()["doubles"]] == ["address"]


def test_a_double_that_a_person_may_not_see_is_not_named(site: Any) -> None:
    archived(site.client("editor"), TEXT, title="SECRET-TWIN", marking="TLP:RED")
    step = sent(site.client("contributor"), TEXT)
    page = site.client("contributor").get(step.url)

    assert page.status_code == 200 and "SECRET-TWIN" not in page.content.decode()
    assert site.client("contributor").get(f"{step.url}.json").json()["doubles"] == []


# --- contributors ---------------------------------------------------------------------------------------------------------------------------


@each_database
def test_a_contributor_s_file_waits_for_an_editor_who_reads_it_and_takes_it(site: Any) -> None:
    answer = archived(site.client("contributor"), TEXT, quote="favours new norms")
    proposal = Proposal.objects.get()
    name = next(iter(proposal.files))
    at = f"/dossiers/small/proposals/{proposal.pk}"

    assert answer.url == "/dossiers/small/proposals"
    assert len(content(site.dossier).evidence) == 2 and not content(site.dossier).files
    editor = site.client("editor")
    assert name.rpartition("/")[2] in editor.get(at).content.decode()
    assert editor.get(f"{at}/file?part={name}").content == TEXT
    assert editor.get(f"{at}/file?part=files/other").status_code == 409
    assert site.client("reader").get(f"{at}/file?part={name}").status_code == 403
    assert editor.post(f"{at}/take").status_code == 302
    row = content(site.dossier).evidence[-1]
    assert content(site.dossier).files[row.part] == TEXT and row.author == "Contributor"
    assert editor.get(f"{AT}/{row.id}/read.json").json()["found"] == "exact"


def test_a_file_survives_a_choice_between_two_changes(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add.secrets, "token_hex", lambda _: "same")
    base = str(site.dossier.head)
    assert archived(site.client("owner"), b"The first file has these words.", base=base).status_code == 302
    clash = archived(site.client("editor"), TEXT, base=base)
    draft = Draft.objects.get(purpose="save")
    keys = [word.partition('"')[0] for word in clash.content.decode().split('name="choice:')[1:]]
    chosen = {f"choice:{key}": "both" for key in keys}
    answer = site.client("editor").post("/dossiers/small/merge", {"draft": draft.pk, "base": base, "next": AT, **chosen})

    assert clash.status_code == 409
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert TEXT in content(site.dossier).files.values() and len(content(site.dossier).files) == 2


# --- a page of the web ----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were fetched; each gives a page."""
    cache.clear()
    addresses: list[str] = []

    def answer(url: str) -> Fetched:
        addresses.append(url)
        if "inside" in url:
            raise CannotRead(Message("capture.no-such-host", host="inside"))
        return Fetched(url=url, final_url=f"{url}/end", status=200, media_type="text/html", data=HOSTILE, hops=(url,))

    monkeypatch.setattr(texts, "fetch", answer)
    return addresses


def test_a_page_is_fetched_only_when_a_person_asks_and_its_header_is_kept(site: Any, web: list[str]) -> None:
    client = site.client("editor")
    client.get(f"{AT}/add?url=https://example.org/a")
    assert web == []
    step = client.post(f"{AT}/fetch", {"url": "https://example.org/a"})
    answer = client.post(f"{step.url}/save", {"title": "A page", "url": "https://example.org/a", "kind": "web_page"})

    assert web == ["https://example.org/a"]
    taken = client.get(f"{answer.url}.json").json()["taken"]
    assert (taken["url"], taken["final_url"], taken["status"]) == ("https://example.org/a", "https://example.org/a/end", 200)


def test_an_address_that_cannot_be_fetched_is_refused_beside_its_field(site: Any, web: list[str]) -> None:
    client = site.client("editor")
    answer = client.post(f"{AT}/fetch", {"url": "https://inside.example"})

    assert answer.status_code == 422
    assert 'id="add-url-error"' in answer.content.decode() and 'value="https://inside.example"' in answer.content.decode()
    assert client.post(f"{AT}/fetch", {}).status_code == 422
    assert web == ["https://inside.example"]


def test_fetching_is_limited_for_a_person_and_for_the_site(site: Any, web: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "HOURLY", 2)
    client, url = site.client("editor"), {"url": "https://example.org/a"}
    answers = [client.post(f"{AT}/fetch", url) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert len(web) == 2 and "More than 2 pages" in answers[2].content.decode()
    cache.add(f"evidence-fetch-{site.people['owner'].pk}", 1, timeout=60)
    assert "one is fetched at a time" in site.client("owner").post(f"{AT}/fetch", url).content.decode()
    monkeypatch.setattr(texts, "_FETCHING", threading.Semaphore(0))
    assert "several pages" in site.client("contributor").post(f"{AT}/fetch", url).content.decode()
    assert len(web) == 2


# --- what was read --------------------------------------------------------------------------------------------------------------------------


def test_a_long_text_is_read_page_by_page_and_opens_at_its_quotation(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LENGTH", 1000)
    words = " ".join(f"word{number:04}" for number in range(600))
    client = site.client("editor")
    answer = archived(client, words.encode(), quote="word0300 word0301")
    opened = client.get(f"{answer.url}.json").json()
    pages = [client.get(f"{answer.url}.json?part={number}").json() for number in range(1, opened["pages"] + 1)]

    assert "word0300 word0301" in [stretch["text"] for stretch in opened["text"] if stretch["marked"]]
    assert opened["number"] == words.index("word0300 word0301") // 1000 + 1
    assert "".join(stretch["text"] for page in pages for stretch in page["text"]) == words
    assert client.get(f"{answer.url}.json?part=9999").json()["number"] == opened["pages"]


@each_database
def test_what_is_kept_by_the_hash_says_nothing_of_who_sent_it(site: Any) -> None:
    client = site.client("editor")
    archived(client, TEXT, "SECRET-NAME.pdf", title="SECRET-TITLE", url="https://secret.example/")
    reading = Reading.objects.get()

    for name in ("media_type", "language", "notes", "text", "shown"):
        assert "secret" not in str(getattr(reading, name)).lower(), name


@each_database
def test_an_archived_copy_that_came_with_an_import_is_read_when_it_is_opened(site: Any) -> None:
    whole = content(site.dossier)
    row = dataclasses.replace(whole.evidence[0], part="files/a.txt", sha256="", quote="We favour norms")
    mine = dataclasses.replace(
        whole, evidence=(row, *whole.evidence[1:]), files={"files/a.txt": b"Indeed: \xe2\x80\x9cWe favour norms\xe2\x80\x9d."}
    )
    store.save(site.dossier, 1, mine, site.people["owner"], store.EVERYTHING, reason="import")
    page = site.client("reader").get(f"{AT}/e1/read.json").json()

    assert (page["found"], page["size"]) == ("exact", 30)
    assert page["sha256"] == hashlib.sha256(mine.files["files/a.txt"]).hexdigest()
    assert site.client("reader").get(f"{AT}/e2/file").status_code == 404
    assert site.client("reader").get(f"{AT}/e1/shown").status_code == 422
