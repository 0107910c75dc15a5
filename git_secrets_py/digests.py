"""Digests, their comparison in constant time, and a cipher, without ``hashlib``.

That loads OpenSSL, which takes 2 ms, longer than most runs take to compute them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from hashlib import blake2b, sha256, shake_256
    from hmac import compare_digest
    from typing import Protocol

    class Shake(Protocol):
        """A hash of any length."""

        def digest(self, length: int, /) -> bytes:
            """Return the first ``length`` bytes of the hash."""
else:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    try:
        from _sha2 import sha256  # since Python 3.12
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256
    try:
        from _sha3 import shake_256
    except ImportError:
        from hashlib import shake_256
    try:
        from _operator import _compare_digest as compare_digest
    except ImportError:
        from hmac import compare_digest

__all__ = ["blake2b", "compare_digest", "encrypted", "sha256"]


def encrypted(key: bytes, data: bytes, stream: Callable[[bytes], Shake] = shake_256) -> bytes:
    """Encrypt or decrypt ``data``: XOR with a ``stream`` from ``key``, which serves for it alone.

    ``hashlib`` has the same ``stream``, three times as fast.
    """
    pad = stream(key).digest(len(data))
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")
    return mixed.to_bytes(len(data), "big")
