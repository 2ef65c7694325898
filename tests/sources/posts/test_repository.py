"""An account's own archive of Bluesky: what its index names, up to where the file is damaged; nothing of it is believed unseen."""

from __future__ import annotations

import gzip
import io
import json
import string
import zipfile
from pathlib import Path
from typing import Any

import libipld
import pytest
from car_made import DID, LIKE, POST, REPOST, Link, archive, car, cbor, commit, layer, link, listed, put, repository, section, tree, varint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from posts_made import KEY, leaks

from legation.errors import CannotRead
from legation.lake import Lake
from legation.lake.intake import gather
from legation.language import LANGUAGES, Message, say
from legation.sources.observations import posts
from legation.sources.observations.accounts import Register, RegisteredAccount
from legation.sources.observations.posts import car as reading
from legation.sources.observations.posts import repository as index
from legation.sources.observed import Observed, Unplaced

OTHER = "did:plc:bobbbbbbbbbbbbbbbbbbbbb"
SECRETS = ["aliceaaa", "bobbbb"]
OVERLONG = bytes([0x80 | 37]) + b"\x80" * 8 + b"\0" + link(b"\xf6") + b"\xf6"
"""A whole block whose length, 37, takes ten bytes."""
NO_LINK = cbor({"roots": ["no link"], "version": 1})


def post(number: int, text: str = "norms", **more: Any) -> dict[str, Any]:
    return {"$type": POST, "text": text, "createdAt": f"2024-02-01T10:{number // 60:02}:{number % 60:02}.000Z", "langs": ["en"]} | more


def keys(count: int) -> list[str]:
    return [f"{POST}/3k{number:04}" for number in range(count)]


def some(count: int) -> dict[str, Any]:
    return {key: post(number, f"norms, the {number}th time") for number, key in enumerate(keys(count))}


def whole_account() -> dict[str, Any]:
    facet = {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": OTHER}], "index": {"byteStart": 0, "byteEnd": 4}}
    picture = {"$type": "blob", "ref": link(b"picture"), "mimeType": "image/png", "size": 7}
    return {
        f"{POST}/3k1": post(1, "Le droit s’applique.", langs=["fr"]),
        f"{POST}/3k2": post(2, f"so says at://{DID}/{POST}/3k1", reply={"parent": {"uri": f"at://{DID}/{POST}/3k1", "cid": "c"}}),
        f"{POST}/3k3": post(3, "@bob see", facets=[facet], embed={"$type": "app.bsky.embed.images", "images": [{"image": picture}]}),
        f"{POST}/3k4": post(4, "quoted", embed={"$type": "app.bsky.embed.record", "record": {"uri": f"at://{OTHER}/{POST}/3k8"}}),
        f"{REPOST}/3k5": {"$type": REPOST, "subject": {"uri": f"at://{OTHER}/{POST}/3k9", "cid": "c"}, "createdAt": "2024-02-02T10:00:00Z"},
        f"{LIKE}/3k6": {"$type": LIKE, "subject": {"uri": f"at://{OTHER}/{POST}/3k9"}, "createdAt": "2024-02-02T10:00:00Z"},
        "app.bsky.graph.follow/3k7": {"$type": "app.bsky.graph.follow", "subject": OTHER, "createdAt": "2024-02-02T10:00:00Z"},
        "app.bsky.actor.profile/self": {"$type": "app.bsky.actor.profile", "displayName": "Alice"},
    }


def read(tmp_path: Path, data: bytes, name: str = "repo.car", **more: Any) -> Observed:
    path = tmp_path / name
    path.write_bytes(data)
    return posts.read_bluesky(path, key=KEY, **more)


def read_json(tmp_path: Path, records: dict[str, Any]) -> Observed:
    return read(tmp_path, json.dumps(listed(records), default=str).encode(), "records.json")


def rows(found: Observed) -> list[dict[str, Any]]:
    return sorted(found.table.to_pylist(), key=lambda row: str(row["id"]))


def codes(found: Observed) -> list[str]:
    return [fault.code for fault in found.unplaced.faults]


@pytest.mark.parametrize(
    ("named", "root"),
    [
        ("", "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm"),
        ("3fo", "bafyreibj4lsc3aqnrvphp5xmrnfoorvru4wynt6lwidqbm2623a6tatzdu"),
        ("3fx", "bafyreih7wfei65pxzhauoibu3ls7jgmkju4bspy4t2ha2qdjnzqvoy33ai"),
        ("3fp 3fr 3fs 3ft 4fc", "bafyreicmahysq4n6wfuxo522m6dpiy7z7qzym3dzs756t5n7nfdgccwq7m"),
    ],
)
def test_the_made_trees_are_those_of_the_protocol(named: str, root: str) -> None:
    """Roots as the protocol's own interoperability tests publish them (bluesky-social/atproto, packages/repo/tests/mst.test.ts)."""
    value = Link(b"\x01\x71\x12\x20" + bytes.fromhex("9d156bc3f3a520066252c708a9361fd3d089223842500e3713d404fdccb33cef"))
    assert str(value) == "bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454"

    assert str(tree({f"com.example.record/3jqfcqzm{part}2j": value for part in named.split()}, {})) == root


def test_another_program_reads_the_made_files_alike() -> None:
    root, blocks = repository(whole_account())
    head, found = libipld.decode_car(car(root, blocks.items()))

    assert head == {"version": 1, "roots": [root]}
    assert {name: libipld.decode_dag_cbor(block) for name, block in blocks.items()} == found


def test_an_archive_is_read_under_pseudonyms(tmp_path: Path) -> None:
    records = whole_account()
    found = read(tmp_path, archive(records))

    by_time = sorted(found.table.to_pylist(), key=lambda row: row["time"])
    assert leaks(found, SECRETS) == []
    assert [row["text"] is None for row in by_time] == [False, False, False, False, True]
    assert {row["account"] for row in by_time} == {by_time[0]["account"]}
    assert (by_time[0]["language"], by_time[0]["kind"], by_time[0]["outlet"]) == ("fr", "post", "bluesky")
    assert by_time[1]["answers"] == by_time[0]["id"]
    assert by_time[4]["repeats"].startswith("post-")
    assert [(fault.code, fault.found) for fault in found.unplaced.faults] == [("posts-others", "3")]
    assert found.origin.read == 5


def test_it_says_what_the_interface_lists(tmp_path: Path) -> None:
    records = whole_account()

    assert rows(read(tmp_path, archive(records))) == rows(read_json(tmp_path, records))


TEXT = st.text(min_size=1, max_size=30).filter(lambda text: text.isprintable() and text.strip())
RECORD = st.builds(
    lambda number, text, langs, parent: post(number, text, langs=langs) | ({"reply": {"parent": {"uri": parent}}} if parent else {}),
    st.integers(0, 3_599),
    TEXT,
    st.lists(st.sampled_from(["fr", "en", "de"]), max_size=2),
    st.sampled_from(["", f"at://{DID}/{POST}/3k1", f"at://{OTHER}/{POST}/3k2"]),
)
SUBJECT = st.builds(
    lambda number: {"$type": REPOST, "subject": {"uri": f"at://{OTHER}/{POST}/{number}"}, "createdAt": "2024-02-02T10:00:00Z"},
    st.integers(0, 9),
)
RKEY = st.text(string.ascii_letters + string.digits + "_~.-", min_size=1, max_size=15)
REPOSITORY = st.dictionaries(RKEY.map(lambda rkey: f"{POST}/{rkey}"), RECORD, max_size=40) | st.dictionaries(
    st.tuples(st.sampled_from([POST, REPOST]), RKEY).map("/".join), SUBJECT, max_size=5
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=REPOSITORY, order=st.randoms(use_true_random=False))
def test_any_posts_are_the_same_as_archive_and_as_list(tmp_path: Path, records: dict[str, Any], order: Any) -> None:
    root, blocks = repository(records)
    shuffled = list(blocks.items())
    order.shuffle(shuffled)
    found, told = read(tmp_path, car(root, shuffled)), read_json(tmp_path, records)

    assert rows(found) == rows(told)
    assert found.origin.read == told.origin.read == len(records)
    assert codes(found) == []


def test_trees_of_several_levels_are_followed(tmp_path: Path) -> None:
    records = some(300)
    assert max(map(layer, records)) >= 3

    assert rows(read(tmp_path, archive(records))) == rows(read_json(tmp_path, records))


def test_one_record_at_two_addresses_is_two_posts(tmp_path: Path) -> None:
    found = read(tmp_path, archive({f"{POST}/3k1": post(1), f"{POST}/3k2": post(1)}))

    assert len({row["id"] for row in found.table.to_pylist()}) == 2


def test_the_register_has_the_number_or_who_reads_says_the_name(tmp_path: Path) -> None:
    data = archive(some(1))
    by_number, by_name = (
        Register([RegisteredAccount(DID, "XYZ", "bluesky")]),
        Register([RegisteredAccount("mission.example", "XYZ", "bluesky")]),
    )
    of_another = Register([RegisteredAccount(OTHER, "XYZ", "bluesky")])

    row = read(tmp_path, data, register=by_number).table.to_pylist()[0]
    assert (row["actor"], row["account"], row["url"]) == ("XYZ", DID, f"https://bsky.app/profile/{DID}/post/3k0000")
    assert read(tmp_path, data, register=by_name).table["actor"].to_pylist() == [None]
    assert read(tmp_path, data, register=by_name, account="mission.example").table["actor"].to_pylist() == ["XYZ"]
    assert read(tmp_path, data, register=of_another, account=OTHER).table["actor"].to_pylist() == [None]


def test_a_record_that_the_index_does_not_name_is_none(tmp_path: Path) -> None:
    root, blocks = repository(some(3))
    put(post(50, "taken back"), blocks)
    found = read(tmp_path, car(root, blocks.items()))

    assert "taken back" not in found.table["text"].to_pylist()
    assert codes(found) == []


def test_what_is_no_post_in_the_place_of_one_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, archive(some(2) | {f"{POST}/3kx": {"$type": LIKE, "createdAt": "2024-02-02T10:00:00Z"}}))

    assert (found.table.num_rows, codes(found)) == (2, ["posts-no-post"])


@pytest.mark.parametrize("name", ["repo.zip", "repo.car.gz", "anything.bin"])
def test_the_bytes_say_what_it_is_also_when_it_is_packed(tmp_path: Path, name: str) -> None:
    data = archive(some(5))
    if name.endswith(".gz"):
        data = gzip.compress(data, mtime=0)
    elif name.endswith(".zip"):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("__MACOSX/._repo.car", b"\0\5\x16\7")
            packed.writestr("export/repo.car", data)
        data = target.getvalue()

    assert read(tmp_path, data, name).table.num_rows == 5


def test_json_is_read_as_before_whatever_its_name(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps(listed(some(4))).encode(), "repo.car")

    assert found.table.num_rows == 4


def test_batches_are_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "repo.car"
    path.write_bytes(archive(some(23)))

    assert [part.table.num_rows for part in posts.bluesky_batches(path, key=KEY, size=10)] == [10, 10, 3]


def test_a_lake_takes_it_once(tmp_path: Path) -> None:
    path = tmp_path / "repo.car"
    path.write_bytes(archive(whole_account()))
    lake = Lake(tmp_path / "lake")

    first, second = gather(lake, "bluesky", [path])[0], gather(lake, "bluesky", [path])[0]
    assert (first.rows, [fault.code for fault in first.unplaced.faults]) == (5, ["posts-others"])
    assert second.was_there


# Damage


def test_a_damaged_block_is_told_with_its_place_and_the_rest_is_read(tmp_path: Path) -> None:
    records = some(30)
    root, blocks = repository(records)
    hurt = link(cbor(records[keys(30)[7]]))
    number = list(blocks).index(hurt) + 1
    blocks[hurt] = blocks[hurt][:-1] + bytes([blocks[hurt][-1] ^ 1])
    found = read(tmp_path, car(root, blocks.items()))

    assert found.table.num_rows == 29
    assert [(fault.code, fault.row) for fault in found.unplaced.faults] == [("posts-block", number)]
    assert found.origin.read == 30


def test_a_damaged_record_at_two_addresses_is_two_rows(tmp_path: Path) -> None:
    root, blocks = repository(some(2) | {f"{POST}/3kx": post(9), f"{POST}/3ky": post(9)})
    blocks[link(cbor(post(9)))] = b"damaged"
    found = read(tmp_path, car(root, blocks.items()))

    assert (found.table.num_rows, codes(found), found.origin.read) == (2, ["posts-block"], 4)


def test_a_post_that_is_missing_is_told(tmp_path: Path) -> None:
    records = some(30)
    root, blocks = repository(records)
    del blocks[link(cbor(records[keys(30)[7]]))]
    found = read(tmp_path, car(root, blocks.items()))

    assert (found.table.num_rows, codes(found), found.origin.read) == (29, ["posts-missing"], 30)


def test_what_a_missing_part_of_the_index_named_is_told_post_by_post(tmp_path: Path) -> None:
    records = some(200)
    root, blocks = repository(records)
    below = next(name for name, block in blocks.items() if block.startswith(b"\xa2ae") and name != root)
    del blocks[below]
    found = read(tmp_path, car(root, blocks.items()))

    told = codes(found)
    assert 0 < found.table.num_rows < 200
    assert told.count("posts-branch") == 1
    assert told.count("posts-unnamed") == 200 - found.table.num_rows
    assert found.origin.read == 200


def test_what_stands_before_a_cut_is_read(tmp_path: Path) -> None:
    root, blocks = repository(some(40))
    first = sorted(blocks.items(), key=lambda block: not (block[0] == root or block[1].startswith(b"\xa2ae")))
    whole = car(root, first)
    found = read(tmp_path, whole[: len(whole) - len(whole) // 3])

    missing = 40 - found.table.num_rows
    assert 5 < missing < 35
    assert [(fault.code, fault.found) for fault in found.unplaced.faults] == [("posts-car-cut", str(missing))]
    assert found.unplaced.faults[0].row == len(blocks) - missing + 1


def test_every_cut_is_told_and_none_stops_the_reading(tmp_path: Path) -> None:
    data = archive(some(6))
    before = -1
    for end in range(70, len(data), 13):
        try:
            found = read(tmp_path, data[:end])
        except CannotRead:  # of an account that nothing tells yet
            assert before <= 0
            continue
        assert "posts-car-cut" in codes(found) or found.unplaced
        before = found.table.num_rows
    assert read(tmp_path, data).table.num_rows == 6


def test_a_packed_archive_that_is_cut_is_told(tmp_path: Path) -> None:
    root, blocks = repository(some(400))
    first = sorted(blocks.items(), key=lambda block: not (block[0] == root or block[1].startswith(b"\xa2ae")))
    packed = gzip.compress(car(root, first), mtime=0)
    found = read(tmp_path, packed[: len(packed) * 9 // 10], "repo.car.gz")

    assert 0 < found.table.num_rows < 400
    assert codes(found) == ["posts-car-cut"]


@given(place=st.integers(0, 4_000), byte=st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_byte_may_be_wrong(tmp_path: Path, place: int, byte: int) -> None:
    records = some(12)
    data = bytearray(archive(records))
    data[place % len(data)] ^= byte
    try:
        found = read(tmp_path, bytes(data))
    except CannotRead:
        return
    told = {row["text"] for row in found.table.to_pylist()}
    assert told <= {record["text"] for record in records.values()}
    assert len(told) == 12 or found.unplaced


def test_a_packed_archive_that_lacks_its_end_alone_is_told(tmp_path: Path) -> None:
    data = archive(some(5))
    filler = b"x" * (1_024 * 2 - (len(data) + 2 + len(link(b""))) % 1_024)
    data += section(link(filler), filler)  # so that the stream ends between two blocks, and between two steps of reading
    assert len(data) % 1_024 == 0
    found = read(tmp_path, gzip.compress(data, mtime=0)[:-8], "repo.car.gz")

    assert found.table.num_rows == 5
    assert [(fault.code, fault.found) for fault in found.unplaced.faults] == [("posts-car-cut", "0")]


@pytest.mark.parametrize("order", ["damaged first", "whole first", "damaged twice"])
def test_of_two_copies_the_whole_one_is_read(tmp_path: Path, order: str) -> None:
    root, blocks = repository(some(5))
    hurt = link(cbor(some(5)[keys(5)[2]]))
    others = [block for block in blocks.items() if block[0] != hurt]
    whole, damaged = (hurt, blocks[hurt]), (hurt, b"damaged")
    copies = {"damaged first": [damaged, whole], "whole first": [whole, damaged], "damaged twice": [damaged, damaged, whole]}[order]
    found = read(tmp_path, car(root, [*others, *copies]))

    assert (found.table.num_rows, found.origin.read) == (5, 5)
    assert codes(found) == ["posts-block"] * copies.count(damaged)
    assert {fault.row for fault in found.unplaced.faults} == {
        len(others) + place for place, copy in enumerate(copies, start=1) if copy == damaged
    }


def test_a_damaged_post_before_a_cut_is_told_once(tmp_path: Path) -> None:
    root, blocks = repository(some(4))
    blocks[link(cbor(some(4)[keys(4)[1]]))] = b"damaged"
    found = read(tmp_path, car(root, blocks.items()) + b"\x80")

    assert (found.table.num_rows, found.origin.read) == (3, 4)
    assert [(fault.code, fault.found) for fault in found.unplaced.faults] == [("posts-block", ""), ("posts-car-cut", "0")]


def test_of_several_files_in_an_archive_it_is_told_how_many_are_not_read(tmp_path: Path) -> None:
    whole, listing = archive(some(3)), json.dumps(listed(some(2))).encode()

    def packed(*members: tuple[str, bytes]) -> Observed:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archived:
            for name, data in members:
                archived.writestr(name, data)
        return read(tmp_path, target.getvalue(), "export.zip")

    several = packed(("alice.car", whole), ("posts.json", listing), ("more.car", whole))
    assert (several.table.num_rows, [(fault.code, fault.found) for fault in several.unplaced.faults]) == (3, [("posts-members", "2")])
    assert leaks(several, ["alice"]) == []
    for_want = packed(("alice.car", b"no archive"), ("posts.json", listing))
    assert (for_want.table.num_rows, [(fault.code, fault.found) for fault in for_want.unplaced.faults]) == (2, [("posts-members", "1")])
    assert for_want.origin.read == 2
    assert codes(packed(("alice.car", whole), ("readme.txt", b""))) == []
    said = [several.unplaced[0].in_language(lang) for lang in LANGUAGES]
    assert said[0] != said[1]
    assert all("2" in text for text in said)


# The name that the profile shows


def profile(name: Any) -> dict[str, Any]:
    return {"app.bsky.actor.profile/self": {"$type": "app.bsky.actor.profile", "displayName": name, "description": "norms in Zorvan"}}


@pytest.mark.parametrize("place", [0, -1])
def test_the_name_that_the_profile_shows_is_masked_in_its_own_posts(tmp_path: Path, place: int) -> None:
    records = {f"{POST}/3k1": post(1, "I, Anna Zorvan, say so."), f"{POST}/3k2": post(2, "ANNA ZORVAN again.")} | profile("Anna Zorvan")
    root, blocks = repository(records)
    name = link(cbor(records["app.bsky.actor.profile/self"]))
    order = [block for block in blocks.items() if block[0] != name]
    order.insert(place % (len(order) + 1), (name, blocks[name]))
    found = read(tmp_path, car(root, order))

    assert [row["text"] for row in rows(found) if "say" in row["text"]] == ["I, […], say so."]
    assert leaks(found, ["anna", "zorvan"]) == []
    assert (found.table.num_rows, found.origin.read, [(fault.code, fault.found) for fault in found.unplaced.faults]) == (
        2,
        2,
        [("posts-others", "1")],
    )
    assert rows(found) == rows(read_json(tmp_path, records))


def test_a_registered_account_keeps_the_name_that_it_shows(tmp_path: Path) -> None:
    records = {f"{POST}/3k1": post(1, "The Mission of Zorvan says so.")} | profile("Mission of Zorvan")
    found = read(tmp_path, archive(records), register=Register([RegisteredAccount(DID, "XYZ", "bluesky")]))

    assert found.table["text"].to_pylist() == ["The Mission of Zorvan says so."]


def test_a_profile_that_the_index_does_not_name_masks_nothing(tmp_path: Path) -> None:
    root, blocks = repository({f"{POST}/3k1": post(1, "I, Anna Zorvan, say so.")})
    put(profile("Anna Zorvan")["app.bsky.actor.profile/self"], blocks)

    assert read(tmp_path, car(root, blocks.items())).table["text"].to_pylist() == ["I, Anna Zorvan, say so."]


@pytest.mark.parametrize("name", [None, 7, ["norms"], {"norms": "norms"}, "", "n" * 641])
def test_a_profile_that_shows_no_name_masks_nothing(tmp_path: Path, name: Any) -> None:
    found = read(tmp_path, archive({f"{POST}/3k1": post(1, "norms")} | profile(name)))

    assert found.table["text"].to_pylist() == ["norms"]


# What nobody sends in good faith


@pytest.mark.parametrize(("left", "right"), [("3k1", "3k6"), ("3k7", "3k9"), ("3k5", "3k9"), ("3k1", "3k5"), ("3k1", "3k8")])
def test_keys_rise_also_across_the_nodes(tmp_path: Path, left: str, right: str) -> None:
    blocks: dict[Link, bytes] = {}

    def entry(key: str, below: Link | None = None) -> dict[str, Any]:
        return {"p": 0, "k": f"{POST}/{key}".encode(), "v": put(post(int(key[2:]), f"norms {key}"), blocks), "t": below}

    inner = put({"e": [entry(right)], "l": None}, blocks)
    top = put({"e": [entry("3k5", inner), entry("3k8")], "l": put({"e": [entry(left)], "l": None}, blocks)}, blocks)
    found = read(tmp_path, car(commit(top, blocks), blocks.items()))

    wrong = [left >= "3k5", not "3k5" < right < "3k8"].count(True)
    assert codes(found).count("posts-branch") == wrong
    assert len({row["id"] for row in found.table.to_pylist()}) == found.table.num_rows == 4 - wrong


def test_a_record_that_is_named_without_end_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = {key: post(1) for key in keys(300)}
    data = archive(records)
    decoded: list[bytes] = []

    def noted(block: bytes) -> dict[str, Any]:
        decoded.append(block)
        return reading.decoded(block)

    monkeypatch.setattr(index, "decoded", noted)

    assert read(tmp_path, data).table.num_rows == 300
    assert decoded.count(cbor(post(1))) == 2  # whom it tells of, and its posts


def test_a_record_that_is_named_too_often_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive({key: post(1, "norms " * 500) for key in keys(100)})
    monkeypatch.setattr(index, "INDEX_LIMIT", 200_000)
    assert len(data) < 100_000

    with pytest.raises(CannotRead) as stopped:
        read(tmp_path, data)
    assert stopped.value.message.id == "sources.posts-index-large"


def test_records_are_counted_whatever_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = some(20) | {f"{LIKE}/3k{number}": post(1) for number in range(20)}
    for limit, is_read in ((40, True), (39, False)):
        monkeypatch.setattr(index, "ENTRIES_LIMIT", limit)
        if is_read:
            assert read(tmp_path, archive(records)).table.num_rows == 20
        else:
            with pytest.raises(CannotRead):
                read(tmp_path, archive(records))


def test_a_thousand_missing_posts_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    blocks: dict[Link, bytes] = {}
    top = tree({key: link(cbor(number)) for number, key in enumerate(keys(1_203))}, blocks)
    found = read(tmp_path, car(commit(top, blocks), blocks.items()))

    assert codes(found) == ["posts-missing"] * 1_000 + ["posts-more-missing"]
    assert (found.unplaced.faults[-1].found, found.origin.read) == ("203", 1_203)
    said = [found.unplaced[-1].in_language(lang) for lang in LANGUAGES]
    assert said[0] != said[1]
    assert all("203" in text for text in said)


def test_a_thousand_missing_parts_of_the_index_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    blocks: dict[Link, bytes] = {}
    entries = [{"p": 0, "k": f"{LIKE}/{number:05}".encode(), "v": link(b""), "t": link(cbor(number))} for number in range(1_100)]
    found = read(tmp_path, car(commit(put({"e": entries, "l": None}, blocks), blocks), blocks.items()))

    assert codes(found) == ["posts-branch"] * 1_000 + ["posts-more-branches", "posts-others"]
    assert (found.unplaced.faults[1_000].found, found.origin.read) == ("100", 0)


def test_a_thousand_damaged_blocks_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    root, blocks = repository(some(3))
    damaged = [(link(cbor(number)), b"damaged") for number in range(1_050)]
    found = read(tmp_path, car(root, [*blocks.items(), *damaged]))

    assert codes(found) == ["posts-block"] * 1_000 + ["posts-more-blocks"]
    assert (found.unplaced.faults[-1].found, found.unplaced.faults[-1].row) == ("50", len(blocks) + 1_001)
    assert (found.table.num_rows, found.origin.read) == (3, 3)


def test_texts_that_nest_as_deep_as_is_decoded_are_no_texts(tmp_path: Path) -> None:
    """A list can be decoded at a depth at which it cannot be written out."""
    blocks: dict[Link, bytes] = {}
    records = {f"{POST}/3kzz": put(post(1), blocks)}
    fields: dict[str, Any] = {
        "text": "§",
        "createdAt": "§",
        "langs": ["§"],
        "reply": {"parent": {"uri": "§"}},
        "facets": [{"features": [{"did": "§"}]}],
        "$type": "§",
    }
    for level in (*range(900, 960, 20), *range(960, 1_011)):
        for place, (field, value) in enumerate(fields.items()):
            block = cbor(post(2, "norms") | {field: value}).replace(cbor("§"), b"\x81" * level + b"\x80")
            blocks[link(block)] = block
            records[f"{POST}/3k{level:04}{place}"] = link(block)
    top = tree(records, blocks)
    found = read(tmp_path, car(commit(top, blocks), blocks.items()))

    assert "norms" in found.table["text"].to_pylist()
    assert found.origin.read == len(records) == found.table.num_rows + len(found.unplaced)
    assert set(codes(found)) == {"posts-no-post", "texts-no-text", "texts-no-date"}


def test_a_version_that_nests_is_no_version(tmp_path: Path) -> None:
    head = cbor({"roots": [], "version": "§"}).replace(cbor("§"), b"\x81" * 990 + b"\x80")

    with pytest.raises(CannotRead, match="of version"):
        read(tmp_path, varint(len(head)) + head)


def test_a_part_of_the_index_that_leads_back_is_read_once(tmp_path: Path) -> None:
    blocks: dict[Link, bytes] = {}
    record = put(post(1), blocks)
    top = put({"e": [{"p": 0, "k": f"{POST}/3k1".encode(), "v": record, "t": None}], "l": None}, blocks)
    for level in range(60):  # each level twice the one below: without a memory, 2**60 posts
        top = put({"e": [{"p": 0, "k": f"app.bsky.graph.follow/{level:02}".encode(), "v": record, "t": top}], "l": top}, blocks)
    found = read(tmp_path, car(commit(top, blocks), blocks.items()))

    assert found.table.num_rows == 1
    assert codes(found).count("posts-branch-twice") == 60


def test_a_true_circle_needs_a_false_hash(tmp_path: Path) -> None:
    blocks: dict[Link, bytes] = {}
    name = Link(link(b"a promise"))
    blocks[name] = cbor({"e": [], "l": name})
    found = read(tmp_path, car(commit(name, blocks), blocks.items()))

    assert (found.table.num_rows, codes(found)) == (0, ["posts-block", "posts-branch"])


@pytest.mark.parametrize(
    "node",
    [
        {"e": 1, "l": None},
        {"e": [1], "l": None},
        {"e": [{"p": 3, "k": b"a", "v": Link(link(b"")), "t": None}], "l": None},
        {"e": [{"p": -1, "k": b"a", "v": Link(link(b"")), "t": None}], "l": None},
        {"e": [{"p": 0, "k": "a", "v": Link(link(b"")), "t": None}], "l": None},
        {"e": [{"p": 0, "k": b"a" * 1_025, "v": Link(link(b"")), "t": None}], "l": None},
        {"e": [{"p": 0, "k": b"a", "v": None, "t": None}], "l": None},
        {"e": [{"p": 0, "k": b"", "v": Link(link(b"")), "t": None}], "l": None},
        {"e": [{"p": 0, "k": b"a", "v": Link(link(b"")), "t": None}, {"p": 1, "k": b"", "v": Link(link(b"")), "t": None}], "l": None},
        {"e": [{"p": 0, "k": b"b", "v": Link(link(b"")), "t": None}, {"p": 0, "k": b"a", "v": Link(link(b"")), "t": None}], "l": None},
        {"e": [], "l": "left"},
    ],
)
def test_a_node_that_is_none_is_a_part_that_is_missing(tmp_path: Path, node: dict[str, Any]) -> None:
    blocks: dict[Link, bytes] = {}
    found = read(tmp_path, car(commit(put(node, blocks), blocks), blocks.items()))

    assert (found.table.num_rows, codes(found)) == (0, ["posts-branch"])


@pytest.mark.parametrize(
    "tail",
    [OVERLONG, b"\xff" * 9 + b"\x01", b"\xff" * 8 + b"\x7f", varint(10**15) + bytes(200), b"\x05abcde\x05abcde", bytes(50), b"\x80"],
    ids=["written long", "ten bytes", "nine bytes", "longer than the file", "no names", "nothing", "half a length"],
)
def test_lengths_that_cannot_be_are_the_end_of_the_file(tmp_path: Path, tail: bytes) -> None:
    found = read(tmp_path, archive(some(3)) + tail)

    assert found.table.num_rows == 3
    assert codes(found)[-1] == "posts-car-cut"
    assert found.unplaced.faults[-1].found == "0"


def test_a_block_that_is_too_large_is_passed_over(tmp_path: Path) -> None:
    root, blocks = repository(some(3))
    large = cbor({"$type": POST, "text": "x" * (reading.BLOCK_LIMIT + 1)})
    data = car(root, {link(large): large, **blocks}.items())
    found = read(tmp_path, data)

    assert found.table.num_rows == 3
    assert [(fault.code, fault.row) for fault in found.unplaced.faults] == [("posts-block", 1)]


def test_a_record_that_nests_without_end_is_no_post(tmp_path: Path) -> None:
    _, blocks = repository(some(2))
    deep = b"\xa1aa" * 200_000 + b"\xf6"
    top = tree({f"{POST}/3kd": link(deep)} | {key: link(cbor(record)) for key, record in some(2).items()}, blocks)
    blocks[link(deep)] = deep
    found = read(tmp_path, car(commit(top, blocks), blocks.items()))

    assert (found.table.num_rows, codes(found)) == (2, ["posts-no-post"])


def test_limits_are_said_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive(some(50))
    for module, name in ((reading, "BLOCKS_LIMIT"), (index, "INDEX_LIMIT")):
        with monkeypatch.context() as changed:
            changed.setattr(module, name, 10)
            with pytest.raises(CannotRead) as stopped:
                read(tmp_path, data)
        assert isinstance(stopped.value.message, Message)
        assert all("repo.car" in say(stopped.value.message, lang) for lang in LANGUAGES)


def test_keys_cannot_be_made_to_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks: dict[Link, bytes] = {}
    record = put(post(1), blocks)
    first = f"{POST}/{'a' * 900}".encode()
    entries = [
        {"p": 0, "k": first, "v": record, "t": None},
        *({"p": len(first), "k": f"{number:03}".encode(), "v": record, "t": None} for number in range(200)),
    ]
    data = car(commit(put({"e": entries, "l": None}, blocks), blocks), blocks.items())
    monkeypatch.setattr(index, "INDEX_LIMIT", 100_000)

    assert len(data) < 20_000
    with pytest.raises(CannotRead):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (car(None, []), "does not say whose account"),
        (car(link(b"elsewhere"), []), "does not say whose account"),
        (car(link(cbor({"a": 1})), [(link(cbor({"a": 1})), cbor({"a": 1}))]), "does not say whose account"),
        (car(link(b""), [], version=2), "of version 2"),
        (b"\x0a\xa1gversion\x02" + bytes(40), "of version 2"),
        (b"\x3a\xa2eroots", "does not say whose account"),
        (b"\xff\x7f\xa2eroots" + bytes(9), "does not say whose account"),
        (varint(len(NO_LINK)) + NO_LINK, "does not say whose account"),
    ],
)
def test_files_that_tell_no_account_are_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(CannotRead, match=said):
        read(tmp_path, data)


def test_every_fault_says_what_to_do_in_both_languages(tmp_path: Path) -> None:
    records = whole_account()
    root, blocks = repository(records)
    found = read(tmp_path, car(root, blocks.items()) + section(b"strange name", b"") * 2)

    assert codes(found) == ["posts-block", "posts-car-cut", "posts-others"]
    for problem in Unplaced(found.unplaced.faults):
        said = [problem.in_language(lang) for lang in LANGUAGES]
        assert said[0] != said[1]
        assert all(text.startswith("repo.car:") for text in said)
