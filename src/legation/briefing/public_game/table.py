"""All that the public game can show, as one table: the script of the one file looks up in it and computes nothing."""

from __future__ import annotations

import itertools
from typing import Any

from markupsafe import Markup

from legation.briefing.public_game import pieces
from legation.briefing.public_game.pieces import line, word
from legation.briefing.public_game.screens import came_of, option_words, result_values
from legation.language import Lang
from legation.questions.public_game import draw_count, draw_of, outcome_of, public_game
from legation.questions.public_game.outcome import news_of
from legation.questions.public_game.progress import FILINGS

__all__ = ["table_of"]


class _Texts:
    """Texts, each once: a text is named by its number."""

    def __init__(self) -> None:
        self.all: dict[str, int] = {}

    def number(self, text: Markup | str) -> int:
        """Return the number of a text."""
        return self.all.setdefault(str(text), len(self.all))


def table_of(lang: Lang) -> dict[str, Any]:
    """Return the table of a language: plain data.

    Returns
    -------
    dict
        ``texts`` holds every piece of HTML once, and all else names pieces by number: ``start``, ``before``, ``after``, ``way`` and
        ``intro``; ``tests`` by form, and ``ends`` by the form that came last; ``acts``, ``feedback`` by act and answer, ``heads`` by day,
        ``truths`` and ``blame`` by truth. The words of ``options`` stand by day. By truth and by the options taken so far, a digit each:
        ``news``, ``outcomes``, and of whole paths ``results``: the values of ``slots``, then the piece on the choice that cost most.
        ``draws``: by seed the truth, the forms, the orders.

    Examples
    --------
    >>> table = table_of("en")
    >>> len(table["draws"]), len(table["results"]["firm"])
    (36, 243)
    """
    game, texts = public_game(), _Texts()
    cards = game.cards.cards
    made: dict[str, Any] = {
        "start": texts.number(pieces.start(lang, "start-file")),
        "before": texts.number(pieces.questions_intro("before", lang)),
        "after": texts.number(pieces.questions_intro("after", lang)),
        "intro": texts.number(pieces.act_intro(lang)),
        "way": texts.number(pieces.way_to_part_2(lang)),
        "tests": {form: [texts.number(pieces.question(form, n, lang)) for n in range(len(keys))] for form, keys in game.forms.items()},
        "ends": {last: texts.number(pieces.end((first, last), lang)) for first, last in itertools.permutations(game.forms, 2)},
        "acts": [texts.number(pieces.act(n, lang)) for n in range(len(game.activities))],
        "feedback": [{a: texts.number(pieces.feedback(n, a, lang)) for a in FILINGS} for n in range(len(game.activities))],
        "heads": [texts.number(pieces.day(card.id, n, lang)) for n, card in enumerate(cards)],
        "options": [[option_words(card.id, option.id, lang) for option in card.options] for card in cards],
        "truths": {
            truth: texts.number(pieces.result_title(lang) + pieces.truth(truth, lang) + pieces.result(lang)) for truth in game.cards.truths
        },
        "blame": {truth: texts.number(pieces.blame(truth, lang) + pieces.sources(lang)) for truth in game.cards.truths},
        "keys": {"acts": [one.key for one in game.activities], "forms": dict(game.forms)},
        "news": {},
        "outcomes": {},
        "results": {},
    }
    for truth in game.cards.truths:
        made |= {"slots": list(result_values(truth, tuple(card.options[0].id for card in cards)))}
        news, outcomes, results = {}, {}, {}
        for length in range(len(cards) + 1):
            for numbers in itertools.product(*(range(len(card.options)) for card in cards[:length])):
                key, options = "".join(map(str, numbers)), tuple(cards[n].options[taken].id for n, taken in enumerate(numbers))
                if length:
                    outcomes[key] = texts.number(came_of(truth, options, lang))
                if length < len(cards):
                    news[key] = [texts.number(line(word(f"news.{one}", lang))) for one in news_of(truth, options)]
                else:
                    dear = outcome_of(truth, options).dearest
                    said = pieces.dearest(cards[dear.card].id, dear.option, lang) if dear else pieces.dearest("", "", lang)
                    results[key] = [*result_values(truth, options).values(), texts.number(said)]
        made["news"][truth], made["outcomes"][truth], made["results"][truth] = news, outcomes, results
    made["draws"] = [
        [draw.truth, *draw.forms, draw.activities, draw.questions, [draw.options[card.id] for card in cards]]
        for draw in map(draw_of, range(draw_count()))
    ]
    made["words"] = {key: str(word(key, lang)) for key in ("begin", "next", "to-part-2", "to-questions", "see", "again")}
    made["answers"] = {letter: str(word(f"answer.{letter}", lang)) for letter in FILINGS}
    made["texts"] = list(texts.all)
    return made
