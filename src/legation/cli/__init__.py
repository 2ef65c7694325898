"""The command ``legation``: thin, quick to start, in French or English."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence

from legation.errors import DossierError, LegationError
from legation.language import Lang, Message, say
from legation.system_words import system_words

__all__ = ["main", "script"]

_STOPPED = 130
_MADE = 100_000
"""Objects after which what is no longer used is looked for: a dossier makes millions that stay, and each search goes through them."""
_COMPUTE = ("ask", "brief", "positions", "watch")
"""The commands that may hand runs to a cluster."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0 fine, 1 problems found, 2 wrong use, 3 cannot read.

    Every failure that we foresaw is one sentence in the reader's language, without a traceback. A reader who closes the pipe wants no more:
    that is no failure.
    """
    from legation.cli.words import COMMAND_LANGUAGE, any_encoding, chosen_language, language_after_command
    from legation.kernel_cache import prepare_kernels

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our matrices are small: more threads only wait for each other
    given = sys.argv[1:] if arguments is None else arguments
    lang = chosen_language(given)
    prepare_kernels(lang)
    before = COMMAND_LANGUAGE.set(lang)
    try:
        any_encoding(sys.stdout, sys.stderr)
        return _run(language_after_command(given), lang)
    except BrokenPipeError:
        _write_nowhere()
        return 0
    finally:
        COMMAND_LANGUAGE.reset(before)


def _run(words: list[str], lang: Lang) -> int:
    from legation.cli.app import app
    from legation.cluster import computing

    try:
        with computing() if words[:1] and words[0] in _COMPUTE else contextlib.nullcontext():
            code = app(lang)(words, standalone_mode=False, prog_name="legation")
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk or a closed pipe shows only now
    except DossierError as error:
        return _fail((*error.problems, error.message), error.exit_code, lang)
    except LegationError as error:
        return _fail((error.message,), error.exit_code, lang)
    except KeyboardInterrupt:
        code = _STOPPED
    except SystemExit as error:
        raise (error.__context__ if isinstance(error.__context__, BrokenPipeError) else error) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        return _fail((Message("cli.system", path=str(error.filename or "legation"), why=system_words(error)),), 3, lang)
    except MemoryError:
        return _fail((Message("cli.memory"),), 3, lang)
    except Exception as error:
        from legation.cli.words import wrong_use

        message = wrong_use(error, words)
        if message is None:
            raise
        return _fail((message,), 2, lang)
    return _fail((Message("cli.stopped"),), code, lang) if code == _STOPPED else code if isinstance(code, int) else 0


def _fail(messages: Sequence[object], code: int, lang: Lang) -> int:
    for line in dict.fromkeys(say(message, lang) for message in messages):
        print(line, file=sys.stderr)  # noqa: T201
    return code


def _write_nowhere() -> None:
    """Let what is still to be written at the end go nowhere, where the other end of a pipe is closed."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def script() -> None:
    """Be the console script."""
    gc.set_threshold(_MADE)
    sys.exit(main())
