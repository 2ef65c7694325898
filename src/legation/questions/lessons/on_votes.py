"""The lesson on votes: how many of the expected yes would have to become no."""

from __future__ import annotations

from collections.abc import Mapping

from legation.dossier import Dossier
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.lessons.exercise import Choice, Exercise, Item, in_fixed_order, part_of_table, sources_of

__all__ = ["votes"]


def votes(dossiers: Mapping[str, Dossier], answer: Answer) -> Exercise:
    """Ask how many must cross over; the other choices are numbers of the same answer that are taken for it.

    Raises
    ------
    NotAvailable
        Where the answer does not say how many, since the text is not expected to be adopted.
    """
    goal, expected, rule = (answer.finding(name) for name in ("goal", "expected", "rule"))
    change = goal.message.values["change"]
    across = getattr(change, "values", {}).get("across")
    if not across:
        raise NotAvailable(Message("lessons.no-example"))
    values = rule.message.values
    others = {"out": change.values["out"], "margin": values["margin"], "needed": values["needed"]}
    hints = {number: Message(f"lessons.votes.look-{what}", count=number) for what, number in reversed(others.items()) if number != across}
    choices = (Choice(id=str(number), label=number, hint=hints.get(number)) for number in (across, *hints))
    return Exercise(
        facts=(expected.message, Message("lessons.votes.rule", rule=values["rule"])),
        items=(
            Item(
                id="across",
                ask=Message("lessons.votes.ask"),
                choices=in_fixed_order(choices, "votes"),
                right=frozenset({str(across)}),
            ),
        ),
        found=(goal.message, rule.message, answer.finding("to-change").message),
        rows=(part_of_table(answer.table("tally"), ("count_of", "yes", "no", "abstain", "absent", "margin")),),
        sources=sources_of(dossiers["un-ict-2018"], (*goal.evidence, *rule.evidence)),
    )
