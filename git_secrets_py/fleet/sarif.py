"""``fleet.sarif``: one result for each place of a secret that ``fleet.json`` lists."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import quote

from git_secrets_py.report.formats.sarif import SCHEMA, SEVERITY_LEVELS, driver, rule_descriptor
from git_secrets_py.report.json_document import Items, document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from git_secrets_py.fleet.document import FleetDocument

    Object = dict[str, Any]


def sarif(fleet: FleetDocument) -> Iterator[bytes]:
    """Yield the log, ASCII only; the base of each path is that of the repository, by its name."""
    rules: dict[str, Object] = {}
    for secret in fleet.secrets():
        rules.setdefault(secret["rule"], secret)
    indices = {name: index for index, name in enumerate(rules)}
    descriptors = [
        rule_descriptor(name, name, one["description"], one["severity"])
        for name, one in rules.items()
    ]
    run = {
        "tool": {"driver": driver(descriptors)},
        "originalUriBaseIds": {
            one["name"]: {"description": {"text": one["address"]}}
            for one in fleet.repositories()
            if one["secrets"]
        },
        "results": Items(
            result for secret in fleet.secrets() for result in _results(secret, indices)
        ),
        "invocations": [_invocation(fleet)],
    }
    yield from document({"$schema": SCHEMA, "version": "2.1.0", "runs": Items([run])})


def _results(secret: Object, indices: dict[str, int]) -> Iterator[Object]:
    for appearance in secret["appearances"]:
        for place in (appearance, *appearance["further"]):
            yield {
                "ruleId": secret["rule"],
                "ruleIndex": indices[secret["rule"]],
                "level": SEVERITY_LEVELS[secret["severity"]],
                "message": {"text": _message(secret, place)},
                "locations": [_location(appearance["repository"], place)],
                "partialFingerprints": _fingerprints(secret, appearance["repository"], place),
            }


def _message(secret: Object, place: Object) -> str:
    commit = f", commit {place['commit'][:12]}" if place["commit"] else ""
    return f"{secret['rule']}: secret {secret['id']}{commit}."


def _location(repository: str, place: Object) -> Object:
    artifact = {"uri": quote(place["path"], errors="replace"), "uriBaseId": repository}
    return {
        "physicalLocation": {
            "artifactLocation": artifact,
            "region": {"startLine": place["line"]},
        }
    }


def _fingerprints(secret: Object, repository: str, place: Object) -> Object:
    identity = secret["fingerprint"] or secret["id"]
    here = "\0".join((identity, repository, place["path"])).encode("utf-8", "replace")
    known = {"secret/v1": secret["fingerprint"]} if secret["fingerprint"] else {}
    return {**known, "secretInFile/v1": sha256(here).hexdigest()}


def _invocation(fleet: FleetDocument) -> Object:
    return {
        "executionSuccessful": fleet.summary()["complete"],
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": f"{one['name']}: {reason}"}}
            for one in fleet.repositories()
            for reason in one["reasons"]
        ],
    }
