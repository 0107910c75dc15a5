"""The formats that are rendered as a whole, by name; a module is imported on demand.

``text`` is not among them: it is printed line by line as secrets are found.
"""

from __future__ import annotations

from importlib import import_module

from git_secrets_py.errors import unknown_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from git_secrets_py.report.model import RenderOptions, Report

    Renderer = Callable[[Report, RenderOptions], Iterable[bytes]]

TEXT = "text"
# For people, so it goes to standard error; the formats for programs go to standard output.
PRETTY = "pretty"
# For a browser.
HTML = "html"
_MODULES = (PRETTY, "json", "sarif", "github", HTML)


def names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return (TEXT, *_MODULES)


def renderer(name: str) -> Renderer:
    """Return the function that renders the format ``name``.

    Raises ``UsageError`` for an unknown name.
    """
    if name not in _MODULES:
        raise unknown_value("format", name, names())
    render: Renderer = import_module(f"git_secrets_py.report.formats.{name}").render
    return render
