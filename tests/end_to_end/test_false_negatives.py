"""Secrets that the original git-secrets misses, each with the reason.

Everything here goes through real processes, and a real ``git commit`` with the installed hooks.
"""

from __future__ import annotations

import pytest
from support import ERROR, WINDOWS, Ran, Repo, blocked

# git diff-index without -z prints such names in quotes and escaped, so that the original asks
# git grep for a file that does not exist, and finds nothing in it.
# With the name as it is shown: control characters are escaped.
QUOTED = {
    b"a\tb.txt": b'"a\\tb.txt"',
    b"a\nb.txt": b'"a\\nb.txt"',
    b'a"b.txt': b'a"b.txt',
    b"a\\b.txt": b"a\\b.txt",
    "café.txt".encode(): "café.txt".encode(),
    b"caf\xe9.txt": b"caf\xe9.txt",  # no UTF-8
}


@pytest.mark.skipif(WINDOWS, reason="Windows has no such names")
def test_files_whose_names_git_quotes(guarded, key):
    for name in QUOTED:
        guarded.write(name, key)
    guarded.add(*QUOTED)
    assert blocked(guarded.commit(), *(shown + b":1:" + key for shown in QUOTED.values()))


# git grep reads ":a.txt" as pathspec magic for "a.txt". It reads the others as patterns of names,
# which match in the end; here all of them are only names.
MAGIC = [":a.txt", ":(exclude)a", ":!a", ":^a", "-x", "--cached", "[a]", "*"]


@pytest.mark.skipif(WINDOWS, reason="Windows has no such names")
def test_files_whose_names_look_like_magic(guarded, key):
    for name in MAGIC:
        guarded.write(name, key)
    guarded.add(*MAGIC)
    assert blocked(guarded.commit(), *(name.encode() + b":1:" + key for name in sorted(MAGIC)))


def test_a_link_that_becomes_a_file(guarded, key):
    """Status T: the original requests ACMU only, and scans only the other file."""
    oid = guarded.git("hash-object", "-w", "--stdin", input=b"target").decode().strip()
    guarded.git("update-index", "--add", "--cacheinfo", f"120000,{oid},a")
    guarded.git("commit", "--quiet", "--no-verify", "-m", "a link")
    guarded.write("a", key)
    guarded.write("b", "clean\n")
    guarded.add("a", "b")
    assert blocked(guarded.commit(), b"a:1:" + key)


def test_a_pattern_with_glob_characters_while_such_a_file_exists(guarded):
    """``for pattern in $patterns``: the shell expands it to the name of the file."""
    guarded.call("--add", "tok[e]n-x*")
    guarded.commit_file("token-x", "a name that the pattern matches as a glob\n")
    guarded.write("a", "a tok" + "en-xxx b\n")
    guarded.add("a")
    assert blocked(guarded.commit(), b"a:1:a tok" + b"en-xxx b")


INVALID = b"git secrets: invalid pattern (from git config .git/config): "


def test_a_bad_allowed_pattern_stops_a_commit(guarded, key):
    """grep -v fails with status 2, which the original treats as "everything is allowed"."""
    guarded.git("config", "--add", "secrets.allowed", "(")
    guarded.write("a", key)
    guarded.add("a")
    before = guarded.head()
    ran = guarded.commit()
    assert ran.status == 1  # what git makes of our 2
    assert ran.err.startswith(INVALID)
    assert guarded.head() == before


@pytest.mark.parametrize("value", ["(", "[a", "a{2,1}", "*("])
def test_a_bad_allowed_pattern_stops_everything(guarded, key, value):
    guarded.git("config", "--add", "secrets.allowed", value)
    guarded.write("a", key)
    guarded.add("a")
    for words in (["--pre_commit_hook"], ["--scan", "a"]):
        ran = guarded.call(*words)
        assert (ran.status, ran.err[: len(INVALID)]) == (2, INVALID)


def test_a_pattern_that_begins_with_a_dash(guarded):
    """grep reads it as an unknown option, and the original exits with status 0."""
    assert guarded.call("--add", "--", "-----BEGIN KEY") == Ran(0, b"", b"")
    guarded.write("a", "clean\n-----BEGIN KEY\n")
    guarded.add("a")
    assert blocked(guarded.commit(), b"a:2:-----BEGIN KEY")
    assert blocked(guarded.call("--scan", "a"), b"a:2:-----BEGIN KEY")
    assert guarded.call("--scan", "README") == Ran(0, b"", b"")


def test_a_bad_prohibited_pattern_stops_everything(guarded, key):
    """The original ends with whatever status grep or git grep has, and without its origin."""
    guarded.git("config", "--add", "secrets.patterns", "(bad")
    ran = guarded.call("--scan", "README")
    assert ran.status == 2
    assert b"    (bad\n    ^\n" in ran.err


@pytest.mark.parametrize("values", [[""], ["", "EXAMPLE"], ["EXAMPLE", ""]])
def test_an_empty_allowed_value(with_pattern, key, values):
    """grep -v finds an empty pattern in every line: with another one after it, all is allowed."""
    for value in values:
        with_pattern.git("config", "--add", "secrets.allowed", value)
    with_pattern.write("a", key)
    with_pattern.add("a")
    ran = with_pattern.call("--pre_commit_hook")
    assert ran.status == 2
    assert b"(from git config .git/config): it matches the empty string" in ran.err


def test_an_empty_line_in_gitallowed_allows_nothing(guarded, key):
    guarded.write(".gitallowed", "\n\r\n   \n# a comment\n")
    guarded.write("a", key)
    guarded.add("a")
    assert blocked(guarded.commit(), b"a:1:" + key)


def test_a_second_key_on_a_line_with_an_allowed_one(guarded, key):
    """The original drops the whole line."""
    example = b"AKIAIOSFODNN7" + b"EXAMPLE"
    guarded.write("a", example + b" " + key + b"\n" + example + b"\n")
    guarded.add("a")
    assert blocked(guarded.commit(), b"a:1:" + example + b" " + key)


@pytest.mark.skipif(WINDOWS, reason="there is no false")
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("false", "failed with exit status 1"),
        ("no-such-command-anywhere", "cannot be started: No such file or directory"),
        ("sh -c 'kill -9 $$'", "was killed by signal 9"),
    ],
)
def test_a_provider_that_fails(guarded, command, reason):
    """The original continues without its patterns."""
    guarded.git("config", "--add", "secrets.providers", command)
    guarded.write("a", "clean\n")
    guarded.add("a")
    before = guarded.head()
    ran = guarded.commit()
    assert ran.status == 1
    assert ran.err.startswith(f"git secrets: provider '{command}' {reason}".encode())
    assert guarded.head() == before
    assert guarded.call("--scan").status == 2


def test_files_in_wide_encodings(guarded, key):
    """They are full of NULs, so grep -I treats them as binary and skips them."""
    encodings = ("utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be")
    for encoding in encodings:
        guarded.write(encoding, f"$key = '{key.decode()}'\r\n".encode(encoding))
    guarded.add()
    lines = (encoding.encode() + b":1:$key = '" + key + b"'" for encoding in encodings)
    assert blocked(guarded.commit(), *lines)


def test_files_with_attributes(guarded, key):
    """git grep -I skips what .gitattributes calls binary."""
    guarded.git("config", "diff.hidden.textconv", "true")
    attributes = ["binary", "-diff", "-text", "diff=hidden", "filter=hidden"]
    lines = [f"{number}.pem {attribute}\n" for number, attribute in enumerate(attributes)]
    guarded.commit_file(".gitattributes", "".join(lines))
    for number in range(len(attributes)):
        guarded.write(f"{number}.pem", key)
    guarded.add()
    found = (b"%d.pem:1:" % number + key for number in range(len(attributes)))
    assert blocked(guarded.commit(), *found)


def test_everything_is_scanned_from_a_subdirectory(guarded, key):
    """git grep searches only below the current directory."""
    guarded.commit_file("a", key)
    guarded.commit_file("below/b", "clean\n")
    below = Repo(guarded.path / "below")
    assert blocked(below.call("--scan"), b"a:1:" + key)
    assert blocked(below.call("--scan", "--cached"), b"a:1:" + key)


def test_what_is_staged_is_scanned_from_a_subdirectory(guarded, key):
    guarded.write("a", key)
    guarded.write("below/b", "clean\n")
    guarded.add()
    below = Repo(guarded.path / "below")
    assert blocked(below.call("--pre_commit_hook"), b"a:1:" + key)
    assert blocked(below.commit(), b"a:1:" + key)


def on_a_branch(repo, name, path, content):
    repo.git("checkout", "--quiet", "-b", name, "main")
    commit = repo.commit_file(path, content)
    repo.git("checkout", "--quiet", "main")
    return commit.encode()


def test_an_evil_merge(guarded, key):
    """git log -G ignores merge commits, so the original finds nothing in this history."""
    on_a_branch(guarded, "side", "b", "clean\n")
    guarded.commit_file("c", "clean\n")
    guarded.git("merge", "--quiet", "--no-commit", "side")
    guarded.write("evil", key)
    guarded.add("evil")
    assert blocked(guarded.commit(), b"evil:1:" + key)
    guarded.git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "evil")
    guarded.git("rm", "--quiet", "evil")
    guarded.commit("removed")
    evil = guarded.git("rev-parse", "HEAD^").strip()
    assert blocked(guarded.call("--scan-history"), evil + b":evil:1:" + key)


def test_a_cherry_picked_merge(guarded, key):
    """git runs no pre-commit hook for a cherry-pick, and does not pass "merge" for its message."""
    on_a_branch(guarded, "one", "b", "clean\n")
    on_a_branch(guarded, "two", "c", key)
    guarded.git("checkout", "--quiet", "one")
    guarded.git("-c", "core.hooksPath=/dev/null", "merge", "--quiet", "--no-edit", "two")
    guarded.git("checkout", "--quiet", "main")
    before = guarded.head()
    ran = guarded.try_git("cherry-pick", "-m", "1", "one")
    assert ran.status != 0
    assert ran.err.startswith(b"c:1:" + key + b"\n" + ERROR)
    assert guarded.head() == before


def test_an_octopus_merge(guarded, key):
    """There are several GITHEAD variables; the original reads only the last one."""
    guarded.commit_file("a", "main\n")
    commits = {}
    for name, content in (("one", "clean\n"), ("two", key), ("three", "clean\n")):
        guarded.git("checkout", "--quiet", "main~1")
        guarded.git("checkout", "--quiet", "-b", name)
        commits[name] = guarded.commit_file(name, content).encode()
        guarded.git("checkout", "--quiet", "main")
    before = guarded.head()
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "one", "two", "three")
    assert ran.status != 0
    assert b"two:1:" + key + b"\n" + commits["two"] + b":two:1:" + key + b"\n" + ERROR in ran.err
    assert guarded.head() == before


def test_a_merge_with_the_head_detached(guarded, key):
    side = on_a_branch(guarded, "side", "b", key)
    guarded.commit_file("c", "clean\n")
    guarded.git("checkout", "--quiet", "--detach")
    ran = guarded.try_git("merge", "--quiet", "--no-edit", "side")
    assert ran.status != 0
    assert side + b":b:1:" + key in ran.err


def test_a_linked_worktree(repo, key, tmp_path):
    """The original installs into the worktree's own directory, in which git runs no hooks."""
    repo.commit_file("README", "hello\n")
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked")
    linked.call("--register-aws")
    assert linked.call("--install").status == 0
    for place in (linked, repo):
        place.write("a", key)
        place.add("a")
        assert blocked(place.commit(), b"a:1:" + key)


def test_hooks_in_another_directory(repo, key, tmp_path):
    """With core.hooksPath the original installs where git does not look."""
    repo.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    repo.register_aws()
    assert repo.call("--install").status == 0
    repo.write("a", key)
    repo.add("a")
    assert blocked(repo.commit(), b"a:1:" + key)


def test_a_pattern_is_added_though_a_longer_one_holds_it(repo):
    """``grep -F`` finds ``foo`` in ``foobar``, so the original treats it as a duplicate."""
    assert repo.call("--add", "foobar").status == 0
    assert repo.call("--add", "foo") == Ran(0, b"", b"")
    repo.write("a", "foo\n")
    repo.add("a")
    assert blocked(repo.call("--pre_commit_hook"), b"a:1:foo")


@pytest.mark.parametrize(
    "literal", ["a[b]c", "x]y", "[[:alpha:]]", "a.b", "(x)", "a{2}", "$^", "a\\b"]
)
def test_a_literal_with_brackets_matches_itself(repo, literal):
    """The original does not escape brackets, so that ``a[b]c`` matches ``abc`` and not itself."""
    assert repo.call("--add", "--literal", literal).status == 0
    repo.write("a", f"- {literal} -\n- abc xy a aab aa -\n")
    assert blocked(repo.call("--scan", "a"), f"a:1:- {literal} -".encode())


def test_what_git_config_replaces_hides_nothing(guarded, key):
    """A replace ref makes git read another object instead of the committed one."""
    secret = guarded.git("hash-object", "-w", "--stdin", input=key).decode().strip()
    clean = guarded.git("hash-object", "-w", "--stdin", input=b"clean").decode().strip()
    guarded.git("replace", secret, clean)
    guarded.git("update-index", "--add", "--cacheinfo", f"100644,{secret},a")
    assert blocked(guarded.commit(), b"a:1:" + key)


@pytest.mark.usefixtures("hostile")
def test_no_setting_of_a_user_hides_a_secret(guarded, key):
    guarded.write("a", key)
    guarded.add("a")
    assert blocked(guarded.commit(), b"a:1:" + key)
    assert blocked(guarded.call("--scan"), b"a:1:" + key)


def test_a_repository_whose_git_directory_is_given(repo, home, key):
    """As in a home directory whose files are kept in a repository."""
    (home / "files").mkdir()
    (home / "files/a").write_bytes(key)
    words = ["--git-dir", str(repo.path / ".git"), "--work-tree", str(home / "files")]
    repo.register_aws()
    repo.install_hooks()
    files = Repo(home / "files")
    files.git(*words, "add", "a")
    assert blocked(files.try_git(*words, "commit", "--quiet", "-m", "a file"), b"a:1:" + key)
