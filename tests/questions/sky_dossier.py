"""A made record of roll calls: members from low to high on one line, of whom one crosses to the other end."""

from __future__ import annotations

import numpy as np

__all__ = ["EACH", "N", "held", "sky_parts"]

N, EACH = 24, 40


def sky_parts(*, sessions: tuple[int, ...] = (70, 71, 72, 73), each: int = EACH) -> dict[str, bytes]:
    """Members M00 to M23 from low to high; M00 stands at the high end in the later half of the sessions."""
    chance = np.random.default_rng(5)
    theta = np.linspace(-1.8, 1.8, N)
    calls, votes = ["id,symbol,title,date,session,issue,body,evidence"], ["actor,rollcall,vote"]
    for session in sessions:
        here = theta.copy()
        if session >= sessions[len(sessions) // 2] and len(sessions) > 1:
            here[0] = 2.4
        for k in range(each):
            name = f"A/RES/{session}/{k + 1}"
            calls.append(f"{name},{name},Skies and ICTs {k},{1945 + session}-11-{k % 28 + 1:02},{session},sky,ga,e{session}")
            slope = 2.0 if k % 3 else -2.0
            z = slope * here + chance.standard_normal(N) - chance.uniform(-1.5, 1.5)
            votes += [f"M{i:02},{name},{'yes' if z[i] < -0.3 else 'no' if z[i] > 0.3 else 'abstain'}" for i in range(N)]
    evidence = ["id,title,date", *(f"e{session},Record,{1946 + session}-01-01" for session in sessions)]
    return {
        "dossier.toml": b'id = "made"\n',
        "actors.csv": "\n".join(["id,name,kind", *(f"M{i:02},Member {i:02},state" for i in range(N))]).encode(),
        "issues.csv": b"id,question\nsky,Should the sky be open?\n",
        "bodies.toml": b'[[body]]\nid = "ga"\nname_en = "General Assembly"\n[[body.rule]]\nshare = "1/2"\n',
        "evidence.csv": "\n".join(evidence).encode(),
        "rollcalls.csv": "\n".join(calls).encode(),
        "votes.csv": "\n".join(votes).encode(),
    }


def held(high: str, low: str) -> bytes:
    """Return positions that sixteen members hold: ``high`` for the upper half, ``low`` for the lower."""
    rows = [f"h{i},M{i:02},sky,{high if i >= N // 2 else low},vote,2015-01-01" for i in range(4, 20)]
    return "\n".join(["id,actor,issue,value,basis,held_from", *rows]).encode()
