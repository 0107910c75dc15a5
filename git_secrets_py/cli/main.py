"""The entry point: the only place that catches all errors and chooses the exit status."""

from __future__ import annotations

# The C module below ``signal``, which imports ``enum``.
import _signal  # type: ignore[import-not-found]
import atexit
import gc
import os
import sys

from git_secrets_py.errors import (
    BURST_SECONDS,
    EXIT_CLEAN,
    EXIT_FOUND,
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    INTERRUPTED,
    GitSecretsError,
    OutputError,
    UsageError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from git_secrets_py.cli.context import Arguments, Context

# Few of our objects form reference cycles, and there may be a million findings: by default, the
# search for such cycles takes a tenth of a scan.
_NEW_OBJECTS = 50_000
_BY_DEFAULT = (_signal.SIG_DFL, _signal.default_int_handler)


def run(words: Sequence[str]) -> int:
    """Run a command line (without the program's name); return the exit status."""
    # Imported here: by now an interruption is caught.
    from git_secrets_py.cli.context import Context, hook_call

    try:
        context = Context(hook_call(words) or _parsed(words))
    except UsageError as error:
        _finish_misused(words, str(error))
        return _misuse(error)
    try:
        return _run_verb(context)
    except UsageError as error:
        _finish(context, str(error))
        error.verb = context.arguments.verb.name
        return _misuse(error)
    except GitSecretsError as error:
        _finish(context, str(error))
        context.notify(str(error))
        return error.exit_status
    except KeyboardInterrupt:
        _finish(context, INTERRUPTED)
        raise
    except BrokenPipeError:
        raise
    except Exception as error:
        _finish(context, f"internal error: {type(error).__name__}")
        raise


def _parsed(words: Sequence[str]) -> Arguments:
    from git_secrets_py.cli.parser import parse

    return parse(words)


def _run_verb(context: Context) -> int:
    verb = context.arguments.verb
    # Not ``importlib``, which takes a hook half a millisecond to import.
    command = __import__(f"git_secrets_py.commands.{verb.module}", fromlist=[verb.function])
    status: int = getattr(command, verb.function)(context)
    return status


def _finish(context: Context, message: str) -> None:
    """Write the document of a run that failed for the reason ``message``, if it has one."""
    if "--format" in context.arguments.options:
        from git_secrets_py.cli.unfinished_documents import write_unfinished

        write_unfinished(context, message)


def _finish_misused(words: Sequence[str], message: str) -> None:
    from git_secrets_py.cli.context import Context
    from git_secrets_py.cli.parser import understood

    arguments = understood(words)
    if arguments is not None:
        _finish(Context(arguments), message)


def _misuse(error: UsageError) -> int:
    from git_secrets_py.cli.context import harmless, write
    from git_secrets_py.cli.usage import misuse

    lines = map(harmless, misuse(error).split("\n"))
    write(sys.stderr, "\n".join(lines).encode(), "standard error")
    return error.exit_status


def main() -> int:
    """Run the command line of this process; return the exit status."""
    gc.set_threshold(_NEW_OBJECTS)
    interruption = _Interruption()
    try:
        _set_signals(interruption)
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        _print_error("git secrets: interrupted\n")
        return EXIT_INTERRUPTED
    except OutputError:
        return EXIT_INCOMPLETE  # not even the error can be printed
    except BrokenPipeError:
        # The reader of our output is gone: Python must not flush it again at exit.
        _discard_output()
        return EXIT_INCOMPLETE
    except MemoryError:
        _print_error("git secrets: out of memory; the run is incomplete\n")
        return EXIT_INCOMPLETE
    except Exception as error:
        # Python would exit with 1, the status for findings. The message of an unexpected
        # exception may contain a secret, so only its type and place are printed.
        _print_internal_error(error)
        return EXIT_INCOMPLETE
    finally:
        interruption.end()


def end(status: int) -> None:
    """Exit with ``status``.

    To tear down the interpreter would take a hook that finds nothing 2 ms more, a scan of many
    files or an audit 8 ms. A run that failed may have threads that have yet to clean up.
    """
    if status in (EXIT_CLEAN, EXIT_FOUND) and not atexit._ncallbacks() and _is_written():
        os._exit(status)
    # At last, when no thread can keep Python from exiting, it resets the signals.
    atexit.register(_ignore_signals)
    sys.exit(status)


def _is_written() -> bool:
    """Write all output that is buffered; return whether that worked."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):  # ValueError: it is closed
        return False
    return True


def _print_internal_error(error: Exception) -> None:
    import traceback

    _print_error(
        "".join(traceback.format_tb(error.__traceback__))
        + f"git secrets: internal error: {type(error).__name__}; the result of this run is "
        "unreliable; please report it with the lines above\n"
    )


def _print_error(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _discard_output()


class _Interruption:
    """The signals that interrupt a run: the first one raises ``KeyboardInterrupt``.

    Further ones are ignored for a while, in which the run cleans up, and kill the process then. The
    same holds for those that come when the run has ended, and Python exits.
    """

    def __init__(self) -> None:
        # Built in, and loaded at the start of Python.
        from time import monotonic

        self._clock = monotonic
        self._since = 0.0

    def handle(self, number: int, frame: object) -> None:
        if not self._since:
            self.end()
            raise KeyboardInterrupt
        if self._clock() - self._since > BURST_SECONDS:
            _signal.signal(number, _signal.SIG_DFL)
            os.kill(os.getpid(), number)

    def end(self) -> None:
        """Begin the time in which signals are ignored, unless it has begun."""
        self._since = self._since or self._clock()


def _ignore_signals() -> None:
    for number in _interrupting():
        _signal.signal(number, _signal.SIG_IGN)


def _interrupting() -> list[int]:
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(_signal, name) for name in names if hasattr(_signal, name)]


def _set_signals(interruption: _Interruption) -> None:
    """Make SIGTERM and SIGHUP interrupt the run as SIGINT does, unless they are ignored.

    If SIGCHLD is ignored, the system discards the exit statuses of git.
    """
    for number in _interrupting():
        if _signal.getsignal(number) in _BY_DEFAULT:
            _signal.signal(number, interruption.handle)
    if hasattr(_signal, "SIGCHLD"):
        _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)


def _discard_output() -> None:
    """Connect the standard streams to the null device."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(null, stream.fileno())
