"""The commands, statements and calls that take a password.

Their names mark the password, which has no mark of its own. Each expression is the text before a
password.
"""

from __future__ import annotations

import re

# The rest of a command up to an option; the blanks before and after a word.
_REST = rb"\b[^\n|;]{0,160}?[ \t]"
_GAP = rb"[ \t]{1,9}"
_BEFORE_QUOTE = rb"(?=[\"'])"

# Programs, by the option that takes the password; for some, the value may follow at once.
_OPTIONS = (
    rb"\b(?:redis-cli" + _REST + rb"-a|"
    rb"(?:mongo(?:sh|dump|restore|export|import)?|cqlsh|cypher-shell|rabbitmqadmin|rdesktop|"
    rb"winexe|(?i:psexec))" + _REST + rb"-p|"
    rb"(?:docker|podman|skopeo|buildah|az|helm|oc|cf|argocd|rancher)[ \t](?:[a-z-]{1,20}[ \t]){0,2}"
    rb"login" + _REST + rb"-p|"
    rb"(?:ldap(?:search|add|modify|delete|whoami|passwd)|kadmin|kinit)" + _REST + rb"-w|"
    rb"openssl" + _REST + rb"-k|snmp[a-z]{2,10}" + _REST + rb"-[AX])" + _GAP,
    rb"\b(?:mysql(?:dump|admin|import|show)?" + _REST + rb"-p|"
    rb"(?:sqlcmd|osql|bcp|tsql|ipmitool|(?:un)?zip)" + _REST + rb"-P[ \t]{0,3}|"
    rb"sshpass[ \t]{1,9}-p[ \t]{0,3}|xfreerdp" + _REST + rb"/p:|"
    rb"(?:7za?|rar|unrar)" + _REST + rb"-p(?=[^\s-]))",
    rb"(?<![A-Za-z0-9])--?(?:[A-Za-z0-9]{1,20}[-_]){0,2}"
    rb"(?i:password|passwd|passphrase|pass|pwd)" + _GAP,
    rb"(?<![A-Za-z0-9])-(?:src|dest)?(?:store|key)pass" + _GAP,
)
# Programs that take the password after the user, or after a word.
_ARGUMENTS = (
    rb"\b(?:(?:smbclient|rpcclient|smbmap)" + _REST + rb"(?:-U|--user)[ =]?[\"']?[^\s%\"'`]{1,60}%|"
    rb"lftp" + _REST + rb"-u" + _GAP + rb"[^\s,\"']{1,60},|"
    rb"https?[ \t](?:[^\n|;]{0,80}?[ \t])?(?:-a[ ]?|--auth[ =])[\"']?[A-Za-z0-9_.@+-]{1,60}:|"
    rb"htpasswd[ \t]{1,3}-[A-Za-z]{0,5}b[A-Za-z]{0,5}(?:[ \t][^\n \t]{1,80}){2}[ \t]{1,3}|"
    rb"rabbitmqctl"
    + _REST
    + rb"(?:add_user|change_password)"
    + _GAP
    + rb"[^\s]{1,60}"
    + _GAP
    + rb"|"
    rb"(?:nmcli|mysqladmin)" + _REST + rb"password" + _GAP + rb"|"
    rb"wpa_passphrase" + _GAP + rb"[^\s]{1,40}" + _GAP + rb"|set-initial-password" + _GAP + rb"|"
    rb"net[ \t]{1,3}(?:user" + _GAP + rb"[^\s/]{1,40}" + _GAP + rb"(?=[^\n]{5,80}?/add)|"
    rb"use\b[^\n|;]{0,120}?/user:[^\s]{1,60}" + _GAP + rb"|"
    rb"use" + _GAP + rb"(?:[A-Za-z*]:?" + _GAP + rb")?\\\\[^\s]{1,80}" + _GAP + rb"(?=[^\s/]{5,80}"
    rb"[ \t]{1,3}/user:))|"
    rb"sudo[ \t][^\n|;]{0,20}-[A-Za-z]{0,4}S\b[^\n|;]{0,60}?<<<[ \t]{0,3}" + _BEFORE_QUOTE + rb"|"
    rb"pass(?:in|out|word)?[ \t]{1,3}pass:)",
)
# Lines of configuration files, instructions of a Dockerfile, and sentences.
_SETTINGS = (
    rb"\b(?:requirepass|masterauth|rootpw(?:[ \t]{1,3}--plaintext)?|bindpw|AuthLDAPBindPassword|"
    rb"d-i[ \t]{1,3}passwd/[a-z-]{1,20}password[ \t]{1,3}password)" + _GAP,
    # Of a .netrc file, also one that "netrc-password" takes for a word.
    rb"\bmachine[ \t]{1,3}[^\s]{1,80}[ \t]{1,3}login[ \t]{1,3}[^\s]{1,80}[ \t]{1,3}password" + _GAP,
    rb"\b(?:ENV|ARG|setenv|setx|set -g?x|SetEnv|fastcgi_param)" + _GAP + rb"[A-Za-z0-9_]{0,30}"
    rb"(?i:password|passwd|passphrase|_pass|_pwd)[A-Za-z0-9_]{0,12}" + _GAP,
    rb"(?i:temporary password is generated for )[^\s:]{1,60}:[ ]",
    rb"(?i:password[ ](?:for[ ](?:the[ ])?(?:user(?:name)?|account)[ ][\"'`]?[^\s\"'`]{1,60}"
    rb"[\"'`]?[ ])?is:?[ ])(?=[\"'`])",
    rb"(?i:type)=[\"']password[\"'][^<>\n]{0,160}?[ ]value=" + _BEFORE_QUOTE,
)
_STATEMENTS = (
    rb"(?i:identified[ \t]{1,9}(?:with[ \t]{1,9}[a-z0-9_'\"]{1,40}[ \t]{1,9})?(?:by|as)|"
    rb"(?:with|encrypted)[ \t]{1,9}password)" + _GAP + _BEFORE_QUOTE,
    rb"(?i:(?:user|to)" + _GAP + rb"[^\s]{1,60}" + _GAP + rb"identified[ \t]{1,9}by)" + _GAP,
    rb"(?i:(?:user|role|login)[ \t]{1,9}[^\s]{1,60}[ \t]{1,9}(?:login[ \t]{1,9})?password)"
    + _GAP
    + _BEFORE_QUOTE,
    rb"(?i:insert[ ]into[^\n(]{1,80}\([^()\n]{0,160}passw[^(),\n]{0,16}\)[ ]?values[ ]?"
    rb"\([^()\n]{0,160},[ ]?)" + _BEFORE_QUOTE,
    rb"(?i:convertto-securestring)[ \t]{1,3}" + _BEFORE_QUOTE,
    rb"(?i:password)[\"'],[ \t]{0,3}with:[ \t]{0,3}" + _BEFORE_QUOTE,
    rb"(?i:assword)[^\n]{0,12}[\"'}][ \t]{0,3}(?:;|\{)?[ \t]{0,3}(?:exp_)?send"
    + _GAP
    + _BEFORE_QUOTE,
)
_WORD = rb"""[^\s"'`<>{}$%\\();|&,\[\]-][^\s"'`<>{}$\\();|&,\[\]]{4,80}"""
_VALUE = (
    rb"""(?:"(?P<secret>[^\s"`<>{}$\\]{5,80})(?:\\{1,2}[rn])?"|'(?P<secret>[^\s'`<>{}$\\]{5,80})'|"""
    rb"""`(?P<secret>[^\s'`<>{}$\\]{5,80})`|(?P<secret>""" + _WORD + rb""")(?![\"'(]))"""
)
# The password that a command reads, that of a user in quotes, and those of Oracle.
_PIPED = (
    rb"""\becho[ \t]{1,3}(?:-[en]{1,2}[ \t]{1,3})?["']?(?:[A-Za-z0-9_.-]{1,40}:)?"""
    rb"""(?P<secret>[^\s"'`<>{}$%\\();|]{5,80})["']?[ \t]{0,3}\|[ \t]{0,3}"""
    rb"""(?:(?:sudo[ \t]{1,3})?(?:ch)?passwd\b|sudo[ \t][^\n|]{0,20}-[A-Za-z]{0,4}S|"""
    rb"""[^\n|]{1,120}?--password-stdin)"""
)
_ORACLE = (
    rb"""(?:\bsqlplus(?:[ \t]{1,3}-[A-Za-z]{1,8}){0,3}[ \t]{1,3}["']?|"""
    rb"""\bjdbc:oracle:(?:thin|oci):)[A-Za-z0-9_]{1,30}"""
    rb"""/(?P<secret>[^\s"'`<>{}$%\\();|@/]{5,80})(?=@|[ \t]|\r?$)"""
)


def _unbounded(pattern: bytes) -> bytes:
    """Return ``pattern`` without the upper bounds of repeats, which are slow to compile."""
    return re.sub(rb"\{(\d+),\d+\}\??", rb"{\1,}", pattern)


def _before_value(parts: tuple[bytes, ...], value: bytes) -> bytes:
    return rb"(?:" + rb"|".join(parts) + rb")" + value


_VALUE_IN_FILTERS = rb"""["'`]?[^\s"'`<>{}$\\]{5}"""
_COMMANDS = (*_OPTIONS, *_ARGUMENTS)
COMMAND = _before_value(_COMMANDS, _VALUE) + rb"|" + _PIPED + rb"|" + _ORACLE
COMMAND_ANCHOR = _unbounded(
    _before_value(_COMMANDS, _VALUE_IN_FILTERS) + rb"|" + _PIPED + rb"|" + _ORACLE
)
STATEMENT = _before_value((*_SETTINGS, *_STATEMENTS), _VALUE)
STATEMENT_ANCHOR = _unbounded(_before_value((*_SETTINGS, *_STATEMENTS), _VALUE_IN_FILTERS))

_STRING = rb"""\\{0,2}["'][^\s"'`\\]{1,60}(?:\\{1,2}[^\s"'`\\]{1,60})?\\{0,2}["'],[ ]{0,2}"""
_QUOTE = rb"""\\{0,2}["']"""
_SECRET = rb"""(?P<secret>[^\s"'`<>{}$\\]{5,80})(?=\\{0,2}["'])"""
# The user and the password are arguments of a call that logs in, or values of a tuple.
_AFTER_USER = (
    rb"(?i:\b(?:log_?in|sign_?in|log_?on|authenticate|(?:http)?(?:basic|proxy|digest)_?auth|"
    rb"(?:set|add|with)_?(?:basic_?auth|credentials)|networkcredential|"
    rb"usernamepassword(?:credentials|authenticationtoken)|passwordauthentication|"
    rb"passwordcredential|username_?pw_?set|simple_bind(?:_s)?|sp_addlogin|"
    rb"(?:sign_?in|create_?user)_?with_?email_?and_?password)[ ]?\(?|"
    rb"\b(?:auth|credentials|creds)[ ]?=[ ]?\(|\bgetconnection[ ]?\([^()\n]{1,200}?,[ ]?|"
    rb"\bdirectoryentry[ ]?\([^()\n,]{1,200},[ ]?|"
    rb"\b(?:create|add|register)_?(?:test_?|super_?)?user[ ]?\(|"
    # After the host, and perhaps a port; after a user and an address.
    rb"\b(?:mysqli?(?:_p?connect|_real_connect)?|ftp_login|ssh2_auth_password|imap_open|ldap_bind|"
    rb"new[ ](?:pdo|sequelize)|(?:\.|->)connect|create_?super_?user)[ ]?"
    rb"\((?:[^()\n,\"']{1,80},[ ]?|[\"'][^\n\"']{1,160}[\"'],[ ]?){1,2}|"
    rb"\b(?:db_?)?user(?:name)?,[ ](?:db_?)?pass(?:word|wd)?\)?[ ]=[ ]\(?)" + _STRING
)
# The user is a variable: of a server of mail or files.
_AFTER_VARIABLE = rb"\b[a-z][A-Za-z0-9_]{0,30}\.login\([A-Za-z_][A-Za-z0-9_.]{0,40},[ ]{0,2}"
# Of a network; of Redis.
_ONLY_ARGUMENT = (
    rb"\bWiFi\.begin\([^()\n,]{1,60},[ ]?|\b(?:red|redis|client|jedis)[.:]auth\([ ]?|"
    rb"\bcheck_?(?:P|p)assword\([ ]?"
)
# Of a user, to be encoded; as Spring Security has it.
_AFTER_PREFIX = (
    rb"""(?:\b(?:btoa|Buffer\.from|b64encode)\([ ]?b?["'][A-Za-z0-9_.@+-]{1,60}:|["']\{noop\})"""
)
LOGIN_CALL = (
    rb"(?:(?:"
    + _AFTER_USER
    + rb"|"
    + _AFTER_VARIABLE
    + rb"|"
    + _ONLY_ARGUMENT
    + rb")"
    + _QUOTE
    + rb"|"
    + _AFTER_PREFIX
    + rb")"
    + _SECRET
    + rb"""|["'](?P<secret>[^\s"'`<>{}$\\]{5,80})["']\.toCharArray\(\)"""
)
LOGIN_CALL_ANCHOR = _unbounded(LOGIN_CALL)
