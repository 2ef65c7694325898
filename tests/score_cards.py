"""Score cards made for a test: what was measured of a judgement, and the product with that instead of what is written."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import pytest

from legation.questions.base.judgements import MeasuredJudgement, Rule, judgement
from legation.questions.base.judgements import card as card_module

__all__ = ["figure", "with_card"]


def figure(identifier: str, *gains: tuple[float, float, float], clusters: int = 20) -> MeasuredJudgement:
    """Return what was measured of a judgement: by how much it is better than each of its simple rules, with the interval."""
    one = judgement(identifier)
    sign = -1 if one.better == "low" else 1
    gains = gains * len(one.rules) if len(gains) == 1 else gains
    rules = []
    for name, (value, *ends) in zip(one.rules, gains, strict=True):
        low, high = sorted(sign * end for end in ends)
        rules.append(Rule(name=name, value=0.5 - sign * value, difference=sign * value, low=low, high=high))
    return MeasuredJudgement(
        better=one.better,
        ours=0.5,
        rules=tuple(rules),
        n=100,
        clusters=clusters,
        data_to="2017-12",
        looks=3,
        looks_known=True,
        measured_on=dt.date(2026, 1, 1),
    )


def with_card(monkeypatch: pytest.MonkeyPatch, **measured: MeasuredJudgement) -> None:
    """Let the product read these figures; underscores stand for dashes."""
    there = MappingProxyType({name.replace("_", "-"): one for name, one in measured.items()})
    monkeypatch.setattr(card_module, "measured", lambda: there)
