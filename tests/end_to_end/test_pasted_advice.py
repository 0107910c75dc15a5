"""The advice of a blocked command works when it is pasted, in the situation that it is for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support import KEY_PATTERN, MakeRepo, Ran, Repo, fingerprint, from_template, run, short_id

pytestmark = pytest.mark.usefixtures("as_by_default", "on_path")

NAMES = [b"a.py", b"a b.py", b"it's.py", b'a"b.py', b"-x", b":a", b"*", b"caf\xc3\xa9", b"d/e.py"]


def steps(ran: Ran) -> dict[str, list[str]]:
    """Return the commands below each sentence of the advice."""
    assert ran.status != 0, ran
    lines = ran.err.decode().partition("What you can do:\n")[2].splitlines()
    found: dict[str, list[str]] = {"": []}
    sentence = ""
    for line in lines:
        if line.startswith("- "):
            sentence = line[2:]
            found[sentence] = []
        elif line.startswith("    "):
            found[sentence].append(line[4:])
    return found


def commands(ran: Ran, beginning: str) -> list[str]:
    """Return the commands below the sentence with this ``beginning``."""
    return next(found for sentence, found in steps(ran).items() if sentence.startswith(beginning))


def paste(repo: Repo, lines: list[str], below: str = "") -> None:
    """Run ``lines`` in a shell, as they are; each has to succeed."""
    assert lines
    script = "set -e\n" + "\n".join(lines)
    ran = run("bash", "-c", script, cwd=repo.path / below)
    assert ran.status == 0, (script, ran)


def allow(repo: Repo, ran: Ran, below: str = "") -> None:
    paste(repo, commands(ran, "If it is a false positive"), below)


@pytest.fixture
def all_hooks(repo: Repo, key: bytes, templates: Path) -> Repo:
    """A repository with hooks and a secret in several files that are not staged."""

    def prepare() -> None:
        for name in NAMES:
            repo.write(name, b"first\n")
        repo.add()
        repo.commit()
        repo.call("--add", KEY_PATTERN)
        repo.install_hooks()

    from_template(repo, templates / "pasted_advice", prepare)
    for name in NAMES:
        repo.write(name, b"key = %b\n" % key)
    return repo


@pytest.fixture
def begun(all_hooks: Repo) -> Repo:
    """As ``all_hooks``, with the hook for content only."""
    all_hooks.keep_hooks("pre-commit")
    return all_hooks


def clean(repo: Repo) -> None:
    for name in NAMES:
        repo.write(name, b"second\n")


@pytest.mark.parametrize("below", ["", "d"])
def test_the_files_are_staged_again(begun: Repo, below: str) -> None:
    begun.add()
    ran = run("git", "commit", "-qm", "x", cwd=begun.path / below)
    clean(begun)
    paste(begun, commands(ran, "Remove"), below)
    assert begun.commit().status == 0


@pytest.mark.parametrize("below", ["", "d"])
def test_the_files_are_unstaged(begun: Repo, below: str) -> None:
    begun.add()
    ran = run("git", "commit", "-qm", "x", cwd=begun.path / below)
    paste(begun, commands(ran, "Or unstage"), below)
    assert begun.git("diff", "--cached") == b""


@pytest.mark.parametrize("below", ["", "d"])
def test_a_false_positive_is_allowed(begun: Repo, below: str) -> None:
    begun.add()
    ran = run("git", "commit", "-qm", "x", cwd=begun.path / below)
    allow(begun, ran, below)
    assert begun.commit().status == 0
    assert b".gitallowed" in begun.git("ls-files")


def test_one_secret_in_many_files_is_allowed_once(begun: Repo, key: bytes) -> None:
    begun.add()
    assert commands(begun.commit(), "If it is a false positive") == [
        f'git secrets --allow {short_id(key)} --reason "why it is harmless"',
        "git add .gitallowed",
    ]


def test_commit_all_is_repeated(begun: Repo) -> None:
    ran = begun.commit("x", "--all")
    assert any("commit again" in sentence for sentence in steps(ran))
    clean(begun)
    assert begun.commit("x", "--all").status == 0


def test_commit_all_leaves_files_out(begun: Repo) -> None:
    begun.write("other", "other\n")
    begun.git("add", "other")
    paste(begun, commands(begun.commit("x", "--all"), "Remove"))
    assert begun.commit().status == 0
    assert begun.git("show", "--format=", "--name-only") == b"other\n"


def test_commit_all_allows_a_false_positive(begun: Repo) -> None:
    allow(begun, begun.commit("x", "--all"))
    assert begun.commit("x", "--all").status == 0


def test_commit_of_paths_allows_a_false_positive(begun: Repo) -> None:
    ran = begun.try_git("commit", "-qm", "x", "--", "a.py")
    allow(begun, ran)
    assert "Add .gitallowed to the paths of git commit." in steps(ran)
    assert begun.try_git("commit", "-qm", "x", "--", "a.py", ".gitallowed").status == 0


def test_commit_of_paths_is_repeated(begun: Repo) -> None:
    ran = begun.try_git("commit", "-qm", "x", "--", "a.py")
    assert any("or from the paths" in sentence for sentence in steps(ran))


def test_an_initial_commit(make_repo: MakeRepo, key: bytes) -> None:
    repo = make_repo("initial")
    repo.call("--add", KEY_PATTERN)
    repo.install_hooks("--hooks", "pre-commit")
    repo.write("a.py", key)
    repo.write("b.py", "b")
    repo.add()
    ran = repo.commit()
    repo.write("a.py", "changed since\n")
    paste(repo, commands(ran, "Or unstage"))
    assert repo.commit().status == 0
    assert repo.git("show", "--format=", "--name-only") == b"b.py\n"


@pytest.fixture(params=["", "d"], ids=["top", "below"])
def many(request: pytest.FixtureRequest, make_repo: MakeRepo, key: bytes) -> tuple[Repo, Ran, str]:
    """A repository without a commit, the report of many staged secrets, and its directory."""
    repo = make_repo("many")
    repo.call("--add", KEY_PATTERN)
    repo.install_hooks("--hooks", "pre-commit")
    for number in range(21):
        repo.write(f"d/{number}.py", key)
    repo.add()
    repo.write("untracked", key)
    return repo, run("git", "commit", "-qm", "x", cwd=repo.path / request.param), request.param


def test_many_files_are_staged_again_without_untracked_ones(many: tuple[Repo, Ran, str]) -> None:
    repo, ran, below = many
    for number in range(21):
        repo.write(f"d/{number}.py", "none\n")
    paste(repo, commands(ran, "Remove"), below)
    assert repo.commit().status == 0
    assert repo.git("status", "--short") == b"?? untracked\n"


def test_many_files_are_unstaged(many: tuple[Repo, Ran, str]) -> None:
    repo, ran, below = many
    paste(repo, commands(ran, "Or unstage everything"), below)
    assert repo.git("status", "--short") == b"?? d/\n?? untracked\n"


def test_many_files_of_commit_all_are_to_be_changed(begun: Repo, key: bytes) -> None:
    for number in range(21):
        begun.write(f"{number}.py", "first\n")
    begun.add(*(f"{number}.py" for number in range(21)))
    begun.git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "x")
    for number in range(21):
        begun.write(f"{number}.py", key)
    advised = steps(begun.commit("x", "--all"))
    assert "Remove it from the files, and commit again." in advised
    assert not any(sentence.startswith("Or ") for sentence in advised)


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("words", [[], ["--all"], ["--", "a.py", "a b.py"]])
@pytest.mark.parametrize("below", ["", "d"])
def test_a_message_is_edited(all_hooks: Repo, key: bytes, words: list[str], below: str) -> None:
    begun = all_hooks
    begun.keep_hooks("commit-msg")
    clean(begun)
    if not words:
        begun.add()
    words = [f":/{word}" if ".py" in word else word for word in words]
    ran = run("git", "commit", "-qm", key, *words, cwd=begun.path / below)
    paste(begun, commands(ran, "Your message"), below)
    assert begun.git("log", "-2", "--format=%s") == b"none\na commit\n"
    assert b"a b.py" in begun.git("show", "--format=", "--name-only")


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("operation", ["merge", "cherry-pick", "revert", "rebase"])
@pytest.mark.parametrize("all_changes", [True, False])
def test_the_message_of_a_resolved_conflict_is_edited(
    with_hooks: Repo, key: bytes, operation: str, *, all_changes: bool
) -> None:
    repo = with_hooks
    for branch in ("one", "two"):
        repo.git("checkout", "--quiet", "-b", branch, "main")
        repo.commit_file("a file", f"{branch}\n")
    repo.commit_file("a file", "three\n")
    repo.try_git(operation, "two~" if operation == "revert" else "one")
    repo.write("a file", "resolved\n")
    if not all_changes:
        repo.add()
    ran = repo.commit(key, *(["--all"] if all_changes else []))
    paste(repo, commands(ran, "Your message"))
    assert repo.git("log", "-1", "--format=%s") == b"none\n"
    assert repo.git("status", "--porcelain") == b""


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("age", ["old", "new"])
def test_the_message_of_an_amended_commit_is_edited(all_hooks: Repo, key: bytes, age: str) -> None:
    begun = all_hooks
    begun.keep_hooks("commit-msg")
    if age == "old":
        date = "--date=2026-01-01T00:00:00Z"
        begun.git("commit", "--amend", "--no-edit", "--no-verify", date)
    else:
        clean(begun)
        begun.add()
        begun.git("commit", "-qm", "new", "--no-verify")
    before = begun.git("log", "--format=%s").split(b"\n", 1)
    ran = run("git", "commit", "--amend", "-qm", key, cwd=begun.path)
    paste(begun, commands(ran, "Your message"))
    assert begun.git("log", "--format=%s").split(b"\n", 1) == [b"none", before[1]]


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("commits", [0, 1])
def test_the_message_of_an_empty_commit_is_edited(repo: Repo, key: bytes, commits: int) -> None:
    repo.call("--add", KEY_PATTERN)
    repo.install_hooks("--hooks", "commit-msg")
    for _ in range(commits):
        repo.git("commit", "-q", "--allow-empty", "-m", "old", "--date=2026-01-01T00:00:00Z")
    ran = repo.commit(key, "--allow-empty")
    paste(repo, commands(ran, "Your message"))
    assert repo.git("log", "--format=%s") == b"none\n" + b"old\n" * commits


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("commits", [0, 1])
def test_the_message_of_an_amended_empty_commit_is_edited(
    repo: Repo, key: bytes, commits: int
) -> None:
    repo.call("--add", KEY_PATTERN)
    repo.install_hooks("--hooks", "commit-msg")
    for _ in range(commits + 1):
        repo.git("commit", "-q", "--allow-empty", "-m", "old", "--date=2026-01-01T00:00:00Z")
    ran = repo.commit(key, "--amend", "--allow-empty")
    paste(repo, commands(ran, "Your message"))
    assert repo.git("log", "--format=%s") == b"none\n" + b"old\n" * commits


def test_an_empty_commit_may_be_an_amended_one(all_hooks: Repo, key: bytes) -> None:
    all_hooks.keep_hooks("commit-msg")
    ran = all_hooks.commit(key, "--amend", "--date=2026-01-01T00:00:00Z")
    assert any("again (with --amend if you amended):" in sentence for sentence in steps(ran))


def test_in_the_second_of_the_last_commit_the_advice_covers_both_cases(
    with_hooks: Repo, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_hooks.keep_hooks("commit-msg")
    now = f"@{int(time.time()) + 600} +0000"  # so that a slow machine is no later
    monkeypatch.setenv("GIT_AUTHOR_DATE", now)
    with_hooks.git("commit", "-q", "--allow-empty", "-m", "new")
    with_hooks.write("more", "more\n")
    with_hooks.add()
    ran = with_hooks.commit(key, "--amend")
    assert any("again (with --amend if you amended):" in sentence for sentence in steps(ran))


OPERATIONS = [
    "merge --no-ff --no-edit leak",
    "cherry-pick leak",
    "revert --no-edit gone",
    "rebase main leak",
]


@pytest.mark.parametrize("command", OPERATIONS)
@pytest.mark.parametrize("allowed", [True, False])
def test_an_operation_is_undone_or_goes_on_without_an_editor(
    with_hooks: Repo,
    key: bytes,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    allowed: bool,
) -> None:
    repo = with_hooks
    monkeypatch.setenv("GIT_EDITOR", "false")
    repo.git("checkout", "--quiet", "-b", "leak")
    repo.commit_file("leak", key + b"\n")
    if command.startswith("revert"):
        repo.git("checkout", "--quiet", "-b", "gone")
        repo.commit_file("leak", "removed\n")
    else:
        repo.git("checkout", "--quiet", "main")
        repo.commit_file("more", "more\n")
    ran = repo.try_git(*command.split())
    if allowed:
        allow(repo, ran)
        assert b"leak" in repo.git("ls-files")
    else:
        paste(repo, next(found for found in steps(ran).values() if found))
    assert repo.git("status", "--porcelain") == b""


@pytest.mark.parametrize(
    "command",
    [
        "rebase --apply main leak",
        "rebase --interactive main leak",
        "am -p2 ../leak.mbox",
        "cherry-pick main..leak",
    ],
)
def test_nothing_is_lost_after_a_secret_in_a_message_was_allowed(
    with_hooks: Repo, key: bytes, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = with_hooks
    repo.keep_hooks("applypatch-msg", "prepare-commit-msg")
    monkeypatch.setenv("GIT_SEQUENCE_EDITOR", "sed -i -e 1s/pick/reword/")
    repo.git("checkout", "--quiet", "-b", "leak")
    repo.commit_file("one", "one\n", f"use {key.decode()}")
    repo.commit_file("two", "two\n")
    prefixes = ("--src-prefix=x/a/", "--dst-prefix=x/b/")
    repo.write("../leak.mbox", repo.git("format-patch", "--stdout", *prefixes, "-2"))
    repo.git("checkout", "--quiet", "main")
    repo.commit_file("more", "more\n")
    ran = repo.try_git(*command.split())
    *lines, go_on = commands(ran, "If it is a false positive")
    paste(repo, lines)
    if repo.try_git(*go_on.split()[1:]).status:
        paste(repo, commands(ran, "git then repeats the commit"))
    shown = repo.git("log", "-2", "--reverse", "--name-only", "--format=%s")
    assert shown == b"use %b\n\n.gitallowed\none\na file\n\ntwo\n" % key


def test_a_revert_of_several_commits_goes_on(with_hooks: Repo, key: bytes) -> None:
    with_hooks.keep_hooks("prepare-commit-msg")
    with_hooks.commit_file("leak", key + b"\n")
    with_hooks.commit_file("more", "more\n")
    with_hooks.commit_file("leak", "removed\n")
    allow(with_hooks, with_hooks.try_git("revert", "--no-edit", "HEAD", "HEAD~"))
    shown = with_hooks.git("log", "-2", "--reverse", "--name-only", "--format=")
    assert shown == b".gitallowed\nleak\nmore\n"


@pytest.mark.usefixtures("key_and_recommended")
@pytest.mark.parametrize("content", [None, b"# a comment\n", b"pattern"])
@pytest.mark.parametrize("below", ["", "d"])
def test_under_the_framework_a_secret_is_allowed_without_the_program(
    begun: Repo, key: bytes, content: bytes | None, below: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        begun.write(".gitallowed", content)
    begun.add()
    monkeypatch.setenv("PRE_COMMIT", "1")
    ran = run("git", "commit", "-qm", "x", cwd=begun.path / below)
    lines = commands(ran, "If it is a false positive")
    assert "git secrets" not in "".join(lines)
    assert f"echo 'sha256:{fingerprint(key)}' >> " in "".join(lines)
    paste(begun, lines, below)
    assert begun.commit().status == 0
    assert begun.gitallowed().startswith(content or b"sha256:")


@pytest.mark.parametrize("hook", ["pre-commit", "commit-msg"])
def test_no_hook_prints_a_secret(all_hooks: Repo, key: bytes, hook: str) -> None:
    begun = all_hooks
    begun.keep_hooks(hook)
    begun.add()
    ran = begun.commit() if hook == "pre-commit" else begun.commit(key, "--only", "--allow-empty")
    assert ran.status == 1
    assert key not in ran.out + ran.err
    assert short_id(key).encode() in ran.err


def test_a_setting_brings_back_the_original_lines(begun: Repo, key: bytes) -> None:
    begun.git("config", "secrets.redact", "false")
    begun.add()
    ran = begun.commit()
    assert b"a.py:1:key = " + key + b"\n" in ran.err
    assert b"--allow" not in ran.err.replace(b"--allowed", b"")
