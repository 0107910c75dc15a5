"""Comments that allow their line, if ``secrets.inlineAllow`` is set."""

from __future__ import annotations

import pytest
from support import KEY_PATTERN, Ran, Repo, fingerprint

ALLOW = b"git-secrets: allow"
ONE = b"git secrets: 1 match allowed by 'git-secrets: allow' comments\n"
TWO = b"git secrets: 2 matches allowed by 'git-secrets: allow' comments\n"


@pytest.fixture(autouse=True)
def patterns(repo: Repo) -> None:
    repo.call("--add", KEY_PATTERN)
    repo.git("config", "secrets.inlineAllow", "true")


def test_a_comment_on_the_line_allows_it_and_is_counted(repo: Repo, key: bytes) -> None:
    repo.write("a.py", b"k = '%b'  # %b\n" % (key, ALLOW))
    assert repo.call("--scan", "a.py") == Ran(0, b"", ONE)


def test_every_match_of_its_line_is_allowed_and_counted(repo: Repo, key: bytes) -> None:
    repo.write("a.py", b"%b %b // %b" % (key, key[:-1] + b"Z", ALLOW))
    assert repo.call("--scan", "a.py") == Ran(0, b"", TWO)


def test_the_matches_of_other_lines_are_not_allowed(repo: Repo, key: bytes) -> None:
    repo.write("a.py", b"%b # %b\n%b\n" % (key, ALLOW, key))
    ran = repo.call("--scan", "a.py")
    assert (ran.status, ran.out) == (1, b"")
    assert ran.err.startswith(b"a.py:2:%b\n\n[ERROR] " % key)
    assert ran.err.endswith(ONE)


@pytest.mark.parametrize("value", ["false", "no", ""])
def test_it_is_disabled_unless_the_config_enables_it(repo: Repo, key: bytes, value: str) -> None:
    repo.git("config", "secrets.inlineAllow", value)
    repo.write("a.py", b"%b # %b\n" % (key, ALLOW))
    ran = repo.call("--scan", "a.py")
    assert ran.status == 1
    assert b"allowed by" not in ran.err


def test_it_is_disabled_by_default(repo: Repo, key: bytes) -> None:
    repo.git("config", "--unset", "secrets.inlineAllow")
    repo.write("a.py", b"%b # %b\n" % (key, ALLOW))
    assert repo.call("--scan", "a.py").status == 1


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param(b"Git-Secrets: Allow", id="in another case"),
        pytest.param(b"(git-secrets: allow, an example)", id="with a reason behind it"),
        pytest.param(b"git-secrets: allowed? no: git-secrets: allow", id="behind another word"),
    ],
)
def test_forms_of_the_comment(repo: Repo, key: bytes, comment: bytes) -> None:
    repo.write("a.py", b"%b # %b\n" % (key, comment))
    assert repo.call("--scan", "a.py") == Ran(0, b"", ONE)


@pytest.mark.parametrize(
    "comment", [b"git-secrets: allowance", b"git-secrets: allow-nothing", b"git-secrets allow"]
)
def test_a_similar_comment_allows_nothing(repo: Repo, key: bytes, comment: bytes) -> None:
    repo.write("a.py", b"%b # %b\n" % (key, comment))
    assert repo.call("--scan", "a.py").status == 1


def test_the_hook_prints_the_count(repo: Repo, key: bytes) -> None:
    repo.write("a.py", b"%b # %b\n" % (key, ALLOW))
    repo.add()
    assert repo.call("--pre_commit_hook") == Ran(0, b"", ONE)


def test_an_audit_prints_the_count(repo: Repo, key: bytes) -> None:
    repo.commit_file("a.py", b"%b # %b\n" % (key, ALLOW))
    ran = repo.call("--scan-history")
    assert (ran.status, ran.out) == (0, b"")
    assert ran.err.startswith(ONE)


def test_matches_allowed_otherwise_are_not_counted(repo: Repo, key: bytes) -> None:

    repo.write(".gitallowed", "sha256:" + fingerprint(key))
    repo.write("a.py", b"%b # %b\n" % (key, ALLOW))
    assert repo.call("--scan", "a.py") == Ran(0, b"", b"")


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_documents_contain_what_a_comment_allows(repo: Repo, key: bytes, format: str) -> None:
    repo.git("config", "secrets.inlineAllow", "true")
    repo.register_aws()
    repo.write("a.py", key + b"  # git-secrets: allow\n")
    repo.add()
    ran = repo.call("--scan", "--format", format)
    assert ran.status == 0
    text = b'"allowed": true' if format == "json" else b'"suppressions"'
    assert text in ran.out
