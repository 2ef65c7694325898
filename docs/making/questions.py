"""The page of the questions."""

from __future__ import annotations

from legation.figures.registry import figure_kinds
from legation.language import Lang, say
from legation.questions.base.needs import declared_needs
from legation.questions.base.registry import questions
from legation.questions.question import Option, Question
from making.fields import described
from making.markdown import code, heading, said, sentence, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("questions.title", lang)), said("questions.intro", lang)]
    for question in questions().values():
        blocks += [heading(2, sentence(question.title, lang)), code(question.id)]
        blocks += [said("questions.needs", lang, tables=_needs(question, lang))]
        blocks += [f"**{said('questions.method', lang)}** {sentence(question.method, lang)}"]
        blocks += [f"**{said('questions.limits', lang)}** {sentence(question.limits, lang)}"]
        header = [said(f"column.{name}", lang) for name in ("option", "meaning", "allowed", "default")]
        blocks += [table(header, (_option(question, option, lang) for option in question.all_options))]
        if question.references:
            blocks += [f"**{said('questions.references', lang)}** " + " · ".join(question.references)]
        if also := figure_kinds(question.id):
            figures = "; ".join(f"{code(kind.id)}: {sentence(kind.title, lang)}" for kind in also)
            blocks += [f"**{said('questions.figures', lang)}** {figures}"]
    return "\n\n".join(blocks)


def _needs(question: Question, lang: Lang) -> str:
    return "; ".join(say(need.title, lang) for need in declared_needs(question)) or said("questions.nothing", lang)


def _option(question: Question, option: Option, lang: Lang) -> tuple[str, str, str, str]:
    default = "" if option.default in (None, "") else code(option.kind.write(option.default))
    return code(f"--{option.name.replace('_', '-')}"), sentence(option.help(question.id), lang), described(option.kind, lang), default
