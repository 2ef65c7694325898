"""Every judgement of the product, and every question that prints none.

A judgement is something that the product infers and prints as a number or a ranking about the world. What follows by arithmetic or by
definition from what people entered is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from legation.questions.base.judgements.card import DeclaredJudgement

__all__ = ["JUDGEMENTS", "NO_JUDGEMENT"]

_VOTE = ("do-we-have-the-votes", "who-can-move", "whom-to-call-first", "who-would-call-a-vote", "who-is-missing")
_ASSESSED = ("how-sure-are-we", "what-would-prove-us-wrong", "what-can-we-show")
_UNGA = "unga"

JUDGEMENTS = (
    DeclaredJudgement(
        id="votes-repeat",
        questions=(*_VOTE, "how-good-were-we", "where-should-we-take-it"),
        made_by=("voting.tally.expected_tally",),
        unit="loss",
        better="low",
        rules=("as-last-time", "base-rates"),
        data=_UNGA,
    ),
    DeclaredJudgement(id="votes-first", questions=_VOTE, unit="loss", better="low", rules=("base-rates",), data=_UNGA),
    DeclaredJudgement(
        id="votes-margin",
        questions=("do-we-have-the-votes", "who-would-call-a-vote", "how-good-were-we", "where-should-we-take-it"),
        unit="members",
        better="low",
        rules=("last-margin",),
        data=_UNGA,
    ),
    DeclaredJudgement(
        id="votes-interval",
        questions=("do-we-have-the-votes", "who-would-call-a-vote", "how-good-were-we", "where-should-we-take-it"),
        unit="members",
        better="low",
        rules=("last-margin-spread",),
        data=_UNGA,
    ),
    DeclaredJudgement(
        id="votes-totals",
        questions=("do-we-have-the-votes",),
        unit="loss",
        better="low",
        rules=("totals-alone", "equal-chances"),
        data="committee",
    ),
    DeclaredJudgement(id="votes-alike", questions=_VOTE, rules=("commonest-declared", "nearest"), data=_UNGA),
    DeclaredJudgement(
        id="votes-passage",
        questions=("do-we-have-the-votes", "whom-to-call-first"),
        made_by=("voting.draw_votes",),
        unit="score",
        better="low",
        rules=("base-rate", "declared-alone"),
        data=_UNGA,
    ),
    DeclaredJudgement(
        id="swing",
        questions=("who-can-move", "whom-to-call-first"),
        made_by=("voting.swing",),
        unit="score",
        rules=("past-changes", "margin"),
        data="unga-titles",
    ),
    DeclaredJudgement(id="objection", questions=("who-would-call-a-vote",)),
    DeclaredJudgement(id="calls", questions=("whom-to-call-first",), made_by=("bargaining.levers",)),
    DeclaredJudgement(id="landing", questions=("where-it-would-land", "whom-to-call-first"), made_by=("bargaining.forecast",)),
    DeclaredJudgement(
        id="blocs", questions=("who-votes-alike",), made_by=("voting.blocs",), rules=("regional-group", "commonest-vote"), data=_UNGA
    ),
    DeclaredJudgement(
        id="positions-over-time",
        questions=("where-they-stand-over-time",),
        made_by=("voting.ideal_points",),
        unit="loss",
        better="low",
        rules=("roll-call", "regional-group"),
        data="unga-whole",
    ),
    DeclaredJudgement(
        id="words-placed",
        questions=("where-their-words-place-them",),
        made_by=("text.scaling.wordscores",),
        unit="points",
        better="low",
        rules=("mean-of-others", "median-of-others", "regional-group"),
        beside=("regional-group",),  # it knows where the others of the group stand by their votes; words are read where votes are not known
        data="debate",
    ),
    DeclaredJudgement(id="words-line", questions=("where-their-words-place-them",), made_by=("text.scaling.wordfish",)),
    DeclaredJudgement(
        id="attribution",
        questions=_ASSESSED,
        made_by=("attribution.attribute",),
        unit="loss",
        better="low",
        rules=("overlap", "weighted-overlap", "naive-bayes", "stack"),
        data="attack",
    ),
    DeclaredJudgement(id="assessment", questions=(*_ASSESSED, "what-do-we-say"), made_by=("attribution.competing_hypotheses",)),
    DeclaredJudgement(
        id="signing", questions=("who-would-sign",), made_by=("signing.order",), unit="count", rules=("simple-list",), data="attributions"
    ),
    DeclaredJudgement(
        id="blame",
        questions=("whom-does-the-public-blame",),
        made_by=("text.blame.consider",),
        unit="score",
        rules=("bag-of-words", "constant"),
        data="labelled-blame",
    ),
    DeclaredJudgement(id="blame-fading", questions=("whom-does-the-public-blame",), made_by=("text.blame.half_life",)),
    DeclaredJudgement(
        id="filing",
        questions=("digital-or-cyber",),
        made_by=("text.diplomacy.file_activity",),
        rules=("commonest-label", "own-name"),
        data="labelled-diplomacy",
    ),
    DeclaredJudgement(id="perimeter", questions=("beyond-the-perimeter",)),
    DeclaredJudgement(id="frames", questions=("what-is-said",), made_by=("text.frames.learn",)),
    DeclaredJudgement(id="topics", questions=("what-is-said",), made_by=("text.topics.topics",)),
    DeclaredJudgement(id="bursts", questions=("what-is-said",), made_by=("series.bursts", "series.change_points")),
    DeclaredJudgement(id="uptake", questions=("who-took-up-our-words",), made_by=("text.uptake.discover",)),
    DeclaredJudgement(
        id="alarms",
        questions=("what-shifted", "what-is-happening-between"),
        made_by=("series.watch",),
        rules=("three-sigma",),
        data="simulated",
    ),
    DeclaredJudgement(id="camps", questions=("what-is-happening-between",), made_by=("relations.camps",)),
    DeclaredJudgement(
        id="effect",
        questions=("did-it-work",),
        made_by=("series.before_after",),
        unit="score",
        better="low",
        rules=("before-after", "less-others"),
        data="simulated",
    ),
    DeclaredJudgement(
        id="stances",
        questions=("what-the-room-thinks",),
        made_by=("opinion.predict_stance",),
        unit="loss",
        better="low",
        rules=("by-group", "by-statement"),
        data="polis",
    ),
    DeclaredJudgement(id="opinion-groups", questions=("what-the-room-thinks",), made_by=("opinion.map_opinion",)),
    DeclaredJudgement(
        id="concert",
        questions=("what-the-room-thinks",),
        made_by=("opinion.clones", "opinion.coordinated", "opinion.bursts"),
        rules=("nobody", "equal-ballots"),
        data="simulated",
    ),
    DeclaredJudgement(id="bracket-life", questions=("where-is-the-text-stuck",)),
    DeclaredJudgement(id="earlier-words", questions=("what-did-they-say-before",), made_by=("drafting.nearest_adopted",)),
    DeclaredJudgement(
        id="floor", questions=("what-can-we-live-with", "what-did-the-game-show"), made_by=("negotiation.leak", "negotiation.debrief")
    ),
    DeclaredJudgement(id="weights", questions=("which-trade", "what-can-we-live-with"), made_by=("negotiation.elicit",)),
    DeclaredJudgement(id="programs", questions=("who-reads-us",)),
)
"""In the order in which a reader meets them: votes, texts and positions, incidents, debate, rooms."""

NO_JUDGEMENT: Mapping[str, Literal["counted", "defined"]] = MappingProxyType(
    {
        "who-has-power": "defined",
        "who-can-stop-it": "defined",
        "what-would-beat-it": "defined",
        "what-futures-hold": "defined",
        "which-plan-survives": "defined",
        "where-could-it-settle": "defined",
        "what-would-settle-it": "defined",
        "what-if-we-fail": "defined",
        "what-is-established": "counted",
        "whom-must-we-notify": "counted",
        "what-may-we-do": "defined",
        "which-norm-was-breached": "counted",
        "what-does-naming-cost": "defined",
        "why-did-the-vote-shift": "counted",
        "who-stands-where": "counted",
        "who-matters": "defined",
        "who-can-reach": "counted",
        "who-is-forgotten": "counted",
        "who-is-in": "counted",
        "who-has-signed": "counted",
        "where-does-the-round-stand": "counted",
        "how-many-are-unaccounted-for": "counted",
        "how-did-the-drill-go": "counted",
        "is-the-strategy-sound": "defined",
        "what-threatens-us": "counted",
        "what-would-a-red-team-say": "defined",
        "what-does-the-strategy-cover": "counted",
        "what-changed": "counted",
        "who-is-blocking": "counted",
        "what-is-due": "counted",
        "which-signposts-crossed": "counted",
        "where-is-it-agreed": "counted",
    }
)
"""Questions that print no judgement: they count what the dossier holds, or work out what follows by definition from what people entered."""
