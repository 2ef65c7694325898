"""Bundles both ways: signed, numbered, applied once; what a stranger, another house or a lost bundle changes."""

from __future__ import annotations

import base64
import json
import secrets
import sqlite3

import pytest
from django.test import Client

from legation.errors import BadValue, CannotRead
from legation.keys import new_keyring, sign
from legation.web.front import bundles
from legation.web.front import inward as inward_bundles
from legation.web.front import outward as outward_bundles
from legation.web.front.signed import OUTWARD
from legation.web.front.store import digest, open_front, read_state

from .conftest import FAR, Desk
from .test_answering import ANSWER, nonce


def outward(desk: Desk, after: int = 0) -> bundles.Outward:
    return bundles.read_outward(bundles.write_outward(desk.folder, after), house=desk.house, carry_key=desk.carry_key)


def answered(client: Client, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        client.post(f"/en/a/{number:022d}", ANSWER | {"nonce": nonce(number)})


def test_outward_bundles_are_numbered_and_hold_what_comes_after(desk: Desk, client: Client) -> None:
    answered(client, 3)
    first, second = outward(desk), outward(desk, 2)

    assert (first.number, second.number) == (1, 2)
    assert [one.number for one in first.submissions] == [1, 2, 3]
    assert [one.number for one in second.submissions] == [3]
    assert first.is_all


def test_a_large_outward_bundle_is_cut_and_says_so(desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward_bundles, "MOST", 2)
    answered(client, 3)

    first = outward(desk)
    rest = outward(desk, first.submissions[-1].number)
    assert (first.is_all, len(first.submissions), rest.is_all, len(rest.submissions)) == (False, 2, True, 1)


def changed(bundle: bytes, where: int) -> bytes:
    return bundle[:where] + bytes([bundle[where] ^ 1]) + bundle[where + 1 :]


def test_a_bundle_of_the_front_that_was_changed_or_is_anothers_is_refused_whole(desk: Desk, client: Client) -> None:
    answered(client, 1)
    bundle = bundles.write_outward(desk.folder)

    for forged in (
        changed(bundle, len(bundle) - 5),
        changed(bundle, len(OUTWARD) + 4),
        bundle[:-1],
        b"",
        b"\n\n",
        bundle.replace(b"1\n", b"1\n\xff", 1),
    ):
        with pytest.raises(BadValue):
            bundles.read_outward(forged, house=desk.house, carry_key=desk.carry_key)
    with pytest.raises(BadValue, match="signature"):
        bundles.read_outward(bundle, house=desk.house, carry_key=secrets.token_bytes(32))
    with pytest.raises(BadValue, match="another house"):
        bundles.read_outward(bundle, house="house-2", carry_key=desk.carry_key)


def test_an_inward_bundle_is_applied_once_and_an_older_one_never(desk: Desk) -> None:
    older = desk.inward(names={"en": "Old"})
    newer = desk.inward(names={"en": "New"})

    assert [bundles.apply_inward(desk.folder, one) for one in (newer, newer, older)] == [True, False, False]
    assert json.loads(read_state(open_front(desk.folder), "said"))["names"] == {"en": "New"}


def test_an_inward_bundle_that_the_desk_has_not_signed_changes_nothing(desk: Desk) -> None:
    before = list(open_front(desk.folder).iterdump())
    bundle = desk.inward(names={"en": "Mallory"})
    stranger = Desk(desk.folder, keyring=new_keyring(), number=50)
    other_house = Desk(desk.folder, keyring=desk.keyring, house="house-2", number=50)

    for forged in (changed(bundle, len(bundle) - 5), stranger.inward(), other_house.inward(), bundles.write_outward(desk.folder), b"x"):
        with pytest.raises(BadValue):
            bundles.apply_inward(desk.folder, forged)
    after = [line for line in open_front(desk.folder).iterdump() if "outward" not in line]
    assert after == [line for line in before if "outward" not in line]


@pytest.mark.parametrize(
    "about",
    [{"sealing": {"version": 1, "public": "AA=="}}, {"sealing": {}}, {"languages": {"fr": {"day": "x"}}}, {"retention": {"trip": "x"}}],
)
def test_a_signed_bundle_that_says_nonsense_changes_nothing(desk: Desk, about: dict[str, object]) -> None:
    bundle = desk.inward(**about)

    with pytest.raises(BadValue):
        bundles.apply_inward(desk.folder, bundle)
    assert read_state(open_front(desk.folder), "inward") == b"1"


def test_links_come_and_go_with_the_bundles(desk: Desk) -> None:
    desk.give("x")
    desk.give("y")
    desk.tokens.pop(0)
    desk.tokens[0] = bundles.LiveToken(desk.tokens[0].digest, "registration", FAR)
    desk.say()

    rows = open_front(desk.folder).execute("SELECT digest, kind FROM live_token").fetchall()
    assert rows == [(digest("y"), "registration")]


def test_links_stay_where_a_bundle_says_nothing_of_them_and_the_desk_hears_which_bundle_was_applied(desk: Desk) -> None:
    desk.give("x")
    assert outward(desk).applied == desk.number
    said = bundles.Inward(desk.number + 1, 0, None, desk.about | sealing(desk))
    assert bundles.apply_inward(desk.folder, bundles.write_inward(said, house=desk.house, sign=lambda data: sign(desk.keyring, data)))

    assert open_front(desk.folder).execute("SELECT digest FROM live_token").fetchall() == [(digest("x"),)]
    assert outward(desk).applied == desk.number + 1


def sealing(desk: Desk) -> dict[str, object]:
    return {"sealing": {"version": 1, "public": base64.b64encode(desk.keyring.sealing_public()).decode()}}


def test_a_bundle_that_is_cut_while_links_are_written_is_made_good_by_the_same_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.tokens += [bundles.LiveToken(digest(str(number)), "wave", FAR) for number in range(5)]
    bundle = desk.inward(names={"en": "New"})
    monkeypatch.setattr(inward_bundles, "PORTION", 2)
    real, count = inward_bundles.transaction, iter(range(9))

    def cut(connection: sqlite3.Connection) -> object:
        if next(count) == 2:
            raise sqlite3.OperationalError("disk I/O error")
        return real(connection)

    monkeypatch.setattr(inward_bundles, "transaction", cut)
    with pytest.raises(sqlite3.OperationalError):
        bundles.apply_inward(desk.folder, bundle)
    assert b"New" not in read_state(open_front(desk.folder), "said")
    monkeypatch.setattr(inward_bundles, "transaction", real)

    assert bundles.apply_inward(desk.folder, bundle)
    assert open_front(desk.folder).execute("SELECT COUNT(*) FROM live_token").fetchone() == (5,)


def test_what_the_desk_has_stored_is_deleted_here_and_its_numbers_are_not_used_again(desk: Desk, client: Client) -> None:
    answered(client, 3)
    desk.acknowledged = 2
    desk.say()
    assert [one.number for one in outward(desk).submissions] == [3]
    with sqlite3.connect(desk.folder / "front.sqlite3") as connection:
        connection.execute("UPDATE submission SET received = '2020-01-01T00:00:00+00:00'")
    desk.acknowledged = 3
    desk.say()
    assert open_front(desk.folder).execute("SELECT COUNT(*) FROM submission").fetchone() == (0,)
    answered(client, 1, first=7)

    assert [one.number for one in outward(desk).submissions] == [4]


def test_a_front_that_knows_no_desk_gives_and_takes_nothing(tmp_path: object, desk: Desk) -> None:
    empty = desk.folder.parent / "other"

    with pytest.raises(CannotRead):
        bundles.write_outward(empty)
    with pytest.raises(CannotRead):
        bundles.apply_inward(empty, desk.inward())
    with pytest.raises(BadValue, match="another house"):
        bundles.introduce(desk.folder, house="house-2", carry_key=desk.carry_key, desk_public=bytes(32))
    with pytest.raises(BadValue, match="32 bytes"):
        bundles.introduce(desk.folder, house=desk.house, carry_key=b"short", desk_public=bytes(32))


def test_a_file_of_a_newer_version_is_not_touched(desk: Desk) -> None:
    connection = open_front(desk.folder)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(CannotRead):
        open_front(desk.folder)


CANARIES = ("CANARY-ZOE", "CANARY-FAMILY", "+961 71 199 456", "canary@example.org", "CANARY-NEEDS", "CANARY-WORDS", "CANARY-PLACE")


def test_whoever_takes_the_whole_front_finds_no_word_that_anybody_wrote(desk: Desk, client: Client) -> None:
    from .test_registering import FIELDS

    tokens = [desk.give(secrets.token_urlsafe(16)) for _ in range(3)]
    written = {"given-0": CANARIES[0], "family-0": CANARIES[1], "phone": CANARIES[2], "email": CANARIES[3], "needs": CANARIES[4]}
    client.post("/en/register", FIELDS | written | {"step": "contact", "go": "send"})
    client.post(f"/en/a/{tokens[0]}", ANSWER | {"words": CANARIES[5], "position": CANARIES[6]})
    client.post(f"/en/q/{tokens[1]}", ANSWER | {"words": CANARIES[5]})
    client.post(f"/en/l/{tokens[2]}", {"go": "change", "words": CANARIES[5], "phone": CANARIES[2]})
    client.post("/en/code", ANSWER | {"code": "XYQKP8", "words": CANARIES[5]})
    (desk.folder / "bundle").write_bytes(bundles.write_outward(desk.folder))
    assert len(desk.fetch()) == 5

    sought = [*CANARIES, "+96171199456", "96171199456", *tokens, "XYQKP8"]
    forms = {form for word in sought for text in (word, word.upper(), word.lower()) for form in (text.encode(), text.encode("utf-16-le"))}
    forms |= {base64.b64encode(b"x" * shift + word.encode())[4:-4] for word in sought if len(word) > 9 for shift in range(3)}
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert len(files) >= 2
    found = [(path.name, form) for path in files for form in forms if form in path.read_bytes()]
    assert found == []


def test_the_length_of_what_is_sealed_says_little(desk: Desk, client: Client) -> None:
    for number, words in enumerate(("", "x" * 100, "help " * 20)):
        client.post("/en/a/x", ANSWER | {"words": words, "nonce": nonce(number)})

    assert {len(one.sealed) for one in outward(desk).submissions} == {512 + 48}
