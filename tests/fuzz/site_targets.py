"""What comes to the site and is no file: edits of the API, values of the forms of models, the answers of a TAXII server, a backup."""

from __future__ import annotations

import collections
import functools
import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fuzz.rooms import log_targets
from fuzz.seeds import MADE, backup_of, parts_of_examples
from fuzz.site_requests import request_targets
from fuzz.small_dossiers import small_dossier
from fuzz.target import Target, written
from source_samples import BUNDLE

from legation.errors import CannotRead, WrongUse
from legation.language import Message

__all__ = ["site_targets"]

EDITS = {
    "base": 1,
    "reason": "why",
    "edits": [
        {"table": "positions", "do": "change", "row": "p1", "values": {"value": 20, "low_value": None, "high_value": 60.5}},
        {"table": "actors", "do": "add", "row": "", "values": {"name": "Chad", "kind": "state", "iso3": "TCD"}},
        {"table": "votes", "do": "add", "row": "", "values": {"actor": "FRA", "rollcall": "r1", "vote": "no"}},
        {"table": "groups", "do": "remove", "row": "west FRA 2018-01-01", "values": {}},
    ],
}
ANSWER = {"more": False, "objects": BUNDLE["objects"]}


def site_targets() -> Iterator[Target]:
    """Yield them."""
    yield Target("api/edits", _edits, ({"edits.json": json.dumps(EDITS).encode()},))
    yield Target("api/edit", _edit, ({"edits.json": json.dumps(EDITS["edits"]).encode()},))
    yield Target(
        "taxii/discovery",
        functools.partial(_taxii, "discover"),
        ({"a.json": b'{"title": "x", "api_roots": ["https://example.org/api/"]}'},),
    )
    yield Target(
        "taxii/collections",
        functools.partial(_taxii, "collections"),
        ({"a.json": b'{"collections": [{"id": "1", "title": "x", "can_read": true}]}'},),
    )
    yield Target("taxii/objects", functools.partial(_taxii, "objects"), ({"a.json": json.dumps(ANSWER).encode()},))
    yield Target("backup", _restored, (backup_of(),))
    yield from _forms()
    yield from log_targets()
    yield from request_targets()


@functools.cache
def _before() -> Any:
    from legation.dossier import decode

    return decode(MADE)


def _edits(files: Mapping[str, bytes], folder: Path) -> None:
    from pydantic import ValidationError

    from legation.dossier.edit import Edit, apply
    from legation.web.api.rows import cell_of
    from legation.web.api.shapes import EditsBody

    try:
        body = EditsBody.model_validate_json(files["edits.json"])
    except ValidationError as error:
        raise WrongUse(Message("api.unfit")) from error
    apply(_before(), [Edit(one.table, one.do, one.row, {name: cell_of(value) for name, value in one.values.items()}) for one in body.edits])


def _edit(files: Mapping[str, bytes], folder: Path) -> None:
    from legation.dossier.edit import Edit, apply

    try:
        found = json.loads(files["edits.json"])
    except (ValueError, RecursionError) as error:
        raise WrongUse(Message("api.unfit")) from error
    apply(_before(), [Edit.of(one) for one in (found if isinstance(found, list) else [found])])


def _taxii(what: str, files: Mapping[str, bytes], folder: Path) -> None:
    from legation.sources.capture.connection import Reply
    from legation.sources.stix.taxii import client
    from legation.sources.stix.taxii.connection import Server

    (data,) = files.values()

    class Answered(Server):
        def _reply(self, to: Any, sent: bytes | None) -> Any:
            return Reply(200, {"content-type": "application/taxii+json;version=2.1"}, data)

    server = Answered(url="https://example.org/taxii2/")
    if what == "discover":
        client.discover(server)
    elif what == "collections":
        client.collections(server, "https://example.org/api/")
    else:
        client.pull(server, "https://example.org/api/", "1", page=50, most=200)


def _restored(files: Mapping[str, bytes], folder: Path) -> None:
    from legation.web.serving.archive import Archive

    (path,) = written(files, folder)
    archive = Archive(path)
    for table in archive.tables:
        collections.deque(archive.rows(table), maxlen=0)
    _ = archive.migrations, archive.has_key


def _forms() -> Iterator[Target]:
    from legation.dossier.parts import ModelKind, kind_of, kinds

    parts: dict[str, bytes] = {}
    for of in (*parts_of_examples().values(), *filter(None, map(small_dossier, kinds()))):
        for name, data in of.items():
            kind = kind_of(name)
            if kind is not None and len(data) < len(parts.get(kind.id, data + b" ")):
                parts[kind.id] = data
    for kind in kinds():
        if isinstance(kind, ModelKind):
            seed = {"cells.txt": b"a\n12\n2024-01-01\nyes\n", "model": parts.get(kind.id) or kind.template("en").encode()}
            yield Target(f"form/{kind.id}", functools.partial(_filled, kind), (seed,))


def _filled(kind: Any, files: Mapping[str, bytes], folder: Path) -> None:
    """Write texts into the columns of rows of a model, as its forms do: what is written can be read, and says the same."""
    from legation.dossier.parts.part_text import PartText

    text = PartText(kind, kind.called("x"), files["model"])
    if text.table is None:
        raise CannotRead(Message("api.unfit"))
    cells = files["cells.txt"].decode("utf-8", "replace").splitlines()[:8] or [""]
    places = [(row.path, column.name) for row in text.rows for column in text.columns(row.path)]
    for at, cell in zip(itertools.count(len(files["cells.txt"])), cells[:4] if places else (), strict=False):
        path, column = places[at * 7 % len(places)]
        text = text.with_cells(path, {column: cell})
        if text.table is None and not cell.isprintable():
            return  # a sign that no page can hold is refused when the part is read
        if text.table is None:
            raise AssertionError("a form wrote what cannot be read")
    _ = text.faults
