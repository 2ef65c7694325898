"""Which texts of a dossier are about which of its incidents: a text that is about none is not read for blame.

An incident is what has a NAME under ``incidents/``: a register, a statement, a response or an assessment. An item of evidence is about it

- where a row of its files rests on the item, rows about other incidents aside (precedents, earlier attributions, past judgements);
- where a row of ``readings`` on the incident names the item;
- where title, quotation or archived text has one of its names, and the item is not dated before the incident. Its names are what the files
  state as such: the incident of an assessment, the firm of a statement; of a register its incidents, and its malware with other names.
  A name has a capital letter or a digit in it, after an article: "the firms concerned" is none.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from legation.dossier import Dossier, Evidence, Reading, Wording, standing
from legation.dossier.models.assessment import ASSESSMENT, Assessment
from legation.dossier.models.response import RESPONSE, ResponseModel
from legation.dossier.models.statement import STATEMENT, StatementModel
from legation.sources.stix.register import is_register, register_of

__all__ = ["FIRM", "Incident", "incidents", "newest", "proper", "readings_on", "states_failing"]

FIRM = "breached organisation"

_KINDS = (ASSESSMENT, RESPONSE, STATEMENT)
_ELSEWHERE = frozenset({"precedents", "past", "withdrawn"})
"""Fields of the models whose rows are about other incidents."""
_FINDINGS = frozenset({"court", "law", "report", "record", "resolution", "statement", "press", "web_page"})
"""Kinds of evidence that can state a failing; a post or a remark in an interview is an opinion of it."""
_ARTICLE = re.compile(r"(?:(?:the|le|la|les)\s+|l['’]\s?)", re.IGNORECASE)
_SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An incident of the dossier.

    Attributes
    ----------
    name : str
        NAME of its files.
    named : frozenset of str
        Ids of the evidence on which its rows rest, each in the newest version.
    names : tuple of str
        What it, its victim and its malware are called.
    since : date or None
        The day on which it began, where that is stated: a text dated before is about something else.
    """

    name: str
    named: frozenset[str]
    names: tuple[str, ...]
    since: dt.date | None

    @property
    def called(self) -> str:
        """What a reader knows it as."""
        return self.names[0] if self.names else self.name

    def is_about(self, row: Evidence, text: str) -> bool:
        """Whether an item of evidence, with its quotation and archived text, is about the incident.

        Examples
        --------
        >>> one = Incident(name="i", named=frozenset(), names=("NotPetya",), since=None)
        >>> one.is_about(Evidence(id="e"), "Who made NotPetya?"), one.is_about(Evidence(id="e"), "The tram stops.")
        (True, False)
        """
        if row.id in self.named:
            return True
        if not self.names or (self.since is not None and row.date is not None and row.date.last < self.since):
            return False
        title = row.title
        words = "\n".join((title.text, title.en, title.fr, text))
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) for name in self.names)


def incidents(dossier: Dossier) -> tuple[Incident, ...]:
    """Return the incidents of a dossier, by name.

    Raises
    ------
    DossierError
        Where one of their models is faulty; a register that cannot be read has a name and says nothing.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "d"', "incidents/i.statement.toml": STATEMENT.template("en").encode()})
    >>> [one.name for one in incidents(d)]
    ['i']
    """
    there = {PurePosixPath(part).stem: register_of(dossier.files[part], part) for part in sorted(dossier.files) if is_register(part)}
    models = {(kind.id, name): kind.read(dossier.files[part], part) for kind in _KINDS for name, part in kind.of(dossier.files).items()}
    current, found = newest(dossier.evidence), []
    for name in sorted({*there, *(name for _, name in models)}):
        own = [model for (_, of), model in models.items() if of == name]
        cited = {i for model in own for i in _cited(model)} | {i for row in readings_on(dossier, name) for i in row.evidence}
        called = [
            *(word for model in own for word in _names(model)),
            *_in_register(register.objects if (register := there.get(name)) else ()),
        ]
        days = [model.date.first for model in own if isinstance(model, ResponseModel) and model.date is not None]
        found.append(
            Incident(
                name=name,
                named=frozenset(current.get(i, i) for i in cited),
                names=tuple(dict.fromkeys(filter(None, map(proper, called)))),
                since=min(days, default=None),
            )
        )
    return tuple(found)


def readings_on(dossier: Dossier, name: str) -> tuple[Reading, ...]:
    """Return the current readings on an incident."""
    return tuple(row for row in standing(dossier.readings) if row.incident == name)


def states_failing(reading: Reading, row: Evidence) -> bool:
    """Whether a person read in a text that the firm that was hit failed, and the text is of a kind that can state it."""
    return reading.target == FIRM and reading.stance == "blames" and reading.verdict != "rejected" and row.kind in _FINDINGS


def newest(rows: Iterable[Any]) -> dict[str, str]:
    """Return for each row that another supersedes the id of the newest version of it."""
    later = {row.supersedes: row.id for row in rows if row.supersedes}
    made: dict[str, str] = {}
    for old in later:
        new, seen = old, {old}
        while new in later and later[new] not in seen:
            new = later[new]
            seen.add(new)
        made[old] = new
    return made


def _cited(model: Any) -> tuple[str, ...]:
    """Return the evidence on which a model rests, without that of its rows on other incidents."""
    left_out = {f.name: () for f in dataclasses.fields(model) if f.name in _ELSEWHERE}
    cited: tuple[str, ...] = dataclasses.replace(model, **left_out).cited()
    return cited


def _names(model: Any) -> Iterator[str]:
    if isinstance(model, Assessment) and not model.incident.startswith("incident--"):
        yield re.split(r"[,;:(]", model.incident)[0]
    if isinstance(model, StatementModel):
        yield from _versions(model.firm)


def _versions(said: Wording) -> tuple[str, ...]:
    return said.text, said.en, said.fr


def _in_register(objects: Iterable[Any]) -> Iterator[str]:
    """Yield the names of incidents and of malware in a register, and those under which malware goes too."""
    for one in objects:
        if isinstance(one, dict) and one.get("type") in ("incident", "malware"):
            more = one.get("aliases") if one["type"] == "malware" else ()
            yield from (name for name in (one.get("name"), *(more or ())) if isinstance(name, str))


def proper(name: str) -> str:
    """Return a name without its article; empty where it is a common noun.

    >>> proper("the Bank of Kestria"), proper("the firms concerned")
    ('Bank of Kestria', '')
    """
    whole = name.strip()
    bare = whole[article.end() :] if (article := _ARTICLE.match(whole)) else whole
    return bare if len(bare) >= _SHORTEST and any(letter.isupper() or letter.isdigit() for letter in bare) else ""
