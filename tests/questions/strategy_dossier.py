"""A small dossier of a strategy that no check finds anything against: two aims, an assembly, threats, signposts and an objection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation.dossier import decode
from legation.questions import Answer, Case, ask

TODAY = dt.date(2026, 12, 1)
PARTS = {
    "dossier.toml": 'id = "x"\n[parameters]\nus = "us"\n[brief]\nfrom_en = "Cyber desk"\nfrom_fr = "Bureau cyber"\n',
    "actors.csv": (
        "id,name,kind\nus,Ourland,state\nA,Aland,state\nB,Borduria,state\nC,Cagliostro,state\nN,A network,technical\nF,A firm,company\n"
        "cert,The CERT,technical\nG,Group of two,other\n"
    ),
    "groups.csv": "group,actor\nall,us\nall,A\nall,B\nall,C\nG,A\nG,B\n",
    "bodies.toml": '[[body]]\nid = "ga"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\n',
    "issues.csv": "id,question,body\nrules,Should it bind?,ga\n",
    "evidence.csv": (
        "id,kind,title,publisher,origin,known_on,marking\ne1,report,First report,Agency,,2026-01-01,TLP:CLEAR\n"
        "e2,press,Second report,Newspaper,,2026-01-01,TLP:CLEAR\ne3,report,Third report,Agency,,2026-01-01,TLP:CLEAR\n"
        "e4,press,A wire story,Wire,Agency,2026-01-01,TLP:CLEAR\nown,own_judgement,Our judgement,,,2026-01-01,TLP:CLEAR\n"
        "dark,interview,CANARYSOURCE,Somebody,,2026-01-01,TLP:RED\n"
    ),
    "objectives.csv": (
        "id,aim,owner,due,part_of,issue,review_by,evidence,known_on,marking\n"
        "norms,Norms are carried out,Legal office,2027-06-01,,rules,2027-01-15,e1,2026-01-01,TLP:CLEAR\n"
        "ready,Ministries answer within a day,Cyber desk,2027-09-01,,,2027-06-30,e2,2026-01-01,TLP:CLEAR\n"
    ),
    "activities.csv": (
        "id,title,objectives,owner,date,status,audience,means,evidence,known_on,marking\n"
        "talks,Talks with neighbours,norms,Cyber desk,2027-02-01,planned,A;B,diplomatic: talks,e1,2026-01-01,TLP:CLEAR\n"
        "drill,A yearly drill,ready,Cyber desk,2027-03-01,under_way,cert,technical: drill,e2,2026-01-01,TLP:CLEAR\n"
    ),
    "indicators.csv": (
        "id,measure,objective,unit,baseline,baseline_on,target,target_on,evidence,known_on\n"
        "i1,Norms carried out,norms,norms,3,2026-01-01,8,2027-06-01,e1,2026-01-01\n"
        "i2,Hours to answer,ready,hours,70,2026-01-01,24,2027-09-01,e2,2026-01-01\n"
    ),
    "assumptions.csv": (
        "id,claim,objective,review_by,evidence,known_on,marking\n"
        "neighbours,The neighbours want rules,norms,2027-01-15,e1,2026-01-01,TLP:CLEAR\n"
        "budget,The budget stays,ready,2027-06-30,own,2026-01-01,TLP:CLEAR\n"
    ),
    "coalitions.csv": (
        "id,coalition,name,actor,tier,start,evidence,known_on,marking\nm1,friends,Friends of rules,us,core,2026-01-01,e1,2026-01-01,TLP:CLEAR\n"
        "m2,friends,,A,supporter,2026-01-01,e1,2026-01-01,TLP:CLEAR\nm3,friends,,G,supporter,2026-01-01,e1,2026-01-01,TLP:CLEAR\n"
        "m4,friends,,N,to-convince,2026-01-01,e1,2026-01-01,TLP:CLEAR\n"
    ),
    "processes.csv": "id,forum,body,seats,issues,kind,evidence,known_on\nga,Assembly,ga,all,rules,intergovernmental,e1,2026-01-01\n",
    "threats.csv": (
        "id,claim,holder,kind,likelihood,harm,objective,evidence,known_on,marking\n"
        "wipe,Ministries are wiped,cert,state_service,unlikely,A week without services,ready,e1;e2,2026-01-01,TLP:CLEAR\n"
        "extort,A hospital is extorted,The police,criminal_group,likely,Lives,ready,e3;e2,2026-01-01,TLP:CLEAR\n"
    ),
    "deterrents.csv": (
        "id,measure,kind,by,activity,test,indicator,evidence,known_on\n"
        "name,Name the act in public,state_service,exposure,talks,Fewer acts within a year,,e1,2026-01-01\n"
        "fix,Patch within a week,criminal_group,denial,drill,,i2,e2,2026-01-01\n"
    ),
    "signposts.csv": (
        "id,title,assumption,objective,monitor,question,value,direction,threshold,starts,last_useful,evidence,known_on,marking\n"
        "s1,Work piles up,budget,ready,,what-is-due,coming.count,at_least,3,drill,2027-03-01,e2,2026-01-01,TLP:CLEAR\n"
    ),
    "challenges.csv": (
        "id,claim,target,role,answer,outcome,date,evidence,marking\n"
        "c1,A day is too short,ready,Budget office,Two shifts are paid for,maintained,2026-11-01,e2,TLP:CLEAR\n"
    ),
}


def case_of(parts: Mapping[str, str] | None = None, marking: str = "") -> Case:
    dossier = decode({name: text.encode() for name, text in (parts or PARTS).items() if text})
    return Case(dossier=dossier.cleared(marking, "desk") if marking else dossier, today=TODAY)


def added(**tables: str) -> dict[str, str]:
    """Return the parts with rows added to tables."""
    return PARTS | {f"{name}.csv": PARTS[f"{name}.csv"] + rows for name, rows in tables.items()}


def replaced(table: str, old: str, new: str, parts: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the parts with one text of a table replaced."""
    there = dict(parts or PARTS)
    name = table if "." in table else f"{table}.csv"
    assert old in there[name], old
    return there | {name: there[name].replace(old, new)}


def answered(question: str, parts: Mapping[str, str] | None = None, marking: str = "", **options: Any) -> Answer:
    return ask(question, case_of(parts, marking), **options)
