"""Every built-in rule against the formats that it finds, and against neighbors of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from math import inf
from pathlib import Path
from time import process_time

import pytest
import regex
from marked_formats import MARKED
from templates import FIELD, FORMATS, Format, formats, secret

from git_secrets_py import rules
from git_secrets_py.engine.blocks import LONGEST_MATCH
from git_secrets_py.engine.decider import Decider
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.pattern_sources import read_pattern
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine
from git_secrets_py.patterns import possible, steps
from git_secrets_py.patterns.ere import refuse_newline
from git_secrets_py.rules.boundaries import (
    BETWEEN,
    NAMED_REACH,
    NO_NAME_AFTER,
    OUTSIDE_NAME,
    named,
)
from git_secrets_py.rules.filter_form import filter_form

RULES = {rule.name: rule for rule in rules.load("all").rules}
PATTERNS = {pattern.name: pattern for pattern in rules.load("all").patterns}

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


# The most seconds that a rule may take for 60 kB of its worst text.
LONGEST = 1.0
SIZE = 60_000
# In how many parts a text is cut: most rules show in the smallest ones how their time grows.
PARTS = (40, 15, 5, 1)


def names(these: Iterable[Format]) -> list[str]:
    return [f"{one.rule}: {one.name}" for one in these]


@cache
def decider(name: str) -> Decider:
    pattern = PATTERNS[name]
    return Decider(read_pattern(pattern), word=False, limit=30)


def matches(name: str, text: str) -> bool:
    line = text.encode()
    found = decider(name).matches(line)
    return any(PATTERNS[name].accepts(line[slice(*span)]) for _, _, span in found)


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


def test_a_pattern_is_valid_and_its_filter_matches_no_newline() -> None:
    for name, rule in RULES.items():
        # As ``patterns.read``, but parsed and compiled once for all tests.
        parsed = steps._read(rule.source)
        assert parsed is not None, name
        possible.check(rule.source, parsed[0], None)
        refuse_newline(rule.source)
        assert decider(name), name
        for negated in re.findall(rb"\[\^[^]]*\]", filter_form(rule.pattern)):
            assert b"\\n" in negated or b"\\s" in negated, (name, negated)


def test_a_filter_matches_wherever_the_pattern_does() -> None:
    filters = {
        name: regex.compile(pattern.filter or b"", regex.MULTILINE)
        for name, pattern in PATTERNS.items()
    }
    missed = [one for one in FORMATS if not filters[one.rule].search(secret(one.template).encode())]
    assert names(missed) == []


def test_a_long_line_is_searched_only_near_the_hits_of_a_rule() -> None:
    for name, rule in RULES.items():
        bytes_of_match, _ = steps.reach(rule.source)
        least = LONGEST_MATCH if rule.lines > 1 else 0
        bound = {0: inf, NAMED_REACH: inf}.get(rule.reach, rule.reach)
        assert least < bytes_of_match or rule.reach, name
        assert 0 < bytes_of_match <= bound, name


def test_every_match_contains_the_mark_of_its_pattern() -> None:
    marks = {name: regex.compile(pattern.mark) for name, pattern in PATTERNS.items()}
    missed = [one for one in FORMATS if not marks[one.rule].search(secret(one.template).encode())]
    assert names(missed) == []


def worst_texts(name: str, size: int) -> list[bytes]:
    """Return texts that begin to match in many places: repeated beginnings of a secret."""
    texts = []
    for one in FORMATS:
        if one.rule == name:
            text = secret(one.template).encode()
            beginnings = {text[: len(text) * part // 5] for part in (1, 2, 3, 4)} | {text[:-1]}
            texts += [(each or b"a") * (size // max(1, len(each))) for each in beginnings]
            texts.append((text[: len(text) // 2] + b"-") * (2 * size // len(text)))
            texts.append(text[:-1] + text[-2:-1] * size)
            texts.append(text[: len(text) // 2] + b" " * size)
            name_in_text = regex.match(rb"\w*", text)[0] or b"a"
            texts.append(name_in_text * (size // len(name_in_text)))
    return texts


def seconds_for(name: str, text: bytes) -> float:
    started = process_time()
    list(decider(name).spans(text))
    return process_time() - started


def is_fast(name: str, texts: list[bytes]) -> bool:
    """Return whether a rule takes less than ``LONGEST`` for the last of texts of growing size.

    For ``c1*n + c2*n**2 + c3*n**3``, the time of a text less that of a smaller one, if it grew
    with the size only, is at least ``1 - smaller/larger`` of the other two terms. These grow to
    the size of the last text as if they were cubic. Most rules are fast even if all of it is.
    """
    for smaller, text in pairwise(texts):
        seconds, growth = seconds_for(name, text), len(texts[-1]) / len(text)
        if seconds * growth**3 < LONGEST:
            return True
        ratio = len(smaller) / len(text)
        more = min(seconds, max(0.0, seconds - seconds_for(name, smaller) / ratio) / (1 - ratio))
        if (seconds - more) * growth + more * growth**3 < LONGEST:
            return True
    return False


@pytest.mark.parametrize("letters", ["a", "b-f", "g-m", "n-s", "t-z"])
def test_a_rule_takes_little_time_for_its_worst_text(letters: str) -> None:
    for name in RULES:
        if not letters[0] <= name[0] <= letters[-1]:
            continue
        for texts in zip(*(worst_texts(name, SIZE // parts) for parts in PARTS), strict=True):
            assert is_fast(name, texts), (name, len(texts[-1]), texts[-1][:100])


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


def test_all_rules_are_in_one_database() -> None:
    matcher = Matcher(rules.load("all").patterns)
    assert len(matcher._filters) == 1


@pytest.mark.parametrize(
    "name",
    [
        "x:",
        '\\"x\\":',
        "&quot;x&quot;:",
        "%22x%22:",
        "x() =",
        "x [abc] =",
        "x[] =",
        "x%5D =",
        "x']) =",
    ],
)
def test_the_filter_finds_each_name_whose_value_is_in_the_next_line(name: str) -> None:
    pattern = named(b"foo_token", b"[a-z0-9]{32}")
    text = name.replace("x", "foo_token").encode() + b'\n    "' + b"a8f3k2l9" * 4 + b'"\n'
    assert regex.search(pattern, text)
    assert re.search(filter_form(pattern), text, re.MULTILINE)


@pytest.mark.parametrize(
    "name", ['"name": "x",', '"id" : "x",', "env: x", "'label' => 'x',", 'p="x"']
)
def test_the_filter_finds_a_name_that_is_the_value_of_any_key(name: str) -> None:
    pattern = named(b"foo_token", b"[a-z0-9]{32}")
    text = name.replace("x", "foo_token").encode() + b'\n  "value": "' + b"a8f3k2l9" * 4 + b'"\n'
    assert regex.search(pattern, text)
    assert re.search(filter_form(pattern), text, re.MULTILINE)


def test_the_filter_does_not_hit_definitions_that_a_name_of_a_service_ends() -> None:
    search = re.compile(PATTERNS["mistral-api-key"].filter, re.MULTILINE).search
    assert search(b"class Mistral4Experts(MistralExperts):") is None
    assert search(b"        self.projector = MistralProjector(config)") is None
