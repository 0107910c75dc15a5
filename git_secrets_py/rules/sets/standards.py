"""Secrets that a standard marks."""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_WORD_AFTER, OUTSIDE_NAME
from git_secrets_py.rules.rule import Rule

RULES = {
    "otpauth": (
        Rule(
            "otpauth-secret",
            rb"otpauth://[th]otp/[^\s\"'<>]{0,300}?[?&](?:amp;)?secret=(?P<secret>[A-Za-z2-7]"
            rb"{16,128})|otpauth-migration://offline\?data=(?P<secret>[A-Za-z0-9%+/_-]{40,2000})",
            "A secret for one-time passwords, as in a QR code. Set up two-factor "
            "authentication again.",
            "https://github.com/google/google-authenticator/wiki/Key-Uri-Format",
            before=ANYTHING,
            check="random",
            documented=True,
        ),
    ),
    "secret-token": (
        Rule(
            "secret-token-uri",
            rb"secret-token:(?!mercury_)(?P<secret>[A-Za-z0-9_.~%+-]{20,300})",
            "A secret in a URI of the scheme secret-token. Revoke it at the service "
            "that issued it.",
            "https://www.rfc-editor.org/rfc/rfc8959",
            check="random",
            documented=True,
        ),
    ),
    "paseto": (
        Rule(
            "paseto-token",
            rb"v[1-4]\.(?:local|public)\.[A-Za-z0-9_-]{64,2000}(?:\.[A-Za-z0-9_-]{4,400})?",
            "A PASETO token, which grants access until it expires. Rotate the key that signs "
            "it if it does not expire soon.",
            "https://github.com/paseto-standard/paseto-spec",
            before=OUTSIDE_NAME,
            after=NO_WORD_AFTER,
            documented=True,
        ),
    ),
}

ALLOWED = {
    # The secrets of the documentation of Google Authenticator and of one-time password libraries.
    "otpauth": (rb"(?i:JBSWY3DPEHPK3PXP|HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ)",),
    # The example of the standard.
    "secret-token": (rb"E92FB7EB-D882-[0-9A-F-]{22}",),
}
