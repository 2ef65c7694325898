"""The rule of a body for a matter, and how far it was verified: said with every number that rests on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legation.dossier import Body, BodyRule
from legation.dossier.tables.ruling import Sitting, is_of_several_groups, rule_for, voters
from legation.errors import BadValue, NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.rule import Rule
from legation.questions.answer import Finding
from legation.questions.base.case import Case
from legation.questions.base.quantities import Quantity
from legation.questions.votes.rule_tree import RuleOfBody
from legation.questions.votes.rule_words import body_named, compared, rule_evidence, rule_words

__all__ = ["MatterRule", "matter_rule"]

AREA = "who-can-stop-it"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRule:
    """The rule of a body for a matter.

    Attributes
    ----------
    body : Body
    bodies : tuple of str
        It, and those whose rules its parts name.
    matter : str
        As the rule, else a step, an issue or a roll call spells it; empty where none is meant.
    record : BodyRule
    rule : Rule or None
        Naming every member; None where no votes are counted, or nobody is known to vote.
    declares : bool
        Whether the outcome, or a part of it, is declared and no votes are counted.
    words : Message
    evidence : tuple of str
    verified : str
        Of the rule and its parts the weakest of :data:`legation.dossier.verification.ORDER`; empty where nothing is said.
    blocs : tuple of Named
        Groups whose members are supposed to vote as one.
    """

    body: Body
    bodies: tuple[str, ...]
    matter: str
    record: BodyRule
    rule: Rule | None
    declares: bool
    words: Message
    evidence: tuple[str, ...]
    verified: str
    blocs: tuple[Named, ...] = ()

    @property
    def is_consensus(self) -> bool:
        """Whether a single objection of anyone present stops it."""
        return self.record.of == "consensus"

    def missing(self, day: dt.date) -> Iterator[Message]:
        """Yield what is to be added before members can be counted."""
        if self.rule is None and not self.declares:
            yield Message(f"{AREA}.no-members", body=body_named(self.body), as_of=day)

    @property
    def said(self) -> Message:
        """The rule in a sentence: where the matter has none of its own, that it is the one for all others."""
        form = "rule-others" if self.matter and not self.record.matter else "rule"
        return Message(f"{AREA}.{form}", rule=self.words)

    @property
    def is_marked(self) -> bool:
        """Whether what rests on the rule says how far it was verified."""
        return self.verified not in ("", "yes")

    def marked(self, sentence: Message) -> Message:
        """Return a sentence with what it supposes, and how far the rule was verified; with the same values."""
        if self.blocs:
            sentence = Message(f"{AREA}.supposed", **{**sentence.values, "what": sentence})
        return Message(f"{AREA}.mark-{self.verified}", **{**sentence.values, "what": sentence}) if self.is_marked else sentence

    def title(self, heading: Message) -> Message:
        """Return a heading with what it supposes, and how far the rule was verified."""
        if self.blocs:
            heading = Message(f"{AREA}.title-supposed", what=heading)
        return Message(f"{AREA}.title-{self.verified}", what=heading) if self.is_marked else heading

    @property
    def caveats(self) -> Iterator[Message]:
        """What a reader must know of the rule before relying on it."""
        if self.blocs:
            yield Message(f"{AREA}.blocs", blocs=self.blocs)
        if self.is_marked:
            yield Message(f"{AREA}.caveat-{self.verified}")

    def finding(self, name: str, sentence: Message, facts: Iterable[Quantity] = (), *, is_marked: bool = True) -> Finding:
        """Return a finding that rests on the rule: as sure as the rule is known, and marked unless its words say that themselves."""
        return Finding(
            id=name,
            message=self.marked(sentence) if is_marked else sentence,
            evidence=self.evidence,
            confidence="low" if self.is_marked or self.blocs else "high",
            quantities=tuple(facts),
        )


def matter_rule(case: Case, body: Body, matter: str) -> MatterRule:
    """Return the rule of a body for a matter on the day of knowing.

    Raises
    ------
    NotAvailable
        Where the body has no rule in force, the rule does not fit the members, or it counts those of a body that has none.
    """
    record = rule_for(body, matter, "plenary", case.as_of)
    if record is None:
        raise NotAvailable(Message(f"{AREA}.no-rule", body=body_named(body), as_of=case.as_of))
    sitting = Sitting("plenary", case.as_of, case.as_of)
    members = voters(case.dossier, body, record, sitting)
    ruling = RuleOfBody(dossier=case.dossier, sitting=sitting, body=body, record=record, members=members)
    parts = ruling.part_rules()
    declares = any(rule.of == "declared" for rule, _ in parts)
    try:
        is_counted = bool(members) or is_of_several_groups(record)  # of whose members nobody knows, the rule says
        rule = ruling.tree(named=True) if is_counted and not declares else None
    except BadValue as error:
        raise NotAvailable(Message(f"{AREA}.no-game", why=str(error))) from error
    return MatterRule(
        body=body,
        bodies=tuple(dict.fromkeys(one.id for _, one in parts)),
        matter=matter,
        record=record,
        rule=rule,
        declares=declares,
        words=rule_words(case, ruling),
        evidence=rule_evidence(ruling),
        verified=compared(ruling),
    )
