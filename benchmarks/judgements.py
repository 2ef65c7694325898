"""The score card: every judgement of the product beside its simple rules, with the 90 % interval of the paired difference.

    PYTHONPATH=src python -m benchmarks.judgements                  # measure all, print the card
    PYTHONPATH=src python -m benchmarks.judgements swing            # measure one or some, keep the others as they are written
    PYTHONPATH=src python -m benchmarks.judgements --kept           # measure nothing, print what is written
    PYTHONPATH=src python -m benchmarks.judgements --write [swing]  # and write it where the product reads it

What is measured is declared in the product: ``src/legation/questions/base/judgements/catalogue.py``. ``--write`` writes ``measured.toml``
beside
it; then ``python docs/generate.py``. Where the data of a judgement are not on this machine (``../shared``), that is said and the written
figure stays. Each measurement on a test part adds one to ``benchmarks/looks.toml``. Some ten minutes for all on two cores.

To measure a judgement
----------------------
A module of ``MODULES`` exports ``judgements()``, which maps the id of each judgement that it measures to a function without arguments. The
function returns one :class:`benchmarks.paired.Scores`. It is called for those alone that are asked for, so a module caches what several
of them share (``functools.cache``)::

    def judgements() -> dict[str, Callable[[], Scores]]:
        return {"votes-repeat": repeat, "votes-margin": margin}

    def margin() -> Scores:
        if not unga.is_there():
            raise NoData("the General Assembly's record (../shared)")
        return Scores(
            ours=absolute_errors,                    # (n,) one score for each unit, in the unit that is declared; nan: not scored
            baselines={"last-margin": their_errors}, # the same units; the names are the judgement's ``rules``, all of them
            clusters=sessions,                       # (n,) what is drawn together; left out: each unit by itself
            data_to="2020-12",                       # until when the data tell
        )

The runner does the paired bootstrap (clusters drawn, seeded), rounds, counts the look, and says what is off. A figure that is no mean over
units, such as F1, gives (n, k) arrays and ``of``: see :class:`benchmarks.paired.Scores`. ``votes_judged`` measures ``votes-repeat``,
``votes-first``, ``votes-margin``, ``votes-interval`` and ``votes-totals``; it may not be there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import tomli_w
from benchmarks.looks import LOOKS, looked
from benchmarks.paired import NoData, Scores, paired

from legation.questions.base.judgements import DeclaredJudgement, judgements
from legation.questions.base.judgements.card import MEASURED, MeasuredJudgement, Rule, measured

__all__ = ["MODULES", "main", "measure", "printed", "written"]

MODULES = (
    "benchmarks.votes_judged",
    "benchmarks.judged.record",
    "benchmarks.judged.texts",
    "benchmarks.judged.incidents",
    "benchmarks.judged.watching",
    "benchmarks.judged.rooms",
)
HEAD = """# What was measured of each judgement, beside simple rules on the same cases.
# Written by python -m benchmarks.judgements --write; do not edit.
# difference, low, high: ours less the rule's, with the 90 % interval of the paired bootstrap.

"""
DIGITS = 4


def makers() -> dict[str, Callable[[], Scores]]:
    """Return the function that measures each judgement, from every module that is there.

    Raises
    ------
    ValueError
        Where a module measures what is not declared, or two measure the same.
    """
    found: dict[str, Callable[[], Scores]] = {}
    for name in MODULES:
        if importlib.util.find_spec(name) is None:
            continue
        for identifier, maker in importlib.import_module(name).judgements().items():
            if identifier not in judgements() or identifier in found:
                raise ValueError(f"{name}: {identifier} is not declared, or measured twice")
            found[identifier] = maker
    return found


def measure(one: DeclaredJudgement, scores: Scores, *, on: dt.date, path: Path = LOOKS) -> MeasuredJudgement:
    """Return what a judgement scored; a look at a test part is counted.

    Raises
    ------
    ValueError
        Where the simple rules are not those that are declared.
    """
    if set(scores.baselines) != set(one.rules):
        raise ValueError(f"{one.id}: declared are the rules {sorted(one.rules)}, found {sorted(scores.baselines)}")
    found = paired(scores)
    count, known = looked(one.id, path) if scores.held_out else (0, True)
    rules = (
        Rule(name=name, **{key: _rounded(getattr(found.baselines[name], key)) for key in ("value", "difference", "low", "high")})
        for name in one.rules
    )
    return MeasuredJudgement(
        better=one.better,
        ours=_rounded(found.ours),
        rules=tuple(rules),
        n=found.n,
        clusters=found.clusters,
        data_to=scores.data_to,
        looks=count,
        looks_known=known,
        measured_on=on,
    )


def _rounded(value: float) -> float:
    return round(float(value), DIGITS) + 0.0  # no -0.0


def written(found: Mapping[str, MeasuredJudgement]) -> str:
    """Return what was measured as the product reads it."""
    ordered = {name: _plain(found[name]) for name in judgements() if name in found}
    return HEAD + tomli_w.dumps(ordered)


def _plain(one: MeasuredJudgement) -> dict[str, Any]:
    rules = {r.name: {"value": r.value, "difference": r.difference, "low": r.low, "high": r.high} for r in one.rules}
    rest = {name: getattr(one, name) for name in ("ours", "n", "clusters", "data_to", "looks", "looks_known", "measured_on")}
    return {**rest, "rules": rules}


def printed(found: Mapping[str, MeasuredJudgement]) -> str:
    """Return the card: a paragraph for each judgement, those that nobody has measured too."""
    from legation.language import say
    from legation.questions.base.judgements.words import figure_of, looks_of, verdict_of

    lines = []
    for one in judgements().values():
        with_it = found.get(one.id)
        lines.append(f"{one.id}: {say(one.title, 'en')}  [{', '.join(one.questions)}]")
        lines.append(f"    {say(one.measure, 'en')}")
        if with_it is None:
            lines.append("    NOT MEASURED")
            continue
        ours = say(figure_of(one, with_it.ours), "en")
        lines.append(f"    ours {ours}; better is {one.better}; n = {with_it.n:,} in {with_it.clusters:,} clusters; data to "
                     f"{with_it.data_to or '(simulated)'}; {say(looks_of(with_it), 'en')}; measured {with_it.measured_on}")  # fmt: skip
        for rule in with_it.rules:
            lines.append(f"    {rule.name:22} {rule.value:8.4f}   ours less it {rule.difference:+.4f} [{rule.low:+.4f} {rule.high:+.4f}]")
        lines.append(f"    {say(verdict_of(with_it.verdict), 'en').upper()}")
    return "\n".join(lines)


def main(arguments: Sequence[str] = ()) -> None:
    """Measure what is asked for, print the card, and write it where that is asked for."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.judgements")
    asked.add_argument("judgements", nargs="*", metavar="JUDGEMENT")
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--kept", action="store_true")
    given = asked.parse_args(arguments)
    there = makers()
    unknown = [name for name in given.judgements if name not in there]
    if unknown:
        asked.error(f"{', '.join(unknown)}: nothing measures it; there are {', '.join(there)}")
    found = dict(measured())
    for name in [] if given.kept else given.judgements or list(there):
        begun = time.perf_counter()
        try:
            found[name] = measure(judgements()[name], there[name](), on=dt.datetime.now(dt.UTC).date())
        except NoData as missing:
            print(f"{name}: skipped, not on this machine: {missing}; the written figure stays")
        else:
            print(f"{name}: measured in {time.perf_counter() - begun:.0f} s", flush=True)
            if given.write:  # at once: what is interrupted keeps what is done
                MEASURED.write_text(written(found), "utf-8")
                measured.cache_clear()
    print(f"\n{printed(found)}")


if __name__ == "__main__":
    main(sys.argv[1:])
