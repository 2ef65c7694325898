"""The draft that a question is about, as it was known, as a room; and how its actors, paragraphs and brackets are called."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from legation.dossier import standing
from legation.dossier.models.draft import DRAFT, DraftModel
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.case import Case
from legation.questions.drafting.log import Room, room_of
from legation.questions.part_inputs import PartInputs, part_asked, part_caveats
from legation.rooms.drafting import Held, Stance, joined
from legation.sources.draft.texts import text_of

__all__ = ["Asked", "caveats", "cut", "draft_asked"]

LONGEST = 80
"""Characters of the words of a bracket that a sentence quotes."""


@dataclass(frozen=True, kw_only=True)
class Asked(PartInputs[DraftModel]):
    """A draft as it was known.

    Attributes
    ----------
    room : Room
    case : Case
    lost : int
        Versions whose words are not there.
    """

    room: Room
    case: Case
    lost: int

    def named(self, written: str) -> Named:
        """Return an actor that the text names, as a reader knows it."""
        return self.case.named(self.room.actor(written))

    def names(self, written: tuple[str, ...]) -> tuple[Named, ...]:
        """Return several actors."""
        return tuple(self.named(one) for one in written)

    def label(self, unit: str) -> str:
        """Return the number that a paragraph bears now."""
        return next((one.label for one in self.room.state.units if one.id == unit), unit)

    def words(self, held: Held) -> str:
        """Return the words of an open bracket, cut where they are long."""
        return cut(joined(self.room.state.words(held)))

    def bracket(self, name: str) -> Named:
        """Return an open bracket as a reader knows it: its words and its paragraph."""
        held = self.room.state.held[name]
        return Named(name, Message("drafting.bracket", words=self.words(held), unit=self.label(held.unit)))

    def target(self, name: str) -> Named:
        """Return a bracket or a paragraph as a reader knows it."""
        return self.bracket(name) if name in self.room.state.held else Named(name, Message("drafting.unit", unit=self.label(name)))

    def behind(self, stance: Stance) -> tuple[str, ...]:
        """Return the evidence of a stance: its own, else that of the version whose text records it."""
        return self.seen(stance.evidence or self.room.version_on(stance.at).evidence)

    def now(self) -> tuple[str, ...]:
        """Return the evidence of the version that stands."""
        return self.seen(self.room.versions[-1].evidence)


def cut(words: str) -> str:
    """Return words as a sentence quotes them.

    >>> cut("at once"), len(cut("to report " * 40)) <= 80
    ('at once', True)
    """
    return words if len(words) <= LONGEST else textwrap.shorten(words, LONGEST, placeholder=" …") or f"{words[: LONGEST - 2]} …"


def draft_asked(case: Case, name: str) -> Asked:
    """Return the draft that was asked for, or the first by name.

    Raises
    ------
    NotAvailable
        Where none was known, or none of its versions.
    WrongUse
        Where there is none of the name.
    DossierError
        Where its file is faulty.
    """
    part = part_asked(case, DRAFT, name, none="drafting.no-draft", unknown="drafting.unknown-draft")
    model = part.model
    texts = {part: text for part in model.parts() if (text := text_of(case.dossier.files, part)) is not None}
    texts = {part: text for part, text in texts.items() if text.strip()}
    lost = sum(one.part not in texts for one in model.versions)
    if not texts:
        raise NotAvailable(Message("drafting.no-version", title=part.title, as_of=case.as_of))
    room = room_of(model, texts, standing(case.dossier.groups), case.as_of.isoformat())
    return Asked(**vars(part), room=room, case=case, lost=lost)


def caveats(asked: Asked) -> Iterator[Message]:
    """Return what the file is, and what was left out or did not fit."""
    return part_caveats("drafting", asked, _left_out(asked))


def _left_out(asked: Asked) -> Iterator[Message]:
    room = asked.room
    if asked.lost:
        yield Message("drafting.lost", count=asked.lost)
    stray = room.cuts[-1].stray
    if stray:
        yield Message("drafting.stray", count=stray, date=room.versions[-1].date)
    yield from room.unplaced[:5]
    if len(room.unplaced) > 5:
        yield Message("drafting.unplaced-more", count=len(room.unplaced) - 5)
