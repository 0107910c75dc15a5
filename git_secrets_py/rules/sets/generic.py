"""Secrets of no particular vendor: signed tokens, passwords in URLs, headers, hashes."""

from __future__ import annotations

from git_secrets_py.model import LOW, MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_NAME
from git_secrets_py.rules.keys import KEYS
from git_secrets_py.rules.passwords import PASSWORDS
from git_secrets_py.rules.random_secrets import RANDOM_SECRETS
from git_secrets_py.rules.rule import Rule

# The password of an anonymous user is the address of a reader.
_URL_USER = rb"(?<![A-Za-z0-9+.-])[A-Za-z0-9][A-Za-z0-9+.-]{0,20}(?<!cloudinary)://(?!(?:anonymous|ftp):)[A-Za-z0-9_.~%+!-]{0,80}:"
# Without the characters of templates: {} <> () and %, except in "%40"; "$" before no name.
_URL_PASSWORD = (
    rb"(?P<secret>(?:[A-Za-z0-9_.~!=+^@*&#-]|%[0-9A-Fa-f]{2}|\$(?![A-Za-z_{(])){4,100})@"
)
# Where it should be percent-encoded, but is not, after a scheme whose addresses have no such path.
_SERVER_USER = (
    rb"(?<![A-Za-z0-9+.-])(?:amqps?|ftps?|sftp|ldaps?|mariadb|mongodb(?:\+srv)?|mssql|mysql2?|"
    rb"postgres(?:ql)?|rediss?|smtps?)(?:\+[a-z0-9]{2,12})?://[A-Za-z0-9_.~%+!-]{1,80}:"
)
_SLASH_PASSWORD = (
    rb"(?P<secret>(?![0-9]{1,5}/)[A-Za-z0-9_.~!=+^*&#-][A-Za-z0-9_.~!=+^*&#-]{0,60}/"
    rb"[A-Za-z0-9_.~!=+^*&#/-]{1,99})@"
)
_HOST_END = rb"(?![A-Za-z0-9_.-])"
_LOCAL = rb"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)" + _HOST_END
_RESERVED = (
    rb"(?:[A-Za-z0-9-]{1,63}\.){0,5}(?:example(?:\.(?:com|net|org))?|test|invalid)" + _HOST_END
)
_HOST = rb"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,253}|\[[0-9A-Fa-f:.]{2,45}\])"
# Not the "key authorization" of ACME (RFC 8555, section 8.1).
_AUTHORIZATION = (
    rb"(?i:(?<!key[_ -]?)authorization)\\{0,4}[\"']?\]?[ \t]{0,9}[:=,][ \t]{0,9}[^\s\w]{0,6}"
)


def _hash(fields: bytes) -> bytes:
    """Return the pattern of a hash, whose "$" shells escape and Docker Compose doubles."""
    return rb"\$" + fields.replace(rb"\$", rb"[\\$]{0,4}\$")


RULES = {
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
            rb"(?:" + _URL_USER + _URL_PASSWORD + rb"|" + _SERVER_USER + _SLASH_PASSWORD + rb")"
            rb"(?!" + _LOCAL + b"|" + _RESERVED + b")" + _HOST,
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
            _URL_USER + _URL_PASSWORD + rb"(?:" + _LOCAL + rb"|" + _RESERVED + rb")",
            "A password in a URL of this machine or of an example host. Change the password if "
            "it is also used elsewhere, and pass it through the environment.",
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
            "A token as the user name in a URL. Revoke it, and pass the new one through the "
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
            # Without a scheme, as some services have it; a header under another name.
            rb"(?:" + _AUTHORIZATION +
            # Any scheme but those whose value is not a token.
            rb"(?i:(?!basic|digest|negotiate|ntlm|hawk|oauth|aws4|signature|hmac|client-id)[a-z][a-z0-9_-]{2,20})"
            rb"[ \t]{1,9}(?P<secret>[A-Za-z0-9_.~+/-]{16,400}={0,2})|"
            rb"(?:" + _AUTHORIZATION + rb"|(?<![A-Za-z])Bearer(?:[ \t]|%20|\+){1,9})"
            rb"(?P<secret>[A-Za-z0-9_.~+/-]{20,400}={0,2}))",
            "A token in an HTTP Authorization header. Revoke it at its service.",
            "https://www.rfc-editor.org/rfc/rfc6750",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="bearer-token",
            documented=True,
        ),
        Rule(
            "authorization-basic",
            # Also in the configuration of a server or proxy; HAProxy escapes the blank.
            rb"(?:" + _AUTHORIZATION + rb"|(?i:authorization)[\"']?[ \t]{1,9}[\"']?)"
            rb"(?i:basic)\\?[ \t]{1,9}"
            rb"(?P<secret>[A-Za-z0-9+/]{8,400}={0,2})",
            "A user and password in an HTTP Authorization header. Change the password.",
            "https://www.rfc-editor.org/rfc/rfc7617",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="basic",
            notation="basic",
            checksum="basic-no-word",
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
            checksum="no-word",
            guessable=True,
            documented=True,
        ),
        Rule(
            "sk-api-key",
            rb"sk-[A-Za-z0-9]{32,64}",
            "An API key of a language model service, in the format of OpenAI keys. Delete it in "
            "the settings of the service.",
            "https://cwe.mitre.org/data/definitions/798.html",
            before=OUTSIDE_NAME,
            check="random",
        ),
        Rule(
            "wordpress-key",
            rb"""['"](?:(?:SECURE_)?AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)['"][ ]?,[ ]{0,20}"""
            rb"""(?:'(?P<secret>[^'\\\n]{64})'|"(?P<secret>[^"\\\n]{64})")""",
            "A key or salt of a WordPress site, which signs its cookies. Replace all of them in "
            "wp-config.php.",
            "https://github.com/WordPress/WordPress/blob/master/wp-includes/pluggable.php",
            before=ANYTHING,
            after=b"",
            check="random",
            documented=True,
        ),
        Rule(
            "laravel-app-key",
            rb"""APP_KEY["']?[ \t]{0,9}[:=][ \t]{0,9}["']?base64:"""
            rb"""(?P<secret>[A-Za-z0-9+/]{42,44}={0,2})""",
            "The APP_KEY of a Laravel site, which encrypts its cookies. Generate a new one with "
            "php artisan key:generate, and read it from the environment.",
            "https://laravel.com/docs/encryption",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            check="mixed",
        ),
        Rule(
            "filezilla-password",
            rb"""<Pass encoding="base64">(?P<secret>[A-Za-z0-9+/]{8,400}={0,2})<""",
            "The password of a server in the settings of FileZilla. Change it, and remove the "
            "file from the repository.",
            "https://wiki.filezilla-project.org/Password_Storage",
            before=ANYTHING,
            after=b"",
            check="encoded-secret",
            notation="base64",
            guessable=True,
        ),
        Rule(
            "django-secret-key",
            rb"""SECRET_KEY["']?\]?[ \t]{0,9}[:=][ \t]{0,9}"""
            rb"""(?:[a-z_.]{1,30}\([^()\n]{0,40},[ \t]{0,9})?["']"""
            rb"""(?P<secret>(?:django-insecure-)?[!#-&(-\[\]-~]{50})["']""",
            "The SECRET_KEY of a Django site, which signs its sessions. Generate a new one, and "
            "read it from the environment.",
            "https://github.com/django/django/blob/main/django/core/management/utils.py",
            before=ANYTHING,
            after=b"",
            check="django-key",
            recommended=False,
            documented=True,
        ),
        Rule(
            "bcrypt-hash",
            _hash(rb"2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}"),
            "A bcrypt password hash, as in a .htpasswd file, which can be attacked by "
            "guessing. Change the password if it is weak.",
            "https://passlib.readthedocs.io/en/stable/lib/passlib.hash.bcrypt.html",
            before=ANYTHING,
            recommended=False,
            severity=MEDIUM,
            documented=True,
        ),
        Rule(
            "crypt-hash",
            # MD5, as Apache and Cisco IOS write it, too; SHA-256 and SHA-512; yescrypt.
            _hash(
                rb"(?:(?:apr)?1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|"
                rb"5\$(?:rounds=[0-9]{4,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}|"
                rb"6\$(?:rounds=[0-9]{4,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}|"
                rb"y\$[./A-Za-z0-9]{3,12}\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43})"
                rb"(?![./A-Za-z0-9])"
            ),
            "A crypt password hash, as in /etc/shadow, which can be attacked by guessing. "
            "Change the password if it is weak.",
            "https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html",
            before=ANYTHING,
            after=b"",
            recommended=False,
            severity=MEDIUM,
            documented=True,
        ),
        Rule(
            "argon2-hash",
            _hash(
                rb"argon2(?:id?|d)\$v=[0-9]{1,3}\$m=[0-9]{1,9},t=[0-9]{1,4},p=[0-9]{1,4}\$"
                rb"[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}"
            ),
            "An Argon2 password hash, which can be attacked by guessing. Change the password if "
            "it is weak.",
            "https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md",
            before=ANYTHING,
            after=NO_BASE64_AFTER,
            recommended=False,
            severity=MEDIUM,
            documented=True,
        ),
        # Last: other rules are more specific.
        *RANDOM_SECRETS,
        *PASSWORDS,
        *KEYS,
    ),
}

ALLOWED = {
    # The signature of the example on jwt.io.
    "jwt": (rb"\.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",),
}
