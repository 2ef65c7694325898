"""A dossier with a response to an incident: a state that is nearly sure, with sources that may be hidden and rows known later."""

from __future__ import annotations

import datetime as dt

from legation.dossier import decode
from legation.questions import Case

RESPONSE = """
[response]
title_en = "The breach of the tax office"
title_fr = "L'intrusion au fisc"
who = "state"
author = "the desk"
known_on = "2018-02-01"
probability = [0.85, 0.92, 0.97]
confidence = "moderate"
public_evidence = "yes"
severity = 5
regime = "EU"
evidence = ["e1"]

[held]
party = "XX"
by = "YY"
date = "2018-02-15"
evidence = ["e2"]

[features]
target = "government"

[[condition]]
id = "armed-attack"
answer = "no"
note_en = "Nobody was hurt."
note_fr = "Nul n'a été blessé."
[[condition]]
id = "wrongful-act"
answer = "yes"
reference = "opinion 4"
evidence = ["e2"]

[[criterion]]
id = "scale"
text_en = "Two million files."
text_fr = "Deux millions de dossiers."

[[ground]]
target = "unit 7"
ground = "responsible"
public = ["e2"]
[[ground]]
target = "unit 7"
ground = "support"

[[threshold]]
measure = "joint-attribution"
minimum = 0.9
reason_en = "Partners ask for it."
reason_fr = "Les partenaires l'exigent."
author = "the desk"
known_on = "2018-02-10"

[[cost]]
measure = "public-attribution"
bears = "ours"
text_en = "Talks on visas stop."
text_fr = "Les pourparlers sur les visas cessent."
evidence = ["e1"]
[[cost]]
measure = "expulsion"
bears = "partners"
text_en = "They follow, or explain why not."
text_fr = "Ils suivent, ou s'en expliquent."

[[reply]]
measure = "expulsion"
text_en = "As many of ours leave."
text_fr = "Autant des nôtres partent."
off_ramp_en = "Names in private first."
off_ramp_fr = "Les noms d'abord en privé."

[[element]]
id = "f.public-service"
answer = "yes"
reference = "law on essential services"
evidence = ["e2"]
[[element]]
id = "c.knowing"
answer = "no"
note = "It was told only later."
[[element]]
id = "b.technical"
answer = "yes"
note = "Two services."

[[precedent]]
id = "old"
title_en = "The breach of 2014"
title_fr = "L'intrusion de 2014"
date = "2014-06"
features = { target = "government", severity = 4 }
done = ["private-word", "summons"]
[[precedent]]
id = "new"
title = "2021"
date = "2021"
features = { target = "government", severity = 5 }

[deterrence]
benefit = [3, 6]
effort = 1
evidence = ["e1"]
[[deterrence.answer]]
measure = "public-attribution"
cost = [8, 9]
belief = [0.9, 1]
worth = 3
price = 1
[[deterrence.answer]]
measure = "expulsion"
cost = [1, 2]
belief = [0, 1]
"""
EVIDENCE = b"""id,title,kind,date,known_on,reliability,credibility
e1,Assessment,report,2018-01-20,2018-01-20,B,2
e2,Statement,statement,2018-02-15,2018-02-15,A,1
"""
ACTORS = b"id,name,name_fr,kind\nXX,Exland,Exlande,state\nYY,Wyland,Wylande,state\n"


def case(as_of: str = "2019-06-01", response: str = RESPONSE, evidence: bytes = EVIDENCE) -> Case:
    parts = {"dossier.toml": b'id = "tax"\ntitle = "Tax"\n', "actors.csv": ACTORS, "evidence.csv": evidence}
    if response:
        parts["incidents/tax.response.toml"] = response.encode()
    return Case(dossier=decode(parts), today=dt.date.fromisoformat(as_of))
