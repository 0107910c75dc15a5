"""Passwords that only their names, or the commands and calls that take them, show.

These rules are part of the rule set "generic".
"""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, at_line_end, named
from git_secrets_py.rules.rule import Rule

_PASSWORD_NAME = (
    rb"(?:pass(?:word|wd|phrase|wort|code|(?![a-z]))|pwd|(?<![A-Za-z])pw(?![a-z])|"
    # Other languages of the Latin alphabet, then Russian, Chinese and Korean.
    rb"kennwort|wachtwoord|contrase(?:n|\xc3\xb1)a|(?<![A-Za-z])(?:senha|mot de passe)(?![a-z])|"
    rb"\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c|\xe5\xaf\x86\xe7\xa0\x81|"
    rb"\xeb\xb9\x84\xeb\xb0\x80\xeb\xb2\x88\xed\x98\xb8)"
)
# A "$" before a name is that of a variable, unless it is in the middle of a word.
_WORD = (
    rb"""[^\s"'`<>{}$\\,+;:)(&|=]"""
    rb"""(?:[^\s"'`<>{}$\\]|\$(?![A-Za-z_{(])|(?<=[0-9A-Za-z])\$(?=[a-z])){4,80}"""
)
QUOTED = (
    rb"""(?:(?<=["'])"""
    + _WORD
    + rb"""(?=\\{0,4}["'])|(?<=>)"""
    + _WORD
    # The value of a name in the line before.
    + rb"(?=<)|(?<=\n[ \t]{0,40}value:[ ]{1,9})"
    + _WORD
    + rb"(?=[ \t]{0,9}\r?(?:\n|\Z)))"
)
# A value that is not quoted ends its line or string, or is one word of a command or a query.
_SETTING = (
    rb"""[0-9A-Za-z_.-]{0,30}(?:%5[Dd])?["']?[ \t]{0,20}(?:=>?|:|%3[Dd])[ \t]{0,30}"""
    rb"""(?P<secret>(?:[^\s"'`<>{}$%\\(),;\[\]|&=]|%[0-9A-Fa-f]{2}){5,80}+)"""
    rb"""(?=[ \t]{0,9}(?:[#;&|].*)?\r?$|(?<!:.{0,80})[ \t&]|\\{1,4}[nrt]|"""
    # Also in a string within JSON, as in a notebook.
    rb"""\\{0,4}["']{1,2}(?:[ \t,;)\]}/>\\]|\r?$))"""
)
# What a password follows in commands: of sshpass, mysql, SQL, openssl and others; an option, an
# instruction of a Dockerfile, a step of a form.
_PASSWORD_COMMAND = (
    rb"(?:\bsshpass[ \t]{1,9}-p[ \t]{0,3}|\bredis-cli\b[^\n|;]{0,120}?[ \t]-a[ \t]{1,3}|"
    rb"\bmysql(?:dump|admin|import|show)?\b[^\n|;]{0,120}?[ \t]-p|"
    rb"\b(?:requirepass|masterauth)[ \t]{1,9}|\bpass(?:in|out|word)?[ \t]{1,3}pass:|"
    rb"(?i:identified[ \t]{1,9}by|(?:with|encrypted)[ \t]{1,9}password)[ \t]{1,9}(?=[\"'])|"
    rb"\bhtpasswd[ \t]{1,3}-[A-Za-z]{0,5}b[A-Za-z]{0,5}(?:[ \t][^\n \t]{1,80}){2}[ \t]{1,3}|"
    rb"(?i:convertto-securestring)[ \t]{1,3}(?=[\"'])|"
    rb"(?<![A-Za-z0-9])--?(?:[A-Za-z0-9]{1,20}[-_]){0,2}"
    rb"(?i:password|passwd|passphrase|pass|pwd)[ \t]{1,3}|"
    rb"\bnet[ \t]{1,3}user[ \t]{1,3}[^\s/]{1,40}[ \t]{1,3}(?=[^\n]{5,80}?/add)|"
    # Of a .netrc file, also one that "netrc-password" takes for a word.
    rb"\bmachine[ \t]{1,3}[^\s]{1,80}[ \t]{1,3}login[ \t]{1,3}[^\s]{1,80}"
    rb"[ \t]{1,3}password[ \t]{1,3}|"
    rb"\b(?:ENV|ARG|setenv|setx|set -g?x)[ \t]{1,3}[A-Za-z0-9_]{0,30}"
    rb"(?i:password|passwd|passphrase)[A-Za-z0-9_]{0,12}[ \t]{1,9}|"
    rb"(?i:password)[\"'],[ \t]{0,3}with:[ \t]{0,3}(?=[\"'])|"
    rb"(?i:password[ ](?:for[ ](?:the[ ])?(?:user(?:name)?|account)[ ][\"'`]?[^\s\"'`]{1,60}"
    rb"[\"'`]?[ ])?is:?[ ])(?=[\"'])|(?i:\bpsexec)\b[^\n|;]{0,160}?[ \t]-p[ \t]{1,3}|"
    # Of SMB and FTP, after the user; of Docker, databases, LDAP, archives and key stores.
    rb"\b(?:smbclient|rpcclient|smbmap)\b[^\n|;]{0,120}?[ \t](?:-U|--user)[ =]?[\"']?"
    rb"[^\s%\"'`]{1,60}%|"
    rb"\blftp\b[^\n|;]{0,120}?[ \t]-u[ \t]{1,3}[^\s,\"']{1,60},|"
    rb"\b(?:docker|podman|az|helm)[ \t](?:[a-z-]{1,20}[ \t]){0,2}login\b[^\n|;]{0,120}?"
    rb"[ \t]-p[ \t]{1,3}|"
    rb"\bmongo(?:sh|dump|restore|export|import)?\b[^\n|;]{0,120}?[ \t]-p[ \t]{1,3}|"
    rb"\bldap(?:search|add|modify|delete|whoami|passwd)\b[^\n|;]{0,160}?[ \t]-w[ \t]{1,3}|"
    rb"\b(?:7za?|rar|unrar)[ \t][^\n|;]{0,60}?[ \t]-p(?=[^\s-])|"
    rb"\b(?:un)?zip\b[^\n|;]{0,60}?[ \t]-P[ \t]{0,3}|"
    rb"\bopenssl\b[^\n|;]{0,120}?[ \t]-k[ \t]{1,3}|"
    rb"(?<![A-Za-z0-9])-(?:src|dest)?(?:store|key)pass[ \t]{1,3}|"
    rb"\bnet[ \t]{1,3}use\b[^\n|;]{0,120}?/user:[^\s]{1,60}[ \t]{1,3}|"
    rb"\bsudo[ \t][^\n|;]{0,20}-[A-Za-z]{0,4}S\b[^\n|;]{0,60}?<<<[ \t]{0,3}(?=[\"'])|"
    rb"(?i:assword)[^\n]{0,12}[\"'}][ \t]{0,3}(?:;|\{)?[ \t]{0,3}(?:exp_)?send[ \t]{1,3}(?=[\"']))"
)
_NETRC_HOST = rb"machine[ \t]{1,9}[^\s\"'`,;]{1,100}"
_NETRC_GAP = rb"(?:[ \t]{1,9}|[ \t]{0,9}\r?\n[ \t]{0,9})"
# The password that a command reads, and that of a user in quotes.
_PIPED_PASSWORD = (
    rb"""\becho[ \t]{1,3}(?:-[en]{1,2}[ \t]{1,3})?["']?(?:[A-Za-z0-9_.-]{1,40}:)?"""
    rb"""(?P<secret>[^\s"'`<>{}$%\\();|]{5,80})["']?[ \t]{0,3}\|[ \t]{0,3}"""
    rb"""(?:(?:sudo[ \t]{1,3})?(?:ch)?passwd\b|sudo[ \t][^\n|]{0,20}-[A-Za-z]{0,4}S|"""
    rb"""[^\n|]{1,120}?--password-stdin)"""
)
# The user and the password are arguments of a call that logs in, or values of a tuple.
_LOGIN_CALL = (
    rb"(?i:\b(?:log_?in|sign_?in|log_?on|authenticate|(?:http)?(?:basic|proxy|digest)_?auth|"
    rb"(?:set|add|with)_?(?:basic_?auth|credentials)|networkcredential|"
    rb"usernamepassword(?:credentials|authenticationtoken)|passwordauthentication|"
    rb"passwordcredential)[ ]?\(|\b(?:auth|credentials|creds)[ ]?=[ ]?\(|"
    rb"\bgetconnection[ ]?\([^()\n]{1,200}?,[ ]?|"
    rb"\bdirectoryentry[ ]?\([^()\n,]{1,200},[ ]?|"
    rb"\b(?:create|add|register)_?(?:test_?)?user[ ]?\(|"
    # After the host, and perhaps a port.
    rb"\b(?:mysqli?(?:_p?connect|_real_connect)?|ftp_login|ssh2_auth_password|imap_open|ldap_bind|"
    rb"new[ ]pdo|(?:\.|->)connect)[ ]?"
    rb"\((?:[^()\n,\"']{1,80},[ ]?|[\"'][^\n\"']{1,160}[\"'],[ ]?){1,2}|"
    rb"\b(?:db_?)?user(?:name)?,[ ](?:db_?)?pass(?:word|wd)?\)?[ ]=[ ]\(?)"
    rb"""\\{0,2}["'][^\s"'`\\]{1,60}(?:\\{1,2}[^\s"'`\\]{1,60})?\\{0,2}["'],[ ]{0,2}\\{0,2}["']"""
)
_COMMAND_WORD = rb"""[^\s"'`<>{}$%\\();|&,\[\]-][^\s"'`<>{}$\\();|&,\[\]]{4,80}"""

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
    # Not what is done with a password, or its rules.
    + rb"(?<![A-Za-z0-9_])(?!(?:CHANGE|CONFIRM|CREATE|ENTER|FORGOT|HIDE|INVALID|M(?:AX|IN)|"
    rb"MISSING|NEW|NO|OLD|ONE|REQUIRE|RESET|SET|SHOW|UPDATE|USE|WRONG)_)"
    rb"[A-Z][A-Z0-9_]{1,40}_(?:PASSWORD|PASSWD|PASS|PWD))"
)

_QUOTED_WORD = rb"""(?:[^\n0-9A-Za-z_.-][^\n]{0,80})?["'`>][^\s"'`<>{}$\\][^\s"'`<>{}\\]{4}"""


def anchor(name: bytes, value: bytes) -> bytes:
    """Return the filter of ``name``, a common word, and ``value``."""
    # No letter: what is left of a lookaround, such as a digit, the rest of the name covers.
    for around in (rb"(?<![A-Za-z])", rb"(?![a-z])"):
        name = name.replace(around, rb"(?:\b|[0-9_])")
    name = rb"(?i:" + name + rb")"
    line_end = at_line_end(name, rb"""(?i:name|key)["']?[ \t]*""")
    return name + rb"[0-9A-Za-z_.-]{0,40}" + value + rb"|" + line_end


PASSWORDS = (
    Rule(
        "password-assignment",
        named(_PASSWORD_NAME, QUOTED),
        "An assignment of a password. Change it, and read the new one from the environment or "
        "a secret store.",
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
        before=ANYTHING,
        after=b"",
        check="plain-password",
        recommended=False,
        anchor=rb"(?i:"
        + _PASSWORD_NAME
        + rb""")[0-9A-Za-z_.-]{0,30}(?:%5[Dd])?["']?[ \t]{0,9}(?:[=:]>?|%3[Dd])[ \t]{0,30}"""
        + rb"""[^\s"'`<>{}$\\(),;\[\]|&=]{5}""",
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "server-password",
        _SERVER_NAME + rb"(?:=|:[ ])(?P<secret>[a-z0-9][a-z0-9_]{4,40})(?=[ \t]{0,9}(?:#.*)?\r?$)",
        "The password of a server in its configuration or in a variable. Change it, and read the "
        "new one from the environment or a secret store.",
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
        anchor=_NETRC_HOST,
        guessable=True,
        documented=True,
    ),
    Rule(
        "password-command",
        _PASSWORD_COMMAND
        + rb"""(?:"(?P<secret>[^\s"`<>{}$\\]{5,80})(?:\\{1,2}[rn])?"|"""
        + rb"""'(?P<secret>[^\s'`<>{}$\\]{5,80})'|"""
        + rb"(?P<secret>"
        + _COMMAND_WORD
        + rb")(?![\"'(]))|"
        + _PIPED_PASSWORD,
        "A password in a command or a statement. Change it, and pass the new one in a file or "
        "the environment.",
        before=ANYTHING,
        after=b"",
        check="plain-password",
        recommended=False,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "password-argument",
        _LOGIN_CALL + rb"""(?P<secret>[^\s"'`<>{}$\\]{5,80})(?=\\{0,2}["'])""",
        "A password in a call that logs in. Change it, and read the new one from the "
        "environment or a secret store.",
        before=ANYTHING,
        after=b"",
        check="strong-password",
        recommended=False,
        severity=MEDIUM,
        guessable=True,
    ),
)
