"""What would a red team say: faults planted by hand are found, none on the clean dossier; who objects, and whether as another than its author."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from questions.strategy_dossier import PARTS, added, answered, case_of, replaced

from legation.errors import NotAvailable
from legation.language import LANGUAGES, say
from legation.questions import Answer
from legation.questions.strategy.challenge.people import challenged_by_others

QUESTION = "what-would-a-red-team-say"
MONITOR = '[monitor]\ntitle = "Our words"\nwhat = "phrase"\nwords = ["rules"]\nbaseline_from = "2024-01-01"\nbaseline_to = "2024-06-30"\n'
OTHER = "mine,We are thought of,neighbours,norms,"
PLANTED = {
    "carries": [
        (added(assumptions="x,Nobody attacks us,norms,,,2026-01-01,\ny,nobody  ATTACKS us,ready,,own,2026-01-01,\n"), "x"),
        (replaced("objectives", ",2027-09-01,,,", ",2027-09-01,norms,,", added(assumptions="x,All agree,norms,,,2026-01-01,\n")), "x"),
        (replaced("objectives", ",2027-06-01,,rules", ",2027-06-01,ready,rules"), "budget"),
        ({**PARTS, "objectives.csv": "id,aim,due,at_least,issue\nready,One aim,2027-01-01,60,rules\n", "threats.csv": "", "signposts.csv": "", "activities.csv": "", "indicators.csv": "", "deterrents.csv": "", "challenges.csv": "",
          "assumptions.csv": "id,claim,objective,evidence,known_on\nx,It holds,ready,own,2026-01-01\n"}, "x"),
        (replaced("assumptions", "neighbours,The neighbours want rules,norms,2027-01-15,e1", "neighbours,The neighbours want rules,norms,2027-01-15,",
                  replaced("objectives", ",2027-09-01,,,", ",2027-09-01,norms,,")), "neighbours"),
    ],
    "one-source": [
        (added(threats="x,Cables are cut,cert,state_service,likely,No network,ready,e1,2026-01-01,\n"), "x"),
        (added(threats="x,Cables are cut,cert,state_service,likely,No network,ready,,2026-01-01,\n"), "x"),
        (added(threats="x,Cables are cut,cert,state_service,likely,No network,ready,e1;e3,2026-01-01,\n"), "x"),
        (added(threats="x,Cables are cut,cert,state_service,likely,No network,ready,e1;e4,2026-01-01,\n"), "x"),
        (replaced("threats", "ready,e3;e2", "ready,e3;e3"), "extort"),
    ],
    "unwatched": [
        (added(signposts=f"{OTHER},,,at_least,3,talks,2027-01-01,e1,2026-01-01,\n"), "mine"),
        (added(signposts=f"{OTHER},what-is-due,coming.count,at_least,,talks,2027-01-01,e1,2026-01-01,\n"), "mine"),
        (added(signposts=f"{OTHER}gone,,,at_least,3,talks,2027-01-01,e1,2026-01-01,\n"), "mine"),
        (added(signposts=f"{OTHER},what-is-not,coming.count,at_least,3,talks,2027-01-01,e1,2026-01-01,\n"), "mine"),
        ({**added(signposts=f"{OTHER}words,,,at_least,3,talks,2027-01-01,e1,2026-01-01,\n"), "monitors/words.toml": MONITOR}, "mine"),
    ],
    "no-vote": [
        (added(coalitions="x,friends,,F,core,2026-01-01,e1,2026-01-01,\n"), "x"),
        (replaced("coalitions", "m4,friends,,N,to-convince", "m4,friends,,N,supporter"), "m4"),
        (added(coalitions="x,friends,,cert,,2026-01-01,e1,2026-01-01,\n"), "x"),
        ({**added(coalitions="x,friends,,F,core,2026-01-01,e1,2026-01-01,\n"),
          "rollcalls.csv": "id,title,body,issue,date,known_on\nv1,The rules,ga,rules,2027-02-01,2026-01-01\n",
          "objectives.csv": PARTS["objectives.csv"].replace("known_on,marking", "known_on,marking,rollcall,goal").replace(",TLP:CLEAR\nready", ",TLP:CLEAR,v1,adopt\nready")}, "x"),
        ({**PARTS, "rollcalls.csv": "id,title,body,issue,date,known_on\nv1,The rules,ga,rules,2027-02-01,2026-01-01\n",
          "commitments.csv": "id,actor,direction,promise,rollcall,vote,date\nx,F,received,Its yes,v1,yes,2026-11-01\n"}, "x"),
    ],
    "no-test": [
        (added(objectives="x,Nobody is afraid,Cyber desk,2027-01-01,,,,e1,2026-01-01,\n"), "x"),
        (replaced("indicators", "70,2026-01-01,24,2027-09-01", "70,2026-01-01,,"), "ready"),
        (replaced("indicators", "i1,Norms carried out,norms", "i1,Norms carried out,ready"), "norms"),
        (added(deterrents="x,Indict them,young_offender,prosecution,,,,e1,2026-01-01\n"), "x"),
        (replaced("deterrents", "Fewer acts within a year", ""), "name"),
    ],
    "late-review": [
        (replaced("objectives", "rules,2027-01-15", "rules,2026-11-30"), "norms"),
        (replaced("objectives", ",,2027-06-30", ",,2026-10"), "ready"),
        (replaced("objectives", ",,2027-06-30", ",,2025"), "ready"),
        (replaced("assumptions", "norms,2027-01-15", "norms,2026-01-15"), "neighbours"),
        (replaced("assumptions", "ready,2027-06-30", "ready,2026-06"), "budget"),
    ],
}  # fmt: skip


def model(needs: str = '"talks.open"', worths: str = "0 1 2", also: str = "") -> str:
    """Return a model with a plan that may be ruled out, and one that is not."""
    low, value, high = worths.split()
    return (
        '[scenario]\ntitle = "Talks"\n[[descriptor]]\nid = "talks"\n[[descriptor.variant]]\nid = "open"\n[[descriptor.variant]]\nid = "shut"\n'
        f'[[plan]]\nid = "p"\nname = "Talk on"\nneeds = [{needs}]\nactivities = ["talks"]\n'
        f'[[plan.worth]]\nwhere = "always"\nlow = {low}\nvalue = {value}\nhigh = {high}\n'
        f'[[plan]]\nid = "q"\nname = "Wait"\nneeds = []\nactivities = ["drill"{also}]\n'
        '[[plan.worth]]\nwhere = "always"\nlow = 5\nvalue = 6\nhigh = 7\n'
    )


def with_model(text: str, parts: Mapping[str, str] | None = None, variants: str = "") -> dict[str, str]:
    there = dict(parts or PARTS)
    head, *rows = there["assumptions.csv"].splitlines()
    rows = [f"{row},talks,{variants}" if row.startswith("neighbours") and variants else f"{row},," for row in rows]
    return there | {"scenarios/talks.toml": text, "assumptions.csv": "\n".join((f"{head},scenario,variants", *rows)) + "\n"}


@pytest.mark.parametrize(
    ("parts", "rows"),
    [
        (with_model(model()), {"talks"}),
        (with_model(model(worths="4 4 4")), {"talks"}),
        (with_model(model(), replaced("activities", "planned,A;B", "under_way,A;B")), {"talks"}),
        (with_model(model().replace('["talks"]', '["talks", "drill"]').replace('activities = ["drill"]', "activities = []")), {"talks", "drill"}),
        (with_model(model(), added(activities="x,More talks,norms,Cyber desk,2027-01-01,planned,A,,e1,2026-01-01,\n")), {"talks"}),
        (with_model(model(), replaced("activities", "planned,A;B", "done,A;B")), set()),
        (with_model(model(worths="4 5 8")), set()),
        (with_model(model(also=', "talks"')), set()),
    ],
)  # fmt: skip
def test_work_for_a_plan_that_is_ruled_out_is_found(parts: Mapping[str, str], rows: set[str]) -> None:
    assert {row for code, row in found(answered(QUESTION, parts)) if code == "ruled-out"} == rows


def test_an_assumption_that_carries_a_plan_is_found_unless_a_signpost_watches_it() -> None:
    parts = with_model(model(), variants="talks.open")
    watched = replaced("signposts", "piles up,budget", "piles up,neighbours", parts)

    assert ("carries", "neighbours") in found(answered(QUESTION, parts))
    assert ("carries", "neighbours") not in found(answered(QUESTION, watched))
    assert found(answered(QUESTION, with_model(model().replace("low = 0", "low = 5"), variants=""))) == set()


def superseded(table: str, *rows: tuple[str, str]) -> dict[str, str]:
    """Return the parts with rows added that stand in the place of others."""
    head, *lines = PARTS[f"{table}.csv"].splitlines()
    text = "\n".join((f"{head},supersedes", *(f"{line}," for line in lines), *(f"{row},{old}" for row, old in rows)))
    return {**PARTS, f"{table}.csv": text + "\n"}


def test_work_in_a_later_row_or_without_a_status_is_found_too() -> None:
    later = superseded(
        "activities", ("talks2,More talks,norms,Cyber desk,2027-02-01,planned,A;B,diplomatic: talks,e1,2026-01-01,TLP:CLEAR", "talks")
    )
    dropped = {
        name: text.replace("01,planned,A;B,diplomatic: talks,e1,2026-01-01,TLP:CLEAR,talks", "01,dropped,A,,e1,2026-01-01,TLP:CLEAR,talks")
        for name, text in later.items()
    }
    unsaid = replaced("activities", "planned,A;B", ",A;B")

    for parts, rows in ((later, {"talks2"}), (dropped, set()), (unsaid, {"talks"})):
        assert {row for code, row in found(answered(QUESTION, with_model(model(), parts))) if code == "ruled-out"} == rows


def test_work_for_each_of_many_plans_that_are_ruled_out_is_found() -> None:
    plans = "".join(
        f'[[plan]]\nid = "p{n}"\nneeds = []\nactivities = ["a{n}"]\n[[plan.worth]]\nwhere = "always"\nlow = 0\nvalue = 1\nhigh = 2\n'
        for n in range(7)
    )
    rows = "".join(f"a{n},Work {n},norms,Cyber desk,2027-01-01,planned,A,,e1,2026-01-01,TLP:CLEAR\n" for n in range(7))
    held = found(answered(QUESTION, with_model(model() + plans, added(activities=rows))))

    assert {row for code, row in held if code == "ruled-out"} == {"talks", *(f"a{n}" for n in range(7))}


def test_each_of_many_assumptions_that_carry_a_plan_is_found() -> None:
    parts = with_model(model(), variants="talks.open")
    rows = "".join(f"n{n},Claim {n},norms,2027-01-15,e1,2026-01-01,TLP:CLEAR,talks,talks.open\n" for n in range(7))
    held = found(answered(QUESTION, parts | {"assumptions.csv": parts["assumptions.csv"] + rows}))

    assert {row for code, row in held if code == "carries"} == {"neighbours", *(f"n{n}" for n in range(7))}


def test_a_source_that_was_superseded_is_the_one_in_its_place() -> None:
    later = superseded("evidence", ("e1b,report,First report again,Agency,,2026-01-01,TLP:CLEAR", "e1"))

    assert found(answered(QUESTION, later)) == set()


def found(answer: Answer) -> set[tuple[str, str]]:
    codes = {say(one.message, "en"): one for one in answer.findings}
    assert codes
    kinds = {f"{QUESTION}.fault.{code}": code for code in (*PLANTED, "ruled-out")}
    return {(kinds[row[0].id], row[5]) for row in answer.table("faults").rows}


def test_nothing_is_held_against_the_clean_dossier() -> None:
    answer = answered(QUESTION)

    assert found(answer) == set()
    assert [one.id for one in answer.findings] == ["faults", "challenged"]
    assert say(answer.findings[0].message, "en") == "The dossier itself gives a red team nothing: no check finds anything."


@pytest.mark.parametrize(("code", "parts", "row"), [(code, parts, row) for code, cases in PLANTED.items() for parts, row in cases])
def test_a_planted_fault_is_found_and_nothing_else(code: str, parts: Mapping[str, str], row: str) -> None:
    answer = answered(QUESTION, parts)

    assert {one for one in found(answer) if one[0] == code} == {(code, row)}
    assert answer.finding(code).message.values["count"] == 1
    for lang in LANGUAGES:
        assert all(say(one.message, lang) for one in answer.findings)


def test_a_planted_fault_is_the_only_one() -> None:
    for code, cases in PLANTED.items():
        alone = [parts for parts, row in cases if found(answered(QUESTION, parts)) == {(code, row)}]

        assert len(alone) >= 4, code


def test_who_claims_a_threat_is_named_in_what_is_held_against_it() -> None:
    (row,) = answered(QUESTION, PLANTED["one-source"][0][0]).table("faults").rows

    assert say(row[2], "en") == "The CERT says so, and one source alone stands behind it: “First report”."
    assert row[4].id == "threats"


NO_SENDER = replaced("dossier.toml", "from_en", "to_en", replaced("dossier.toml", "from_fr", "to_fr"))


def later_aim() -> dict[str, str]:
    """Return the parts with an aim that another office owns in a later row."""
    lines = PARTS["objectives.csv"].splitlines()
    lines.append("norms2,Norms hold,Someone,2027-06-01,,rules,2027-01-15,e1,2026-01-01,TLP:CLEAR")
    rows = [f"{line},{'supersedes' if not at else 'norms' if line.startswith('norms2') else ''}" for at, line in enumerate(lines)]
    return {**PARTS, "objectives.csv": "\n".join(rows) + "\n"}


def objected(
    role: str = "Budget office", answer: str = "Yes", outcome: str = "", target: str = "ready", parts: Any = None
) -> dict[str, str]:
    rows = f"id,claim,target,role,answer,outcome,author\nc1,Too dear,{target},{role},{answer},{outcome},The author\n"
    return {**(parts or PARTS), "challenges.csv": rows}


@pytest.mark.parametrize(
    ("parts", "counts"),
    [
        (objected(), True),
        (objected(answer="", outcome="changed"), False),
        (objected(answer="", outcome="dropped"), False),
        (replaced("challenges", "Too dear", "", objected()), False),
        (objected(answer="", outcome="open"), False),
        (objected(answer=""), False),
        (objected(role=""), False),
        (objected(role="cyber  DESK"), False),
        (objected(role="Cyber desk", target="norms"), False),  # its owner is another, and that desk sends the paper
        (objected(role="Budget office", target="norms"), True),
        (objected(role="The cyber‑desk.", parts=replaced("objectives", "Cyber desk", "«The cyber desk»")), False),
        (objected(role="Legal office", target="newer", parts=added(objectives="newer,Norms hold,Someone,2027-06-01,,rules,2027-01-15,e1,2026-01-01,TLP:CLEAR\n")), True),
        (objected(role="Legal office", target="norms", parts=later_aim()), False),  # who owned the aim before
        (objected(role="Legal office", target="neighbours", parts=later_aim()), False),
        (objected(target="words", parts=NO_SENDER) | {"challenges.csv": "id,claim,target,role,answer\nc1,Too dear,words,Budget office,Yes\n"}, False),  # nobody knows the author
        (objected(role="Legal office", target="neighbours"), False),  # an assumption of that owner's aim
        (objected(role="Cyber desk", target="drill"), False),
        (objected(role="BUREAU CYBER", target="the plan to talk"), False),  # who sends the paper, in the other language
        (objected(role="The Author", target="words", parts=NO_SENDER), False),
        ({**PARTS, "challenges.csv": ""}, False),
    ],
)  # fmt: skip
def test_an_objection_counts_where_it_is_answered_and_of_another_role(parts: Mapping[str, str], counts: bool) -> None:
    case = case_of(parts)
    answer = answered(QUESTION, parts)

    assert bool(challenged_by_others(case)) is counts
    assert ("unchallenged" not in [one.id for one in answer.findings]) is counts
    assert ("challenged" in [one.id for one in answer.findings]) is counts
    if not counts:
        said = answer.finding("unchallenged").message
        assert say(said, "en") == "The strategy was not challenged by anyone but its author."
        assert say(said, "fr") == "La stratégie n’a été contestée par personne d’autre que son auteur."


def test_open_objections_stand_first_and_name_what_they_are_aimed_at() -> None:
    answer = answered(QUESTION, added(challenges="c2,Who pays?,budget,Budget office,,,2026-11-02,e1,\n"))
    first, second = answer.table("objections").rows

    assert [say(one, "en") for one in (first[0], first[1], second[1])] == [
        "Who pays?",
        "The budget stays",
        "Ministries answer within a day",
    ]
    assert answer.finding("open").message.values["count"] == 1


def test_what_a_reader_may_not_see_takes_no_part() -> None:
    hidden = added(
        threats="x,CANARYTHREAT,cert,state_service,likely,,ready,e1,2026-01-01,TLP:RED\n",
        objectives="y,CANARYAIM,,,,,2020,e1,2026-01-01,TLP:RED\n",
        challenges="c9,CANARYCLAIM,y,CANARYROLE,Yes,changed,2026-01-01,e1,\nc8,CANARYCLAIM,ready,CANARYROLE,,,2026-01-01,e1,TLP:RED\n",
        coalitions="z,friends,,F,core,2026-01-01,e1,2026-01-01,TLP:RED\n",
        signposts="w,CANARYSIGN,,,,,,,,,,e1,2026-01-01,TLP:RED\n",
    )
    cleared, never = (answered(QUESTION, parts, "TLP:GREEN").to_json() for parts in (hidden, PARTS))

    assert "CANARY" not in str(cleared)
    assert {name: part for name, part in cleared.items() if name != "provenance"} == {
        name: part for name, part in never.items() if name != "provenance"
    }
    assert "CANARY" in str(answered(QUESTION, hidden, "TLP:RED").to_json())


def test_a_threat_on_a_source_that_one_may_not_see_is_not_there() -> None:
    parts = replaced("threats", "ready,e1;e2", "ready,dark")
    without = {**PARTS, "threats.csv": "".join(row for row in PARTS["threats.csv"].splitlines(keepends=True) if "wipe" not in row)}
    cleared, never = (answered(QUESTION, one, "TLP:GREEN").to_json() for one in (parts, without))

    assert found(answered(QUESTION, parts)) == {("one-source", "wipe")}
    assert cleared["findings"] == never["findings"]
    assert cleared["tables"] == never["tables"]


def test_a_dossier_without_a_strategy_is_refused() -> None:
    with pytest.raises(NotAvailable):
        answered(QUESTION, {"dossier.toml": 'id = "x"'})
