"""Starts the program for a hook: ``python -E -S <this file> --pre_commit_hook …``.

A hook runs in a work tree that it must not trust, so nothing there may be imported: by its path,
rather than with ``-m`` or ``-c``, this file is found without the current directory being searched
for modules, and ``-E`` leaves out PYTHONPATH. ``-S`` leaves out ``site``, which can cost more
than all the rest of the hook.
"""

import sys

# The directory of this file: its modules are not to be taken for top-level ones.
del sys.path[0]

import os.path  # noqa: E402

_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _find_packages() -> None:
    """Put this package and those that it needs on the path."""
    sys.path.append(_HOME)
    if not os.path.isdir(os.path.join(_HOME, "regex")):
        # An editable install, or a system with two directories for packages.
        import site

        site.main()


_find_packages()

from git_secrets_py.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
