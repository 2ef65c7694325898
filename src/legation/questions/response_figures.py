"""The figures of a response, for the questions that show them."""

from __future__ import annotations

from collections.abc import Sequence

from legation.figures.figure import Figure
from legation.figures.ladder import Step, ladder
from legation.language import Message
from legation.methods.response import Gate
from legation.questions.case import Case
from legation.questions.response_asked import Response
from legation.questions.response_words import measure

__all__ = ["gates_picture"]

AREA = "what-may-we-do"


def gates_picture(case: Case, response: Response, gates: Sequence[Gate]) -> Figure:
    """Return the ladder and the tracks with their gates; the title counts what is open."""
    model = response.model
    situation = model.situation()
    steps = [
        Step(
            name=measure(gate.measure.id),
            state=gate.state,
            track=gate.measure.track,
            minimum=gate.measure.minimum,
            evidence=situation.public_evidence if gate.measure.public else "",
            conditions=tuple(situation.conditions.get(name, "unknown") for name in gate.measure.conditions),
        )
        for gate in gates
    ]
    rungs = [gate for gate in gates if not gate.measure.track]
    tracks = [gate for gate in gates if gate.measure.track]
    counts = {
        "count": sum(gate.state == "open" for gate in rungs),
        "of": len(rungs),
        "met": sum(gate.state == "open" for gate in tracks),
        "tracks": len(tracks),
    }
    title = Message(f"{AREA}.figure" if tracks else f"{AREA}.figure-ladder", **counts)
    undecided = tuple(measure(gate.measure.id) for gate in gates if gate.state == "undecided")
    opened = tuple(measure(gate.measure.id) for gate in gates if gate.state == "open")
    form = "figure-alt" if undecided else "figure-alt-decided"
    return ladder(
        steps,
        model.probability,
        title=title,
        subtitle=Message("response.subtitle", title=response.title, as_of=case.as_of),
        alt=Message(f"{AREA}.{form}", open=opened, undecided=undecided),
    )
