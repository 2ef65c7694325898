"""A live room in which a text is negotiated, as a draft of the dossier: its versions, who stands where, how far it is agreed.

A room goes on all day, a draft is told in days: each day on which the text changed ends in a version. Stances stand as rows of their own,
of actors whom the dossier has and whom the room lets leave; what was not said in public stands nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from legation.dossier.models.draft import DRAFT, Agreement, Bundle, DraftModel, Objection, Party, Said, SilenceProcedure, Version
from legation.dossier.when import When
from legation.questions.base.live_rooms import LiveRoomNamed
from legation.questions.deals.drafting.room_text import Name, as_shown, room_text
from legation.rooms.drafting import LEVELS, State, joined

__all__ = ["RoomDay", "draft_of_room", "parts_of_draft"]

BASIS = "room"
MOST_DAYS = 60
"""Days of which the text is shown: the first, and the last ones."""


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A room as it was at the end of a day, ``YYYY-MM-DD``."""

    day: str
    state: State


def parts_of_draft(
    days: Iterable[RoomDay], named: LiveRoomNamed, name: Name, actors: Collection[str], evidence: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """Return the parts ``drafts/NAME.toml`` and ``drafts/NAME/*.txt`` of a room as it stood at the end of each day; none before a text is.

    Parameters
    ----------
    days : iterable of RoomDay
        In their order.
    name : callable
        How an actor stands in what leaves the room; None where it does not.
    actors : collection of str
        Ids of the dossier's actors: what others said stands in no part.
    evidence : tuple of str
        Ids of the sources that each row names.
    """
    model, texts = draft_of_room(days, named, name, actors, evidence)
    if model is None:
        return {}
    return {model.part: DRAFT.write(model)} | {part: words.encode("utf-8", "replace") for part, words in texts.items()}


def draft_of_room(
    days: Iterable[RoomDay], named: LiveRoomNamed, name: Name, actors: Collection[str], evidence: tuple[str, ...] = ()
) -> tuple[DraftModel | None, dict[str, str]]:
    """Return the draft that a room is, and the words of its versions by part; None before a text is brought."""
    shown = [RoomDay(one.day, as_shown(one.state, _in_dossier(name, actors))) for one in days if one.state.units]
    if not shown:
        return None, {}
    shown = shown if len(shown) <= MOST_DAYS else [shown[0], *shown[-(MOST_DAYS - 1) :]]
    last = shown[-1].state
    maker = _Maker(last, evidence)
    versions, texts = maker.versions(shown, named.name)
    silences = list(maker.silences(named.known))
    groups = {one.actor: one for one in last.members if one.group}
    people = sorted({one.actor for one in last.members} | {one.actor for one in last.stances.values()})
    model = DraftModel(
        part=DRAFT.called(named.name),
        title=named.title,
        author=named.holder.in_language("en") or named.holder.in_language("fr"),
        bis=last.settings.bis,
        scheme=last.settings.scheme,
        attributed=last.settings.attributed,
        one_voice=last.settings.one_voice,
        silence_accepts=last.settings.silence_accepts,
        versions=versions,
        parties=tuple(Party(actor=one, group=groups[one].group if one in groups else "", evidence=evidence) for one in people),
        stances=tuple(maker.stances()),
        agreements=tuple(maker.agreements(shown)),
        packages=tuple(maker.packages(shown[-1].day)),
        silences=tuple(one for one, _ in silences),
        objections=tuple(objection for _, those in silences for objection in those),
    )
    return model, texts


def _in_dossier(name: Name, actors: Collection[str]) -> Name:
    """Return how an actor is called in a dossier: by its id, where it has one there and may be named."""

    def called(actor: str) -> str | None:
        said = name(actor)
        return said if said is not None and said in actors else None

    return called


class _Maker:
    """Makes the rows of a draft of a room's last state."""

    def __init__(self, state: State, evidence: tuple[str, ...]) -> None:
        self.state, self.evidence = state, evidence
        self.labels = {unit.id: unit.label for unit in state.units}

    def versions(self, shown: Iterable[RoomDay], name: str) -> tuple[tuple[Version, ...], dict[str, str]]:
        """Return a version for each day at whose end the text was another one."""
        rows: list[Version] = []
        texts: dict[str, str] = {}
        before = ""
        for one in shown:
            words = room_text(one.state, "bracketed", notes=False)
            if words == before:
                continue
            before, number = words, len(rows) + 1
            part = f"drafts/{name}/v{number}.txt"
            kind = one.state.versions[-1][0] if one.state.versions else "rolling"
            rows.append(
                Version(id=f"v{number}", part=part, date=When(one.day), kind=kind if number == 1 else "rolling", evidence=self.evidence)
            )
            texts[part] = words
        return tuple(rows), texts

    def target(self, name: str) -> tuple[str, str] | None:
        """Return the number of a paragraph, and the words of a bracket in it; None for what the text of the part cannot say."""
        if name in self.state.held:
            bracket = self.state.held[name]
            words = joined(self.state.words(bracket))
            return (self.labels[bracket.unit], words) if any(sign.isalnum() for sign in words) else None
        return (self.labels[name], "") if name in self.labels else None

    def stances(self) -> Iterator[Said]:
        for one in sorted(self.state.stances.values(), key=lambda one: (one.at, one.target, one.actor)):
            target = self.target(one.target)
            depends = self.target(one.conditional_on) if one.conditional_on else None
            if target is not None:
                yield Said(
                    actor=one.actor,
                    unit=target[0],
                    words=target[1],
                    stance=one.stance,
                    date=When(one.at[:10]),
                    conditional_on=_written(depends) if depends else "",
                    basis=BASIS,
                    evidence=self.evidence,
                )

    def agreements(self, shown: Iterable[RoomDay]) -> Iterator[Agreement]:
        """Yield when each paragraph reached the level that it has now; what is agreed ad referendum stands in the text as well."""
        since: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        for one in shown:
            for unit in one.state.units:
                if (unit.level, unit.pending) != since.get(unit.id, ("", "", ()))[1:]:
                    since[unit.id] = (one.day, unit.level, unit.pending)
        for name, label in self.labels.items():
            day, level, pending = since.get(name, ("", "", ()))
            if level in LEVELS[2:]:
                yield Agreement(unit=label, level=level, date=When(day), pending=pending, evidence=self.evidence)

    def packages(self, day: str) -> Iterator[Bundle]:
        for one in self.state.packages.values():
            targets = tuple(_written(said) for name in one.targets if (said := self.target(name)))
            if targets:
                yield Bundle(id=one.id, targets=targets, date=When(day), evidence=self.evidence)

    def silences(self, known: str) -> Iterator[tuple[SilenceProcedure, tuple[Objection, ...]]]:
        """Yield the silence procedures that ran over a day's end, with who broke them.

        A paragraph whose silence came to nothing for a reason that does not leave the room stands in none: it would read as accepted.
        """
        for one in self.state.silences.values():
            if one.deadline[:10] <= one.asked[:10] or (not one.ended and one.deadline[:10] <= known):
                continue
            broken = [(who, unit, at) for who, unit, at, *_ in one.broken if unit in self.labels]
            hidden = {unit for who, unit, _ in broken if not who}
            units = [name for name in one.units if name in self.labels and name not in hidden]
            if one.ended:
                units = [name for name in units if name in {unit for _, unit, _ in broken} or self._has(name, one.level)]
            if units:
                procedure = SilenceProcedure(
                    id=one.id,
                    units=tuple(self.labels[name] for name in units),
                    date=When(one.asked[:10]),
                    deadline=When(one.deadline[:10]),
                    level=one.level,
                    evidence=self.evidence,
                )
                yield (
                    procedure,
                    tuple(
                        Objection(silence=one.id, actor=who, date=When(at[:10]), units=(self.labels[unit],), evidence=self.evidence)
                        for who, unit, at in broken
                        if unit in units
                    ),
                )

    def _has(self, name: str, level: str) -> bool:
        """Whether a paragraph has reached a level."""
        return LEVELS.index(self.state.unit(name).level) >= LEVELS.index(level)


def _written(target: tuple[str, str]) -> str:
    return f"{target[0]}: {target[1]}" if target[1] else target[0]
