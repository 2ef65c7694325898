"""Phrase uptake over 1,200 speeches: every use of 20 phrases, beside a plain scan; near-duplicates among 100,000 short texts.

``python -m benchmarks.uptake``. Without the developer data beside the repository speeches are made of drawn words.
"""

from __future__ import annotations

import re
import statistics
import time
import unicodedata
from pathlib import Path

import numpy as np

from legation.methods.text.likeness import near_duplicates
from legation.methods.text.uptake import discover, find, phrase, uptake

SPEECHES = Path(__file__).parents[2] / "shared" / "data" / "analysis" / "ungdc" / "ungdc_2013_2019_1200.parquet"
PHRASES = [
    "rules-based",
    "climate change",
    "sustainable development goals",
    "human rights",
    "two state solution",
    "nuclear weapon*",
    "small island developing",
    "information and communication technolog*",
    "digital",
    "artificial intelligence",
    "2030 agenda",
    "security council reform",
    "leave no one behind",
    "terroris*",
    "refugee* crisis",
    "paris agreement",
    "international order",
    "cyber*",
    "multilateral*",
    "rule of law",
]
TIMES = 3


def plain_scan(texts: list[str], forms: list[str]) -> dict[str, int]:
    """Count uses by one regular expression for each phrase over each text, accents taken away by Unicode's rules."""
    patterns = {form: re.compile(r"(?<!\w)" + r"(?:\s+|['-]\s*)".join(map(_word, re.split(r"[\s-]+", form))) + r"(?!\w)") for form in forms}
    found = dict.fromkeys(forms, 0)
    for text in texts:
        small = "".join(c for c in unicodedata.normalize("NFKD", text.lower().translate(_SIGNS)) if not unicodedata.combining(c))
        for form, pattern in patterns.items():
            found[form] += sum(1 for _ in pattern.finditer(small))
    return found


_SIGNS = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "\xad": None})


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*")


def speeches() -> tuple[list[str], list[str], list[str]]:
    """Texts, ISO dates and actors."""
    if SPEECHES.is_file():
        import pyarrow.parquet as pq

        table = pq.read_table(SPEECHES, columns=["iso3", "year", "text"])
        return table["text"].to_pylist(), [f"{year}-09-15" for year in table["year"].to_pylist()], table["iso3"].to_pylist()
    rng = np.random.default_rng(0)
    words = np.array(
        [*(w.strip("*") for form in PHRASES.replace("\n", "|").split("|") for w in form.split()), *(f"w{k}" for k in range(5_000))]
    )
    texts = [" ".join(rng.choice(words, 2_000)) for _ in range(1_200)]
    return texts, [f"{2013 + k % 7}-09-15" for k in range(1_200)], [f"S{k % 180}" for k in range(1_200)]


def main() -> None:
    texts, days, actors = speeches()
    forms = PHRASES
    wanted = {form: phrase(form) for form in forms}
    ours, scanned = [], []
    for _ in range(TIMES):
        began = time.perf_counter()
        uses = find(texts, wanted)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        plain = plain_scan(texts, forms)
        scanned.append(time.perf_counter() - began)
    same = sum(len(uses[form]) == plain[form] for form in forms)
    own, theirs = statistics.median(ours), statistics.median(scanned)
    print(f"{len(texts)} texts x {len(forms)} phrases: {own:.2f} s; plain scan {theirs:.2f} s ({theirs / own:.1f} times);")
    print(
        f"  {sum(plain.values())} uses, equal for {same} of {len(forms)} phrases (the plain scan lets words part by any blanks and hyphens)"
    )
    began = time.perf_counter()
    taken = uptake(texts, days, actors, phrase("artificial intelligence"), controls={"climate": phrase("climate change")})
    print(f"uptake of one phrase with a control: {time.perf_counter() - began:.2f} s, {len(taken.adopters)} adopters")
    began = time.perf_counter()
    found = discover(texts, days, actors, ours={actors[0]})
    print(f"runs of one actor taken up: {time.perf_counter() - began:.2f} s, {found.compared} compared")
    _copies()


def _copies() -> None:
    rng = np.random.default_rng(0)
    chance = 1 / np.arange(1, 20_001)
    drawn = rng.choice(20_000, size=(80_000, 22), p=chance / chance.sum())
    texts = [" ".join(f"w{word}" for word in row) for row in drawn]
    for row in range(20_000):
        words = texts[row].split()
        words[int(rng.integers(22))] = f"new{row}"
        texts.append(" ".join(words))
    near_duplicates(texts[:100])
    began = time.perf_counter()
    found = near_duplicates(texts, 0.7)
    took = time.perf_counter() - began
    pairs = set(zip(found.first.tolist(), found.second.tolist(), strict=True))
    met = sum((row, 80_000 + row) in pairs for row in range(20_000))
    print(f"near-duplicates among {len(texts)} short texts: {took:.1f} s, {met} of 20000 planted pairs, stated recall {found.recall:.4f}")


if __name__ == "__main__":
    main()
