"""Running the hook of a coding agent: from the event on standard input to the answer."""

from __future__ import annotations

import os

from git_secrets_py.agents import table
from git_secrets_py.agents.agent import CALL, RESULT, Answer, Event
from git_secrets_py.agents.json_reader import MalformedEventError, parse, read_all
from git_secrets_py.agents.surfaces import blobs
from git_secrets_py.cli.agent_repository import AgentRepository, top_above
from git_secrets_py.cli.context import harmless
from git_secrets_py.content import NotScanned
from git_secrets_py.errors import EXIT_INCOMPLETE, GitSecretsError
from git_secrets_py.git.config import DECODE_KEY, RULE_FILE_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from git_secrets_py.agents.agent import Agent
    from git_secrets_py.cli.context import Context
    from git_secrets_py.findings.finding import Allowed, Finding
    from git_secrets_py.selection import Selection
    from git_secrets_py.selection.named_files import NamedFile

# After this many seconds the system ends this process, and the command line that started it
# answers. Agents wait longer, and let everything pass after that.
_TIME_LIMIT = 20
# More of them do not change the answer.
_MOST_FINDINGS = 100
# HEAD in git's revision syntax, by a name that no other version replaces.
_COMMITTED = "HEAD^0"
_COMMIT_OF_HEAD = _COMMITTED.encode()


def run(context: Context) -> int:
    """Answer the event on standard input for the agent that is named; return the exit status.

    Raises ``UsageError`` for an unknown agent.
    """
    _limit_time()
    _leave_out_relative_path()
    name, *others = [*context.arguments.values, ""]
    if name not in table.NAMES:
        from git_secrets_py.errors import unknown_value

        raise unknown_value("agent", name, table.NAMES)
    answer = _answer(table.agent(name), others[0])
    if answer.output is not None:
        import json

        context.out(json.dumps(answer.output).encode() + b"\n")
    if answer.error:
        lines = map(harmless, answer.error.split("\n"))
        context.err("\n".join(lines).encode() + b"\n")
    return answer.status


def _limit_time() -> None:
    import _signal  # type: ignore[import-not-found]

    if hasattr(_signal, "alarm"):
        _signal.signal(_signal.SIGALRM, _signal.SIG_DFL)
        _signal.alarm(_TIME_LIMIT)


def _leave_out_relative_path() -> None:
    """Search for no program in the current directory: the agent writes there."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(filter(os.path.isabs, folders))


def _answer(agent: Agent, name: str) -> Answer:
    """Return the answer to the event; that to one that cannot be read or scanned stops it."""
    surface = agent.events.get(name)
    # Until it is read, only the name on the command line is known.
    event = Event(name, {}, surface, b"") if surface else None
    try:
        event = _event(agent, name, read_all(0))
        return _verdict(agent, event)
    except OSError as error:
        reason = f"cannot read the event: {error.strerror}"
    except GitSecretsError as error:
        reason = " ".join(str(error).split())
    except RecursionError:
        reason = "it is nested too deeply"
    except Exception as error:
        # Its message may hold a secret.
        reason = f"internal error: {type(error).__name__}"
    from git_secrets_py.agents.messages import failed

    if event is None:
        return Answer(error=failed(reason, "").user, status=EXIT_INCOMPLETE)
    return event.surface.block(event, failed(reason, event.surface.kind))


def _event(agent: Agent, name: str, raw: bytes) -> Event:
    """Return the event; raises ``MalformedEventError`` if it is not one of the agent's."""
    fields = parse(raw)
    named = fields.get(agent.event_field, name) if agent.event_field else name
    surface = agent.events.get(named) if isinstance(named, str) else None
    if surface is None:
        raise MalformedEventError("it is not an event of this agent")
    event = Event(str(named), fields, surface, raw)
    if event.carried is None and not _may_be_empty(event):
        raise MalformedEventError(f"the event has no {surface.field}")
    return event


def _may_be_empty(event: Event) -> bool:
    kind = event.surface.kind
    return kind == RESULT or (kind == CALL and bool(event.text("tool_name", "toolName")))


def _verdict(agent: Agent, event: Event) -> Answer:
    """Scan the content of ``event``; return the answer."""
    directory = _directory(event)
    top = top_above(directory)
    repository = AgentRepository(directory, top)
    # Imported while git runs.
    from git_secrets_py.cli.active_patterns import Patterns
    from git_secrets_py.scan import BlobScanner

    patterns = Patterns(_selection(repository, is_inside=bool(top)))
    filters = patterns.filters()
    assert filters is not None  # the recommended rules are active
    scanner = BlobScanner(filters, patterns.scanner, patterns)
    findings: list[Finding] = []
    for blob in blobs(event, directory, top, (agent.project.split("/")[0], agent.folder)):
        for item in scanner.scan(blob):
            findings += _stopping_findings(item)
        if len(findings) >= _MOST_FINDINGS:
            break
    findings = _severe(findings, repository)
    if findings:
        return _stopping(event, findings, in_repository=bool(top))
    return Answer(agent.clean)


def _stopping_findings(item: Finding | Allowed | NotScanned) -> list[Finding]:
    """Return the finding in ``item`` if it stops an event; raises ``GitSecretsError``."""
    from git_secrets_py.findings.finding import Allowed  # most events have none

    if isinstance(item, NotScanned):
        if item.severity == NotScanned.ERROR:
            raise GitSecretsError(item.message)
        return []
    if isinstance(item, Allowed):
        return [item.finding] if _is_own(item.finding) else []
    return [item]


def _directory(event: Event) -> str:
    """Return the directory that the agent works in."""
    found: list[Any] = [event.text("cwd", "working_dir")]
    for name in ("workspace_roots", "workspaceRoots"):
        roots = event.fields.get(name)
        found += roots if isinstance(roots, list) else ()
    info = event.fields.get("tool_info")
    if isinstance(info, dict):
        found.append(info.get("cwd"))
    found += [os.environ.get(one) for one in ("CLAUDE_PROJECT_DIR", "CURSOR_PROJECT_DIR")]
    for one in found:
        if isinstance(one, str) and os.path.isabs(one) and os.path.isdir(one):
            return one
    return os.getcwd()


def _selection(repository: AgentRepository, *, is_inside: bool) -> Selection:
    """Return the recommended rules, the user's own secrets, and the patterns of the repository.

    Its files count as they are in HEAD: the agent can change every other version.
    """
    if not is_inside:
        return _of_user(repository)
    from git_secrets_py.git.objects import FOLLOW_LINKS, Batch
    from git_secrets_py.selection.commit_files import of_commits

    with Batch(repository.git, FOLLOW_LINKS) as batch:
        selection = _of_user(repository)
        (files,) = of_commits(repository, [_COMMIT_OF_HEAD], batch)
    return selection.with_files(files)


def _of_user(repository: AgentRepository) -> Selection:
    from git_secrets_py.selection import Selection, own_secrets, provided_by

    config = repository.config
    return Selection(
        config,
        provided=provided_by(config),
        own=own_secrets(repository),
        recommended=True,
        decode=config.is_true(DECODE_KEY, default=True),
        rule_files=_rule_files(repository),
    )


def _rule_files(repository: AgentRepository) -> Sequence[NamedFile]:
    """Return the rule files that the user's configuration names."""
    if not repository.config.all(RULE_FILE_KEY):
        return ()
    from git_secrets_py.selection.named_files import named_files

    return list(named_files(repository))


def _is_own(finding: Finding) -> bool:
    """Return whether ``finding`` is a secret of the user, which nothing allows."""
    match = finding.match
    return any(one.pattern.confidential for one in (match, *match.others))


def _severe(findings: Sequence[Finding], repository: AgentRepository) -> list[Finding]:
    """Return those of ``findings`` that are as severe as the user wants to see."""
    if not findings:
        return []
    from git_secrets_py.findings.severity import is_below
    from git_secrets_py.registry.collector import minimum_severity

    minimum = minimum_severity(repository.config)
    return [one for one in findings if not is_below(one.severity, minimum)]


def _stopping(event: Event, findings: Sequence[Finding], *, in_repository: bool) -> Answer:
    """Return the answer that stops ``event``, without any of the secrets."""
    from git_secrets_py.agents import messages

    kind = event.surface.kind
    texts = messages.found(
        findings, kind, in_repository=in_repository, are_all=len(findings) < _MOST_FINDINGS
    )
    answer = event.surface.block(event, texts)
    if not _repeats(answer, findings):
        return answer
    # The secret is in a path or in a name, which are left out then.
    bare = Event(event.name, {}, event.surface, b"")
    return event.surface.block(bare, messages.hidden(kind))


def _repeats(answer: Answer, findings: Sequence[Finding]) -> bool:
    """Return whether ``answer`` has a secret in it."""
    text = "\n".join((*_texts(answer.output), answer.error)).encode("utf-8", "surrogatepass")
    secrets = {secret for one in findings for secret in (one.secret, one.plaintext)}
    return any(secret in text for secret in secrets)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from (str(name), *_texts(one))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
