"""``legation serve``, ``worker``, ``backup``, ``restore``, ``doctor`` and ``password``: a site, from the machine that it runs on."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import sys
from pathlib import Path

from legation.cli.server import is_loopback
from legation.cli.terminal import tell
from legation.errors import NotAvailable
from legation.language import Lang, Message, say

__all__ = ["backup", "doctor", "password", "restore", "serve", "work"]

BEHIND = 5
"""How far pictures of live rooms stand behind the pages where both want the processor."""
_NEEDED = ("django", "allauth", "uvicorn", "whitenoise")
"""Packages of the extra ``web``: where one is missing, the extra was not installed."""


def serve(host: str, port: int, data: Path | None, workers: int, lang: Lang) -> int:
    """Prepare the site, say where it is, and serve it until it is stopped."""
    _place(data, lang)
    from legation.web.runs.worker_process import start_worker
    from legation.web.serving.database import database_errors
    from legation.web.serving.prepare import prepare
    from legation.web.serving.server import check_workers, listening
    from legation.web.serving.server import serve as run
    from legation.web.serving.site import APPLICATION
    from legation.web.site.environment import public_origin

    listener = listening(host, port)
    check_workers(workers)
    with database_errors():
        prepared = prepare()
    if prepared.examples:
        tell(Message("cli.examples", count=len(prepared.examples), names=prepared.examples), lang)
    if prepared.email:
        tell(Message("cli.first-account", email=prepared.email, password=prepared.password), lang)
    if not is_loopback(host):
        if not public_origin():
            tell(Message("cli.no-origin", host=host), lang)
        elif not public_origin().startswith("https://"):
            tell(Message("cli.in-clear", origin=public_origin()), lang)

    def ready() -> None:
        tell(Message("cli.serving", address=public_origin() or f"http://{_named(host)}:{port}/"), lang)
        sys.stdout.flush()

    run(listener, application=APPLICATION, worker=start_worker, workers=workers, ready=ready)
    return 0


def backup(out: Path, data: Path | None, lang: Lang, *, with_secrets: bool, verified: bool = False) -> int:
    """Write everything that a site holds into one file, while it is being served; restore it elsewhere where it is to be tried."""
    _place(data, lang)
    from legation.web.serving.backup import backup as write
    from legation.web.serving.database import database_errors

    with database_errors():
        written = write(out, with_secrets=with_secrets)
    tell(Message("cli.backed-up", path=str(out), rows=written.rows, tables=written.tables), lang)
    if verified:
        from legation.web.serving.verify import verify

        with database_errors():
            same = verify(out)
        tell(Message("cli.verified", rows=same), lang)
    return 0


def restore(source: Path, data: Path | None, lang: Lang, *, replace: bool, with_secrets: bool, without_people: bool = False) -> int:
    """Put a backup into a new site, or in place of what is there."""
    _place(data, lang)
    from legation.web.serving.database import database_errors
    from legation.web.serving.restore import restore as read

    with database_errors():
        read_in = read(source, replace=replace, with_secrets=with_secrets, without_people=without_people)
    tell(Message("cli.restored", path=str(source), made=read_in.made, rows=read_in.rows), lang)
    if read_in.erased:
        tell(Message("cli.stay-erased", count=read_in.erased), lang)
    return 0


def doctor(data: Path | None, lang: Lang, *, as_json: bool) -> int:
    """Say what is wrong with an installation, each with its remedy; 1 where something is."""
    _place(data, lang)
    from legation.web.serving.doctor import examine

    found = examine()
    wrong = sum(one.state == "wrong" for one in found)
    if as_json:
        checks = [{"check": one.check, "state": one.state, "sentence": say(one.message, lang)} for one in found]
        sys.stdout.write(json.dumps({"ok": not wrong, "checks": checks}, ensure_ascii=False, indent=1) + "\n")
        return int(wrong > 0)
    for one in found:
        tell(Message("doctor.line", state=Message(f"doctor.state.{one.state}"), sentence=one.message), lang)
    tell(Message("doctor.something-wrong", count=wrong) if wrong else Message("doctor.nothing-wrong"), lang)
    return int(wrong > 0)


def password(email: str, data: Path | None, lang: Lang, *, second_factor: bool) -> int:
    """Give an account a new password, shown once."""
    _place(data, lang)
    from legation.web.serving.database import database_errors, must_be_there, set_up_there

    set_up_there()
    from legation.web.accounts.sign_in import reset_password

    with database_errors():
        must_be_there()
        new = reset_password(email, second_factor=second_factor)
    tell(Message("cli.new-password", email=email, password=new), lang)
    return 0


def work(data: Path | None, parent: int, lang: Lang, *, rooms: bool | None = None) -> int:
    """Compute what is asked for on a site, until stopped. The site was made by ``legation serve``."""
    _place(data, lang)
    from legation.web.serving.database import must_be_there, set_up_there

    set_up_there()
    from django.db import Error

    with contextlib.suppress(Error):  # a database that does not answer yet is waited for
        must_be_there()
    from legation.web.runs.worker import Worker

    if rooms:
        os.nice(BEHIND)
    worker = Worker(parent=parent, rooms=rooms)
    worker.on_signals()
    worker.run()
    return 0


def _place(data: Path | None, lang: Lang) -> None:
    """Say where the site is, to what reads the environment. What this process writes is for its owner alone, database and letters too.

    Raises
    ------
    NotAvailable
        Where the package was installed without what the site needs.
    """
    lacking = next((name for name in _NEEDED if importlib.util.find_spec(name) is None), "")
    if lacking:
        raise NotAvailable(Message("site.no-extra", package=lacking))
    os.umask(0o077)
    if data is not None:
        os.environ["LEGATION_DATA"] = str(data)
    os.environ.setdefault("LEGATION_LANGUAGE", lang)


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host
