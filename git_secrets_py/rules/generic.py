"""Secrets of no particular vendor: private keys, signed tokens, passwords in URLs."""

from __future__ import annotations

from git_secrets_py.model import LOW, MEDIUM
from git_secrets_py.rules.boundaries import (
    ANYTHING,
    NO_BASE64_AFTER,
    OUTSIDE_BASE64,
    named,
)
from git_secrets_py.rules.rule import Rule

_HEADER_AND_KIND_IN_BASE64 = 216
# The header of a private key, the text up to its material, and the material.
_HEADER = rb"---- ?BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-----?"
_ENCRYPTED_HEADER = rb"---- ?BEGIN ENCRYPTED PRIVATE KEY ?-----?"
# What joins the lines of a key in string literals, markup, comments and diffs.
_JOINT = (
    rb"""(?:\\{1,8}(?:[nrt]|u000[aAdD])|&#(?:10|13|x[aAdD]);|%0[aAdD]|<br ?/?>|"""
    rb"""[bBrRuUfF@$](?=["'])|[ \t\r"'`+.,()\[\]#*>|\\;]|//|-(?![-A-Za-z0-9]{3})){0,60}+"""
)
# As in RFC 1421 and in OpenPGP; a blank line follows.
_KEY_FIELD = (
    rb"(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|Subject|[xX]-[A-Za-z-]{1,30}):"
    rb"""[^\n\\"']{0,120}"""
)
_ENCRYPTED_FIELD = rb"Proc-Type: ?4, ?ENCRYPTED"
_KEY_GAP = (
    _JOINT
    + rb"(?:\n"
    + _JOINT
    + rb"(?:"
    + _KEY_FIELD
    + _JOINT
    + rb")?|"
    + _KEY_FIELD
    + _JOINT
    + rb"){0,6}"
)
# An OpenSSH key begins with its type and, if it is not encrypted, "none": its first line in
# Base64 is the same in many keys, so the secret is the second.
_OPENSSH = rb"b3BlbnNzaC1rZXktdjE"
_OPENSSH_LINE = _OPENSSH + rb"[A-Za-z0-9+/]{40,140}" + _JOINT + rb"\n" + _JOINT
_OPENSSH_NOT_ENCRYPTED = rb"AAAAABG5vbmU"
# The lines of a key that stand in one line, as in JSON, are all part of its secret.
_MATERIAL = (
    rb"(?P<secret>[A-Za-z0-9+/]{24,200}+={0,2}"
    rb"(?:(?:\\{1,8}[nr]|[ \t]){1,9}+[A-Za-z0-9+/=]{1,200}+){0,200}+)"
)
# The first bytes of a key are its type and size, which are the same in many keys.
_TYPE_AND_SIZE = 56
_KEY_LINES = 8

_URL_USER = rb"(?<![A-Za-z0-9+.-])[A-Za-z0-9][A-Za-z0-9+.-]{0,20}(?<!cloudinary)://[A-Za-z0-9_.~%+!-]{0,80}:"
# Without the characters of templates: {} <> () and %, except in "%40"; "$" before no name.
_URL_PASSWORD = (
    rb"(?P<secret>(?:[A-Za-z0-9_.~!=+^@*&#-]|%[0-9A-Fa-f]{2}|\$(?![A-Za-z_{(])){4,100})@"
)
_HOST_END = rb"(?![A-Za-z0-9_.-])"
_LOCAL = rb"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)" + _HOST_END
_RESERVED = (
    rb"(?:[A-Za-z0-9-]{1,63}\.){0,5}(?:example(?:\.(?:com|net|org))?|test|invalid)" + _HOST_END
)
_HOST = rb"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,253}|\[[0-9A-Fa-f:.]{2,45}\])"
_AUTHORIZATION = rb"(?i:authorization)\\{0,4}[\"']?[ \t]{0,9}[:=,][ \t]{0,9}[^\s\w]{0,6}"

_PASSWORD_NAME = (
    rb"(?:pass(?:word|wd|phrase|wort|code)|pwd|(?<![A-Za-z])pass(?![a-z])|_pass(?![a-z])|"
    rb"(?<=[a-z])Pass(?![a-z])|(?<![A-Za-z])pw(?![A-Za-z]))"
)
# A "$" before a name is that of a variable.
_WORD = rb"""[^\s"'`<>{}$\\,+;:)(&|=](?:[^\s"'`<>{}$\\]|\$(?![A-Za-z_{(])){4,80}"""
_QUOTED = rb"""(?:(?<=["'])""" + _WORD + rb"""(?=\\{0,4}["'])|(?<=>)""" + _WORD + rb"(?=<))"
# A value that is not quoted ends its line or string, or is one word of a command or a query.
_SETTING = (
    rb"""[0-9A-Za-z_.-]{0,30}["']?[ \t]{0,20}(?:=>?|:)[ \t]{0,9}"""
    rb"""(?P<secret>[^\s"'`<>{}$%\\(),;\[\]|&=]{5,80}+)"""
    rb"""(?=[ \t]{0,9}(?:[#;&|].*)?\r?$|(?<!:.{0,80})[ \t&]|["'](?:[ \t,;)\]}]|\r?$))"""
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
    rb"\bmachine[ \t]{1,3}[^\s]{1,80}[ \t]{1,3}login[ \t]{1,3}[^\s]{1,80}"
    rb"[ \t]{1,3}password[ \t]{1,3}|"
    rb"\b(?:ENV|ARG|setenv|setx|set -g?x)[ \t]{1,3}[A-Za-z0-9_]{0,30}"
    rb"(?i:password|passwd|passphrase)[A-Za-z0-9_]{0,12}[ \t]{1,9}|"
    rb"(?i:password)[\"'],[ \t]{0,3}with:[ \t]{0,3}(?=[\"']))"
)
# The password that a command reads, and that of a user in quotes.
_PIPED_PASSWORD = (
    rb"""\becho[ \t]{1,3}(?:-[en]{1,2}[ \t]{1,3})?["']?(?:[A-Za-z0-9_.-]{1,40}:)?"""
    rb"""(?P<secret>[^\s"'`<>{}$%\\();|]{5,80})["']?[ \t]{0,3}\|[ \t]{0,3}"""
    rb"""(?:(?:sudo[ \t]{1,3})?(?:ch)?passwd\b|sudo[ \t][^\n|]{0,20}-[A-Za-z]{0,4}S)"""
)
# The second argument of a call that logs in.
_LOGIN_CALL = (
    rb"(?i:\b(?:log_?in|sign_?in|log_?on|authenticate|(?:http)?(?:basic|proxy|digest)_?auth|"
    rb"(?:set|add|with)_?(?:basic_?auth|credentials)|networkcredential|"
    rb"usernamepassword(?:credentials|authenticationtoken)|passwordauthentication|"
    rb"passwordcredential)[ ]?\(|\b(?:auth|credentials|creds)[ ]?=[ ]?\(|"
    rb"\bgetconnection[ ]?\([^()\n]{1,200}?,[ ]?)"
    rb"""\\{0,2}["'][^\s"'`\\]{1,60}\\{0,2}["'],[ ]{0,2}\\{0,2}["']"""
)
_COMMAND_WORD = rb"""[^\s"'`<>{}$%\\();|&,\[\]-][^\s"'`<>{}$\\();|&,\[\]]{4,80}"""

_KEY_NAME = (
    rb"(?:(?:api|access|auth|private|client|encryption|signing|master|app|account|license|service|"
    rb"consumer|session|storage|shared|admin|deploy|bot|hmac|jwt|cookie|signature)"
    rb"[_. -]?(?:key|pass)|secret|token|credential|apikey)"
)
# The same in another order, which is faster to search for. The tokens that only name a page, a
# request or a public key are no secrets.
_KEY_NAME_EXACT = (
    rb"(?:secret|credential|token(?!iz)"
    rb"(?<!(?:public_?-?key|page_?|change_?|request_?|next_?|action_?|sync_?|continuation_?)token)|"
    rb"(?:key|pass)(?<="
    rb"(?:api|access|auth|private|client|encryption|signing|master|app|account|license|service|"
    rb"consumer|session|storage|shared|admin|deploy|bot|hmac|jwt|cookie|signature)[_. -]?"
    rb"(?:key|pass)))"
)
# Without a digit, only long values are decided: most are names.
_KEY_VALUE = rb"(?:(?=[A-Za-z+/_.~-]{0,119}[0-9])[A-Za-z0-9+/_.~-]{10,200}={0,2}|[A-Za-z]{16,64})"
# For filters: a value with a digit; a word in quotes or of an element.
_DIGIT_VALUE = (
    rb"[^\n0-9A-Za-z_.-](?:[^\n]{0,80}[^\nA-Za-z0-9+/_.~-])?"
    rb"(?:[A-Za-z+/_.~-]{9,119}[0-9]|[A-Za-z+/_.~-]{0,8}[0-9][A-Za-z0-9+/_.~-])"
)
_LETTERS_VALUE = rb"""[^\n0-9A-Za-z_.-]{1,12}[A-Za-z]{16}"""
_QUOTED_WORD = rb"""(?:[^\n0-9A-Za-z_.-][^\n]{0,80})?["'`>][^\s"'`<>{}$\\][^\s"'`<>{}\\]{4}"""


def _anchor(name: bytes, value: bytes) -> bytes:
    """Return the filter of ``name``, a common word, and ``value``.

    Names at the end of a line are many: an operator follows, or it is that of a list of names.
    """
    name = rb"(?i:" + name + rb")"
    rest = rb"""[0-9A-Za-z_.-]{0,40}["'`\])]{0,3}"""
    return (
        name
        + rb"(?:[0-9A-Za-z_.-]{0,40}"
        + value
        + rb"|"
        + rest
        # Then an operator, a brace or the end of an element.
        + rb"(?:[ \t]{0,9}(?::|:?=>?|\(|\{)[ \t]{0,9}[>|(\[\\]?[+-]?|</[A-Za-z]{1,12}>)"
        + rb"[ \t\r]{0,9}$)|"
        + rb"""(?i:name|key)["']?[ \t]{0,9}[:=]>?[ \t]{0,9}["']?[0-9A-Za-z_.-]{0,40}"""
        + name
        + rest
        + rb",?[ \t\r]{0,9}$"
    )


RULES = {
    "private-key": (
        Rule(
            "private-key-encrypted",
            rb"(?:"
            + _ENCRYPTED_HEADER
            + _KEY_GAP
            + rb"|"
            + _HEADER
            + rb"(?:"
            + _JOINT
            + rb"\n?"
            + _JOINT
            + _ENCRYPTED_FIELD
            + _KEY_GAP
            + rb"|"
            + _KEY_GAP
            + rb"(?="
            + _OPENSSH
            + rb")(?!"
            + _OPENSSH
            + _OPENSSH_NOT_ENCRYPTED
            + rb")))(?:"
            + _OPENSSH_LINE
            + rb")?+"
            + _MATERIAL,
            "An encrypted private key (PKCS, OpenSSH). Whoever has it can guess its passphrase. "
            "Replace the key wherever its public key is trusted, unless the passphrase is strong.",
            "https://www.rfc-editor.org/rfc/rfc5958",
            before=ANYTHING,
            after=b"",
            check="key-material",
            lines=_KEY_LINES,
            anchor=_HEADER,
            severity=MEDIUM,
            documented=True,
        ),
        Rule(
            "private-key",
            _HEADER + _KEY_GAP + rb"(?:" + _OPENSSH_LINE + rb")?+" + _MATERIAL,
            "A private key (PKCS, OpenSSH, SSH2 or OpenPGP). Replace the key wherever its public "
            "key is trusted, and revoke certificates issued for it. Encrypting the file now does "
            "not help.",
            "https://www.rfc-editor.org/rfc/rfc7468",
            before=ANYTHING,
            after=b"",
            check="key-material",
            unique_length=_TYPE_AND_SIZE,
            lines=_KEY_LINES,
            anchor=_HEADER,
            documented=True,
        ),
        Rule(
            "private-key-base64",
            # The Base64 form of "-----BEGIN [RSA |DSA |EC |OPENSSH |ENCRYPTED |PGP ]PRIVATE KEY"
            rb"LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFWS|BSU0EgUFJJVkFURSBLRVkt|BEU0EgUFJJVkFURSBLRVkt|"
            rb"BFQyBQUklWQVRFIEtFWS|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRVkt|"
            rb"BQR1AgUFJJVkFURSBLRVkg)[A-Za-z0-9+/]{60,20000}={0,2}",
            "A private key file in Base64, as in Kubernetes secrets and CI variables. Replace the "
            "key wherever its public key is trusted.",
            "https://www.rfc-editor.org/rfc/rfc7468",
            before=ANYTHING,
            after=b"",
            unique_length=_HEADER_AND_KIND_IN_BASE64,
            documented=True,
        ),
        Rule(
            "private-key-putty",
            rb"Private-Lines: ?[0-9]{1,3}" + _JOINT + rb"\n?" + _JOINT + _MATERIAL,
            "A PuTTY private key file. Replace the key wherever its public key is trusted, unless "
            "its passphrase is strong.",
            "https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
            before=ANYTHING,
            after=b"",
            check="key-material",
            lines=2,
            anchor=rb"Private-Lines: ?[0-9]",
            documented=True,
        ),
        Rule(
            "private-key-age",
            rb"AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{58}",
            "A secret key of the age encryption tool. Generate a new key and re-encrypt the data "
            "that was encrypted to this one.",
            "https://c2sp.org/age",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "private-key-nats",
            rb"S[UAONCX][A-Z2-7]{56}",
            "The seed of a NATS key (NKEY). Generate a new key and replace it wherever its public "
            "key is trusted.",
            "https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            checksum="nats-seed",
        ),
        Rule(
            "private-key-wireguard",
            rb"PrivateKey[ \t]{0,9}=[ \t]{0,9}(?P<secret>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",
            "The private key of a WireGuard interface. Generate a new key and replace its public "
            "key at the peers.",
            "https://www.wireguard.com/quickstart/",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
    "jwt": (
        Rule(
            "jwt",
            rb"(?<!ghs_[0-9]{1,12}_)eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}"
            rb"\.[A-Za-z0-9_-]{20,1000}",
            "A signed JSON Web Token, which grants access until it expires. Revoke it, or rotate "
            "the signing key if the token does not expire soon.",
            "https://www.rfc-editor.org/rfc/rfc7515",
            checksum="jwt",
            documented=True,
        ),
    ),
    "basic-auth-url": (
        Rule(
            "basic-auth-url",
            # The host is part of the match, so that it can be allowed.
            _URL_USER + _URL_PASSWORD + rb"(?!" + _LOCAL + b"|" + _RESERVED + b")" + _HOST,
            "A password in a URL. Change the password, and pass the new one through the "
            "environment or a credential store.",
            "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
            before=ANYTHING,
            after=b"",
            check="password",
            notation="percent",
            checksum="no-word",
            guessable=True,
            documented=True,
        ),
        Rule(
            "basic-auth-url-local",
            _URL_USER + _URL_PASSWORD + _LOCAL,
            "A password in a URL of this machine. Change the password if it is also used "
            "elsewhere, and pass it through the environment.",
            "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
            before=ANYTHING,
            after=b"",
            check="password",
            notation="percent",
            recommended=False,
            severity=LOW,
            guessable=True,
            documented=True,
        ),
        Rule(
            "token-url",
            rb"https?://(?P<secret>[A-Za-z0-9_-]{20,100})@(?!"
            + _LOCAL
            + b"|"
            + _RESERVED
            + b")"
            + _HOST,
            "A token as the user of a URL. Revoke it, and pass the new one through the "
            "environment or a credential store.",
            "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
            after=b"",
            check="mixed",
            documented=True,
        ),
    ),
    "generic": (
        Rule(
            "authorization-bearer",
            _AUTHORIZATION + rb"(?i:bearer|token)[ \t]{1,9}"
            rb"(?P<secret>[A-Za-z0-9_.~+/-]{20,400}={0,2})",
            "A token in an HTTP Authorization header. Revoke it at its service.",
            "https://www.rfc-editor.org/rfc/rfc6750",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="mixed",
            recommended=False,
            documented=True,
        ),
        Rule(
            "authorization-basic",
            _AUTHORIZATION + rb"(?i:basic)[ \t]{1,9}"
            rb"(?P<secret>[A-Za-z0-9+/]{8,400}={0,2})",
            "A user and password in an HTTP Authorization header. Change the password.",
            "https://www.rfc-editor.org/rfc/rfc7617",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="basic",
            notation="basic",
            recommended=False,
            guessable=True,
            documented=True,
        ),
        Rule(
            "curl-user",
            rb"""\bcurl\b[^\n]{0,200}?[ \t](?:-[A-Za-z]{0,9}u|--user)[ =]?[ \t]{0,9}["']?"""
            rb"""[^\s:"'$<{]{1,80}:"""
            rb"""(?P<secret>[^\s"'$<>{}`]{3,100})""",
            "A password on the command line of curl. Change it, and use a .netrc file.",
            "https://curl.se/docs/manpage.html#-u",
            before=ANYTHING,
            after=b"",
            check="password",
            recommended=False,
            guessable=True,
            documented=True,
        ),
        Rule(
            "django-secret-key",
            rb"""SECRET_KEY["']?\]?[ \t]{0,9}[:=][ \t]{0,9}"""
            rb"""(?:[a-z_.]{1,30}\([^()\n]{0,40},[ \t]{0,9})?["']"""
            rb"""(?P<secret>(?:django-insecure-)?[!#-&(-\[\]-~]{50})["']""",
            "The SECRET_KEY of a Django site, which signs its sessions. Generate a new one, and "
            "read it from the environment.",
            "https://docs.djangoproject.com/en/stable/ref/settings/#secret-key",
            before=ANYTHING,
            after=b"",
            check="mixed",
            recommended=False,
        ),
        Rule(
            "bcrypt-hash",
            rb"\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}",
            "A password hash of bcrypt, as in a .htpasswd file, which can be attacked by "
            "guessing. Change the password if it is weak.",
            "https://httpd.apache.org/docs/current/misc/password_encryptions.html",
            before=ANYTHING,
            recommended=False,
            severity=MEDIUM,
        ),
        # Last: other rules are more specific.
        Rule(
            "password-assignment",
            named(_PASSWORD_NAME, _QUOTED),
            "An assignment of a password. Change it, and read the new one from the environment or "
            "a secret store.",
            before=ANYTHING,
            after=b"",
            check="strong-password",
            recommended=False,
            anchor=_anchor(_PASSWORD_NAME, _QUOTED_WORD),
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
            + rb""")[0-9A-Za-z_.-]{0,30}["']?[ \t]{0,9}[=:]>?[ \t]{0,9}"""
            + rb"""[^\s"'`<>{}$%\\(),;\[\]|&=]{5}""",
            severity=MEDIUM,
            guessable=True,
        ),
        Rule(
            "password-command",
            _PASSWORD_COMMAND
            + rb"""(?:"(?P<secret>[^\s"`<>{}$\\]{5,80})"|'(?P<secret>[^\s'`<>{}$\\]{5,80})'|"""
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
        Rule(
            "api-key-assignment",
            named(_KEY_NAME_EXACT, _KEY_VALUE),
            "An assignment of an API key, token or secret. Revoke it at its service, and read the "
            "new one from the environment or a secret store.",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="named-secret",
            recommended=False,
            anchor=_anchor(_KEY_NAME, rb"(?:" + _DIGIT_VALUE + rb"|" + _LETTERS_VALUE + rb")"),
            severity=MEDIUM,
            guessable=True,
        ),
    ),
}

ALLOWED = {
    # The signature of the example on jwt.io.
    "jwt": (rb"\.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",),
}
