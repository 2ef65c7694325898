"""Files of ScenarioWizard: cross-impact matrices (``.scw``) and lists of solutions (``.sl``).

The layout is that of published files of the versions 3.0 and 4.0, and what is written here was not tried on the program itself.

A matrix file holds, one below the other, each block closed by a line ``#``: the version, a title and ``&Descriptor`` with `` -Variant``
below it; long texts; constraints; colours; a block that is empty in the files seen; the matrix, a row for each variant, separated by
commas; comments in quotes. What is not the matrix is kept beside it as it stands (``aside``) and written again, as long as the
descriptors have the same numbers of variants.

A list of solutions holds a line for each: variants counted from 1, weight (how many starts of succession end there), consistency value
(the least lead of a variant over its best rival), a number that is 0 in the files seen, the total impact score, a text. Weights of older
files stop at 16,777,216, and attractors that are cycles are left out: the weights need not add up to the number of scenarios.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from legation.late_exports import late_exports
from legation.sources.signature import by_line
from legation.sources.source import Brought, Files, Source, Wanted

if TYPE_CHECKING:
    from legation.sources.tables.scenariowizard.matrix_file import read, write
    from legation.sources.tables.scenariowizard.solutions_file import Solutions, read_solutions, solutions, write_solutions
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.tables.scenariowizard.matrix_file": "read write",
            "legation.sources.tables.scenariowizard.solutions_file": "Solutions read_solutions solutions write_solutions",
        },
    )

__all__ = ["SOURCE", "Solutions", "read", "read_solutions", "solutions", "write", "write_solutions"]


def _read(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.tables.impact_matrix import with_model_of_matrix
    from legation.sources.tables.scenariowizard.matrix_file import read

    return with_model_of_matrix(read(files[0]), files[0], wanted)


SOURCE = Source(
    id="scenariowizard",
    place=70,
    files=Files(endings=(".scw",)),
    brings=("scenario",),
    recognise=by_line(r"^\$ ?ScenarioWizard\b"),
    read=_read,
    function="legation.sources.tables.scenariowizard:read",
)
