"""Dossiers that have a part of a kind and little more: what is read a thousand times is not a megabyte each time.

The same goes for the examples and the packs of the product, which a form of the site takes whole.

``small_dossiers.json`` says, for each kind, from which dossier one is cut and which lines of which parts stay (null: all of them);
``python -m fuzz --calibrate`` writes it.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import itertools
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from fuzz.seeds import EXAMPLES, MADE, PACK, Seed

Lines = Mapping[str, Sequence[int] | None]

__all__ = ["FILE", "cut", "small_dossier", "small_places"]

FILE = Path(__file__).with_name("small_dossiers.json")
_LITTLE = 600
"""Bytes of a part that stays because it costs nothing, and may refer to what is changed."""
_SMALL = 4_000
"""Bytes of a dossier; of a larger one also what costs little goes, the largest first, and lines of its settings."""
_CITED = ("actors.csv", "evidence.csv")
"""What is cut last: lines that other parts name cannot go before those that name them."""


@functools.cache
def _written() -> Mapping[str, Any]:
    return json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}


@functools.cache
def _dossier(name: str) -> Seed:
    from legation.dossier import read_parts

    return MADE if name == "made" else read_parts(EXAMPLES / name)


def _lines(data: bytes, kept: Sequence[int] | None) -> bytes:
    lines = data.split(b"\n")
    return data if kept is None else b"".join(lines[at] + b"\n" for at in kept if at < len(lines))


def small_dossier(kind: Any) -> Seed | None:
    """Return a small dossier with a part of a kind; None where no example has one."""
    found = _written().get(kind.id)
    if not found:
        return None
    whole = _dossier(found["of"])
    return {name: _lines(whole[name], kept) for name, kept in found["lines"].items() if name in whole}


def cut(kind: Any) -> dict[str, Any] | None:
    """Return what a small dossier with a part of a kind is, worked out by leaving out what the rest does without."""
    from legation.dossier.parts import kind_of

    names = ["made", *(path.parent.name for path in EXAMPLES.glob("*/dossier.toml"))]
    of = next(
        (
            name
            for name in sorted(names, key=lambda name: sum(map(len, _dossier(name).values())))
            if any(kind_of(part) is kind for part in _dossier(name))
        ),
        "",
    )
    if not of:
        return None
    whole = _dossier(of)
    return {"of": of, "lines": _less(kind, whole, _few(kind, whole))}


def _reads(kind: Any, whole: Seed, lines: Lines) -> bool:
    from legation.dossier import DossierError, decode
    from legation.dossier.parts import kind_of

    try:
        decode({name: _lines(whole[name], kept) for name, kept in lines.items()})
    except DossierError:
        return False
    return any(kind_of(name) is kind for name in lines)


def _few(kind: Any, whole: Seed) -> Lines:
    """Return lines without the parts that cost much, and of the others few."""
    lines: dict[str, Sequence[int] | None] = dict.fromkeys(whole)
    for name in sorted(whole, key=lambda name: -len(whole[name])):
        without = {other: kept for other, kept in lines.items() if other != name}
        if len(whole[name]) > _LITTLE and name != "dossier.toml" and _reads(kind, whole, without):
            lines = without
    for name in sorted(lines, key=lambda name: (_CITED.index(name) if name in _CITED else -1, -len(whole[name]))):
        if name.endswith((".csv", ".toml")) and len(whole[name]) > _LITTLE / 4:
            lines[name] = _fewest(_blocks(name, whole[name]), lambda kept, name=name: _reads(kind, whole, {**lines, name: kept}))  # type: ignore[misc]
    return lines


def _less(kind: Any, whole: Seed, lines: Lines) -> Lines:
    """Return lines of a dossier that is small, as far as its part of the kind lets it be."""

    def size(name: str) -> int:
        return len(_lines(whole[name], lines[name]))

    for name in sorted(lines, key=size, reverse=True):
        without = {other: kept for other, kept in lines.items() if other != name}
        if sum(map(size, lines)) > _SMALL and name != "dossier.toml" and _reads(kind, whole, without):
            lines = without
    for name in (*_CITED, "dossier.toml"):
        if name in lines and sum(map(size, lines)) > _SMALL:
            kept = lines[name]
            before = lines
            one_by_one = [[at] for at in (range(len(whole[name].rstrip(b"\n").split(b"\n"))) if kept is None else kept)]
            lines = {**lines, name: _fewest(one_by_one, lambda less, name=name, before=before: _reads(kind, whole, {**before, name: less}))}  # type: ignore[misc]
    return lines


def _blocks(name: str, data: bytes) -> list[list[int]]:
    """Return the lines of a table one by one, of a model by its headings."""
    blocks: list[list[int]] = [[]]
    for at, line in enumerate(data.rstrip(b"\n").split(b"\n")):
        if at and (name.endswith(".csv") or line.startswith(b"[")):
            blocks.append([])
        blocks[-1].append(at)
    return blocks


def _fewest(kept: list[list[int]], reads: Callable[[Sequence[int]], bool]) -> Sequence[int]:
    """Return lines without which a part cannot be read, its heading among them; two blocks where it can be read without any."""
    size = len(kept) // 2
    while size:
        at = 1
        while at < len(kept) and len(kept) > 3:
            less = kept[:at] + kept[at + size :]
            if len(less) > 2 and reads(list(itertools.chain(*less))):
                kept = less
            else:
                at += size
        size //= 2
    return list(itertools.chain(*kept))


@contextlib.contextmanager
def small_places() -> Iterator[None]:
    """Let the examples and the packs of the product be small ones of the same names."""
    made = _places()
    with (
        mock.patch("legation.example_folder.examples_folder", lambda: made / "examples"),
        mock.patch("legation.sources.packs.pack.packs_folder", lambda: made / "packs"),
    ):
        yield


@functools.cache
def _places() -> Path:
    from legation.example_folder import example_folders
    from legation.sources.packs.pack import packs

    made = Path(tempfile.mkdtemp(prefix="fuzz-small-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    found = PACK["rollcalls.csv"].replace(b",ICT", b",ICT x")  # what forms ask for finds it
    for under, names, parts in (("examples", example_folders(), MADE), ("packs", packs(), {**PACK, "rollcalls.csv": found})):
        for name in names:
            for part, data in parts.items():
                place = made / under / name / part
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
    return made
