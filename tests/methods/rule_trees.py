"""Random rules of up to five members, for tests that try every way to vote."""

from __future__ import annotations

from hypothesis import strategies as st

from legation.methods.rule import (
    at_least,
    quorum,
    quota,
    share_of_members,
    share_of_voting,
    unless_abstaining,
    unless_abstaining_of_present,
    unless_against,
    unless_no_from,
)

__all__ = ["rules"]

names = st.sampled_from("ABCDE")
_SHARES = ("1/5", "1/4", "1/3", "1/2", "2/3", "1")
_KINDS = ("quota", "voting", "members", "veto", "some", "quorum", "abstaining", "against", "of_present")


@st.composite
def rules(draw, depth: int = 2):
    kind = draw(st.sampled_from(_KINDS if depth else ("quota", "voting")))
    some = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    if kind == "quota":
        weights = dict(zip(some, draw(st.lists(st.integers(1, 6), min_size=len(some), max_size=len(some))), strict=True))
        return quota(weights, draw(st.integers(1, sum(weights.values()))))
    if kind == "voting":
        return share_of_voting(draw(st.sampled_from(("1/2", "2/3", "1/3"))), some, draw(st.booleans()))
    if kind == "members":
        return share_of_members(some, draw(st.sampled_from(("1/2", "2/3", "1"))))
    if kind == "quorum":
        return quorum(some, draw(st.integers(1, len(some))))
    if kind == "veto":
        return unless_no_from(draw(rules(depth=depth - 1)), some)
    if kind == "abstaining":
        return unless_abstaining(draw(rules(depth=depth - 1)), dict.fromkeys(some, 1), "1/3")
    if kind == "against":
        most = draw(st.integers(0, len(some)) | st.sampled_from(_SHARES))
        return unless_against(draw(rules(depth=depth - 1)), some, most)
    if kind == "of_present":
        return unless_abstaining_of_present(draw(rules(depth=depth - 1)), some, draw(st.sampled_from(_SHARES)))
    parts = draw(st.lists(rules(depth=depth - 1), min_size=1, max_size=3))
    return at_least(draw(st.integers(1, len(parts))), parts)
