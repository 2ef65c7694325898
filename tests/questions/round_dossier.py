"""A round before a vote: two posts, a partner, six capitals, an instruction that changes, a contradiction, a post without a report."""

from __future__ import annotations

import datetime as dt

from legation.dossier import decode
from legation.questions import Case

__all__ = ["PARTS", "at", "round_case"]

PARTS = {
    "dossier.toml": 'id = "r"\nmarking = "TLP:AMBER"\n',
    "actors.csv": "id,name,kind\n"
    + "".join(f"{name},{name.title()},state\n" for name in ("KEN", "UGA", "DEU", "FRA", "JPN", "PER", "CAN")),
    "groups.csv": "group,actor\nall,KEN\nall,UGA\nall,DEU\nall,FRA\nall,JPN\nall,PER\nall,CAN\n",
    "bodies.toml": '[[body]]\nid = "b"\nname = "The body"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\nstrict = true\n',
    "issues.csv": "id,question,body\ni,Shared?,b\n",
    "rollcalls.csv": "id,title,date,known_on,issue,body,on\nv,The text,2026-03-20,2026-02-01,i,b,resolution\n",
    "rounds.csv": "id,title,rollcall,opened,deadline,zone,silent_after,desk\n"
    "r1,Before the vote,v,2026-03-02T08:00Z,2026-03-05T18:00,Europe/Paris,24,Cyber desk\n",
    "instructions.csv": "id,round,version,change,at,ask,ask_fr,points,fallback,avoid,marking\n"
    "n1,r1,1,first,2026-03-02T08:00Z,Vote yes.,Votez oui.,It costs nothing.,,The word treaty.,\n"
    "n1f,r1,1,,2026-03-02T08:00Z,,,,Abstain.,,TLP:RED\n"
    "n2,r1,2,substance,2026-03-04T10:00Z,Vote yes and join.,Votez oui et associez-vous.,,,,\n",
    "assignments.csv": "id,round,actor,post,partner,event,instruction,report,at\n"
    "a1,r1,KEN,Nairobi,,,,,2026-03-02T08:00Z\n"
    "a2,r1,UGA,Nairobi,,,,,2026-03-02T08:00Z\n"
    "a3,r1,DEU,Berlin,,,,,2026-03-02T08:00Z\n"
    "a4,r1,FRA,Berlin,,,,,2026-03-02T08:00Z\n"
    "a5,r1,JPN,Berlin,CAN,,,,2026-03-02T08:00Z\n"
    "a6,r1,PER,,CAN,,,,2026-03-02T08:00Z\n"
    "b1,r1,,Nairobi,,read,n1,,2026-03-02T09:00Z\n"
    "b2,r1,,Nairobi,,read,n2,,2026-03-04T11:00Z\n"
    "b3,r1,DEU,Berlin,,read,n1,,2026-03-02T10:00Z\n",
    "engagements.csv": "id,actor,round,rollcall,instruction,at,date,level,by,partner,channel,reached,answer,form,condition,words\n"
    "e1,KEN,r1,v,n1,2026-03-03T09:00+03:00,2026-03-03,ministry,Nairobi,,meeting,,yes,said,,We are with you.\n"
    "e2,KEN,r1,v,n2,2026-03-05T09:00+03:00,2026-03-05,mission,Nairobi,,call,,no,said,,Not this text.\n"
    "e3,UGA,r1,v,n1,2026-03-03T12:00Z,2026-03-03,ministry,nairobi,,call,,none,,,We come back to you.\n"
    "e4,DEU,r1,v,n1,2026-03-03T13:00Z,2026-03-03,minister,Berlin,,meeting,,yes,written,,Yes.\n"
    "e5,PER,r1,v,,2026-03-04T13:00Z,2026-03-04,ministry,,CAN,meeting,,yes,said,,They are in.\n"
    "e6,JPN,r1,v,n1,2026-03-03T15:00Z,2026-03-03,mission,Berlin,,call,no,none,,,\n",
}


def at(text: str) -> dt.datetime:
    """Return an instant of March 2026, ``05T18:00``, in UTC."""
    return dt.datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=dt.UTC)


def round_case(day: dt.date = dt.date(2026, 3, 31), **more: str) -> Case:
    """Return the case on a day; ``more``: tables in the place of these, or rows behind them, ``engagements_more``."""
    parts = dict(PARTS)
    for name, text in more.items():
        table = f"{name.removesuffix('_more')}.csv"
        parts[table] = parts.get(table, "") + text if name.endswith("_more") else text
    return Case(dossier=decode({name: text.encode() for name, text in parts.items()}), today=day)
