"""What actors were asked, by whom, when and with which answer; who is not proposed again; what we owe: told by hand, on a small dossier."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.bargaining_dossier import PARTS, case, votes

from legation.dossier.files.codec import problems_of
from legation.language import LANGUAGES, Lang, say
from legation.questions import Answer, Case, ask
from legation.questions.actors.approaches import RECENT, Approach, Approaches, approaches

DAY = dt.date(2019, 1, 15)
HEAD = "id,supersedes,date,actor,by,channel,issue,rollcall,ask,answer,evidence,marking"
FIVE = (
    PARTS["positions.csv"].split("pG,")[0]
    + "pD,D,t,10,10,30,50,50,50,20,20,20,2018-01-01,rec\npE,E,t,85,85,90,50,50,50,20,20,20,2018-01-01,rec\n"
)
TITLE = {"A": "nnnnnnnn", "B": "yyynyyyy", "C": "yyyyyyyy", "D": "nannanan", "E": "yyyyyyyy"}
QUESTIONS = ("whom-to-call-first", "who-can-move", "do-we-have-the-votes", "who-would-call-a-vote")


def asked(*rows: str, day: dt.date = DAY, promises: str = "", **changed: str) -> Case:
    """Return a case with rows of engagements and of commitments, and a vote ahead in which A and D are expected to vote no."""
    parts = {
        "engagements_csv": "\n".join((HEAD, *rows)) + "\n" if rows else "",
        "commitments_csv": f"id,actor,direction,promise,rollcall,vote,date,due,kept,evidence\n{promises}\n" if promises else "",
        "groups_csv": "group,actor\n" + "".join(f"club,{actor}\n" for actor in "ABCDE"),
        "positions_csv": FIVE,
        **votes(TITLE),
        **changed,
    }
    return case(day, **parts)


def on_vote(of: Case, goal: str = "adopt") -> Approaches:
    return approaches(of, vote=of.rollcall("next"), goal=goal)


def of_a(of: Case, goal: str = "adopt") -> Approach:
    return on_vote(of, goal).found["A"]


def question(name: str, of: Case) -> Answer:
    options = {"whom-to-call-first": {"goal": "adopt", "aim": 100, "points": 10}, "who-would-call-a-vote": {}}.get(name, {"goal": "adopt"})
    return ask(name, of, **options)


def proposed(answer: Answer) -> set[str]:
    """Return the actors that the answer proposes to speak to: by sentences and by tables of its question."""
    named = {"movable", "vote", "by-gain", "by-chance", "by-effect", "first", "to-change", "path", "build"}
    said = {actor.id for f in answer.findings if f.id in named for actor in f.message.values.get("actors", ()) if hasattr(actor, "id")}
    return said | {
        row[0].id for table in answer.tables if table.id in ("movable", "vote", "open", "levers", "completion") for row in table.rows
    }


def cells(answer: Answer, identifier: str, actor: str) -> dict[str, object]:
    table = answer.table(identifier)
    row = next(row for row in table.rows if row[0].id == actor)
    return dict(zip([c.id for c in table.columns], row, strict=True))


def test_a_name_carries_what_was_asked_by_whom_when_and_the_answer() -> None:
    answer = question("who-can-move", asked("e,,2018-12-01,D,the mission,call,t,next,A yes,undecided,rec,", "f,,2018-10-01,A,,,t,,,,,"))
    of_d, of_a = cells(answer, "movable", "D"), cells(answer, "movable", "A")

    assert (str(of_d["asked_on"]), str(of_d["asked_by"]), say(of_d["asked_for"], "en")) == ("2018-12-01", "the mission", "A yes")
    assert (say(of_d["asked_through"], "en"), say(of_d["answered"], "en")) == ("call", "undecided")
    assert (str(of_a["asked_on"]), of_a["asked_by"], say(of_a["answered"], "fr")) == ("2018-10-01", "", "réponse non notée")
    first = answer.finding("movable").message
    assert first.values["actors"][0].id == "D"
    assert say(first, "en").endswith("Already asked of Dorne (1 December 2018, by the mission, call): undecided.")


def test_what_is_to_be_asked_today_was_not_asked_yet() -> None:
    ahead, asked_today = (asked(f"e,,2019-01-15,A,the mission,call,t,next,A yes,{answer},rec,") for answer in ("", "none"))

    assert "A" not in on_vote(ahead).found
    assert of_a(asked_today).is_recent


def test_columns_that_nobody_fills_are_not_there() -> None:
    plain = [c.id for c in question("who-can-move", asked()).table("movable").columns]
    more = [c.id for c in question("who-can-move", asked("e,,2018-12-01,D,,call,t,next,,yes,rec,")).table("movable").columns]

    assert "asked_on" not in plain
    assert "owed" not in more
    assert question("who-can-move", asked("e,,2018-12-01,D,,call,t,r0,,no,rec,")).table("movable").columns[-1].id == plain[-1]


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    "row", ["e,,2018-11-02,A,the minister,letter,t,,A yes,no,rec,", "e,,2019-01-10,A,the mission,call,t,next,A yes,undecided,rec,"]
)
def test_who_refused_in_writing_or_was_just_approached_is_not_proposed_again_without_the_reason(name: str, row: str) -> None:
    answer = question(name, asked(row))

    assert "A" in proposed(question(name, asked()))
    assert "A" not in proposed(answer)
    said = say(answer.finding("not-again").message, "en")
    assert said.startswith("Not proposed again: Aland (")
    assert "by the minister, letter: no in writing" in said or "by the mission, call: 5 days ago, undecided" in said
    reason = cells(answer, "not-again", "A")
    assert str(reason["asked_on"]) == row.split(",")[2]


@pytest.mark.parametrize("answer", ["yes", "no", "absent"])
@pytest.mark.parametrize("about", ["t,", ",next"])
def test_on_an_issue_nobody_is_called_who_has_answered(answer: str, about: str) -> None:
    """Long ago and by word of mouth: on the issue itself or on the vote ahead; with the place where it stands."""
    found = question("whom-to-call-first", asked(f"e,,2018-03-02,A,the minister,call,{about},,{answer},rec,"))

    assert "A" in {row[0].id for row in question("whom-to-call-first", asked()).table("levers").rows}
    assert "A" not in {row[0].id for name in ("levers", "reasons") for row in found.table(name).rows}
    assert about == "t," or "A" not in proposed(found)
    reason = {"yes": "yes", "no": "no", "absent": "takes no part"}[answer]
    assert f"Aland (has answered: {reason})" in say(found.finding("not-again").message, "en")
    assert "a répondu" in say(found.finding("not-again").message, "fr")


def test_a_word_in_public_on_the_vote_ahead_is_no_answer_to_us() -> None:
    """Its channel is none of ours: whoever said it to everybody may still be called about the issue."""
    to_us, in_public = (asked(f"e,,2018-03-02,A,the minister,{channel},,next,,yes,rec,") for channel in ("call", "other"))

    assert "A" not in {row[0].id for row in question("whom-to-call-first", to_us).table("levers").rows}
    assert "A" in {row[0].id for row in question("whom-to-call-first", in_public).table("levers").rows}


def test_an_answer_is_what_the_roll_up_makes_of_it() -> None:
    """A later none of the same level and a hint take nothing back, another level stands beside, an undecided of its level retracts."""
    head = HEAD + ",level,form"

    def word(*rows: str) -> list[str]:
        table = "\n".join((head, *rows)) + "\n"
        return [row.answer for row in of_a(asked(engagements_csv=table)).word]

    yes = "e,,2018-10-01,A,desk,call,t,next,,yes,rec,,minister,"
    assert word(yes, "f,,2018-11-01,A,desk,call,t,next,,none,rec,,minister,") == ["yes"]
    assert word(yes, "f,,2018-11-01,A,desk,call,t,next,,no,rec,,minister,hinted") == ["yes"]
    assert word(yes, "f,,2018-11-01,A,desk,call,t,next,,no,rec,,mission,") == ["yes", "no"]
    assert word(yes, "f,,2018-11-01,A,desk,call,t,next,,undecided,rec,,minister,") == ["undecided"]
    assert word("e,,2018-10-01,A,desk,call,t,next,,none,rec,,minister,") == []


def test_the_reasons_of_issue_and_vote_are_said_once() -> None:
    answer = question("whom-to-call-first", asked("e,,2018-11-02,A,the minister,letter,t,,,no,rec,"))

    assert "vote-not-again" not in {f.id for f in answer.findings}
    assert [say(f.message, "en") for f in answer.findings].count(say(answer.finding("not-again").message, "en")) == 1


@pytest.mark.parametrize(
    ("channel", "answer", "goal", "refused"),
    [
        ("letter", "no", "adopt", True),
        ("note", "no", "adopt", True),
        ("call", "no", "adopt", False),
        ("online", "no", "adopt", False),
        ("letter", "yes", "adopt", False),
        ("letter", "undecided", "adopt", False),
        ("letter", "none", "adopt", False),
        ("letter", "yes", "defeat", True),
        ("letter", "no", "defeat", False),
    ],
)
def test_a_no_in_writing_is_a_note_or_a_letter_against_what_we_want(channel: str, answer: str, goal: str, *, refused: bool) -> None:
    found = of_a(asked(f"e,,2018-11-02,A,desk,{channel},t,next,,{answer},rec,"), goal)

    assert (found.refused is not None) is refused


def test_a_no_to_an_ask_that_names_no_vote_is_a_no_whatever_we_want() -> None:
    assert of_a(asked("e,,2018-11-02,A,desk,letter,t,,,no,rec,"), "defeat").refused is not None


@pytest.mark.parametrize(("date", "recent"), [("2019-01-15", True), ("2019-01-08", True), ("2019-01-07", False), ("2018-12", False)])
def test_seven_days_are_counted_from_the_day_of_knowing(date: str, *, recent: bool) -> None:
    assert of_a(asked(f"e,,{date},A,desk,call,t,next,,,rec,")).is_recent is recent
    assert RECENT == 7


def test_what_lies_in_the_future_was_not_asked() -> None:
    later = asked("e,,2019-02-01,A,desk,letter,t,next,,no,rec,", "f,,2019-01,D,desk,letter,t,next,,no,rec,")

    assert on_vote(later).found == {}


def test_a_word_in_public_is_no_approach_and_another_matter_is_none_on_this() -> None:
    found = on_vote(
        asked(
            "e,,2019-01-10,A,Public record,other,t,next,,no,rec,",
            "f,,2019-01-10,B,desk,call,t,r0,,no,rec,",
            "g,,2019-01-10,C,desk,call,,,,,rec,",
        )
    ).found

    assert list(found) == ["C"]


def test_a_retraction_counts_and_no_answer_retracts_nothing() -> None:
    wrote = "e,,2018-11-02,A,desk,letter,t,next,,no,rec,"

    assert of_a(asked(wrote, "f,,2018-12-02,A,desk,call,t,next,,undecided,rec,")).refused is None
    assert of_a(asked(wrote, "f,e,2018-12-02,A,desk,letter,t,next,,yes,rec,")).refused is None
    still = asked(wrote, "f,,2018-12-02,A,envoy,call,t,next,,none,rec,")
    assert of_a(still).refused is not None
    shown = on_vote(still).clauses_of("A")
    assert "no on 2 November 2018, nothing since" in say(shown[0][0], "en")
    assert "by envoy" in say(shown[0][0], "en")


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_answers_on_one_day_both_are_said_and_the_written_no_stands(*, turned: bool) -> None:
    rows = ["e,,2018-11-02,A,desk,letter,t,next,,no,rec,", "f,,2018-11-02,A,desk,call,t,next,,yes,rec,"]
    both = asked(*(reversed(rows) if turned else rows))

    assert of_a(both).refused is not None
    said = say(on_vote(both).clauses_of("A")[0][0], "en")
    assert "differ on one day" in said
    assert {"no", "yes"} <= set(re.findall(r"\w+", said))


def test_an_answer_that_no_list_holds_is_a_fault_of_the_dossier() -> None:
    parts = {**PARTS, "engagements.csv": f"{HEAD}\ne,,2018-11-02,A,desk,letter,t,,,perhaps,rec,\n"}
    found = problems_of({name: text.encode() for name, text in parts.items()})

    assert [(p.part, p.column) for p in found] == [("engagements.csv", "answer")]


def test_what_we_owe_stands_beside_and_changes_no_number() -> None:
    owed = (
        "c1,D,given,A seat on the bureau,,,2018-12-01,2019-03-01,open,rec\nc2,D,given,A visit,,,2018-06-01,,broken,rec\n"
        "c3,D,given,A loan,,,2018-06-01,,kept,rec\nc4,D,received,A word,,,2018-06-01,,open,rec\nc5,D,given,Later,,,2019-06-01,,open,late\n"
        "c6,B,given,,next,yes,2018-06-01,,,rec"
    )
    with_it, plain = question("who-can-move", asked(promises=owed)), question("who-can-move", asked())
    cell = cells(with_it, "movable", "D")["owed"]

    assert say(cell, "en") == "A seat on the bureau (by 1 March 2019) and A visit (broken)"
    assert say(with_it.finding("movable").message, "en").endswith(
        "Owed to Dorne: A seat on the bureau (by 1 March 2019) and A visit (broken)."
    )
    assert [row[3] for row in with_it.table("movable").rows] == [row[3] for row in plain.table("movable").rows]
    assert say(on_vote(asked(promises=owed)).clauses_of("B")[0][0], "en") == "Owed to Borduria: our vote on R/next: yes."


def test_what_rests_on_evidence_that_may_not_be_seen_is_not_said() -> None:
    sources = PARTS["evidence.csv"].replace("id,kind,title,date", "id,kind,title,date,marking").replace("2018-01-01\n", "2018-01-01,\n")
    sources = sources.replace("2019-06-01\n", "2019-06-01,\n") + "red,interview,Kept apart,2018-01-01,TLP:RED\n"
    of = asked(
        "e,,2018-11-02,A,KEEPER,letter,t,next,Ask of RED,no,red,",
        promises="c,A,given,PROMISED,,,2018-01-01,,open,red",
        evidence_csv=sources,
    )
    seen = Case(dossier=of.later.cleared("TLP:AMBER"), today=DAY).at(DAY)

    assert of_a(of).refused is not None
    assert on_vote(seen).found == {}
    torn = dataclasses.replace(of.dossier, evidence=tuple(row for row in of.dossier.evidence if row.id != "red"))
    assert on_vote(dataclasses.replace(of, dossier=torn, later=torn)).found == {}
    for name in QUESTIONS:
        answer = question(name, seen)
        assert not re.search("KEEPER|PROMISED|Ask of RED", str(answer.to_json()))


def test_how_and_by_whom_a_protected_source_was_asked_is_not_told() -> None:
    head = "id,kind,title,date,attributable,origin,publisher\n"
    sources = (
        head + "".join(f"{line},,,\n" for line in PARTS["evidence.csv"].splitlines()[1:]) + "hid,interview,A talk,2018-01-01,no,Somebody,\n"
    )
    of = asked("e,,2018-11-02,A,KEEPER,letter,t,,,no,hid,", evidence_csv=sources)
    seen = Case(dossier=of.later.cleared("TLP:RED"), today=DAY).at(DAY)

    answer = question("who-can-move", seen)
    said = say(answer.finding("not-again").message, "en")
    assert "protected by the desk" in said
    assert not re.search("KEEPER|letter|in writing|Somebody", said + str(answer.table("not-again").rows))
    assert "KEEPER" in str(question("who-can-move", of).table("not-again").rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_and_tables_are_whole_in_both_languages(lang: Lang) -> None:
    rows = (
        "e,,2018-11-02,A,the minister,letter,t,,A yes,no,rec,",
        "f,,,B,,,t,,,,,",
        "g,,2018-12-01,D,,call,,,,abstain,rec,",
        "h,,2019-01-15,C,,,t,,,,,",
    )
    of = asked(*rows, promises="c1,D,given,A seat,next,yes,2018-12-01,2019-03-01,open,rec")
    for name in QUESTIONS:
        answer = question(name, of)
        words = [say(f.message, lang) for f in answer.findings]
        words += [t.cell(r, c, lang) for t in answer.tables for r in range(len(t.rows)) for c in range(len(t.columns))]
        words += [say(c.title, lang) for t in answer.tables for c in t.columns]
        assert not [word for word in words if re.search(r"\[[a-z-]+\.[a-z.-]+\]", word)]
    assert len(on_vote(of).found) == 4


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2018-11-02", "2018-12", "2019-01-09", "2019-01-15", "2019-03-01", ""]),
            st.sampled_from(["letter", "note", "call", "other", ""]),
            st.sampled_from(["next", "r0", ""]),
            st.sampled_from(["yes", "no", "abstain", "undecided", "none", ""]),
        ),
        max_size=6,
    ),
    st.sampled_from(["adopt", "defeat", ""]),
)
def test_later_rows_and_words_in_public_change_nothing(rows: list[tuple[str, str, str, str]], goal: str) -> None:
    lines = [f"e{n},,{date},A,desk,{channel},t,{vote},,{answer},," for n, (date, channel, vote, answer) in enumerate(rows)]
    found = on_vote(asked(*lines), goal).found
    kept = [line for line, row in zip(lines, rows, strict=True) if row[0] != "2019-03-01" and row[1] != "other" and row[2] != "r0"]

    assert found == on_vote(asked(*kept), goal).found
    assert bool(found) is bool(kept)
    for one in found.values():
        assert one.refused is None or (one.refused in one.word and one.refused.channel in ("letter", "note"))
        assert one.is_barred is (one.refused is not None or one.is_recent)
