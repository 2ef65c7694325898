"""What a statement file must keep so that it can be held: known tiers, nobody accused without a holder, nothing said twice."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from legation.dossier.column import Wording
from legation.dossier.problem import Problem
from legation.sources.model_checking import Check
from legation.sources.reading import notice
from legation.sources.statement_model.model import LISTS, StatementModel
from legation.sources.statement_model.records import COLLECTIONS, TIERS, TONES, Claim

__all__ = ["checked"]

_ID = re.compile(r"[^\W_][\w-]{0,59}", re.ASCII)


def checked(model: StatementModel, part: str, places: Mapping[str, Sequence[str]], *, head: bool) -> Iterator[Problem]:
    """Yield what does not fit together in a file.

    Parameters
    ----------
    model : StatementModel
        The rows whose form is right.
    part : str
    places : mapping of str to sequence of str
        By field, where each of its rows stands.
    head : bool
        Whether ``[statement]`` itself could be read.
    """
    check = _Check(part)
    if head:
        yield from check.word("statement.tone", model.tone, TONES)
        for name in ("title", "addressee", "firm", "ask", "off_ramp"):
            yield from check.versions(f"statement.{name}", getattr(model, name))
    for name in LISTS:
        rows = getattr(model, name)
        for at, row in zip(places[name], rows, strict=True):
            if name != "answers" and not _ID.fullmatch(row.id):
                yield check.fault("bad-id", f"{at}.id", "a-z 0-9 - _", row.id)
            for field in ("text", "to", "reveals"):
                if isinstance(getattr(row, field, None), Wording):
                    yield from check.versions(f"{at}.{field}", getattr(row, field))
            if hasattr(row, "tier"):
                yield from check.word(f"{at}.tier", row.tier, TIERS)
        yield from check.twice(places[name], [row.to if name == "answers" else row.id for row in rows])
    known = [one.id for one in model.claims]
    for at, claim in zip(places["claims"], model.claims, strict=True):
        yield from check.claim(at, claim, known)
    yield from check.circles(places["claims"], model.claims)
    for at, told in zip(places["notices"], model.notices, strict=True):
        if told.due is None and told.made is None:
            yield check.fault("toml-value", at, "due | made", "")


class _Check(Check):
    """Checks of a statement; each yields what is wrong."""

    __slots__ = ()

    def versions(self, place: str, said: Wording) -> Iterator[Problem]:
        """Check that a text says its language: the two go out in step, and nothing stands for the other."""
        if said.text:
            name = place.rpartition(".")[2]
            yield notice("language-not-said", self._part, None, place, allowed=f"{name}_en | {name}_fr", found=said.text[:60])

    def claim(self, at: str, claim: Claim, known: Collection[str]) -> Iterator[Problem]:
        """Check a claim by itself, and what it rests on."""
        yield from self.word(f"{at}.collection", claim.collection, COLLECTIONS)
        if claim.party and not claim.holder:
            yield notice("party-without-holder", self._part, None, f"{at}.holder", found=claim.party)
        for name in claim.rests_on:
            if name not in known:
                close = difflib.get_close_matches(name[:80], known, 1, 0.0)
                allowed = " | ".join(known)
                yield notice("unknown-in-model", self._part, None, f"{at}.rests_on", allowed=allowed, found=name, close=close[0])

    def circles(self, places: Sequence[str], claims: Sequence[Claim]) -> Iterator[Problem]:
        """Check that no claim rests on itself, by whatever way."""
        on = {one.id: one.rests_on for one in claims}
        for at, claim in zip(places, claims, strict=True):
            reached, ahead = set[str](), list(claim.rests_on)
            while ahead:
                name = ahead.pop()
                if name not in reached:
                    reached.add(name)
                    ahead += on.get(name, ())
            if claim.id in reached:
                yield notice("rests-on-itself", self._part, None, f"{at}.rests_on", found=claim.id)
