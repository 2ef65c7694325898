"""The French of the catalogues keeps to the words of the trade: an issue is a *sujet*, a recorded vote a *vote enregistré*.

Where each rule comes from stands beside it: the list of French terms of the project, by its paragraphs. The catalogues, the templates of
models, the pages of the documentation and those of the examples keep to them. The glossary explains words and may name those that are not
used, so it is not looked at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/legation"
CATALOGUES = sorted(path for path in (SOURCE / "locale/fr").glob("*.toml") if path.stem != "glossary")
TEMPLATES = sorted((SOURCE / "dossier/models/templates").glob("*.fr.toml"))
PAGES = sorted(
    [
        *(page for page in (ROOT / "docs/fr").rglob("*.md") if page.stem != "glossary"),
        *(ROOT / "docs/locale/fr").glob("*.toml"),
        *(ROOT / "examples").glob("*/README.fr.md"),
        ROOT / "README.fr.md",
        ROOT / "docs/notebook.fr.ipynb",
    ]
)
"""What a person reads outside the product."""

BANNED = {
    r"questions? débattues?": "issue = sujet; a question is only what is asked of a dossier (words of work)",
    r"sur (?:une|la|cette|chaque|les|deux|plusieurs) questions?|type de question": "positions, votes and aims stand on a sujet (words of work)",
    r"appel nominal|vote nominal": "a recorded vote is a vote enregistré; the roll call is another procedure (words of work)",
    r"parrains?|coparrain\w*": "sponsor = auteur, co-sponsor = coauteur; coparrain is Canadian usage (words of work)",
    r"documents? officieux": "non-paper = non-papier (papers)",
    r"dossiers? de démarche": "démarche kit = fiche de démarche (papers)",
    r"à ne pas dire": "do not say = à éviter (papers)",
    r"(?:la|une|cette|aucune|toute|les|des|aux|nos|deux) figures?": "a picture is a graphique (words of work)",
    r"lacs?": "lake = entrepôt (words of work)",
    r"graine \{seed\}": "seed = tirage (graine) (words of work)",
    r"marquages?": "marking = mention de diffusion (last paragraph)",
    r"faux drapeaux?": "false flag = fausse bannière (attribution)",
    r"auteurs? non répertoriés?|auteur que nul n.a répertorié": "unlisted = acteur non répertorié (attribution)",
    r"preuves?": "evidence = source on pages, pièce in a legal file (words of work)",
    r"parts? de parole": "share of voice = part de voix, as in the answers",
    r"gabarits?": "template = modèle à remplir (last paragraph)",
    r"sorte de parties?|parties du dossier|toutes les parties d.un dossier": "part = élément (last paragraph)",
    r"planchers?": "floor of a party = seuil (negotiation)",
    r"texte du président": "chair's text = texte de la présidence (rooms)",
    r"plus grands? regrets?": "regret = regret maximal (strategy)",
    r"solution de repli(?! hors accord)|point de rupture": "fallback = position de repli, walk-away = seuil de rupture (words of work)",
}
"""Forms that the French texts do not use, each with what is written and the part of the usage list that says so."""

KEPT = {
    ("questions", "planchers?"): "as in the answers attribution and what-if-we-fail, which the page repeats",
    ("questions", "preuves?"): "as in the answer what-is-happening-between, which the page repeats",
    ("response", "preuves?"): "the law of evidence",
    ("un-ict-2018", "preuves?"): "what the accusing side of the conflict publishes, or does not",
    ("what-is-happening-between", "preuves?"): "a proof",
    ("whom-does-the-public-blame", "preuves?"): "a proof",
    ("attribution", "planchers?"): "the least share of a calibration, no floor of a party",
    ("what-if-we-fail", "planchers?"): "a lower bound of what is guaranteed, no floor of a party",
}
"""Where a form means something else, and stays."""

ISSUE = {
    "heading.issue": "sujet",
    "model-words.table.issue": "sujet",
    "table.issues": "sujets",
    "web.place.issues": "Sujets",
    "page-actors.issue": "Sujet",
    "page-positions.issue": "Sujet",
    "all-questions.label.issue": "Sujet",
    "page-strategy.issue": "Sujet",
    "page-issues.add": "Ajouter un sujet",
    "page-dossier.step.issues": "Ajouter un sujet",
}


def texts(entries: Mapping[str, object], key: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in entries.items():
        if isinstance(entry, Mapping):
            yield from texts(entry, f"{key}{name}.")
        else:
            yield key + name, str(entry)


def said(path: Path) -> dict[str, str]:
    return {f"{path.stem}.{key}": text for key, text in texts(tomllib.loads(path.read_text("utf-8")))}


def banned(text: str, area: str = "") -> list[str]:
    return [why for form, why in BANNED.items() if (area, form) not in KEPT and re.search(rf"\b(?:{form})(?!\w)", text, re.IGNORECASE)]


def area(path: Path) -> str:
    """Return what ``KEPT`` calls a file: the name of a catalogue or page, or the example whose page it is."""
    return path.parent.name if path.name == "README.fr.md" else path.stem


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_no_form_that_the_trade_does_not_use(path: Path) -> None:
    assert {key: why for key, text in said(path).items() if (why := banned(text, path.stem))} == {}


@pytest.mark.parametrize("path", [*TEMPLATES, *PAGES], ids=lambda path: "/".join(path.parts[-2:]))
def test_no_such_form_in_what_is_read_beside_the_product(path: Path) -> None:
    assert banned(" ".join(path.read_text("utf-8").split()), area(path)) == []


def test_every_form_kept_is_there() -> None:
    for name, form in KEPT:
        found = [path.read_text("utf-8") for path in [*CATALOGUES, *PAGES] if area(path) == name]
        assert any(re.search(rf"\b(?:{form})\b", text) for text in found), (name, form)


@pytest.mark.parametrize(
    "text",
    [
        "Une question débattue",
        "une position sur la question",
        "un vote par appel nominal",
        "La figure montre",
        "le lac",
        "Marquage",
        "un faux drapeau",
        "graine {seed}",
        "les figures du rapport",
        "les preuves publiées",
        "un gabarit",
        "un auteur que nul n’a répertorié",
        "une sorte de partie",
    ],
)
def test_a_banned_form_is_seen(text: str) -> None:
    assert len(banned(text)) == 1


@pytest.mark.parametrize(
    "text", ["une question importante", "ce qui y figure", "lacune", "le placement", "solution de repli hors accord", "une épreuve"]
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert banned(text) == []


def test_what_stands_for_an_issue_says_sujet() -> None:
    known = {key: text for path in CATALOGUES for key, text in said(path).items()}

    assert {key: known.get(key) for key in ISSUE} == ISSUE


def test_fields_and_options_that_are_issues_say_sujet() -> None:
    """Fields and options called ``issue``, in whichever catalogue; a text that names the issue itself needs no word for it."""
    named = {key: text for path in CATALOGUES for key, text in said(path).items() if key.endswith(".issue") and "{issue}" not in text}

    assert len(named) > 20
    assert {key: text for key, text in named.items() if not re.search(r"\bsujet", text, re.IGNORECASE)} == {}


ERROR = re.compile(r"[A-Za-z}”]+: allowed |; allowed[: ]|[.] Allowed: \{allowed\}|[;:] permis|[;:] admis|sont admis(?:es)? |sont permises ")


@pytest.mark.parametrize("path", sorted((SOURCE / "locale").glob("*/*.toml")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_errors_say_what_a_value_must_be(path: Path) -> None:
    """“must be X (got Y)”, « doit être X (trouvé : Y) »: one form for what is allowed and what was found."""
    values = {key: text for key, text in said(path).items() if ERROR.search(text) and key.partition(".")[0] not in ("glossary", "model")}

    assert values == {}
