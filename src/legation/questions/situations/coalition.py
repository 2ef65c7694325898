"""The path of a coalition: from its aim to those who drift, and the note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from legation.dossier import MemberOfCoalition
from legation.language import LANGUAGES, Message, Spoken, say
from legation.questions.base.case import Case
from legation.questions.base.coalition_names import coalition_named, coalition_names
from legation.questions.situations.path import Dated, Entry, Path, PathSubject, Step, newer, of_brief, rows_of, unanswered

__all__ = ["PATH"]


def _abouts(case: Case) -> tuple[str, ...]:
    """Return the coalitions that the dossier's settings name; where they name none and there is only one, that one.

    Others are those of other people: they have a path where somebody looks for it.
    """
    there = dict.fromkeys(row.coalition for row in case.dossier.coalitions if row.coalition)
    settings = case.info.parameters
    own = [settings.get("coalition"), *(part.get("coalition") for part in settings.values() if isinstance(part, Mapping))]
    named = tuple(dict.fromkeys(str(name) for name in own if name in there))
    return named or (tuple(there) if len(there) == 1 else ())


def _find(case: Case, text: str) -> str:
    names = coalition_names(case.dossier)
    said = {say(one, lang).casefold(): name for name, one in names.items() for lang in LANGUAGES}
    return {**said, **{name.casefold(): name for name in names}}.get(text.strip().casefold(), "")


def _named(case: Case, about: str) -> Spoken | None:
    return coalition_named(case.dossier, about)


def _members(subject: PathSubject) -> tuple[MemberOfCoalition, ...]:
    return subject.case.dossier.coalition(subject.about, subject.case.as_of) if subject.about else ()


def _inside(subject: PathSubject) -> set[str]:
    return {row.actor for row in _members(subject) if row.tier != "observer"}


def _has_interests(subject: PathSubject) -> bool:
    """Whether the interest of anybody is known who is in or near, or whom we approach to come in."""
    near = {row.actor for row in _members(subject)} | {row.actor for row in subject.rows("engagements") if not row.rollcall}
    return any(row.actor in near for row in subject.rows("interests"))


def _of_coalition(subject: PathSubject) -> Mapping[str, str]:
    return {"coalition": subject.about} if subject.about else {}


def _of_audience(subject: PathSubject) -> Mapping[str, str]:
    return {"audience": subject.about} if subject.about else {}


def _joined(subject: PathSubject, since: dt.date | None) -> Message | None:
    """Say that somebody joined or left after the newest judgement of what holds the members."""
    there = {row.actor for row in _members(subject)}
    work: list[Dated] = [("interests", row) for row in subject.rows("interests") if row.actor in there]
    found = newer(subject, work, [("coalitions", row) for row in _members(subject)], since)
    return Message("path.renew.joined", stated=found[0], newest=found[1]) if found else None


def _silent(subject: PathSubject, since: dt.date | None) -> Message | None:
    there = {row.actor for row in _members(subject)}
    return unanswered(subject, [row for row in subject.rows("engagements") if row.actor in there and row.channel != "other"], since)


PATH = Path(
    situation="coalition",
    abouts=_abouts,
    find=_find,
    named=_named,
    steps=(
        Step(
            id="aim",
            adds=(
                rows_of("objectives"),
                Entry(id="rule-of-forum", place="bodies", is_there=lambda s: bool(s.case.dossier.bodies), optional=True),
            ),
            questions=("is-the-strategy-sound", "who-has-power", "who-can-stop-it"),
        ),
        Step(
            id="who",
            adds=(Entry(id="members", place="coalitions", is_there=lambda s: bool(_inside(s)), given=_of_coalition),),
            questions=("who-is-in", "who-would-sign", "who-votes-alike"),
        ),
        Step(
            id="holds",
            adds=(
                Entry(
                    id="interests",
                    place="interests",
                    is_there=_has_interests,
                ),
                rows_of("relations", optional=True),
            ),
            questions=("who-matters", "who-stands-where", "who-can-move"),
            renew=_joined,
        ),
        Step(
            id="asks",
            adds=(
                Entry(
                    id="approaches",
                    place="engagements",
                    is_there=lambda s: any(row.channel != "other" and not row.rollcall for row in s.rows("engagements")),
                ),
                rows_of("commitments", id="promises", optional=True),
            ),
            questions=("whom-to-call-first", "where-does-the-round-stand", "who-can-reach", "who-is-forgotten"),
            papers=("kit", "lines"),
            renew=_silent,
        ),
        Step(
            id="text",
            adds=(
                Entry(
                    id="common-text",
                    place="messages",
                    is_there=lambda s: any(s.about in row.audience for row in s.rows("messages")),
                    given=_of_audience,
                ),
            ),
            questions=("who-would-sign", "who-has-signed", "who-took-up-our-words"),
        ),
        Step(id="drift", questions=("where-they-stand-over-time", "what-shifted", "what-changed", "who-votes-alike")),
        Step(id="loss", questions=("who-has-power", "do-we-have-the-votes", "who-is-in")),
        Step(
            id="note",
            adds=(of_brief("decision", "recommendation", id="decision"),),
            papers=("note", "brief"),
            not_yet=("public-list",),
        ),
    ),
)
