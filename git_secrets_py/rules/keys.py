"""Keys, tokens and salts of no particular vendor, which are found by their names.

These rules are part of the rule set "generic".
"""

from __future__ import annotations

from git_secrets_py.model import MEDIUM
from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, named
from git_secrets_py.rules.passwords import anchor, assigned
from git_secrets_py.rules.rule import Rule

_KEY_NAME = (
    # The keys of variables, such as STEAM_KEY, and of URLs.
    rb"(?:(?-i:[A-Z0-9]_KEY\b)|[?&](?:key|app_?id|auth)\b|salt(?:\b|[0-9_])|"
    rb"(?:api|access|auth|private|client|encryption|signing|master|app|account|license|service|"
    rb"consumer|session|storage|shared|admin|deploy|bot|hmac|jwt|cookie|signature)"
    rb"[_. -]?(?:key|pass)|secret|credential|apikey|"
    # Neither a tokenizer nor the id of a token, which are in every line about language models.
    rb"token(?:\b|[0-9a-hj-z]|i(?:\b|[0-9a-y_])|"
    rb"_(?:\b|[0-9a-hj-z_]|i(?:\b|[0-9a-ce-z_]|d(?:[a-rt-z]|s[a-z])))))"
)
# The same for the decider. Tokens that only name a page, a request or a public key are not secrets.
# Each alternative begins with a letter of the name, so that ``regex`` skips other bytes.
_CONSTANT = (
    rb"(?-i:_KEY(?<=[A-Z0-9]_KEY)(?![A-Za-z0-9_]))"
    rb"(?<!(?-i:PUBLIC|CACHE|PRIMARY|FOREIGN|PARTITION|SORT|SITE|PUBLISHABLE|HOST)_KEY)"
)
_KEY_NAME_EXACT = (
    # The secret in the name of a resource is its name.
    rb"(?:secret(?<!:secretsmanager:[a-z0-9*-]{1,20}:[0-9*]{1,12}:secret)|credential|salt(?![a-z])|"
    + _CONSTANT
    + rb"|token(?!iz)"
    rb"(?<!(?:public_?-?key|spl[_-]?|page[ _]?|\.svg\?|change_?|request_?|next_?|action_?|sync_?|"
    rb"continuation_?)token)|"
    rb"(?:key|pass)(?<="
    rb"(?:api|access|auth|private|client|encryption|signing|master|app|account|license|service|"
    rb"consumer|session|storage|shared|admin|deploy|bot|hmac|jwt|cookie|signature)[_. -]?"
    rb"(?:key|pass))|"
    rb"(?:key|app_?id|auth)(?==)(?<=[?&](?:key|app_?id|auth)))"
)
# Names that secrets share with much else: only a string of random text is decided.
_SHORT_NAME = (
    rb"(?<![A-Za-z0-9])(?i:key|nonce|auth|session_?id|signature|cookie|pepper|seed|verifier)"
    rb"""(?=["'\])]{0,2}[ \t]{0,9}(?:=|:|\(["']|,[ ]?["']))"""
)
_SHORT_VALUE = (
    rb"""(?:(?<=["'])[A-Za-z0-9+/_.~-]{20,200}={0,2}(?=\\{0,4}["'])|"""
    # As the last of its line.
    rb"""(?<=(?:\A|[\s"'])[a-z_.]{3,24}[ ]{0,2}[:=][ ]{0,3})[A-Za-z0-9+/_.~-]{20,200}={0,2}"""
    rb"""(?=[ \t]{0,9}\r?(?:\n|\Z)))"""
)
# The calls that take a key and nothing else, and those that take it after the text to sign.
_KEY_CALL = (
    rb"(?:\b(?:Fernet|HMAC(?:224|256|384|512)|cookie_?[Pp]arser|hmac\.new)\([ ]?|"
    rb"\bsignWith\([A-Za-z0-9_.]{1,40},[ ]?|"
    rb"\bjwt\.(?:sign|verify|encode|decode)\([ ]?(?:\{[^{}\n]{0,160}\}|[^()\n,{]{1,80}),[ ]?|"
    rb"\bcreateHmac\([\"'][A-Za-z0-9-]{3,12}[\"'],[ ]?|"
    rb"\bcookieSession\(\{[ ]?keys:[ ]?\[[ ]?)b?[\"']"
)
# The constructor of a client, and the calls that log in.
_CLIENT = (
    rb"(?:\b[A-Za-z]{0,24}(?:Client|API|Api|SDK|Sdk|Bot)|\bTelegraf|"
    rb"\.(?:log_?[Ii]n|authenticate|authorize|set_?(?:[Aa]pi_?[Kk]ey|[Tt]oken)))"
)
# A value with a sign must end its string or line, and have a capital and a digit.
_SIGN = rb"(?:[!#^@]|(?<=[0-9A-Za-z])\$(?=[a-z])|\$(?![A-Za-z_{(]))"
_SIGNED_VALUE = (
    rb"(?=[^\s\"']{0,40}[0-9])(?=[^\s\"']{0,40}[A-Z])[A-Za-z0-9][A-Za-z0-9_-]{0,40}"
    + _SIGN
    + rb"(?:[A-Za-z0-9_-]|"
    + _SIGN
    + rb"){6,60}+(?=\\{0,4}[\"']|[ \t]{0,9}\r?(?:\n|\Z))"
)
# Without a digit, only long values are decided: most are names.
_KEY_VALUE = (
    rb"(?:"
    + _SIGNED_VALUE
    + rb"|(?=[A-Za-z+/_.~-]{0,119}[0-9])[A-Za-z0-9+/_.~-]{10,200}={0,2}|[A-Za-z]{16,64})"
)
# For filters: a value with a digit; a word in quotes or of an element.
_DIGIT_VALUE = (
    rb"[^\n0-9A-Za-z_.-](?:[^\n]{0,80}[^\nA-Za-z0-9+/_.~-])?"
    rb"(?:[A-Za-z+/_.~-]{9,119}[0-9]|[A-Za-z+/_.~-]{6,8}[0-9][A-Za-z0-9+/_.~-]|"
    rb"[A-Za-z+/_.~-]{3,5}[0-9][A-Za-z0-9+/_.~-]{4}|[A-Za-z+/_.~-]{0,2}[0-9][A-Za-z0-9+/_.~-]{7})"
)
_LETTERS_VALUE = rb"""[^\n0-9A-Za-z_.-]{1,12}[A-Za-z]{16}"""
_SIGNED = rb"[^\n0-9A-Za-z_.-]{1,30}[A-Za-z0-9_-]{1,42}[!#^@$][A-Za-z0-9_!#^@$-]{6}"

# Of names that are whole: a value that is shorter than those of services, or has signs. Words are
# joined by the others.
CHOSEN_NAME = (
    rb"(?i:secret|credential|"
    rb"(?:secret|api|app|auth|access|master|encryption|signing|session|cookie|jwt|client|consumer|"
    rb"private)[_. -]?key|(?:access|api|auth|bearer|bot|refresh|session)[_-]?token|"
    + _CONSTANT
    + rb")"
)
CHOSEN = rb"""(?:[^\s"'`<>{}$%\\()|,;:/_.-]|\$(?![A-Za-z_{(])){6,40}"""

KEYS = (
    Rule(
        "api-key-assignment",
        named(_KEY_NAME_EXACT, _KEY_VALUE),
        "An assignment of an API key, token, salt or secret. Revoke it at its service, and "
        "read the new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/798.html",
        before=ANYTHING,
        after=NO_BASE64_AFTER,
        check="named-secret",
        recommended=False,
        anchor=anchor(
            _KEY_NAME, b"(?:" + b"|".join((_DIGIT_VALUE, _LETTERS_VALUE, _SIGNED)) + b")"
        ),
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "secret-assignment",
        assigned(rb"(?:" + CHOSEN_NAME + rb"|(?i:salt(?<![a-z]salt)))", CHOSEN),
        "A secret or key that has the form of a password. Replace it, and read the new one from "
        "the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/798.html",
        before=ANYTHING,
        after=b"",
        check="chosen-secret",
        recommended=False,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "key-argument",
        _KEY_CALL + rb"""(?P<secret>[^\s"'`<>{}$\\]{5,200})(?=["'])""",
        "A key in a call that signs or encrypts. Replace it, and read the new one from the "
        "environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/321.html",
        before=ANYTHING,
        after=b"",
        check="strong-password",
        recommended=False,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "client-argument",
        _CLIENT + rb"""\([ ]?["'](?P<secret>[A-Za-z0-9+/_.~:-]{20,200}={0,2})["'](?=[ ]?[,)])""",
        "Random text as the first argument of a client or of a call that logs in. Revoke it at "
        "its service, and read the new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/798.html",
        before=ANYTHING,
        after=b"",
        check="mixed",
        recommended=False,
        severity=MEDIUM,
        guessable=True,
    ),
    Rule(
        "key-assignment",
        named(_SHORT_NAME, _SHORT_VALUE),
        "An assignment of random text to a key, session or other name of a secret. "
        "Replace it, and read the new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/798.html",
        before=ANYTHING,
        after=b"",
        check="mixed",
        recommended=False,
        anchor=_SHORT_NAME
        + rb"""["'\])]*[ \t]*[:=,(](?:(?:[^\n"']*["'])+[A-Za-z0-9+/_.~-]{20}|"""
        + rb""" *[A-Za-z0-9+/_.~-]{20,}=*[ \t\r]*$)""",
        severity=MEDIUM,
        guessable=True,
    ),
)
