"""What a circulation is computed from: the versions of its text and the answers to it, as they are written and as they are compared."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from legation import moment
from legation.errors import BadValue
from legation.language import Message
from legation.methods.signing.circulation import ANSWERS, CARRIES, CHANGES, LEAST_HOURS, REACHES, SIGNINGS

__all__ = ["Answer", "Response", "TextVersion", "Version", "instant", "read"]

_LEAST = dt.timedelta(hours=LEAST_HOURS)
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A version of the text.

    Attributes
    ----------
    id : str
    at : str
        When it was sent: a moment, or a day, which counts from its end in UTC.
    change : {"first", "editorial", "substance"}
    carry : {"resign", "silence"}
        Of a version of substance: whether all sign again, or are carried by silence.
    until : str
        Moment until which may be objected; empty: 72 hours after ``at``.
    breaks : {"own", "all"}
        Whether an objection to a silence frees who objects, or all.

    Raises
    ------
    BadValue
        For a word that is none of these, no moment, or a period of objection that ends before the version was sent.
    """

    id: str
    at: str
    change: str = "first"
    carry: str = "resign"
    until: str = ""
    breaks: str = "own"

    def __post_init__(self) -> None:
        _texts(self.id, id=self.id)
        _among(self.id, "change", self.change, CHANGES)
        _among(self.id, "carry", self.carry, CARRIES)
        _among(self.id, "breaks", self.breaks, REACHES)
        if self.until and instant(self.id, "until", self.until) < instant(self.id, "at", self.at):
            raise BadValue(Message("circulation.until-before", row=self.id, at=self.at, found=self.until))
        instant(self.id, "at", self.at)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer of one that is invited.

    Attributes
    ----------
    id, actor : str
    at : str
        When it was given: a moment, or a day, which counts from its end in UTC.
    version : str
        The version that is answered; of an objection the one that is objected to.
    kind : str
        One of :data:`~legation.methods.signing.circulation.ANSWERS`.
    confirmed : str
        Moment at which the coordinator confirmed it; empty: a claim of whoever held the link.
    until : str
        Of ``clearance``: moment until which the text is examined; empty: until the closing.
    touched : tuple of str
        Of a reservation or a dissociation: ids of the versions that changed the words it is about.

    Raises
    ------
    BadValue
        For a kind that is none of these, or no moment.
    """

    id: str
    actor: str
    at: str
    version: str
    kind: str
    confirmed: str = ""
    until: str = ""
    touched: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        touched = self.touched if isinstance(self.touched, (tuple, list)) else (self.touched,)
        _texts(self.id, id=self.id, actor=self.actor, version=self.version, **{f"touched[{n}]": one for n, one in enumerate(touched)})
        _among(self.id, "kind", self.kind, ANSWERS)
        instant(self.id, "at", self.at)
        for field, text in (("confirmed", self.confirmed), ("until", self.until)):
            if text:
                instant(self.id, field, text)


class Version(NamedTuple):
    """A version with its instants: when it was sent, and until when may be objected to it."""

    given: TextVersion
    at: dt.datetime
    until: dt.datetime


class Answer(NamedTuple):
    """An answer with its instants, and versions by their number in time.

    It was given from ``first`` to ``at``, twice the same but for a day; ``at`` is when it counts.
    """

    given: Response
    first: dt.datetime
    at: dt.datetime
    confirmed: dt.datetime | None
    until: dt.datetime | None
    version: int
    touched: frozenset[int]

    @property
    def signs(self) -> bool:
        """Whether it is a signing, of whatever kind."""
        return self.given.kind in SIGNINGS

    def confirmed_by(self, at: dt.datetime) -> bool:
        """Whether it was confirmed at an instant."""
        return self.confirmed is not None and self.confirmed <= at


def read(
    invited: Iterable[str], versions: Iterable[TextVersion], responses: Iterable[Response]
) -> tuple[tuple[Version, ...], dict[str, list[Answer]]]:
    """Return the versions in their order, and the answers of each that is invited.

    Raises
    ------
    BadValue
        With the id of the row, what must be there and what was found: an id twice, an unknown actor or version, two versions of one moment,
        a later version that is called the first.
    """
    ordered = _versions(versions)
    number = {version.given.id: n for n, version in enumerate(ordered)}
    actors = tuple(invited)
    _texts("invited", **{f"invited[{n}]": one for n, one in enumerate(actors)})
    answers: dict[str, list[Answer]] = {actor: [] for actor in actors}
    seen: set[str] = set()
    for row in responses:
        _once(row.id, seen)
        if row.actor not in answers:
            raise BadValue(Message("circulation.not-invited", row=row.id, found=row.actor))
        answers[row.actor].append(_answer(row, number))
    return ordered, answers


def _versions(versions: Iterable[TextVersion]) -> tuple[Version, ...]:
    made: list[Version] = []
    seen: set[str] = set()
    for row in versions:
        _once(row.id, seen)
        at = instant(row.id, "at", row.at)
        made.append(Version(row, at, instant(row.id, "until", row.until) if row.until else min(at, _LAST - _LEAST) + _LEAST))
    made.sort(key=lambda version: version.at)
    for one, following in itertools.pairwise(made):
        if one.at == following.at:
            raise BadValue(Message("circulation.same-moment", row=following.given.id, other=one.given.id, found=following.given.at))
        if following.given.change == "first":
            raise BadValue(Message("circulation.second-first", row=following.given.id, other=made[0].given.id))
    return tuple(made)


def _answer(row: Response, number: Mapping[str, int]) -> Answer:
    _among(row.id, "version", row.version, tuple(number))
    for touched in row.touched:
        _among(row.id, "touched", touched, tuple(number))
    first, at = _span(row.id, "at", row.at)
    return Answer(
        given=row,
        first=first,
        at=at,
        confirmed=instant(row.id, "confirmed", row.confirmed) if row.confirmed else None,
        until=instant(row.id, "until", row.until) if row.until else None,
        version=number[row.version],
        touched=frozenset(number[one] for one in row.touched),
    )


def _once(id: str, seen: set[str]) -> None:  # noqa: A002 - the field's own word
    if id in seen:
        raise BadValue(Message("circulation.twice", found=id))
    seen.add(id)


def _texts(row: object, **fields: object) -> None:
    """Refuse names that are no texts, or empty."""
    for field, found in fields.items():
        if not isinstance(found, str) or not found.strip():
            raise BadValue(Message("circulation.no-name", row=str(row)[:60], field=field, found=str(found)[:60]))


def _among(row: str, field: str, found: str, allowed: Sequence[str]) -> None:
    if found not in allowed:
        raise BadValue(Message("circulation.bad-word", row=row, field=field, allowed=", ".join(allowed), found=str(found)))


def instant(row: str, field: str, text: str) -> dt.datetime:
    """Return the instant from which a moment or a day counts, of a field of a row."""
    return _span(row, field, text)[1]


def _span(row: str, field: str, text: str) -> tuple[dt.datetime, dt.datetime]:
    try:
        return moment.span(text)
    except BadValue as error:
        raise BadValue(Message("circulation.bad-moment", row=row, field=field, why=error.message)) from None
