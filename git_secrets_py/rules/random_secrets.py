"""Random values of names that only secrets have: precise enough for the set "recommended".

These rules are part of the rule set "generic". The broader ones there find the other forms, in
which a value may be short, or anywhere in the lines after its name.
"""

from __future__ import annotations

from git_secrets_py.rules.boundaries import ANYTHING, NO_BASE64_AFTER, named_in_line
from git_secrets_py.rules.keys import CHOSEN, CHOSEN_NAME
from git_secrets_py.rules.passwords import QUOTED, WHOLE_NAME, assigned
from git_secrets_py.rules.rule import Rule

_KEYS = (
    rb"(?:api|access|auth|private|client|encryption|signing|master|account|license|service|server|"
    rb"storage|consumer|shared|admin|deploy|bot|hmac|jwt)[_. -]?key"
)
_TOKEN_END = rb"\b|[0-9_-]|s(?:\b|_)|(?-i:[A-Z])"
_NAME = (
    # The secret in the name of a resource is its name.
    rb"(?:secret(?<!:secretsmanager:[a-z0-9*-]{1,20}:[0-9*]{1,12}:secret)|credential|"
    rb"key(?<=" + _KEYS + rb")|(?-i:_KEY(?<=[A-Z0-9]_KEY))"
    rb"(?<!(?-i:[GP]PG|CACHE|PRIMARY|FOREIGN|PARTITION|SORT|HOST)_KEY)|token(?="
    + _TOKEN_END
    + rb")"
    # Not a token that only names a page, a form or a request.
    rb"(?<!(?:page|csrf|csrfmiddleware|xsrf|sync|next|change|request|action|verification|"
    rb"continuation|spl|\.svg\?)[ _-]?token.?))"
    # Keys of pages and apps are public.
    rb"(?<!(?:amplitude|browser|bugsnag|firebase|maps|mixpanel|publi(?:c|shable)|search|site)"
    rb"[a-z_.-]{0,16}(?:key|token).?)"
)
_NAME_IN_FILTER = (
    rb"(?:" + _KEYS + rb"|secret|credential|(?-i:[A-Z0-9]_KEY)|token(?:" + _TOKEN_END + rb"))"
)
# Not the name of a variable, as in ``env("NAME", "value")``.
_VALUE = (
    rb"(?![A-Z]{1,40}_[A-Z0-9_]{1,80}[\"'])[A-Za-z0-9][A-Za-z0-9+/_-]{14,200}[A-Za-z0-9+/]={0,2}"
)
# The rest of a name, as long as ``named`` reads it: without a bound, each "key" of a long line of
# them would read the line. In a filter, a bound is larger.
_REST, _REST_IN_FILTERS = rb"[0-9A-Za-z_.-]{0,40}+", rb"[0-9A-Za-z_.-]*"
# At most three words between a name and its value, each no longer than all that may be there.
_GAP, _WORD = rb"[^\n0-9A-Za-z_.-]{1,900}", rb"[0-9A-Za-z_.-]{1,900}"
# The beginning of a value, with a digit among its first 24 characters.
_NEAR = (
    rb"(?:"
    + _GAP
    + _WORD
    + rb"){0,3}"
    + _GAP
    + rb"(?:[A-Za-z+/_-]{0,3}[0-9][A-Za-z0-9+/_-]{12}|[A-Za-z+/_-]{4,7}[0-9][A-Za-z0-9+/_-]{8}|"
    rb"[A-Za-z+/_-]{8,11}[0-9][A-Za-z0-9+/_-]{4}|[A-Za-z+/_-]{12,23}[0-9])"
)

_PASSWORD_NAME = rb"(?:pass(?:word|wd|phrase)|pwd|(?-i:_PASS|_pass)\b)"
_BARE = rb"""[^\s"'`<>{}$%\\(),;\[\]|&=]{8,80}+"""
# In quotes, or at the end of a line, perhaps before a comment; after "=", also before another
# setting or at the end of a string, but no argument of a call.
_PASSWORD = (
    rb"(?:"
    + QUOTED
    + rb"|(?:(?<=[=:>]|[=:>][ \t])"
    + _BARE
    + rb"(?=[ \t]{0,9}\r?(?:\n|\Z)|[ \t]{1,9}#)|(?<=[A-Za-z]=)"
    + _BARE
    + rb"""(?=[ \t;&"'\\])))"""
)


# The beginning of 8 characters, with a digit among the first 16.
_DIGIT_NEAR = (
    rb"""(?:[^\s"'`0-9(),;]{0,3}[0-9][^\s"'`(),;]{4}|[^\s"'`0-9(),;]{4,6}[0-9][^\s"'`(),;]|"""
    rb"""[^\s"'`0-9(),;]{7,15}[0-9])"""
)
_PASSWORD_NEAR = rb"(?:" + _GAP + _WORD + rb")?" + _GAP + _DIGIT_NEAR
_COMMAND = (
    rb"""(?:\b(?:mysql(?:dump|admin)?\b[^\n|;]{0,120}?[ \t]-p|sshpass[ \t]{1,9}-p[ \t]{0,3}|"""
    rb"""redis-cli\b[^\n|;]{0,120}?[ \t]-a[ \t]{1,3}|(?:requirepass|masterauth)[ \t]{1,9}|"""
    rb"""(?:docker|podman|helm|oc|argocd)[ \t](?:registry[ \t])?login\b"""
    rb"""[^\n|;]{0,120}?[ \t]-p[ \t]{1,3}|"""
    rb"""(?:ENV|ARG)[ \t]{1,9}[A-Z0-9_]{0,30}(?:PASSWORD|PASSWD|_PASS|_PWD)[ \t]{1,9}|"""
    rb"""(?i:identified[ \t]{1,9}by)[ \t]{1,9}(?=["']))|"""
    rb"""(?<![A-Za-z0-9])--?(?:[A-Za-z0-9]{1,20}-){0,2}(?i:password|passphrase)[ \t]{1,3})["']?"""
)

# The name of a variable in a list of names and values, as Kubernetes, Amazon ECS, manifests of
# Android and property lists of macOS have it, and its value after it, mostly in the next line.
_LISTED_WORD = (
    rb"""(?:["']?[ \t]{0,9}[:=]>?[ \t]{0,9}["']?|>)[0-9A-Za-z_.-]{0,60}"""
    rb"""(?:(?i:password|passwd|passphrase|secret|credential|token|api[_.-]?key)|"""
    rb"""_(?:KEY|PASS|PWD)(?<!(?:[GP]PG|ANON|CACHE|HOST|PARTITION|PRIMARY|PUBLIC|SITE|SORT)_KEY))"""
    rb"""(?:[_.-]?[0-9]{1,2})?(?:["']?,?|</key>)[ \t\r]{0,9}"""
)
_LISTED_NAME = rb"\b(?i:name|key)" + _LISTED_WORD
# In the filter, words that look like "name" and "key", which are so frequent that a search for them
# would slow that for all rules down.
_LISTED_NAME_IN_FILTER = rb"\b[KNkn][A-Za-z]{1,2}[EYey]" + _LISTED_WORD
_LISTED_VALUE = (
    rb"""(?:\n[ \t]{0,40})?(?:<string>(?P<secret>[^\s"'`<>{}$\\]{8,200})</string>|"""
    rb"""(?:["']|android:)?(?i:value)["']?[ \t]{0,9}[:=]>?[ \t]{0,9}"""
    rb"""(?:["'](?P<secret>[^\s"'`<>{}$\\]{8,200})["']|"""
    rb"""(?P<secret>[^\s"'`<>{}$%\\(),;\[\]|&]{8,200}+)(?=[ \t]{0,9}(?:#|\r?(?:\n|\Z)))))"""
)

# A variable of Terraform, and its default, mostly in one of the next lines.
_VARIABLE = (
    rb"""\bvariable[ \t]{1,4}"[0-9A-Za-z_-]{0,60}"""
    rb"""(?i:password|passwd|passphrase|secret|credential|token|"""
    rb"""_(?:key|pass|pwd)(?<!(?:kms|public|ssh)_key))"[ \t]{0,4}\{"""
)
_DEFAULT = (
    rb"""[ \t\r]{0,9}(?:\n(?:[^\n{}]{0,200}\n){0,4}?)?[ \t]{0,40}default[ \t]{0,40}=[ \t]{0,9}"""
    rb""""(?P<secret>[^\s"'`<>{}$\\]{8,200})\""""
)

RANDOM_SECRETS = (
    Rule(
        "random-secret",
        named_in_line(_NAME + rb"(?=" + _REST + _NEAR + rb")", _VALUE),
        "Random text assigned to an API key, token or secret. Revoke it at its service, and "
        "read the new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/798.html",
        before=ANYTHING,
        after=NO_BASE64_AFTER,
        guessable=True,
        check="surely-random",
        anchor=rb"(?i:" + _NAME_IN_FILTER + rb")" + _REST_IN_FILTERS + _NEAR,
    ),
    Rule(
        "random-password",
        named_in_line(_PASSWORD_NAME + rb"(?=" + _REST + _PASSWORD_NEAR + rb")", _PASSWORD),
        "A random password. Change it, and read the new one from the environment or a secret "
        "store.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        guessable=True,
        check="random-password",
        anchor=rb"(?i:" + _PASSWORD_NAME + rb")" + _REST_IN_FILTERS + _PASSWORD_NEAR,
    ),
    Rule(
        "random-word",
        # A token without signs is that of documentation, or long: see "random-secret".
        assigned(WHOLE_NAME, CHOSEN)
        + rb"|"
        + assigned(CHOSEN_NAME, rb"(?=[A-Za-z0-9]{1,39}[!#*@^$~?+])" + CHOSEN),
        "Random letters, or random text with punctuation, assigned to a password or secret. "
        "Change it, and read the new one from the environment or a secret store.",
        "https://cwe.mitre.org/data/definitions/798.html",
        before=ANYTHING,
        after=b"",
        guessable=True,
        check="random-word",
    ),
    Rule(
        "random-password-command",
        _COMMAND + rb"(?P<secret>" + _BARE + rb""")(?![^\s"'])""",
        "A random password on a command line or in a statement. Change it, and pass the new one "
        "in a file or the environment.",
        "https://cwe.mitre.org/data/definitions/259.html",
        before=ANYTHING,
        after=b"",
        guessable=True,
        check="random-password",
        anchor=_COMMAND.replace(b"{0,120}?", b"*").replace(b"{1,20}", b"+") + _DIGIT_NEAR,
    ),
    Rule(
        "random-value",
        _LISTED_NAME + _LISTED_VALUE,
        "Random text as the value of a password, key, token or secret in a list of variables, "
        "such as the environment of a container. Replace it, and read the new one from a secret "
        "store.",
        "https://cwe.mitre.org/data/definitions/798.html",
        before=ANYTHING,
        after=b"",
        guessable=True,
        check="random-value",
        lines=2,
        reach=450,
        anchor=_LISTED_NAME_IN_FILTER + rb"""(?:$|["']?(?i:value)|<string>)""",
        companion=rb"(?:(?i:value)|<string>)",
    ),
    Rule(
        "random-default",
        _VARIABLE + _DEFAULT,
        "Random text as the default of a password, key, token or secret in a Terraform variable. "
        "Replace it, and pass the new one through the environment.",
        "https://developer.hashicorp.com/terraform/language/values/variables",
        before=ANYTHING,
        after=b"",
        guessable=True,
        check="random-value",
        lines=6,
        reach=1200,
        anchor=_VARIABLE,
        companion=rb"default",
    ),
)
