"""The few numbers that turn a match between an incident and a group's record into a likelihood ratio.

Learnt by maximum likelihood with a mild prior, by ``python -m benchmarks.attribution_fit``, on single reports left out of ATT&CK v15.1,
each once as it is and once with the true group removed, and on reports first seen in releases v12.1 to v15.1 against the profiles of each
release before them. Nothing newer was used. Those of likeness are held near the proportions of a stack of simple methods: left free they
are traded against the weights of single claims.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

__all__ = ["EVIDENCE", "LIKENESS", "PRIOR", "WITHIN", "Weights"]

WITHIN = 0.15
"""Dependence of the items of one report and kind, chosen with the weights among 0.08, 0.10, 0.15, 0.20 and 0.33: any number of techniques
counts as fewer than seven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Coefficients of the logarithm of a likelihood ratio, group against an actor whom nobody lists, at temperature 3.

    The logarithm for a technique is the sum of ``technique`` and of what applies below; "rare" multiplies -ln(share of groups that have
    it), centred; "broad" multiplies ln(1 + techniques of the group), centred: who is known for everything is betrayed by little.

    Attributes
    ----------
    technique : float
        For each technique, whoever has it: the price of looking for a match among many groups.
    technique_held, technique_rare, technique_broad, technique_reports : float
        The group is known for the technique; the last multiplies ln(number of reports that say so).
    technique_by_software, technique_by_software_rare : float
        The group is not known for it, but software of the group does it.
    technique_lacking_broad : float
        The group is not known for it.
    technique_family, technique_family_rare : float
        Added where it is known for another technique of the same family, T1566 or T1566.002 for T1566.001, and not for this one.
    software_held, software_rare, software_broad : float
        The group is known for the software.
    software_public, software_public_rare : float
        Added where the software is a tool that anybody can have.
    software_of_others, software_new : float
        Other groups are known for it; no group is.
    prior_reports, prior_thin : float
        Of the prior's logarithm: for ln(1 + reports on the group), and where fewer than five of its techniques are known.
    likeness_technique, likeness_software, likeness_expanded : float
        For the cosine of techniques, that of software, and the share of the techniques seen that the group or its software does, each by
        rarity and 0 to 1: see :mod:`~legation.methods.attribution.table`.
    unlisted_match : float
        By how much the prior log-odds of an unlisted actor fall for each unit of the best match, the mean of the two cosines.
    """

    technique: float = -0.62
    technique_held: float = 1.97
    technique_rare: float = 1.12
    technique_broad: float = -0.48
    technique_reports: float = 0.49
    technique_by_software: float = 0.13
    technique_by_software_rare: float = 0.73
    technique_lacking_broad: float = 0.03
    technique_family: float = -0.67
    technique_family_rare: float = 0.13
    software_held: float = 4.04
    software_rare: float = 2.38
    software_broad: float = -0.99
    software_public: float = -2.3
    software_public_rare: float = -1.9
    software_of_others: float = -0.91
    software_new: float = -0.85
    prior_reports: float = 0.51
    prior_thin: float = -2.27

    likeness_technique: float = 1.97
    likeness_software: float = 1.02
    likeness_expanded: float = 0.65
    unlisted_match: float = 2.65

    def evidence(self) -> tuple[float, ...]:
        """Return the coefficients of single claims, in the order of :data:`EVIDENCE`."""
        return tuple(getattr(self, name) for name in EVIDENCE)

    def prior(self) -> tuple[float, ...]:
        """Return the coefficients of the prior over groups, in the order of :data:`PRIOR`."""
        return tuple(getattr(self, name) for name in PRIOR)

    def likeness(self) -> tuple[float, ...]:
        """Return the coefficients of likeness, in the order of :data:`LIKENESS`."""
        return tuple(getattr(self, name) for name in LIKENESS)

    def values(self) -> tuple[float, ...]:
        """Return the coefficients in their order."""
        return astuple(self)


_NAMES = tuple(field.name for field in fields(Weights))
EVIDENCE = _NAMES[:17]
"""Names of the coefficients of evidence, in the order of the features."""
PRIOR = _NAMES[17:19]
"""Names of the coefficients of the prior."""
LIKENESS = _NAMES[19:22]
"""Names of the coefficients of likeness."""
