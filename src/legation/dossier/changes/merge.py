"""Two people changed one dossier: their changes joined, and a conflict wherever a person must choose. Nothing is lost on the way.

1. Each part is joined row by row and field by field (:mod:`three_way`), models too (:mod:`model_merge`).
2. What one side took away and a row of the other names is a conflict, too (:mod:`broken`); so is a cycle of supersession.
3. The choices are put in. A chosen deletion empties the references to what is gone; a row that is about nothing else goes with it.

Which conflicts there are depends on the three dossiers alone, never on the choices: with every conflict chosen none is left. Choices in a
model of which some are mine and some theirs may together break a rule of it: then the part as a whole is asked about once more.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from legation.dossier.changes.conflicts import Conflict
from legation.dossier.changes.difference import Difference, difference
from legation.dossier.changes.few_changes import with_few_changes
from legation.dossier.changes.lost_references import Broken, find_broken
from legation.dossier.changes.merge_models import JoinedModel, is_of_cells, join_cells, join_model, with_cells
from legation.dossier.changes.three_way import PARTS, JoinedPart, join, same, states_of
from legation.dossier.column import Table
from legation.dossier.dossier import Dossier
from legation.dossier.files.format import writable
from legation.dossier.records import TABLES
from legation.dossier.tables import votes as vote_changes
from legation.dossier.tables.references import Name, references_of
from legation.dossier.tables.votes import Votes
from legation.errors import WrongUse
from legation.language import Message

__all__ = [
    "Conflict",
    "Merged",
    "merge",
    "rename_second",
]


def rename_second(parts: dict[str, JoinedPart], conflicts: Iterable[Conflict], states: tuple[Dossier, Dossier, Dossier]) -> dict[Name, str]:
    """Add the row that mine brought, under a free id, for each conflict in which both rows stand.

    A reference follows where it comes from mine alone: in a row that theirs lacks, or in a field of theirs that does not name the id.

    Returns
    -------
    dict of Name to str
        The new ids.
    """
    renamed: dict[Name, str] = {}
    for conflict in conflicts:
        part = parts[conflict.part]
        identity = _free(conflict.row, {*part.base, *part.mine, *part.theirs, *part.rows} | _words(states))
        renamed[conflict.part, conflict.row] = identity
        part.rows[identity] = dataclasses.replace(conflict.mine, id=identity)
    places = {place for place, _ in renamed}
    for part in parts.values():
        if part.name == "files":
            continue
        for identity, row in list(part.rows.items()):
            known = {names for _, names in references_of(part.name, part.theirs[identity], places)} if identity in part.theirs else set()
            for column, names in list(references_of(part.name, row, places)):
                new = next((renamed[name] for name in names if name in renamed), None)
                if new is not None and names not in known:
                    part.rows[identity] = row = _renamed(row, column, names[0][1], new)
    return renamed


def _renamed(row: Any, column: str, old: str, new: str) -> Any:
    value = getattr(row, column)
    if column == "rules":
        rules = tuple(dataclasses.replace(rule, evidence=tuple(new if e == old else e for e in rule.evidence)) for rule in value)
        return dataclasses.replace(row, rules=rules)
    return dataclasses.replace(row, **{column: tuple(new if v == old else v for v in value) if isinstance(value, tuple) else new})


def _free(identity: str, taken: set[str]) -> str:
    stem, number = identity[:110], 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _words(states: tuple[Dossier, Dossier, Dossier]) -> set[str]:
    """Return the names of groups and coalitions, which stand beside ids of actors in some fields."""
    return {row.group for state in states for row in state.groups} | {row.coalition for state in states for row in state.coalitions}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of a merge.

    Attributes
    ----------
    dossier : Dossier or None
        The result; None while conflicts wait for a choice.
    conflicts : tuple of Conflict
        What is still to be chosen, in the order of the parts, then of the rows.
    theirs : Dossier
        The head that the result follows on.
    """

    dossier: Dossier | None
    conflicts: tuple[Conflict, ...] = ()
    theirs: Dossier = dataclasses.field(repr=False)

    @property
    def taken(self) -> Difference | None:
        """What the result adds to theirs; None while conflicts wait."""
        return None if self.dossier is None else difference(self.theirs, self.dossier)


def merge(base: Dossier, mine: Dossier, theirs: Dossier, choices: Mapping[str, str] | None = None) -> Merged:
    r"""Join what two sides made of one dossier.

    Parameters
    ----------
    base : Dossier
        What both began from.
    mine : Dossier
        What one person made of it.
    theirs : Dossier
        What it has become meanwhile.
    choices : mapping of str to {"mine", "theirs", "both"}, optional
        By the key of a conflict. A key that is no conflict's, or whose values have changed since, says nothing. ``both``: the row of mine
        gets a free id, and what mine says of it follows.

    Returns
    -------
    Merged
        Rows in the order of theirs, then those that mine added.

    Raises
    ------
    WrongUse
        Where a choice is not among those allowed.
    DossierError
        Where one of the three holds two rows of one identity, or a newer release made it.

    Notes
    -----
    Where all three keep the rules of a dossier, so does the result.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> def with_actors(rows): return decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,level\nFRA," + rows})
    >>> base, mine, theirs = map(with_actors, (b"Frnace,\n", b"France,\n", b"Frnace,national\nJPN,Japan,\n"))
    >>> [(a.name.text, a.level) for a in merge(base, mine, theirs).dossier.actors]
    [('France', 'national'), ('Japan', '')]
    """
    for state in (base, mine, theirs):
        writable(state)
    my_same, their_same = ({part for part in PARTS if same(part, side, base)} for side in (mine, theirs))
    if len(my_same) == len(PARTS) and mine.annex == base.annex and mine.unknown == base.unknown:
        return Merged(dossier=theirs, theirs=theirs)
    if len(their_same) == len(PARTS) and theirs.annex == base.annex and theirs.unknown == base.unknown:
        return Merged(dossier=mine, theirs=theirs)
    few = with_few_changes(base, mine, theirs, my_same)
    if few is not None:
        return Merged(dossier=few, theirs=theirs)
    places = (theirs, mine, base)
    parts: dict[str, JoinedPart] = {}
    for part in PARTS:
        if not (part in my_same and part in their_same) and not (part == "votes" and (part in my_same or part in their_same)):
            before, my, their = states_of(part, base, mine, theirs)
            parts[part] = join(part, before, my, their, places, order_of_mine=part in their_same)
    models = _models(parts, (base, mine, theirs))
    broken = find_broken(parts, base, lambda: _votes(parts, mine, theirs, own="votes" in their_same))
    open_conflicts = [c for part in PARTS if part in parts for found in parts[part].conflicts.values() for c in found]
    open_conflicts += [c for model in models.values() for c in model.conflicts] + broken.conflicts
    cells = join_cells(parts, base, mine, theirs)
    open_conflicts += [c for part in cells.values() for found in part.conflicts.values() for c in found]
    chosen = [(conflict, _choice(conflict, choices or {})) for conflict in open_conflicts]
    left = tuple(conflict for conflict, choice in chosen if not choice)
    if left:
        return Merged(dossier=None, conflicts=left, theirs=theirs)
    for conflict, choice in chosen:
        if is_of_cells(conflict):
            cells[conflict.part].settle(conflict, choice)
    invalid = _settle_models(parts, models, chosen, choices or {})
    if invalid:
        return Merged(dossier=None, conflicts=invalid, theirs=theirs)
    chosen = [one for one in chosen if one[0].part not in models and not is_of_cells(one[0])]
    _settle(parts, broken, chosen)
    gone = broken.empty_references(base)
    second = [conflict for conflict, choice in chosen if choice == "both"]
    renamed = rename_second(parts, second, (base, mine, theirs)) if second else {}
    votes = _votes(parts, mine, theirs, own="votes" in their_same, renamed=renamed)
    votes = votes.without(rollcalls=_in("rollcalls", gone), actors=_in("actors", gone))
    made = _made(parts, (base, mine, theirs), votes, renamed)
    return Merged(dossier=with_cells(made, cells, (base, mine, theirs), renamed), theirs=theirs)


def _models(parts: Mapping[str, JoinedPart], states: tuple[Dossier, Dossier, Dossier]) -> dict[str, JoinedModel]:
    """Join models that both sides changed by their rows; what is asked of those no longer is asked of the file."""
    files = parts.get("files")
    found: dict[str, JoinedModel] = {}
    for name, (whole, *_) in sorted(files.conflicts.items()) if files is not None else ():
        model = join_model(name, files.states(name), states[::-1], whole)  # type: ignore[union-attr]
        if model is not None:
            found[name] = model
            del files.conflicts[name]  # type: ignore[union-attr]
    return found


def _settle_models(
    parts: Mapping[str, JoinedPart], models: Mapping[str, JoinedModel], chosen: list[tuple[Conflict, str]], choices: Mapping[str, str]
) -> tuple[Conflict, ...]:
    """Put the choices into the models; return what is still asked: a part as a whole, where the choices together give no model."""
    open_conflicts: list[Conflict] = []
    for name, model in models.items():
        data = model.with_choices([(conflict, choice) for conflict, choice in chosen if conflict.part == name])
        if data is None and not (side := _choice(model.whole, choices)):
            open_conflicts.append(model.whole)
        else:
            parts["files"].rows[name] = getattr(model.whole, side) if data is None else data
    return tuple(open_conflicts)


def _choice(conflict: Conflict, choices: Mapping[str, str]) -> str:
    choice = choices.get(conflict.key, "")
    if choice and choice not in conflict.allowed:
        raise WrongUse(Message("difference.choice", key=conflict.key, found=choice, allowed=" | ".join(conflict.allowed)))
    return choice


def _settle(parts: Mapping[str, JoinedPart], broken: Broken, chosen: list[tuple[Conflict, str]]) -> None:
    """Put the choices in: those within a part first, then those over names and cycles, which bind several rows."""
    sides = [(conflict, "theirs" if choice == "both" else choice) for conflict, choice in chosen]
    for conflict, side in sides:
        if conflict not in broken.conflicts:
            parts[conflict.part].settle(conflict, side)
    for part in parts.values():
        part.conflicts.clear()
    for conflict, side in sides:
        if conflict in broken.conflicts:
            broken.settle(conflict, side)


def _votes(
    parts: Mapping[str, JoinedPart], mine: Dossier, theirs: Dossier, *, own: bool, renamed: Mapping[Name, str] = MappingProxyType({})
) -> Votes:
    """Return the votes as far as they are joined: mine where theirs did not change any (``own``), theirs where mine did not."""
    if "votes" in parts:
        joined = parts["votes"]
        wanted: dict[tuple[str, str], Any] = {(v.rollcall, v.actor): None for v in joined.theirs.values()}
        return vote_changes.applied(theirs.votes, wanted | {(v.rollcall, v.actor): v for v in joined.rows.values()})
    if not own or not renamed:
        return mine.votes if own else theirs.votes
    actors, rollcalls = (
        tuple(renamed.get((place, name), name) for name in names)
        for place, names in (("actors", mine.votes.actors), ("rollcalls", mine.votes.rollcalls))
    )
    return dataclasses.replace(mine.votes, actors=actors, rollcalls=rollcalls)


def _in(place: str, names: set[Name]) -> set[str]:
    return {word for there, word in names if there == place}


def _made(parts: Mapping[str, JoinedPart], states: tuple[Dossier, Dossier, Dossier], votes: Votes, renamed: Mapping[Name, str]) -> Dossier:
    _, _, theirs = states
    changes: dict[str, Any] = {"votes": votes, "annex": _annex(states, parts, renamed), "notices": ()}
    for name, part in parts.items():
        rows = part.rows
        match name:
            case "dossier.toml":
                changes["info"] = rows[""]
            case "mandate.toml":
                changes["mandate"] = rows.get("")
            case "bodies.toml":
                changes["bodies"] = tuple(rows.values())
            case "files":
                changes["files"] = dict(rows)
            case "votes":
                pass
            case _:
                changes[name] = tuple(rows.values())
    annexed = {name for name, _ in changes["annex"]}
    for name in annexed:  # rows of an annex stand after the others, annex by annex, as they are read again
        annexes = {identity: f"{annex}/" for (table, identity), annex in changes["annex"].items() if table == name}
        order = functools.partial(_place_in, annexes, TABLES[name])
        changes[name] = tuple(sorted(changes.get(name, getattr(theirs, name)), key=order))
    return dataclasses.replace(theirs, **changes)


def _place_in(annexes: Mapping[str, str], table: Table, row: Any) -> str:
    return annexes.get(table.identity(row), "")


def _annex(
    states: tuple[Dossier, Dossier, Dossier], parts: Mapping[str, JoinedPart], renamed: Mapping[Name, str]
) -> dict[tuple[str, str], str]:
    """Return in which annex each row stands: as whoever moved it says, theirs where both did."""
    base, mine, theirs = (state.annex for state in states)
    joined: dict[tuple[str, str], str] = {}
    for place in dict.fromkeys((*theirs, *mine)):
        name, identity = place
        was, own, other = base.get(place, ""), mine.get(place, ""), theirs.get(place, "")
        if name in parts:
            _, my_row, their_row = parts[name].states(identity)
            if my_row is not None or their_row is not None:
                own, other = (own if my_row is not None else was), (other if their_row is not None else was)
                if identity not in parts[name].rows:
                    continue
        annex = own if other == was else other
        if annex:
            joined[place] = annex
        if own and place in renamed:
            joined[name, renamed[place]] = own
    return joined
