"""The two packages of the page, installed: there in the help, in what is imported and observed, and in the reference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docs.console import ROOT, Step, run, steps

PAGE = ROOT / "docs/en/how-to/extend.md"
LONGEST = 60
PACKAGES = ("desk_pledges", "desk_ports")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the page, installed, and a dossier with a question."""
    place = tmp_path_factory.mktemp("extended")
    run(Step(command='legation new desk --title "A matter"'), place, "en")
    for step in steps(PAGE):
        if step.file.startswith(PACKAGES) or step.file in ("heard.csv", "calls.csv", "desk/actors.csv", "desk/issues.csv"):
            run(step, place, "en")
    return place


def reference(folder: Path, pages: tuple[str, ...], lang: str) -> list[str]:
    """Return pages of the reference, made in one process."""
    made = f"[generate.PAGES[page]({lang!r}) for page in {pages!r}]"
    program = f"import json, sys; sys.path.insert(0, {str(ROOT / 'docs')!r}); import generate; print(json.dumps({made}))"
    (folder / "program.py").write_text(program, "utf-8")
    return list(json.loads(run(Step(command="python program.py"), folder, "en")))


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_of_the_page_are_short(package: str) -> None:
    module = next(step for step in steps(PAGE) if step.file == f"{package}/{package}/__init__.py")

    assert len(module.content.splitlines()) <= LONGEST


def test_they_are_there_in_the_help(folder: Path) -> None:
    help_text = run(Step(command="legation import --help"), folder, "fr")
    observed = run(Step(command="legation observe --help"), folder, "en")

    assert "|taxii|pledges" in "".join(help_text.split())
    assert "Le sujet sur lequel portent les promesses." in " ".join(help_text.split())
    assert "|suite|port-calls" in "".join(observed.split())
    assert "pledges" in run(Step(command="legation import fax x --into desk", code=2), folder, "en")


def test_they_are_there_in_the_reference(folder: Path) -> None:
    sources, observations, commands = reference(folder, ("sources", "observations", "commands"), "fr")
    section = sources.split("\n## `pledges`\n")[1].split("\n## ")[0]

    assert "**Promesses recueillies par un partenaire**" in section
    assert "`legation import pledges PLEDGES.csv --into DOSSIER --issue ID`" in section
    assert "`actors.csv`, `positions.csv`, `evidence.csv`" in section
    assert "Du paquet\u00a0: `desk_pledges`" in section
    assert "| `tonnes` | float64 | Cargaison débarquée, en tonnes\u202f; vide si elle n’a pas été dite. |" in observations
    assert "`legation observe port-calls FILES --lake LAKE`" in observations
    assert "--issue" in commands


def test_rows_and_observations_come_in(folder: Path) -> None:
    words = "legation import pledges heard.csv --into desk --issue text"
    listed = run(Step(command=f"{words} --dry-run", code=1), folder, "fr")
    assert "heard.csv:3:country" in listed and "Nommez un État" in listed
    assert not (folder / "desk/positions.csv").read_text("utf-8").count("KEN")
    run(Step(command=words, code=1), folder, "en")
    assert "KEN-pledges-heard" in (folder / "desk/positions.csv").read_text("utf-8")
    run(Step(command="legation check desk"), folder, "en")
    refused = run(Step(command="legation import pledges heard.csv --into desk --issue gone", code=1), folder, "en")
    assert "KEN-pledges-heard" in refused

    assert "2 rows added; 1 not placed" in run(Step(command="legation observe port-calls calls.csv --lake desk.lake"), folder, "en")
    (folder / "more.csv").write_text("id,time,ship,flag,port,tonnes\n3,2026-06-01T08:30:00Z,B,KEN,M,\n4,2026-06-02T08:30:00Z,B,KEN,M,\n")
    assert "1 row added; 0 not placed, 0 to be looked at, 1 known" in run(
        Step(command="legation observe port-calls more.csv --lake desk.lake"), folder, "en"
    )
    assert '"table": "calls"' in run(Step(command="legation lake desk.lake --json"), folder, "en")


def test_a_package_that_fails_leaves_the_dossier_and_breaks_no_other_command(folder: Path) -> None:
    module = folder / "desk_pledges/desk_pledges/__init__.py"
    good = module.read_text("utf-8")
    before = {path.name: path.read_bytes() for path in (folder / "desk").glob("*.csv")}
    words = "legation import pledges heard.csv --into desk --issue text"
    try:
        for bad, code, said in (
            (
                good.replace("    data = file_bytes", "    raise KeyError('sheet')\n    data = file_bytes"),
                3,
                "desk_pledges, failed on heard.csv",
            ),
            (good.replace("    return Reading", "    return 3\n    return Reading"), 3, "returned int"),
            (good.replace('id="pledges"', 'id="undl"'), 2, "undl"),
            ("raise ValueError('broken')\n", 2, "broken"),
        ):
            module.write_text(bad, "utf-8")
            assert said in " ".join(run(Step(command=words, code=code), folder, "en").split())
            assert {path.name: path.read_bytes() for path in (folder / "desk").glob("*.csv")} == before
            if code == 2:  # where it cannot even be declared
                run(Step(command="legation check desk && legation --help"), folder, "en")
    finally:
        module.write_text(good, "utf-8")
