"""Fora side by side, as they are compared: days as closely as they are known, rights by name, groups that speak, other matters."""

from __future__ import annotations

from typing import Any

import pytest
from questions.fora_dossier import PARTS, answered, cells

from legation.language import LANGUAGES, say
from legation.questions import Answer


def said(answer: Answer, finding: str, lang: Any = "en") -> str:
    return say(answer.finding(finding).message, lang)


def with_rows(**rows: str) -> dict[str, str]:
    """Return the parts with rows added: of the steps, the access, the groups..."""
    return PARTS | {f"{name}.csv": PARTS[f"{name}.csv"] + text for name, text in rows.items()}


def steps(*rows: str) -> str:
    return "".join(f"{row},,,,,fixed,yes,e1,2026-01-01\n" for row in rows)


def decided(parts: dict[str, str], **options: Any) -> Any:
    return cells(answered(parts, us="us", issue="rules", **options), "fora", "decided")


@pytest.mark.parametrize(("date", "shown"), [("2027-10", "October 2027"), ("2030", "2030"), ("2027-10-31", "31 October 2027")])
def test_a_day_is_said_as_closely_as_it_is_known(date: str, shown: str) -> None:
    parts = PARTS | {"forum_steps.csv": PARTS["forum_steps.csv"].split("\n")[0] + "\n" + steps(f"m1,ga,decision,,Vote,{date},")}

    assert decided(parts)["ga"].startswith(shown)
    assert ("estimated" in decided(parts)["ga"]) == (len(date) < 10)
    answer = answered(parts, us="us", issue="rules")
    assert next(row for row in cells(answer, "decisions") if row[0] == "Assembly")[3].startswith(shown) and shown in said(answer, "first")


def test_what_is_expected_gives_way_to_a_row_with_a_day_and_inherits_what_is_not_known() -> None:
    fixed = with_rows(forum_steps=steps("t1,club,meeting,,Moved,2027-04-20,"))
    month = PARTS | {"forum_steps.csv": PARTS["forum_steps.csv"].replace("Meeting,2026-06-01,,,,12", "Meeting,2026-06,,,,12")}

    assert decided(PARTS)["club"] == "1 June 2027, a meeting, estimated"
    assert decided(fixed)["club"] == "20 April 2027, a meeting"
    assert decided(month)["club"] == "June 2027, a meeting, estimated"


def test_a_decision_of_the_past_leaves_the_meetings_ahead() -> None:
    parts = with_rows(forum_steps=steps("t1,club,decision,,Old vote,2026-02-01,"))

    assert decided(parts)["club"] == "1 June 2027, a meeting, estimated"


def test_a_submission_of_the_past_belongs_to_the_decision_of_the_past() -> None:
    """A gate that a decision behind us took in does not close the next decision; one that comes every year closes that of its year."""
    rows = ("u1,late,submit_by,,Papers,2025-01-10,", "u2,late,decision,,Vote,2025-02-01,", "u3,late,decision,,Vote,2027-02-01,")
    head = PARTS["forum_steps.csv"].split("\n")[0] + "\n"
    yearly = (
        "u1,late,submit_by,,Papers,2024-11-20,,,,12,,fixed,yes,e1,2026-01-01\n",
        "u2,late,decision,,Vote,2024-12-20,,,,12,,fixed,yes,e1,2026-01-01\n",
    )

    assert decided(PARTS | {"forum_steps.csv": head + steps(*rows)})["late"] == "1 February 2027"
    assert decided(PARTS | {"forum_steps.csv": head + "".join(yearly)})["late"] == "20 December 2027, estimated"
    assert decided(PARTS | {"forum_steps.csv": head + "".join(yearly)}, as_of="2026-11-19")["late"] == "20 December 2026, estimated"


def test_the_right_itself_is_said_and_a_petition_counts_where_the_matter_has_its_last_day() -> None:
    here = answered(us="N", issue="rules", matter="reject budget", musts="table")
    elsewhere = answered(us="N", issue="rules", musts="table")

    assert cells(here, "fora", "may")["board"] == cells(elsewhere, "fora", "may")["board"] == "petition"
    assert here.table("fora").rows[0][0].id == "board"
    assert "Board" not in {row[0] for row in cells(here, "musts")}
    assert "Board" in {row[0] for row in cells(elsewhere, "musts") if row[2] == "not met"}
    assert answered(us="N", issue="rules").table("fora").rows[0][0].id == "club"  # to propose is more than to speak
    rows = with_rows(forum_access="b1,board,state,support,participant,,,,,,yes,e1,2026-01-01\n")
    assert cells(answered(rows, us="us", issue="rules", matter="reject budget"), "fora", "may")["board"] == "support a petition"


def test_a_forum_of_other_issues_or_of_other_matters_alone_is_set_aside_and_listed() -> None:
    parts = PARTS | {
        "processes.csv": PARTS["processes.csv"].replace("known_on\n", "known_on,issues\n").replace("2026-01-01\n", "2026-01-01,\n")
    }
    parts["processes.csv"] = parts["processes.csv"].replace("no,,2026-01-01,\nlate", "no,,2026-01-01,money\nlate")
    parts["bodies.toml"] = PARTS["bodies.toml"].replace('of = "consensus"', 'of = "consensus"\nmatter = "recall board"')
    answer = answered(parts, us="us", issue="rules")

    assert {row[0].id for row in answer.table("fora").rows} == {"ga", "late"}
    assert [row[:2] for row in cells(answer, "aside")] == [
        ("Board", "its rule is for another matter: recall board"),
        ("Club", "it deals with other issues"),
    ]
    assert said(answer, "aside") == "2 fora are not for this matter and are not compared: Board and Club."
    assert {row[0].id for row in answered(parts, us="us", issue="money", matter="Recall Board").table("fora").rows} == {
        "ga",
        "board",
        "club",
        "late",
    }
    none = answered(
        parts | {"processes.csv": "id,forum,issues\nclub,Club,money\n", "forum_steps.csv": "id\n", "forum_access.csv": "id\n"},
        us="us",
        issue="rules",
    )
    assert none.findings[0].id == "aside" and not none.table("fora").rows and not none.missing


def test_a_member_without_a_position_counts_with_its_groups_where_they_agree() -> None:
    groups = "G,C,,,\nG,D,,,\n"
    answer = answered(with_rows(groups=groups), us="us", issue="rules")
    rows = {row[0]: row for row in cells(answer, "support")}

    assert rows["Assembly"][1:4] == ("4", "1", "0")
    assert [row[:2] for row in cells(answer, "by-group")] == [("Assembly", "2"), ("Board", "2")]
    assert "Of those known, 2 are counted by the position of their group." in said(answer, "support")
    assert "sont comptés par la position de leur groupe" in said(answer, "support", "fr")
    # B has a position of its own, and two groups that differ say nothing of C
    actors, position = "H,Other group,other\n", "p8,H,rules,10,,2026-01-01,e2\n"
    two = with_rows(groups=groups + "G,B,,,\nH,C,,,\n", actors=actors, positions=position)
    assert {row[0]: row for row in cells(answered(two, us="us", issue="rules"), "support")}["Assembly"][1:4] == ("3", "1", "1")


def test_a_range_that_reaches_into_what_is_near_is_not_against() -> None:
    ranged = PARTS["positions.csv"].replace("value,influence", "value,low,high,influence").replace(",20,2026", ",,,20,2026")
    ranged = (
        ranged.replace(",40,2026", ",,,40,2026")
        .replace("rules,70,,", "rules,70,,,,")
        .replace(",10,2026", ",,,10,2026")
        .replace("money,50,,", "money,50,,,,")
    )
    wide, narrow = (ranged.replace("rules,10,90,", f"rules,10,0,{high},90,") for high in (65, 64))

    known = [
        {row[0]: row[1:4] for row in cells(answered(PARTS | {"positions.csv": one}, us="us", issue="rules"), "support")}
        for one in (wide, narrow)
    ]
    assert known[0]["Assembly"] == ("2", "0", "3") and known[1]["Assembly"] == ("2", "1", "2")


def test_a_body_is_not_at_odds_with_its_own_committee() -> None:
    parts = with_rows(processes="c1,Committee,ga,all,intergovernmental,A draft,organisation,5,yes,e1,2026-01-01\n")
    pairs = {(row[0], row[1]) for row in cells(answered(parts, us="us", issue="rules"), "conflicts")}

    assert pairs and ("Assembly", "Committee") not in pairs and ("Committee", "Assembly") not in pairs


def test_the_head_says_which_are_left_or_that_none_beats_another() -> None:
    second = "d1,Copy,ga,all,intergovernmental,A wish,nothing,5,yes,e1,2026-01-01\n"
    rows = with_rows(
        processes=second,
        forum_steps=steps("t1,d1,decision,,Vote,2027-03-01,"),
        forum_access="b1,d1,state,table,member,no,,,,,yes,e1,2026-01-01\n",
    )

    none = answered(us="us", issue="rules")
    assert said(none, "first") == (
        "None of the 4 fora beats another in everything; first by our right, then by the day: Assembly "
        "(right: table a text; decision: 1 February 2027)."
    )
    assert said(none, "first", "fr").startswith(
        "Aucune des 4 enceintes n’en surclasse une autre sur tous les points\u202f; en tête, par notre droit"
    )
    assert "count" not in none.finding("first").message.values
    left = answered(rows | {"forum_steps.csv": rows["forum_steps.csv"].replace("s2,ga,meeting", "s2,ga,report")}, us="us", issue="rules")
    assert said(left, "first").startswith(
        "Of 5 fora 4 are left that no other beats in everything: Assembly, Board, Late meeting and one more"
    )
    assert cells(left, "fora", "mark")["d1"] == "beaten"
    only = answered({"dossier.toml": PARTS["dossier.toml"], "processes.csv": "id,forum\nf,A forum\n"})
    assert said(only, "first") == "A forum is the only forum to compare (right: not known; day: not known)."


def test_a_narrow_cell_has_the_short_name_in_brackets() -> None:
    parts = PARTS | {"processes.csv": PARTS["processes.csv"].replace(",Board,", ",Board of the long Corporation (BLC),")}
    answer = answered(parts, us="us", issue="rules")

    assert "BLC" in {row[0] for row in cells(answer, "fora")} and "BLC" in {row[0] for row in cells(answer, "outputs")}
    assert "(BLC)" in said(answered(parts, us="us", issue="rules", musts="binding"), "musts")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_has_more_than_five_names(lang: Any) -> None:
    many = with_rows(processes="".join(f"f{k},Forum {k},,,technical,A report,nothing,,no,,2026-01-01\n" for k in range(20)))
    answer = answered(many, us="N", issue="rules", matter="reject budget")

    assert all(words.count("Forum") <= 5 for words in answer.sentences(lang))
    assert sum(len(one.values["fora"]) for one in answer.finding("unknowns").message.values["unknowns"]) <= 3


def test_what_a_body_decides_instead_is_said_by_its_title() -> None:
    rule = 'of = "consensus"\nmatter = "recall board"\ntitle_fr = "Révocation du conseil"\ntitle_en = "Recall of the Board"'
    answer = answered(PARTS | {"bodies.toml": PARTS["bodies.toml"].replace('of = "consensus"', rule)}, us="us", issue="rules")

    assert [say(answer.table("aside").rows[0][1], lang) for lang in ("en", "fr")] == [
        "its rule is for another matter: Recall of the Board",
        "sa règle vaut pour une autre matière\xa0: Révocation du conseil",
    ]
