"""What is wrong with the rules of bodies on a day, though the dossier can be read: a check says it, and whoever asks is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from legation.dossier.dossier import Dossier, in_force
from legation.dossier.parts.rules import BodyRule, overlapping
from legation.dossier.problem import Problem, problem

__all__ = ["rule_faults"]

_PART = "bodies.toml"


def rule_faults(dossier: Dossier, day: dt.date) -> Iterator[Problem]:
    r"""Yield the rules in force on a day that need more yes votes than there are members, and those of no matter that hold at once.

    Of two rules without a matter the first counts, as it always did; two for one matter stop the dossier from loading.

    >>> from legation.dossier import decode
    >>> d = decode({
    ...     "dossier.toml": b'id = "d"',
    ...     "actors.csv": b"id\nA\nB\nC\n",
    ...     "groups.csv": b"group,actor\nhall,A\nhall,B\nhall,C\n",
    ...     "bodies.toml": b'[[body]]\nid = "b"\nmembers = "hall"\n[[body.rule]]\nof = "count"\nnumber = 4\n',
    ... })
    >>> [(fault.code, fault.column) for fault in rule_faults(d, dt.date(2026, 1, 1))]
    [('rule-above-members', 'body 1.rule 1.number')]
    """
    for at, body in enumerate(dossier.bodies, start=1):
        for number, rule in enumerate(body.rules, start=1):
            if in_force(rule, day):
                yield from _above_members(dossier, body.members, rule, f"body {at}.rule {number}", day)
        for first, second in overlapping(body.rules):
            if not body.rules[second - 1].matter:
                yield problem("rule-twice", _PART, None, f"body {at}.rule {second}", first=f"body {at}.rule {first}")


def _above_members(dossier: Dossier, group: str, rule: BodyRule, place: str, day: dt.date) -> Iterator[Problem]:
    """Yield a fault for a number of yes votes, of a rule or a part of it, that its members cannot reach; none where nobody is known."""
    own = rule.members or group
    count = len(dossier.members(own, day)) if own else 0
    if rule.of == "count" and 0 < count < rule.number:
        yield problem(
            "rule-above-members", _PART, None, f"{place}.number", allowed=f"1 ... {count}", found=rule.number, count=count, day=day
        )
    for number, part in enumerate(rule.parts, start=1):
        yield from _above_members(dossier, own, part, f"{place}.part {number}", day)
