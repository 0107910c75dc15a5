"""Jobs of the services that describe them in variables only."""

from __future__ import annotations

from functools import partial

from git_secrets_py.ci import github, is_ci
from git_secrets_py.ci.job import Event, Job, branch_name, commit_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Environment = Mapping[str, str]

_TAGS = "refs/tags/"


def job_of(environ: Environment) -> Job:
    """Return the job of the CI service that set ``environ``.

    Raises ``GitSecretsError`` if a variable or the payload of the event is malformed.
    """
    for is_service, job in _SERVICES:
        if is_service(environ):
            return job(environ)
    return Job(event=Event.PUSH if is_ci(environ) else Event.OTHER)


def _ids(environ: Environment, *names: str) -> tuple[str, ...]:
    """Return the object IDs in the variables ``names``, without empty ones."""
    return tuple(filter(None, (commit_id(environ.get(name, "")) for name in names)))


def _id(environ: Environment, *names: str) -> str:
    """Return the first object ID in the variables ``names``; empty if there is none."""
    return next(iter(_ids(environ, *names)), "")


def _is_zero(environ: Environment, name: str) -> bool:
    """Return whether the variable ``name`` is the object ID of all zeros."""
    return not (environ.get(name) or "-").strip("0")


def _gitlab(environ: Environment) -> Job:
    """https://docs.gitlab.com/ci/variables/predefined_variables/."""
    job = partial(Job, fetch_all="set the variable 'GIT_DEPTH: 0'")
    head = _id(environ, "CI_COMMIT_SHA")
    source = environ.get("CI_PIPELINE_SOURCE", "")
    # The source of a child pipeline is ``parent_pipeline``.
    if source == "merge_request_event" or environ.get("CI_MERGE_REQUEST_IID"):
        return _gitlab_request(environ, head, job)
    if source == "external_pull_request_event" or environ.get("CI_EXTERNAL_PULL_REQUEST_IID"):
        return job(
            event=Event.REQUEST,
            head=_id(environ, "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA"),
            bases=_ids(environ, "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA"),
            target=environ.get("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME", ""),
        )
    if source not in ("push", "parent_pipeline"):
        return job(event=Event.OTHER)
    default = environ.get("CI_DEFAULT_BRANCH", "")
    if environ.get("CI_COMMIT_TAG"):
        return job(event=Event.TAG, head=head, tag=environ["CI_COMMIT_TAG"], target=default)
    bases = _ids(environ, "CI_COMMIT_BEFORE_SHA")
    branch = environ.get("CI_COMMIT_BRANCH", "")
    is_new = _is_zero(environ, "CI_COMMIT_BEFORE_SHA")
    return job(
        event=Event.PUSH, head=head, bases=bases, target=default, branch=branch, is_new=is_new
    )


def _gitlab_request(environ: Environment, head: str, job: Callable[..., Job]) -> Job:
    # The pipeline of a fork runs in the fork, whose target branch may hold anything.
    project = environ.get("CI_PROJECT_ID", "")
    is_fork = environ.get("CI_MERGE_REQUEST_PROJECT_ID", project) != project
    names = ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA")
    return job(
        event=Event.REQUEST,
        # In a pipeline for merged results the built commit is a merge with the target branch.
        head=_id(environ, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or head,
        bases=_ids(environ, *names),
        merge=head,
        target="" if is_fork else environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", ""),
    )


def _bitbucket(environ: Environment) -> Job:
    """https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/."""
    job = partial(Job, head=_id(environ, "BITBUCKET_COMMIT"), fetch_all="set 'clone: depth: full'")
    if environ.get("BITBUCKET_PR_ID"):
        return job(
            event=Event.REQUEST,
            bases=_ids(environ, "BITBUCKET_PR_DESTINATION_COMMIT"),
            target=environ.get("BITBUCKET_PR_DESTINATION_BRANCH", ""),
        )
    if environ.get("BITBUCKET_TAG"):
        return job(event=Event.TAG, tag=environ["BITBUCKET_TAG"])
    return job(event=Event.PUSH, branch=environ.get("BITBUCKET_BRANCH", ""))


def _azure(environ: Environment) -> Job:
    """https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables."""
    job = partial(Job, fetch_all="set 'fetchDepth: 0' for the checkout step")
    version, ref = _id(environ, "BUILD_SOURCEVERSION"), environ.get("BUILD_SOURCEBRANCH", "")
    reason = environ.get("BUILD_REASON", "")
    if reason == "PullRequest":
        return job(
            event=Event.REQUEST,
            head=_id(environ, "SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_SOURCEVERSION"),
            merge=version,
            target=branch_name(environ.get("SYSTEM_PULLREQUEST_TARGETBRANCH", "")),
        )
    if ref.startswith(_TAGS):
        return job(event=Event.TAG, head=version, tag=ref.removeprefix(_TAGS))
    if reason in ("IndividualCI", "BatchedCI"):
        return job(event=Event.PUSH, head=version, branch=branch_name(ref))
    return job(event=Event.OTHER)


def _jenkins(environ: Environment) -> Job:
    """https://www.jenkins.io/doc/book/pipeline/jenkinsfile/ and the plugin ``git``."""
    job = partial(Job, fetch_all="disable 'Shallow clone' in the clone behaviors of the job")
    # HEAD: GIT_COMMIT may be set by another checkout of the same build.
    if environ.get("CHANGE_TARGET"):
        return job(event=Event.REQUEST, target=branch_name(environ["CHANGE_TARGET"]))
    if environ.get("TAG_NAME"):
        return job(event=Event.TAG, tag=environ["TAG_NAME"])
    fetched = environ.get("GIT_BRANCH", "").removeprefix("refs/remotes/").removeprefix("origin/")
    # The plugin sets this word if it built a commit without a branch.
    branch = environ.get("BRANCH_NAME") or ("" if fetched == "detached" else fetched)
    # A failed build may have found a secret, which has to be found again.
    bases = _ids(environ, "GIT_PREVIOUS_SUCCESSFUL_COMMIT")
    return job(event=Event.PUSH, bases=bases, branch=branch_name(branch))


def _circleci(environ: Environment) -> Job:
    """https://circleci.com/docs/reference/variables/."""
    job = partial(
        Job, head=_id(environ, "CIRCLE_SHA1"), fetch_all="set 'method: full' for the checkout step"
    )
    if environ.get("CIRCLE_TAG"):
        return job(event=Event.TAG, tag=environ["CIRCLE_TAG"])
    return job(event=Event.PUSH, branch=environ.get("CIRCLE_BRANCH", ""))


def _woodpecker(environ: Environment) -> Job:
    """https://woodpecker-ci.org/docs/usage/environment."""
    event = environ.get("CI_PIPELINE_EVENT", "")
    job = partial(
        Job,
        head=_id(environ, "CI_COMMIT_SHA"),
        fetch_all="set 'depth: 0' and 'partial: false' for the plugin git",
    )
    if event.startswith("pull_request"):
        return job(event=Event.REQUEST, target=environ.get("CI_COMMIT_TARGET_BRANCH", ""))
    default = environ.get("CI_REPO_DEFAULT_BRANCH", "")
    if event in ("tag", "release") and environ.get("CI_COMMIT_TAG"):
        return job(event=Event.TAG, tag=environ["CI_COMMIT_TAG"], target=default)
    if event != "push":
        return job(event=Event.OTHER)
    # The previous pipeline may have been for a pull request, or have found a secret.
    previous = environ.get("CI_PREV_PIPELINE_EVENT"), environ.get("CI_PREV_PIPELINE_STATUS")
    bases = _ids(environ, "CI_PREV_COMMIT_SHA") if previous == ("push", "success") else ()
    branch = environ.get("CI_COMMIT_BRANCH", "")
    return job(event=Event.PUSH, bases=bases, branch=branch, target=default)


def _drone(environ: Environment) -> Job:
    """https://docs.drone.io/pipeline/environment/reference/."""
    event = environ.get("DRONE_BUILD_EVENT", "")
    job = partial(
        Job,
        head=_id(environ, "DRONE_COMMIT_SHA", "DRONE_COMMIT"),
        fetch_all="remove 'depth' from the section 'clone'",
    )
    bases = _ids(environ, "DRONE_COMMIT_BEFORE")
    if event == "pull_request":
        target = environ.get("DRONE_TARGET_BRANCH", "")
        return job(event=Event.REQUEST, bases=bases, target=target)
    default = environ.get("DRONE_REPO_BRANCH", "")
    if event == "tag":
        return job(event=Event.TAG, tag=environ.get("DRONE_TAG", ""), target=default)
    if event != "push":
        return job(event=Event.OTHER)
    branch, is_new = environ.get("DRONE_BRANCH", ""), _is_zero(environ, "DRONE_COMMIT_BEFORE")
    return job(event=Event.PUSH, bases=bases, target=default, branch=branch, is_new=is_new)


# The first whose variables are set.
_SERVICES: tuple[tuple[Callable[[Environment], bool], Callable[[Environment], Job]], ...] = (
    (lambda environ: environ.get("GITHUB_ACTIONS") == "true", github.job),
    (lambda environ: environ.get("GITLAB_CI") == "true", _gitlab),
    (lambda environ: environ.get("CI") == "woodpecker", _woodpecker),
    (lambda environ: environ.get("DRONE") == "true", _drone),
    (lambda environ: "BITBUCKET_BUILD_NUMBER" in environ, _bitbucket),
    (lambda environ: environ.get("TF_BUILD", "").lower() == "true", _azure),
    (lambda environ: environ.get("CIRCLECI") == "true", _circleci),
    (lambda environ: bool(environ.get("JENKINS_URL")), _jenkins),
)
