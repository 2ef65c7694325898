"""Which column of somebody's list means what: guessed from its header, given by hand, and kept beside the file as ``FILE.mapping.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legation.dossier.records import KINDS
from legation.errors import CannotRead, CannotWrite, WrongUse
from legation.language import Message
from legation.sources.folding import fold
from legation.sources.reading import file_bytes
from legation.sources.words import meaning, words

__all__ = [
    "ColumnMapping",
    "guess_columns",
    "guess_mapping",
    "kind_of",
    "load_mapping",
    "mapping_path",
    "save_mapping",
]


_LIMIT = 4 * 1024**2
"""Bytes of a mapping."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the columns and words of a list mean.

    Attributes
    ----------
    columns : mapping of str to tuple of str
        For each field (``name``, ``kind``, ``iso3``, ``date``, ``url``, ``tier``) the columns of the file that may fill it: the first one
        that is filled does. For ``kind``, the first one whose word is known.
    kinds : mapping of str to str
        Words of the file and the kind of actor that each means; beside these, the usual French and English words are known.
    actors : mapping of str to mapping
        Corrections of single actors by their name in the file: ``kind``, ``id``, ``iso3``.
    """

    columns: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = [kind for kind in self.kinds.values() if kind not in KINDS]
        wrong += [more["kind"] for more in self.actors.values() if more.get("kind", KINDS[0]) not in KINDS]
        unknown = [name for name in self.columns if name not in words("fields")]
        if wrong or unknown:
            allowed = words("fields") if unknown else KINDS
            raise WrongUse(Message("sources.bad-mapping", found=(unknown or wrong)[0], allowed=" | ".join(allowed)))


def guess_columns(header: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return which columns fill which field, by their headings; a heading fills one field only.

    >>> guess_columns(["Pays", "Vote", "Groupe régional", "Remarks"])
    {'country': ('Pays',), 'group': ('Groupe régional',), 'position': ('Vote',)}
    """
    folded = {name: fold(name.replace("_", " ")) for name in header if name.strip()}
    columns: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for target, listed in words("fields").items():
        rank = {word: at for at, word in enumerate(listed)}
        found = sorted((rank[key], name) for name, key in folded.items() if key in rank and name not in taken)
        if found:
            columns[target] = tuple(name for _, name in (found if target == "kind" else found[:1]))
            taken.update(columns[target])
    return columns


def guess_mapping(header: Sequence[str]) -> ColumnMapping:
    """Return the mapping that the headings suggest: where no column is called a name, the country is the name.

    >>> guess_mapping(["name", "category", "nature", "nationality", "date_signed"]).columns["kind"]
    ('nature', 'category')
    """
    columns = guess_columns(header)
    country = columns.pop("country", None)
    if country:
        columns.setdefault("name" if "name" not in columns else "iso3", country)
    return ColumnMapping({name: columns[name] for name in words("fields") if name in columns})


def kind_of(said: Sequence[str], kinds: Mapping[str, str]) -> str | None:
    """Return the kind that the first known word means; None where no word is known, ``other`` where none stands there."""
    given = {fold(word): kind for word, kind in kinds.items()}
    filled = [fold(word.replace("-", " ").replace("_", " ")) for word in said if word.strip()]
    for word in filled:
        kind = given.get(word) or meaning("kinds").get(word)
        if kind:
            return kind
    return None if filled else "other"


def mapping_path(path: str | Path) -> Path:
    """Return where the mapping of a file lies."""
    return Path(f"{path}.mapping.toml")


def save_mapping(path: str | Path, mapping: ColumnMapping) -> Path:
    """Write the mapping of a file beside it, and return where.

    Raises
    ------
    CannotWrite
        What stood there before is unchanged.
    """
    import tomli_w

    from legation.dossier.folder import write_file

    table: dict[str, Any] = {"columns": {name: list(of) if len(of) > 1 else of[0] for name, of in mapping.columns.items() if of}}
    if mapping.kinds:
        table["kinds"] = dict(mapping.kinds)
    if mapping.actors:
        table["actors"] = {name: dict(more) for name, more in mapping.actors.items()}
    place = mapping_path(path)
    try:
        write_file(place, tomli_w.dumps(table).encode("utf-8"))
    except OSError as error:
        raise CannotWrite(Message("dossier.cannot-write", path=str(place), why=error.strerror or str(error))) from error
    return place


def load_mapping(path: str | Path) -> ColumnMapping | None:
    """Return the mapping that lies beside a file; None where there is none.

    Raises
    ------
    CannotRead
        Where it is there and cannot be read.
    """
    place = mapping_path(path)
    if not place.exists():
        return None
    try:
        table = tomllib.loads(file_bytes(place, _LIMIT).decode("utf-8"))
        columns = {name: tuple([of] if isinstance(of, str) else of) for name, of in table["columns"].items()}
        return ColumnMapping(columns, dict(table.get("kinds", {})), dict(table.get("actors", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotRead(Message("sources.bad-mapping-file", path=str(place), why=str(error))) from error
