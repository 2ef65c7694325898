"""``[brief]`` of ``dossier.toml``: what a paper on the dossier asks, of whom, by when, and what the desk advises.

::

    [brief]
    note = "vote"                    # the situation; without it, what the dossier holds decides
    marking = "TLP:AMBER"            # of the desk's own words here; without it, that of the dossier
    question_en = "Who can still be moved?"
    to_en = "the Minister"
    from_en = "Cyber desk"
    reply_by = "2019-12-26"
    default_en = "We vote no and call nobody."
    fallback_en = "A mandate that waits for the experts' report."
    decision_en = "Approve the calls of 26 December."
    recommendation_en = "Option B."

    [[brief.option]]
    id = "b"
    title_en = "Ask for abstentions"
    takes_en = "Eleven calls in a day."
    recommended = true

What binds us and who was consulted are rows, of ``obligations.csv`` and ``consulted.csv``: they are dated, sourced and marked one by one.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.column import Wording
from legation.dossier.parts.toml_record import fill, plain, tables, wrong_value
from legation.dossier.problem import Problem, problem, stop_at
from legation.dossier.records import MARKINGS, SITUATIONS
from legation.dossier.when import When

__all__ = ["NOTES", "UNMARKED", "BriefOption", "BriefSettings", "brief_for", "brief_settings", "brief_table", "read_brief"]

NOTES = SITUATIONS
"""The situations that a note can be about."""
UNMARKED = ("note", "approach_marking", "question", "key", "sections", "illustrations")
"""Settings that say what is asked of the dossier; all others are the desk's own words to its reader."""
_OPTION = "[[brief.option]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefOption:
    """One of the ways that the reader can choose: ``[[brief.option]]``.

    Attributes
    ----------
    takes, risks, costs : Wording
        What it takes (people, hours, money), what may go wrong, and what it costs with whom.
    recommended : bool
        Whether the desk advises it; at most one of them.
    """

    id: str
    title: Wording = Wording()
    takes: Wording = Wording()
    risks: Wording = Wording()
    costs: Wording = Wording()
    recommended: bool = False
    unknown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSettings:
    """What ``[brief]`` says; texts are empty, and dates None, where it does not say it.

    Attributes
    ----------
    note : str
        One of :data:`NOTES`.
    marking : str
        Of the desk's own words, ``to`` to ``enclosures``; empty: that of the dossier.
    approach_marking : str
        What papers bear at least that list whom to approach; empty: TLP:AMBER.
    question : Wording
    key : tuple of str
        ``<question>:<statement>``.
    sections : tuple of str or mapping
        Ids of questions, or tables with ``question`` and its options.
    illustrations : bool
        Whether models that are marked as invented for illustration may stand on papers, under a heading of their own.
    to, sender : Wording
        To whom the paper goes and from whom: functions. The file calls the second one ``from``.
    reply_by : When or None
        By when an answer is needed.
    default : Wording
        What happens if none comes.
    fallback : Wording
        What we would settle for.
    purpose, decision, recommendation : Wording
        What the paper is for, what the reader is asked to decide, what the desk advises.
    options : tuple of BriefOption
        In the order of the file.
    say, avoid : Wording
        What to say in public, and what not.
    signatory, cleared_by, copies, enclosures : Wording
        Who signs and who cleared it, by function; to whom copies go; what is enclosed.
    unknown : mapping
        Settings that no release so far knows: kept as they are.
    """

    note: str = ""
    marking: str = ""
    approach_marking: str = ""
    question: Wording = Wording()
    key: tuple[str, ...] = ()
    sections: tuple[str | Mapping[str, Any], ...] = field(default=(), metadata={"name": "sections"})
    illustrations: bool = False
    to: Wording = Wording()
    sender: Wording = field(default=Wording(), metadata={"name": "from"})
    reply_by: When | None = None
    default: Wording = Wording()
    fallback: Wording = Wording()
    purpose: Wording = Wording()
    decision: Wording = Wording()
    recommendation: Wording = Wording()
    options: tuple[BriefOption, ...] = field(default=(), metadata={"name": "option"})
    say: Wording = Wording()
    avoid: Wording = Wording()
    signatory: Wording = Wording()
    cleared_by: Wording = Wording()
    copies: Wording = Wording()
    enclosures: Wording = Wording()
    unknown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lacks(self) -> tuple[str, ...]:
        """The fields without which a paper informs and is no note."""
        return self.without(("decision", "recommendation"))

    def without(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return which of some fields are empty."""
        return tuple(name for name in names if not getattr(self, name))

    @property
    def recommended(self) -> BriefOption | None:
        """The option that the desk advises; None where it advises none."""
        return next((one for one in self.options if one.recommended), None)


def brief_settings(brief: Mapping[str, Any]) -> BriefSettings:
    """Return what ``[brief]`` says.

    Parameters
    ----------
    brief : mapping
        ``dossier.info.brief``.

    Raises
    ------
    DossierError
        With every fault; a dossier that was read has none.

    Examples
    --------
    >>> said = brief_settings({"to_fr": "la ministre", "to_en": "the Minister", "from": "Cyber desk", "reply_by": "2019-12-26"})
    >>> said.to.in_language("fr"), str(said.sender), str(said.reply_by), said.recommended
    ('la ministre', 'Cyber desk', '2019-12-26', None)
    """
    problems: list[Problem] = []
    found = read_brief("dossier.toml", brief, problems)
    stop_at(problems)
    return found or BriefSettings()


def brief_table(brief: BriefSettings) -> dict[str, Any]:
    """Return what ``[brief]`` says as a table of TOML, without what is empty or off."""
    said, *options = [{name: value for name, value in plain(one).items() if value is not False} for one in (brief, *brief.options)]
    return said | ({"option": options} if options else {})


def brief_for(brief: Mapping[str, Any], rank: int, *, knows_all: bool) -> Mapping[str, Any]:
    """Return what a reader sees of ``[brief]``: what is asked; the desk's own words where the reader may see their marking.

    Parameters
    ----------
    brief : mapping
    rank : int
        The place in ``MARKINGS`` of the highest marking that the reader may see.
    knows_all : bool
        Whether the reader sees settings that no field is known for: owners.

    Examples
    --------
    >>> said = {"note": "vote", "marking": "TLP:AMBER", "decision": "Approve.", "weather": "fair"}
    >>> brief_for(said, 0, knows_all=True), brief_for(said, 2, knows_all=False)
    ({'note': 'vote'}, {'note': 'vote', 'marking': 'TLP:AMBER', 'decision': 'Approve.'})
    """
    marking = brief.get("marking") or MARKINGS[0]
    closed = marking not in MARKINGS[: rank + 1]
    left = {name: value for name, value in brief.items() if not closed or name in _named(BriefSettings, UNMARKED)}
    if knows_all:
        return left
    left = {name: value for name, value in left.items() if name in _named(BriefSettings)}
    if isinstance(left.get("option"), list):
        left["option"] = [_without_unknown(one) if isinstance(one, dict) else one for one in left["option"]]
    return left


def _without_unknown(option: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in option.items() if name in _named(BriefOption)}


@functools.cache
def _named(record: type[BriefSettings | BriefOption], only: tuple[str, ...] = ()) -> frozenset[str]:
    """Return how the keys of a table are called that fields of a record hold, all of them or some."""
    fields = [one for one in dataclasses.fields(record) if one.name != "unknown" and (not only or one.name in only)]
    called = [(str(one.metadata.get("name", one.name)), one.type == "Wording") for one in fields]
    return frozenset(f"{name}{end}" for name, worded in called for end in (("", "_fr", "_en") if worded else ("",)))


def read_brief(part: str, brief: Mapping[str, Any], problems: list[Problem]) -> BriefSettings | None:
    """Read ``[brief]``; None where something in it is wrong, which is added to ``problems``."""
    left = dict(brief)
    before = len(problems)
    sections = left.pop("sections", [])
    problems.extend(_wrong_sections(part, sections))
    entries = tables(part, left.pop("option", []), "brief.option", _OPTION, problems)
    options = tuple(option for at, entry in entries if (option := _option(part, at, entry, problems)))
    problems.extend(_wrong_options(part, [at for at, _ in entries], options if len(options) == len(entries) else ()))
    for name, allowed in (("note", NOTES), ("marking", MARKINGS), ("approach_marking", MARKINGS)):
        found = left.get(name, "")
        if isinstance(found, str) and found.strip() not in ("", *allowed):
            problems.append(problem("not-a-choice", part, None, f"brief.{name}", allowed=" | ".join(allowed), found=found))
    listed = tuple(sections) if isinstance(sections, list) else ()
    made = fill(BriefSettings, part, "brief.", left, problems, sections=listed, options=options)
    return made if all(one.is_notice for one in problems[before:]) else None


def _option(part: str, at: str, entry: Mapping[str, Any], problems: list[Problem]) -> BriefOption | None:
    if not isinstance(entry.get("id"), str) or not entry["id"].strip():
        problems.append(wrong_value(part, f"{at}.id", "text", entry.get("id", "")))
        return None
    return fill(BriefOption, part, f"{at}.", entry, problems)


def _wrong_options(part: str, places: list[str], options: tuple[BriefOption, ...]) -> Iterator[Problem]:
    """Yield what is given twice: an id, or the advice."""
    first: dict[str, str] = {}
    for at, one in zip(places, options, strict=False):
        said = {"id": one.id} | ({"recommended": "true"} if one.recommended else {})
        for name, found in said.items():
            key = one.id if name == "id" else ""
            if key in first:
                yield problem("twice-in-model", part, None, f"{at}.{name}", found=found, first=first[key])
            first.setdefault(key, f"{at}.{name}")


def _wrong_sections(part: str, sections: Any) -> Iterator[Problem]:
    for section in sections if isinstance(sections, list) else [sections]:
        question = section.get("question") if isinstance(section, dict) else section
        if not isinstance(sections, list) or not isinstance(question, str):
            yield wrong_value(part, "brief.sections", '["...", {question = "..."}]', section)
