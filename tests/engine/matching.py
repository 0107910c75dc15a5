"""What the tests of the engine share: building matchers, and telling plainly what they find."""

from __future__ import annotations

from functools import partial

from git_secrets_py.engine.blocks import Blocks
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.model import MatchedLine, NotScanned, Origin, Pattern

CONFIG = Origin("config", "~/.gitconfig")
PROVIDER = Origin("provider", "my-provider")


def patterns(*sources, origin=CONFIG):
    return [Pattern(source, origin) for source in sources]


def matcher(*sources, block_size=None, overlap=64 << 10, context=1 << 10, **settings):
    """A matcher for ``sources``, with blocks of another size where one is given."""
    if block_size is not None:
        settings["blocks"] = partial(Blocks, block_size, overlap, context)
    return Matcher(patterns(*sources), **settings)


def cut(content, size):
    """``content`` in chunks of ``size`` bytes; in one for ``None``."""
    if size is None:
        return [content]
    return [content[start : start + size] for start in range(0, len(content), size)]


def scanned(one_matcher, content, chunk_size=None):
    """Everything that a scan of ``content`` yields."""
    return list(one_matcher.scanner().scan(cut(content, chunk_size)))


def spans(one_matcher, content, chunk_size=None):
    """The distinct (line number, start in the line, secret) of all matches, in order."""
    return [span[:3] for span in named_spans(one_matcher, content, chunk_size)]


def named_spans(one_matcher, content, chunk_size=None):
    """As ``spans``, each with the source of its pattern."""
    found = []
    for item in scanned(one_matcher, content, chunk_size):
        assert isinstance(item, MatchedLine), item.message
        for match in item.matches:
            place = (item.number, item.offset + match.start, item.secret(match))
            found.append((*place, match.pattern.source))
    return found


def not_scanned(one_matcher, content):
    """The messages about what could not be scanned."""
    return [item.message for item in scanned(one_matcher, content) if isinstance(item, NotScanned)]
