"""``python -m tools.manual [--check] [<directory>]``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.manual.files import stale, write


def main(words: list[str]) -> int | str:
    """Write every file below the directory, by default the current one; return the exit status.

    With ``--check`` write nothing, and return a message if a file is outdated.
    """
    check = "--check" in words
    places = [word for word in words if word != "--check"]
    root = Path(places[0] if places else ".")
    if not check:
        write(root)
        return 0
    names = ", ".join(stale(root))
    return f"outdated: {names}; run 'python -m tools.manual'" if names else 0


if __name__ == "__main__":
    # SystemExit prints a text on standard error and makes the exit status 1.
    raise SystemExit(main(sys.argv[1:]))
