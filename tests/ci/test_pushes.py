"""``git secrets --ci`` for pushes of branches and tags, and for jobs without new commits."""

from __future__ import annotations

import pytest
from service import ci, clone, oid, scanned, single_branch

ZEROS = "0" * 40
GONE = "1" * 40


@pytest.fixture
def host(repo, key):
    """A repository with a key on main, and a branch topic with a clean commit."""
    repo.commit_file("old", key)
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.commit_file("b", "clean\n")
    return repo


def push(before, after, ref="refs/heads/topic"):
    """Return the payload of Gitea and Forgejo, which has no ``forced``."""
    return {
        "ref": ref,
        "before": before,
        "after": after,
        "compare_url": "",
        "repository": {"default_branch": "main"},
    }


def test_a_push_event_without_forced_is_scanned(host, event, key):
    before, after = oid(host, "topic"), host.commit_file("leak", key)
    ran = ci(clone(host, "job"), **event("push", push(before, after), GITEA_ACTIONS="true"))
    assert ran.status == 1
    assert scanned(ran) == f"{after} ^{before} ^refs/remotes/origin/main"


def test_a_push_over_commits_that_are_gone_is_scanned_from_the_default_branch(host, event, key):
    after = host.commit_file("leak", key)
    ran = ci(clone(host, "job"), **event("push", push(GONE, after)))
    assert (ran.status, scanned(ran)) == (1, f"{after} ^refs/remotes/origin/main")
    assert ran.err.startswith(
        f"git secrets: commit {GONE} is not in this clone; scanning every commit not in "
        "refs/remotes/origin/main instead\n".encode()
    )


def test_a_push_to_the_default_branch_over_commits_that_are_gone_is_scanned_in_full(host, event):
    after = oid(host, "main")
    ran = ci(clone(host, "job"), **event("push", push(GONE, after, "refs/heads/main")))
    assert (ran.status, scanned(ran)) == (1, after)
    assert ran.err.startswith(
        f"git secrets: commit {GONE} is not in this clone; scanning every commit in the built "
        "branch instead\n".encode()
    )


def test_a_push_that_merges_the_default_branch_does_not_report_its_keys(host, event, key):
    host.git("checkout", "--quiet", "main")
    host.commit_file("new", key)
    host.git("checkout", "--quiet", "topic")
    before = host.head()
    host.git("merge", "--quiet", "--no-edit", "main")
    assert ci(clone(host, "job"), **event("push", push(before, host.head()))).status == 0


def test_a_push_that_reached_the_default_branch_meanwhile_is_scanned(host, event, key):
    before, after = oid(host, "topic"), host.commit_file("leak", key)
    host.git("branch", "--force", "main", "topic")
    ran = ci(clone(host, "job"), **event("push", push(before, after)))
    assert (ran.status, scanned(ran)) == (1, f"{after} ^{before}")


def test_a_created_branch_is_scanned_from_the_default_branch(host, event, key):
    head = host.commit_file("leak", key)
    payload = {"ref": "topic", "ref_type": "branch", "repository": {"default_branch": "main"}}
    ran = ci(clone(host, "job"), **event("create", payload, GITHUB_SHA=head))
    assert (ran.status, scanned(ran)) == (1, f"{head} ^refs/remotes/origin/main")


@pytest.mark.parametrize("ref", ["refs/heads/gone", "refs/tags/gone"])
def test_a_deleted_ref_scans_nothing(host, event, ref):
    ran = ci(host, **event("push", push(oid(host, "topic"), ZEROS, ref)))
    message = b"git secrets: the ref of this job was deleted: nothing to scan\n"
    assert (ran.status, ran.out, ran.err) == (0, b"", message)


def test_the_default_branch_of_a_shallow_clone_is_not_scanned_in_full(host, event, key):
    before, after = oid(host, "main"), host.commit_file("c", "clean\n")
    job = single_branch(host, "job", "refs/heads/topic", "--depth=1")
    assert ci(job, **event("push", push(before, after))).status == 2


def services(head, before):
    """Return the variables of each service for a push to topic after ``before``."""
    return {
        "gitlab": {
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": "push",
            "CI_COMMIT_SHA": head,
            "CI_COMMIT_BEFORE_SHA": before,
            "CI_COMMIT_BRANCH": "topic",
            "CI_DEFAULT_BRANCH": "main",
        },
        "bitbucket": {
            "BITBUCKET_BUILD_NUMBER": "1",
            "BITBUCKET_COMMIT": head,
            "BITBUCKET_BRANCH": "topic",
        },
        "azure": {
            "TF_BUILD": "True",
            "BUILD_REASON": "IndividualCI",
            "BUILD_SOURCEVERSION": head,
            "BUILD_SOURCEBRANCH": "refs/heads/topic",
        },
        "jenkins": {"JENKINS_URL": "http://ci/", "GIT_BRANCH": "origin/topic"},
        "jenkins after a build": {
            "JENKINS_URL": "http://ci/",
            "BRANCH_NAME": "topic",
            "GIT_PREVIOUS_SUCCESSFUL_COMMIT": before,
        },
        "circleci": {"CIRCLECI": "true", "CIRCLE_SHA1": head, "CIRCLE_BRANCH": "topic"},
        "woodpecker": {
            "CI": "woodpecker",
            "CI_PIPELINE_EVENT": "push",
            "CI_COMMIT_SHA": head,
            "CI_COMMIT_BRANCH": "topic",
            "CI_REPO_DEFAULT_BRANCH": "main",
        },
        "drone": {
            "DRONE": "true",
            "DRONE_BUILD_EVENT": "push",
            "DRONE_COMMIT_SHA": head,
            "DRONE_COMMIT_BEFORE": before,
            "DRONE_BRANCH": "topic",
            "DRONE_REPO_BRANCH": "main",
        },
        "nothing but CI": {"CI": "true"},
    }


@pytest.mark.parametrize("service", services("", ""))
def test_every_service_scans_what_a_push_brings_in(host, service, key):
    job = clone(host, "job")
    job.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    before, head = oid(host, "main"), oid(host, "topic")
    assert ci(job, "--format", "text", **services(head, before)[service]).status == 0
    leak = job.commit_file("leak", key)
    ran = ci(job, "--format", "text", **services(leak, before)[service])
    assert ran.status == 1
    assert f"{leak}:leak:1:".encode() in ran.err
    assert b":old:" not in ran.err


@pytest.mark.parametrize(
    "variables",
    [
        {"CI": "true"},
        {"CIRCLECI": "true", "CIRCLE_BRANCH": "main"},
        {"BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_BRANCH": "main"},
        {"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "schedule"},
        {"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "web"},
        {"TF_BUILD": "True", "BUILD_REASON": "Schedule"},
        {"CI": "woodpecker", "CI_PIPELINE_EVENT": "cron"},
        {"DRONE": "true", "DRONE_BUILD_EVENT": "cron"},
        {"DRONE": "true", "DRONE_BUILD_EVENT": "push", "DRONE_COMMIT_BEFORE": ""},
        {"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BEFORE_SHA": ""},
        {"JENKINS_URL": "http://ci/", "GIT_BRANCH": "detached"},
        {"JENKINS_URL": "http://ci/", "GIT_BRANCH": "refs/remotes/origin/main"},
        {},
    ],
    ids=str,
)
def test_the_default_branch_is_scanned_in_full_if_no_earlier_commit_is_known(host, variables):
    host.git("checkout", "--quiet", "main")
    ran = ci(clone(host, "job"), "--format", "text", **variables)
    assert ran.status == 1
    assert b":old:1:" in ran.err


def test_a_failed_pipeline_is_not_a_base(host, key):
    leak = host.commit_file("leak", key)
    head = host.commit_file("c", "clean\n")
    variables = {
        **services(head, "")["woodpecker"],
        "CI_PREV_COMMIT_SHA": leak,
        "CI_PREV_PIPELINE_EVENT": "push",
    }
    job = clone(host, "job")
    assert ci(job, **variables, CI_PREV_PIPELINE_STATUS="failure").status == 1
    assert ci(job, **variables, CI_PREV_PIPELINE_STATUS="success").status == 0


def tagged_jobs(tag, commit):
    """Return the variables of each service for the push of the tag v1."""
    return {
        "gitlab": {
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": "push",
            "CI_COMMIT_SHA": commit,
            "CI_COMMIT_TAG": "v1",
            "CI_DEFAULT_BRANCH": "main",
        },
        "bitbucket": {
            "BITBUCKET_BUILD_NUMBER": "1",
            "BITBUCKET_COMMIT": commit,
            "BITBUCKET_TAG": "v1",
        },
        "azure": {
            "TF_BUILD": "True",
            "BUILD_REASON": "IndividualCI",
            "BUILD_SOURCEVERSION": commit,
            "BUILD_SOURCEBRANCH": "refs/tags/v1",
        },
        "jenkins": {"JENKINS_URL": "http://ci/", "TAG_NAME": "v1"},
        "circleci": {"CIRCLECI": "true", "CIRCLE_SHA1": commit, "CIRCLE_TAG": "v1"},
        "woodpecker": {
            "CI": "woodpecker",
            "CI_PIPELINE_EVENT": "tag",
            "CI_COMMIT_SHA": commit,
            "CI_COMMIT_TAG": "v1",
        },
        "drone": {
            "DRONE": "true",
            "DRONE_BUILD_EVENT": "tag",
            "DRONE_COMMIT_SHA": commit,
            "DRONE_TAG": "v1",
        },
    }


@pytest.mark.parametrize("service", tagged_jobs("", ""))
def test_the_message_and_the_header_of_a_pushed_tag_are_scanned(host, service, key):
    env = {"GIT_COMMITTER_EMAIL": key.decode()}
    host.git("tag", "-a", "-m", f"release\n\n{key.decode()}", "v1", "main", env=env)
    job = clone(host, "job")
    job.git("checkout", "--quiet", "--detach", "v1")
    tag = oid(host, "v1")
    ran = ci(job, "--format", "text", **tagged_jobs(tag, oid(host, "main"))[service])
    assert ran.status == 1
    assert f"{tag}:(tag header):4:tagger ".encode() in ran.err
    assert f"{tag}:(tag message):3:".encode() in ran.err
    assert b":old:" not in ran.err
    assert ran.err.endswith(b"; 1 secret found\n")


@pytest.mark.parametrize("name", ["push", "create", "release"])
def test_the_message_of_a_tag_is_scanned_in_jobs_of_github(host, event, name, key):
    host.git("tag", "-a", "-m", key.decode(), "v1", "main")
    payload = {**push(ZEROS, oid(host, "v1"), "refs/tags/v1"), "ref_type": "tag"}
    if name == "create":
        payload["ref"] = "v1"
    variables = {"GITHUB_SHA": oid(host, "main"), "GITHUB_REF": "refs/tags/v1"}
    ran = ci(clone(host, "job"), "--format", "text", **event(name, payload, **variables))
    assert ran.status == 1
    assert f"{oid(host, 'v1')}:(tag message):1:".encode() in ran.err


def test_the_pushed_tag_is_scanned_if_the_checkout_replaced_it(host, event, key):
    """actions/checkout may put the commit in place of an annotated tag."""
    host.git("tag", "-a", "-m", key.decode(), "v1", "main")
    job = clone(host, "job")
    payload = push(ZEROS, oid(host, "v1"), "refs/tags/v1")
    job.git("tag", "--force", "v1", "v1^{commit}")
    assert ci(job, **event("push", payload)).status == 1


def test_a_tag_that_was_not_fetched_fails(host, event, key):
    host.git("tag", "-a", "-m", key.decode(), "v1", "main")
    job = clone(host, "job", "--no-tags")
    ran = ci(job, CIRCLECI="true", CIRCLE_SHA1=oid(host, "main"), CIRCLE_TAG="v1")
    assert ran.status == 2
    assert ran.err == (
        b"git secrets: the tag 'v1' is not in this clone; fetch all history: set 'method: full' "
        b"for the checkout step, or run 'git fetch origin +refs/tags/v1:refs/tags/v1'\n"
    )


def test_the_commits_of_a_pushed_tag_are_scanned(host, event, key):
    host.commit_file("leak", key)
    host.git("tag", "v1")
    payload = push(ZEROS, oid(host, "v1"), "refs/tags/v1")
    ran = ci(clone(host, "job"), **event("push", payload))
    assert (ran.status, scanned(ran)) == (1, f"{oid(host, 'v1')} ^refs/remotes/origin/main")


def test_a_tagged_blob_is_scanned(host, event, key):
    blob = host.git("hash-object", "-w", "--stdin", input=key).decode().strip()
    host.git("tag", "-a", "-m", "a blob", "v1", blob)
    payload = push(ZEROS, oid(host, "v1"), "refs/tags/v1")
    ran = ci(clone(host, "job"), "--format", "text", **event("push", payload))
    assert ran.status == 1
    assert f"{oid(host, 'v1')}:(tagged blob):1:".encode() in ran.err
    assert b":old:" not in ran.err


def test_the_header_of_a_commit_is_scanned(host, event, key):
    before = host.head()
    env = {"GIT_AUTHOR_EMAIL": key.decode()}
    host.git("commit", "--quiet", "--allow-empty", "-m", "a commit", env=env)
    ran = ci(clone(host, "job"), "--format", "text", **event("push", push(before, host.head())))
    assert ran.status == 1
    assert f"{host.head()}:(commit header):3:author ".encode() in ran.err
