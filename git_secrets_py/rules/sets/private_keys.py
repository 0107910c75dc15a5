"""Private keys of no particular vendor."""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, OUTSIDE_BASE64
from git_secrets_py.rules.rule import Rule

_HEADER_AND_KIND_IN_BASE64 = 216
# The header of a private key, the text up to its material, and the material.
_HEADER = rb"---- ?BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?-----?"
_ENCRYPTED_HEADER = rb"---- ?BEGIN ENCRYPTED PRIVATE KEY ?-----?"
# The text between the lines of a key in string literals, markup, comments and diffs.
_JOINT = (
    rb"""(?:\\{1,8}(?:[nrt]|u000[aAdD])|&#(?:10|13|x[aAdD]);|%0[aAdD]|<br ?/?>|"""
    rb"""PHP_EOL|[bBrRuUfF@$](?=["'])|[ \t\r"'`+.,()\[\]#*>|\\;]|//|-(?![-A-Za-z0-9]{3})){0,60}+"""
)
# As in RFC 1421 and in OpenPGP; a blank line follows.
_KEY_FIELD = (
    rb"(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset|Subject|[xX]-[A-Za-z-]{1,30}):"
    rb"""(?:[ ]?"[^\n\\"]{0,120}"|[^\n\\"']{0,120})"""
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
# The lines of a key that are written in one line, as in JSON, are all part of its secret.
_MATERIAL = (
    rb"(?P<secret>[A-Za-z0-9+/]{24,8000}+={0,2}"
    rb"(?:(?:\\{1,8}[nr]|[ \t]){1,9}+[A-Za-z0-9+/=]{1,200}+){0,200}+)"
)
# The first bytes of a key are its type and size, which are the same in many keys.
_TYPE_AND_SIZE = 56
_KEY_LINES = 8

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
            rb"AGE-SECRET-KEY-(?:PQ-)?1[AC-HJ-NP-Z02-9]{58}",
            "A secret key of the age encryption tool. Generate a new key and re-encrypt the data "
            "that was encrypted to this one.",
            "https://c2sp.org/age",
            before=ANYTHING,
            documented=True,
        ),
        Rule(
            "private-key-nats",
            rb"S[UAONCX][A-Z2-7]{56}",
            "The seed of a NATS key (NKey). Generate a new key and replace it wherever its public "
            "key is trusted.",
            "https://github.com/nats-io/nkeys",
            before=OUTSIDE_BASE64,
            after=NO_BASE64_AFTER,
            checksum="crc16",
            documented=True,
            anchor=rb"S[UAONCX][A-Z2-7]{20}",
        ),
        Rule(
            "private-key-wireguard",
            rb"PrivateKey[ \t]{0,9}=[ \t]{0,9}(?P<secret>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",
            "The private key of a WireGuard interface. Generate a new key and replace its public "
            "key at the peers.",
            "https://git.zx2c4.com/wireguard-tools/tree/src/man/wg.8",
            after=NO_BASE64_AFTER,
            documented=True,
        ),
    ),
}
