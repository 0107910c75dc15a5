"""The start of the program for a hook: ``python -E -S <this file> --pre_commit_hook …``.

A hook runs in a work tree that it must not trust, so nothing there may be imported. Started by
its path, unlike with ``-m`` or ``-c``, this file is found without searching the current directory
for modules. ``-E`` ignores PYTHONPATH. ``-S`` skips ``site``, which can take longer than the rest
of the hook.
"""

import sys

# The directory of this file: its modules must not be imported as top-level modules.
del sys.path[0]

import os.path  # noqa: E402

_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _find_packages() -> None:
    """Put this package and its dependencies on the path."""
    sys.path.append(_HOME)
    if _has_dependencies(_HOME):
        return
    # An editable install in a virtual environment.
    prefix = os.path.dirname(os.path.dirname(sys.executable or ""))
    version = "python{}.{}".format(*sys.version_info)
    packages = os.path.join(prefix, "lib", version, "site-packages")
    if os.path.isabs(packages) and _has_dependencies(packages):
        sys.path.append(packages)
        return
    # A system with two package directories.
    import site

    site.main()


def _has_dependencies(folder: str) -> bool:
    return os.path.isdir(os.path.join(folder, "regex"))


try:
    _find_packages()
    from git_secrets_py.cli.main import end, main
except KeyboardInterrupt:
    sys.exit(130)  # before ``main`` can catch it

if __name__ == "__main__":
    end(main())
