"""The command as a person meets it: exit codes, sentences in both languages, files that are whole."""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import encode, load
from legation.errors import WrongUse
from legation.language import say
from legation.questions.base.case import Case

ROOT = Path(__file__).parents[2]
FLAGSHIP = str(ROOT / "examples/un-ict-2018")
EXAMPLE = str(ROOT / "examples/notpetya-2017")
"""A smaller one that has votes too: for all that says nothing of the one example."""


def test_help_is_in_both_languages_and_imports_neither_questions_nor_rich() -> None:
    program = (
        "import sys\nfrom legation.cli import main\nmain(['--help', '--lang', 'fr'])\n"
        "print([m for m in ('rich', 'numpy', 'legation.questions', 'legation.dossier') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert "Poser une question" in shown
    assert shown.strip().endswith("[]")


@pytest.mark.parametrize(
    ("words", "code", "english", "french"),
    [
        (["ask", "who-knows", EXAMPLE], 2, "There is no question", "Il n’y a pas de question"),
        (["ask", "who-can-move", "nowhere"], 3, "There is nothing at nowhere", "Il n’y a rien à nowhere"),
        (["ask", "who-can-move", EXAMPLE, "--first"], 2, "--first needs a value", "--first demande une valeur"),
        (["ask", "who-can-move", EXAMPLE, "73/27"], 2, "where an option was awaited", "là où une option était attendue"),
        (["ask", "who-can-move", EXAMPLE, "--as-of", "1990-01-01"], 1, "compares two recorded votes", "compare deux votes"),
        (["check", "README.md"], 3, "is not a dossier", "n’est pas un dossier"),
        (["kit", EXAMPLE], 2, "name --actor", "nommez --actor"),
        (["brief", EXAMPLE, "--formats", "odt"], 2, "(got “odt”)", "trouvé"),
        (["template", "x.doc"], 2, "A template is written", "Un modèle s’écrit"),
        (["import", "fax", "x", "--into", EXAMPLE], 2, "unvotes | undl", "unvotes | undl"),
        (["frobnicate"], 2, "legation --help", "legation --help"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(
    words: list[str], code: int, english: str, french: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    for lang, sentence in (("en", english), ("fr", french)):
        monkeypatch.setenv("LEGATION_LANG", lang)
        assert main(words) == code
        said = capsys.readouterr().err
        assert sentence in said
        assert "Traceback" not in said


def test_ask_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "who-can-move", FLAGSHIP, "--first", "A/RES/73/27", "--second=A/RES/73/266", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert [t["id"] for t in answer["tables"]] == ["movable", "cross", "targets"]
    assert answer["findings"][0]["id"] == answer["tables"][0]["id"], "the vote ahead comes first"
    assert answer["provenance"]["options"]["first"] == "A/RES/73/27"


def test_ask_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "who-is-in", FLAGSHIP, "--lang", "fr"]) == 0

    assert "Qui est de la coalition" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "start"), [("f.svg", b"<svg"), ("f.png", b"\x89PNG")])
def test_ask_writes_a_figure(tmp_path: Path, name: str, start: bytes) -> None:
    assert main(["ask", "who-can-move", EXAMPLE, "--figure", str(tmp_path / name)]) == 0

    assert (tmp_path / name).read_bytes().startswith(start)


def test_check_lists_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dossier.toml").write_text('id = "x"\nformat = 2\n')
    (tmp_path / "actors.csv").write_bytes(b"\xef\xbb\xbfid;name;kind\r\nFRA;France;kingdom\r\nFRA;=x;state\r\n")

    assert main(["check", str(tmp_path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(p["row"], p["column"], p["code"], p["fault"]) for p in found] == [
        (1, None, "byte-order-mark", False),
        (1, None, "line-endings", False),
        (1, None, "delimiter", False),
        (2, "kind", "not-a-choice", True),
        (3, "id", "duplicate-key", True),
        (3, "name", "formula", True),
    ]
    assert main(["check", str(tmp_path), "--lang", "fr"]) == 1
    assert "3 fautes, 3 remarques" in capsys.readouterr().out.replace("\u202f", " ")
    assert main(["check", FLAGSHIP]) == 0


def test_a_list_becomes_a_dossier_and_a_tally_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = tmp_path / "list.txt"
    names.write_text("France\nTuvalu\nCorée\nPérou\n", "utf-8")
    out = tmp_path / "vote"

    assert main(["start", str(names), "--out", str(out), "--vote", "The open sky"]) == 1
    assert "Corée" in capsys.readouterr().out
    assert not out.exists()
    assert main(["start", str(names), "--out", str(out), "--vote", "The open sky", "--answer", "3=KOR"]) == 0
    assert {a.id for a in load(out).actors} == {"FRA", "TUV", "KOR", "PER"}
    assert main(["check", str(out)]) == 0
    assert main(["tally", str(out), "--out", str(tmp_path / "paper"), "--lang", "fr"]) == 0
    assert sorted(p.name for p in (tmp_path / "paper").iterdir()) == ["vote-tally-fr.docx", "vote-tally-fr.html", "vote-tally-fr.pdf"]
    for words in (["--form", "room"], ["--paper", "a3"]):
        assert main(["tally", str(out), "--out", str(tmp_path / "paper"), "--formats", "pdf", *words]) == 0
    assert {p.name for p in (tmp_path / "paper").iterdir()} > {"vote-room-sheet-en.pdf", "vote-tally-a3-en.pdf"}
    for words in (["--form", "street"], ["--paper", "a5"], ["--form", "room", "--paper", "a3"]):
        assert main(["tally", str(out), "--out", str(tmp_path / "paper"), *words]) == 2
    assert main(["start", str(names), "--out", str(out)]) == 3


def test_start_names_who_has_no_vote_and_speaks_of_a_tally_only_before_a_vote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = tmp_path / "list.txt"
    names.write_text("France\nTaïwan\nKosovo\nPalestine\nSaint-Siège\nPérou\nJapon\nTogo\n", "utf-8")

    assert main(["start", str(names), "--out", str(tmp_path / "a"), "--vote", "X", "--lang", "fr"]) == 0
    said = capsys.readouterr().out
    assert "4 n’ont pas de voix à l’Assemblée générale\u00a0: Taïwan, Kosovo, État de Palestine et Saint-Siège." in said
    assert "legation tally" in said
    names.write_text("Access Now\nOxfam\n", "utf-8")
    assert main(["start", str(names), "--out", str(tmp_path / "b"), "--kind", "ngo"]) == 0
    said = capsys.readouterr().out
    assert "General Assembly" not in said
    assert "tally" not in said
    assert "legation ask" in said
    assert {a.kind for a in load(tmp_path / "b").actors} == {"ngo"}
    assert main(["start", str(names), "--out", str(tmp_path / "c"), "--kind", "club"]) == 2


@pytest.mark.parametrize(("lang", "said"), [("en", "Legation takes no side"), ("fr", "Legation ne prend pas parti")])
def test_start_asks_what_a_contested_name_means(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str) -> None:
    names, out = tmp_path / "list.txt", tmp_path / "out"
    names.write_text("RASD\nMaroc\nAlgérie\n", "utf-8")

    assert main(["start", str(names), "--out", str(out), "--lang", lang]) == 1
    asked = capsys.readouterr().out
    assert said in asked and "(ESH)" in asked and "--answer" in asked
    assert not out.exists()
    assert main(["start", str(names), "--out", str(out), "--answer", "1=new", "--lang", lang]) == 0
    assert [actor.id for actor in load(out).actors] == ["rasd", "MAR", "DZA"]


def test_warnings_of_an_imported_list_are_listed_and_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names, into = tmp_path / "list.csv", str(tmp_path / "matter")
    names.write_text("Pays;Vote\nFrance;pour\nCorée;contre\nPérou;pour\nJapon;pour\n", "utf-8")
    assert main(["new", into]) == 0
    before = encode(load(into))

    assert main(["import", "list", str(names), "--into", into]) == 1
    said = capsys.readouterr().out
    assert "Line 3: whom does the list mean by “Corée”?" in said
    assert "--answer" in said
    assert encode(load(into)) == before
    assert main(["import", "list", str(names), "--into", into, "--answer", "3=KOR"]) == 0
    assert {a.id for a in load(into).actors} == {"FRA", "KOR", "PER", "JPN"}
    other = tmp_path / "other.csv"
    other.write_text("Pays;Avis\nFrance;contre\nPérou;pour\n", "utf-8")
    assert main(["import", "list", str(other), "--into", into]) == 0
    assert [(p.actor, p.value) for p in load(into).positions if p.issue == "list-other"] == [("FRA", 0.0), ("PER", 100.0)]
    assert main(["check", into]) == 0


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into, pipe = str(tmp_path / "matter"), tmp_path / "pipe"
    os.mkfifo(pipe)
    assert main(["new", into]) == 0
    for place in (str(pipe), "/dev/zero"):
        assert main(["start", place, "--out", str(tmp_path / "x")]) == 3
        for source in ("undl", "logframe", "list", "supporters"):
            assert main(["import", source, place, "--into", into, "--known-on", "2020-01-01"]) == 3
    assert capsys.readouterr().err.count("no regular file") == 10


@pytest.mark.parametrize(
    ("said", "actor"),
    [("Cote d'Ivoire", "CIV"), ("la côte d’ivoire", "CIV"), ("bresil", "BRA"), ("rus", "RUS"), ("MICROSOFT", "microsoft")],
)
def test_an_actor_is_known_by_any_spelling(said: str, actor: str) -> None:
    assert _case().reference("actors", said) == actor


@pytest.mark.parametrize(
    ("said", "answer"), [("Corée", "KOR (République de Corée) et PRK"), ("Nigera", "NGA et NER"), ("Switzerlan", "CHE, ict-switzerland")]
)
def test_an_ambiguous_or_unknown_actor_is_asked_states_first(said: str, answer: str) -> None:
    with pytest.raises(WrongUse) as found:
        _case().reference("actors", said)
    assert answer in say(found.value.message, "fr")


@functools.cache
def _case() -> Case:
    return Case(dossier=load(FLAGSHIP), today=dt.date(2019, 12, 26))


def test_export_and_import_bring_the_same_dossier(tmp_path: Path) -> None:
    assert main(["export", EXAMPLE, str(tmp_path / "d.zip")]) == 0
    assert encode(load(tmp_path / "d.zip")) == encode(load(EXAMPLE))


def test_the_logical_framework_goes_out_and_back(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert main(["export", EXAMPLE, str(copy)]) == 0
    for name in ("frame.csv", "frame.xlsx"):
        assert main(["export", EXAMPLE, str(tmp_path / name), "--logframe"]) == 0
        assert main(["import", "logframe", str(tmp_path / name), "--into", str(copy)]) == 0
        assert encode(load(copy)) == encode(load(EXAMPLE))


def test_new_makes_a_dossier_that_checks(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "matter"), "--title", "A matter"]) == 0
    assert main(["check", str(tmp_path / "matter")]) == 0


@pytest.mark.parametrize("folder", ["scenarios", "conflicts"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_template_of_a_model_checks_and_its_faults_are_named(
    folder: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matter = tmp_path / "matter"
    assert main(["new", str(matter)]) == 0
    model = matter / folder / "first.toml"
    model.parent.mkdir()
    assert main(["template", str(model), "--lang", lang]) == 0
    assert main(["check", str(matter)]) == 0
    model.write_text(model.read_text("utf-8").replace("[model]", '[model]\nevidence = ["nowhere"]', 1), "utf-8")
    capsys.readouterr()
    assert main(["check", str(matter), "--json"]) == 1
    assert [(p["part"], p["column"], p["found"]) for p in json.loads(capsys.readouterr().out)] == [
        (f"{folder}/first.toml", "evidence", "nowhere")
    ]
    model.write_text("[model", "utf-8")
    assert main(["check", str(matter)]) == 1
    assert f"{folder}/first.toml" in capsys.readouterr().out


def test_a_template_says_which_models_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", str(tmp_path / "model.toml")]) == 2
    there = capsys.readouterr().err
    assert all(f" {name} | " in there for name in ("scenario", "conflict", "room", "assessment", "response"))


@pytest.mark.parametrize("question", ["what-is-due", "who-can-move"])
def test_a_closed_pipe_is_no_error(question: str) -> None:
    command = f"{sys.executable} -m legation ask {question} {EXAMPLE} --json | head -c 10"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=False
    )

    assert "Traceback" not in done.stderr


def test_kits_and_skeletons(tmp_path: Path) -> None:
    words = [
        "kit",
        FLAGSHIP,
        "--actor",
        "Brazil",
        "--skeleton",
        "explanation-of-vote",
        "--out",
        str(tmp_path),
        "--formats",
        "html",
        "--lang",
        "fr",
    ]

    assert main(words) == 0
    assert "Fiche de démarche" in (tmp_path / "un-ict-2018-kit-BRA-fr.html").read_text("utf-8")
    assert "canevas" in (tmp_path / "un-ict-2018-explanation-of-vote-fr.html").read_text("utf-8")
    assert main(["kit", FLAGSHIP, "--skeleton", "non-paper", "--out", str(tmp_path), "--formats", "html"]) == 0


def test_an_explanation_of_vote_is_written_and_an_author_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["explanation", FLAGSHIP, "--out", str(tmp_path), "--formats", "html", "--lang", "fr"]

    assert main([*words, "--us", "France", "--kind", "position"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "un-ict-2018-explanation-position-drafter-fr.html",
        "un-ict-2018-explanation-position-fr.html",
    ]
    capsys.readouterr()
    for wrong, said in (
        (["--us", "RUS"], "un auteur n’explique pas son vote"),
        (["--us", "DZA"], "auteur"),
        (["--kind", "never"], "position"),
    ):
        assert main([*words, *wrong]) == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["brief", "--lang", "fr"], "DOSSIER manque"),
        (["--lang", "fr", "frobnicate"], "commande"),
        (["brief", EXAMPLE, "--seed", "x", "--lang", "fr"], "--seed"),
    ],
)
def test_wrong_use_is_said_in_french_too(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2

    said = capsys.readouterr().err
    assert sentence in said
    assert not any(word in said for word in ("Missing", "No such", "Invalid value"))


def test_a_terminal_that_is_not_utf_8_still_shows_french() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "src")}
    words = [sys.executable, "-m", "legation", "ask", "what-is-due", EXAMPLE, "--lang", "fr"]
    done = subprocess.run(words, capture_output=True, env=environment, check=False)

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
