"""The log of a circulation, as it was known: invitations and answers as rows, and the board that follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation import moment
from legation.dossier import Invitation, Moment, Signature, standing
from legation.dossier.models.circulation import Circulation
from legation.dossier.models.draft import DRAFT, DraftModel, Version
from legation.errors import DossierError, NotAvailable
from legation.language import Message
from legation.methods.drafting import parse
from legation.methods.signing.circulation import SIGNINGS
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.base.part_inputs import PartInputs, choose_part
from legation.rooms.circulation import Board, Response, TextVersion, status, text_hash
from legation.sources.draft.text import text_of

__all__ = ["CIRCULATED", "CirculationInputs", "circulated_drafts", "find_circulation"]


@dataclass(frozen=True, kw_only=True)
class CirculationInputs(PartInputs[DraftModel]):
    """A circulation as it was known at an instant.

    Attributes
    ----------
    terms : Circulation
    at : datetime
        The instant up to which the log was read: the one that was asked for, else the end of the day that is asked about, in UTC.
    versions : tuple of Version
        Those that were sent, in their order.
    texts : mapping of str to mapping of str to str
        By id of a version its words by language; without a language whose words are not there.
    invitations : mapping of str to Invitation
        By actor, in the order of the rows; of several the first.
    answers : mapping of str to Signature
        By id.
    board : Board
    aside : tuple of Signature
        Answers that cannot be read: of nobody invited, to no version that is there, or without an answer.
    sent, responses : tuple of TextVersion, of Response
        Versions and answers as they are counted.
    """

    terms: Circulation
    at: dt.datetime
    versions: tuple[Version, ...]
    texts: Mapping[str, Mapping[str, str]]
    invitations: Mapping[str, Invitation]
    answers: Mapping[str, Signature]
    board: Board
    aside: tuple[Signature, ...]
    sent: tuple[TextVersion, ...]
    responses: tuple[Response, ...]

    def board_at(self, at: dt.datetime) -> Board:
        """Return where each that is invited stood at an instant, by what is known now."""
        return status(self.invitations, self.sent, self.responses, moment.written(at), _closing(self.terms))

    def answer_of(self, actor: str) -> Signature | None:
        """Return the answer by which an actor stands where it does; None without one."""
        return self.answers.get(self.board[actor].response)

    def claim_of(self, actor: str) -> Signature | None:
        """Return the signing of an actor that waits for the coordinator; None where none does."""
        return self.answers.get(self.board[actor].claim)

    def hash_of(self, version: str) -> str:
        """Return the fingerprint of a version in all its languages; empty where its words are not there."""
        return text_hash(self.texts[version]) if self.texts[version] else ""

    @property
    def is_closed(self) -> bool:
        """Whether the closing lies behind."""
        closing = self.terms.closing
        return closing is not None and self.at > closing


def circulated_drafts(files: Mapping[str, bytes]) -> dict[str, DraftModel]:
    """Return the drafts that are circulated among the files of a dossier, by name; one that cannot be read is not among them."""
    found = {}
    for name, part in DRAFT.of(files).items():
        model = _readable(files[part], part) if b"circulation" in files[part] else None
        if model is not None and model.circulation is not None:
            found[name] = model
    return found


def _readable(data: bytes, part: str) -> DraftModel | None:
    try:
        return DRAFT.read(data, part)
    except DossierError:
        return None


def find_circulation(case: Case, name: str = "", at: dt.datetime | None = None) -> CirculationInputs:
    """Return the circulation of the draft that was asked for, or of the first draft that is circulated; read once for a case.

    Parameters
    ----------
    case : Case
    name : str
        The NAME of ``drafts/NAME.toml``; empty: the first that is circulated.
    at : datetime, optional
        The instant up to which the log is read; without it the end of the day of the case, in UTC.

    Raises
    ------
    NotAvailable
        Where no draft is circulated, or not this one.
    WrongUse
        Where there is no draft of the name.
    DossierError
        Where the file of the draft is faulty.
    BadValue
        Where two versions have one moment.
    """
    if at is not None:  # an instant goes by: nothing that was made for it is asked for again
        return _found(case, name, moment.written(at))
    return case.once(("circulation", name), lambda: _found(case, name, case.as_of.isoformat()))


def _found(case: Case, name: str, until: str) -> CirculationInputs:
    wanted = name or next(iter(circulated_drafts(case.dossier.files)), "")
    part = choose_part(case, DRAFT, wanted, none="who-has-signed.none", unknown="drafting.unknown-draft")
    terms = part.model.circulation
    if terms is None:
        raise NotAvailable(Message("who-has-signed.none", as_of=case.as_of))
    at = moment.span(until)[1]
    sent = sorted((one for one in part.model.versions if _sent(one).instant <= at), key=lambda one: _sent(one).instant)
    texts = {one.id: dict(_texts(case, part.model, one)) for one in sent}
    invitations: dict[str, Invitation] = {}
    for row in standing(case.dossier.invitations):
        if row.draft == part.model.id and row.actor:
            invitations.setdefault(row.actor, row)
    rows = [row for row in standing(case.dossier.signatures) if row.draft == part.model.id]
    read = [row for row in rows if row.actor in invitations and row.version in texts and row.answer]
    known = {row.id for row in read}
    responses = tuple(_response(row, terms, sent, texts) for row in read)
    versions = tuple(_text_version(one, number, terms) for number, one in enumerate(sent))
    return CirculationInputs(
        **vars(part),
        terms=terms,
        at=at,
        versions=tuple(sent),
        texts=texts,
        invitations=invitations,
        answers={row.id: row for row in read},
        board=status(invitations, versions, responses, until, _closing(terms)),
        aside=tuple(row for row in rows if row.id not in known),
        sent=versions,
        responses=responses,
    )


def _closing(terms: Circulation) -> str:
    return moment.written(terms.closing) if terms.closing is not None else ""


def _sent(version: Version) -> Moment:
    """Return when a version was sent: its moment, else its day."""
    return version.at or Moment(version.date.last.isoformat())


def _text_version(version: Version, number: int, terms: Circulation) -> TextVersion:
    """Return a version with its terms; its period of objection is never shorter than the terms that were told, unless it says so."""
    sent = _sent(version)
    until = str(version.until) if version.until else moment.written(sent.instant + dt.timedelta(hours=terms.objection_hours))
    change = (version.change or "substance") if number else "first"
    return TextVersion(version.id, str(sent), change, terms.carry, until, terms.breaks)


def _texts(case: Case, model: DraftModel, version: Version) -> Iterator[tuple[str, str]]:
    for lang, part in {model.language: version.part, **version.translations}.items():
        words = text_of(case.dossier.files, part)
        if words is not None and words.strip():
            yield lang, words


def _response(row: Signature, terms: Circulation, sent: Sequence[Version], texts: Mapping[str, Mapping[str, str]]) -> Response:
    """Return an answer as it is counted: a reservation or a dissociation that the terms do not admit asks for a change, and is not in."""
    kind = "sign_if" if row.answer in SIGNINGS and row.answer not in terms.answers else row.answer
    touched = tuple(_touched(row, sent, texts)) if kind in SIGNINGS and kind != "sign" else ()
    at = row.at or _sent(sent[0])
    return Response(row.id, row.actor, str(at), row.version, kind, str(row.confirmed or ""), str(row.until or ""), touched)


def _touched(row: Signature, sent: Sequence[Version], texts: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield the versions after the one answered that changed the words a reservation is about; where that is not known, every one."""
    before = texts[row.version]
    is_known = any(_words_of(words, row.unit) is not None for words in before.values())
    behind = next(number for number, one in enumerate(sent) if one.id == row.version)
    for version in sent[behind + 1 :]:
        words, earlier = texts[version.id], before
        langs = words.keys() | earlier.keys()
        if not is_known or any(_words_of(words.get(lang, ""), row.unit) != _words_of(earlier.get(lang, ""), row.unit) for lang in langs):
            yield version.id
        before = words


def _words_of(text: str, unit: str) -> str | None:
    """Return the words of a paragraph by its number, or of the whole text; None where there is no such paragraph."""
    draft = parse(text)
    if not unit:
        return " ".join(text.split())
    found = next((one for one in draft.units if one.label.rstrip(".").casefold() == unit.rstrip(".").casefold()), None)
    return None if found is None else " ".join(draft.text[found.start : found.end].split())


def _is_circulated(case: Case, options: Mapping[str, object]) -> object:
    return find_circulation(case, str(options["draft"] or "")).invitations


CIRCULATED = Condition(id="circulation", place="invitations", check=_is_circulated)
