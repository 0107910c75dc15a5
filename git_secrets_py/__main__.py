"""``python -m git_secrets_py``, and the installed programs."""

import sys


def start() -> int:
    """Run the command line of this process; return the exit status."""
    try:
        from git_secrets_py.cli.main import main
    except KeyboardInterrupt:
        return 130  # before ``main`` can catch it
    return main()


if __name__ == "__main__":
    sys.exit(start())
