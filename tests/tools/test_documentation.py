"""The documentation: its commands, options, settings and links are those of the program."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support import Repo

from git_secrets_py.cli.options import OPTIONS, VERBS
from git_secrets_py.cli.parser import parse
from git_secrets_py.cli.settings import CONFIG_KEYS, ENVIRONMENT, SettingHelp

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

pytestmark = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="not a checkout")

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_COMMAND = re.compile(r"\bgit[ -]secrets(?:-py)? (-.*)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z_-]+")
_HEADING = re.compile(r"^#+ (.*)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
# Options of git, of agents, of build tools and of benchmarks. The page about migration has those of
# other scanners.
_FOREIGN = {
    *(
        "--all",
        "--amend",
        "--cleanup",
        "--first-parent",
        "--interactive",
        "--no-filter",
        "--no-verify",
    ),
    *("--reference", "--refetch", "--since", "--system", "--unshallow"),
    *("--column", "--deny-tool", "--measure"),
}
# Files that examples name.
_FILES = {"secrets.sarif", "secrets.txt"}
_PLACEHOLDERS = ("<", "[", "...", "…")
# Directories of others, which no test may change.
_ELSEWHERE = re.compile(r"(?<!\S)(?:/(?:srv|opt|etc)|~)/")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(codes: Iterable[str]) -> Iterator[str]:
    """Yield the arguments of each call of git-secrets in ``codes``."""
    for line in "\n".join(codes).replace("\\\n", " ").splitlines():
        for found in _COMMAND.findall(line):
            if not any(mark in found for mark in _PLACEHOLDERS):
                yield found


def blocks(text: str) -> list[str]:
    return [block for _, language, block in _BLOCK.findall(text) if language != "json"]


def inline_code(text: str) -> list[str]:
    return [" ".join(code.split()) for code in _CODE.findall(_BLOCK.sub("", text))]


def words(command: str) -> list[str]:
    """Return the words of ``command`` up to the next command or comment, as a shell splits them."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|&;")
    lexer.whitespace_split = True
    found: list[str] = []
    for word in lexer:
        if not word.strip("|&;"):
            break
        found.append(word)
    return found


RUN = sorted({one for page in PAGES for one in commands(blocks(text_of(page)))})
NAMED = sorted({one for page in PAGES for one in commands(inline_code(text_of(page)))})


@pytest.mark.parametrize("command", RUN)
def test_a_documented_command_can_be_run(repo: Repo, command: str) -> None:
    """The secret or revision that it names need not be here."""
    if command.startswith("--scan-fleet"):
        assert parse(words(command)).values
        return  # it takes seconds, and has tests of its own
    repo.write("settings.ini", "a = b\n")
    repo.add()
    repo.commit()
    ran = repo.call(*words(_ELSEWHERE.sub("elsewhere/", command)))
    for fault in (b"usage: ", b"unknown", b"internal error"):
        assert fault not in ran.err, ran


@pytest.mark.parametrize("command", NAMED)
def test_a_command_in_a_sentence_is_one(command: str) -> None:
    assert parse(words(command)).verb.help


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_documented_option_exists(page: Path) -> None:
    known = {verb.name for verb in VERBS} | {option.long for option in OPTIONS}
    if page.name != "migrating.md":
        found = {one for code in inline_code(text_of(page)) for one in _OPTION.findall(code)}
        assert found - known - _FOREIGN == set()


def names_of(settings: Iterable[SettingHelp]) -> set[str]:
    return {name for setting in settings for name in setting.names}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_documented_setting_exists(page: Path) -> None:
    text = text_of(page)
    keys = set(re.findall(r"(?<![\w./{ -])secrets\.[a-zA-Z]+(?![\w./(])", text))
    variables = set(re.findall(r"\bGIT_SECRETS_[A-Z_]+", text))
    assert keys - names_of(CONFIG_KEYS) - _FILES == set()
    assert variables - names_of(ENVIRONMENT) == set()


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of ``page``, as GitHub makes them."""
    headings = _HEADING.findall(_BLOCK.sub("", text_of(page)))
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_within_the_documentation_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(text_of(page)):
        name, _, anchor = link.partition("#")
        if "://" in link or name.startswith("mailto:"):
            continue
        target = page.parent / name if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link
