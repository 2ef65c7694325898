"""Who attributes what to whom, and who calls whom by which name: claims side by side, each with its holder, never merged.

An attribution is a standing relationship ``attributed-to``; an ``opinion`` on such a relationship is a claim of its own about it. Whoever
created the object holds the claim, unless the extension of STIX names another (:class:`legation.sources.stix.records.Claim`). A claim
without a holder stays in the list with an empty one: it must not be worded as a fact, and :func:`unheld` names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.when import When
from legation.sources.stix.extension import record_of
from legation.sources.stix.incidents import Incidents
from legation.sources.stix.records import Claim
from legation.sources.stix.vocabulary import kind_of, moment

__all__ = ["AliasClaim", "Attribution", "aliases", "attributions", "contested", "contested_names", "unheld"]

_ALIASES = ("aliases", "x_mitre_aliases")
_NAMED = ("campaign", "intrusion-set", "threat-actor", "malware", "tool", "infrastructure")
_BOUNDS = ((1, "none"), (30, "low"), (70, "moderate"), (101, "high"))
"""The words of confidence for STIX's numbers 0 to 100, each up to its bound, as its Appendix A has them for none, low, medium, high."""
_STANCES = {
    "strongly-disagree": "denies",
    "disagree": "denies",
    "neutral": "concern",
    "agree": "supports",
    "strongly-agree": "supports",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One claim about who is behind something.

    Attributes
    ----------
    id : str
        Of the relationship or the opinion.
    subject, to : str
        What is attributed, and to whom: ids.
    about : str
        Of an opinion: the relationship that it speaks of; else empty.
    holder : str
        Who says so, by name; empty where nobody is named.
    date : When or None
        When it was said.
    act : str
        One of :data:`legation.sources.stix.records.ACTS`.
    confidence : str
        In the basis: ``none``, ``low``, ``moderate``, ``high``; empty where nothing is said.
    likelihood : str
        The holder's own words of probability.
    track : str
        Technical, unofficial, political, legal; empty where it is not said.
    sources : tuple of str
        Addresses, or names of sources without one.
    text : str
        What the holder says besides.
    """

    id: str
    subject: str
    to: str
    about: str = ""
    holder: str = ""
    date: When | None = None
    act: str = "attributes"
    confidence: str = ""
    likelihood: str = ""
    track: str = ""
    sources: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasClaim:
    """That somebody calls an object by a name: ``stance`` says whether they hold it to be the same, to overlap, or to be another."""

    object: str
    name: str
    holder: str = ""
    stance: str = "same"
    date: When | None = None
    sources: tuple[str, ...] = ()


def attributions(incidents: Incidents, subject: str = "") -> tuple[Attribution, ...]:
    """Return the claims about who is behind an object, or behind any: the earliest first, those without a date last, then by id.

    Examples
    --------
    >>> from legation.sources import stix
    >>> attributions(stix.Incidents.of([]))
    ()
    """
    relations = {o["id"]: o for o in incidents.related("attributed-to") if _is_text(o, "id", "source_ref", "target_ref")}
    found = [_claimed(incidents, o, o, "attributes") for o in relations.values()]
    for opinion in incidents.of_type("opinion"):
        objects = opinion.get("object_refs")
        for target in dict.fromkeys(one for one in objects if type(one) is str) if type(objects) is list else ():
            if target in relations:
                stance = opinion.get("opinion")
                found.append(_claimed(incidents, opinion, relations[target], _STANCES.get(stance, "") if type(stance) is str else ""))
    wanted = [one for one in found if not subject or one.subject == subject]
    return tuple(sorted(wanted, key=lambda one: (one.date is None, one.date.last.isoformat() if one.date else "", one.id)))


def contested(incidents: Incidents) -> tuple[str, ...]:
    """Return the subjects on which claims differ: they name several actors, or somebody denies what another attributes."""
    named: dict[str, set[str]] = {}
    denied: set[str] = set()
    for one in attributions(incidents):
        if one.act == "denies":
            denied.add(one.subject)
        else:
            named.setdefault(one.subject, set()).add(one.to)
    return tuple(subject for subject, actors in named.items() if len(actors) > 1 or subject in denied)


def unheld(incidents: Incidents) -> tuple[Attribution, ...]:
    """Return the attributions of which nobody is named as the holder."""
    return tuple(one for one in attributions(incidents) if not one.holder)


def aliases(incidents: Incidents, name: str = "") -> tuple[AliasClaim, ...]:
    """Return who calls which object by which name, or by one name: claims in the order of the objects, none merged with another.

    A name on the list ``aliases`` of an object is a claim of whoever made the object. Names are compared without case.
    """
    found: list[AliasClaim] = []
    for o in incidents.of_type(*_NAMED):
        if type(o.get("id")) is not str:
            continue
        holder, date = _creator(incidents, o), _made(o)
        listed = [one for key in _ALIASES if type(o.get(key)) is list for one in o[key] if type(one) is str and one != o.get("name")]
        found += [AliasClaim(object=o["id"], name=one, holder=holder, date=date, sources=_sources(o)) for one in dict.fromkeys(listed)]
        record = record_of(o)
        found += [
            AliasClaim(
                object=o["id"],
                name=claim.name,
                holder=claim.holder,
                stance=claim.stance or "same",
                date=claim.claimed_on,
                sources=(claim.source,) if claim.source else (),
            )
            for claim in (record.names if record is not None else ())
        ]
    return tuple(one for one in found if not name or one.name.casefold() == name.casefold())


def contested_names(incidents: Incidents) -> tuple[str, ...]:
    """Return the names, in lower case, on which claims differ: given to several objects, or held by somebody to be another's."""
    objects: dict[str, set[str]] = {}
    differ: set[str] = set()
    for o in incidents.of_type(*_NAMED):
        if _is_text(o, "id", "name"):
            objects.setdefault(o["name"].casefold(), set()).add(o["id"])
    for claim in aliases(incidents):
        objects.setdefault(claim.name.casefold(), set()).add(claim.object)
        if claim.stance != "same":
            differ.add(claim.name.casefold())
    return tuple(sorted(name for name, ids in objects.items() if len(ids) > 1 or name in differ))


def _claimed(incidents: Incidents, o: Mapping[str, Any], relation: Mapping[str, Any], act: str) -> Attribution:
    claim = record_of(o) or Claim()
    about = relation["id"] if o is not relation else ""
    text = o.get("explanation") if kind_of(o) == "opinion" else o.get("description")
    own = (claim.source,) if claim.source else ()
    return Attribution(
        id=o["id"],
        subject=relation["source_ref"],
        to=relation["target_ref"],
        about=about,
        holder=claim.holder or (incidents.name(claim.holder_ref) if claim.holder_ref else "") or _creator(incidents, o),
        date=claim.claimed_on or _made(o),
        act=claim.act or act,
        confidence=claim.confidence or _word(o.get("confidence")),
        likelihood=claim.likelihood,
        track=claim.track,
        sources=tuple(dict.fromkeys((*own, *_sources(o)))),
        text=text if type(text) is str else "",
    )


def _is_text(o: Mapping[str, Any], *names: str) -> bool:
    return all(type(o.get(name)) is str for name in names)


def _creator(incidents: Incidents, o: Mapping[str, Any]) -> str:
    """Return the name of whoever made an object; empty where it is not said, or the identity is not there."""
    identity = o.get("created_by_ref")
    return incidents.name(identity) if type(identity) is str and identity in incidents.by_id else ""


def _made(o: Mapping[str, Any]) -> When | None:
    made = moment(o.get("created"))
    return When(made.date().isoformat()) if made else None


def _word(confidence: Any) -> str:
    if type(confidence) is not int or not 0 <= confidence <= 100:
        return ""
    return next(word for bound, word in _BOUNDS if confidence < bound)


def _sources(o: Mapping[str, Any]) -> tuple[str, ...]:
    references = o.get("external_references")
    rows = [one for one in references if type(one) is dict] if type(references) is list else []
    names = (one.get("url") or one.get("source_name") for one in rows)
    return tuple(dict.fromkeys(name for name in names if type(name) is str and name))
