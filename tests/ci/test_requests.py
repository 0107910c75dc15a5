"""``git secrets --ci`` for requests: only the commits that they bring into their target count."""

from __future__ import annotations

import json

import pytest
from service import ci, clone, oid, scanned, single_branch


@pytest.fixture
def host(repo):
    """A repository whose branch main got a key after topic had branched off."""
    repo.commit_file("a", "base\n")
    repo.git("checkout", "--quiet", "-b", "topic")
    repo.commit_file("b", "clean\n")
    return repo


@pytest.fixture
def key_on_main(host, key):
    """Return the commits of main before and after a commit that adds a key."""
    before = oid(host, "main")
    host.git("checkout", "--quiet", "main")
    after = host.commit_file("old", key)
    host.git("checkout", "--quiet", "topic")
    return before, after


def pull_request(base, head, ref="main"):
    return {"pull_request": {"base": {"sha": base, "ref": ref}, "head": {"sha": head}}}


def merge_main(host):
    host.git("merge", "--quiet", "--no-edit", "main")
    return host.head()


def merge_commit(repo, target, head):
    """Create the test merge that GitHub builds; check it out."""
    tree = repo.git("rev-parse", f"{head}^{{tree}}").decode().strip()
    words = ("commit-tree", "-p", target, "-p", head, "-m", "merge", tree)
    merge = repo.git(*words).decode().strip()
    repo.git("checkout", "--quiet", "--detach", merge)
    return merge


def test_a_key_that_the_target_has_by_now_is_not_reported(host, key_on_main, event):
    before, _ = key_on_main
    head = merge_main(host)
    ran = ci(clone(host, "job"), **event("pull_request", pull_request(before, head)))
    assert ran.status == 0
    assert scanned(ran) == f"{head} ^{before} ^refs/remotes/origin/main"


def test_a_key_on_a_new_target_is_not_reported(host, key_on_main, event):
    """The target of the request was changed from main to release."""
    before, after = key_on_main
    host.git("branch", "release", after)
    head = merge_main(host)
    payload = pull_request(before, head, ref="release")
    assert ci(clone(host, "job"), **event("pull_request", payload)).status == 0


def test_a_key_of_the_request_is_reported_after_the_base_has_moved(host, key_on_main, event, key):
    before, _ = key_on_main
    merge_main(host)
    head = host.commit_file("new", b"x\n" + key)
    ran = ci(clone(host, "job"), **event("pull_request", pull_request(before, head)))
    assert ran.status == 1
    assert ran.out.startswith(b"::error file=new,line=2,")
    assert b"file=old" not in ran.out


def test_a_request_that_was_merged_meanwhile_is_scanned_from_its_base(host, event, key):
    before, head = oid(host, "main"), host.commit_file("leak", key)
    host.git("branch", "--force", "main", "topic")
    ran = ci(clone(host, "job"), **event("pull_request", pull_request(before, head)))
    assert (ran.status, scanned(ran)) == (1, f"{head} ^{before}")


def test_the_first_parent_of_the_test_merge_is_the_target(host, key_on_main, event):
    """A job with only the merge has no branch of the target."""
    before, after = key_on_main
    head = merge_main(host)
    merge = merge_commit(host, after, head)
    host.git("update-ref", "refs/pull/1/merge", merge)
    job = single_branch(host, "job", "refs/pull/1/merge")
    variables = event("pull_request", pull_request(before, head), GITHUB_SHA=merge)
    ran = ci(job, **variables)
    assert (ran.status, scanned(ran)) == (0, f"{head} ^{before} ^{after}")


def test_a_merge_of_another_commit_excludes_nothing(host, event, key):
    head = host.commit_file("leak", key)
    merge = merge_commit(host, head, oid(host, "main"))
    payload = pull_request(oid(host, "main"), head)
    ran = ci(clone(host, "job"), **event("pull_request_target", payload, GITHUB_SHA=merge))
    assert ran.status == 1


def test_an_empty_request_passes(host, event):
    main = oid(host, "main")
    ran = ci(clone(host, "job"), **event("pull_request", pull_request(main, main)))
    assert (ran.status, ran.out) == (0, b"no secret found\n")


def test_a_branch_named_like_an_abbreviated_commit_is_not_used(host, key):
    head = host.commit_file("leak", key)
    base = oid(host, "main")[:12]
    job = clone(host, "job")
    job.git("branch", base, head)
    variables = {"BITBUCKET_PR_ID": "1", "BITBUCKET_PR_DESTINATION_COMMIT": base}
    ran = ci(job, BITBUCKET_BUILD_NUMBER="1", BITBUCKET_COMMIT=head[:12], **variables)
    assert (ran.status, scanned(ran)) == (1, f"{head} ^{oid(host, 'main')}")


def services(head, base):
    """Return the variables of each service for a request from ``head`` into main."""
    return {
        "gitlab": {
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_IID": "1",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_COMMIT_SHA": head,
        },
        "gitlab child": {
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": "parent_pipeline",
            "CI_MERGE_REQUEST_IID": "1",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_COMMIT_SHA": head,
        },
        "gitlab external": {
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": "external_pull_request_event",
            "CI_EXTERNAL_PULL_REQUEST_IID": "1",
            "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA": head,
            "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA": base,
        },
        "bitbucket": {
            "BITBUCKET_BUILD_NUMBER": "1",
            "BITBUCKET_PR_ID": "1",
            "BITBUCKET_COMMIT": head,
            "BITBUCKET_PR_DESTINATION_BRANCH": "main",
            "BITBUCKET_PR_DESTINATION_COMMIT": base[:12],
        },
        "azure": {
            "TF_BUILD": "True",
            "BUILD_REASON": "PullRequest",
            "BUILD_SOURCEVERSION": head,
            "SYSTEM_PULLREQUEST_SOURCECOMMITID": head,
            "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
        },
        "jenkins": {"JENKINS_URL": "http://ci/", "CHANGE_ID": "1", "CHANGE_TARGET": "main"},
        "woodpecker": {
            "CI": "woodpecker",
            "CI_PIPELINE_EVENT": "pull_request",
            "CI_COMMIT_SHA": head,
            "CI_COMMIT_TARGET_BRANCH": "main",
        },
        "drone": {
            "DRONE": "true",
            "DRONE_BUILD_EVENT": "pull_request",
            "DRONE_COMMIT_SHA": head,
            "DRONE_COMMIT_BEFORE": base,
            "DRONE_TARGET_BRANCH": "main",
        },
        "nothing but CI": {"CI": "true"},
    }


@pytest.mark.parametrize("service", services("", ""))
def test_every_service_scans_what_the_request_brings_in(host, key_on_main, service, key):
    before, _ = key_on_main
    head = merge_main(host)
    job = clone(host, "job")
    job.git("checkout", "--quiet", "--detach", head)
    job.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    clean = ci(job, "--format", "text", **services(head, before)[service])
    assert clean.status == 0, clean
    leak = job.commit_file("leak", key)
    ran = ci(job, "--format", "text", **services(leak, before)[service])
    assert ran.status == 1
    assert f"{leak}:leak:1:".encode() in ran.err
    assert b":old:" not in ran.err


def test_the_target_branch_of_a_fork_is_not_trusted(host, event, key):
    """A pipeline of GitLab for a request from a fork may run in the fork."""
    before, head = oid(host, "main"), host.commit_file("leak", key)
    host.commit_file("c", "clean\n")
    variables = services(oid(host, "topic"), before)["gitlab"]
    host.git("branch", "--force", "main", head)
    ids = {"CI_PROJECT_ID": "2", "CI_MERGE_REQUEST_PROJECT_ID": "1"}
    assert ci(clone(host, "job"), **variables, **ids).status == 1


def test_a_target_that_a_service_did_not_fetch_fails(host):
    job = single_branch(host, "job", "refs/heads/topic")
    ran = ci(job, JENKINS_URL="http://ci/", CHANGE_TARGET="main")
    assert ran.status == 2
    assert ran.err == (
        b"git secrets: the target of the request, 'refs/remotes/origin/main', is not in this "
        b"clone; fetch all history: disable 'Shallow clone' in the clone behaviors of the job, "
        b"or run 'git fetch origin +refs/heads/main:refs/remotes/origin/main'\n"
    )


def test_a_merged_request_without_a_base_is_reported_as_such(host):
    host.git("branch", "--force", "main", "topic")
    job = clone(host, "job")
    ran = ci(job, JENKINS_URL="http://ci/", CHANGE_TARGET="main")
    assert ran.status == 0
    line = b"git secrets: refs/remotes/origin/main already contains the built commit: "
    assert line + b"no commit is left to scan" in ran.err.splitlines()


@pytest.mark.parametrize("depth", [2, 50])
def test_a_shallow_clone_passes_if_the_request_does_not_reach_its_boundary(host, key, depth, event):
    for number in range(4):
        host.commit_file("b", f"{number}\n")
    base = oid(host, "topic~1")
    job = single_branch(host, "job", "refs/heads/topic", f"--depth={depth}")
    ran = ci(job, **event("pull_request", pull_request(base, oid(host, "topic"))))
    assert ran.status == 0


def test_a_shallow_clone_fails_if_the_request_reaches_its_boundary(host, key, event):
    host.commit_file("leak", key)
    host.commit_file("leak", "gone\n")
    for number in range(3):
        host.commit_file("b", f"{number}\n")
    job = single_branch(host, "job", "refs/heads/topic", "--depth=2")
    job.git("fetch", "--quiet", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    variables = event("pull_request", pull_request(oid(host, "main"), oid(host, "topic")))
    ran = ci(job, **variables)
    cut = oid(host, "topic~1")
    problem = (
        "not scanned: this clone is shallow and lacks the parents of 1 commit, such as "
        f"{cut}; set 'fetch-depth: 0' for actions/checkout, or pass --allow-shallow"
    )
    assert ran.status == 2
    assert f"git secrets: {problem}\n".encode() in ran.err
    allowed = ci(job, "--allow-shallow", **variables)
    assert allowed.status == 0
    assert f"git secrets: warning: {problem.partition(';')[0]}\n".encode() in allowed.err


def test_the_shallow_problem_is_in_the_json_document(host, event):
    job = single_branch(host, "job", "refs/heads/topic", "--depth=1")
    document = json.loads(ci(job, "--format", "json", CI="true").out)
    assert document["summary"]["complete"] is False
    (problem,) = document["problems"]
    assert (problem["severity"], "is shallow" in problem["message"]) == ("error", True)


def test_a_range_in_a_sha_256_repository_is_scanned(make_repo, key, event):
    host = make_repo("sha256", "--object-format=sha256")
    base = host.commit_file("old", key)
    host.git("checkout", "--quiet", "-b", "topic")
    head = host.commit_file("b", "clean\n")
    assert ci(host, **event("pull_request", pull_request(base, head))).status == 0
    leak = host.commit_file("leak", key)
    assert ci(host, **event("pull_request", pull_request(base, leak))).status == 1


BAD_PAYLOADS = {
    "not JSON": b"{",
    "no object": b"[]",
    "a list in place of an object": b'{"pull_request": []}',
    "a number in place of an ID": b'{"pull_request": {"head": {"sha": 1}, "base": {"sha": 2}}}',
    "nested too deep": b"[" * 100_000,
    "not UTF-8": b'{"pull_request": "\xff"}',
    "an option": b'{"pull_request": {"head": {"sha": "--all"}, "base": {"sha": "-1"}}}',
    "a line end": b'{"pull_request": {"head": {"sha": "a\\n::error::x"}, "base": {"sha": "1"}}}',
}


@pytest.mark.parametrize("content", BAD_PAYLOADS.values(), ids=BAD_PAYLOADS)
def test_a_malformed_payload_is_an_error_in_one_line(host, event, tmp_path, content):
    variables = event("pull_request", {})
    (tmp_path / "event.json").write_bytes(content)
    ran = ci(host, **variables)
    assert (ran.status, ran.out, ran.err.count(b"\n")) == (2, b"", 1)
    assert ran.err.startswith(b"git secrets: ")
    assert b"internal error" not in ran.err


def test_a_payload_that_is_not_a_file_is_an_error(host, event, tmp_path):
    variables = event("pull_request", {})
    (tmp_path / "event.json").unlink()
    assert ci(host, **variables).status == 2
    (tmp_path / "event.json").mkdir()
    assert ci(host, **variables).status == 2
