"""Which column of a list means what: guessed from its header or its cells, given by hand, kept as ``FILE.mapping.toml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legation.broken_file import refused, what_is_wrong
from legation.dossier.tables.csv_sheet import is_formula
from legation.errors import CannotWrite, WrongUse
from legation.language import Message
from legation.sources.names.countries import find
from legation.sources.names.spelling import fold, meaning, words
from legation.sources.reading import file_bytes

__all__ = [
    "Cells",
    "ColumnMapping",
    "Columns",
    "ListLine",
    "guess_columns",
    "guess_mapping",
    "kind_of",
    "load_mapping",
    "mapping_path",
    "position_of",
    "save_mapping",
    "settle_columns",
]


Cells = list[tuple[int, list[str]]]
"""Rows with the number that an editor or a spreadsheet shows."""
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
        from legation.dossier.records import KINDS

        wrong = [kind for kind in self.kinds.values() if kind not in KINDS]
        wrong += [more["kind"] for more in self.actors.values() if more.get("kind", KINDS[0]) not in KINDS]
        unknown = [name for name in self.columns if name not in words("fields")]
        if wrong or unknown:
            allowed = words("fields") if unknown else KINDS
            raise WrongUse(Message("sources.bad-mapping", found=str((unknown or wrong)[0])[:80], allowed=" | ".join(allowed)))


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

    from legation.dossier.files.folder import write_file

    table: dict[str, Any] = {"columns": {name: list(of) if len(of) > 1 else of[0] for name, of in mapping.columns.items() if of}}
    if mapping.kinds:
        table["kinds"] = dict(mapping.kinds)
    if mapping.actors:
        table["actors"] = {name: dict(more) for name, more in mapping.actors.items()}
    place = mapping_path(path)
    try:
        write_file(place, tomli_w.dumps(table).encode("utf-8"))
    except OSError as error:
        raise CannotWrite(Message("dossier.cannot-write", path=str(place), why=what_is_wrong(error))) from error
    return place


def load_mapping(path: str | Path) -> ColumnMapping | None:
    """Return the mapping that lies beside a file; None where there is none.

    Raises
    ------
    CannotRead
        Where it is there and cannot be read.
    """
    from legation.dossier.parts.toml_record import parsed  # what declares a source needs none of this

    place = mapping_path(path)
    if not place.exists():
        return None
    with refused(place, "sources.bad-mapping-file"):
        table = parsed(file_bytes(place, _LIMIT).decode("utf-8"))
        columns = {name: tuple([of] if isinstance(of, str) else of) for name, of in table["columns"].items()}
        return ColumnMapping(columns, dict(table.get("kinds", {})), dict(table.get("actors", {})))


_ROWS = 300
"""Rows that are examined to tell what a column holds."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """The cells of a row that mean something."""

    name: str
    code: str = ""
    kind: str = ""
    group: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where what stands.

    Attributes
    ----------
    at : mapping of str to int
        Position of each field's column.
    header : tuple of str
    header_row : int
        Row number of the header; 0 where there is none.
    first : int
        Index of the first row below it.
    """

    at: Mapping[str, int]
    header: tuple[str, ...]
    header_row: int
    first: int

    def row(self, cells: Sequence[str]) -> ListLine:
        """Return the cells of a row by what they mean."""
        values = {name: cells[i].strip() if i < len(cells) else "" for name, i in self.at.items()}
        position = position_of(values.get("position", ""))
        return ListLine(values["name"], values.get("iso3", ""), values.get("kind", ""), values.get("group", ""), position)

    def heading(self, target: str) -> str:
        """Return how the list calls a field's column; the field's name where it has no header; empty where it has no such column."""
        if target not in self.at:
            return ""
        written = self.header[self.at[target]] if self.at[target] < len(self.header) else target
        return target if is_formula(written) else written


def position_of(text: str) -> str:
    """Return yes, no or abstain as a word or letter of a list means it; empty where it means none of them.

    >>> [position_of(t) for t in ("Pour", "contre", "Abst.", "?")]
    ['yes', 'no', 'abstain', '']
    """
    return meaning("positions").get(fold(text)) or meaning("positions").get(text.strip().lower(), "")


def settle_columns(cells: Cells) -> Columns:
    """Return the columns of a list that has at least one row."""
    header_at = next((i for i, (_, row) in enumerate(cells[:6]) if _is_header(row)), -1)
    header = tuple(cells[header_at][1]) if header_at >= 0 else ()
    body = [row for _, row in cells[header_at + 1 :][:_ROWS]] or [row for _, row in cells]
    width = max(map(len, body))
    at: dict[str, int] = {}
    if header:
        named = guess_columns(header)
        if "name" not in named and "country" in named:
            named["name"] = named.pop("country")
        at = {target: header.index(of[0]) for target, of in named.items() if of[0] in header}
        if "country" in at and "iso3" not in at:
            at["iso3"] = at["country"]
        at.pop("country", None)
    filled = {i: [row[i].strip() for row in body if i < len(row) and row[i].strip()] for i in range(width)}
    free = [i for i in range(width) if i not in at.values() and filled[i]]
    if "name" not in at:
        at["name"] = _names(filled, free or [i for i in range(width) if filled[i]] or [0])
        at = {target: i for target, i in at.items() if i != at["name"] or target == "name"}
    for target, test in (("iso3", _codes), ("position", _positions), ("group", _groups)):
        if target not in at and not header:
            free = [i for i in range(width) if i not in at.values() and filled[i]]
            found = next((i for i in free if test(filled[i])), None)
            if found is not None:
                at[target] = found
    return Columns(at, header, cells[header_at][0] if header_at >= 0 else 0, header_at + 1)


def _is_header(row: Sequence[str]) -> bool:
    texts = [cell for cell in row if cell.strip()]
    known = [fold(cell.replace("_", " ")) in meaning("fields") for cell in texts]
    return any(known) and not any(find(cell).how in ("name", "alias") for cell in texts)


def _names(filled: Mapping[int, Sequence[str]], free: Sequence[int]) -> int:
    """Return the column in which most cells are countries; where none are, the one with the most letters."""

    def likely(i: int) -> tuple[float, float, int]:
        cells = filled[i]
        countries = sum(find(cell).how in ("name", "alias", "close") for cell in cells) / max(len(cells), 1)
        letters = sum(sum(c.isalpha() for c in cell) for cell in set(cells)) / max(len(cells), 1)
        return (countries if countries >= 0.3 else 0, letters, -i)

    return max(free, key=likely)


def _codes(cells: Sequence[str]) -> bool:
    return sum(len(cell) in (2, 3) and find(cell.upper()).how == "code" for cell in cells) >= 0.8 * len(cells)


def _positions(cells: Sequence[str]) -> bool:
    return sum(bool(position_of(cell)) for cell in cells) >= 0.7 * len(cells)


def _groups(cells: Sequence[str]) -> bool:
    return len(cells) >= 4 and len(set(cells)) <= len(cells) / 2 and all(any(c.isalpha() for c in cell) for cell in cells)
