"""``legation statement`` and ``lint``: a draft statement in each language, and what stands against its release."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from legation.briefing import docx
from legation.briefing.lint import LONGEST, Finding, blocking, lint, plain
from legation.briefing.papers.statement import statement_draft
from legation.cli.opening import load
from legation.cli.papers import template_for
from legation.cli.questions import case_of
from legation.cli.terminal import tell
from legation.dossier import write_file
from legation.dossier.models.statement import TIERS
from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, Lang, Message, say
from legation.system_words import system_words

__all__ = [
    "lines_of",
    "lint_file",
    "statement",
]


def lint_file(
    path: Path,
    dossier: Path | None,
    release: str,
    assessed: list[str],
    gate: float,
    scale: str,
    own: str,
    draft_lang: str,
    *,
    as_json: bool,
    lang: Lang,
) -> int:
    """Print what is found; exit code 1 where something stands against the release."""
    text = _read(path)
    findings = lint(
        text,
        _language(draft_lang),
        dossier=load(dossier) if dossier is not None else None,
        release=release,
        assessments=_assessments(assessed),
        gate=gate,
        scale=scale,
        own=own,
    )
    if as_json:
        report = {
            "file": str(path),
            "release": release,
            "blocks": bool(blocking(findings)),
            "findings": [plain(one, lang) for one in findings],
        }
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(lines_of(findings, len(text), lang))
    return 1 if blocking(findings) else 0


def lines_of(findings: tuple[Finding, ...], count: int, lang: Lang) -> list[str]:
    """Return the findings as a person reads them, each with what is allowed and what to do."""
    lines = []
    for one in findings:
        where = Message("lint.line", weight=one.standing, rule=one.title, sentence=one.sentence, start=one.start, end=one.end)
        said = (one.message, Message("lint.allowed-is", what=one.allowed), Message("lint.do", what=one.remedy))
        lines += [say(where, lang), *(f"  {say(part, lang)}" for part in said), ""]
    end = Message("lint.counted", count=len(findings), blocking=len(blocking(findings))) if findings else Message("lint.clean", count=count)
    return [f"{line}\n" for line in (*lines, say(end, lang))]


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(4 * LONGEST + 1)
    except OSError as error:
        raise CannotRead(Message("dossier.cannot-read", path=str(path), why=system_words(error))) from error
    if len(data) > 4 * LONGEST:
        raise CannotRead(Message("lint.too-long", found=len(data), allowed=LONGEST))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRead(Message("lint.not-text", path=str(path))) from error
    if "\x00" in text:
        raise CannotRead(Message("lint.not-text", path=str(path)))
    return text


def _assessments(given: list[str]) -> dict[str, float]:
    judged = {}
    for item in given:
        who, mark, number = item.rpartition("=")
        try:
            judged[who.strip()] = float(number)
        except ValueError:
            mark = ""
        if not mark or not who.strip():
            raise WrongUse(Message("lint.bad-assessment", found=item[:80]))
    return judged


def _language(given: str) -> Lang | None:
    if given and given not in LANGUAGES:
        raise WrongUse(Message("all-questions.bad-option", name="draft-lang", found=given[:40], allowed=" | ".join(LANGUAGES)))
    return next((lang for lang in LANGUAGES if lang == given), None)


def statement(
    dossier: Path, langs: tuple[Lang, ...], out: Path, incident: str, tier: str, as_of: str | None, seed: int, template: Path | None = None
) -> int:
    """Write the draft as text and DOCX, and print what the lint finds; exit code 1 where something stands against a release."""
    if tier not in TIERS:
        raise WrongUse(Message("all-questions.bad-option", name="tier", found=tier[:40], allowed=" | ".join(TIERS)))
    case = case_of(dossier, as_of)
    draft = statement_draft(case, incident, tier, seed)
    own = template_for(case, template, {"docx"}, langs[0])
    blocks = False
    for lang in langs:
        path = out / f"{draft.name}-{lang}.txt"
        write_file(path, draft.text(lang).encode())
        write_file(path.with_suffix(".docx"), docx.render(draft.document(lang), own))
        findings = draft.findings(lang)
        tell(Message("cli.statement-written", path=str(path)), lang)
        sys.stdout.writelines(lines_of(findings, len(draft.text(lang)), lang))
        blocks = blocks or bool(blocking(findings))
    return 1 if blocks else 0
