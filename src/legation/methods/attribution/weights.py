"""The few numbers that turn a match between an incident and a group's record into a likelihood ratio.

Learnt by maximum likelihood with a mild prior, by ``python -m benchmarks.attribution_fit``, on single reports left out of ATT&CK v15.1,
each once as it is and once with the true group removed, and on reports first seen in releases v12.1 to v15.1 against the profiles of each
release before them. Nothing newer was used.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

__all__ = ["EVIDENCE", "PRIOR", "WITHIN", "Weights"]

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
    """

    technique: float = -0.73
    technique_held: float = 2.36
    technique_rare: float = 1.15
    technique_broad: float = -0.56
    technique_reports: float = 0.52
    technique_by_software: float = 0.29
    technique_by_software_rare: float = 0.68
    technique_lacking_broad: float = 0.01
    technique_family: float = -0.58
    technique_family_rare: float = 0.11
    software_held: float = 4.36
    software_rare: float = 2.31
    software_broad: float = -1.08
    software_public: float = -2.29
    software_public_rare: float = -1.8
    software_of_others: float = -0.81
    software_new: float = -0.96
    prior_reports: float = 0.46
    prior_thin: float = -2.39

    def values(self) -> tuple[float, ...]:
        """Return the coefficients in their order."""
        return astuple(self)


_NAMES = tuple(field.name for field in fields(Weights))
EVIDENCE = _NAMES[:17]
"""Names of the coefficients of evidence, in the order of the features."""
PRIOR = _NAMES[17:]
"""Names of the coefficients of the prior."""
