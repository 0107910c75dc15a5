"""Every built-in rule against the formats that it finds, and against neighbors of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from built_in import PATTERNS, RULES, decider, matches, names
from marked_formats import MARKED
from templates import FIELD, FORMATS, Format, formats, secret

from git_secrets_py import rules
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine
from git_secrets_py.rules.boundaries import BETWEEN, NO_NAME_AFTER, OUTSIDE_NAME

# A text that holds two secrets.
TWO_KINDS = {
    "AWS key pair": {"aws-access-key-id"},
    "Twilio auth token of a call": {"twilio-account-sid"},
}
# The last field is a part of what the rule matches, or its length is up to the user.
OF_ANY_LENGTH = {
    "adyen-api-key",
    "authorization-basic",
    "authorization-bearer",
    "aws-account-id",
    "basic-auth-url",
    "basic-auth-url-local",
    "client-argument",
    "curl-user",
    "django-secret-key",
    "docker-registry-auth",
    "google-service-account-key",
    "key-argument",
    "kubernetes-secret-data",
    "netrc-password",
    "password-assignment",
    "password-argument",
    "password-command",
    "password-statement",
    "password-setting",
    "password-word",
    "private-key",
    "private-key-base64",
    "private-key-encrypted",
    "private-key-putty",
    "random-default",
    "random-password",
    "random-password-command",
    "random-value",
    "random-word",
    "secret-assignment",
    "server-password",
    "snowflake-password",
    "azure-sql-password",
    "token-url",
}


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """A scanner for all rules, as ``--rules all`` has it."""
    return Scanner(Matcher(rules.load("all").patterns))


def found_by(scanner: Scanner, text: str) -> set[str]:
    """Return the names of the rules that find something in ``text``, before another line."""
    found = scanner.scan([text.encode() + b"\n.\n"])
    lines = [one for one in found if isinstance(one, MatchedLine)]
    return {match.pattern.name for line in lines for match in line.matches}


def test_every_rule_has_a_format() -> None:
    assert set(RULES) == {one.rule for one in FORMATS}


# One test for all formats takes a tenth of the time of a test for each.
def test_a_secret_is_found_by_its_rule_and_no_other(scanner: Scanner) -> None:
    for one in FORMATS:
        found = found_by(scanner, secret(one.template))
        assert found == {one.rule} | TWO_KINDS.get(one.name, set()), one.name


def longest_field(one: Format) -> tuple[int, int]:
    """Return the offset in the secret and the length of its longest field."""
    field = max(FIELD.finditer(one.template), key=lambda field: int(field[2] or 36))
    length = len(secret(one.template[: field.end()])) - len(secret(one.template[: field.start()]))
    return len(secret(one.template[: field.start()])), length


def is_exact(one: Format) -> bool:
    """Return whether the rule requires the exact length of the field that ends the secret."""
    last = re.search(r"<[0-9a-zA-Z]+:(\d+)>$", one.template)
    pattern = RULES[one.rule].pattern.rstrip(b")")
    return last is not None and pattern.endswith(b"{%d}" % int(last[1]))


WITH_FIELD = [one for one in FORMATS if one.rule not in OF_ANY_LENGTH and "<" in one.template]
EXACT = [one for one in FORMATS if is_exact(one)]


def found_if(these: Iterable[Format], change: Callable[[Format, str], str]) -> list[str]:
    """Return the names of the formats whose changed secret is found by the rule."""
    return names(one for one in these if matches(one.rule, change(one, secret(one.template))))


def test_the_mark_without_the_secret_is_not_found() -> None:
    assert found_if(WITH_FIELD, lambda one, text: text[: longest_field(one)[0] + 4]) == []


def test_a_secret_with_a_foreign_character_is_not_found() -> None:
    def replace_one(one: Format, text: str) -> str:
        start, _ = longest_field(one)
        return text[: start + 4] + "\u00e9" + text[start + 5 :]

    assert found_if(WITH_FIELD, replace_one) == []


def test_a_secret_without_its_last_character_is_not_found() -> None:
    assert found_if(EXACT, lambda one, text: text[:-1]) == []


def test_a_secret_that_goes_on_is_not_found() -> None:
    assert found_if(EXACT, lambda one, text: text + "Zz9") == []


def test_a_short_mark_is_not_found_in_the_name_of_a_file_or_a_longer_one() -> None:
    short = [one for one in FORMATS if RULES[one.rule].after == NO_NAME_AFTER]
    assert len(short) > 30
    assert found_if((one for one in short if is_exact(one)), lambda one, text: text + "-a1") == []
    for rest in (".js", ".min.css", ".html)"):
        assert found_if(short, lambda one, text, rest=rest: text + rest) == []
    assert len(found_if(short, lambda one, text: text + ". The")) == len(short)


# Rules whose match begins before the mark.
PREFIXED = {"microsoft-teams-webhook", "npm-registry-credential"}
# Rules whose mark may follow a letter.
JOINED = {name for name, rule in RULES.items() if rule.source.startswith(b"(?:" + rule.pattern)}


def is_separate(one: Format) -> bool:
    """Return whether the match begins with the secret, which must not follow a letter."""
    return (
        one.rule not in JOINED | PREFIXED
        and BETWEEN not in RULES[one.rule].pattern
        and next(decider(one.rule).spans(secret(one.template).encode()))[0] == 0
    )


def test_a_secret_at_the_end_of_a_word_is_not_found() -> None:
    separate = [one for one in WITH_FIELD if is_separate(one)]
    assert len(separate) > len(WITH_FIELD) // 2
    assert found_if(separate, lambda one, text: "Zz9" + text) == []


AROUND = {
    "an assignment": "key={}",
    "a string": 'key = "{}";',
    "an escaped string": '"{{\\"key\\": \\"{}\\"}}"',
    "a line feed in a string": '"first\\n{}\\nlast"',
    "a tab in a string": '"first\\t{}\\tlast"',
    "a hexadecimal escape": '"\\x22{}\\x22"',
    "a Unicode escape": '"\\u0022{}\\u0022"',
    "an octal escape": '"\\033{}\\033"',
    "a query": "?key={}&other=1",
    "percent-encoding": "key%3D{}%26other%3D1",
    "quoted-printable": "key=3D{}",
    "an encoded blank": "first%20{}%20last",
    "percent-encoding, encoded again": "key%253D{}",
    "a long Unicode escape": '"\\U0000003d{}"',
    "a terminal color": "\x1b[32m{}\x1b[0m",
    "a color of 24 bits": "\x1b[38;2;255;100;100m{}\x1b[0m",
    "the output of grep --color": "\x1b[01;31m\x1b[K{}\x1b[m\x1b[K",
    "an element": "<key>{}</key>",
    "an entity": "&quot;{}&quot;",
    "an underscore before it": "KEY_{}",
    "no-break spaces": "\u00a0{}\u00a0",
    "carriage return": "{}\r",
    "a color that is escaped": '"\\x1b[1m{}\\x1b[0m"',
    "an element of a list": "first,{},last",
    "parentheses": "f({})",
    "backticks": "`{}`",
    "a cell": "|{}|",
    "a semicolon": "first;{};last",
    "an escape after it": '"{}\\n"',
    "a string in a string in a string": '"{{\\\\\\"key\\\\\\":\\\\\\"{}\\\\\\"}}"',
}
# The name before this secret is part of its text, and words cannot be joined to it.
SURROUNDED = [one for one in formats(MARKED) if one.rule != "google-browser-key"]


def test_a_secret_is_found_whatever_surrounds_it() -> None:
    for one in SURROUNDED:
        text = secret(one.template)
        missed = {
            name for name, around in AROUND.items() if not matches(one.rule, around.format(text))
        }
        is_joined = RULES[one.rule].source.startswith(b"(?:" + OUTSIDE_NAME)
        assert missed == ({"an underscore before it"} if is_joined else set()), one.name


def test_a_secret_may_end_a_sentence() -> None:
    missed = {
        one.rule for one in SURROUNDED if not matches(one.rule, f"It is {secret(one.template)}.")
    }
    # The alphabet of these hashes has a period.
    assert missed == {"crypt-hash"}


@pytest.mark.parametrize(
    ("rule", "template"),
    [
        ("aws-access-key-id", "Credential=AKIA<32:16>/20260101/us-east-1/s3/aws4_request"),
        ("telegram-bot-token", "https://api.telegram.org/bot<d:10>:AA<u:33>/getMe"),
        ("telegram-bot-token-unmarked", "https://api.telegram.org/bot<d:10>:B<u:34>/getMe"),
        ("trello-token", "https://api.trello.com/1/tokens/ATTA<h:72>/member"),
    ],
)
def test_a_secret_may_be_a_part_of_a_path(rule: str, template: str) -> None:
    assert matches(rule, secret(template))


# Ways of binding a name to a value, with one secret of a vendor and one of AWS.
BINDINGS = r"""
{} = "@"
export {}='@'
{}: @
"{}": "@",
"{}" => "@"
'{}', '@'
\"{}\": \"@\"
--{} @
--{}=@
ENV {} @
aws configure set {} @
<{}>@</{}>
<add key="{}" value="@"/>
<key>{}</key><string>@</string>
{{"name": "{}", "value": "@"}}
{{name: {}, value: @}}
os.environ["{}"] = "@"
os.environ.setdefault("{}", "@")
os.getenv("{}", "@")
os.environ.get("{}", default="@")
ENV.fetch("{}") {{ "@" }}
ENV["{}"] ||= "@"
process.env.{} || "@"
process.env.{} ?? '@'
define('{}', '@');
putenv("{}=@");
$_ENV['{}'] = '@';
{} := "@"
{} += "@"
{} .= '@';
const {} string = "@"
let {}: &str = "@";
#define {} "@"
${{{}:-@}}
setx {} "@"
PROD_{}=@
{}=b"@"
{}: aws.String("@")
{}%3D@
{}=3D@
{}=3D"@"
{}&quot;:&quot;@&quot;
{}(key="@")
{}: {{"api_key": "@"}}
"""
NAMED_SECRETS = [
    ("aws-secret-access-key", "AWS_SECRET_ACCESS_KEY", "<64:40>"),
    ("aws-secret-access-key", "secretAccessKey", "<64:40>"),
    ("cohere-api-key", "COHERE_API_KEY", "<62:40>"),
    ("snyk-token", "snykToken", "<uuid>"),
    ("datadog-api-key", "dd-api-key", "<h:32>"),
]


@pytest.mark.parametrize(("rule", "name", "template"), NAMED_SECRETS)
def test_a_name_may_be_bound_to_a_secret_in_many_ways(rule: str, name: str, template: str) -> None:
    for binding in BINDINGS.strip().split("\n"):
        text = binding.format(name, name).replace("@", secret(template))
        assert matches(rule, text), binding
        assert re.search(PATTERNS[rule].filter or b"", text.encode(), re.MULTILINE), binding


@pytest.mark.parametrize(
    "block",
    [
        "{}:\n  Type: String\n  NoEcho: true\n  Default: @\n",
        'variable "{}" {{\n  type = string\n  default = "@"\n}}',
    ],
    ids=["CloudFormation", "Terraform"],
)
@pytest.mark.parametrize(("rule", "name", "template"), NAMED_SECRETS[:3])
def test_a_secret_may_be_the_default_in_the_block_of_its_name(
    rule: str, name: str, template: str, block: str
) -> None:
    assert matches(rule, block.format(name).replace("@", secret(template)))


@pytest.mark.parametrize(
    "name", ["COHERE_SHA1", "cohere_commit", "COHERE_ID", "cohereId", "COHERE_ORG", "cohereProject"]
)
def test_the_name_of_no_secret_binds_none(name: str) -> None:
    assert not matches("cohere-api-key", f'{name} = "{secret("<62:40>")}"')


@pytest.mark.parametrize("name", ["COHERE_TOKEN_ORG", "cohereApiKeyProject", "cohere-key-release"])
def test_the_name_of_the_secret_of_a_team_binds_it(name: str) -> None:
    assert matches("cohere-api-key", f'{name} = "{secret("<62:40>")}"')


def test_no_rule_finds_anything_in_the_source_of_the_rules_and_their_tests(
    scanner: Scanner,
) -> None:
    folders = (Path(rules.__file__).parent, Path(__file__).parent)
    for path in [path for folder in folders for path in sorted(folder.glob("*.py"))]:
        lines = [one for one in scanner.scan([path.read_bytes()]) if isinstance(one, MatchedLine)]
        assert not [(path.name, line.number, line.matches[0].pattern.name) for line in lines]


def test_one_secret_is_found_once_by_the_most_specific_rule(scanner: Scanner) -> None:
    token = secret("glpat-<u:20>")
    assert found_by(scanner, f"https://oauth2:{token}@git.internal/team/app.git") == {
        "gitlab-token"
    }
    assert found_by(scanner, f'password = "{token}"') == {"gitlab-token"}
