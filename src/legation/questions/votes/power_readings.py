"""The two readings of an abstention, both printed where they differ: who is not in favour votes no, or abstains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.language import Message
from legation.methods.power import Banzhaf, ShapleyShubik, banzhaf, shapley_shubik
from legation.methods.rule import fewest_turns
from legation.methods.rule.tree import Rule, members_of
from legation.questions.answer import AnswerTable, Finding, Named
from legation.questions.base.columns import SHARED, Columns
from legation.questions.base.quantities import FactsOf
from legation.questions.votes.rule import InForce

__all__ = ["OtherReading", "other_reading"]

AREA = "who-has-power"
column = Columns(f"{AREA}.col-")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """The game of a rule where those who are not in favour abstain, which is another than where they vote no.

    Attributes
    ----------
    objecting, abstaining : int
        The fewest members in favour with whom the text passes, the others voting no, and the others abstaining.
    decides, value : Banzhaf and ShapleyShubik, or None
        None where the text passes whoever is in favour, so that nobody decides.
    """

    objecting: int
    abstaining: int
    decides: Banzhaf | None
    value: ShapleyShubik | None

    def findings(self, known: FactsOf, in_force: InForce, of: int) -> Iterator[Finding]:
        """Yield how many in favour are enough by either reading, and how easily the body acts where nobody objects."""
        form = "readings" if self.abstaining else "readings-always"
        message = Message(f"{AREA}.{form}", objecting=self.objecting, abstaining=self.abstaining, of=of)
        facts = (
            known("enough-where-others-object", self.objecting),
            known("enough-where-others-abstain", self.abstaining),
            known("members", of),
        )
        yield Finding(id="readings", message=in_force.marked(message), evidence=in_force.evidence, confidence="high", quantities=facts)
        if self.decides is None:
            return
        act = self.decides.winning / 2**of
        said = in_force.marked(Message(f"{AREA}.act-abstaining", share=act))
        acts = (known("coalitions-that-win-where-others-abstain", act, unit="share"),)
        yield Finding(id="act-abstaining", message=said, evidence=in_force.evidence, confidence="high", quantities=acts)

    def tables(self, order: Sequence[str], names: Mapping[str, Named]) -> tuple[AnswerTable, ...]:
        """Return the power of each member by the second reading."""
        decides, value = self.decides, self.value
        if decides is None or value is None:
            return ()
        columns = (*SHARED.text(member="actor"), *column.fine_share("banzhaf", "shapley", "absolute"))
        rows = tuple((names[name], decides.normalised[name], value.value[name], decides.absolute[name]) for name in order)
        return (AnswerTable(id="power-abstaining", title=Message(f"{AREA}.table-abstaining"), columns=columns, rows=rows),)


def other_reading(rule: Rule, decides: Banzhaf, seed: int) -> OtherReading | None:
    """Return the reading by which those who are not in favour abstain; None where it is the same game as ``decides``, who vote no."""
    members = members_of(rule)
    try:
        found = banzhaf(rule, reduction="no_as_abstention", seed=seed)
    except BadValue:
        found = None  # the text passes whoever is in favour
    if found is not None and (found.swings, found.winning) == (decides.swings, decides.winning):
        return None
    objecting, abstaining = (fewest_turns(rule, dict.fromkeys(members, vote), members) for vote in ("no", "abstain"))
    if objecting is None or abstaining is None:
        return None
    value = shapley_shubik(rule, reduction="no_as_abstention", seed=seed) if found is not None else None
    return OtherReading(objecting=objecting, abstaining=abstaining, decides=found, value=value)
