"""Papers of a text in circulation: the note verbale that invites, with the text as its annex, and the public list of its signatories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from legation import moment
from legation.briefing.document import Block, Bullets, Cell, Document, Heading, Notice, PageBreak, PaperTable, Paragraph
from legation.briefing.labels import dressing, text
from legation.briefing.markings.frame import at_least
from legation.errors import NotAvailable, WrongUse
from legation.language import Lang, Message, say
from legation.methods.signing.circulation import SIDES, SIGNINGS, side_of
from legation.proper_nouns import article_of
from legation.questions import AnswerTable, Case
from legation.questions.base.columns import Columns
from legation.questions.coalitions.circulation.log import CirculationInputs, find_circulation
from legation.questions.coalitions.circulation.signatories import Signatory, does_of, is_public, shown_moment, signatories

__all__ = ["carry_term", "list_table", "note_verbale", "public_list", "table_of", "terms_of"]

INTERNAL = "TLP:AMBER"
"""What a list bears that is not public yet: it says who signs before they say it themselves."""
column = Columns("brief.circulation.col-")
_BY_NOTE = ("state", "organisation")
"""Sides that are invited by a note verbale; the others by a letter."""


def note_verbale(case: Case, lang: Lang, draft: str = "", actor: str = "") -> Document:
    """Lay out the note that invites an actor, or anybody who is invited, with the text as annex.

    Parameters
    ----------
    case : Case
    lang : {"en", "fr"}
    draft : str
        The NAME of ``drafts/NAME.toml``; empty: the first text in circulation.
    actor : str
        Of ``actors.csv``, by id or name; empty: a note with a blank for the addressee.

    Raises
    ------
    NotAvailable
        Where no text is in circulation, or no version was sent yet.
    WrongUse
        Where there is no such draft or actor, or the actor is not invited.
    """
    found = find_circulation(case, draft)
    if not found.versions:
        raise NotAvailable(Message("who-has-signed.no-version"))
    who = case.reference("actors", actor) if actor else ""
    if who and who not in found.invitations:
        raise WrongUse(Message("brief.circulation.not-invited", actor=case.named(who)))
    side = side_of(next((one.kind for one in case.dossier.actors if one.id == who), "state"))
    return Document(
        **dressing(case, lang, f"note-verbale-{who}" if who else "note-verbale", ("note-verbale",)),
        title=text(f"circulation.{'note' if side in _BY_NOTE else 'letter'}-title", lang),
        subtitle=say(found.title, lang),
        blocks=(*_invitation(case, found, who, side, lang), PageBreak(), *_annex(found, lang)),
    )


def _invitation(case: Case, found: CirculationInputs, who: str, side: str, lang: Lang) -> Iterator[Block]:
    host = found.terms.host or Message("brief.circulation.blank")
    addressee = found.invitations[who].addressee if who else None
    to = case.named(who) if who else Message("brief.circulation.blank")
    by_note = side in _BY_NOTE
    is_mission = bool(addressee) and article_of(say(addressee, lang), lang) != "none"
    form = "opening-letter" if not by_note else "opening-mission" if is_mission else "opening-function" if addressee else "opening"
    yield Paragraph(text(f"circulation.{form}", lang, host=host, actor=to, addressee=addressee, title=found.title))
    ask = Message(f"brief.circulation.ask-{does_of(found, side) if by_note else 'letter'}", host=host)
    closing = found.terms.closing
    yield Paragraph(say(ask, lang))
    if closing is not None:
        yield Paragraph(text("circulation.closing", lang, closing=moment.shown(closing, found.terms.zone)))
    yield Heading(text("circulation.terms", lang), 2)
    yield Bullets(tuple(Paragraph(say(one, lang)) for one in terms_of(found)))
    if by_note:
        form = "courtesy-mission" if is_mission else "courtesy"
        yield Paragraph(text(f"circulation.{form}", lang, host=host, actor=to, addressee=addressee))


def terms_of(found: CirculationInputs) -> Iterator[Message]:
    """Yield the terms in sentences: they are told before, and hold from then on."""
    yield Message("brief.circulation.term-confirm")
    admitted = tuple(Message(f"brief.circulation.answer-{one.replace('_', '-')}") for one in found.terms.answers if one != "object")
    yield Message("brief.circulation.term-answers", answers=admitted)
    yield Message("brief.circulation.term-editorial", count=found.terms.objection_hours)
    yield carry_term(found)
    if not set(SIGNINGS) <= set(found.terms.answers):
        yield Message("brief.circulation.term-as-it-stands")
    if found.terms.declared.followed:
        yield Message("brief.circulation.term-followed")
    yield Message(f"brief.circulation.term-list-{found.terms.kind.replace('_', '-')}")
    if found.terms.embargoed_until is not None:
        yield Message("brief.circulation.term-embargo", until=moment.shown(found.terms.embargoed_until, found.terms.zone))


def carry_term(found: CirculationInputs) -> Message:
    """Return the term by which signatures come to a version of substance."""
    form = "resign" if found.terms.carry == "resign" else f"silence-{found.terms.breaks}"
    return Message(f"brief.circulation.term-{form}", count=found.terms.objection_hours)


def _annex(found: CirculationInputs, lang: Lang) -> Iterator[Block]:
    """Yield the text in the language of the note, else in the one it has, and the fingerprint of the version."""
    version = found.versions[-1]
    texts = found.texts[version.id]
    yield Heading(text("circulation.annex", lang, version=version.id))
    words = texts.get(lang) or texts.get(found.model.language) or next(iter(texts.values()), "")
    yield from (Paragraph(line.strip()) for line in words.splitlines() if line.strip())
    if texts:
        yield Paragraph(text("circulation.fingerprint", lang, version=version.id, hash=found.hash_of(version.id)), style="note")


def list_table(case: Case, lang: Lang, draft: str = "") -> AnswerTable:
    """Return the public list as a table of texts: who, what it does, when, with which reservation, for which version."""
    found = find_circulation(case, draft)
    return table_of(found, signatories(case, found, lang), lang)


def table_of(found: CirculationInputs, there: Iterable[Signatory], lang: Lang) -> AnswerTable:
    """Return signatories as the table of a public list."""
    rows = tuple(
        (
            Message(f"who-has-signed.side.{one.side}"),
            say(one.name, lang),
            _does(one),
            shown_moment(found, one.answer.at) if one.answer.at is not None else None,
            _reservation(one, lang),
            one.version,
        )
        for one in there
    )
    columns = column.text("side", "name", "does", "date", "reservation", "version")
    return AnswerTable(id="public-list", title=Message("brief.circulation.list-title"), columns=columns, rows=rows)


def public_list(case: Case, lang: Lang, draft: str = "") -> Document:
    """Lay out the list of who associates itself; before its release it says so, and is for the desk and its partners alone.

    Parameters and errors are those of :func:`note_verbale`, without the actor.
    """
    found = find_circulation(case, draft)
    there = signatories(case, found, lang)
    notes = [one for one in there if _reservation(one, lang)]
    public = is_public(found)
    blocks: list[Block] = [] if public else [Notice(say(_withheld(found), lang))]
    if not there:
        blocks.append(Paragraph(text("circulation.list-none", lang)))
    for side in SIDES:
        rows = [one for one in there if one.side == side]
        if rows:
            blocks += [Heading(text(f"circulation.heading-{side}", lang, count=len(rows)), 2), _rows(found, rows, notes, lang)]
    blocks += [
        Paragraph(
            text("circulation.footnote", lang, number=notes.index(one) + 1, name=one.name, words=_reservation(one, lang)), style="note"
        )
        for one in notes
    ]
    made = Document(
        **dressing(case, lang, "public-list"),
        title=text("circulation.list-title", lang),
        subtitle=say(found.title, lang),
        blocks=tuple(blocks),
    )
    return made if public else at_least(made, INTERNAL, case.info.pap)


def _withheld(found: CirculationInputs) -> Message:
    released, embargo = found.terms.released, found.terms.embargoed_until
    if released is None or released.instant > found.at or embargo is None:
        return Message("brief.circulation.list-not-released")
    return Message("brief.circulation.list-embargo", until=moment.shown(embargo, found.terms.zone))


def _rows(found: CirculationInputs, rows: list[Signatory], notes: list[Signatory], lang: Lang) -> PaperTable:
    head = tuple(Cell(text(f"circulation.col-{name}", lang)) for name in ("name", "does", "date"))
    cells = tuple(
        (
            Cell(say(one.name, lang) + (f" ({notes.index(one) + 1})" if one in notes else ""), bold=True),
            Cell(say(_does(one), lang)),
            Cell(say(shown_moment(found, one.answer.at), lang) if one.answer.at is not None else "—"),
        )
        for one in rows
    )
    return PaperTable(head, cells, widths=(0.5, 0.25, 0.25))


def _does(one: Signatory) -> Message:
    return Message("brief.circulation.has-left") if one.has_left else Message(f"who-has-signed.does.{one.does}")


def _reservation(one: Signatory, lang: Lang) -> str:
    """Return the footnote of a signatory: its reservation, or the paragraph from which it dissociates itself."""
    if one.has_left or one.answer.answer not in ("reservation", "dissociate"):
        return ""
    words = say(one.answer.words, lang) if one.answer.words else ""
    if one.answer.answer == "reservation":
        return words or text("circulation.reserved", lang, unit=one.answer.unit or "—")
    form = "dissociates" if one.answer.unit else "dissociates-part"
    return f"{text(f'circulation.{form}', lang, unit=one.answer.unit)} {words}".strip()
