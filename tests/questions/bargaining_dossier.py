"""A small dossier on one issue, whose weighted mean and levers can be told by hand.

A at 20, B at 60, C at 90, with saliences 50, 50, 100 and influences 20, 60, 20: weights 1000, 3000, 2000, so the mean is 63.3. D has a
position without a range or weight from 2019-06-01 on. E is a member without a position. Votes on one title follow the positions, and B
changed twice.
"""

from __future__ import annotations

import datetime as dt

from legation.dossier import decode
from legation.questions import Case

PARTS = {
    "dossier.toml": 'id = "bargain"\n',
    "actors.csv": "id,name_en,name_fr,kind,end\nA,Aland,Åland,state,\nB,Borduria,Bordurie,state,\nC,Cagliostro,Cagliostro,state,\nD,Dorne,Dorne,state,\n"
    "E,Elbonia,Elbonie,state,\nG,Gone,Disparu,state,2018\n",
    "issues.csv": "id,question_en,question_fr,low_en,low_fr,high_en,high_fr,body\n"
    "t,Shall there be a treaty?,Faut-il un traité ?,no rules,aucune règle,a treaty,un traité,council\n",
    "evidence.csv": "id,kind,title,date\nrec,record,Record,2018-01-01\nrc,record,Roll calls,2018-01-01\nrule,record,Charter,2018-01-01\n"
    "talk,interview,A talk,2018-01-01\nlate,record,Later,2019-06-01\n",
    "positions.csv": "id,actor,issue,low,value,high,salience_low,salience,salience_high,influence_low,influence,influence_high,held_from,evidence\n"
    "pA,A,t,20,20,40,50,50,50,20,20,20,2018-01-01,rec\npB,B,t,60,60,60,50,50,90,60,60,60,2018-01-01,rec\n"
    "pC,C,t,90,90,90,40,100,100,20,20,20,2018-01-01,rec\npG,G,t,0,0,0,100,100,100,100,100,100,2018-01-01,rec\n"
    "pD,D,t,,50,,,,,,,,2019-06-01,late\n",
    "groups.csv": "group,actor\nclub,A\nclub,B\nclub,C\n",
    "bodies.toml": '[[body]]\nid = "council"\nmembers = "club"\n[[body.rule]]\nof = "members"\nshare = "1/2"\nstrict = true\nevidence = ["rule"]\n',
    "interests.csv": "id,author,actor,issue,interest,red_line,needs,evidence\niA,desk,A,t,A voice,No veto,A seat,rec\n",
    "engagements.csv": "id,date,actor,channel,next_step,due,evidence\nm1,2019-05-01,A,meeting,Send the draft,2019-12-20,talk\n",
    "relations.csv": "source,target,kind,evidence\nC,A,reaches,rec\n",
    "objectives.csv": "id,aim,owner,issue,evidence\no1,A treaty that holds,desk,t,rec\n",
}
DAY = dt.date(2019, 6, 15)


def case(day: dt.date = DAY, **changed: str) -> Case:
    """Return the case with some parts changed: ``positions_csv="..."``; an empty text leaves a part out."""
    parts = {**PARTS, **{name.replace("_", "."): text for name, text in changed.items()}}
    return Case(dossier=decode({name: text.encode() for name, text in parts.items() if text}), today=DAY).at(day)


def votes(codes: dict[str, str]) -> dict[str, str]:
    """Return the parts of roll calls on one title, by actor a letter for each: y, a, n; and one ahead."""
    words = {"y": "yes", "a": "abstain", "n": "no"}
    n = len(next(iter(codes.values())))
    held = "".join(f"r{k},R/{k},The treaty,20{10 + k}-01-01,t,council,rc,20{10 + k}-01-01\n" for k in range(n))
    cast = "".join(f"{actor},r{k},{words[code]}\n" for actor, line in codes.items() for k, code in enumerate(line))
    return {
        "rollcalls_csv": f"id,symbol,title,date,issue,body,evidence,known_on\n{held}next,R/next,The treaty,2020-01-01,t,council,rc,2019-01-01\n",
        "votes_csv": f"actor,rollcall,vote\n{cast}",
    }
