"""The harness finds what it looks for, its inputs can be made again, it tries all that is registered; what it once found stays mended."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from unittest import mock

import pytest
from django.urls import reverse
from fuzz.__main__ import made_small, one_batch
from fuzz.batch import Turn, begun_of, made, timed, tried
from fuzz.changes import changed
from fuzz.forms import Forms
from fuzz.rooms import addressed, seat_pages
from fuzz.seeds import pool
from fuzz.site_requests import browser_of, sat_on_site, seed_of, site_of
from fuzz.small_dossiers import small_dossier
from fuzz.smallest import KEPT, kept, smallest
from fuzz.target import Target
from fuzz.targets import BY_OTHERS, targets, unreached

from legation.dossier import decode
from legation.dossier.files.folder import CARRIERS
from legation.dossier.parts import kinds
from legation.errors import CannotRead
from legation.language import Message
from legation.rooms import room_kinds
from legation.sources.registry import sources
from legation.web.api.operation import OPERATIONS
from legation.web.pages.rooms.voting import ALLOWED
from legation.web.rooms.desk import Desk
from legation.web.site.routing import ROUTES

FOUND = sorted(KEPT.glob("*.json"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOUND, ids=[path.stem for path in FOUND])
def test_what_was_found_once_is_read_or_refused_in_order(path, tmp_path) -> None:
    target, was, files = kept(path)

    assert timed(targets()[target], files, tmp_path) in ("", "refused"), was


def test_every_source_kind_and_carrier_is_a_target() -> None:
    expected = {f"source/{source.id}" for source in sources().values() if not source.files.address}
    expected |= {f"part/{kind.id}" for kind in kinds()} | {f"carrier/{form}" for form in CARRIERS}

    assert expected <= set(targets())


def test_a_reader_that_cannot_be_given_files_says_what_reads_the_same_files() -> None:
    without = {name: parameters for name, parameters in unreached().items() if BY_OTHERS.get(name) not in targets()}

    assert without == {}, "name in targets.BY_OTHERS what reads the same files, or in targets._given what the parameters are given"


def test_every_family_of_routes_and_operations_is_a_target() -> None:
    sent = {name.partition(".")[0] for name, route in ROUTES.items() if route.kind == "action"}
    bodies = {name.partition(".")[0] for name, one in OPERATIONS.items() if one.method != "get"}

    assert {f"site/{family}" for family in sent} | {f"api/requests/{family}" for family in bodies} <= set(targets())


@pytest.mark.django_db
def test_the_addresses_beside_the_routes_are_sent_what_a_seat_may_send(tmp_path) -> None:
    target = targets()["site/seats"]
    seeds = begun_of(target)
    addresses = {one["where"].decode().split(" ")[2] for one in seeds}
    kinds_sent = {draft["kind"] for one in seeds if "body.json" in one for draft in json.loads(one["body.json"])["drafts"]}

    assert addresses >= set(seat_pages().values())
    assert kinds_sent == ALLOWED
    assert {timed(target, one, tmp_path) for one in seeds} == {""}
    with pytest.raises(ZeroDivisionError), mock.patch.object(Desk, "write", lambda *_: 1 / 0):
        target.read(next(one for one in seeds if "body.json" in one), tmp_path)


@pytest.mark.django_db
def test_who_sends_has_signed_in_whatever_was_sent_before(tmp_path) -> None:
    leaving, *_ = (one for one in begun_of(targets()["site/seats"]) if b'"erased"' in one["values.json"])
    address = reverse("profile")
    out = {"where": f"owner POST {reverse('account_logout')}".encode(), "values.json": b"{}"}

    assert {timed(targets()["site/seats"], one, tmp_path) for one in (leaving, out)} == {""}
    assert browser_of("owner").get(address).status_code == 200
    assert browser_of("owner").get(address).wsgi_request.user == site_of().people["owner"]
    assert browser_of("seat").get(addressed("/rooms/{room}/seat/picture", sat_on_site())).status_code == 200


def test_every_kind_of_room_is_a_target_that_takes_entries_and_reads_logs(tmp_path) -> None:
    assert {f"rooms/{kind}{log}" for kind in room_kinds() for log in ("", "/log")} <= set(targets())
    for target in (one for name, one in targets().items() if name.startswith("rooms/")):
        for seed in target.seeds or begun_of(target):
            assert timed(target, seed, tmp_path) == ""


@pytest.mark.django_db
def test_the_forms_of_a_page_are_sent_with_what_they_ask_for(tmp_path) -> None:
    site = site_of()
    address = reverse("statements", args=["small"])
    forms = Forms(site.client("owner").get(address).content.decode(), address).found
    (form,) = (form for form in forms if form.address == reverse("statements.add", args=["small"]))
    (where, *_), target = (seed := seed_of(form)), targets()["site/statements"]

    assert (where, form.method, form.fields["tier"]) == ("where", "POST", ["public"])
    assert timed(target, seed, tmp_path) == ""
    assert timed(target, {**seed, "where": b"owner GET /no/such/page", "values.json": b"{"}, tmp_path) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("dossiers_dossier", b"[null]"),
        ("dossiers_grant", b'["x", 1]'),
        ("accounts_membership", b"[1, 999, 999]"),
        ("dossiers_revision", b"{}"),
        ("feeds_feedtoken", b"[" + b"9" * 400 + b"]"),
    ],
)
def test_rows_of_a_backup_that_fit_no_table_are_named_by_it(table: str, row: bytes, tmp_path) -> None:
    target = targets()["backup/rows"]
    (whole,) = begun_of(target)

    assert timed(target, whole, tmp_path) == ""
    with pytest.raises(CannotRead, match=f"table {table} that do not fit"):
        target.read({**whole, f"rows/{table}.jsonl": row + b"\n"}, tmp_path)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.id)
def test_a_small_dossier_can_still_be_read(kind) -> None:
    small = small_dossier(kind)

    assert small is None or decode(small), "cut it anew: python -m fuzz --calibrate"


def test_an_input_is_made_again_by_its_name() -> None:
    target = targets()["source/undl"]
    ways = [[made("7", target, target.seeds, number) for number in range(30)] for _ in range(2)]

    assert ways[0] == ways[1]
    assert len({tuple(files.items()) for files in ways[0]}) > 20


def test_changes_reach_every_format() -> None:
    chance = random.Random(5)
    for seed in pool():
        assert any(changed(chance, seed, [b"x"]) != seed for _ in range(20))


def _odd(files, _) -> None:
    (data,) = files.values()
    if b"\x00" in data:
        raise SyntaxError("a reader that is not ours")
    if b"NaN" in data:
        raise CannotRead(Message("sources.cannot-read", path="x", why="'NoneType' object has no attribute 'x'"))
    if b"\xff" in data:
        os.kill(os.getpid(), 9)


def test_what_a_reader_raises_says_or_dies_of_is_found_and_made_small() -> None:
    target = Target("odd", _odd, ({"x.csv": b"id,name\nFRA,France\n"},))
    (done, *after) = one_batch([Turn(target, 0, 4_000, 30)], "1")
    found = {one["what"]: one["number"] for one in done["found"]}

    assert found.keys() <= {"SyntaxError: a reader that is not ours", "words: sources.cannot-read", "ended by signal 9"}
    assert "ended by signal 9" in found
    assert after == []


def test_a_finding_is_made_small() -> None:
    long = {"a": b"x" * 500 + b"\x00" + b"y" * 300, "b": b"z"}

    assert smallest(long, lambda files: b"\x00" in files.get("a", b"")) == {"a": b"\x00"}
    assert made_small is not None


def test_a_hang_is_ended(tmp_path) -> None:
    from fuzz.batch import Hang

    def sleeps(*_: object) -> None:
        raise Hang

    assert tried(Target("slow", sleeps), {}, Path(tmp_path)) == "hang"
