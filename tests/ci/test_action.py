"""The steps of ``action.yml``, run as a script in a clone with the environment of a runner."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from support import Repo, run

ACTION = Path(__file__).parents[2] / "action.yml"
ZEROS = "0" * 40

pytestmark = [
    pytest.mark.skipif(not ACTION.exists(), reason="not a checkout"),
    pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell"),
]


class Job(NamedTuple):
    """The result of the steps: the last exit status, the printed text, and the outputs."""

    status: int
    out: str
    err: str
    outputs: dict[str, str]


@pytest.fixture
def origin(repo):
    """The repository on the host: main, and a branch with another commit."""
    repo.commit_file("a", "base\n")
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.commit_file("b", "clean\n")
    return repo


@pytest.fixture
def python(tmp_path):
    """A ``python`` whose pip installs nothing: the program is already installed."""
    directory = tmp_path / "bin"
    directory.mkdir()
    shim = directory / "python"
    shim.write_text(
        f'#!/bin/sh\ncase "$*" in *"pip install"*) echo "installed $7"; exit ;; esac\n'
        f'exec {shlex.quote(sys.executable)} "$@"\n'
    )
    shim.chmod(0o755)
    return directory


@pytest.fixture
def prepared(origin, tmp_path):
    """Check ``ref`` out as actions/checkout does; return the clone and the job's variables."""

    def prepared(event, payload, ref="topic", depth=None) -> tuple[Repo, dict[str, str]]:
        event_path = tmp_path / "event.json"
        event_path.write_text(json.dumps(payload))
        environment = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(event_path),
            "GITHUB_OUTPUT": str(tmp_path / "outputs"),
        }
        return checkout(origin, tmp_path / "workspace", ref, depth), environment

    return prepared


@pytest.fixture
def job(prepared, python, monkeypatch):
    """Run the steps for an event."""

    def job(event, payload, *, depth=None, **inputs) -> Job:
        workspace, environment = prepared(event, payload, depth=depth)
        monkeypatch.setenv("PATH", f"{python}:/usr/bin:/bin")
        return run_steps(workspace, environment, inputs)

    return job


@pytest.fixture
def scan(prepared, monkeypatch):
    """Run the program alone for an event, in this process: for tests of what it scans."""

    def scan(event, payload, *, ref="topic") -> Job:
        workspace, environment = prepared(event, payload, ref)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        ran = workspace.call("--ci")
        return Job(ran.status, ran.out.decode(), ran.err.decode(), {})

    return scan


def checkout(origin: Repo, path: Path, ref: str, depth: int | None) -> Repo:
    options = [f"--depth={depth}", "--no-single-branch"] if depth else []
    url = origin.path.as_uri()
    assert run("git", "clone", "--quiet", *options, url, str(path), cwd=origin.path).status == 0
    workspace = Repo(path)
    workspace.git("checkout", "--quiet", "--detach", f"origin/{ref}")
    return workspace


def run_steps(workspace: Repo, environment: dict[str, str], inputs: dict[str, str]) -> Job:
    """Run the steps that are scripts, as a runner does, up to the first failure."""
    action = yaml.safe_load(ACTION.read_text())
    inputs = {name: inputs.get(name.replace("-", "_"), value["default"])
              for name, value in action["inputs"].items()}  # fmt: skip
    outputs_file = Path(environment["GITHUB_OUTPUT"])
    outputs_file.write_text("")
    printed: list[bytes] = [b"", b""]
    for step in (step for step in action["runs"]["steps"] if "run" in step):
        env = {name: evaluated(text, inputs, outputs_file) for name, text in step["env"].items()}
        command = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"])
        ran = run(*command, cwd=workspace.path, env={**environment, **env})
        printed = [printed[0] + ran.out, printed[1] + ran.err]
        if ran.status:
            break
    return Job(ran.status, printed[0].decode(), printed[1].decode(), outputs(outputs_file))


def evaluated(text: str, inputs: dict[str, str], outputs_file: Path) -> str:
    """Replace the expressions that the action uses by their values."""
    values = {f"inputs.{name}": value for name, value in inputs.items()}
    values |= {f"steps.scan.outputs.{name}": v for name, v in outputs(outputs_file).items()}
    values["github.action_path"] = str(ACTION.parent)
    return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], text)


def outputs(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def commit_of(repo: Repo, ref: str) -> str:
    return repo.git("rev-parse", ref).decode().strip()


def pull_request(repo: Repo) -> dict[str, object]:
    base, head = commit_of(repo, "main"), commit_of(repo, "topic")
    return {"pull_request": {"base": {"sha": base, "ref": "main"}, "head": {"sha": head}}}


def push_event(before: str, after: str, branch="topic", *, forced=False) -> dict[str, object]:
    return {
        "ref": f"refs/heads/{branch}",
        "before": before,
        "after": after,
        "forced": forced,
        "repository": {"default_branch": "main"},
    }


def annotated_lines(ran: Job) -> list[str]:
    """Return (file, line) of each annotation."""
    return re.findall(r"^::error file=([^,]*),line=(\d+)", ran.out, re.MULTILINE)


def test_a_clean_pull_request_passes(job, origin) -> None:
    ran = job("pull_request", pull_request(origin))
    assert (ran.status, ran.outputs) == (0, {"status": "0"})
    assert ran.out == f"installed {ACTION.parent}\nno secret found\n"
    head, base = commit_of(origin, "topic"), commit_of(origin, "main")
    assert ran.err.startswith(f"git secrets: scanning {head} ^{base}\n")


def test_a_pull_request_with_a_secret_in_any_commit_fails_with_an_annotation(
    job, origin, key
) -> None:
    origin.commit_file("dir/leak", b"x\nid = " + key + b"\n")
    origin.commit_file("dir/leak", "gone\n")
    ran = job("pull_request", pull_request(origin))
    assert (ran.status, ran.outputs) == (1, {"status": "1"})
    assert annotated_lines(ran) == [("dir/leak", "2")]
    assert key.decode() not in ran.out + ran.err


def test_commits_outside_the_pull_request_are_not_scanned(scan, origin, key) -> None:
    origin.git("checkout", "--quiet", "main")
    origin.commit_file("old", key)
    origin.git("checkout", "--quiet", "-B", "topic")
    origin.commit_file("b", "clean\n")
    assert scan("pull_request", pull_request(origin)).status == 0


def test_a_finding_can_leave_the_job_successful(job, origin, key) -> None:
    origin.commit_file("leak", key)
    ran = job("pull_request", pull_request(origin), fail_on_finding="false")
    assert (ran.status, ran.outputs) == (0, {"status": "1"})
    assert annotated_lines(ran) == [("leak", "1")]


def test_the_sarif_format_writes_a_file_for_upload(job, origin, key, tmp_path) -> None:
    origin.commit_file("leak", key)
    ran = job("pull_request", pull_request(origin), format="sarif")
    assert (ran.status, ran.outputs) == (1, {"status": "1", "sarif": "git-secrets.sarif"})
    sarif = (tmp_path / "workspace/git-secrets.sarif").read_text()
    (result,) = json.loads(sarif)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (place, key.decode() in sarif) == ("leak", False)


def test_a_sarif_file_in_the_repository_is_not_uploaded(job, origin, tmp_path) -> None:
    origin.commit_file("git-secrets.sarif", "forged")
    ran = job("pull_request", {}, format="sarif")
    assert (ran.status, ran.outputs) == (2, {"status": "2", "sarif": "git-secrets.sarif"})
    (run,) = json.loads((tmp_path / "workspace/git-secrets.sarif").read_text())["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_a_module_in_the_repository_does_not_replace_the_program(job, origin, key) -> None:
    origin.commit_file("git_secrets_py/__main__.py", "raise SystemExit(0)\n")
    origin.commit_file("git_secrets_py/__init__.py", "")
    origin.commit_file("leak", key)
    assert job("pull_request", pull_request(origin)).status == 1


def test_only_the_new_commits_of_a_push_are_scanned(scan, origin, key) -> None:
    origin.commit_file("old", key)
    before = commit_of(origin, "topic")
    after = origin.commit_file("b", "clean, too\n")
    assert scan("push", push_event(before, after)).status == 0


def test_a_push_with_a_secret_fails_the_job(job, origin, key) -> None:
    before = commit_of(origin, "topic")
    ran = job("push", push_event(before, origin.commit_file("leak", key)))
    assert (ran.status, annotated_lines(ran)) == (1, [("leak", "1")])


def test_a_new_branch_is_scanned_from_its_fork_point(scan, origin, key) -> None:
    after = origin.commit_file("leak", key)
    ran = scan("push", push_event(ZEROS, after))
    assert (ran.status, annotated_lines(ran)) == (1, [("leak", "1")])
    assert ran.err.startswith(f"git secrets: scanning {after} ^refs/remotes/origin/main\n")


def test_a_new_default_branch_is_scanned_in_full(scan, origin) -> None:
    after = commit_of(origin, "main")
    ran = scan("push", push_event(ZEROS, after, "main"), ref="main")
    assert ran.status == 0
    assert ran.err.startswith(f"git secrets: scanning {after}\n")


def test_a_forced_push_over_missing_commits_is_scanned_as_a_new_branch(scan, origin, key) -> None:
    after = origin.commit_file("leak", key)
    ran = scan("push", push_event("1" * 40, after, forced=True))
    assert (ran.status, annotated_lines(ran)) == (1, [("leak", "1")])


def test_a_deleted_branch_scans_nothing(job, origin) -> None:
    ran = job("push", push_event(commit_of(origin, "topic"), ZEROS))
    assert (ran.status, ran.outputs) == (0, {"status": "0"})


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch"])
def test_scheduled_and_manual_runs_scan_everything(job, origin, key, event) -> None:
    origin.git("checkout", "--quiet", "-b", "other", "main")
    origin.commit_file("leak", key)
    ran = job(event, {})
    assert (ran.status, annotated_lines(ran)) == (1, [("leak", "1")])


DEPTH = "set 'fetch-depth: 0' for actions/checkout"


@pytest.mark.parametrize("event", ["pull_request", "push", "schedule"])
def test_a_shallow_clone_fails(job, origin, event) -> None:
    head = commit_of(origin, "topic")
    payload = {**pull_request(origin), **push_event(commit_of(origin, "main"), head)}
    ran = job(event, payload, depth=1, fail_on_finding="false")
    assert (ran.status, ran.outputs) == (2, {"status": "2"})
    assert f"::error title=Not scanned::{SHALLOW}" in ran.out
    assert f"git secrets: {SHALLOW}" in ran.err


SHALLOW = "not scanned: this clone is shallow and lacks the parents of"


def test_a_pull_request_fails_without_its_head(job, origin) -> None:
    payload = pull_request(origin)
    payload["pull_request"]["head"]["sha"] = "1" * 40
    ran = job("pull_request", payload)
    assert (ran.status, ran.outputs) == (2, {"status": "2"})
    message = f"the built commit '{'1' * 40}' is not in this clone; fetch all history: {DEPTH}\n"
    assert ran.err == f"git secrets: {message}"


def test_a_pull_request_fails_without_its_target(job, origin) -> None:
    payload = pull_request(origin)
    payload["pull_request"]["base"] = {"sha": "1" * 40, "ref": "gone"}
    ran = job("pull_request", payload)
    assert (ran.status, ran.outputs) == (2, {"status": "2"})
    assert ran.err == (
        f"git secrets: the target of the request, '{'1' * 40}' or 'refs/remotes/origin/gone', "
        f"is not in this clone; fetch all history: {DEPTH}, or run "
        "'git fetch origin +refs/heads/gone:refs/remotes/origin/gone'\n"
    )


def test_a_missing_base_is_replaced_by_the_branch_of_the_target(scan, origin, key) -> None:
    origin.commit_file("leak", key)
    payload = pull_request(origin)
    payload["pull_request"]["base"]["sha"] = "1" * 40
    ran = scan("pull_request", payload)
    assert (ran.status, annotated_lines(ran)) == (1, [("leak", "1")])
    assert ran.err.startswith(
        f"git secrets: commit {'1' * 40} is not in this clone; "
        "scanning every commit not in refs/remotes/origin/main instead\n"
    )


def test_a_payload_without_a_range_fails(scan) -> None:
    ran = scan("pull_request", {})
    printed = "git secrets: the payload of the event 'pull_request' lacks 'pull_request.head.sha'\n"
    assert (ran.status, ran.err) == (2, printed)


def test_an_option_in_place_of_a_commit_fails(scan, origin) -> None:
    payload = pull_request(origin)
    payload["pull_request"]["base"]["sha"] = "--max-count=0"
    ran = scan("pull_request", payload)
    assert (ran.status, ran.err) == (
        2,
        "git secrets: '--max-count=0' is not a commit ID\n",
    )


def test_the_scripts_are_valid_and_contain_no_expressions() -> None:
    for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"]:
        if "run" in step:
            assert "${{" not in step["run"]  # branch names must not be executed
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)
