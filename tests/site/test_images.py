import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from write import factories as made

from extractor.serve import site_over

Get = Callable[..., Any]
Ids = Callable[..., str]


@pytest.fixture
def paper(ids: Ids) -> str:
    return ids("SELECT id FROM papers WHERE file LIKE 'joint%'")


def test_a_page_image_has_the_width_asked_for_up_to_a_bound(get: Get, paper: str) -> None:
    for asked, given in (("400", 400), ("401", 800), ("99999", 2000), ("x", 1200), ("-5", 1200)):
        response = get(f"/page-image/{paper}/1.png?width={asked}")
        assert response.headers["content-type"] == "image/png"
        assert abs(Image.open(io.BytesIO(response.content)).width - given) <= 1


def test_the_words_boxed_are_the_dark_ones_on_the_image(get: Get, paper: str) -> None:
    image = Image.open(io.BytesIO(get(f"/page-image/{paper}/1.png?width=1200").content)).convert("L")
    scale = image.width / made.WIDTH
    quote = made.four_boroughs().plans[0].priorities[3].quote
    x0, top, x1, bottom = (round(edge * scale) for edge in quote.boxes[0])
    assert image.crop((x0, top, x1, bottom)).getextrema()[0] < 100, "ink inside the box"
    assert image.crop((x0, bottom + round(4 * scale), x1, bottom + round(9 * scale))).getextrema()[0] > 200, (
        "none between the lines"
    )


def test_many_readers_at_once_are_served_or_told_to_wait(plans: Path, paper: str) -> None:
    site = site_over(plans)

    async def ask_all() -> list[int]:
        addresses = [
            f"/page-image/{paper}/{page}.png?width={width}" for page in range(1, 5) for width in (400, 800, 1200, 1600, 2000)
        ]
        return [response.status_code for response in await asyncio.gather(*(site.client.get(address) for address in addresses))]

    codes = asyncio.run(ask_all())
    assert set(codes) <= {200, 503} and codes.count(200) >= 16


@pytest.mark.parametrize("tail", ["99.png", "0.png", "-1.png", "1.jpg", "a.png", "1e3.png"])
def test_a_page_that_is_not_there_is_not_found(get: Get, paper: str, tail: str) -> None:
    assert get(f"/page-image/{paper}/{tail}").status_code == 404


def test_a_word_paper_has_no_page_image(get: Get, ids: Ids) -> None:
    assert get("/page-image/" + ids("SELECT id FROM papers WHERE file = 'evenholt.docx'") + "/1.png").status_code == 404
