"""``git secrets --ci`` in the environment of a GitLab job, and in an unknown one."""

from __future__ import annotations

import pytest

ZEROS = "0" * 40


@pytest.fixture
def ends(repo, key):
    """The tips of main and of a branch that adds a secret."""
    main = repo.commit_file("a", "base\n")
    repo.git("update-ref", "refs/remotes/origin/main", main)
    repo.git("checkout", "--quiet", "-b", "topic")
    return main, repo.commit_file("leak", key)


def ci(repo, **variables):
    env = {"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", **variables}
    return repo.call("--ci", "--format", "github", env=env)


def first_line(ran):
    return ran.err.splitlines()[0].decode()


def test_a_merge_request_is_scanned_from_its_base(repo, ends):
    main, topic = ends
    ran = ci(
        repo,
        CI_PIPELINE_SOURCE="merge_request_event",
        CI_MERGE_REQUEST_DIFF_BASE_SHA=main,
        CI_COMMIT_SHA=topic,
    )
    assert (ran.status, first_line(ran)) == (1, f"git secrets: scanning {topic} ^{main}")


def test_the_merge_commit_of_a_merged_results_pipeline_is_excluded(repo, ends):
    main, topic = ends
    ran = ci(
        repo,
        CI_PIPELINE_SOURCE="merge_request_event",
        CI_MERGE_REQUEST_IID="7",
        CI_MERGE_REQUEST_DIFF_BASE_SHA=main,
        CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=topic,
        CI_COMMIT_SHA="1" * 40,
    )
    assert (ran.status, first_line(ran)) == (1, f"git secrets: scanning {topic} ^{main}")


@pytest.mark.parametrize("before", [ZEROS, "1" * 40], ids=["a new branch", "a forced push"])
def test_a_push_without_a_known_base_is_scanned_from_the_default_branch(repo, ends, before):
    _, topic = ends
    ran = ci(
        repo,
        CI_PIPELINE_SOURCE="push",
        CI_COMMIT_BEFORE_SHA=before,
        CI_COMMIT_SHA=topic,
        CI_COMMIT_BRANCH="topic",
    )
    expected = f"git secrets: scanning {topic} ^refs/remotes/origin/main"
    assert ran.status == 1
    assert expected.encode() in ran.err.splitlines()


def test_a_scheduled_pipeline_scans_everything(repo, ends):
    ran = ci(repo, CI_PIPELINE_SOURCE="schedule", CI_COMMIT_SHA=ends[0])
    assert (ran.status, first_line(ran)) == (1, "git secrets: scanning all history")


def test_an_unknown_environment_scans_everything(repo, ends):
    ran = repo.call("--ci", "--format", "github", env={"GITHUB_ACTIONS": "", "GITLAB_CI": ""})
    assert (ran.status, first_line(ran)) == (1, "git secrets: scanning all history")


def test_a_range_on_the_command_line_is_an_error(repo):
    ran = repo.call("--ci", "main..topic")
    assert ran.status == 1
    assert ran.err.startswith(b"git secrets: unexpected argument: main..topic\n")
