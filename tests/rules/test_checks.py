"""The checks of secrets."""

from __future__ import annotations

from random import Random

import pytest
from templates import secret

from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.engine.scanner import Scanner
from git_secrets_py.model import HIGH, MatchedLine, Origin
from git_secrets_py.rules import checks, load
from git_secrets_py.rules.rule import Rule, RulePattern


def test_every_check_of_a_rule_exists() -> None:
    names = {name for rule in load("all").rules for name in (rule.check, rule.checksum) if name}
    assert names == set(checks.CHECKS)


ACCEPTED = [
    ("github", "ghp_<62:30><crc>"),
    ("github", "npm_<62:30><crc>"),
    ("github", "ghr_<62:76>"),
    ("fine-grained", "github_pat_<62:22>_<62:59>"),
    ("aws-key-id", "AKIA<32:16>"),
    ("aws-secret-key", "<64:40>"),
    ("basic", "<basic>"),
    ("grafana", "glsa_<62:32>_<glsa>"),
    ("cloudflare", "cfut_<62:40><crc40>"),
    ("confluent", "<cflt>"),
    ("polar", "polar_oat_<62:37><crc37>"),
    ("jwt", "<jwt>"),
    ("macaroon", "pypi-<macaroon>"),
    ("payload", "sntrys_<json>_<62:43>"),
    ("mixed", "<62:32>"),
    ("django-key", "3s6^*wwr^w=0wl(2xv7j7kmx4s(f_&_0k$)@7&0t$9)%r_bmk@"),
    ("crc16", "<nkey>"),
    ("crc16", "<stellar>"),
    ("base58check", "<xprv>"),
    ("bech32", "<nsec>"),
    ("matrix", "mat_<62:30>_<crcall>"),
    ("sanctum", "<d:3>|<62:40><crc40>"),
    ("password", "hunter<d:2>!"),
    ("random", "<62:20>"),
    ("random", "<h:32>"),
    ("strong-password", "Tr0ub4dor<d:2>"),
    ("named-secret", "qzkvhxjr" + "wmtpgdbf"),
    ("named-secret", "0x<h:64>"),
    ("strong-password", "epve" + "grlp"),
    ("password", "<d:9>"),
    ("password", "4450" + "56"),
    ("surely-random", "sk_<u:43>"),
    ("surely-random", "sk-<u:48>"),
]


@pytest.mark.parametrize(("name", "template"), ACCEPTED)
def test_a_check_accepts(name: str, template: str) -> None:
    assert checks.CHECKS[name](secret(template).encode())


REJECTED = [
    ("github", "ghp_<62:30>000000", "a wrong checksum"),
    ("fine-grained", "github_pat_<62:82>", "no ID"),
    ("aws-key-id", "AKIA0189<32:12>", "digits that are not in Base32"),
    ("aws-secret-key", "<h:40>", "a SHA-1"),
    ("aws-secret-key", "usr/local/lib/" + "python3/dist/packages/a/B1", "a path"),
    ("aws-secret-key", "abcabcabcabcabcabcabcabcabcabcabcabcABC1", "a repetition"),
    ("basic", "<62:24>", "no Base64 of a user and a password"),
    ("basic", "dXNlcjpwYXNzd29yZA==", "the user 'user' with the password 'password'"),
    ("grafana", "glsa_<62:32>_<h:8>", "a wrong checksum"),
    ("cloudflare", "cfut_<62:40><h:8>", "a wrong checksum"),
    ("confluent", "cflt<62:60>", "a wrong checksum"),
    ("polar", "polar_oat_<62:43>", "a wrong checksum"),
    ("chosen-secret", "AABBCCDD" + "AABBCCDDAABBCCDD", "a repetition"),
    ("chosen-secret", "c2Vj" + "cmV0", "the Base64 form of a word"),
    ("random-word", "sdkfj" + "hsdkf", "letters of one row of the keyboard"),
    ("no-word", "P@$$w0rd", "a word for a password in signs"),
    ("no-word", "not-re@l", "a placeholder in signs"),
    ("no-word", "a secret", "words"),
    ("jwt", "eyJ<62:30>.eyJ<62:30>.<62:43>", "no JSON"),
    ("macaroon", "pypi-AgEIcHlwaS5vcmc<u:120>", "no fields"),
    ("macaroon", "pypi-", "nothing"),
    ("payload", "sntrys_eyJ<62:160>_<62:43>", "no JSON"),
    ("mixed", "<h:40>", "a hash"),
    ("mixed", "getTheConfigurationOf" + "TheCurrentSessionOrNot", "an identifier"),
    ("crc16", "SU<32:56>", "a wrong checksum"),
    ("crc16", "SA<32:54>", "a wrong checksum"),
    ("base58check", "xprv9s21ZrQH143K<58:96>", "a wrong checksum"),
    ("bech32", "nsec1<32l:58>", "a wrong checksum"),
    ("matrix", "mat_<62:30>_000000", "a wrong checksum"),
    ("sanctum", "<d:3>|<62:40>00000000", "a wrong checksum"),
    ("named-secret", "getServerSideProps", "an identifier of letters"),
    ("named-secret", "qzkvhxjr" + "wmtpg", "a few letters"),
    ("named-secret", "0x<h:40>", "an address"),
    ("named-secret", "A128CBC-HS256", "an algorithm"),
    ("strong-password", "^3.0.0", "a range of versions"),
    ("strong-password", "dot1xPassword", "a name of a password"),
    ("plain-password", "Uint8Array", "a type"),
    ("password", "${PASSWORD}", "a variable"),
    ("password", "changeit", "a word for a password"),
    ("password", "xxxx", "a row of one character"),
    ("random", "aaaaaaaaaaaaaaaabbbb", "a repetition"),
    ("strong-password", "correcthorse", "words"),
    ("strong-password", "test1234", "a word of tests and a number"),
    ("strong-password", "adminpass123", "the name of a password and a number"),
    ("strong-password", "P@ssw0rd", "a word for a password in signs"),
    ("password", "1122" + "33", "pairs of digits"),
    ("surely-random", "pk_<62:40>", "a publishable key"),
    ("surely-random", "sk_test_<62:40>", "a test key"),
    ("surely-random", "BD<u:85>", "a public key of VAPID"),
    ("surely-random", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE<64:86>==", "a public key in DER"),
]


@pytest.mark.parametrize(
    ("name", "template"), [row[:2] for row in REJECTED], ids=[f"{r[0]}: {r[2]}" for r in REJECTED]
)
def test_a_check_rejects(name: str, template: str) -> None:
    assert not checks.CHECKS[name](secret(template).encode())


@pytest.mark.parametrize("name", sorted(checks.CHECKS))
def test_a_check_decides_on_any_text(name: str) -> None:
    random = Random(name)
    texts = [
        b"",
        *(bytes(range(start, start + 16)) for start in range(0, 256, 16)),
        *(random.randbytes(random.randrange(80)) for _ in range(40)),
        *(secret(template).encode()[: random.randrange(60)] for _, template in ACCEPTED),
    ]
    assert {type(checks.CHECKS[name](text)) for text in texts} == {bool}


def test_a_match_is_reported_if_its_check_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("random", "jwt"):
        monkeypatch.setitem(checks.CHECKS, name, lambda secret: 1 // len(secret[:0]))
    rule = Rule("r", rb"zq[0-9]{4}", "A token.", "", check="random", checksum="jwt")
    pattern = RulePattern(rule, Origin("rules", "r"), strict=False)
    (line,) = Scanner(Matcher([pattern])).scan([b"zq1234\n"])
    assert isinstance(line, MatchedLine)
    assert pattern.severity_of(b"zq1234") == HIGH
