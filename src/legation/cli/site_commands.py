"""Commands for the machine that serves a site: serve, back up, restore, a password, a worker.

What a command needs is imported when it runs, so that help is quick.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from legation.cli.options import DATA, LANG, argument, command_of, language_of, option

__all__ = ["SITE_COMMANDS"]

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
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.backup(out, data, language_of(lang), with_secrets=with_secrets)


@command("restore")
def _restore(
    source: Annotated[Path, argument("backup", "FILE.zip")],
    data: Annotated[Path | None, DATA] = None,
    replace: Annotated[bool, option("replace", "--replace")] = False,  # noqa: FBT002
    with_secrets: Annotated[bool, option("take-secrets", "--with-secrets")] = False,  # noqa: FBT002
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.restore(source, data, language_of(lang), replace=replace, with_secrets=with_secrets)


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
    lang: Annotated[str | None, LANG] = None,
) -> int:
    from legation.cli import site

    return site.work(data, parent, language_of(lang))
