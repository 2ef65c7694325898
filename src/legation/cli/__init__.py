"""The command ``legation``: thin, quick to start, in French or English."""

from __future__ import annotations

import itertools
import os
import sys

from legation.errors import DossierError, LegationError
from legation.language import Message, say

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0 fine, 1 problems found, 2 wrong use, 3 cannot read.

    Every failure that we foresaw is one sentence in the reader's language, without a traceback.
    """
    from legation.cli.app import app
    from legation.cli.words import chosen_language

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our matrices are small: more threads only wait for each other
    given = sys.argv[1:] if arguments is None else arguments
    lang = chosen_language(given)
    try:
        code = app(lang)(_without_leading_language(given), standalone_mode=False, prog_name="legation")
    except DossierError as error:
        for found in error.problems:
            print(say(found, lang), file=sys.stderr)  # noqa: T201
        return _fail(error.message, error.exit_code)
    except LegationError as error:
        return _fail(error.message if isinstance(error.message, Message) else str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail(Message("cli.stopped"), 130)
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _fail(Message("cli.system", path=str(error.filename or ""), why=error.strerror or str(error)), 3)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        return _fail(Message("cli.usage", why=error.format_message()), 2)
    else:
        return code if isinstance(code, int) else 0
    finally:
        sys.stdout.flush()


def _without_leading_language(arguments: list[str]) -> list[str]:
    """Return the words of the command without a ``--lang`` that stands before any of its names: ``legation --help --lang fr``."""
    if any(not word.startswith("-") for word in arguments[:1]):
        return arguments
    pairs = itertools.pairwise(["", *arguments])
    return [word for before, word in pairs if before != "--lang" and not word.startswith("--lang")]


def _fail(message: Message | object, code: int) -> int:
    from legation.cli.words import chosen_language

    print(say(message, chosen_language(sys.argv[1:])), file=sys.stderr)  # noqa: T201
    return code


def script() -> None:
    """Be the console script."""
    sys.exit(main())
