"""ATT&CK, on published data."""

from __future__ import annotations

from pathlib import Path

from legation.sources import attack


def test_the_developer_data(shared: Path) -> None:
    folder = shared / "data" / "cyber"
    k = attack.read(folder / "attack_v15_1.json", sponsors=folder / "group_suspected_country_misp.json")

    assert (len(k.groups), len(k.software), k.release) == (148, 677, "v15.1")
    assert "MITRE" in k.notice
    assert list(k.groups["G0007"]["sponsor"]) == ["RU"]
