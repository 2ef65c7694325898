"""A reader that is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuzz.seeds import Seed

__all__ = ["Target", "written"]


@dataclass(frozen=True)
class Target:
    """A reader.

    Attributes
    ----------
    id : str
        ``source/list``, ``part/actor``, ``carrier/.zip``, ``reader/sources.misp.read``.
    read : callable
        ``(files, folder)``: reads the files; ``folder`` is empty, and its own.
    seeds : tuple
        Files of its own; without them, those of all that it can read.
    begun : callable, optional
        What gives files of its own that take time to make, or a database.
    only : callable
        The name of a file -> whether it is changed; the others are as they are.
    """

    id: str
    read: Callable[[Mapping[str, bytes], Path], object]
    seeds: tuple[Seed, ...] = ()
    only: Callable[[str], bool] = lambda _: True
    begun: Callable[[], Sequence[Seed]] | None = None


def written(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, and return where they lie."""
    places = [folder / name.replace("/", "-") for name in files]
    for place, data in zip(places, files.values(), strict=True):
        place.write_bytes(data)
    return places
