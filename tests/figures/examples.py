"""One example of every picture at a given number of actors, with ties, missing values and long French names."""

import itertools

import numpy as np

from legation.dossier import Wording
from legation.figures.figure import Named
from legation.figures.kit.flow import Journey, flow
from legation.figures.kit.heat import heat
from legation.figures.kit.ladder import Answer, Step, ladder
from legation.figures.kit.matrix import EMPTY, Cell, Head, leaning, matrix, shaded
from legation.figures.kit.plane import Axis, Group, Region, Spot, plane
from legation.figures.kit.rows import Scale
from legation.figures.kit.seats import Seat, seats
from legation.language import Message

SAID = {
    "title": Message("language.example", count=119, share=0.62),
    "subtitle": Message("language.example", count=193, share=1.0),
    "alt": Message("language.example", count=46, share=0.24),
}
GROUPS = tuple(
    Named(f"g{i}", Wording(en=f"Western and other states {i}", fr=f"Groupe des États d’Europe occidentale et autres États {i}"))
    for i in range(5)
)


def actors(n):
    codes = ["".join(letters) for letters in itertools.islice(itertools.product("ABCDEFGHJKLM", repeat=3), n)]
    long = "Association internationale des registres et de la gouvernance de l’Internet"
    return [
        Named(code, Wording(en=f"Registry of {code}", fr=f"{long} {code}" if i % 9 == 0 else f"République de {code}"))
        for i, code in enumerate(codes)
    ]


def blocs(n):
    return [0 if i < n * 0.6 else 1 if i < n * 0.9 else 2 for i in range(n)]


def seats_of(n):
    votes = ("yes", "yes", "no", "abstain", "absent", "not_participating", "unknown", "not_entitled")
    return seats([Seat(a, GROUPS[i % 5], votes[i % 8] if n > 1 else "yes", declared=i % 6 == 0) for i, a in enumerate(actors(n))], **SAID)


def heat_of(n):
    rng = np.random.default_rng(1)
    score = np.round(rng.uniform(0.3, 1, (n, n)), 1)
    score = (score + score.T) / 2
    if n > 2:
        score[0, 1] = score[1, 0] = np.nan
        score[2] = score[:, 2] = np.nan
    return heat(score, actors(n), blocs(n), **SAID)


def plane_of(n):
    """A map with many at one point, somebody without a place, and whoever is not sure."""
    rng = np.random.default_rng(2)
    xy = rng.normal(0, 1, (n, 2)) * np.where(np.arange(n) % 3, 0.15, 1)[:, None]
    xy[: n // 5] = xy[0]
    if n > 2:
        xy[-1] = np.nan
    spots = [
        Spot(name=a, x=x, y=y, group=bloc, sure=i % 4 > 0, value="a bloc", part=GROUPS[i % 5], row=("actors", a.id), evidence=("record",))
        for i, (a, (x, y), bloc) in enumerate(zip(actors(n), xy.tolist(), blocs(n), strict=True))
    ]
    return plane(spots, [Group(name=group) for group in GROUPS[:3]], hulls=True, notes=[SAID["alt"]], id="plane", **SAID)


def flows_of(n):
    count = np.random.default_rng(3).multinomial(n, np.array([6, 2, 0, 1, 3, 40, 6, 6, 1, 5, 2, 0, 1, 23, 1, 3]) / 100).reshape(4, 4)
    return flow(journeys_of(count), first="A/RES/73/27", second=GROUPS[0], **SAID)


def journeys_of(count):
    """Return as many journeys as a table says, its rows and columns missing, yes, abstain, no."""
    votes = ("missing", "yes", "abstain", "no")
    pairs = [(a, b) for i, a in enumerate(votes) for j, b in enumerate(votes) for _ in range(count[i][j])]
    return [Journey(actor, a, b, ("record",)) for actor, (a, b) in zip(actors(len(pairs)), pairs, strict=True)]


def matrix_of(n):
    """Actors against groups: numbers, signs, words, patterns, and cells of which nothing is said."""
    signs = ("+", "×", "·", "")
    cells = [
        [
            Cell(text=str((i * j) % 40), tone=shaded((i * j) % 40 / 40)),
            Cell(text=signs[i % 4], says=GROUPS[0], tone=leaning((i % 11 - 5) / 5), small=i % 5 == 0),
            Cell(text=f"{i % 3}/2", tone="full" if i % 3 == 2 else "hatched"),
            Cell(text=GROUPS[i % 2], short="1", tone="tint-1"),
            EMPTY if i % 2 else Cell(text="0", tone="gap"),
        ]
        for i, j in enumerate(range(n, 0, -1))
    ]
    rows = [Head(name=a, block=GROUPS[i // 7 % 2], row=("actors", a.id), evidence=("record",)) for i, a in enumerate(actors(n))]
    return matrix(rows, [Head(name=group) for group in GROUPS], cells, id="matrix", notes=[GROUPS[1]], **SAID)


def ladder_of(n):
    """Measures with what each asks for, what is reached, conditions of all kinds, in two blocks."""
    answers = ("yes", "no", "unknown")
    steps = [
        Step(
            name=actor,
            needs=i % 11 / 10 if i % 4 else None,
            text=f"{i % 11 * 10} %" if i % 4 else "",
            says=GROUPS[0],
            is_reached=i % 3 == 0,
            answers=(Answer((answers[i % 3],)), Answer((answers * 3)[: i % 9]), Answer((), GROUPS[i % 2])),
            block=GROUPS[i // 12 % 2],
            row=("actors", actor.id),
            evidence=("record",),
        )
        for i, actor in enumerate(actors(n))
    ]
    ticks = tuple((share, Message("answer.share", share=share)) for share in (0.0, 0.5, 1.0))
    heads = ("Public", "Conditions juridiques", "État")
    return ladder(steps, Scale(ticks=ticks), id="ladder", reached=(0.2, 0.4, 0.6), columns=heads, notes=[GROUPS[0]], key=[], **SAID)


def axes_of(n):
    """Two issues with long words, regions, ties, ranges."""
    rng = np.random.default_rng(3)
    at = np.clip(rng.normal((40, 60), 18, (n, 2)), 0, 100)
    at[n // 2 :] = np.round(at[n // 2 :], -1)
    long = "Un groupe de travail ouvert à tous les États Membres doit-il porter les travaux sur la sécurité des TIC ?"
    axis = Axis(
        head=Wording(en="Who decides?", fr=long), low=Wording(en="none", fr="aucun"), high=Wording(en="all", fr="la seule enceinte")
    )
    ring = tuple((60 + 70 * np.cos(turn), 55 + 25 * np.sin(turn)) for turn in np.linspace(0, 6.2, 60).tolist())
    middle = ((40, 60),) if n == 1 else ((40, 60), (50, 60)) if n == 2 else ((40, 55), (50, 60), (45, 70))
    regions = [
        Region(words=SAID["alt"], outlines=(ring,) if n > 1 else (), sign=(60, 30), name=Wording(en="Text", fr="Le texte proposé")),
        Region(words=SAID["title"], outlines=(ring[:30],), tone="second", sign=(0, 100), name=Wording(en="Now", fr="Ce qui est en place")),
        Region(words=SAID["alt"], outlines=(middle,), tone="core"),
        Region(words=SAID["alt"], outlines=(ring,), tone="ring"),
    ]
    spots = [
        Spot(name=a, x=x, y=y, group=i % 5, row=("actors", a.id), up=(0, 100) if i % 3 else None)
        for i, (a, (x, y)) in enumerate(zip(actors(n), at.tolist(), strict=True))
    ]
    return plane(spots, [Group(name=group) for group in GROUPS], axes=(axis, axis), regions=regions, id="axes", **SAID)


def quarters_of(n):
    """The quarters of two parted axes, with ranges; all at a few points."""
    spots = [
        Spot(
            name=a,
            x=float(i * 25 % 125 % 101),
            y=float(i * 50 % 150 % 101),
            across=(0, 100) if i % 2 else None,
            group=i % 3,
            row=("actors", a.id),
        )
        for i, a in enumerate(actors(n))
    ]
    axes = (Axis(head="Salience", parted=50), Axis(head="Influence", parted=30))
    return plane(spots, [Group(name=group) for group in GROUPS], axes=axes, corners=GROUPS[:4], id="quarters", **SAID)


EVERY = {
    "axes": axes_of,
    "quarters": quarters_of,
    "seats": seats_of,
    "heat": heat_of,
    "plane": plane_of,
    "flows": flows_of,
    "ladder": ladder_of,
    "matrix": matrix_of,
}
