"""A small strategy with nothing missing, and a lake of texts that covers each day: what checks of a strategy must find no fault in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from questions.observed_made import table

from legation.lake import Lake

__all__ = ["FIRST_DAY", "PARTS", "TODAY", "changed", "texts", "written_lake"]

TODAY = dt.date(2026, 12, 1)
FIRST_DAY = dt.date(2026, 7, 1)
_MODEL = """
[model]
title_en = "The strait by 2030"
title_fr = "Le détroit en 2030"
horizon = "2030"
known_on = "2026-06-01"
illustration = true
evidence = ["e1"]

[[descriptor]]
id = "talks"
name_en = "The talks"
name_fr = "Les pourparlers"
[[descriptor.variant]]
id = "open"
name_en = "go on"
name_fr = "se poursuivent"
signposts = [{ evidence = "e3", says = "for", note_en = "The council sits.", note_fr = "Le Conseil siège." }]
[[descriptor.variant]]
id = "shut"
name_en = "are broken off"
name_fr = "sont rompus"

[[descriptor]]
id = "trust"
name_en = "Trust"
name_fr = "La confiance"
[[descriptor.variant]]
id = "high"
name_en = "high"
name_fr = "forte"
[[descriptor.variant]]
id = "low"
name_en = "low"
name_fr = "faible"

[[descriptor]]
id = "money"
name_en = "Money"
name_fr = "L’argent"
[[descriptor.variant]]
id = "more"
name_en = "grows"
name_fr = "augmente"
[[descriptor.variant]]
id = "less"
name_en = "shrinks"
name_fr = "diminue"

[[descriptor]]
id = "trade"
name_en = "Trade"
name_fr = "Le commerce"
[[descriptor.variant]]
id = "brisk"
name_en = "is brisk"
name_fr = "est soutenu"
[[descriptor.variant]]
id = "slack"
name_en = "is slack"
name_fr = "est faible"

[[judgement]]
from = "talks"
to = "trust"
rows = { open = [2, -2], shut = [-2, 2] }
reason_en = "Who talks learns what the other fears."
reason_fr = "Qui parle apprend ce que l’autre craint."
evidence = ["e1"]
confidence = 4

[[judgement]]
from = "trust"
to = "talks"
rows = { high = [1, -1], low = [-1, 1] }
reason_en = "Trust keeps talks open."
reason_fr = "La confiance maintient les pourparlers."
evidence = ["e2"]
confidence = 3

[[plan]]
id = "exercise"
name_en = "A joint exercise"
name_fr = "Un exercice commun"
objectives = ["calm"]
activities = ["drill"]
needs = ["talks.open"]
costs_en = "Two ships for a week."
costs_fr = "Deux navires pendant une semaine."
review_by = "2027-03-31"
evidence = ["e1"]
[[plan.worth]]
where = "talks.open"
low = 3
value = 4
high = 5
evidence = ["e1"]
[[plan.worth]]
where = "talks.shut"
low = -1
value = 0
high = 1
evidence = ["e3"]

[[plan]]
id = "shield"
name_en = "A shield of our own networks"
name_fr = "Un bouclier pour nos réseaux"
objectives = ["ports"]
activities = ["patching"]
needs = ["money.more", "money.less"]
costs_en = "A team of six for a year."
costs_fr = "Une équipe de six pendant un an."
review_by = "2027-03-31"
evidence = ["e2"]
[[plan.worth]]
where = "always"
low = 2
value = 3
high = 4
evidence = ["e2"]
"""
_MONITOR = """[monitor]
title_en = "The strait in the press"
title_fr = "Le détroit dans la presse"
what = "phrase"
words = ["closed strait"]
baseline_from = "2026-07-01"
baseline_to = "2026-10-31"
false_alarms = 1
tell = "press desk"
evidence = ["e1"]
"""
PARTS: Mapping[str, str] = {
    "dossier.toml": 'id = "strait"\nformat = 2\ntitle_en = "The strait"\ntitle_fr = "Le détroit"\nas_of = "2026-12-01"\n\n[parameters]\nus = "A"\nissue = "passage"\n',
    "actors.csv": (
        "id,name_en,name_fr,kind\nA,Aland,Aland,state\nB,Borduria,Bordurie,state\nC,Cagliostro,Cagliostro,state\n"
        "D,Doria,Doria,state\nE,Elbonia,Elbonie,state\nharbours,Harbour union,Union des ports,association\n"
    ),
    "groups.csv": "group,actor,evidence\nall,A,e1\nall,B,e1\nall,C,e1\nall,D,e1\nall,E,e1\n",
    "bodies.toml": '[[body]]\nid = "council"\nmembers = "all"\n[[body.rule]]\nof = "present_and_voting"\nevidence = ["e1"]\nverified = "yes"\n',
    "issues.csv": "id,question_en,question_fr,body,evidence\npassage,Is the strait open?,Le détroit est-il ouvert ?,council,e1\n",
    "evidence.csv": (
        "id,kind,title_en,title_fr,publisher,origin,date,known_on,reliability,credibility\n"
        "e1,report,Report of the coast guard,Rapport des garde-côtes,Coast guard,Coast guard,2026-05-01,2026-05-01,A,1\n"
        "e2,statement,Statement of the harbour union,Déclaration de l’Union des ports,Harbour union,Harbour union,2026-05-02,2026-05-02,B,2\n"
        "e3,resolution,Minutes of the council,Procès-verbal du Conseil,Council,Council,2026-05-03,2026-05-03,A,1\n"
    ),
    "positions.csv": (
        "id,actor,issue,low,value,high,influence,basis,confidence,held_from,known_on,evidence\n"
        "p1,A,passage,70,80,90,40,statement,high,2026-05-03,2026-05-03,e3\np2,B,passage,70,80,90,30,statement,high,2026-05-03,2026-05-03,e3\n"
        "p3,C,passage,60,70,80,30,statement,high,2026-05-03,2026-05-03,e3\np4,D,passage,10,20,30,30,statement,high,2026-05-03,2026-05-03,e3\n"
        "p5,E,passage,20,30,40,20,statement,high,2026-05-03,2026-05-03,e3\n"
    ),
    "coalitions.csv": (
        "coalition,name_en,name_fr,actor,tier,start,known_on,evidence\nfriends,Friends of the strait,Amis du détroit,A,core,2026-05-03,2026-05-03,e3\n"
        "friends,,,B,core,2026-05-03,2026-05-03,e3\nfriends,,,C,supporter,2026-05-03,2026-05-03,e3\n"
    ),
    "processes.csv": (
        "id,forum_en,forum_fr,mandate_en,mandate_fr,body,seats,kind,issues,output_en,output_fr,binds,members,compared_on,verified,known_on,evidence\n"
        "council,The council,Le Conseil,The strait,Le détroit,council,all,intergovernmental,passage,A decision,Une décision,organisation,5,2026-11-01,yes,"
        "2026-05-03,e1\n"
    ),
    "forum_steps.csv": (
        "id,forum,kind,what_en,what_fr,date,certainty,compared_on,verified,known_on,evidence\n"
        "s1,council,decision,Vote on the passage,Vote sur le passage,2027-03-01,fixed,2026-11-01,yes,2026-05-03,e1\n"
    ),
    "forum_access.csv": (
        "id,forum,actor_kind,right,condition_en,condition_fr,compared_on,verified,known_on,evidence\n"
        "a1,council,state,vote,member,membre,2026-11-01,yes,2026-05-03,e1\na2,council,state,table,member,membre,2026-11-01,yes,2026-05-03,e1\n"
    ),
    "objectives.csv": (
        "id,aim_en,aim_fr,owner_en,owner_fr,due,issue,at_least,review_by,known_on,evidence\n"
        "calm,The strait stays calm,Le détroit reste calme,Sea desk,Bureau maritime,2027-06-30,passage,60,2027-03-31,2026-05-04,e1\n"
        "ports,The ports keep working,Les ports continuent de fonctionner,Port desk,Bureau des ports,2027-06-30,,,2027-03-31,2026-05-04,e2\n"
    ),
    "activities.csv": (
        "id,title_en,title_fr,objectives,digital,cyberspace,means_en,means_fr,audience,owner_en,owner_fr,date,status,known_on,evidence\n"
        "drill,Joint drill,Exercice commun,calm,no,yes,two ships,deux navires,B,Sea desk,Bureau maritime,2027-02-10,planned,2026-05-04,e1\n"
        "patching,Repair of weak systems,Réparation des systèmes faibles,ports,yes,yes,a team of six,une équipe de six,harbours,Port desk,Bureau des ports,"
        "2027-01-20,planned,2026-05-04,e2\n"
    ),
    "indicators.csv": (
        "id,measure_en,measure_fr,objective,unit,baseline,baseline_on,target,target_on,known_on,evidence\n"
        "i1,Incidents in the strait,Incidents dans le détroit,calm,incidents,6,2026-05-04,2,2027-06-30,2026-05-04,e1\n"
        "i2,Days without a working port,Jours sans port,ports,days,4,2026-05-04,0,2027-06-30,2026-05-04,e2\n"
    ),
    "assumptions.csv": (
        "id,claim_en,claim_fr,objective,scenario,variants,review_by,known_on,evidence\n"
        "means,The money for both grows,L’argent des deux augmente,ports,strait,money.more,2027-03-31,2026-05-04,e1 e2\n"
        "drills-calm,Those who drill together do not fire,Ceux qui s’exercent ensemble ne tirent pas,calm,,,2027-03-31,2026-05-04,e1 e2\n"
    ),
    "posture.csv": (
        "id,criterion,level,note_en,note_fr,known_on,evidence\n"
        "o1,nis2-a,3,Two aims with owners,Deux buts avec leurs responsables,2026-05-04,e1\n"
        "o2,ncs-f7,3,Three friends in the council,Trois amis au Conseil,2026-05-04,e3\n"
    ),
    "threats.csv": (
        "id,claim_en,claim_fr,holder,kind,likelihood,harm_en,harm_fr,objective,known_on,evidence\n"
        "t1,A foreign service reads the pilots’ mail,Un service étranger lit le courrier des pilotes,A,state_service,likely,Routes become known,"
        "Les routes sont connues,calm,2026-05-04,e1 e2\n"
        "t2,A gang locks the cranes for money,Une bande bloque les grues contre rançon,harbours,criminal_group,even_chance,The ports stand still,"
        "Les ports s’arrêtent,ports,2026-05-04,e1 e2\n"
    ),
    "deterrents.csv": (
        "id,measure_en,measure_fr,kind,by,activity,test_en,test_fr,indicator,known_on,evidence\n"
        "d1,What is read is made public,Ce qui est lu est rendu public,state_service,exposure,drill,As many incidents after a publication as before,"
        "Autant d’incidents après une publication qu’avant,i1,2026-05-04,e1\n"
        "d2,Cranes that run without the network,Des grues qui marchent sans le réseau,criminal_group,denial,patching,A ransom is paid,"
        "Une rançon est payée,i2,2026-05-04,e2\n"
    ),
    "signposts.csv": (
        "id,title_en,title_fr,assumption,objective,plan,monitor,question,value,direction,threshold,since,starts,action_en,action_fr,last_useful,known_on,"
        "evidence\n"
        "press,The press speaks of a closed strait,La presse parle d’un détroit fermé,drills-calm,calm,exercise,strait-press,,,at_least,8,2026-11-01,drill,"
        "The drill is brought forward,L’exercice est avancé,2027-02-10,2026-05-04,e1\n"
        "friends,The friends are fewer than three,Les amis sont moins de trois,means,ports,shield,,who-is-in,size.count,at_most,2,2026-05-04,patching,"
        "We repair without waiting,Nous réparons sans attendre,2027-01-20,2026-05-04,e3\n"
    ),
    "challenges.csv": (
        "id,claim_en,claim_fr,target,role_en,role_fr,answer_en,answer_fr,outcome,date,evidence\n"
        "c1,A drill can be taken for a threat,Un exercice peut passer pour une menace,drill,Legal adviser,Conseil juridique,"
        "It is announced a month before,Il est annoncé un mois avant,changed,2026-05-20,e3\n"
        "c2,Money for both is not in the budget,L’argent des deux n’est pas au budget,means,Budget office,Direction du budget,"
        "The repair goes first,La réparation passe d’abord,maintained,2026-05-21,e3\n"
    ),
    "scenarios/strait.toml": _MODEL,
    "monitors/strait-press.toml": _MONITOR,
}
"""The whole of it, as text by part."""


def changed(*edits: tuple[str, str, str], without: str = "") -> dict[str, bytes]:
    """Return the parts with each ``(part, old, new)`` put in, and without one of them; what is replaced must stand there once."""
    parts = dict(PARTS)
    for part, old, new in edits:
        assert parts[part].count(old) == 1, (part, old, parts[part].count(old))
        parts[part] = parts[part].replace(old, new)
    return {part: text.encode() for part, text in parts.items() if part != without}


def texts(day: dt.date, saying: int) -> list[dict[str, object]]:
    """Return ten texts of a day, so many of them with the watched words."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return [
        {
            "id": f"{day}-{k}",
            "time": noon + dt.timedelta(minutes=k),
            "kind": "article",
            "outlet": "Gazette",
            "language": "en",
            "title": f"Story {k}",
            "text": "A closed strait costs us all." if k < saying else "The harbour is busy.",
            "url": f"https://news.example/{day}/{k}",
        }
        for k in range(10)
    ]


def written_lake(path: Path, *, missing: frozenset[dt.date] = frozenset(), risen: frozenset[dt.date] = frozenset()) -> Lake:
    """Return a lake with each day up to today: one text with the words a day, nine on a day of the rise, and none of the missing days."""
    lake, rows = Lake(path), []
    for ahead in range((TODAY - FIRST_DAY).days):
        day = FIRST_DAY + dt.timedelta(days=ahead)
        if day not in missing:
            rows += texts(day, 9 if day in risen else 1)
    lake.append("texts", table("texts", rows), source="press")
    return lake
