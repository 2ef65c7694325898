"""Days of events that look like slips of GDELT's coder rather than like days of events.

Most events are dated on the day on which they were found. Of those that are not, many lie exactly one day, one month or one year before:
"a year ago" taken for the date. They may be right, so they stay, and are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ARTEFACTS", "artefact_rows"]

ARTEFACTS = ("gdelt-day-before", "gdelt-month-before", "gdelt-year-before", "gdelt-before-1970", "gdelt-after-added")
"""The doubts, in the order of :func:`artefact_rows`."""


def artefact_rows(date: pa.ChunkedArray, added: pa.ChunkedArray) -> tuple[npt.NDArray[np.int64], ...]:
    """Return the rows dated exactly one day, one month and one year before they were added, before 1970, and after they were added.

    Parameters
    ----------
    date, added : pyarrow.ChunkedArray
        Days, and times in UTC; a null is in no list.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    seen = added.cast(pa.date32()).cast(pa.int32())
    days = date.cast(pa.int32())
    differ = pc.fill_null(pc.not_equal(days, seen), fill_value=False).to_numpy()
    at = np.flatnonzero(differ)
    day = days.take(at).to_numpy().astype("datetime64[D]")
    found = seen.take(at).to_numpy().astype("datetime64[D]")
    month, found_month = day.astype("datetime64[M]"), found.astype("datetime64[M]")
    same_day = (day - month) == (found - found_month)
    months = (found_month - month).astype(np.int64)
    chosen = (
        (found - day).astype(np.int64) == 1,
        same_day & (months == 1),
        same_day & (months == 12),
        day < np.datetime64("1970-01-01"),
        day > found,
    )
    return tuple(at[rows] for rows in chosen)
