"""Commands for what comes in and goes out: sources with their options, lakes, exports, forecasts, positions and texts.

What a command needs is imported when it runs, so that help is quick.

Other commands load no source, so that what another package declares can break none of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand

from legation.cli.options import (
    ANSWERS,
    AS_OF,
    DOSSIER,
    INSIDE,
    JSON,
    LAKE,
    LANG,
    LANGS,
    OUT,
    SEED,
    TEMPLATE,
    USER,
    argument,
    command_of,
    language_of,
    languages_of,
    option,
    site_of,
)
from legation.language import Lang, say

if TYPE_CHECKING:
    from legation.sources.source import Source, SourceOption

__all__ = [
    "EXCHANGE_COMMANDS",
    "ImportCommand",
    "ObserveCommand",
    "given_options",
]


_GIVEN = "legation.options"
_TYPES = {"text": str, "date": str, "flag": bool, "many": list[str], "file": Path}


class _SourceCommand(TyperCommand):
    """A command whose first word is a source, and which takes the options of all of them."""

    lang: Lang = "en"
    names: ClassVar[str]
    _options: list[Any] | None = None

    def get_params(self, ctx: Any) -> Any:
        """Return the command's own parameters, and behind them the options of the sources."""
        own = list(super().get_params(ctx))
        if self._options is None:
            there = _installed(self.names)
            self._options = _declared(there, self.lang)
            own[0].metavar = "|".join((*there, "FILE"))
        return [*own[:-1], *self._options, own[-1]]


class ImportCommand(_SourceCommand):
    """``legation import``."""

    names = "dossier"


class ObserveCommand(_SourceCommand):
    """``legation observe``."""

    names = "lake"


def given_options(context: typer.Context) -> dict[str, Any]:
    """Return the options of sources that were given, by their names."""
    return dict(context.meta.get(_GIVEN, {}))


def _installed(names: str) -> Mapping[str, Source]:
    from legation.sources.registry import for_dossiers, for_lakes

    return for_dossiers() if names == "dossier" else for_lakes()


def _declared(there: Mapping[str, Source], lang: Lang) -> list[Any]:
    """Return the options of sources as parameters of a command; their values are kept beside the command's own."""
    from legation.sources.registry import options_of

    options = options_of(there.values())

    def command() -> None:
        """Stand for a command that takes these options."""

    takes_them: Any = command
    parameters = [_parameter(option, lang) for option in options.values()]
    takes_them.__signature__ = inspect.Signature(parameters)
    takes_them.__annotations__ = {one.name: one.annotation for one in parameters}
    carrier = typer.Typer(add_completion=False)
    carrier.command()(takes_them)
    return list(typer.main.get_command(carrier).params)


def _parameter(option: SourceOption, lang: Lang) -> inspect.Parameter:
    shown: dict[str, Any] = {} if option.kind == "flag" else {"metavar": option.metavar}
    flag = f"--{option.name}"
    given = typer.Option(
        flag, help=say(option.meaning, lang), callback=_keeper(option.name), expose_value=False, show_default=False, **shown
    )
    kind: Any = _TYPES[option.kind]
    absent = False if option.kind == "flag" else None
    annotation: Any = Annotated[kind, given] if option.kind == "flag" else Annotated[kind | None, given]
    name = option.name.replace("-", "_")
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=absent, annotation=annotation)


def _keeper(name: str) -> Callable[[typer.Context, Any], None]:
    def keep(context: typer.Context, value: Any) -> None:
        if value:
            context.meta.setdefault(_GIVEN, {})[name] = value

    keep.__annotations__ = {"context": typer.Context, "value": Any}
    return keep


EXCHANGE_COMMANDS = typer.Typer()
command = command_of(EXCHANGE_COMMANDS)


@command("import", cls=ImportCommand)
def _import(
    context: typer.Context,
    source: Annotated[str, argument("source", "SOURCE")],
    dossier: Annotated[Path, option("into", "--into", metavar="DOSSIER")],
    files: Annotated[list[str] | None, argument("files", "FILE...|URL")] = None,
    dry_run: Annotated[bool, option("dry-run", "--dry-run")] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import sources

    return sources.import_files(source, files or [], dossier, given_options(context), dry_run=dry_run, lang=language_of(lang))


@command("take")
def _take(
    name: Annotated[str, argument("pack", "[PACK|DOSSIER]")] = "",
    dossier: Annotated[Path | None, argument("taken-into", "[DOSSIER]")] = None,
    members: Annotated[str, option("take-members", "--members", metavar="own|all|LIST|FILE")] = "own",
    words: Annotated[str, option("take-words", "--about", metavar="WORDS", show_default=False)] = "",
    bodies: Annotated[list[str] | None, option("take-body", "--body", metavar="BODY", show_default=False)] = None,
    years: Annotated[str, option("take-years", "--years", metavar="2010-2019", show_default=False)] = "",
    groups: Annotated[bool, option("take-groups", "--groups/--no-groups")] = True,  # noqa: FBT002
    fora: Annotated[str, option("take-fora", "--fora", metavar="FORUM,...", show_default=False)] = "",
    answers: Annotated[list[str] | None, ANSWERS] = None,
    dry_run: Annotated[bool, option("dry-run", "--dry-run")] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import packs

    query = (words, bodies or [], years)
    return packs.take(name, dossier, members, answers or [], query, language_of(lang), fora=fora, groups=groups, dry_run=dry_run)


@command("observe", cls=ObserveCommand)
def _observe(
    context: typer.Context,
    kind: Annotated[str, argument("observed", "KIND")],
    files: Annotated[list[Path], argument("observations", "FILE...")],
    lake: Annotated[Path, option("into-lake", "--lake", metavar="DIR")],
    source: Annotated[str, option("observed-source", "--source", metavar="NAME")] = "",
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import sources as observing

    return observing.observe(lake, kind, files, source, given_options(context), language_of(lang))


@command("lake")
def _lake(
    lake: Annotated[Path, argument("lake", "LAKE")],
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import sources as observing

    return observing.list_lake(lake, as_json=as_json, lang=language_of(lang))


@command("watch")
def _watch(
    dossier: Annotated[Path, DOSSIER],
    lake: Annotated[Path | None, LAKE] = None,
    monitor: Annotated[str, option("monitor", "--monitor", metavar="NAME", show_default=False)] = "",
    since: Annotated[str | None, option("alerts-since", "--since", metavar="DATE", show_default=False)] = None,
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    seed: Annotated[int, SEED] = 0,
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import watch

    return watch.watch(dossier, lake, monitor, since, as_json=as_json, seed=seed, lang=language_of(lang))


@command("export")
def _export(
    context: typer.Context,
    dossier: Annotated[Path, DOSSIER],
    target: Annotated[str, argument("target", "DIR|FILE.zip|.xlsx|.csv|.json|.ics|.docx|.txt|.akn|URL")],
    marking: Annotated[str, option("marking", "--marking", metavar="TLP:...")] = "",
    audience: Annotated[str, option("audience", "--audience", metavar="owner|desk|partner|public")] = "desk",
    logframe: Annotated[bool, option("logframe", "--logframe")] = False,  # noqa: FBT002
    exercise: Annotated[str, option("exercise", "--exercise", metavar="MODEL")] = "",
    incidents: Annotated[str, option("incidents", "--incidents", metavar="NAME")] = "",
    draft: Annotated[str, option("export-draft", "--draft", metavar="NAME")] = "",
    calendar: Annotated[bool, option("calendar", "--calendar")] = False,  # noqa: FBT002
    user: Annotated[str, USER] = "",
    inside: Annotated[bool, INSIDE] = False,  # noqa: FBT002
    as_of: Annotated[str | None, AS_OF] = None,
    lang: Annotated[str | None, LANG] = None,
) -> int:
    server, out = site_of(context), Path(target)
    if "://" in target and not server:
        from legation.cli.incidents import export_collection

        return export_collection(dossier, target, incidents, marking, audience, as_of, user, inside=inside, lang=language_of(lang))
    if server:
        from legation.cli import remote

        if marking or as_of or logframe or exercise or incidents or draft or calendar or audience != "desk":
            raise typer.BadParameter(server, param_hint="--server")
        return remote.export(server, str(dossier), out, language_of(lang))
    from legation.cli import exports

    if incidents:
        from legation.cli.incidents import export_register

        return export_register(dossier, out, incidents, marking, audience, as_of, lang=language_of(lang))
    if draft:
        from legation.cli.exports import export_draft

        return export_draft(dossier, out, draft, marking, audience, as_of, lang=language_of(lang))
    if calendar:
        return exports.export_calendar(dossier, out, marking, audience, as_of, lang=language_of(lang))
    if exercise:
        return exports.export_exercise(dossier, out, exercise, marking, audience, as_of, lang=language_of(lang))
    return exports.export(dossier, out, marking, audience, as_of, logframe=logframe, lang=language_of(lang))


@command("forecast")
def _forecast(
    action: Annotated[str, argument("forecast-action", "add|seal|open|resolve|printed|check")],
    dossier: Annotated[Path, DOSSIER],
    row: Annotated[str, argument("forecast-row", "[ID]")] = "",
    values: Annotated[list[str] | None, option("set", "--set", metavar="COLUMN=VALUE", show_default=False)] = None,
    keep: Annotated[Path | None, option("keep", "--keep", metavar="FILE.json", show_default=False)] = None,
    on: Annotated[str, option("on", "--on", metavar="DATE")] = "",
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import forecasts

    return forecasts.forecast(action, dossier, row, values or [], keep, on, lang=language_of(lang))


@command("positions")
def _positions(
    dossier: Annotated[Path, DOSSIER],
    out: Annotated[Path, option("positions-out", "--out", metavar="FILE.csv")],
    issue: Annotated[str, option("positions-issue", "--issue", metavar="ID")],
    source: Annotated[str, option("positions-from", "--from", metavar="votes|texts")] = "votes",
    topic: Annotated[str, option("topic", "--topic", metavar="WORDS")] = "",
    high: Annotated[str, option("high", "--high", metavar="ACTOR")] = "",
    lake: Annotated[Path | None, LAKE] = None,
    as_of: Annotated[str | None, AS_OF] = None,
    seed: Annotated[int, SEED] = 0,
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli.positions import propose_positions

    return propose_positions(dossier, out, issue, topic, high, as_of, seed, lang=language_of(lang), source=source, lake=lake)


@command("lint")
def _lint(
    draft: Annotated[Path, argument("draft", "FILE")],
    dossier: Annotated[Path | None, option("evidence", "--dossier", metavar="DOSSIER", show_default=False)] = None,
    release: Annotated[str, option("release", "--release", metavar="TLP")] = "TLP:CLEAR",
    assessed: Annotated[list[str] | None, option("assessment", "--assessment", metavar="COUNTRY=0.85", show_default=False)] = None,
    gate: Annotated[float, option("gate", "--gate", metavar="0..1")] = 0.8,
    scale: Annotated[str, option("scale", "--scale", metavar="icd203|ipcc|phia")] = "icd203",
    own: Annotated[str, option("own", "--own", metavar="COUNTRY", show_default=False)] = "",
    draft_lang: Annotated[str, option("draft-lang", "--draft-lang", metavar="en|fr", show_default=False)] = "",
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli.statements import lint_file

    given = assessed or []
    return lint_file(draft, dossier, release, given, gate, scale, own, draft_lang, as_json=as_json, lang=language_of(lang))


@command("public-game")
def _public_game(
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
) -> int:
    from legation.cli.public_game import public_game

    return public_game(languages_of(langs), out)


@command("statement")
def _statement(
    dossier: Annotated[Path, DOSSIER],
    langs: Annotated[list[str] | None, LANGS] = None,
    out: Annotated[Path, OUT] = Path(),
    incident: Annotated[str, option("incident", "--incident", metavar="NAME", show_default=False)] = "",
    tier: Annotated[str, option("tier", "--tier", metavar="public|partners|national")] = "public",
    as_of: Annotated[str | None, AS_OF] = None,
    template: Annotated[Path | None, TEMPLATE] = None,
    seed: Annotated[int, SEED] = 0,
) -> int:
    from legation.cli import statements

    return statements.statement(dossier, languages_of(langs), out, incident, tier, as_of, seed, template)
