"""``scenarios/NAME.toml``: a scenario model written by hand: drivers, how they bear on each other and why, and our plans.

A whole model::

    [model]
    title_en = "Where the talks could stand by 2030"
    title_fr = "Où en seraient les pourparlers en 2030"
    question_en = "What should our delegation prepare for?"
    horizon = "2030"
    author = "the desk"
    known_on = "2025-03"
    illustration = true                     # it only shows how a model is made
    note_en = "Ours; no forecast."
    evidence = ["e1"]                       # ids of evidence.csv

    [[descriptor]]                          # one or more; ids of letters, digits, - and _
    id = "talks"
    name_en = "The talks"
    name_fr = "Les pourparlers"
    [[descriptor.variant]]                  # two or more, which exclude each other
    id = "open"
    name_en = "open"
    name_fr = "ouverts"
    likelihood = 0.6                        # optional; for all variants of the descriptor, adding up to 1, or for none
    signposts = [{ evidence = "e2", says = "for", note_en = "A date was set." }]    # for | against
    [[descriptor.variant]]
    id = "shut"
    name_en = "broken off"
    name_fr = "rompus"
    likelihood = 0.4

    [[descriptor]]
    id = "trust"
    [[descriptor.variant]]
    id = "high"                             # without a name the id is shown
    [[descriptor.variant]]
    id = "low"

    [[judgement]]                           # from one variant to others; what is not said is 0
    from = "talks.open"
    to = { "trust.high" = 2, "trust.low" = [-3, -2, -1] }    # a number, usually -3 to 3, or [low, value, high]
    reason_en = "Who talks learns what the other fears."
    reason_fr = "Qui parle apprend ce que l'autre craint."
    evidence = ["e3"]
    known_on = "2025-02"                    # a later judgement of the same variants replaces an earlier one
    confidence = 3                          # optional, 1 (a guess) to 5 (sure)
    experts = { martin = { "trust.high" = 1 } }              # optional: who says otherwise; on the rest they agree

    [[judgement]]                           # or a whole block: one row for each source variant, one number for each target variant
    from = "trust"
    to = "talks"
    rows = { high = [1, -1], low = [-2, 2] }
    reason_en = "Without trust nobody comes to the table."

    [[rule]]                                # optional: what a scenario must keep to; one of three forms, with reason and evidence
    forbid = ["talks.open", "trust.low"]    # two variants that do not occur together
    # fix = "talks.open"                    # or a list of variants of one descriptor
    # if = "talks.open"                     # with: then = "trust.high", or a list of variants of one descriptor
    reason_en = "..."

    [[plan]]
    id = "visit"
    name_en = "A visit of the minister"
    needs = ["talks.open", "trust.high"]    # of each descriptor named, one of the variants named
    objectives = ["o1"]                     # ids of objectives.csv; activities = [...] of activities.csv
    payoff = { always = -1, "talks.open" = 4 }               # optional; for the regret, in one unit for all plans
    evidence = []

Texts may be written once (``name``) or in both languages (``name_fr``, ``name_en``). ``"talks.open" = 2``, ``talks.open = 2`` and
``talks = { open = 2 }`` say the same. A part holds at most 200 descriptors, 1,000 variants in all and 1 MB.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.scenario_model.from_matrix import model_of
from legation.sources.scenario_model.model import ScenarioModel
from legation.sources.scenario_model.reading import read_scenario_model
from legation.sources.scenario_model.records import (
    Descriptor,
    Effect,
    Judgement,
    Place,
    Plan,
    Rule,
    Signpost,
    Variant,
)
from legation.sources.scenario_model.writing import write_scenario_model

__all__ = [
    "Descriptor",
    "Effect",
    "Judgement",
    "Place",
    "Plan",
    "Rule",
    "ScenarioModel",
    "Signpost",
    "Variant",
    "model_of",
    "read_scenario_model",
    "template",
    "write_scenario_model",
]


def template(lang: Lang) -> str:
    """Return a small model with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
