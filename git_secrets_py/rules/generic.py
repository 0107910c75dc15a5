"""Secrets of no particular vendor: private keys, signed tokens, passwords in addresses."""

from __future__ import annotations

from git_secrets_py.rules.rule import NEVER, Rule

# A key on one line, as in JSON: its lines, joined by "\n" (or "\\n"). They belong to the match,
# so that the fingerprint of a finding is that of the key, if enough of it is there: the first
# hundred bytes or so of a key say of what kind it is, and are the same for many.
_ONE_LINE_BODY = rb"((\\+[nr])+[A-Za-z0-9+/=]+)+"

_HEADER_AND_KIND = 160
_HEADER_AND_KIND_IN_BASE64 = 216

RULES = {
    "private-key": (
        Rule(
            "private-key",
            # One dash less than there are, so that neither neighbour is ever a word byte:
            # in "\n-----BEGIN" the one before is an "n". SSH2 keys have four, and spaces.
            rb"---- ?BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)? ?----(-" + _ONE_LINE_BODY + rb")?",
            "The header of a private key (PKCS, OpenSSH, SSH2 or OpenPGP). Replace the key "
            "wherever its public half is trusted and revoke certificates made for it; encrypting "
            "the file now does not help.",
            "https://www.rfc-editor.org/rfc/rfc7468",
            unique_from=_HEADER_AND_KIND,
        ),
        Rule(
            "private-key-base64",
            # base64 of "-----BEGIN [RSA |DSA |EC |OPENSSH |ENCRYPTED |PGP ]PRIVATE KEY"
            rb"LS0tLS1CRUdJTi(BQUklWQVRFIEtFWS|BSU0EgUFJJVkFURSBLRVkt|BEU0EgUFJJVkFURSBLRVkt|"
            rb"BFQyBQUklWQVRFIEtFWS|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRVkt|"
            rb"BQR1AgUFJJVkFURSBLRVkg)[A-Za-z0-9+/]*=*",
            "A private key file in base64, as Kubernetes secrets and CI variables hold it. "
            "Replace the key wherever its public half is trusted.",
            "https://www.rfc-editor.org/rfc/rfc7468",
            unique_from=_HEADER_AND_KIND_IN_BASE64,
        ),
        Rule(
            "private-key-putty",
            rb"PuTTY-User-Key-File-[0-9]+:",
            "The header of a PuTTY private key file. Replace the key wherever its public half is "
            "trusted.",
            "https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html",
            unique_from=NEVER,
        ),
        Rule(
            "private-key-age",
            rb"AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{58}",
            "A private key of the age encryption tool. Make a new one and encrypt anew what was "
            "encrypted to it.",
            "https://c2sp.org/age",
        ),
    ),
    "jwt": (
        Rule(
            "jwt",
            rb"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}",
            "A signed JSON Web Token. Whoever holds it is let in until it expires: revoke it, or "
            "change the signing key if it does not expire soon.",
            "https://www.rfc-editor.org/rfc/rfc7515",
        ),
    ),
    "basic-auth-url": (
        Rule(
            "basic-auth-url",
            # None of the signs that templates use ($ {} <> () * and %, but for "%40"). The
            # host belongs to the match since the word rule wants no word byte after it.
            rb"[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9_.~%+!-]*:"
            rb"([A-Za-z0-9_.~!=+^@-]|%[0-9A-Fa-f]{2}){4,}@"
            rb"([A-Za-z0-9_-][A-Za-z0-9_.-]*|\[[0-9A-Fa-f:.]+\])",
            "A password in an address. Change the password, and pass it by other means.",
            "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
        ),
    ),
}

ALLOWED = {
    # The signature of the example that jwt.io shows.
    "jwt": (rb"\.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",),
    "basic-auth-url": (
        # Placeholders of documentation.
        rb"://[^/[:space:]]*:(my|your)?[_-]?([Pp]ass(word|wd)?|PASS(WORD|WD)?|secret|pswd|xxx+|"
        rb"XXX+|\.\.\.+)@",
        # Hosts that are nowhere, or only here.
        rb"@(localhost|127\.0\.0\.1|\[::1\]|([A-Za-z0-9-]+\.)*example(\.(com|net|org))?)"
        rb"([^A-Za-z0-9_.-]|$)",
    ),
}
