"""How the command speaks: in which language, in whose words, and with the characters that the terminal has."""

from __future__ import annotations

import codecs
import io
import itertools
import os
import unicodedata
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from legation.language import LANGUAGES, Lang, Message, say

__all__ = ["COMMAND_LANGUAGE", "any_encoding", "chosen_language", "language_after_command", "our_help", "wrong_use"]

COMMAND_LANGUAGE: ContextVar[Lang | None] = ContextVar("COMMAND_LANGUAGE", default=None)
"""The language of the command that runs."""
_HELP_WORDS = {
    "usage": "Usage:",
    "command": "COMMAND [ARGS]...",
    "arguments": "Arguments:",
    "options": "Options:",
    "commands": "Commands:",
    "this": "Show this message and exit.",
    "default": "[default:",
    "required": "[required]",
}
"""What the library of the command line writes in a help page, by the key of our words for it."""
_PLAIN = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u2212": "-", "•": "*"}


def chosen_language(arguments: Sequence[str]) -> Lang:
    """Return the language of help and of errors: ``--lang`` where it stands, else ``LEGATION_LANG``, else the locale of the shell.

    >>> chosen_language(["ask", "--lang", "fr"]), chosen_language(["ask", "--lang=en"])
    ('fr', 'en')
    """
    named = [value for flag, value in itertools.pairwise(arguments) if flag == "--lang"]
    named += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    environment = [os.environ.get(name, "")[:2] for name in ("LEGATION_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    return next((lang for value in (*named, *environment) for lang in LANGUAGES if value == lang), "en")


def language_after_command(arguments: Sequence[str]) -> list[str]:
    """Return the words with a ``--lang`` that stands before the command put after it, unless the command has its own.

    >>> language_after_command(["--lang", "fr", "check", "d"]), language_after_command(["--help", "--lang=fr"])
    (['check', '--lang', 'fr', 'd'], ['--help'])
    >>> language_after_command(["--server", "https://desk", "--lang", "fr", "ask"])
    ['--server', 'https://desk', 'ask', '--lang', 'fr']
    """
    rest = list(arguments)
    language: list[str] = []
    others: list[str] = []
    while rest and rest[0].startswith("-"):
        taken = 2 if rest[0] in ("--lang", "--server") else 1
        (language if rest[0].split("=")[0] == "--lang" else others).extend(rest[:taken])
        del rest[:taken]
    own = not rest or any(word.split("=")[0] == "--lang" for word in rest)
    return [*others, *rest[:1], *([] if own else language), *rest[1:]]


def our_help(page: str, lang: Lang) -> str:
    """Return a page of help with the library's own words in ``lang``.

    >>> our_help("--help  Show this message and exit.", "fr")
    '--help  Afficher cette aide.'
    """
    for key, word in _HELP_WORDS.items():
        page = page.replace(word, say(Message(f"cli.help-word.{key}"), lang))
    return page


def wrong_use(error: Any, words: Sequence[str]) -> Message | str | None:
    """Return what the library of the command line says of wrong words, as ours; None where it is another error."""
    name = type(error).__name__
    context = getattr(error, "ctx", None)
    pairs = zip(("", *words), words, strict=False)
    first = next((word for before, word in pairs if not word.startswith("-") and before != "--server"), "")
    command = context.command_path if context else f"legation {first}".rstrip()
    known = tuple(getattr(context.command, "commands", ())) if context else ()
    parameter = getattr(error, "param", None)
    if name == "NoArgsIsHelpError":
        return str(error.format_message()).rstrip()
    if name == "Abort":
        return Message("cli.stopped")
    if name == "MissingParameter" and parameter is not None:
        why = Message("cli.missing", name=_named(parameter), what=parameter.help or "")
    elif name == "BadParameter" and parameter is not None:
        why = Message("cli.bad-value", name=_named(parameter), allowed=parameter.metavar or f">= {getattr(parameter, 'min', 0)}")
    elif name == "NoSuchOption":
        why = Message("cli.no-such-option", command=command, found=error.option_name)
    elif name == "BadOptionUsage":
        given = any(word.startswith(f"{error.option_name}=") for word in words)
        why = Message("cli.no-value-wanted" if given else "cli.no-value", name=error.option_name.lstrip("-"))
    elif name == "UsageError" and known:
        why = Message("cli.no-such-command" if first else "cli.no-command", found=first, allowed=known)
    elif name == "UsageError":
        why = Message("cli.too-many-words", command=command)
    else:
        return Message("cli.usage", why=error.format_message(), command=command) if hasattr(error, "format_message") else None
    return Message("cli.usage", why=why, command=command)


def any_encoding(*streams: Any) -> None:
    r"""Let the streams write every text in whatever encoding the terminal has: what it lacks becomes the nearest plain sign.

    >>> any_encoding()
    >>> "L\u2019été\u202f: 5\u202f% \u2192".encode("latin-1", "legation.plain"), "L\u2019été\u202f!".encode("ascii", "legation.plain")
    (b"L'\xe9t\xe9\xa0: 5\xa0% ?", b"L'ete !")
    """
    codecs.register_error("legation.plain", _plain)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="legation.plain")


def _named(parameter: Any) -> str:
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    written = ""
    for sign in error.object[error.start : error.end]:
        bare = "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c))
        nearest = ("\u00a0" if sign == "\u202f" else "", _PLAIN.get(sign, ""), bare, "?")
        written += next(text for text in nearest if text and _can(text, error.encoding))
    return written, error.end


def _can(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
