"""Hypothesis strategies that tests share: dossiers that keep every rule."""

from __future__ import annotations

import dataclasses

from hypothesis import strategies as st

from legation.dossier import KINDS, TABLES, VOTES, Dossier, Info, Votes, When, Wording
from legation.dossier.kind import Choice, Code, Day, Flag, Key, Number, Reference, Text, Url
from legation.dossier.tables.csv_sheet import is_formula

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
PROSE = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\r\ufffe\uffff"), max_size=30)
    .map(str.strip)
    .filter(lambda t: not is_formula(t))
)
WHENS = st.one_of(
    st.dates().filter(lambda d: d.year >= 1000).map(lambda d: When(d.isoformat())),
    st.integers(1900, 2100).map(lambda y: When(str(y))),
    st.tuples(st.integers(1900, 2100), st.integers(1, 12)).map(lambda ym: When(f"{ym[0]}-{ym[1]:02d}")),
)


def value(kind: object) -> st.SearchStrategy[object]:
    """Values of a kind that refer to nothing."""
    match kind:
        case Text(localized=True):
            return st.builds(Wording, PROSE, fr=PROSE, en=PROSE)
        case Key() | Text():
            return PROSE
        case Choice():
            return st.sampled_from(("", *kind.values))
        case Number(whole=True):
            return st.none() | st.integers(
                int(kind.low if kind.low is not None else -1000), int(kind.high if kind.high is not None else 1000)
            )
        case Number():
            return st.none() | st.floats(kind.low if kind.low is not None else -1e6, kind.high if kind.high is not None else 1e6)
        case Day():
            return st.none() | WHENS
        case Flag():
            return st.none() | st.booleans()
        case Code():
            return st.just("")
        case Url():
            return st.sampled_from(("", "https://example.org/a?b=c"))
        case Reference(many=True):
            return st.just(())
        case _:
            return st.just("")


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Dossiers with rows in every table that needs no other row, and with votes."""
    actors = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    rollcalls = draw(st.lists(IDS, max_size=3, unique=True))
    tables: dict[str, object] = {}
    for name in ("issues", "evidence", "objectives", "activities", "processes"):
        table = TABLES[name]
        ids = draw(st.lists(IDS, max_size=3, unique=True))
        rows = []
        for identity in ids:
            fields = {c.name: draw(value(c.kind)) for c in table.columns if c.name not in ("id", "part", "start", "end")}
            rows.append(table.record(id=identity, **fields))
        tables[name] = tuple(rows)
    tables["actors"] = tuple(TABLES["actors"].record(id=a, name=Wording(draw(PROSE)), kind=draw(st.sampled_from(KINDS))) for a in actors)
    tables["rollcalls"] = tuple(TABLES["rollcalls"].record(id=r, symbol=r, date=draw(WHENS)) for r in rollcalls)
    pairs = [(a, r) for a in actors for r in rollcalls]
    codes = draw(st.lists(st.integers(0, len(VOTES) - 1), min_size=len(pairs), max_size=len(pairs)))
    votes = Votes.of([a for a, _ in pairs], [r for _, r in pairs], codes)
    info = Info(id=draw(IDS), title=draw(st.builds(Wording, PROSE, fr=PROSE, en=PROSE)))
    return dataclasses.replace(Dossier(info=info, votes=votes), **tables)
