"""Every judgement of the product, and every question that prints none.

A judgement is something that the product infers and prints as a number or a ranking about the world. What follows by arithmetic or by
definition from what people entered is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from legation.questions.judgements.card import Judgement

__all__ = ["JUDGEMENTS", "NO_JUDGEMENT"]

_VOTE = ("do-we-have-the-votes", "who-can-move", "whom-to-call-first", "who-would-call-a-vote", "who-is-missing")
_ASSESSED = ("how-sure-are-we", "what-would-prove-us-wrong", "what-can-we-show")
_UNGA = "unga"

JUDGEMENTS = (
    Judgement(
        id="votes-repeat",
        questions=(*_VOTE, "how-good-were-we"),
        made_by=("voting.expected.expected_tally",),
        unit="loss",
        better="low",
        rules=("as-last-time", "base-rates"),
        data=_UNGA,
    ),
    Judgement(id="votes-first", questions=_VOTE, unit="loss", better="low", rules=("base-rates",), data=_UNGA),
    Judgement(
        id="votes-margin",
        questions=("do-we-have-the-votes", "who-would-call-a-vote", "how-good-were-we"),
        unit="members",
        better="low",
        rules=("last-margin",),
        data=_UNGA,
    ),
    Judgement(
        id="votes-interval",
        questions=("do-we-have-the-votes", "who-would-call-a-vote", "how-good-were-we"),
        unit="members",
        better="low",
        rules=("last-margin-spread",),
        data=_UNGA,
    ),
    Judgement(
        id="votes-totals",
        questions=("do-we-have-the-votes",),
        unit="loss",
        better="low",
        rules=("totals-alone", "equal-chances"),
        data="committee",
    ),
    Judgement(id="votes-alike", questions=_VOTE, rules=("commonest-declared", "nearest"), data=_UNGA),
    Judgement(
        id="votes-passage",
        questions=("do-we-have-the-votes", "whom-to-call-first"),
        made_by=("voting.draw_votes",),
        unit="score",
        better="low",
        rules=("base-rate", "declared-alone"),
        data=_UNGA,
    ),
    Judgement(
        id="swing",
        questions=("who-can-move", "whom-to-call-first"),
        made_by=("voting.swing",),
        unit="score",
        rules=("past-changes", "margin"),
        data="unga-titles",
    ),
    Judgement(id="objection", questions=("who-would-call-a-vote",)),
    Judgement(id="calls", questions=("whom-to-call-first",), made_by=("bargaining.levers",)),
    Judgement(id="landing", questions=("where-it-would-land", "whom-to-call-first"), made_by=("bargaining.forecast",)),
    Judgement(
        id="blocs", questions=("who-votes-alike",), made_by=("voting.blocs",), rules=("regional-group", "commonest-vote"), data=_UNGA
    ),
    Judgement(
        id="positions-over-time",
        questions=("where-they-stand-over-time",),
        made_by=("voting.ideal_points",),
        unit="loss",
        better="low",
        rules=("roll-call", "regional-group"),
        data="unga-whole",
    ),
    Judgement(
        id="words-placed",
        questions=("where-their-words-place-them",),
        made_by=("text.scaling.wordscores",),
        unit="points",
        better="low",
        rules=("mean-of-others", "median-of-others", "regional-group"),
        beside=("regional-group",),  # it knows where the others of the group stand by their votes; words are read where votes are not known
        data="debate",
    ),
    Judgement(id="words-line", questions=("where-their-words-place-them",), made_by=("text.scaling.wordfish",)),
    Judgement(
        id="attribution",
        questions=_ASSESSED,
        made_by=("attribution.attribute",),
        unit="loss",
        better="low",
        rules=("overlap", "weighted-overlap", "naive-bayes", "stack"),
        data="attack",
    ),
    Judgement(id="assessment", questions=(*_ASSESSED, "what-do-we-say"), made_by=("attribution.competing_hypotheses",)),
    Judgement(
        id="signing", questions=("who-would-sign",), made_by=("signing.order",), unit="count", rules=("simple-list",), data="attributions"
    ),
    Judgement(
        id="blame",
        questions=("whom-does-the-public-blame",),
        made_by=("text.blame.consider",),
        unit="score",
        rules=("bag-of-words", "constant"),
        data="labelled-blame",
    ),
    Judgement(id="blame-fading", questions=("whom-does-the-public-blame",), made_by=("text.blame.half_life",)),
    Judgement(
        id="filing",
        questions=("digital-or-cyber",),
        made_by=("text.diplomacy.file_activity",),
        rules=("commonest-label", "own-name"),
        data="labelled-diplomacy",
    ),
    Judgement(id="perimeter", questions=("beyond-the-perimeter",)),
    Judgement(id="frames", questions=("what-is-said",), made_by=("text.frames.learn",)),
    Judgement(id="topics", questions=("what-is-said",), made_by=("text.topics.topics",)),
    Judgement(id="bursts", questions=("what-is-said",), made_by=("series.bursts", "series.change_points")),
    Judgement(id="uptake", questions=("who-took-up-our-words",), made_by=("text.uptake.discover",)),
    Judgement(
        id="alarms",
        questions=("what-shifted", "what-is-happening-between"),
        made_by=("series.watch",),
        rules=("three-sigma",),
        data="simulated",
    ),
    Judgement(id="camps", questions=("what-is-happening-between",), made_by=("relations.camps",)),
    Judgement(
        id="effect",
        questions=("did-it-work",),
        made_by=("series.before_after",),
        unit="score",
        better="low",
        rules=("before-after", "less-others"),
        data="simulated",
    ),
    Judgement(
        id="stances",
        questions=("what-the-room-thinks",),
        made_by=("opinion.predict_stance",),
        unit="loss",
        better="low",
        rules=("by-group", "by-statement"),
        data="polis",
    ),
    Judgement(id="opinion-groups", questions=("what-the-room-thinks",), made_by=("opinion.map_opinion",)),
    Judgement(
        id="concert",
        questions=("what-the-room-thinks",),
        made_by=("opinion.clones", "opinion.coordinated", "opinion.bursts"),
        rules=("nobody", "equal-ballots"),
        data="simulated",
    ),
    Judgement(id="bracket-life", questions=("where-is-the-text-stuck",)),
    Judgement(id="earlier-words", questions=("what-did-they-say-before",), made_by=("drafting.nearest_adopted",)),
    Judgement(id="floor", questions=("what-can-we-live-with",), made_by=("negotiation.leak",)),
    Judgement(id="weights", questions=("which-trade", "what-can-we-live-with"), made_by=("negotiation.elicit",)),
    Judgement(id="programs", questions=("who-reads-us",)),
)
"""In the order in which a reader meets them: votes, texts and positions, incidents, debate, rooms."""

NO_JUDGEMENT: Mapping[str, Literal["counted", "defined"]] = MappingProxyType(
    {
        "who-has-power": "defined",
        "what-would-beat-it": "defined",
        "what-futures-hold": "defined",
        "which-plan-survives": "defined",
        "where-could-it-settle": "defined",
        "what-would-settle-it": "defined",
        "what-if-we-fail": "defined",
        "what-may-we-do": "defined",
        "which-norm-was-breached": "counted",
        "what-does-naming-cost": "defined",
        "why-did-the-vote-shift": "counted",
        "who-stands-where": "counted",
        "who-matters": "defined",
        "who-can-reach": "counted",
        "who-is-forgotten": "counted",
        "who-is-in": "counted",
        "is-the-strategy-sound": "defined",
        "what-changed": "counted",
        "where-is-it-decided": "counted",
        "who-is-blocking": "counted",
        "what-is-due": "counted",
    }
)
"""Questions that print no judgement: they count what the dossier holds, or work out what follows by definition from what people entered."""
