"""The generated files: none is outdated, and each is complete."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from git_secrets_py import rules
from git_secrets_py.cli.context import Verb
from git_secrets_py.cli.options import OPTIONS
from git_secrets_py.cli.settings import CONFIG_KEYS, ENVIRONMENT
from git_secrets_py.cli.verbs import VERBS
from tools.manual import files, man, tables, words
from tools.manual.__main__ import main
from tools.manual.words import Kind

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.skipif(not (ROOT / "setup.cfg").is_file(), reason="not a checkout")


def test_no_generated_file_is_stale() -> None:
    assert files.stale(ROOT) == [], "python -m tools.manual writes them"


def test_a_changed_or_missing_file_is_stale_until_it_is_written(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(tmp_path)]) == 0
    (tmp_path / "man" / "git-secrets.1").write_text("")
    (tmp_path / "docs" / "rules.md").unlink()
    message = "outdated: man/git-secrets.1, docs/rules.md; run 'python -m tools.manual'"
    assert main(["--check", str(tmp_path)]) == message


def test_the_check_fails_as_a_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.manual", "--check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr[:9]) == (1, "outdated:")


def test_every_file_is_shipped() -> None:
    import configparser

    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    shipped = {path for paths in config["options.data_files"].values() for path in paths.split()}
    assert shipped == {name for name in files.contents() if not name.startswith("docs/")}


@pytest.mark.parametrize("name", files.contents())
def test_no_place_was_left_to_be_filled_in(name: str) -> None:
    made = files.contents()[name]
    assert not [part for part in ("@VERBS@", "@OPTIONS@", "@VALUES@", "None") if part in made]
    assert not re.search(r"@[A-Z_]+@", made)


def test_the_table_of_rules_has_every_rule_once() -> None:
    table = files.contents()["docs/rules.md"]
    for rule in rules.load("all").rules:
        assert table.count(f"| `{rule.name}` |") == 1


README = f"# Title\n\n{tables.SETTINGS_START}old\n{tables.SETTINGS_END}\nThe end.\n"


def test_the_readme_has_every_setting_between_its_markers(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(README)
    files.write(tmp_path)
    assert files.stale(tmp_path) == []
    text = readme.read_text()
    assert text.startswith(f"# Title\n\n{tables.SETTINGS_START}| git config key |")
    assert text.endswith(f"|\n{tables.SETTINGS_END}\nThe end.\n")
    for setting in (*CONFIG_KEYS, *ENVIRONMENT):
        for name in setting.names:
            assert text.count(f"`{name}`") >= 1, name
    readme.write_text(README)
    assert files.stale(tmp_path) == ["README.md"]


def test_a_readme_without_markers_is_left_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Title\n")
    files.write(tmp_path)
    assert readme.read_text() == "# Title\n"


VALUES = [
    ("[-r|--recursive] [<files>...]", "files", Kind.FILE),
    ("[--force] [<target-directory>]", "target-directory", Kind.DIRECTORY),
    ("<id> [--reason <text>]", "id", Kind.TEXT),
    ("[--reason <text>] <file>:<line>", "file", Kind.FILE),
    ("[--global] <command> [arguments...]", "command", Kind.COMMAND),
    ("[<revision-range>...]", "revision-range", Kind.REVISION),
    ("[--global]", None, None),
    ("[--reason <text>]", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("synopsis", "name", "kind"), VALUES, ids=[row[0] for row in VALUES])
def test_the_synopsis_tells_what_follows_a_verb(synopsis, name, kind) -> None:
    value = words.value_of_verb(Verb("--verb", "", synopsis, "help"))
    assert (value and value.name, value and value.kind) == (name, kind)


def test_choices_that_are_written_out_are_offered() -> None:
    value = words.value("always|never")
    assert (value.kind, value.choices) == (Kind.ONE_OF, ("always", "never"))


@pytest.fixture(scope="module")
def page() -> str:
    """The man page as a terminal of 80 columns shows it; groff prints no warning about it."""
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    # -ww: every warning; -cbou: no bold, no underlining.
    source = str(ROOT / "man" / "git-secrets-py.1")
    command = ["groff", "-man", "-ww", "-Tascii", "-P-cbou", source]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stderr == ""
    return done.stdout


def test_the_man_page_has_every_verb_and_option(page: str) -> None:
    for verb in VERBS:
        assert (f"git secrets {verb.name}" in page) == bool(verb.help), verb.name
    for option in OPTIONS:
        assert option.long in page, option.long


def test_the_man_page_has_every_setting(page: str) -> None:
    for setting in (*CONFIG_KEYS, *ENVIRONMENT):
        for name in setting.names:
            assert name in page, name


def test_the_sections_of_the_man_page() -> None:
    headings = [line[4:] for line in man.page().splitlines() if line.startswith(".SH ")]
    assert headings == [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "COMMANDS",
        "OPTIONS",
        "PATTERNS",
        "ALLOWING",
        "CONFIGURATION",
        "ENVIRONMENT",
        "FILES",
        "EXIT STATUS",
        "EXAMPLES",
        "SEE ALSO",
    ]


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_mandoc_prints_no_warning_about_the_man_page() -> None:
    command = ["mandoc", "-T", "lint", "-W", "warning", str(ROOT / "man" / "git-secrets-py.1")]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_man_page_can_be_read_at_80_columns(page: str) -> None:
    assert r"(?i)password\s*=" in page
    assert max(map(len, page.splitlines())) <= 80
