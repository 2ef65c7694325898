"""``legation worker``."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from legation.language import Lang

__all__ = ["work"]


def work(data: Path | None, parent: int, lang: Lang) -> int:
    """Compute what is asked for on a site, until stopped. The site was prepared by ``legation serve``."""
    if data is not None:
        os.environ["LEGATION_DATA"] = str(data)
    os.environ.setdefault("LEGATION_LANGUAGE", lang)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legation.web.settings")
    import django

    django.setup()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    from legation.web.runs.worker import Worker

    worker = Worker(parent=parent)
    worker.on_signals()
    worker.run()
    return 0
