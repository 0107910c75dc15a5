"""Real schedulers with two real worker processes: the same results, whatever dies meanwhile."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from fleets import (
    QUICK_START,
    RULES,
    comparable,
    daemon,
    descendants,
    git_before,
    report,
    repositories,
    scan,
    silent_server,
    with_key,
    write_list,
)
from support import Repo, fake_key, is_running, new_repo, wait_for

from git_secrets_py.fleet.program import program_digest
from git_secrets_py.fleet.tasks import Outcome, Setup, Target
from git_secrets_py.providers.own_secret import OwnSecret

# Only the tests import Dask, which takes half a second: every process collects this module.
if TYPE_CHECKING:
    from distributed import LocalCluster

# The number of repositories; .ci/run tests with more, and with one that hangs until it is stopped.
SIZE = int(os.environ.get("GIT_SECRETS_FLEET_SIZE", "6"))
HANGS = SIZE >= 100
PASSWORD = "-".join(("s3cr3t", "w0rd"))


def dask(context: Any, setup: Any, on_step: Any) -> Any:
    """Return the embedded cluster with two workers."""
    from git_secrets_py.fleet.dask_executor import dask_executor

    return dask_executor({**context.arguments.options, "--workers": "2"}, setup, on_step)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Serve a fleet of every kind; yield the name of its list."""
    base = tmp_path / "server"
    base.mkdir()
    lines = list(made_fleet(base))
    with daemon(base) as address, silent_server() as hanging:
        urls = [f"{address}/{name}\t{name}" for name in lines]
        password = address.replace("git://", f"git://ann:{PASSWORD}@")
        urls += [f"{hanging}\thangs"] * HANGS
        urls += [f"{password}/empty.git/\tpassword", f"{address}/none.git"]
        yield write_list(tmp_path, *urls)


def made_fleet(base: Path) -> Iterator[str]:
    """Make bare repositories in ``base``; yield their names."""
    template = with_key(base.parent / "template")
    template.commit_file("b.py", b'password = "' + b"tr0ub4dor" + b'Xyzzy9"\n')
    top = Repo(base)
    for number in range(SIZE):
        name = f"repo-{number}.git"
        if number % 3 == 0:  # forks, with something of their own
            template.commit_file("c.py", b'key = "' + fake_key(number % 7) + b'"\n', f"{number}")
        top.git("clone", "--quiet", "--bare", str(template.path), name)
        yield name
    new_repo(base / "empty.git", "--bare")
    new_repo(base / "sha256.git", "--bare", "--object-format=sha256")
    top.git("clone", "--quiet", "--bare", "--depth=1", f"file://{template.path}", "shallow.git")
    top.git("clone", "--quiet", "--bare", str(template.path), "damaged.git")
    for path in (base / "damaged.git" / "objects").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            path.unlink()  # it is a hard link
            path.write_bytes(content[:20])
    yield from ("empty.git", "sha256.git", "shallow.git", "damaged.git")


def listening(executor: Any) -> set[tuple[str, str]]:
    """Return the addresses that this process and its children listen on, each with a protocol."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return {
        (one.laddr.ip, executor._client.scheduler.address[:6])
        for process in processes
        for one in process.net_connections("inet")
        if one.status == psutil.CONN_LISTEN
    }


def test_two_workers_find_what_one_process_finds_and_listen_on_the_loopback_address_with_tls(
    server: str, tmp_path: Path
) -> None:
    seen: set[tuple[str, str]] = set()

    def watched(context: Any, setup: Any, on_step: Any) -> Any:
        executor = dask(context, setup, on_step)
        seen.update(listening(executor))
        return executor

    words = ("--rules", RULES, "--timeout", "10" if HANGS else "120", server)
    first = scan(tmp_path, *words)
    # The clones of the first run are not those of the second.
    os.rename(tmp_path / "clones", tmp_path / "old-clones")
    second = scan(tmp_path, "--output", "dask", *words, make_executor=watched)
    assert seen == {("127.0.0.1", "tls://")}
    assert (first.status, second.status) == (2, 2)
    assert first.out == second.out.replace(b"in dask\n", b"in out\n")
    assert comparable(report(tmp_path)) == comparable(report(tmp_path, "dask"))
    assert report(tmp_path)["secrets"][0]["repositories"] >= SIZE
    not_audited = [one["name"] for one in report(tmp_path)["repositories"] if one["reasons"]]
    assert not_audited == [
        "shallow.git",
        "damaged.git",
        *["hangs"] * HANGS,
        "none",
    ]


def start(directory: Path, *words: str, apart: bool = False) -> subprocess.Popen[Any]:
    """Start ``--scan-fleet`` as a process, ``apart`` from the group of this, with two workers."""
    command = [sys.executable, "-m", "git_secrets_py", "--scan-fleet", "--workers", "2"]
    return subprocess.Popen(
        [*command, "--clones", "clones", "--output", "out", *words],
        cwd=directory,
        env={**os.environ, **QUICK_START},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=apart,
    )


def finished(directory: Path) -> int:
    """Return how many repositories the journal has."""
    journal = directory / "out" / "journal.jsonl"
    return journal.read_bytes().count(b'"key"') if journal.exists() else 0


def test_a_worker_that_is_killed_costs_nothing_and_one_that_kills_every_worker_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"repo-{number}" for number in range(6)]
    for number, name in enumerate(names):
        with_key(tmp_path / name, number)
    # The first worker to reach repo-3 dies in it, and every worker that reaches repo-2.
    script = (
        f'case "$*" in *repo-3*) mkdir "{tmp_path}/once" 2>/dev/null && kill -9 $PPID ;; '
        "*repo-2*) kill -9 $PPID ;; esac"
    )
    git_before(monkeypatch, tmp_path, script)
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")
    process = start(tmp_path, write_list(tmp_path, *names))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, b"5 of 6 fully audited" in out) == (2, True), err
    found = repositories(tmp_path)
    assert (tmp_path / "once").exists()
    assert [one["status"] for one in found.values()].count("audited") == 5
    assert found["repo-2"]["reasons"] == [
        "2 workers were killed while they audited it, perhaps because memory ran out"
    ]


def test_a_client_that_is_killed_leaves_no_process_and_goes_on_with_the_same_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"repo-{number}" for number in range(8)]
    for number, name in enumerate(names):
        with_key(tmp_path / name, number)
    with monkeypatch.context() as slow:
        git_before(slow, tmp_path, 'case "$*" in *repo-6*|*repo-7*) sleep 5 ;; esac')
        process = start(tmp_path, write_list(tmp_path, *names))
    wait_for(lambda: finished(tmp_path) >= 4)
    children = descendants(process.pid)
    process.kill()
    process.communicate()
    wait_for(lambda: not any(map(is_running, children)))
    again = scan(tmp_path, "list.txt")
    assert again.status == 1
    assert b"finished by the last run" in again.err
    assert b"8 of 8 fully audited" in again.out


def test_an_interruption_while_the_workers_start_ends_all_of_them(tmp_path: Path) -> None:
    with_key(tmp_path / "one")
    process = start(tmp_path, write_list(tmp_path, "one"), apart=True)
    wait_for(lambda: len(descendants(process.pid)) >= 2)
    children = descendants(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert b"Traceback" not in err
    wait_for(lambda: not any(map(is_running, children)))


def new_cluster(**options: Any) -> LocalCluster:
    """Return a cluster without encryption, whose worker is in this process."""
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
        **options,
    )


def test_a_scheduler_without_encryption_is_refused(tmp_path: Path, home: Path) -> None:
    with_key(tmp_path / "repo")
    words = (write_list(tmp_path, "repo"), "--cluster")
    ran = scan(tmp_path, *words, "tcp://127.0.0.1:8786", make_executor=None)
    assert (ran.status, b"anyone on the network can run code" in ran.err) == (1, True)
    ran = scan(tmp_path, *words, "127.0.0.1:8786", make_executor=None)
    assert (ran.status, b"--cluster requires 'local' or an address" in ran.err) == (1, True)
    with (home / ".gitconfig").open("a") as config:
        config.write("[secrets]\n\tproviders = printf own-1234\n")
    words = (*words, "tcp://127.0.0.1:8786", "--insecure-cluster")
    ran = scan(tmp_path, *words, make_executor=None)
    assert (ran.status, b"are sent over TLS only" in ran.err) == (2, True)
    assert b"own-1234" not in ran.err


@contextmanager
def secured(directory: Path) -> Iterator[LocalCluster]:
    """Yield a cluster with one worker, whose certificates are those of Dask's configuration."""
    from dask import config
    from distributed import LocalCluster, Security

    security = Security.temporary()
    names = {
        "tls_ca_file": "ca-file",
        "tls_scheduler_cert": "scheduler.cert",
        "tls_scheduler_key": "scheduler.key",
        "tls_worker_cert": "worker.cert",
        "tls_worker_key": "worker.key",
        "tls_client_cert": "client.cert",
        "tls_client_key": "client.key",
    }
    settings = {}
    for attribute, key in names.items():
        (directory / attribute).write_text(getattr(security, attribute))
        settings[f"distributed.comm.tls.{key}"] = str(directory / attribute)
    with (
        config.set(settings),
        LocalCluster(
            n_workers=1,
            threads_per_worker=2,
            processes=False,
            protocol="tls://",
            security=Security(),
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=50,
        ) as cluster,
    ):
        yield cluster


def test_own_secrets_are_looked_for_on_a_cluster_with_tls_and_on_a_worker_that_joins_later(
    tmp_path: Path, home: Path
) -> None:
    for number in range(2):
        new_repo(tmp_path / f"repo-{number}").commit_file("a", f"own-{number}123\n")
    settings = (home / ".gitconfig").read_text()
    (home / ".gitconfig").write_text(f'{settings}[secrets]\n\tproviders = printf "own-[0-9]+"\n')
    with secured(tmp_path) as cluster:

        def joined_later(context: Any, setup: Any, on_step: Any) -> Any:
            from git_secrets_py.fleet.dask_executor import dask_executor

            executor = dask_executor(context.arguments.options, setup, on_step)
            # The worker does not have the settings of the client.
            (home / ".gitconfig").write_text(settings)
            cluster.scale(0)
            wait_for(lambda: not cluster.scheduler.workers)
            cluster.scale(1)
            return executor

        words = ("--cluster", cluster.scheduler_address, "--rules", "aws")
        ran = scan(
            tmp_path, *words, write_list(tmp_path, "repo-0", "repo-1"), make_executor=joined_later
        )
    assert ran.status == 1, ran
    assert [one["rule"] for one in report(tmp_path)["secrets"]] == ["provider-pattern"] * 2


def test_a_cluster_that_does_not_answer_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from git_secrets_py.fleet import dask_executor as module

    monkeypatch.setattr(module, "_SECONDS_TO_CONNECT", 0.2)
    with_key(tmp_path / "repo")
    words = ("--cluster", "tcp://127.0.0.1:9", "--insecure-cluster")
    ran = scan(tmp_path, *words, write_list(tmp_path, "repo"), make_executor=None)
    assert (ran.status, b"cannot connect to tcp://127.0.0.1:9" in ran.err) == (2, True)


def test_a_cluster_for_which_dask_has_no_certificates_ends_with_2(tmp_path: Path) -> None:
    with_key(tmp_path / "repo")
    words = ("--cluster", "tls://127.0.0.1:9", write_list(tmp_path, "repo"))
    ran = scan(tmp_path, *words, make_executor=None)
    assert (ran.status, b"distributed.comm.tls" in ran.err) == (2, True)


def test_a_worker_with_another_program_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from git_secrets_py.fleet import dask_executor as module

    monkeypatch.setattr(module, "describe_program", lambda: "9.9.9 abcdef")
    with_key(tmp_path / "repo")
    with new_cluster() as cluster:
        words = ("--cluster", cluster.scheduler_address, "--insecure-cluster")
        ran = scan(tmp_path, *words, write_list(tmp_path, "repo"), make_executor=None)
    assert ran.status == 2
    assert b"runs git-secrets-py 9.9.9 abcdef, this machine " in ran.err
    assert ran.err.endswith(b"install the same version everywhere\n")


def test_an_executor_is_closed_without_waiting_for_an_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    from git_secrets_py.fleet.dask_executor import DaskExecutor

    with_key(tmp_path / "repo")
    started, held = tmp_path / "started", tmp_path / "held"
    held.touch()
    git_before(
        monkeypatch, tmp_path, f"touch '{started}'; while [ -e '{held}' ]; do sleep 0.05; done"
    )
    cluster = new_cluster()
    executor = DaskExecutor(
        Client(cluster), cluster, Setup(digest=program_digest()), lambda _: None
    )
    executor.submit(Target("repo", str(tmp_path / "repo"), is_path=True))
    wait_for(started.exists)
    executor.close()
    status = cluster.status.name
    held.unlink()
    assert status == "closed"


def test_what_a_scheduler_returns_for_a_task_is_an_outcome() -> None:
    from git_secrets_py.fleet.dask_executor import _outcome_of

    audited = Outcome(key="a", status="audited")
    assert _outcome_of(audited, "a") is audited
    failed = _outcome_of((ValueError, ValueError(PASSWORD), None), "a")
    assert (failed.status, failed.reasons) == ("failed", ["the worker failed: ValueError"])
    assert _outcome_of(CancelledError("a"), "a").status == "stopped"


def test_an_own_secret_is_the_same_on_a_worker() -> None:
    own = OwnSecret("aws", "AWS credentials file", "prod", fake_key(), short_lived=True)
    copy = pickle.loads(pickle.dumps(own))
    assert (copy.literal, copy.owner, copy.is_short_lived) == (own.literal, own.owner, True)
    assert (str(copy.origin), copy.source) == ("provider aws [prod]", own.source)
