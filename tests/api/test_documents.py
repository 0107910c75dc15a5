"""What the documents show is true: examples run, commands exist, links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest

from git_secrets_py.cli.parser import parse
from git_secrets_py.collector import Collector

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), ROOT / "benchmarks" / "README.md", *sorted(DOCS.glob("*.md"))]
PICTURES = sorted(DOCS.glob("images/*.svg"))

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="not a checkout")


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)


def test_the_examples_of_the_library_run_and_print_what_they_show(repo, monkeypatch) -> None:
    repo.commit_file("a", "clean\n")
    monkeypatch.chdir(repo.path)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        for example in blocks(DOCS / "library.md", "python"):
            exec(compile(example, "library.md", "exec"), {})
    assert out.getvalue() == blocks(DOCS / "library.md", "text")[0]


def commands() -> list[tuple[str, list[str]]]:
    found = []
    for page in PAGES:
        for block in [*blocks(page, "sh"), *blocks(page, "yaml")]:
            for line in block.replace("\\\n", " ").splitlines():
                for _, words in re.findall(r"(git secrets|git-secrets-py) ((?!#).*)", line):
                    found.append((f"{page.name}: {words}", shell_words(words)))
    return found


def shell_words(text: str) -> list[str]:
    """The words of a command up to where the shell takes over again."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>()")
    lexer.whitespace_split = True
    words = []
    for word in lexer:
        if word[0] in "|&;<>":
            break
        words.append(word)
    return words


COMMANDS = commands()


@pytest.mark.parametrize("words", [row[1] for row in COMMANDS], ids=[row[0] for row in COMMANDS])
def test_every_command_shown_can_be_read(words) -> None:
    arguments = parse(words)
    # Some verbs pass on to git what they do not know; no option of ours may be among that.
    unknown = [value for value in arguments.values if value.startswith("--")]
    assert arguments.verb.name == "--add-provider" or unknown == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    missing = [one for one in targets if "://" not in one and not (page.parent / one).exists()]
    assert missing == []


def headings(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_section_names_a_heading(page) -> None:
    links = re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", page.read_text())
    targets = [(page.parent / name if name else page, anchor) for name, anchor in links]
    assert [anchor for target, anchor in targets if anchor not in headings(target)] == []


def test_no_document_contains_a_string_that_looks_like_a_secret(home) -> None:
    from git_secrets_py.engine.matcher import Matcher
    from git_secrets_py.model import Blob, Finding
    from git_secrets_py.scan import scan

    collector = Collector()
    collector.add_rules(["all"])
    registry = collector.registry()
    files = [*PAGES, *PICTURES]
    sources = [Blob(os.fsencode(file.name), lambda f=file: [f.read_bytes()]) for file in files]
    found = scan(sources, Matcher(registry.prohibited), registry)
    assert [(one.path, one.line.number) for one in found if isinstance(one, Finding)] == []
