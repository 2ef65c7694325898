"""A domain of issues and options, as :mod:`legation.methods.negotiation` has it, as the file of a negotiation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from legation.dossier.column import Wording
from legation.dossier.models.negotiation import Choice, Floor, Matter, NegotiationModel, Party, Points, Worth
from legation.methods.negotiation.domain import Domain

__all__ = ["model_of"]


def model_of(domain: Domain, part: str, *, title: str = "", author: str = "") -> NegotiationModel:
    """Return a domain as the file of a negotiation, to be given its actors and sources.

    Names become ids; where a name is no id it stands beside it. A reservation becomes a floor, for somebody to sign.

    Examples
    --------
    >>> named = {"issue_names": ["Where?"], "option_names": [["Rome", "The Hague"]]}
    >>> domain = Domain(scores=[[[0.6, 0.0], [0.0, 0.3]]], reservation=[0.3, None], **named)
    >>> model = model_of(domain, "negotiations/venue.toml")
    >>> model.issues[0].id, model.issues[0].names, model.floors[0].value, len(model.floors)
    ('where', ('rome', 'the-hague'), 0.3, 1)
    """
    issues = _ids(domain.issue_names or ())
    parties = _ids(domain.party_names or ())
    options = [_ids(names) for names in domain.option_names or ()]
    matters = tuple(
        Matter(
            id=issue,
            name=_name(issue, called),
            options=tuple(Choice(id=at, name=_name(at, name)) for at, name in zip(ids, names, strict=True)),
        )
        for issue, called, ids, names in zip(issues, domain.issue_names or (), options, domain.option_names or (), strict=True)
    )
    worths = tuple(
        Worth(party=party, issue=issue, points=_points(ids, table[row].tolist()), basis="model")
        for row, party in enumerate(parties)
        for issue, ids, table in zip(issues, options, domain.tables, strict=True)
    )
    found = zip(parties, domain.reservation.tolist(), strict=True)
    return NegotiationModel(
        part=part,
        title=Wording(title or part.rpartition("/")[2].removesuffix(".toml")),
        author=author,
        parties=tuple(
            Party(id=party, name=_name(party, called), discount=discount)
            for party, called, discount in zip(parties, domain.party_names or (), domain.discount.tolist(), strict=True)
        ),
        issues=matters,
        worths=worths,
        floors=tuple(Floor(party=party, value=value, basis="model") for party, value in found if value != -float("inf")),
    )


def _points(ids: Iterable[str], values: Sequence[float]) -> Mapping[str, Points]:
    return {option: (value, value, value) for option, value in zip(ids, values, strict=True)}


def _name(identifier: str, name: str) -> Wording:
    return Wording() if name == identifier else Wording(name)


def _ids(names: Sequence[str]) -> list[str]:
    """Return an id for each name; of names with one id the second gets a number."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:50] or f"n{place}"
        made, count = stem, 1
        while made in found:
            count += 1
            made = f"{stem}-{count}"
        found.append(made)
    return found
