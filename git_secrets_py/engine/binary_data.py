"""Binary data in base64, such as images and fonts, in which any pattern may match by chance."""

from __future__ import annotations

from git_secrets_py.rules.bigrams import word_likeness

_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"
_AROUND = 512
# A run of this length is data even without a mark.
_LONG = 200
# More than a secret key of AWS and a slash; the rest of most lines into which data is folded.
_LEAST = 44
_MARK = b"base64,"  # of a URL
# The text beside the data in one of its lines, also in a string of a program.
_BESIDE = b" \t\r\"'`,;+.()[]\\n"
# In the unit of ``word_likeness``: no path is as random.
_RANDOM = -1.0


def is_in_data(line: bytes, start: int, end: int) -> bool:
    """Return whether ``line[start:end]`` is a part of random base64 that continues around it.

    The text around it holds letters in both cases and digits, as a hash in hexadecimal does not.
    It is long, or all of its line, or marked as base64: a part of a path may be as random.
    """
    if line[start:end].strip(_ALPHABET):
        return False
    before, after = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
    first = len(before.rstrip(_ALPHABET))
    last = len(after) - len(after.lstrip(_ALPHABET))
    rest = before[first:] + after[:last]
    return (
        len(rest) >= _LEAST
        and (
            len(rest) >= _LONG
            or before[:first].endswith(_MARK)
            or not (before[:first] + after[last:].lstrip(b"=")).strip(_BESIDE)
        )
        and rest.upper() != rest != rest.lower()
        and any(digit in rest for digit in b"0123456789")
        and word_likeness(rest) < _RANDOM
    )
