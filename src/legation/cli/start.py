"""``legation start``, ``new``, ``check`` and ``examples``; the doubtful lines of a plain list, asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from legation.cli.opening import load
from legation.cli.taken import record_named, say_taken, years_of
from legation.cli.terminal import tell
from legation.dossier import MARKINGS, TABLES, Dossier, Info, When, Wording, examine, save, write_file
from legation.dossier.files.folder import CARRIERS
from legation.dossier.parts.settings import NEW_MARKING, UNSAID, says_marking
from legation.dossier.problem import problem
from legation.errors import CannotWrite, DossierError, WrongUse
from legation.example_folder import example_folders
from legation.language import Lang, Message, say
from legation.sources.doubt import Doubt, read_answers
from legation.sources.source import identifier
from legation.system_words import system_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from legation.dossier.problem import Problem
    from legation.sources import Draft
    from legation.sources.packs.taking import Taken

__all__ = [
    "check",
    "examples",
    "identifier",
    "must_be_new",
    "new",
    "settled",
    "start",
    "to_errors",
]


def start(
    source: Path,
    out: Path,
    title: str,
    vote: str,
    kind: str,
    answers: list[str],
    lang: Lang,
    marking: str = "",
    query: tuple[str, str, list[str], str] = ("", "", [], ""),
) -> int:
    """Make a dossier of a plain list; what is doubtful is asked in a terminal, and listed with the way to answer elsewhere.

    ``query``: a pack or dossier of which the votes of the list's actors are taken, with words, bodies and years; of none where it is empty.
    """
    from legation.sources import read_actor_list
    from legation.sources.tables.actors import with_vote_ahead

    must_be_new(out)
    said = _said(marking)
    draft = settled(read_actor_list(source, lang=lang, kind=kind), answers, lang)
    if draft is None:
        return 1
    to_errors(draft.unplaced, lang)
    dossier = draft.dossier(identifier(out), title or out.name)
    dossier = dataclasses.replace(dossier, info=dataclasses.replace(dossier.info, marking=said))
    if vote:
        dossier = with_vote_ahead(dossier, vote)
    came = _with_votes(dossier, query)
    save(came.after if came else dossier, out)
    if came is not None:
        say_taken(came, str(out), lang)
    if others := _without_a_vote(dossier):
        tell(Message("cli.without-a-vote", count=len(others), actors=others), lang)
    tell(Message("cli.started" if vote else "cli.started-without-vote", path=str(out), count=len(dossier.actors)), lang)
    return 0


def _with_votes(dossier: Dossier, query: tuple[str, str, list[str], str]) -> Taken | None:
    """Return a new dossier with the votes of its actors that were asked for; None where none were."""
    from legation.sources.packs.extract import Extract
    from legation.sources.packs.taking import members_in, taken

    record, words, bodies, years = query
    if not record:
        return None
    first, last = years_of(years)
    extract = Extract(members=members_in(dossier), words=words, bodies=tuple(bodies), first=first, last=last)
    return taken(record_named(record), extract, dossier)


def settled(draft: Draft, answers: list[str], lang: Lang) -> Draft | None:
    """Return a list with its doubts decided, by the answers given or in the terminal; None, and the doubts listed, where some are left."""
    draft = draft.resolve(read_answers(answers))
    while draft.doubtful and sys.stdin.isatty():
        draft = _decided(draft, lang)
    if not draft.doubtful:
        return draft
    to_errors(draft.unplaced, lang)
    for doubt in draft.doubtful:
        tell(_question(doubt), lang)
    tell(Message("cli.doubts", count=len(draft.doubtful)), lang)
    return None


def to_errors(problems: Iterable[Problem], lang: Lang) -> None:
    """Print problems apart from what was asked for."""
    for one in problems:
        sys.stderr.write(say(one, lang) + "\n")


def must_be_new(out: Path) -> None:
    """Raise CannotWrite where something is already."""
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise CannotWrite(Message("cli.already-there", path=str(out)))


def _decided(draft: Draft, lang: Lang) -> Draft:
    doubt = draft.doubtful[0]
    tell(_question(doubt), lang)
    sys.stdout.write("> ")
    sys.stdout.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise KeyboardInterrupt
    try:
        return draft.resolve({doubt.line: answer.strip()})
    except WrongUse as error:
        sys.stdout.write(say(error.message, lang) + "\n")
        return draft


def _question(doubt: Doubt) -> Message:
    answers = tuple(
        meaning if f"({answer})" in say(meaning, "en") else Message("cli.answer", answer=answer, meaning=meaning)
        for answer, meaning in doubt.answers
    )
    return Message("cli.doubt", question=doubt.question, answers=answers)


def _without_a_vote(dossier: Dossier) -> tuple[Wording, ...]:
    """Return who does not vote in the body that the list was taken for; nobody where it was taken for none."""
    voting = {row.actor for row in dossier.groups if row.group in {body.members for body in dossier.bodies}}
    return tuple(actor.name for actor in dossier.actors if actor.id not in voting) if dossier.bodies else ()


def _said(marking: str) -> str:
    """Return the marking that is given to a new dossier, or the one that every new dossier has."""
    if marking not in ("", *MARKINGS):
        raise WrongUse(Message("all-questions.bad-option", name="marking", found=marking[:40], allowed=" | ".join(MARKINGS)))
    return marking or NEW_MARKING


def new(out: Path, title: str, lang: Lang, marking: str = "") -> int:
    """Make an empty dossier with the tables that most dossiers begin with."""
    must_be_new(out)
    said = _said(marking)
    name = title or out.name
    today = When(dt.date.today().isoformat())  # noqa: DTZ011 - the reader's own day
    info = Info(id=identifier(out), title=Wording(name), created=today, marking=said)
    save(Dossier(info=info), out)
    if out.suffix.lower() not in CARRIERS:
        from legation.dossier.files.templates import csv_template

        for table in ("actors", "issues", "positions", "evidence", "objectives", "activities"):
            write_file(out / TABLES[table].part, csv_template(table))
    tell(Message("cli.made", path=str(out), marking=info.marking), lang)
    return 0


def check(dossier: Path, *, as_json: bool, lang: Lang) -> int:
    """List every fault and notice of the dossier and, where it can be read, of its models and its note; exit code 1 on a fault."""
    from legation.briefing.notes.mending import problems_of_note
    from legation.dossier.models.assumption_variants import assumption_faults
    from legation.dossier.tables.rule_faults import rule_faults
    from legation.questions import Case
    from legation.questions.games.faults import game_faults
    from legation.questions.strategy.signposts.faults import signpost_problems
    from legation.sources.imports.merge import model_faults, model_notices
    from legation.sources.names.in_dossier import persons_noticed

    try:
        there = load(dossier)
        problems = there.notices
    except DossierError:
        there, problems = None, examine(dossier)
    if there is not None:
        unsaid = () if says_marking(there.info) else (problem("no-marking", "dossier.toml", None, "marking", allowed=UNSAID),)
        case = Case(dossier=there, today=dt.date.today())  # noqa: DTZ011 - the reader's own day
        rules = rule_faults(there, case.as_of)
        problems = (
            *problems,
            *unsaid,
            *rules,
            *model_faults(there),
            *model_notices(there),
            *assumption_faults(there),
            *problems_of_note(case),
            *persons_noticed(there),
            *signpost_problems(case.at(case.as_of)),
            *game_faults(there),
        )
    faults = sum(1 for p in problems if not p.is_notice)
    if as_json:
        listed = [
            {
                "part": p.part,
                "row": p.row,
                "column": p.column,
                "allowed": p.allowed,
                "found": p.found,
                "remedy": say(p.remedy, lang),
                "code": p.code,
                "fault": not p.is_notice,
            }
            for p in problems
        ]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    else:
        for one in problems:
            sys.stdout.write(say(one, lang) + "\n")
        tell(Message("cli.checked", count=faults, notices=len(problems) - faults, path=str(dossier)), lang)
    return 1 if faults else 0


def examples(names: list[str], out: Path, lang: Lang) -> int:
    """List the examples, or copy the named ones into ``out``, each as a folder of its own.

    Raises
    ------
    WrongUse
        For a name that no example has.
    CannotWrite
        Where a folder of that name is there already; nothing was copied.
    """
    there = example_folders()
    for name in names:
        if name not in there:
            raise WrongUse(Message("cli.no-example", found=name, allowed=" | ".join(there)))
    if not names:
        for name, folder in there.items():
            sys.stdout.write(f"{name}\t{_title(folder, lang)}\n")
        return 0
    for name in names:
        must_be_new(out / name)
    for name in names:
        try:
            shutil.copytree(there[name], out / name, dirs_exist_ok=True)
        except OSError as error:
            raise CannotWrite(Message("dossier.cannot-write", path=str(out / name), why=system_words(error))) from error
        tell(Message("cli.example-copied", path=str(out / name)), lang)
    return 0


def _title(folder: Path, lang: Lang) -> str:
    return str(tomllib.loads((folder / "dossier.toml").read_text("utf-8"))[f"title_{lang}"])
