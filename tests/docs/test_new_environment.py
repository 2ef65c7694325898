"""The example packages of *Extend Legation*, each built and installed in a new environment: there on the command line and in the reference.

Nothing comes from the network: the environment sees the packages of the one that runs the tests, and the build needs only hatchling.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docs.console import ROOT, steps

from legation.cli.extensions import GROUPS

PAGE = ROOT / "docs/en/how-to/extend.md"
FILES = [step for step in steps(PAGE) if step.file]
PROJECTS = {step.file.split("/")[0]: tomllib.loads(step.content) for step in FILES if step.file.endswith("pyproject.toml")}
LONGEST = 60

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Environment:
    """A new environment, in a folder that holds the packages and what their page says of a dossier."""

    folder: Path
    kept: dict[str, str]

    def run(self, *words: str, code: int = 0, within: str = "", **more: str) -> str:
        """Return what a program of this environment prints, in a folder beside it."""
        done = subprocess.run(
            [str(self.folder / "env/bin/python"), *words],
            cwd=self.folder / within,
            env=self.kept | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    def legation(self, *words: str, code: int = 0, **more: str) -> str:
        return self.run("-m", "legation", *words, code=code, **more)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment in which every package of the page is installed, from wheels that were built for it."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("new")
    for step in FILES:
        (folder / step.file).parent.mkdir(parents=True, exist_ok=True)
        (folder / step.file).write_text(step.content, "utf-8")
    venv.create(folder / "env")
    inside = next((folder / "env/lib").glob("python*")) / "site-packages"
    (inside / "ours.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "TMPDIR", "PATH", "LD_LIBRARY_PATH")}
    new = Environment(folder, kept | {"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8", "COLUMNS": "200", "LEGATION_LANG": "en"})
    for name in PROJECTS:
        new.run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "wheels"), within=name)
    for wheel in sorted((folder / "wheels").glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:  # all that installing a wheel of Python modules does
            archive.extractall(inside)
    return new


def test_each_group_has_an_example_and_none_is_long() -> None:
    brought = {group for project in PROJECTS.values() for group in project["project"]["entry-points"]}
    modules = {name: [step for step in FILES if step.file.startswith(f"{name}/") and step.file.endswith(".py")] for name in PROJECTS}

    assert brought == {group.name for group, _ in GROUPS}
    for name, steps_of in modules.items():
        assert sum(len(step.content.splitlines()) for step in steps_of) <= LONGEST, name


@pytest.fixture(scope="module")
def listed(environment: Environment) -> dict[str, list[dict[str, Any]]]:
    """What other packages bring, by group, as the command says it."""
    return {one["group"]: one["brought"] for one in json.loads(environment.legation("extensions", "--json"))}


def test_each_package_is_listed_with_its_version(listed: dict[str, list[dict[str, Any]]]) -> None:

    for project in PROJECTS.values():
        about = project["project"]
        for group, points in about["entry-points"].items():
            found = [one for one in listed[group] if one["package"] == about["name"]]
            assert [(one["name"], one["version"], one["fault"]) for one in found] == [(name, about["version"], None) for name in points]
            assert all(one["ids"] for one in found)


def test_the_question_is_listed_and_answered(environment: Environment) -> None:
    example = str(ROOT / "examples/un-ict-2018")

    assert "not-approached" in environment.legation("questions")
    answer = json.loads(environment.legation("ask", "not-approached", example, "--rollcall", "A/RES/74/247", "--json"))
    assert answer["question"] == "not-approached"
    assert answer["findings"][0]["text"].startswith("160 members have not been approached")


def test_the_kind_of_part_is_listed(environment: Environment) -> None:
    assert "visits/{name}.toml [meeting]" in environment.legation("fields", "visit")


def test_the_source_and_the_observation_are_brought_in(environment: Environment) -> None:
    assert "pledges" in environment.legation("import", "--help")
    assert "2 rows added" in environment.legation("observe", "port-calls", "calls.csv", "--lake", "desk.lake")


def test_the_figure_is_drawn_in_either_language(environment: Environment) -> None:
    example = str(ROOT / "examples/un-ict-2018")
    asked = ("ask", "who-can-move", example, "--first", "A/RES/73/27", "--second", "A/RES/73/266", "--as-of", "2019-11-01")
    environment.legation(*asked, "--figure", "likeliest-moves.svg", "--lang", "fr")
    drawn = (environment.folder / "likeliest-moves.svg").read_text("utf-8")

    assert "Sénégal bougerait le plus probablement" in drawn
    assert "Voterait" in drawn


def test_the_engine_gives_the_rows_that_every_engine_gives(environment: Environment) -> None:
    told = environment.run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "tests/lake/test_engines.py"), "-k", "sqlite", "--rootdir", str(ROOT),
        f"--basetemp={environment.folder / 'made'}",  # the folder that all runs share would be closed to the servers that run there
        PYTHONPATH=f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}",
    )  # fmt: skip

    assert int(re.search(r"(\d+) passed", told)[1]) > 30
    assert "skipped" not in told


HANDS = """
import dataclasses, json, secrets
from legation.rooms import Refused, cut, leaves, replay, seen_by, verify
from legation.rooms.entry import FIRST
from rehearse import SIX, log

KIND, first, ended = "show-of-hands", SIX[0], log[:-1]

def chained(entries):
    made = []
    for number, one in enumerate(entries, 1):
        before = made[-1].hash if made else FIRST
        made.append(dataclasses.replace(one, number=number, key=f"k{number}", before=before, body="", hash=""))
    return made

def refused(entries, by, kind, **data):
    try:
        replay(KIND, chained([*entries, dataclasses.replace(entries[-1], by=by, kind=kind, data=data)]))
    except Refused as why:
        return why.code

few = chained([one for one in ended if one.by not in SIX[:2]])
blank = [one.erased() if one.kind in ("seated", "raised") and first in (one.by, one.data.get("seat")) else one for one in log]
print(json.dumps({
    "broken": [verify(log), verify(blank), verify(few)],
    "before the end": seen_by(replay(KIND, ended[:-1]), SIX[5]),
    "counted": leaves(replay(KIND, ended)),
    "cut": leaves(replay(KIND, cut(KIND, "room", ended, secrets.token_hex))),
    "few": leaves(replay(KIND, few)),
    "taken back": [leaves(replay(KIND, entries)) for entries in (log, blank)],
    "refused": [
        refused(ended, first, "raised", options=[]),
        refused(ended[:-1], first, "raised", options=["in a year"]),
        refused(ended[:-1], "host", "raised", options=[]),
        refused(ended[:-1], first, "phase", phase="closed"),
        refused(ended, SIX[1], "erased", seat=first),
        refused(ended, "host", "erased", seat="host"),
    ],
}))
"""


def test_a_log_of_the_kind_of_room_is_replayed_and_tells_of_no_hand(
    environment: Environment, listed: dict[str, list[dict[str, Any]]]
) -> None:
    assert [one["ids"] for one in listed["legation.rooms"]] == [["show-of-hands"]]
    told = json.loads(environment.run("-c", HANDS))
    nothing = [{"id": "in a week", "up": None}, {"id": "in two weeks", "up": None}]
    counted = told["counted"]

    assert told["broken"] == [None] * 3
    assert told["before the end"]["options"] == nothing
    assert told["before the end"]["mine"] == ["in two weeks"]
    assert [(one["id"], one["up"]) for one in counted["options"]] == [("in a week", 4), ("in two weeks", 6)]
    assert (counted["answered"], counted["leaves"], counted["day"]) == (6, "chatham", "2026-03-02")
    assert told["cut"] == counted
    assert [told["few"][name] for name in ("options", "answered")] == [nothing, None]
    assert told["taken back"][0] == told["taken back"][1] == counted | {"options": nothing, "answered": None}
    assert told["refused"] == ["closed", "unknown", "no-role", "no-role", "no-role", "no-role"]


def test_the_reference_of_the_installation_names_them_and_that_of_the_project_does_not(environment: Environment) -> None:
    docs = str(ROOT / "docs/generate.py")
    environment.run(docs, "--installed", "pages")
    environment.run(docs, "--check")

    for lang, words in {
        "en": ("Whom have we not yet approached?", "Who would most likely leave the last vote", "The actor that is met.", "Cargo unloaded"),
        "fr": ("Qui n’avons-nous pas encore approché", "Qui quitterait le plus probablement", "L’acteur rencontré.", "Cargaison débarquée"),
    }.items():
        written = "".join(page.read_text("utf-8") for page in (environment.folder / "pages" / lang).rglob("*.md"))
        assert all(
            word in written for word in (*words, "`not-approached`", "`likeliest-moves`", "`visit`", "`pledges`", "`calls`", "`sqlite`")
        ), lang


def test_a_package_that_fails_is_listed_and_ends_nothing_else(environment: Environment) -> None:
    module = next((environment.folder / "env/lib").glob("python*")) / "site-packages/desk_figures/__init__.py"
    whole = module.read_text("utf-8")
    example = str(ROOT / "examples/un-ict-2018")
    try:
        module.write_text("raise ZeroDivisionError('by zero')\n", "utf-8")
        listed = json.loads(environment.legation("extensions", "--json", code=1))
        answer = json.loads(environment.legation("ask", "who-is-missing", example, "--json"))
    finally:
        module.write_text(whole, "utf-8")

    faults = {one["package"]: one["fault"] for group in listed for one in group["brought"] if one["fault"]}
    assert list(faults) == ["desk-figures"]
    assert "by zero" in faults["desk-figures"]
    assert answer["findings"]
