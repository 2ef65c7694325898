"""Every question on small dossiers and on the flagship: both languages, earlier dates, evidence taken away, nothing to look at."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import re
from pathlib import Path
from types import ModuleType

import pytest
from questions.answer_forms import forms_of
from questions.conflict_dossier import MODEL as QUARREL
from questions.draft_dossier import PARTS as DRAFT_PARTS
from questions.event_lake import made_lake, made_rows
from questions.futures_dossier import MODEL
from questions.games_played import case_of, small_log, written
from questions.negotiation_dossier import MANDATE, TALKS
from questions.observed_made import observed_lake
from questions.observed_made import parts as observed_parts
from questions.response_dossier import RESPONSE
from questions.room_dossier import parts as room_parts
from questions.room_dossier import votes as room_votes
from questions.round_dossier import round_case
from questions.speech_lake import ACTORS, speech_lake, speech_rows
from questions.statement_dossier import STATEMENT

import legation as lg
from legation import extension
from legation.dossier import Dossier, Evidence, Info, RollCall, Wording, decode, load
from legation.dossier.models.assessment import ASSESSMENT
from legation.errors import LegationError, NotAvailable, WrongUse
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask, questions
from legation.questions.base.answer_data import decode_answer, encode_answer
from legation.questions.strategy.dates import deadlines
from legation.questions.votes.declarations import name_of, titled

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2020, 1, 1)
SMALL = {
    "dossier.toml": b'id = "small"\n[parameters.who-would-sign]\nfirst = "A"\naccused = "D"\n[parameters.where-is-it-agreed]\nphrase = "open sky"\n',
    "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\nD,Dorne,state\n",
    "issues.csv": b"id,question,cyberspace\ni,Shall we?,yes\nj,And how?,yes\n",
    "evidence.csv": b"id,title,date,quote\ne1,First record,2018-01-01,\ne2,Second record,2019-01-01,\ne3,Against,2019-06-01,The mayor blames the software supplier for the leak.\n",
    "rollcalls.csv": (
        b"id,symbol,title,date,evidence,issue,sponsors,known_on\n"
        b"r1,R/1,The open sky,2018-01-01,e1,i,,\n"
        b"r2,R/2,The open sky,2019-01-01,e2,i,,\n"
        b"r3,R/3,The open sky,2020-06-01,,i,A,2019-02-01\n"
    ),
    "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nD,r1,abstain\nA,r2,yes\nB,r2,no\nC,r2,no\n",
    "positions.csv": b"id,actor,issue,value,low,high,held_from,evidence\np1,A,i,90,80,95,2018-01-01,e1\np2,B,i,20,,,2019-01-01,e2\np3,B,i,80,70,90,2018-01-01,e1\np4,A,j,70,,,2018-01-01,e1\np5,B,j,30,,,2018-01-01,e1\n",
    "coalitions.csv": b"coalition,actor,start,evidence\nfriends,A,2018,e1\nfriends,B,2018,e1\n",
    "objectives.csv": b"id,aim,owner,due,issue,recorded\no1,Adopt it,desk,2020-06,i,2018-01-01\no2,Keep it,,,,2018-01-01\n",
    "activities.csv": b"id,title,objectives,digital,date,audience,status,recorded\na1,Page,o1,yes,2019-03-01,B,planned,2018-01-01\na2,Dinner,,no,2018-02-01,,done,2018-01-01\n",
    "indicators.csv": b"id,measure,objective,baseline,target,recorded\nk1,Yes votes,o1,,3,2018-01-01\n",
    "assumptions.csv": b"id,claim,objective,against,recorded\ns1,B is with us,o1,e3,2018-01-01\n",
    "processes.csv": b"id,forum,mandate,deadline,step,seats,evidence,recorded\nf1,Working group,To report,2020-03,Report,A B,e1,2018-01-01\n",
    "incident_log.csv": b"id,at,fact,holder,state,affected,evidence\nl1,2018-01-01T09:00Z,Servers are down,,established,All sites,e1\nl2,2019-01-01,B did it,A,reported,,e2\n",
    "duties.csv": b"id,to,basis,since,after,hours,months,zone,evidence\nd1,The authority,nis2,2019-12-30T14:00Z,,72,,Europe/Paris,e1\nd2,The authority,nis2,,d1,,1,Europe/Paris,e1\n",
    "threats.csv": b"id,claim,holder,kind,likelihood,recorded,evidence\nh1,They may come back,A,criminal_group,likely,2018-01-01,e1\n",
    "signposts.csv": b"id,title,question,value,threshold,since,recorded,evidence\ng1,Much is due,what-is-due,coming.count,9,2018-01-01,2018-01-01,e1\n",
    "consular.csv": (
        b"id,day,crisis,post,status,count,drill\nn1,2019-05-01,Exercise North,,all,120,yes\nn2,2019-05-01,Exercise North,,unaccounted,35,yes\n"
        b"n3,2019-05-01,Exercise North,,injured,1 to 4,yes\nn4,2019-05-01,Exercise North,,first_wave_minutes,14,yes\n"
        b"n5,2019-05-01,Exercise North,,wrongly_safe,1 to 4,yes\n"
    ),
    "bodies.toml": b'[[body]]\nid = "b"\n[[body.rule]]\nshare = "1/2"\n',
    "scenarios/talks.toml": MODEL.encode(),
    "conflicts/quarrel.toml": QUARREL.encode(),
    "incidents/tax.response.toml": RESPONSE.encode(),
    "incidents/tax.statement.toml": STATEMENT.encode(),
    "incidents/tax.assessment.toml": ASSESSMENT.template("en").replace("2025", "2019").encode(),
    "negotiations/talks.toml": TALKS.encode(),
    "mandate.toml": MANDATE,
    **DRAFT_PARTS,
    **room_parts(room_votes(24, 8)),
}


@pytest.fixture
def small() -> Dossier:
    return decode(SMALL)


@pytest.fixture(scope="module")
def flagship() -> Dossier:
    return load(ROOT / "examples/un-ict-2018")


def case(dossier: Dossier, as_of: str) -> Case:
    return Case(dossier=dossier, today=TODAY).at(dt.date.fromisoformat(as_of))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A dossier with a lake of texts, visits and events beside it."""
    lake = observed_lake(tmp_path_factory.mktemp("lake"))
    made_lake(lake.path, made_rows())
    speech_lake(lake.path, speech_rows(words=80, actors=ACTORS[:8]))
    asked = b'id = "world"\n[parameters.what-is-happening-between]\nfirst = "FRA"\n[parameters.who-took-up-our-words]\nphrase = "open internet"\n'
    return Case(dossier=decode({**observed_parts(), "dossier.toml": asked}), today=dt.date(2025, 1, 1), lake=lake)


@pytest.fixture(scope="module", params=list(questions()))
def answered(request: pytest.FixtureRequest, world: Case) -> Answer:
    """An answer to each question, asked once for both languages."""
    if request.param == "where-does-the-round-stand":
        return ask(request.param, round_case(), at="2026-03-05T18:30")
    if request.param == "who-has-signed":
        return ask(request.param, case(load(ROOT / "examples/cable-statement-2026"), "2026-05-08"))
    if request.param == "what-did-the-game-show":
        return ask(request.param, case_of(written(small_log())))
    return ask(request.param, world if questions()[request.param].subject == "world" else case(decode(SMALL), "2020-01-01"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_is_whole_in_both_languages(answered: Answer, lang: Lang) -> None:
    answer = answered
    data = json.loads(json.dumps(answer.to_json(lang), allow_nan=False))

    assert list(data) == ["question", "findings", "tables", "figures", "caveats", "missing", "provenance"]
    assert data["findings"]
    words = json.dumps([data["findings"], data["caveats"], data["missing"], [f["alt"] for f in data["figures"]]], ensure_ascii=False)
    assert not re.search(r"\[[a-z-]+\.[a-z.-]+\]", words)
    assert not re.search(r"\bwill\b", words)
    for table in data["tables"]:
        assert all(len(row) == len(table["columns"]) for row in table["rows"])
    for table in answer.tables:
        for row in range(len(table.rows)):
            assert all(isinstance(table.cell(row, column, lang), str) for column in range(len(table.columns)))


def test_every_answer_is_the_same_after_it_was_written_and_read(answered: Answer) -> None:
    written = encode_answer(answered)
    again = decode_answer(written)

    assert forms_of(again) == forms_of(answered)
    assert again.provenance == answered.provenance
    assert [(f.id, f.evidence, f.needs, f.confidence, f.judgement) for f in again.findings] == [
        (f.id, f.evidence, f.needs, f.confidence, f.judgement) for f in answered.findings
    ]
    assert encode_answer(again) == written


def test_the_flagship_says_what_the_numbers_say(flagship: Dossier) -> None:
    answer = ask("who-can-move", flagship, first="A/RES/73/27", second="R/73/266").to_json()

    (table,) = [table for table in answer["tables"] if table["id"] == "cross"]
    cross = {(first, second): (count, len(actors)) for first, second, actors, count in table["rows"]}
    assert table["columns"] == ["first", "second", "actors", "count"]
    assert cross["yes", "yes"] == (77, 77)
    assert cross["no", "yes"] == (46, 46)
    assert cross["yes", "no"] == (12, 12)
    assert cross["yes", "abstain"] == (12, 12)
    assert all(re.fullmatch("[A-Z]{3}", actor) for row in table["rows"] for actor in row[2])


@pytest.fixture(scope="module")
def counted(flagship: Dossier) -> Answer:
    return ask("do-we-have-the-votes", flagship)


def test_the_first_sentences_answer_for_the_vote_ahead_and_name_few(flagship: Dossier, counted: Answer) -> None:
    moved = ask("who-can-move", flagship)
    nearest = moved.findings[0].message
    verdict, *others = (say(finding.message, "en") for finding in counted.findings)

    assert (moved.findings[0].id, counted.findings[0].id) == ("movable", "goal")
    assert nearest.values["actors"] == tuple(row[0] for row in moved.table("movable").rows[:8])
    assert re.match(
        r"On present evidence, not yet\. For A/C\.3/74/L\.11/Rev\.1 \(Countering .* for criminal purposes\) to be defeated, \d+ of", verdict
    )
    (change,) = [text for text in others if "would have to change" in text]
    assert change.count(",") <= 8, "a sentence names eight; the table lists the others"
    for answer, lang in itertools.product((moved, counted), LANGUAGES):
        assert "…" not in " ".join(say(finding.message, lang) for finding in answer.findings)


@pytest.mark.parametrize(
    "title, said",
    [
        ("The open sky : resolution / adopted by the Assembly", "R/1 (The open sky)"),
        (f"{'Open skies and ' * 4}open seas in the context of peace", f"R/1 ({'Open skies and ' * 4}open seas)"),
        ("Open skies " * 12, "R/1"),
        ("Open skies, as a record cuts them…", "R/1"),
        ("", "R/1"),
        ("R/1", "R/1"),
    ],
)
def test_a_sentence_names_a_vote_by_a_whole_title_or_by_its_symbol(title: str, said: str) -> None:
    assert say(titled(RollCall(id="r1", symbol="R/1", title=Wording(title))), "en") == said


def test_a_vote_without_a_symbol_is_named_by_its_title() -> None:
    assert say(name_of(RollCall(id="r1", title=Wording(fr="Le ciel ouvert"))), "en") == "Le ciel ouvert"
    assert say(name_of(RollCall(id="r1", title=Wording("Open skies " * 12))), "en") == "Open skies " * 5 + "Open…"
    assert say(name_of(RollCall(id="r1")), "en") == "r1"


def test_later_rows_change_nothing(small: Dossier) -> None:
    earlier = {name: data for name, data in SMALL.items() if name != "votes.csv"}
    earlier["votes.csv"] = b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nC,r1,no\nD,r1,abstain\n"
    earlier["rollcalls.csv"] = b"\n".join(SMALL["rollcalls.csv"].split(b"\n")[:2]) + b"\n"
    without = decode(earlier)

    for question in ("who-votes-alike", "is-the-strategy-sound", "what-is-due"):
        seen, same = (ask(question, case(d, "2018-12-31")).to_json() for d in (small, without))
        for answer in (seen, same):
            answer["provenance"].pop("hash")
        assert seen == same


def test_what_is_due_is_what_every_list_of_deadlines_shows() -> None:
    rows = b"id,date,actor,channel,next_step,due\na,2019-04-01,A,call,Write,2019-04-20\nb,2019-05-01,A,call,Meet,2019-07-01\n"
    found = case(decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name\nA,A\n", "engagements.csv": rows}), "2019-06-01")

    shown = ask("what-is-due", found).table("due").rows

    assert [(str(row[0]), bool(row[1]), row[3].text) for row in shown] == [("2019-07-01", False, "Meet")], "a later call met the first step"
    assert [(one.when, one.label, one.what) for one in deadlines(found)] == [(row[0], row[2], row[3]) for row in shown]


def test_a_date_before_every_vote_is_said(small: Dossier) -> None:
    with pytest.raises(NotAvailable, match=r"votes\.csv"):
        ask("who-can-move", case(small, "2017-01-01"))


def test_numbers_are_computed_anew_without_a_hidden_position(small: Dossier) -> None:
    hidden = dataclasses.replace(
        small, evidence=tuple(dataclasses.replace(e, marking="TLP:RED") if e.id == "e2" else e for e in small.evidence)
    )
    seen = Case(dossier=hidden.cleared("TLP:CLEAR"), today=TODAY).at(dt.date(2020, 1, 1))

    whole = ask("who-stands-where", case(small, "2020-01-01"))
    partial = ask("who-stands-where", seen)

    assert [f.id for f in whole.findings] == ["spread", "contradiction:p2"]
    assert [f.id for f in partial.findings] == ["spread"]
    assert [row[2] for row in partial.table("positions").rows] == [90.0, 80.0]


def test_declared_past_and_estimated_are_kept_apart(small: Dossier) -> None:
    answer = ask("do-we-have-the-votes", case(small, "2020-01-01"), rollcall="r3")

    members = {row[0].id: row for row in answer.table("members").rows}
    assert members["A"][2] == "yes"
    assert [members[a][4] for a in "ABCD"] == ["yes", "no", "no", "missing"]
    assert members["B"][2] is None
    tally = [[row[i] for i in (1, 2, 3)] for row in answer.table("tally").rows]
    assert tally[0] == [1, 0, 0]
    assert tally[1] == [1, 2, 0]


def test_a_vote_that_was_held_is_counted_under_the_rule(flagship: Dossier) -> None:
    answer = ask("do-we-have-the-votes", flagship, rollcall="A/RES/74/247", as_of="2019-12-27")

    assert {k: answer.finding("held").message.values[k] for k in ("yes", "no", "abstain")} == {"yes": 79, "no": 60, "abstain": 33}
    assert answer.finding("rule").message.id.endswith("rule-adopted")
    assert answer.finding("rule").message.values["needed"] == 61


def test_the_reveal_shows_the_misses(flagship: Dossier, counted: Answer) -> None:
    answer = ask("do-we-have-the-votes", flagship, reveal=True)
    values = answer.finding("reveal").message.values

    assert (values["yes"], values["no"], values["abstain"]) == (79, 60, 33)
    assert len(answer.table("misses").rows) == values["of"] - values["right"]
    assert "reveal" not in {f.id for f in counted.findings}


def test_the_strategy_check_names_each_kind_of_flaw(small: Dossier) -> None:
    answer = ask("is-the-strategy-sound", case(small, "2020-01-01"))
    found = {(row[0].id.rpartition(".")[2], row[2]) for row in answer.table("flaws").rows}

    assert found == {
        ("means-without-end", "a2"),
        ("end-without-means", "o2"),
        ("no-baseline", "k1"),
        ("no-measure", "o2"),
        ("no-audience", "a2"),
        ("unfiled", "a2"),
        ("no-owner", "o2"),
        ("no-date", "o2"),
        ("contradicted", "s1"),
    }
    assert {row[0].text: row[1].id for row in answer.table("activities").rows} == {"Page": "filed.both", "Dinner": "filed.unfiled"}


def test_an_assumption_is_not_contradicted_before_the_evidence_is_known(small: Dossier) -> None:
    rows = ask("is-the-strategy-sound", case(small, "2019-05-31")).table("flaws").rows

    assert "contradicted" not in {row[0].id.rpartition(".")[2] for row in rows}


def test_what_changed_lists_new_and_superseding_rows() -> None:
    parts = SMALL | {
        "positions.csv": b"id,supersedes,actor,issue,value,held_from,evidence\np1,,A,i,90,2018-01-01,e1\np2,p1,A,i,10,2019-01-01,e2\n"
    }

    answer = ask("what-changed", case(decode(parts), "2020-01-01"), since="2018-06-01")

    rows = {(row[0].id, row[1].id, row[2]) for row in answer.table("changes").rows}
    assert ("table.positions", "what-changed.superseded", "p2") in rows
    assert ("table.rollcalls", "what-changed.new", "r2") in rows


def test_what_changed_lists_rows_of_models_and_models_that_are_new() -> None:
    frame = '[[frame]]\nid = "{0}"\nname = "{0}"\nmeaning = "M"\nknown_on = "{1}"\n'
    head = '[debate]\ntitle = "Cables"\nknown_on = "{}"\n'
    rows = frame.format("a", "2018-01-01") + frame.format("b", "2019-06-01")
    parts = SMALL | {
        "debates/x.frames.toml": (head.format("2018-01-01") + rows).encode(),
        "debates/y.frames.toml": (head.format("2019-06-01").replace("Cables", "Ports") + rows).encode(),
    }

    answer = ask("what-changed", case(decode(parts), "2020-01-01"), since="2018-06-01")

    said = {(str(row[0]), row[1].id, row[2], str(row[3])) for row in answer.table("changes").rows if "table." not in row[0].id}
    assert {one for one in said if one[0] in ("“Cables”", "“Ports”")} == {
        ("“Cables”", "what-changed.new", "b", "“Cables”, frame “b”"),
        ("“Ports”", "what-changed.new", "", "“Ports”"),
    }
    assert answer.findings[0].id == "newest"
    assert any("“Cables”" in str(one.message) for one in answer.findings)


def test_same_question_same_bytes(flagship: Dossier, counted: Answer) -> None:
    first, second = (json.dumps(answer.to_json("fr")) for answer in (counted, ask("do-we-have-the-votes", flagship)))

    assert first == second


@pytest.mark.parametrize(
    ("question", "options", "words"),
    [
        ("who-can-mov", {}, "who-can-move"),
        ("who-can-move", {"frist": "r1"}, "first"),
        ("who-can-move", {"first": "R/99"}, "r1"),
        ("who-votes-alike", {"actor": "Zubrowka"}, "Zubrowka"),
        ("who-votes-alike", {"top": "many"}, "1..1000"),
        ("what-changed", {"since": "yesterday"}, "YYYY"),
        ("what-is-due", {"horizon_days": 0}, "1..3650"),
        ("do-we-have-the-votes", {"goal": "win"}, "adopt | defeat"),
    ],
)
def test_wrong_words_get_a_sentence_that_helps(small: Dossier, question: str, options: dict[str, object], words: str) -> None:
    with pytest.raises(WrongUse, match=re.escape(words)) as error:
        ask(question, case(small, "2020-01-01"), **options)
    assert all(not error.value.message.in_language(lang).startswith("[") for lang in LANGUAGES)


EDGES = {
    "zero actors": {},
    "one actor": {"actors.csv": b"id,name,kind\nA,A,state\n"},
    "no votes": {"actors.csv": SMALL["actors.csv"], "rollcalls.csv": b"id,date\nr,2018-01-01\n"},
    "one roll call": {
        "actors.csv": SMALL["actors.csv"],
        "rollcalls.csv": b"id,date\nr,2018-01-01\n",
        "votes.csv": b"actor,rollcall,vote\nA,r,yes\nB,r,no\n",
    },
    "all missing": {
        "actors.csv": SMALL["actors.csv"],
        "rollcalls.csv": b"id,date\nr,2018-01-01\n",
        "votes.csv": b"actor,rollcall,vote\nA,r,absent\nB,r,absent\n",
    },
    "one voter": {
        "actors.csv": SMALL["actors.csv"],
        "rollcalls.csv": b"id,date\nr,2018-01-01\n",
        "votes.csv": b"actor,rollcall,vote\nA,r,yes\n",
    },
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("question", list(questions()))
def test_little_or_nothing_is_answered_or_said(question: str, edge: str) -> None:
    dossier = decode({"dossier.toml": b'id = "x"'} | EDGES[edge])
    try:
        answer = ask(question, Case(dossier=dossier, today=TODAY))
    except LegationError as error:
        assert all(not error.message.in_language(lang).startswith("[") for lang in LANGUAGES)  # type: ignore[attr-defined]
    else:
        for lang in LANGUAGES:
            json.dumps(answer.to_json(lang), allow_nan=False)


def _forget(registry: ModuleType) -> None:
    """Have the questions of other packages looked for anew."""
    registry.questions.cache_clear()
    registry._others.cache_clear()


def test_a_guest_package_brings_a_question(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "guest_questions"
    (package / "locale/en").mkdir(parents=True)
    (package / "locale/fr").mkdir(parents=True)
    for lang, title in (("en", "Guest?"), ("fr", "Invité ?")):
        (package / f"locale/{lang}/guest-one.toml").write_text(f'title = "{title}"\nmethod = "m"\nlimits = "l"\n', "utf-8")
    (package / "__init__.py").write_text(
        "from legation.questions.answer import Answer\nfrom legation.questions.question import Question\n"
        "QUESTION = Question(id='guest-one', needs=(), answer=lambda case, options, progress: Answer(question='guest-one', title=QUESTION.title))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    class Entry:
        name = "guest"
        value = "guest_questions"

        @staticmethod
        def load() -> object:
            import importlib

            return importlib.import_module("guest_questions")

    from legation.questions.base import registry

    monkeypatch.setattr(extension, "entry_points", lambda group: [Entry()] if group == "legation.questions" else [])
    _forget(registry)
    try:
        answer = ask("guest-one", Dossier(info=Info(id="x"), evidence=(Evidence(id="e"),)))
        assert answer.title.in_language("fr") == "Invité\u202f?"
    finally:
        _forget(registry)


def test_a_package_may_not_take_the_name_of_a_question_of_ours(tmp_path, monkeypatch) -> None:
    (tmp_path / "thief_questions.py").write_text(
        "from legation.questions.question import Question\nQUESTION = Question(id='who-can-move', needs=(), answer=lambda *_: None)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    class Entry:
        name = "thief"
        value = "thief_questions"

        @staticmethod
        def load() -> object:
            import importlib

            return importlib.import_module("thief_questions")

    from legation.questions.base import registry

    monkeypatch.setattr(extension, "entry_points", lambda group: [Entry()] if group == "legation.questions" else [])
    _forget(registry)
    try:
        with pytest.raises(WrongUse, match="thief_questions brings the question who-can-move"):
            registry.questions()
    finally:
        _forget(registry)


def test_the_notebook_surface_shows_itself() -> None:
    dossier = lg.load(ROOT / "examples/un-ict-2018")
    answer = dossier.ask("who-can-move", first="A/RES/73/27", second="A/RES/73/266", as_of="2019-11-01", lang="fr")

    assert "77 acteurs" in str(answer)
    assert "<svg" in answer._repr_html_()
    assert dossier.position_at("RUS", dossier.issues[0].id, "2019-12-01")


def test_every_question_of_ours_is_found_without_the_list_of_all() -> None:
    from legation.questions.base import registry

    for identifier in registry.ORDER:
        assert registry.find(identifier) is registry.questions()[identifier]
    ours = [question for question in questions().values() if question.answer.__module__.startswith("legation.")]
    assert [question.id for question in ours] == list(registry.ORDER)


def test_what_a_question_builds_on_is_there_and_never_itself() -> None:
    every = questions()
    reached = {name: set(question.builds_on) for name, question in every.items()}
    for _ in every:
        reached = {name: found | {below for one in found for below in reached[one]} for name, found in reached.items()}

    assert any(reached.values())
    assert not [name for name, found in reached.items() if name in found]
