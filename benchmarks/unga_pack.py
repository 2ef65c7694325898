"""Build the pack ``unga-votes`` anew: ``make pack FROM=FOLDER``, or

    PYTHONPATH=src python -m benchmarks.unga_pack FOLDER [OUT]

``FOLDER`` holds the tables of ``unvotes`` 0.3.0 (data: Erik Voeten): ``un_votes_*.parquet``, ``un_roll_calls_*.parquet`` and
``un_roll_call_issues_*.parquet``, one of each for each span of sessions. They are read by the reader with which a desk imports them. What
is added here: totals, counted from all votes of the record; the names of the six subjects in French; members and groups as a list of
countries gives them; when a seat was held, from its votes. A year that cannot be that of its session is left out. The bytes follow from
the tables alone.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from legation.dossier.column import Wording
from legation.dossier.dossier import Dossier, encode
from legation.dossier.files.entries import zip_bytes
from legation.dossier.parts.settings import Info
from legation.dossier.records import Evidence, MemberOfGroup, RollCall
from legation.dossier.tables.votes import ABSTAIN, NO, YES, Votes
from legation.dossier.when import When
from legation.language import LANGUAGES
from legation.sources import read_actor_list, read_unvotes
from legation.sources.names.countries import countries
from legation.sources.packs.pack import PACKED, packs_folder
from legation.sources.reading import merge
from legation.sources.tables.actors import LIST, MEMBERS

RECORD = "unga-votes"
SUBJECTS = {
    "Arms control and disarmament": "Maîtrise des armements et désarmement",
    "Colonialism": "Colonialisme",
    "Economic development": "Développement économique",
    "Human rights": "Droits de l’homme",
    "Nuclear weapons and nuclear material": "Armes et matières nucléaires",
    "Palestinian conflict": "Conflit palestinien",  # codespell:ignore
}
SOURCE = Evidence(
    id=RECORD,
    kind="dataset",
    title=Wording(
        en="Recorded votes of the General Assembly, sessions 1 to 74 (unvotes 0.3.0; last vote of 27 December 2019)",
        fr="Votes enregistrés de l’Assemblée générale, sessions 1 à 74 (unvotes 0.3.0 ; dernier vote le 27 décembre 2019)",
    ),
    publisher="Erik Voeten; David Robinson, Nicholas Goguen-Compagnoni",
    origin="United Nations General Assembly",
    url="https://github.com/dgrtwo/unvotes",
    reliability="B",
    credibility=2,
)
SEATS = Evidence(
    id="unga-seats",
    kind="own_judgement",
    title=Wording(
        en="Seats as the recorded votes show them: from the first vote of a seat to its last, without the sessions in which it cast none",
        fr="Sièges lus dans les votes enregistrés : du premier vote d’un siège au dernier, sans les sessions où il n’a pas voté",
    ),
    origin="Counted from the recorded votes of sessions 1 to 74; not compared with a list of admissions",
)


PARTIAL = Wording(
    en="The data set has the votes of a few members only, so no result is given.",
    fr="Le jeu de données n’a les votes que de quelques membres : aucun résultat n’est donné.",
)
"""What is said of a roll call of which the data set has a few votes."""


def built(folder: Path) -> Dossier:
    """Return the dossier of the pack."""
    made = _members()
    for file in sorted(folder.glob("un_votes_*.parquet")):
        calls, issues = (file.with_name(file.name.replace("un_votes", name)) for name in ("un_roll_calls", "un_roll_call_issues"))
        reading = read_unvotes(file, calls, issues if issues.is_file() else None, body="unga")
        if reading.unplaced:
            raise SystemExit("\n".join(map(str, reading.unplaced)))
        made, report = merge(made, reading)
        if report.conflicts:
            raise SystemExit("\n".join(map(str, report.conflicts)))
    record = _in_order(made.votes, [row.id for row in made.rollcalls])
    totals = {code: np.bincount(record.rollcall[record.vote == code], minlength=len(record.rollcalls)) for code in (YES, NO, ABSTAIN)}
    at = {name: number for number, name in enumerate(record.rollcalls)}
    cast = {row.id: tuple(int(totals[code][at[row.id]]) for code in (YES, NO, ABSTAIN)) for row in made.rollcalls}
    most: dict[int, int] = {}
    for row in made.rollcalls:
        most[row.session or 0] = max(most.get(row.session or 0, 0), sum(cast[row.id]))
    rollcalls = tuple(_said(row, cast[row.id], is_whole=4 * sum(cast[row.id]) > most[row.session or 0]) for row in made.rollcalls)
    actors = tuple(dataclasses.replace(row, evidence=row.evidence or (RECORD,)) for row in made.actors)
    groups = (*(row for row in made.groups if row.group != MEMBERS), *_seats(record, rollcalls))
    return dataclasses.replace(
        made, actors=actors, groups=groups, rollcalls=rollcalls, votes=record, evidence=(SOURCE, SEATS, *made.evidence)
    )


def _members() -> Dossier:
    """Return the members of today with their groups and their body, as a list of their names gives them."""
    names = "\n".join(one.iso3 for one in countries().values() if one.un_member)
    made = read_actor_list(names).dossier(RECORD)
    groups = tuple(dataclasses.replace(row, evidence=(RECORD,)) if LIST in row.evidence else row for row in made.groups)
    info = Info(
        id=RECORD,
        title=Wording(
            en="Recorded votes of the United Nations General Assembly, 1946-2019",
            fr="Votes enregistrés de l’Assemblée générale des Nations Unies, 1946-2019",
        ),
        licence="MIT (package unvotes); CC0 (data, unverified)",
        marking="TLP:CLEAR",
    )
    return dataclasses.replace(made, info=info, groups=groups, evidence=tuple(row for row in made.evidence if row.id != LIST))


def _seats(record: Votes, rollcalls: Sequence[RollCall]) -> Iterator[MemberOfGroup]:
    """Yield the memberships that the votes show: a seat is held from its first vote to its last, and in no session in which it cast none.

    Whoever is not listed in a roll call was away, in arrears, suspended, or no member: the record does not say which. A whole session
    without a vote is therefore no absence. Members of today who voted in the last session have no end.
    """
    sessions = sorted({row.session or 0 for row in rollcalls})
    opening: dict[int, When] = {}
    days: dict[str, dict[int, list[When]]] = {}
    calls = {row.id: row for row in rollcalls}
    for row in rollcalls:
        if row.date is not None:
            opening[row.session or 0] = min(opening.get(row.session or 0, row.date), row.date, key=str)
    for actor, call in zip(record.actor.tolist(), record.rollcall.tolist(), strict=True):
        row = calls[record.rollcalls[call]]
        if row.date is not None:
            days.setdefault(record.actors[actor], {}).setdefault(row.session or 0, []).append(row.date)
    for actor in sorted(days):
        there, first = days[actor], None
        for at, session in enumerate(sessions):
            if session not in there:
                continue
            first = first or min(there[session], key=str)
            following = sessions[at + 1] if at + 1 < len(sessions) else None
            if following in there:
                continue
            stays = following is None and countries()[actor].un_member
            end = None if stays else _last(max(there[session], key=str), first, _left(actor), opening.get(following or 0))
            yield MemberOfGroup(group=MEMBERS, actor=actor, start=first, end=end, evidence=(SEATS.id,))
            first = None


def _last(voted: When, first: When, left: When | None, gap: When | None) -> When:
    """Return the end of a seat: its last vote, or its end as a state; a year that it shares with a session it missed is that session's."""
    if gap is not None and len(str(voted)) == 4 and str(gap)[:4] == str(voted) and str(first) < str(voted):
        voted = When(str(int(str(voted)) - 1))
    return left if left is not None and left.last < voted.last else voted


def _left(iso3: str) -> When | None:
    """Return when a state that is no member today last held a seat; China's was the Republic of China's until 25 October 1971."""
    return When("1971-10-25") if iso3 == "TWN" else countries()[iso3].end


def _said(row: RollCall, cast: tuple[int, int, int], *, is_whole: bool) -> RollCall:
    """Return a roll call with its totals, its subjects in both languages, and no year that cannot be that of its session.

    Of two roll calls the data set has a handful of votes: they bear no totals, and a note that says so.
    """
    date, known_on = row.date, None
    opened = 1945 + (row.session or 0)
    if date is not None and date.first.year not in (opened, opened + 1):
        date, known_on = None, When(str(opened + 1))
    note = row.note
    tagged = note.text.rpartition("[")
    subjects = tagged[2].removesuffix("]").split("; ")
    if tagged[1] and all(one in SUBJECTS for one in subjects):
        note = Wording(en=note.text, fr=f"{tagged[0]}[{' ; '.join(SUBJECTS[one] for one in subjects)}]")
    made = dataclasses.replace(row, date=date, known_on=known_on, note=note, evidence=(RECORD,))
    if not is_whole:
        return dataclasses.replace(made, note=_with_sentence(note, PARTIAL))
    yes, no, abstaining = cast
    return dataclasses.replace(made, total_yes=yes, total_no=no, total_abstain=abstaining)


def _with_sentence(note: Wording, sentence: Wording) -> Wording:
    """Return a note with a sentence behind it, in each language."""
    return Wording(**{lang: f"{note.in_language(lang)} {sentence.in_language(lang)}".strip() for lang in LANGUAGES})


def _in_order(votes: Votes, calls: list[str]) -> Votes:
    """Return the votes roll call by roll call, in the order of these, each in the alphabet of its actors: so a file packs best."""
    actors = tuple(sorted(votes.actors))
    place = np.array([actors.index(name) for name in votes.actors], np.int32)[votes.actor]
    number = {name: at for at, name in enumerate(calls)}
    call = np.array([number[name] for name in votes.rollcalls], np.int32)[votes.rollcall]
    order = np.lexsort((place, call))
    return Votes(actors, tuple(calls), place[order], call[order], votes.vote[order], votes.intent[order])


def write(folder: Path, out: Path) -> int:
    """Write the parts of the pack as one file; return its bytes."""
    data = zip_bytes(encode(built(folder)))
    out.mkdir(parents=True, exist_ok=True)
    (out / PACKED).write_bytes(data)
    return len(data)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    target = Path(sys.argv[2]) if len(sys.argv) == 3 else packs_folder() / RECORD
    print(f"{target / PACKED}: {write(Path(sys.argv[1]), target)} bytes")
