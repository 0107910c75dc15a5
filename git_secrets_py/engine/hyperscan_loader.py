"""Finding Hyperscan, where it is installed and not turned off."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def hyperscan_module() -> Any | None:
    """Return the ``hyperscan`` module, or ``None`` where ``regex`` has to do its work."""
    if os.environ.get("GIT_SECRETS_ENGINE") == "regex":
        return None
    try:
        return _extension() or __import__("hyperscan")
    except ImportError:
        return None


def _extension() -> Any | None:
    """Return the extension module inside ``hyperscan``, without the package around it.

    The package imports ``typing``, and with it ``re`` and ``enum``, for its one named tuple,
    which costs a commit hook more than all of Hyperscan. ``None`` if it is not laid out so.
    """
    name = "hyperscan._hs_ext"
    package = PathFinder.find_spec("hyperscan")
    spec = package and PathFinder.find_spec(name, package.submodule_search_locations)
    if not (spec and spec.loader):
        return None
    if name not in sys.modules:
        module = spec.loader.create_module(spec)
        assert module is not None
        spec.loader.exec_module(module)
        sys.modules[name] = module
    return sys.modules[name]
