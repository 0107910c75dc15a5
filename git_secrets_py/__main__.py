"""``python -m git_secrets_py``, and the installed programs."""

import sys


def start() -> None:
    """Run the command line of this process, and exit."""
    try:
        from git_secrets_py.cli.main import end, main
    except KeyboardInterrupt:
        sys.exit(130)  # before ``main`` can catch it
    end(main())


if __name__ == "__main__":
    start()
