"""Shared by the tests of the engine: building scanners, and listing what they find."""

from __future__ import annotations

from functools import partial

from git_secrets_py.content import NotScanned
from git_secrets_py.engine.blocks import Blocks
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine, Origin, Pattern

CONFIG = Origin("config", "~/.gitconfig")
PROVIDER = Origin("provider", "my-provider")


def patterns(*sources, origin=CONFIG):
    return [Pattern(source, origin) for source in sources]


def matcher(*sources, **settings):
    """Return a matcher for ``sources``."""
    return Matcher(patterns(*sources), **settings)


def scanner(*sources, block_size=None, overlap=64 << 10, context=1 << 10, **settings):
    """Return a scanner for ``sources``, with blocks of ``block_size`` if it is given."""
    one = matcher(*sources, **settings)
    if block_size is None:
        return Scanner(one)
    return Scanner(one, partial(Blocks, block_size, overlap, context))


def cut(content, size):
    """Return ``content`` in chunks of ``size`` bytes; in one if that is ``None``."""
    if size is None:
        return [content]
    return [content[start : start + size] for start in range(0, len(content), size)]


def scanned(one_scanner, content, chunk_size=None):
    """Return everything that a scan of ``content`` yields."""
    return list(one_scanner.scan(cut(content, chunk_size)))


def spans(one_scanner, content, chunk_size=None):
    """Return the distinct (line number, start in the line, secret) of all matches, in order."""
    return [span[:3] for span in named_spans(one_scanner, content, chunk_size)]


def named_spans(one_scanner, content, chunk_size=None):
    """As ``spans``, each with the source of its pattern."""
    found = []
    for item in scanned(one_scanner, content, chunk_size):
        assert isinstance(item, MatchedLine), item.message
        for match in item.matches:
            place = (item.number, item.offset + match.start, item.secret(match))
            found.append((*place, match.pattern.source))
    return found


def not_scanned(one_scanner, content):
    """Return the messages about unscanned content."""
    return [item.message for item in scanned(one_scanner, content) if isinstance(item, NotScanned)]
