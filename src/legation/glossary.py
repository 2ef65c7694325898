"""The glossary: which terms it holds, in which group, and the public name that carries each in the code.

What a term is called and what it means stand in the catalogues ``locale/{en,fr}/glossary.toml``. The site and the documentation print both.
"""

from __future__ import annotations

from legation.language import Message

__all__ = ["CODE", "GROUPS", "meaning", "name", "title"]

GROUPS: dict[str, tuple[str, ...]] = {
    "field": (
        "digital-diplomacy",
        "cyber-diplomacy",
        "e-diplomacy",
        "official-usage",
        "track-two",
        "multistakeholder",
        "internet-governance",
    ),
    "matter": ("dossier", "issue", "question", "finding", "revision", "supersede", "as-of", "lake", "room"),
    "positions": (
        "position",
        "range",
        "salience",
        "influence",
        "basis",
        "confidence",
        "interest",
        "red-line",
    ),
    "deals": ("mandate", "walk-away", "reservation-value", "batna", "landing-zone", "win-set", "core"),
    "votes": (
        "roll-call",
        "abstention",
        "absence",
        "not-entitled",
        "consensus",
        "explanation-of-vote",
        "co-sponsor",
        "quorum",
        "voting-power",
        "ideal-point",
        "tally-sheet",
    ),
    "work": ("coalition", "tier", "demarche", "non-paper", "commitment", "contact-path", "objective", "indicator", "assumption"),
    "knowing": (
        "evidence",
        "reliability",
        "blame",
        "reading",
        "judgement",
        "score-card",
        "sealed-forecast",
        "brier-score",
        "calibration",
    ),
    "sharing": ("marking", "tlp", "pap", "clearing", "access-scope"),
}
"""The terms of each group. A page links to ``glossary#TERM``."""

CODE: dict[str, str] = {
    "absence": "legation.methods.voting.MISSING",
    "abstention": "legation.methods.voting.ABSTAIN",
    "as-of": "legation.dossier.clearing.known_at",
    "assumption": "legation.dossier.Assumption",
    "blame": "legation.methods.attribution.responsibility",
    "brier-score": "legation.methods.forecasting.brier",
    "calibration": "legation.methods.forecasting.calibration",
    "clearing": "legation.dossier.clearing.seen",
    "commitment": "legation.dossier.Commitment",
    "confidence": "legation.dossier.CONFIDENCES",
    "consensus": "legation.methods.rule.no_objection",
    "contact-path": "legation.methods.stakeholders.reach",
    "core": "legation.methods.bargaining.core",
    "demarche": "legation.dossier.Engagement",
    "dossier": "legation.dossier.Dossier",
    "evidence": "legation.dossier.Evidence",
    "finding": "legation.questions.Finding",
    "ideal-point": "legation.methods.voting.ideal_points",
    "indicator": "legation.dossier.Indicator",
    "interest": "legation.dossier.Interest",
    "issue": "legation.dossier.Issue",
    "judgement": "legation.questions.base.judgements.judgement",
    "lake": "legation.lake.Lake",
    "landing-zone": "legation.methods.negotiation.zone",
    "mandate": "legation.dossier.Mandate",
    "marking": "legation.dossier.MARKINGS",
    "objective": "legation.dossier.Objective",
    "position": "legation.dossier.Position",
    "question": "legation.questions.Question",
    "quorum": "legation.methods.rule.quorum",
    "reading": "legation.dossier.Reading",
    "reliability": "legation.methods.attribution.RELIABILITY",
    "roll-call": "legation.dossier.RollCall",
    "score-card": "legation.questions.base.judgements.judgements",
    "sealed-forecast": "legation.dossier.Forecast",
    "tier": "legation.dossier.MemberOfCoalition",
    "voting-power": "legation.methods.power.banzhaf",
    "win-set": "legation.methods.bargaining.win_set",
}
"""The public name that carries a term in the code, where there is one. A test imports each; the page of the documentation prints it."""


def name(term: str) -> Message:
    """Return what a term is called."""
    return Message(f"glossary.{term}.term")


def meaning(term: str) -> Message:
    """Return what a term means."""
    return Message(f"glossary.{term}.text")


def title(group: str) -> Message:
    """Return the heading of a group of terms."""
    return Message(f"glossary.group.{group}")
