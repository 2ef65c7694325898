"""Posts of Bluesky: feeds, records and events; an account is one, by its name or its number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from posts_made import KEY, leaks

from legation.sources.observations import posts
from legation.sources.observations.accounts import Register, RegisteredAccount
from legation.sources.observed import Observed

DID, OTHER = "did:plc:aliceaaaaaaaaaaaaaaaaaa", "did:plc:bobbbbbbbbbbbbbbbbbbbbb"
ALICE = {"did": DID, "handle": "alice-m.example", "displayName": "Alice Martin", "description": "bio"}
BOB = {"did": OTHER, "handle": "bob.bsky.social", "displayName": "Bob B"}
SECRETS = ["alice", "martin", "bob.", "aaaaaaaa", "bbbbbbbb", "bob b"]


def post(number: int, text: str, author: dict[str, Any] = ALICE, **more: Any) -> dict[str, Any]:
    uri = f"at://{author['did']}/app.bsky.feed.post/3k{number}"
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": f"2024-02-01T10:00:0{number}.000Z", "langs": ["en"]} | more
    return {"post": {"uri": uri, "cid": "c", "author": author, "record": record, "indexedAt": "2024-02-01T11:00:00.000Z"}}


def read(tmp_path: Path, value: Any, *, lines: bool = False, **more: Any) -> Observed:
    path = tmp_path / "feed.json"
    path.write_text("\n".join(map(json.dumps, value)) if lines else json.dumps(value), "utf-8")
    return posts.read_bluesky(path, key=KEY, **more)


def test_a_feed_is_read_under_pseudonyms(tmp_path: Path) -> None:
    parent = {"parent": {"uri": f"at://{DID}/app.bsky.feed.post/3k1", "cid": "c"}, "root": {"uri": "x"}}
    facet = {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": OTHER}], "index": {"byteStart": 0, "byteEnd": 4}}
    repeated = post(3, "Bob says hello", BOB) | {
        "reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": ALICE, "indexedAt": "2024-02-02T10:00:00Z"}
    }
    found = read(
        tmp_path,
        {
            "feed": [
                post(1, "I am Alice Martin, alice-m.example"),
                post(2, "@bob.bsky.social https://bsky.app/profile/alice-m.example/post/3k1", reply=parent, facets=[facet]),
                repeated,
            ],
            "cursor": "x",
        },
    )

    one, two, three = found.table.to_pylist()
    assert leaks(found, SECRETS) == []
    assert one["account"] == two["account"] == three["account"]
    assert two["answers"] == one["id"]
    assert three["repeats"] is not None
    assert one["time"].minute == 0


def test_the_register_may_name_either(tmp_path: Path) -> None:
    for account in (DID, "alice-m.example"):
        row = read(
            tmp_path, {"feed": [post(1, "hello @alice-m.example")]}, register=Register([RegisteredAccount(account, "XYZ", "bluesky")])
        ).table.to_pylist()[0]

        assert (row["actor"], row["text"]) == ("XYZ", "hello @alice-m.example")
        assert row["url"] == f"https://bsky.app/profile/{DID}/post/3k1"


def test_a_date_after_the_network_saw_it_is_not_believed(tmp_path: Path) -> None:
    row = read(tmp_path, {"posts": [post(1, "a", createdAt="2034-01-01T00:00:00Z")["post"]]}).table.to_pylist()[0]

    assert row["time"].isoformat() == "2024-02-01T11:00:00+00:00"


def test_records_and_events_of_one_account(tmp_path: Path) -> None:
    record = {"$type": "app.bsky.feed.post", "text": "norms", "createdAt": "2024-02-01T10:00:00Z"}
    listed = {"records": [{"uri": f"at://{DID}/app.bsky.feed.post/3k1", "cid": "c", "value": record}]}
    events = [
        {
            "did": DID,
            "time_us": 1,
            "kind": "commit",
            "commit": {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k1", "record": record},
        },
        {"did": DID, "time_us": 2, "kind": "commit", "commit": {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "3k2"}},
        {"did": DID, "time_us": 3, "kind": "identity"},
    ]
    one, many = read(tmp_path, listed), read(tmp_path, events, lines=True)

    assert one.table.equals(many.table)
    assert [fault.code for fault in many.unplaced.faults] == ["posts-no-post"] * 2
    assert leaks(many, SECRETS) == []


def test_records_of_nobody_are_told_unless_it_is_said_whose_they_are(tmp_path: Path) -> None:
    record = {"$type": "app.bsky.feed.post", "text": "norms", "createdAt": "2024-02-01T10:00:00Z"}

    assert [fault.code for fault in read(tmp_path, [record]).unplaced.faults] == ["posts-no-account"]
    assert read(tmp_path, [record], account=DID).table.num_rows == 1
