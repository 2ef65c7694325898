"""A small assessment: two groups, planted marks and nobody listed; items of two origins, one for partners, one known later."""

from __future__ import annotations

import datetime as dt

from legation.dossier import Dossier, decode
from legation.questions import Case

EVIDENCE = """id,kind,title,origin,date,known_on,reliability,credibility,marking
e1,report,First report,Vendor,2018-02-01,2018-02-01,A,1,TLP:CLEAR
e2,report,Second report,Vendor,2018-02-03,2018-02-03,A,1,TLP:CLEAR
e3,record,The key,Partner,2018-02-05,2018-02-05,A,1,TLP:AMBER
e4,record,A later find,Court,2019-01-01,2019-01-01,A,1,TLP:CLEAR
e5,statement,What a service says,Service,2018-02-06,2018-02-06,F,6,TLP:CLEAR
"""
MODEL = """
[assessment]
title_en = "The intrusion"
title_fr = "L'intrusion"
holder_en = "the desk"
holder_fr = "le bureau"
incident = "the intrusion of 2018"
known_on = "2018-02-10"
confidence = "low"
basis = "one vendor"

[[hypothesis]]
id = "alpha"
kind = "group"
name = "Alpha"
[[hypothesis]]
id = "beta"
kind = "criminal"
name = "Beta"
[[hypothesis]]
id = "planted"
kind = "false-flag"
of = "alpha"
name = "planted marks of Alpha"
[[hypothesis]]
id = "nobody"
kind = "unlisted"
name = "nobody listed"

[[analyst]]
id = "first"
name = "first analyst"
priors = { alpha = 0.25, beta = 0.25, planted = 0.1, nobody = 0.4 }
reason = "as many incidents of each"

[[item]]
id = "code"
claim = "The code is Alpha's."
evidence = ["e1"]
ratio = { alpha = [2, 4, 8] }
[[item]]
id = "key"
claim = "The key was Alpha's."
evidence = ["e3"]
ratio = { alpha = 3 }
costly = true
collection = "partner"
reveals = "That a partner watches."
[[item]]
id = "court"
claim = "A court found Beta guilty."
evidence = ["e4"]
ratio = { beta = 500 }
known_on = "2019-01-01"

[[sponsor]]
hypothesis = "alpha"
state = "DEU"
share = [0.2, 0.5, 0.8]
reason = "said by one source"
evidence = ["e1"]

[[responsibility]]
state = "DEU"
test = "organ"
answer = "met"
reason = "an order was shown"
by = "the court"
evidence = ["e1"]

[[assumption]]
id = "logs"
text = "The logs are whole."
items = ["code"]

[[search]]
id = "server"
look = "The server"
found = { alpha = 0.9, planted = 0.1 }
usual = 0.1
[[search]]
id = "useless"
look = "The weather"
found = { alpha = 0.5 }

[[judgement]]
id = "old"
made_on = "2017-05-01"
text = "The intrusion of 2017"
probability = { alpha = 0.7, beta = 0.2, nobody = 0.1 }
truth = "alpha"
resolved_on = "2018-01-01"
"""


def dossier(model: str = MODEL, evidence: str = EVIDENCE, **files: bytes) -> Dossier:
    """Return a dossier with an assessment."""
    parts = {"dossier.toml": b'id = "d"\nmarking = "TLP:CLEAR"', "evidence.csv": evidence.encode()}
    return decode({**parts, "incidents/intrusion.assessment.toml": model.encode(), **files})


def case(day: str = "2018-03-01", model: str = MODEL, evidence: str = EVIDENCE) -> Case:
    """Return the case as it was known on a day."""
    date = dt.date.fromisoformat(day)
    return Case(dossier=dossier(model, evidence), today=date).at(date)


def item(name: str, claim: str, evidence: str = "e1", more: str = "") -> str:
    """Return the text of one item that speaks for Alpha with a ratio of 4."""
    return f'\n[[item]]\nid = "{name}"\nclaim = "{claim}"\nevidence = ["{evidence}"]\nratio = {{ alpha = 4 }}\n{more}\n'


BARE = MODEL[: MODEL.index("[[item]]")]
"""The assessment without any item, and what comes after."""
