"""Who matters, who can reach whom, who is forgotten: answers told by hand, dates, evidence taken away, both languages."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from questions.stakeholder_dossier import PARTS, dossier

from legation.dossier import Dossier, decode, load
from legation.errors import LegationError, NotAvailable, WrongUse
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask

DAY = dt.date(2020, 1, 1)
THREE = ("who-matters", "who-can-reach", "who-is-forgotten")


def asked(question: str, whole: Dossier | None = None, day: dt.date = DAY, **options: object) -> Answer:
    return ask(question, Case(dossier=whole or dossier(), today=DAY).at(day), **options)


def column(answer: Answer, table: str, name: str) -> dict[str, str]:
    """Return a column of a table by the actor of each row, in English."""
    found = answer.table(table)
    where = [c.id for c in found.columns].index(name)
    return {found.rows[k][0].id: found.cell(k, where, "en") for k in range(len(found.rows))}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("question", "options"), [*((q, {}) for q in THREE), ("who-can-reach", {"target": "D"}), ("who-can-reach", {"target": "F"})]
)
def test_answers_are_whole_in_both_languages(question: str, options: dict[str, str], lang: Lang) -> None:
    answer = asked(question, **options)
    text = json.dumps(answer.to_json(lang), allow_nan=False, ensure_ascii=False)

    assert not re.search(r"\[(grounds|grid|network|who|column)[a-z.-]*\]", text)
    for table in answer.tables:
        for row in range(len(table.rows)):
            cells = [table.cell(row, k, lang) for k in range(len(table.columns))]
            assert not [cell for cell in cells if cell.startswith("[")]
            assert len(table.rows[row]) == len(table.columns)


def test_actors_are_placed_by_influence_and_salience_with_their_ranges() -> None:
    quadrants = column(asked("who-matters"), "stakeholders", "quadrant")

    assert quadrants == {
        "A": "Key players",
        "D": "Key players",
        "B": "on the line between Keep satisfied and Key players",
        "C": "Keep informed",
        "E": "not known",
        "F": "not known",
    }


def test_classes_stay_open_where_an_attribute_is_not_known() -> None:
    answer = asked("who-matters")
    classes = column(answer, "stakeholders", "class")

    assert classes["A"].startswith("definitive")
    assert "dangerous" in classes["D"]
    assert "definitive" in classes["D"]
    assert "at least 1 and at most 3" in classes["E"]
    assert "class:dangerous" not in {f.id for f in answer.findings}


def test_seats_said_to_be_complete_settle_who_has_none() -> None:
    answer = asked("who-matters", seats_complete="yes")

    assert column(answer, "stakeholders", "class")["D"].startswith("dangerous")
    assert [a.id for a in answer.finding("class:dangerous").message.values["actors"]] == ["D"]


def test_stance_changes_neither_quadrant_nor_class() -> None:
    turned = PARTS["positions.csv"].replace(b"80,90,95,70", b"0,1,2,70")
    here, there = asked("who-matters"), asked("who-matters", dossier(positions=turned))

    assert column(here, "stakeholders", "stance")["A"] != column(there, "stakeholders", "stance")["A"]
    for name in ("quadrant", "class"):
        assert column(here, "stakeholders", name) == column(there, "stakeholders", name)


def test_the_threshold_moves_the_lines() -> None:
    answer = asked("who-matters", threshold=90)

    assert "key-players" not in {f.id for f in answer.findings}
    assert answer.figures[0].id == "grid"


def test_assumed_is_told_from_evidenced() -> None:
    answer = asked("who-matters")

    assert [a.id for a in answer.finding("assumed").message.values["actors"]] == ["C"]
    grounds = {(row[0].id, str(row[1])): str(row[6]) for row in answer.table("attributes").rows}
    assert grounds["A", "power (influence)"] == "evidence"
    assert grounds["C", "power (influence)"] == "assumption"
    assert grounds["E", "legitimacy"] == "evidence"
    assert ("D", "legitimacy") not in grounds
    interests = {row[0].id: (str(row[3]), str(row[4])) for row in answer.table("interests").rows}
    assert interests == {"A": ("evidence", "desk"), "B": ("assumption", "not signed"), "F": ("assumption", "desk")}
    values = answer.finding("interests").message.values
    assert (values["count"], values["evidenced"], values["assumed"]) == (3, 1, 2)
    assert [a.id for a in answer.finding("unsigned").message.values["actors"]] == ["B"]


@pytest.mark.parametrize(
    ("relations", "bodies", "reason"),
    [
        (b"source,target,kind\nD,A,speaks_for\n", b"", "a mandate to speak"),
        (b"source,target,kind\n", b'[[body]]\nid = "b"\nmembers = "deciders"\n', "membership of the group that decides"),
    ],
)
def test_a_mandate_or_a_vote_is_a_standing_too(relations: bytes, bodies: bytes, reason: str) -> None:
    from legation.dossier import decode

    parts = PARTS | {"relations.csv": relations, "groups.csv": PARTS["groups.csv"] + b"deciders,D,2018,,seats\n"}
    answer = asked("who-matters", decode(parts | ({"bodies.toml": bodies} if bodies else {})))

    rows = [row for row in answer.table("attributes").rows if row[0].id == "D" and str(row[1]) == "legitimacy"]
    assert [say(row[5], "en") for row in rows] == [reason]


def test_what_a_reader_may_not_see_changes_the_numbers() -> None:
    seen = asked("who-matters", dossier().cleared("TLP:CLEAR"))

    assert "D" not in column(seen, "stakeholders", "quadrant")
    assert [a.id for a in seen.finding("key-players").message.values["actors"]] == ["A"]
    for question in THREE:
        assert "note" not in json.dumps([f["evidence"] for f in asked(question, dossier().cleared("TLP:CLEAR")).to_json()["findings"]])


@pytest.mark.parametrize("question", THREE)
def test_hidden_rows_leave_no_trace(question: str) -> None:
    gone = {
        name: b"\n".join(line for line in data.split(b"\n") if b",note" not in line and not line.startswith(b"note,"))
        for name, data in PARTS.items()
    }
    from legation.dossier import decode

    hidden, deleted = (asked(question, d).to_json() for d in (dossier().cleared("TLP:CLEAR"), decode(gone).cleared("TLP:CLEAR")))

    assert hidden == deleted


@pytest.mark.parametrize("question", THREE)
def test_later_rows_change_nothing(question: str) -> None:
    from legation.dossier import decode

    earlier = {
        name: b"\n".join(line for line in data.split(b"\n") if b",late" not in line and not line.startswith(b"late,"))
        for name, data in PARTS.items()
    }
    seen, same = (asked(question, d).to_json() for d in (dossier(), decode(earlier)))
    for answer in (seen, same):
        answer["provenance"].pop("hash")

    assert seen == same


def test_later_rows_count_at_their_date() -> None:
    answer = asked("who-matters", day=dt.date(2021, 6, 1))

    assert "Minimal effort" in {row[1].in_language("en") for row in answer.table("stakeholders").rows}


def test_positions_that_stand_side_by_side_keep_the_whole_range() -> None:
    both = PARTS["positions.csv"].replace(b"pA2,pA,A", b"pA2,,A").replace(b"2021-01-01,late", b"2019-01-01,rec")
    rows = {(row[0].id, str(row[1])): row[3:5] for row in asked("who-matters", dossier(positions=both)).table("attributes").rows}

    assert rows["A", "power (influence)"] == (0, 95)
    assert rows["A", "urgency (salience)"] == (0, 90)


def test_paths_from_us_are_all_counted_and_rivals_carry_nothing() -> None:
    answer = asked("who-can-reach", target="D")
    routes: dict[int, list[str]] = {}
    for row in answer.table("paths").rows:
        routes.setdefault(row[0], [row[2].id]).append(row[4].id)

    assert list(routes.values()) == [["~us", "A", "B", "D"], ["~us", "A", "C", "D"], ["~us", "B", "D"], ["~us", "C", "D"]]
    assert answer.finding("several").message.values["count"] == 4
    assert set(answer.finding("path").evidence) == {"note", "ties"}
    assert answer.finding("path").needs == "all"


def test_a_contact_that_is_warm_is_the_nearer_one() -> None:
    cold = {row[0]: row for row in asked("who-can-reach", target="C").table("paths").rows}
    warm = [row[2].id for row in asked("who-can-reach", target="C", days=200).table("paths").rows]

    assert any(row[6] for row in cold.values())
    assert warm == ["~us"]


def test_one_way_ties_are_used_one_way() -> None:
    assert [row[4].id for row in asked("who-can-reach", source="A", target="C", top=1).table("paths").rows] == ["C"]
    assert next(row[4].id for row in asked("who-can-reach", source="C", target="A", top=1).table("paths").rows) != "A"


def test_who_is_beyond_reach_is_said() -> None:
    answer = asked("who-can-reach", target="F")

    assert [f.id for f in answer.findings] == ["no-path"]
    assert asked("who-can-reach", target="A", source="A").findings[0].id == "same"


def test_everyone_who_can_be_reached_is_listed_with_who_could_introduce() -> None:
    rows = {row[0].id: [getattr(b, "id", "") for b in row[3]] for row in asked("who-can-reach").table("reach").rows}

    assert rows == {
        "A": ["who-can-reach.directly"],
        "B": ["who-can-reach.directly", "A"],
        "C": ["who-can-reach.directly", "A"],
        "D": ["B", "C"],
    }
    assert asked("who-can-reach").finding("reached").message.values["direct"] == 3


def test_we_may_be_an_actor_of_the_dossier() -> None:
    relations = PARTS["relations.csv"] + b"us-mission,F,funds,2018-01-01,,ties\n"
    answer = asked("who-can-reach", dossier(relations=relations), us="us-mission", target="F")

    assert [(row[2].id, row[4].id) for row in answer.table("paths").rows] == [("us-mission", "F")]
    assert "~us" not in json.dumps(answer.to_json())


def test_a_path_is_gone_with_the_evidence_of_one_of_its_ties() -> None:
    import dataclasses

    torn = dataclasses.replace(dossier(), evidence=tuple(row for row in dossier().evidence if row.id != "ties"))

    assert "path" not in {f.id for f in asked("who-can-reach", torn, target="D").findings}
    assert "path" in {f.id for f in asked("who-can-reach", torn, target="A").findings}


def test_relations_that_have_ended_or_not_begun_carry_nothing() -> None:
    assert "E" not in column(asked("who-can-reach"), "reach", "cost")
    assert "E" in column(asked("who-can-reach", day=dt.date(2021, 6, 1)), "reach", "cost")
    assert "E" in column(asked("who-can-reach", day=dt.date(2018, 6, 1), source="C"), "reach", "cost")


def test_the_forgotten_are_those_of_weight_without_a_contact() -> None:
    answer = asked("who-is-forgotten")

    assert [row[0].id for row in answer.table("forgotten").rows] == ["D", "B", "C"]
    assert column(answer, "forgotten", "last") == {"D": "never", "B": "1 January 2019", "C": "1 July 2019"}
    assert column(answer, "forgotten", "days")["B"] == "365"
    assert answer.finding("forgotten").message.values["never"] == 1


def test_days_and_threshold_decide_who_is_forgotten() -> None:
    assert [row[0].id for row in asked("who-is-forgotten", days=365).table("forgotten").rows] == ["D"]
    assert {row[0].id for row in asked("who-is-forgotten", days=30).table("forgotten").rows} == {"A", "B", "C", "D"}
    high = asked("who-is-forgotten", threshold=85, days=30)
    assert {row[0].id: str(row[1]) for row in high.table("forgotten").rows} == {"D": "high", "A": "on the threshold"}
    assert [row[0].id for row in asked("who-is-forgotten", us="D").table("forgotten").rows] == ["B", "C"]


def test_a_word_in_public_is_no_contact() -> None:
    answer = asked("who-is-forgotten")

    assert "D" not in column(answer, "contacts", "last")
    assert any("One row of engagements" in say(m, "en") for m in answer.missing)


def test_the_next_contact_is_the_first_due_after_the_last_one() -> None:
    answer = asked("who-is-forgotten")

    assert column(answer, "contacts", "next_due") == {"A": "20 December 2019", "B": "1 June 2019", "C": "—"}
    assert column(answer, "contacts", "overdue") == {"A": "yes", "B": "yes", "C": "no"}
    assert answer.finding("overdue").message.values["count"] == 2
    assert "overdue" not in {f.id for f in asked("who-is-forgotten", day=dt.date(2019, 2, 1)).findings}


@pytest.mark.parametrize("question", THREE)
def test_before_anything_is_known_little_is_said(question: str) -> None:
    try:
        answer = asked(question, day=dt.date(2017, 1, 1))
    except LegationError as error:
        assert isinstance(error, NotAvailable)
    else:
        assert all(not f.evidence for f in answer.findings)
        assert answer.missing


@pytest.mark.parametrize(
    ("question", "options", "words"),
    [
        ("who-matters", {"issue": "x"}, "Nearest: t"),
        ("who-matters", {"threshold": 0}, "1..100"),
        ("who-matters", {"seats_complete": "perhaps"}, "yes | no"),
        ("who-can-reach", {"target": "Zubrowka"}, "Zubrowka"),
        ("who-can-reach", {"days": "soon"}, "1..3650"),
        ("who-is-forgotten", {"us": "Zubrowka"}, "Zubrowka"),
    ],
)
def test_wrong_words_get_a_sentence_that_helps(question: str, options: dict[str, object], words: str) -> None:
    with pytest.raises(WrongUse, match=re.escape(words)):
        asked(question, **options)


def test_where_nothing_is_near_no_nearest_name_is_said() -> None:
    with pytest.raises(WrongUse) as refused:
        Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=DAY).reference("issues", "cables")
    message = refused.value.message

    assert message.id == "all-questions.unknown-issues"
    for lang in LANGUAGES:
        assert say(message, lang).endswith(f"{say(message.values['as_of'], lang)}.")


@pytest.mark.parametrize("question", THREE)
@pytest.mark.parametrize("example", ["un-ict-2018", "iana-transition-2014", "death-penalty-moratorium"])
def test_the_examples_are_answered(example: str, question: str) -> None:
    answer = ask(question, load(Path(__file__).parents[3] / "examples" / example))

    assert answer.findings
    assert answer.missing
    assert all(f.specification("fr") for f in answer.figures)


def test_without_numbers_or_ties_no_empty_picture_is_drawn() -> None:
    for question in ("who-matters", "who-can-reach"):
        assert ask(question, load(Path(__file__).parents[3] / "examples/death-penalty-moratorium")).figures == ()


def test_a_seat_in_another_body_is_no_standing() -> None:
    from legation.dossier import decode

    parts = PARTS | {
        "bodies.toml": b'[[body]]\nid = "here"\n[[body]]\nid = "there"\n',
        "issues.csv": b"id,question,body\nt,Shall there be a treaty?,here\n",
        "processes.csv": b"id,forum,body,seats,evidence,recorded\nw,Group,there,A,seats,2018-01-01\nv,Group,here,B,seats,2018-01-01\n",
    }
    rows = asked("who-matters", decode(parts)).table("attributes").rows

    assert {row[0].id for row in rows if str(row[1]) == "legitimacy"} == {"B"}


def test_a_network_too_large_keeps_the_nearest() -> None:
    from legation.questions.actors.contacts import US, actor_network, warm_ties

    case = Case(dossier=dossier(), today=DAY).at(DAY)
    found = warm_ties(case, None, 180)
    whole = actor_network(case, found, US)
    some = actor_network(case, found, US, keep={US, "F"}, far={US: 0, "A": 1, "B": 2}, largest=4)

    assert [n.actor.id for n in whole.nodes] == ["A", "B", "C", "D", "F", "~us"]
    assert [n.actor.id for n in whole.nodes if n.ours] == ["~us"]
    assert {(t.source, t.target, t.kind) for t in whole.ties} >= {("A", "D", "rival"), ("F", "A", "owns"), ("~us", "A", "contact")}
    assert [n.actor.id for n in some.nodes] == ["A", "B", "F", "~us"]
    assert (whole.left, some.left) == (0, 2)
