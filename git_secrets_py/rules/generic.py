"""Secrets of no particular vendor: private keys, signed tokens, passwords in URLs."""

from __future__ import annotations

from git_secrets_py.rules.rule import NEVER_UNIQUE, Rule

# A key on one line, as in JSON: its lines, joined by "\n" (or "\\n"). They are part of the match,
# so that the fingerprint identifies the key if the match is long enough: about the first hundred
# bytes of a key encode its type and are the same in many keys.
_ONE_LINE_BODY = rb"((\\+[nr])+[A-Za-z0-9+/=]+)+"

_HEADER_AND_KIND = 160
_HEADER_AND_KIND_IN_BASE64 = 216

RULES = {
    "private-key": (
        Rule(
            "private-key",
            # One dash fewer than the header has, so that no neighbor is ever a word byte: in
            # "\n-----BEGIN" an "n" precedes the dashes. SSH2 headers have four dashes and spaces.
            rb"---- ?BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)? ?----(-" + _ONE_LINE_BODY + rb")?",
            "The header of a private key (PKCS, OpenSSH, SSH2 or OpenPGP). Replace the key "
            "wherever its public key is trusted, and revoke certificates issued for it. "
            "Encrypting the file now does not help.",
            "https://www.rfc-editor.org/rfc/rfc7468",
            unique_length=_HEADER_AND_KIND,
        ),
        Rule(
            "private-key-base64",
            # The Base64 form of "-----BEGIN [RSA |DSA |EC |OPENSSH |ENCRYPTED |PGP ]PRIVATE KEY"
            rb"LS0tLS1CRUdJTi(BQUklWQVRFIEtFWS|BSU0EgUFJJVkFURSBLRVkt|BEU0EgUFJJVkFURSBLRVkt|"
            rb"BFQyBQUklWQVRFIEtFWS|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRVkt|"
            rb"BQR1AgUFJJVkFURSBLRVkg)[A-Za-z0-9+/]*=*",
            "A private key file in Base64, as in Kubernetes secrets and CI variables. Replace the "
            "key wherever its public key is trusted.",
            "https://www.rfc-editor.org/rfc/rfc7468",
            unique_length=_HEADER_AND_KIND_IN_BASE64,
        ),
        Rule(
            "private-key-putty",
            rb"PuTTY-User-Key-File-[0-9]+:",
            "The header of a PuTTY private key file. Replace the key wherever its public key is "
            "trusted.",
            "https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
            unique_length=NEVER_UNIQUE,
        ),
        Rule(
            "private-key-age",
            rb"AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{58}",
            "A secret key of the age encryption tool. Generate a new key and re-encrypt the data "
            "that was encrypted to this one.",
            "https://c2sp.org/age",
        ),
    ),
    "jwt": (
        Rule(
            "jwt",
            rb"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}",
            "A signed JSON Web Token, which grants access until it expires. Revoke it, or rotate "
            "the signing key if the token does not expire soon.",
            "https://www.rfc-editor.org/rfc/rfc7515",
        ),
    ),
    "basic-auth-url": (
        Rule(
            "basic-auth-url",
            # Without the characters of templates: $ {} <> () * and %, except in "%40". The host
            # is part of the match because the word rule allows no word byte after it.
            rb"[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9_.~%+!-]*:"
            rb"([A-Za-z0-9_.~!=+^@-]|%[0-9A-Fa-f]{2}){4,}@"
            rb"([A-Za-z0-9_-][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])",
            "A password in a URL. Change the password, and pass the new one through the "
            "environment or a credential store.",
            "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        ),
    ),
}

ALLOWED = {
    # The signature of the example on jwt.io.
    "jwt": (rb"\.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",),
    "basic-auth-url": (
        # Placeholders in documentation.
        rb"://[^/[:space:]]*:(my|your)?[_-]?([Pp]ass(word|wd)?|PASS(WORD|WD)?|secret|pswd|xxx+|"
        rb"XXX+|\.\.\.+)@",
        # Hosts that do not exist, or only on this machine.
        rb"@(localhost|127\.0\.0\.1|\[::1\]|([A-Za-z0-9-]+\.)*example(\.(com|net|org))?)"
        rb"([^A-Za-z0-9_.-]|$)",
    ),
}
