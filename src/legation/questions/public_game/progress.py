"""How far somebody has come in the public game: a few short texts that the form carries from screen to screen, and nothing else.

The screens: 0 the start; 1 the questions before; 2 to 13 the acts; 14 the way to part 2; 15 to 19 the days; 20 what came of it; 21 the
questions after; 22 what was learned.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from legation.questions.public_game.draws import Draw, draw_count, draw_of
from legation.questions.public_game.game import public_game

__all__ = ["FILINGS", "LAST", "Progress", "answers_to", "progress_of"]

FILINGS = "dcbn"
"""How an act may be filed: digital, cyber, both, neither."""
NOTHING = "x"
"""The answer of somebody who does not know."""
LAST = 22


def answers_to(number: int) -> str:
    """Return the answers that a question takes, by its number from 0: four of filing, then four of true and false.

    >>> answers_to(0), answers_to(7)
    ('dcbnx', 'tfx')
    """
    return (FILINGS if number < len(FILINGS) else "tf") + NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What somebody has answered so far, made valid: what no form of ours sends is left out.

    Attributes
    ----------
    seed : int
        Of the draw, 0 to the number of draws.
    screen : int
        Which is shown; never one whose answers are missing.
    before, after : str
        The answers to the eight questions in the order of their form, a letter each; empty: none yet.
    filed : str
        How the acts were filed, in the order in which they were shown.
    days : str
        The options taken, by their numbers from 0 as they are declared.
    """

    seed: int = 0
    screen: int = 0
    before: str = ""
    filed: str = ""
    days: str = ""
    after: str = ""

    @property
    def draw(self) -> Draw:
        """What chance decided."""
        return draw_of(self.seed)

    @property
    def options(self) -> tuple[str, ...]:
        """The options taken, by their ids."""
        cards = public_game().cards.cards
        return tuple(card.options[int(number)].id for card, number in zip(cards, self.days, strict=False))

    @property
    def furthest(self) -> int:
        """The last screen that the answers open."""
        acts, cards = len(public_game().activities), len(public_game().cards.cards)
        if not self.before:
            return 1
        if len(self.filed) < acts:
            return 2 + len(self.filed)
        if len(self.days) < cards:
            return 3 + acts + len(self.days)
        return LAST if self.after else LAST - 1

    def right(self, when: str) -> int:
        """Return how many questions were answered right, ``before`` or ``after``."""
        form = self.draw.forms[0 if when == "before" else 1]
        given = self.before if when == "before" else self.after
        return sum(a == b for a, b in zip(given, public_game().forms[form], strict=False))

    @property
    def filed_right(self) -> int:
        """How many acts were filed as the key has them."""
        acts = public_game().activities
        return sum(given == acts[number].key for given, number in zip(self.filed, self.draw.activities, strict=False))


def _begun(text: str, allowed: list[str]) -> str:
    """Return the beginning of a text that holds what is allowed at each place."""
    taken = ""
    for letter, letters in zip(text, allowed, strict=False):
        if letter not in letters:
            break
        taken += letter
    return taken


@functools.cache
def _shapes() -> dict[str, list[str]]:
    game = public_game()
    questions = [answers_to(number) for number in range(len(game.forms["a"]))]
    days = ["".join(map(str, range(len(card.options)))) for card in game.cards.cards]
    return {"before": questions, "filed": [FILINGS] * len(game.activities), "days": days, "after": questions}


def progress_of(given: Mapping[str, str]) -> Progress:
    """Return the progress that the fields of a form tell; what cannot be, is left out, and what follows it.

    Parameters
    ----------
    given : mapping of str to str
        ``seed``, ``at`` (the screen), ``before``, ``filed``, ``days``, ``after``; and ``q0`` to ``q7``, the answers of a form of questions
        that was just sent: they are those before where there are none yet, and those after where all else is there.

    Examples
    --------
    >>> progress_of({"seed": "40", "at": "9", "before": "dcbnftft", "filed": "dc?b"}).filed
    'dc'
    >>> progress_of({"at": "22", "days": "00000"}).screen
    1
    """
    texts = {name: _begun(given.get(name, ""), shape) for name, shape in _shapes().items()}
    for name in ("before", "after"):
        if len(texts[name]) < len(_shapes()[name]):
            texts[name] = ""
    answered = "".join(_one(given.get(f"q{number}", ""), letters) for number, letters in enumerate(_shapes()["before"]))
    sent = any(f"q{number}" in given for number in range(len(answered)))
    if not texts["before"]:
        texts = dict.fromkeys(texts, "") | ({"before": answered} if sent else {})
    elif len(texts["filed"]) < len(_shapes()["filed"]):
        texts |= {"days": "", "after": ""}
    elif len(texts["days"]) < len(_shapes()["days"]):
        texts |= {"after": ""}
    elif sent and not texts["after"]:
        texts |= {"after": answered}
    made = replace(Progress(**texts), seed=_whole(given.get("seed", "")) % draw_count())  # type: ignore[arg-type]  # texts alone
    return replace(made, screen=min(_whole(given.get("at", "")), made.furthest))


def _one(given: str, letters: str) -> str:
    return given if len(given) == 1 and given in letters else NOTHING


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("1000000000") else 0
