"""A real browser before the site that ``make demo`` serves: the user's own programs, nothing stubbed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from whole import CORPUS, needs

PROGRAM = str(Path(sys.executable).with_name("extractor"))
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as ``extractor ingest`` stores it, Word papers laid out where LibreOffice is there."""
    needs("chromium")
    made = tmp_path_factory.mktemp("browser") / "plans.db"
    papers = [str(CORPUS / "papers"), "--manifest", str(CORPUS / "manifest.csv"), "--page-images"]
    done = subprocess.run([PROGRAM, "ingest", *papers, "--database", str(made)], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr
    return made


@pytest.fixture(scope="session")
def site(database: Path) -> Iterator[str]:
    """The address of ``extractor serve`` over the sample corpus."""
    with served(database) as (address, _):
        yield address


@contextmanager
def served(database: Path, *options: str) -> Iterator[tuple[str, str]]:
    """(address, what the command printed by then) of a server of its own, ended afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [PROGRAM, "serve", str(database), "--port", str(port), *options]
    printed = database.with_name(f"served-{port}.txt")
    with printed.open("w") as out, subprocess.Popen(command, stdout=out, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
        try:
            address = _answering(f"http://127.0.0.1:{port}", server)
            yield address, printed.read_text()
        finally:
            server.terminate()
            server.wait(20)


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    """Waits until the site answers at its address, as a user would."""
    for _ in range(300):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urlopen(address):
                return address
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium under Playwright, ended with the module: while it runs, no other event loop can be started."""
    needs("chromium")
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Opens an address of the site in a window of its own. Asking another host, or an error in the console, fails the test."""
    contexts, troubles = [], []

    def page(address: str = "/", **window: Any) -> Any:
        context = chromium.new_context(**{"viewport": DESK, "accept_downloads": True, **window})
        context.set_default_timeout(8000)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else troubles.append(asked.url))
        tab.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda fault: troubles.append(str(fault)))
        tab.goto(site + address)
        return tab

    yield page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def paper_bytes() -> Callable[[str], Path]:
    """The file of a sample paper by its name."""
    return lambda name: CORPUS / "papers" / name
