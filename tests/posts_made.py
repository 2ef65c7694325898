"""Made posts, and what may not be found of their writers."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterable
from typing import Any

from legation.sources.observed import Observed

KEY = b"a key of thirty-two bytes, made."
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def bytes_of(found: Observed) -> bytes:
    """All that is kept: the table as it would be written, and every sentence on rows that are not in it."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, found.table.schema) as writer:
        writer.write_table(found.table)
    told = [(*fault[1:],) for fault in (*found.unplaced.faults, *found.doubts.faults)]
    return sink.getvalue().to_pybytes() + repr(told).encode()


def leaks(found: Observed, secrets: Iterable[str]) -> list[str]:
    kept = bytes_of(found).lower()
    return [secret for secret in secrets if secret.lower().encode() in kept]


def note(number: int, text: str, *, who: str = "alice", host: str = "tiny.example", **more: Any) -> dict[str, Any]:
    home = f"https://{host}/users/{who}"
    inner = {
        "id": f"{home}/statuses/{number}",
        "type": "Note",
        "published": "2021-05-01T10:00:00Z",
        "attributedTo": home,
        "to": [PUBLIC],
        "cc": [f"{home}/followers"],
        "url": f"https://{host}/@{who}/{number}",
        "content": text,
    } | more
    return {
        "id": f"{home}/statuses/{number}/activity",
        "type": "Create",
        "actor": home,
        "published": inner["published"],
        "to": inner["to"],
        "cc": inner["cc"],
        "object": inner,
    }


def outbox(*items: dict[str, Any]) -> bytes:
    head = {"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection", "totalItems": len(items)}
    return json.dumps(head | {"orderedItems": list(items)}).encode()


def tar(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()
