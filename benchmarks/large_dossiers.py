"""Dossiers of 100 to 10,000 actors in real shapes: what each page of the site takes on them, and how that grows.

The members of the General Assembly stand first, with its last thousand roll calls and their own votes; the actors behind them are
organisations with a number, no persons, and vote as a member does but for a few votes. Of each actor there are ten positions, on kinds and
bases in the shares that the examples have, and of each four pieces of evidence. One seed gives one dossier, byte for byte.

python -m benchmarks.large_dossiers                  # each page on 100 to 10,000 actors: time, growth, a plot (an hour)
python -m benchmarks.large_dossiers 100 5000         # of these sizes alone
python -m benchmarks.large_dossiers --write 5000 DIR # the dossier as a folder
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import functools
import io
import random
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

__all__ = ["EVIDENCE", "POSITIONS", "ROLLCALLS", "SIZES", "VOTERS", "main", "parts", "write"]

SIZES = (100, 300, 1_000, 3_000, 5_000, 10_000)
"""Actors of the dossiers that are measured."""
POSITIONS, EVIDENCE = 10, 4
"""Rows of each actor."""
ROLLCALLS, VOTERS = 1_000, 500
"""Roll calls of every dossier, and how many actors vote at most: those who stand first."""
ISSUES, GROUPS, COALITIONS = 40, 24, 12
PACK = Path(__file__).parents[1] / "src" / "legation" / "packs" / "unga-votes" / "dossier.zip"
FIRST, LAST = dt.date(2015, 1, 1), dt.date(2019, 12, 31)
AHEAD = "A/C.1/99/L.1"
"""The vote that is ahead, the thousandth of the roll calls."""
_KINDS = {"company": 24, "ngo": 12, "other": 13, "association": 10, "international_org": 7, "sub_state": 5, "technical": 5, "media": 1}
_SOURCES = {"statement": 375, "press": 85, "web_page": 35, "record": 15, "report": 14, "resolution": 9, "law": 8, "court": 6}
_BASES = {"vote": 190, "statement": 109, "text": 47}
_RELATIONS = {"funds": 2, "ally": 4, "rival": 1, "speaks_for": 2, "member_of": 4, "advises": 1}
_CHANNELS = ("meeting", "call", "note", "letter", "event", "online")
_ANSWERS = ("yes", "no", "abstain", "undecided", "none")
_BODY = b"""[[body]]
id = "assembly"
name_fr = "Assembl\xc3\xa9e"
name_en = "Assembly"
members = "members"

[[body.rule]]
of = "present_and_voting"
share = "1/2"
strict = true
"""
_INFO = """id = "large-{actors}"
format = 2
title_fr = "Grand dossier, {actors} acteurs"
title_en = "Large dossier, {actors} actors"
languages = ["en", "fr"]
marking = "TLP:GREEN"

[parameters]
rollcall = "{ahead}"
goal = "adopt"
issue = "i00"

[parameters.who-is-in]
coalition = "c00"
"""


def parts(actors: int, *, seed: int = 1, voters: int = VOTERS, rollcalls: int = ROLLCALLS, one_issue: bool = False) -> dict[str, bytes]:
    """Return the parts of a dossier of so many actors; ``voters`` of them vote at most, on the last of the roll calls.

    With ``one_issue`` each actor holds a position on the first issue, which is the one asked about; else a quarter of them do.

    Examples
    --------
    >>> some = parts(100)
    >>> some["positions.csv"].count(b"\\n") - 1, some["evidence.csv"].count(b"\\n") - 1, some == parts(100)
    (1000, 400, True)
    """
    chance = random.Random(seed)
    record = _Record(min(voters, actors), rollcalls, seed)
    who = [*record.members[:actors], *(f"o{number:05}" for number in range(len(record.members), actors))]
    tables = {
        "actors": _actors(who, record, chance),
        "groups": _groups(who, len(record.voters), chance),
        "issues": _issues(),
        "evidence": _evidence(len(who), chance),
        "positions": _positions(who, chance, one_issue=one_issue),
        "rollcalls": record.rollcalls(chance),
        "interests": _interests(who, chance),
        "relations": _relations(who, chance),
        "coalitions": _coalitions(who, chance),
        "engagements": _engagements(who, chance),
        "commitments": _commitments(who, chance),
        **_strategy(chance),
    }
    made = {f"{name}.csv": _written(rows) for name, rows in tables.items()}
    info = _INFO.format(actors=actors, ahead=AHEAD).encode()
    return {"dossier.toml": info, "bodies.toml": _BODY, **made, "votes.csv": record.votes(), **_models()}


def write(folder: Path, actors: int, *, one_issue: bool = False) -> None:
    """Write a dossier as a folder."""
    for name, data in parts(actors, one_issue=one_issue).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@functools.cache
def _pack() -> tuple[dict[str, list[dict[str, str]]], list[str]]:
    """Return the members and roll calls of the record, and its votes as lines."""
    with zipfile.ZipFile(PACK) as pack:
        tables = {name: list(csv.DictReader(io.StringIO(pack.read(f"{name}.csv").decode()))) for name in ("actors", "rollcalls")}
        return tables, pack.read("votes.csv").decode().splitlines()[1:]


class _Record:
    """The last roll calls of the General Assembly and how its members voted; who is no member votes as one of them, but for a few votes."""

    def __init__(self, voters: int, rollcalls: int, seed: int) -> None:
        tables, lines = _pack()
        self.rows = tables["rollcalls"][1 - rollcalls :]
        column = {row["id"]: at for at, row in enumerate(self.rows)}
        cast: dict[str, list[str]] = {}
        for line in lines:
            actor, rollcall, vote = line.split(",")
            if rollcall in column:
                cast.setdefault(actor, [""] * len(column))[column[rollcall]] = vote
        self.named = {row["id"]: row for row in tables["actors"] if row["id"] in cast}
        self.members = list(self.named)
        self.voters = [*self.members[:voters], *(f"o{number:05}" for number in range(len(self.members), voters))]
        theirs = np.array([cast[name] for name in self.members], dtype="U16")
        place = np.arange(len(self.voters)) % len(self.members)
        self.cast = theirs[place]
        away = np.random.default_rng(seed).random(self.cast.shape) < 0.05
        away[: len(self.members)] = False
        self.cast[away & (self.cast != "")] = "abstain"

    def rollcalls(self, chance: random.Random) -> Iterator[Sequence[object]]:
        yield ("id", "symbol", "title", "date", "session", "stage", "on", "body", "issue", "total_yes", "total_no", "total_abstain")
        totals = [[int((self.cast[:, at] == vote).sum()) for vote in ("yes", "no", "abstain")] for at in range(len(self.rows))]
        for at, row in enumerate(self.rows):
            counted = totals[at] if at % 3 else ("", "", "")
            said = (row[name] for name in ("id", "symbol", "title", "date", "session", "stage", "on"))
            yield (*said, "assembly", f"i{chance.randrange(ISSUES):02}", *counted)
        yield (AHEAD, AHEAD, "The vote ahead", "", "99", "plenary", "draft", "assembly", "i00", "", "", "")

    def votes(self) -> bytes:
        lines = ["actor,rollcall,vote"]
        for actor, row in zip(self.voters, self.cast.tolist(), strict=True):
            lines += [f"{actor},{self.rows[at]['id']},{vote}" for at, vote in enumerate(row) if vote]
        return ("\n".join(lines) + "\n").encode()


def _written(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _day(chance: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=chance.randrange((LAST - FIRST).days))


def _drawn(chance: random.Random, shares: dict[str, int]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _marked(chance: random.Random) -> str:
    return chance.choices(("", "TLP:AMBER", "TLP:RED"), (95, 4, 1))[0]


def _actors(who: Sequence[str], record: _Record, chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("id", "name_fr", "name_en", "kind", "level", "iso3", "recorded")
    for name in who:
        if name in record.named:
            row = record.named[name]
            yield (name, row["name_fr"], row["name_en"], "state", "national", row["iso3"], FIRST)
        else:
            kind = _drawn(chance, _KINDS)
            yield (name, f"Organisation {name[1:]}", f"Organisation {name[1:]}", kind, "", "", FIRST)


def _groups(who: Sequence[str], voters: int, chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("group", "actor", "start", "end")
    yield from (("members", name, "", "") for name in who[:voters])
    for at, name in enumerate(who):
        drawn = chance.randrange(GROUPS)
        yield (f"g{at if at < GROUPS else drawn:02}", name, _day(chance), "")


def _issues() -> Iterator[Sequence[object]]:
    yield ("id", "question_fr", "question_en", "low_fr", "low_en", "high_fr", "high_en", "cyberspace", "body")
    for number in range(ISSUES):
        words = (f"Question {number} : faut-il un accord ?", f"Question {number}: should there be an agreement?")
        yield (f"i{number:02}", *words, "aucun", "none", "contraignant", "binding", "yes" if number % 2 else "no", "assembly")


def _evidence(count: int, chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("id", "kind", "title", "publisher", "origin", "date", "known_on", "url", "reliability", "credibility", "marking")
    for number in range(count * EVIDENCE):
        kind, day = _drawn(chance, _SOURCES), _day(chance)
        title = f"{kind.replace('_', ' ').capitalize()} {number} on question {chance.randrange(ISSUES)}"
        grade = (chance.choice("AABBBCD"), chance.randint(1, 4))
        yield (
            f"e{number:06}",
            kind,
            title,
            f"Publisher {number % 97}",
            f"Origin {number % 53}",
            day,
            day,
            f"https://example.org/{number}",
            *grade,
            _marked(chance),
        )


def _positions(who: Sequence[str], chance: random.Random, *, one_issue: bool) -> Iterator[Sequence[object]]:
    """Yield ten positions of each actor: nine issues, and one of them again, later and in place of the first."""
    yield (
        *("id", "supersedes", "evidence", "actor", "issue", "low", "value", "high", "salience", "influence"),
        *("basis", "confidence", "held_from", "known_on", "note", "marking"),
    )
    sources = len(who) * EVIDENCE
    for name in who:
        issues = chance.sample(range(ISSUES), POSITIONS - 1)
        if one_issue and 0 not in issues:
            issues[-1] = 0
        for at, issue in enumerate((*issues, issues[0])):
            again = at == POSITIONS - 1
            value, width, day = chance.randint(5, 95), chance.randint(3, 20), _day(chance)
            day = LAST if again else day
            numbers = (max(0, value - width), value, min(100, value + width), chance.randint(5, 95), chance.randint(5, 95))
            before = f"{name}:i{issue:02}:1" if again else ""
            yield (
                f"{name}:i{issue:02}:{2 if again else 1}",
                before,
                f"e{chance.randrange(sources):06}",
                name,
                f"i{issue:02}",
                *numbers,
                _drawn(chance, _BASES),
                chance.choice(("low", "moderate", "high")),
                day,
                day,
                f"Said on question {issue} in the committee" if chance.random() < 1 / 3 else "",
                _marked(chance),
            )


def _interests(who: Sequence[str], chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("id", "actor", "issue", "interest", "needs", "known_on")
    for number in range(len(who) // 5):
        yield (
            f"n{number:05}",
            chance.choice(who),
            f"i{chance.randrange(ISSUES):02}",
            "Keeps its place as a broker",
            "An order of work",
            FIRST,
        )


def _relations(who: Sequence[str], chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("source", "target", "kind", "start")
    seen = set()
    for _ in who:
        source, target = chance.sample(who, 2)
        kind = _drawn(chance, _RELATIONS)
        if (source, target, kind) not in seen:
            seen.add((source, target, kind))
            yield (source, target, kind, FIRST)


def _coalitions(who: Sequence[str], chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("coalition", "name_fr", "name_en", "actor", "tier", "start")
    for number in range(COALITIONS):
        for name in chance.sample(who, max(3, len(who) // 20)):
            tier = chance.choice(("core", "supporter", "supporter", "observer"))
            yield (f"c{number:02}", f"Coalition {number}", f"Coalition {number}", name, tier, _day(chance))


def _engagements(who: Sequence[str], chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("id", "date", "actor", "by", "channel", "issue", "rollcall", "ask", "answer", "words", "next_step", "due", "known_on")
    for number in range(len(who) // 2):
        day = _day(chance)
        asked = ("Support in the vote ahead", chance.choice(_ANSWERS), "Asked for time", "Call again", day + dt.timedelta(days=30))
        who_and_what = (chance.choice(who), "Example desk", chance.choice(_CHANNELS), f"i{chance.randrange(ISSUES):02}", AHEAD)
        yield (f"m{number:05}", day, *who_and_what, *asked, day)


def _commitments(who: Sequence[str], chance: random.Random) -> Iterator[Sequence[object]]:
    yield ("id", "actor", "direction", "promise", "rollcall", "vote", "form", "date")
    for number in range(len(who) // 10):
        vote = chance.choice(("yes", "yes", "no", "abstain"))
        yield (f"k{number:05}", chance.choice(who), "received", f"To vote {vote}", AHEAD, vote, "oral", _day(chance))


def _strategy(chance: random.Random) -> dict[str, list[Sequence[object]]]:
    """Return objectives and what hangs on them: as many in a large dossier as in a small one."""
    aims: list[Sequence[object]] = [("id", "aim", "owner", "due", "issue", "at_least")]
    aims += [(f"a{n:02}", f"Reach {n}", "Example desk", LAST, f"i{n:02}", 50) for n in range(20)]
    acts: list[Sequence[object]] = [("id", "title", "objectives", "digital", "audience", "owner", "date", "status")]
    acts += [
        (f"t{n:02}", f"Activity {n}", f"a{n % 20:02}", "yes", f"g{n % GROUPS:02}", "Example desk", _day(chance), "done") for n in range(60)
    ]
    measures: list[Sequence[object]] = [("id", "measure", "objective", "unit", "baseline", "baseline_on", "target", "target_on")]
    measures += [(f"r{n:02}", f"Measure {n}", f"a{n % 20:02}", "states", 10, FIRST, 50, LAST) for n in range(30)]
    return {"objectives": aims, "activities": acts, "indicators": measures}


def _models() -> dict[str, bytes]:
    """Return one model of some kinds, as their templates have it."""
    from legation.dossier.models.conflict import CONFLICT
    from legation.dossier.models.scenario import SCENARIO

    return {kind.called("sample"): kind.template("en").encode() for kind in (SCENARIO, CONFLICT)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each page of the site on dossiers of some sizes; or write one."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.large_dossiers", description=str(__doc__).splitlines()[0])
    reader.add_argument("sizes", nargs="*", type=int, default=[], metavar="ACTORS")
    reader.add_argument("--all", action="store_true", help="every page, not the worst alone")
    reader.add_argument("--write", nargs=2, metavar=("ACTORS", "FOLDER"))
    asked = reader.parse_args([] if arguments is None else arguments)
    if asked.write:
        write(Path(asked.write[1]), int(asked.write[0]))
        return
    from benchmarks.large_pages import measured

    measured(asked.sizes or SIZES, every=asked.all)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
