"""The parts that the patterns of rules share: what may stand before and after a secret, and how
a name is bound to a value.

Boundaries are lookarounds, so they are no part of the match. An escape before a secret, as in
``"\\nAKIA..."`` or ``key%3DAKIA...``, ends in a letter or digit but is no part of a word.
"""

from __future__ import annotations

# A backslash with a letter, octal or hexadecimal digits; percent-encoding; terminal colors, in
# which the escape character itself may be escaped.
_ESCAPE = (
    rb"(?<=\\[abefnrtv]|\\[0-7]{1,3}|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}|"
    rb"\[[0-9;]{0,11}m)"
)

# Before: nothing is required, for a prefix that is never the end of a word.
ANYTHING = b""
# Before: neither letter nor digit, except of an escape. An underscore may join it to a name.
OUTSIDE_WORD = rb"(?:(?<![0-9A-Za-z])|" + _ESCAPE + b")"
# The same for a short prefix, which must not be the end of an identifier either.
OUTSIDE_NAME = rb"(?:(?<![0-9A-Za-z_-])|" + _ESCAPE + b")"
# The same for a secret in Base64, which must not be the end of a longer text in Base64.
OUTSIDE_BASE64 = rb"(?:(?<![0-9A-Za-z+/=])|" + _ESCAPE + b")"

# After: no more letters, digits and underscores.
NO_WORD_AFTER = rb"(?![0-9A-Za-z_])"
# After: no more characters of Base64 in either alphabet.
NO_BASE64_AFTER = rb"(?![0-9A-Za-z+/=_-])"

_BLANKS = rb"[ \t]{0,9}"
_QUOTES = rb"""(?:\\{0,4}["'`]|&quot;|%22|\\u0022|\\x22){0,3}"""
# The end of the name: a closing quote, subscript, variable or call.
_NAME_END = _QUOTES + rb"[\])}]{0,2}"
_OPERATORS = rb"(?:=>|:[=-]|\|\|=?|\?\?=?|\?[:=]|==?|:|,|%3[AaDd]|<-|\(|or(?=[ \t]))"
# A type before the operator of an assignment: "name: String =", "name string =".
_TYPE = rb"(?::?[ \t]{0,3}[&A-Za-z][0-9A-Za-z_.<>']{1,24}[ \t]{1,3}(?==))?"
# The value in a list of names and values, the default of a call, or the key of an object.
_KEYWORD = (
    rb"(?:[{,]?"
    + _BLANKS
    + _QUOTES
    + rb"(?:[Vv]alue|default|[A-Za-z_-]{0,20}(?i:key|token|secret|password))"
    + _NAME_END
    + rb"[:= ]{1,3})?"
)
_ELEMENT = rb"(?:</[A-Za-z]{1,12})?>" + _BLANKS + rb"(?:<[A-Za-z]{1,12}>)?"
# A call or bracket around the value: String("value"), ["value"], b"value".
_OPENING = rb"(?:[A-Za-z_.]{1,24}\(|[\[({]" + _BLANKS + rb"|(?:[brRuf@$]{1,2}(?=[\"'])))?" + _QUOTES
# The blanks before an operator are those after an option or an instruction of a Dockerfile, too.
_BINDING = (
    _NAME_END
    + rb"(?:"
    + _BLANKS
    + _TYPE
    + _OPERATORS
    + _BLANKS
    + _KEYWORD
    + rb"|[ \t]{1,9}"
    + _KEYWORD
    + rb"|"
    + _ELEMENT
    + rb")"
    + _OPENING
)
# The rest of a name: not that of an identifier or a checksum, which are no secrets.
_NAME_REST = (
    rb"(?![0-9A-Za-z_.-]{0,40}?(?:(?i:sha[0-9_-]|md5|hash|digest|commit|revision|checksum|integrity)|"
    rb"[_-][Ii][Dd]s?(?![A-Za-z])|(?<=[a-z])Id(?![a-z])))[0-9A-Za-z_.-]{0,40}+"
)


# The text between the beginning of a name and its value.
BETWEEN = _NAME_REST + _BINDING


def named(name: bytes, value: bytes) -> bytes:
    """Return a pattern of the secret ``value`` that is bound to a name that contains ``name``.

    It covers the ways in which common languages and formats bind a name to a value in one line.
    ``name`` ignores case, and may be the beginning of a longer name: ``NAME_API_KEY``.
    """
    return b"(?i:" + name + b")" + BETWEEN + b"(?P<secret>" + value + b")"
