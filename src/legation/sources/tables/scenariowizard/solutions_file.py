"""``.sl``: the solutions that ScenarioWizard found, one on each line."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from legation.dossier.problem import Problem
from legation.errors import BadValue
from legation.methods.scenario.balance import balance
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints
from legation.sources.reading import notice, stop_reading
from legation.sources.tables.scenariowizard.matrix_file import is_line, lines_of, put, scaled, whole

__all__ = ["Solutions", "read_solutions", "solutions", "write_solutions"]

_VERSION = "$ ScenarioWizard 3.0"
_TITLE = "Solution set"
_FORM = '" 1 2 ...",weight,consistency,0,impact,""'


@dataclass(frozen=True, slots=True, kw_only=True)
class Solutions:
    """Solutions in the order of the file.

    Attributes
    ----------
    scenarios : ndarray of int, shape (k, n)
        The variant of each descriptor, counting from 0; the file counts from 1.
    weight : ndarray of int, shape (k,)
        How many starts of succession end in the scenario, or were counted when the file was made; may be cut at 16,777,216. A large one
        is written with seven digits (``1.677722E+07``) and read as it is written.
    consistency_value : ndarray of int, shape (k,)
        The least lead of a variant of the scenario over its best rival.
    total_impact : ndarray of int, shape (k,)
    notes : tuple of str
        The text at the end of each line.
    title : str
    """

    scenarios: Ints
    weight: Ints
    consistency_value: Ints
    total_impact: Ints
    notes: tuple[str, ...]
    title: str = _TITLE


def solutions(m: CrossImpactMatrix, scenarios: npt.ArrayLike, weight: npt.ArrayLike | None = None) -> Solutions:
    """Return scenarios of a matrix as solutions; without weights these are 0.

    >>> J = [[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]]
    >>> m = CrossImpactMatrix(descriptors=["talks", "trust"], variants=[["open", "shut"], ["high", "low"]], judgements=J)
    >>> found = solutions(m, [[0, 0], [1, 1]], [1, 1])
    >>> found.consistency_value.tolist(), found.total_impact.tolist()
    ([2, 2], [3, 3])
    """
    rows = np.asarray(scenarios, np.int64).reshape(-1, len(m.descriptors))
    sheets = [balance(m, row.tolist()) for row in rows]
    try:
        weights = np.zeros(len(rows), np.int64) if weight is None else np.asarray(weight, np.int64)
    except OverflowError:
        raise BadValue("weight must be whole numbers below 2^63 (got a larger one); leave the weights out") from None
    if weights.shape != (len(rows),):
        raise BadValue(f"weight must be one number for each of {len(rows)} scenarios (got shape {weights.shape}); give them all")
    return Solutions(
        scenarios=rows,
        weight=weights,
        consistency_value=np.array([sheet.consistency_value for sheet in sheets], np.int64),
        total_impact=np.array([sheet.total_impact for sheet in sheets], np.int64),
        notes=("",) * len(rows),
    )


def read_solutions(path: str | Path, matrix: CrossImpactMatrix | None = None) -> Solutions:
    """Return the solutions of a file, in its order.

    Parameters
    ----------
    path : path
        ``.sl``.
    matrix : CrossImpactMatrix, optional
        Where it is given, every solution must be one of its scenarios.

    Raises
    ------
    CannotRead
        With every fault and its line.
    """
    path = Path(path)
    lines = lines_of(path)
    problems: list[Problem] = []
    if not lines[0].startswith("$"):
        problems.append(notice("no-scenariowizard", path.name, 1, allowed=_VERSION, found=lines[0]))
        stop_reading(path, problems)
    begun = next((at for at, line in enumerate(lines) if line.startswith('"')), len(lines))
    counts = [number for line in lines[1:begun] if (number := whole(line)) is not None]
    found: list[tuple[list[int], list[int], str]] = []
    for at in range(begun, len(lines)):
        if lines[at].strip():
            one = _solution(lines[at])
            if one is None:
                problems.append(notice("no-solution", path.name, at + 1, allowed=_FORM, found=lines[at]))
                continue
            sizes = matrix.sizes if matrix is not None else (2**31,) * len(found[0][0] if found else one[0])
            if len(one[0]) != len(sizes) or not all(1 <= z <= size for z, size in zip(one[0], sizes, strict=True)):
                allowed = " ".join(f"1..{size}" for size in sizes) if matrix is not None else f"1..2147483648 x {len(sizes)}"
                problems.append(notice("other-scenario", path.name, at + 1, allowed=allowed, found=" ".join(map(str, one[0]))))
            found.append(one)
    if counts and not problems and counts[-1] != len(found):
        problems.append(notice("count-differs", path.name, None, allowed=str(counts[-1]), found=len(found)))
    stop_reading(path, problems)
    wide = len(found[0][0]) if found else len(matrix.sizes) if matrix is not None else 0
    numbers = np.array([one[1] for one in found], np.int64).reshape(-1, 4)
    title = lines[1] if begun > 1 and whole(lines[1]) is None else _TITLE
    return Solutions(
        scenarios=np.array([one[0] for one in found], np.int64).reshape(len(found), wide) - 1,
        weight=numbers[:, 0],
        consistency_value=numbers[:, 1],
        total_impact=numbers[:, 3],
        notes=tuple(one[2] for one in found),
        title=title,
    )


def write_solutions(found: Solutions, path: str | Path, *, encoding: str = "utf-8") -> None:
    """Write solutions in their order.

    Raises
    ------
    BadValue
        For a text that a line of the format cannot hold.
    CannotWrite
        What stood there before is unchanged.
    """
    for text in (found.title, *found.notes):
        if not is_line(text):
            raise BadValue(f"notes must be one line of text (got {text!r}); shorten it")
    columns = (found.weight.tolist(), found.consistency_value.tolist(), found.total_impact.tolist(), found.notes)
    lines = [_VERSION, found.title, f" {len(found.scenarios)} ", ""]
    for row, weight, value, impact, note in zip(found.scenarios.tolist(), *columns, strict=True):
        shown = note.replace('"', '""')
        lines.append(f'" {" ".join(str(z + 1) for z in row)}",{weight},{value},0,{impact},"{shown}"')
    put(Path(path), lines, encoding)


def _solution(line: str) -> tuple[list[int], list[int], str] | None:
    """Return the variants, the four numbers and the text of a line; None where it is of another form."""
    try:
        cells = next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration):
        return None
    if len(cells) != 6 or not cells[0].split():
        return None
    chosen, numbers = [whole(z) for z in cells[0].split()], [scaled(cells[1]), *(whole(cell) for cell in cells[2:5])]
    if None in chosen or None in numbers:
        return None
    return [z or 0 for z in chosen], [number or 0 for number in numbers], cells[5]
