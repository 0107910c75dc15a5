"""Fixtures: a home directory and repositories, isolated from the user's configuration."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from _pytest.tmpdir import tmppath_result_key
from compiled_once import compile_once
from filelock import FileLock
from folders import Folders, remove
from homes import Homes, compile_into, configured
from hypothesis import settings
from support import KEY_PATTERN, MakeRepo, Repo, fake_key, from_template, new_repo

from git_secrets_py import rules
from git_secrets_py.engine.hyperscan import DatabaseCache
from git_secrets_py.engine.matcher import Matcher

# Every run generates the same cases, and a busy machine does not fail a test.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

# Otherwise, every process compiles all modules again, and each worker those of the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

DATE = "2024-05-06T07:08:09+00:00"

# Settings that change git's output.
HOSTILE_CONFIG = """\
[alias]
    ls-files = version
    diff-index = version
    config = version
[color]
    ui = always
[core]
    abbrev = 5
    attributesFile = %(home)s/attributes
    fsmonitor = false
    pager = false
    quotePath = true
[diff]
    external = false
    mnemonicPrefix = true
    noprefix = true
    orderFile = %(home)s/order
    relative = true
    renames = copies
[diff "nothing"]
    textconv = true
    binary = true
[grep]
    fallbackToNoIndex = true
    lineNumber = true
    patternType = fixed
[log]
    decorate = full
    showSignature = true
[status]
    relativePaths = true
    showUntrackedFiles = no
"""


# The beginnings of variables of the system, of Python and of the tests. Others are secrets, and
# choose files of secrets, colors, CI services or the behavior of git.
NEUTRAL_VARIABLES = (
    *("PATH", "TMP", "TEMP", "TZ", "LANG", "LC_", "USER", "LOGNAME", "SHELL", "LD_", "DYLD_"),
    *("PYTHON", "PYENV_", "VIRTUAL_ENV", "PYTEST_", "COV", "GIT_SECRETS_SOAK", "ASAN_"),
    *("SYSTEM", "WINDIR", "COMSPEC", "PROGRAM", "DEVELOPER_DIR"),
)


MEMORY = "/dev/shm"
# Ten times what the tests of one run write.
ENOUGH = 5 << 30

OBJECTS_PER_COLLECTION = 200_000

# ``{home}`` is the home directory of the test.
VARIABLES = {
    "HOME": "{home}",
    "USERPROFILE": "{home}",
    "XDG_CONFIG_HOME": os.path.join("{home}", ".config"),
    "XDG_CACHE_HOME": os.path.join("{home}", ".cache"),
    "LOCALAPPDATA": os.path.join("{home}", "AppData"),
    "GIT_CONFIG_GLOBAL": os.path.join("{home}", ".gitconfig"),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": DATE,
    "GIT_COMMITTER_DATE": DATE,
    "GIT_EDITOR": "true",
    "GIT_TEMPLATE_DIR": os.path.join("{home}", "template"),
    "GIT_TERMINAL_PROMPT": "0",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests: at the end, they would leave the other cores idle."""
    items.sort(key=lambda item: item.path.parent.name != "fleet")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the files of tests in memory, where git and the kernel take less time for them."""
    if "TMPDIR" not in os.environ and config.option.markexpr == "not soak" and roomy(MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)
        os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="tests-", dir=MEMORY)
        atexit.register(shutil.rmtree, tempfile.tempdir, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start one more worker than there are processors: many tests wait for processes."""
    usable = getattr(os, "sched_getaffinity", None)
    return (len(usable(0)) if usable else os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep the thousands of tests out of the garbage collector, which would visit them often."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    gc.enable()
    return result


@pytest.hookimpl
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Send one report of a passed test, not three: each costs a quarter of a short test."""
    if not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, nextitem=nextitem, log=False):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def roomy(directory: str) -> bool:
    """Return whether many files and programs can be in ``directory``."""
    if not (hasattr(os, "statvfs") and os.access(directory, os.W_OK | os.X_OK)):
        return False
    status = os.statvfs(directory)
    return not status.f_flag & os.ST_NOEXEC and status.f_bavail * status.f_frsize >= ENOUGH


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory that all processes of pytest-xdist share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if base.name.startswith("popen-") else base


@pytest.fixture(scope="session")
def kept(request: pytest.FixtureRequest, shared: Path) -> Path:
    """Return a directory that all processes of pytest-xdist share, and later runs if possible."""
    cache: pytest.Cache | None = getattr(request.config, "cache", None)
    return cache.mkdir("built") if cache else shared


# The arguments of these fixtures, which each test uses, would be looked up again for each test.
@pytest.fixture(scope="session", autouse=True)
def compiled_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compile each database and regular expression once, for this run and later ones."""
    directory = request.getfixturevalue("kept") / "compiled"
    directory.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as monkeypatch:
        prune = compile_once(directory, monkeypatch)
        yield
    prune()


@pytest.fixture(scope="session")
def databases(
    tmp_path_factory: pytest.TempPathFactory, kept: Path, compiled_once: None
) -> list[Path]:
    """Return the compiled databases of the patterns that most tests use."""
    stored, _ = rules.registered()
    directory = tmp_path_factory.mktemp("databases")
    with FileLock(kept / "databases.lock"):  # the first process compiles them for all
        return compile_into(
            directory,
            configured([KEY_PATTERN.encode()]),
            configured(stored),
            rules.load(rules.RECOMMENDED).patterns,
        )


@pytest.fixture
def key_and_recommended(home: Path) -> None:
    """Compile ``KEY_PATTERN`` with the recommended rules once, not in each process of a test."""
    patterns = [*configured([KEY_PATTERN.encode()]), *rules.load(rules.RECOMMENDED).patterns]
    Matcher(patterns, cache=DatabaseCache(), decode=True)


@pytest.fixture
def without_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use ``regex`` alone: Hyperscan takes two seconds for a set of rules of one test only."""
    monkeypatch.setenv("GIT_SECRETS_ENGINE", "regex")


@pytest.fixture(scope="session")
def homes(request: pytest.FixtureRequest) -> Homes:
    factory = request.getfixturevalue("tmp_path_factory")
    return Homes(factory.getbasetemp(), request.getfixturevalue("databases"))


@pytest.fixture(autouse=True)
def home(homes: Homes) -> Path:
    """Return the home directory of a user who has configured only a name.

    The user's cache holds ``databases``, since compiling them takes most of the time of a hook.
    """
    home = homes.take()
    for name in list(os.environ):
        if not name.startswith(NEUTRAL_VARIABLES) and name not in VARIABLES:
            del os.environ[name]
    for name, value in VARIABLES.items():
        value = value.format(home=home)
        if os.environ.get(name) != value:
            os.environ[name] = value
    return home


@pytest.fixture(scope="session")
def folders(request: pytest.FixtureRequest) -> Folders:
    return Folders(request.getfixturevalue("tmp_path_factory").getbasetemp())


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, folders: Folders) -> Iterator[Path]:
    """Return an empty directory. pytest's own fixture lists the links that all others left."""
    path = folders.make(request.node.name)
    yield path
    # As with pytest's, the directory of a test that failed is kept.
    if request.node.stash[tmppath_result_key].get("call", True):
        remove(path)
    del request.node.stash[tmppath_result_key]


@pytest.fixture
def as_by_default(home: Path) -> None:
    """Let hooks and CI jobs mask secrets, as they do unless it is configured otherwise."""
    config = home / ".gitconfig"
    config.write_text(config.read_text().replace("[secrets]\n\tredact = false\n", ""))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a new repository without commits."""
    return new_repo(tmp_path / "repo")


@pytest.fixture
def make_repo(tmp_path: Path) -> MakeRepo:
    """Return a function that creates more repositories, with options for ``git init``."""
    return lambda name, *options: new_repo(tmp_path / name, *options)


@pytest.fixture
def key() -> bytes:
    """Return a fake AWS access key ID, built at run time so that no scanner reports this file."""
    return fake_key()


@pytest.fixture
def guarded(repo: Repo, templates: Path) -> Repo:
    """Return a repository with one commit, the AWS patterns and installed hooks."""

    def prepare() -> None:
        repo.commit_file("README", "hello\n")
        repo.register_aws()
        repo.install_hooks()

    return from_template(repo, templates / "guarded", prepare)


@pytest.fixture
def with_pattern(repo: Repo, templates: Path) -> Repo:
    """Return a repository with one commit and a pattern that matches ``key``, without hooks."""

    def prepare() -> None:
        repo.commit_file("first", "first\n")
        assert repo.call("--add", KEY_PATTERN).status == 0

    return from_template(repo, templates / "with_pattern", prepare)


@pytest.fixture
def with_hooks(repo: Repo, templates: Path) -> Repo:
    """Return a repository as ``with_pattern``, with installed hooks."""

    def prepare() -> None:
        repo.commit_file("first", "first\n")
        assert repo.call("--add", KEY_PATTERN).status == 0
        repo.install_hooks()

    return from_template(repo, templates / "with_hooks", prepare)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory in which ``from_template`` names repositories."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture
def hostile(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a configuration and an environment that change git's output."""
    (home / "attributes").write_text("* -text -diff diff=nothing binary\n")
    (home / "order").write_text("z*\n")
    with (home / ".gitconfig").open("a") as config:
        config.write(HOSTILE_CONFIG % {"home": home.as_posix()})
    monkeypatch.setenv("GIT_PAGER", "false")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    monkeypatch.setenv("GREP_OPTIONS", "--invert-match")
    monkeypatch.setenv("GREP_COLORS", "mt=01;31")
