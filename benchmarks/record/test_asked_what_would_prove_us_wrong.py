"""What would prove us wrong, on published data."""

from __future__ import annotations

from questions.assessment_dossier import MODEL, dossier

from legation.questions import ask

QUESTION = "what-would-prove-us-wrong"


def test_the_records_say_what_to_look_for(shared) -> None:
    observed = '\n[[observed]]\nreport = "r"\nevidence = ["e1"]\ntechniques = ["T1485"]\nsoftware = ["S0365"]\nvisible = ["T1059.001"]\n'
    model = MODEL.replace("[assessment]", '[assessment]\nknowledge = "files/attack.json"') + observed
    data = (shared / "data/cyber/attack_v15_1.json").read_bytes()
    answer = ask(QUESTION, dossier(model, **{"files/attack.json": data}), as_of="2018-03-01")

    assert {"records-next", "records-against"} <= {finding.id for finding in answer.findings}
    assert all(row[1] >= 0 for row in answer.table("records-next").rows)
