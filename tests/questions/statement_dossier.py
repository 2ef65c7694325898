"""A statement with claims for each circle, one of which rests on another, an accusation with its holder, and rows whose sources may be hidden."""

from __future__ import annotations

import datetime as dt

from questions.assessment_dossier import EVIDENCE as ASSESSED
from questions.assessment_dossier import MODEL
from questions.response_dossier import RESPONSE

from legation.dossier import decode
from legation.questions import Case

STATEMENT = """
[statement]
title_en = "On the breach of the tax office"
title_fr = "Sur l'intrusion au fisc"
addressee_en = "the press"
addressee_fr = "la presse"
firm_en = "the supplier"
firm_fr = "le fournisseur"
ask_en = "Help those who were hit."
ask_fr = "Aidez ceux qui ont été touchés."
off_ramp_en = "Experts can meet."
off_ramp_fr = "Des experts peuvent se réunir."
known_on = "2018-03-01"

[[claim]]
id = "files"
text_en = "Two million files were copied."
text_fr = "Deux millions de dossiers ont été copiés."
evidence = ["e1", "e2"]
[[claim]]
id = "english"
text_en = "Only English has this."
evidence = ["e1"]
[[claim]]
id = "aimed"
text_en = "It was aimed at one office."
text_fr = "Un seul service était visé."
rests_on = ["watched"]
evidence = ["e2"]
[[claim]]
id = "watched"
text_en = "A partner watched it."
text_fr = "Un partenaire l'a observé."
tier = "partners"
evidence = ["e1"]
[[claim]]
id = "heard"
text_en = "It was spoken of."
text_fr = "On en a parlé."
collection = "human"
evidence = ["e2"]
[[claim]]
id = "named"
text_en = "The government of YY said on 15 February 2018 that XX did it."
text_fr = "Le gouvernement de YY a dit le 15 février 2018 que XX en était l'auteur."
party = "XX"
holder = "YY"
evidence = ["e2"]
[[claim]]
id = "bare"
text_en = "Nobody else was hit."
text_fr = "Nul autre n'a été touché."

[[failing]]
id = "password"
text_en = "The password was known."
text_fr = "Le mot de passe était connu."
evidence = ["e1"]

[[notice]]
id = "regulator"
to_en = "the regulator"
to_fr = "le régulateur"
due = "2018-02-10"
made = "2018-02-13"

[[withdrawn]]
id = "earlier"
text_en = "A like statement was withdrawn."
text_fr = "Une déclaration semblable a été retirée."
date = "2016"

[[answer]]
to = "failing-password"
text_en = "The supplier said so."
text_fr = "Le fournisseur l'a dit."
"""


def case(
    statement: str = STATEMENT,
    *,
    response: str | None = RESPONSE,
    model: str | None = MODEL,
    evidence: str = ASSESSED,
    readings: str | None = None,
    as_of: str = "2018-06-01",
) -> Case:
    """Return a case at a date; a part that is None is not there."""
    parts = {"dossier.toml": b'id = "d"\n', "evidence.csv": evidence.encode(), "incidents/tax.statement.toml": statement.encode()}
    if response is not None:
        parts["incidents/tax.response.toml"] = response.encode()
    if readings is not None:
        parts["readings.csv"] = readings.encode()
    if model is not None:
        parts["incidents/tax.assessment.toml"] = model.encode()
    return Case(dossier=decode(parts), today=dt.date(2020, 1, 1)).at(dt.date.fromisoformat(as_of))
