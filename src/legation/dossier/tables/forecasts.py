"""Forecasts as they were made and sealed, what contradicts them since, and the papers that had printed them.

The canonical form is one line of JSON in UTF-8: ``form``, ``salt`` and every filled field of :data:`FIXED`, as the cells of the part are
written, keys sorted, no blanks outside texts, texts in Unicode form NFC. Its SHA-256 is the seal. The salt, 32 hexadecimal digits drawn at
random, keeps a seal of a yes or no from being guessed by trying both. Who has sealed keeps the salt until the forecast is opened.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from legation.dossier.edit import cells_of
from legation.dossier.problem import Problem, problem
from legation.dossier.records import Evidence, Forecast
from legation.dossier.when import When
from legation.errors import WrongUse
from legation.language import Message

if TYPE_CHECKING:
    from legation.dossier.dossier import Dossier

__all__ = [
    "FIXED",
    "Contradiction",
    "SealState",
    "as_made",
    "canonical",
    "contradictions",
    "every_as_made",
    "opens",
    "seal_of",
    "seal_states",
    "touched_papers",
    "withheld",
]


SealState = Literal["unsealed", "withheld", "intact", "broken"]

FIXED = (
    "question",
    "question_fr",
    "question_en",
    "rollcall",
    "actor",
    "made",
    "outcome",
    "probability",
    "low",
    "value",
    "high",
    "level",
    "unit",
    "unit_fr",
    "unit_en",
    "baseline",
    "baseline_fr",
    "baseline_en",
    "baseline_probability",
    "baseline_value",
    "made_on",
    "made_by",
    "due",
)
"""The columns that are fixed when a forecast is made; those of its resolution, its evidence, its marking are not, nor which papers
printed it."""

_FORM = "legation-forecast-1"
_SHOWN = ("question", "made_on", "made_by", "due", "rollcall", "made")
_ROW = ("id", "supersedes", "author", "recorded", "reason", "evidence", "marking")


def canonical(forecast: Forecast, salt: str) -> bytes:
    """Return the text that is sealed.

    Parameters
    ----------
    forecast : Forecast
    salt : str
        32 hexadecimal digits, in small letters.

    Raises
    ------
    WrongUse
        For a salt of another form.

    Examples
    --------
    >>> canonical(Forecast(id="f", probability=0.7), "0" * 32)
    b'{"form":"legation-forecast-1","probability":"0.7","salt":"00000000000000000000000000000000"}'
    """
    if not re.fullmatch("[0-9a-f]{32}", salt):
        raise WrongUse(Message("dossier.not-allowed", name="salt", found=salt[:40], allowed="[0-9a-f]{32}"))
    cells = cells_of("forecasts", forecast)
    said = {name: unicodedata.normalize("NFC", cells[name]) for name in FIXED if cells.get(name)}
    return json.dumps({"form": _FORM, "salt": salt, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal_of(forecast: Forecast, salt: str) -> str:
    """Return the seal: the SHA-256 of the canonical form, 64 hexadecimal digits.

    Examples
    --------
    >>> seal_of(Forecast(id="f", probability=0.7), "0" * 32) == seal_of(Forecast(id="g", probability=0.7, resolution="yes"), "0" * 32)
    True
    """
    return hashlib.sha256(canonical(forecast, salt)).hexdigest()


def opens(forecast: Forecast, seal: str, salt: str) -> bool:
    """Whether a salt opens a seal on a forecast: nothing that was sealed has changed."""
    return seal_of(forecast, salt) == seal


def withheld(forecast: Forecast) -> Forecast:
    """Return the deposit of a sealed forecast: its question, dates, maker, vote and seal, and nothing of what it says."""
    sealed = {name: getattr(forecast, name) for name in (*_SHOWN, *_ROW, "seal")}
    return Forecast(**sealed)


def seal_states(forecasts: Iterable[Forecast]) -> dict[str, SealState]:
    """Return how the seal of each forecast is, by id; a row and those that it supersedes are one forecast.

    ``unsealed``: never sealed. ``withheld``: deposited, not opened. ``intact``: opened, and as it was sealed. ``broken``: what is opened is
    not what was sealed, or a later version took the seal away, put another in its place, or hid again what was open.

    Examples
    --------
    >>> import dataclasses
    >>> made = Forecast(id="f", probability=0.7)
    >>> sealed = dataclasses.replace(made, seal=seal_of(made, "0" * 32), salt="0" * 32)
    >>> seal_states([sealed, dataclasses.replace(sealed, id="g", probability=0.9)])
    {'f': 'intact', 'g': 'broken'}
    """
    rows = {row.id: row for row in forecasts}
    return {row.id: _state(row, rows) for row in rows.values()}


def _state(row: Forecast, rows: dict[str, Forecast]) -> SealState:
    earlier: dict[str, Forecast] = {}
    at = row.supersedes
    while at in rows and at not in earlier:
        earlier[at] = rows[at]
        at = rows[at].supersedes
    sealed = [one for one in earlier.values() if one.seal]
    if any(one.seal != row.seal or (one.salt and not row.salt) for one in sealed):
        return "broken"
    if not row.seal:
        return "unsealed"
    if not row.salt:
        return "withheld"
    return "intact" if opens(row, row.seal, row.salt) else "broken"


_NUMBERS = ("probability", "low", "value", "high")
"""What a forecast says."""
_SURE = 0.8
"""A chance from which an outcome was very likely, and one minus it very unlikely: that it came otherwise contradicts what was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A forecast, and a later row that says otherwise.

    Attributes
    ----------
    forecast : Forecast
        As it was made.
    on : date or None
        The day from which it is contradicted; None where no row tells it.
    how : {"outside", "otherwise", "replaced"}
        What came lies outside its interval; what it held for very likely did not come, or for very unlikely came; a later forecast says
        something else.
    by : Forecast
        The row that says so.
    papers : tuple of Evidence
        Papers of ours that had printed it by then, in the order of the row.
    """

    forecast: Forecast
    on: dt.date | None
    how: Literal["outside", "otherwise", "replaced"]
    by: Forecast
    papers: tuple[Evidence, ...] = ()

    def message(self) -> Message:
        """Return it as a sentence: what was said, and when what came."""
        row, by = self.forecast, self.by
        values: dict[str, Any] = {"question": row.question or row.id, "made_on": row.made_on, "on": self.on, "said": _described(row)}
        if self.how == "replaced":
            return Message("contradicted.replaced", now=_described(by), **values)
        if self.how == "outside":
            return Message("contradicted.outside", came=by.result, **values)
        return Message(f"contradicted.{'came' if by.came_true else 'did-not-come'}", **values)


def every_as_made(rows: Sequence[Forecast]) -> tuple[tuple[Forecast, ...], ...]:
    """Return every forecast that stands today with those that it stands in for, as :func:`as_made` does."""
    states, gone = seal_states(rows), {row.supersedes for row in rows if row.supersedes}
    return tuple(as_made(rows, row, states[row.id]) for row in rows if row.id not in gone)


def as_made(rows: Iterable[Forecast], last: Forecast, state: SealState) -> tuple[Forecast, ...]:
    """Return a forecast and those that it stands in for, oldest first, each as it was made, with what came as far as the last row knows it.

    A row that supersedes another and says the same (it tells what came, or corrects a name) is that forecast. One that says another number
    is a new one, made on the day on which it was entered at the earliest; after the fact it is no forecast made ahead.
    """
    by_id = {row.id: row for row in rows}
    chain = [last]
    while chain[-1].supersedes in by_id and by_id[chain[-1].supersedes] not in chain:
        chain.append(by_id[chain[-1].supersedes])
    if state in ("broken", "withheld") or len(chain) == 1:
        return (last,)
    came = {name: getattr(last, name) for name in Forecast.LATER["resolved_on"]}
    found: list[Forecast] = []
    for row in reversed(chain):
        if not any(getattr(row, name) is not None for name in _NUMBERS):
            continue  # a deposit says nothing yet
        if found and _said(row) == _said(found[-1]):
            found[-1] = dataclasses.replace(row, made_on=found[-1].made_on, made=found[-1].made, **came)
        else:
            found.append(dataclasses.replace(_newly_made(row, last) if found else row, **came))
    return tuple(found) or (last,)


def _newly_made(row: Forecast, last: Forecast) -> Forecast:
    """Return a forecast that took another's place, with the day on which it was made: not before it was entered."""
    days = [day for day in (row.made_on, row.recorded) if day is not None]
    made_on = max(days, key=lambda day: day.last, default=None)
    late = made_on is not None and last.resolved_on is not None and made_on.first >= last.resolved_on.first
    return dataclasses.replace(row, made_on=made_on, made="replay" if late else row.made)


def _said(row: Forecast) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in (*_NUMBERS, "outcome"))


def contradictions(dossier: Dossier) -> tuple[Contradiction, ...]:
    r"""Return what contradicts the forecasts of a dossier, in the order of the forecasts; what is withheld or broken says nothing.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> rows = b"id,low,value,high,made_on,resolved_on,result\nf,28,73,117,2019-12-26,2019-12-27,19\n"
    >>> one, = contradictions(decode({"dossier.toml": b'id = "x"', "forecasts.csv": rows}))
    >>> one.how, str(one.on)
    ('outside', '2019-12-27')
    """
    evidence = {row.id: row for row in dossier.evidence}
    states = seal_states(dossier.forecasts)
    found = []
    for versions in every_as_made(dossier.forecasts):
        if states[versions[-1].id] in ("broken", "withheld"):
            continue
        for at, row in enumerate(versions):
            for on, how, by in (*_replaced(row, versions[at + 1 :]), *_settled(row)):
                papers = tuple(evidence[paper] for paper in row.printed_in if paper in evidence and _between(evidence[paper], row, on))
                found.append(Contradiction(forecast=row, on=on, how=how, by=by, papers=papers))
    return tuple(found)


def touched_papers(dossier: Dossier) -> Iterator[Problem]:
    """Yield as notices the papers that had printed a forecast which is contradicted since, each with the sentence that says how."""
    places = {row.id: number for number, row in enumerate(dossier.forecasts, start=2)}
    for one in contradictions(dossier):
        for paper in one.papers:
            place = (None if ("forecasts", one.forecast.id) in dossier.annex else places[one.forecast.id]), "printed_in"
            yield problem("paper-contradicted", "forecasts.csv", *place, found=paper.id, told=one.message())


_Found = tuple["dt.date | None", Literal["outside", "otherwise", "replaced"], Forecast]


def _replaced(row: Forecast, later: Sequence[Forecast]) -> Iterator[_Found]:
    """Yield the next forecast in the place of a row, where it says what the row had left out: a number outside its interval, any other."""
    for new in later[:1]:
        inside = row.low is not None and row.high is not None and new.value is not None and row.low <= new.value <= row.high
        if not inside:
            yield _day(new.made_on), "replaced", new


def _settled(row: Forecast) -> Iterator[_Found]:
    day = _day(row.resolved_on)
    if row.result is not None and row.low is not None and row.high is not None and not row.low <= row.result <= row.high:
        yield day, "outside", row
    if row.probability is not None and row.came_true is not None:
        given = row.probability if not row.came_true else 1 - row.probability
        if given >= _SURE - 1e-9:
            yield day, "otherwise", row


def _between(paper: Evidence, row: Forecast, on: dt.date | None) -> bool:
    """Whether a paper may have printed a forecast before it was contradicted; of days that are not told, yes."""
    day = _day(paper.date or paper.known_on)
    made = row.made_on or row.recorded
    return day is None or ((made is None or made.first <= day) and (on is None or day <= on))


def _day(when: When | None) -> dt.date | None:
    return when.last if when is not None else None


def _described(row: Forecast) -> Message:
    if row.probability is not None:
        return Message("contradicted.chance", chance=row.probability)
    if row.low is None or row.high is None:
        return Message("contradicted.number", value=row.value)
    return Message("contradicted.range" if row.value is None else "contradicted.number-in", value=row.value, low=row.low, high=row.high)
