"""How sure are we, on published data."""

from __future__ import annotations

from questions.assessment_dossier import MODEL, dossier
from questions.incident.test_how_sure_are_we import text

from legation.language import say
from legation.questions import ask

QUESTION = "how-sure-are-we"


def test_records_of_groups_are_asked_and_measured(shared) -> None:
    observed = '\n[[observed]]\nreport = "r"\nevidence = ["e1"]\ntechniques = ["T1485", "T9999"]\nsoftware = ["S0365"]\n'
    model = MODEL.replace("[assessment]", '[assessment]\nknowledge = "files/attack.json"') + observed
    data = (shared / "data/cyber/attack_v15_1.json").read_bytes()
    answer = ask(QUESTION, dossier(model, **{"files/attack.json": data}), as_of="2018-03-01")
    rows = answer.table("records").rows

    assert rows[-1][2] >= 0.1
    assert text(answer, "calibration").startswith("Measured on ")
    assert [figure.id for figure in answer.figures] == ["posterior", "waterfall", "calibration"]
    assert any("Not in the records, and without weight: T9999." in say(one, "en") for one in answer.caveats)
    assert any("MITRE" in say(one, "en") for one in answer.caveats)
