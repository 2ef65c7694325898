"""Balance sheet of a scenario, and the map of scenarios: words that do not touch, lengths to one scale, what is refused."""

import itertools
import random

import pytest
from figures.examples import SAID
from figures.sheet import on_the_sheet

from legation.dossier import Wording
from legation.errors import BadValue
from legation.figures.balance_sheet import Push, Weighed, balance_sheet
from legation.figures.figure import Named
from legation.figures.kit.plane import Group, Spot, plane
from legation.language import LANGUAGES
from legation.methods.scenario.distance import distances, side_by_side
from legation.methods.voting.scaling import classical_scaling

DRIVERS = (
    ("Stewardship of the functions", "Tutelle des fonctions IANA : qui supervise la gestion des noms et des adresses"),
    ("Accountability", "Responsabilité redditionnelle"),
    ("Role of the United Nations", "Rôle de l’UIT et de l’Organisation des Nations Unies"),
    ("The network", "Fragmentation du réseau"),
)
VARIANTS = (
    ("with the community", "transférée à la communauté mondiale multipartite"),
    ("contract", "conservée par le Département du commerce"),
    ("States", "confiée à une organisation intergouvernementale"),
    ("open", "contestée, sans accord"),
)


def named(i, pair):
    return Named(f"n{i}", Wording(en=pair[0], fr=pair[1]))


def drivers(n):
    return [(named(i, DRIVERS[i % 4]), tuple(named(k, VARIANTS[(i + k) % 4]) for k in range(2 + i % 3))) for i in range(n)]


def chosen(n, k, seed=1):
    drawn = random.Random(seed)
    rows = [tuple(1 if i == 2 else drawn.randrange(len(variants)) for i, (_, variants) in enumerate(drivers(n))) for _ in range(k)]
    return [rows[at] for at in side_by_side(rows)]


def sheet_of(k):
    drawn = random.Random(2)
    weighed = []
    for name, variants in drivers(min(k, 9)):
        scores = tuple(drawn.randrange(-12, 13) for _ in variants)
        pushes = tuple(
            tuple(Push(name=named(i, DRIVERS[i % 4]).name, impact=drawn.choice([3, -2])) for i in range(drawn.randrange(7))) for _ in scores
        )
        best = scores.index(max(scores))
        weighed.append(Weighed(name=name, variants=variants, scores=scores, chosen=best if k % 2 else 0, pushes=pushes))
    return balance_sheet(weighed, **SAID)


def map_of(k):
    rows = chosen(8, k)
    points = classical_scaling(1 - distances(rows) / 8).coordinates
    spots = [Spot(name=f"S{i + 1}", x=x, y=y, group=row[0]) for i, ((x, y), row) in enumerate(zip(points.tolist(), rows, strict=True))]
    return plane(spots, [Group(name=variant) for variant in VARIANTS], id="map", **SAID)


EVERY = {"sheet": sheet_of, "map": map_of}


def data(figure, lang="en"):
    return [d for layer in figure.specification(lang)["layer"] for d in layer["data"]["values"]]


def words(figure, lang="en"):
    return [d["text"] for d in data(figure, lang) if "text" in d]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("k", [1, 2, 11, 30, 45])
@pytest.mark.parametrize("name", EVERY)
def test_words_stand_on_the_sheet_and_do_not_touch(name, k, lang):
    there = on_the_sheet(EVERY[name](k), lang)

    for (a, one), (b, two) in itertools.combinations(there.items(), 2):
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] + 1 or two[3] <= one[1] + 1
        assert apart, (a, b)


def test_a_score_is_drawn_from_zero_to_where_its_scale_has_it():
    variants = (named(0, VARIANTS[0]), named(1, VARIANTS[1]), named(2, VARIANTS[2]))
    one = Weighed(name=named(0, DRIVERS[0]), variants=variants, scores=(4, -2, 4), chosen=0, pushes=((), (), ()))
    figure = balance_sheet([one], **SAID)

    bars = {d["score"] if d["score"] < 0 else (d["score"], d["chosen"]): d["x2"] - d["x"] for d in data(figure) if "score" in d}
    assert bars[4, True] == pytest.approx(2 * bars[-2], abs=0.3)
    assert one.lead == 0
    assert "level with a rival" in words(figure)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: balance_sheet([], **SAID),
        lambda: balance_sheet(
            [Weighed(name=named(0, DRIVERS[0]), variants=(named(0, VARIANTS[0]),), scores=(1,), chosen=0, pushes=((),))], **SAID
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw):
    with pytest.raises(BadValue):
        draw()
