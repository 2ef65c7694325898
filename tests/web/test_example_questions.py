"""Each example on the site, with its own observations: every question that the dossier names for itself answers there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legation.dossier import load
from legation.dossier.parts.brief import brief_settings
from legation.example_folder import example_folders
from legation.questions import questions
from legation.questions.base.needs import missing_of
from legation.web.dossiers import store
from legation.web.runs.computation import compute
from legation.web.runs.files import case_of
from legation.web.runs.lakes import lake_there
from legation.web.runs.loading import submit_example
from legation.web.runs.models import Run
from legation.web.runs.worker import Worker
from legation.web.stores.observations.models import Alert, LoadedFile

pytestmark = pytest.mark.django_db


def own_questions(folder: Path) -> list[tuple[str, dict[str, str]]]:
    """Return the questions that an example names: the sections of its book, with what it chooses for them."""
    sections = brief_settings(load(folder).info.brief).sections
    return [
        (one, {}) if isinstance(one, str) else (str(one["question"]), {k: str(v) for k, v in one.items() if k != "question"})
        for one in sections
    ]


@pytest.mark.parametrize("name", sorted(example_folders()))
def test_the_questions_of_an_example_answer_on_the_site(site: Any, tmp_path: Path, settings: Any, name: str) -> None:
    settings.DATA = tmp_path
    folder, owner = example_folders()[name], site.people["owner"]
    dossier = store.create(load(folder), owner)
    run = submit_example(dossier, owner, folder, "en")
    worker = Worker(every=60)
    while worker.once():
        pass
    if run is not None:
        run.refresh_from_db()
        assert (run.state, run.error) == ("done", {})
        assert [one.name for one in LoadedFile.objects.exclude(why={})] == []
    assert (run is not None) == (folder / "observations").is_dir() == (lake_there(dossier) is not None)

    asked = own_questions(folder)
    assert asked
    for question, options in asked:
        asking = Run.objects.create(
            dossier=dossier,
            owner=owner,
            revision=dossier.head,
            marking="TLP:RED",
            audience="owner",
            kind="question",
            question=question,
            options=options,
            today="2026-01-01",
            lang="en",
            key=f"{name}-{question}",
        )
        asking.refresh_from_db()
        missing = missing_of(case_of(asking), questions()[question], options)
        assert [str(need.title) for need in missing] == [], question
        assert any(file.name == "answer.json" for file in compute(asking, lambda *_: None)), question
    assert Alert.objects.filter(dossier=dossier).exists() == (name == "mission-site-2024")
