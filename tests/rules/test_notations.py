"""The fingerprint of a secret that a rule finds encoded is that of the secret itself."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest

from git_secrets_py import rules
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import MatchedLine, fingerprint_of
from git_secrets_py.rules.notations import NOTATIONS, decoded

WORD = b"Tr0ub4" + b"dor&3x!9"
ENCODED, BASIC = b64encode(WORD), b64encode(b"bob:" + WORD)
QUOTED = quote(WORD).encode()
TEXTS = {
    "kubernetes-secret-data": b"kind: Secret\ndata:\n  password: " + ENCODED,
    "kubernetes-secret-data of echo": b"kind: Secret\ndata:\n  a: " + b64encode(WORD + b"\n"),
    "docker-registry-auth": b'{"auths": {"r.io": {"auth": "' + BASIC + b'"}}}',
    "authorization-basic": b"Authorization: Basic " + BASIC,
    "npm-registry-credential": b"//r.io/:_auth=" + BASIC,
    "npm-registry-credential _password": b"//r.io/:_password=" + ENCODED,
    "basic-auth-url": b"postgres://bob:" + QUOTED + b"@db.acme.io/x",
    "basic-auth-url-local": b"postgres://bob:" + QUOTED + b"@localhost/x",
    "password-assignment": b"password = '%b'" % WORD,
}


@pytest.fixture(scope="module", params=[True, False], ids=["decode", "no-decode"])
def scanner(request: pytest.FixtureRequest) -> Scanner:
    patterns = [one for each in rules.select(["all"]) for one in each.patterns]
    return Scanner(Matcher(patterns, decode=request.param))


@pytest.mark.parametrize("name", TEXTS)
def test_a_password_has_one_fingerprint_in_every_notation(scanner: Scanner, name: str) -> None:
    (line,) = scanner.scan([TEXTS[name]])
    assert isinstance(line, MatchedLine)
    (match,) = line.matches
    assert match.pattern.name == name.split()[0]
    assert line.fingerprint(match) == fingerprint_of(WORD)
    assert bool(match.form) == (line.secret(match) != WORD)


def test_a_percent_encoded_placeholder_is_not_a_secret(scanner: Scanner) -> None:
    url = b"postgres://bob:" + quote("${PASSWORD}").encode() + b"@db.acme.io/x"
    assert list(scanner.scan([url])) == []


@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("text", [b"t0k3n-not-encoded", b"", b"\xff=", b"===="])
def test_what_is_not_encoded_is_the_secret_itself(notation: str, text: bytes) -> None:
    assert decoded(notation, text) == (None, "")


def test_every_notation_of_a_rule_exists() -> None:
    named = {one.notation for each in rules.select(["all"]) for one in each.rules}
    assert named - {""} == set(NOTATIONS)
