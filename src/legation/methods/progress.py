"""Long computations: how they tell how far they are, and many runs of one function, each with a seed of its own.

A method that may take over a second accepts ``progress``, calls it as ``progress(done, total)``, and lets what it raises
(:class:`legation.errors.Cancelled`) pass through.

A method that draws and fits again a hundred times hands its draws to :func:`in_turn`. By itself that is some threads of this process;
within ``joblib.parallel_config("dask")`` it is a cluster. The numbers are the same, because every run is given its own seed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias, TypeVar

__all__ = [
    "Progress",
    "in_turn",
    "silent",
]


Progress: TypeAlias = Callable[[int, int], None]
"""Called with steps done and steps in all."""


def silent(done: int, total: int) -> None:
    """Tell nobody.

    Examples
    --------
    >>> silent(1, 10)
    """


Made = TypeVar("Made")


def in_turn(
    run: Callable[..., Made], given: Iterable[tuple[Any, ...]], count: int, progress: Progress = silent, *, at_once: int = 2
) -> Iterator[Made]:
    """Yield what each run returns, in the order in which they were given.

    Parameters
    ----------
    run : callable
        Of a module, so that other processes find it; it changes nothing that it is given.
    given : iterable of tuple
        The arguments of each run.
    count : int
        How many there are [runs].
    progress : callable
        Told ``(runs done, runs in all)``; what it raises ends the others.
    at_once : int
        Threads, where nothing else is told outside; more than there are processors help where runs wait for memory.

    Examples
    --------
    >>> list(in_turn(pow, ((2, at) for at in range(5)), 5))
    [1, 2, 4, 8, 16]
    """
    import joblib

    runs = joblib.Parallel(n_jobs=at_once, prefer="threads", return_as="generator")
    progress(0, count)
    made = runs(joblib.delayed(run)(*arguments) for arguments in given)
    try:
        for done, one in enumerate(made, 1):
            yield one
            progress(done, count)
    finally:
        with warnings.catch_warnings():  # whoever stops it knows that the rest is thrown away
            warnings.filterwarnings("ignore", message=".*tasks (have been successfully executed|which were still being processed)")
            made.close()
