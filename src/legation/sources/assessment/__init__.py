"""``incidents/NAME.assessment.toml``: how a desk weighs who may have done it.

One ``[assessment]`` says whose assessment it is, of what, and how good its basis is. Then, each row with its evidence and the date from
which it was known:

- ``[[hypothesis]]``: hypotheses that exclude each other and leave nothing out: one is an actor that nobody listed, one or more say that the
  marks of another were planted;
- ``[[analyst]]``: who judged, with a prior for each hypothesis, as numbers or ranges, and the reason;
- ``[[item]]``: one claim, its evidence, how probable it is under each hypothesis, what it costs to fake, whether it may be shown;
- ``[[observed]]``: techniques and software that a report saw, to be matched with a file of knowledge that the desk names;
- ``[[sponsor]]``, ``[[responsibility]]``, ``[[spectrum]]``: who may stand behind, and the tests of state responsibility as people answered
  them: three questions that are never merged;
- ``[[assumption]]``, ``[[search]]``: what the items rest on, and what one could look for next;
- ``[[judgement]]``: what was believed on an earlier day, and how that came out.

Grades and origin of an item are those of its first evidence where the file gives no others. :func:`template` gives a whole file with notes.
A part holds at most 200 tables of one name and 1 MB. Names of natural persons do not belong here: a person goes by role.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.assessment.model import Assessment
from legation.sources.assessment.numbers import RATIO_WORDS
from legation.sources.assessment.reading import FOLDER, SUFFIX, read_assessment
from legation.sources.assessment.records import (
    Analyst,
    Assumption,
    Hypothesis,
    Observed,
    Past,
    Placed,
    Search,
    Sponsor,
    Tested,
    Weighed,
)
from legation.sources.assessment.writing import write_assessment

__all__ = [
    "FOLDER",
    "RATIO_WORDS",
    "SUFFIX",
    "Analyst",
    "Assessment",
    "Assumption",
    "Hypothesis",
    "Observed",
    "Past",
    "Placed",
    "Search",
    "Sponsor",
    "Tested",
    "Weighed",
    "read_assessment",
    "template",
    "write_assessment",
]


def template(lang: Lang) -> str:
    """Return a small file with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
