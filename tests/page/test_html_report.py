"""The HTML format: the content of the page, and that it cannot run or request anything."""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any, NamedTuple

import pytest
from support import Repo

from git_secrets_py.page import render as rendering
from git_secrets_py.page.contents import Facts, Kind, Location, Page, PageSecret

VOID = ("meta", "link", "input")
HOSTILE = "</script><script>alert(1)</script><!-- \"'>{{7*7}}"
posix = pytest.mark.skipif(os.name == "nt", reason="file names that Windows rejects")


class Parsed(NamedTuple):
    """The elements of a page with their attributes, and the text of each kind of element."""

    elements: list[tuple[str, dict[str, str | None]]]
    texts: dict[str, list[str]]

    def data(self) -> Any:
        """Return the values of the table."""
        return json.loads(self.texts["script"][0])

    @property
    def policy(self) -> str:
        metas = [one for name, one in self.elements if name == "meta"]
        (policy,) = (one["content"] for one in metas if "http-equiv" in one)
        assert policy is not None
        return policy


def parsed(page: bytes) -> Parsed:
    result = Parsed([], {})
    path: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            result.elements.append((tag, dict(attrs)))
            result.texts.setdefault(tag, []).append("")
            if tag not in VOID:
                path.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert path.pop() == tag

        def handle_data(self, data: str) -> None:
            if path:
                result.texts[path[-1]][-1] += data

    Parser().feed(page.decode())
    return result


def audited(repo: Repo) -> Parsed:
    ran = repo.call("--scan-history", "--format", "html", "--quiet")
    assert ran.status == 1
    return parsed(ran.out)


def digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_page_of_an_audit_has_the_story_of_each_secret(guarded: Repo, key: bytes) -> None:
    guarded.git("remote", "add", "origin", "git@github.com:acme/billing.git")
    commit = guarded.commit_file("a.txt", b"key = %b\n" % key)
    guarded.commit_file("a.txt", b"clean\n")
    page = audited(guarded)
    assert page.texts["h1"] == [f"History of {guarded.path.name}"]
    data = page.data()
    (row,) = data["secrets"]
    assert row["locations"] == [
        [
            "a.txt",
            1,
            commit[:12],
            f"https://github.com/acme/billing/blob/{commit}/a.txt#L1",
            "",
        ]
    ]
    assert row["state"] == "history"
    assert row["since"]
    assert row["until"]
    assert row["excerpt"] == ["key = ", f"AKIA{'*' * 14}{key[-2:].decode()}", ""]
    assert row["allow"][0] == [
        f'git secrets --allow {row["id"]} --reason "why it is harmless"',
        True,
    ]
    assert row["rule"] == "aws-access-key-id"


def test_no_secret_is_in_the_page(guarded: Repo, key: bytes) -> None:
    guarded.commit_file(key.decode() + ".txt", b"key = %b\n" % key, message=f"Add {key.decode()}")
    ran = guarded.call("--scan-history", "--format", "html")
    assert ran.status == 1
    assert key not in ran.out
    assert key[4:-2] not in ran.out


@pytest.mark.parametrize(
    ("option", "sentence"),
    [("--quiet", "Secrets are masked."), ("--show-secrets", "Secrets are not masked:")],
)
def test_the_page_shows_whether_secrets_are_masked(
    guarded: Repo, key: bytes, option: str, sentence: str
) -> None:
    guarded.commit_file("a.txt", b"key = %b\n" % key)
    ran = guarded.call("--scan-history", "--format", "html", option)
    assert (key in ran.out) == (option == "--show-secrets")
    assert sentence in parsed(ran.out).texts["p"][-1]


def test_the_policy_allows_only_the_style_sheet_and_the_script_of_the_page(
    guarded: Repo, key: bytes
) -> None:
    guarded.commit_file("a.txt", key)
    page = audited(guarded)
    _, script = page.texts["script"]
    (style,) = page.texts["style"]
    assert page.policy == (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_no_element_loads_anything_or_has_a_style_or_a_handler(guarded: Repo, key: bytes) -> None:
    guarded.commit_file("a.txt", key)
    for name, attributes in audited(guarded).elements:
        assert name not in ("img", "iframe", "object", "embed", "base")
        assert not any(one == "style" or one.startswith("on") for one in attributes)
        assert attributes.get("src") is None
        assert (attributes.get("href") or "#").startswith(("#", "data:,"))


@posix
def test_markup_in_a_path_an_author_and_a_line_stays_text(guarded: Repo, key: bytes) -> None:
    guarded.write(HOSTILE, b"%b %b\n" % (HOSTILE.encode(), key))
    guarded.git("add", "--all")
    guarded.git("commit", "--quiet", "--no-verify", "--message", HOSTILE)
    page = audited(guarded)
    assert [name for name, _ in page.elements].count("script") == 2
    (row,) = page.data()["secrets"]
    assert row["locations"][0][0] == HOSTILE
    assert row["excerpt"][0] == f"{HOSTILE} "
    assert row["subject"] == HOSTILE


def test_control_characters_of_a_repository_are_escaped(guarded: Repo, key: bytes) -> None:
    guarded.commit_file("a.txt", b"\x1b[31m\xe2\x80\xae%b\xff\n" % key)
    (row,) = audited(guarded).data()["secrets"]
    assert row["excerpt"] == ["\\x1b[31m\\u202e", row["excerpt"][1], "\\xff"]


def test_a_page_without_secrets_has_no_table_and_no_script(guarded: Repo) -> None:
    guarded.commit_file("a.txt", b"clean\n")
    ran = guarded.call("--scan", "--format", "html")
    assert ran.status == 0
    page = parsed(ran.out)
    assert "script" not in page.texts
    assert "No secret found" in page.texts["p"]


def test_unscanned_content_is_on_the_page(guarded: Repo, key: bytes) -> None:
    oid = guarded.git("hash-object", "-w", "--stdin", input=key).strip().decode()
    guarded.commit_file("a.txt", key)
    (guarded.path / ".git/objects" / oid[:2] / oid[2:]).unlink()
    ran = guarded.call("--scan-history", "--format", "html")
    assert ran.status == 2
    page = parsed(ran.out)
    assert "Not everything was scanned" in page.texts["h2"]
    assert any(oid in text for text in page.texts["li"])


@pytest.mark.parametrize("words", [["no-such-branch"], ["--rules", "no-such-set"]])
def test_a_run_that_fails_early_writes_a_page_with_its_problem(
    guarded: Repo, words: list[str]
) -> None:
    ran = guarded.call("--scan-history", *words, "--format", "html")
    assert ran.status in (1, 2)
    page = parsed(ran.out)
    assert "Not everything was scanned" in page.texts["h2"]
    assert any(words[-1] in text for text in page.texts["li"])


def test_a_page_lists_no_more_secrets_than_a_browser_can_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rendering, "MOST_ROWS", 3)
    facts = Facts(rule="rule", severity="high", state="file")
    kind = Kind("Reason.")
    secrets = [
        PageSecret(
            id=f"{number:08}",
            facts=facts,
            kind=kind,
            excerpt=("", "***", ""),
            locations=[Location("a.txt", number + 1)],
            places=1,
        )
        for number in range(5)
    ]
    page = Page(
        title="Files",
        headline="5 secrets",
        generated="2026-01-02T03:04:05+00:00",
        is_complete=True,
        total=5,
        facts=[facts] * 5,
        secrets=secrets,
    )
    html = b"".join(rendering.render(page))
    assert len(parsed(html).data()["secrets"]) == 3
    assert b"The table lists the first 3 of 5 secrets" in html
    assert re.search(rb'class="number">5<', html)
