"""The ``.secrets.baseline`` of detect-secrets, which has the SHA-1 of each secret and its line."""

from __future__ import annotations

import json
from hashlib import sha1

from git_secrets_py.content import Blob
from git_secrets_py.errors import ConfigurationError, GitSecretsError
from git_secrets_py.findings.finding import Allowed, Finding
from git_secrets_py.migration.result import Migration
from git_secrets_py.selection.active_files import WORK_TREE, content_in
from git_secrets_py.wording import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from git_secrets_py.git.repository import Repository
    from git_secrets_py.scan import BlobScanner

# A longer line is cut at blanks and punctuation instead of at every character.
_LONGEST = 400
# The number of parts of a longer line that are tried, but at least those of a few words each.
_MOST_PARTS = _LONGEST**2
_MOST_WORDS = 12
_SHORTEST_SECRET = 3
_LONGEST_SECRET = 4096
# The rule sets that correspond to plugins.
_RULE_SETS = {
    "ArtifactoryDetector": "jfrog",
    "AWSKeyDetector": "aws",
    "AzureStorageKeyDetector": "azure",
    "BasicAuthDetector": "basic-auth-url",
    "CloudantDetector": "ibm-cloud",
    "DiscordBotTokenDetector": "discord",
    "GitHubTokenDetector": "github",
    "GitLabTokenDetector": "gitlab",
    "IbmCloudIamDetector": "ibm-cloud",
    "IbmCosHmacDetector": "ibm-cloud",
    "JwtTokenDetector": "jwt",
    "KeywordDetector": "generic",
    "MailchimpDetector": "mailchimp",
    "NpmDetector": "npm",
    "OpenAIDetector": "openai",
    "PrivateKeyDetector": "private-key",
    "PypiTokenDetector": "pypi",
    "SendGridDetector": "sendgrid",
    "SlackDetector": "slack",
    "SquareOAuthDetector": "square",
    "StripeDetector": "stripe",
    "TelegramBotTokenDetector": "telegram",
    "TwilioKeyDetector": "twilio",
}


def migrate(content: bytes, repository: Repository, scanner: BlobScanner) -> Migration:
    """Return the secrets in ``content`` that are still in the work tree.

    Those that an audit marked as real are left out. Raises ``ConfigurationError`` for a file that
    is not a baseline.
    """
    document = _document(content)
    migration = Migration()
    for path, listed in document["results"].items():
        _add_file(migration, str(path), listed, repository, scanner)
    migration.notes.extend(_plugins(document["plugins_used"]))
    return migration


def _document(content: bytes) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(content)
        # Only the surrogates of a path that is not UTF-8 can be printed.
        json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogateescape")
        results, plugins = document["results"], document.setdefault("plugins_used", [])
        if all(map(_are_tables, [*results.values(), plugins])):
            return document
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise ConfigurationError("this is not a detect-secrets baseline: it has no results")


def _are_tables(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(one, dict) for one in values)


def _add_file(
    migration: Migration,
    path: str,
    listed: list[dict[str, Any]],
    repository: Repository,
    scanner: BlobScanner,
) -> None:
    name = path.replace("\\", "/").encode("utf-8", "surrogateescape")
    try:
        content = content_in(repository, WORK_TREE, name) or b""
    except GitSecretsError:
        content = b""
    wanted: dict[str, int] = {}
    for one in listed:
        digest, line = str(one.get("hashed_secret", "")), one.get("line_number", 0)
        if one.get("is_secret") is True:
            migration.notes.append(f"not allowed: {path}:{line} is marked as a real secret")
        elif isinstance(line, int):
            wanted[digest] = line
    values = dict(_values(content, wanted))
    if len(values) < len(wanted):
        lost = count(len(wanted) - len(values), "secret")
        migration.notes.append(f"{lost} of {path} not found in the work tree at the listed line")
    if values:
        _allow(migration, name, content, set(values.values()), scanner)


def _values(content: bytes, wanted: dict[str, int]) -> Iterator[tuple[str, bytes]]:
    """Yield each digest in ``wanted`` (to its line) with the secret that is in that line."""
    lines = content.split(b"\n")
    listed: dict[int, set[str]] = {}
    for digest, number in wanted.items():
        listed.setdefault(number, set()).add(digest)
    for number, digests in listed.items():
        for candidate in _candidates(lines[number - 1] if 0 < number <= len(lines) else b""):
            digest = sha1(candidate, usedforsecurity=False).hexdigest()
            if digest in digests:
                yield digest, candidate
                digests.remove(digest)
                if not digests:
                    break


def _candidates(line: bytes) -> Iterator[bytes]:
    """Yield the possible secrets in ``line``: of a long one, words and joined words."""
    line = line.strip()
    if len(line) <= _LONGEST:
        size = len(line) + 1
        places = ((start, end) for start in range(size) for end in range(size - 1, start, -1))
    else:
        cuts = [place for place, byte in enumerate(line) if not chr(byte).isalnum()]
        cuts = [-1, *cuts, len(line)]
        most = max(_MOST_WORDS, _MOST_PARTS // len(cuts))
        places = (
            (start + 1, end)
            for words in range(1, most + 1)
            for start, end in zip(cuts, cuts[words:], strict=False)
        )
    for start, end in places:
        if _SHORTEST_SECRET <= end - start <= _LONGEST_SECRET:
            yield line[start:end]


def _allow(
    migration: Migration, path: bytes, content: bytes, values: set[bytes], scanner: BlobScanner
) -> None:
    """Add the findings of the active rules in ``values``, and the values without a match."""
    for item in scanner.scan(Blob(path, lambda: iter([content]))):
        match = item.finding if isinstance(item, Allowed) else item
        if isinstance(match, Finding):
            same = {one for one in values if one in match.plaintext or match.plaintext in one}
            if same and match is item:
                migration.findings.append(match)
            values -= same
    migration.values.extend((path, value) for value in sorted(values))


def _plugins(plugins: list[dict[str, Any]]) -> Iterator[str]:
    """Yield how to enable the rules that correspond to ``plugins``."""
    names = [str(one.get("name")) for one in plugins]
    sets = dict.fromkeys(_RULE_SETS[name] for name in names if name in _RULE_SETS)
    if sets:
        yield f"rules for its plugins: git config secrets.rules recommended,{','.join(sets)}"
    others = [name for name in names if name not in _RULE_SETS]
    if others:
        yield f"plugins without a rule set here: {', '.join(others)}"
