"""Where should we take it? Rights by kind, days, three figures of support, who stops it alone, musts, dominance, what others would do."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

import pytest
from questions.fora_dossier import PARTS, answered, case_of, cells

from legation.cli import main
from legation.dossier import decode, encode
from legation.errors import LegationError, WrongUse
from legation.language import LANGUAGES, say
from legation.questions import Answer, Case, ask
from legation.questions.base.head import head_of
from legation.questions.base.registry import find
from legation.questions.strategy.fora.compare import Choice, compared


def said(answer: Answer, finding: str) -> str:
    return say(answer.finding(finding).message, "en")


def changed(table: str, old: str, new: str) -> dict[str, str]:
    assert old in PARTS[table]
    return PARTS | {table: PARTS[table].replace(old, new)}


def test_the_kind_of_the_actor_and_its_seat_decide_what_it_may_do() -> None:
    ours, theirs, firm = (cells(answered(us=us, issue="rules"), "fora", "may") for us in ("us", "N", "F"))

    assert ours == {"ga": "table a text", "board": "vote", "club": "not known", "late": "vote"}
    assert theirs == {"ga": "speak", "board": "petition", "club": "propose", "late": "not known"}
    assert set(firm.values()) == {"not known"}
    assert said(answered(us="us", issue="rules"), "right") == "Ourland may do this in Assembly: table a text. Condition: member."
    assert "right" not in {finding.id for finding in answered(us="F", issue="rules").findings}  # nothing is written of what a firm may do
    # a group without a row of its own kind acts as its members do, who are states; its own seat is not known to be one
    assert cells(answered(us="G", issue="rules"), "fora", "may")["ga"] == "table a text"


def test_who_has_no_seat_where_seats_are_known_has_no_vote_there() -> None:
    parts = changed("processes.csv", "late,Late meeting,,us;A", "late,Late meeting,,A;B")

    assert cells(answered(us="us", issue="rules"), "fora", "may")["late"] == "vote"
    assert cells(answered(parts, us="us", issue="rules"), "fora", "may")["late"] == "not known"


def test_the_earliest_decision_is_the_first_whose_submission_is_not_over() -> None:
    days = cells(answered(us="us", issue="rules", matter="reject budget"), "fora", "decided")

    assert days == {
        "ga": "1 February 2027",
        "board": "20 January 2027, derived",
        "club": "1 June 2027, a meeting, estimated",
        "late": "too late for those known",
    }
    assert cells(answered(us="us", issue="rules"), "fora", "decided")["board"] == "not known"
    after = cells(answered(us="us", issue="rules", as_of="2027-01-11"), "fora", "decided")
    assert after["ga"] == "too late for those known"
    assert "the last day to put it there is 10 January 2027" in said(answered(us="us", issue="rules"), "gate")
    assert [row[2] for row in cells(answered(us="N", issue="rules", matter="Reject-Budget"), "decisions") if row[0] == "Board"] == [
        "Petition",
        "Decision",
    ]


def test_a_matter_is_the_one_of_the_issue_unless_another_is_chosen() -> None:
    parts = PARTS | {"issues.csv": "id,question,body,matter\nrules,Should it bind?,ga,Reject BUDGET\nmoney,Who pays?,board,\n"}

    assert cells(answered(parts, us="us"), "fora", "decided")["board"] == "20 January 2027, derived"


def test_a_step_without_a_day_leaves_what_follows_it_without_one_and_the_rest_stands() -> None:
    bare = PARTS["forum_steps.csv"].replace("Notice,2026-11-30,", "Notice,,")
    answer = answered(PARTS | {"forum_steps.csv": bare}, us="us", issue="rules", matter="reject budget")

    assert cells(answer, "fora", "decided")["board"] == "no day yet"
    assert cells(answer, "fora", "decided")["ga"] == "1 February 2027"
    circle = PARTS["forum_steps.csv"].replace("Notice,2026-11-30,,,", "Notice,,,s6,")
    with pytest.raises(LegationError, match="s4 > s6 > s5 > s4"):
        answered(PARTS | {"forum_steps.csv": circle}, us="us", issue="rules", matter="reject budget")


def test_support_is_three_figures_and_no_probability() -> None:
    answer = answered(us="us", issue="rules")
    rows = {row[0]: row[1:7] for row in cells(answer, "support")}

    assert rows["Assembly"] == ("2", "1", "2", "passes", "passes", "fails")
    assert rows["Board"] == ("2", "1", "2", "fails", "fails", "fails")
    assert cells(answer, "fora", "support")["ga"] == "2–4 of 5: open"
    assert "chance" not in json.dumps(answer.to_json("en")) and "score" not in {one.id for one in answer.findings}
    assert "It passes if those who are not known divide as the known do" in said(answer, "support")
    far = answered(us="B", issue="rules")
    assert {row[0]: row[1:7] for row in cells(far, "support")}["Assembly"] == ("1", "2", "2", "passes", "fails", "fails")


def test_who_alone_stops_it_and_what_a_veto_does() -> None:
    parts = changed("bodies.toml", 'of = "present_and_voting"', 'of = "present_and_voting"\nveto = ["B", "D"]')
    stops = cells(answered(parts, us="us", issue="rules"), "fora", "stops")

    assert stops == {"ga": "Borduria and Doria", "board": "any of 5", "club": "not known", "late": "not known"}
    support = {row[0]: row[4:7] for row in cells(answered(parts, us="us", issue="rules"), "support")}
    assert support["Assembly"] == ("fails", "fails", "fails")  # Borduria, who is against, has a veto


def test_the_rule_is_that_of_the_matter_and_a_declared_outcome_counts_no_votes() -> None:
    powers = """
[[body.rule]]
of = "members"
share = "4/5"
strict = false
matter = "reject budget"
most_against = 1
verified = "no"
[[body.rule]]
of = "declared"
matter = "rough consensus"
"""
    parts = PARTS | {"bodies.toml": PARTS["bodies.toml"] + powers}
    budget = answered(parts, us="us", issue="rules", matter="Reject-Budget")

    assert cells(budget, "fora", "stops")["board"] == "nobody" and cells(budget, "fora", "support")["board"] == "2–4 of 5: open"
    assert {row[0]: row[3] for row in cells(budget, "outputs")}["Board"] == "not verified"
    assert cells(answered(parts, us="us", issue="rules"), "fora", "stops")["board"] == "any of 5"
    rough = answered(parts, us="us", issue="rules", matter="rough consensus")
    assert cells(rough, "fora", "support")["board"] == "declared, not counted"
    assert cells(rough, "fora", "stops")["board"] == "who declares it"


def test_where_only_the_number_of_members_is_known_nobody_is_named() -> None:
    parts = PARTS | {
        "bodies.toml": PARTS["bodies.toml"].replace('id = "board"\nmembers = "all"', 'id = "board"'),
        "processes.csv": PARTS["processes.csv"].replace("board,Board,board,all", "board,Board,board,"),
    }

    assert cells(answered(parts, us="us", issue="rules"), "fora", "stops")["board"] == "any of 5"
    assert cells(answered(parts, us="us", issue="rules"), "fora", "support")["board"] == "none known of 5"


def test_a_group_speaks_as_the_actor_of_its_name() -> None:
    groups = PARTS["groups.csv"].replace("G,us,,2027-12-31,e2", "Group of two,us,,2027-12-31,e2")

    assert [row[0] for row in cells(answered(PARTS | {"groups.csv": groups}, us="us", issue="rules"), "bound")] == ["Group of two"]


def test_what_is_required_is_listed_with_the_missing_condition() -> None:
    answer = answered(us="us", issue="rules", musts="table; by:2027-02 nobody-alone,remote")
    failed = {(row[0], row[1]): row[2] for row in cells(answer, "musts")}

    assert failed["Assembly", "decided before February 2027"] == "not met"
    assert failed["Assembly", "we can take part from afar"] == "not met"
    assert failed["Board", "nobody alone can stop it"] == "not met"
    assert failed["Club", "we can put it on the table"] == "not known"
    assert ("Assembly", "we can put it on the table") not in failed
    assert said(answer, "musts").startswith("No forum is known to meet what is required")
    met = answered(us="us", issue="rules", musts="table;by:2027-07")
    assert met.finding("musts").message.values["count"] == 1 and met.table("fora").rows[0][0].id == "ga"


@pytest.mark.parametrize(
    ("must", "met", "failed", "unsure"),
    [
        ("binding", "board", "club ga late", ""),
        ("no-fee", "board ga", "club", "late"),
        ("verified", "board ga", "club late", ""),
        ("table", "", "board club ga", "late"),
        ("vote", "", "board club ga", "late"),
        ("object", "", "board club ga", "late"),
        ("speak", "board club ga", "", "late"),
        ("observe", "board club ga", "", "late"),
        ("remote", "board club ga", "", "late"),
        ("nobody-alone", "ga", "board", "club late"),
        ("by:2027-01-11", "", "club ga", "board late"),
        ("by:2027-07", "club ga", "", "board late"),
    ],
)
def test_each_condition_is_met_failed_or_not_known(must: str, met: str, failed: str, unsure: str) -> None:
    parts = changed("bodies.toml", 'evidence = ["e1"]', 'evidence = ["e1"]\nverified = "yes"')
    answer = answered(parts, us="N", issue="rules", musts=must)
    listed = {name.casefold().split()[0]: state for name, _, state, *_ in cells(answer, "musts")} if failed or unsure else {}
    names = {"assembly": "ga", "board": "board", "club": "club", "late": "late"}
    found = {ours: listed.get(name, "met") for name, ours in names.items()}

    expected = {"met": met.split(), "not met": failed.split(), "not known": unsure.split()}
    assert {state: sorted(name for name, one in found.items() if one == state) for state in expected} == expected
    values = answer.finding("musts").message.values
    assert values.get("count", 0) == len(met.split())
    assert sorted(row[0].id for row in answer.table("fora").rows[-len(failed.split()) :]) == failed.split() or not failed


@pytest.mark.parametrize("musts", ["tables", "by:soon", "by:", "nobody"])
def test_a_must_that_is_none_is_refused_with_those_that_are(musts: str) -> None:
    with pytest.raises(WrongUse, match="nobody-alone"):
        answered(us="us", musts=musts)


def test_others_are_the_farthest_and_the_most_influential_and_three_at_most() -> None:
    answer = answered(us="us", issue="rules")

    assert [row[0].id for row in answer.table("elsewhere").rows] == ["B", "A"]
    assert [row[0].id for row in answered(us="us", issue="rules", others="N;D").table("elsewhere").rows] == ["N", "D"]
    assert said(answered(us="us", issue="rules", others="N", matter="reject budget"), "elsewhere-N").startswith(
        "A network would take it elsewhere"
    )
    with pytest.raises(WrongUse, match="3 at most"):
        answered(us="us", others="A;B;C;D")


def test_a_group_of_ours_binds_us_where_it_sits_until_we_leave() -> None:
    answer = answered(us="us", issue="rules")
    rows = cells(answer, "bound")

    assert [row[:3] for row in rows] == [("Group of two", "position of a group of ours", "70")]
    assert rows[0][4] == "31 December 2027" and "until 31 December 2027" in said(answer, "bound-1")
    assert not any(table.id == "bound" for table in answered(us="B", issue="rules").tables)
    law = PARTS | {"obligations.csv": "id,text,kind,end,known_on\nl1,The mandate of the Union,common_position,2027-06-30,2026-01-01\n"}
    assert ("The mandate of the Union", "common position", "—", "every forum", "30 June 2027", "") in cells(answered(law, us="us"), "bound")


def test_fora_that_would_be_at_odds_share_members_and_bind_differently() -> None:
    pairs = {(row[0], row[1]): row for row in cells(answered(us="us", issue="rules"), "conflicts")}

    assert pairs["Assembly", "Board"][2:6] == ("5", "80", "80", "outcomes that bind differently")
    issues = "id,question,body,matter\nrules,Should it bind?,ga,money\nmoney,Who pays?,board,money\n"
    parts = PARTS | {"issues.csv": issues, "positions.csv": PARTS["positions.csv"] + "p7,A,money,5,,2026-01-01,e3\n"}
    grounds = {(row[0], row[1]): row[5] for row in cells(answered(parts, us="us", issue="rules"), "conflicts")}
    assert "members that stand differently in the two" in grounds["Assembly", "Board"]


def test_the_mark_of_the_dominated_is_that_of_the_method() -> None:
    parts = changed("processes.csv", "board,Board,board,all,private,A contract,organisation", "board,Board,ga,all,private,A text,nothing")
    parts = parts | {
        "forum_steps.csv": parts["forum_steps.csv"] + "t1,board,decision,,Vote,2027-03-01,,,,,,fixed,yes,e1,2026-01-01\n"
        "t2,board,meeting,,Session,2027-02-20,,,,,,fixed,yes,e1,2026-01-01\n",
        "forum_access.csv": parts["forum_access.csv"].replace(
            "a3,board,state,comment,public comment,yes", "a3,board,state,comment,a hearing,"
        ),
    }
    fora = compared(case_of(parts), Choice(us="us", issue=case_of(parts).dossier.issues[0], matter="", near=15))
    answer = answered(parts, us="us", issue="rules")

    # table a text, and comment, which is no better; the vote of the Board is a month later, with as many meetings
    assert {one.row.id: one.beaten_by for one in fora} == {"ga": (), "board": (), "club": (), "late": ()}
    assert "mark" not in [one.id for one in answer.table("fora").columns]  # nothing is marked
    same = parts | {"forum_access.csv": parts["forum_access.csv"] + "a9,board,state,vote,member,,,,,,yes,e1,2026-01-01\n"}
    marked = answered(same, us="us", issue="rules")
    values = {
        one.row.id: one.values
        for one in compared(case_of(same), Choice(us="us", issue=case_of(same).dossier.issues[0], matter="", near=15))
    }
    assert values["ga"] == (5, 1, -dt.date(2027, 2, 1).toordinal(), 2, 0, -1, 0)  # right, bond, day, cases, who stops it, meetings, fee
    assert all(ours >= theirs for ours, theirs in zip(values["ga"], values["board"], strict=True)) and values["ga"] != values["board"]
    assert cells(marked, "fora", "mark")["board"] == "beaten" and cells(marked, "beaten") == [("Board", "Assembly", "e1")]
    assert said(marked, "beaten").endswith("at least as good in everything: Board.")


def test_what_would_change_the_list_is_named() -> None:
    answer = answered(us="N", issue="rules", matter="reject budget")

    assert answer.finding("unknowns").message.values["count"] == len(
        {(row[0], word) for row in cells(answer, "unknowns") for word in row[1].replace(" and ", ", ").split(", ")}
    )
    assert "Club" in {row[0] for row in cells(answer, "unknowns")}


def test_what_is_missing_is_said_and_the_rest_is_answered() -> None:
    def missing(answer: Answer) -> set[str]:
        return {one.id.rpartition(".")[2] for one in answer.missing}

    assert missing(answered(issue="rules")) == {"no-us"}
    assert missing(answered(PARTS | {"forum_access.csv": "id\n"}, us="us", issue="rules")) == {"no-access"}
    assert missing(answered(us="F", issue="rules")) == {"no-access", "no-position"}
    assert missing(answered(PARTS | {"positions.csv": "id,actor,issue\n"}, us="us", issue="rules")) == {"no-position"}
    bare = answered({"dossier.toml": PARTS["dossier.toml"], "processes.csv": "id,forum\nf,A forum\n"})
    assert missing(bare) == {"no-us", "no-issue", "no-steps"} and cells(bare, "fora") == [
        ("A forum", "not known", "not known", "not known", "not known")
    ]
    old = answered({"dossier.toml": PARTS["dossier.toml"], "processes.csv": "id,forum,deadline,step\nf,A forum,2027-06,Report\n"})
    assert cells(old, "fora", "decided") == {"f": "June 2027, next step"}
    with pytest.raises(LegationError, match=r"processes\.csv"):
        answered({"dossier.toml": PARTS["dossier.toml"]})


def test_what_nobody_verified_is_said_and_what_is_memory_is_not_shown_as_a_fact() -> None:
    answer = answered(us="us", issue="rules")

    assert {row[0]: row[3] for row in cells(answer, "outputs")}["Club"] == "not verified"
    assert answer.finding("unverified").message.values["count"] == 2


def test_a_hidden_source_leaves_the_bytes_of_a_dossier_without_it() -> None:
    """What rests on a source that a reader may not see is as if it had never been written: rule, step, access and position."""
    hidden = {**PARTS, "evidence.csv": PARTS["evidence.csv"] + "e9,statement,Hidden,2026-01-01\n"}
    rows = {
        "forum_steps.csv": "t9,ga,decision,,Earlier vote,2027-01-05,,,,,,fixed,yes,e9,2026-01-01\n",
        "forum_access.csv": "b9,club,state,table,invited,,,,,,yes,e9,2026-01-01\n",
        "positions.csv": "p9,D,rules,95,99,2026-01-01,e9\n",
    }
    hidden |= {name: hidden[name] + row for name, row in rows.items()}
    hidden["evidence.csv"] = hidden["evidence.csv"].replace("known_on\n", "known_on,marking\n").replace("2026-01-01\n", "2026-01-01,\n")
    hidden["evidence.csv"] = hidden["evidence.csv"].replace("Hidden,2026-01-01,", "Hidden,2026-01-01,TLP:RED")
    whole = case_of(hidden)
    cleared = whole.dossier.cleared("TLP:AMBER")
    without = decode(encode(case_of({**PARTS, "evidence.csv": PARTS["evidence.csv"]}).dossier))

    def said_of(dossier: Any) -> str:
        answer = ask("where-should-we-take-it", Case(dossier=dossier, today=whole.today), us="us", issue="rules")
        return json.dumps({**answer.to_json("en"), "provenance": None}, sort_keys=True)

    assert said_of(cleared) == said_of(without) and said_of(whole.dossier) != said_of(without)


def test_later_rows_are_invisible() -> None:
    parts = changed(
        "forum_steps.csv",
        "s3,ga,decision,,Vote,2027-02-01,,,,,,fixed,yes,e1,2026-01-01",
        "s3,ga,decision,,Vote,2027-02-01,,,,,,fixed,yes,e1,2026-12-10",
    )

    assert cells(answered(parts, us="us", issue="rules", as_of="2026-12-01"), "fora", "decided")["ga"] == "25 January 2027, a meeting"
    assert cells(answered(parts, us="us", issue="rules", as_of="2026-12-10"), "fora", "decided")["ga"] == "1 February 2027"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_speaks_both_languages_and_shows_the_picture(lang: Any) -> None:
    answer = answered(us="us", issue="rules", musts="table;by:2027-07-01")
    words = " ".join(answer.sentences(lang))
    head = head_of(find("where-should-we-take-it"), answer)

    assert "{" not in words and " will " not in words and "Ourland" in words
    assert head is not None and "2027" in say(head.sentence, lang) and "Assembly" in say(head.sentence, lang)
    assert "4" in say(answer.figures[0].alt, lang) and len(answer.figures[0].records(lang)) == 28


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_to_choose_by_fits_eighty_columns(tmp_path: Any, capsys: Any, monkeypatch: Any, lang: str) -> None:
    long = {
        "processes.csv": PARTS["processes.csv"].replace(
            ",Assembly,", ",Mechanism on the security of information and communications technologies,"
        )
    }
    for name, text in (PARTS | long).items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["ask", "where-should-we-take-it", str(tmp_path), "--us", "us", "--as-of", "2026-12-01", "--lang", lang]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "│" in line or "┃" in line]

    assert lines and max(map(len, lines)) <= 80
    first = [line for line in lines if "│" in line][:12]
    assert not any("…" in line for line in first)


def test_five_hundred_fora_and_two_hundred_states_are_answered() -> None:
    numbers = range(500)
    parts = PARTS | {
        "processes.csv": "id,forum,body,seats,binds,verified,evidence,known_on\n"
        + "".join(f"f{k},Forum {k},{('ga', 'board')[k % 2]},all,recommends,yes,e1,2026-01-01\n" for k in numbers),
        "actors.csv": PARTS["actors.csv"] + "".join(f"S{k},State {k},state\n" for k in range(193)),
        "groups.csv": PARTS["groups.csv"] + "".join(f"all,S{k},,,\n" for k in range(193)),
        "forum_steps.csv": "id,forum,kind,date,known_on\n"
        + "".join(f"s{k},f{k},decision,2027-01-{1 + k % 28:02},2026-01-01\n" for k in numbers),
        "forum_access.csv": "id,forum,actor_kind,right,known_on\n" + "".join(f"a{k},f{k},state,vote,2026-01-01\n" for k in numbers),
    }
    start = time.process_time()
    answer = answered(parts, us="us", issue="rules")

    assert len(answer.table("fora").rows) == 500 and time.process_time() - start < 20
    assert [one.id for one in answer.caveats if one.id.endswith("unknowns-of-first")]


def test_a_matter_is_meant_by_any_spelling_or_title_and_one_that_nothing_names_is_refused() -> None:
    rules = '[[body.rule]]\nof = "consensus"\nmatter = "budget"\ntitle_en = "A budget"\ntitle_fr = "Un budget"\n'
    bodies = f'[[body]]\nid = "b"\n{rules}'.encode()
    there = {"dossier.toml": b'id = "x"', "bodies.toml": bodies, "processes.csv": b"id,forum,body\nf,F,b\n"}
    read = Case(dossier=decode(there), today=dt.date(2026, 12, 1))

    texts = [say(one, "en") for given in ("Budget", "un budget") for one in ask("where-should-we-take-it", read, matter=given).caveats]
    assert len([one for one in texts if "“budget”" in one]) == 2
    with pytest.raises(WrongUse, match=r"budgt.*The matters are: A budget"):
        ask("where-should-we-take-it", read, matter="budgt")
    empty = Case(dossier=decode({"dossier.toml": b'id = "x"', "processes.csv": b"id,forum\nf,F\n"}), today=dt.date(2026, 12, 1))
    with pytest.raises(WrongUse, match="no rule is for one matter alone"):
        ask("where-should-we-take-it", empty, matter="anything")
