"""Answers, exports and papers of an example, by the surfaces that a person uses: a dossier in Python, and the command line."""

from __future__ import annotations

import contextlib
import io
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.unchanged.clock import NOW
from benchmarks.unchanged.written import Written

from legation.language import Lang

__all__ = ["answers", "exports", "lake_of", "papers"]

LANGS: tuple[Lang, ...] = ("en", "fr")
OBSERVED = {
    "mission-site-2024": {
        "documents": ["statements"],
        "feed": ["feed.xml"],
        "requests": ["access.log.gz"],
        "events": ["events-2024-04.CSV.gz", "events-2024-05.CSV.gz", "events-2024-06.CSV.gz"],
        "suite": ["posts.csv", "--register", "accounts.csv"],
    }
}
"""The observations that belong to an example, by their kind, below its folder ``observations``: they are put into a lake beside it."""
READERS = (("owner", ""), ("desk", ""), ("partner", "TLP:GREEN"), ("public", "TLP:CLEAR"))
ACTORS, TIERS, SKELETONS = 3, ("public", "partners", "national"), ("explanation-of-vote", "non-paper")
DRAFT_FORMS = ("docx", "txt", "xml", "akn")


def answers(example: Path, to: Written, place: Path) -> None:
    """Every question that there is, at its default options, in both languages: as JSON, and as a notebook shows it."""
    import legation
    from legation.errors import LegationError
    from legation.language import say
    from legation.questions import questions

    dossier = legation.load(example)
    lake = lake_of(example, place)
    for question in questions():
        try:
            answer = dossier.ask(question, today=NOW.date(), lake=lake)
        except LegationError as error:
            to.put_text(f"{question}.txt", "refused\n")
            for lang in LANGS:
                to.put_error(f"{question}.{lang}.txt", say(error.message, lang) + "\n")
            continue
        except Exception as error:  # noqa: BLE001 - a fault of ours is a result as well
            to.put_text(f"{question}.txt", f"failed: {type(error).__name__}\n")
            to.put_error(f"{question}.txt", traceback.format_exc())
            continue
        for lang in LANGS:
            to.put_json(f"{question}.{lang}.json", answer.to_json(lang))
            object.__setattr__(answer, "lang", lang)
            to.put_text(f"{question}.{lang}.html", answer._repr_html_())


def exports(example: Path, to: Written, place: Path) -> None:
    """All that ``legation export`` writes: as every kind of reader, in every form, and of every model, draft and register."""
    for audience, marking in READERS:
        given = ["--audience", audience, *(["--marking", marking] if marking else [])]
        for name in ("folder", "dossier.zip", "dossier.xlsx", "dossier.json"):
            _export(example, to, place, f"{audience}-{name}", *given)
        for form in ("csv", "xlsx"):
            _export(example, to, place, f"{audience}-logframe.{form}", "--logframe", *given)
        for lang in LANGS:
            _export(example, to, place, f"{audience}-calendar-{lang}.ics", "--calendar", "--lang", lang, *given)
    for model in _stems(example, "conflicts", "toml"):
        for lang in LANGS:
            _export(example, to, place, f"exercise-{model}-{lang}.json", "--exercise", model, "--lang", lang)
    for draft in _stems(example, "drafts", "toml"):
        for form in DRAFT_FORMS:
            _export(example, to, place, f"draft-{draft}.{form}", "--draft", draft)
    for register in _stems(example, "incidents", "json"):
        for form in ("json", "misp.json"):
            _export(example, to, place, f"register-{register}.{form}", "--incidents", register)


def papers(example: Path, to: Written, place: Path) -> None:
    """Every paper that the command line makes: brief, tally, kit, statement, proposed positions, and what is checked and kept."""
    import legation

    dossier = legation.load(example)
    both = ["--lang", "en", "--lang", "fr"]
    lake = ["--lake", str(place / "lake")] if lake_of(example, place) else []
    _paper(example, to, place, "brief", "brief", *both, "--formats", "html,pdf,docx,json,csv", *lake)
    for rollcall in dossier.rollcalls:
        named = ["--rollcall", rollcall.symbol or rollcall.id, "--formats", "html,pdf,docx"]
        _paper(example, to, place, f"tally-{rollcall.id}", "tally", *both, *named)
        _paper(example, to, place, f"explanation-{rollcall.id}", "kit", *both, *named, "--skeleton", SKELETONS[0])
    _paper(example, to, place, "non-paper", "kit", *both, "--formats", "html,pdf,docx", "--skeleton", SKELETONS[1])
    for actor in dossier.actors[:ACTORS]:
        _paper(example, to, place, f"kit-{actor.id}", "kit", *both, "--formats", "html,pdf,docx", "--actor", actor.id)
    for tier in TIERS:
        _paper(example, to, place, f"statement-{tier}", "statement", *both, "--tier", tier)
    for issue in dossier.issues:
        for source in ("votes", "texts"):
            given = ["--issue", issue.id, "--from", source, *(lake if source == "texts" else [])]
            _paper(example, to, place, f"positions-{issue.id}-{source}", "positions", *given, target="positions.csv")
    for lang in LANGS:
        for action in ("check", "printed"):
            _said(to, f"forecast-{action}-{lang}", ["forecast", action, str(example), "--lang", lang])
        _said(to, f"check-{lang}", ["check", str(example), "--json", "--lang", lang])
        _said(to, f"ask-{lang}", ["ask", "what-is-due", str(example), "--lang", lang])
        if lake:
            _said(to, f"watch-{lang}", ["watch", str(example), *lake, "--json", "--lang", lang])
            _said(to, f"lake-{lang}", ["lake", lake[1], "--lang", lang])


def _export(example: Path, to: Written, place: Path, name: str, *given: str) -> None:
    target = place / "exports" / name
    _said(to, name, ["export", str(example), str(target), *given])
    _taken(to, target, name)


def _paper(example: Path, to: Written, place: Path, name: str, command: str, *given: str, target: str = "") -> None:
    out = place / "papers" / name
    _said(to, name, [command, str(example), "--out", str(out / target), *given])
    _taken(to, out, name)


def _taken(to: Written, target: Path, name: str) -> None:
    """Put a file, or the files of a folder, into the record."""
    if target.is_file():
        to.put(name, target.read_bytes())
    for file in sorted(target.rglob("*")) if target.is_dir() else ():
        if file.is_file():
            to.put(f"{name}/{file.relative_to(target).as_posix()}", file.read_bytes())


def _said(to: Written, name: str, words: list[str]) -> None:
    """Run a command: what it prints and its exit code are compared, what it says of errors is kept apart."""
    from legation.cli import main

    with _streams() as (out, err):
        try:
            code = str(main(words))
        except Exception as error:  # noqa: BLE001 - the same
            code = type(error).__name__
            err.write(traceback.format_exc())
    to.put_text(f"printed/{name}.txt", f"{out.getvalue()}exit code {code}\n")
    if err.getvalue():
        to.put_error(f"{name}.txt", err.getvalue())


@contextlib.contextmanager
def _streams() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield out, err


def _stems(example: Path, folder: str, ending: str) -> list[str]:
    return sorted(path.stem for path in (example / folder).glob(f"*.{ending}"))


def lake_of(example: Path, place: Path) -> Any:
    """Return a lake with the observations of an example; None where it has none."""
    from legation.cli import main
    from legation.lake import Lake

    folder = place / "lake"
    if example.name not in OBSERVED:
        return None
    given = example / "observations"
    for kind, files in OBSERVED[example.name].items() if not folder.is_dir() else ():
        words = [file if file.startswith("--") else str(given / file) for file in files]
        with _streams() as (_, err):
            code = main(["observe", kind, *words, "--lake", str(folder)])
        if code not in (0, 1):
            raise RuntimeError(f"legation observe {kind}: {code}\n{err.getvalue()}")
    return Lake(folder)
