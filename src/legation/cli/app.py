"""Every command. The help strings are ids of the catalogue ``cli``, said in the reader's language when the command is built.

What a command needs is imported when it runs, so that help is quick.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Annotated, Any

import typer

from legation.cli.dossier_commands import DOSSIER_COMMANDS
from legation.cli.exchange_commands import EXCHANGE_COMMANDS
from legation.cli.options import option
from legation.cli.site_commands import SITE_COMMANDS
from legation.language import Lang, Message, say

__all__ = ["app"]

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
        for parameter in part.params:
            if getattr(parameter, "help", None) and parameter.name != "help":
                parameter.help = say(Message(f"cli.{parameter.help}"), lang)
    return command  # type: ignore[no-any-return]


def _page(written: Callable[[Any], str], lang: Lang, context: Any) -> str:
    from legation.cli.words import our_help

    return our_help(written(context), lang)
