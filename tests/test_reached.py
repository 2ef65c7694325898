"""Every definition of the source is reached from a command, a page, a question, the notebook or an entry point, or stands here with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from reach import Source, reached, source_of, unreached

ROOT = Path(__file__).parents[1]
KEPT = {
    "the memory of the desk, which tests let begin anew": """
        web.consular.people: forget_people
    """,
    "what comes next: rooms, simulations and the desk's sense of a vote (issue 19, point 4)": """
        methods.opinion.routing: next_statements
        rooms.drafting.log: chained event_from event_to read_log write_log
        rooms.drafting.simulator: Simulated Truth simulate
        rooms.drafting.views: view_for
        methods.negotiation.delegates: delegate
        methods.negotiation.protocols: alternating_offers single_text
        methods.negotiation.session: Move Session closed prepared whole
        methods.conflict.play: play
        methods.power.minimal: minimal_winning
    """,
    "methods that an earlier issue names as public": """
        methods.attribution.algebra: discounted
        methods.bargaining.yolk: symmetry
        methods.conflict.robustness: sensitivity
        methods.drafting.render: clean render resolve
        methods.scenario.morphology: morphology
        methods.text.blame.confusion: confusion_of corrected
        methods.voting.rollcall: voted_alike
        methods.voting.rollcall: before_the_vote
        dossier.parts.registry: write
    """,
    "said by a sentence of ours or by a how-to page: what a program may call": """
        methods.negotiation.solutions: best_deal
        rooms.negotiation.rule: rule_plain
        rooms.negotiation.self_play: play_through
        questions.base.estimate_words: pairs word_of
        sources.capture.quote: locate
        sources.tables.scenariowizard.matrix_file: write
        sources.tables.scenariowizard.solutions_file: read_solutions solutions write_solutions
        sources.stix.claims: aliases attributions contested contested_names unheld
        sources.stix.duties: coding due ends standard_duties
        sources.stix.duties: agreements contacts is_fresh may_share
        sources.stix.extension: new_object
    """,
    "the other direction, or one file alone, of a source that a command reads in batches": """
        sources.observations.access_log.lines: format_of
        sources.observations.access_log.reader: read
        sources.attack: read
        sources.draft.akoma_ntoso: read write
        sources.draft.text: read
        questions.deals.drafting.incoming: incoming
        sources.draft.text: write
        sources.draft.word: write
        sources.observations.texts.feed: read
        sources.observations.coded_events: whole
        sources.observations.gdelt: read_events read_gkg read_mentions
        sources.observations.icews: read_icews
        sources.observations.polecat: read_polecat
        sources.genius.files: write
        sources.tables.impact_matrix: write
        sources.polis.conversation: write
        sources.observations.posts: read_bluesky read_mastodon read_suite
        sources.observations.texts.debate: read_general_debate
        sources.observations.texts.folder: read_folder
        sources.observations.texts.rows: joined
    """,
    "what the tests of the consular desk call: one turn of every lane, and a memory that knows nobody": """
        web.consular.crises.sending: send_waves
        web.consular.people: forget_people
    """,
    "what the tests and the page of the documentation read": """
        connections: Connection
    """,
    "what measures a judgement or a method: called by the benchmarks": """
        methods.opinion.simulated: clique_room honest_room with_company with_copies
        methods.series.unevenness: unevenness
        methods.text.blame.desk_check: checked offered
        methods.voting.swing_backtest: swing_backtest
    """,
    "what the tests hold others against: rules of real bodies, a plain enumeration, expressions on every engine": """
        methods.negotiation.frontier: enumerated
        methods.rule.bodies: eu_council eu_unanimity general_assembly security_council
        questions.base.quantities: conflicts
        questions.observations.expressions: expressions
        web.dossiers.contents: parts_of
    """,
}
"""What nothing reaches and is kept: by reason, the names of each module below ``legation``."""


@pytest.fixture(scope="module")
def source() -> Source:
    return source_of(ROOT)


def kept() -> list[tuple[str, str]]:
    lines = [line.strip().split(": ") for text in KEPT.values() for line in text.splitlines() if line.strip()]
    return [(f"legation.{module}", name) for module, names in lines for name in names.split()]


@pytest.mark.slow
def test_every_definition_is_reached_or_kept_with_a_reason(source: Source) -> None:
    found = [
        (module, name)
        for module, there in source.modules.items()
        for name in ("EXPRESSIONS", "NOTE", "PATH", "SOURCE")
        if name in there.assigned
    ]

    left = unreached(source, [*kept(), *found])

    assert not left, "Nothing reaches these: use them, delete them, or keep them in KEPT with the reason.\n" + "\n".join(
        f"{module}:{name} ({lines} lines)" for (module, name), lines in left.items()
    )


@pytest.mark.slow
def test_what_is_kept_is_there_and_is_not_reached_otherwise(source: Source) -> None:
    seen = reached(source)

    assert [place for place in kept() if place[1] not in source.modules[place[0]].definitions] == []
    assert [place for place in kept() if place in seen] == [], "These are reached: take them out of KEPT."


def test_by_names_and_imports(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "x"\n[project.scripts]\nx = "legation.cli:script"\n',
        "src/legation/__init__.py": "",
        "src/legation/cli/__init__.py": "def script():\n    from legation.deep import used\n    return used()\ndef dead(): ...\n",
        "src/legation/deep/__init__.py": "from legation.deep.one import unused, used\n",
        "src/legation/deep/one.py": (
            "from legation import other as o\nTABLE = {'a': o.in_table}\nLEFT = {'a': o.in_left}\n"
            "def used():\n    return TABLE, _helper\ndef unused(): ...\ndef _helper(): ...\n"
        ),
        "src/legation/other.py": "def in_table(): ...\ndef in_left(): ...\ndef hook(function): ...\n@receiver(1)\ndef registered(): ...\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    left = set(unreached(source_of(tmp_path)))

    assert left == {("legation.cli", "dead"), ("legation.deep.one", "unused"), ("legation.other", "in_left"), ("legation.other", "hook")}
