"""Registrations of one person found among 20,000 seeded ones in six scripts, beside ``splink`` 5 on the same people in the same run.

``python -m benchmarks.consular_matching [SEED]``: twins, brothers and sisters, parents and children of one name, namesakes; spellings,
typing errors, names in another order, wrong and missing dates of birth (:mod:`benchmarks.consular_people`). ``splink`` is given the names
in Latin letters, trains itself without labels, and runs in DuckDB in memory; its pairs count from the same chance on, and a second line
shows it at the chance that suits it best, which only the truth can tell.
"""

from __future__ import annotations

import logging
import sys
import time
import warnings
from typing import Any

from anyascii import anyascii
from benchmarks.consular_people import registry

from legation.consular.matching import Person, duplicates

__all__ = ["accuracy", "main", "splink_pairs"]


def accuracy(found: set[tuple[str, str]], same: frozenset[tuple[str, str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1.

    >>> accuracy({("a", "b"), ("c", "d")}, frozenset({("a", "b")}))
    (0.5, 1.0, 0.6666666666666666)
    """
    right = len(found & same)
    return right / max(len(found), 1), right / max(len(same), 1), 2 * right / max(len(found) + len(same), 1)


def _row(person: Person) -> dict[str, Any]:
    """Return a registration as splink's columns: names in Latin letters, words in order of the alphabet."""
    words = sorted(anyascii(f"{person.given} {person.family}").casefold().replace("-", " ").split())
    return {
        "unique_id": person.id,
        "given": anyascii(person.given).casefold() or None,
        "family": anyascii(person.family).casefold() or None,
        "whole": " ".join(words) or None,
        "birth": person.birth if len(person.birth) == len("YYYY-MM-DD") else None,
        "year": person.birth[:4] or None,
        "phone": person.phones[0] if person.phones else None,
        "email": person.emails[0] if person.emails else None,
        "document": person.documents[0] if person.documents else None,
    }


def splink_pairs(people: tuple[Person, ...]) -> dict[tuple[str, str], float]:
    """Return the pairs that splink 5 weighs, trained on these people without labels: bits for one person."""
    import pandas as pd
    import splink.comparison_library as library
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.JaroWinklerAtThresholds("whole", [0.97, 0.93, 0.88, 0.8]).configure(term_frequency_adjustments=True),
            library.DateOfBirthComparison("birth", input_is_string=True),
            library.ExactMatch("phone"),
            library.ExactMatch("email"),
            library.ExactMatch("document"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("birth"), block_on("document"), block_on("phone"), block_on("email"), block_on("whole"), block_on("family", "year"),
        ],
    )  # fmt: skip
    engine = DuckDBAPI(":memory:")
    linker = Linker(engine.register(pd.DataFrame([_row(person) for person in people])), settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("document"), block_on("whole", "birth")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=31)
    for rule in (block_on("birth", "whole"), block_on("document"), block_on("whole")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    rows = linker.inference.predict(threshold_match_weight=-10).as_record_list()
    return {tuple(sorted((row["unique_id_l"], row["unique_id_r"]))): row["match_weight"] for row in rows}


def _line(name: str, pairs: set[tuple[str, str]], same: frozenset[tuple[str, str]], note: str) -> None:
    precision, recall, f1 = accuracy(pairs, same)
    print(f"  {name:<16} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}  {note}", flush=True)


def _best(weights: dict[tuple[str, str], float], same: frozenset[tuple[str, str]]) -> tuple[float, set[tuple[str, str]]]:
    """Return the bits from which on the pairs are nearest to the truth, and those pairs."""
    order = sorted(weights, key=lambda pair: -weights[pair])
    right, best, cut = 0, 0.0, 0
    for place, pair in enumerate(order, 1):
        right += pair in same
        f1 = 2 * right / (place + len(same))
        if f1 > best:
            best, cut = f1, place
    return weights[order[cut - 1]], set(order[:cut])


def main(seed: int = 31) -> None:
    """Print both."""
    drawn = registry(seed=seed)
    print(f"consular matching: {len(drawn.people):,} registrations, {len(drawn.same):,} pairs of one person, seed {seed}")
    clock, cpu = time.perf_counter(), time.process_time()
    found = {pair[:2] for pair in duplicates(drawn.people)}
    _line("legation", found, drawn.same, f"{time.perf_counter() - clock:5.1f} s ({time.process_time() - cpu:.1f} s of processor)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        clock, cpu = time.perf_counter(), time.process_time()
        weights = splink_pairs(drawn.people)
    note = f"{time.perf_counter() - clock:5.1f} s ({time.process_time() - cpu:.1f} s of processor)"
    _line("splink 5", {pair for pair, bits in weights.items() if bits >= 0}, drawn.same, note)
    bits, pairs = _best(weights, drawn.same)
    _line("splink, at best", pairs, drawn.same, f"from {bits:.0f} bits on, chosen by the truth")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
