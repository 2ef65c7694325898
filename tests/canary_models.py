"""The models, registers and files of the canary dossier.

Of each kind there is one file whose head is open and whose rows are of every way, and for every way a small file whose head is of that way:
its name is a word too. Comments bear no mark: only whoever sees everything of all times reads them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from canaries import DESK, NEVER, OWNER, UNKNOWN, Cage, Way, in_model
from questions.room_dossier import parts as room_parts
from questions.room_dossier import votes as room_votes
from stix_made import ident, made

from legation.dossier.models import assessment, conflict, draft, response, scenario, statement
from legation.dossier.models import draft as adopted
from legation.dossier.models import negotiation as talks
from legation.dossier.models.assessment import Assessment
from legation.dossier.models.circulation import Circulation
from legation.dossier.models.draft import DraftModel
from legation.dossier.models.frames import FrameGiven, FramesModel
from legation.dossier.models.game import GameModel, Lesson, Reveal, Side
from legation.dossier.models.monitor import Monitor
from legation.dossier.models.negotiation import NegotiationModel
from legation.dossier.models.response import ResponseModel
from legation.dossier.models.room import RoomModel
from legation.dossier.models.scenario import ScenarioModel
from legation.dossier.models.statement import StatementModel
from legation.dossier.parts.toml_record import written
from legation.sources import stix
from legation.sources.stix.vocabulary import STANDARD_MARKINGS

__all__ = ["models"]

_OWN = Way("no marking")
_COMMENT = Way("a comment", least="TLP:RED", since=NEVER)
_FEW = ("red", "rests on open and red", "later", "open")
_SECRET = Way("a detail rests on red", cites=("open", "red"), least="TLP:RED")
Table = dict[str, Any]


def models(cage: Cage) -> None:
    """Put them into the dossier."""
    for kind in (_scenarios, _conflicts, _negotiations, _drafts, _assessments, _responses, _statements, _frames, _monitors, _games):
        kind(cage)
    _rooms(cage)
    _registers(cage)
    _files(cage)


def _put(cage: Cage, part: str, table: Table, way: Way = _OWN) -> None:
    """Put a model there, with a comment in it."""
    unknown = {"weather": cage.word(f"{_kind(part)} setting that is not known", UNKNOWN, OWNER)}
    cage.parts[part] = f"# {cage.word(f'{_kind(part)} comment', _COMMENT, DESK)}\n".encode() + written(unknown | table)


def _kind(part: str) -> str:
    """Return what a part is called among the places: ``scenarios/*.toml``."""
    folder, _, name = part.partition("/")
    return f"{folder}/*.{name.partition('.')[2]}"


def _heads(cage: Cage, record: type[Any], place: str, head: str, body: Callable[[], Table], words: tuple[str, ...] = ("author",)) -> None:
    """Put a small file there for every way in which its head may be secret."""
    folder, _, ending = place.partition("*")
    for way in in_model(record):
        part = f"{folder}{cage.word(f'{place} name of the file', way, DESK)}{ending}"
        table = body()
        table[head] = cage.row(record, f"{place} [{head}]", way, words) | table.get(head, {})
        _put(cage, part, table)


def _rows(cage: Cage, record: type[Any], place: str, words: tuple[str, ...] = (), /, **given: Any) -> Iterator[Table]:
    """Give a row of every way; a value that is a function is asked with the number of the row and its way.

    What cannot be without a source is of no way without one, and of issues, which make the domain large, there are only a few.
    """
    ways = [way for way in in_model(record) if way.cites or record not in (assessment.EvidenceItem, assessment.Observed)]
    for number, way in enumerate(way for way in ways if record is not talks.Matter or way.name in _FEW):
        own = {name: value(number, way) if callable(value) else value for name, value in given.items()}
        yield cage.row(record, place, way, words, **own)


def _id(cage: Cage, place: str) -> Callable[[int, Way], str]:
    return lambda _, way: cage.word(f"{place} id", way, DESK)


# --- scenarios and conflicts ---------------------------------------------------------------------------------------------------------------


def _drivers() -> list[Table]:
    """Return three drivers of two variants."""
    return [{"id": f"d{n}", "variant": [{"id": "a"}, {"id": "b"}]} for n in range(3)]


def _scenarios(cage: Cage) -> None:
    place = "scenarios/*.toml"
    _heads(cage, ScenarioModel, place, "model", lambda: {"descriptor": _drivers()}, ("author", "horizon"))
    descriptors = []
    for n in range(3):
        posts = [{"evidence": "e1", "says": "for", "note": cage.word(f"{place} signpost", _OWN, DESK)}]
        posts.append({"evidence": cage.anchor("evidence", "red"), "says": "for"})
        posts[1]["note"] = cage.word(f"{place} signpost", Way("rests on red", least="TLP:RED"), DESK)
        variants = [
            cage.row(scenario.Variant, f"{place} [[variant]]", _OWN, id=name, signposts=posts if name == "a" else []) for name in "ab"
        ]
        descriptors.append(cage.row(scenario.Descriptor, f"{place} [[descriptor]]", _OWN, id=f"d{n}", variant=variants))
    cells = [(f"d{a}.{x}", f"d{b}.{y}") for a, b in itertools.permutations(range(3), 2) for x in "ab" for y in "ab"]
    table = {"model": cage.row(ScenarioModel, f"{place} [model]", _OWN, ("author", "horizon")), "descriptor": descriptors}
    judged = _rows(
        cage, scenario.ScenarioJudgement, f"{place} [[judgement]]", **{"from": lambda n, _: cells[n][0]}, to=lambda n, _: {cells[n][1]: 1}
    )
    table["judgement"] = list(judged)
    table["rule"] = list(_rows(cage, scenario.Rule, f"{place} [[rule]]", **{"if": "d0.a"}, then=["d1.a", "d1.b"]))
    plan = f"{place} [[plan]]"
    table["plan"] = list(_rows(cage, scenario.Plan, plan, id=_id(cage, plan), needs=["d0.a"], payoff={"always": 1, "d1.a": 2}))
    worth = list(_rows(cage, scenario.Worth, f"{place} [[worth]]", where="always", value=1))
    table["plan"].append(cage.row(scenario.Plan, plan, _OWN, id="valued", needs=["d0.a"], worth=worth))
    _put(cage, "scenarios/a-open.toml", table)
    for what, record in (("variant", scenario.Variant), ("descriptor", scenario.Descriptor)):
        deep = _drivers()
        row = deep[0]["variant"][0] if what == "variant" else deep[0]
        row |= cage.row(record, f"{place} [[{what}]]", _SECRET, id=row["id"])
        _put(cage, f"scenarios/deep-{what}.toml", {"model": {"title": "Open"}, "descriptor": deep})


_NAMES = ("o0", "o1", "o2", "o3")
_SAID = (*_NAMES, *(f"{a} {word} {b}" for word in ("and", "or") for a, b in itertools.combinations(_NAMES, 2)))


def _makers() -> list[Table]:
    return [{"id": "a", "option": [{"id": name} for name in _NAMES]}, {"id": "b", "option": [{"id": "c0"}]}]


def _preferred() -> list[Table]:
    return [{"maker": "a", "judgement": [{"statement": "not c0"}]}, {"maker": "b", "judgement": [{"statement": "c0"}]}]


def _conflicts(cage: Cage) -> None:
    place = "conflicts/*.toml"
    _heads(cage, conflict.ConflictModel, place, "model", lambda: {"maker": _makers(), "preference": _preferred()})
    makers = _makers()
    for maker in makers:
        maker["option"] = [cage.row(conflict.Option, f"{place} [[option]]", _OWN, id=one["id"]) for one in maker["option"]]
        maker |= cage.row(conflict.Maker, f"{place} [[maker]]", _OWN, id=maker["id"], option=maker["option"], actor="FRA")
    judged = list(_rows(cage, conflict.StatementPreference, f"{place} [[judgement]]", statement=lambda n, _: _SAID[n]))
    own = cage.row(conflict.Preference, f"{place} [[preference]]", _OWN, maker="b", judgement=judged)
    table = {"model": cage.row(conflict.ConflictModel, f"{place} [model]", _OWN, ("author",)), "maker": makers}
    table["infeasible"] = [cage.row(conflict.Infeasible, f"{place} [[infeasible]]", _OWN, statement="o0 and o1 and o2 and o3")]
    table["preference"] = [_preferred()[0], own]
    seen = cage.row(conflict.View, f"{place} [[view]]", _OWN, of="a")
    hidden = cage.row(conflict.View, f"{place} [[view]]", Way("rests on open and red", cites=("open", "red"), least="TLP:RED"), of="b")
    table["view"] = [seen, hidden]
    judged = list(_rows(cage, conflict.StatementPreference, f"{place} [[view.judgement]]", statement=lambda n, _: _SAID[n]))
    seen["preference"] = [{"maker": "b", "judgement": judged}]
    _put(cage, "conflicts/a-open.toml", table)
    for what in ("maker", "option", "infeasible", "preference"):
        title = "Open"
        table = {"model": {"title": title}, "maker": _makers(), "preference": _preferred()}
        if what == "preference":  # the model may stay without it
            table["preference"][0] |= cage.row(conflict.Preference, f"{place} [[preference]]", _SECRET, maker="a")
        elif what == "infeasible":
            table["infeasible"] = [cage.row(conflict.Infeasible, f"{place} [[infeasible]]", _SECRET, statement="o0 and o1")]
        else:
            row = table["maker"][0] if what == "maker" else table["maker"][0]["option"][0]
            record = conflict.Maker if what == "maker" else conflict.Option
            row |= cage.row(record, f"{place} [[{what}]]", _SECRET, id=row["id"])
        _put(cage, f"conflicts/deep-{what}.toml", table)


# --- negotiations and drafts ---------------------------------------------------------------------------------------------------------------


def _bargain(parties: int = 0) -> Table:
    """Return talks of two parties, and more, on two issues."""
    names = ["us", "them", *(f"n{n}" for n in range(parties))]
    issue = [{"id": name, "option": [{"id": "none"}, {"id": "all"}]} for name in ("scope", "seat")]
    worth = [
        {"party": party, "issue": one["id"], "points": {"none": 10 * n, "all": 20}} for n, party in enumerate(names[:2]) for one in issue
    ]
    return {"party": [{"id": name} for name in names], "issue": issue, "worth": worth}


def _negotiations(cage: Cage) -> None:
    place = "negotiations/*.toml"
    _heads(cage, NegotiationModel, place, "negotiation", _bargain)
    package = {"scope": "all", "seat": "none"}
    table = _bargain()
    table["negotiation"] = cage.row(NegotiationModel, f"{place} [negotiation]", _OWN, ("author",), status_quo=package)
    for name, record, more in (
        ("card", talks.Card, {"package": package}),
        ("offer", talks.Offer, {"package": package, "date": "2018-01-20", "party": "us"}),
        ("party", talks.Party, {}),
    ):
        table[name] = table.get(name, []) + list(_rows(cage, record, f"{place} [[{name}]]", id=_id(cage, f"{place} [[{name}]]"), **more))
    table["card"] += [{"id": "c1", "package": package}, {"id": "c2", "package": {"scope": "none", "seat": "all"}}]
    table["ranking"] = list(_rows(cage, talks.Ranking, f"{place} [[ranking]]", ("holder",), party="us", cards=["c1", "c2"]))
    table["agreed"] = list(_rows(cage, talks.Agreed, f"{place} [[agreed]]", date="2018-01-20", package=package))
    _put(cage, "negotiations/a-talks.toml", table)
    table = _bargain(len(in_model(talks.Worth)))
    table["negotiation"] = {"title": "Open"}
    for name, record, more in (
        ("worth", talks.Worth, {"issue": "scope", "points": {"none": 1, "all": 2}}),
        ("floor", talks.Floor, {"value": 3}),
    ):
        rows = _rows(cage, record, f"{place} [[{name}]]", ("holder",), party=lambda n, _: f"n{n}", **more)
        table[name] = table.get(name, []) + list(rows)
    options = {"option": lambda _, way: [cage.row(talks.Choice, f"{place} [[option]]", way, id=one) for one in "xy"]}
    table["issue"] += list(_rows(cage, talks.Matter, f"{place} [[issue]]", id=_id(cage, f"{place} [[issue]]"), **options))
    _put(cage, "negotiations/b-worth.toml", table)


def _drafts(cage: Cage) -> None:
    place = "drafts/*.toml"
    for way in in_model(DraftModel):
        name = cage.word(f"{place} name of the file", way, DESK)
        cage.parts[f"drafts/{name}/v1.txt"] = f"Draft\n\n1. States {cage.word('drafts/*/*.txt', way, DESK)}.\n".encode()
        head = cage.row(DraftModel, f"{place} [draft]", way, ("author",))
        version = {"id": "v1", "part": f"drafts/{name}/v1.txt", "date": "2018-01-01"}
        _put(cage, f"drafts/{name}.toml", {"draft": head, "version": [version]})

    for number, way in enumerate(in_model(Circulation)):
        cage.parts[f"drafts/circulated-{number}/v1.txt"] = b"1. States act.\n"
        version = {"id": "v1", "part": f"drafts/circulated-{number}/v1.txt", "date": "2018-01-01"}
        terms = cage.row(Circulation, f"{place} [circulation]", way, ("coalition",), kind="joint_statement")
        _put(cage, f"drafts/circulated-{number}.toml", {"draft": {"title": "Open"}, "version": [version], "circulation": terms})

    def text(number: int, way: Way) -> str:
        part = f"drafts/a-report/{cage.word('drafts/*/*.txt name of the file', way, DESK)}.txt"
        word = cage.word("drafts/*/*.txt", way, DESK)
        cage.parts[part] = f"Draft\n\n1. States {word}.\n\n2. States [shall][should] act {word}.\n".encode()
        return part

    def listed(number: int, way: Way) -> str:
        part = f"drafts/adopted/{cage.word('drafts/adopted/*.txt name of the file', way, DESK)}.txt"
        cage.parts[part] = f"1. States shall act {cage.word('drafts/adopted/*.txt', way, DESK)}.\n".encode()
        return part

    day, later = "2018-01-20", "2018-02-20"
    table: Table = {"draft": cage.row(DraftModel, f"{place} [draft]", _OWN, ("author",))}
    for name, record, words, more in (
        ("version", draft.Version, (), {"part": text, "date": day}),
        ("package", draft.Bundle, (), {"targets": ["1", "2: shall"], "date": day}),
        ("silence", draft.SilenceProcedure, (), {"units": ["1"], "date": day, "deadline": later}),
    ):
        table[name] = list(_rows(cage, record, f"{place} [[{name}]]", words, id=_id(cage, f"{place} [[{name}]]"), **more))
    table["party"] = list(_rows(cage, draft.Party, f"{place} [[party]]", ("written",), actor="FRA"))
    said = {"actor": "FRA", "unit": "2", "stance": "oppose", "date": day}
    table["stance"] = list(_rows(cage, draft.Said, f"{place} [[stance]]", ("words", "conditional_on"), **said))
    pending = {"pending": lambda _, way: [cage.word(f"{place} [[agreement]] pending", way, DESK)]}
    table["agreement"] = list(_rows(cage, draft.Agreement, f"{place} [[agreement]]", unit="1", level="ad ref", date=day, **pending))
    silences = iter(row["id"] for row in table["silence"])
    table["broken"] = list(_rows(cage, draft.Objection, f"{place} [[broken]]", ("actor",), silence=lambda *_: next(silences), date=later))
    _put(cage, "drafts/a-report.toml", table)
    texts = _rows(cage, adopted.AdoptedText, "drafts/adopted.toml", ("symbol",), id=_id(cage, "drafts/adopted.toml"), date=day, part=listed)
    _put(cage, "drafts/adopted.toml", {"adopted": list(texts)})


# --- incidents -----------------------------------------------------------------------------------------------------------------------------

_PRIOR = {"alpha": 0.3, "beta": 0.3, "planted": 0.1, "nobody": 0.3}
_HYPOTHESES = (("alpha", "group"), ("beta", "criminal"), ("planted", "false-flag"), ("nobody", "unlisted"))


def _assessed() -> Table:
    """Return an assessment of four hypotheses with one item."""
    hypotheses = [
        {"id": name, "kind": kind, "name": name} | ({"of": "alpha"} if kind == "false-flag" else {}) for name, kind in _HYPOTHESES
    ]
    item = {"id": "first", "claim": "The first", "evidence": ["e1"], "ratio": {"alpha": 3}}
    return {"hypothesis": hypotheses, "analyst": [{"id": "one", "priors": _PRIOR, "reason": "as many of each"}], "item": [item]}


def _assessments(cage: Cage) -> None:
    place = "incidents/*.assessment.toml"
    _heads(cage, Assessment, place, "assessment", _assessed, ("author", "incident"))
    table = _assessed()
    table["assessment"] = cage.row(Assessment, f"{place} [assessment]", _OWN, ("author", "incident"))
    for row in table["hypothesis"]:
        row |= cage.row(assessment.Hypothesis, f"{place} [[hypothesis]]", _OWN, id=row["id"])

    def add(name: str, record: type[Any], words: tuple[str, ...] = (), *, ids: bool = True, **more: Any) -> None:
        at = f"{place} [[{name}]]"
        named = {"id": _id(cage, at)} if ids else {}
        table[name] = table.get(name, []) + list(_rows(cage, record, at, words, **named, **more))

    add("analyst", assessment.Analyst, priors=_PRIOR)
    add("item", assessment.EvidenceItem, ("origin", "cluster"), ratio={"alpha": 2})
    add("observed", assessment.Observed, ("report",), ids=False)
    add("sponsor", assessment.Sponsor, ids=False, hypothesis="alpha", state="DEU", share=[0.01, 0.02, 0.03])
    add("responsibility", assessment.Tested, ("by",), ids=False, state="DEU", test="organ", answer="met")
    add("spectrum", assessment.Placed, ("by",), ids=False, state="DEU", place="state-ordered")
    add("assumption", assessment.Assumption, items=["first"])
    add("search", assessment.Search, ("owner",), found={"alpha": 0.9}, usual=0.1)
    add("judgement", assessment.PastAssessment, made_on="2018-01-10", probability={"alpha": 0.7, "nobody": 0.3})
    _put(cage, "incidents/a-open.assessment.toml", table)


def _responses(cage: Cage) -> None:
    place = "incidents/*.response.toml"
    head = {"who": "state", "probability": [0.8, 0.9, 0.95], "severity": 5}
    _heads(cage, ResponseModel, place, "response", lambda: {"response": head})
    table: Table = {"response": cage.row(ResponseModel, f"{place} [response]", _OWN, ("author",), **head)}
    measure, wrongs = "public-attribution", ("wrongful-act", "armed-attack")
    for name, record, words, more in (
        ("ground", response.Grounded, (), {"ground": "responsible"}),
        ("threshold", response.Demand, ("author",), {"measure": measure, "minimum": 0.9}),
        ("cost", response.Cost, (), {"measure": measure, "bears": "ours"}),
        ("reply", response.Reply, (), {"measure": measure}),
        ("precedent", response.Precedent, (), {"id": _id(cage, f"{place} [[precedent]]"), "date": "2017-01-01", "done": ["summons"]}),
    ):
        table[name] = list(_rows(cage, record, f"{place} [[{name}]]", words, **more))
    for name, record, ids in (
        ("condition", response.ConditionAnswer, wrongs),
        ("criterion", response.Criterion, ("scale", "scope", "impact", "duration")),
        ("element", response.ConditionAnswer, ("f.public-service", "c.knowing", "b.technical")),
    ):
        ways = [Way("rests on red", cites=("red",), least="TLP:RED"), Way("rests on open and red", cites=("open", "red"), least="TLP:RED")]
        ways = [*ways, Way("later", known="2021-06-01", since="2021-06-01"), _OWN]
        more = {"answer": "yes"} if record is response.ConditionAnswer else {}
        words = ("reference",) if more else ()
        table[name] = [cage.row(record, f"{place} [[{name}]]", way, words, id=one, **more) for one, way in zip(ids, ways, strict=False)]
    both = Way("rests on open and red", cites=("open", "red"), least="TLP:RED")
    table["held"] = cage.row(response.HeldBy, f"{place} [held]", both, ("party", "by"))
    stakes = {"measure": measure, "cost": [8, 9], "belief": [0.5, 1]}
    table["deterrence"] = cage.row(response.Game, f"{place} [deterrence]", _OWN, benefit=[3, 6], effort=1)
    table["deterrence"]["answer"] = [cage.row(response.Stake, f"{place} [[deterrence.answer]]", both, **stakes)]
    _put(cage, "incidents/a-open.response.toml", table)


def _statements(cage: Cage) -> None:
    place = "incidents/*.statement.toml"
    _heads(cage, StatementModel, place, "statement", dict)
    table: Table = {
        "statement": cage.row(StatementModel, f"{place} [statement]", _OWN, ("author",), assessment="a-open", response="a-open")
    }
    for name, record, words, more in (
        ("claim", statement.StatementClaim, ("party",), {}),
        ("failing", statement.Failing, (), {}),
        ("notice", statement.Notified, (), {"due": "2018-02-01"}),
        ("harm", statement.Harm, (), {}),
        ("withdrawn", statement.Withdrawn, (), {}),
    ):
        table[name] = list(_rows(cage, record, f"{place} [[{name}]]", words, id=_id(cage, f"{place} [[{name}]]"), **more))
    table["answer"] = list(_rows(cage, statement.Prepared, f"{place} [[answer]]", ("to",)))
    red = Way("an object that is red", least="TLP:RED")
    table["claim"].append(cage.row(statement.StatementClaim, f"{place} [[claim]]", red, ("id",), objects=[ident("tool", 2)]))
    table["claim"].append(
        cage.row(statement.StatementClaim, f"{place} [[claim]]", _OWN, ("id",), against=["e1", cage.anchor("evidence", "red")])
    )
    _put(cage, "incidents/a-open.statement.toml", table)


# --- rooms, debates, monitors --------------------------------------------------------------------------------------------------------------


def _rooms(cage: Cage) -> None:
    place = "rooms/*.toml"
    for way in (*in_model(RoomModel), _OWN):
        name = "a-open" if way is _OWN else cage.word(f"{place} name of the file", way, DESK)
        head = cage.row(RoomModel, f"{place} [room]", way, ("author",), opened="2018-01-10", closed="2018-02-10")
        worded = [{"id": "0", "text": cage.word(f"{place} [[statement]]", way, DESK)}]
        _put(cage, f"rooms/{name}.toml", {"room": head, "statement": worded})
        comment = cage.parts[f"rooms/{name}.toml"].decode()
        files = room_parts(room_votes(12, 6), comment, name=name)
        for part in (part for part in files if part.endswith("comments.csv")):
            for number in range(6):
                said = f"Statement {number}".encode()
                files[part] = files[part].replace(said, cage.word("rooms/*/comments.csv", way, DESK).encode())
        cage.parts |= files


def _frames(cage: Cage) -> None:
    place = "debates/*.frames.toml"

    def examples(_: int, way: Way) -> list[str]:
        return [f"They {cage.word(f'{place} examples', way, DESK)} the law." for _ in range(2)]

    def body() -> Table:
        return {"frame": [{"id": "law", "name": "Law", "examples": ["One."], "counter_examples": ["Two."]}]}

    _heads(cage, FramesModel, place, "debate", body)
    at = f"{place} [[frame]]"
    rows = list(_rows(cage, FrameGiven, at, id=_id(cage, at), examples=examples, counter_examples=examples))
    _put(cage, "debates/a-open.frames.toml", {"debate": cage.row(FramesModel, f"{place} [debate]", _OWN, ("author",)), "frame": rows})


def _monitors(cage: Cage) -> None:
    place = "monitors/*.toml"
    for way in (*in_model(Monitor), _OWN):
        name = "a-open" if way is _OWN else cage.word(f"{place} name of the file", way, DESK)
        counted = {"what": "phrase", "baseline_from": "2018-01-01", "baseline_to": "2018-03-31"}
        counted["words"] = [cage.word(f"{place} words", way, DESK)]
        _put(cage, f"monitors/{name}.toml", {"monitor": cage.row(Monitor, f"{place} [monitor]", way, ("author", "tell"), **counted)})


def _games(cage: Cage) -> None:
    """Put games of the talks there: the sides are their open parties, whose briefs bear words of their own."""
    place = "games/*.toml"

    def sides() -> list[Table]:
        return [{"party": "us"}, {"party": "them"}]

    played = {"negotiation": "a-talks"}
    _heads(cage, GameModel, place, "game", lambda: {"game": played, "side": sides()}, ("author", "approved_by"))
    table: Table = {"game": cage.row(GameModel, f"{place} [game]", _OWN, ("author", "approved_by"), **played)}
    table["side"] = [cage.row(Side, f"{place} [[side]]", _OWN, **one) for one in sides()]
    table["reveal"] = list(_rows(cage, Reveal, f"{place} [[reveal]]", day="2018-01-20"))
    table["lesson"] = list(_rows(cage, Lesson, f"{place} [[lesson]]"))
    _put(cage, "games/a-open.toml", table)
    deep = {"game": {"title": "Open"} | played, "side": [sides()[0], cage.row(Side, f"{place} [[side]]", _SECRET, party="them")]}
    _put(cage, "games/deep-side.toml", deep)


# --- registers and other files -------------------------------------------------------------------------------------------------------------


def _registers(cage: Cage) -> None:
    """Put two registers there: one of objects of every marking, one that nobody below TLP:RED sees an object of."""
    marks = {marking: identity for identity, marking in reversed(STANDARD_MARKINGS.items())}

    def objects(name: str, ways: tuple[Way, ...]) -> Iterator[dict[str, Any]]:
        for number, way in enumerate(ways, start=1):
            day = f"{way.since}T00:00:00.000Z"
            own: Table = {"created": day, "modified": day}
            if way.marking:
                own["object_marking_refs"] = [marks[way.marking]]
            words = {key: cage.word(f"incidents/*.json {key}", way, DESK) for key in ("name", "description", "x_own")}
            yield made("tool", number + (100 if name == "secret" else 0), **own, **words)

    red, amber = Way("red", marking="TLP:RED", least="TLP:RED"), Way("amber", marking="TLP:AMBER", least="TLP:AMBER")
    late = Way("later", since="2021-06-01")
    early = {"created": "2018-01-15T00:00:00.000Z", "modified": "2018-01-15T00:00:00.000Z"}
    found = list(objects("open", (_OWN, red, amber, late)))
    for way, target in ((Way("refers to a red object", least="TLP:RED"), 2), (Way("refers to an amber object", least="TLP:AMBER"), 3)):
        words = {"content": cage.word("incidents/*.json content", way, DESK), "abstract": cage.word("incidents/*.json abstract", way, DESK)}
        found.append(made("note", target, object_refs=[ident("tool", 1), ident("tool", target)], **early, **words))
    part = Way("one property is red", least="TLP:RED")
    granular = [{"marking_ref": marks["TLP:RED"], "selectors": ["name"]}]
    found.append(made("tool", 9, name=cage.word("incidents/*.json name", part, DESK), granular_markings=granular, **early))
    cage.parts["incidents/a-open.json"] = stix.encode(stix.Incidents.of(found))
    cage.parts["incidents/b-secret.json"] = stix.encode(stix.Incidents.of(list(objects("secret", (red,)))))


def _files(cage: Cage) -> None:
    """Put files there that no row brings, and parts of a kind that nobody declared."""
    cage.parts["files/loose.txt"] = cage.word("files/* that no row brings", _OWN, DESK).encode()
    for part in ("scenarios/notes.txt", "debates/notes.md", "rooms/list.json"):
        name = part.replace("notes", cage.word("undeclared part: name", _OWN, OWNER)) if "notes" in part else part
        cage.parts[name] = cage.word("undeclared part", _OWN, OWNER).encode()
    for part in ("visits.csv", "weather.toml", "visits/NAME/a.bin"):
        name = part.replace("NAME", cage.word("folder that is not known", _OWN, OWNER)) if "NAME" in part else part
        cage.parts[name] = cage.word(f"{part} that is not known", _OWN, OWNER).encode()
