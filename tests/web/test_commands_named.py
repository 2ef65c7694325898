"""A run whose sentences name a command says where it is typed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from legation.web.runs.files import CONTENT
from legation.web.runs.models import Output, Run
from legation.web.runs.worker import Worker

pytestmark = pytest.mark.django_db
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
def test_where_there_are_no_observations_the_page_says_where_to_bring_them(answer_of: Any, lang: str) -> None:
    run, text = answer_of("who-reads-us", lang)

    assert run.state == "failed"
    assert "legation observe requests" in text
    assert HINT[lang] in text
    assert "lakes/small" in text


def test_a_note_in_an_answer_that_names_a_command_has_the_same_hint_and_others_none(answer_of: Any, site: Any) -> None:
    run, text = answer_of("what-is-due")
    assert run.state == "done"
    assert HINT["en"] not in text

    output = Output.objects.get(result=run.key, lang="en", name=CONTENT)
    content = json.loads(bytes(output.data))
    output.data = json.dumps({**content, "missing": ["3 days are missing: import them (legation observe)."]}).encode()
    output.save()

    assert HINT["en"] in site.client("reader").get(f"/dossiers/small/runs/{run.pk}").content.decode()


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Install it: pip install 'legation[nlp]'.", True),
        ("Bring in a log (legation observe requests FILES --lake DIR).", True),
        ("The Swiss legation in Bern closed.", False),
    ],
)
def test_a_command_is_told_from_a_word(answer_of: Any, site: Any, sentence: str, named: bool) -> None:
    run, _ = answer_of("what-is-due")
    output = Output.objects.get(result=run.key, lang="en", name=CONTENT)
    output.data = json.dumps({**json.loads(bytes(output.data)), "caveats": [sentence]}).encode()
    output.save()

    assert (HINT["en"] in site.client("reader").get(f"/dossiers/small/runs/{run.pk}").content.decode()) is named
