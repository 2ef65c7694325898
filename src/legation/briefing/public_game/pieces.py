"""The pieces of which the screens of the public game are made, as HTML without style and script.

What differs from player to player stands in a piece as a slot: the site fills it, and in the one file a few lines of script do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from legation.language import Lang, Message, say
from legation.questions.public_game import PublicGame, public_game
from legation.questions.public_game.progress import answers_to

__all__ = [
    "act",
    "act_intro",
    "blame",
    "day",
    "dearest",
    "end",
    "feedback",
    "filled",
    "line",
    "outcome",
    "question",
    "questions_intro",
    "result",
    "result_title",
    "slot",
    "sources",
    "start",
    "take",
    "truth",
    "way_to_part_2",
    "word",
]

AREA = "public-game"
_SLOT = re.compile(r"\ue000([\w-]+)\ue001")
_EMPTY = re.compile(r'(<span data-slot="([\w-]+)">)(</span>)')


def word(key: str, lang: Lang, /, **values: object) -> Markup:
    """Return words of the catalogue as HTML; ``slot("x")`` as a value leaves a place for what comes later.

    >>> word("answer.d", "en")
    Markup('Digital')
    """
    text = str(escape(say(Message(f"{AREA}.{key}", **values), lang)))
    return Markup(_SLOT.sub(r'<span data-slot="\1"></span>', text))  # noqa: S704 - escaped a line above


def slot(name: str) -> str:
    """Return a place for what is known only when somebody plays, as a value of :func:`word`."""
    return f"\ue000{name}\ue001"


def filled(piece: Markup, values: Mapping[str, object]) -> Markup:
    """Return a piece with its slots filled; a slot that has no value stays.

    >>> filled(Markup('<p><span data-slot="a"></span></p>'), {"a": "1 < 2"})
    Markup('<p><span data-slot="a">1 &lt; 2</span></p>')
    """

    def fill(found: re.Match[str]) -> str:
        return f"{found[1]}{escape(values[found[2]]) if found[2] in values else ''}{found[3]}"

    return Markup(_EMPTY.sub(fill, str(piece)))  # noqa: S704 - a piece of ours, and values escaped


def line(text: Markup, kind: str = "") -> Markup:
    """Return a paragraph."""
    return Markup('<p class="{}">{}</p>').format(kind, text) if kind else Markup("<p>{}</p>").format(text)


def _title(text: Markup) -> Markup:
    return Markup('<h1 tabindex="-1">{}</h1>').format(text)


def _list(items: list[Markup]) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in items))


def start(lang: Lang, private: str = "start-private") -> Markup:
    """Return the first screen; ``private`` says what becomes of answers, on the site or (``start-file``) in the file."""
    steps = _list([word(f"start-{number}", lang) for number in (1, 2, 3)])
    said = [line(word("model-said", lang)), line(word(private, lang))]
    return Markup("").join([line(word("about", lang), "over"), _title(word("title", lang)), steps, *said])


def questions_intro(when: str, lang: Lang) -> Markup:
    """Return what stands above the questions, ``before`` or ``after``."""
    return _title(word(f"{when}-title", lang)) + line(word(f"{when}-said", lang))


def question(form: str, number: int, lang: Lang) -> Markup:
    """Return a question of a form with its answers, by its number from 0."""
    answers = Markup("").join(
        Markup('<label><input type="radio" name="q{}" value="{}" required><span>{}</span></label>').format(
            number, letter, word(f"answer.{letter}", lang)
        )
        for letter in answers_to(number)
    )
    return Markup('<fieldset class="ask"><legend>{}</legend><div class="answers">{}</div></fieldset>').format(
        word(f"test.{form}-{number + 1}", lang), answers
    )


def act_intro(lang: Lang) -> Markup:
    """Return what stands before the first act: the two definitions."""
    both = _list([word("part-1-digital", lang), word("part-1-cyber", lang)])
    head = Markup("<h2>{}</h2>").format(word("part-1", lang))
    return Markup('<section class="card">{}</section>').format(head + both + line(word("part-1-said", lang)))


def act(number: int, lang: Lang) -> Markup:
    """Return an act, by its number from 0 as it is declared, with a slot for its place."""
    one = public_game().activities[number]
    source = word("source-line", lang, publisher=word(f"published.{one.id}", lang), date=one.date)
    place = line(word("item-word", lang, number=slot("place")), "over")
    return place + _title(word(f"activity.{one.id}", lang)) + line(source, "source")


def feedback(number: int, given: str, lang: Lang) -> Markup:
    """Return what is said of how an act was filed."""
    one = public_game().activities[number]
    key, other = (_low(f"answer.{letter}", lang) for letter in (one.key, given))
    said = word("feedback-right", lang, key=key) if given == one.key else word("feedback-wrong", lang, key=key, given=other)
    kind = "good" if given == one.key else "near"
    return Markup('<div class="{}" role="status"><p><strong>{}</strong> {}</p></div>').format(kind, said, word(f"why.{one.id}", lang))


def _low(key: str, lang: Lang) -> str:
    text = str(say(Message(f"{AREA}.{key}"), lang))
    return text[:1].lower() + text[1:]


def way_to_part_2(lang: Lang) -> Markup:
    """Return what stands between the parts, with a slot for how many acts were filed as the key has them."""
    said = [line(word(f"part-2-{name}", lang)) for name in ("said", "goal", "invented")]
    return Markup("").join([line(word("filed-count", lang, right=slot("filed"))), _title(word("part-2", lang)), *said])


def day(card: str, number: int, lang: Lang) -> Markup:
    """Return the head of a day, by the number of its card from 0; its news follow."""
    name = str(word(f"day.{card}", lang))
    title = word("card-title", lang, day=name[:1].upper() + name[1:], question=str(word(f"card.{card}", lang)))
    return line(word("card-word", lang, number=number + 1), "over") + _title(title)


def outcome(card: str, option: str, identifier: str, lang: Lang) -> Markup:
    """Return what was chosen, in a few words, and what came of it."""
    chosen = word("choice-said", lang, chosen=str(word(f"chosen.{card}-{option}", lang)))
    said = word(f"outcome.{identifier}", lang)
    return Markup('<div class="came" role="status"><p><strong>{}</strong> {}</p></div>').format(chosen, said)


def truth(one: str, lang: Lang) -> Markup:
    """Return what was true."""
    return Markup("<h2>{}</h2>").format(word("truth-title", lang)) + line(word(f"truth.{one}", lang))


def dearest(card: str, option: str, lang: Lang) -> Markup:
    """Return which choice cost most, and what would have been better; for no card that there is none."""
    if not card:
        return line(word("dearest-none", lang))
    return line(word("dearest", lang, day=str(word(f"day.{card}", lang)), option=_low(f"option.{card}-{option}", lang)))


def result_title(lang: Lang) -> Markup:
    """Return the heading of the result."""
    return _title(word("result-title", lang))


def result(lang: Lang) -> Markup:
    """Return the measures of a path, whom publics blame, and what to take along; with slots for what differs."""
    measures = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(
            word(name, lang),
            word(f"{name}-said", lang, **{part: slot(f"{name}-{part}") for part in ("points", "low", "high", "below")}),
        )
        for name in ("true", "useful")
    )
    above = line(word("above-below", lang, below=slot("below"), above=slot("above")))
    return Markup("").join([Markup("<dl>{}</dl>").format(measures), above])


def blame(truth: str, lang: Lang) -> Markup:
    """Return the table of whom each public blames, with slots, and in its last column what the review found."""
    game = public_game()
    columns = [word(f"public.{public}", lang) for public in game.publics] + [word("review", lang)]
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in columns)
    found = {party: Markup("<td>{}</td>").format(word(f"finding.{there}", lang)) for party, there in game.found[truth].items()}
    cell = Markup('<td><span data-slot="{}-{}"></span></td>')
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}{}</tr>').format(
            word(f"blamed.{party}", lang), Markup("").join(cell.format(public, party) for public in game.publics), found[party]
        )
        for party in game.parties
    )
    table = Markup('<table><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table>').format(
        word("blame-col", lang), heads, body
    )
    title = word("blame-title", lang)
    framed = Markup('<div class="wide" tabindex="0" role="region" aria-label="{}">{}</div>').format(title, table)
    return Markup("<h2>{}</h2>").format(title) + line(word("blame-said", lang)) + framed


def take(lang: Lang) -> Markup:
    """Return what to take along."""
    return Markup("<h2>{}</h2>").format(word("take-title", lang)) + _list([word(f"take.{number}", lang) for number in range(1, 6)])


def sources(lang: Lang) -> Markup:
    """Return, folded, where the directions of the effects come from."""
    game: PublicGame = public_game()
    lines = _list([word(f"source.{one}", lang) for one in game.sources])
    said = line(word("model-said", lang)) + line(word("model-made", lang)) + line(word("sources-said", lang))
    return Markup("<details><summary>{}</summary>{}</details>").format(word("credits", lang), lines + said)


def end(forms: tuple[str, str], lang: Lang) -> Markup:
    """Return what was learned, with slots for the two totals; folded, the right answers to the form before and to the one after."""
    both = word("end-both", lang, before=slot("right-before"), after=slot("right-after"))
    keys = _key(forms[0], word("end-right-before", lang), lang) + _key(forms[1], word("end-right", lang), lang)
    return Markup("").join([_title(word("end-title", lang)), Markup('<p class="words">{}</p>').format(both), take(lang), keys])


def _key(form: str, title: Markup, lang: Lang) -> Markup:
    rows = Markup("").join(
        Markup("<li>{} <strong>{}</strong></li>").format(word(f"test.{form}-{number + 1}", lang), word(f"answer.{key}", lang))
        for number, key in enumerate(public_game().forms[form])
    )
    return Markup("<details><summary>{}</summary><ol>{}</ol></details>").format(title, rows)
