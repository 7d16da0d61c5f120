"""A visitor's way through the running application, in a real browser, on a cold server."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from analysis.library import Library
from tests.annotated import ROOT, annotated_article

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium"),
]
WAIT = 60_000  # milliseconds: a first analysis on a busy machine
expect.set_options(timeout=WAIT)
NEWS = """Bridge to open again

The bridge over the Aller will open again in May, the council said on Friday.

“The repairs have gone better than anybody had hoped,” said Ruth Calder, a senior fellow at Chatham House.

“We must never let a bridge rot for thirty years again,” she added.

“The cost is a scandal,” said Peter Voss, a driver from the town.
"""
# Streamlit looks for its own address below each part of the path before it finds it; these answers are not errors.
PROBE = re.compile(r"/_stcore/(health|host-config)$")


@dataclass(slots=True)
class Watch:
    """What a page does behind the scenes."""

    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


@contextlib.contextmanager
def serving(database: Path) -> Iterator[str]:
    """Start the application on a free port with its own library; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}",
         "--server.address=127.0.0.1"],
        cwd=ROOT, env={**os.environ, "ONRECORD_DATABASE_URL": f"sqlite:///{database}"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert server.poll() is None, "the server ended"
            with contextlib.suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address) as page:
                if page.status == 200:
                    break
            time.sleep(0.25)
        yield address
    finally:
        server.kill()
        server.wait(timeout=20)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def watch(page: Page, address: str) -> Watch:
    """Note errors in the console, and requests that leave the server's own address."""
    seen = Watch()
    own = (address, address.replace("http", "ws", 1), "data:", "blob:")
    page.on("pageerror", lambda problem: seen.errors.append(str(problem)))
    page.on(
        "console",
        lambda line: (
            seen.errors.append(f"{line.text} {line.location}")
            if line.type == "error" and not PROBE.search(line.location["url"])
            else None
        ),
    )
    page.on("request", lambda request: None if request.url.startswith(own) else seen.strangers.append(request.url))
    return seen


def count(page: Page, words: str) -> None:
    expect(page.get_by_text(re.compile(rf"^{words}$"))).to_be_visible()


def test_deep_link_upload_and_filter(tmp_path: Path, browser: Browser) -> None:
    database = tmp_path / "library.db"
    library = Library(f"sqlite:///{database}")
    library.save(*annotated_article())
    library.close()
    with serving(database) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        seen = watch(page, address)
        # The very first request of a cold server is a deep link: frame and filter must both be there.
        page.goto(f"{address}/quotes?think_tank=Chatham+House")
        expect(page.get_by_role("heading", name="Quotes", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Library")).to_be_visible()
        count(page, "11 of 37 quotes")
        page.reload()
        count(page, "11 of 37 quotes")

        page.get_by_role("button", name="National Institute for Strategic Studies").click()
        count(page, "14 of 37 quotes")
        page.go_back()
        count(page, "11 of 37 quotes")

        page.get_by_role("link", name="Library").click()
        page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
            files={"name": "bridge.txt", "mimeType": "text/plain", "buffer": NEWS.encode()}
        )
        page.get_by_role("button", name="Add 1 article").click()
        expect(page.get_by_text("added: ")).to_be_visible()
        expect(page.get_by_role("heading", name="2 articles in the library")).to_be_visible()
        page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Open", exact=True).click()
        expect(page.get_by_role("heading", name="Bridge to open again")).to_be_visible()

        page.get_by_role("link", name="Quotes").click()
        count(page, "2 of 4 quotes")  # the filter is still on
        page.get_by_role("button", name="Clear filters").click()
        count(page, "4 of 4 quotes")
        page.get_by_role("button", name="Chatham House 2").click()
        count(page, "2 of 4 quotes")
        assert "think_tank=Chatham+House" in page.url

        page.get_by_role("radio", name="All articles").click()
        count(page, "13 of 41 quotes")
        assert seen.errors == []
        assert seen.strangers == []


def test_first_start_shows_the_sample_already_analysed(tmp_path: Path, browser: Browser) -> None:
    with serving(tmp_path / "library.db") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        seen = watch(page, address)
        page.goto(address)
        expect(page.get_by_role("heading", name="Overview", exact=True)).to_be_visible()
        bars = page.locator(".js-plotly-plot .point path")
        expect(bars.first).to_be_visible()
        expect(page.get_by_test_id("stMetricValue").first).to_have_text(re.compile(r"^[1-9]\d*$"))

        bars.first.click(force=True)
        expect(page.get_by_role("heading", name="Quotes", exact=True)).to_be_visible()
        assert "speaker=" in page.url
        page.go_back()
        expect(page.get_by_role("heading", name="Overview", exact=True)).to_be_visible()

        page.get_by_role("link", name="Article", exact=True).click()
        mark = page.locator("mark[data-quote]").nth(3)
        mark.click()
        expect(page.locator("mark.chosen").first).to_be_visible()
        expect(page).to_have_url(re.compile(f"quote={page.locator('mark.chosen').first.get_attribute('data-quote')}"))
        assert seen.errors == []
        assert seen.strangers == []


def test_a_cell_of_the_stances_opens_its_words(tmp_path: Path, browser: Browser) -> None:
    with serving(tmp_path / "library.db") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        seen = watch(page, address)
        page.goto(f"{address}/stance?whom=Ukraine")
        statements = page.get_by_role("heading", name=re.compile("^Statements: "))
        expect(statements).to_be_visible()
        everybody = statements.inner_text()
        cell = page.locator(".js-plotly-plot .scatterlayer path.point").first
        expect(cell).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        page.wait_for_timeout(1000)  # the chart takes clicks a moment after it is drawn
        cell.click(force=True)
        expect(statements).not_to_have_text(everybody)
        assert "who=" in page.url
        assert seen.errors == []
        assert seen.strangers == []


def test_files_of_pages_that_are_not_in_the_menu_run_nothing(tmp_path: Path, browser: Browser) -> None:
    database = tmp_path / "library.db"
    library = Library(f"sqlite:///{database}")
    library.save(*annotated_article())
    library.close()
    with serving(database) as address:
        page = browser.new_page()
        for path in ("shell", "access", "conftest"):
            page.goto(f"{address}/{path}")
            expect(page.get_by_role("heading", name="Overview", exact=True)).to_be_visible()
            expect(page.get_by_role("link", name="Quotes", exact=True)).to_be_visible()
        answer = urllib.request.urlopen(address)  # noqa: S310
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_hostile_text_is_shown_as_written(tmp_path: Path, browser: Browser) -> None:
    words = "<img src=x onerror=alert(1)> :red[x] $5 to $10 ![p](http://127.0.0.1:9/p.png)"
    database = tmp_path / "library.db"
    library = Library(f"sqlite:///{database}")
    article, analysis = annotated_article()
    library.save(article, analysis)
    library.describe(replace(article, title=words, outlet=words, published=None))
    library.close()
    with serving(database) as address:
        page = browser.new_page()
        seen = watch(page, address)
        page.on("dialog", lambda dialog: seen.errors.append(dialog.message))
        page.goto(address)
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        for name in ("Article", "Quotes", "Speakers", "Stance", "Targets", "Topics", "Timeline", "Entities", "Library"):
            page.get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
            page.wait_for_timeout(500)
        assert page.locator("img[src='x']").count() == 0
        assert seen.errors == []
        assert seen.strangers == []
