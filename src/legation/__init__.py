"""Legation: a workbench for people who run a diplomatic strategy.

In a notebook::

    import legation as lg

    d = lg.load("examples/un-ict-2018")
    d.ask("who-can-move", first="A/RES/73/27", second="A/RES/73/266", as_of="2019-11-01")

The answer shows itself: sentences, tables and pictures. ``d.questions()`` lists what this dossier can answer and what it misses;
``answer.table("ID").to_pandas()`` gives a table to compute with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.notebook import OpenDossier, ask, load

__all__ = ["OpenDossier", "ask", "load"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from legation import notebook

        return getattr(notebook, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
