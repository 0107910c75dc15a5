"""The pretty report on a terminal of 80 columns."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from textwrap import dedent

import pytest
from report_factory import (
    ALLOWS_DOCS,
    AWS_KEY,
    COMMIT,
    CUSTOM,
    OWN,
    OWN_KEY,
    PASSWORD,
    app,
    finding,
    history,
    pretty,
    report,
)

from git_secrets_py import rules
from git_secrets_py.content import NotScanned
from git_secrets_py.findings.finding import Finding
from git_secrets_py.findings.place import place_of
from git_secrets_py.report.formats.pretty import render
from git_secrets_py.report.model import RenderOptions
from git_secrets_py.report.situation import Rewrite, Situation


def expected(text: str) -> str:
    return dedent(text).lstrip("\n")


AWS_WHY = """
  why    An AWS access key ID, or the unique ID of an IAM user, group, role or
         policy. The secret access key is often nearby. Deactivate the key in
         IAM, then delete it.
         Set in git config .git/config."""


def test_a_staged_secret() -> None:
    assert pretty(report(app())) == expected(
        f"""
commit blocked: 1 secret in 1 file

config/app.py:12:12  aws-access-key-id  f36279c0  high  account 035468117025

  12 | aws_key = "AKIA**************QQ"  # do not share
     |            ^^^^^^^^^^^^^^^^^^^^
{AWS_WHY}
  fix    Remove it from the file, then:
           git add -- config/app.py
         Or unstage the file:
           git restore --staged -- config/app.py
  allow  git secrets --allow f36279c0 --reason "why it is harmless"
         git add .gitallowed
"""
    )


def test_a_secret_in_the_commit_message() -> None:
    found = finding(b".git/COMMIT_EDITMSG", b"log in with " + PASSWORD, PASSWORD, pattern=CUSTOM)
    assert pretty(report(found, scope="message")) == expected(
        """
commit blocked: 1 secret in the commit message

.git/COMMIT_EDITMSG:1:13  custom-pattern-01f8f8fc  20d2fe5e  high

  1 | log in with ********
    |             ^^^^^^^^

  why    It matches a prohibited pattern.
           hunter[0-9]+
         From .gitprohibited:3.
  fix    Your message is saved. Remove the secret from it and commit again:
           git commit --edit --file .git/COMMIT_EDITMSG
  allow  git secrets --allow 20d2fe5e --reason "why it is harmless"
         git add .gitallowed
"""
    )


def test_a_key_of_the_user_in_a_merge() -> None:
    found = finding(b"live.py", b"\tkey = " + OWN_KEY, OWN_KEY, pattern=OWN, number=3)
    assert pretty(report(found, scope="merge")) == expected(
        """
merge blocked: 1 secret in 1 file

live.py:3:8  own-aws-key  295cfae3  high  account 673894223475

  3 |  key = AKIA**************ZZ
    |        ^^^^^^^^^^^^^^^^^^^^

  why    This is your own key, AWS credentials file, profile prod.
         From provider aws [prod].
  fix    The merged branch introduces it. Abort the merge and remove it from
         that branch:
           git merge --abort
         Rotate it as well: everyone who can read that branch has it.
  allow  Never allow your own live key: deactivate it where it was issued.
"""
    )


def test_a_secret_in_history_that_is_no_longer_in_head() -> None:
    assert pretty(history(further_count=7, on_remote=True)) == expected(
        f"""
1 secret in history, no longer in HEAD

config/app.py:12:12  aws-access-key-id  f36279c0  high  account 035468117025

  12 | aws_key = "AKIA**************QQ"
     |            ^^^^^^^^^^^^^^^^^^^^

  also   7 further places
  in     commit 1a2b3c4d1a2b, Ada Lovelace <ada@example.org>, 2023-11-14:
           Add the settings
         only in history: rotate it; rewriting history does not undo the leak;
         already on a remote{AWS_WHY}
  fix    Rotate it where it was issued: every clone contains it.
         For all steps after a leak, see:
           https://github.com/git-secrets-py/git-secrets-py/blob/main/docs/after-a-leak.md
  allow  git secrets --allow f36279c0 --reason "why it is harmless"
         git add .gitallowed
"""
    )


def test_a_secret_in_history_that_is_still_in_head() -> None:
    text = pretty(history(in_head=True))
    assert "1 secret in history, still in HEAD\n" in text
    assert "         still in HEAD\n" in text
    assert "Then remove it from the file and commit the change." in text


def test_the_advice_for_a_secret_in_the_index_is_to_stage_the_file_again() -> None:
    text = pretty(history(b"(index)", introduction=None))
    assert "  in     index\n         staged, not committed yet\n" in text
    assert "           git add -- config/app.py\n" in text


def test_an_unreachable_secret_may_have_been_pushed() -> None:
    text = pretty(history(reachable=False))
    assert "unreachable from branches and tags: rotate it if it was ever pushed\n" in text


class PushedHistory:
    """A history in which one branch is to be rewritten."""

    def rewrites(self, commits: Sequence[bytes]) -> list[Rewrite]:
        return [Rewrite(commit) for commit in commits]


def test_a_blocked_push_shows_the_commit_to_edit() -> None:
    found = finding(b"a.py", AWS_KEY, AWS_KEY, commit=COMMIT)
    text = pretty(report(found, situation=Situation("push", history=PushedHistory())))
    assert text.startswith("push blocked: 1 secret in 1 file\n")
    assert "           git rebase --interactive --autostash 1a2b3c4d1a2b^\n" in text


def test_a_message_in_a_push_is_not_a_file() -> None:
    found = finding(b"(commit message)", AWS_KEY, AWS_KEY, commit=COMMIT)
    tag = finding(b"(tag message)", AWS_KEY, AWS_KEY, commit=COMMIT[::-1])
    text = pretty(report(found, tag, app(), scope="push"))
    assert text.startswith("push blocked: 1 secret in 1 file, 1 commit message, 1 tag message\n")


def findings(number: int) -> list[Finding]:
    """Return findings of distinct secrets, each in a file of its own."""
    secrets = [b"AKIA" + b"%016d" % one for one in range(number)]
    return [finding(b"%d.py" % at, one, one) for at, one in enumerate(secrets)]


def test_secrets_of_one_rule_have_one_reason_and_one_advice() -> None:
    text = pretty(report(*findings(3)))
    assert [text.count(f"  {label} ") for label in ("why", "fix", "allow")] == [1, 1, 1]
    assert "git add -- 0.py 1.py 2.py\n" in text


def test_the_headline_of_a_long_report_is_repeated_at_its_end() -> None:
    lines = pretty(report(*findings(4))).splitlines()
    assert lines[0] == lines[-1] == "commit blocked: 4 secrets in 4 files"


def test_more_secrets_are_summed_up_in_a_table() -> None:
    lines = pretty(report(*findings(11), app())).splitlines()
    assert "     12 secrets in 12 files   aws-access-key-id" in lines
    assert sum("| " in line for line in lines) == 24


def test_very_many_secrets_are_shown_as_a_table_only_unless_verbose() -> None:
    listing = "git secrets --scan sub"
    what = report(*findings(21), situation=Situation("tree", listing=listing))
    lines = pretty(what).splitlines()
    assert len(lines) < 24
    assert "  list   git secrets --scan sub" in lines
    assert pretty(what, verbose=True).count("^^^^") >= 21


def test_every_place_is_listed_on_request() -> None:
    others = [finding(b"b%d.py" % number, AWS_KEY, AWS_KEY) for number in range(5)]
    text = pretty(report(app(), *others), verbose=True)
    assert "  also   b0.py:1:1\n         b1.py:1:1\n" in text
    assert "b4.py:1:1" in text


def test_a_secret_in_the_work_tree() -> None:
    text = pretty(report(app(), scope="tree"))
    assert text.startswith("1 secret in 1 file\n")
    assert "           git secrets --scan-history\n" in text


def test_further_occurrences_are_folded_into_one_line() -> None:
    others = [finding(b"b%d.py" % number, AWS_KEY, AWS_KEY) for number in range(5)]
    text = pretty(report(app(), *others))
    assert text.startswith("commit blocked: 1 secret in 6 files\n")
    assert "  also   b0.py:1:1, b1.py:1:1, b2.py:1:1, 2 more places\n" in text


def test_versions_of_one_place_are_one_and_their_number_is_not_cut_off() -> None:
    short, long = (place_of(finding(path, AWS_KEY, AWS_KEY)) for path in (b"b", b"w" * 65))
    here = place_of(app())
    for further, also in (
        ([here, here, short], "b:1:1, 2 more places"),
        ([here, here], "2 further places"),
        ([short, long], "b:1:1, 1 more place"),
        ([long, long], "2 further places"),
    ):
        text = pretty(history(further=further, further_count=len(further)))
        assert f"  also   {also}\n" in text


@pytest.mark.parametrize(
    ("path", "situation", "word"),
    [
        pytest.param(b"a b.py", Situation("staged"), "'a b.py'", id="blank"),
        pytest.param(b"-x", Situation("staged"), "-x", id="dash"),
        pytest.param(b":a", Situation("staged"), "':(literal):a'", id="colon"),
        pytest.param(b"*", Situation("staged"), "':(literal)*'", id="glob"),
        pytest.param(
            b"a.py", Situation("staged", in_subdirectory=True), ":/a.py", id="subdirectory"
        ),
        pytest.param(
            b"*", Situation("staged", in_subdirectory=True), "':(top,literal)*'", id="glob-below"
        ),
        pytest.param(b"a\n\xff", Situation("staged"), r"$'a\x0a\xff'", id="no-text"),
        pytest.param(b"it's\t", Situation("staged"), r"$'it\x27s\x09'", id="quote"),
    ],
)
def test_a_command_quotes_the_file_for_the_shell_and_git(
    path: bytes, situation: Situation, word: str
) -> None:
    text = pretty(report(finding(path, AWS_KEY, AWS_KEY), situation=situation))
    assert f"           git add -- {word}\n" in text
    bare = word.replace(":(literal)", "").replace(":/", "").replace(":(top,literal)", "")
    done = subprocess.run(["bash", "-c", f"printf %s {bare}"], capture_output=True, check=True)
    assert done.stdout == path or path == b"-x"


def test_before_the_first_commit_git_rm_unstages_a_file() -> None:
    text = pretty(report(app(), situation=Situation("staged", unborn=True)))
    assert "           git rm --cached --force -- config/app.py\n" in text


def test_in_a_subdirectory_the_message_file_is_still_found() -> None:
    found = finding(b".git/COMMIT_EDITMSG", AWS_KEY, AWS_KEY)
    text = pretty(report(found, situation=Situation("message", in_subdirectory=True)))
    assert '--file "$(git rev-parse --git-path COMMIT_EDITMSG)"\n' in text


def test_secrets_are_shown_on_request() -> None:
    text = pretty(report(app()), show_secrets=True)
    assert f'aws_key = "{AWS_KEY.decode()}"' in text


def test_an_allowed_secret_is_shown_on_request() -> None:
    found = report(allowed=finding(b"docs/a.md", b"as " + OWN_KEY, OWN_KEY), scope="tree")
    assert pretty(found) == "no secret found\n"
    assert pretty(found, show_allowed=True) == expected(
        """
no secret found

allowed docs/a.md:1:4  aws-access-key-id  295cfae3  high  account 673894223475
  by ^docs/ from .gitallowed:2
"""
    )
    assert ALLOWS_DOCS.source == b"^docs/"


def test_a_clean_commit_prints_nothing() -> None:
    assert pretty(report()) == ""


def test_problems_and_notes_are_printed() -> None:
    found = report(
        NotScanned("a.py: permission denied"),
        NotScanned("b.py: odd", NotScanned.WARNING),
        NotScanned("c.bin: binary", NotScanned.BINARY),
        notes=["this clone is shallow"],
    )
    assert pretty(found) == expected(
        """
not everything was scanned

not scanned: a.py: permission denied
warning: b.py: odd
note: this clone is shallow
"""
    )


def test_a_literal_pattern_that_is_the_secret_is_masked() -> None:
    secret = b"p+ss" + b"word"
    pattern = type(CUSTOM)(b"p\\+ss" + b"word", CUSTOM.origin)
    what = report(finding(b"a.py", secret, secret, pattern=pattern))
    assert b"ssword" not in b"".join(render(what, RenderOptions()))


def test_the_allow_command_repeats_the_rule_sets_of_the_run() -> None:
    what = report(app(), situation=Situation("staged", options="--rules aws,npm"))
    assert 'git secrets --allow --rules aws,npm f36279c0 --reason "why' in pretty(what)


def test_the_header_of_a_private_key_is_allowed_by_its_file() -> None:
    header = b"-----BEGIN RSA " + b"PRIVATE KEY-----"
    rule = next(one for one in rules.load("private-key").patterns if one.name == "private-key")
    said = pretty(report(finding(b"certs/test.key", header, header, pattern=rule)))
    assert said.splitlines()[-3:] == [
        "  allow  Many keys begin like this. Allow the file with a line in .gitallowed:",
        r"           ^certs/test\.key:",
        "           git add .gitallowed",
    ]
