"""Only the parts that changed are written, checked and read again: a row in a dossier of forty thousand costs a row, not forty thousand.

What did not change is told by its rows: the same objects, or equal ones. A part that did not change keeps its bytes and its hash, and
when a revision is read that is like one in memory, the tables whose hashes are the same are taken from there.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, TypeAlias

from legation.dossier import TABLES, decode, encode, problems_of
from legation.dossier import Dossier as Content
from legation.dossier.changes.three_way import PARTS, same
from legation.dossier.column import Table
from legation.dossier.dossier import encode_table
from legation.dossier.files.codec import table_of
from legation.dossier.files.format import FORMAT, format_of, writable
from legation.dossier.parts.rules import read_bodies
from legation.dossier.parts.settings import read_info, read_mandate
from legation.dossier.problem import Problem, stop_at
from legation.dossier.tables.cells import Keeping, Place, Unknown, read_table, read_votes
from legation.dossier.tables.csv_sheet import CELLS_LIMIT, PART_LIMIT, ROW_LIMIT, read_csv
from legation.dossier.tables.few_rows import FEW, breaks_nothing, of_identities, rewritten
from legation.dossier.tables.integrity import check
from legation.dossier.tables.votes import Votes

__all__ = ["Digests", "EncodedDossier", "decode_changed", "digest", "encode_changed", "encode_like", "encode_seen", "hash_of_parts"]

Digests: TypeAlias = Mapping[str, str]
"""The SHA-256 of each part of a dossier by its name."""
Fetch: TypeAlias = Callable[[Iterable[str]], Mapping[str, bytes]]
"""What returns the bytes of stored parts by their hashes."""
_FILES = "files"
_TOML: Mapping[str, tuple[str, Any, Callable[[bytes, list[Problem]], Any]]] = {
    "dossier.toml": ("info", None, read_info),
    "mandate.toml": ("mandate", None, read_mandate),
    "bodies.toml": ("bodies", (), read_bodies),
}


@dataclass(frozen=True, slots=True)
class EncodedDossier:
    """A dossier in parts.

    Attributes
    ----------
    digests : mapping of str to str
        The SHA-256 of each part, sorted by name.
    fresh : mapping of str to bytes
        The parts that may be new, by name.
    content : Content
        What the parts say when they are read again.
    """

    digests: Digests
    fresh: Mapping[str, bytes]
    content: Content

    @property
    def hash(self) -> str:
        """The hash of the dossier."""
        return hash_of_parts(self.digests)


def digest(data: bytes) -> str:
    """Return the SHA-256 of a part."""
    return hashlib.sha256(data).hexdigest()


def hash_of_parts(digests: Digests) -> str:
    """Return the hash of a dossier from those of its parts, the same as :func:`legation.dossier.hash_of` gives."""
    return digest("".join(f"{name}\0{sha256}\n" for name, sha256 in sorted(digests.items())).encode())


def encode_changed(new: Content, old: Content | None = None, digests: Digests | None = None, fetch: Fetch | None = None) -> EncodedDossier:
    """Write a dossier in parts, having seen that they can be read again.

    Parameters
    ----------
    old, digests
        A dossier that is stored, and the hashes of its parts: what is the same in both is neither written nor read again.
    fetch : callable, optional
        Returns the bytes of stored parts by their hashes: of a table in which few rows changed the others are taken from there.

    Raises
    ------
    DossierError
        Where a part cannot be read again or a rule between rows is broken, with every problem.
    """
    writable(new)
    if old is None or digests is None or old.stored != FORMAT:
        parts = encode(new)
        return EncodedDossier({name: digest(data) for name, data in parts.items()}, parts, decode(parts))
    moved = {name for name, _ in {**new.annex, **old.annex}} if new.annex != old.annex else set()
    if new.unknown != old.unknown:
        moved |= {name for name in TABLES if new.unknown.of(name) != old.unknown.of(name)}
    same_parts = {part for part in PARTS if part != _FILES and part not in moved and same(part, new, old)}
    blank: dict[str, Any] = {name: Votes() if name == "votes" else () for name in same_parts & TABLES.keys()}
    blank |= {field: none for part, (field, none, _) in _TOML.items() if part in same_parts and part != "dossier.toml"}
    files = {name: data for name, data in new.files.items() if old.files.get(name) != data}
    homes = set(PARTS) - same_parts - {_FILES}
    few = _few_rows(new, old, homes)
    taken = _rewritten(few, new, old, digests, fetch) if fetch is not None else {}
    blank |= dict.fromkeys(taken, ())
    fresh = encode(dataclasses.replace(new, **blank, files=files)) | {TABLES[name].part: data for name, data in taken.items()}
    if "dossier.toml" in same_parts:
        del fresh["dossier.toml"]
    stays = {name: sha256 for name, sha256 in digests.items() if _home(name) in same_parts or name in new.files}
    now = stays | {name: digest(data) for name, data in fresh.items()}
    names = [p for p in problems_of({"dossier.toml": b'id = "x"', **dict.fromkeys(files, b"")}) if p.code == "bad-part-name"]
    few = {name: rows for name, rows in few.items() if _within_limits(name, rows, fresh.get(TABLES[name].part, b""))}
    is_few = homes == few.keys() and new.files == old.files
    for rows in (few, {}) if few else ({},):
        content, places, problems = _replace_parts(old, fresh, homes - rows.keys(), new.files)
        content = dataclasses.replace(content, **dict[str, Any](rows)) if rows else content
        if is_few and rows and not names and not problems and breaks_nothing(old, content, few):
            return EncodedDossier(dict(sorted(now.items())), fresh, content)
        found = names + problems + _broken(content, places, now, votes_stay="votes" in same_parts)
        if all(p.is_notice for p in found):
            return EncodedDossier(dict(sorted(now.items())), fresh, content)
    stop_at(p for p in found if not p.is_notice)  # of tables that were read whole: so each fault says where it stands
    raise AssertionError


def encode_like(new: Content, old: Content, parts: Mapping[str, bytes]) -> EncodedDossier:
    """Write a dossier that was made from one in parts that are not stored yet: what is the same in both is neither written nor read again.

    Parameters
    ----------
    old, parts
        A dossier as its parts were read, and these.
    """
    digests = {name: digest(data) for name, data in parts.items()}
    data = {digests[name]: part for name, part in parts.items()}
    made = encode_changed(new, old, digests, lambda wanted: {sha256: data[sha256] for sha256 in wanted if sha256 in data})
    return dataclasses.replace(made, fresh={name: made.fresh[name] if name in made.fresh else parts[name] for name in made.digests})


def encode_seen(view: Content, whole: Content, digests: Digests, fetch: Fetch) -> dict[str, bytes]:
    """Return the parts of what is seen of a stored dossier, as :func:`legation.dossier.encode` gives them.

    Rows that are seen as they are stored are taken from the stored parts.

    Parameters
    ----------
    whole, digests
        The dossier that is stored, and the hashes of its parts.
    """
    if view.annex or view.unknown or whole.annex or whole.unknown or whole.stored != FORMAT:
        return encode(view)
    stored = {name: digests[table.part] for name, table in TABLES.items() if table.part in digests and len(getattr(view, name))}
    data = fetch(set(stored.values()))
    taken: dict[str, bytes] = {}
    for name, sha256 in stored.items():
        rows, before = getattr(view, name), getattr(whole, name)
        if name != "votes":
            part = rewritten(name, data[sha256], before, rows, math.inf) if sha256 in data else None
        else:
            part = data.get(sha256) if rows is before else None
        if part is not None:
            taken[name] = part
    blank: dict[str, Any] = {name: Votes() if name == "votes" else () for name in taken}
    rest = encode(dataclasses.replace(view, **blank))
    return dict(sorted((rest | {TABLES[name].part: part for name, part in taken.items()}).items()))


def _rewritten(few: Mapping[str, Sequence[Any]], new: Content, old: Content, digests: Digests, fetch: Fetch) -> dict[str, bytes]:
    """Return by table the parts of those in which few rows changed, where the stored part gives the others."""
    stored = {name: digests[TABLES[name].part] for name in few if TABLES[name].part in digests}
    data = fetch(set(stored.values())) if stored else {}
    found = {name: rewritten(name, data[sha256], old.rows(name), new.rows(name)) for name, sha256 in stored.items() if sha256 in data}
    return {name: part for name, part in found.items() if part is not None}


def _within_limits(table: str, rows: Sequence[Any], data: bytes) -> bool:
    """Whether a table can be read whole again by whoever has nothing of it in memory."""
    cells = len(rows) * sum(len(column.names) for column in TABLES[table].columns)
    return len(data) <= PART_LIMIT and len(rows) <= ROW_LIMIT and cells <= CELLS_LIMIT


def decode_changed(digests: Digests, fetch: Fetch, like: tuple[Digests, Content] | None = None) -> Content:
    """Read a stored dossier, whose rules were seen to hold when it was written.

    Parameters
    ----------
    digests : mapping of str to str
    fetch : callable
        Returns the bytes of parts by their hashes.
    like : (digests, Content), optional
        A dossier in memory, of which the tables with the same hashes are taken.

    Raises
    ------
    DossierError
        Where a part cannot be read.
    """
    if like is None or like[1].stored != FORMAT:
        data = fetch(set(digests.values()))
        return decode({name: data[sha256] for name, sha256 in digests.items()})
    before, content = like
    other = {name for name in {*before, *digests} if before.get(name) != digests.get(name)}
    homes = {_home(name) for name in other} - {_FILES}
    wanted = {name: sha256 for name, sha256 in digests.items() if _home(name) in homes or (_home(name) == _FILES and name in other)}
    data = fetch(set(wanted.values())) if wanted else {}
    if "dossier.toml" in wanted and format_of(data[wanted["dossier.toml"]]) != FORMAT:
        return decode_changed(digests, fetch)
    parts = {name: data[sha256] for name, sha256 in wanted.items()}
    files = {name: parts[name] if name in parts else content.files[name] for name in digests if _home(name) == _FILES}
    new, _, problems = _replace_parts(content, parts, homes, files)
    stop_at(p for p in problems if not p.is_notice)
    return new


def _home(part: str) -> str:
    """Return what a part is read into: a table by its name, a part in TOML, or the files."""
    return part if part in _TOML else table_of(part) or _FILES


def _replace_parts(
    old: Content, parts: Mapping[str, bytes], homes: Collection[str], files: Mapping[str, bytes]
) -> tuple[Content, dict[str, list[Place]], list[Problem]]:
    """Return a dossier with some parts read anew, where their rows stand, and what is wrong in them."""
    problems: list[Problem] = []
    places: dict[str, list[Place]] = {}
    changes: dict[str, Any] = {"files": {name: files[name] for name in sorted(files)}, "notices": ()}
    annex = {key: where for key, where in old.annex.items() if key[0] not in homes}
    keeping = Keeping(old.unknown.without(homes) if old.unknown else old.unknown)
    for home in homes:
        if home in _TOML:
            field, none, reader = _TOML[home]
            changes[field] = reader(parts[home], problems) if home in parts else none
            continue
        table = TABLES[home]
        rows: list[Any] = []
        places[home] = []
        changes[home] = Votes() if home == "votes" else ()
        for name in sorted((name for name in parts if _home(name) == home), key=lambda name: (name != table.part, name)):
            sheet = read_csv(name, parts[name], problems)
            if sheet is None:
                continue
            if home == "votes":
                changes[home], vote_places = read_votes(table, sheet, problems, keeping)
            else:
                read_rows, vote_places = read_table(table, sheet, problems, keeping)
                rows.extend(read_rows)
                changes[home] = _same_rows(table, tuple(rows), old.rows(home))
                if name != table.part:
                    annex |= {(home, table.identity(row)): name.split("/")[1] for row in read_rows}
            places[home].extend(vote_places)
    return dataclasses.replace(old, **changes, annex=annex, unknown=keeping.unknown, stored=FORMAT), places, problems


def _few_rows(new: Content, old: Content, homes: Set[str]) -> dict[str, Any]:
    """Return by table the rows of those in which few are new objects: the new ones read again, the others as they are.

    A table of which that cannot be said is not among them.
    """
    found: dict[str, Any] = {}
    if new.unknown or old.unknown:
        return found
    apart = {name for name, _ in (*new.annex, *old.annex)}
    for name in homes & TABLES.keys() - {"votes"} - apart:
        rows, known = new.rows(name), {id(row) for row in old.rows(name)}
        fresh = {at: row for at, row in enumerate(rows) if id(row) not in known}
        identity = TABLES[name].identity
        called = {identity(row) for row in fresh.values()}
        is_once = len({id(row) for row in rows}) == len(rows) and sum(1 for _ in of_identities(TABLES[name], rows, called)) == len(fresh)
        again = _read_again(name, list(fresh.values())) if is_once and len(fresh) <= FEW else None
        if again is not None:
            before = {identity(row): row for row in of_identities(TABLES[name], old.rows(name), set(map(identity, again)))}
            read = {at: there if (there := before.get(identity(row))) == row else row for at, row in zip(fresh, again, strict=True)}
            found[name] = tuple(read.get(at, row) for at, row in enumerate(rows))
    return found


def _read_again(name: str, rows: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return rows as they are read once they were written; None where they are not read without a word, each as one."""
    if not rows:
        return ()
    problems: list[Problem] = []
    sheet = read_csv(TABLES[name].part, encode_table(name, rows), problems)
    read = read_table(TABLES[name], sheet, problems, Keeping(Unknown()))[0] if sheet is not None else []
    return tuple(read) if len(read) == len(rows) and not problems else None


def _same_rows(table: Table, rows: tuple[Any, ...], old: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return rows with those that are as they were as the objects that are there: what was worked out of them holds for them."""
    there = {table.identity(row): row for row in old}
    return tuple(before if (before := there.get(table.identity(row))) == row else row for row in rows)


def _broken(content: Content, places: Mapping[str, list[Place]], digests: Digests, *, votes_stay: bool) -> list[Problem]:
    """Return the rules between rows that are broken, without counting again what is known.

    Votes that stay, of actors and roll calls that are there, break none; the hash of an archived file is that of its part.
    """
    known = tuple(dataclasses.replace(e, sha256="") if e.part and digests.get(e.part) == e.sha256 else e for e in content.evidence)
    there = {row.id for row in content.actors}.issuperset(content.votes.actors)
    there = there and {row.id for row in content.rollcalls}.issuperset(content.votes.rollcalls)
    votes = Votes() if votes_stay and there else content.votes
    return check(dataclasses.replace(content, evidence=known, votes=votes), places)
