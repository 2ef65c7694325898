"""A save of a few rows stores what a save of all rows stores: the same parts, the same views, the same rows that are searched."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import canaries
import pytest
from dossier.test_succession import edits
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from web.conftest import Site, small

from legation.dossier import TABLES, decode, encode
from legation.dossier import Dossier as Content
from legation.dossier.changes import merge
from legation.dossier.changes.few_changes import with_few_changes
from legation.dossier.changes.three_way import PARTS, same
from legation.dossier.clearing.rows import SeenRows
from legation.dossier.edit import Edit, apply
from legation.dossier.tables.few_rows import breaks_nothing, changed_rows, rewritten
from legation.errors import LegationError
from legation.web.access import AccessScope
from legation.web.dossiers import changed_parts, contents, store
from legation.web.dossiers.models import Dossier
from legation.web.site.cache import Cache
from legation.web.stores.rows import prepared, writing
from legation.web.stores.rows.models import RowEntry

EDITOR = AccessScope("TLP:AMBER", "desk")
VIEWS = (store.EVERYTHING, EDITOR, AccessScope("TLP:GREEN", "desk"), AccessScope("TLP:GREEN", "partner", tuple(TABLES)))


@contextlib.contextmanager
def of_all_rows() -> Iterator[None]:
    """Save as if every row had changed, and with nothing in memory."""
    with contextlib.ExitStack() as stack:
        for module in (contents, store):
            for name in ("_CONTENTS", "_LATEST", "_SEEN", "_KNOWN"):
                if hasattr(module, name):
                    stack.enter_context(patch.object(module, name, Cache(64)))
        stack.enter_context(patch.object(writing, "_LAST", Cache(300_000)))
        stack.enter_context(patch.object(merge, "with_few_changes", lambda *_: None))
        stack.enter_context(patch.object(changed_parts, "rewritten", lambda *_: None))
        stack.enter_context(patch.object(changed_parts, "breaks_nothing", lambda *_: False))
        stack.enter_context(patch.object(SeenRows, "_before", lambda _: None))
        stack.enter_context(patch.object(prepared, "changed_rows", lambda *_: None))
        yield


def saved(dossier: Dossier, site: Site, changes: list[Edit], scope: AccessScope) -> Any:
    """Return what came of a save: what is stored, what each reader sees, and the rows that are searched; or why it was refused."""
    dossier.refresh_from_db()
    head = store.revision_of(dossier)
    try:
        mine = apply(store.seen(head, scope), changes)
        store.save(dossier, head.number, mine, site.people["owner"], scope, reason="", owns=scope == store.EVERYTHING)
    except LegationError as error:
        return type(error), str(error)
    dossier.refresh_from_db()
    now = store.revision_of(dossier)
    for view in VIEWS:
        writing.ensure(dossier, now, view)
    fields = [f.name for f in RowEntry._meta.fields if f.name not in ("id", "dossier", "texts")]
    rows = {tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in dossier.row_entries.values_list(*fields)}
    return now.hash, now.parts, store.content(now), [store.seen(now, view) for view in VIEWS], rows


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8, phases=(Phase.explicit, Phase.generate))
@given(st.data(), st.sampled_from([store.EVERYTHING, EDITOR]))
def test_a_save_of_few_rows_is_one_of_all(site: Site, data: st.DataObject, scope: AccessScope) -> None:
    content = dataclasses.replace(small(), releases=())
    one, other = (store.create(content, site.people["owner"], slug=f"dossier-{Dossier.objects.count()}") for _ in "ab")
    for _ in range(3):
        head = store.revision_of(one)
        seen = store.seen(head, scope)
        if not (seen.evidence and seen.actors and seen.issues):
            break
        changes = data.draw(edits(seen))
        quick = saved(one, site, changes, scope)
        with of_all_rows():
            whole = saved(other, site, changes, scope)

        assert quick == whole
        if len(quick) > 2:
            now = store.revision_of(one)
            assert store.parts_of(now) == encode(quick[2])
            assert [store.parts_seen(store.seen(now, view), now) for view in VIEWS] == [encode(store.seen(now, view)) for view in VIEWS]


@settings(max_examples=15)
@given(st.data())
def test_what_is_made_of_parts_is_as_if_it_were_written_anew(data: Any) -> None:
    parts = encode(dataclasses.replace(small(), releases=())) | {"files/empty.txt": b"", "files/one.txt": b"one"}
    old = decode(parts)

    def made(encoded: Any) -> Any:
        try:
            found = encoded()
        except LegationError as error:
            return type(error), str(error)
        return found.digests, dict(found.fresh), found.hash, found.content.with_fields(notices=())

    try:
        new = apply(old, data.draw(edits(old)))
    except LegationError:
        return
    new = dataclasses.replace(new, files={**new.files, "files/none.txt": b""})
    assert made(lambda: changed_parts.encode_like(new, old, parts)) == made(lambda: changed_parts.encode_changed(new))


@settings(max_examples=15)
@given(st.data())
def test_few_changes_are_merged_as_all_are(data: Any) -> None:
    """Where only some rows of one side are looked at, what comes of it is what a merge of all rows gives."""
    theirs = canaries.dossier()
    base = theirs.cleared("TLP:AMBER")
    try:
        mine = apply(base, data.draw(edits(base)))
    except LegationError:
        return
    changed = {part for part in PARTS if not same(part, mine, base)}
    found = with_few_changes(base, mine, theirs, set(PARTS) - changed)
    with patch.object(merge, "with_few_changes", lambda *_: None):
        whole = merge.merge(base, mine, theirs)

    assert found is None or found == whole.dossier


@settings(max_examples=30)
@given(st.data())
def test_a_part_of_which_few_rows_changed_is_written_as_all_of_it(data: Any) -> None:
    old = decode(encode(dataclasses.replace(small(), releases=())))
    try:
        new = apply(old, data.draw(edits(old)))
    except LegationError:
        return
    parts, then = encode(new), encode(old)
    for name, table in TABLES.items():
        if name != "votes" and new.rows(name) != old.rows(name) and table.part in then:
            written = rewritten(name, then[table.part], old.rows(name), new.rows(name))
            assert written is None or written == parts[table.part]


def test_a_part_is_taken_apart_by_its_rows_not_by_its_lines() -> None:
    old = decode({"dossier.toml": b'id = "d"', "actors.csv": b'id,name\nA,"one\nline ""more"" \n"\nB,"C,D"\n'}).actors
    data = encode(Content(info=small().info, actors=old))["actors.csv"]
    new = (old[0], dataclasses.replace(old[1], name=dataclasses.replace(old[1].name, text='"E"\n')))

    assert rewritten("actors", data, old, new) == encode(Content(info=small().info, actors=new))["actors.csv"]
    assert rewritten("actors", data, old, (dataclasses.replace(old[0], iso3="FRA"), old[1])) is None, "a column more"
    assert rewritten("actors", data, old, (old[0], dataclasses.replace(old[1], name=type(old[1].name)()))) is not None
    assert rewritten("actors", data.replace(b"C,D", b"C;D"), old, new) is None, "not as it would be written now"


def test_what_may_break_a_rule_is_looked_at_with_all_rows() -> None:
    old = small()
    row = old.positions[0]

    def certain(changed: Any, table: str = "positions") -> bool:
        rows = tuple(changed if one.id == changed.id else one for one in old.rows(table))
        rows = rows if changed in rows else (*rows, changed)
        return breaks_nothing(old, dataclasses.replace(old, **dict[str, Any]({table: rows})), [table])

    assert certain(dataclasses.replace(row, low=None, value=3.0, high=None))
    assert certain(dataclasses.replace(row, id="another", supersedes=row.id))
    assert not certain(dataclasses.replace(row, low=9.0, value=3.0, high=10.0)), "out of order"
    assert not certain(dataclasses.replace(row, actor="nobody")), "names nobody"
    assert not certain(dataclasses.replace(row, supersedes=row.id)), "a cycle"
    assert not breaks_nothing(old, dataclasses.replace(old, positions=(*old.positions, dataclasses.replace(row))), ["positions"]), "twice"
    assert not breaks_nothing(old, dataclasses.replace(old, actors=old.actors[1:]), ["actors"]), "may be named"


def test_many_changes_are_none_of_ours() -> None:
    rows = [[number] for number in range(2000)]

    assert changed_rows(rows, rows[1:]) == ([[0]], [])
    assert changed_rows(rows, []) is None
    assert changed_rows(rows, [*rows, rows[0]]) is None
