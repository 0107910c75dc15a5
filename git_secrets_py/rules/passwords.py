"""Passwords that are found by their names, or by the commands and calls that take them.

These rules are part of the rule set "generic".
"""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, at_line_end, named
from git_secrets_py.rules.password_commands import (
    COMMAND,
    COMMAND_ANCHOR,
    LOGIN_CALL,
    LOGIN_CALL_ANCHOR,
    STATEMENT,
    STATEMENT_ANCHOR,
)
from git_secrets_py.rules.rule import Rule

_PASSWORD_NAME = (
    # Not HTTPPasswordMgr of Python, a bypass or a compass, nor the texts of a page for passwords.
    rb"(?:pass(?:word(?!mgr|(?<=(?:change|forgot|reset)[_-]password)\.)|wd|phrase|wort|code|w(?![a-z])|(?<!bypass|compass)(?![a-z]))|ps?wd|"
    # A pre-shared key, neither a list of ciphers nor an exclusion in one.
    rb"(?<![!+]|(?-i:\bk|DHE|RSA))psk(?![a-z_])|"
    # Not the end of a text in Base64, nor the locale of Palau, as in "en-PW".
    rb"(?:(?<![A-Za-z])(?<![0-9])(?!(?<=\b(?-i:[a-z]{2,3})-)(?-i:PW))|root|bind|admin|user|login)pw(?![a-z])|"
    # Other languages of the Latin alphabet, then Russian, Chinese, Japanese and Korean.
    rb"kennwort|wachtwoord|contrase(?:n|\xc3\xb1)a|lozinka|salasana|"
    rb"(?<![A-Za-z])(?:senha|clave|parola|heslo|has(?:l|\xc5\x82)o|(?:s|\xc5\x9f)ifre|"
    rb"mot[ _-]?de[ _-]?passe)(?![a-z])|"
    rb"\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c|\xe5\xaf\x86\xe7\xa0\x81|"
    rb"\xe5\x8f\xa3\xe4\xbb\xa4|\xe3\x83\x91\xe3\x82\xb9\xe3\x83\xaf\xe3\x83\xbc\xe3\x83\x89|"
    rb"\xeb\xb9\x84\xeb\xb0\x80\xeb\xb2\x88\xed\x98\xb8|\xec\x95\x94\xed\x98\xb8)"
)
# A "$" before a name is that of a variable, unless it is in the middle of a word.
_WORD = (
    rb"""[^\s"'`<>{}$\\,+;:)(&|=]"""
    rb"""(?:[^\s"'`<>{}$\\]|\$(?![A-Za-z_{(])|(?<=[0-9A-Za-z])\$(?=[a-z])){4,80}"""
)
QUOTED = (
    rb"""(?:(?<=["']|[=:(|][ \t]{0,9}`|CDATA\[)"""
    + _WORD
    + rb"""(?=\\{0,4}["'`]|\]\]>)|(?<=>)"""
    + _WORD
    # The value of a name in the line before.
    + rb"(?=<)|(?<=\n[ \t]{0,40}(?:[Vv]alue|Default):[ ]{1,9}|:[ ][>|]-?\n[ \t]{1,40})"
    + _WORD
    + rb"(?=[ \t]{0,9}\r?(?:\n|\Z)))"
)
# The name within a call, as in ``password = getenv("DB_PASSWORD", "...")``, is not the value.
_NO_NAME = rb"""(?![A-Za-z_-]{0,40}(?i:pass|pwd|psk)[A-Za-z_-]{0,20}[0-9]?["'`])"""
# A value that is not quoted ends its line or string, or is one word of a command or a query.
_SETTING = (
    rb"""[0-9A-Za-z_.-]{0,30}(?:%5[Dd])?["'*`]{0,2}[ \t]{0,20}"""
    rb"""(?:=>?|:[-=]?|%3[Dd]|\xef\xbc\x9a|\|(?=[^|\n]{5,80}\|))[*`]{0,2}[ \t]{0,30}"""
    rb"""(?P<secret>(?:[^\s"'`<>{}$%\\(),;\[\]|&=]|%[0-9A-Fa-f]{2}){5,80}+)"""
    rb"""(?=[ \t]{0,9}(?:[#;&|]|\r?$)|(?<!:.{0,80})[ \t&]|\\{1,4}[nrt]|"""
    # One of the variables before a command, and the default of one, as in "${PASSWORD:-...}".
    rb"""(?<=[A-Za-z]=[^\s=]{5,80})[ \t]|(?<=\$\{[0-9A-Za-z_.-]{2,60}:[=-]?[^\s{}:]{5,80})\}|"""
    # The end of a comment; a value in braces.
    rb"""[ \t]{0,3}(?:-->|\*/)|(?<=\{[ \t]?(?:[a-z_]{2,16}: [^\s,{}:]{1,40}, )?"""
    rb"""[a-z_]{4,20}: [^\s{}:]{5,80})\}|"""
    # Also in a string within JSON, as in a notebook.
    rb"""\\{0,4}["']{1,2}(?:[ \t,;)\]}/>\\]|\r?$))"""
)
_NETRC_HOST = rb"machine[ \t]{1,9}[^\s\"'`,;]{1,100}"
_NETRC_GAP = rb"(?:[ \t]{1,9}|[ \t]{0,9}\r?\n[ \t]{0,9})"

# The password of a server or a store, as configuration names it, or that of a variable in capitals.
_SERVER = (
    rb"(?:admin|amqp|database|datasource|db|druid|elastic(?:search)?|ftp|grafana|imap|jasypt|jdbc|"
    rb"jenkins|kafka|key-?store|ldap|mail|mariadb|minio|mongo(?:db)?|mssql|mysql|nacos|oracle|"
    rb"postgres(?:ql)?|psql|rabbit(?:mq)?|redis|root|sftp|smtp|sonar|ssh|trust-?store|wordpress)"
)
_SERVER_NAME = (
    rb"(?:(?i:(?<![A-Za-z0-9])"
    + _SERVER
    + rb"(?:[._-][a-z]{2,12}){0,2}[._-]?(?:password|passwd|pass|pwd))|"
    # Not an action on a password, or a rule for it.
    + rb"(?<![A-Za-z0-9_])(?!(?:CHANGE|CONFIRM|CREATE|ENTER|FORGOT|HIDE|INVALID|M(?:AX|IN)|"
    rb"MISSING|NEW|NO|OLD|ONE|REQUIRE|RESET|SET|SHOW|UPDATE|USE|WRONG)_)"
    rb"[A-Z][A-Z0-9_]{1,40}_(?:PASSWORD|PASSWD|PASS|PWD))"
)

_QUOTED_WORD = rb"""(?:[^\n0-9A-Za-z_.-][^\n]{0,80})?["'`>][^\s"'`<>{}$\\][^\s"'`<>{}\\]{4}"""


def anchor(name: bytes, value: bytes) -> bytes:
    """Return the filter of ``name``, a common word, and ``value``."""
    # No letter: the rest of the name covers the remains of a lookaround, such as a digit.
    for around in (rb"(?<![A-Za-z])", rb"(?![a-z])"):
        name = name.replace(around, rb"(?:\b|[0-9_])")
    name = rb"(?i:" + name + rb")"
    line_end = at_line_end(name, is_listed=True)
    return name + rb"[0-9A-Za-z_.-]{0,40}" + value + rb"|" + line_end


# Not the "pass" of a condition, as in ``ok ? "pass" : "fail"``.
WHOLE_NAME = rb"""(?i:password|passwd|passphrase|pwd|(?<![a-z]|\?[ ]?["'])pass)"""


def assigned_string(name: bytes, value: bytes) -> bytes:
    """Return a pattern of the secret ``value`` as a string that is assigned to ``name``.

    ``name`` is the whole name or its end, and nothing but the string is assigned.
    """
    secret = rb"(?P<secret>" + value + rb")"
    return (
        name
        + rb"""["'\]]{0,2}[ \t]{0,9}(?:=>|:?=|:)[ \t]{0,9}[bruL@]?(?:'"""
        + secret
        + rb"""'|\""""
        + secret
        + rb"""")(?=[ \t]{0,9}(?:[,;)}\]#]|//|\r?$))"""
    )


def assigned(name: bytes, value: bytes) -> bytes:
    """Return the pattern of ``assigned_string``, or of a setting, which ends its line."""
    setting = rb"(?:=|:[ ])(?P<secret>" + value + rb")(?=[ \t]{0,9}(?:#|\r?$))"
    return assigned_string(name, value) + rb"|" + name + setting


PASSWORDS = (
    Rule(
        "password-assignment",
        named(_PASSWORD_NAME, _NO_NAME + QUOTED),
        "An assignment of a password. Change it, and read the new one from the environment or "
        "a secret store.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        check="strong-password",
        recommended=False,
        anchor=anchor(_PASSWORD_NAME, _QUOTED_WORD),
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "password-setting",
        rb"(?i:" + _PASSWORD_NAME + rb")" + _SETTING,
        "The value of a password in a configuration file or a command. Change it, and read "
        "the new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        check="plain-password",
        recommended=False,
        anchor=rb"(?i:"
        + _PASSWORD_NAME
        + rb""")[0-9A-Za-z_.-]*(?:%5[Dd])?["'*`]{0,2}[ \t]*"""
        + rb"""(?:[=:][=>-]?|%3[Dd]|\xef\xbc\x9a|\|)[*`]{0,2}[ \t]*"""
        + rb"""[^\s"'`<>{}$\\(),;\[\]|&=]{5}""",
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "server-password",
        _SERVER_NAME
        + rb"(?:=|:[ ])(?P<secret>[a-z0-9][a-z0-9_]{3,40}|[A-Z0-9]{4,40})"
        + rb"(?=[ \t]{0,9}(?:#|\r?$))",
        "The password of a server in its configuration or in a variable. Change it, and read the "
        "new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        check="uncommon-word",
        recommended=False,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "password-word",
        assigned_string(WHOLE_NAME, rb"[a-z0-9]{4,40}"),
        "A word assigned to a password. Change it if it is the password of a server or a person, "
        "and read the new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        check="uncommon-word",
        recommended=False,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "netrc-password",
        _NETRC_HOST
        + _NETRC_GAP
        + rb"login[ \t]{1,9}[^\s]{1,100}"
        + _NETRC_GAP
        + rb"""password[ \t]{1,9}(?P<secret>[^\s"'`<>{}$\\]{4,100})""",
        "The password of a server in a .netrc file. Change it, and remove the file from the "
        "repository.",
        "https://everything.curl.dev/usingcurl/netrc",
        after=b"",
        check="password",
        checksum="no-word",
        lines=3,
        reach=450,
        anchor=_NETRC_HOST,
        guessable=True,
        documented=True,
    ),
    Rule(
        "password-command",
        COMMAND,
        "A password on a command line. Change it, and pass the new one in a file or the "
        "environment.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        check="plain-password",
        recommended=False,
        anchor=COMMAND_ANCHOR,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "password-statement",
        STATEMENT,
        "A password in a statement, an instruction or a sentence. Change it, and read the new one "
        "from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        check="plain-password",
        recommended=False,
        anchor=STATEMENT_ANCHOR,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "password-argument",
        LOGIN_CALL,
        "A password in a call that logs in. Change it, and read the new one from the "
        "environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        check="strong-password",
        recommended=False,
        anchor=LOGIN_CALL_ANCHOR,
        severity=MEDIUM,
        guessable=True,
    ),
)
