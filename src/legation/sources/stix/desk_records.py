"""What a desk keeps beside the incidents, as records of our extension of STIX: consents, duties, points of contact, agreements."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier.when import When
from legation.sources.stix.kinds import choice, day, ref, text, texts, whole

__all__ = ["UNITS", "Consent", "Contact", "Duty", "SharingAgreement"]

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
