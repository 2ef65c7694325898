"""The records of our extension of STIX: what codebooks ask of an incident, and what a desk keeps beside it.

Every judgement has a holder: who says so. Codes follow EuRepoC (target, effect, response), the DCID 2.0 codebook (severity 0 to 10) and the
norms of A/70/174, paragraph 13; where two codebooks give two numbers both stand, each under its name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from legation.dossier.when import When
from legation.sources.stix.kinds import choice, choices, day, flag, moments, ref, rows, text, texts, whole

__all__ = [
    "ACTS",
    "NORMS",
    "UNITS",
    "Aliases",
    "Claim",
    "Coding",
    "Consent",
    "Contact",
    "Duty",
    "Failing",
    "Intensity",
    "LegalTest",
    "NamedSo",
    "Norm",
    "Response",
    "SharingAgreement",
]


ACTS = ("denies", "concern", "supports", "condemns", "attributes", "sanctions", "litigates")
"""What a holder does about an attribution."""
NORMS = tuple("abcdefghijk")
"""The norms of responsible behaviour, A/70/174 paragraph 13 (a) to (k)."""
_SECTORS = (
    "government",
    "international_organisation",
    "critical_infrastructure",
    "company",
    "civil_society",
    "media",
    "science",
    "end_users",
    "other",
    "unknown",
)
_EFFECTS = ("data_theft", "disclosure", "disruption", "destruction", "hijacking", "ransom", "manipulation", "physical", "none", "unknown")
_FAMILIES = ("preventive", "cooperative", "stabilising", "restrictive", "legal", "retorsion", "support", "other", "none")
_TESTS = (
    "sovereignty",
    "due_diligence",
    "state_attribution",
    "intervention",
    "use_of_force",
    "armed_attack",
    "espionage",
    "countermeasures",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intensity:
    """How grave an incident is on the scale of one codebook; never on a scale of our own."""

    codebook: str = text()
    value: int | None = whole(0, 1000)
    lowest: int | None = whole(0, 1000)
    highest: int | None = whole(0, 1000)
    coded_by: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What somebody did about an incident."""

    holder: str = text()
    family: str = choice(*_FAMILIES)
    date: When | None = day()
    what: str = text()
    names_state: bool | None = flag()
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """That somebody holds a norm to be breached, on which facts, with which gaps."""

    norm: str = choice(*NORMS)
    holder: str = text()
    facts: tuple[str, ...] = texts()
    gaps: tuple[str, ...] = texts()
    date: When | None = day()
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalTest:
    """How somebody reads a test of international law on the facts; ``open`` where they leave it so."""

    test: str = choice(*_TESTS)
    reading: str = choice("met", "not_met", "open")
    holder: str = text()
    facts: tuple[str, ...] = texts()
    gaps: tuple[str, ...] = texts()
    date: When | None = day()
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A known failing of whoever was attacked, with its source: it is always printed."""

    what: str = text()
    holder: str = text()
    date: When | None = day()
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """The political and legal fields of an incident.

    Attributes
    ----------
    target_countries : tuple of str
        ISO 3166 alpha-3.
    target_sectors, effects : tuple of str
    scale : str
        How far it reached.
    affected : int or None
        Entities that were hit, as far as they were counted.
    harm_to_people : str
        What it did to people, in words.
    clock : mapping of str to datetime
        When a thing happened from which a duty runs: ``aware``, ``classified``, ``material``... In UTC.
    done : mapping of str to datetime
        When a duty was done, by the id of the duty.
    coded_by : str
        A role or an institution, no person.
    """

    codebook: str = text()
    coded_by: str = text()
    coded_on: When | None = day()
    target_countries: tuple[str, ...] = texts()
    target_sectors: tuple[str, ...] = choices(*_SECTORS)
    effects: tuple[str, ...] = choices(*_EFFECTS)
    scale: str = choice("one_entity", "several_entities", "sector", "country", "region", "global", "unknown")
    affected: int | None = whole(0, 10**9)
    harm_to_people: str = text()
    started: When | None = day()
    ended: When | None = day()
    intensity: tuple[Intensity, ...] = rows(Intensity)
    responses: tuple[Response, ...] = rows(Response)
    norms: tuple[Norm, ...] = rows(Norm)
    law: tuple[LegalTest, ...] = rows(LegalTest)
    known_failings: tuple[Failing, ...] = rows(Failing)
    clock: Mapping[str, dt.datetime] = moments()
    done: Mapping[str, dt.datetime] = moments()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who attributes, on a relationship ``attributed-to`` or an opinion about one.

    Attributes
    ----------
    holder, holder_ref : str
        Who says so, in words or by an identity; where neither is given, the creator of the object.
    claimed_on : When or None
        When it was said; where it is not given, the day on which the object was created.
    confidence : {"", "low", "moderate", "high"}
        In the basis.
    likelihood : str
        The words of probability as the holder wrote them; never made into a number here.
    track : {"", "technical", "unofficial", "political", "legal"}
    """

    holder: str = text()
    holder_ref: str = ref("identity")
    claimed_on: When | None = day()
    confidence: str = choice("low", "moderate", "high")
    likelihood: str = text()
    act: str = choice(*ACTS)
    track: str = choice("technical", "unofficial", "political", "legal")
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSo:
    """That somebody calls a group or a tool by another name, or says that two names are not one."""

    name: str = text()
    holder: str = text()
    stance: str = choice("same", "overlaps", "different")
    claimed_on: When | None = day()
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """Other names of a group or a tool, each as a claim."""

    names: tuple[NamedSo, ...] = rows(NamedSo)


UNITS = ("hour", "day", "working_day", "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whether a victim agrees to be named, to whom, and who in it said so: a role, no person."""

    naming: str = choice("given", "refused", "asked", "withdrawn")
    audience: str = choice("partner", "public")
    said_on: When | None = day()
    until: When | None = day()
    given_by: str = text()
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty to report, an object of the type ``reporting-duty``.

    Attributes
    ----------
    basis, source : str
        The provision, and where it can be read.
    addressee : str
        To whom the report goes.
    applies_to : str
        Whom the duty binds, in words: a person decides whether it applies.
    runs_from : str
        The moment from which it runs, a name of an incident's ``clock``.
    after_ref : str
        Or the duty from whose doing it runs.
    amount, unit : int, str
        How long; working days are Monday to Friday, without holidays.
    checked : When or None
        When somebody last compared this with the law.
    """

    id: str = ""
    name: str = text()
    name_fr: str = text()
    basis: str = text()
    source: str = text()
    addressee: str = text()
    addressee_fr: str = text()
    applies_to: str = text()
    applies_to_fr: str = text()
    runs_from: str = text()
    after_ref: str = ref("reporting-duty")
    amount: int | None = whole(0, 3650)
    unit: str = choice(*UNITS)
    checked: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A point of contact, an object of the type ``contact-point``: an office and a role, no natural person."""

    id: str = ""
    organisation: str = text()
    organisation_ref: str = ref("identity")
    role: str = text()
    country: str = text()
    channel: str = text()
    address: str = text()
    hours: str = text()
    languages: tuple[str, ...] = texts()
    checked: When | None = day()
    source: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingAgreement:
    """What may be shared with whom, an object of the type ``sharing-agreement``."""

    id: str = ""
    name: str = text()
    partners: tuple[str, ...] = texts()
    covers: str = text()
    marking: str = choice("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
    start: When | None = day()
    end: When | None = day()
    source: str = text()
