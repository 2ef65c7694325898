"""Which body and which matter are meant: as they are named by id or in the words of either language, else those that follow."""

from __future__ import annotations

import difflib
from typing import Any

from legation.dossier import Body, in_force, standing
from legation.dossier.matters import matter_key
from legation.dossier.tables.ruling import is_of_whole, matters_of
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, Message, collation_key, say
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.votes.rule_words import body_named

__all__ = ["find_body", "find_matter", "matter_anywhere"]

AREA = "who-can-stop-it"


def find_body(case: Case, text: str, matter: str) -> Body:
    """Return the body that is meant: by id or name; else the only one with a rule for the matter, that of the vote ahead, the only one.

    Raises
    ------
    WrongUse
        For a text that is no body's id or name.
    NotAvailable
        Where no body has a rule, or none follows and several could be meant.
    """
    bodies = {body.id: body for body in case.dossier.bodies if any(in_force(rule, case.as_of) for rule in body.rules)}
    if text:
        every = {body.id: body for body in case.dossier.bodies}
        meant = [body for body in every.values() if _is_called(text, body.id, body.name)]
        if len(meant) == 1:
            return meant[0]
        close = difflib.get_close_matches(text, every, 3, 0.4) or list(every)[:3]
        nearest = Message("all-questions.nearest", close=tuple(close)) if close else Message("all-questions.nearest-none")
        raise WrongUse(Message(f"{AREA}.unknown-body", found=text, nearest=nearest, as_of=case.as_of))
    if matter:
        of_matter = [body for body in bodies.values() if any(_is_called(matter, *one) for one in matters_of(body, case.as_of).items())]
        if len(of_matter) == 1:
            return of_matter[0]
    ahead = inputs.vote_ahead(case)
    of_vote = inputs.body_of(case, ahead) if ahead is not None else None
    if of_vote is not None and of_vote.id in bodies:
        return of_vote
    if len(bodies) == 1:
        return next(iter(bodies.values()))
    if not bodies:
        raise NotAvailable(Message(f"{AREA}.no-body", as_of=case.as_of))
    names = tuple(body_named(body) for body in bodies.values())
    raise NotAvailable(Message(f"{AREA}.choose-body", count=len(names), bodies=names))


def find_matter(case: Case, body: Body, text: str) -> str:
    """Return the matter that is meant, spelt as in the rule of the body for it; empty for what its rule without a matter is for.

    Raises
    ------
    WrongUse
        For a matter that the body has no rule for, and that no step, issue or roll call of it names; and where it has none for all others.
    NotAvailable
        Where none was named and the body has rules for several matters and none for all others.
    """
    there = matters_of(body, case.as_of)
    for_others = any(not rule.matter and is_of_whole(rule, case.as_of) for rule in body.rules)
    if text:
        known = _unruled(case, body) if for_others else {}
        meant = next((matter for matter, title in (*there.items(), *known.items()) if _is_called(text, matter, title)), None)
        if meant is None and (there or for_others):
            listed = tuple({matter_key(name): title for name, title in {**known, **there}.items()}.values())
            form = "unknown-matter" if listed else "no-matters"
            raise WrongUse(Message(f"{AREA}.{form}", body=body_named(body), found=text, matters=listed))
        return text if meant is None else meant
    if for_others or not there:
        return ""
    if len(there) == 1:
        return next(iter(there))
    raise NotAvailable(Message(f"{AREA}.no-matter", body=body_named(body), matters=tuple(there.values())))


def matter_anywhere(case: Case, text: str) -> str | None:
    """Return the matter that is meant, whichever body, step, issue or roll call names it, spelt as there; None where nothing does."""
    dossier = case.dossier
    known: dict[str, Any] = {}
    for body in dossier.bodies:
        known |= {matter: title for matter, title in matters_of(body, case.as_of).items() if matter not in known}
    for rows in (standing(dossier.forum_steps), standing(dossier.issues), standing(dossier.rollcalls)):
        known |= {row.matter: row.matter for row in rows if row.matter and row.matter not in known}
    return next((matter for matter, title in known.items() if _is_called(text, matter, title)), None)


def _unruled(case: Case, body: Body) -> dict[str, str]:
    """Return the matters of the steps, issues and roll calls of a body, as they are spelt there."""
    dossier = case.dossier
    fora = {row.id for row in standing(dossier.processes) if row.body == body.id}
    rows = [row.matter for row in standing(dossier.forum_steps) if row.forum in fora]
    rows += [row.matter for row in standing(dossier.issues) if row.body in ("", body.id)]
    rows += [row.matter for row in standing(dossier.rollcalls) if row.body in ("", body.id)]
    return {matter: matter for matter in rows if matter}


def _is_called(text: str, identity: str, name: Any) -> bool:
    """Whether a text is an id, without case, blanks or hyphens, or a name in either language."""
    if matter_key(text) == matter_key(identity):
        return True
    return collation_key(text)[0] in {collation_key(say(name, lang))[0] for lang in LANGUAGES if name}
