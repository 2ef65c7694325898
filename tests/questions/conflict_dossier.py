"""A conflict that can be worked out by hand: a government that may attribute and expel, and one that may intrude; a firm that may disclose."""

PART = "conflicts/quarrel.toml"
MODEL = """
[model]
title_en = "A quarrel"
title_fr = "Une querelle"
known_on = "2018-06-01"
illustration = true
status_quo = ["intrude"]

[[maker]]
id = "intruder"
name_en = "Intruder"
name_fr = "L'intrus"
actor = "A"
[[maker.option]]
id = "intrude"
name_en = "stays in the network"
name_fr = "se maintient dans le réseau"

[[maker]]
id = "state"
name_en = "State"
name_fr = "L'État"
actor = "B"
[[maker.option]]
id = "attribute"
name_en = "names the author"
name_fr = "nomme l'auteur"
direction = "on_only"
evidence = ["e1"]
[[maker.option]]
id = "expel"
name_en = "expels diplomats"
name_fr = "expulse des diplomates"

[[infeasible]]
statement = "expel and not attribute"
reason_en = "Nobody is expelled for a deed that nobody was said to have done."
reason_fr = "On n'expulse personne pour un acte que nul n'a imputé."
evidence = ["e1"]

[[preference]]
maker = "intruder"
[[preference.judgement]]
statement = "not expel"
evidence = ["e1"]
[[preference.judgement]]
statement = "intrude"
known_on = "2018-09-01"

[[preference]]
maker = "state"
[[preference.judgement]]
statement = "not intrude"
evidence = ["e2"]
[[preference.judgement]]
statement = "expel if intrude"
evidence = ["e1"]
[[preference.judgement]]
statement = "not expel"
evidence = ["e1"]
[[preference.judgement]]
statement = "not attribute"

[[view]]
of = "intruder"
hidden = ["expel"]
reason_en = "So far nobody was expelled."
reason_fr = "Jusqu'ici, nul n'a été expulsé."
evidence = ["e1"]
"""
"""States, the first option fastest, and what is ruled out left out: 1 000, 2 100, 3 010, 4 110, 5 011, 6 111."""
PARTS = {
    "dossier.toml": b'id = "quarrel"\n',
    "actors.csv": b"id,name,kind\nA,Aland,state\nB,Borduria,state\n",
    "evidence.csv": b"id,title,date,known_on\ne1,First record,2018-01-01,2018-01-01\ne2,Second record,2018-02-01,2018-02-01\n",
    PART: MODEL.encode(),
}
