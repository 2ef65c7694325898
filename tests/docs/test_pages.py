"""The pages say what the code says, in both languages, and their links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from legation.cli.app import app
from legation.dossier import TABLES
from legation.language import LANGUAGES, Lang, catalogue
from legation.questions.base.registry import questions

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "changelog.d").glob("*.md"), *(ROOT / "examples").glob("*/*.md")])


def generate(*arguments: str, docs: Path = DOCS) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(docs / "generate.py"), *arguments], capture_output=True, text=True, check=False)


def reference(lang: Lang, name: str) -> str:
    return (DOCS / lang / "reference" / f"{name}.md").read_text("utf-8")


def test_a_stale_page_is_named_with_the_command_and_no_other_is_stale(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(DOCS, tmp_path / "docs")
    (tmp_path / "docs" / "fr" / "reference" / "fields.md").write_text("stale", "utf-8")
    done = generate("--check", docs=tmp_path / "docs")

    assert done.returncode == 1
    assert re.findall(r"docs/\w+/reference/\w+\.md", done.stderr) == ["docs/fr/reference/fields.md"]
    assert "make docs" in done.stderr


def test_the_examples_in_the_makers_run() -> None:
    makers = sorted((DOCS / "making").glob("*.py"))
    done = subprocess.run(
        [sys.executable, "-m", "doctest", *map(str, makers)],
        cwd=DOCS,
        env=os.environ | {"PYTHONPATH": str(DOCS)},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_has_a_meaning(lang: Lang) -> None:
    wanted = {column.meaning(name).id.partition(".")[2] for name, table in TABLES.items() for column in table.columns}

    assert wanted == set(catalogue("field", lang))
    assert all(text.endswith(".") and "[" not in text for text in catalogue("field", lang).values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_question_and_command_has_its_place(lang: Lang) -> None:
    fields, asked, commands = (reference(lang, name) for name in ("fields", "questions", "commands"))
    for name, table in TABLES.items():
        assert f"## {name}.csv" in fields
        section = fields.split(f"## {name}.csv")[1].split("\n## ")[0]
        common = fields.split("\n## ")[1]
        assert all(f"| `{column.name}` |" in section + common for column in table.columns)
    for question in questions().values():
        if not question.answer.__module__.startswith("legation."):
            continue
        section = asked.split(f"\n`{question.id}`\n")[1].split("\n## ")[0]
        assert all(f"`--{option.name.replace('_', '-')}`" in section for option in question.all_options)
    for name, command in app(lang).commands.items():
        section = commands.split(f"\n## legation {name}\n")[1].split("\n## ")[0]
        assert all(p.opts[0] in section for p in command.params if p.param_type_name == "option" and p.name != "help")
        assert command.help in section


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_method_has_its_place_with_its_parameters(lang: Lang) -> None:
    import inspect
    import pkgutil

    import legation.methods

    families = [entry.name for entry in pkgutil.iter_modules(legation.methods.__path__) if entry.ispkg]
    index = reference(lang, "methods")
    assert all(f"(methods/{family}.md)" in index for family in (*families, "shared"))
    for family in families:
        page = reference(lang, f"methods/{family}")
        package = __import__(f"legation.methods.{family}", fromlist=["__all__"])
        for name in getattr(package, "__all__", ()):
            item = getattr(package, name)
            if not inspect.isfunction(item) or not item.__module__.startswith(package.__name__):
                continue
            section = page.split(f"\n### `{name}`\n")[1].split("\n### ")[0]
            assert f"`{name}(" in section
            if "\nParameters\n" in inspect.getdoc(item):
                assert ("| Parameters |" if lang == "en" else "| Paramètres |") in section, name


def test_each_page_has_its_twin() -> None:
    english, french = ({path.relative_to(DOCS / lang) for path in (DOCS / lang).rglob("*.md")} for lang in LANGUAGES)

    assert english == french
    assert (ROOT / "README.fr.md").is_file()
    for name in english:
        one, other = ((DOCS / lang / name).read_text("utf-8") for lang in LANGUAGES)
        assert one.count("\n## ") == other.count("\n## "), name
        assert one.count("```") == other.count("```"), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        if anchor:
            assert anchor in {_anchor(line) for line in re.findall(r"^#+ (.*)$", found.read_text("utf-8"), re.MULTILINE)}, target


@pytest.mark.parametrize("page", [p for p in PAGES if "examples" not in p.parts], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_keep_to_the_house(page: Path) -> None:
    text = page.read_text("utf-8")

    assert not re.search(r"(^|[\s`(])/(home|root|tmp|work|usr)/", text), "an absolute path"
    if "fr" not in page.parts and ".fr." not in page.name and "methods" not in (page.stem, page.parent.name):
        assert not re.search(r"\bwill\b", text, re.IGNORECASE), "the product never says what is to come"


def _anchor(heading: str) -> str:
    """Return the anchor that usual renderers make of a heading."""
    kept = "".join(c for c in unicodedata.normalize("NFC", heading).lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")
