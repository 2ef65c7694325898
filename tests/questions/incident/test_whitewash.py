"""No whitewash: what moves blame from the firm and does not say its failing is withheld, and the true sentence stands beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions.response_dossier import RESPONSE
from questions.statement_dossier import STATEMENT, case
from stix_made import made

from legation.briefing.document import Bullets, Paragraph
from legation.briefing.lint import blocking, lint
from legation.briefing.papers import demarche as kit
from legation.briefing.papers.handover import pack
from legation.briefing.papers.statement import statement_draft
from legation.dossier import Wording, decode
from legation.dossier.models.statement import POINTS
from legation.dossier.when import When
from legation.language import LANGUAGES, Message, say
from legation.methods.text.blame import CAUSES
from legation.questions import Case, ask
from legation.questions.incident.statement.blame_shift import moves, says
from legation.questions.incident.statement.failings import Failed, failings
from legation.questions.incident.statement.whitewash import beside, unsaid, whitewashed, withheld_messages
from legation.sources import stix
from legation.sources.stix import extension
from legation.sources.stix.records import Coding, Failing

QUESTION = "what-do-we-say"
AT = "2018-02-01T00:00:00.000Z"
EXCUSE = """
[[claim]]
id = "excuse"
text_en = "Nobody could have prevented it."
text_fr = "Nul n'aurait pu l'empêcher."
evidence = ["e1"]
"""
HONEST = """
[[claim]]
id = "honest"
text_en = "Nobody could have prevented it once they were in; but the password was known."
text_fr = "Une fois entrés, nul n'aurait pu l'empêcher ; mais le mot de passe était connu."
evidence = ["e1"]
"""
MENDED = 'text_fr = "Le mot de passe était connu."\nmended_en = "It was changed."\nmended_fr = "Il a été changé."\nmended_on = "2018-02-20"'
TIMELY = STATEMENT.replace('made = "2018-02-13"', 'made = "2018-02-09"')
"""Without the late notice."""


def text(answer, finding: str, lang: str = "en") -> str:
    return say(answer.finding(finding).message, lang)


def rows(answer) -> dict[str, tuple]:
    return {row[4]: row for row in answer.table("draft").rows if row[4]}


def failed(name: str, en: str = "", fr: str = "", point: str = "negligence") -> Failed:
    return Failed(id=name, row=name, point=point, text=Wording(en=en, fr=fr), firm=Wording("the firm"))


# --- the draft -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_claim_that_clears_the_firm_is_withheld_with_the_true_sentence(lang) -> None:
    answer = ask(QUESTION, case(TIMELY + EXCUSE))
    told = json.dumps(answer.to_json(lang), ensure_ascii=False)
    why = text(answer, "withheld-excuse", lang)

    assert not any(words in told for words in ("could have prevented", "pu l'empêcher", "pu l’empêcher"))
    assert ("The password was known" if lang == "en" else "Le mot de passe était connu") in why
    assert ("on the word of Vendor (1 February 2018)" if lang == "en" else "d’après Vendor (1er février 2018)") in why
    assert ("XX, on the word of YY" if lang == "en" else "XX, d’après YY") in why
    assert say(rows(answer)["excuse"][1], lang) == ("withheld" if lang == "en" else "retenu")


def test_what_is_mended_is_said_and_what_is_not_recorded_too() -> None:
    mended = TIMELY.replace('text_fr = "Le mot de passe était connu."', MENDED)

    assert "Mended (20 February 2018): It was changed." in text(ask(QUESTION, case(mended + EXCUSE)), "withheld-excuse")
    assert "Whether that is mended is not recorded." in text(ask(QUESTION, case(TIMELY + EXCUSE)), "withheld-excuse")


def test_a_claim_that_says_the_failing_is_shown() -> None:
    answer = ask(QUESTION, case(TIMELY + HONEST))

    assert rows(answer)["honest"][2].startswith("Nobody could have prevented it once")
    assert not [one.id for one in answer.findings if one.id.startswith("withheld")]


def test_each_language_says_it_itself() -> None:
    half = HONEST.replace(" ; mais le mot de passe était connu", "")

    assert "withheld-honest" in [one.id for one in ask(QUESTION, case(TIMELY + half)).findings]


def test_whom_a_claim_holds_responsible_stands_where_the_draft_prints_the_failing() -> None:
    assert "XX did it" in rows(ask(QUESTION, case(TIMELY)))["named"][2]


def test_where_the_circle_may_not_hear_of_the_failing_nobody_else_is_made_responsible() -> None:
    secret = TIMELY.replace(
        'text_fr = "Le mot de passe était connu."\nevidence = ["e1"]', 'text_fr = "Le mot de passe était connu."\nevidence = ["e3"]'
    )
    public, partners = (ask(QUESTION, case(secret), tier=tier) for tier in ("public", "partners"))
    words = json.dumps(public.to_json())

    assert secret != TIMELY
    assert not any(word in words for word in ("XX did it", "The password was known", "The key", "it is likely that the author"))
    assert "a failing of it that this circle may not hear" in text(public, "withheld-named")
    assert "withheld-judgement" in [one.id for one in public.findings]
    assert "XX did it" in rows(partners)["named"][2]


def test_a_late_notice_is_a_failing() -> None:
    prompt = '\n[[claim]]\nid = "prompt"\ntext_en = "The supplier told the regulator at once."\ntext_fr = "Le fournisseur a prévenu le régulateur sans délai."\n'

    assert "3 days late" in text(ask(QUESTION, case(STATEMENT + prompt)), "withheld-prompt")
    assert "The password" not in text(ask(QUESTION, case(STATEMENT + prompt)), "withheld-prompt")
    assert "prompt" in rows(ask(QUESTION, case(TIMELY + prompt)))


READ = (
    "id,author,recorded,evidence,marking,incident,passage,holder,target,cause,stance,verdict\n"
    "r1,desk,2018-03-01,{evidence},,{name},The supplier had left its server open.,Vendor,breached organisation,negligence,{stance},{verdict}\n"
)


def test_a_failing_that_a_person_read_in_a_text_is_held_against_a_text_that_clears_the_firm() -> None:
    bare = TIMELY[: TIMELY.index("[[failing]]")] + TIMELY[TIMELY.index("[[notice]]") :]

    def withheld(**read: str) -> str:
        given = {"evidence": "e1", "stance": "blames", "verdict": "confirmed", "name": "tax"} | read
        answer = ask(QUESTION, case(bare + EXCUSE, readings=READ.format(**given)))
        return text(answer, "withheld-excuse") if "withheld-excuse" in [one.id for one in answer.findings] else ""

    assert "The supplier had left its server open" in withheld() and "on the word of Vendor" in withheld()
    assert not withheld(verdict="rejected") and not withheld(stance="excuses") and not withheld(name="another")
    assert withheld(evidence="e3") and "left its server" not in withheld(evidence="e3")  # the circle may not hear of it


def test_below_the_gate_the_true_sentence_names_nobody() -> None:
    answer = ask(QUESTION, case(TIMELY + EXCUSE, response=RESPONSE.replace("[0.85, 0.92, 0.97]", "[0.1, 0.2, 0.3]")))

    assert "no gate is open" in text(answer, "withheld-excuse")
    assert "XX" not in text(answer, "withheld-excuse")


def test_an_answer_of_the_desk_that_clears_the_firm_is_withheld() -> None:
    asked = (
        TIMELY + '\n[[answer]]\nto = "no-harm"\ntext_en = "The firm was not at fault."\ntext_fr = "L\'entreprise n\'est pas en faute."\n'
    )
    found = {row[0]: row for row in ask(QUESTION, case(asked)).table("hostile").rows}

    assert say(found["no-harm"][2], "en").startswith("Withheld")
    assert say(found["failing-password"][2], "en") == "The supplier said so."


def test_a_statement_without_failings_withholds_nothing() -> None:
    bare = TIMELY[: TIMELY.index("[[failing]]")] + TIMELY[TIMELY.index("[[notice]]") :]

    assert rows(ask(QUESTION, case(bare + EXCUSE)))["excuse"][2] == "Nobody could have prevented it."


def with_register(statement: str, what: str = "The backups were left online.") -> Case:
    """Return the case with a register of the same name, whose incident has a known failing."""
    coding = Coding(known_failings=(Failing(what=what, holder="the auditor", date=When("2018-01")),))
    register = stix.Incidents.of([extension.MAKER, stix.definition(), stix.extended(made("incident"), coding, AT)])
    of = case(statement)
    return Case(
        dossier=dataclasses.replace(of.dossier, files={**of.dossier.files, "incidents/tax.json": stix.encode(register)}), today=of.today
    ).at(dt.date(2030, 1, 1))


def test_a_failing_of_a_register_counts_and_is_one_with_the_row_that_says_it() -> None:
    lone = ask(QUESTION, with_register(TIMELY))
    row = '\n[[failing]]\nid = "backups"\ntext_en = "The backups were left online."\ntext_fr = "Les sauvegardes étaient en ligne."\n'
    both = ask(QUESTION, with_register(TIMELY + row))

    assert "The backups were left online, on the word of the auditor" in text(lone, "withheld-named")
    assert any("Add a [[failing]] row" in say(one, "en") for one in lone.missing)
    assert "named" in rows(both) and "XX did it" in rows(both)["named"][2]
    assert not [one for one in both.missing if "register" in say(one, "en")]
    assert [one.row for one in failings(with_register(TIMELY + row).dossier)] == ["password", "backups"]


# --- papers and the lint -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_paper_holds_why_and_the_lint_blocks_it(lang) -> None:
    draft = statement_draft(case(TIMELY + EXCUSE))

    assert ("[NOT FOR RELEASE] Withheld" if lang == "en" else "[NE PAS DIFFUSER] Retenu") in draft.text(lang)
    assert "withheld-line" in {one.rule for one in blocking(draft.findings(lang))}
    assert not {"withheld-line", "whitewash"} & {one.rule for one in statement_draft(case(TIMELY)).findings(lang)}


@pytest.mark.parametrize(
    ("draft", "passes"),
    [
        ("Hackers stole two million files.", False),
        ("Hackers stole two million files. The password was known.", True),
        ("Des pirates ont volé les dossiers.", False),
        ("Des pirates ont volé les dossiers. Le mot de passe était connu.", True),
        ("Nobody could have prevented it.", False),
        ("Nobody could have prevented it.\n\nThe password was known.", False),
        ("Nobody could have prevented it. The password was known.", True),
        ("It is false that the password was known. Hackers stole the files.", False),
        ("The password was not known. Hackers stole the files.", False),
        ("Two million files were copied.", True),
    ],
)
def test_the_lint_reads_the_whole_text(draft, passes) -> None:
    found = [one for one in lint(draft, dossier=case(TIMELY).dossier) if one.rule == "whitewash"]

    assert (found == []) == passes
    assert all("password" in say(one.remedy, "en") for one in found)
    assert [one.rule for one in lint(draft) if one.rule == "whitewash"] == []


def messages(*texts: str) -> Case:
    parts = {"dossier.toml": b'id = "d"', "incidents/tax.statement.toml": TIMELY.encode()}
    parts["actors.csv"] = b"id,name\nA,Aland\n"
    lines = [f'm{at},A,"{words}",Be polite.' for at, words in enumerate(texts)]
    parts["messages.csv"] = "\n".join(["id,audience,text_en,avoid_en", *lines, ""]).encode()
    parts["evidence.csv"] = b"id,kind,title,publisher,date\ne1,report,First report,Vendor,2018-02-01\ne2,report,Second,Vendor,2018-02-01\n"
    return Case(dossier=decode(parts), today=dt.date(2018, 6, 1))


def test_a_message_is_withheld_in_the_kit_and_the_handover() -> None:
    told = messages(
        "The firm was the victim of a highly sophisticated attack.", "Hackers did it; the password was known.", "Come to the talks."
    )
    paper = kit.demarche(told, "A", "en")
    words = [
        part.text
        for block in paper.blocks
        for part in (block.items if isinstance(block, Bullets) else [block])
        if isinstance(part, Paragraph)
    ]
    handed = pack(told).messages

    assert list(withheld_messages(told)) == ["m0"]
    assert not any("sophisticated" in one for one in words)
    assert any("The password was known, on the word of Vendor" in one for one in words)
    assert [bool(one.withheld) for one in handed] == [True, False, False]
    assert not handed[0].text and "password was known" in str(handed[1].text)


def test_messages_of_a_dossier_without_an_incident_are_left_alone() -> None:
    parts = {"dossier.toml": b'id = "d"', "messages.csv": b"id,text_en\nm,Hackers did it.\n"}

    assert withheld_messages(Case(dossier=decode(parts), today=dt.date(2018, 6, 1))) == {}
    assert list(withheld_messages(messages("Hackers did it."))) == ["m0"]


def test_a_message_is_told_of_in_the_answer_on_what_to_say() -> None:
    told = messages("Hackers did it.")

    assert "The password was known" in text(ask(QUESTION, told), "withheld-message-m0")
    assert "Hackers did it" not in json.dumps(ask(QUESTION, told).to_json())


def test_the_points_are_causes_of_the_codebook() -> None:
    assert set(POINTS) <= set(CAUSES)


# --- laws ----------------------------------------------------------------------------------------------------------------------------------

SUBJECTS = ("server", "database", "network", "archive", "mailbox")
LACKS = ("had not been patched", "had no second factor", "was reported late", "was left open to the internet", "had a default password")
TOLD = {
    "en": (
        "The password was known.",
        "the maker had been warned repeatedly, said the head of the police; it denied any part in it at first, and then cooperated",
        "the fix had been out since then; which of the firms had not applied it was not counted",
        "Remote access had no second factor",
    ),
    "fr": (
        "Le mot de passe était connu.",
        "l'éditeur avait été averti à plusieurs reprises, a dit le chef de la police ; il a d'abord nié toute part, puis coopéré",
        "le correctif existait depuis lors ; lesquelles des entreprises ne l'avaient pas appliqué n'a pas été compté",
        "L'accès distant n'avait pas de second facteur",
    ),
}
FAILINGS = st.lists(st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(LACKS)), max_size=6, unique=True)
SAID = st.lists(
    st.sampled_from(("Hackers did it.", "Nobody could have prevented it.", "The firm took every precaution.", "Files were copied."))
    | st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(LACKS)).map(lambda pair: f"The {pair[0]} {pair[1]}."),
    max_size=5,
)


def held(pairs) -> list[Failed]:
    return [failed(f"{subject}-{lack}", f"The {subject} {lack}.") for subject, lack in pairs]


@given(SAID, FAILINGS, FAILINGS)
def test_with_more_failings_never_more_is_shown(said, some, more) -> None:
    words = Wording(en=" ".join(said))
    lacking = {one.id for one in whitewashed(words, held(some))}

    assert lacking <= {one.id for one in whitewashed(words, held(some) + held(more))}


@given(SAID, FAILINGS)
def test_a_text_that_states_every_failing_is_shown(said, pairs) -> None:
    own = held(pairs)
    words = Wording(en=" ".join([*said, *(one.text.en for one in own)]))

    assert whitewashed(words, own) == ()
    assert unsaid(words.en, "en", own) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@given(st.data())
def test_the_sentence_that_is_given_passes(lang, data) -> None:
    lack = data.draw(st.lists(st.sampled_from(TOLD[lang]), min_size=1, max_size=4, unique=True))
    who = data.draw(st.sampled_from([None, "Vendor"]))
    own = [
        dataclasses.replace(failed(str(at), **{lang: one}), holder=who, firm=Wording(en="the firm", fr="le fournisseur"))
        for at, one in enumerate(lack)
    ]
    clears = {"en": "Nobody could have prevented it.", "fr": "Nul n'aurait pu l'empêcher."}[lang]

    assert whitewashed(Wording(**{lang: clears}), own) == tuple(own)
    assert whitewashed(Wording(**{lang: f"{clears} {say(Message('what-do-we-say.paragraph', text=beside(own)), lang)}"}), own) == ()


NEUTRAL = (
    "Two million files were copied.",
    "Come to the talks on Monday.",
    "We condemn this act.",
    "The service is back.",
    "Who did it is not known.",
)


@given(st.lists(st.sampled_from(NEUTRAL)), FAILINGS)
def test_a_text_that_moves_no_blame_is_always_shown(said, pairs) -> None:
    assert whitewashed(Wording(en=" ".join(said)), held(pairs)) == ()


@given(st.text(max_size=120), st.text(max_size=60))
def test_whatever_text_comes_it_is_read(said, failing) -> None:
    own = failed("any", failing or "x", failing or "x")

    assert set(whitewashed(Wording(en=said, fr=said), [own], party=True)) <= {own}
    assert whitewashed(Wording(text=said), []) == ()


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(LACKS)), max_size=3, unique=True), st.sampled_from([EXCUSE, HONEST, ""])
)
def test_a_further_failing_row_releases_no_claim(pairs, claim) -> None:
    added = "".join(f'\n[[failing]]\nid = "f{at}"\ntext_en = "The {a} {b}."\ntext_fr = "{a} {b}"\n' for at, (a, b) in enumerate(pairs))

    def shown(statement: str) -> set[str]:
        answer = ask(QUESTION, case(statement))
        return {row[4] for row in answer.table("draft").rows if say(row[1], "en") == "claim"}

    assert shown(TIMELY + claim + added) <= shown(TIMELY + claim)


# --- words ---------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "sentence", "way"),
    [
        ("en", "It was a highly sophisticated attack.", "excuse"),
        ("en", "The company is itself a victim of this crime.", "excuse"),
        ("en", "The firm informed its customers at once.", "excuse"),
        ("en", "An employee clicked on a link.", "others"),
        ("en", "The attack was carried out by a foreign service.", "others"),
        ("en", "It is not known who did it.", None),
        ("en", "France presented the budget on Monday.", None),
        ("en", "We condemn this act and stand with those it harmed.", None),
        ("fr", "L’entreprise n’y est pour rien.", "excuse"),
        ("fr", "Toutes les mesures nécessaires avaient été prises.", "excuse"),
        ("fr", "Le prestataire a laissé la porte ouverte.", "others"),
        ("fr", "L’armée russe est responsable de NotPetya.", "others"),
        ("fr", "Le correctif pouvait empêcher l’attaque.", None),
        ("fr", "La France a présenté le budget lundi.", None),
    ],
)
def test_how_a_sentence_moves_blame(lang, sentence, way) -> None:
    found = moves(sentence, lang)

    assert (found.way if found else None) == way


@pytest.mark.parametrize(
    ("lang", "failing", "said", "not_said"),
    [
        (
            "en",
            "The server had not been patched since March.",
            (
                "Hackers came in because we had left the server unpatched.",
                "It came through a server that had not been patched since March.",
            ),
            ("The server had been patched in March.", "No server was left unpatched.", "It is a myth that the server was not patched.", ""),
        ),
        (
            "fr",
            "Le serveur n'avait pas été mis à jour depuis mars.",
            ("Des intrus sont entrés par un serveur qui n’avait pas été mis à jour depuis mars.",),
            ("Le serveur avait été mis à jour en mars.", "Il est faux que le serveur n'avait pas été mis à jour.", ""),
        ),
    ],
)
def test_when_a_failing_is_said(lang, failing, said, not_said) -> None:
    assert [says(one, failing, "unpatched/late disclosure", lang) for one in said] == [True] * len(said)
    assert [says(one, failing, "unpatched/late disclosure", lang) for one in not_said] == [False] * len(not_said)


def test_what_the_dossier_holds_is_one_list_of_rows() -> None:
    found = failings(case(STATEMENT).dossier, dt.date(2018, 6, 1))

    assert [(one.row, one.point) for one in found] == [("password", "negligence"), ("regulator", "unpatched/late disclosure")]
    assert list(itertools.chain(*(one.evidence for one in found))) == ["e1"]


def test_a_general_excuse_is_on_every_point_and_praise_on_its_own() -> None:
    told, password = (
        failed("told", "The regulator was told late.", point="unpatched/late disclosure"),
        failed("password", "The password was known."),
    )

    assert whitewashed(Wording(en="The supplier was not at fault: the servers were fully patched."), [told, password]) == (told, password)
    assert whitewashed(Wording(en="The firm informed the regulator at once."), [told, password]) == (told,)
    assert whitewashed(Wording(en="The systems were fully protected by passwords."), [told, password]) == (password,)
