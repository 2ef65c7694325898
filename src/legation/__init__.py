"""Legation: a workbench for people who run a diplomatic strategy.

In a notebook::

    import legation as lg

    d = lg.load("examples/un-ict-2018")
    d.ask("who-can-move", first="A/RES/73/27", second="A/RES/73/266", as_of="2019-11-01")

The answer shows itself: sentences, tables and pictures. ``d.questions()`` lists what this dossier can answer and what it misses;
``answer.table("ID").to_pandas()`` gives a table to compute with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.late_exports import late_exports

if TYPE_CHECKING:
    from legation.notebook import OpenDossier, ask, load
else:
    __getattr__, __dir__ = late_exports(__name__, {"legation.notebook": "OpenDossier ask load"})

__all__ = ["OpenDossier", "ask", "load"]
