"""What the rows say of where an activity belongs: the means that it names, the issue that it serves; text is read for the rest."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from legation.dossier import Activity, Dossier, standing
from legation.language import Message
from legation.questions.answer import Named
from legation.questions.perimeter import fired, measure, texts_of, word_pattern

__all__ = ["Told", "told_by_rows"]

AREA = "digital-or-cyber"
_WORDS = Path(__file__).with_name("means_words.toml")
_MOST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows say of the three tests.

    Attributes
    ----------
    answers : mapping of test to bool
        ``diplomacy``, ``means``, ``object``: those that the rows answer.
    because : tuple of Message
        A reason for each, by the means of the row or the name of the issue.
    """

    answers: Mapping[str, bool]
    because: tuple[Message, ...]


def told_by_rows(dossier: Dossier, row: Activity) -> Told:
    r"""Return what the rows say of an activity; its own columns ``digital`` and ``cyberspace`` are its filing, which this is held against.

    Means: the column ``means`` names a digital tool, or plain ones alone. Object: the column ``cyberspace`` of the issues that it serves by
    its objectives. Where one is silent and the desk has filled in only one of the activity's own two columns, that one is taken. Diplomacy:
    it serves an issue, on which actors hold positions, and names no technical measure alone.

    Limits: means are known by a list of words; an objective may serve an issue that this activity does not touch.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> rows = b"id,means\na,a letter published online\n"
    >>> dossier = decode({"dossier.toml": b'id = "x"', "activities.csv": rows})
    >>> told_by_rows(dossier, dossier.activities[0]).answers
    {'means': True}
    """
    answers: dict[str, bool] = {}
    because: list[Message] = []
    is_filed = row.digital is not None and row.cyberspace is not None
    issues = _issues(dossier, row)
    said = [(name, about) for name, about in issues if about is not None]
    tools = _tools(row)
    if tools:
        answers["means"] = "digital" in tools
        because.append(Message(f"{AREA}.uses-{'digital' if answers['means'] else 'plain'}", means=row.means))
    elif row.digital is not None and not is_filed:
        answers["means"] = row.digital
        because.append(Message(f"{AREA}.desk-{'digital' if row.digital else 'not-digital'}"))
    if said:
        answers["object"] = any(about for _, about in said)
        names = tuple(name for name, about in said if about == answers["object"])[:_MOST]
        because.append(Message(f"{AREA}.serves-{'cyber' if answers['object'] else 'other'}", issues=names))
    elif row.cyberspace is not None and not is_filed:
        answers["object"] = row.cyberspace
        because.append(Message(f"{AREA}.desk-{'cyberspace' if row.cyberspace else 'not-cyberspace'}"))
    if issues and measure(row).kind != "technical":
        answers = {"diplomacy": True} | answers
    return Told(answers, tuple(because))


def _issues(dossier: Dossier, row: Activity) -> list[tuple[Named, bool | None]]:
    """Return the issues of the objectives that an activity serves, and whether each arises in cyberspace; each once."""
    issues = {issue.id: issue for issue in standing(dossier.issues)}
    served = [aim.issue for aim in standing(dossier.objectives) if aim.id in row.objectives and aim.issue in issues]
    return [(Named(name, issues[name].question or name), issues[name].cyberspace) for name in dict.fromkeys(served)]


def _tools(row: Activity) -> frozenset[str]:
    """Return which kinds of means a row names, digital, plain or both, in either language; of two words that fit, the longer counts."""
    named = [word for text in texts_of(row.means) for word in fired(text, _any_word())]
    return frozenset("digital" if _digital().fullmatch(word) else "plain" for word in named)


@functools.cache
def _words() -> Mapping[str, list[str]]:
    return tomllib.loads(_WORDS.read_text("utf-8"))


@functools.cache
def _any_word() -> re.Pattern[str]:
    return word_pattern([word for words in _words().values() for word in words])


@functools.cache
def _digital() -> re.Pattern[str]:
    return word_pattern(_words()["digital"])
