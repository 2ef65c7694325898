"""What a negotiation's file must keep so that a domain can be made of it: known names, whole rows, nothing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from legation.dossier.problem import Problem
from legation.sources.model_checking import Check
from legation.sources.negotiation_model.model import LISTS, NegotiationModel
from legation.sources.negotiation_model.records import BASES, CONFIDENCES, Ranking, Worth

__all__ = ["checked"]

_ID = re.compile(r"[^\W_][\w-]{0,59}", re.ASCII)
_LONGEST = 20


def checked(model: NegotiationModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together in a file.

    Parameters
    ----------
    model : NegotiationModel
        The rows whose form is right.
    part : str
    places : mapping of str to sequence of str
        By field, where each of its rows stands.
    head : bool
        Whether ``[negotiation]`` itself could be read.
    """
    check = _Check(part)
    parties = [one.id for one in model.parties]
    issues = {one.id: one.names for one in model.issues}
    rows = {name: list(zip(places[name], getattr(model, name), strict=True)) for name in LISTS}
    if head:
        yield from check.marking("negotiation", model.marking)
        yield from _head(check, model, parties, issues)
    for name in LISTS:
        for at, row in rows[name]:
            yield from check.marking(at, row.marking)
    yield from _names(check, rows)
    for at, row in (pair for field in ("worths", "floors", "rankings", "offers") for pair in rows[field]):
        yield from check.name(f"{at}.party", row.party, parties) if row.party else ()
    for at, row in (pair for field in ("worths", "floors") for pair in rows[field]):
        yield from check.word(f"{at}.basis", row.basis, BASES)
        yield from check.word(f"{at}.confidence", row.confidence, CONFIDENCES)
    for at, worth in rows["worths"]:
        yield from _worth(check, at, worth, issues)
    for at, ranking in rows["rankings"]:
        yield from _ranking(check, at, ranking, [one.id for one in model.cards])
    for field, whole in (("cards", True), ("offers", False), ("agreed", True)):
        for at, row in rows[field]:
            yield from _package(check, f"{at}.package", row.package, issues, whole=whole)


class _Check(Check):
    """Checks of one part; ids besides."""

    __slots__ = ()

    def ids(self, places: Sequence[str], names: Sequence[str]) -> Iterator[Problem]:
        """Check that names are ids, and that each stands once."""
        for at, name in zip(places, names, strict=True):
            if not _ID.fullmatch(name):
                yield self.fault("bad-id", f"{at}.id", "a-z 0-9 - _", name)
        yield from self.twice(places, names)


def _names(check: _Check, rows: Mapping[str, list[tuple[str, Any]]]) -> Iterator[Problem]:
    """Check that ids are ids, that nothing is said twice, and that an issue can be settled in two ways or more."""
    for field in ("parties", "issues", "cards", "offers"):
        yield from check.ids([at for at, _ in rows[field]], [row.id for _, row in rows[field]])
    for at, matter in rows["issues"]:
        if len(matter.options) < 2:
            yield check.fault("toml-value", f"{at}.option", "[[issue.option]] × 2..", len(matter.options))
        yield from check.ids([f"{at}.option {n}" for n, _ in enumerate(matter.options, 1)], matter.names)
    yield from check.twice([at for at, _ in rows["worths"]], [f"{one.party} {one.issue}" for _, one in rows["worths"]])
    yield from check.twice([at for at, _ in rows["floors"]], [one.party for _, one in rows["floors"]])


def _ranking(check: Check, at: str, ranking: Ranking, cards: Sequence[str]) -> Iterator[Problem]:
    for card in ranking.cards:
        yield from check.name(f"{at}.cards", card, cards)
    if len(set(ranking.cards)) < max(2, len(ranking.cards)):
        yield check.fault("toml-value", f"{at}.cards", '["...", "..."]', list(ranking.cards))


def _head(check: Check, model: NegotiationModel, parties: Sequence[str], issues: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    if model.share and not _is_share(model.share):
        yield check.fault("toml-value", "negotiation.share", "1/2 | 2/3 | 0.55", model.share)
    for one in model.veto:
        yield from check.name("negotiation.veto", one, parties)
    if model.opened and model.deadline and model.deadline.last <= model.opened.last:
        yield check.fault("out-of-range", "negotiation.deadline", f"> {model.opened}", model.deadline)
    if model.status_quo:
        yield from _package(check, "negotiation.status_quo", model.status_quo, issues, whole=True)


def _worth(check: Check, at: str, worth: Worth, issues: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    known = list(check.name(f"{at}.issue", worth.issue, issues))
    yield from known
    if not known:
        for option in worth.points:
            yield from check.name(f"{at}.points", option, issues[worth.issue])
        missing = [option for option in issues[worth.issue] if option not in worth.points]
        if missing:
            yield check.fault("toml-value", f"{at}.points", " | ".join(issues[worth.issue]), ", ".join(worth.points) or "{}")


def _package(check: Check, at: str, package: Mapping[str, Any], issues: Mapping[str, Sequence[str]], *, whole: bool) -> Iterator[Problem]:
    for issue, option in package.items():
        unknown = list(check.name(at, issue, issues))
        yield from unknown
        if not unknown:
            yield from check.name(f"{at}.{issue}", option if isinstance(option, str) else str(option), issues[issue])
    if not package or (whole and set(issues) - set(package)):
        yield check.fault("toml-value", at, " | ".join(issues), ", ".join(package) or "{}")


def _is_share(text: str) -> bool:
    try:
        return len(text) <= _LONGEST and "e" not in text.lower() and 0 < Fraction(text) <= 1
    except (ValueError, ZeroDivisionError):
        return False
