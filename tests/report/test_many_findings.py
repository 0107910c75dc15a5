"""Reports of many findings: the same as of few, also if they are interrupted."""

from __future__ import annotations

import json
import os
import signal

import pytest
from report_factory import finding

from git_secrets_py import spill
from git_secrets_py.content import NotScanned
from git_secrets_py.errors import EXIT_INTERRUPTED
from git_secrets_py.report import builder
from git_secrets_py.report.detailed_report import DetailedReport
from git_secrets_py.report.interface import ReportOptions
from git_secrets_py.report.rendered_report import RenderedReport
from git_secrets_py.report.situation import Situation

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


class Captured:
    """An output that keeps the text that is written, and calls ``on_write``."""

    def __init__(self, on_write=lambda: None):
        self.text = b""
        self._on_write = on_write

    def out(self, text):
        self.text += text
        self._on_write()

    err = out

    def notify(self, message):
        """Drop ``message``."""


def write(output, format, count=600):
    """Write a report of ``count`` places of half as many secrets; return the exit status."""
    report = RenderedReport(ReportOptions(situation=Situation("tree"), format=format), output)
    for number in range(count):
        secret = b"secret-%020d" % (number * 7919 % count // 2)
        line = b"key = " + secret
        report.add(finding(b"%d.txt" % (number % 50), line, secret, number=number + 1))
    report.add(NotScanned("a binary file", NotScanned.BINARY))
    return report.finish(1)


@pytest.mark.parametrize("format", ["json", "sarif", "github", "pretty"])
def test_a_report_beyond_the_size_of_memory_is_the_same(
    format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 0.0)
    in_memory, spilled = Captured(), Captured()
    assert write(in_memory, format) == 1
    assert in_memory.text
    monkeypatch.setattr(spill, "_IN_MEMORY", 1 << 10)
    assert write(spilled, format) == 1
    assert spilled.text == in_memory.text


@pytest.mark.parametrize("held", [1, 10_000])
def test_a_place_that_is_found_again_is_listed_once(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "_HELD", held)
    output = Captured()
    report = RenderedReport(ReportOptions(situation=Situation("tree"), format="json"), output)
    for number in (3, 2, 1, 2, 3):
        report.add(finding(b"a.txt", b"key = hunter2", b"hunter2", number=number))
    report.finish(1)
    (found,) = json.loads(output.text)["findings"]
    assert [found["line"], *(place["line"] for place in found["further"])] == [3, 2, 1]


@pytest.mark.parametrize(
    ("count", "sentence"), [(1_000, b"for 980 more."), (1_001, b"for the other false positives.")]
)
def test_a_hook_sums_up_all_secrets_and_advises_on_a_thousand(count: int, sentence: bytes) -> None:
    output = Captured()
    options = ReportOptions(
        situation=Situation("staged"), format="text", with_ids=True, redact=True
    )
    report = DetailedReport(options, output)
    for number in range(count):
        report.add(finding(b"a.txt", b"key = %020d" % number, b"%020d" % number))
    assert report.finish() == 1
    assert output.text.endswith(
        b"\n\ncommit blocked: %s secrets in 1 file\n" % f"{count:,}".encode()
    )
    assert b"Repeat it " + sentence in output.text


@posix
@pytest.mark.parametrize("format", ["json", "sarif"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interruption_ends_the_document_early(format: str, name: str) -> None:
    sent = []

    def interrupt():
        if not sent:
            sent.append(os.kill(os.getpid(), getattr(signal, name)))

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        output = Captured(interrupt)
        assert write(output, format) == EXIT_INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, before)
    document = json.loads(output.text)
    if format == "json":
        assert 0 < len(document["findings"]) < 300
        assert document["summary"]["complete"] is False
        assert document["summary"]["secrets"] == 300
        assert [one["severity"] for one in document["problems"]] == ["binary", "error"]
    else:
        run = document["runs"][0]
        assert 0 < len(run["results"]) < 600
        assert run["invocations"][0]["executionSuccessful"] is False
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
