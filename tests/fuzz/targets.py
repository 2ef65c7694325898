"""What is tried: every source, kind of part and carrier that is registered, and every reader that says of itself that it reads files.

No list names them. A reader is a public function that takes a file (a path, bytes, or files by their names) and says under *Raises* that it
refuses what it cannot read; what else it needs is given by the names of its parameters. A later source, kind or reader is tried by itself.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime as dt
import functools
import importlib
import inspect
import pkgutil
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fuzz.seeds import MADE, Seed, carried, parts_of_examples, pool
from fuzz.site_targets import site_targets
from fuzz.small_dossiers import small_dossier
from fuzz.target import Target, written
from source_samples import SAMPLES

import legation
from legation.errors import CannotRead
from legation.language import Message

__all__ = ["BY_OTHERS", "Target", "targets", "unreached"]

TODAY = dt.date(2026, 1, 1)
_RAISES = re.compile(r"^\s*Raises\n\s*-+\n((?:.*\S.*\n?)+)", re.MULTILINE)
_FILE = re.compile(r"\b(?:Path|PathLike|bytes)\b")
_OF_FOLDER = re.compile(r"path : [^\n]*\n\s+(?:The|A) (?:folder|unpacked)")
BY_OTHERS = {
    "keys.fields.open_field": "keys/sealed",
    "keys.fields.unwrap_key": "keys/sealed",
    "keys.fields.unwrap_keys": "keys/sealed",
    "keys.files.read_keyring": "keys/keyring",
    "keys.sealing.open_sealed": "keys/sealed",
    "dossier.files.entries.folder_entries": "carrier/folder",
    "dossier.files.entries.within_limits": "carrier/folder",
    "dossier.files.entries.zip_entries": "carrier/.zip",
    "dossier.files.json_document.parts_of": "carrier/.json",
    "dossier.parts.reader.read_model": "part/scenario",
    "lake.intake.gather": "source/events",
    "sources.capture.isolation.safe_html": "capture/clean-html",
    "sources.capture.isolation.svg_picture": "capture/draw-svg",
    "sources.draft.versions.with_version": "source/draft",
    "sources.imports.dossier.bring": "source/list",
    "sources.imports.lake.observations": "source/events",
    "sources.imports.merge.with_new_parts": "source/stix",
    "sources.observations.access_log.lines.way_of": "source/requests",
    "sources.observations.coded_events.rows_by_name": "source/icews",
    "sources.observations.gdelt.slices.blocks": "source/events",
    "sources.observations.gdelt.slices.chosen": "source/events",
    "sources.observations.posts.archive.opened": "source/mastodon",
    "sources.observations.posts.car.blocks": "source/bluesky",
    "sources.observations.posts.car.root": "source/bluesky",
    "sources.observations.texts.rows.files_in": "source/speeches",
    "sources.observations.texts.tables.text_table": "source/suite",
    "sources.packs.pack.read_pack": "reader/sources.packs.pack.pack_of_bytes",
    "sources.polis.rooms.conversation_of": "source/polis",
    "sources.reading.stop_reading": "source/genius",
    "sources.tables.large.open_columns": "source/undl",
    "web.dossiers.changed_parts.decode_changed": "reader/dossier.files.codec.decode",
    "web.forms.importing.import_of": "reader/web.dossiers.imports.sort_out",
    "web.pages.dossiers.import_observed.store_observed": "reader/web.dossiers.imports.sort_out",
    "web.pages.dossiers.take.store_pack": "reader/sources.packs.pack.pack_of_bytes",
    "web.serving.restore.restore": "backup",
    "web.site.environment.secret_key": "backup",
    "web.stores.captures.texts.safe_form_of": "capture/clean-html",
}
"""Readers that are given more than files, or start a process or a database for each, and the target that reads the same files."""
_NOT_READ = frozenset({"cli", "questions", "figures", "methods", "__main__"})
"""Packages that take what others have read: their commands are tried by what they call."""


@functools.cache
def targets() -> Mapping[str, Target]:
    """Return all targets by their ids."""
    found = [*_sources(), *_parts(), *_carriers(), *_recognition(), *_captures(), *_pastes(), *_keys(), *_readers(), *site_targets()]
    return {target.id: target for target in found}


def consumed(result: Any) -> Any:
    """Return a result; of one that is given piece by piece, read to its end."""
    if isinstance(result, Iterator) and not isinstance(result, contextlib.AbstractContextManager):
        collections.deque(result, maxlen=0)
    return result


@functools.cache
def _before() -> Any:
    from legation.dossier import decode

    return decode(MADE)


def _wanted(options: Mapping[str, Any]) -> Any:
    from legation.sources.source import Wanted

    def settle(draft: Any) -> Any:
        return dataclasses.replace(draft, doubtful=()) if draft.doubtful else draft

    return Wanted(options=options, today=TODAY, dossier=_before(), evidence="e-new", place="made", key=b"k" * 32, settle=settle)


def _sources() -> Iterator[Target]:
    from legation.sources.imports.dossier import bring
    from legation.sources.imports.lake import files_of, observations, slices_of, stream_of
    from legation.sources.preview import first_rows
    from legation.sources.registry import sources

    def imported(source: Any, options: Mapping[str, Any], files: Mapping[str, bytes], folder: Path) -> None:
        from legation.dossier import encode
        from legation.sources.imports.merge import model_faults

        made = bring(source, written(files, folder), _wanted(options))
        if made is not None:
            encode(made.after)
            collections.deque(model_faults(made.after), maxlen=0)

    def observed(source: Any, options: Mapping[str, Any], files: Mapping[str, bytes], folder: Path) -> None:
        paths = files_of(source, written(files, folder) if source.files.names != ("FOLDER",) else [_folder_with(files, folder)])
        for path in paths:
            slices_of(source, path), stream_of(source, path)
            for batch in observations(source, path, _wanted(options)):
                collections.deque((*batch.unplaced, *batch.doubts), maxlen=0)

    def shown(source: Any, files: Mapping[str, bytes], folder: Path) -> None:
        for name, data in files.items():
            first_rows(source, name, data)

    for source in sources().values():
        if source.files.address:
            continue
        sample = SAMPLES[source.id]
        options = {option.name: sample.options.get(option.name, option.absent()) for option in source.options}
        if source.read is not None:
            yield Target(f"source/{source.id}", functools.partial(imported, source, options), (sample.files,))
        if source.batches is not None:
            yield Target(
                f"source/{source.id}{'/observed' if source.read else ''}", functools.partial(observed, source, options), (sample.files,)
            )
        yield Target(f"columns/{source.id}", functools.partial(shown, source), (sample.files,))


def _folder_with(files: Mapping[str, bytes], folder: Path) -> Path:
    inside = folder / "folder"
    inside.mkdir()
    written(files, inside)
    return inside


def _parts() -> Iterator[Target]:
    from legation.dossier import DossierError, decode, encode
    from legation.dossier.parts import ModelKind, kind_of, kinds
    from legation.dossier.parts.part_text import PartText
    from legation.sources.imports.merge import model_faults

    seeds: dict[str, list[Seed]] = {kind.id: [] for kind in kinds()}
    for parts in ({**MADE}, *filter(None, map(small_dossier, kinds())), *parts_of_examples().values()):
        for name, data in parts.items():
            kind = kind_of(name)
            if kind is not None and {name: data} not in seeds[kind.id]:
                seeds[kind.id].append({name: data})

    def parsed(kind: Any, files: Mapping[str, bytes], folder: Path) -> None:
        name, data = next(iter(files.items()))
        if isinstance(kind, ModelKind):
            text = PartText(kind, name, data)
            _ = text.faults, text.table, text.table is not None and not text.faults and [row.called("fr") for row in text.rows]
        kind.parsed(name, data)

    def together(files: Mapping[str, bytes], folder: Path) -> None:
        dossier = decode(files)
        collections.deque(model_faults(dossier), maxlen=0)
        again = encode(dossier)
        dossier.cleared("TLP:CLEAR", "partner")
        try:
            decode(again)
        except DossierError as error:
            raise AssertionError(f"what was read cannot be read again: {error.problems[0].code}") from error

    def of_kind(kind: Any, name: str) -> bool:
        return kind_of(name) is kind

    for kind in kinds():
        own = tuple(seeds[kind.id]) or (_template(kind),)
        yield Target(f"part/{kind.id}", functools.partial(parsed, kind), own)
        beside = small_dossier(kind) or {**MADE, **own[0]}
        yield Target(f"dossier/{kind.id}", together, (beside,), functools.partial(of_kind, kind))


def _template(kind: Any) -> Seed:
    """Return what the template of a kind says, where no example has a part of it."""
    from legation.dossier.files.templates import csv_template
    from legation.dossier.records import TABLES

    name = kind.pattern.replace("{name}", "x").replace("{path}", "x")
    return {name: csv_template(kind.id) if kind.id in TABLES else kind.template("en").encode() if hasattr(kind, "template") else b"x"}


def _carriers() -> Iterator[Target]:
    from legation.dossier import examine, load
    from legation.dossier.files.folder import CARRIERS

    def carried_in(files: Mapping[str, bytes], folder: Path) -> None:
        (path,) = written(files, folder)
        examine(path)
        load(path)

    def in_folder(files: Mapping[str, bytes], folder: Path) -> None:
        for name, data in files.items():
            place = folder / "made" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        examine(folder / "made")
        load(folder / "made")

    for form in CARRIERS:
        yield Target(f"carrier/{form}", carried_in, tuple({name: data} for name, data in carried().items() if name.endswith(form)))
    yield Target("carrier/folder", in_folder, (MADE,))


def _recognition() -> Iterator[Target]:
    from legation.sources.recognising import found_in, not_recognised, recognised, recognised_together
    from legation.sources.signature import FileBytes

    def recognise(files: Mapping[str, bytes], folder: Path) -> None:
        for name, data in files.items():
            recognised(name, data)
            found_in(FileBytes(name, data))
            str(not_recognised(name, data))
        recognised_together(files)

    yield Target("recognise", recognise, pool())


def _captures() -> Iterator[Target]:
    """The jobs of the child that reads pages, tried where what they raise is seen."""
    from legation.sources.capture.child import JOBS

    def worked(read: Callable[[bytes], Any], files: Mapping[str, bytes], folder: Path) -> None:
        try:
            consumed(read(next(iter(files.values()))))
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            raise CannotRead(Message("capture.not-shown")) from error  # the child answers each with one word: unreadable

    for job, (module, function) in JOBS.items():
        read = getattr(importlib.import_module(f"legation.sources.capture.{module}"), function)
        yield Target(f"capture/{job}", functools.partial(worked, read))


def _pastes() -> Iterator[Target]:
    """What a person pastes, which may be anything."""
    from telegram_reports import TARGETS, reports

    from legation.sources.telegram import FIELDS, read_reports, report_text

    def report(files: Mapping[str, bytes], folder: Path) -> None:
        text = next(iter(files.values())).decode("utf-8", "replace")
        for one in read_reports(text, TARGETS):
            places = (one.passage, *one.passages.values())
            if not all(0 <= start < end <= len(text) for start, end in places) or any(getattr(one, name) for name in one.asked):
                raise AssertionError(f"a place outside of the text, or a field that is read and asked: {one}")
            draft = report_text([dataclasses.replace(one, condition="", wording="")], TARGETS, "fr")
            if one.target and [getattr(again, name) for again in read_reports(draft, TARGETS) for name in FIELDS[:5]] != [
                getattr(one, name) for name in FIELDS[:5]
            ]:
                raise AssertionError(f"the draft of a report is read as another: {draft}")

    yield Target("paste/report", report, tuple({"report.txt": case["text"].encode()} for case in reports("tuned")))


def _keys() -> Iterator[Target]:
    """Yield what opens keys and what is encrypted by them: of changed bytes nothing is opened."""
    from legation.errors import CannotRead
    from legation.keys import Keyring, open_field, open_sealed, read_keyring, unwrap_key

    ring = Keyring(roots={1: b"r" * 32}, index=b"i" * 32, sealing={1: b"s" * 32}, signing=b"g" * 32)

    def sealed(files: Mapping[str, bytes], folder: Path) -> None:
        data = next(iter(files.values()))
        for opens in (
            lambda: open_field(b"k" * 32, b"table|row|column|subject|1", data),
            lambda: unwrap_key(ring, "9a1e", data),
            lambda: open_sealed(ring, "registration", 1, data),
        ):
            with contextlib.suppress(CannotRead):
                opens()

    def keyring(files: Mapping[str, bytes], folder: Path) -> None:
        for path in written(files, folder):
            read_keyring(path, "four words of a keyring")

    yield Target("keys/sealed", sealed, ({"sealed": bytes(3) + b"\1" + b"n" * 76},))
    yield Target("keys/keyring", keyring, ({"keyring": b"legation keyring\n" + bytes(200)},))


_OTHER_SITES = ("legation.web.consular", "legation.web.front")
"""Sites with settings of their own: this process has those of the site of dossiers."""


def _modules(inside: Any = legation) -> Iterator[Any]:
    for found in pkgutil.iter_modules(inside.__path__, f"{inside.__name__}."):
        below = found.name.split(".")
        skipped = below[1] in _NOT_READ or "migrations" in below or "spark" in below or below[-1] == "__main__"
        if skipped or found.name.startswith(_OTHER_SITES):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = importlib.import_module(found.name)
        yield module
        if found.ispkg:
            yield from _modules(module)


def _reads(function: Any) -> bool:
    """Return whether a function says that it refuses what it cannot read, and that it writes nothing."""
    raises = _RAISES.search(function.__doc__ or "")
    return raises is not None and bool(re.search("CannotRead|DossierError", raises[1])) and "CannotWrite" not in raises[1]


def _declared() -> Iterator[tuple[str, Any, Mapping[str, inspect.Parameter]]]:
    for module in _modules():
        for name in getattr(module, "__all__", ()):
            function = getattr(module, name)
            function = inspect.unwrap(function)
            if not inspect.isfunction(function) or function.__module__ != module.__name__ or not _reads(function):
                continue
            parameters = inspect.signature(function).parameters
            if any(_FILE.search(str(one.annotation)) for one in parameters.values() if one.default is one.empty):
                yield f"{module.__name__.removeprefix('legation.')}.{name}", function, parameters


def _given(parameter: inspect.Parameter) -> Callable[[Sequence[Path], Mapping[str, bytes]], Any] | None:
    """Return what a parameter is given, of files that lie somewhere; None where nobody knows."""
    kind = str(parameter.annotation)
    match parameter.name:
        case "data" if kind == "bytes":
            return lambda _, files: next(iter(files.values()))
        case "name" | "part" if kind == "str":
            return lambda _, files: next(iter(files))
        case "sent" | "files" | "parts" if kind.startswith("Mapping[str, bytes]"):
            return lambda _, files: dict(files)
        case "path" | "source" | "votes" | "domain_xml" | "template" if _FILE.search(kind):
            return lambda paths, _: paths[0]
        case "rollcalls":
            return lambda paths, _: paths[-1]
        case "profile_xml" if kind.startswith("Sequence"):
            return lambda paths, _: paths[1:]
        case "problems" | "faults" | "warnings" | "notices" if kind.startswith("list["):
            return lambda *_: []
        case "dossier" if kind == "Dossier":
            return lambda *_: _before()
        case "key" if kind == "bytes":
            return lambda *_: b"k" * 32
        case "limit" if kind == "int":
            return lambda *_: 2**26
        case "day" | "today":
            return lambda *_: TODAY
        case "actor" if kind == "str":
            return lambda *_: "FRA"
    return None


def _readers() -> Iterator[Target]:
    for name, function, parameters in _declared():
        needed = {one.name: _given(one) for one in parameters.values() if one.default is one.empty}
        if all(needed.values()) and name not in BY_OTHERS:
            yield Target(f"reader/{name}", functools.partial(_called, function, parameters, needed))


def _called(function: Any, parameters: Any, needed: Mapping[str, Any], files: Mapping[str, bytes], folder: Path) -> None:
    on_disk = any(re.search(r"\bPath\b|PathLike", str(parameters[name].annotation)) for name in needed)
    paths = ([_folder_with(files, folder)] if _OF_FOLDER.search(function.__doc__ or "") else written(files, folder)) if on_disk else []
    values = {name: give(paths, files) for name, give in needed.items()}
    places = [values.pop(name) for name in needed if parameters[name].kind is not inspect.Parameter.KEYWORD_ONLY]
    consumed(function(*places, **values))


def unreached() -> Mapping[str, tuple[str, ...]]:
    """Return the readers that are no target, with the parameters that nobody knows what to give."""
    return {
        name: tuple(one.name for one in parameters.values() if one.default is one.empty and _given(one) is None)
        for name, _, parameters in _declared()
        if f"reader/{name}" not in targets()
    }
