"""Every message exists in both languages, with the same values; none is left over."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import errno
import functools
import importlib
import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_trees import tree_of

from legation.briefing.notes.registry import notes
from legation.briefing.notes.usage import READERS
from legation.connections import CONNECTIONS
from legation.consular.retention import CLASSES as RETENTION_CLASSES
from legation.consular.retention import Then
from legation.dossier import CONFIDENCES, KINDS, LEVELS, MARKINGS, TABLES, VOTES, Body, Info, Mandate, heading
from legation.dossier.kind import Choice
from legation.dossier.models.game import PROTOCOLS, STYLES
from legation.dossier.parts import ModelKind, kinds
from legation.dossier.parts.settings import COUNTED
from legation.dossier.records.consular import DRILL_SCORES
from legation.dossier.tables.labels import choice_word, column_called, table_called, tables_called
from legation.dossier.tables.strategy import FILES
from legation.language import LANGUAGES, Message, catalogue, collation_key, fold, say
from legation.methods.negotiation.reasons import WHY
from legation.methods.opinion.picture import Reason
from legation.methods.signing.circulation import ANSWERS as SIGNATURE_ANSWERS
from legation.methods.signing.circulation import CIRCULATIONS, REACHES
from legation.questions import questions
from legation.questions.actors.rounds.sheets import OWN_COLUMNS, PARTNER_COLUMNS
from legation.questions.actors.rounds.states import STATES as ROUND_STATES
from legation.questions.base.columns import SHARED
from legation.questions.base.conditions import Condition
from legation.questions.base.needs import place_title
from legation.questions.base.registry import THEMES
from legation.questions.deals.drafting.room_text import FORMS
from legation.questions.incident.duties.ready import ACTS, READY
from legation.questions.incident.duties.rows import STATES as DUTY_STATES
from legation.questions.incident.what_is_established import STATES as LOG_STATES
from legation.questions.lessons.on_people import FILED
from legation.questions.lessons.path import LESSONS
from legation.questions.public_game import MEASURES, public_game
from legation.questions.public_game.progress import answers_to
from legation.questions.question import PURPOSES
from legation.questions.situations.path import PAPERS
from legation.questions.situations.paths import STATES, all_paths
from legation.questions.votes.declared import PLACES
from legation.rooms.circulation import REASONS as NAME_REASONS
from legation.rooms.circulation import STATES as STANDINGS
from legation.rooms.deliberation.hints import HINTS
from legation.rooms.deliberation.rules import REASONS
from legation.rooms.deliberation.state import TAKEN
from legation.rooms.drafting import KINDS as TEXT_KINDS
from legation.rooms.drafting import LEVELS as TEXT_LEVELS
from legation.rooms.drafting import MODES, OPERATIONS, SCHEMES
from legation.rooms.drafting import STANCES as TEXT_STANCES
from legation.rooms.negotiation.rule import CAST
from legation.rooms.refused import CODES as REFUSALS
from legation.rooms.seating import INSIDE, LEAVES
from legation.sources.observations.tables import observation_tables
from legation.sources.registry import sources
from legation.system_words import SAID
from legation.web.consular.making import STORED as CONSULAR_STORED
from legation.web.consular.rights.kinds import KINDS as RIGHTS
from legation.web.consular.rights.kinds import STATES as RIGHTS_STATES
from legation.web.forms.model_copy import kind_title, kinds_title, model_kinds
from legation.web.forms.model_field import model_word
from legation.web.pages.rooms.answers import IN_OTHER_WORDS
from legation.web.pages.rooms.drafting.documents import SHOWN
from legation.web.pages.rooms.drafting.host import PHASES as TEXT_PHASES
from legation.web.pages.rooms.drafting.opening import RULES as TEXT_RULES
from legation.web.pages.rooms.drafting.saying import ALLOWED as TEXT_ALLOWED
from legation.web.pages.rooms.negotiation.host import PHASES as GAME_PHASES
from legation.web.pages.rooms.negotiation.rules import PLAY_RULES, REAL_RULES
from legation.web.pages.rooms.negotiation.seat import AFTER
from legation.web.serving.doctor import State

SOURCE = Path(__file__).parents[1] / "src/legation"
PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}
AREAS = sorted(path.stem for path in (SOURCE / "locale/en").glob("*.toml"))


def flat(lang: str) -> dict[str, object]:
    return {f"{area}.{key}": value for area in AREAS for key, value in catalogue(area, lang).items()}  # type: ignore[arg-type]


def placeholders(entry: object) -> set[str]:
    texts = entry.values() if hasattr(entry, "values") else [entry]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def areas_of(source: str) -> dict[str, str]:
    """Return the areas that a module names, and those that it takes from another, by the name of each."""
    body = tree_of(source).body if re.search(r"\bAREA\b", source) else []
    imports = [node for node in body if isinstance(node, ast.ImportFrom) and node.module]
    taken = [str(node.module) for node in imports if "AREA" in {one.name for one in node.names}]
    areas = {"AREA": str(importlib.import_module(taken[-1]).AREA)} if taken else {}
    return areas | dict(re.findall(r'^([A-Z_]+) = "([\w-]+)"$', source, re.MULTILINE))


def prefixes_of(source: str, areas: Mapping[str, str]) -> dict[str, str]:
    """Return how the headings begin of the columns that a module makes, by the name of what makes them."""
    written = re.findall(r'^ *(\w+) = Columns\(f?"([^"]+)"\)$', source, re.MULTILINE)
    return {"SHARED": SHARED.prefix} | {name: re.sub(r"\{(\w+)\}", lambda found: areas[found[1]], prefix) for name, prefix in written}


def headings_of(node: ast.AST, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the ids of the headings of columns, where a node makes some."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=maker), attr=kind)) if maker in prefixes:
            ids = node.args[1:] if kind == "of" else node.args
            names = [str(one.value).replace("_", "-") for one in ids if isinstance(one, ast.Constant)]
            given = [one.value for one in node.keywords if one.arg not in ("judgement", "unit")]
            given += [one for value in given if isinstance(value, ast.Dict) for one in value.values]
            names += [str(one.value) for one in given if isinstance(one, ast.Constant)]
            yield from (name if "." in name else prefixes[maker] + name for name in names)


def test_headings_of_columns_are_found() -> None:
    source = (
        'AREA = "who-reads-us"\ncolumn = Columns(f"{AREA}.column.")\nmade = (*column.text("off_ramp", page="url"), *SHARED.date("date"))'
    )
    prefixes = prefixes_of(source, areas_of(source))

    found = [identifier for node in ast.walk(tree_of(source)) for identifier in headings_of(node, prefixes)]

    assert sorted(found) == ["column.date", "who-reads-us.column.off-ramp", "who-reads-us.column.url"]


@functools.cache
def written_ids() -> tuple[tuple[Path, str], ...]:
    """Every id that stands as such in ``Message("...")``, ``text("...")`` of the documents or ``problem("...")``."""
    return tuple(_written_ids())


def _written_ids() -> Iterator[tuple[Path, str]]:
    for path in SOURCE.rglob("*.py"):
        source = path.read_text("utf-8")
        areas = areas_of(source)
        prefixes = prefixes_of(source, areas)
        of_dossier = path.parent.name != "sources" or "from legation.dossier.problem import Problem, problem" in source
        for node in ast.walk(tree_of(source)):
            yield from ((path, identifier) for identifier in headings_of(node, prefixes))
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            identifier = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            if isinstance(first, ast.JoinedStr) and len(first.values) == 2 and isinstance(first.values[1], ast.Constant):
                area = getattr(getattr(first.values[0], "value", None), "id", "")
                identifier = areas[area] + str(first.values[1].value) if area in areas else None
            if identifier and name == "Message" and "." in identifier:
                yield path, identifier
            elif identifier and name == "problem" and of_dossier:
                yield path, f"problem.{identifier}"
            elif identifier and name == "text" and path.parent.name == "briefing":
                yield path, f"brief.{identifier}"


def test_both_languages_have_the_same_messages() -> None:
    assert sorted(p.stem for p in (SOURCE / "locale/fr").glob("*.toml")) == AREAS
    assert flat("en").keys() == flat("fr").keys()


def said_in(template: str) -> set[str]:
    """Return the messages that a template names: ``{% say "web.home" %}``, ``{% nothing "web.title" "web.help" %}``."""
    named = re.findall(r"""{% (?:say|nothing) ['"]([^'"]+)['"](?: ['"]([^'"]+)['"])?""", template)
    return {one for pair in named for one in pair if one}


def said_in_templates() -> set[str]:
    """Every id that a template says as such."""
    templates = SOURCE.rglob("*.html")
    return {found for path in templates for found in said_in(path.read_text("utf-8"))}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_that_templates_say_has_a_text(lang: str) -> None:
    assert sorted(said_in_templates() - flat(lang).keys()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_that_code_names_has_a_text(lang: str) -> None:
    known = flat(lang)

    assert sorted({identifier for _, identifier in written_ids() if identifier not in known}) == []


def test_both_languages_name_the_same_values() -> None:
    english, french = flat("en"), flat("fr")

    assert [key for key in english if placeholders(english[key]) != placeholders(french[key])] == []


def ids_of_lists() -> list[str]:
    """Every id that code makes of a list of the product: tables, kinds, votes, questions, options, columns."""
    wanted = [f"table.{name}" for name in TABLES]
    wanted += (
        [f"kind.{kind}" for kind in KINDS]
        + [f"kind.counted.{kind}" for kind in KINDS]
        + [f"level.{level}" for level in LEVELS]
        + [f"vote.{vote}" for vote in (*VOTES, "missing")]
    )
    wanted += [f"page-import.marking-of.{word.removeprefix('TLP:').lower().replace('+', '-')}" for word in MARKINGS]
    wanted += [f"confidence.{word}" for word in CONFIDENCES] + [f"filed.{word}" for word in FILES]
    wanted += [f"{q.id}.{part}" for q in questions().values() for part in ("title", "learns", "method", "limits")]
    wanted += [o.help(q.id).id for q in questions().values() for o in q.all_options]
    wanted += [one.title.id for q in questions().values() for one in q.also_needs if isinstance(one, Condition)]
    wanted += [f"page-questions.purpose.{purpose}" for purpose in PURPOSES]
    chosen = {word for q in questions().values() for o in q.all_options if isinstance(o.kind, Choice) for word in o.kind.values}
    wanted += [
        f"page-questions.choice.{word}" for word in sorted({*chosen, *LANGUAGES}) if f"choice.{word}" in catalogue("page-questions", "en")
    ]
    wanted += [title.id for kind in kinds() if (title := place_title(kind.id)).id.startswith("need.")]
    heads = [(q.id, head) for q in questions().values() for head in q.heads if head.number]
    wanted += [f"{question}.head.{head.finding.rstrip('*-')}-{head.number}" for question, head in heads]
    wanted += [f"system.{errno.errorcode[number].lower()}" for number in SAID]
    wanted += [f"doctor.state.{state}" for state in get_args(State)]
    wanted += [f"page-preparation.style-{style}" for style in STYLES]
    wanted += [f"page-rooms.{where}.{hint.replace(' ', '-')}" for hint in HINTS for where in ("hint", "hint-own")]
    wanted += said_in_short() + [f"runs.doing.{theme}" for theme in (*THEMES, "others")]
    wanted += [f"page-rooms.no-map.{reason}" for reason in get_args(Reason)]
    wanted += [o.label(q.id).id for q in questions().values() for o in q.all_options]
    wanted += [column.meaning(name).id for name, table in TABLES.items() for column in table.columns]
    records = {name: table.record for name, table in TABLES.items()} | {"dossier.toml": Info, "mandate.toml": Mandate, "bodies.toml": Body}
    wanted += [heading(part, f.name).id for part, record in records.items() for f in dataclasses.fields(record) if f.compare]
    wanted += (
        [kind.title.id for kind in kinds()]
        + ids_of_rounds()
        + ids_of_circulations()
        + ids_of_invited()
        + ids_of_lessons()
        + ids_of_notices()
        + ids_of_debriefs()
    )
    wanted += [words.id for one in CONNECTIONS for words in (one.title, one.when, one.sends)]
    wanted += ids_of_public_game() + ids_of_desk_people() + ids_of_retention() + ids_of_house() + ids_of_drill_scores()
    for source in sources().values():
        wanted += [source.title.id, source.about.id, *(option.meaning.id for option in source.options)]
        wanted += [source.terms.id] if source.terms is not None else []
        wanted += [f"source.{source.id}.files"] if source.read is not None and source.files.least > 1 else []
    for observed in observation_tables().values():
        wanted += [observed.about.id, observed.called.id, *(observed.meaning(column).id for column in observed.columns)]
    for kind in kinds():
        for table, columns in kind.tables.items() if isinstance(kind, ModelKind) else ():
            wanted += [kind.about(table).id, *(kind.meaning(table, column.name).id for column in columns)]
            wanted += [column_called(column.name).id for column in columns]
            wanted += [table_called(table).id, tables_called(table).id] if table not in (kind.section, "head") else []
    wanted += [words.id for model in model_kinds().values() for words in (kind_title(model), kinds_title(model))]
    for model in model_kinds().values():
        for place, columns in model.tables.items():
            wanted += [model.about(place).id, *(model.meaning(place, one.name).id for one in columns)]
            wanted += [column_called(one.name).id for one in columns]
            wanted += [
                word.id
                for one in columns
                for value in getattr(one.kind, "values", ())
                if isinstance(word := model_word(model.id, place, one.name, value), Message)
            ]
    for table in TABLES.values():
        for column in table.columns:
            said = [choice_word(table.name, column.name, word) for word in column.kind.values] if isinstance(column.kind, Choice) else []
            wanted += [word.id for word in said if isinstance(word, Message)]
    wanted += [f"page-rooms.reason.{reason.replace(' ', '-')}" for reason in REASONS]
    wanted += ["page-rooms.verdict.copy", "page-rooms.receipt.copy"] + [f"page-rooms.refused.{code}" for code in REFUSALS]
    wanted += [one for words in IN_OTHER_WORDS.values() for one in words.values()]
    wanted += [f"page-room-result.taken.{taken}" for taken in TAKEN] + [f"page-room-result.file.{lang}" for lang in LANGUAGES]
    wanted += [f"page-delegate.{where}.{level.replace(' ', '-')}" for level in TEXT_LEVELS for where in ("level", "to-level")]
    wanted += [f"page-delegate.kind.{kind}" for kind in TEXT_KINDS] + [f"drafting.stance.{stance}" for stance in TEXT_STANCES]
    wanted += [f"page-delegate.operation.{operation}" for operation in OPERATIONS]
    wanted += ids_of_text_rooms() + ids_of_game_seats() + ids_of_games()
    wanted += [f"page-delegate.done.{kind}" for kind in TEXT_ALLOWED - {"erased", "joined"}]
    wanted += [f"page-delegate.done.{one}" for one in ("stood-chair", "stood-own", "proposed-offer", "reserved-lifted")]
    wanted += [f"page-room-text.form.{form}" for form in (*FORMS, *SHOWN)] + [f"text-paper.form.{form}" for form in FORMS]
    wanted += [f"page-briefs.reader-word.{reader}" for reader in READERS]
    wanted += [*ids_of_paths(), *(f"path.state.{state}" for state in STATES), *(f"path.paper.{paper}" for paper in PAPERS)]
    return [*wanted, *(f"note.{key}" for key in catalogue("note", "en") if key.partition(".")[0] in asked_for_notes())]


def ids_of_text_rooms() -> list[str]:
    """Every id that code makes of what a room for a text may be, and of what its chair may do."""
    asked = ["title", "text", "text-help", "draft", "draft-none", "draft-help", "new", "zone", "zone-help", "agreed", "agreed-help"]
    asked += [f"{rule.replace('_', '-')}{more}" for rule in TEXT_RULES for more in ("", "-help")]
    asked += [f"rule-{rule.replace('_', '-')}-{said}" for rule in (*TEXT_RULES, "agreed") for said in ("yes", "no")]
    choices = {
        "inside": INSIDE,
        "scheme": SCHEMES,
        "bis": ("alternative", "new"),
        "mode": MODES[:-1],
        "phase": TEXT_PHASES,
        "go": TEXT_PHASES,
    }
    asked += [*choices.keys() - {"phase", "go"}, *(f"{name}-{one}" for name, those in choices.items() for one in those)]
    asked += [f"was-{kind}" for kind in ("added", "removed", "reworded")]
    return [
        f"page-draft-chair.{one}"
        for one in (
            *asked,
            "mode-accepted-alone",
            "change-accepted",
            "change-withdrawn",
            "verb.delete",
            "verb.merge",
            "verb.move-to",
            "verb.split",
        )
    ]


def ids_of_game_seats() -> list[str]:
    """Every id that code makes of what a party to a negotiation has done, and of why a simulated player offers what it offers."""
    wanted = [f"done.{kind}" for kind in (*AFTER, "scored")] + [f"you-said.{vote}" for vote in CAST.values()]
    return [f"page-game-seat.{one}" for one in (*wanted, *(f"why.{why.replace(' ', '-')}" for why in (*WHY, "towards others")))]


def ids_of_games() -> list[str]:
    """Every id that code makes of the rules of a negotiation, its phases and who plays."""
    wanted = [f"told-{one}" for one in (*PLAY_RULES, *REAL_RULES)] + [f"protocol-{one.replace(' ', '-')}" for one in PROTOCOLS]
    wanted += ["choose-game", "choose-session", "no-games", "no-sessions"]  # a template is given them
    wanted += [f"by-bot-{one}" for one in STYLES] + [f"side-{one}" for one in ("sits", "waits", "empty", *(f"bot-{one}" for one in STYLES))]
    wanted += [f"go-{one}" for one in GAME_PHASES] + [f"inside-{one}" for one in INSIDE]
    wanted += [f"leaves-{one}" for one in LEAVES] + ["after-end-said", "brief-option", "brief-points"]
    return [f"page-games.{one}" for one in wanted]


def ids_of_rounds() -> list[str]:
    """Every id that code makes of where approaches and capitals stand, of what is to be decided, and of columns of sheets."""
    area = "where-does-the-round-stand"
    wanted = [f"rounds.state-{state}" for state in (*ROUND_STATES, "closed", "again", "silent")] + [f"rounds.place-{one}" for one in PLACES]
    wanted += [f"{area}.why-{why}" for why in ("silent", "leaning", "undecided", "tried")]
    wanted += [f"{area}.decide-{what}" for what in ("contradicted", "conditional", "again", "late")]
    wanted += [f"{area}.page.{name}" for name in ("capital", "level", "why", "speaker", "side", "words")]
    columns = ("post", "partner", "state", "version", "place", "since", *PARTNER_COLUMNS, *OWN_COLUMNS)
    parts = ("object", "references", "change", "instruction", "lines", "avoid", "reply", "change-editorial", "change-substance")
    texts = [f"page-rounds.{part}-{lang}" for part in ("title", "ask", "points", "avoid", "fallback") for lang in LANGUAGES]
    wanted += texts + [f"page-rounds.change-{change}" for change in ("editorial", "substance")]
    return wanted + [f"rounds.column-{name}" for name in columns] + [f"telegram.{name}" for name in parts]


def ids_of_circulations() -> list[str]:
    """Every id that code makes of the kinds of circulations, of what each side does in them, and of where the invited stand."""
    area, kinds_of = "who-has-signed", [kind.replace("_", "-") for kind in CIRCULATIONS]
    does = {what for kind in CIRCULATIONS.values() for what in kind.does.values()}
    wanted = [f"brief.circulation.term-list-{kind}" for kind in kinds_of] + [f"brief.circulation.ask-{what}" for what in does]
    wanted += [f"brief.circulation.term-silence-{reach}" for reach in REACHES]
    wanted += [f"brief.circulation.answer-{one.replace('_', '-')}" for one in SIGNATURE_ANSWERS if one != "object"]
    wanted += [f"brief.circulation.{one}" for one in ("note-title", "letter-title")]
    wanted += [f"{area}.{word}-{kind}" for word in ("in", "nobody") for kind in kinds_of] + [f"{area}.does.{what}" for what in does]
    wanted += [f"{area}.names-{reason}" for reason in (*NAME_REASONS, "alone")]
    wanted += [f"page-circulations.kind.{kind}" for kind in CIRCULATIONS]
    return wanted + [f"{area}.{state}{many}" for state in ("sign-if", "clearance-lapsed") for many in ("", "-many")]


def ids_of_lessons() -> list[str]:
    """Every id that code makes of the lessons, of what is said of the numbers of a vote, and of how far a learner is."""
    wanted = [f"lessons.{one.id}.{part}" for one in LESSONS for part in ("title", "does", "read-1", "read-2", "read-3")]
    wanted += [f"lessons.terms.reason.{name}" for _, name in FILED] + [f"lessons.votes.look-{what}" for what in ("out", "margin", "needed")]
    return [*wanted, "lessons.begun", "lessons.done"]


def ids_of_invited() -> list[str]:
    """Every id that code makes of what one that is invited may answer, and of where it stands."""
    does = {what for kind in CIRCULATIONS.values() for what in kind.does.values()}
    answers = [one.replace("_", "-") for one in SIGNATURE_ANSWERS if one != "sign"]
    wanted = [f"page-invited.do-{what}" for what in (*does, *answers)]
    return wanted + [f"page-invited.stands-{state.replace('_', '-')}" for state in STANDINGS]


def ids_of_notices() -> list[str]:
    """Every id that code makes of duties to notify: how they stand, what they count from, those that are ready; and of the log."""
    area = "whom-must-we-notify"
    wanted = [f"{area}.state.{state}" for state in DUTY_STATES] + [f"{area}.from-{by}" for by in ("made", "deadline", "nothing")]
    wanted += [f"{area}.{form}{more}" for form in ("prompt", "not-begun") for more in ("", "-more")]
    wanted += [f"{area}.{form}" for form in ("late", "then", "made", "made-late", "next", "next-without-clause")]
    wanted += [f"ready-duties.{name}.{one.id}" for name in ("to", "clause", "says") for one in READY]
    wanted += [f"ready-duties.act.{act}" for act in ACTS]
    return wanted + [f"what-is-established.{state}{undated}" for state in LOG_STATES[:3] for undated in ("", "-undated")]


def ids_of_debriefs() -> list[str]:
    """Every id that code makes of what the debrief of a game is made of."""
    parts = [f"page-debrief.paper.{name}" for name in ("exchanges", "read", "votes", "beside", "really", "lessons")]
    parts += [f"page-debrief.paper.column.{name}" for name in ("what", "owner", "by", "side")]
    return parts + [f"page-debrief.paper.{name}" for name in ("subtitle", "subtitle-real", "offers", "offers-all", "on", "sides", "steps")]


def ids_of_desk_people() -> list[str]:
    """Every id that code makes of states of registrations, fields of a household, and what is wrong with what was typed."""
    parts = [f"desk-people.state.{state}" for state in ("unconfirmed", "confirmed", "expiring", "ended", "withdrawn")]
    parts += [f"desk-people.wrong.{name}" for name in ("direction", "control", "long", "country")]
    household = ("declared", "country", "place", "longitude", "latitude", "arrives", "leaves", "phones", "emails", "languages")
    people = ("given", "family", "birth", "nationalities", "documents")
    parts += [f"desk-people.field.{name}" for name in (*household, *people, "do_not_contact", "needs", "needs_to_wardens", "notes")]
    helped = ("phones", "place", "do_not_contact", "nationalities", "documents", "leaves")
    parts += [f"desk-people.field.{name}-help" for name in helped]
    parts += [f"desk-people.class.{name}" for name in ("trip", "resident")]
    parts += [f"desk-people.language.{name}" for name in ("en", "fr", "es", "ar")]
    parts += [f"desk-people.view.{name}" for name in ("all", "unconfirmed", "expiring", "without-place")]
    return parts + [f"desk-people.go.{name}" for name in ("new", "import", "doubles", "other")]


def ids_of_public_game() -> list[str]:
    """Every id that code makes of the data of the public game, and those that its screens say."""
    game, area = public_game(), "public-game"
    options = [(card.id, option.id) for card in game.cards.cards for option in card.options]
    lines = {"news": game.news.values(), "outcome": game.outcomes.values()}
    wanted = [f"{area}.{kind}.{line.id}" for kind, groups in lines.items() for group in groups for line in group]
    wanted += [f"{area}.{kind}.{card.id}" for kind in ("day", "card") for card in game.cards.cards]
    wanted += [f"{area}.{kind}.{card}-{option}" for kind in ("option", "chosen") for card, option in options]
    wanted += [f"{area}.finding.{there}" for there in sorted({one for found in game.found.values() for one in found.values()})]
    wanted += [f"{area}.{kind}.{one.id}" for kind in ("activity", "why", "published") for one in game.activities]
    wanted += [f"{area}.test.{form}-{number}" for form, keys in game.forms.items() for number in range(1, len(keys) + 1)]
    wanted += [f"{area}.answer.{letter}" for letter in sorted({*answers_to(0), *answers_to(7)})]
    wanted += [f"{area}.public.{one}" for one in game.publics] + [f"{area}.blamed.{one}" for one in game.parties]
    wanted += [f"{area}.truth.{one}" for one in game.cards.truths] + [f"{area}.source.{one}" for one in game.sources]
    wanted += [f"{area}.take.{number}" for number in range(1, 6)] + [f"{area}.start-{number}" for number in range(1, 4)]
    wanted += [f"{area}.part-2-{name}" for name in ("said", "goal", "invented")]
    wanted += [f"{area}.{when}-{what}" for when in ("before", "after") for what in ("title", "said")]
    wanted += [f"{area}.{measure}{said}" for measure in MEASURES for said in ("", "-said")]
    wanted += [
        f"{area}.{key}"
        for key in ("begin", "next", "to-part-2", "to-questions", "see", "again", "count-me", "just-me", "start-file", "start-private")
    ]
    screens = [SOURCE / f"briefing/public_game/{name}.py" for name in ("pieces", "one_file")]
    said = [re.findall(r"""\bword\(["']([\w.-]+)["']""", path.read_text("utf-8")) for path in screens]
    return wanted + [f"{area}.{key}" for keys in said for key in keys]


def ids_of_retention() -> list[str]:
    """What the desk's pages of retention and of requests name: classes, what follows, what people ask, how it stands."""
    return (
        [f"desk-retention.class.{name}" for name in RETENTION_CLASSES]
        + [f"desk-retention.then.{one.replace(' ', '-')}" for one in get_args(Then)]
        + [f"desk-retention.right.{kind}" for kind in RIGHTS]
        + [f"desk-retention.request-state.{state}" for state in RIGHTS_STATES]
    )


def ids_of_house() -> list[str]:
    """What the pages of a consular house name: kinds, services, grounds, units, fields, what is missing and what that blocks."""
    area = "desk-house"
    wanted = [f"{area}.kind.{kind}" for kind in ("public", "employer", "ngo")]
    wanted += [f"{area}.service.{one}" for one in ("registration", "code")]
    wanted += [f"{area}.unit.{unit}" for unit in ("days", "months", "years")]
    wanted += [f"{area}.clock.{name}" for name in CONSULAR_STORED]
    wanted += [f"{area}.then.{one}" for one in ("shred", "counts-only", "dropped", "folder-deleted")]
    facts = ("name_es", "name_ar", "state", "mail", "secret", "services", "elsewhere")
    fields = (
        "address",
        "discreet_address",
        "telephone",
        "gateway-address",
        "sender",
        "discreet_sender",
        "schedule",
        "reason",
        "approved_by",
    )
    wanted += [f"{area}.field.{name}" for name in (*facts, *fields)] + [f"{area}.field.{name}-help" for name in fields]
    of_waves = ("front", "way", "secret", "text", "discreet-address", "discreet-text")
    gaps = (*of_waves, "head", "protection", "name", "language", "country", "line", "lines")
    wanted += [f"{area}.{what}.{name}" for what in ("gap", "blocks") for name in gaps]
    return wanted + [f"desk-retention.gap.{name}" for name in ("no-schedule", "no-reason", "no-approver", "no-line")]


def ids_of_drill_scores() -> list[str]:
    """What is said of each score of a drill, of none and of few too."""
    scores = [score.replace("_", "-") for score in DRILL_SCORES if score != "first_wave_minutes"]
    return [f"how-did-the-drill-go.{score}{form}" for score in scores for form in ("", "-few", "-none")]


def ids_of_paths() -> list[str]:
    """Every id that code makes of the declarations of paths."""
    steps = [(path, step) for path in all_paths().values() for step in (*path.steps, *path.others)]
    wanted = [f"path.{path.situation}.{step.title or step.id}" for path, step in steps]
    wanted += [entry.title.id for _, step in steps for entry in step.adds] + [f"path.about.{name}" for name in all_paths()]
    wanted += [f"path.note.{name}" for path in all_paths().values() for name in path.notes]
    wanted += [f"path.{where}.{entry.own}" for _, step in steps for entry in step.adds if entry.own for where in ("own", "own-door")]
    return wanted + [f"path.not-yet.{name}" for _, step in steps for name in step.not_yet]


def said_in_short() -> list[str]:
    """Return the short sentences for the head of an answer that stand for a longer one."""
    known = flat("en")
    return [identifier for identifier in known if ".in-short." in identifier and identifier.replace(".in-short.", ".") in known]


def asked_for_notes() -> set[str]:
    """Return the questions that feed a note: it has words of its own for some of their findings."""
    return {question for note in notes().values() for question in note.questions}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_messages_made_of_lists_have_texts(lang: str) -> None:
    known = flat(lang)

    assert [identifier for identifier in ids_of_lists() if identifier not in known] == []


Parts = tuple[str | None, ...]
"""A text that code builds: what is written as such, and None for a value."""


CHOICES = {word for table in TABLES.values() for column in table.columns for word in getattr(column.kind, "values", column.kind.choices)}
CODES = set(re.findall('code="([^"]+)"', (SOURCE / "dossier/tables/strategy.py").read_text("utf-8")))


class Written:
    """What a package of the source writes: its texts, and the texts that it builds of values."""

    def __init__(self, package: str) -> None:
        self.words: set[str] = {*CHOICES, *TABLES, *COUNTED, *CODES}
        self.built: set[Parts] = set()
        self.known: dict[tuple[str, int], bool] = {}
        for path in sorted((SOURCE / package).rglob("*.py") if package else SOURCE.glob("*.py")):
            source = path.read_text("utf-8")
            self.areas = dict(re.findall(r'^([A-Z_]+) = "([\w-]+)"$', source, re.MULTILINE))
            for node in ast.walk(tree_of(source)):
                self._note(node)
        for path in sorted((SOURCE / package).rglob("*.html") if package else []):
            self._note_template(path.read_text("utf-8"))

    def _note_template(self, source: str) -> None:
        """Note what a template says: ``{% say "web.home" %}``, ``{{ kind|message:"kind" }}``."""
        self.words |= said_in(source)
        self.built |= {(f"{prefix}.", None) for prefix in re.findall(r'\|message:"([^"]+)"', source)}

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.words |= {node.value, *re.findall(r'Message\("([^"]+)"', node.value)}
        elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
            parts = self._parts(node)
            text = "".join(part or "" for part in parts)
            if None not in parts:
                self.words.add(text)
            elif re.search("[a-z]", text):
                self.built.add(parts)
        elif isinstance(node, (ast.keyword, ast.arg)) and node.arg:
            self.words.add(node.arg)

    def _parts(self, node: ast.AST) -> Parts:
        """Return an f-string or a sum of texts in parts; a module's AREA is written out."""
        match node:
            case ast.Constant(value=str(text)):
                return (text,)
            case ast.FormattedValue(value=ast.Name(id=name)) if name in self.areas:
                return (self.areas[name],)
            case ast.JoinedStr(values=values):
                return tuple(part for value in values for part in self._parts(value))
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return (*self._parts(left), *self._parts(right))
        return (None,)

    def has(self, text: str, deep: int = 2) -> bool:
        """Whether the package writes a text, or builds it of values that it writes."""
        if text in self.words or deep == 0:
            return text in self.words
        if (text, deep) not in self.known:
            self.known[text, deep] = any(_may(parts, text) and self._made(parts, text, deep - 1) for parts in self.built)
        return self.known[text, deep]

    def _made(self, parts: Parts, text: str, deep: int) -> bool:
        if not parts:
            return not text
        first, rest = parts[0], parts[1:]
        if first is not None:
            return text.startswith(first) and self._made(rest, text.removeprefix(first), deep)
        ends = range(len(text) + 1) if rest else (len(text),)
        return any(self._made(rest, text[end:], deep) and self.has(text[:end], deep) for end in ends)


def _may(parts: Parts, text: str) -> bool:
    """Whether a text begins and ends as parts do, and holds what stands between: most are told apart by that."""
    first, last = parts[0] or "", parts[-1] or ""
    return text.startswith(first) and text.endswith(last) and all(part in text for part in parts if part)


@functools.cache
def packages() -> tuple[Written, ...]:
    return tuple(Written(name) for name in ("", *sorted(path.name for path in SOURCE.iterdir() if path.is_dir())))


NAMED_BY_DOSSIERS = {"group"}
"""Areas whose keys come from dossiers, not from code."""


def left_over(known: Iterable[str]) -> list[str]:
    """Return the ids that no code names, builds, or makes of a list."""
    lists = {*ids_of_lists(), *(identifier for _, identifier in written_ids())}
    return [
        identifier
        for identifier in known
        if identifier not in lists
        and identifier.partition(".")[0] not in NAMED_BY_DOSSIERS
        and not any(package.has(identifier) for package in packages())
    ]


def test_no_message_is_left_over() -> None:
    assert left_over(flat("en")) == []


def test_a_message_that_nothing_says_is_found() -> None:
    unsaid = ["who-can-move.nobody-says-this", "brief.kit.nobody-says-this", "problem.nobody-says-this", "figures.vote.nobody-says-this"]

    assert left_over([*unsaid, "who-can-move.both", "problem.unknown-key", "brief.kit.ask-adopt"]) == unsaid


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_promises_or_leaves_a_gap(lang: str) -> None:
    for key, entry in flat(lang).items():
        texts = entry.values() if hasattr(entry, "values") else [entry]
        for text in map(str, texts):
            assert text.strip(), key
            assert not re.search(r"\bwill\b", text, re.IGNORECASE) or lang != "en", key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_answer_names_an_option_as_a_command_types_it(lang: str) -> None:
    """What an answer says is read on the site as well: there an option is a field, called by its label."""
    spoken = {key: entry for key, entry in flat(lang).items() if key.partition(".")[0] in {*questions(), "conflict", "debate"}}
    found = [
        key
        for key, entry in spoken.items()
        for text in map(str, entry.values() if hasattr(entry, "values") else [entry])
        if re.search(r"(?<![\w-])--(?=[a-z{])", re.sub(r"legation [a-z].*? --lake", "", text))
    ]

    assert len(spoken) > len(questions())
    assert found == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plurals_have_the_forms_of_their_language(lang: str) -> None:
    for path in (SOURCE / "locale" / lang).glob("*.toml"):
        for key, entry in _plurals(tomllib.loads(path.read_text("utf-8"))):
            assert {"one", "other"} <= set(entry), f"{path.stem}.{key}"


def _plurals(table: dict[str, object], prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            if set(value) <= PLURAL_FORMS:
                yield prefix + key, value
            else:
                yield from _plurals(value, f"{prefix}{key}.")


def test_numbers_dates_and_lists_follow_the_language() -> None:
    assert say(1234567, "fr") == "1\u202f234\u202f567"
    assert say(1234567, "en") == "1,234,567"
    assert say(dt.date(2018, 12, 1), "fr") == "1er décembre 2018"
    assert say(dt.date(2018, 12, 11), "fr") == "11 décembre 2018"
    assert say(None, "en") == "—"
    assert say(float("nan"), "fr") == "—"
    assert say(True, "fr") == "oui"


def test_french_zero_is_singular_and_english_zero_is_plural() -> None:
    assert say(Message("what-is-due.late", count=0), "fr").startswith("0 échéance est")
    assert say(Message("what-is-due.late", count=0), "en").startswith("0 items are")


def test_french_marks_keep_their_narrow_space() -> None:
    assert "\u202f?" in say(questions()["who-can-move"].title, "fr")


def test_a_value_is_never_read_as_a_pattern() -> None:
    assert say(Message("answer.value", value="{0.__class__} {x}"), "en") == "{0.__class__} {x}"


def test_unknown_messages_show_their_id() -> None:
    assert say(Message("nowhere.nothing"), "fr") == "[nowhere.nothing]"


def test_accents_do_not_change_the_order() -> None:
    assert sorted(["Zambie", "Égypte", "Côte d’Ivoire", "Comores"], key=collation_key) == ["Comores", "Côte d’Ivoire", "Égypte", "Zambie"]


def test_joined_letters_are_sorted_as_the_letters_that_they_join() -> None:
    assert sorted(["Œuvre", "Oman", "Zoé", "Odessa", "Ærø", "Afrique", "Adèle"], key=collation_key) == [
        "Adèle",
        "Ærø",
        "Afrique",
        "Odessa",
        "Œuvre",
        "Oman",
        "Zoé",
    ]


@pytest.mark.parametrize("one, other", [("CŒUR", "coeur"), ("Ægis", "AEGIS"), ("Straße", "STRASSE"), ("Éthiopie", "e\u0301thiopie")])
def test_two_writings_of_a_word_are_folded_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_french_punctuation_is_set_alike_whichever_space_was_typed(space: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fr").mkdir()
    typed = f"«{space}Oui{space}»{space}: 5{space}%{space}; non{space}! quoi{space}? 12:30"
    (tmp_path / "fr" / "typed.toml").write_text(f'words = "{typed}"', encoding="utf-8")
    monkeypatch.setattr("legation.language._FOLDERS", [tmp_path])
    catalogue.cache_clear()
    try:
        assert say(Message("typed.words"), "fr") == ("«\u202fOui\u202f»\u00a0: 5\u00a0%\u202f; non\u202f! quoi\u202f? 12:30")
    finally:
        catalogue.cache_clear()


@pytest.mark.parametrize(
    ("value", "en", "fr"),
    [
        (20**100, "1.2\u00a0×\u00a010¹³⁰", "1,2\u00a0×\u00a010¹³⁰"),
        (-(10**15), "-1.0\u00a0×\u00a010¹⁵", "-1,0\u00a0×\u00a010¹⁵"),
        (1e20, "1.0\u00a0×\u00a010²⁰", "1,0\u00a0×\u00a010²⁰"),
        pytest.param(10**5000 - 1, "9.9\u00a0×\u00a010⁴⁹⁹⁹", "9,9\u00a0×\u00a010⁴⁹⁹⁹", id="thousands of digits"),
    ],
)
def test_a_huge_number_is_written_by_its_power_of_ten(value: float, en: str, fr: str) -> None:
    message = Message("language.example", count=value, share=0.5)

    assert say(message, "en").startswith(en)
    assert say(message, "fr").startswith(fr)
