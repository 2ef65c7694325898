"""Run each command of the terminal in this one process, on copies of the examples: ``python every_command.py FOLDER [NAME...]``."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = "name\nFrance\nGermany\nBrazil\n"
COMMANDS: dict[str, tuple[str, ...]] = {
    "note": (
        *("{un}", "--lang", "en", "--formats", "html", "--kind", "strategy", "--out", "{out}"),
        *("--final", "--reason", "The minister speaks tonight."),
    ),
    "brief": ("{un}", "--lang", "fr", "--formats", "html,pdf,docx,json,csv", "--out", "{out}"),
    "tally": ("{un}", "--lang", "en", "--formats", "html,pdf", "--out", "{out}"),
    "kit": ("{un}", "--actor", "BRA", "--formats", "html", "--out", "{out}"),
    "lines": ("{un}", "--formats", "html", "--out", "{out}"),
    "meeting": ("{un}", "BRA", "--formats", "html", "--out", "{out}"),
    "round": ("{round}", "--at", "2024-03-06T18:30", "-o", "{out}/round.pdf"),
    "circulation": ("{cables}", "--out", "{out}"),
    "explanation": ("{un}", "--formats", "html", "--out", "{out}"),
    "examples": ("notpetya-2017", "--out", "{out}/examples"),
    "start": ("{out}/list.csv", "--out", "{out}/started"),
    "ask": ("who-votes-alike", "{un}"),
    "questions": ("who could vote with us",),
    "situations": ("{un}",),
    "notify": ("{notpetya}", "--aware", "2017-06-27T13:00", "--zone", "Europe/Copenhagen"),
    "check": ("{un}",),
    "release": ("{un}", "actors.csv", "actors", "nobody", "--function", "head of desk", "--reason", "checked"),
    "history": ("{un}", "actors.csv", "actors", "BRA"),
    "persons": ("{un}",),
    "new": ("{out}/new",),
    "extensions": (),
    "fields": ("actors",),
    "template": ("{out}/positions.csv",),
    "import": ("list", "{out}/list.csv", "--into", "{out}/new"),
    "take": ("unga-votes", "{out}/new", "--members", "own", "--years", "2018-2019"),
    "observe": ("feed", "{mission}/observations/feed.xml", "--lake", "{out}/lake"),
    "lake": ("{out}/lake",),
    "watch": ("{mission}", "--lake", "{out}/lake"),
    "export": ("{un}", "{out}/export.zip"),
    "forecast": ("check", "{un}"),
    "positions": ("{un}", "--out", "{out}/proposed.csv", "--issue", "oewg-track"),
    "lint": ("{out}/draft.txt",),
    "statement": ("{notpetya}", "--out", "{out}"),
    "public-game": ("--lang", "en", "--lang", "fr", "--out", "{out}"),
    "consular": ("front", "texts"),
    "doctor": ("--data", "{out}/site"),
    "backup": ("{out}/backup.zip", "--data", "{out}/site"),
    "restore": ("{out}/backup.zip", "--data", "{out}/site", "--replace"),
    "password": ("admin@legation.localhost", "--data", "{out}/site"),
}
"""Each command and what it is given. Those of a site (``serve``, ``worker``) run for as long as one lets them: they stand in the test."""
OF_A_SITE = ("doctor", "backup", "restore", "password")
"""They prepare a site first, which takes seconds."""


def main(folder: str, *names: str) -> int:
    """Run them in turn and print each exit code: 0 fine, 1 problems found, 2 wrong use, 4 an alert."""
    from legation.cli import main as command

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / "list.csv").write_text(LIST)
    (out / "draft.txt").write_text("We welcome the resolution that the General Assembly adopted on 5 December 2018.")
    places = {"out": folder}
    for short, name in (
        ("un", "un-ict-2018"),
        ("mission", "mission-site-2024"),
        ("notpetya", "notpetya-2017"),
        ("round", "cable-round-2024"),
        ("cables", "cable-statement-2026"),
    ):
        places[short] = str(out / "from" / name)
        shutil.copytree(ROOT / "examples" / name, places[short], dirs_exist_ok=True)
    if "backup" in names:
        _site(out / "site")
    for name in names or COMMANDS:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                code = command([name, *(word.format(**places) for word in COMMANDS[name])])
            except SystemExit as ended:
                code = int(ended.code or 0)
        print(name, code, said.getvalue().strip().splitlines()[-1:] if code else "")  # noqa: T201 - what the test reads
    return 0


def _site(data: Path) -> None:
    os.environ["LEGATION_DATA"] = str(data)
    os.environ["LEGATION_ADMIN_PASSWORD"] = "a long sentence for the desk"
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
    django.setup()
    from legation.web.serving.prepare import prepare

    prepare()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
