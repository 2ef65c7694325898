"""A sentence that names a command sends a reader in a browser to a page; where there is none, it says where the command is typed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import legation
from legation.dossier import TABLES
from legation.language import LANGUAGES, Lang, catalogue
from legation.web.runs.files import CONTENT
from legation.web.runs.models import Output, Run
from legation.web.runs.worker import Worker
from legation.web.site.commands import in_browser

pytestmark = pytest.mark.django_db
LOCALE = Path(legation.__file__).parent / "locale"
HINT = {"en": "on the machine that the site runs on", "fr": "sur la machine où tourne le site"}


@pytest.fixture
def answer_of(site: Any) -> Any:
    """Return a function that asks a question as a reader and returns its run and the text of its page."""

    def made(question: str, lang: str = "en") -> tuple[Run, str]:
        site.people["reader"].language = lang
        site.people["reader"].save()
        client = site.client("reader")
        response = client.post(f"/dossiers/small/questions/{question}/ask", {})
        assert response.status_code == 302, response.content[-2000:]
        worker = Worker(every=60)
        while worker.once():
            pass
        return Run.objects.get(pk=int(response["Location"].rpartition("/")[2])), client.get(response["Location"]).content.decode()

    return made


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_where_observations_went_away_meanwhile_the_page_says_where_to_bring_them(
    answer_of: Any, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legation.web.pages.answers.questions.missing_of", lambda *given: ())
    run, text = answer_of("who-reads-us", lang)

    assert run.state == "failed"
    assert {"en": "the page “Observations”", "fr": "la page « Observations »"}[lang] in " ".join(html.unescape(text).split())
    assert "legation observe" not in text
    assert HINT[lang] not in text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_uploads_leads_to_where_observations_are_loaded(site: Any, lang: str) -> None:
    site.people["owner"].language = lang
    site.people["owner"].save()
    text = site.client("owner").get("/dossiers/small/import").content.decode()

    assert 'id="observations"' in text
    assert 'href="/dossiers/small/observations"' in text


def test_a_note_in_an_answer_that_names_a_command_has_the_same_hint_and_others_none(answer_of: Any, site: Any) -> None:
    run, text = answer_of("what-is-due")
    assert run.state == "done"
    assert HINT["en"] not in text

    output = Output.objects.get(result=run.key, lang="en", name=CONTENT)
    content = json.loads(bytes(output.data))
    output.data = json.dumps({**content, "missing": ["Say what is wrong with it (legation check)."]}).encode()
    output.save()

    assert HINT["en"] in site.client("reader").get(f"/dossiers/small/runs/{run.pk}").content.decode()


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Install it: pip install 'legation[nlp]'.", True),
        ("Let the monitors run (legation watch DOSSIER --lake DIR).", True),
        ("Bring in a log (legation observe requests FILES --lake DIR).", False),
        ("The Swiss legation in Bern closed.", False),
    ],
)
def test_a_command_is_told_from_a_word(answer_of: Any, site: Any, sentence: str, named: bool) -> None:
    run, _ = answer_of("what-is-due")
    output = Output.objects.get(result=run.key, lang="en", name=CONTENT)
    output.data = json.dumps({**json.loads(bytes(output.data)), "caveats": [sentence]}).encode()
    output.save()

    assert (HINT["en"] in site.client("reader").get(f"/dossiers/small/runs/{run.pk}").content.decode()) is named


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("area", "key", "place"),
    [
        ("do-we-have-the-votes", "no-votes-held", {"en": "the page “Import”", "fr": "la page « Importer »"}),
        (
            "beyond-the-perimeter",
            "remedy.rules",
            {"en": "the question “Where should we take it?”", "fr": "la question « Où porter le dossier ? »"},
        ),
        ("dossier", "not-there", {"en": "the page “New dossier”", "fr": "la page « Nouveau dossier »"}),
        ("dossier", "not-json", {"en": "The page “Export”", "fr": "La page « Exporter »"}),
        ("problem", "missing-column", {"en": "the page “Export”", "fr": "la page « Exporter »"}),
        ("problem", "no-header", {"en": "the page “Export”", "fr": "la page « Exporter »"}),
        ("problem", "missing-part", {"en": "The page “New dossier”", "fr": "La page « Nouveau dossier »"}),
        ("observing", "nothing", {"en": "the page “Observations”", "fr": "la page « Observations »"}),
        ("observing", "none", {"en": "the page “Observations”", "fr": "la page « Observations »"}),
        ("all-questions", "unknown-question", {"en": "The page “Questions”", "fr": "page « Interroger »"}),
    ],
)
def test_a_command_that_has_a_page_is_shown_as_the_page(lang: Lang, area: str, key: str, place: dict[Lang, str]) -> None:
    text = str(catalogue(area, lang)[key]).replace("{part}", "positions.csv")
    shown = in_browser(text, lang)

    assert re.search(r"\blegation [a-z]", text)
    assert " ".join(place[lang].split()) in " ".join(shown.split())
    assert not re.search(r"\blegation [a-z]", shown)


@pytest.mark.parametrize(
    "sentence",
    [
        "Say what is wrong with it (legation check).",
        "legation export --logframe writes one to start from.",
        "legation import genius brings one of GENIUS.",
        "legation export DOSSIER FILE.json --incidents NAME writes it.",
        "legation ask a-question-of-nobody.",
        "The Swiss legation in Bern closed.",
    ],
)
def test_a_command_without_a_page_stays(sentence: str) -> None:
    assert in_browser(sentence, "en") == sentence


_OF_TERMINALS = {"api", "bringing", "cli", "field", "model", "private-folder", "server", "site", "source", "sources"}
"""Catalogues of what is said in a terminal or of files of others, and meanings of columns, whose pages have a rule of their own."""
_FILES_OF_OTHERS = {"dossier.not-a-dossier", "packs.no-head"}
"""Sentences on a file that somebody sent: it is that file that lacks another."""


def _sentences(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, said in table.items():
        if isinstance(said, str):
            yield above + key, said
        else:
            yield from _sentences(said, f"{above}{key}.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_of_a_page_names_a_file_of_a_dossier_or_a_section_of_one(lang: Lang) -> None:
    tables = "|".join(TABLES)
    file = re.compile(
        rf"\b(?:{tables})[.]csv|\b(?:dossier|mandate|bodies|adopted)[.]toml|\b(?:NAME|NOM)[.]|\[\[|\b(?:de|à|d’|d') ?le tableau"
    )
    left = {
        f"{area}.{key}": shown
        for area in sorted(path.stem for path in (LOCALE / lang).glob("*.toml"))
        if area not in _OF_TERMINALS
        for key, said in _sentences(catalogue(area, lang))
        if f"{area}.{key}" not in _FILES_OF_OTHERS and ".option." not in key and key.partition(".")[0] != "option"
        if file.search(shown := in_browser(said.replace("{part}", "negotiations/deal.toml"), lang))
    }

    assert left == {}


@pytest.mark.parametrize(
    ("lang", "sentence", "shown"),
    [
        ("en", "Add rows to positions.csv.", "Add rows to the table “Positions”."),
        ("fr", "Ajoutez une ligne à groups.csv.", "Ajoutez une ligne au tableau « Appartenances à des groupes »."),
        (
            "en",
            "Correct it in objectives.csv, columns rollcall and goal.",
            "Correct it in the table “Objectives”, columns “recorded vote” and “wanted outcome”.",
        ),
        ("fr", "Remplissez iso3 dans actors.csv.", "Remplissez « code du pays » dans le tableau « Acteurs »."),
        (
            "en",
            "Say it in dossier.toml under parameters.goal, or add [[floor]] rows.",
            "Say it in the parameters of the dossier, or add “floor” rows.",
        ),
        ("fr", "Ajoutez-le à mandate.toml ([negotiation.accord]).", "Ajoutez-le au mandat."),
        ("en", "Add one (legation template incidents/NAME.response.toml).", "Add one (the page “Responses”)."),
        ("en", "positions.csv:3: no actor.", "positions.csv:3: no actor."),
        ("en", "Send positions-old.csv or x/votes.csv again.", "Send positions-old.csv or x/votes.csv again."),
        ("en", "A text says “rows of actors.csv (phrase)”.", "A text says “rows of actors.csv (phrase)”."),
        ("en", "Name it under “Phrases” (phrase), or the one (small).", "Name it under “Phrases”, or the one (small)."),
        ("en", "An export has comments.csv and votes.csv.", "An export has comments.csv and votes.csv."),
    ],
)
def test_a_file_is_named_as_the_page_that_shows_it(lang: Lang, sentence: str, shown: str) -> None:
    assert " ".join(in_browser(sentence, lang).split()) == shown


def test_a_page_takes_the_place_of_a_command_and_needs_no_hint(answer_of: Any, site: Any) -> None:
    run, _ = answer_of("what-is-due")
    kept = Output.objects.get(result=run.key, lang="en", name=CONTENT)
    content = {
        **json.loads(bytes(kept.data)),
        "missing": ["Import earlier votes (legation import)."],
        "caveats": ["Now: legation ask who-can-move."],
    }
    kept.data = json.dumps(content).encode()
    kept.save()

    text = html.unescape(site.client("reader").get(f"/dossiers/small/runs/{run.pk}").content.decode())

    assert "Import earlier votes (the page “Import”)." in text
    assert "Now: the question “Who can move?”." in text
    assert HINT["en"] not in text
