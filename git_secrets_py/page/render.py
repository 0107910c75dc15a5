"""Rendering of a page with Jinja2, in pieces: it may list thousands of secrets.

The page runs only its own script and requests nothing: its Content Security Policy allows the
hashes of its script and its style sheet (https://www.w3.org/TR/CSP3/), and nothing else.
"""

from __future__ import annotations

import os
from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import islice

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from git_secrets_py import __version__
from git_secrets_py.page.contents import STATES
from git_secrets_py.page.statistics import Statistics
from git_secrets_py.page.timeline import HEIGHT, WIDTH, Timeline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2 import Template

    from git_secrets_py.page.contents import Page, PageSecret

# A browser needs about 2 KB of memory for each.
MOST_ROWS = 20_000
_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")


def render(page: Page) -> Iterator[bytes]:
    """Yield the page in UTF-8; the table lists the first ``MOST_ROWS`` of its secrets."""
    statistics = Statistics(page.facts)
    rows = _Rows(islice(page.secrets, MOST_ROWS))
    style, script = _text("page.css"), _text("page.js")
    pieces = _template().generate(
        page=page,
        statistics=statistics,
        timeline=Timeline(statistics.introduced, statistics.removed),
        size=(WIDTH, HEIGHT),
        rows=rows,
        most_rows=MOST_ROWS,
        states=STATES,
        version=__version__,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
    )
    for piece in pieces:
        yield piece.encode("utf-8", "replace")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def _text(name: str) -> str:
    with open(os.path.join(_TEMPLATES, name), encoding="utf-8") as file:
        return file.read()


def _policy(style: str, script: str) -> str:
    """Return a Content Security Policy for a page with this style sheet and this script."""
    return (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _source(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


class _Rows:
    """The rows of the table as values for JSON; texts that many share are in ``shared``."""

    def __init__(self, secrets: Iterable[PageSecret]) -> None:
        self._secrets = secrets
        self._numbers: dict[object, int] = {}
        self.shared: list[object] = []

    def __iter__(self) -> Iterator[dict[str, object]]:
        for secret in self._secrets:
            yield {
                "id": secret.id,
                **secret.facts._asdict(),
                "kind": self._share(secret.kind),
                "excerpt": secret.excerpt,
                "locations": secret.locations,
                "places": secret.places,
                "author": secret.author,
                "subject": secret.subject,
                "remark": secret.remark,
                "steps": self._share(tuple(secret.steps)),
                "allow": secret.allow,
            }

    def _share(self, value: object) -> int:
        """Return the number of ``value``, which is hashable, in ``shared``."""
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self.shared)
            self.shared.append(value)
        return number
