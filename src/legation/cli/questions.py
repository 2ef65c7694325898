"""``legation ask`` and ``legation questions``."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.cli.opening import load
from legation.cli.terminal import bar, lines, show, tell
from legation.dossier import MARKINGS, as_date, write_file
from legation.dossier.kind import Reference
from legation.errors import CannotRead, NotAvailable, WrongUse
from legation.language import Lang, Message, say
from legation.questions import Case, find
from legation.questions import ask as ask_question
from legation.questions.base.answer_store import AnswerStore, MemoryStore
from legation.questions.base.registry import described, find_questions, is_question
from legation.questions.question import Option

if TYPE_CHECKING:
    from legation.lake import Lake

__all__ = ["answers_in", "ask", "case_of", "chosen_date", "lake_beside", "list_questions", "option_lines", "options_of", "print_questions"]


FOUND = 6
"""So many questions are listed at most for some words."""


def ask(
    question: str,
    dossier: Path,
    words: list[str],
    *,
    as_json: bool,
    figure: Path | None,
    lang: Lang,
    lake: Path | None = None,
    cache: Path | None = None,
) -> int:
    """Answer one question, as a table, as JSON or as a picture."""
    definition = find(question)
    options = options_of({o.name for o in definition.all_options if o.kind.name == "flag"}, words)
    case = case_of(dossier, audience="owner" if definition.private else "desk", lake=lake)
    if options.get("revision"):
        case = dataclasses.replace(case, files={options["revision"]: load(Path(options["revision"])).cleared(MARKINGS[-1], "desk")})
    with answers_in(cache, lang) as store, bar(definition.title, lang) as progress:
        answer = ask_question(definition, case, progress, store=store if cache is not None else None, **options)
    if figure is not None:
        write_file(figure, _picture(answer, figure, lang))
        sys.stdout.write(f"{figure}\n")
    elif as_json:
        sys.stdout.write(json.dumps(answer.to_json(lang), ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    else:
        show(answer, lang)
    return 0


def list_questions(words: str = "", *, as_json: bool, lang: Lang) -> int:
    """Print every question, or those that some words may mean, the best first."""
    return print_questions(described(lang), words, as_json=as_json, lang=lang)


def print_questions(listed: list[dict[str, Any]], words: str = "", *, as_json: bool, lang: Lang) -> int:
    """Print questions, as :func:`legation.questions.base.registry.described` gives them; 1 where some words find none."""
    if words:
        by_id = {one["id"]: one for one in listed}
        listed = [by_id[found.id] for found in find_questions(words, lang, FOUND) if found.id in by_id]
    if as_json:
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
        return 0
    if not listed:
        tell(Message("cli.no-question", words=words), lang)
        return 1
    rows = [[one["id"], one["title"], _learns(one["id"], lang)] for one in listed]
    columns = [Message("cli.column.id"), Message("cli.column.question"), Message("cli.column.learns")]
    lines(Message("cli.questions"), columns, rows, lang, whole=[0])
    tell(Message("cli.questions-help"), lang)
    return 0


def _learns(question: str, lang: Lang) -> str:
    """Return what one learns from a question; of one that only a site has, nothing."""
    learns = find(question).learns if is_question(question) else None
    return say(learns, lang) if learns is not None else ""


def option_lines(question: str, lang: Lang) -> list[tuple[str, str]]:
    """Return the options of a question as a page of help lists them: what is typed, and what it is for, with what may be given.

    >>> option_lines("what-is-due", "en")[0][0]
    '--horizon-days NUMBER'
    """
    return [(_typed_as(option), _meant_by(option, question, lang)) for option in find(question).all_options]


def _typed_as(option: Option) -> str:
    name = f"--{option.name.replace('_', '-')}"
    return name if option.kind.name == "flag" else f"{name} {option.kind.name.upper()}"


def _meant_by(option: Option, question: str, lang: Lang) -> str:
    said = [say(option.help(question), lang)]
    if isinstance(option.kind, Reference):
        said.append(say(Message("cli.option-reference", what=Message(f"table.{option.kind.to[0]}")), lang))
    elif option.among is not None:
        said.append(say(Message("cli.option-named"), lang))
    elif option.kind.allowed and option.kind.name != "flag":
        said.append(say(Message("cli.option-allowed", allowed=option.kind.allowed), lang))
    if option.many or (isinstance(option.kind, Reference) and option.kind.many):
        said.append(say(Message("cli.option-many"), lang))
    if option.default not in (None, "", False):
        said.append(say(Message("cli.option-default", value=option.kind.write(option.default)), lang))
    return " ".join(said)


@contextlib.contextmanager
def answers_in(cache: Path | None, lang: Lang) -> Iterator[AnswerStore]:
    """Give the store of one command: in a folder where one is named, else in memory; say on the error stream what was not written."""
    if cache is None:
        yield MemoryStore()
        return
    from legation.questions.base.answer_folder import FolderStore

    store = FolderStore(cache)
    yield store
    if store.fault is not None:
        sys.stderr.write(say(store.fault, lang) + "\n")


def case_of(
    dossier: Path, as_of: str | None = None, *, audience: str = "desk", lake: Path | None = None, store: AnswerStore | None = None
) -> Case:
    """Return the dossier at a path, without the mandate but for its owner, as a case of today; at a date where one is given.

    Beside it stands the lake that is named, or the one that lies beside the dossier (``DOSSIER.lake``).
    """
    today = dt.date.today()  # noqa: DTZ011 - the reader's own day
    case = Case(dossier=load(dossier).cleared(MARKINGS[-1], audience), today=today, lake=lake_beside(dossier, lake), store=store)
    return case.at(case.as_of if as_of is None else chosen_date("as-of", as_of))


def lake_beside(dossier: Path, named: Path | None = None) -> Lake | None:
    """Return the lake that is named, or that lies beside a dossier as ``DOSSIER.lake``; None where there is none.

    It is asked as the environment says: :mod:`legation.lake.lake`.
    """
    folder = named or dossier.absolute().with_name(f"{dossier.absolute().name}.lake")
    if named is None and not folder.is_dir():
        return None
    if not (folder / "manifest.sqlite").exists():
        raise CannotRead(Message("observing.no-lake", path=str(folder)))
    from legation.lake.lake import lake_at

    return lake_at(folder)


def chosen_date(name: str, given: str) -> dt.date:
    """Return the date that an option of the command gives."""
    try:
        return as_date(given)
    except ValueError:
        raise WrongUse(Message("all-questions.bad-option", name=name, found=given, allowed="YYYY-MM-DD | YYYY-MM | YYYY")) from None


def options_of(flags: set[str], words: list[str]) -> dict[str, Any]:
    """Return the options that follow the dossier: ``--first A/RES/73/27``, ``--reveal``, ``--since=2018``.

    >>> options_of({"reveal"}, ["--first", "A/RES/73/27", "--reveal", "--since=2018"])
    {'first': 'A/RES/73/27', 'reveal': 'yes', 'since': '2018'}
    """
    options: dict[str, Any] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        name = name.replace("-", "_")
        if not word.startswith("--"):
            raise WrongUse(Message("cli.stray-word", found=word))
        if equals:
            options[name] = value
        elif name in flags and (not rest or rest[0].startswith("--")):
            options[name] = "yes"
        elif rest:
            options[name] = rest.pop(0)
        else:
            raise WrongUse(Message("cli.no-value", name=name.replace("_", "-")))
    return options


def _picture(answer: Any, target: Path, lang: Lang) -> bytes:
    from legation.briefing.labels import footer
    from legation.figures import render

    if not answer.figures:
        raise NotAvailable(Message("cli.no-figure", question=answer.question))
    wanted = next((f for f in answer.figures if target.stem.endswith(f.id)), answer.figures[0])
    match target.suffix.lower():
        case ".svg":
            return render.svg(wanted, lang, footer=footer(answer, lang)).encode("utf-8")
        case ".png":
            return render.png(wanted, lang, footer=footer(answer, lang))
        case _:
            raise WrongUse(Message("cli.figure-format", found=target.name))
