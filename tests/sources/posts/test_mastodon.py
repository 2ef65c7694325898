"""Archives and statuses of Mastodon: what was public, under pseudonyms, up to where a file is cut."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from posts_made import KEY, PUBLIC, leaks, note, outbox, tar

from legation.errors import CannotRead, WrongUse
from legation.sources.observations import posts
from legation.sources.observations.accounts import Register, RegisteredAccount
from legation.sources.observations.tables import TABLES

TODAY = dt.date(2022, 1, 1)
MENTION = '<p><span class="h-card"><a href="https://far.example/@bob_b" class="u-url mention">@<span>bob_b</span></a></span> the norms hold, says alice</p>'
REPEATED = {
    "type": "Announce",
    "id": "https://tiny.example/users/alice/statuses/9/activity",
    "actor": "https://tiny.example/users/alice",
    "published": "2021-05-02T10:00:00Z",
    "to": [PUBLIC],
    "object": "https://far.example/users/carol/statuses/77",
}


def read(tmp_path: Path, data: bytes, name: str = "outbox.json", **more: object) -> posts.Observed:  # type: ignore[name-defined]
    path = tmp_path / name
    path.write_bytes(data)
    return posts.read_mastodon(path, key=KEY, today=TODAY, **more)  # type: ignore[arg-type]


def statuses() -> bytes:
    alice = {
        "id": "1",
        "acct": "alice",
        "username": "alice",
        "display_name": "Alice Martin",
        "url": "https://tiny.example/@alice",
        "note": "my bio, alice@mail.example",
    }
    bob = {"id": "2", "acct": "bob_b@far.example", "username": "bob_b", "display_name": "Bob", "url": "https://far.example/@bob_b"}
    first = {
        "id": "100",
        "uri": "https://tiny.example/users/alice/statuses/100",
        "url": "https://tiny.example/@alice/100",
        "created_at": "2021-05-01T10:00:00.000Z",
        "visibility": "public",
        "language": "en",
        "account": alice,
        "content": "<p>Alice Martin here</p>",
        "mentions": [],
        "reblog": None,
    }
    reply = first | {
        "id": "101",
        "uri": "https://tiny.example/users/alice/statuses/101",
        "in_reply_to_id": "100",
        "content": MENTION,
        "mentions": [{"id": "2", "acct": "bob_b@far.example", "username": "bob_b", "url": "https://far.example/@bob_b"}],
    }
    shared = first | {
        "id": "102",
        "uri": "https://tiny.example/users/alice/statuses/102/activity",
        "content": "",
        "reblog": {
            "id": "7",
            "uri": "https://far.example/users/bob_b/statuses/7",
            "account": bob,
            "content": "<p>norms bind</p>",
            "visibility": "public",
        },
    }
    direct = first | {
        "id": "103",
        "uri": "https://tiny.example/users/alice/statuses/103",
        "visibility": "direct",
        "content": "secret words",
    }
    return json.dumps([first, reply, shared, direct]).encode()


def test_an_archive_is_read_under_pseudonyms(tmp_path: Path) -> None:
    data = outbox(note(1, MENTION), note(2, "<p>more</p>", inReplyTo="https://tiny.example/users/alice/statuses/1"), REPEATED)
    found = read(tmp_path, tar({"media/a.png": b"x" * 5000, "outbox.json": data}), "archive.tar.gz")

    first, second, third = found.table.to_pylist()
    assert found.table.schema == TABLES["texts"].schema
    assert (found.origin.read, len(found.unplaced)) == (3, 0)
    assert leaks(found, ["alice", "bob_b", "carol", "tiny.example", "far.example"]) == []
    assert first["account"] == second["account"] == third["account"]
    assert first["account"].startswith("anon-")
    assert second["answers"] == first["id"]
    assert third["repeats"].startswith("post-")
    assert (first["kind"], first["outlet"], first["url"], first["actor"]) == ("post", "mastodon", None, None)


def test_a_registered_account_keeps_name_and_address_and_shows_no_other(tmp_path: Path) -> None:
    register = Register([RegisteredAccount("alice@tiny.example", "XYZ", "mastodon")])
    found = read(tmp_path, outbox(note(1, MENTION)), register=register)

    row = found.table.to_pylist()[0]
    assert (row["actor"], row["account"], row["url"]) == ("XYZ", "alice@tiny.example", "https://tiny.example/@alice/1")
    assert leaks(found, ["bob_b", "far.example"]) == []


def test_statuses_of_the_interface(tmp_path: Path) -> None:
    found = read(tmp_path, statuses(), "statuses.json")

    first, reply, shared = found.table.to_pylist()
    assert leaks(found, ["alice", "bob_b", "Martin", "mail.example", "tiny.example", "secret words"]) == []
    assert reply["answers"] == first["id"]
    assert (shared["text"], shared["repeats"] is not None) == ("norms bind", True)
    assert [fault.code for fault in found.unplaced.faults] == ["posts-not-public"]
    assert found.origin.read == found.table.num_rows + len(found.unplaced)


def test_a_line_for_each_status_is_the_same(tmp_path: Path) -> None:
    lines = b"\n".join(json.dumps(one).encode() for one in json.loads(statuses()))

    assert read(tmp_path, lines, "a.jsonl").table.equals(read(tmp_path, statuses(), "a.json").table)


def test_the_same_file_under_another_key_meets_nothing(tmp_path: Path) -> None:
    path = tmp_path / "outbox.json"
    path.write_bytes(outbox(note(1, "<p>a</p>")))
    one, other = (posts.read_mastodon(path, key=key).table.to_pylist()[0] for key in (KEY, KEY[::-1]))

    assert (one["account"] != other["account"], one["id"] != other["id"]) == (True, True)


def test_a_key_is_needed_that_keeps_a_secret(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        posts.read_mastodon(tmp_path / "outbox.json", key=b"short")


@pytest.mark.parametrize("packed", [False, True])
def test_what_stands_before_a_cut_is_read(tmp_path: Path, packed: bool) -> None:
    data = outbox(*(note(number, f"<p>{random.Random(number).randbytes(600).hex()}</p>") for number in range(40)))
    whole = tar({"outbox.json": data}, "w") if packed else data
    cut = gzip.compress(whole, mtime=0)[:-9000] if packed else whole[: len(whole) // 2]
    found = read(tmp_path, cut, "archive.tar.gz" if packed else "outbox.json")

    assert 10 <= found.table.num_rows < 40
    assert [fault.code for fault in found.unplaced.faults] == ["posts-cut"]
    assert found.unplaced.faults[0].row == found.table.num_rows + 1


def test_a_zip_is_an_archive_too(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("actor.json", "{}")
        archive.writestr("outbox.json", outbox(note(1, "<p>a</p>")))

    assert read(tmp_path, target.getvalue(), "a.zip").table.num_rows == 1


@pytest.mark.parametrize("name", ["../outbox.json", "/tmp/outbox.json", "a/b/c/outbox.json", "other.json"])
def test_names_that_lead_elsewhere_are_not_followed(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotRead, match=r"holds no outbox\.json"):
        read(tmp_path, tar({name: outbox(note(1, "a"))}), "a.tar.gz")

    assert [path.name for path in tmp_path.iterdir()] == ["a.tar.gz"]


def test_a_bomb_is_stopped_early(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1, mtime=0) as file:
        head = tar({"a.bin": b""}, "w")[:512]
        file.write(head[:124] + b"77777777777\0" + head[136:148] + b"        " + head[156:])
        for _ in range(90):
            file.write(bytes(1024**2))
    with pytest.raises(CannotRead):
        read(tmp_path, packed.getvalue(), "a.tar.gz")


@pytest.mark.parametrize("data", [b"\x1f\x8b rubbish", b"PK\x03\x04 rubbish", gzip.compress(b"no tar at all", mtime=0)])
def test_damaged_archives_are_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CannotRead):
        read(tmp_path, data, "a.tar.gz")


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"[1, 2]", b'{"orderedItems": []}', b"\xff\xfe\x00", b"[" * 5000, b'{"a":' * 5000, b'{"content": "x"}'],
)
def test_any_json_is_answered(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data).table.num_rows == 0


def test_dates_that_cannot_be_are_doubts_and_ids_count_once(tmp_path: Path) -> None:
    data = outbox(
        note(1, "a"),
        note(1, "b"),
        note(2, "c", published="1969-12-31T23:00:00Z"),
        note(3, "d", published="2031-01-01T00:00:00Z"),
        note(4, "e", published="by alice_q"),
        note(5, "", published=""),
    )
    found = read(tmp_path, data)

    assert [(fault.row, fault.code) for fault in found.unplaced.faults] == [
        (2, "texts-id-twice"),
        (5, "texts-bad-date"),
        (6, "texts-no-text"),
    ]
    assert [fault.code for fault in found.doubts.faults] == ["texts-early", "texts-future"]
    assert leaks(found, ["alice"]) == []


def test_half_characters_and_nul_do_not_stop_it(tmp_path: Path) -> None:
    found = read(tmp_path, outbox(note(1, "<p>a\u0000b \ud83d</p>")))

    assert found.table["text"].to_pylist() == ["ab"]


def test_batches_are_the_whole(tmp_path: Path) -> None:
    paths = []
    for part in range(3):
        paths.append(tmp_path / f"{part}.json")
        paths[-1].write_bytes(outbox(*(note(10 * part + number, f"<p>{number}</p>") for number in range(7))))
    parts = list(posts.mastodon_batches(paths, key=KEY, size=5))

    assert [part.table.num_rows for part in parts] == [5, 5, 5, 5, 1]
    assert len({row["id"] for part in parts for row in part.table.to_pylist()}) == 21


def test_a_registered_accounts_own_name_stays_in_its_words(tmp_path: Path) -> None:
    register = Register([RegisteredAccount("alice@tiny.example", "XYZ", "mastodon")])

    assert read(tmp_path, statuses(), "s.json", register=register).table["text"].to_pylist()[0] == "Alice Martin here"


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.write(b"[")
        filler = b" " * 3_000_000
        for number in range(10):
            file.write((b"," if number else b"") + filler + json.dumps(json.loads(statuses())[0] | {"uri": str(number)}).encode())
        file.write(b"]")
    tracemalloc.start()
    found = posts.read_mastodon(path, key=KEY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found.table.num_rows == 10
    assert peak < path.stat().st_size / 2


@pytest.mark.parametrize("visibility", [["public"], {"public": 1}, None, 1])
def test_a_visibility_that_is_no_word_is_not_public(tmp_path: Path, visibility: object) -> None:
    status = json.loads(statuses())[0] | {"visibility": visibility}
    found = read(tmp_path, json.dumps([status]).encode())

    assert [fault.code for fault in found.unplaced.faults] == ["posts-not-public"]
