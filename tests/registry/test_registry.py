"""The registry: every active pattern of a run, and its origin."""

from __future__ import annotations

import sys
from hashlib import sha256

import pytest
from support import working_in

from git_secrets_py import rules
from git_secrets_py.engine.matcher import Matcher
from git_secrets_py.errors import (
    ConfigurationError,
    GitSecretsError,
    PatternError,
    ProviderError,
    UsageError,
)
from git_secrets_py.git.repository import Repository
from git_secrets_py.model import Origin, Pattern
from git_secrets_py.registry import Registry
from git_secrets_py.registry.collector import Collector
from git_secrets_py.rules.rule import RulePattern
from git_secrets_py.selection.active_files import WORK_TREE, Versions


@pytest.fixture
def load(repo):
    """Load the registry of the repository, and compile its patterns, as every command does."""

    def load(*rules):
        collector = Collector()
        with working_in(repo.path):
            repository = Repository()
            collector.add_config(repository.config)
            collector.add_files(Versions(repository).active(WORK_TREE))
        collector.add_rules(rules)
        registry = collector.registry()
        Matcher(registry.prohibited)
        return registry

    return load


def prohibited(registry):
    return [(one.source, str(one.origin)) for one in registry.prohibited]


def allowed(registry):
    return [(one.source, str(one.origin)) for one in registry.allow.patterns]


@pytest.fixture
def config(repo, home):
    """Add a setting to the config of the repository, or of the user."""

    def add(key, value, *options):
        repo.git("config", *options, "--add", f"secrets.{key}", value)

    return add


LOCAL = "git config .git/config"


def test_nothing_is_active_if_nothing_is_configured(load):
    registry = load()
    assert registry.prohibited == []
    assert registry.allow.patterns == ()
    assert registry.allow.fingerprints == {}


def test_patterns_come_from_all_config_files_in_the_order_of_git(load, config, home, monkeypatch):
    config("patterns", "local-key")
    config("patterns", "user-key", "--global")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "secrets.patterns")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "option-key")
    assert prohibited(load()) == [
        (b"user-key", f"git config {home}/.gitconfig"),
        (b"local-key", LOCAL),
        (b"option-key", "git config command line"),
    ]


def test_a_pattern_from_an_included_file_has_that_file_as_its_origin(load, home, repo):
    (home / "company").write_text("[secrets]\n\tpatterns = company-key\n")
    repo.git("config", "--global", "include.path", "company")
    assert prohibited(load()) == [(b"company-key", f"git config {home}/company")]


def test_a_file_included_for_other_repositories_is_ignored(load, home, repo):
    (home / "company").write_text("[secrets]\n\tpatterns = company-key\n")
    repo.git("config", "--global", "includeIf.gitdir:/elsewhere/.path", "company")
    assert prohibited(load()) == []


def test_the_config_of_a_worktree_is_active_there(load, repo):
    repo.git("config", "extensions.worktreeConfig", "true")
    repo.git("config", "--worktree", "--add", "secrets.patterns", "worktree-key")
    assert prohibited(load()) == [(b"worktree-key", "git config .git/config.worktree")]


def test_the_name_of_a_key_is_case_insensitive(load, repo):
    (repo.path / ".git/config").open("a").write("[SECRETS]\n\tPatterns = a-key\n")
    assert prohibited(load()) == [(b"a-key", LOCAL)]


def test_a_key_in_a_subsection_is_ignored(load, config, repo):
    repo.git("config", "secrets.other.patterns", "no-key")
    assert prohibited(load()) == []


@pytest.mark.parametrize(
    "value",
    [
        "two words",
        "-begins with a dash",
        "#no comment",
        'quo"te',
        "back\\\\slash",
        "*.txt|a",
        "a;b",
    ],
)
def test_a_value_is_one_pattern(load, config, value):
    config("patterns", value)
    assert prohibited(load()) == [(value.encode(), LOCAL)]


def test_a_value_need_not_be_utf_8(load, repo):
    repo.git("config", "secrets.patterns", b"cl\xe9")
    assert prohibited(load()) == [(b"cl\xe9", LOCAL)]


def test_a_newline_in_a_value_separates_patterns(load, config):
    config("patterns", "one\ntwo")
    config("allowed", "three\nfour")
    assert prohibited(load()) == [(b"one", LOCAL), (b"two", LOCAL)]
    assert allowed(load()) == [(b"three", LOCAL), (b"four", LOCAL)]


def test_allowed_patterns_are_not_prohibited(load, config):
    config("allowed", "EXAMPLE")
    registry = load()
    assert prohibited(registry) == []
    assert allowed(registry) == [(b"EXAMPLE", LOCAL)]


@pytest.mark.parametrize("key", ["patterns", "allowed"])
@pytest.mark.parametrize("value", ["", "one\n", "\none", "x*", "(", "[a", "a{2,1}"])
def test_an_invalid_pattern_in_the_config_stops_the_run(load, config, key, value):
    config(key, value)
    with pytest.raises(PatternError) as raised:
        load()
    assert raised.value.origin == LOCAL
    assert raised.value.exit_status == 2


@pytest.mark.parametrize("key", ["patterns", "allowed"])
def test_a_key_without_a_value_stops_the_run(load, repo, key):
    (repo.path / ".git/config").open("a").write(f"[secrets]\n\t{key}\n")
    with pytest.raises(PatternError) as raised:
        load()
    assert raised.value.origin == LOCAL


def test_the_error_underlines_the_place_in_the_pattern(load, config):
    config("patterns", "key-[0-9")
    with pytest.raises(PatternError) as raised:
        load()
    first, text, underline = str(raised.value).split("\n")
    assert first.startswith("invalid pattern (from git config .git/config): ")
    assert text == "    key-[0-9"
    assert underline.startswith("        ~")
    assert underline.endswith("^")


GITALLOWED = [
    pytest.param(b"one\ntwo\n", [(b"one", 1), (b"two", 2)], id="one pattern a line"),
    pytest.param(b"one", [(b"one", 1)], id="no line end at the end"),
    pytest.param(b"one\r\ntwo\r\n", [(b"one", 1), (b"two", 2)], id="Windows line ends"),
    pytest.param(b"# one\n  # two\n\t#three\nfour\n", [(b"four", 4)], id="comments"),
    pytest.param(b"\n \n\t\r\n\r\none\n", [(b"one", 5)], id="blank lines"),
    pytest.param(b" one \n", [(b" one ", 1)], id="blanks at the ends belong to the pattern"),
    pytest.param(b"one # two\n", [(b"one # two", 1)], id="no comment after a pattern"),
    pytest.param(b"cl\xe9\n", [(b"cl\xe9", 1)], id="bytes that are not UTF-8"),
    pytest.param(b"", [], id="an empty file"),
    pytest.param(
        b"sha256:[0-9a-f]{64}\n", [(b"sha256:[0-9a-f]{64}", 1)], id="a pattern for fingerprints"
    ),
]


@pytest.mark.parametrize(("content", "expected"), GITALLOWED)
def test_gitallowed_and_gitprohibited_contain(load, repo, content, expected):
    repo.write(".gitallowed", content)
    repo.write(".gitprohibited", content)
    registry = load()
    assert allowed(registry) == [(text, f".gitallowed:{number}") for text, number in expected]
    assert prohibited(registry) == [(text, f".gitprohibited:{number}") for text, number in expected]


def test_the_files_are_read_from_the_top_of_the_work_tree(repo):
    repo.write(".gitallowed", "top")
    repo.write("below/.gitallowed", "below")
    with working_in(repo.path / "below"):
        collector = Collector()
        collector.add_files(Versions(Repository()).active(WORK_TREE))
    assert allowed(collector.registry()) == [(b"top", ".gitallowed:1")]


DIGITS = sha256(b"a secret").hexdigest()


@pytest.mark.parametrize(
    "line",
    [
        f"sha256:{DIGITS}",
        f"  SHA256:{DIGITS.upper()}  \r",
        f"sha256: {DIGITS}",
        f"sha256:{DIGITS} # a test key (see docs)",
        f"sha256:{DIGITS}\t#",
    ],
)
def test_a_fingerprint_in_gitallowed_is_not_a_pattern(load, repo, line):
    repo.write(".gitallowed", f"# of a secret:\n{line}\n")
    registry = load()
    assert allowed(registry) == []
    assert {key: str(origin) for key, origin in registry.allow.fingerprints.items()} == {
        DIGITS: ".gitallowed:2"
    }


@pytest.mark.parametrize(
    "digits",
    ["", "0123abcd", DIGITS[:-1], DIGITS + "0", "xyz", f"{DIGITS} reason", f"{DIGITS[:-1]}g"],
)
def test_a_malformed_fingerprint_stops_the_run(load, repo, digits):
    repo.write(".gitallowed", f"sha256:{digits}\n")
    with pytest.raises(PatternError) as raised:
        load()
    assert str(raised.value).split("\n")[0] == (
        "invalid pattern (from .gitallowed:1): a fingerprint has 64 hexadecimal digits; "
        "a comment after it begins with #"
    )


@pytest.mark.parametrize("name", [".gitallowed", ".gitprohibited"])
def test_an_invalid_pattern_in_a_file_stops_the_run(load, repo, name):
    repo.write(name, "good\n(bad\n")
    with pytest.raises(PatternError) as raised:
        load()
    assert raised.value.origin == f"{name}:2"


@pytest.mark.parametrize("name", [".gitallowed", ".gitprohibited"])
def test_a_file_that_cannot_be_read_stops_the_run(load, repo, name):
    (repo.path / name).mkdir()
    with pytest.raises(GitSecretsError) as raised:
        load()
    assert str(raised.value) == (
        f"cannot read {repo.path}/{name}: Is a directory; every scan needs its patterns"
    )
    assert raised.value.exit_status == 2


def provider(repo, code, name="provider.py"):
    """Store a provider that runs ``code``."""
    path = repo.path.parent / name
    path.write_text(code)
    repo.git("config", "--add", "secrets.providers", f"'{sys.executable}' '{path}'")
    return f"provider '{sys.executable}' '{path}'"


def test_patterns_of_a_provider_are_prohibited_and_confidential(load, repo):
    origin = provider(repo, "print('one'); print(); print('two words\\r')")
    registry = load()
    assert prohibited(registry) == [(b"one", origin), (b"two words", origin)]
    assert all(one.confidential for one in registry.prohibited)
    assert "one" not in repr(registry.prohibited[0])


def test_a_provider_that_fails_stops_the_run(load, repo):
    provider(repo, "raise SystemExit(3)")
    with pytest.raises(ProviderError, match="failed with exit status 3"):
        load()


def test_an_invalid_pattern_of_a_provider_is_not_shown(load, repo):
    origin = provider(repo, "print('(hidden')")
    with pytest.raises(PatternError) as raised:
        load()
    assert str(raised.value).startswith(f"invalid pattern (from {origin}): ")
    assert "hidden" not in str(raised.value)


def test_a_provider_configured_in_two_files_is_run_once(load, repo, tmp_path):
    log = tmp_path / "log"
    provider(repo, f"open({str(log)!r}, 'a').write('run\\n'); print('one')")
    command = repo.git("config", "secrets.providers").strip()
    repo.git("config", "--global", "secrets.providers", command)
    assert [source for source, _ in prohibited(load())] == [b"one"]
    assert log.read_text() == "run\n"


@pytest.mark.parametrize("line", ["providers =", "providers", 'providers = " "'])
def test_a_blank_provider_is_ignored(load, repo, line):
    (repo.path / ".git/config").open("a").write(f"[secrets]\n\t{line}\n")
    assert prohibited(load()) == []


def test_a_rule_set_adds_its_prohibited_and_allowed_patterns(load):
    registry = load("jwt")
    assert {str(one.origin) for one in registry.prohibited} == {"rule set jwt"}
    assert [origin for _, origin in allowed(registry)] == ["rule set jwt"]


def test_rule_sets_can_be_configured(load, config):
    config("rules", "npm, pypi")
    origins = {str(one.origin) for one in load().prohibited}
    assert origins == {"rule set npm", "rule set pypi"}


def test_an_unknown_rule_set_in_the_config_stops_the_run(load, config):
    config("rules", "no-such-set")
    with pytest.raises(ConfigurationError, match=r"secrets\.rules in .*no-such-set") as raised:
        load()
    assert raised.value.exit_status == 2


def test_an_unknown_rule_set_is_a_usage_error(load):
    with pytest.raises(UsageError):
        load("no-such-set")


@pytest.mark.usefixtures("without_compiling")
@pytest.mark.parametrize(
    ("first", "second"), [("recommended", "github"), ("github", "recommended")]
)
def test_a_rule_that_rejects_wrong_checksums_gives_way_to_one_that_does_not(
    load, repo, first, second
):
    repo.git("config", "--add", "secrets.rules", first)
    (rule,) = (one for one in load(second).prohibited if one.name == "github-token")
    assert not rule.is_strict


def test_a_rule_and_a_users_pattern_of_the_same_text_are_both_active():
    rule = rules.find("github-token")
    ours = RulePattern(rule, Origin("rules", "github"), strict=False)
    users = Pattern(rule.source, Origin("config", ".git/config"))
    assert Registry([users, ours]).prohibited == [users, ours]


def test_the_first_of_equal_patterns_is_kept():
    first, second = (Pattern(b"one", Origin("config", name)) for name in ("first", "second"))
    registry = Registry([first, second], [second, first])
    assert prohibited(registry) == [(b"one", "git config first")]
    assert allowed(registry) == [(b"one", "git config second")]


def test_config_comes_before_providers_before_files_before_rules(load, repo, config):
    config("patterns", "from-config")
    provider(repo, "print('from-provider')")
    repo.write(".gitprohibited", "from-file")
    sources = [source for source, _ in prohibited(load("aws"))]
    assert sources[:3] == [b"from-config", b"from-provider", b"from-file"]
    assert len(sources) > 3
