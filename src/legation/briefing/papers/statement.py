"""The draft statement on an incident as plain text and as a document, in either language, and what the lint finds in it.

Both carry the evidence of each paragraph, so that the lint and a reader can hold the words against it. A paragraph that is missing in a
language is named as missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from legation.briefing.document import Document, Notice, Paragraph
from legation.briefing.labels import Sources, dressing
from legation.briefing.lint import Finding, lint
from legation.briefing.lint.findings import GATE
from legation.briefing.markings.frame import marked
from legation.dossier.models.statement import TIERS
from legation.errors import BadValue
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.incident.attribution.words import tier
from legation.questions.incident.statement.draft import DraftParagraph as Drafted
from legation.questions.incident.statement.draft import draft
from legation.questions.incident.statement.inputs import StatementInputs, find_statement
from legation.sources.names.countries import find

__all__ = ["RELEASES", "StatementDraft", "statement_draft"]

AREA = "what-do-we-say"

RELEASES = {"public": "TLP:CLEAR", "partners": "TLP:AMBER", "national": "TLP:AMBER+STRICT"}
"""The marking up to which the evidence of a statement may go, by circle."""


@dataclass(frozen=True, kw_only=True)
class StatementDraft:
    """A draft for one circle.

    Attributes
    ----------
    case : Case
        As the reader may see it.
    said : Said
    paragraphs : tuple of Paragraph
        The same in both languages, in step.
    """

    case: Case
    said: StatementInputs
    paragraphs: tuple[Drafted, ...]

    @property
    def name(self) -> str:
        """The stem of its files."""
        return f"{self.case.info.id}-statement-{self.said.model.id}-{self.said.tier}"

    def title(self, lang: Lang) -> str:
        """Return the title as the language has it, or the name of the file."""
        return getattr(self.said.model.title, lang) or self.said.model.id

    def text(self, lang: Lang) -> str:
        """Return the draft as plain text: title, paragraphs, evidence in brackets."""
        paragraphs = (
            f"{self._words(at, lang)} [{', '.join(one.evidence)}]" if one.evidence else self._words(at, lang) for at, one in self._each()
        )
        return "\n\n".join([self.title(lang), *paragraphs]) + "\n"

    def document(self, lang: Lang) -> Document:
        """Return the draft laid out, with its sources."""
        sources = Sources(self.case, lang)
        blocks = tuple(
            Paragraph(self._words(at, lang), sources.numbers(one.evidence), style="note" if one.kind == "withheld" else "body")
            for at, one in self._each()
        )
        subtitle = say(Message(f"{AREA}.paper.subtitle", tier=tier(self.said.tier), as_of=self.case.as_of), lang)
        notice = Notice(say(Message(f"{AREA}.proposed"), lang))
        head = dressing(self.case, lang, "statement") | marked(RELEASES[self.said.tier], lang)
        return Document(**head, title=self.title(lang), subtitle=subtitle, blocks=(notice, *blocks), sources=sources.entries())

    def findings(self, lang: Lang) -> tuple[Finding, ...]:
        """Return what the lint finds, with the gate and the probability of the response."""
        response = self.said.response.model if self.said.response else None
        judged = {response.held.party: response.probability[1]} if response and response.held and response.probability else {}
        minima = [gate.measure.minimum for gate in self.said.gates if gate.measure.minimum is not None]
        own = self.said.model.actor
        return lint(
            self.text(lang),
            lang,
            dossier=self.case.dossier,
            release=RELEASES[self.said.tier],
            assessments=judged,
            own=own if own and find(own).country is not None else "",
            gate=min(minima, default=GATE),
        )

    def _each(self) -> list[tuple[int, Drafted]]:
        return list(enumerate(self.paragraphs, start=1))

    def _words(self, at: int, lang: Lang) -> str:
        one = self.paragraphs[at - 1]
        if one.kind == "withheld":
            return say(Message(f"{AREA}.paper.withheld-line", why=one.text(lang)), lang)
        return one.text(lang) or say(Message(f"{AREA}.paper.gap-line", paragraph=at), lang)


def statement_draft(case: Case, name: str = "", tier: str = "public", seed: int = 0) -> StatementDraft:
    """Return the draft of a statement for a circle.

    Parameters
    ----------
    case : Case
        As the reader may see it: nothing is hidden here but what the circle may not hear.
    name : str
        The NAME of ``incidents/NAME.statement.toml``; the first by name where empty.
    tier : {"public", "partners", "national"}
    seed : int
        Of the intervals of the judgement.

    Raises
    ------
    BadValue
        For a circle that is none.
    NotAvailable, WrongUse
        Where there is no statement, or none of the name.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> from legation.dossier.models.statement import STATEMENT
    >>> d = decode({"dossier.toml": b'id = "d"', "incidents/i.statement.toml": STATEMENT.template("en").encode()})
    >>> made = statement_draft(Case(dossier=d, today=dt.date(2025, 6, 1)))
    >>> made.name, made.text("fr").count("manquement"), len(made.paragraphs)
    ('d-statement-i-public', 0, 7)
    """
    if tier not in TIERS:
        raise BadValue(Message("all-questions.bad-option", name="tier", found=str(tier)[:40], allowed=" | ".join(TIERS)))
    said = find_statement(case, name, tier, seed)
    return StatementDraft(case=case, said=said, paragraphs=draft(said, case.as_of))
