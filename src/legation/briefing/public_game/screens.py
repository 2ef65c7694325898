"""A screen of the public game for somebody who has come so far: what is read, and between what is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from legation.briefing.public_game import pieces
from legation.briefing.public_game.pieces import filled, line, word
from legation.language import Lang, Message, say
from legation.questions.public_game import LAST, Progress, outcome_of, public_game
from legation.questions.public_game.outcome import news_of, outcome_line
from legation.questions.public_game.progress import FILINGS

__all__ = ["Choice", "Screen", "came_of", "result_values", "screen_of"]

START, BEFORE, FIRST_ACT, AFTER = 0, 1, 2, LAST - 1
WAY = FIRST_ACT + len(public_game().activities)
FIRST_DAY = WAY + 1
RESULT = FIRST_DAY + len(public_game().cards.cards)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: the field that it sends, its value, and its words."""

    name: str
    value: str
    words: Markup


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody sees.

    Attributes
    ----------
    number : int
    body : Markup
        HTML of ours, fields of a form among it where there are questions.
    choices : tuple of Choice
        Below it; none on the last screen.
    kind : {"start", "questions", "acts", "way", "days", "result", "end"}
    """

    number: int
    body: Markup
    choices: tuple[Choice, ...]
    kind: str


def screen_of(progress: Progress, lang: Lang) -> Screen:
    """Return the screen that somebody is at.

    Examples
    --------
    >>> from legation.questions.public_game import progress_of
    >>> [choice.words for choice in screen_of(progress_of({"at": "2", "before": "xxxxxxxx"}), "fr").choices][0]
    Markup('Numérique')
    """
    number = progress.screen
    if number == START:
        return Screen(number, pieces.start(lang), _go(number, "begin", lang), "start")
    if number in (BEFORE, AFTER):
        return _questions(progress, "before" if number == BEFORE else "after", lang)
    if number < WAY:
        return _act(progress, number - FIRST_ACT, lang)
    if number == WAY:
        body = _filed(progress, len(progress.filed), lang) + filled(pieces.way_to_part_2(lang), {"filed": progress.filed_right})
        return Screen(number, body, _go(number, "to-part-2", lang), "way")
    if number < RESULT:
        return _day(progress, number - FIRST_DAY, lang)
    if number == RESULT:
        return Screen(number, _result(progress, lang), _go(number, "to-questions", lang), "result")
    values = {"right-before": progress.right("before"), "right-after": progress.right("after")}
    return Screen(number, filled(pieces.end(progress.draw.forms, lang), values), (), "end")


def _go(number: int, key: str, lang: Lang) -> tuple[Choice, ...]:
    return (Choice("at", str(number + 1), word(key, lang)),)


def _questions(progress: Progress, when: str, lang: Lang) -> Screen:
    place = 0 if when == "before" else 1
    form, order = progress.draw.forms[place], progress.draw.questions[place]
    body = pieces.questions_intro(when, lang) + Markup("").join(pieces.question(form, n, lang) for n in order)
    if when == "before":
        return Screen(BEFORE, body, _go(BEFORE, "next", lang), "questions")
    counted = (Choice("count", "yes", word("count-me", lang)), Choice("count", "no", word("just-me", lang)))
    return Screen(AFTER, body, counted, "questions")


def _filed(progress: Progress, count: int, lang: Lang) -> Markup:
    """Return what is said of the last of so many acts that were filed."""
    return pieces.feedback(progress.draw.activities[count - 1], progress.filed[count - 1], lang)


def _act(progress: Progress, place: int, lang: Lang) -> Screen:
    above = _filed(progress, place, lang) if place else pieces.act_intro(lang)
    body = above + filled(pieces.act(progress.draw.activities[place], lang), {"place": place + 1})
    choices = tuple(Choice("filed", progress.filed[:place] + letter, word(f"answer.{letter}", lang)) for letter in FILINGS)
    return Screen(FIRST_ACT + place, body, choices, "acts")


def _day(progress: Progress, number: int, lang: Lang) -> Screen:
    card, truth, before = public_game().cards.cards[number], progress.draw.truth, progress.options[:number]
    above = came_of(truth, before, lang) if number else Markup("")
    news = Markup("").join(line(word(f"news.{one}", lang)) for one in news_of(truth, before))
    choices = tuple(
        Choice("days", f"{progress.days[:number]}{place}", Markup("{}").format(option_words(card.id, card.options[place].id, lang)))
        for place in progress.draw.options[card.id]
    )
    return Screen(FIRST_DAY + number, above + pieces.day(card.id, number, lang) + news, choices, "days")


def came_of(truth: str, options: tuple[str, ...], lang: Lang) -> Markup:
    """Return what was chosen last, and what came of it."""
    return pieces.outcome(public_game().cards.cards[len(options) - 1].id, options[-1], outcome_line(truth, options), lang)


def option_words(card: str, option: str, lang: Lang) -> str:
    """Return the words of an option."""
    return say(Message(f"public-game.option.{card}-{option}"), lang)


def _result(progress: Progress, lang: Lang) -> Markup:
    truth, options = progress.draw.truth, progress.options
    found = outcome_of(truth, options)
    dear = found.dearest
    cards = public_game().cards.cards
    said = pieces.dearest(cards[dear.card].id, dear.option, lang) if dear else pieces.dearest("", "", lang)
    return Markup("").join(
        [
            came_of(truth, options, lang),
            pieces.result_title(lang),
            pieces.truth(truth, lang),
            filled(pieces.result(lang), result_values(truth, options)),
            said,
            filled(pieces.blame(truth, lang), result_values(truth, options)),
            pieces.sources(lang),
        ]
    )


def result_values(truth: str, options: tuple[str, ...]) -> dict[str, str]:
    """Return what fills the slots of the result of a path, in one order for all paths."""
    game, found = public_game(), outcome_of(truth, options)
    there = found.beside
    values: dict[str, int] = {}
    for number, name in enumerate(("true", "useful")):
        values |= {
            f"{name}-points": found.points[number],
            f"{name}-low": there.lowest[number],
            f"{name}-high": there.highest[number],
            f"{name}-below": there.below[number],
        }
    values |= {"below": there.below_on_all, "above": there.above_on_all}
    values |= {
        f"{public}-{party}": share for public in game.publics for party, share in zip(game.parties, found.blame[public], strict=True)
    }
    return {name: str(value).replace("-", "\N{MINUS SIGN}") for name, value in values.items()}
