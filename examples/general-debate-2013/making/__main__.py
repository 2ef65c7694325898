"""Write the quotes of this example anew: ``python examples/general-debate-2013/making CORPUS.parquet [FOLDER]``.

The corpus is the United Nations General Debate Corpus as a table (``iso3``, ``session``, ``year``, ``text``); it is no part of the example.
Of each speech at most three sentences are quoted that speak of cyberspace or digital technology, each of at most sixty words: what is
needed to count, and no more.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq

ABOUT = re.compile(
    r"cyber|digital|\binternet\b|artificial intelligence|(?:rules for|norms of) responsible|responsible behaviour in", re.IGNORECASE
)
WORDS = re.compile(r"digital cooperation", re.IGNORECASE)
"""The words of the panel: who said them is quoted with them."""
SHORTEST, LONGEST, EACH = 6, 60, 3
SESSIONS = {
    2013: "68th session, 24 September to 1 October 2013",
    2014: "69th session, 24 to 30 September 2014",
    2015: "70th session, 28 September to 3 October 2015",
    2016: "71st session, 20 to 26 September 2016",
    2017: "72nd session, 19 to 25 September 2017",
    2018: "73rd session, 25 September to 1 October 2018",
    2019: "74th session, 24 to 30 September 2019",
}
URL = "https://doi.org/10.7910/DVN/0TJX8Y"
COLUMNS = "id,author,recorded,reason,kind,title_fr,title_en,publisher,origin,date,known_on,url,quote,reliability,credibility"
SIGNED = {"author": "Legation example authors", "recorded": "2026-11-30"}


def quotes(corpus: Path, names: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Yield a row of evidence for each sentence that is quoted; the speakers are called as the table of actors calls them."""
    speeches = pq.read_table(corpus, columns=["iso3", "year", "text"]).sort_by([("year", "ascending"), ("iso3", "ascending")])
    for speech in speeches.to_pylist():
        sentences = [" ".join(one.split()) for one in re.split(r"(?<=[.!?])\s+", speech["text"])]
        chosen = [one for one in sentences if ABOUT.search(one) and SHORTEST <= len(one.split()) <= LONGEST]
        first = sorted(range(len(chosen)), key=lambda at: (WORDS.search(chosen[at]) is None, at))[:EACH]
        for number, sentence in enumerate((chosen[at] for at in sorted(first)), start=1):
            code, year = speech["iso3"], speech["year"]
            yield {
                **SIGNED,
                "id": f"{code.lower()}-{year}-{number}",
                "reason": f"{SESSIONS[year]}; the corpus tells the year alone.",
                "kind": "statement",
                "title_fr": f"{names[code]['name_fr']}, débat général, {year}",
                "title_en": f"{names[code]['name_en']}, General Debate, {year}",
                "publisher": "United Nations",
                "origin": names[code]["name_en"],
                "date": f"{year}-09",
                "known_on": f"{year}-12-31",
                "url": URL,
                "quote": sentence,
                "reliability": "B",
                "credibility": "2",
            }


def table(corpus: Path, own: str, actors: str) -> str:
    """Return the table of evidence: the rows that were written by hand, then the quotes."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS.split(","), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in COLUMNS.split(",")} for row in csv.DictReader(io.StringIO(own)))
    writer.writerows(quotes(corpus, {row["id"]: row for row in csv.DictReader(io.StringIO(actors))}))
    return out.getvalue()


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else here.parent
    own, actors = (place.read_text("utf-8") for place in (here / "own.csv", here.parent / "actors.csv"))
    (folder / "evidence.csv").write_text(table(Path(sys.argv[1]), own, actors), "utf-8")
