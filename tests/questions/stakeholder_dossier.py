"""A small dossier with influence, salience, relations, engagements and interests, whose answers can be told by hand.

We are the mission ``us-mission`` or nobody. On issue ``t`` at 2020-01-01: A is strong and keen; B strong, its salience 40 to 70; C weak and
keen, by our own judgement alone; D strong, keen and without a seat; E has a seat and no number; F is known for its interest alone.
"""

from __future__ import annotations

from legation.dossier import Dossier, decode

PARTS = {
    "dossier.toml": b'id = "stakeholders"\nmarking = "TLP:CLEAR"\n',
    "actors.csv": (
        "id,name_en,name_fr,kind,end\nA,Aland,Åland,state,\nB,Borduria,Bordurie,state,\nC,Cagliostro,Cagliostro,state,\nD,Data Trust,Confiance des données,company,\n"
        "E,Elbonia,Elbonie,state,\nF,Foundation,Fondation,ngo,\nG,Gone League,Ligue disparue,association,2018\nus-mission,Our mission,Notre mission,state,\n"
    ).encode(),
    "issues.csv": b"id,question_en,question_fr,low_en,low_fr,high_en,high_fr\nt,Shall there be a treaty?,Faut-il un trait\xc3\xa9 ?,no rules,aucune r\xc3\xa8gle,a treaty,un trait\xc3\xa9\n",
    "evidence.csv": (
        b"id,kind,title,date,marking\nrec,record,Record of the debate,2018-01-01,\nown,own_judgement,Our reading,2018-01-01,\nnote,interview,A talk,2018-01-01,TLP:AMBER\n"
        b"seats,record,List of seats,2018-01-01,\nties,report,Report on ties,2018-01-01,\nlate,record,Later record,2021-01-01,\n"
    ),
    "positions.csv": (
        b"id,supersedes,actor,issue,low,value,high,salience_low,salience,salience_high,influence_low,influence,influence_high,held_from,evidence\n"
        b"pA,,A,t,80,90,95,70,80,90,75,85,95,2018-01-01,rec\n"
        b"pB,,B,t,5,10,20,40,60,70,60,70,80,2018-01-01,rec\n"
        b"pC,,C,t,40,50,60,60,70,80,10,20,30,2018-01-01,own\n"
        b"pD,,D,t,,,,,90,,,75,,2018-01-01,note\n"
        b"pG,,G,t,80,90,95,70,80,90,75,85,95,2018-01-01,rec\n"
        b"pA2,pA,A,t,80,90,95,0,5,10,0,5,10,2021-01-01,late\n"
    ),
    "interests.csv": (
        b"id,author,actor,issue,interest,red_line,evidence,recorded\n"
        b"iA,desk,A,t,A voice,No veto,rec,2018-01-01\niF,desk,F,t,Free speech,,own,2018-01-01\niB,,B,t,Trade,,,2018-01-01\n"
    ),
    "processes.csv": b"id,forum,body,deadline,seats,evidence,recorded\nw,Working group,,2020-06-01,A B club,seats,2018-01-01\n",
    "groups.csv": b"group,actor,start,end,evidence\nclub,E,2018,,seats\nclub,C,2018,2019,seats\n",
    "relations.csv": (
        b"source,target,kind,start,end,evidence\n"
        b"A,B,ally,2018-01-01,,ties\nB,D,advises,2018-01-01,,ties\nC,D,funds,2018-01-01,,ties\nA,D,rival,2018-01-01,,ties\n"
        b"A,C,reaches,2018-01-01,,rec\nE,D,ally,2018-01-01,2019-01-01,ties\nF,A,owns,2018-01-01,,ties\nE,A,member_of,2021-01-01,,late\n"
    ),
    "engagements.csv": (
        b"id,date,actor,by,channel,next_step,due,evidence\n"
        b"m1,2019-12-01,A,desk,meeting,Send the draft,2019-12-20,note\nm2,2019-01-01,B,desk,call,Call again,2019-06-01,rec\n"
        b"m3,2019-12-30,D,Public record,other,,,rec\nm4,2019-05-01,C,desk,letter,Ask again,2019-06-01,rec\nm5,2019-07-01,C,desk,call,,,rec\n"
        b"m6,2020-03-01,D,desk,meeting,,,late\n"
    ),
}


def dossier(**changes: bytes) -> Dossier:
    """Return the dossier, with some parts changed: ``positions=b"..."``."""
    return decode(PARTS | {f"{name}.csv": data for name, data in changes.items()})
