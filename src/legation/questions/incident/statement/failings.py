"""What a dossier holds of the failings of the firm that was hit: one list, from the rows that say so, whoever asks.

Four kinds of row say it: ``[[failing]]`` of a statement, a ``[[notice]]`` that came late or never, the known failings of an incident in a
register, and a reading that a person confirmed. No text is read for blame here. A further source joins as one more generator in
:func:`failings`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import Dossier, Evidence, Wording, standing
from legation.dossier.models.statement import STATEMENT, Failing, Notified, StatementModel
from legation.dossier.tables.labels import named_source
from legation.dossier.when import When
from legation.language import LANGUAGES, Message, Spoken, say
from legation.methods.text.blame import language_of
from legation.questions.incident.attribution.words import quoted
from legation.questions.incident.statement.blame_shift import point_of, says, versions
from legation.questions.incident.texts import newest, states_failing
from legation.sources.stix import record_of, registers

__all__ = ["Failed", "days_late", "failings", "firm_of", "merged", "of_readings", "of_registers", "of_statement"]

AREA = "what-do-we-say"
_LATE = "unpatched/late disclosure"
_NOTHING = Wording()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A failing of the firm, as one row of the dossier says it.

    Attributes
    ----------
    id : str
        Of the row, with the part that it stands in: ``incidents/tax.statement.toml#password``.
    row : str
        The id of the row, or of the incident, alone.
    point : str
        Of :data:`POINTS`.
    text : Wording
        What failed, in the languages in which it is said.
    since : When or None
        Since when it stood.
    holder, notified : Spoken, str or None; When or None
        On whose word, and of which day that is; None where no source is named.
    mended : Wording
        What was mended; empty where that is not recorded.
    whole : bool
        Whether the text is a sentence of its own, as that of a late notice is.
    """

    id: str
    row: str
    point: str
    text: Wording
    firm: Spoken | Wording
    since: When | None = None
    holder: Spoken | str | None = None
    notified: When | None = None
    mended: Wording = _NOTHING
    mended_on: When | None = None
    evidence: tuple[str, ...] = ()
    whole: bool = False


def failings(dossier: Dossier, as_of: dt.date | None = None) -> tuple[Failed, ...]:
    """Return what a dossier holds of failings of firms that were hit, statement by statement, then register by register.

    Parameters
    ----------
    dossier : Dossier
        As the reader may see it, and as it was known.
    as_of : date, optional
        From which a notice that was never made is overdue; without one it counts as late only where it was made late.

    Raises
    ------
    DossierError
        Where a statement that is read is faulty.
    """
    parts = STATEMENT.of(dossier.files)
    found: list[Failed] = []
    for part in parts.values():
        found += of_statement(STATEMENT.read(dossier.files[part], part), part, dossier, as_of)
    found += [*of_registers(dossier, as_of), *of_readings(dossier)]
    return merged(found)


def merged(found: Sequence[Failed]) -> tuple[Failed, ...]:
    """Return failings without those of registers that the row of a statement says in its words: they are one failing, said once."""
    rows = [one for one in found if one.text.en and one.text.fr]
    return tuple(one for one in found if one in rows or not any(_restates(row, one) for row in rows))


def _restates(row: Failed, other: Failed) -> bool:
    return all(says(getattr(row.text, lang), words, other.point, lang) for lang, words in versions(other.text))


def of_statement(model: StatementModel, part: str, dossier: Dossier, as_of: dt.date | None) -> Iterator[Failed]:
    """Yield the failings that one statement's rows say."""
    firm, rows = firm_of(model), {row.id: row for row in dossier.evidence}
    for one in model.failings:
        yield _stated(one, f"{part}#{one.id}", firm, rows)
    for notice in model.notices:
        if days_late(notice, as_of):
            yield _noticed(notice, f"{part}#{notice.id}", firm, rows, as_of)


def firm_of(model: StatementModel) -> Spoken | Wording:
    """Return the firm as both languages name it; nobody's name is made up."""
    return model.firm if model.firm.en and model.firm.fr else Message(f"{AREA}.the-firm")


def days_late(one: Notified, as_of: dt.date | None) -> int:
    """Return by how many days at the least a notice came after it was due, or is overdue; 0 where it is not, or nobody says."""
    notified = one.made.first if one.made is not None else as_of
    return max(0, (notified - one.due.last).days) if notified is not None and one.due is not None else 0


def _stated(one: Failing, name: str, firm: Spoken | Wording, rows: Mapping[str, Evidence]) -> Failed:
    holder, day = _source(one.evidence, rows)
    return Failed(
        id=name,
        row=one.id,
        point=one.cause or point_of(one.text),
        text=one.text,
        firm=firm,
        since=one.date,
        holder=holder,
        notified=day,
        mended=one.mended,
        mended_on=one.mended_on,
        evidence=one.evidence,
    )


def _noticed(one: Notified, name: str, firm: Spoken | Wording, rows: Mapping[str, Evidence], as_of: dt.date | None) -> Failed:
    values = {"firm": firm, "to": quoted(one.id, one.to), "due": one.due, "made": one.made, "count": days_late(one, as_of)}
    message = Message(f"{AREA}.say.{'untold' if one.made is None else 'told-late'}", **values)
    texts = {lang: say(message, lang) for lang in LANGUAGES if getattr(one.to, lang)}
    holder, day = _source(one.evidence, rows)
    return Failed(
        id=name, row=one.id, point=_LATE, text=Wording(**texts), firm=firm, holder=holder, notified=day, evidence=one.evidence, whole=True
    )


def of_registers(dossier: Dossier, as_of: dt.date | None, only: Collection[str] | None = None) -> Iterator[Failed]:
    """Yield the known failings of the incidents in the registers; ``only``: of those whose id, or whose register's name, is in it."""
    for name, register in registers(dossier.files).items():
        for incident in (register.known_at(as_of) if as_of else register).of_type("incident"):
            identity, record = str(incident.get("id", "")), record_of(incident)
            if record is None or (only is not None and name not in only and identity not in only):
                continue
            for at, one in enumerate(record.known_failings, start=1):
                if one.what:
                    text = Wording(one.what)
                    yield Failed(
                        id=f"{name}#{identity}/{at}",
                        row=identity,
                        point=point_of(text),
                        text=text,
                        firm=Message(f"{AREA}.the-firm"),
                        since=one.date,
                        holder=one.holder or None,
                    )


def of_readings(dossier: Dossier, only: Collection[str] | None = None) -> Iterator[Failed]:
    """Yield the failings of the firm that a person read in texts; ``only``: on the incidents of these names."""
    rows = {row.id: row for row in dossier.evidence}
    current = newest(dossier.evidence)
    for one in standing(dossier.readings):
        cited = tuple(current.get(name, name) for name in one.evidence)
        if (only is None or one.incident in only) and any(states_failing(one, rows[name]) for name in cited if name in rows):
            lang = language_of(one.passage)
            holder, day = _source(cited, rows)
            yield Failed(
                id=f"readings.csv#{one.id}",
                row=one.id,
                point=one.cause,
                text=Wording(**{lang or "text": one.passage}),
                firm=Message(f"{AREA}.the-firm"),
                holder=holder,
                notified=day,
                evidence=cited,
                whole=True,
            )


def _source(names: tuple[str, ...], rows: Mapping[str, Evidence]) -> tuple[Spoken | str | None, When | None]:
    """Return on whose word a row stands, by the first of its evidence that names somebody, and of which day."""
    for name in names:
        row = rows.get(name)
        if row is not None and (who := named_source(row) or named_source(row, "origin")):
            return who, row.date
    return None, None
