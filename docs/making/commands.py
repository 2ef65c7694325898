"""The page of the commands: every one, with its arguments and options, as the command itself explains them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from legation import errors
from legation.cli.app import app
from legation.cli.watch import ALERT
from legation.language import Lang
from making.markdown import code, heading, said, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page."""
    command: Any = app(lang)
    blocks = [heading(1, said("commands.title", lang)), str(command.help), said("commands.intro", lang)]
    exits = [("0", said("exit.0", lang)), *((str(n), said(f"exit.{n}", lang)) for n in sorted({*_exit_codes(), ALERT}))]
    blocks += [table([said("column.exit", lang), said("column.meaning", lang)], exits)]
    header = [said(f"column.{column}", lang) for column in ("argument", "meaning", "default")]
    general = [_parameter(p, lang) for p in command.params if p.name != "help"]
    if general:
        blocks += [heading(2, said("commands.general", lang)), table(header, general)]
    for name, one in command.commands.items():
        blocks += [heading(2, f"legation {name}"), one.help, f"```\n{_usage(name, one)}\n```"]
        blocks += [table(header, (_parameter(p, lang) for p in _parameters(one)))]
    return "\n\n".join(blocks)


def _exit_codes() -> set[int]:
    return {getattr(errors, name).exit_code for name in errors.__all__}


def _parameters(command: Any) -> list[Any]:
    """Return arguments and options of a command, those of its sources among them."""
    return [one for one in command.get_params(command.context_class(command)) if one.name != "help"]


def _usage(name: str, command: Any) -> str:
    words = ["legation", name]
    for parameter in _parameters(command):
        if parameter.param_type_name == "argument":
            words.append(parameter.metavar)
        else:
            word = " ".join(filter(None, (parameter.opts[0], _metavar(parameter))))
            words.append(word if parameter.required else f"[{word}]")
    if command.ignore_unknown_options:
        words.append("[--OPTION ...]")
    return " ".join(words)


def _metavar(parameter: Any) -> str:
    return "" if parameter.is_flag else parameter.metavar or ("N" if isinstance(parameter.default, int) else "TEXT")


def _parameter(parameter: Any, lang: Lang) -> tuple[str, str, str]:
    is_argument = parameter.param_type_name == "argument"
    shown = parameter.metavar if is_argument else " ".join(filter(None, (parameter.opts[0], _metavar(parameter))))
    default = parameter.default
    if parameter.required:
        what = said("commands.must", lang)
    elif default in (None, "", False) or default == Path():
        what = ""
    else:
        what = code(str(default))
    return code(shown), str(parameter.help), what
