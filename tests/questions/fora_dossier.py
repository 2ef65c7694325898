"""A small dossier of fora: an assembly that votes, a body of five, a board by consensus, a club of which little is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from legation.dossier import decode
from legation.questions import Answer, Case, ask

TODAY = dt.date(2026, 12, 1)
PARTS = {
    "dossier.toml": 'id = "x"\n',
    "actors.csv": (
        "id,name,kind\nus,Ourland,state\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\nD,Doria,state\nN,A network,technical\n"
        "G,Group of two,other\nF,A firm,company\n"
    ),
    "groups.csv": "group,actor,start,end,evidence\nall,us,,,\nall,A,,,\nall,B,,,\nall,C,,,\nall,D,,,\nG,us,,2027-12-31,e2\nG,A,,,\n",
    "bodies.toml": (
        '[[body]]\nid = "ga"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\nevidence = ["e1"]\n'
        '[[body]]\nid = "board"\nmembers = "all"\n[[body.rule]]\nof = "consensus"\nevidence = ["e1"]\n'
    ),
    "issues.csv": "id,question,body\nrules,Should it bind?,ga\nmoney,Who pays?,board\n",
    "evidence.csv": "id,kind,title,known_on\ne1,resolution,The rules,2026-01-01\ne2,statement,Said,2026-01-01\ne3,statement,Secret,2026-01-01\n",
    "positions.csv": (
        "id,actor,issue,value,influence,held_from,evidence\np1,us,rules,80,20,2026-01-01,e2\np2,A,rules,90,40,2026-01-01,e2\n"
        "p3,B,rules,10,90,2026-01-01,e2\np4,G,rules,70,,2026-01-01,e2\np5,N,rules,30,10,2026-01-01,e2\np6,us,money,50,,2026-01-01,\n"
    ),
    "processes.csv": (
        "id,forum,body,seats,kind,output,binds,members,verified,evidence,known_on\n"
        "ga,Assembly,ga,all,intergovernmental,A resolution,recommends,5,yes,e1,2026-01-01\n"
        "board,Board,board,all,private,A contract,organisation,5,yes,e1,2026-01-01\n"
        "club,Club,,,technical,A standard,nothing,,no,,2026-01-01\n"
        "late,Late meeting,,us;A,technical,A report,recommends,,no,,2026-01-01\n"
    ),
    "forum_steps.csv": (
        "id,forum,kind,matter,what,date,end,after,days,every_months,zone,certainty,verified,evidence,known_on\n"
        "s1,ga,submit_by,,Texts,2027-01-10,,,,,,fixed,yes,e1,2026-01-01\n"
        "s2,ga,meeting,,Session,2027-01-20,2027-01-25,,,,,fixed,yes,e1,2026-01-01\n"
        "s3,ga,decision,,Vote,2027-02-01,,,,,,fixed,yes,e1,2026-01-01\n"
        "s4,board,event,reject budget,Notice,2026-11-30,,,,,America/Los_Angeles,fixed,yes,e1,2026-01-01\n"
        "s5,board,submit_by,reject budget,Petition,,,s4,21,,America/Los_Angeles,fixed,yes,e1,2026-01-01\n"
        "s6,board,decision,reject budget,Decision,,,s5,30,,America/Los_Angeles,fixed,yes,e1,2026-01-01\n"
        "s7,club,meeting,,Meeting,2026-06-01,,,,12,,fixed,no,,2026-01-01\n"
        "s8,late,submit_by,,Papers,2026-11-01,,,,,,fixed,no,,2026-01-01\n"
        "s9,late,decision,,Closing,2026-12-20,,,,,,fixed,no,,2026-01-01\n"
    ),
    "forum_access.csv": (
        "id,forum,actor_kind,right,condition,remote,fee,support,support_by,blocked_by,verified,evidence,known_on\n"
        "a1,ga,state,table,member,no,,,,,yes,e1,2026-01-01\na2,ga,technical,speak,invited,yes,,,,one State,yes,e1,2026-01-01\n"
        "a3,board,state,comment,public comment,yes,,,,,yes,e1,2026-01-01\na4,board,technical,petition,a participant,yes,,One more,2026-12-28,,yes,e1,2026-01-01\n"
        "a5,club,technical,propose,anyone,yes,Fee of the meeting,,,,no,,2026-01-01\na6,late,state,vote,member,,,,,,no,,2026-01-01\n"
    ),
}


def case_of(parts: dict[str, str] | None = None) -> Case:
    return Case(dossier=decode({name: text.encode() for name, text in (parts or PARTS).items()}), today=TODAY)


def answered(parts: dict[str, str] | None = None, **options: Any) -> Answer:
    return ask("where-should-we-take-it", case_of(parts), **options)


def cells(answer: Answer, table: str, column: str = "") -> Any:
    """Return the rows of a table as a reader of English sees them, or one column by the id of the first cell."""
    found = answer.table(table)
    if not column:
        return [tuple(found.cell(row, at, "en") for at in range(len(found.columns))) for row in range(len(found.rows))]
    at = [one.id for one in found.columns].index(column)
    return {found.rows[row][0].id: found.cell(row, at, "en") for row in range(len(found.rows))}
