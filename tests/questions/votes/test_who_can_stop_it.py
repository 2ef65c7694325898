"""Who can stop a matter: eight powers of one community and its board, and other rules of real bodies."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from community_dossier import BOARD, BYLAW_OF_BOTH, COMMUNITY, DIRECTORS, FIVE, parts, power

from legation.briefing.brief import gather
from legation.dossier import decode
from legation.errors import NotAvailable, WrongUse
from legation.language import LANGUAGES, say
from legation.methods.power import Sets, winning_sets
from legation.methods.rule import Rule, at_least, share_of_weights, unless_against
from legation.methods.rule.game import Reduction
from legation.questions import Answer, Case, ask
from legation.questions.base.choices import matters
from legation.questions.votes.stopping import readings

FROM_ANNEX = 'evidence = ["annex"]\n'


def stated(matter: str, number: int, verified: str = "no", more: str = "") -> str:
    """Return the rule of a power, as the annex says it."""
    return power(matter, number, verified, FROM_ANNEX + more)


BODIES = (
    COMMUNITY
    + stated("reject budget", 4, more='title = "Reject a budget"\ntitle_fr = "Rejeter un budget"')
    + stated("recall Board", 4, "proposal")
    + stated("approve fundamental bylaw", 3)
    + stated("reject standard bylaw", 3)
    + stated("remove NomCom director", 3)
    + stated("reconsideration", 3)
    + stated("carve-out", 3, "yes", 'members = "four"')
    + BOARD
    + '[[body.rule]]\nof = "members"\nshare = "3/5"\nstrict = false\nmatter = "reject GAC advice"\nverified = "proposal"\n'
    + BYLAW_OF_BOTH.replace('verified = "proposal"', 'verified = "yes"')
    + "[[body.rule]]\nquorum = 9\n"
)
PARTS = {name: text.decode() for name, text in parts(BODIES).items()}


def case(**changed: str) -> Case:
    found = {**PARTS, **{(name if name.count("_") == 0 else ".".join(name.rsplit("_", 1))): text for name, text in changed.items()}}
    return Case(dossier=decode({name: text.encode() for name, text in found.items()}), today=dt.date(2026, 12, 1))


def asked(matter: str = "", body: str = "ec", **changed: str) -> Answer:
    return ask("who-can-stop-it", case(**changed), body=body, matter=matter)


def sizes(answer: Answer) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return by what sets do, and the reading, how many sets of each kind there are and how many members each has."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    table = answer.table("sets")
    for cells in table.rows:
        row = {column.id: cell for column, cell in zip(table.columns, cells, strict=True)}
        way = row["way"].id.split("-")[-1] if "way" in row else "either"
        found.setdefault((row["does"].id.split("-")[-1], way), []).append((row["sets"], row["size"]))
    return found


@pytest.mark.parametrize(
    ("body", "matter", "expected"),
    [
        ("ec", "reject budget", {("carry", "either"): [(5, 4)], ("stop", "either"): [(10, 2)]}),
        ("ec", "recall board", {("carry", "either"): [(5, 4)], ("stop", "either"): [(10, 2)]}),
        (
            "board",
            "approve fundamental bylaw",
            {
                ("carry", "no"): [(1820 * 5, 16)],
                ("carry", "abstain"): [(1820 * 10, 15)],
                ("stop", "no"): [(10, 2), (4368, 5)],
                ("stop", "abstain"): [(10, 3), (4368, 5)],
            },
        ),
        *(
            (
                "ec",
                matter,
                {
                    ("carry", "no"): [(5, 4)],
                    ("carry", "abstain"): [(10, 3)],
                    ("stop", "no"): [(10, 2)],
                    ("stop", "abstain"): [(10, 3)],
                },
            )
            for matter in ("reject standard bylaw", "remove NomCom director", "reconsideration")
        ),
        ("ec", "carve-out", {("carry", "either"): [(4, 3)], ("stop", "either"): [(6, 2)]}),
        ("board", "reject GAC advice", {("carry", "either"): [(8008, 10)], ("stop", "either"): [(11440, 7)]}),
    ],
)
def test_eight_matters(body: str, matter: str, expected: dict[tuple[str, str], list[tuple[int, int]]]) -> None:
    assert sizes(asked(matter, body)) == expected


def test_the_first_stop() -> None:
    answer = asked("reject budget")
    head = say(answer.finding("stops").message, "en")

    assert (
        head == "Empowered Community, “Reject a budget”: it is carried by any 4 of the 5; it is stopped by any 2 of the 5. (Not verified.)"
    )
    assert "(Non vérifié.)" in say(answer.finding("stops").message, "fr")
    assert say(answer.finding("alone").message, "en") == "Nobody can stop it alone. (Not verified.)"
    (row,) = answer.table("members").rows
    assert [say(cell, "en") for cell in row[:3]] == ["each of the 5", "nothing by itself", "stops it with any other"]
    assert [say(cell, "fr") for cell in row[:2]] == ["chacun des 5", "rien à lui seul"]
    assert row[3:] == pytest.approx((4 / 6, 4 / 26))
    assert any("Coleman" in say(caveat, "en") for caveat in answer.caveats)


def test_both_readings_of_an_abstention_are_printed() -> None:
    answer = asked("reject standard bylaw")

    assert "any 4 of the 5 where the others object, by any 3 of the 5 where they abstain" in say(answer.finding("stops").message, "en")
    assert "4 membres sur 5 si les autres s’opposent, par 3 membres sur 5 s’ils s’abstiennent" in say(answer.finding("stops").message, "fr")
    assert [row[4:6] for row in answer.table("members").rows] == [pytest.approx((4 / 6, 4 / 26)), pytest.approx((6 / 16, 6 / 16))]


def test_what_is_not_verified_is_said_in_every_sentence_table_and_figure() -> None:
    for matter, mark in (("reject budget", "ot verified"), ("recall Board", "s proposed; final text not read")):
        answer = asked(matter)
        sentences = [finding.message for finding in answer.findings] + [table.title for table in answer.tables]
        sentences += [figure.title for figure in answer.figures]
        assert all(mark in say(one, "en") for one in sentences)
        assert all(finding.confidence == "low" for finding in answer.findings)
    verified = asked("carve-out")
    assert not any("verified" in say(one, "en") for one in (*(f.message for f in verified.findings), *(t.title for t in verified.tables)))


def test_the_weakest_part_of_a_rule_marks_it() -> None:
    answer = asked("approve fundamental bylaw", "board")  # the rule itself is verified, that of the community is not

    assert all("ot verified" in say(finding.message, "en") for finding in answer.findings)


def test_a_rule_of_two_bodies_is_said_once_by_its_parts_and_without_a_total() -> None:
    answer = asked("approve fundamental bylaw", "board")
    stops = answer.finding("stops").message

    assert say(stops, "en") == (
        "Board of Directors, “approve fundamental bylaw”: it is carried by any 12 of the 16 (Board of Directors) and any 4 of the 5 "
        "(Empowered Community) where the others object, by any 12 of the 16 and any 3 of the 5 where they abstain. It is stopped by any 2 of the "
        "5 (Empowered Community) or by any 5 of the 16 (Board of Directors) where they object; by any 3 of the 5 or by any 5 of the 16 "
        "where they abstain. (Not verified.)"
    )
    french = say(stops, "fr")
    assert "et 4 des 5 (Communauté habilitée) si les autres s’opposent, par 12 des 16 et 3 des 5 s’ils s’abstiennent. Bloqué par" in french
    assert "21" not in french
    assert not {"carries", "blocks"} & {finding.id for finding in answer.findings}
    who = [say(row[0], "en") for row in answer.table("members").rows]
    assert who == 2 * ["each of the 16 (Board of Directors)", "each of the 5 (Empowered Community)"]
    assert say(answer.table("members").rows[1][3], "en") == "stops it with any other of the 5"


def test_bodies_of_one_size_are_named_each_time() -> None:
    members = '\n[[body]]\nid = "other"\nname = "Other"\nmembers = "others"\n'
    rule = (
        '[[body.rule]]\nof = "all"\n[[body.rule.part]]\nof = "count"\nnumber = 3\nmost_against = "1"\n'
        '[[body.rule.part]]\nbody = "other"\nmatter = "it"\n'
    )
    theirs = '[[body.rule]]\nof = "count"\nnumber = 3\nmatter = "it"\n'
    groups = PARTS["groups.csv"] + "".join(f"others,{one}\n" for one in DIRECTORS[:5])
    said = say(asked(bodies_toml=COMMUNITY + rule + members + theirs, groups_csv=groups).finding("stops").message, "en")

    assert said.count("(Other)") == 4
    assert said.count("(Empowered Community)") == 4


def test_where_many_kinds_carry_the_headline_gives_one_of_two_bodies_as_an_example() -> None:
    board = BOARD + "[[body.rule]]\nquorum = 9\n"
    rule = (
        '[[body.rule]]\nof = "at_least"\nnumber = 1\n[[body.rule.part]]\nof = "all"\n[[body.rule.part.part]]\nof = "count"\nnumber = 3\n'
        '[[body.rule.part.part]]\nbody = "board"\n[[body.rule.part]]\nof = "count"\nnumber = 5\n'
    )
    answer = asked(bodies_toml=COMMUNITY + rule + board)
    said = [say(answer.finding(one).message, "en") for one in ("stops", "carries")]

    assert "carried by ALAC, ASO, ccNSO, GAC and GNSO (one example of several) where the others object" in said[0]
    assert "21" not in said[0]
    assert "by any 3 of the 5 (Empowered Community) and any 9 of the 16 (Board of Directors); where they abstain" in said[1]


def test_cells_have_short_names_and_no_column_that_says_one_thing() -> None:
    seats = [*((one, f"{one} of the corporation ({one})") for one in FIVE), *((one, one) for one in DIRECTORS)]
    actors = "id,name,kind\n" + "".join(f"{one},{name},technical\n" for one, name in seats)
    rule = '[[body.rule]]\nof = "count"\nnumber = 3\nveto = ["GAC"]\nverified = "no"\n'
    answer = asked(bodies_toml=COMMUNITY + rule, actors_csv=actors)
    members, sets = answer.table("members"), answer.table("sets")

    assert members.cell(0, 0, "en") in ("GAC", "ALAC, ASO, ccNSO and GNSO")
    assert "corporation" not in " ".join(sets.cell(row, 2, "fr") for row in range(len(sets.rows)))
    assert "GAC of the corporation (GAC) can stop it alone" in say(answer.finding("alone").message, "en")
    assert "verified" not in {column.id for table in answer.tables for column in table.columns}
    same = asked(bodies_toml=COMMUNITY + '[[body.rule]]\nof = "count"\nnumber = 3\n')
    assert [column.id for column in same.table("sets").columns] == ["does", "set"]


def test_consensus_is_stopped_by_anyone_present() -> None:
    answer = asked(bodies_toml=COMMUNITY + '[[body.rule]]\nof = "consensus"\n')

    assert "1 objection stops it" in say(answer.finding("stops").message, "en")
    assert answer.finding("alone").message.id.endswith("alone-present")
    assert sizes(answer)[("stop", "no")] == [(5, 1)]
    assert "alone-abstain" not in {finding.id for finding in answer.findings}


def test_a_veto_is_named_and_an_abstention_is_none() -> None:
    rule = '[[body.rule]]\nof = "count"\nnumber = 3\nveto = ["GAC"]\n'
    answer = asked(bodies_toml=COMMUNITY + rule)

    assert say(answer.finding("alone").message, "en") == "GAC can stop it alone, by objecting."
    rows = {tuple(one.id for one in row[0]): row for row in answer.table("members").rows if row[1].id.endswith("-no")}
    assert rows["GAC",][2].id.endswith("does-stops")
    assert len(rows) == 2


def test_a_body_that_declares_is_not_counted() -> None:
    answer = asked(bodies_toml=COMMUNITY + '[[body.rule]]\nof = "declared"\nverified = "no"\n')

    assert [finding.id for finding in answer.findings] == ["declared", "rule"]
    assert not answer.tables
    for lang in LANGUAGES:
        assert "[" not in say(answer.findings[0].message, lang)


def test_a_quorum_is_stopped_by_staying_away() -> None:
    answer = asked(body="board")

    assert answer.finding("away").message.values["count"] == 8
    assert sizes(answer)[("stop", "no")] == [(12870, 8)]


def test_a_general_electorate_is_answered_at_once() -> None:
    states = [f"s{number:03}" for number in range(193)]
    started = time.process_time()
    answer = ask(
        "who-can-stop-it",
        case(
            actors_csv="id,name,kind\n" + "".join(f"{one},{one},state\n" for one in states),
            groups_csv="group,actor\n" + "".join(f"all,{one}\n" for one in states),
            bodies_toml='[[body]]\nid = "ga"\nmembers = "all"\n[[body.rule]]\n',
        ),
    )

    assert time.process_time() - started < 1
    assert "any 97 of the 193" in say(answer.finding("stops").message, "en")
    assert "majority of the members present and voting" in say(answer.finding("rule").message, "en")


def test_body_and_matter_are_found_by_their_names() -> None:
    for body, matter in (("EC", "Reject-Budget"), ("communauté habilitée", "rejeter un budget"), ("", "Reject a budget")):
        assert (
            ask("who-can-stop-it", case(), body=body, matter=matter).finding("stops").message
            == asked("reject budget").finding("stops").message
        )


def test_what_is_missing_is_said() -> None:
    with pytest.raises(NotAvailable, match="2 bodies"):
        ask("who-can-stop-it", case())
    with pytest.raises(NotAvailable, match="a rule for each matter"):
        asked()
    with pytest.raises(WrongUse, match="no rule for “war”"):
        asked("war")
    with pytest.raises(WrongUse, match="no body “bored”"):
        asked(body="bored")
    with pytest.raises(NotAvailable, match="No body has a rule"):
        ask("who-can-stop-it", case(bodies_toml='[[body]]\nid = "c"\nmembers = "five"\n'))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_is_said(lang: str) -> None:
    for body, matter in (("ec", "reject budget"), ("board", "approve fundamental bylaw"), ("board", ""), ("ec", "carve-out")):
        answer = asked(matter, body)
        said = [*answer.sentences(lang), *(say(one, lang) for one in answer.caveats)]
        said += [table.cell(row, at, lang) for table in answer.tables for row in range(len(table.rows)) for at in range(len(table.columns))]
        said += [say(text, lang) for figure in answer.figures for text in (figure.title, figure.subtitle, figure.alt)]
        assert not [one for one in said if "[" in one]


FORUM = {
    "processes.csv": "id,forum,body\nec,Empowered Community,ec\nother,Elsewhere,\n",
    "forum_steps.csv": "id,forum,kind,matter,what,date,after,days,zone,who_may,verified\n"
    "notice,ec,opens,reject budget,Notice,2025-05-08,,,,,yes\n"
    "petition,ec,closes,Reject-Budget,Petitions,,notice,21,America/Los_Angeles,the participants,yes\n"
    "support,ec,closes,reject budget,Support,,petition,7,America/Los_Angeles,one more participant,no\n"
    "meeting,ec,meeting,,Public meeting,2025-06-09,,,,anyone,yes\n"
    "recall,ec,opens,recall Board,Notice of a recall,,,,,,no\n"
    "recalled,ec,closes,recall Board,Support of a recall,,recall,7,,,no\n"
    "else,other,meeting,reject budget,Elsewhere,2025-06-09,,,,,yes\n",
}


def on(day: dt.date, matter: str, body: str = "ec", more: str = "") -> Answer:
    parts = {name: text.encode() for name, text in {**PARTS, **FORUM, "forum_steps.csv": FORUM["forum_steps.csv"] + more}.items()}
    case = Case(dossier=decode(parts), today=day)
    return ask("who-can-stop-it", case, body=body, matter=matter)


def test_the_petition_follows_from_the_notice() -> None:
    answer = on(dt.date(2025, 5, 9), "reject budget")
    rows = answer.table("path").rows

    assert [say(row[1], "en") for row in rows] == ["Petitions", "Support", "Public meeting"]
    assert say(rows[0][0], "en") == "29 May 2025, 23:59 (Los Angeles time)"
    assert say(rows[0][3], "en") == "21 days after 8 May 2025"
    assert say(rows[1][4], "en") == "counted from another step; not verified"
    assert say(answer.finding("next").message, "fr").startswith("Prochaine étape du parcours\xa0: Petitions, 29 mai 2025")
    assert not answer.missing


def test_a_step_without_a_day_says_what_it_counts_from() -> None:
    answer = on(dt.date(2025, 7, 1), "recall Board")
    rows = {say(row[1], "en"): row for row in answer.table("path").rows}

    assert answer.finding("waiting").message.values["count"] == 2
    assert rows["Support of a recall"][0] is None
    assert say(rows["Support of a recall"][2], "en") == "7 days after: Notice of a recall (no day yet)"
    assert say(rows["Notice of a recall"][2], "en") == "its own day, not entered yet"


def test_a_meeting_of_another_body_is_no_step_of_the_path() -> None:
    vote = "vote,ec,decision,approve fundamental bylaw,Vote of the community,2025-06-20,,,,,yes\n"
    path = on(dt.date(2025, 6, 1), "approve fundamental bylaw", "board", vote).table("path")
    own = on(dt.date(2025, 6, 1), "approve fundamental bylaw", "ec", vote).table("path")

    assert [say(row[1], "en") for row in path.rows] == ["Vote of the community"]
    assert [say(row[1], "en") for row in own.rows] == ["Public meeting", "Vote of the community"]
    assert [column.id for column in path.columns] == ["when", "what", "sure", "evidence"]


def test_how_many_steps_wait_for_a_day_is_one_sentence() -> None:
    said = [say(on(dt.date(2025, 7, 1), "recall Board").finding("waiting").message, lang) for lang in LANGUAGES]

    assert "2 steps of the path have no day yet, the first of them “Notice of a recall”." in said
    assert any("2 étapes du parcours n’ont pas encore de date, à commencer par «" in one for one in said)


def test_the_path_is_that_of_a_forum_that_was_corrected_and_of_a_step_without_a_day_says_what_its_event_does() -> None:
    corrected = FORUM | {
        "processes.csv": "id,forum,body,supersedes\nec,Empowered Community,,\nec2,Empowered Community,ec,ec\nother,Elsewhere,,\n",
        "forum_steps.csv": FORUM["forum_steps.csv"].replace("recall,7,,,no", "recall,7,,,yes"),
    }
    case = Case(dossier=decode({name: text.encode() for name, text in {**PARTS, **corrected}.items()}), today=dt.date(2025, 5, 9))
    dated, waiting = (
        ask("who-can-stop-it", case, body="ec", matter=matter).table("path").rows for matter in ("reject budget", "recall Board")
    )

    assert [say(row[1], "en") for row in dated] == ["Petitions", "Support", "Public meeting"]
    assert {say(row[1], "en"): say(row[4], "en") for row in waiting}["Support of a recall"] == "not verified"


def test_without_a_forum_or_a_step_the_answer_says_so() -> None:
    assert [one.id.split(".")[1] for one in asked("reject budget").missing] == ["no-forum"]
    assert [one.id.split(".")[1] for one in on(dt.date(2030, 1, 1), "carve-out").missing] == ["no-step"]


def test_where_members_are_not_known_the_rule_is_said() -> None:
    consensus = asked(bodies_toml='[[body]]\nid = "ec"\n[[body.rule]]\nof = "consensus"\nverified = "no"\n')
    count = asked(bodies_toml='[[body]]\nid = "ec"\n[[body.rule]]\nof = "count"\nnumber = 40\n')

    assert [finding.id for finding in consensus.findings] == ["stops", "alone", "rule"]
    assert [finding.id for finding in count.findings] == ["declared", "rule"]
    assert count.missing[0].id.endswith("no-members")


def test_blocs_are_a_hypothesis_that_no_paper_takes() -> None:
    blocs = {"nomcom": range(8), "of-aso": (8, 9), "of-ccnso": (10, 11), "of-gnso": (12, 13), "of-alac": (14,), "ceo": (15,)}
    groups = PARTS["groups.csv"] + "".join(f"{name},{DIRECTORS[at]}\n" for name, places in blocs.items() for at in places)
    parameters = PARTS["dossier.toml"] + f'[parameters.who-can-stop-it]\nbody = "board"\nas_if_blocs = "{" ".join(blocs)}"\n'
    changed = case(groups_csv=groups, dossier_toml=parameters)
    answer = ask("who-can-stop-it", changed, matter="reject GAC advice", as_if_blocs=" ".join(blocs))

    swings = {29: 1.0, 3: 3 / 29, 1: 1 / 29}
    assert [row[3] for row in answer.table("members").rows] == pytest.approx(list(swings.values()))
    assert all("Hypothesis" in say(finding.message, "en") for finding in answer.findings if finding.id != "rule")
    assert answer.finding("alone").message.values["count"] == 1
    plain = ask("who-can-stop-it", changed, matter="reject GAC advice")
    assert sizes(plain)[("carry", "either")] == [(8008, 10)]
    section = {"question": "who-can-stop-it", "matter": "reject GAC advice", "as_if_blocs": "nomcom"}
    info = dataclasses.replace(changed.dossier.info, brief={"sections": [section]})
    (gathered,) = gather(Case(dossier=changed.dossier.with_fields(info=info), today=dt.date(2026, 12, 1))).answers
    assert gathered.finding("stops").message == plain.finding("stops").message


def test_a_hidden_source_takes_its_rule_along() -> None:
    marked = {**PARTS, "evidence.csv": "id,title,date,marking\nannex,Annex 2,2016-02-23,TLP:RED\n"}
    whole = decode({name: text.encode() for name, text in marked.items()})
    cleared = Case(dossier=whole.cleared("TLP:CLEAR", "desk"), today=dt.date(2026, 12, 1))
    bare = {
        **PARTS,
        "evidence.csv": "id,title,date\n",
        "bodies.toml": COMMUNITY + BOARD + BODIES.split(BOARD)[1].split('[[body.rule]]\nof = "all"')[0] + "[[body.rule]]\nquorum = 9\n",
    }
    plain = Case(dossier=decode({name: text.encode() for name, text in bare.items()}), today=dt.date(2026, 12, 1))

    with pytest.raises(NotAvailable, match="no rule in force"):
        ask("who-can-stop-it", cleared, body="ec", matter="reject budget")
    one, other = (ask("who-can-stop-it", view, body="board").to_json() for view in (cleared, plain))
    assert one["findings"] == other["findings"]
    assert one["tables"] == other["tables"]


def test_where_a_no_and_an_abstention_count_alike_the_sets_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []

    def counting(rule: Rule, *most: int, reduction: Reduction) -> Sets:
        counted.append(reduction)
        return winning_sets(rule, *most, reduction=reduction)

    monkeypatch.setattr(readings, "winning_sets", counting)
    weights = dict(zip(FIVE, (5, 4, 3, 2, 1), strict=True))
    assert [one.way for one in readings.readings_of(share_of_weights(weights, "2/3"))] == ["either"]
    assert counted == ["abstention_as_no"]
    assert [one.way for one in readings.readings_of(unless_against(at_least(3, FIVE), FIVE, 1))] == ["no", "abstain"]
    assert counted[1:] == ["abstention_as_no", "no_as_abstention"]


def test_a_matter_that_nothing_names_is_refused_and_one_of_a_step_keeps_its_path() -> None:
    with pytest.raises(WrongUse, match=r"no rule for .reject budgt.*Its matters are"):
        asked("reject budgt", body="board")
    steps = "id,forum,kind,matter,date\ns,f,decision,Change Seat,2027-02-01\n"
    found = asked("change-seat", body="board", forum_steps_csv=steps, processes_csv="id,forum,body\nf,F,board\n")
    said = {one.id: say(one.message, "en") for one in found.findings}

    assert said["rule"].startswith("It has no rule of its own; the rule for all other matters is")
    assert "Change Seat" in said["stops"]
    assert len(found.table("path").rows) == 1


def test_a_matter_that_has_a_rule_for_committees_alone_is_not_offered() -> None:
    more = '[[body]]\nid = "c"\nmembers = "five"\n[[body.rule]]\nstage = "committee"\nmatter = "draft"\n[[body.rule]]\n'
    it = case(bodies_toml=BODIES + more)

    assert not matters(it, {"body": "c"})
    with pytest.raises(WrongUse, match="one rule for every matter"):
        ask("who-can-stop-it", it, body="c", matter="draft")


def test_who_stays_away_is_not_counted_where_groups_are_supposed_to_vote_as_one() -> None:
    found = ask("who-can-stop-it", case(), body="board", as_if_blocs=("directors",))

    assert "away" not in {one.id for one in found.findings}
