"""The commands ``import`` and ``observe``: their sources, and the options that those take, are read from the registry when one is run.

Other commands load no source, so that what another package declares can break none of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer
from typer.core import TyperCommand

from legation.language import Lang, say

if TYPE_CHECKING:
    from legation.sources.source import Source, SourceOption

__all__ = ["ImportCommand", "ObserveCommand", "given_options"]

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
            own[0].metavar = "|".join(there)
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
    from legation.sources.source.registry import for_dossiers, for_lakes

    return for_dossiers() if names == "dossier" else for_lakes()


def _declared(there: Mapping[str, Source], lang: Lang) -> list[Any]:
    """Return the options of sources as parameters of a command; their values are kept beside the command's own."""
    from legation.sources.source.registry import options_of

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
