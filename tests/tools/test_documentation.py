"""The documentation: its examples run, and its commands, settings and links exist."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from support import Repo

from git_secrets_py.cli.options import OPTIONS
from git_secrets_py.cli.parser import parse
from git_secrets_py.cli.settings import CONFIG_KEYS, ENVIRONMENT, SettingHelp
from git_secrets_py.cli.verbs import VERBS
from git_secrets_py.content import Blob
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.findings.finding import Finding
from git_secrets_py.registry.collector import Collector
from git_secrets_py.scan import scan

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), ROOT / "benchmarks" / "README.md", *ROOT.glob("docs/*.md")])
_LANGUAGES = "sh", "yaml", "dockerfile", "text"

pytestmark = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="not a checkout")

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_COMMAND = re.compile(r"\bgit[ -]secrets(?:-py)? (-.*)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z_-]+")
# Options of git, of agents, of build tools and of benchmarks. The page about migration has those of
# other scanners.
_FOREIGN = {
    *(
        "--all",
        "--amend",
        "--apply",
        "--cleanup",
        "--first-parent",
        "--interactive",
        "--no-filter",
        "--no-verify",
    ),
    *("--reference", "--refetch", "--since", "--system", "--unshallow"),
    *("--batch-check", "--column", "--deny-tool", "--lifetime", "--measure", "--objects"),
}
# Files that examples name.
_FILES = {"secrets.sarif", "secrets.txt"}
_PLACEHOLDERS = ("<", "[", "...", "…")
# Directories of others, which no test may change.
_ELSEWHERE = re.compile(r"(?<!\S)(?:/(?:srv|opt|etc)|~)/")


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(codes: Iterable[str]) -> Iterator[str]:
    """Yield the arguments of each call of git-secrets in ``codes``."""
    for line in "\n".join(codes).replace("\\\n", " ").splitlines():
        for found in _COMMAND.findall(line):
            if not any(mark in found for mark in _PLACEHOLDERS):
                yield found


def blocks(text: str, *languages: str) -> list[str]:
    return [block for _, language, block in _BLOCK.findall(text) if language in languages]


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


RUN = sorted({one for page in PAGES for one in commands(blocks(text_of(page), *_LANGUAGES))})
NAMED = sorted({one for page in PAGES for one in commands(inline_code(text_of(page)))})


@pytest.mark.usefixtures("without_compiling")
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_within_the_repository_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(page))
    missing = [one for one in targets if "://" not in one and not (page.parent / one).exists()]
    assert missing == []


@cache
def headings(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of ``page``."""
    titles = re.findall(r"^#+ (.*)$", _BLOCK.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_to_a_section_names_a_heading(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", text_of(page))
    targets = [(page.parent / name if name else page, anchor) for name, anchor in links]
    assert [anchor for target, anchor in targets if anchor not in headings(target)] == []


def test_the_examples_of_the_library_run_and_print_what_they_show(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit_file("a", "clean\n")
    monkeypatch.chdir(repo.path)
    page = text_of(ROOT / "docs" / "library.md")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for example in blocks(page, "python"):
            exec(compile(example, "library.md", "exec"), {})
    assert out.getvalue() == blocks(page, "text")[0]


def test_no_page_contains_a_string_that_looks_like_a_secret() -> None:
    collector = Collector()
    collector.add_rules(["all"])
    registry = collector.registry()
    files = [*PAGES, *sorted(ROOT.glob("docs/images/*.svg"))]
    sources = [Blob(os.fsencode(file.name), lambda f=file: [f.read_bytes()]) for file in files]
    found = scan(sources, Matcher(registry.prohibited), registry)
    assert [(one.path, one.line.number) for one in found if isinstance(one, Finding)] == []
