"""What the first entry of a negotiation room says: a game of a dossier with points drawn about those of its file, or a real session.

The points are drawn so that whoever has read the file knows how the game is made and not its numbers. Options stand in the order of the
file: an order such as none, half, two thirds means something to people, and that it leads nowhere is measured
(:func:`legation.questions.games.qualities.qualities`) instead of hidden.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from legation.dossier.column import Wording
from legation.dossier.models.game import GAME, GameModel
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Message, say
from legation.methods.negotiation import Domain
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import choose_part
from legation.questions.deals.negotiation.inputs import Talks, domain_of, find_negotiation
from legation.questions.games.qualities import qualities

__all__ = ["DRAWS", "find_game", "opening", "points_of", "rehearsal", "unit_of", "varied"]

DRAWS = 1_000
"""How often points are drawn until a good game is found."""
_UNITS = (1, 10, 100, 1_000)
Scores = dict[str, list[list[int]]]


def find_game(case: Case, name: str = "") -> tuple[GameModel, Talks]:
    """Return a game with its negotiation, of which only the parties that are sides take part; the first game without a name.

    Raises
    ------
    NotAvailable
        Where no game was known, or the worth of the options is not known for each side.
    WrongUse
        Where there is none of the name.
    DossierError
        Where a file is faulty.
    """
    game = choose_part(case, GAME, name, none="game.none", unknown="game.unknown").model
    talks = find_negotiation(case, game.negotiation)
    names = [one.party for one in game.sides]
    missing = next((name for name in names if name not in {one.party.id for one in talks.valued}), None)
    if missing is not None:
        raise NotAvailable(Message("game.no-points", party=talks.party(missing)))
    made = tuple(one for one in talks.valued if one.party.id in names)
    return game, dataclasses.replace(talks, valued=made, domain=domain_of(talks.model, made))


def opening(
    case: Case, game: str = "", *, seed: int, session: str = "rehearsal", negotiation: str = "", vary: float | None = None
) -> dict[str, Any]:
    """Return what the first entry of a negotiation room says: its ``opened``, as plain data.

    Parameters
    ----------
    case : Case
    game : str
        The name of a game; the first of the dossier where it is left out.
    seed : int
        Another one draws other points.
    session : {"rehearsal", "real"}
        A real session holds no points: each party brings its own.
    negotiation : str
        Of a real session, what is negotiated, where that is no game.
    vary : float, optional
        By which share of itself a score may be another, instead of what the game says; 0: the points of the file.

    Raises
    ------
    NotAvailable
        Where no draw of 1,000 makes a good game: the sentence says what fails. Before it, where nothing reaches a side's floor.
    WrongUse, DossierError
        As :func:`find_game`.
    """
    if session == "real":
        model, talks = (None, find_negotiation(case, negotiation)) if negotiation else find_game(case, game)
    else:
        return rehearsal(*find_game(case, game), seed=seed, vary=vary)
    return _public(model, talks) | {"seed": seed, "session": session}


def rehearsal(model: GameModel, talks: Talks, *, seed: int, vary: float | None = None) -> dict[str, Any]:
    """Return what the first entry of a rehearsal says, of a game that :func:`find_game` found: for one that is opened again and again.

    Raises
    ------
    NotAvailable
        As :func:`opening`.
    """
    data = _public(model, talks) | {"seed": seed, "session": "rehearsal"}
    names, scores, floors = points_of(talks)
    _check_floors(talks, scores, floors)
    share = model.vary if vary is None else vary
    if share > 0:
        scores = varied(names, scores, floors, talks.status_quo, share, seed)
    briefs = {one.party: _texts(one.brief) for one in model.sides if one.brief}
    reveal = [{"date": str(one.day or ""), **_texts(one.text)} for one in model.reveals]
    data |= {"scores": scores, "floors": floors, "briefs": briefs, "reveal": reveal}
    return data | {"lessons": [_texts(one.text) for one in model.lessons]}


def points_of(talks: Talks) -> tuple[list[str], Scores, dict[str, int]]:
    """Return the parties of a negotiation, their points as whole numbers of a common unit, and their floors, rounded up."""
    unit = unit_of(talks.domain)
    names = list(talks.domain.party_names or ())
    scores = {
        name: [[round(float(value) * unit) for value in table[party]] for table in talks.domain.tables] for party, name in enumerate(names)
    }
    known = zip(names, talks.domain.reservation.tolist(), strict=True)
    return names, scores, {name: math.ceil(floor * unit - 1e-9) for name, floor in known if math.isfinite(floor)}


def unit_of(domain: Domain) -> int:
    """Return how many points of a room make one of the file: the fewest with which all points are whole, 1,000 at most.

    Examples
    --------
    >>> unit_of(Domain(scores=[[[6, 0], [0, 1]]])), unit_of(Domain(scores=[[[0.25, 0], [0, 1]]]))
    (1, 100)
    """
    values = np.concatenate([table.ravel() for table in domain.tables])
    return next((unit for unit in _UNITS if bool((np.abs(values * unit - np.round(values * unit)) < 1e-9).all())), _UNITS[-1])


def varied(
    names: Sequence[str], scores: Scores, floors: dict[str, int], status_quo: Sequence[int] | None, vary: float, seed: int
) -> Scores:
    """Return points each times a factor drawn between ``1 - vary`` and ``1 + vary``, kept whole, drawn until they make a good game.

    Raises
    ------
    NotAvailable
        After 1,000 draws; the sentence says what failed in the last.
    """
    chance = np.random.default_rng(seed)
    fails: tuple[Message, ...] = ()
    for _ in range(DRAWS):
        drawn = {
            name: [[round(value * float(chance.uniform(1 - vary, 1 + vary))) for value in row] for row in scores[name]] for name in names
        }
        fails = tuple(_first_failure(names, drawn, floors, status_quo))
        if not fails:
            return drawn
    raise NotAvailable(Message("game.no-draw", count=DRAWS, why=fails[0]))


def _first_failure(names: Sequence[str], scores: Scores, floors: dict[str, int], status_quo: Sequence[int] | None) -> list[Message]:
    found = next(qualities(_domain(names, scores, floors), status_quo).fails(), None)
    return [] if found is None else [found]


def _domain(names: Sequence[str], scores: Scores, floors: dict[str, int]) -> Domain:
    issues = range(len(scores[names[0]]))
    return Domain(scores=[[scores[name][issue] for name in names] for issue in issues], reservation=[floors.get(name) for name in names])


def _check_floors(talks: Talks, scores: Scores, floors: dict[str, int]) -> None:
    """Say whose floor no package reaches, before anything is opened."""
    for name, floor in floors.items():
        most = sum(max(row) for row in scores[name])
        if most < floor:
            raise NotAvailable(Message("game.floor-out-of-reach", party=talks.party(name), floor=floor, most=most))


def _public(model: GameModel | None, talks: Talks) -> dict[str, Any]:
    """Return what all may read: issues, sides, rule, status quo."""
    head = talks.model
    public = {one.party: one.public for one in model.sides} if model is not None else {}
    data: dict[str, Any] = {
        "protocol": model.protocol if model is not None else "free",
        "side_rooms": model.side_rooms if model is not None else True,
        **_named("title", (model.title if model is not None else None) or head.title, model.id if model is not None else head.id),
        "issues": [
            {
                "id": one.id,
                **_named("name", one.name, one.id),
                "options": [{"id": k.id, **_named("name", k.name, k.id)} for k in one.options],
            }
            for one in head.issues
        ],
        "sides": [
            {"id": one.party.id}
            | {f"name_{lang}": say(talks.named(one.party).name, lang) for lang in LANGUAGES}
            | {f"public_{lang}": text for lang, text in _texts(public.get(one.party.id)).items()}
            for one in talks.valued
        ],
    }
    if model is not None:
        data |= {"game": model.id, "minutes": model.minutes}
    if head.share:
        names = [one.party.id for one in talks.valued]
        weights = {one.party.id: str(Fraction(str(one.party.weight))) for one in talks.valued}
        data["rule"] = {
            "share": head.share,
            "strict": head.strict,
            "veto": [one for one in head.veto if one in names],
            "weights": weights,
        }
    if talks.status_quo is not None:
        data["status_quo"] = list(talks.status_quo)
    return data


def _named(key: str, words: Wording | None, otherwise: str) -> dict[str, str]:
    return {f"{key}_{lang}": (words.in_language(lang) if words else "") or otherwise for lang in LANGUAGES}


def _texts(words: Wording | None) -> dict[str, str]:
    return {lang: (words.in_language(lang) if words else "") or "" for lang in LANGUAGES}
