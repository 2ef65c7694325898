"""A cross-impact matrix as a table (CSV), to be filled in and sent round, and the model made of it.

Two forms are read. With two rows of names above and two columns of names at the left, descriptor and variant; a descriptor may stand only
at its first variant, as merged cells leave it. Or with one row and one column of names ``descriptor.variant``; the last point separates.
Empty cells are 0. Commas, semicolons and tabs between cells, Windows-1252, a byte-order mark, and ``1,0`` for 1 are read right. Rows and
columns have the same names in the same order; anything else is a fault with its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.dossier.column import Wording
from legation.dossier.problem import Problem, problem
from legation.dossier.tables.csv_sheet import PART_LIMIT, UNPRINTABLE, is_formula, read_cells, write_csv
from legation.errors import BadValue
from legation.language import Message
from legation.sources.names.spelling import slug
from legation.sources.reading import file_bytes, notice, stop_reading
from legation.sources.signature import CERTAIN, FileBytes, Sign
from legation.sources.source import Brought, Done, Files, Source, Wanted, identifier

if TYPE_CHECKING:
    from legation.dossier.models.scenario import ScenarioModel
    from legation.methods.scenario.matrix import CrossImpactMatrix

__all__ = [
    "SOURCE",
    "model_of",
    "read",
    "write",
]


MOST_COLUMNS = 2000
"""Variants in all."""
_WHOLE = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0*)?", re.ASCII)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})

Name = tuple[str, str]


def read(path: str | Path) -> CrossImpactMatrix:
    """Return the matrix that a table holds.

    Raises
    ------
    CannotRead
        With every fault, its row and its column.
    """
    import numpy as np

    from legation.methods.scenario.matrix import CrossImpactMatrix

    path = Path(path)
    part, problems = path.name, list[Problem]()
    lines = read_cells(part, file_bytes(path, PART_LIMIT), problems, MOST_COLUMNS + 2)
    stop_reading(path, problems)
    read = [(number, [cell.strip() for cell in line]) for number, line in enumerate(lines or [], start=1)]
    numbers, cells = [number for number, line in read if any(line)], [line for _, line in read if any(line)]
    two = len(cells) > 1 and (not cells[1][0] or ("." not in cells[1][0] and any(cell and _number(cell) is None for cell in cells[1][2:])))
    left = 2 if two else 1
    across = _across(cells, two=two, part=part, problems=problems)
    if not across:
        problems.append(notice("model-size", part, 1, allowed="descriptor.variant", found=""))
    down = _filled([(row[0], row[1] if len(row) > 1 else "") for row in cells[left:]]) if two else [_split(row[0]) for row in cells[left:]]
    if len(down) != len(across):
        problems.append(notice("uneven-matrix", part, len(cells), allowed=str(len(across)), found=len(down)))
    for number, name, wanted in zip(numbers[left:], down, across, strict=False):
        if name != wanted:
            problems.append(notice("other-row", part, number, allowed=".".join(wanted), found=".".join(name)))
    descriptors, variants = _grouped(across, part, problems)
    rows = [_row(row[left:], number, len(across), part, problems) for number, row in zip(numbers[left:], cells[left:], strict=True)]
    stop_reading(path, problems)
    return CrossImpactMatrix(descriptors=descriptors, variants=variants, judgements=np.array(rows, np.int64), name=path.stem)


def write(matrix: CrossImpactMatrix, path: str | Path) -> None:
    """Write a matrix as a table with two rows and two columns of names, commas between cells.

    Raises
    ------
    BadValue
        For a name that a spreadsheet would change or run.
    CannotWrite
        What stood there before is unchanged.
    """
    from legation.dossier.files.folder import write_file

    names = [(name, variant) for name, variants in zip(matrix.descriptors, matrix.variants, strict=True) for variant in variants]
    for name in (*matrix.descriptors, *(variant for _, variant in names)):
        if name != name.strip() or is_formula(name) or UNPRINTABLE.search(name) or "\r" in name or "\n" in name:
            raise BadValue(f"name must be a line of text that no spreadsheet runs, without blanks at its ends (got {name!r}); rename it")
    header = ["", "", *(name for name, _ in names)]
    rows = [["", "", *(variant for _, variant in names)]]
    rows += [[*name, *map(str, row)] for name, row in zip(names, matrix.array.tolist(), strict=True)]
    write_file(Path(path), write_csv(header, rows))


def _number(cell: str) -> int | None:
    from legation.methods.scenario.matrix import LARGEST

    found = _WHOLE.fullmatch(cell.translate(_MINUS))
    return int(found[1]) if found and abs(int(found[1])) <= LARGEST else None


def _across(cells: Sequence[Sequence[str]], *, two: bool, part: str, problems: list[Problem]) -> list[Name]:
    """Return the names above the columns."""
    if not two:
        found = [_split(cell) for cell in (cells[0][1:] if cells else ())]
        while found and not any(found[-1]):
            found.pop()
        for number, (descriptor, variant) in enumerate(found, start=2):
            if not descriptor or not variant:
                shown = ".".join((descriptor, variant)).strip(".")
                problems.append(notice("nameless", part, 1, str(number), allowed="descriptor.variant", found=shown))
        return found
    above, below = list(cells[0][2:]), list(cells[1][2:])
    while below and not below[-1]:
        below.pop()
    return _filled([(above[at] if at < len(above) else "", variant) for at, variant in enumerate(below)])


def _filled(names: Sequence[Name]) -> list[Name]:
    """Return names whose descriptor, where it is empty, is that before."""
    found: list[Name] = []
    for descriptor, variant in names:
        found.append((descriptor or (found[-1][0] if found else ""), variant))
    return found


def _split(cell: str) -> Name:
    descriptor, _, variant = cell.rpartition(".")
    return descriptor.strip(), variant.strip()


def _grouped(names: Sequence[Name], part: str, problems: list[Problem]) -> tuple[list[str], list[list[str]]]:
    """Return descriptors with their variants; those of one descriptor stand side by side."""
    from legation.methods.scenario.matrix import MOST_VARIANTS

    found: dict[str, list[str]] = {}
    before = None
    for at, (descriptor, variant) in enumerate(names, start=1):
        shown = f"{descriptor}.{variant}"
        if not descriptor or not variant:
            problems.append(notice("nameless", part, None, str(at), found=shown.strip(".")))
        elif descriptor != before and descriptor in found:
            problems.append(notice("apart", part, None, str(at), found=shown))
        elif variant in found.get(descriptor, ()):
            problems.append(notice("twice-in-model", part, None, str(at), found=shown, first=str(names.index((descriptor, variant)) + 1)))
        found.setdefault(descriptor, []).append(variant)
        before = descriptor
    for descriptor, variants in found.items():
        if not 2 <= len(variants) <= MOST_VARIANTS:
            problems.append(notice("few-variants", part, None, descriptor, allowed=f"2..{MOST_VARIANTS}", found=len(variants)))
    return list(found), list(found.values())


def _row(cells: Sequence[str], number: int, wide: int, part: str, problems: list[Problem]) -> list[int]:
    from legation.methods.scenario.matrix import LARGEST

    if any(cells[wide:]):
        problems.append(notice("uneven-matrix", part, number, allowed=str(wide), found=len(cells)))
    values = []
    for at, cell in enumerate((*cells[:wide], *[""] * (wide - len(cells))), start=1):
        value = _number(cell) if cell else 0
        if value is None:
            problems.append(problem("not-a-whole-number", part, number, str(at), allowed=f"{-LARGEST}..{LARGEST}", found=cell))
        values.append(value or 0)
    return values


def model_of(matrix: CrossImpactMatrix, part: str) -> ScenarioModel:
    """Return a model with the names and judgements of a matrix, and no reasons yet: a judgement for each block that is not all 0.

    Parameters
    ----------
    matrix : CrossImpactMatrix
    part : str
        ``scenarios/NAME.toml``, where it is to lie.

    Examples
    --------
    >>> from legation.methods.scenario import CrossImpactMatrix
    >>> m = CrossImpactMatrix(descriptors=["Talks"], variants=[["On", "Off"]], judgements=[[0, 1], [0, 0]], name="A year")
    >>> model = model_of(m, "scenarios/year.toml")
    >>> model.descriptors[0].id, model.descriptors[0].called("en"), len(model.judgements), model.matrix("en") == m
    ('talks', 'Talks', 1, True)
    """
    from legation.dossier.models.scenario import Descriptor, ScenarioJudgement, ScenarioModel, Variant, completed

    descriptors = tuple(
        Descriptor(id=id_, name=Wording(name), variants=tuple(Variant(id=v, name=Wording(n)) for v, n in _named(variants)))
        for (id_, name), variants in zip(_named(matrix.descriptors), matrix.variants, strict=True)
    )
    judgements = []
    for i, source in enumerate(descriptors):
        for j, target in enumerate(descriptors):
            block = matrix.array[matrix.offsets[i] : matrix.offsets[i + 1], matrix.offsets[j] : matrix.offsets[j + 1]]
            if block.any():
                rows = {variant.id: tuple(map(int, row)) for variant, row in zip(source.variants, block, strict=True)}
                judgements.append(ScenarioJudgement(from_=source.id, to=target.id, rows=rows))
    return completed(ScenarioModel(part=part, title=Wording(matrix.name), descriptors=descriptors, judgements=tuple(judgements)))


def _named(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return each name behind an id of its own."""
    found: dict[str, str] = {}
    for at, name in enumerate(names, start=1):
        stem = slug(name, 50) or f"x{at}"
        found[stem if stem not in found else f"{stem}-{at}"] = name
    return list(found.items())


def with_model_of_matrix(matrix: CrossImpactMatrix, file: Path, wanted: Wanted) -> Brought:
    """Return the dossier with a model of scenarios, to be given reasons and sources."""
    from legation.dossier.models.scenario import SCENARIO
    from legation.sources.imports.merge import with_model

    part = SCENARIO.called(identifier(file))
    done = Done("bringing.model", {"descriptors": len(matrix.descriptors), "count": sum(matrix.sizes)})
    return with_model(SCENARIO, model_of(matrix, part), part, wanted, done)


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    return with_model_of_matrix(read(files[0]), files[0], wanted)


def _recognise(file: FileBytes) -> Sign | None:
    """Recognise a table of small whole numbers whose rows are called as its columns, one of each too many or too few aside."""
    for left in (1, 2):
        if len(file.rows) <= left + 2:
            continue
        across = [name for name in file.rows[left - 1][left:] if name]
        down = {row[left - 1] for row in file.rows[left:] if len(row) >= left}
        cells = [cell.translate(_MINUS) for row in file.rows[left:] for cell in row[left:]]
        numbers = sum(not cell or bool(_WHOLE.fullmatch(cell)) for cell in cells)
        same = sum(name in down for name in across)
        if (
            len(across) > 2
            and 2 * same >= len(across)
            and numbers >= 0.9 * len(cells)
            and (left == 2 or all("." in name for name in across))
        ):
            return Sign(CERTAIN, Message("recognising.matrix", rows=len(down), columns=len(across)))
    return None


SOURCE = Source(
    id="impact-matrix",
    place=80,
    files=Files(endings=(".csv",)),
    brings=("scenario",),
    recognise=_recognise,
    columns=lambda _: (0, {}),
    read=_read,
    function="legation.sources.tables.impact_matrix:read",
)
