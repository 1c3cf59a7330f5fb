import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from site_reader import Page
from write import factories as made

Get = Callable[..., Any]
Ids = Callable[..., str]


class Reader(HTMLParser):
    """What a test asks of a page: its words, links, tags and ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        return [str(link.get("href")) for link in self.all("a")]


def read(get: Get, address: str) -> Reader:
    response = get(address)
    assert response.status_code == 200, response.text
    return Reader(response.text)


def test_the_first_page_answers_what_the_boroughs_share_and_lists_what_failed(get: Get) -> None:
    page = read(get, "/")
    assert "5 papers with 8 plans of 5 areas, 2008–14" in page.text
    assert "All four Anti-social behaviour Violence Domestic abuse Reoffending" in page.text
    assert "broken <b>.pdf damaged: ask for a new copy" in page.text
    assert "26 May 2011" in page.text
    assert any(link.startswith("/compare?area=Alderwick") for link in page.links)


def test_the_comparison_opens_on_four_boroughs_and_is_wholly_in_its_address(get: Get) -> None:
    page = read(get, "/compare")
    assert "Alderwick, Brackenmoor, Carrow and Fell and Dunmere" in page.text
    page = read(get, "/compare?area=Dunmere&area=Alderwick&from=2011&to=2014")
    heads = [head for head in page.all("th") if head.get("scope") == "col"]
    assert len(heads) == 3
    assert page.text.index("Dunmere and Alderwick") > 0, "areas stand in the order asked for"
    assert " both " in page.text and "Not found in this plan" in page.text


def test_a_comparison_of_no_chosen_area_says_what_it_shows_instead(get: Get) -> None:
    said = "No area is chosen: shown are the four with the most plans"
    assert said in read(get, "/compare?from=2011&to=2014").text
    assert "No area is chosen" not in read(get, "/compare?area=Dunmere&from=2011&to=2014").text


def test_a_comparison_without_a_paper_says_so(get: Get) -> None:
    page = read(get, "/compare?area=Alderwick&area=Dunmere&from=2008&to=2011")
    assert "No paper held for this period" in page.text
    assert "no paper held; held: 2011–14" in page.text
    assert "No paper of Dunmere is held for 2008–11" in read(get, "/compare?area=Dunmere&from=2008&to=2011").text


def test_every_cell_leads_to_its_evidence(get: Get) -> None:
    links = [link for link in read(get, "/compare").links if link.startswith("/evidence/")]
    assert len(links) > 20
    for link in sorted(set(links))[:8]:
        assert get(link).status_code == 200


@pytest.mark.parametrize(
    "query", ["from=20x1", "from=99999&to=-3", "from=٢٠١١", "area=Atlantis", "from=2014&to=2011", "area=", "x=y"]
)
def test_a_mistyped_comparison_still_shows_a_page(get: Get, query: str) -> None:
    assert get(f"/compare?{query}").status_code == 200


def test_an_unknown_area_is_named_as_left_out(get: Get) -> None:
    assert "No plan of “Atlantis” is held" in read(get, "/compare?area=Atlantis&area=Dunmere").text


def test_boxes_on_the_evidence_page_stand_where_the_words_are(get: Get, ids: Ids) -> None:
    finding = ids("SELECT id FROM findings WHERE kind = 'priority' AND title = 'Drug related offending' ORDER BY position LIMIT 1")
    page = read(get, f"/evidence/{finding}")
    (svg,) = page.all("svg")
    assert svg["viewbox"] == f"0 0 {made.WIDTH} {made.HEIGHT}"
    quote = made.four_boroughs().plans[0].priorities[3].quote
    x0, top, _, bottom = quote.boxes[0]
    wanted = {"x": x0 - 2, "y": top - 2, "height": bottom - top + 4}
    boxes = [{name: float(str(box[name])) for name in wanted} for box in page.all("rect")]
    assert wanted in boxes
    assert "Drug related offending" in page.text and "focusing on young drug users" in page.text


def test_a_word_papers_evidence_is_marked_in_its_surroundings(get: Get, ids: Ids) -> None:
    finding = ids("SELECT id FROM findings WHERE title = 'Speeding'")
    html = get(f"/evidence/{finding}").text
    assert "<mark>Speeding</mark>" in html
    assert "Paragraph 4" in html
    assert "<img" not in html


def test_a_paper_shows_measures_actions_references_and_problems(get: Get, ids: Ids) -> None:
    page = read(get, "/paper/" + ids("SELECT id FROM papers WHERE file = 'alderwick-2008.pdf'"))
    for words in (
        "does not agree",
        "no commentary",
        "A co-ordinator is in post",
        "Make communities safer",
        "install tesseract",
        "a list of members",
    ):
        assert words in page.text
    assert "1 April 2008" in page.text


def test_each_plan_of_a_paper_can_be_linked_to(get: Get, ids: Ids) -> None:
    page = read(get, "/paper/" + ids("SELECT id FROM papers WHERE file LIKE 'joint%'"))
    anchors = {f"#{attributes['id']}" for _, attributes in page.tags if attributes.get("id")}
    assert len([link for link in page.links if link.startswith("#plan-")]) == 4
    assert {link for link in page.links if link.startswith("#")} <= anchors | {"#main"}


def test_search_marks_the_words_and_keeps_the_question(get: Get) -> None:
    html = get("/search?q=%22domestic+burglary%22").text
    assert "<mark>Domestic burglary</mark>" in html
    assert 'value="&#34;domestic burglary&#34;"' in html
    assert "Nothing held contains this word" in get("/search?q=zebra").text


def test_pages_of_a_paper_can_be_turned(get: Get, ids: Ids) -> None:
    paper = ids("SELECT id FROM papers WHERE file LIKE 'joint%'")
    page = read(get, f"/paper/{paper}/page/2")
    assert f"/paper/{paper}/page/1" in page.links and f"/paper/{paper}/page/3" in page.links
    assert get(f"/paper/{paper}/page/99").status_code == 404
    word = ids("SELECT id FROM papers WHERE file = 'evenholt.docx'")
    assert "Part 1 of 1" in read(get, f"/paper/{word}/page/1").text


def test_the_data_pages_describe_themselves_and_lead_back(get: Get, ids: Ids) -> None:
    assert "One row for each priority and area" in read(get, "/plans").text
    page = read(get, "/plans/priorities_with_plans")
    assert any(link.startswith("/evidence/") for link in page.links)
    found = get("/plans/pages.json?_search=burglary&_shape=array&_col=number").json()
    assert found, "the tables' own search uses the full-text index"


ADDRESSES = [
    "/",
    "/accessibility",
    "/compare",
    "/search?q=crime",
    "/national",
    "/measures",
    "/area/Alderwick",
    "/plans",
    "/nowhere",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_have_language_one_heading_landmarks_and_no_skipped_id(get: Get, address: str) -> None:
    page = Reader(get(address).text)
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("h1")) == 1
    assert [attributes.get("id") for attributes in page.all("main")] == ["main"] and "#main" in page.links
    named = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    assert len(named) == len(set(named)), "an id stands once"
    labels = {label.get("for") for label in page.all("label")}
    for field in page.all("input"):
        assert field.get("type") in ("checkbox", "hidden") or field.get("id") in labels
    for table in page.all("table"):
        assert page.all("caption"), table


def test_every_page_works_without_scripts_and_asks_nothing_of_other_sites(get: Get, ids: Ids) -> None:
    finding, paper = ids("SELECT id FROM findings WHERE kind = 'priority'"), ids("SELECT id FROM papers")
    for address in [*ADDRESSES, f"/evidence/{finding}", f"/paper/{paper}"]:
        page = Reader(get(address).text)
        assert not page.all("script") and not page.all("style")
        fetched = [str(tag.get(name)) for kind, name in (("img", "src"), ("link", "href")) for tag in page.all(kind)]
        assert all(source.startswith("/") and not source.startswith("//") for source in fetched)
        assert not [
            attributes for _, attributes in page.tags if "style" in attributes or any(n.startswith("on") for n in attributes)
        ]


def test_an_empty_database_says_what_to_do(tmp_path: Any) -> None:
    import asyncio

    from extractor.serve import site_over
    from extractor.write import open_database

    open_database(tmp_path / "plans.db").close()
    site = site_over(tmp_path / "plans.db")
    for address in ("/", "/compare"):
        response = asyncio.run(site.client.get(address))
        assert response.status_code == 200 and "extractor ingest FOLDER" in response.text


def test_a_search_is_narrowed_by_links_that_keep_the_question(get: Get) -> None:
    page = Page(get("/search?q=burglary").text)
    assert page.faults == []
    facets = [link for link in page.links if link.startswith("/search?q=burglary&")]
    assert any("area=Alderwick" in link for link in facets) and any("kind=priority" in link for link in facets)
    narrowed = Page(get("/search?q=burglary&area=Alderwick&kind=priority").text)
    assert "Alderwick" in narrowed.text and narrowed.faults == []
    assert ("input", {"type": "hidden", "name": "area", "value": "Alderwick"}) in narrowed.tags
    nothing = Page(get("/search?q=burglary&area=Nowhere").text)
    assert "Look everywhere for “burglary”" in nothing.text and nothing.faults == []


def test_the_first_page_leads_three_ways_in(get: Get) -> None:
    page = Page(get("/").text)
    forms = {str(attributes.get("action")) for tag, attributes in page.tags if tag == "form"}
    assert forms == {"/search", "/area"} and any(link.startswith("/compare?area=") for link in page.links)
    answer = get("/area?name=Alderwick")
    assert (answer.status_code, answer.headers["location"]) == (302, "/area/Alderwick")
    assert get("/area?name=").status_code == 404 and get("/area").status_code == 404


def test_the_data_page_tells_rule_versions_and_ways_to_take_the_data_away(get: Get) -> None:
    page = Page(get("/plans").text)
    assert page.faults == [] and "Rule versions" in page.text and "extractor export" in page.text


def test_the_accessibility_statement_says_plainly_what_is_not_covered(get: Get) -> None:
    text = Page(get("/accessibility").text).text
    assert "Datasette’s table explorer, which is part of the site, is not ours and is not covered" in text
    assert 'href="/accessibility"' in get("/").text and 'href="/accessibility"' in get("/plans/papers").text


def test_datasettes_own_pages_wear_our_head_and_say_what_they_are(get: Get) -> None:
    answer = Page(get("/plans?sql=select+area+from+priorities_with_plans", follow_redirects=True).text).text
    assert "Answer to a question in SQL" in answer and "Skip to main content" in answer
    assert "Database not found" not in get("/nowhere").text
