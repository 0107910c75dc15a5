"""Jobs of GitHub Actions, and of Gitea Actions and Forgejo Actions, which imitate them.

https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
and https://docs.github.com/en/webhooks/webhook-events-and-payloads. The payloads of Gitea and
Forgejo have no ``forced``, ``created`` and ``deleted`` (``PushPayload`` in modules/structs).
"""

from __future__ import annotations

import json
from functools import partial

from git_secrets_py.ci.job import Event, Job, branch_name, commit_id, quoted
from git_secrets_py.errors import GitSecretsError
from git_secrets_py.files import read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# GitHub limits payloads of webhooks to 25 MB.
_LARGEST = 32 << 20
_TAGS = "refs/tags/"
_job = partial(Job, fetch_all="set 'fetch-depth: 0' for actions/checkout")


def has_annotations(environ: Mapping[str, str]) -> bool:
    """Return whether the service shows the annotations that a job prints.

    Gitea and Forgejo do not: https://docs.gitea.com/usage/actions/comparison.
    """
    imitations = ("GITEA_ACTIONS", "FORGEJO_ACTIONS")
    return environ.get("GITHUB_ACTIONS") == "true" and not any(map(environ.get, imitations))


def job(environ: Mapping[str, str]) -> Job:
    """Return the job; raises ``GitSecretsError`` if the payload of its event is malformed."""
    event = environ.get("GITHUB_EVENT_NAME", "")
    sha = commit_id(environ.get("GITHUB_SHA", ""))
    if event.startswith("pull_request"):
        return _request(_Payload(environ), sha)
    if event == "merge_group":
        return _merge_group(_Payload(environ))
    if event == "push":
        return _push(_Payload(environ))
    if event == "create":
        return _creation(_Payload(environ), sha)
    if event == "release" and environ.get("GITHUB_REF", "").startswith(_TAGS):
        return _release(_Payload(environ), environ["GITHUB_REF"].removeprefix(_TAGS), sha)
    return _job(event=Event.OTHER)


class _Payload:
    """The payload of an event: untrusted JSON."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._event = environ.get("GITHUB_EVENT_NAME", "")
        self._content = _read(environ.get("GITHUB_EVENT_PATH", ""))

    def text(self, *keys: str) -> str:
        """Return the text at ``keys``; raises ``GitSecretsError`` if there is none."""
        text = self.optional(*keys)
        if text is None:
            raise GitSecretsError(f"{self._named()} lacks '{'.'.join(keys)}'")
        return text

    def optional(self, *keys: str) -> str | None:
        """Return the text at ``keys``, or ``None``; raises ``GitSecretsError`` for others."""
        value = self._content
        for key in keys:
            if not isinstance(value, dict):
                raise GitSecretsError(f"{self._named()} is malformed: no object contains '{key}'")
            value = value.get(key)
            if value is None:
                return None
        if not isinstance(value, str):
            raise GitSecretsError(
                f"{self._named()} is malformed: '{'.'.join(keys)}' is not a string"
            )
        return value

    def id(self, *keys: str) -> str:
        """Return the object ID at ``keys``; empty if it is all zeros."""
        return commit_id(self.text(*keys))

    def branch(self, *keys: str) -> str:
        """Return the name of the branch at ``keys``; empty if there is none."""
        return branch_name(self.optional(*keys) or "")

    def _named(self) -> str:
        return f"the payload of the event {quoted(self._event)}"


def _read(path: str) -> object:
    """Return the JSON document in the file ``path``; raises ``GitSecretsError``."""
    try:
        content = read_regular(path, _LARGEST, follow=True)
        return json.loads(content.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GitSecretsError(
            f"cannot read the payload of the event from {quoted(path)}: {reason}; "
            "GITHUB_EVENT_PATH must name the file that the runner wrote"
        ) from None


def _request(payload: _Payload, sha: str) -> Job:
    return _job(
        event=Event.REQUEST,
        head=payload.id("pull_request", "head", "sha"),
        bases=tuple(filter(None, [payload.id("pull_request", "base", "sha")])),
        merge=sha,
        target=payload.branch("pull_request", "base", "ref"),
    )


def _merge_group(payload: _Payload) -> Job:
    return _job(
        event=Event.REQUEST,
        head=payload.id("merge_group", "head_sha"),
        bases=tuple(filter(None, [payload.id("merge_group", "base_sha")])),
        target=payload.branch("merge_group", "base_ref"),
    )


def _push(payload: _Payload) -> Job:
    ref, head = payload.text("ref"), payload.id("after")
    if not head:
        return _job(event=Event.DELETION)
    default = payload.branch("repository", "default_branch")
    if ref.startswith(_TAGS):
        return _job(event=Event.TAG, head=head, tag=ref.removeprefix(_TAGS), target=default)
    before = payload.id("before")
    return _job(
        event=Event.PUSH,
        head=head,
        bases=(before,) if before else (),
        target=default,
        branch=branch_name(ref),
        is_new=not before,
    )


def _creation(payload: _Payload, sha: str) -> Job:
    ref, default = payload.text("ref"), payload.branch("repository", "default_branch")
    if payload.text("ref_type") == "tag":
        return _job(event=Event.TAG, head=sha, tag=ref.removeprefix(_TAGS), target=default)
    return _job(
        event=Event.PUSH, head=sha, target=default, branch=branch_name(ref), is_new=True
    )  # fmt: skip


def _release(payload: _Payload, tag: str, sha: str) -> Job:
    default = payload.branch("repository", "default_branch")
    return _job(event=Event.TAG, head=sha, tag=tag, target=default)
