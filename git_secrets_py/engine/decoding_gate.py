r"""The gate of ``decoding``: expressions for what may be encoded text.

Text in base64 differs from most other runs of its alphabet: in each group of four characters, the
first three have few values if the three bytes are printable ASCII. Of random characters, one group
in 15 passes, so five groups in a row are hardly ever anything else.
"""

from __future__ import annotations

from git_secrets_py.engine.hyperscan import HyperscanFilter, hyperscan_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from git_secrets_py.engine.filters import Filter
    from git_secrets_py.engine.hyperscan import DatabaseCache

# The first three of four characters, whose bits are xxxxxx xxyyyy yyyyzz: of bytes that are
# printable, tabs and line ends. The fourth can be any.
_GROUP = rb"[CDI-Za-f][ACDEFGHQSTUVWXginjklmwyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589]"
BASE64_TEXT = rb"(?:" + _GROUP + rb"[0-9A-Za-z+/_-]){5,}"
HEXADECIMAL_TEXT = rb"(?:[2-7][0-9A-Fa-f]|0[9AaDd]){16,}"
_ESCAPED = (
    rb"(?:%[2-7][0-9A-Fa-f]){4}",
    rb"(?:\\x[2-7][0-9A-Fa-f]){4}",
    rb"(?:\\u00[2-7][0-9A-Fa-f]){4}",
    rb"(?:\\[01][0-7][0-7]){4}",
    rb"(?:&#(?:[xX][2-7][0-9A-Fa-f]|[0-9]{2,3});){4}",
)
# An escape within a secret: of a plus sign, a slash, or an equals sign.
_WITHIN = (
    rb"[0-9A-Za-z+/]{6}(?:%(?:25)?(?:2[BbFf]|3[Dd])|\\/|\\u00(?:2[BbFf]|3[Dd])|"
    rb"\\x(?:2[BbFf]|3[Dd])|&#(?:43|47|61|[xX]2[BbFf]|[xX]3[Dd]);)"
)
EXPRESSIONS = (
    BASE64_TEXT.replace(b"{5,}", b"{5}"),
    HEXADECIMAL_TEXT.replace(b"{16,}", b"{16}"),
    *_ESCAPED,
    _WITHIN,
)


def gate(cache: DatabaseCache | None, limit: float) -> Filter:
    """Return the filter that hits what may be encoded text; ``limit`` is that of ``regex``."""
    hyperscan = hyperscan_module()
    numbers = range(len(EXPRESSIONS))
    if hyperscan is None:
        return _without_hyperscan(limit)
    cached = cache.load_filter(hyperscan, EXPRESSIONS, numbers) if cache is not None else None
    if cached is not None:
        return cached[0]
    compiled = HyperscanFilter.compile(hyperscan, EXPRESSIONS, numbers)
    if cache is not None:
        cache.store_filter(hyperscan, EXPRESSIONS, (), compiled)
    return compiled


def _without_hyperscan(limit: float) -> Filter:
    from git_secrets_py.engine.filters import RegexFilter

    class AnyHit(RegexFilter):
        """It has only one hit in a line, which may be long: then everything is decoded."""

        def hits(self, data: bytes) -> list[tuple[int, int]] | None:
            return None if self.may_match(data) else []

    return AnyHit(EXPRESSIONS, range(len(EXPRESSIONS)), limit)
