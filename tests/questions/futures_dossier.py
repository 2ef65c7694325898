"""A small scenario model: talks, trust and an incident; some judgements sourced, one later than the others, one with no source."""

from __future__ import annotations

import datetime as dt

from legation.dossier import Dossier, decode
from legation.questions import Case

MODEL = """
[model]
title_en = "Talks by 2030"
title_fr = "Les pourparlers en 2030"
horizon = "2030"
author = "the desk"
known_on = "2018-06-01"
illustration = true

[[descriptor]]
id = "talks"
name_en = "The talks"
name_fr = "Les pourparlers"
[[descriptor.variant]]
id = "open"
name_en = "go on"
name_fr = "se poursuivent"
likelihood = 0.7
signposts = [{ evidence = "e1", says = "for", note_en = "A date was set." }, { evidence = "e2", says = "against" }]
[[descriptor.variant]]
id = "shut"
name_en = "are broken off"
name_fr = "sont rompus"
likelihood = 0.3

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
id = "forum"
name_en = "The forum"
name_fr = "L'enceinte"
[[descriptor.variant]]
id = "un"
name_en = "the Assembly"
name_fr = "l'Assemblée"
[[descriptor.variant]]
id = "none"
name_en = "none"
name_fr = "aucune"

[[judgement]]
from = "talks"
to = "trust"
rows = { open = [2, -2], shut = [-1, 1] }
reason_en = "Who talks learns what the other fears."
evidence = ["e1"]
confidence = 4

[[judgement]]
from = "trust"
to = "talks"
rows = { high = [1, -1], low = [-2, 2] }
confidence = 2

[[judgement]]
from = "talks"
to = "forum"
rows = { open = [3, 0], shut = [2, 0] }
evidence = ["e1"]

[[judgement]]
from = "talks.shut"
to = { "forum.un" = [-3, -2, 2], "forum.none" = 2 }
evidence = ["e2"]
known_on = "2019-06-01"

[[plan]]
id = "visit"
name_en = "A visit"
name_fr = "Une visite"
needs = ["talks.open", "trust.high"]
payoff = { always = -1, "talks.open" = 4 }
activities = ["a1"]
evidence = ["e1"]

[[plan]]
id = "text"
name_en = "A text in the Assembly"
name_fr = "Un texte à l'Assemblée"
needs = ["forum.un"]
payoff = { "forum.un" = 1 }
"""
EVIDENCE = b"id,title,date,known_on\ne1,First record,2018-01-01,2018-01-01\ne2,Second record,2019-01-01,2019-01-01\n"


def parts(model: str = MODEL, **others: bytes) -> dict[str, bytes]:
    """Return the parts of a dossier that holds the model."""
    return {"dossier.toml": b'id = "talks"\n', "evidence.csv": EVIDENCE, "scenarios/talks.toml": model.encode(), **others}


def dossier(model: str = MODEL) -> Dossier:
    """Return a dossier that holds the model."""
    return decode(parts(model))


def case(at: str = "2020-01-01", model: str = MODEL) -> Case:
    """Return the dossier as it was known at a date."""
    return Case(dossier=dossier(model), today=dt.date(2020, 1, 1)).at(dt.date.fromisoformat(at))
