"""What the commands of ``legation`` share: a command with its help, the options and arguments that several have, languages as given.

Help strings are ids of the catalogue ``cli``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import typer

from legation.language import LANGUAGES, Lang

__all__ = [
    "ANSWERS",
    "AS_OF",
    "CACHE",
    "DATA",
    "DOSSIER",
    "INSIDE",
    "JSON",
    "KIND",
    "LAKE",
    "LANG",
    "LANGS",
    "MARKING",
    "OUT",
    "READER",
    "ROLLCALL",
    "SEED",
    "TEMPLATE",
    "USER",
    "argument",
    "command_of",
    "language_of",
    "languages_of",
    "option",
    "site_of",
]


def command_of(group: typer.Typer) -> Callable[..., Callable[[Callable[..., int]], Any]]:
    """Return the decorator that makes a function a command of a group, with its help."""

    def command(name: str, **settings: Any) -> Callable[[Callable[..., int]], Any]:
        return group.command(name, help=f"command.{name}", **settings)

    return command


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise typer.BadParameter(" | ".join(LANGUAGES))
    return text


def option(name: str, *flags: str, **more: Any) -> Any:
    """Return an option with its help."""
    return typer.Option(*flags, help=f"option.{name}", **more)


def argument(name: str, metavar: str) -> Any:
    """Return an argument with its help."""
    return typer.Argument(help=f"argument.{name}", metavar=metavar, show_default=False)


DOSSIER = argument("dossier", "DOSSIER")
LANG = option("lang", "--lang", parser=_language, metavar="en|fr", show_default=False)
LANGS = option("langs", "--lang", parser=_language, metavar="en|fr", show_default=False)
AS_OF = option("as-of", "--as-of", metavar="DATE")
OUT = option("out", "--out", metavar="DIR")
READER = option("reader", "--for", metavar="cabinet|submission|memo")
CACHE = option("cache", "--cache", metavar="DIR", show_default=False)
LAKE = option("lake", "--lake", metavar="DIR", show_default=False)
SEED = option("seed", "--seed", min=0)
TEMPLATE = option("template", "--template", metavar="DOCX")
ROLLCALL = option("rollcall", "--rollcall", metavar="SYMBOL")
MARKING = option("new-marking", "--marking", metavar="TLP:...", show_default=False)
KIND = option("kind", "--kind", metavar="KIND")
ANSWERS = option("answer", "--answer", metavar="LINE=ISO3|new|skip", show_default=False)
DATA = option("data", "--data", metavar="DIR", show_default=False, readable=False)  # the site says what is wrong with it
JSON = option("json", "--json")
USER = option("taxii-user", "--user", metavar="NAME", show_default=False)
INSIDE = option("inside", "--inside")


def site_of(context: typer.Context) -> str:
    """Return the site that is asked; empty where the dossier is on this machine."""
    return str(context.find_root().params.get("server") or "")


def languages_of(given: list[str] | None) -> tuple[Lang, ...]:
    """Return the languages that options name, each once; where none does, the language of the shell."""
    return tuple(dict.fromkeys(language_of(lang) for lang in given or [""]))


def language_of(given: str | None) -> Lang:
    """Return the language that an option names; without one that of the command that runs, or of the shell."""
    from legation.cli.words import COMMAND_LANGUAGE, chosen_language

    return next((lang for lang in get_args(Lang) if lang == given), None) or COMMAND_LANGUAGE.get() or chosen_language([])
