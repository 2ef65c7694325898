"""The tables of the canary dossier: in each table a row of every way, with a word in each column of free text, and in its id.

Beside them stand a few open rows without words, so that the questions have something to answer: three states, an issue, two votes.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from canaries import DESK, FLOOR, LATE, OWN, OWNER, UNKNOWN, WAYS, Cage, Canary, Way, when, wording

from legation.dossier import TABLES, Moment, When
from legation.dossier.column import Column, Table
from legation.dossier.files.codec import encode_table
from legation.dossier.kind import Choice, Code, Day, Flag, Instant, Key, Number, Reference, Text, Url
from legation.dossier.parts import BriefOption, BriefSettings
from legation.dossier.parts.brief import UNMARKED
from legation.dossier.parts.toml_record import written

__all__ = ["tables"]

VOTED = "2022-12-01"
"""The day of the vote ahead, from which its text has its number."""
_BASE = {
    "actors": "id,name,name_fr,kind,iso3,marking\n"
    "FRA,France,France,state,FRA,TLP:CLEAR\nDEU,Germany,Allemagne,state,DEU,TLP:CLEAR\nEST,Estonia,Estonie,state,EST,TLP:CLEAR\n",
    "groups": "group,actor,start,marking\nEU,FRA,1958,TLP:CLEAR\nEU,DEU,1958,TLP:CLEAR\nEU,EST,2004,TLP:CLEAR\n",
    "issues": "id,question,low,high,cyberspace,body,marking\nnorms,Binding norms?,none,treaty,yes,council,TLP:CLEAR\n",
    "evidence": "id,kind,title,date,known_on,quote,reliability,credibility,marking\n"
    "e1,statement,Statement of France,2018-01-01,2018-01-01,We favour norms,A,2,TLP:CLEAR\n",
    "positions": "id,actor,issue,low,value,high,influence,salience,basis,held_from,known_on,evidence,marking\n"
    "p1,FRA,norms,50,60,70,70,80,statement,2018-01-01,2018-01-01,e1,TLP:CLEAR\n"
    "p2,DEU,norms,40,55,70,60,60,statement,2018-01-01,2018-01-01,e1,TLP:CLEAR\n"
    "p3,EST,norms,10,20,30,30,90,statement,2018-01-01,2018-01-01,e1,TLP:CLEAR\n",
    "interests": "id,actor,issue,interest,evidence,recorded,marking\ni1,FRA,norms,A voice,e1,2018-01-01,TLP:CLEAR\n",
    "rollcalls": "id,symbol,draft_symbol,title,date,known_on,stage,on,body,issue,marking\n"
    "r1,A/RES/1,,First,2018-12-01,2018-01-01,plenary,resolution,council,norms,TLP:CLEAR\n"
    f"r2,A/RES/2,A/L.2,Second,{VOTED},2018-01-01,plenary,resolution,,norms,TLP:CLEAR\n",
    "coalitions": "coalition,actor,tier,start,marking\nfriends,FRA,core,2018-01-01,TLP:CLEAR\n",
    "engagements": "id,actor,date,marking\nn1,FRA,2018-01-01,TLP:CLEAR\n",
    "rounds": "id,title,rollcall,opened,marking\nc1,Before the vote,r2,2018-01-01T00:00Z,TLP:CLEAR\n",
    "objectives": "id,aim,owner,due,recorded,marking\no1,To have norms,desk,2022-12-31,2018-01-01,TLP:CLEAR\n",
}
_NUMBERS = {"level": 0.8, "probability": 0.5, "baseline_probability": 0.4, "credibility": 2, "session": 73}
_SINGLE = {"actors": "FRA", "issues": "norms", "rollcalls": "r1", "objectives": "o1", "interests": "i1", "rounds": "c1"}
_MANY = {"actors": "FRA", "issues": "norms", "objectives": "o1", "evidence": "e1", "rollcalls": "r1", "engagements": "n1"}
_AHEAD = ("due", "deadline", "end")


def tables(cage: Cage) -> None:
    """Put the tables, the bodies, the mandate and the settings into the dossier."""
    number = cage.word("rollcalls.csv symbol of a vote ahead", Way("adopted later", least="TLP:CLEAR", since=VOTED))
    for name, table in TABLES.items():
        if name != "votes":
            rows = [_row(cage, table, way) for way in _ways(table)]
            rows += _naming(cage, table)
            cage.parts[table.part] = _joined(_BASE.get(name, "").replace("A/RES/2", number), table, rows)
    hidden = cage.anchor("actors", "red"), cage.anchor("rollcalls", "red"), cage.anchor("rollcalls", "later")
    votes = [(actor, rollcall) for rollcall in ("r1", *hidden[1:]) for actor in ("FRA", "DEU", "EST", hidden[0])]
    cage.parts["votes.csv"] = "".join(["actor,rollcall,vote\n", *(f"{a},{r},{'no' if a == 'EST' else 'yes'}\n" for a, r in votes)]).encode()
    for name in ("actors", "positions", "evidence", "groups", "votes"):
        header, *lines = cage.parts[f"{name}.csv"].decode().splitlines()
        words = (cage.word(f"{name}.csv column that is not known", UNKNOWN, OWNER) for _ in lines)
        cage.parts[f"{name}.csv"] = "\n".join(
            [f"{header},weather", *(f"{line},{word}" for line, word in zip(lines, words, strict=True)), ""]
        ).encode()
    _settings(cage)
    _annexes(cage)


def _ways(table: Table) -> tuple[Way, ...]:
    """Return the ways for which a table has the columns: without a date of its own a row is known with its sources."""
    if table.name == "releases":  # who may be told that something was released knows what it rests on
        return tuple(dataclasses.replace(way, least="TLP:RED") for way in WAYS if way.name in ("no source", "later"))
    return tuple(way for way in WAYS if table.known or way.known == "" or (way.since != LATE and way.name != "middle"))


def _row(cage: Cage, table: Table, way: Way, **given: Any) -> Any:
    """Return a row of a table; what is given stands in it as it is."""
    own = {"evidence": tuple(cage.sources(way)), "marking": way.marking, "part": ""} | given
    if table.name == "signposts":  # it is read from a monitor or from a question, not from both
        own["monitor"] = ""
    values = {column.name: own[column.name] if column.name in own else _value(cage, table, column, way) for column in table.columns}
    if table.name == "evidence":
        part = f"files/{cage.word('name of an archived file', way)}.txt"
        cage.parts[part] = cage.word("archived file", way).encode()
        values["part"] = part
    if table.name == "forecasts":
        values["resolved_on"] = When(way.known or LATE)
    return table.record(**values)


def _value(cage: Cage, table: Table, column: Column, way: Way) -> Any:
    """Return what stands in a cell: a word where any text may stand."""
    name, kind = column.name, column.kind
    dated = name in table.known[:1] or (name == "date" and "date" in table.known)
    match kind:
        case Text(localized=True):
            return wording(cage, table.name, way, name)
        case Key() | Text():
            return cage.of(table.name, way, name)
        case Url():
            return f"https://{cage.of(table.name, way, name)}.example/"
        case Choice():
            return kind.values[0]
        case Code():
            return ""
        case Flag():
            return True
        case Number():
            number = _NUMBERS.get(name, 30.0 if name.endswith("low") else 70.0 if name.endswith("high") else 50.0)
            return max(int(number), int(kind.low or 0)) if kind.whole else number
        case Day():
            return when(way.known) if dated else when("2022-12-01") if name in _AHEAD else None
        case Instant():
            return Moment(f"{way.known}T00:00Z") if dated and way.known else None
        case Reference(many=True):
            return (_MANY[table.name if kind.to[0] == "same" else kind.to[0]],)
        case Reference():
            return _SINGLE.get(kind.to[0], "")
    raise AssertionError(kind)


def _naming(cage: Cage, table: Table) -> list[Any]:
    """Return rows that are open but for what they name: by one id, by several, by the name of a hidden group or coalition."""
    rows = []
    for column in table.columns:
        kind = column.kind
        if not isinstance(kind, Reference) or column.name in ("supersedes", "evidence", "body"):
            continue
        for place in kind.to:
            target = table.name if place == "same" else place
            names = {"groups": "group", "coalitions": "coalition"}
            red = next(way for way in WAYS if way.name == "red")
            hidden = cage.of(target, red, names.get(target, "id"))
            named = f"{column.name} names a hidden row of {target} alone"
            alone = Way(named, least="TLP:RED") if kind.leans else Way(named)
            rows.append(_row(cage, table, alone, **{column.name: (hidden,) if kind.many else hidden}))
            if kind.many:
                beside = Way(f"{column.name} names a hidden row of {target} beside an open one")
                open_one = _MANY.get(target, "EU" if target == "groups" else "friends")
                rows.append(_row(cage, table, beside, **{column.name: (open_one, hidden)}))
            if not kind.many and TABLES[target].known:
                called = f"{column.name} names a row of {target} that was known later"
                later = Way(called, since=LATE) if kind.leans else Way(called)
                way = next(one for one in WAYS if one.name == "later")
                rows.append(_row(cage, table, later, **{column.name: cage.of(target, way, names.get(target, "id"))}))
    return rows


def _joined(base: str, table: Table, rows: list[Any]) -> bytes:
    """Return the open rows and the rows of every way as one part."""
    from legation.dossier.problem import stop_at
    from legation.dossier.tables.cells import read_table
    from legation.dossier.tables.csv_sheet import read_csv

    problems: list[Any] = []
    sheet = read_csv(table.part, base.encode(), problems) if base else None
    first = read_table(table, sheet, problems)[0] if sheet else ()
    stop_at(problems)
    return encode_table(table.name, [*first, *rows])


def _settings(cage: Cage) -> None:
    """Put the settings, the mandate and the bodies there."""
    own = Way("no marking")
    texts = ("title", "title_fr", "title_en", "summary", "summary_fr", "author", "licence", "handling")
    info: dict[str, Any] = {"id": "small", "marking": OWN, "languages": ["en", "fr"]}
    info |= {name: cage.word(f"dossier.toml {name}", own) for name in texts}
    info["brief"] = _brief(cage, own)
    info["weather"] = cage.word("dossier.toml setting that is not known", own, OWNER)
    info["parameters"] = {"who-can-move": {"note": cage.word("dossier.toml parameters", own, DESK)}}
    comment = f"# {cage.word('dossier.toml comment', own, DESK)}\n".encode()
    cage.parts["dossier.toml"] = comment + written(info)

    limits = Way("no marking", least="TLP:CLEAR")
    aims = ("aim", "aim_fr", "aim_en", "fallback", "fallback_en", "walk_away", "walk_away_fr")
    mandate: dict[str, Any] = {name: cage.word(f"mandate.toml {name}", limits, OWNER) for name in aims}
    mandate["red_lines"] = [cage.word("mandate.toml red_lines", limits, OWNER)]
    mandate["reservation"] = {"norms": cage.word("mandate.toml reservation", limits, OWNER)}
    cage.canaries[FLOOR] = Canary(FLOOR, "mandate.toml negotiation floor", "no marking", "TLP:CLEAR", limits.since, OWNER)
    mandate["negotiation"] = {"a-talks": {"party": "us", "floor": float(FLOOR), "red_lines": {"scope": ["none"]}}}
    cage.parts["mandate.toml"] = f"# {cage.word('mandate.toml comment', limits, OWNER)}\n".encode() + written(mandate)

    red = next(way for way in WAYS if way.name == "red")
    actor, source = cage.anchor("actors", "red"), cage.anchor("evidence", "red")
    names = [cage.word("bodies.toml name", own) for _ in range(3)]
    rule = {"of": "present_and_voting", "share": "1/2", "veto": ["FRA", actor], "evidence": ["e1", source]}
    weighed = {"of": "weights", "share": "1/2", "weights": "votes"}
    council = {
        "id": "council",
        "name": names[0],
        "name_fr": names[1],
        "members": "EU",
        "weights": {"votes": {"FRA": 2, actor: 3}},
        "board": "fr",
    }
    council["board_order"] = ["EST", actor]
    closed = {"id": "closed", "name": names[2], "members": cage.of("groups", red, "group"), "rule": [{"of": "consensus"}]}
    comment = f"# {cage.word('bodies.toml comment', own, DESK)}\n".encode()
    cage.parts["bodies.toml"] = comment + written({"body": [council | {"rule": [rule, weighed]}, closed]})


def _brief(cage: Cage, own: Way) -> dict[str, Any]:
    """Return ``[brief]``: what is asked, and the desk's own words, which bear a marking of their own."""
    amber = Way("the desk's words", marking="TLP:AMBER", least="TLP:AMBER")
    brief: dict[str, Any] = {"marking": amber.marking, "reply_by": "2022-12-01"}
    for one in dataclasses.fields(BriefSettings):
        if one.type == "Wording":
            way, name = own if one.name in UNMARKED else amber, one.metadata.get("name", one.name)
            brief |= {name + end: cage.word(f"dossier.toml brief {name}{end}", way, DESK) for end in ("", "_fr", "_en")}
    texts = [f"{one.name}{end}" for one in dataclasses.fields(BriefOption) if one.type == "Wording" for end in ("", "_fr", "_en")]
    option: dict[str, Any] = {name: cage.word(f"dossier.toml brief.option {name}", amber, DESK) for name in ("id", *texts)}
    unknown = (cage.word(f"dossier.toml {place} setting that is not known", amber, OWNER) for place in ("brief", "brief.option"))
    brief["weather"], option["weather"] = unknown
    return brief | {"option": [option | {"recommended": True}]}


def _annexes(cage: Cage) -> None:
    """Put two annexes there, one of which a reader below TLP:RED sees no row of; a notice without a mark is as open as the dossier."""
    by_name = {way.name: way for way in WAYS}
    for annex, ways in (("open", ("open", "red", "rests on open and red")), ("secret", ("red", "rests on red"))):
        rows = []
        for name in ways:
            way = by_name[name]
            words = {column: cage.word(f"annexes/{annex}/actors.csv {column}", way) for column in ("id", "author", "reason")}
            row = _row(cage, TABLES["actors"], way, **words)
            said = {column: dataclasses.replace(getattr(row, column), text=cage.word(f"annexes {column}", way)) for column in ("name",)}
            said = {column: dataclasses.replace(text, fr="", en="") for column, text in said.items()}
            rows.append(dataclasses.replace(row, **said, status_note=type(row.name)()))
        cage.parts[f"annexes/{annex}/actors.csv"] = encode_table("actors", rows)
        cage.parts[f"annexes/{annex}/NOTICE.txt"] = cage.word(f"annexes/{annex}/NOTICE.txt", Way("no marking")).encode()
