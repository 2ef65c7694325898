"""Every command. The help strings are ids of the catalogue ``cli``, said in the reader's language when the command is built.

What a command needs is imported when it runs, so that help is quick.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from legation.cli.source_options import ImportCommand, ObserveCommand, given_options
from legation.language import LANGUAGES, Lang, Message, say

__all__ = ["app"]


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise typer.BadParameter(" | ".join(LANGUAGES))
    return text


def _option(name: str, *flags: str, **more: Any) -> Any:
    return typer.Option(*flags, help=f"option.{name}", **more)


def _argument(name: str, metavar: str) -> Any:
    return typer.Argument(help=f"argument.{name}", metavar=metavar, show_default=False)


_built = typer.Typer(help="help", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

_DOSSIER = _argument("dossier", "DOSSIER")
_LANG = _option("lang", "--lang", parser=_language, metavar="en|fr", show_default=False)
_LANGS = _option("langs", "--lang", parser=_language, metavar="en|fr", show_default=False)
_AS_OF = _option("as-of", "--as-of", metavar="DATE")
_OUT = _option("out", "--out", metavar="DIR")
_LAKE = _option("lake", "--lake", metavar="DIR", show_default=False)
_SEED = _option("seed", "--seed", min=0)
_TEMPLATE = _option("template", "--template", metavar="DOCX")
_ROLLCALL = _option("rollcall", "--rollcall", metavar="SYMBOL")
_KIND = _option("kind", "--kind", metavar="KIND")
_ANSWERS = _option("answer", "--answer", metavar="LINE=ISO3|new|skip", show_default=False)
_DATA = _option("data", "--data", metavar="DIR", show_default=False, readable=False)  # the site says what is wrong with it
_JSON = _option("json", "--json")
_USER = _option("taxii-user", "--user", metavar="NAME", show_default=False)
_INSIDE = _option("inside", "--inside")
_ASKED_THERE = ("ask", "questions", "export")
"""The commands that a site can be asked for."""


def _command(name: str, **settings: Any) -> Callable[[Callable[..., int]], Any]:
    return _built.command(name, help=f"command.{name}", **settings)


@_built.callback(help="help")
def _on(
    context: typer.Context,
    server: Annotated[
        str, _option("server", "--server", metavar="URL", envvar="LEGATION_SERVER", show_envvar=False, show_default=False)
    ] = "",
) -> None:
    from legation.errors import WrongUse

    named = context.get_parameter_source("server")
    if server and named is not None and named.name == "COMMANDLINE" and context.invoked_subcommand not in _ASKED_THERE:
        raise WrongUse(Message("server.local-only", command=str(context.invoked_subcommand), allowed=" | ".join(_ASKED_THERE)))


@functools.cache
def app(lang: Lang) -> Callable[..., Any]:
    """Return the command with its help in ``lang``."""
    command: Any = typer.main.get_command(_built)
    for part in (command, *command.commands.values()):
        part.help = say(Message(f"cli.{part.help}"), lang)
        part.lang = lang
        part.get_help = functools.partial(_page, part.get_help, lang)
        for parameter in part.params:
            if getattr(parameter, "help", None) and parameter.name != "help":
                parameter.help = say(Message(f"cli.{parameter.help}"), lang)
    return command  # type: ignore[no-any-return]


def _page(written: Callable[[Any], str], lang: Lang, context: Any) -> str:
    from legation.cli.words import our_help

    return our_help(written(context), lang)


@_command("brief")
def _brief(
    dossier: Annotated[Path, _DOSSIER],
    langs: Annotated[list[str] | None, _LANGS] = None,
    out: Annotated[Path, _OUT] = Path(),
    formats: Annotated[str, _option("formats", "--formats", metavar="html,pdf,docx,json,csv")] = "html,pdf,docx,json",
    as_of: Annotated[str | None, _AS_OF] = None,
    template: Annotated[Path | None, _TEMPLATE] = None,
    lake: Annotated[Path | None, _LAKE] = None,
    seed: Annotated[int, _SEED] = 0,
) -> int:
    from legation.cli import documents

    return documents.brief(dossier, _several(langs), out, formats, as_of, template, seed, lake)


@_command("tally")
def _tally(
    dossier: Annotated[Path, _DOSSIER],
    langs: Annotated[list[str] | None, _LANGS] = None,
    out: Annotated[Path, _OUT] = Path(),
    formats: Annotated[str, _option("formats", "--formats", metavar="html,pdf,docx")] = "html,pdf,docx",
    rollcall: Annotated[str, _ROLLCALL] = "",
    as_of: Annotated[str | None, _AS_OF] = None,
    template: Annotated[Path | None, _TEMPLATE] = None,
    seed: Annotated[int, _SEED] = 0,
) -> int:
    from legation.cli import documents

    return documents.tally(dossier, _several(langs), out, formats, rollcall, as_of, template, seed)


@_command("kit")
def _kit(
    dossier: Annotated[Path, _DOSSIER],
    actors: Annotated[list[str] | None, _option("actor", "--actor", metavar="ACTOR", show_default=False)] = None,
    langs: Annotated[list[str] | None, _LANGS] = None,
    out: Annotated[Path, _OUT] = Path(),
    formats: Annotated[str, _option("formats", "--formats", metavar="html,pdf,docx")] = "pdf,docx",
    rollcall: Annotated[str, _ROLLCALL] = "",
    skeleton: Annotated[str, _option("skeleton", "--skeleton", metavar="explanation-of-vote|non-paper")] = "",
    as_of: Annotated[str | None, _AS_OF] = None,
    template: Annotated[Path | None, _TEMPLATE] = None,
) -> int:
    from legation.cli import documents

    return documents.kit(dossier, actors or [], _several(langs), out, formats, rollcall, skeleton, as_of, template)


@_command("examples")
def _examples(
    names: Annotated[list[str] | None, _argument("examples", "[NAME]...")] = None,
    out: Annotated[Path, _option("examples-out", "--out", metavar="DIR")] = Path("examples"),
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli.examples import examples

    return examples(names or [], out, _one(lang))


@_command("start")
def _start(
    source: Annotated[Path, _argument("list", "LIST")],
    out: Annotated[Path | None, _option("start-folder", "--out", metavar="DIR", show_default=False)] = None,
    title: Annotated[str, _option("title", "--title")] = "",
    vote: Annotated[str, _option("vote", "--vote", metavar="TITLE")] = "",
    kind: Annotated[str, _KIND] = "",
    answers: Annotated[list[str] | None, _ANSWERS] = None,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import starting

    return starting.start(source, out or Path(source.stem), title, vote, kind, answers or [], _one(lang))


@_command("ask", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def _ask(
    context: typer.Context,
    question: Annotated[str, _argument("question", "QUESTION")],
    dossier: Annotated[Path, _DOSSIER],
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002 - a flag of the command line
    figure: Annotated[Path | None, _option("figure", "--figure", metavar="FILE.svg|png")] = None,
    lake: Annotated[Path | None, _LAKE] = None,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    server = _server(context)
    if server:
        from legation.cli import remote

        return remote.ask(server, question, str(dossier), context.args, as_json=as_json, figure=figure, lang=_one(lang))
    from legation.cli import asking

    return asking.ask(question, dossier, context.args, as_json=as_json, figure=figure, lang=_one(lang), lake=lake)


@_command("questions")
def _questions(
    context: typer.Context,
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    server = _server(context)
    if server:
        from legation.cli import remote

        return remote.list_questions(server, as_json=as_json, lang=_one(lang))
    from legation.cli import asking

    return asking.list_questions(as_json=as_json, lang=_one(lang))


@_command("check")
def _check(
    dossier: Annotated[Path, _DOSSIER],
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import carrying

    return carrying.check(dossier, as_json=as_json, lang=_one(lang))


@_command("release")
def _release(
    dossier: Annotated[Path, _DOSSIER],
    part: Annotated[str, _argument("release-part", "PART")],
    table: Annotated[str, _argument("release-table", "TABLE")],
    row: Annotated[str, _argument("release-row", "ROW")],
    function: Annotated[str, _option("function", "--function", metavar="TEXT")],
    reason: Annotated[str, _option("release-reason", "--reason", metavar="TEXT")],
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import releasing

    return releasing.release(dossier, (part, table, row), function, reason, lang=_one(lang))


@_command("history")
def _history(
    dossier: Annotated[Path, _DOSSIER],
    part: Annotated[str, _argument("release-part", "PART")],
    table: Annotated[str, _argument("release-table", "TABLE")],
    row: Annotated[str, _argument("history-row", "[ROW]")] = "",
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import row_history

    return row_history.history(dossier, part, table, row, as_json=as_json, lang=_one(lang))


@_command("new")
def _new(
    out: Annotated[Path, _argument("new-folder", "DIR")],
    title: Annotated[str, _option("title", "--title")] = "",
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import carrying

    return carrying.new(out, title, _one(lang))


@_command("extensions")
def _extensions(
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import extensions

    return extensions.extensions(as_json=as_json, lang=_one(lang))


@_command("fields")
def _fields(
    table: Annotated[str, _argument("fields-of", "[TABLE|KIND]")] = "",
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import declared

    return declared.fields(table, as_json=as_json, lang=_one(lang))


@_command("template")
def _template(
    out: Annotated[Path, _argument("template", "FILE.csv|.xlsx|datapackage.json")],
    table: Annotated[str, _argument("table", "[TABLE]")] = "",
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import declared

    return declared.template(out, table, _one(lang))


@_command("import", cls=ImportCommand)
def _import(
    context: typer.Context,
    source: Annotated[str, _argument("source", "SOURCE")],
    files: Annotated[list[str], _argument("files", "FILE...|URL")],
    dossier: Annotated[Path, _option("into", "--into", metavar="DOSSIER")],
    dry_run: Annotated[bool, _option("dry-run", "--dry-run")] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import importing

    return importing.import_files(source, files, dossier, given_options(context), dry_run=dry_run, lang=_one(lang))


@_command("observe", cls=ObserveCommand)
def _observe(
    context: typer.Context,
    kind: Annotated[str, _argument("observed", "KIND")],
    files: Annotated[list[Path], _argument("observations", "FILE...")],
    lake: Annotated[Path, _option("into-lake", "--lake", metavar="DIR")],
    source: Annotated[str, _option("observed-source", "--source", metavar="NAME")] = "",
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import observing

    return observing.observe(lake, kind, files, source, given_options(context), _one(lang))


@_command("lake")
def _lake(
    lake: Annotated[Path, _argument("lake", "LAKE")],
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import observing

    return observing.list_lake(lake, as_json=as_json, lang=_one(lang))


@_command("watch")
def _watch(
    dossier: Annotated[Path, _DOSSIER],
    lake: Annotated[Path | None, _LAKE] = None,
    monitor: Annotated[str, _option("monitor", "--monitor", metavar="NAME", show_default=False)] = "",
    since: Annotated[str | None, _option("alerts-since", "--since", metavar="DATE", show_default=False)] = None,
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    seed: Annotated[int, _SEED] = 0,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import watching

    return watching.watch(dossier, lake, monitor, since, as_json=as_json, seed=seed, lang=_one(lang))


@_command("export")
def _export(
    context: typer.Context,
    dossier: Annotated[Path, _DOSSIER],
    target: Annotated[str, _argument("target", "DIR|FILE.zip|.xlsx|.csv|.json|.ics|.docx|.txt|.akn|URL")],
    marking: Annotated[str, _option("marking", "--marking", metavar="TLP:...")] = "",
    audience: Annotated[str, _option("audience", "--audience", metavar="owner|desk|partner|public")] = "desk",
    logframe: Annotated[bool, _option("logframe", "--logframe")] = False,  # noqa: FBT002
    exercise: Annotated[str, _option("exercise", "--exercise", metavar="MODEL")] = "",
    incidents: Annotated[str, _option("incidents", "--incidents", metavar="NAME")] = "",
    draft: Annotated[str, _option("export-draft", "--draft", metavar="NAME")] = "",
    calendar: Annotated[bool, _option("calendar", "--calendar")] = False,  # noqa: FBT002
    user: Annotated[str, _USER] = "",
    inside: Annotated[bool, _INSIDE] = False,  # noqa: FBT002
    as_of: Annotated[str | None, _AS_OF] = None,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    server, out = _server(context), Path(target)
    if "://" in target and not server:
        from legation.cli.taxii import export_collection

        return export_collection(dossier, target, incidents, marking, audience, as_of, user, inside=inside, lang=_one(lang))
    if server:
        from legation.cli import remote

        if marking or as_of or logframe or exercise or incidents or draft or calendar or audience != "desk":
            raise typer.BadParameter(server, param_hint="--server")
        return remote.export(server, str(dossier), out, _one(lang))
    from legation.cli import exporting

    if incidents:
        from legation.cli.incidents import export_register

        return export_register(dossier, out, incidents, marking, audience, as_of, lang=_one(lang))
    if draft:
        from legation.cli.drafts import export_draft

        return export_draft(dossier, out, draft, marking, audience, as_of, lang=_one(lang))
    if calendar:
        return exporting.export_calendar(dossier, out, marking, audience, as_of, lang=_one(lang))
    if exercise:
        return exporting.export_exercise(dossier, out, exercise, marking, audience, as_of, lang=_one(lang))
    return exporting.export(dossier, out, marking, audience, as_of, logframe=logframe, lang=_one(lang))


@_command("forecast")
def _forecast(
    action: Annotated[str, _argument("forecast-action", "add|seal|open|resolve|printed|check")],
    dossier: Annotated[Path, _DOSSIER],
    row: Annotated[str, _argument("forecast-row", "[ID]")] = "",
    values: Annotated[list[str] | None, _option("set", "--set", metavar="COLUMN=VALUE", show_default=False)] = None,
    keep: Annotated[Path | None, _option("keep", "--keep", metavar="FILE.json", show_default=False)] = None,
    on: Annotated[str, _option("on", "--on", metavar="DATE")] = "",
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import forecasting

    return forecasting.forecast(action, dossier, row, values or [], keep, on, lang=_one(lang))


@_command("positions")
def _positions(
    dossier: Annotated[Path, _DOSSIER],
    out: Annotated[Path, _option("positions-out", "--out", metavar="FILE.csv")],
    issue: Annotated[str, _option("positions-issue", "--issue", metavar="ID")],
    source: Annotated[str, _option("positions-from", "--from", metavar="votes|texts")] = "votes",
    topic: Annotated[str, _option("topic", "--topic", metavar="WORDS")] = "",
    high: Annotated[str, _option("high", "--high", metavar="ACTOR")] = "",
    lake: Annotated[Path | None, _LAKE] = None,
    as_of: Annotated[str | None, _AS_OF] = None,
    seed: Annotated[int, _SEED] = 0,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli.positioning import propose_positions

    return propose_positions(dossier, out, issue, topic, high, as_of, seed, lang=_one(lang), source=source, lake=lake)


@_command("lint")
def _lint(
    draft: Annotated[Path, _argument("draft", "FILE")],
    dossier: Annotated[Path | None, _option("evidence", "--dossier", metavar="DOSSIER", show_default=False)] = None,
    release: Annotated[str, _option("release", "--release", metavar="TLP")] = "TLP:CLEAR",
    assessed: Annotated[list[str] | None, _option("assessment", "--assessment", metavar="COUNTRY=0.85", show_default=False)] = None,
    gate: Annotated[float, _option("gate", "--gate", metavar="0..1")] = 0.8,
    scale: Annotated[str, _option("scale", "--scale", metavar="icd203|ipcc|phia")] = "icd203",
    own: Annotated[str, _option("own", "--own", metavar="COUNTRY", show_default=False)] = "",
    draft_lang: Annotated[str, _option("draft-lang", "--draft-lang", metavar="en|fr", show_default=False)] = "",
    as_json: Annotated[bool, _JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli.linting import lint_file

    given = assessed or []
    return lint_file(draft, dossier, release, given, gate, scale, own, draft_lang, as_json=as_json, lang=_one(lang))


@_command("statement")
def _statement(
    dossier: Annotated[Path, _DOSSIER],
    langs: Annotated[list[str] | None, _LANGS] = None,
    out: Annotated[Path, _OUT] = Path(),
    incident: Annotated[str, _option("incident", "--incident", metavar="NAME", show_default=False)] = "",
    tier: Annotated[str, _option("tier", "--tier", metavar="public|partners|national")] = "public",
    as_of: Annotated[str | None, _AS_OF] = None,
    seed: Annotated[int, _SEED] = 0,
) -> int:
    from legation.cli import stating

    return stating.statement(dossier, _several(langs), out, incident, tier, as_of, seed)


@_command("serve")
def _serve(
    host: Annotated[str, _option("host", "--host", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[int, _option("port", "--port", min=1, max=65535)] = 8000,
    data: Annotated[Path | None, _DATA] = None,
    workers: Annotated[int, _option("workers", "--workers", min=1, max=64)] = 1,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import serving

    return serving.serve(host, port, data, workers, _one(lang))


@_command("backup")
def _backup(
    out: Annotated[Path, _argument("backup", "FILE.zip")],
    data: Annotated[Path | None, _DATA] = None,
    with_secrets: Annotated[bool, _option("with-secrets", "--with-secrets")] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import serving

    return serving.backup(out, data, _one(lang), with_secrets=with_secrets)


@_command("restore")
def _restore(
    source: Annotated[Path, _argument("backup", "FILE.zip")],
    data: Annotated[Path | None, _DATA] = None,
    replace: Annotated[bool, _option("replace", "--replace")] = False,  # noqa: FBT002
    with_secrets: Annotated[bool, _option("take-secrets", "--with-secrets")] = False,  # noqa: FBT002
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import serving

    return serving.restore(source, data, _one(lang), replace=replace, with_secrets=with_secrets)


@_command("password")
def _password(
    email: Annotated[str, _argument("email", "EMAIL")],
    second_factor: Annotated[bool, _option("second-factor", "--second-factor")] = False,  # noqa: FBT002
    data: Annotated[Path | None, _DATA] = None,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import serving

    return serving.password(email, data, _one(lang), second_factor=second_factor)


@_command("worker")
def _worker(
    data: Annotated[Path | None, _DATA] = None,
    parent: Annotated[int, _option("parent", "--parent", metavar="PROCESS", min=0, show_default=False)] = 0,
    lang: Annotated[str | None, _LANG] = None,
) -> int:
    from legation.cli import serving

    return serving.work(data, parent, _one(lang))


def _server(context: typer.Context) -> str:
    """Return the site that is asked; empty where the dossier is on this machine."""
    return str(context.find_root().params.get("server") or "")


def _several(given: list[str] | None) -> tuple[Lang, ...]:
    return tuple(dict.fromkeys(_one(lang) for lang in given or [""]))


def _one(given: str | None) -> Lang:
    """Return the language that an option names, or that the shell speaks."""
    from legation.cli.words import chosen_language

    return next((lang for lang in get_args(Lang) if lang == given), None) or chosen_language([])
