"""Takes the pictures of the README anew: ``make pictures``, or ``python docs/pictures.py``.

Reads the sample papers into a database of its own, serves it, and writes docs/images/. Needs the development tools, Chromium and
LibreOffice (Debian: ``apt-get install chromium libreoffice-writer-nogui``).
"""

from __future__ import annotations

import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pypdfium2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
AREAS = ("Hartlepool", "Middlesbrough", "Redcar and Cleveland", "Stockton-on-Tees")
COMPARED = "/compare?" + "&".join(f"area={area.replace(' ', '+')}" for area in AREAS) + "&from=2011&to=2014"
TITLE = "Violent crime, including domestic violence"
"""The entry whose evidence is shown."""
SHADES, MOST_BYTES = 96, 200_000
LETTERS = "body, body * { font-family: Arial, 'Liberation Sans', sans-serif !important; }"
"""Letters as on most desks: a bare Linux machine has wider ones."""


def main() -> None:
    """Takes all pictures. Raises SystemExit with one line where a program that is needed is missing."""
    for program in ("chromium", "soffice"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is missing: apt-get install chromium libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "plans.db"
        program = str(Path(sys.executable).with_name("extractor"))
        papers = [str(ROOT / "corpus/papers"), "--manifest", str(ROOT / "corpus/manifest.csv")]
        subprocess.run([program, "ingest", *papers, "--database", str(database)], check=True, stdout=subprocess.DEVNULL)
        with _served(program, database) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1280, "height": 860}, bypass_csp=True)
            _shot(page, address + COMPARED, "compare")
            page.locator("table.matrix .entries a", has_text=TITLE).first.click()
            _shot(page, page.url, "evidence")
            browser.close()
        _word(program, database, Path(folder))


@contextmanager
def _served(program: str, database: Path) -> Iterator[str]:
    """The address of a site over the database, while it is needed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([program, "serve", str(database), "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(300):
                try:
                    with urlopen(address):
                        break
                except URLError:
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()


def _shot(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.add_style_tag(content=LETTERS)
    page.wait_for_load_state("networkidle")
    _write(Image.open(io.BytesIO(page.screenshot())), name)


def _word(program: str, database: Path, folder: Path) -> None:
    """The first page of the Word appendix, as LibreOffice sets it."""
    made = folder / "appendix.docx"
    areas = [part for area in AREAS for part in ("--area", area)]
    command = [program, "report", str(made), *areas, "--years", "2011-14", "--database", str(database)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(made)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    document = pypdfium2.PdfDocument(made.with_suffix(".pdf"))
    picture = document[0].render(scale=1280 / document[0].get_width()).to_pil()
    framed = Image.new("RGB", (picture.width + 2, picture.height + 2), "#b1b4b6")
    framed.paste(picture, (1, 1))
    document.close()
    _write(framed, "word")


def _write(picture: Image.Image, name: str) -> None:
    """A small file: flat colours and letters need few shades."""
    path = IMAGES / f"{name}.png"
    few = picture.convert("RGB").quantize(SHADES, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{path} has {size} bytes: a picture of the README has at most {MOST_BYTES}")
    print(f"{path.relative_to(ROOT)}: {picture.width} x {picture.height}, {size // 1000} kB")


if __name__ == "__main__":
    main()
