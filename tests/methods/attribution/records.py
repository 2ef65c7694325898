"""Small records of groups for the tests of attribution."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from hypothesis import strategies as st

from legation.methods.attribution import Knowledge, Weights
from legation.methods.attribution.posterior import MATCH

TECHNIQUES = tuple(f"T{1000 + at // 2}{'.001' * (at % 2)}" for at in range(12))
SOFTWARE = tuple(f"S{1000 + at}" for at in range(6))
REPORTS = tuple(f"report-{at}" for at in range(5))
BY = st.lists(st.sampled_from(REPORTS), max_size=3)


@st.composite
def knowledge(draw: st.DrawFn) -> Knowledge:
    """Draw records of two to five groups."""
    groups = {
        f"G{at}": {
            "techniques": draw(st.dictionaries(st.sampled_from(TECHNIQUES), BY, max_size=8)),
            "software": draw(st.dictionaries(st.sampled_from(SOFTWARE), BY, max_size=3)),
            "sponsor": draw(st.dictionaries(st.sampled_from(("RU", "CN", "US")), st.floats(0, 0.33), max_size=3)),
        }
        for at in range(draw(st.integers(2, 5)))
    }
    does = draw(st.dictionaries(st.sampled_from(SOFTWARE), st.lists(st.sampled_from(TECHNIQUES), max_size=4), max_size=4))
    tools = draw(st.none() | st.frozensets(st.sampled_from(SOFTWARE)))
    return Knowledge(
        groups=groups,
        software=does,
        tools=tools,
        techniques=frozenset(TECHNIQUES),
        temperature=draw(st.floats(1, 10)),
        floor=draw(st.floats(0.01, 0.5)),
        unlisted=draw(st.floats(0.05, 0.95)),
        rho=draw(st.floats(0, 1)),
    )


def plain_posterior(
    k: Knowledge, claims: Collection[tuple[str, str, float]], excluded: Collection[str] = (), doubt: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return chances of groups and of None, unlisted, from the definitions, by plain loops; claims are (kind, id, trust) of one report.

    ``doubt`` is how much less its software counts for each group.
    """
    w: Weights = k.weights
    profile = {
        group: {
            part: {name: len(set(by) - set(excluded)) or 1 for name, by in record[part].items() if not by or set(by) - set(excluded)}
            for part in ("techniques", "software")
        }
        for group, record in k.groups.items()
    }
    level, score, best = {}, {}, 0.0
    seen = {kind: {name: trusted for which, name, trusted in claims if which == kind} for kind in ("technique", "software")}
    for group, own in profile.items():
        on = {r for part in ("techniques", "software") for by in k.groups[group][part].values() for r in by} - set(excluded)
        level[group] = math.exp(w.prior_reports * math.log(1 + len(on)) + (w.prior_thin if len(own["techniques"]) < 5 else 0))
    for group, own in profile.items():
        score[group] = math.log((1 - k.unlisted) * level[group] / sum(level.values()))
        cosines = {kind: _cosine(profile, own, kind, rows) for kind, rows in seen.items()}
        best = max(best, sum(cosines.values()) / 2)
        for kind, rows in seen.items():
            said = w.likeness_technique * cosines[kind] if kind == "technique" else w.likeness_software * cosines[kind]
            said += w.likeness_expanded * _expanded(k, profile, own, rows) if kind == "technique" else 0
            for name, trusted in rows.items():
                ratio = math.exp(min(40, _raw(k, w, profile, own, kind, name)))
                said += math.log(trusted * ratio + 1 - trusted) / (1 + (len(rows) - 1) * k.rho)
            if kind == "software" and said > 0:
                said = max(0.0, min(said, k.software_cap) - (doubt or {}).get(group, 0.0))
            score[group] += said * 3 / k.temperature
    score[None] = math.log(k.unlisted) + (w.unlisted_match * (MATCH - best) if claims else 0)
    top = max(score.values())
    chance = {name: math.exp(value - top) for name, value in score.items()}
    total = sum(chance.values())
    chance = {name: value / total for name, value in chance.items()}
    listed = 1 - chance[None]
    found = {g: (1 - k.slip) * v + k.slip * listed / len(k.groups) for g, v in chance.items() if g is not None}
    unlisted = max(chance[None], k.floor)
    return {**{g: v * (1 - unlisted) / sum(found.values()) for g, v in found.items()}, None: unlisted}


def _rarity(profile: Mapping[str, Any], part: str, name: str) -> float:
    return float((math.log((len(profile) + 1) / (sum(name in one[part] for one in profile.values()) + 1)) + 1) ** 2)


def _cosine(profile: Mapping[str, Any], own: Mapping[str, Any], kind: str, rows: Mapping[str, float]) -> float:
    """Return the cosine of what was seen and a record, each thing by its trust."""
    part = "techniques" if kind == "technique" else "software"
    both = sum(trusted * _rarity(profile, part, name) for name, trusted in rows.items() if name in own[part])
    sizes = [sum(_rarity(profile, part, name) for name in names) for names in (rows, own[part])]
    return both / math.sqrt(sizes[0] * sizes[1]) if both else 0.0


def _expanded(k: Knowledge, profile: Mapping[str, Any], own: Mapping[str, Any], rows: Mapping[str, float]) -> float:
    """Return the share of the techniques seen, by rarity and trust, that the group or its software does."""
    does = {*own["techniques"], *(name for tool in own["software"] for name in k.software.get(tool, ()))}
    whole = sum(_rarity(profile, "techniques", name) for name in rows)
    return sum(trusted * _rarity(profile, "techniques", name) for name, trusted in rows.items() if name in does) / whole if rows else 0.0


def _raw(k: Knowledge, w: Weights, profile: Mapping[str, Any], own: Mapping[str, Any], kind: str, name: str) -> float:
    part = "techniques" if kind == "technique" else "software"
    having = sum(name in one[part] for one in profile.values())
    rare = -math.log((having + 0.5) / (len(profile) + 1))
    broad = math.log(1 + len(own["techniques"])) - 3
    if kind == "technique":
        if name in own["techniques"]:
            extra = w.technique_held + w.technique_rare * (rare - 2) + w.technique_broad * broad
            return w.technique + extra + w.technique_reports * math.log(own["techniques"][name])
        through = any(name in k.software.get(tool, ()) for tool in own["software"])
        by = w.technique_by_software + w.technique_by_software_rare * (rare - 2) if through else 0
        akin = any(used.split(".")[0] == name.split(".")[0] for used in own["techniques"])
        family = w.technique_family + w.technique_family_rare * (rare - 2) if akin else 0
        return w.technique + by + w.technique_lacking_broad * broad + family
    if name in own["software"]:
        public = 0.35 if k.tools is None else float(name in k.tools)
        plain = w.software_held + w.software_rare * (rare - 3.5) + w.software_broad * broad
        return plain + public * (w.software_public + w.software_public_rare * (rare - 3.5))
    return w.software_of_others if having else w.software_new
