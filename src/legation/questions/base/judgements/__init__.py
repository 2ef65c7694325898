"""The score card: what the product infers and prints about the world, how good that was on cases whose answer is known, and what is off.

=============================  ==============================================================================================
:mod:`~.declared`              every judgement with the questions that print it; every question that prints none, and why
:mod:`~.card`                  a judgement, what was measured of it, its verdict; ``measured.toml`` is written by the benchmark
:mod:`~.withheld`              an answer without what is off, which says so
:mod:`~.words`                 the card in words, for the documentation and the site
=============================  ==============================================================================================
"""

from legation.questions.base.judgements.card import (
    DeclaredJudgement,
    MeasuredJudgement,
    Rule,
    judgement,
    judgements,
    withheld,
    without_what_is_off,
)

__all__ = ["DeclaredJudgement", "MeasuredJudgement", "Rule", "judgement", "judgements", "withheld", "without_what_is_off"]
