"""The parts that the patterns of rules share: the text around a secret, and names bound to values.

Boundaries are lookarounds, so they are not part of the match. An escape before a secret, as in
``"\\nAKIA..."`` or ``key%3DAKIA...``, ends in a letter or digit but is not part of a word.
"""

from __future__ import annotations

# The escapes that end in a letter or digit. The table is closed; the word rule has it, too.
ESCAPES = (
    rb"\\[A-Za-z]",  # \n, and any other letter
    rb"\\[0-7]{1,3}",
    rb"\\x[0-9A-Fa-f]{2}",
    rb"\\u[0-9A-Fa-f]{4}",
    rb"\\U[0-9A-Fa-f]{8}",
    rb"%(?:25){0,4}[0-9A-Fa-f]{2}",  # also encoded again, as %253D
    # Quoted-printable, of neither letter nor digit (RFC 2045, section 6.7). "=20" may be a number.
    rb"=(?:[02357][A-F]|A0)",
)
# Terminal colors, with an erasure as grep prints it (ECMA-48). In a log, the escape character may
# be missing, or written in another way.
_COLOR = rb"\[[0-9;:]{0,32}[mK]"
ESCAPE = rb"(?<=" + b"|".join((*ESCAPES, _COLOR)) + rb")"

# Before: nothing is required, for a prefix that is never the end of a word.
ANYTHING = b""
# Before: neither letter nor digit, except of an escape. An underscore may join it to a name.
OUTSIDE_WORD = rb"(?:(?<![0-9A-Za-z])|" + ESCAPE + b")"
# The same for a short prefix, which must not be the end of an identifier either.
OUTSIDE_NAME = rb"(?:(?<![0-9A-Za-z_-])|" + ESCAPE + b")"
# The same for a secret in Base64, which must not be the end of a longer text in Base64. A "=" is
# that of an assignment.
OUTSIDE_BASE64 = rb"(?:(?<![0-9A-Za-z+/])|" + ESCAPE + b")"

# After: no more letters, digits and underscores.
NO_WORD_AFTER = rb"(?![0-9A-Za-z_])"
# After: no more characters of Base64 in either alphabet.
NO_BASE64_AFTER = rb"(?![0-9A-Za-z+/=_-])"
# The same for a secret without a slash: one goes on with the path of a URL, or with the scope of a
# signature of AWS.
NO_BASE64_BUT_SLASH_AFTER = rb"(?![0-9A-Za-z+=_-])"

# After a short prefix and its text: no identifier or hash in URL-safe Base64 goes on, and no
# extension follows, as in the name of a file.
NO_NAME_AFTER = rb"(?![0-9A-Za-z_-]|\.[A-Za-z][0-9A-Za-z]{0,4}(?![0-9A-Za-z]))"

UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# The most lines between a name and its value, both included, and the most bytes.
NAMED_LINES = 4
NAMED_REACH = 1200

# Many, where values are aligned.
_BLANKS = rb"[ \t]{0,30}+"
_QUOTES = rb"""(?:\\{0,4}["'`]|&quot;|%22|\\u0022|\\x22){0,3}+"""
# The end of the name: a closing quote, subscript, variable or call; bold text in Markdown; the text
# of a prompt.
_NAME_END = (
    rb"(?:\(\))?+\]?+" + _QUOTES + rb"(?:\*\*)?+(?:[\])}]|%5[Dd]){0,2}"
    # The size of an array.
    rb"(?:\[[0-9]{0,5}\])?(?: \[[A-Za-z*]{0,24}\])?"
)
# A cell of a table; a sentence, as in "set `NAME` to `value`"; the replacement in a command of sed.
_OPERATORS = (
    rb"(?:=>|->|:[:=-]|\|\|=?|\|(?=[^|\n]{8,200}\|)|\?\?=?|\?[:=]|=3D|[!=+.]?={1,2}|:|\xef\xbc\x9a|,|%3[AaDd]|<-|\(|"
    rb"or(?=[ \t])|(?:is|was|(?<!pass )to):?(?=[ \t])|\{(?=[ ]?[\"'])|/(?=[^/\s]{8,200}/)|"
    # A string that PHP has serialized; the value of a field of a form, or the result of a call.
    rb";s:[0-9]{1,3}:|"
    rb"\.(?:val|value|type|fill|set_?[Vv]alue|send_?[Kk]eys|thenReturn|and_return|"
    rb"equals|Equals|unwrap_or)[ ]?[=(]|\.unwrap_or_else\(\|_?\|[ ])"
)
# A type before the operator of an assignment: "name: String =", "name string =", "name As String
# =", "name: &'static str =", "name: Optional[str] =", "name: str | None ="; the accessors of a
# property.
_TYPE = (
    rb"(?::?[ \t]{0,3}[&A-Za-z][0-9A-Za-z_.<>'?\[\]]{1,24}"
    rb"(?: [A-Za-z][0-9A-Za-z_.<>?]{1,24}| \| None)?"
    rb"[ \t]{1,3}(?==)|\{ ?get;[^{}\n]{0,20}\} (?==))?"
)
_VALUE_NAME = rb"(?:(?:Parameter|android:)?[Vv]alue|[Dd]efault)"
# The arguments between the name of an option and its default, as in argparse and click.
_OPTION_ARGUMENTS = (
    rb"(?:,? ?(?:type|help|required|dest|nargs|metavar|envvar|show_default)="
    rb"(?:\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'|[0-9A-Za-z_.]{1,24})(?=,)){0,3}+"
)
# The value in a list of names and values, the default of a call, the key of an object, or an
# option after the name.
_KEYWORD = (
    rb"(?:"
    + _OPTION_ARGUMENTS
    + rb"[{,]?"
    + _BLANKS
    + _QUOTES
    + rb"(?:"
    + _VALUE_NAME
    + rb"|[A-Za-z_-]{0,20}(?i:key|token|secret|password)|-{1,2}[a-z][a-z-]{0,16})"
    + _NAME_END
    + rb"[:= ]{1,3})?"
)
# The end of an element, or its attributes after the name.
_ELEMENT = (
    rb"(?:</[A-Za-z]{1,12}|(?: [A-Za-z:]{1,32}=\"[^\"\n]{0,32}\"){1,3})?>"
    + _BLANKS
    + rb"(?:<[A-Za-z]{1,12}>)?"
)
# Calls, a bracket, template or tag around the value: String("value"), ["value"], b"value". A value
# within ENC() is encrypted.
_CALL = (
    rb"(?:new )?(?!ENC\()[A-Za-z_][0-9A-Za-z_.:>-]{0,31}(?: ?\[\])?[ ]?[({][ ]?"
    rb"(?:[a-z_0-9]{1,20}=)?"
)
_OPENING = (
    rb"(?:(?:"
    + _CALL
    + rb"){1,3}+|[\"']?\{\{ ?|(?:new ?\[\] ?)?[\[({]"
    + _BLANKS
    + rb"|<!\[CDATA\[|![A-Za-z]{1,16} )?(?:[brRufLNU@$]{1,2}(?=[\"']))?"
    + _QUOTES
)
_LINE_END = rb"[ \t\r]{0,9}+\n[ \t]{0,40}+"
# Fast path: the line continues. Not after a definition, as in "def call(name):".
_NAME_AT_LINE_END = (
    rb"(?!(?<=\))[ \t]{0,30}:)(?=[ \t\r,:=>|({\[\\+-]{0,12}+\n|</|"
    rb":?[ ]{0,3}[A-Za-z][0-9A-Za-z_.<>?]{0,24}[ ]=\s)" + _BLANKS + _TYPE
)
_OPERATOR_AT_LINE_END = rb"(?::[ \t]{0,9}[>|]?[+-]?|:?=>?[ \t]{0,9}[(\[\\]?|\()" + _LINE_END
_ELEMENT_AT_LINE_END = rb"(?:</[A-Za-z]{1,12})?>" + _LINE_END
# The value of a name in the lines before: a folded scalar, parentheses, or a continued line; the
# value in an object, list or block; the next element.
_IN_NEXT_LINES = (
    _NAME_AT_LINE_END
    + rb"(?:"
    + _OPERATOR_AT_LINE_END
    + _OPENING
    + rb"|[,:{]?"
    + _LINE_END
    + rb"(?:(?!- )[^\n{}]{1,120}+\n[ \t]{0,40}+){0,2}?"
    + _QUOTES
    + _VALUE_NAME
    + _NAME_END
    + _BLANKS
    + rb"[:=]>?"
    + _BLANKS
    + _OPENING
    + rb"|"
    + _ELEMENT_AT_LINE_END
    + rb"<[A-Za-z]{1,12}>)"
)
# The blanks before an operator are those after an option or an instruction of a Dockerfile, too.
_IN_LINE = (
    _BLANKS
    + _TYPE
    + _OPERATORS
    + _BLANKS
    + _KEYWORD
    + _OPENING
    + rb"|[ \t]{1,9}"
    + _KEYWORD
    + _OPENING
    + rb"|"
    + _ELEMENT
    + _OPENING
)
# The last words of names that identifiers and hashes have, and secrets do not, unless a word such
# as "token" precedes: "token_team" is the token of a team.
_LAST_WORD = (
    rb"(?:[_.-]|(?<=[a-z])(?=[A-Z]))(?i:version|state|fingerprint|sha|file|image|pic|picture|icon|prefix|prefixes|"
    rb"(?<!(?:key|token|secret|credential|password)[_.-]?)(?:org|organization|team|project|profile|"
    rb"workspace|environment|release|build))(?![0-9A-Za-z_.-])"
)
# The rest of a name: not that of an identifier or a checksum, which are not secrets.
_NAME_REST = (
    rb"(?![0-9A-Za-z_.-]{0,40}?(?:(?i:sha[0-9_-]|md5|hash|digest|commit|revision|checksum|integrity)|"
    rb"[_-][Ii][Dd]s?(?![A-Za-z])|(?<=[a-z])Id(?![a-z])|" + _LAST_WORD + rb"))[0-9A-Za-z_.-]{0,40}+"
)
# The text between the beginning of a name and its value, in the same line or the next ones.
BETWEEN_IN_LINE = _NAME_REST + _NAME_END + rb"(?:" + _IN_LINE + rb")"
BETWEEN = _NAME_REST + _NAME_END + rb"(?:" + _IN_LINE + rb"|" + _IN_NEXT_LINES + rb")"


def named(name: bytes, value: bytes) -> bytes:
    """Return a pattern of the secret ``value`` that is bound to a name that contains ``name``.

    It covers the ways in which common languages and formats bind a name to a value, in one line
    or in ``NAMED_LINES``. ``name`` ignores case, and may be the beginning of a longer name:
    ``NAME_API_KEY``. In a longer pattern, this must be the end.
    """
    return b"(?i:" + name + b")" + BETWEEN + b"(?P<secret>" + value + b")"


def named_in_line(name: bytes, value: bytes) -> bytes:
    """Return the pattern of ``named`` for a value in the line of its name."""
    return b"(?i:" + name + b")" + BETWEEN_IN_LINE + b"(?P<secret>" + value + b")"


# In filters: the rest of a line that ends as that of the name, in a match over several lines; the
# beginning of the line that holds the value, if that of the name ends in another way.
_TO_LINE_END = rb"[^\n]*(?::[ \t]*[>|]?[+-]?|=>?[ \t]*[(\[\\]?|\(|>)[ \t\r]*$"
_VALUE_LINE = rb"^[ \t]*" + _QUOTES.replace(b"}+", b"}") + _VALUE_NAME + rb"[^0-9A-Za-z_]"


def continuing(name: bytes) -> tuple[bytes, bytes]:
    """Return the filters of the first line of a match of ``named`` that spans several, and a later.

    One of them is in each. ``name`` is the filter of the name.
    """
    return name + _TO_LINE_END, _VALUE_LINE


# In a filter, the rest of a name and its end: a looser form, which is a tenth as large. After a
# closing parenthesis, no colon follows.
_REST_IN_FILTERS = rb"""[0-9A-Za-z_.\\"'`&;%\[\]{}-]*(?: \[[A-Za-z*]*\])?"""
_LINE_END_IN_FILTERS = rb"[ \t\r]*$"


# In filters, the text before a name that is the value of any key, or the first argument; the same
# if that key is "name" or "key". These are so frequent that a search for them would slow that for
# all rules down, and an unbounded text without them would: where it exceeds a bound, it is any.
_BEFORE_NAME = rb"""(?:[:=]>?[ \t]*["']?|\(["'])[0-9A-Za-z_.-]*"""
_BEFORE_LISTED_NAME = (
    rb"""(?:(?:(?:[EYey]["']?[ \t]{0,16}|[ \t]{17})[:=]>?[ \t]{0,16}["']?|[ \t]{17}["']?|"""
    rb"""\(["'])[0-9A-Za-z_.-]{0,40}|[0-9A-Za-z_.-]{41})"""
)


def at_line_end(name: bytes, *, is_listed: bool = False) -> bytes:
    """Return the filter of a line that ends with ``name``, whose value is in the next ones.

    Words at the end of a line are many: an operator follows, or the name is itself the value of a
    key, as in a list of names and values, or the first argument. If it ``is_listed``, the key is
    "name" or "key", or ends as these do; by default, it is any.
    """
    return (
        name
        + _REST_IN_FILTERS
        # An operator, a brace or the end of an element.
        + rb"(?:(?:[ \t]*:|[()\]}]*[ \t]*(?::?=>?|\(|\{)|:? *[A-Za-z][0-9A-Za-z_.<>?]* +=)"
        + rb"[ \t]*[>|(\[\\]?[+-]?|(?:</[A-Za-z]*)?>)"
        + _LINE_END_IN_FILTERS
        + rb"|"
        + (_BEFORE_LISTED_NAME if is_listed else _BEFORE_NAME)
        + name
        + _REST_IN_FILTERS
        + rb"[()\]}]*,?"
        + _LINE_END_IN_FILTERS
    )
