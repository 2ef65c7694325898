"""Monitors, written by hand: the dossier part ``monitors/NAME.toml``.

A monitor says what is counted in the lake, which days teach what is usual, how many false alarms are allowed, and who is told. This is a
whole one; :func:`template` gives one with notes, to be edited::

    [monitor]
    title_en = "Our wording in the press"         # title, title_fr, title_en: any of them
    what = "phrase"                               # phrase | topic | pair | pages | bots
    words = ["open internet", "internet ouvert"]
    baseline_from = "2024-01-01"                  # the days that teach what is usual, both included
    baseline_to = "2024-06-30"
    every = "day"                                 # day | week
    false_alarms = 2                              # so many in a year are allowed
    direction = "up"                              # up | down | both
    change = 50                                   # the change to be found soonest, in percent: 1.5 times the usual
    tell = "press desk"                           # who is told, in your words
    evidence = []                                 # ids in evidence.csv; optional, like known_on, author, note

What is counted, and its keys:

==========  ====================================================================  ===============================
``phrase``  texts in which a form stands, of all texts                            ``words``
``topic``   texts in which at least ``least`` of the words stand, of all texts    ``words``, ``least``
``pair``    stories of two states with such an act, of all stories                ``first``, ``second``, ``acts``
``pages``   visits of persons in which one of the pages was read                  ``pages``
``bots``    requests of crawlers                                                  ``bots``
==========  ====================================================================  ===============================

``words`` are forms of :func:`legation.methods.text.uptake.phrase`. ``first`` and ``second`` are ISO 3166-1 alpha-3 codes; ``acts`` is
``conflict``, ``cooperation``, or one of the four classes. ``pages`` are paths, with ``*`` for any signs, letters compared without
case; pages and visits are those of ``who-reads-us``, and a file counts where its ending is named (``*.pdf``). ``bots`` are families such as
``GPTBot``, or a kind of them (``ai``, ``search``).
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.monitor_model.reading import FOLDER, is_monitor, read_monitor
from legation.sources.monitor_model.records import ACTS, WHAT, Monitor
from legation.sources.monitor_model.seen import monitors_seen, write_monitor

__all__ = ["ACTS", "FOLDER", "WHAT", "Monitor", "is_monitor", "monitors_seen", "read_monitor", "template", "write_monitor"]


def template(lang: Lang) -> str:
    """Return a small monitor that works, with notes, to be edited.

    >>> read_monitor(template("fr").encode(), "monitors/presse.toml").what
    'phrase'
    """
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
