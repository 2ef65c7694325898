"""Scripts, styles and fonts: their names carry the hash of their bytes, so a browser keeps them for ever and never an old one."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from legation.errors import CannotRead
from legation.language import Message
from legation.version import VERSION

__all__ = ["Files", "collect", "must_be_fetched"]

_WEB = Path(__file__).parents[1]
_FETCHED = re.compile(r"vendor/([\w.-]+\.\w+)")
"""How a page, a style or a script of ours names a file that is not in the repository."""

_MODULE = r"""(?P<matched>(?P<how>\b(?:import|from)\s*\(?\s*)["'](?P<url>\.{1,2}/[^"'\n]+\.js)["'])"""


class Files(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise's storage is not typed
    """Files with hashed names, compressed once, in which a style or a module of ours names others by their hashed names.

    Of modules only what begins with a dot is ours. Source maps are not shipped: the lines that name them stay as they are.
    """

    patterns: ClassVar[tuple[Any, ...]] = (
        *((kind, tuple(p for p in found if "sourceMappingURL" not in str(p))) for kind, found in ManifestStaticFilesStorage.patterns),
        ("*.js", ((_MODULE, '%(how)s"%(url)s"'),)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002 - as Django calls it
        """Return the address of a file; the names stay while the site runs, and every page asks for some."""
        if force or name not in self._urls:
            found = str(super().url(name, force))
            if force:
                return found
            self._urls[name] = found
        return self._urls[name]


def must_be_fetched(web: Path = _WEB) -> None:
    """Make sure that the files of others which the pages name are there, before anything is made.

    Raises
    ------
    CannotRead
        With the remedy: a checkout fetches them, a wheel holds them.
    """
    ours = (*web.glob("templates/**/*.html"), *web.glob("static/legation/**/*.css"), *web.glob("static/legation/**/*.js"))
    named = {name for path in ours for name in _FETCHED.findall(path.read_text("utf-8"))}
    folder = web / "static" / "vendor"
    lacking = sorted(name for name in named if not (folder / name).is_file())
    if lacking:
        raise CannotRead(Message("site.no-assets", folder=str(folder), count=len(lacking), name=lacking[0]))


def collect() -> bool:
    """Bring the static files where they are served from; return whether anything was to be done.

    A sum of names, sizes and dates of the sources stands beside them: where it is the same, they are left as they are.
    """
    from django.conf import settings
    from django.core.management import call_command

    mark = Path(settings.STATIC_ROOT) / ".collected"
    digest = _sum()
    if mark.is_file() and mark.read_text("ascii") == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest, "ascii")
    return True


def _sum() -> str:
    from django.contrib.staticfiles.finders import get_finders

    lines = [VERSION, f"{Files.__module__}.{Files.__qualname__}"]
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            lines.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
