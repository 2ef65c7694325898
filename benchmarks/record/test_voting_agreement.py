"""Agreement of voters, on published data."""

from __future__ import annotations

import pytest

from legation.methods.voting import agreement

GOLDEN = [
    (72, "US", "IL", 0.8926, 121),
    (72, "US", "RU", 0.3618, 123),
    (72, "US", "FR", 0.6667, 123),
    (72, "RU", "CN", 0.8719, 121),
    (72, "CH", "FR", 0.8017, 121),
    (72, "US", "GB", 0.6885, 122),
    (72, "IN", "CN", 0.7833, 120),
    (50, "US", "IL", 0.9125, 80),
    (50, "US", "RU", 0.5370, 81),
    (50, "US", "FR", 0.6456, 79),
    (50, "RU", "CN", 0.6859, 78),
    (50, "US", "GB", 0.7716, 81),
    (50, "IN", "CN", 0.8910, 78),
]


@pytest.mark.parametrize("session", [50, 72])
def test_general_assembly(assembly, session) -> None:
    result = agreement(assembly.of(session, session))
    for of, a, b, score, common in GOLDEN:
        if of == session:
            i, j = assembly.codes.index(a), assembly.codes.index(b)
            assert result.common[i, j] == common, (a, b)
            assert result.score[i, j] == pytest.approx(score, abs=5e-5), (a, b)


def test_namibia_and_one_unanimous_roll_call(assembly) -> None:
    assert "NA" in assembly.codes  # Namibia, not a missing value
    assert agreement(assembly.of(72, 72)).dropped == 1
