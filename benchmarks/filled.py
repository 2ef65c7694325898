"""A dossier filled in the browser, by pages alone, and every question asked of it: how many answer, what others lack, where it is added.

A person begins with a pasted list of thirty countries and true votes, fills every part in its form, brings files on the pages for files,
and presses the button of each question as the page proposes it. Nothing is done by the API, the terminal or the store of the site.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.filled_person import Person, Stuck, said_in

__all__ = ["Asked", "Filler", "ask_all", "main", "table_of"]

TYPED = tomllib.loads((Path(__file__).with_suffix(".toml")).read_text("utf-8"))
OBSERVED = Path(__file__).parents[1] / "examples" / "mission-site-2024" / "observations"
MODELS = ("scenario", "conflict", "negotiation", "response", "statement", "frames", "adopted")
"""Kinds of model that are begun from the template of their form; a room and a draft come with the files of their votes and words."""
WATCHED = {"baseline_from": "2024-01-01", "baseline_to": "2024-02-29", "bots": "ai", "what": "bots"}
DRAFT = (
    "The General Assembly,\n\n1. Calls upon Member States to report [annually – FRA] on the measures that they have taken to this end;\n\n"
    "2. Decides to convene a working group [in Geneva (KEN)] [in New York (IND)] in the course of its next session.\n"
)
CIRCULATED = {"kind": "joint_statement", "opens": "2024-03-01T09:00+01:00", "closes": "2027-10-01T18:00", "zone": "Europe/Paris"}
CHOSEN = {
    "accused": "China",
    "first": "Iceland",
    "second": "Norway",
    "phrase": "repair without delay",
}
"""What somebody chooses where a question says that they must."""


def room_votes(people: int = 24, statements: int = 6) -> dict[str, bytes]:
    """Return a room's votes as Polis exports them: two camps, and one statement on which both agree."""
    comments = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    comments += "".join(f"{n},x,{n},{n},1,1,1,Statement number {n}\n" for n in range(statements))
    cast = {(v, s): 1 if s == 0 or (v % 2) == (s % 2) else -1 for v in range(people) for s in range(statements)}
    votes = "timestamp,datetime,comment-id,voter-id,vote\n" + "".join(f"1,x,{s},{v},{vote}\n" for (v, s), vote in cast.items())
    numbers = ",".join(map(str, range(statements)))
    rows = "".join(
        f"{v},{v % 2},0,{statements},{sum(cast[v, s] == 1 for s in range(statements))},{sum(cast[v, s] == -1 for s in range(statements))},"
        + ",".join(str(cast[v, s]) for s in range(statements))
        + "\n"
        for v in range(people)
    )
    return {
        "comments.csv": comments.encode(),
        "votes.csv": votes.encode(),
        "participants-votes.csv": f"participant,group-id,n-comments,n-votes,n-agree,n-disagree,{numbers}\n{rows}".encode(),
        "summary.csv": b"topic,Reports\nurl,https://example.org\nviews,24\nvoters,24\ncommenters,6\ncomments,6\ngroups,2\n",
        "stats-history.csv": b"timestamp,datetime,views,voters,commenters\n1,x,24,24,6\n",
    }


class Filler:
    """A person who fills a new dossier; ``work`` lets the site's worker do what waits.

    ``stuck`` says what no page would let them add, ``first_year`` from when recorded votes are taken (empty: as the page proposes).
    """

    def __init__(self, person: Person, work: Callable[[], None]) -> None:
        self.person, self.work = person, work
        self.here, self.first_year = "", ""
        self.stuck: dict[str, str] = {}

    def fill(self) -> None:
        """Fill every part."""
        self.begin()
        for name, step in self.steps():
            try:
                step()
            except Stuck as why:
                self.stuck[name] = str(why)

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield what is added, with how."""
        yield "model bodies", lambda: self.model("bodies")
        yield "vote ahead", self.vote_ahead
        for at, row in enumerate(TYPED["row"]):
            yield f"row {at} {row['table']}", lambda row=row: self.row(row)  # type: ignore[misc]  # the default binds it
        for positions in TYPED["positions"]:
            for actor, value in positions["of"].items():
                row = {"table": "positions", "actor": actor, "issue": positions["issue"], "value": str(value), "salience": "60"}
                row |= {"influence": "50", "basis": "statement", "held_from": "2024-01-01"}
                yield f"position {actor}", lambda row=row: self.row(row)  # type: ignore[misc]  # the default binds it
        for kind in MODELS:
            yield f"model {kind}", lambda kind=kind: self.model(kind)  # type: ignore[misc]  # the default binds it
        yield "words of the adopted text", self.words
        yield "model assessment", self.assessment
        yield "model monitor", self.monitor
        yield "mandate", self.mandate
        yield "room", lambda: self.bring(room_votes())
        yield "draft", lambda: self.bring({"working-paper.txt": DRAFT.encode()})
        yield "circulation", self.circulate
        for kind, names in (
            ("requests", ["access.log.gz"]),
            ("suite", ["posts.csv"]),
            ("feed", ["feed.xml"]),
            ("documents", [f"statements/{one.name}" for one in sorted((OBSERVED / "statements").iterdir())]),
            ("events", [one.name for one in sorted(OBSERVED.glob("events-*"))]),
        ):
            yield f"observed {kind}", lambda kind=kind, names=names: self.observe(kind, names)  # type: ignore[misc]  # the same
        yield "readings", self.read

    def begin(self) -> None:
        """Make a dossier of a pasted list, with true votes."""
        page = self.person.see("/dossiers/new")
        typed = {"title": TYPED["title"], "names": TYPED["countries"].strip(), "kind": "state", "vote": TYPED["vote"], "goal": "adopt"}
        read = self.person.go(self.person.form(page, "new/list$"), typed)
        votes = {"first": self.first_year} if self.first_year else {}
        self.here = self.person.go(self.person.form(self.person.see(read), "/make$"), votes)

    def vote_ahead(self) -> None:
        """Say in which body the vote is, and on what, as its form offers."""
        page = self.person.see(f"{self.here}/rows/rollcalls/vote-ahead/edit")
        form = self.person.form(page, "/change$")
        body = next(one for one in form.choices.get("body", [""]) if one) if "body" in form.choices else "assembly"
        self.person.go(form, {"body": body})

    def row(self, row: Mapping[str, str]) -> None:
        """Add a row in the form of its table."""
        page = self.person.see(f"{self.here}/rows/{row['table']}/new")
        self.person.go(self.person.form(page, "/add$"), {name: text for name, text in row.items() if name != "table"})

    def model(self, kind: str) -> None:
        """Make a model out of the template of its kind, and save it."""
        page = self.person.see(f"{self.here}/models/{kind}/new")
        form = self.person.form(page, "/begin$")
        title = {"title": f"Our {kind}"} if "title" in form.fields else {}
        opened = self.person.go(form, {"way": "template", **title})
        self.person.go(self.person.form(self.person.see(opened), "/keep$"), do="save")

    def words(self) -> None:
        """Paste the words of the adopted text that is listed."""
        form = self.person.form(self.person.see(f"{self.here}/models/adopted/adopted/view"), "/words$")
        self.person.go(form, {"text": "1. Calls upon Member States to report on the measures that they have taken to this end;"})

    def assessment(self) -> None:
        """Begin an assessment from its template, choose a source for each of its items, and save it."""
        opened = self.person.go(
            self.person.form(self.person.see(f"{self.here}/models/assessment/new"), "/begin$"), {"way": "template", "title": "Who"}
        )
        for number in (1, 2, 3):
            form = self.person.form(self.person.see(f"{opened}?section=item&row=item.{number}"), "/keep$")
            self.person.go(form, {f"item.{number}:evidence": TYPED["row"][1]["title"]}, do="stay")
        self.person.go(self.person.form(self.person.see(opened), "/keep$"), do="save")

    def monitor(self) -> None:
        """Watch the robots that read our site."""
        form = self.person.form(self.person.see(f"{self.here}/models/monitor/new"), "/begin$")
        page = self.person.see(self.person.go(form, {"title": "Robots"}))
        self.person.go(self.person.form(page, "/keep$"), {f"monitor:{name}": text for name, text in WATCHED.items()}, do="save")

    def mandate(self) -> None:
        """Write our limits down."""
        form = self.person.form(self.person.see(f"{self.here}/mandate"), "/save$")
        party = next(name for name in form.fields if name.endswith("-party"))
        floor = party.removesuffix("party") + "floor"
        self.person.go(form, {"aim": "A text that holds", party: "us", floor: "20"})

    def bring(self, files: Mapping[str, bytes]) -> None:
        """Bring files on the page of imports, and take what was read."""
        page = self.person.see(f"{self.here}/import")
        shown = self.person.go(self.person.form(page, "/check$"), files=files)
        html = self.person.see(shown)
        self.person.go(self.person.form(html, "/(take|merge)$"), do="save" if "/read" in shown else "")

    def circulate(self) -> None:
        """Say in the form of the draft how its text is circulated."""
        page = self.person.see(f"{self.here}/models/draft/working-paper/edit?section=circulation")
        form = self.person.form(page, "/keep$")
        added = self.person.send(form, {}, do="add:circulation")
        page = added.content.decode() if added.status_code != 302 else self.person.see(str(added.headers["Location"]))
        form = self.person.form(page, "/keep$")
        self.person.go(form, {f"circulation:{name}": text for name, text in CIRCULATED.items()}, do="save")

    def observe(self, kind: str, names: list[str]) -> None:
        """Load observations, and let them be read."""
        form = self.person.form(self.person.see(f"{self.here}/observations"), "/load$")
        files = {Path(name).name: (OBSERVED / name).read_bytes() for name in names}
        loaded = self.person.go(form, {"kind": kind}, files=files)
        self.work()
        if "notice success" not in (page := self.person.see(loaded)):
            raise Stuck(f"{loaded}: {said_in(page)}")

    def read(self) -> None:
        """Say of passages about an incident whom they blame, until none waits."""
        page = self.person.see(f"{self.here}/evidence/readings")
        for _ in range(20):
            forms = [one for one in page.split("<form") if "readings/save" in one]
            if not forms:
                return
            form = self.person.form(page, "readings/save$")
            typed = {} if "page-readings.offers" in page else {"0-target": "breached organisation", "0-stance": "blames"}
            page = self.person.see(self.person.go(form, typed, do="save"))


@dataclass(frozen=True)
class Asked:
    """What came of a question: ``answers``, ``ready`` to be asked, ``needs`` (told beforehand, with where it is added), or ``dead end``."""

    question: str
    came: str
    why: str = ""
    chose: str = ""


def ask_all(person: Person, here: str, work: Callable[[], None], *, pressed: Collection[str] | None = None) -> list[Asked]:
    """Ask every question on its page as that proposes it, and say what came of it.

    Parameters
    ----------
    pressed : collection of str, optional
        The questions whose button is pressed; of the others, that the page has one says ``ready``. Without it, all.
    """
    names = re.findall(rf'href="{re.escape(here)}/questions/([\w-]+)"', person.see(f"{here}/questions"))
    found, runs = [], {}
    for name in dict.fromkeys(names):
        address = f"{here}/questions/{name}"
        page = person.see(address)
        if "/ask" not in page:
            found.append(_lacking(person, here, name, page))
            continue
        if pressed is not None and name not in pressed:
            found.append(Asked(name, "ready"))
            continue
        try:
            chosen, run = _pressed(person, page)
        except Stuck as why:
            found.append(Asked(name, "dead end", str(why)))
            continue
        runs[name] = chosen, run
        work()
    for name, (chosen, run) in runs.items():
        page = person.see(run)
        state = json.loads(person.see(f"{run}.json"))
        said = state.get("run", state).get("state", "?")
        came = "answers" if 'id="finding"' in page else "dead end"
        found.append(Asked(name, came, "" if came == "answers" else f"{said}: {said_in(page)}", chosen))
    return found


def _pressed(person: Person, page: str) -> tuple[str, str]:
    """Press the button of a question; where it says that something must be chosen, choose it. Return what was chosen, and the run."""
    form = person.form(page, "/ask$")
    answer = person.send(form)
    chosen: dict[str, str] = {}
    for _ in range(3):
        if answer.status_code == 302:
            return ", ".join(f"{name}={text}" for name, text in chosen.items()), str(answer.headers["Location"])
        page = answer.content.decode()
        asked_for = set(re.findall(r'href="#option-([\w-]+)"', page)) | set(re.findall(r'id="option-([\w-]+)-error"', page))
        more = {name: _choice(form, name) for name in asked_for if name in form.fields and name not in chosen}
        if not more:
            break
        chosen |= more
        answer = person.send(form, chosen)
    raise Stuck(f"refused with {answer.status_code}: {said_in(page)} {sorted(chosen)}")


def _choice(form: Any, name: str) -> str:
    offered = [one for one in form.choices.get(name, ()) if one]
    return CHOSEN.get(name, "France") if not offered else offered[0]


def _lacking(person: Person, here: str, name: str, page: str) -> Asked:
    """Return what a question lacks, and whether what adds it opens."""
    body = page[page.find("<main") :]
    doors = [one.replace("&amp;", "&") for one in re.findall(rf'href="({re.escape(here)}/[^"]+)"', body.partition("</header>")[2])]
    told = " ".join(re.sub(r"<[^>]+>", " ", body.partition("</header>")[2].partition("</ul>")[0]).split())[:200]
    doors = [one for one in doors if not one.endswith("/questions")]
    if not doors:
        return Asked(name, "dead end", f"no door: {told}")
    for one in doors:
        if person.client.get(one).status_code != 200:
            return Asked(name, "dead end", f"{one} does not open")
    return Asked(name, "needs", f"{told} -> {doors[0]}")


def table_of(found: list[Asked]) -> str:
    """Return the questions as a table: those that do not answer first."""
    order = ("dead end", "needs", "ready", "answers")
    lines = [
        f"  {one.question:<30}{one.came:<10}{f'({one.chose}) ' if one.chose else ''}{one.why}"
        for one in sorted(found, key=lambda one: (order.index(one.came), one.question))
    ]
    counts = ", ".join(f"{sum(one.came == came for one in found)} {came}" for came in reversed(order))
    return "\n".join([*lines, f"  {len(found)} questions: {counts}"])


def main() -> None:
    """Fill a dossier on a site of its own, ask all, and print what came of it."""
    import os

    with tempfile.TemporaryDirectory(prefix="legation-filled-") as folder:
        os.environ["LEGATION_DATA"] = folder
        os.environ["LEGATION_ORIGIN"] = "http://localhost"
        os.environ["LEGATION_LANGUAGE"] = "en"
        with tempfile.TemporaryDirectory() as none:
            from legation.web.serving.prepare import prepare

            prepare(examples=Path(none))
        from django.test import Client

        from legation.web.accounts.models import Account
        from legation.web.runs.worker import Worker

        worker = Worker(every=60)

        def work() -> None:
            while worker.once():
                pass

        client = Client(headers={"host": "localhost"})
        client.force_login(Account.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
        filler, begun = Filler(Person(client), work), time.monotonic()
        filler.fill()
        filled = time.monotonic() - begun
        found = ask_all(filler.person, filler.here, work)
    print("\nA dossier filled by pages alone, and every question asked as its page proposes")
    print(f"  filled with {filler.person.sent} forms in {filled:.0f} s; asked in {time.monotonic() - begun - filled:.0f} s")
    for name, why in filler.stuck.items():
        print(f"  no page added: {name}: {why}")
    print(table_of(found))


if __name__ == "__main__":
    main()
