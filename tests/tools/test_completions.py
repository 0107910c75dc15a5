"""The completions of real shells."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from git_secrets_py.cli.verbs import VERBS

ROOT = Path(__file__).parent.parent.parent
COMPLETIONS = ROOT / "completions"
VERB_NAMES = [verb.name for verb in VERBS if verb.help]
SUBCOMMANDS = [name[2:] for name in VERB_NAMES]

GIT_COMPLETION = next(
    (
        path
        for path in (
            Path("/usr/share/bash-completion/completions/git"),
            Path("/usr/share/git/completion/git-completion.bash"),
            Path("/usr/share/git-core/contrib/completion/git-completion.bash"),
            Path("/etc/bash_completion.d/git-completion.bash"),
        )
        if path.is_file()
    ),
    None,
)

# Calls a completion function as readline would, and prints its offers, one a line.
BASH = r"""
. "$1"
[[ -n $2 ]] && . "$2"
function=$3
shift 3
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMPREPLY=()
"$function"
((${#COMPREPLY[@]})) && printf '%s|\n' "${COMPREPLY[@]}"
exit 0
"""


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed")


def shell(*command: str | Path, cwd: Path | None = None) -> list[str]:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()


def bash(cwd: Path, *line: str, function: str = "_git_secrets_py_program") -> list[str]:
    script = COMPLETIONS / "bash" / "git-secrets"
    git = GIT_COMPLETION if function.startswith("__git") else None
    offers = shell("bash", "-c", BASH, "bash", script, git or "", function, *line, cwd=cwd)
    return [offer.removesuffix("|") for offer in offers]


LINES = [
    # the command line, with the word at the cursor last; the completions
    (["--sc"], ["--scan", "--scan-history", "--scan-fleet"]),
    (["--"], VERB_NAMES),
    ([""], SUBCOMMANDS),
    (["scan"], ["scan", "scan-history", "scan-fleet"]),
    (["scan", "--recu"], ["--recursive"]),
    (["scan", "--rules", "githu"], ["github"]),
    (["scan-history", "top"], ["topic"]),
    (["install", "--recu"], []),
    (["--add", "list", "--glo"], ["--global"]),
    (["--explain", "secrets", "scan", "--recu"], []),
    (["--scan", "--recu"], ["--recursive"]),
    (["--scan", "--recursive", "--recu"], []),
    (["--install", "--recu"], []),
    (["--scan", "--rules", "githu"], ["github"]),
    (["--scan", "--rules", "aws,gith"], ["aws,github"]),
    (["--scan", "--rules", "=", "gith"], ["github"]),
    (["--scan", "--rules=gith"], ["github"]),
    (["--scan-history", "top"], ["topic"]),
    (["--scan-history", "main..top"], ["main..topic"]),
    (["--add", "some"], []),
]


@pytest.fixture
def repository(repo) -> Path:
    repo.commit_file("a", "a\n")
    repo.git("branch", "topic")
    return repo.path


@needs("bash")
@pytest.mark.parametrize(("line", "offers"), LINES, ids=[" ".join(line) for line, _ in LINES])
@pytest.mark.parametrize("program", ["git-secrets", "git-secrets-py"])
def test_bash_offers(program, line, offers, repository) -> None:
    assert bash(repository, program, *line) == offers


@needs("bash")
@pytest.mark.skipif(GIT_COMPLETION is None, reason="git's completion for bash is not installed")
@pytest.mark.parametrize("verb", ["secrets", "secrets-py"])
@pytest.mark.parametrize(("line", "offers"), LINES, ids=[" ".join(line) for line, _ in LINES])
def test_bash_offers_the_same_behind_git_with_a_space(verb, line, offers, repository) -> None:
    found = bash(repository, "git", verb, *line, function="__git_wrap__git_main")
    assert found == [offer + " " for offer in offers]


HOSTILE = r"""a b'c"\$(touch pwned)`touch pwned`;\d"""


@pytest.fixture
def storing(repository: Path, repo, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with patterns that a shell could run, a staged and an allowed secret."""
    repo.git("config", "--add", "secrets.patterns", HOSTILE)
    repo.git("config", "--add", "secrets.patterns", "corp-[0-9]+")
    repo.git("config", "--add", "secrets.allowed", "corp-0")
    repo.write("new", "corp-12\n")
    repo.add("new")
    repo.write(".gitallowed", f"# why\nsha256:{'ab' * 32}\n")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    return repository


STORED = [
    (["--remove", ""], [HOSTILE, "corp-[0-9]+"]),
    (["--remove", "corp"], ["corp-[0-9]+"]),
    (["--remove", "--allowed", ""], ["corp-0"]),
    (["--disallow", ""], ["abababab"]),
    (["--allow", ""], [hashlib.sha256(b"corp-12").hexdigest()[:8]]),
]


def read_by_the_shell(name: str, words: list[str]) -> list[str]:
    """Return the words as the shell reads what it would insert."""
    return shell(name, "-c", "".join(f"printf '%s\\n' {word};" for word in words))


@needs("bash")
@pytest.mark.parametrize(("line", "offers"), STORED, ids=[" ".join(line) for line, _ in STORED])
def test_bash_offers_what_is_stored_quoted(line, offers, storing) -> None:
    found = bash(storing, "git-secrets", *line)
    assert read_by_the_shell("bash", found) == offers
    assert not (storing / "pwned").exists()


@needs("bash")
def test_bash_takes_both_programs() -> None:
    script = f". {COMPLETIONS}/bash/git-secrets; complete -p git-secrets git-secrets-py"
    found = shell("bash", "-c", script)
    assert [line.split()[-1] for line in found] == ["git-secrets", "git-secrets-py"]


@needs("zsh")
@pytest.mark.parametrize("name", ["_git-secrets-py", "_git-secrets"])
def test_zsh_can_read_its_script(name) -> None:
    assert shell("zsh", "-n", COMPLETIONS / "zsh" / name) == []


ZSH = r"""
fpath=("$1" $fpath)
autoload -Uz compinit && compinit -u -D
print -l $_comps[git-secrets-py] $_comps[git-secrets] $+functions[_git-secrets]
_describe() { print -l -- "${(@P)argv[-1]}" }
_arguments() { print -l -- "$@" }
words=(git-secrets --) CURRENT=2
_git-secrets
words=(git-secrets '') CURRENT=2
_git-secrets
words=(secrets --scan --) CURRENT=3
_git-secrets
words=(secrets scan --) CURRENT=3
_git-secrets
"""


@needs("zsh")
def test_zsh_offers_verbs_and_then_the_options_of_the_verb(tmp_path) -> None:
    found = shell("zsh", "-f", "-c", ZSH, "zsh", COMPLETIONS / "zsh", cwd=tmp_path)
    assert found[:3] == ["_git-secrets-py", "_git-secrets", "1"]
    names = [line.partition(":")[0] for line in found[3 : 3 + 2 * len(VERB_NAMES)]]
    assert names == VERB_NAMES + SUBCOMMANDS
    rest = found[3 + 2 * len(VERB_NAMES) :]
    middle = len(rest) // 2
    assert rest[:middle] == rest[middle:]
    options = "\n".join(rest[:middle])
    assert "--recursive}[Scan the files" in options or "--recursive[Scan the files" in options
    assert "--force" not in options


FISH = """
set -p fish_complete_path $argv[1]
set -p PATH $argv[2]
if string match -q 'git *' -- $argv[3]
    # fish 3.6.0 fails to ask for the completions of git's further commands; later ones do so.
    complete -C 'git ' >/dev/null
    complete -c git -f -n '__fish_git_using_command secrets' \
        -a '(__fish_git_complete_custom_command secrets)'
end
complete -C $argv[3]
"""

# fish prints the whole word for "--rules=", and offers an option again that is already present.
FISH_LINES = [
    (line, offers)
    for line, offers in LINES
    if line not in ([""], ["--"])
    and "=" not in "".join(line)
    and line[-2:] != ["--recursive", "--recu"]
]


def programs(tmp_path: Path) -> Path:
    """fish completes only programs on PATH."""
    for name in ("git-secrets", "git-secrets-py"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!{sys.executable}\n")
        program.chmod(0o755)
    return tmp_path / "bin"


@needs("fish")
@pytest.mark.parametrize(
    ("line", "offers"), FISH_LINES, ids=[" ".join(line) for line, _ in FISH_LINES]
)
@pytest.mark.parametrize("program", ["git-secrets", "git-secrets-py", "git secrets"])
def test_fish_offers(program, line, offers, repository, tmp_path) -> None:
    command = ["fish", "-c", FISH, COMPLETIONS / "fish", programs(tmp_path)]
    found = shell(*command, " ".join([program, *line]), cwd=repository)
    said = [word.partition("\t")[0] for word in found]
    # Words that merely contain what was typed come after those that begin with it.
    assert said[: len(offers)] == offers
    assert offers or not [word for word in said if word.startswith("--")]


@needs("fish")
@pytest.mark.parametrize(("word", "offers"), [("--", VERB_NAMES), ("", SUBCOMMANDS)])
@pytest.mark.parametrize("program", ["git-secrets", "git-secrets-py", "git secrets"])
def test_fish_offers_every_verb(program, word, offers, repository, tmp_path) -> None:
    command = ["fish", "-c", FISH, COMPLETIONS / "fish", programs(tmp_path)]
    found = shell(*command, f"{program} {word}", cwd=repository)
    assert [line.partition("\t")[0] for line in found] == sorted(offers)


@needs("fish")
@pytest.mark.parametrize("name", ["git-secrets-py.fish", "git-secrets.fish"])
def test_fish_can_read_its_script(name) -> None:
    assert shell("fish", "--no-config", "-n", COMPLETIONS / "fish" / name) == []


@needs("fish")
@pytest.mark.parametrize(("line", "offers"), STORED, ids=[" ".join(line) for line, _ in STORED])
def test_fish_offers_what_is_stored(line, offers, storing, tmp_path) -> None:
    command = ["fish", "-c", FISH, COMPLETIONS / "fish", Path(sys.executable).parent]
    found = shell(*command, " ".join(["git-secrets", *line]), cwd=storing)
    assert sorted(word.partition("\t")[0] for word in found) == sorted(offers)
    assert not (storing / "pwned").exists()


ZSH_STORED = r"""
fpath=("$1" $fpath)
autoload -Uz compinit && compinit -u -D
compadd() { print -rl -- "${@:2}" }
_arguments() { ${${(M)@:#\*:*}##*:} }
shift
words=(git-secrets "$@") CURRENT=$#words
_git-secrets
"""


@needs("zsh")
@pytest.mark.parametrize(
    ("line", "offers"), [one for one in STORED if not one[0][-1]], ids=lambda one: " ".join(one)
)
def test_zsh_offers_what_is_stored(line, offers, storing) -> None:
    found = shell("zsh", "-f", "-c", ZSH_STORED, "zsh", COMPLETIONS / "zsh", *line, cwd=storing)
    assert found == offers
    assert not (storing / "pwned").exists()
