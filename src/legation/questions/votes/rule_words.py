"""The rule of a body in words, the sources that it rests on, and how far it was compared with them."""

from __future__ import annotations

from fractions import Fraction

from legation.dossier import Body, BodyRule
from legation.dossier.verification import said_of, weakest
from legation.language import AnyOrder, Message
from legation.questions.answer import Named
from legation.questions.base.case import Case
from legation.questions.base.inputs import group_name
from legation.questions.votes.rule_tree import RuleOfBody

__all__ = ["body_named", "compared", "rule_evidence", "rule_words"]


def rule_words(case: Case, ruling: RuleOfBody) -> Message:
    """Return a rule in words, and that it was not compared with the words of the body itself, where it was not."""
    said = _words(case, ruling, ruling.record, (ruling.body.id,))
    how = compared(ruling)
    return said if how in ("", "yes") else Message("rule.compared", rule=said, how=Message(f"verified.{how}"))


def compared(ruling: RuleOfBody) -> str:
    """Return how far the rule and its parts were compared with their sources, as the one that was least.

    A rule that says nothing of it, nor any part of it, is not called unverified, with a source or without: it is what the desk itself
    entered for its body. Once one of them says a word, each has to: a part without a word and a source is covered by those of the rule that
    it is written in, but the rule of another body that it names is not, and what nothing covers was not compared.

    Returns
    -------
    str
        One of :data:`legation.dossier.verification.ORDER`.
    """
    rules = [rule for rule, _ in ruling.part_rules()]
    if not any(rule.verified for rule in rules):
        return ""
    covered: set[int] = set()
    said = []
    for rule in rules:  # each before its parts
        speaks = bool(rule.verified or rule.evidence)
        if speaks or id(rule) not in covered:
            said.append(said_of(rule))
        if speaks or id(rule) in covered:
            covered.update(map(id, rule.parts))
    return weakest(said)


def rule_evidence(ruling: RuleOfBody) -> tuple[str, ...]:
    """Return the sources of the rule and of its parts, those of other bodies among them."""
    return tuple(dict.fromkeys(one for rule, _ in ruling.part_rules() for one in rule.evidence))


def body_named(body: Body) -> Named:
    """Return a body as a reader knows it."""
    return Named(body.id, body.name or body.id)


def _words(case: Case, ruling: RuleOfBody, record: BodyRule, above: tuple[str, ...]) -> Message:
    said = _kind(case, ruling, record, above)
    if record.members:
        count = len(case.dossier.members(record.members, ruling.sitting.day))
        said = Message("rule.group", rule=said, group=group_name(record.members), count=count)
    if record.most_against:
        said = _most_against(said, record.most_against)
    if record.most_abstaining:
        said = Message("rule.most-abstaining", rule=said, share=_share(Fraction(record.most_abstaining)))
    if record.veto:
        said = Message("rule.veto", rule=said, actors=AnyOrder(case.names(record.veto)))
    if record.quorum:
        said = Message("rule.quorum", rule=said, count=record.quorum)
    return said


def _part_words(case: Case, ruling: RuleOfBody, part: BodyRule, above: tuple[str, ...], *, of_several: bool) -> Message:
    """Return a part in words, with the name of the body where other parts are of others."""
    said = _words(case, ruling, part, above)
    own = next((body for body in case.dossier.bodies if body.id == above[-1]), None)
    return Message("rule.body", body=body_named(own), rule=said) if of_several and own is not None and not part.body else said


def _kind(case: Case, ruling: RuleOfBody, record: BodyRule, above: tuple[str, ...]) -> Message:
    """Return what a rule asks for, without its limits."""
    if record.body:
        other, rule = ruling.meant(record, above)
        return Message("rule.body", body=body_named(other), rule=_words(case, ruling, rule, (*above, other.id)))
    fraction = Fraction(record.share)
    share = Message("rule.share", above=fraction.numerator, below=fraction.denominator)
    if record.parts:
        parts = tuple(_part_words(case, ruling, part, above, of_several=any(one.body for one in record.parts)) for part in record.parts)
        return Message(f"rule.{record.of}", parts=parts, **({"count": record.number} if record.of == "at_least" else {}))
    if record.of == "count":
        return Message("rule.count", count=record.number)
    if record.of == "weights":
        return Message("rule.weights-strict" if record.strict else "rule.weights", share=share, weights=record.weights)
    majority = record.strict and fraction == Fraction(1, 2)
    is_share = record.of in ("present_and_voting", "members")
    form = "" if not is_share else "-majority" if majority else "-strict" if record.strict else ""
    return Message(f"rule.{record.of}{form}", **({"share": share} if is_share else {}))


def _most_against(said: Message, most: str) -> Message:
    if not most.isdigit():
        return Message("rule.most-against-share", rule=said, share=_share(Fraction(most)))
    return Message("rule.most-against", rule=said, count=int(most)) if int(most) else Message("rule.none-against", rule=said)


def _share(fraction: Fraction) -> Message:
    return (
        Message("rule.half") if fraction == Fraction(1, 2) else Message("rule.share", above=fraction.numerator, below=fraction.denominator)
    )
