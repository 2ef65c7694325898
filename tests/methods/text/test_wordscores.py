"""Words are counted as they are; Wordscores gives the published example and what two independent programs print for it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from legation.errors import BadValue
from legation.methods.text.scaling import counts, wordscores

BELL = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
SCORES = {0: -1.5, 1: -0.75, 2: 0.0, 3: 0.75, 4: 1.5}


@pytest.fixture
def published() -> np.ndarray:
    """Laver, Benoit and Garry (2003), Table 1: five reference texts and one other."""
    table = np.zeros((6, 37), int)
    for row, at in enumerate((0, 5, 10, 15, 20, 7)):
        table[row, at : at + 17] = BELL
    return table


def test_the_published_example(published: np.ndarray) -> None:
    """Raw score of the article; standard error and interval as the R package austin prints them (its reference page)."""
    found = wordscores(published, SCORES, rescale="none")

    assert found.raw[5] == pytest.approx(-0.448, abs=5e-4)
    assert found.error[5] == pytest.approx(0.0119, abs=5e-5)
    assert found.known.tolist() == [1] * 6
    assert found.word_score[0] == -1.5
    assert found.word_score[36] == 1.5


def test_scores_of_martin_and_vanberg(published: np.ndarray) -> None:
    """-0.51 as in the tests of the R package quanteda.textmodels; the outermost reference texts get back their scores."""
    found = wordscores(published, SCORES, rescale="mv")

    assert found.score[5] == pytest.approx(-0.51, abs=1e-3)
    assert found.score[[0, 4]] == pytest.approx([-1.5, 1.5])


def test_of_several_at_an_end_the_mean_gets_back_the_score(published: np.ndarray) -> None:
    given = {0: -1.0, 1: -1.0, 2: 0.5, 3: 1.0, 4: 1.0}
    found = wordscores(published, given, rescale="mv")
    order = [1, 0, 2, 4, 3, 5]
    other = wordscores(published[order], given, rescale="mv")

    assert found.score[[0, 1]].mean() == pytest.approx(-1.0) and found.score[[3, 4]].mean() == pytest.approx(1.0)
    assert found.score[0] < found.score[1] and found.score[3] < found.score[4]
    np.testing.assert_allclose(other.score, found.score[order])


@pytest.mark.parametrize("rescale", ["lbg", "mv", "none"])
def test_the_interval_is_made_of_the_error_of_the_score(published: np.ndarray, rescale: str) -> None:
    found = wordscores(np.vstack([published, np.roll(published[5], 6)]), SCORES, rescale=rescale)  # type: ignore[arg-type]
    stretch = np.ptp(found.score) / np.ptp(found.raw)

    np.testing.assert_allclose(found.score_error, stretch * found.error)
    np.testing.assert_allclose(found.high - found.score, 1.959963984540054 * found.score_error)
    np.testing.assert_allclose(found.score - found.low, 1.959963984540054 * found.score_error)


def test_scores_of_the_authors_have_the_spread_of_the_reference_scores(published: np.ndarray) -> None:
    table = np.vstack([published, np.roll(published[5], 6)])
    found = wordscores(table, SCORES)
    others = found.score[5:]

    assert found.rescale == "lbg"
    assert others.std(ddof=1) == pytest.approx(np.std(list(SCORES.values()), ddof=1))
    assert others.mean() == pytest.approx(found.raw[5:].mean())
    assert wordscores(published, SCORES).rescale == "none"


def test_an_array_a_sparse_table_and_a_mapping_say_the_same_and_texts_keep_their_scores_in_another_order(published: np.ndarray) -> None:
    order = np.array([5, 3, 0, 4, 2, 1])
    given = np.array([SCORES.get(k, np.nan) for k in range(6)])
    one = wordscores(published, SCORES, rescale="mv")
    other = wordscores(sparse.csr_array(published[order]), given[order], rescale="mv")

    np.testing.assert_allclose(one.score[order], other.score)
    np.testing.assert_allclose(one.word_score, other.word_score)


def test_words_of_no_reference_text_count_nowhere_and_a_text_of_such_words_has_no_score() -> None:
    found = wordscores([[2, 1, 0, 0], [1, 2, 0, 0], [0, 0, 3, 1], [1, 0, 1, 0], [0, 0, 0, 0]], {0: 0, 1: 1}, rescale="none")

    assert np.isnan(found.raw[[2, 4]]).all()
    assert np.isnan(found.word_score[2:]).all()
    assert found.known[[2, 3]].tolist() == [0, 0.5]
    assert np.isnan(found.known[4])


@pytest.mark.parametrize("reference", [{0: 1.0}, {0: 1.0, 1: 1.0}, {0: 1.0, 9: 2.0}, {0: 1.0, 1: np.inf}, [1.0, 2.0], {0: 1.0, 3: 2.0}])
def test_references_that_cannot_be_are_answered(reference: object) -> None:
    with pytest.raises(BadValue, match="reference must be"):
        wordscores([[1, 0], [0, 1], [1, 1], [0, 0]], reference)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", [[[1, -1]] * 3, [[0.5, 1]] * 3, [[1, np.nan]] * 3, [1, 2, 3], [[1, 2]], np.zeros((4, 0))])
def test_tables_that_are_no_counts_are_answered(table: object) -> None:
    with pytest.raises(BadValue, match="counts must be"):
        wordscores(table, {0: 0, 1: 1})  # type: ignore[arg-type]


def test_counts_are_those_of_a_plain_count() -> None:
    texts = ["L’État, c’est moi : l'état !", "Die 12 états; ÉTAT d'urgence", None, "the state of the art"]
    found = counts(texts, least=1)

    assert found.words == tuple(sorted({"etat", "est", "moi", "die", "etats", "urgence", "the", "state", "of", "art"}))
    assert found.matrix[:, [found.words.index("etat")]].toarray().ravel().tolist() == [2, 1, 0, 0]
    assert found.total.tolist() == [4, 4, 0, 5]
    assert counts(texts, lang="en", least=1).words == tuple(w for w in found.words if w not in ("the", "of"))
    assert counts(texts, lang="en", least=1, small_words=True).words == found.words
    assert counts(texts, least=2).words == ("etat",)
    assert counts(texts, least=2).left_out == len(found.words) - 1
    assert counts(texts, least=1, most=0.25).words == tuple(w for w in found.words if w != "etat")
    assert "the state" in counts(texts, least=1, run=2).words
    assert counts([], least=1).matrix.shape == (0, 0)


@pytest.mark.parametrize("options", [{"least": 0}, {"least": 1.5}, {"most": 0}, {"most": 1.1}, {"run": 0}, {"run": 6}, {"lang": "la"}])
def test_options_of_a_count_outside_their_range(options: dict[str, object]) -> None:
    with pytest.raises(BadValue, match="must be"):
        counts(["a word"], **options)  # type: ignore[arg-type]
