"""Every command, those of a site's machine among them. Help strings are ids of the catalogue ``cli``, said when the command is built.

What a command needs is imported when it runs, so that help is quick.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.cli.dossier_commands import DOSSIER_COMMANDS
from legation.cli.exchange_commands import EXCHANGE_COMMANDS
from legation.cli.options import DATA, JSON, LANG, SEED, argument, command_of, language_of, option
from legation.language import Lang, Message, say

__all__ = [
    "SITE_COMMANDS",
    "app",
]


SITE_COMMANDS = typer.Typer()
command = command_of(SITE_COMMANDS)


@command("serve")
def _serve(
    host: Annotated[str, option("host", "--host", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[int, option("port", "--port", min=1, max=65535)] = 8000,
    data: Annotated[Path | None, DATA] = None,
    workers: Annotated[int, option("workers", "--workers", min=1, max=64)] = 1,
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.serve(host, port, data, workers, language_of(lang))


@command("backup")
def _backup(
    out: Annotated[Path, argument("backup", "FILE.zip")],
    data: Annotated[Path | None, DATA] = None,
    with_secrets: Annotated[bool, option("with-secrets", "--with-secrets")] = False,  # noqa: FBT002
    verify: Annotated[bool, option("verify", "--verify")] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.backup(out, data, language_of(lang), with_secrets=with_secrets, verified=verify)


@command("restore")
def _restore(
    source: Annotated[Path, argument("backup", "FILE.zip")],
    data: Annotated[Path | None, DATA] = None,
    replace: Annotated[bool, option("replace", "--replace")] = False,  # noqa: FBT002
    with_secrets: Annotated[bool, option("take-secrets", "--with-secrets")] = False,  # noqa: FBT002
    without_people: Annotated[bool, option("without-people", "--without-people")] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.restore(source, data, language_of(lang), replace=replace, with_secrets=with_secrets, without_people=without_people)


@command("doctor")
def _doctor(
    data: Annotated[Path | None, DATA] = None,
    as_json: Annotated[bool, JSON] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.doctor(data, language_of(lang), as_json=as_json)


@command("password")
def _password(
    email: Annotated[str, argument("email", "EMAIL")],
    second_factor: Annotated[bool, option("second-factor", "--second-factor")] = False,  # noqa: FBT002
    data: Annotated[Path | None, DATA] = None,
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.password(email, data, language_of(lang), second_factor=second_factor)


@command("worker")
def _worker(
    data: Annotated[Path | None, DATA] = None,
    parent: Annotated[int, option("parent", "--parent", metavar="PROCESS", min=0, show_default=False)] = 0,
    rooms: Annotated[bool | None, option("rooms", "--rooms/--no-rooms", show_default=False)] = None,
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.work(data, parent, language_of(lang), rooms=rooms)


@command("consular")
def _consular(
    action: Annotated[str, argument("consular-action", "ACTION")],
    words: Annotated[list[str] | None, argument("consular-words", "WORDS")] = None,
    data: Annotated[Path | None, option("house", "--data", metavar="DIR", show_default=False)] = None,
    keyring: Annotated[Path | None, option("keyring", "--keyring", metavar="FILE", show_default=False)] = None,
    host: Annotated[str, option("host", "--host", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[int, option("port", "--port", min=1, max=65535)] = 8100,
    out: Annotated[Path | None, option("consular-out", "--out", metavar="FILE", show_default=False)] = None,
    seed: Annotated[int, SEED] = 0,
    dry_run: Annotated[bool, option("dry-run", "--dry-run")] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli.consular import Given, consular

    given = Given(
        words=tuple(words or ()),
        data=data,
        keyring=keyring,
        host=host,
        port=port,
        out=out,
        seed=seed,
        dry_run=dry_run,
        lang=language_of(lang),
    )
    return consular(action, given)


_built = typer.Typer(help="help", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
for _part in (DOSSIER_COMMANDS, EXCHANGE_COMMANDS, SITE_COMMANDS):
    _built.registered_commands += _part.registered_commands  # in this order they stand in the help
_REMOTE = ("ask", "questions", "export")
"""The commands that a site can be asked for."""


@_built.callback(help="help")
def _on(
    context: typer.Context,
    server: Annotated[
        str, option("server", "--server", metavar="URL", envvar="LEGATION_SERVER", show_envvar=False, show_default=False)
    ] = "",
) -> None:
    from legation.errors import WrongUse

    named = context.get_parameter_source("server")
    if server and named is not None and named.name == "COMMANDLINE" and context.invoked_subcommand not in _REMOTE:
        raise WrongUse(Message("server.local-only", command=str(context.invoked_subcommand), allowed=" | ".join(_REMOTE)))


@functools.cache
def app(lang: Lang) -> Callable[..., Any]:
    """Return the command with its help in ``lang``."""
    command: Any = typer.main.get_command(_built)
    for part in (command, *command.commands.values()):
        part.help = say(Message(f"cli.{part.help}"), lang)
        part.lang = lang
        part.get_help = functools.partial(_page, part.get_help, lang)
        part.parse_args = functools.partial(_parsed, part.parse_args)
        for parameter in part.params:
            if getattr(parameter, "help", None) and parameter.name != "help":
                parameter.help = say(Message(f"cli.{parameter.help}"), lang)
    return command  # type: ignore[no-any-return]


_WORDS = "legation.words"
_TAKE_A_VALUE = frozenset({"--lang", "--figure", "--lake", "--cache"})


def _parsed(parse: Callable[[Any, list[str]], list[str]], context: Any, words: list[str]) -> list[str]:
    """Parse the words of a command; what its help says may depend on them."""
    context.meta[_WORDS] = list(words)
    return parse(context, words)


def _page(written: Callable[[Any], str], lang: Lang, context: Any) -> str:
    from legation.cli.words import our_help

    page = our_help(written(context), lang)
    if context.info_name != "ask":
        return page
    words = ["", *context.meta.get(_WORDS, ())]
    named = [word for before, word in itertools.pairwise(words) if not word.startswith("-") and before not in _TAKE_A_VALUE]
    return f"{page}\n\n{_options_of(context, named[0], lang)}" if named else page


def _options_of(context: Any, question: str, lang: Lang) -> str:
    """Return the options of a question, as the help of ``ask`` lists them below its own."""
    from legation.cli.questions import option_lines
    from legation.questions import find

    definition, shown = find(question), context.make_formatter()
    with shown.section(say(Message("cli.options-of", question=definition.title), lang)):
        shown.write_dl(option_lines(question, lang))
    return str(shown.getvalue()).rstrip("\n")
