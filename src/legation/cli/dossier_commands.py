"""Commands on one dossier: its papers, questions, rows, declarations.

What a command needs is imported when it runs, so that help is quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legation.cli.options import (
    ANSWERS,
    AS_OF,
    CACHE,
    DOSSIER,
    JSON,
    KIND,
    LAKE,
    LANG,
    LANGS,
    MARKING,
    OUT,
    READER,
    ROLLCALL,
    SEED,
    TEMPLATE,
    argument,
    command_of,
    language_of,
    languages_of,
    option,
    site_of,
)

__all__ = ["DOSSIER_COMMANDS"]

DOSSIER_COMMANDS = typer.Typer()
command = command_of(DOSSIER_COMMANDS)


@command("note")
def _note(
    dossier: Annotated[Path, DOSSIER],
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("formats", "--formats", metavar="html,pdf,docx")] = "html,pdf,docx",
    reader: Annotated[str, READER] = "cabinet",
    kind: Annotated[str, option("note-kind", "--kind", metavar="SITUATION", show_default=False)] = "",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
    lake: Annotated[Path | None, LAKE] = None,
    seed: Annotated[int, SEED] = 0,
    cache: Annotated[Path | None, CACHE] = None,
    final: Annotated[bool, option("final", "--final")] = False,  # noqa: FBT002
    reason: Annotated[str, option("final-reason", "--reason", metavar="TEXT")] = "",
) -> int:
    from legation.cli import papers

    return papers.note(
        dossier, languages_of(langs), out, formats, reader, as_of, template, seed, lake, cache, kind=kind, final=final, reason=reason
    )


@command("brief")
def _brief(
    dossier: Annotated[Path, DOSSIER],
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("formats", "--formats", metavar="html,pdf,docx,json,csv")] = "html,pdf,docx",
    reader: Annotated[str, READER] = "cabinet",
    book: Annotated[bool, option("book", "--book")] = False,  # noqa: FBT002
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
    lake: Annotated[Path | None, LAKE] = None,
    seed: Annotated[int, SEED] = 0,
    cache: Annotated[Path | None, CACHE] = None,
) -> int:
    from legation.cli import papers

    return papers.brief(dossier, languages_of(langs), out, formats, reader, as_of, template, seed, lake, cache, book=book)


@command("tally")
def _tally(
    dossier: Annotated[Path, DOSSIER],
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("formats", "--formats", metavar="html,pdf,docx")] = "html,pdf,docx",
    rollcall: Annotated[str, ROLLCALL] = "",
    form: Annotated[str, option("tally-form", "--form", metavar="corridor|room")] = "corridor",
    paper: Annotated[str, option("paper", "--paper", metavar="a4|a3")] = "a4",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
    seed: Annotated[int, SEED] = 0,
    cache: Annotated[Path | None, CACHE] = None,
) -> int:
    from legation.cli import papers

    return papers.tally(dossier, languages_of(langs), out, formats, rollcall, as_of, template, seed, cache, form=form, paper=paper)


@command("kit")
def _kit(
    dossier: Annotated[Path, DOSSIER],
    actors: Annotated[list[str] | None, option("actor", "--actor", metavar="ACTOR", show_default=False)] = None,
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("formats", "--formats", metavar="html,pdf,docx")] = "pdf,docx",
    rollcall: Annotated[str, ROLLCALL] = "",
    skeleton: Annotated[str, option("skeleton", "--skeleton", metavar="explanation-of-vote|non-paper")] = "",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
) -> int:
    from legation.cli import papers

    return papers.kit(dossier, actors or [], languages_of(langs), out, formats, rollcall, skeleton, as_of, template)


@command("lines")
def _lines(
    dossier: Annotated[Path, DOSSIER],
    actors: Annotated[list[str] | None, option("lines-actor", "--actor", metavar="ACTOR", show_default=False)] = None,
    issue: Annotated[str, option("lines-issue", "--issue", metavar="ISSUE")] = "",
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("formats", "--formats", metavar="html,pdf,docx")] = "pdf,docx",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
) -> int:
    from legation.cli import papers

    return papers.lines(dossier, actors or [], languages_of(langs), out, formats, issue, as_of, template)


@command("meeting")
def _meeting(
    dossier: Annotated[Path, DOSSIER],
    actor: Annotated[str, argument("meeting-actor", "ACTOR")],
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("formats", "--formats", metavar="html,pdf,docx")] = "pdf,docx",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
    form: Annotated[Path | None, option("meeting-form", "--form", metavar="TOML", show_default=False)] = None,
    record: Annotated[Path | None, option("meeting-record", "--record", metavar="TOML", show_default=False)] = None,
    confirm: Annotated[str | None, option("meeting-confirm", "--confirm", metavar="all|none|1,3", show_default=False)] = None,
    reason: Annotated[str, option("meeting-reason", "--reason", metavar="TEXT")] = "",
) -> int:
    from legation.cli import meetings, papers

    if form is not None:
        return meetings.blank(dossier, actor, form, languages_of(langs)[0])
    if record is not None:
        return meetings.record(dossier, actor, record, confirm, reason, languages_of(langs), out, formats, template)
    return papers.meeting(dossier, actor, languages_of(langs), out, formats, as_of, template)


@command("round")
def _round(
    dossier: Annotated[Path, DOSSIER],
    wanted: Annotated[str, option("round", "--round", metavar="ROUND", show_default=False)] = "",
    at: Annotated[str, option("round-at", "--at", metavar="MOMENT", show_default=False)] = "",
    since: Annotated[str, option("round-since", "--since", metavar="MOMENT", show_default=False)] = "",
    out: Annotated[Path, option("round-out", "--out", "-o", metavar="FILE")] = Path("round.pdf"),
    lang: Annotated[str | None, LANG] = None,
    partner: Annotated[str, option("round-partner", "--partner", metavar="ACTOR", show_default=False)] = "",
    columns: Annotated[str, option("round-columns", "--columns", metavar="NAME,NAME", show_default=False)] = "",
    disclose: Annotated[str, option("round-disclose", "--disclose", metavar="NAME,NAME", show_default=False)] = "",
    template: Annotated[Path | None, TEMPLATE] = None,
    propose: Annotated[int, option("round-propose", "--propose", min=0, max=200, show_default=False)] = 0,
    assign: Annotated[Path | None, option("round-assign", "--assign", metavar="TXT", show_default=False)] = None,
    *,
    confirm: Annotated[bool, option("round-confirm", "--confirm")] = False,
    reason: Annotated[str, option("round-reason", "--reason", metavar="TEXT")] = "",
) -> int:
    from legation.cli import rounds

    if propose:
        return rounds.propose(dossier, wanted, propose, language_of(lang))
    if assign is not None:
        return rounds.assign(dossier, wanted, at, assign, reason, language_of(lang), confirmed=confirm)
    return rounds.write(dossier, wanted, at, since, out, language_of(lang), template, partner, columns, disclose)


@command("explanation")
def _explanation(
    dossier: Annotated[Path, DOSSIER],
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("formats", "--formats", metavar="html,pdf,docx")] = "html,pdf,docx",
    rollcall: Annotated[str, ROLLCALL] = "",
    kind: Annotated[str, option("explanation-kind", "--kind", metavar="before|after|position")] = "before",
    us: Annotated[str, option("us", "--us", metavar="ACTOR", show_default=False)] = "",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
) -> int:
    from legation.cli import papers

    return papers.explanation(dossier, languages_of(langs), out, formats, rollcall, kind, us, as_of, template)


@command("circulation")
def _circulation(
    dossier: Annotated[Path, DOSSIER],
    actors: Annotated[list[str] | None, option("circulation-actor", "--actor", metavar="ACTOR", show_default=False)] = None,
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    formats: Annotated[str, option("circulation-formats", "--formats", metavar="html,pdf,docx,csv")] = "html,csv",
    draft: Annotated[str, option("circulation-draft", "--draft", metavar="NAME", show_default=False)] = "",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
    joined: Annotated[Path | None, option("circulation-members", "--members", metavar="CSV", show_default=False)] = None,
) -> int:
    from legation.cli import papers

    return papers.circulation(dossier, actors or [], languages_of(langs), out, formats, draft, as_of, template, joined)


@command("examples")
def _examples(
    names: Annotated[list[str] | None, argument("examples", "[NAME]...")] = None,
    out: Annotated[Path, option("examples-out", "--out", metavar="DIR")] = Path("examples"),
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli.start import examples

    return examples(names or [], out, language_of(lang))


@command("start")
def _start(
    source: Annotated[Path, argument("list", "LIST")],
    out: Annotated[Path | None, option("start-folder", "--out", metavar="DIR", show_default=False)] = None,
    title: Annotated[str, option("title", "--title")] = "",
    vote: Annotated[str, option("vote", "--vote", metavar="TITLE")] = "",
    kind: Annotated[str, KIND] = "",
    answers: Annotated[list[str] | None, ANSWERS] = None,
    marking: Annotated[str, MARKING] = "",
    record: Annotated[str, option("start-take", "--take", metavar="PACK|DOSSIER", show_default=False)] = "",
    words: Annotated[str, option("take-words", "--about", metavar="WORDS", show_default=False)] = "",
    bodies: Annotated[list[str] | None, option("take-body", "--body", metavar="BODY", show_default=False)] = None,
    years: Annotated[str, option("take-years", "--years", metavar="2010-2019", show_default=False)] = "",
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import start

    query = (record, words, bodies or [], years)
    return start.start(source, out or Path(source.stem), title, vote, kind, answers or [], language_of(lang), marking, query)


@command("ask", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def _ask(
    context: typer.Context,
    question: Annotated[str, argument("question", "QUESTION")],
    dossier: Annotated[Path, DOSSIER],
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002 - a flag of the command line
    figure: Annotated[Path | None, option("figure", "--figure", metavar="FILE.svg|png")] = None,
    lake: Annotated[Path | None, LAKE] = None,
    cache: Annotated[Path | None, CACHE] = None,
    lang: Annotated[str | None, LANG] = None,
) -> int:
    server = site_of(context)
    if server:
        from legation.cli import remote

        return remote.ask(server, question, str(dossier), context.args, as_json=as_json, figure=figure, lang=language_of(lang))
    from legation.cli import questions

    one = language_of(lang)
    return questions.ask(question, dossier, context.args, as_json=as_json, figure=figure, lang=one, lake=lake, cache=cache)


@command("questions")
def _questions(
    context: typer.Context,
    words: Annotated[list[str] | None, argument("words", "WORDS")] = None,
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    server = site_of(context)
    if server:
        from legation.cli import remote

        return remote.list_questions(server, " ".join(words or ()), as_json=as_json, lang=language_of(lang))
    from legation.cli import questions

    return questions.list_questions(" ".join(words or ()), as_json=as_json, lang=language_of(lang))


@command("notify")
def _notify(
    dossier: Annotated[Path, DOSSIER],
    aware: Annotated[str, option("aware", "--aware", metavar="MOMENT", show_default=False)],
    zone: Annotated[str, option("notice-zone", "--zone", metavar="ZONE")] = "UTC",
    acts: Annotated[str, option("acts", "--acts", metavar="nis2,gdpr", show_default=False)] = "",
    incident: Annotated[str, option("of-incident", "--incident", metavar="NAME", show_default=False)] = "",
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import notices

    return notices.notify(dossier, aware, zone, acts, incident, language_of(lang))


@command("situations")
def _situations(
    dossier: Annotated[Path, DOSSIER],
    situation: Annotated[str, option("situation", "--situation", metavar="SITUATION", show_default=False)] = "",
    about: Annotated[str, option("about", "--about", metavar="ID", show_default=False)] = "",
    as_of: Annotated[str | None, AS_OF] = None,
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import situations

    return situations.situations(dossier, situation, about, as_of, as_json=as_json, lang=language_of(lang))


@command("check")
def _check(
    dossier: Annotated[Path, DOSSIER],
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import start as carrying

    return carrying.check(dossier, as_json=as_json, lang=language_of(lang))


@command("release")
def _release(
    dossier: Annotated[Path, DOSSIER],
    part: Annotated[str, argument("release-part", "PART")],
    table: Annotated[str, argument("release-table", "TABLE")],
    row: Annotated[str, argument("release-row", "ROW")],
    function: Annotated[str, option("function", "--function", metavar="TEXT")],
    reason: Annotated[str, option("release-reason", "--reason", metavar="TEXT")],
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import rows

    return rows.release(dossier, (part, table, row), function, reason, lang=language_of(lang))


@command("history")
def _history(
    dossier: Annotated[Path, DOSSIER],
    part: Annotated[str, argument("release-part", "PART")],
    table: Annotated[str, argument("release-table", "TABLE")],
    row: Annotated[str, argument("history-row", "[ROW]")] = "",
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import rows as row_history

    return row_history.history(dossier, part, table, row, as_json=as_json, lang=language_of(lang))


@command("persons")
def _persons(
    dossier: Annotated[Path, DOSSIER],
    place: Annotated[str, argument("persons-place", "[PLACE]")] = "",
    function: Annotated[str, option("persons-function", "--function", metavar="TEXT")] = "",
    quote: Annotated[bool, option("persons-quote", "--quote")] = False,  # noqa: FBT002
    remove: Annotated[bool, option("persons-remove", "--remove")] = False,  # noqa: FBT002
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import persons

    return persons.persons(dossier, place, function, quote=quote, remove=remove, as_json=as_json, lang=language_of(lang))


@command("new")
def _new(
    out: Annotated[Path, argument("new-folder", "DIR")],
    title: Annotated[str, option("title", "--title")] = "",
    marking: Annotated[str, MARKING] = "",
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import start as carrying

    return carrying.new(out, title, language_of(lang), marking)


@command("extensions")
def _extensions(
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import extensions

    return extensions.extensions(as_json=as_json, lang=language_of(lang))


@command("fields")
def _fields(
    table: Annotated[str, argument("fields-of", "[TABLE|KIND]")] = "",
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import declarations

    return declarations.fields(table, as_json=as_json, lang=language_of(lang))


@command("template")
def _template(
    out: Annotated[Path, argument("template", "FILE.csv|.xlsx|datapackage.json")],
    table: Annotated[str, argument("table", "[TABLE]")] = "",
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import declarations

    return declarations.template(out, table, language_of(lang))
