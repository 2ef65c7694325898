"""The rule that a body declares, put together for members by name: of the group that votes under it, and under each of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from legation.dossier import Body, BodyRule, Dossier
from legation.dossier.tables.ruling import Sitting, body_without_members, is_of_several_groups, rule_meant
from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.rule import (
    Rule,
    all_of,
    any_of,
    at_least,
    no_objection,
    quorum,
    share_of_members,
    share_of_voting,
    share_of_weights,
    unless_abstaining_of_present,
    unless_against,
    unless_no_from,
)

__all__ = ["RuleOfBody"]

AREA = "do-we-have-the-votes"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOfBody:
    """What a body says of its rule, with the members among whom votes are counted.

    Attributes
    ----------
    dossier : Dossier
    sitting : Sitting
        When and at which stage it decides.
    body : Body
    record : BodyRule
    members : tuple of str
        All who are there, of whichever body; a part counts those of them who are its own.
    """

    dossier: Dossier
    sitting: Sitting
    body: Body
    record: BodyRule
    members: tuple[str, ...]

    def tree(self, *, named: bool) -> Rule:
        """Return the rule; ``named``: every member by name, as power indices and coalitions need it, else a share counts whoever votes.

        Raises
        ------
        NotAvailable
            Where nobody counts, a body that is named has no such rule or no members, or more votes are asked for than there are members.
        BadValue
            Where the rule cannot be applied to the members for another reason.
        """
        above = (self.body.id,)
        if not is_of_several_groups(self.record):
            return self._counted(self.record, self.body, self.members, above, named=named)
        unknown = body_without_members(self.dossier, self.body, self.record, self.sitting)
        if unknown is not None:
            raise NotAvailable(Message("rule.no-members", body=Named(unknown.id, unknown.name or unknown.id)))
        return self._of(self.record, self.body, self.body.members, above, self.members)

    def part_rules(self) -> tuple[tuple[BodyRule, Body], ...]:
        """Return the rule and every part of it, those of other bodies among them, each with the body whose it is.

        Raises
        ------
        NotAvailable
            Where a body that is named has no such rule, or the bodies name each other in a circle.
        """
        return tuple(self._walk(self.record, self.body, (self.body.id,)))

    def _walk(self, record: BodyRule, body: Body, above: tuple[str, ...]) -> list[tuple[BodyRule, Body]]:
        found = [(record, body)]
        if record.body:
            other, rule = self.meant(record, above)
            return [*found, *self._walk(rule, other, (*above, other.id))]
        for part in record.parts:
            found.extend(self._walk(part, body, above))
        return found

    def meant(self, record: BodyRule, above: Sequence[str] = ()) -> tuple[Body, BodyRule]:
        """Return the body that a part names, with its rule for the matter of the part."""
        found = rule_meant(self.dossier, record, self.sitting)
        if record.body in above or found is None:
            name = next((body.name or body.id for body in self.dossier.bodies if body.id == record.body), record.body)
            form = "in-cycle" if record.body in above else "other-without" if not record.matter else "other-without-matter"
            raise NotAvailable(Message(f"rule.{form}", body=self.body.name or self.body.id, other=name, matter=record.matter))
        return found

    def _of(self, record: BodyRule, body: Body, group: str, above: tuple[str, ...], there: Sequence[str]) -> Rule:
        """Return the rule of a record among those who vote under it: the members of its group, else of the group further out."""
        if record.body:
            other, rule = self.meant(record, above)
            group = record.members or other.members
            inner = self._of(rule, other, group, (*above, other.id), self._present(group, there))
            return self._limited(inner, record, self._present(rule.members or group, there))
        own = record.members or group
        seats = self._present(own, there)
        if not record.parts:
            return self._counted(record, body, seats, above, named=True)
        parts = [self._of(part, body, own, above, there) for part in record.parts]
        return self._limited(self._together(record, parts), record, seats)

    def _present(self, group: str, there: Sequence[str]) -> tuple[str, ...]:
        """Return those who are in a group; all where there is none."""
        inside = set(self.dossier.members(group, self.sitting.day)) if group else set(there)
        return tuple(name for name in there if name in inside)

    def _counted(self, record: BodyRule, body: Body, seats: Sequence[str], above: tuple[str, ...], *, named: bool) -> Rule:
        """Return the rule of a record and of its parts among the same members."""
        share = Fraction(record.share)
        rule: Rule
        if record.parts:
            rule = self._together(record, [self._counted(part, body, seats, above, named=named) for part in record.parts])
        elif record.of == "members":
            rule = share_of_members(seats, share, record.strict)
        elif record.of == "weights":
            weights = body.weights[record.weights]
            rule = share_of_weights({name: weights.get(name, 0) for name in seats}, share, record.strict)
        elif record.of == "count":
            if record.number > len(seats):
                values = {"body": body.name or body.id, "needed": record.number, "count": len(seats)}
                raise NotAvailable(Message(f"{AREA}.rule-above-members", **values))
            rule = at_least(record.number, seats)
        elif record.of == "consensus":
            rule = no_objection(seats)
        elif record.of == "declared":
            raise NotAvailable(Message("rule.no-count", body=body.name or body.id))
        else:
            rule = share_of_voting(share, seats if named else None, record.strict)
        return self._limited(rule, record, seats)

    def _together(self, record: BodyRule, parts: Sequence[Rule]) -> Rule:
        if record.of == "at_least":
            return at_least(record.number, parts)
        return all_of(*parts) if record.of == "all" else any_of(*parts)

    def _limited(self, rule: Rule, record: BodyRule, seats: Sequence[str]) -> Rule:
        """Return the rule with what defeats a text besides: a veto, too many against or abstaining, no quorum."""
        if record.most_against:
            most = record.most_against
            rule = unless_against(rule, seats, min(int(most), len(seats)) if most.isdigit() else most)
        if record.most_abstaining:
            rule = unless_abstaining_of_present(rule, seats, record.most_abstaining)
        there = set(seats)
        veto = [name for name in record.veto if name in there]
        if veto:
            rule = unless_no_from(rule, veto)
        return all_of(rule, quorum(seats, record.quorum)) if record.quorum else rule
