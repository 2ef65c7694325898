"""Instructions that a delegation keeps beside a text stay in its browser: no byte that the server is sent, keeps or hands to anybody has them.

They are typed and read from a file, wherever a page has a place for them; what is being written and was not sent is looked for as well, and of
a Word file that the delegation reads there what it has not proposed. Words that are sent are looked for in the same places, and found.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import context_of, launched, opened
from playwright.sync_api import Page, expect
from web.between import Between
from web.sites import ROOT, Server, legation, prepared, signed_in
from web.test_rooms_canaries import unpacked

from legation.sources.draft import word
from legation.sources.draft.tracked_changes import Remark, TrackedText, redline
from legation.web.pages.rooms.drafting.documents import FORMS, SHOWN
from legation.web.rooms.routes import SEAT_ROUTES
from legation.web.site.routing import ROUTES

pytestmark = [pytest.mark.browser, pytest.mark.each_database("what is kept is looked for in the files of the database")]

TYPED, READ, LATER, DRAFTED = (f"CANARY{name}" for name in ("TYPED", "READ", "LATER", "DRAFTED"))
INSTRUCTIONS = (TYPED, READ, LATER, DRAFTED)
NOTE, UNUSED = "CANARYNOTE", "CANARYUNUSED"
"""In a Word file that the delegation has the server read: a comment, and a change that it does not propose."""
SAID, CONFIDED = "FOUNDSAID", "FOUNDCONFIDED"
"""What is sent, to all and to the chair: what is not found cannot be missed."""
OTHERS = ("chair", "rus", "bra", "ngo", "screen")
FILES = tuple(f"{form}-en-{ending}" for form in FORMS for ending in (("txt", "docx", "akn", "pdf") if form == "own" else ("docx",)))
_FILL = """
import json, sys
from types import SimpleNamespace
from legation.web.serving.database import set_up_there
set_up_there()
sys.path.insert(0, "tests")
from web.text_room import text_room
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
site = SimpleNamespace(dossier=Dossier.objects.get(slug="small"), people={"owner": Account.objects.get()})
print(json.dumps(text_room(site).room.pk))
"""
_COUNT = """
import json, sys
from pathlib import Path
from legation.web.serving.database import set_up_there
set_up_there()
sys.path.insert(0, "tests")
from web.database_files import counted_on_disk
print(json.dumps(counted_on_disk(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])))
"""


def forms_of(text: str) -> tuple[bytes, ...]:
    """Return how a word may stand in what a browser sends: as it is, in another encoding, in base64 wherever it begins."""
    plain = text.encode()
    in_base64 = (base64.b64encode(b"x" * at + plain + b"x" * ((-at - len(plain)) % 3)) for at in range(3))
    return (plain, text.lower().encode(), text.encode("utf-16-le"), plain[::-1], plain.hex().encode(), *(one[4:-4] for one in in_base64))


def _run(environment: dict[str, str], program: str, *given: str) -> Any:
    done = subprocess.run([sys.executable, "-c", program, *given], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


class Heard:
    """All that somebody receives over the stream of the room, from now on; a seat has one, so that of the delegation is its browser's."""

    def __init__(self, server: Server, room: str, who: str) -> None:
        self.said = bytearray()
        _, headers, _ = server.ask("GET", f"/rooms/{room}/seat/picture", headers={"Cookie": f"seat-{room}=secret-{who}"})
        ticket = re.search(rf"legation-live-{room}=([^;]+)", headers["set-cookie"])
        assert ticket is not None
        self._asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._asked.request("GET", "/live/events", headers={"Cookie": f"legation-live-{room}={ticket[1]}"})
        self._answer = self._asked.getresponse()
        assert self._answer.status == 200
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            while part := self._answer.read1(65_536):
                self.said += part
        except (OSError, http.client.HTTPException, AttributeError, ValueError):
            return  # the server has ended

    def end(self) -> bytes:
        self._thread.join(30)
        self._asked.close()
        return bytes(self.said)


def _typed(page: Page, files: Path) -> None:
    """Enter instructions in every field in which they are entered."""
    part = page.locator("#mandate")
    part.locator("summary").click()
    fields = part.locator("input, textarea, select, [contenteditable]")
    assert [one.get_attribute("id") or one.get_attribute("type") for one in fields.all()] == ["mandate-text", "file"], "a new field"
    assert part.evaluate("(part) => part.closest('form') === null && !part.querySelector('form, [name]')")
    (files / "capital.txt").write_text(f"2: {READ} each two years\n", "utf-8")
    fields.nth(1).set_input_files(files / "capital.txt")
    expect(page.locator("#u-2 .mandate")).to_contain_text(READ)
    fields.first.press("Control+End")
    fields.first.type(f"1: {TYPED} keep shall\n")
    expect(page.locator("#u-1 .mandate")).to_contain_text(TYPED)
    with page.expect_download() as saved:
        part.locator("[data-save]").click()
    assert {TYPED, READ} <= set(re.findall("CANARY[A-Z]+", saved.value.path().read_text("utf-8")))
    part.locator("summary").click()


def _written(page: Page) -> None:
    """Begin a proposal, load the page anew, and drop it; propose something else, and say more."""
    page.locator("#u-3 .w[data-n='0']").click()
    page.locator("#compose #text").fill(f"{DRAFTED} words")
    page.reload()
    expect(page.locator("#compose #text")).to_have_value(f"{DRAFTED} words")
    page.locator("#compose #text").fill(SAID)
    page.locator("#compose button.primary").click()
    expect(page.locator("#u-3 .br").first).to_be_visible()
    expect(page.locator("#u-3")).to_contain_text(SAID)
    page.locator("#u-2 .who").first.click()
    page.locator("#stand [value=support]").click()
    expect(page.locator("#u-2 .who[data-mine=support]")).to_have_count(1)
    page.locator("details:has(#confided) > summary").click()
    page.locator("#confided").fill(CONFIDED)
    page.locator("form:has(#confided) button").click()
    expect(page.locator("#panels")).to_contain_text(CONFIDED)


def _walked(page: Page, base: str, room: str, files: Path) -> None:
    """Be a delegation for a while: every page of a seat, a file from the capital, a time without a connection, and the end."""
    seat = f"{base}/rooms/{room}/seat/"
    opened(page, seat)
    _typed(page, files)
    _written(page)
    for route in SEAT_ROUTES.values():
        if (
            route.method == "GET"
            and route.action == "look"
            and not route.as_json
            and "<int" not in route.path
            and ":name>" not in route.path
        ):
            page.goto(f"{base}/{route.path.replace('<slug:room>', room)}")
    old, new = "1. States shall cooperate in good faith.", f"1. States shall cooperate {UNUSED} in good faith."
    tracked = redline(old, new, "Desk", "2026-03-01T10:00:00Z")
    (files / "capital.docx").write_bytes(
        word.encoded("a", TrackedText(tracked.text, tracked.changes, (Remark(3, 10, NOTE, "Desk", "2026-03-02"),)))
    )
    page.goto(f"{seat}word")
    page.locator("#file").set_input_files(files / "capital.docx")
    page.locator("button.primary").click()
    expect(page.locator("main")).to_contain_text(UNUSED)
    opened(page, f"{seat}?unit=1")
    expect(page.locator("#u-1 .mandate")).to_contain_text(TYPED)
    page.locator("#reservation").evaluate("(box) => { box.closest('details').open = true; }")
    page.locator("#reservation").fill("We reserve our position.")
    page.locator("form:has(#reservation) button").click()
    opened(page, seat)
    page.context.set_offline(True)
    page.locator("#mandate summary").click()
    page.locator("#mandate-text").press("Control+End")
    page.locator("#mandate-text").type(f"3: {LATER}")
    page.locator("#u-1 .w[data-n='0']").click()
    page.locator("#compose #text").fill("All")
    page.locator("#compose button.primary").click()
    expect(page.locator("#waits li")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator("#waits li")).to_have_count(0)
    expect(page.locator("#u-3 .mandate")).to_contain_text(LATER)


def _leaves(page: Page, base: str, room: str) -> None:
    """Give the browser to another delegation, whose own it then is: it finds nothing, and sends nothing that was left."""
    seat = f"{base}/rooms/{room}/seat/"
    waits = [{"key": "77", "body": f"kind=reserved&unit=2&text={SAID}LATE", "label": "late"}]
    page.context.clear_cookies(name=f"seat-{room}")
    page.evaluate("([name, drafts]) => localStorage.setItem(name, JSON.stringify(drafts))", [f"draft-{room}", waits])
    page.context.add_cookies([{"name": f"seat-{room}", "value": "secret-bra", "url": seat, "httpOnly": True}])
    opened(page, seat)
    assert page.locator("#mandate-text").input_value() == ""
    assert page.locator(".mandate").count() == 0
    assert not [one for one in INSTRUCTIONS if one in json.dumps(page.evaluate("Object.entries(localStorage)"))]
    page.locator("#mandate summary").click()
    page.locator("#mandate-text").fill(f"1: {TYPED}")
    page.locator("details:has([name=kind][value=erased]) > summary").click()
    page.locator("form:has([name=kind][value=erased]) button.danger").click()
    expect(page.locator("[data-left]")).to_have_count(1)
    page.wait_for_function("localStorage.length === 0")


def _received(server: Server, room: str, who: str) -> Iterator[tuple[str, str]]:
    """Yield all that somebody is handed: pages, JSON and files of a seat, or of an account those of the dossier and of its room."""
    at, cookie = f"/rooms/{room}/seat/", f"seat-{room}=secret-{who}"
    if who == "host":
        cookie, paths = signed_in(server), ["/dossiers/small/history", "/dossiers/small/exporting", "/dossiers/small/export/zip"]
        paths += ["/audit/trail.csv", "/dossiers/small/audit/trail.csv", "/dossiers/small/situations/negotiation"]
        for route in ROUTES.values():
            if route.kind != "action" and set(re.findall(r":(\w+)>", route.path)) == {"slug", "room"}:
                path = "/" + re.sub(r"<slug:(\w+)>", lambda found: {"slug": "small", "room": room}[found[1]], route.path)
                paths += [path, f"{path}.json"] if route.kind == "page" else [path]
        paths += [f"/dossiers/small/rooms/{room}/text/{name}" for name in FILES if not name.startswith("own")]
    else:
        paths = [
            f"/{route.path.replace('<slug:room>', room)}"
            for route in SEAT_ROUTES.values()
            if route.method == "GET" and ":name>" not in route.path
        ]
        paths += [f"{at}?unit={unit}" for unit in "123"] + [f"{at}text?form={form}" for form in (*FORMS, *SHOWN)]
        paths += [f"{at}text/{name}" for name in FILES]
        paths += [f"{at}capital/en-{ending}" for ending in ("html", "docx", "pdf")]
    for path in paths:
        status, headers, body = server.ask("GET", path, headers={"Cookie": cookie})
        while status == 429:
            time.sleep(float(headers["retry-after"]))
            status, headers, body = server.ask("GET", path, headers={"Cookie": cookie})
        assert status < 500, (who, path, status)
        yield path, f"{headers} {unpacked(body)}"


def test_instructions_of_a_delegation_never_leave_its_browser(chromium: str, tmp_path: Path, record_property: Any) -> None:
    files, place = tmp_path / "files", tmp_path / "site"
    files.mkdir(), place.mkdir()
    backup = tmp_path / "backup.zip"
    with prepared(place, postgresql=os.environ.get("LEGATION_TEST_DATABASE") == "postgresql", own_server=True) as environment:
        room = _run(environment, _FILL)
        with Server(environment) as server, Between(server.port) as between, launched(chromium) as browser:
            heard = {who: Heard(server, room, who) for who in OTHERS}
            base = f"http://127.0.0.1:{between.port}"
            context = context_of(browser, locale="en-GB")
            context.add_cookies([{"name": f"seat-{room}", "value": "secret-fra", "url": f"{base}/rooms/{room}/seat/", "httpOnly": True}])
            page = context.new_page()
            _walked(page, base, room, files)
            received = {who: dict(_received(server, room, who)) for who in (*OTHERS, "fra", "host", "nobody")}
            _leaves(page, base, room)
            context.close()
            server.process.terminate()
            server.process.wait(30)
            streams, said = {who: one.end() for who, one in heard.items()}, server.log()
            sent = bytes(between.sent)
        assert legation(environment, "backup", str(backup))[0] == 0
        kept = _run(environment, _COUNT, str(place), str(backup), *INSTRUCTIONS, NOTE, UNUSED, SAID, CONFIDED, f"{SAID}LATE")

    record_property("bytes sent", len(sent))
    record_property("bytes received", sum(len(text) for pages in received.values() for text in pages.values()))
    assert not [one for one in INSTRUCTIONS for form in forms_of(one) if form in sent]
    assert {one: kept[one] for one in (*INSTRUCTIONS, NOTE, UNUSED, f"{SAID}LATE")} == dict.fromkeys(
        (*INSTRUCTIONS, NOTE, UNUSED, f"{SAID}LATE"), 0
    )
    hidden = (*INSTRUCTIONS, NOTE, UNUSED)
    assert not [(who, path, one) for who, pages in received.items() for path, text in pages.items() for one in hidden if one in text]
    assert not [(who, one) for who, stream in streams.items() for one in hidden if one.encode() in stream]
    assert not [one for one in (*hidden, SAID, CONFIDED) if one in said]

    assert SAID.encode() in sent, "what was said is found in all these places"
    assert CONFIDED.encode() in sent
    assert min(kept[SAID], kept[CONFIDED]) >= 3, "in rows, in a file, in the backup"
    assert {who for who, pages in received.items() if SAID in "".join(pages.values())} == {*OTHERS, "fra", "host"}
    assert {who for who, pages in received.items() if CONFIDED in "".join(pages.values())} == {"chair", "fra"}
    assert {who for who, stream in streams.items() if SAID.encode() in stream} == {*OTHERS}
    assert {who for who, stream in streams.items() if CONFIDED.encode() in stream} == {"chair"}
