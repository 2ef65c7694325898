"""Our sources that bring something into a dossier, in the order of the help; each reader is imported when it reads."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legation.language import Message
from legation.sources.source import Brought, Done, Files, Source, SourceOption, Wanted, identifier

if TYPE_CHECKING:
    from legation.dossier.models.scenario import ScenarioModel
    from legation.dossier.problem import Problem
    from legation.methods.scenario.matrix import CrossImpactMatrix
    from legation.sources.reading import Reading
    from legation.sources.stix import Incidents

__all__ = ["DOSSIER_SOURCES"]

KNOWN_ON = SourceOption(name="known-on", kind="date", metavar="DATE")
SESSIONS = SourceOption(name="sessions", metavar="70,71")


def _unvotes(files: Sequence[Path], wanted: Wanted) -> Reading:
    from legation.sources.tables.unvotes import read_unvotes

    return read_unvotes(files[0], files[1], files[2] if len(files) > 2 else None, sessions=_sessions(wanted))


def _undl(files: Sequence[Path], wanted: Wanted) -> Reading:
    from legation.sources.tables.undl import read_undl

    return read_undl(files[0], sessions=_sessions(wanted))


def _sessions(wanted: Wanted) -> set[int] | None:
    return {int(part) for part in re.findall(r"\d+", wanted.options.get("sessions", ""))} or None


def _supporters(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.source.dossier_merge import merged
    from legation.sources.tables.columns import load_mapping, save_mapping
    from legation.sources.tables.supporters import mapping_for, read_supporters

    file, options = files[0], wanted.options
    mapping = mapping_for(file)
    reading = read_supporters(file, mapping, known_on=options["known-on"], coalition=options.get("coalition", ""))

    def keep_mapping() -> None:
        """Save beside the list what its columns were taken to mean, so that it can be read and corrected."""
        if load_mapping(file) is None:
            save_mapping(file, mapping)

    return dataclasses.replace(merged(reading, wanted), once_saved=keep_mapping)


def _list(files: Sequence[Path], wanted: Wanted) -> Reading | None:
    from legation.sources.tables.actors import added_by, read_actor_list

    draft = wanted.settle(read_actor_list(files[0], kind=wanted.options.get("kind", "")))
    return None if draft is None else added_by(draft, wanted.evidence)


def _logframe(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.source.dossier_merge import rows_added
    from legation.sources.tables.logframe import LEVELS, read_logframe

    after = read_logframe(wanted.before, files[0])
    return Brought(after=after, done=(rows_added(sum(len(after.rows(table)) for table in LEVELS.values())),))


def _polis(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources import polis
    from legation.sources.polis.rooms import room_parts
    from legation.sources.source.dossier_merge import merged, with_new_parts

    conversation = polis.read(files[0])
    made = merged(polis.to_dossier(conversation), wanted)
    parts = room_parts(conversation, identifier(files[0]))
    return dataclasses.replace(made, after=with_new_parts(made.after, parts, wanted.place))


def _scenariowizard(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.tables import scenariowizard

    return _model_of_matrix(scenariowizard.read(files[0]), files[0], wanted)


def _impact_matrix(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources.tables import impact_matrix

    return _model_of_matrix(impact_matrix.read(files[0]), files[0], wanted)


def _model_of_matrix(matrix: CrossImpactMatrix, file: Path, wanted: Wanted) -> Brought:
    """Return the dossier with a model of scenarios, to be given reasons and sources."""
    from legation.dossier.models.scenario import SCENARIO
    from legation.sources.tables.impact_matrix import model_of

    part = SCENARIO.called(identifier(file))
    model: ScenarioModel = model_of(matrix, part)
    return _with_model(
        SCENARIO, model, part, wanted, Done("bringing.model", {"descriptors": len(matrix.descriptors), "count": sum(matrix.sizes)})
    )


def _genius(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.dossier.models.negotiation import NEGOTIATION
    from legation.dossier.models.negotiation_domain import model_of
    from legation.sources.genius import reading

    part = NEGOTIATION.called(identifier(files[0]))
    found = reading(files[0], files[1:])
    domain = found.domain
    counts = {"issues": len(domain.sizes), "count": domain.packages, "parties": domain.parties}
    made = _with_model(NEGOTIATION, model_of(domain, part), part, wanted, Done("bringing.negotiation", counts))
    return dataclasses.replace(made, problems=found.doubts)


def _with_model(kind: Any, model: Any, part: str, wanted: Wanted, done: Done) -> Brought:
    """Return the dossier with a model that it did not have; one beyond what a dossier holds is refused before anything is saved."""
    from legation.sources.source.dossier_merge import with_new_parts

    written = kind.write(model)
    after = with_new_parts(wanted.before, {part: written}, wanted.place)
    kind.read(written, part)
    return Brought(after=after, done=(Done(done.id, {"part": part, **done.values}),))


def _draft(files: Sequence[Path], wanted: Wanted) -> Brought:
    """Return the dossier in which each file is the next version of a draft, which is begun where it is not there."""
    from legation.dossier import as_date
    from legation.methods.drafting import openness, parse
    from legation.sources.draft.versions import text_from, with_version

    known_on = wanted.options.get("known-on", "")
    parts, messages = dict(wanted.before.files), []
    for file in files:
        words = text_from(file)
        name = wanted.options.get("draft", "") or identifier(file)
        parts, part = with_version(parts, name, words, as_date(known_on) if known_on else wanted.today)
        openness_of = openness(parse(words))
        messages.append(Done("bringing.version", {"part": part, "count": openness_of.brackets, "units": openness_of.units}))
    return Brought(after=dataclasses.replace(wanted.before, files=parts), done=tuple(messages))


def _stix(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources import stix

    read = ((identifier(file), stix.read(file)) for file in files)
    return _with_registers(((name, register, register.unplaced) for name, register in read), wanted)


def _misp(files: Sequence[Path], wanted: Wanted) -> Brought:
    from legation.sources import misp

    read = ((identifier(file), misp.read(file)) for file in files)
    return _with_registers(((name, made.incidents, (*made.kept, *made.incidents.unplaced)) for name, made in read), wanted)


def _taxii(_none: Sequence[Path], wanted: Wanted) -> Brought:
    """Return the dossier with what a collection holds in the register of its name; where it has more, from where to go on is told."""
    from legation.sources import taxii

    options = wanted.options
    root, _, named = wanted.address.partition(taxii.BETWEEN)
    identity = wanted.login(options.get("user", ""))
    server = taxii.Server(url=f"{root}/" if named else wanted.address, identity=identity, inside=options.get("inside", False))
    root, collection, title = taxii.meant(server, wanted.address, options.get("collection", ""))
    after = options.get("added-after", "")
    pulled = taxii.pull(server, root, collection, added_after=after, progress=wanted.progress)
    made = _with_registers([(identifier(Path(f"{title}.json")), pulled.incidents, pulled.incidents.unplaced)], wanted)
    if not pulled.complete:
        message = Message("bringing.more", count=len(pulled.incidents.objects), after=pulled.last_added or after or "—")
        return dataclasses.replace(made, done=(*made.done, message), unplaced=max(1, made.unplaced))
    last = (Message("bringing.all", after=pulled.last_added),) if pulled.last_added else ()
    return dataclasses.replace(made, done=(*made.done, *last))


def _with_registers(registers: Iterable[tuple[str, Incidents, tuple[Problem, ...]]], wanted: Wanted) -> Brought:
    """Return the dossier whose registers ``incidents/NAME.json`` grew by others, each with its name and what of it was not placed."""
    from legation.sources import stix

    parts, problems, messages = dict(wanted.before.files), list["Problem"](), []
    for name, coming, rejected in registers:
        part = f"{stix.FOLDER}{name}.json"
        there = stix.decode(parts[part], part) if part in parts else stix.Incidents(part=part)
        found = stix.joined(there, coming)
        warnings = (*rejected, *found.contradicting)
        problems += warnings
        if found.added:
            parts[part] = stix.encode(found.incidents)
        messages.append(Done("bringing.register", {"part": part, "count": found.added, "of": len(coming.objects), "doubts": len(warnings)}))
    after = dataclasses.replace(wanted.before, files=parts) if parts != wanted.before.files else wanted.before
    return Brought(after=after, done=tuple(messages), problems=tuple(problems), unplaced=len(problems))


_VOTED = ("actors", "issues", "evidence", "rollcalls", "votes")
_LISTED = (".txt", ".csv", ".tsv", ".xlsx", ".json", ".md")
_OF_TAXII = (
    SourceOption(name="collection", metavar="ID"),
    SourceOption(name="user", metavar="NAME", help=Message("cli.option.taxii-user")),
    SourceOption(name="added-after", metavar="TIME"),
    SourceOption(name="inside", kind="flag", help=Message("cli.option.inside")),
)

DOSSIER_SOURCES: tuple[Source, ...] = (
    Source(
        id="unvotes",
        files=Files(names=("VOTES", "ROLLCALLS"), endings=(".parquet", ".csv"), least=2, most=3),
        brings=_VOTED,
        options=(SESSIONS, KNOWN_ON),
        read=_unvotes,
        function="legation.sources:read_unvotes",
    ),
    Source(
        id="undl",
        files=Files(endings=(".csv",)),
        brings=_VOTED,
        options=(SESSIONS, KNOWN_ON),
        read=_undl,
        function="legation.sources:read_undl",
        terms=Message("source.undl.terms"),
    ),
    Source(
        id="supporters",
        files=Files(endings=(".csv", ".xlsx", ".json")),
        brings=("actors", "coalitions", "evidence"),
        options=(dataclasses.replace(KNOWN_ON, needed=True), SourceOption(name="coalition")),
        read=_supporters,
        function="legation.sources:read_supporters",
    ),
    Source(
        id="list",
        files=Files(endings=_LISTED),
        brings=("actors", "groups", "issues", "positions", "evidence"),
        options=(
            SourceOption(name="kind", metavar="KIND", help=Message("cli.option.kind")),
            SourceOption(name="answer", kind="many", metavar="LINE=ISO3|new|skip", help=Message("cli.option.answer")),
            KNOWN_ON,
        ),
        read=_list,
        function="legation.sources:read_actor_list",
    ),
    Source(
        id="logframe",
        files=Files(endings=(".csv", ".xlsx")),
        brings=("objectives", "activities", "indicators", "assumptions"),
        read=_logframe,
        function="legation.sources.tables.logframe:read_logframe",
    ),
    Source(
        id="polis",
        files=Files(names=("EXPORT",), endings=(".zip",), folder=True),
        brings=("actors", "issues", "positions", "evidence", "room", "room-votes"),
        options=(KNOWN_ON,),
        read=_polis,
        function="legation.sources.polis:read",
    ),
    Source(
        id="scenariowizard",
        files=Files(endings=(".scw",)),
        brings=("scenario",),
        read=_scenariowizard,
        function="legation.sources.tables.scenariowizard:read",
    ),
    Source(
        id="impact-matrix",
        files=Files(endings=(".csv",)),
        brings=("scenario",),
        read=_impact_matrix,
        function="legation.sources.tables.impact_matrix:read",
    ),
    Source(
        id="genius",
        files=Files(names=("DOMAIN.xml", "PROFILE.xml", "PROFILE.xml"), endings=(".xml",), least=3, most=None),
        brings=("negotiation",),
        read=_genius,
        function="legation.sources.genius:read",
    ),
    Source(
        id="draft",
        files=Files(endings=(".docx", ".xml", ".akn", ".txt"), most=None),
        brings=("draft", "text"),
        options=(SourceOption(name="draft", metavar="NAME"), KNOWN_ON),
        read=_draft,
        function="legation.sources.draft.versions:text_from",
    ),
    Source(
        id="stix",
        files=Files(endings=(".json",), most=None),
        brings=("register",),
        read=_stix,
        function="legation.sources.stix:read",
    ),
    Source(
        id="misp",
        files=Files(endings=(".json",), most=None),
        brings=("register",),
        read=_misp,
        function="legation.sources.misp:read",
    ),
    Source(
        id="taxii",
        files=Files(names=("URL",), address=True),
        brings=("register",),
        options=_OF_TAXII,
        read=_taxii,
        function="legation.sources.taxii:pull",
    ),
)
