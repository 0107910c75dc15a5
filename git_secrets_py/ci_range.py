"""The range of commits of a CI job, read from its environment."""

from __future__ import annotations

import json

from git_secrets_py.errors import GitSecretsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


class Range:
    """The commits reachable from ``head`` but not from ``base``.

    Both are commit IDs. ``head`` is empty if the ref was deleted, ``base`` if there is none.
    ``may_lack_base``: ``base`` may be missing even from a full clone, after a forced push. If
    ``base`` is empty or missing, commits reachable from the refs ``instead`` are excluded.
    """

    __slots__ = ("base", "head", "instead", "may_lack_base")

    def __init__(
        self, base: str, head: str, *, instead: Sequence[str] = (), may_lack_base: bool = False
    ) -> None:
        self.base = _id(base)
        self.head = _id(head)
        self.instead = instead
        self.may_lack_base = may_lack_base


def of_environment(environ: Mapping[str, str]) -> Range | None:
    """Return the range; ``None`` if the job has none, such as a scheduled one.

    Raises ``GitSecretsError`` if the environment or the event's payload is incomplete.
    """
    if environ.get("GITHUB_ACTIONS") == "true":
        return _of_github(environ)
    if environ.get("GITLAB_CI") == "true":
        return _of_gitlab(environ)
    return None


def _of_github(environ: Mapping[str, str]) -> Range | None:
    """https://docs.github.com/en/actions/reference/events-that-trigger-workflows."""
    event = environ.get("GITHUB_EVENT_NAME", "")
    try:
        if event in ("pull_request", "pull_request_target"):
            request = _payload(environ)["pull_request"]
            return Range(request["base"]["sha"], request["head"]["sha"])
        if event == "merge_group":
            group = _payload(environ)["merge_group"]
            return Range(group["base_sha"], group["head_sha"])
        return _of_github_push(environ, _payload(environ)) if event == "push" else None
    except KeyError as error:
        raise GitSecretsError(f"the payload of the event '{event}' lacks {error}") from None
    except TypeError as error:
        raise GitSecretsError(f"the payload of the event '{event}' is malformed: {error}") from None


def _of_github_push(environ: Mapping[str, str], payload: Mapping[str, Any]) -> Range:
    main = payload["repository"]["default_branch"]
    pushed = payload["ref"].removeprefix("refs/heads/")
    return Range(
        payload["before"],
        payload["after"],
        instead=_unless_pushed(main, pushed),
        may_lack_base=bool(payload["forced"]),
    )


def _of_gitlab(environ: Mapping[str, str]) -> Range | None:
    """https://docs.gitlab.com/ci/variables/predefined_variables/."""
    source = environ.get("CI_PIPELINE_SOURCE", "")
    head = environ.get("CI_COMMIT_SHA", "")
    if source == "merge_request_event":
        # In a pipeline for merged results the commit is a merge with the target branch.
        head = environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or head
        return Range(environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA", ""), head)
    if source != "push":
        return None
    main = environ.get("CI_DEFAULT_BRANCH", "")
    return Range(
        environ.get("CI_COMMIT_BEFORE_SHA", ""),
        head,
        instead=_unless_pushed(main, environ.get("CI_COMMIT_BRANCH", "")),
        # GitLab does not report whether a push was forced.
        may_lack_base=True,
    )


def _unless_pushed(main: str, pushed: str) -> list[str]:
    """Return the default branch, unless it is the one that was pushed."""
    return [f"refs/remotes/origin/{main}"] if main and main != pushed else []


def _payload(environ: Mapping[str, str]) -> Any:
    path = environ.get("GITHUB_EVENT_PATH", "")
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise GitSecretsError(f"cannot read the event's payload '{path}': {error}") from error


def _id(commit: str) -> str:
    """Return the ID ``commit``, or an empty one if it is all zeros; raises for any other text."""
    if commit.strip("0123456789abcdef"):
        raise GitSecretsError(f"'{commit}' is not a commit ID")
    return commit if commit.strip("0") else ""
