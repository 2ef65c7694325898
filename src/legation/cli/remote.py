"""``legation --server URL ask``, ``questions`` and ``export``: the same words and the same output as on this machine."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from legation.cli.questions import options_of, print_questions
from legation.cli.server import Server, connect
from legation.cli.terminal import bar, show_content, tell
from legation.dossier import write_file
from legation.dossier.files.folder import CARRIERS
from legation.errors import LegationError, NotAvailable, WrongUse
from legation.language import Lang, Message
from legation.questions.base.registry import nearest_ids

__all__ = ["ask", "export", "list_questions"]

_FIGURES = (".svg", ".png")
_WAIT = 20
_PAUSES = (0.2, 0.5, 1.0)


def ask(address: str, question: str, dossier: str, words: list[str], *, as_json: bool, figure: Path | None, lang: Lang) -> int:
    """Ask a site one question, as a table, as JSON or as a picture."""
    if figure is not None and figure.suffix.lower() not in _FIGURES:
        raise WrongUse(Message("cli.figure-format", found=figure.name))
    server = connect(address, lang)
    declared = {one["id"]: one for one in server.get("questions")["items"]}
    if question not in declared:
        close = nearest_ids(question, declared)
        raise WrongUse(Message("all-questions.unknown-question", found=question, close=close[0], there=tuple(declared)))
    options = options_of({one["name"] for one in declared[question]["options"] if one["kind"] == "flag"}, words)
    place = f"dossiers/{quote(dossier, safe='')}"
    title = Message("answer.value", value=declared[question]["title"])
    with bar(title, lang) as progress:
        body = {"options": options, "wait": _WAIT, "audience": "desk"}
        run = _ended(server, place, server.post(f"{place}/questions/{question}/ask", body)["run"], progress)
    runs = f"{place}/runs/{run['id']}"
    if figure is not None:
        write_file(figure, _picture(server, runs, question, figure, lang))
        sys.stdout.write(f"{figure}\n")
    elif as_json:
        answer = server.get(f"{runs}/answer", lang=lang)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    else:
        show_content(server.get(f"{runs}/answer", lang=lang, form="shown"), lang)
    return 0


def list_questions(address: str, words: str = "", *, as_json: bool, lang: Lang) -> int:
    """Print every question that a site answers, or those that some words may mean, the best first."""
    return print_questions(connect(address, lang).get("questions")["items"], words, as_json=as_json, lang=lang)


def export(address: str, dossier: str, out: Path, lang: Lang) -> int:
    """Write what the person sees of a dossier of a site into one file."""
    form = out.suffix.lower()
    if form not in CARRIERS:
        raise WrongUse(Message("server.export-format", found=out.name))
    write_file(out, connect(address, lang).file(f"dossiers/{quote(dossier, safe='')}/export/{form[1:]}"))
    tell(Message("cli.exported", path=str(out)), lang)
    return 0


def _ended(server: Server, place: str, run: dict[str, Any], progress: Any) -> dict[str, Any]:
    """Return a run when it has ended; where the person does not want to wait, it is stopped there too."""
    polls = 0
    try:
        while run["state"] in ("waiting", "running"):
            progress(run["done"], run["total"] or 1)
            time.sleep(_PAUSES[min(polls, len(_PAUSES) - 1)])
            polls += 1
            run = server.get(f"{place}/runs/{run['id']}")
    except KeyboardInterrupt:
        with contextlib.suppress(LegationError):
            server.post(f"{place}/runs/{run['id']}/cancel", {})
        raise
    if run["state"] != "done":
        raise NotAvailable(Message("server.said", why=run["error"]) if run["error"] else Message("server.stopped"))
    return run


def _picture(server: Server, runs: str, question: str, target: Path, lang: Lang) -> bytes:
    figures = [one["id"] for one in server.get(f"{runs}/answer", lang=lang)["figures"]]
    if not figures:
        raise NotAvailable(Message("cli.no-figure", question=question))
    wanted = next((one for one in figures if target.stem.endswith(one)), figures[0])
    return server.file(f"{runs}/files/{lang}/figure-{quote(wanted, safe='')}{target.suffix.lower()}", take="yes")
