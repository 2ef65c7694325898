"""What kind an activity is of, as its row declares or its words propose: measures against attacks, means, and the issue it serves."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from legation.dossier import Activity, Dossier, Wording, standing
from legation.language import Message, fold
from legation.questions.answer import Named

__all__ = [
    "FAMILIES",
    "FilingByRows",
    "Measure",
    "about_attacks",
    "declared_by_rows",
    "fired",
    "measure",
    "texts_of",
    "word_pattern",
]


Kind = Literal["technical", "diplomatic", "mixed", "undecided"]
FAMILIES = ("contacts", "sharing", "peers", "states", "rules", "answer", "capacity", "public")
"""Parts of diplomacy beyond the perimeter: whom to call, what is shared, who acts with us, governments, rules, the answer to attackers,
help to others, the public."""
_PERIMETER_WORDS = Path(__file__).with_name("perimeter_words.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An activity, with the kind that it is taken for.

    Attributes
    ----------
    row : Activity
    kind : {"technical", "diplomatic", "mixed", "undecided"}
        ``mixed`` where words of both kinds stand; ``undecided`` where none does.
    declared : bool
        Whether the row says it itself, in its means: ``technical``, or ``diplomatic: talks with the ministry``.
    words : tuple of str
        What fired, as it stands in the row.
    families : tuple of str
        Of :data:`FAMILIES`, in their order: the parts of diplomacy whose words stand there.
    """

    row: Activity
    kind: Kind
    declared: bool
    words: tuple[str, ...]
    families: tuple[str, ...]


def measure(row: Activity) -> Measure:
    """Return what kind of measure an activity is taken for.

    Title and means are read in both languages. A word in one language fires in the other too: desks mix them.

    Limits: a list of words. It does not see what a sentence denies, and knows no measure that it has no word for.

    Examples
    --------
    >>> found = measure(Activity(id="a", title=Wording("New firewall"), means=Wording("patching")))
    >>> found.kind, found.words, found.families
    ('technical', ('firewall', 'patching'), ())
    >>> measure(Activity(id="b", title=Wording("Firewall, then a démarche"))).kind
    'mixed'
    >>> measure(Activity(id="c", title=Wording("Firewall"), means=Wording(en="diplomatic: a word to the vendor's capital"))).kind
    'diplomatic'
    """
    text = " ; ".join(dict.fromkeys(filter(None, (*texts_of(row.title), *texts_of(row.means)))))
    technical = fired(text, _lists()["technical"])
    by_family = {family: fired(text, _lists()[family]) for family in FAMILIES}
    families = tuple(family for family, words in by_family.items() if words)
    words = tuple(dict.fromkeys((*technical, *(word for found in by_family.values() for word in found))))
    declared = _declared(row)
    if declared is not None:
        return Measure(row=row, kind=declared, declared=True, words=words, families=families if declared == "diplomatic" else ())
    kind: Kind = "mixed" if technical and families else "technical" if technical else "diplomatic" if families else "undecided"
    return Measure(row=row, kind=kind, declared=False, words=words, families=families)


def about_attacks(text: Wording) -> bool:
    """Whether a measurement speaks of attacks, in the words of either language.

    >>> about_attacks(Wording("Intrusions in a year")), about_attacks(Wording("Staff trained"))
    (True, False)
    """
    return any(fired(one, _lists()["attacks"]) for one in texts_of(text))


def _declared(row: Activity) -> Literal["technical", "diplomatic"] | None:
    titles = {fold(text.partition(":")[0]).strip() for text in texts_of(row.means)}
    declared = _file()["declared"]
    if titles & set(declared["technical"]):
        return "technical"
    return "diplomatic" if titles & set(declared["diplomatic"]) else None


def texts_of(wording: Wording) -> tuple[str, ...]:
    """Return what a wording says, in each language that it has."""
    return tuple(text for text in (wording.text, wording.en, wording.fr) if text)


def fired(text: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return the words of a list that stand in a text, as they stand there except for case and accents, each once."""
    return tuple(dict.fromkeys(found[0] for found in pattern.finditer(fold(text).replace("’", "'"))))


@functools.cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(_PERIMETER_WORDS.read_text("utf-8"))


@functools.cache
def _lists() -> Mapping[str, re.Pattern[str]]:
    lists = {name: _file()[name] for name in ("technical", "attacks")} | _file()["diplomatic"]
    return {name: word_pattern(words) for name, words in lists.items()}


def word_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds whole words, the longest first; a star stands for any end."""
    ordered = sorted(words, key=len, reverse=True)
    forms = (re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+") + (r"\w*" if word.endswith("*") else "") for word in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


AREA = "digital-or-cyber"
_MEANS_WORDS = Path(__file__).with_name("means_words.toml")
_MOST = 3


@dataclass(frozen=True, slots=True)
class FilingByRows:
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


def declared_by_rows(dossier: Dossier, row: Activity) -> FilingByRows:
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
    >>> declared_by_rows(dossier, dossier.activities[0]).answers
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
    return FilingByRows(answers, tuple(because))


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
    return tomllib.loads(_MEANS_WORDS.read_text("utf-8"))


@functools.cache
def _any_word() -> re.Pattern[str]:
    return word_pattern([word for words in _words().values() for word in words])


@functools.cache
def _digital() -> re.Pattern[str]:
    return word_pattern(_words()["digital"])
