"""Norm by norm: which facts are there, which speak against, and which are missing.

The eleven norms of 2015 (A/70/174, paragraph 13) are voluntary. Each is taken apart into what would have to be shown; people answer. No
number comes of it, and no finding of breach: where all is shown, that is what is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.response.facts import Norm, norms

__all__ = ["NormFacts", "norm_by_norm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormFacts:
    """A norm and what is recorded for it.

    Attributes
    ----------
    norm : Norm
    state : {"shown", "gaps", "against", "untouched"}
        All elements answered yes; some open, none answered no; one at least answered no; nothing recorded.
    shown, against, missing : tuple of str
        Elements by answer, in the norm's order.
    """

    norm: Norm
    state: str
    shown: tuple[str, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]


def norm_by_norm(answers: Mapping[str, str]) -> tuple[NormFacts, ...]:
    """Return the eleven norms in their order with what is recorded.

    Parameters
    ----------
    answers : mapping of str to {"yes", "no", "unknown"}
        Element -> answer; what is not there is unknown.

    Raises
    ------
    BadValue
        For another element or answer.

    Examples
    --------
    >>> one = {found.norm.id: found for found in norm_by_norm({"c.territory": "yes"})}["c"]
    >>> one.state, one.missing
    ('gaps', ('c.wrongful', 'c.knowing'))
    """
    known = {element for norm in norms() for element in norm.elements}
    for name, answer in answers.items():
        if name not in known:
            raise BadValue(f"element must be {' | '.join(sorted(known))} (got {name!r}); correct it")
        if answer not in ("yes", "no", "unknown"):
            raise BadValue(f"answer to {name!r} must be yes | no | unknown (got {answer!r}); it is unknown where nobody knows")
    found = []
    for norm in norms():
        by = {answer: tuple(e for e in norm.elements if answers.get(e, "unknown") == answer) for answer in ("yes", "no", "unknown")}
        state = "against" if by["no"] else "shown" if not by["unknown"] else "gaps" if by["yes"] else "untouched"
        found.append(NormFacts(norm=norm, state=state, shown=by["yes"], against=by["no"], missing=by["unknown"]))
    return tuple(found)
