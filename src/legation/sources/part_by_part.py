"""The files of a dossier as a reader may see them, where each file of a kind is seen by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from legation.errors import DossierError

__all__ = ["seen_by_part"]


def seen_by_part(files: Mapping[str, bytes], is_one: Callable[[str], bool], seen: Callable[[bytes, str], bytes | None]) -> dict[str, bytes]:
    """Return files with what is seen of those of one kind; all others are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    is_one : callable
        A part's name -> whether it is of the kind.
    seen : callable
        The bytes of a part, and its name -> what is seen of it; None where nothing is. One that raises ``DossierError`` is left out: nobody
        can say who may see what cannot be read.

    Examples
    --------
    >>> seen_by_part({"a.txt": b"a", "b.toml": b"b"}, lambda part: part.endswith(".toml"), lambda data, part: data.upper())
    {'a.txt': b'a', 'b.toml': b'B'}
    """
    kept: dict[str, bytes] = {}
    for part, data in files.items():
        try:
            made = seen(data, part) if is_one(part) else data
        except DossierError:
            continue
        if made is not None:
            kept[part] = made
    return kept
