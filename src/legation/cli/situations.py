"""``legation situations``: what a dossier is about, and how far it is on the path of each."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

from legation.cli.questions import case_of
from legation.cli.terminal import lines
from legation.dossier import TABLES
from legation.language import Lang, Message, say
from legation.questions import questions
from legation.questions.situations.paths import PathState, StepState, path_of, situations_of

__all__ = ["COMMANDS", "described_path", "situations"]

COMMANDS = {
    "brief": "brief {dossier} --book",
    "explanation": "explanation {dossier}{vote}",
    "kit": "kit {dossier} --actor ACTOR{vote}",
    "lines": "lines {dossier}",
    "meeting": "meeting {dossier} {actor}",
    "note": "note {dossier}",
    "record": "meeting {dossier} {actor} --record TOML",
    "room-sheet": "tally {dossier}{vote} --form room",
    "tally": "tally {dossier}{vote}",
}
"""The commands that write the papers."""
_PARTS = {"brief": "dossier.toml [brief]", "bodies": "bodies.toml", "mandate": "mandate.toml", "record": "engagements.csv"}


def situations(dossier: Path, situation: str, about: str, as_of: str | None, *, as_json: bool, lang: Lang) -> int:
    """Print the path of each situation that a dossier has, the pressing first, or of the one that is named."""
    case = case_of(dossier, as_of)
    if situation or about:
        found = [path_of(case, situation or situations_of(case)[0].situation.id, about)]
    else:
        found = [path_of(case, one.situation.id, one.about) for one in situations_of(case)]
    if as_json:
        sys.stdout.write(json.dumps([described_path(one, lang) for one in found], ensure_ascii=False, indent=1) + "\n")
        return 0
    for path in found:
        _print(path, dossier, lang)
    return 0


def described_path(path: PathState, lang: Lang) -> dict[str, Any]:
    """Return a path as JSON has it, in a language."""
    return {
        "situation": path.situation.id,
        "title": say(path.situation.title, lang),
        "about": path.about,
        "name": say(path.name, lang) if path.name else "",
        "day": str(path.day or ""),
        "notes": [say(note, lang) for note in path.notes],
        "next": path.next.id if path.next else "",
        "steps": [_described_step(step, lang) for step in path.steps],
    }


def _described_step(step: StepState, lang: Lang) -> dict[str, Any]:
    mark = step.mark
    return {
        "number": step.number,
        "id": step.id,
        "title": say(step.title, lang),
        "state": step.state,
        "why": say(step.why, lang) if step.why else "",
        "marked": {"state": mark.state, "by": mark.author, "on": str(mark.recorded or mark.known_on or "")} if mark else None,
        "adds": [
            {"id": one.id, "title": say(one.title, lang), "place": one.place, "there": one.is_there, "optional": one.optional}
            for one in step.adds
        ],
        "questions": list(step.questions),
        "papers": list(step.papers),
        "not_yet": [say(words, lang) for words in step.not_yet],
    }


def _print(path: PathState, dossier: Path, lang: Lang) -> None:
    title: Message = path.situation.title
    if path.name:
        title = Message("path.of", situation=title, name=path.name)
    if path.day:
        title = Message("path.dated", title=title, day=path.day)
    rows = [[str(step.number), step.title, Message(f"path.state.{step.state}"), _to_do(step, lang)] for step in path.steps]
    columns = [Message("path.column.number"), *(Message(f"path.column.{name}") for name in ("step", "state", "what"))]
    lines(title, columns, rows, lang, whole=(0, 2))
    ahead = path.next
    sys.stdout.write("\n" + say(_next(ahead) if ahead else Message("path.all-done"), lang) + "\n")
    for question in ahead.questions if ahead else ():
        sys.stdout.write(f"  legation ask {question} {shlex.quote(str(dossier))}  {say(questions()[question].title, lang)}\n")
    for paper in ahead.papers if ahead else ():
        command = COMMANDS[paper].format(
            dossier=shlex.quote(str(dossier)),
            vote=f" --rollcall {shlex.quote(path.about)}" if path.situation.id == "vote" and path.about else "",
            actor=shlex.quote(path.about) if path.situation.id == "meeting" and path.about else "ACTOR",
        )
        sys.stdout.write(f"  legation {command}  {say(Message(f'path.paper.{paper}'), lang)}\n")
    for note in path.notes:
        sys.stdout.write(say(note, lang) + "\n")
    sys.stdout.write("\n")


def _next(step: StepState) -> Message:
    return Message("path.next", number=step.number, step=step.title)


def _to_do(step: StepState, lang: Lang) -> str:
    """Return what is missing and where it goes, what has run out, and what cannot be done here yet."""
    said: list[Any] = []
    if step.mark is not None and step.mark.state in ("done", "not_needed"):
        said.append(_marked(step))
    if step.state != "not_needed":
        missing = tuple(Message("path.missing-in", what=one.title, part=_part(one.place)) for one in step.missing)
        said += [Message("path.missing", what=missing)] if missing and step.state == "to_do" else []
        said += [Message("path.by-hand")] if not step.adds and step.state == "to_do" else []
        said += [step.why] if step.why else []
        said += [Message("path.not-yet-of", what=step.not_yet)] if step.not_yet else []
    return "\n".join(say(words, lang) for words in said)


def _marked(step: StepState) -> Message:
    mark = step.mark
    assert mark is not None  # noqa: S101 - only marked steps come here
    day = mark.recorded or mark.known_on
    who = mark.author or Message("path.someone")
    state = Message(f"choice.steps.state.{mark.state}")
    return Message("path.marked", state=state, who=who, date=day) if day else Message("path.marked-undated", state=state, who=who)


def _part(place: str) -> str | Message:
    from legation.dossier.parts.registry import kinds

    if place in TABLES:
        return TABLES[place].part
    patterns = {kind.id: kind.pattern.replace("{path}", "NAME").replace("{name}", "NAME") for kind in kinds()}
    parts = [_PARTS.get(one) or patterns[one] for one in place.split("|") if not one.startswith("live-")]
    return " | ".join(parts) if parts else Message("path.in-a-live-room")
