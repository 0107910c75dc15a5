"""The page in a real browser: no error, no request, no script of a repository; filters and order.

Needs the extra ``browser`` and Chromium, such as the package ``chromium`` of Debian.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import Repo

from git_secrets_py.page.contents import (
    SEVERITIES,
    STATES,
    Facts,
    Kind,
    Location,
    Page,
    PageSecret,
    PageStep,
)
from git_secrets_py.page.render import render

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra 'browser'")
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

MANY = 10_000
# In milliseconds, on a slow machine; a person notices about 100.
LAG = 1_000
# What takes a second elsewhere may take long on a busy machine.
PATIENCE = 120_000
HOSTILE = "<img src=x onerror=alert(1)><b>.txt"


class Opened(NamedTuple):
    """A page in a browser, and what must not have happened there."""

    page: Any
    events: list[str]

    def rows(self) -> list[list[str]]:
        """Return the texts of the rows of the table, without the button."""
        script = "rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.textContent))"
        shown: list[list[str]] = self.page.eval_on_selector_all("#rows > tr", script)
        return shown

    @property
    def status(self) -> str:
        return str(self.page.text_content("#status"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        # The sandbox of Chromium does not run as root, as jobs of CI do.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Any, path: Path) -> Opened:
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE)
    events: list[str] = []
    page.on("console", lambda message: events.append(message.text))
    page.on("pageerror", lambda error: events.append(str(error)))
    page.on("dialog", lambda dialog: (events.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: events.append(request.url))
    page.goto(path.as_uri())
    assert events == [path.as_uri()]
    return Opened(page, events)


def facts(number: int) -> Facts:
    return Facts(
        rule=f"rule-{number % 7}",
        severity=SEVERITIES[number % 3],
        state=list(STATES)[number % 2],
        since=f"{2015 + number % 10}-02-03T04:05:06+00:00",
        repositories=[f"repo-{number % 11}"],
    )


def secret(number: int) -> PageSecret:
    return PageSecret(
        id=f"{number:08x}",
        facts=facts(number),
        kind=Kind("A token. Revoke it.", "https://example.com/"),
        excerpt=("key = ", "****", ""),
        locations=[Location(f"src/{number}.py", number + 1, repository=f"repo-{number % 11}")],
        places=1,
        author="Ada <ada@example.org>",
        steps=[PageStep("Rotate it.")],
        allow=[PageStep(f"git secrets --allow {number:08x}", is_command=True)],
    )


@pytest.fixture(scope="module")
def many(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    path = tmp_path_factory.mktemp("page") / "many.html"
    page = Page(
        title="Fleet",
        headline=f"{MANY:,} secrets",
        generated="2026-01-01T00:00:00+00:00",
        is_complete=True,
        total=MANY,
        facts=map(facts, range(MANY)),
        secrets=map(secret, range(MANY)),
    )
    path.write_bytes(b"".join(render(page)))
    return opened(browser, path)


@pytest.fixture
def all_of_them(many: Opened) -> Opened:
    many.page.click("button[type=reset]")
    # The page renders the rows again in a timer, which would take the focus from one of them.
    many.page.evaluate("() => new Promise((done) => setTimeout(done))")
    sync_api.expect(many.page.locator("#status")).to_have_text("10,000 secrets")
    return many


def test_a_hostile_repository_runs_no_script_and_stays_readable(
    guarded: Repo, key: bytes, browser: Any, tmp_path: Path
) -> None:
    try:
        guarded.write(HOSTILE, key)
    except OSError:
        pytest.skip("the file system rejects the name")
    guarded.git("add", "--all")
    guarded.git("commit", "--quiet", "--no-verify", "--message", f"</script>{HOSTILE}")
    output = tmp_path / "page.html"
    assert guarded.call("--scan-history", "--format", "html", "--output", str(output)).status == 1
    shown = opened(browser, output)
    shown.page.click(".opener")
    assert f"{HOSTILE}:1" in shown.rows()[0]
    assert f"</script>{HOSTILE}" in shown.page.text_content(".details")
    assert shown.events == [output.as_uri()]


def test_the_table_shows_a_hundred_rows_of_many(all_of_them: Opened) -> None:
    assert len(all_of_them.rows()) == 100
    most_urgent = sorted(range(MANY), key=lambda n: (n % 3, n % 2))
    assert all_of_them.rows()[0][-1] == f"{most_urgent[0]:08x}"
    all_of_them.page.click("#next")
    assert all_of_them.rows()[0][-1] == f"{most_urgent[100]:08x}"
    assert all_of_them.page.text_content("#page") == "Page 2 of 100"


def test_a_search_for_several_words_finds_rows_with_all_of_them(all_of_them: Opened) -> None:
    all_of_them.page.fill("#search", "SRC/123.py repo-2")
    assert [row[2] for row in all_of_them.rows()] == ["repo-2: src/123.py:124"]
    assert all_of_them.status == "1 of 10,000 secrets"


def test_filters_are_combined(all_of_them: Opened) -> None:
    all_of_them.page.select_option("#rule", "rule-3")
    all_of_them.page.select_option("#severity", "low")
    all_of_them.page.select_option("#state", "head")
    all_of_them.page.select_option("#repository", "repo-5")
    found = [n for n in range(MANY) if n % 7 == 3 and n % 3 == 2 and n % 2 == 0 and n % 11 == 5]
    assert [row[-1] for row in all_of_them.rows()] == [f"{n:08x}" for n in found[:100]]
    assert all_of_them.status == f"{len(found)} of 10,000 secrets"


def test_the_age_counts_from_the_time_of_the_report(all_of_them: Opened) -> None:
    all_of_them.page.select_option("#age", "-365")
    assert all_of_them.status == "10,000 secrets"
    all_of_them.page.select_option("#age", "30")
    assert all_of_them.status == "0 of 10,000 secrets"


def test_a_click_on_a_heading_sorts_and_the_next_one_reverses(all_of_them: Opened) -> None:
    heading = all_of_them.page.locator("th[data-sort=place]")
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert [row[2] for row in all_of_them.rows()[:2]] == [
        "repo-0: src/0.py:1",
        "repo-0: src/11.py:12",
    ]
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert all_of_them.rows()[0][2] == "repo-10: src/9998.py:9999"


def test_a_bar_of_a_chart_filters_the_table(all_of_them: Opened) -> None:
    all_of_them.page.click("button[data-field=rule][data-value=rule-2]")
    assert {row[1] for row in all_of_them.rows()} == {"rule-2"}
    pressed = all_of_them.page.locator("button[aria-pressed=true]")
    sync_api.expect(pressed).to_have_text("rule-2")
    pressed.click()
    assert all_of_them.status == "10,000 secrets"


def test_the_details_open_by_keyboard(all_of_them: Opened) -> None:
    all_of_them.page.focus(".opener")
    all_of_them.page.keyboard.press("Enter")
    # The browser handles the key after the call returns.
    all_of_them.page.wait_for_selector(".opener[aria-expanded=true]")
    details = all_of_them.page.text_content(".details")
    for text in ("A token. Revoke it.", "Rotate it.", "git secrets --allow 00000000"):
        assert text in details
    all_of_them.page.keyboard.press("Enter")
    all_of_them.page.wait_for_selector(".details", state="detached")


def test_filtering_and_sorting_ten_thousand_rows_does_not_lag(all_of_them: Opened) -> None:
    took = all_of_them.page.evaluate(
        """() => {
            const start = performance.now();
            const search = document.getElementById("search");
            search.value = "repo-1";
            search.dispatchEvent(new Event("input"));
            document.querySelector("th[data-sort=place] button").click();
            document.body.getBoundingClientRect();
            return performance.now() - start;
        }"""
    )
    assert took < LAG


def test_all_chosen_rows_are_printed(all_of_them: Opened) -> None:
    all_of_them.page.fill("#search", "repo-3")
    all_of_them.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(all_of_them.rows()) == len([n for n in range(MANY) if n % 11 == 3])
    all_of_them.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(all_of_them.rows()) == 100


def test_a_narrow_page_has_all_facts_without_scrolling(all_of_them: Opened) -> None:
    page = all_of_them.page
    page.set_viewport_size({"width": 400, "height": 800})
    try:
        page.click(".opener >> nth=0")
        assert page.inner_text(".details").startswith("State\nStill in HEAD\nID\n00000000\n")
        assert page.evaluate("document.querySelector('.scroll').scrollWidth <= innerWidth")
    finally:
        page.set_viewport_size({"width": 1280, "height": 720})
        page.click(".opener >> nth=0")


def test_every_control_has_a_name_for_a_screen_reader(all_of_them: Opened) -> None:
    unnamed = all_of_them.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a, svg[role=img]")].filter(
            one => !(one.getAttribute("aria-label") || one.textContent.trim()
                     || one.labels?.length)).map(one => one.outerHTML)"""
    )
    assert unnamed == []
