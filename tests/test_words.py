"""Names in the source are words of the field, of Django, of git or of security: no function, class, field, parameter or local has a private one.

What binds a name is read: definitions, parameters, assignments, fields, imports under another name, and the variables of templates.
What only uses a name follows. A word is a part of a name: ``kept_rows`` has ``kept`` in it, ``_Held`` has ``held``.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from source_trees import tree_of

import legation

SOURCE = Path(legation.__file__).parent
WORDS = {
    "asked": "request (what a page is given), options or inputs (of a question), query, chosen",
    "beneath": "redacted, merged under redaction",
    "brought": "uploaded, sent, given",
    "circle": "cycle (of references); circle is a shape",
    "circles": "cycles",
    "deed": "action (a POST view)",
    "deeds": "actions",
    "doubts": "warnings",
    "held": "leased (a run), grant or effective (access), rows or what they are, took_place (a vote)",
    "kept": "cached (in memory), stored (in a file), rows or what they are",
    "mouth": "askable dossier",
    "sees": "scope",
    "sight": "scope",
    "squeezed": "compressed, gzip",
    "standing": "current (rows)",
    "strange": "unknown",
    "told": "message, note, notified",
    "tongue": "language",
    "tongues": "languages",
    "twin": "as_json, json (the representation of a page)",
    "twins": "json",
    "unfit": "invalid",
    "unplaced": "rejected",
    "usual": "baseline, default",
    "woken": "wake (an event)",
}
"""Each private word, and what to write."""
EXCEPTIONS = {
    "fields of pages and of the API: they are the JSON that programs read": """
        Asked GrantLine.sees LintFinding.standing OneStatement.standing OneTally.held Overview.asked PositionEntry.standing
        ReferencePage.twins TalliesPage.held rows.standing
    """,
    "results and options of public functions, named by earlier issues": """
        Debrief.standing
        Blocking.held_back Finding.standing Gathered.doubts Gathered.unplaced Group.brought Group.held_as Held.unplaced Lake.append.unplaced Lake.held
        Manifest.held Past.held Question.asked_as Report.asked RollUp.standing Silence.asked State.held
    """,
    "results, arguments and functions of methods, which the reference documents: no public name of a method changes": """
        Camps.usual Case.held Coverage.held Days.only.kept Expected.told Features.held Held Hypergame.sees KEPT Monitor.asked PastVotes.usual
        Rewording.kept Standing Survival.kept Survival.standing Told USUAL Weights.software_held Weights.technique_held Words.held
        blame_shares.told first_movers.told half_life.told held_back hidden_ballot.kept hypergame.sees listed.held look.usual numbered.held
        resemblance.kept run_on.standing search.kept shares_on_like_texts.usual sketch_of.kept standing told_apart units.held
    """,
    "state of a monitor: its fields are the stored JSON": "MonitorState.asked MonitorState.standing",
    "columns of tables and sections of files of a dossier": """
        Commitment.kept HeldBy Position.held_from ProposedPlace.held_from ResponseModel.held Search.usual
    """,
    "a vote is held on a day": "Case.held held_rollcalls is_held",
    "fields of what a reader gives, as documented for packages of others": """
        Brought Brought.unplaced Conversation.doubts Converted.kept Draft.unplaced GeniusReading.doubts Incidents.standing Incidents.unplaced
        Observed.doubts Observed.unplaced Part.doubts Reading.doubts Reading.unplaced Report.kept Unplaced
    """,
    "result of the public function estimate": "Estimate.held",
    "result and argument of public functions of a consular desk": "Affected.unplaced Unit.asked_at",
    "the values of a message, passed on by name": "_title.held _title.told",
    "public attributes of extension groups": "Group.held_as",
    "the events of a drafting room: their names stand in its log": "Asked Brought Opened.chair_sees",
    "what a package or the API exports": """
        AskedShape Held Standing brought standing was_held
    """,
}
"""Names that stay, by reason: as ``function.local``, ``Class.field`` or ``name``, whatever their module."""
STAYS = {name for names in EXCEPTIONS.values() for name in names.split()}


@functools.cache
def words(name: str) -> set[str]:
    """The private words in a name.

    >>> words("_KEPT_DAYS"), words("IsHeldBack"), words("withheld")
    ({'kept'}, {'held'}, set())
    """
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)} & set(WORDS)


def bound(node: ast.AST, place: str = "") -> Iterator[tuple[str, str, int]]:
    """What binds a name below a node: where it stands (``Class.method.local``), the name, and its line.

    >>> code = "class Page:\\n    kept: int\\n    def of(self, asked):\\n        self.told = [held for held in asked]"
    >>> [place for place, *_ in bound(ast.parse(code)) if words(place)]
    ['Page.kept', 'Page.of.asked', 'Page.of.told', 'Page.of.held']
    """
    for child in ast.iter_child_nodes(node):
        inner = place
        name = None
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                inner = f"{place}{name}."
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                pass
            case ast.alias(asname=name) | ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
                pass
        if name:
            yield f"{place}{name}", name, getattr(child, "lineno", 0)
        yield from bound(child, inner)


def variables(template: str) -> Iterator[tuple[str, int]]:
    """The names that a template uses, with their lines: not what follows a dot, which is named where it is made.

    >>> [name for name, _ in variables('{% for told in page.standing %}{{ told|add:"kept" }}{% endfor %}') if words(name)]
    ['told', 'told']
    """
    for tag in re.finditer(r"{{(.*?)}}|{%(.*?)%}", template, re.DOTALL):
        code = re.sub(r"\"[^\"]*\"|'[^']*'", "", tag[1] or tag[2])
        yield from ((name, template.count("\n", 0, tag.start()) + 1) for name in re.findall(r"(?<![.\w|:-])[A-Za-z_]\w*", code))


@functools.cache
def named_in(path: Path) -> tuple[tuple[str, str, int], ...]:
    """The places, names and lines of a module or a template."""
    text = path.read_text("utf-8")
    return tuple(bound(tree_of(text)) if path.suffix == ".py" else ((name, name, line) for name, line in variables(text)))


def private(root: Path = SOURCE) -> Iterator[str]:
    """Each name that has a private word in it, with its place and what to write."""
    for path in sorted(root.rglob("*.py")) + sorted(root.rglob("*.html")):
        relative = path.relative_to(root)
        for place, name, line in named_in(path):
            for word in sorted(words(name)):
                if place not in STAYS:
                    yield f"{relative}:{line}: {place}: instead of {word} write {WORDS[word]}"


def test_no_name_is_a_private_word() -> None:
    found = list(private())

    assert found == [], f"{len(found)} names:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.py", "def f(asked): ..."),
        ("a.py", "class Kept: ..."),
        ("a.py", "class Page:\n    sight: int"),
        ("a.py", "def f():\n    for told in (): ..."),
        ("a.py", "import json as twin"),
        ("a.py", "try: ...\nexcept OSError as strange: ..."),
        ("a.py", "match 1:\n    case held: ..."),
        ("a.html", "{% if asked.day %}{% endif %}"),
        ("a.html", "{% with twin=page.title %}{% endwith %}"),
    ],
)
def test_a_private_word_is_found_and_said(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / name).write_text(code, "utf-8")

    (found,) = private(tmp_path)
    assert found.startswith(f"{name}:")
    assert "instead of" in found


def test_words_that_hold_one_and_uses_are_no_private_words(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def withheld(skeptics):\n    return skeptics.held, 'asked', told", "utf-8")
    (tmp_path / "a.html").write_text('{% say "page.asked" count=page.held %}{# asked #} asked', "utf-8")

    assert list(private(tmp_path)) == []


def test_every_exception_is_there() -> None:
    names = {place for path in SOURCE.rglob("*.py") for place, *_ in named_in(path)}

    assert names >= STAYS
    assert all(words(name.rpartition(".")[2]) for name in STAYS)
