"""``incidents/NAME.statement.toml``: what a desk would say in public about an incident, and what it rests on.

One ``[statement]`` says who speaks, to whom, in which tone, what is asked for and which way out is left. Then, each row with its evidence
and the date from which it was known:

- ``[[claim]]``: a paragraph in English and in French, the widest circle that may hear it (``public``, ``partners``, ``national``), what it
  rests on, and what telling it reveals. A claim that holds somebody responsible names who does so;
- ``[[failing]]``: a known failing of the firm; ``[[notice]]``: whom it told, when, and when that was due; ``[[harm]]``: what happened to
  people, with a number and its range where there is one. They are printed with every statement; where there is none, that is printed;
- ``[[withdrawn]]``: an earlier attribution that was withdrawn or doubted; ``[[answer]]``: the desk's answer to a hostile question.

Each text is given in ``_en`` and ``_fr``: a version that is missing is shown as a gap. :func:`template` gives a whole file with notes. A
part holds at most 200 tables of one name and 1 MB. Names of natural persons do not belong here: a person goes by role.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.statement_model.model import StatementModel
from legation.sources.statement_model.reading import FOLDER, SUFFIX, read_statement_model
from legation.sources.statement_model.records import TIERS, TONES, Claim, Failing, Harm, Notified, Prepared, Withdrawn
from legation.sources.statement_model.writing import write_statement_model

__all__ = [
    "FOLDER",
    "SUFFIX",
    "TIERS",
    "TONES",
    "Claim",
    "Failing",
    "Harm",
    "Notified",
    "Prepared",
    "StatementModel",
    "Withdrawn",
    "read_statement_model",
    "template",
    "write_statement_model",
]


def template(lang: Lang) -> str:
    """Return a small file with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
