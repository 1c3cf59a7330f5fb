"""The review pages: off unless asked for, closed to all but one, safe from other sites; what they record is shown everywhere."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from site_reader import Page, broken_links
from write import factories as made

from extractor.errors import ServeError
from extractor.serve import ReviewDesk, site_over
from extractor.write import open_database, store


@dataclass
class Desk:
    """A site with review pages over a database of its own, asked as a reviewer's browser would."""

    path: Path
    site: Any
    desk: ReviewDesk

    def ask(self, address: str, signed_in: bool = True, **more: Any) -> Any:
        cookies = {"review": self.desk.session} if signed_in and self.desk.session else {}
        return asyncio.run(self.site.client.get(address, cookies=cookies, **more))

    def post(self, address: str, data: dict[str, Any], **more: Any) -> Any:
        given = {"form": self.desk.form, **data}
        asked = {"cookies": {"review": self.desk.session}, "data": given, **more}
        return asyncio.run(self.site.client.post(address, **asked))

    def one(self, query: str, *parameters: object) -> Any:
        with sqlite3.connect(self.path) as connection:
            return connection.execute(query, parameters).fetchone()

    def finding(self, title: str) -> str:
        return str(self.one("SELECT id FROM findings WHERE title = ?", title)[0])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    path = tmp_path / "plans.db"
    database = open_database(path, made.THEMES)
    for paper in (made.four_boroughs(), made.earlier_plan("Alderwick"), made.word_paper()):
        store(database, paper, made.as_pdf(paper) if paper.document.pages else b"a Word file")
    database.execute("UPDATE findings SET confidence = 0.7 WHERE title = 'Alcohol misuse'")
    database.conn.commit()
    database.close()
    review = ReviewDesk(path, by="the team")
    opened = Desk(path, site_over(path, review=review), review)
    assert opened.ask(review.path, signed_in=False).status_code == 303
    return opened


def test_without_the_switch_there_are_no_review_pages(plans: Path) -> None:
    for public in (False, True):
        site = site_over(plans, public=public)
        answer = asyncio.run(site.client.get("/review"))
        assert answer.status_code == 404 and "extractor serve --review" in answer.text
        assert "/review" not in asyncio.run(site.client.get("/")).text


def test_the_address_signs_in_one_person_once(tmp_path: Path, plans: Path) -> None:
    review = ReviewDesk(plans)
    site, address = site_over(plans, public=True, review=review), review.path
    asked = {one: asyncio.run(site.client.get(one)) for one in ("/review", "/review/finding/x", "/review/sign-in?token=guess")}
    assert {answer.status_code for answer in asked.values()} == {403}
    first = asyncio.run(site.client.get(address))
    cookie = first.headers["set-cookie"]
    assert first.status_code == 303 and "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    assert asyncio.run(site.client.get(address)).status_code == 403, "the token is spent"
    assert asyncio.run(site.client.get("/review", cookies={"review": "guess"})).status_code == 403
    signed_in = asyncio.run(site.client.get("/review", cookies={"review": str(review.session)}))
    assert signed_in.status_code == 200 and "no-store" in signed_in.headers["cache-control"]


def test_signing_out_ends_the_session(desk: Desk) -> None:
    session = desk.desk.session
    assert desk.post("/review/sign-out", {}).status_code == 303
    assert asyncio.run(desk.site.client.get("/review", cookies={"review": session})).status_code == 403


def test_a_form_of_another_site_records_nothing(desk: Desk) -> None:
    address = f"/review/finding/{desk.finding('Alcohol misuse')}"
    refused = [
        desk.post(address, {"form": "guess", "decision": "reject"}),
        desk.post(address, {"decision": "reject"}, headers={"sec-fetch-site": "cross-site"}),
        desk.post(address, {"decision": "reject"}, headers={"content-type": "text/plain"}),
        desk.post(address, {"decision": "reject", "note": "x" * 70_000}),
        desk.post(address, {"decision": "reject"}, cookies={}),
        desk.ask(f"/review/undo/{desk.finding('Alcohol misuse')}"),
    ]
    assert {answer.status_code for answer in refused} <= {400, 403}
    assert desk.one("SELECT count(*) FROM corrections") == (0,)


def test_the_queue_shows_what_is_uncertain_and_each_page_opens(desk: Desk) -> None:
    page = Page(desk.ask("/review").text)
    assert page.faults == [] and "70% sure" in page.text and "the figures do not agree" in page.text
    assert "Alcohol misuse" in page.text and "Burglary dwelling" not in page.text
    assert broken_links(desk.ask, page) == []
    narrowed = Page(desk.ask("/review?kind=measure").text)
    assert "Reduce robbery" in narrowed.text and "Alcohol misuse" not in narrowed.text
    assert "Nothing of this kind" in Page(desk.ask("/review?kind=vision").text).text


def test_a_finding_stands_beside_its_page_with_its_words_boxed(desk: Desk) -> None:
    html = desk.ask(f"/review/finding/{desk.finding('Alcohol misuse')}").text
    page = Page(html)
    assert page.faults == [] and broken_links(desk.ask, page) == []
    assert "box-current" in html and "/page-image/" in html
    named = {str(attributes.get("name")) for tag, attributes in page.tags if tag in ("input", "select", "button")}
    assert {"title", "theme", "scope", "note", "decision"} <= named
    labelled = {attributes.get("for") for tag, attributes in page.tags if tag == "label"}
    fields = {a.get("id") for tag, a in page.tags if tag in ("input", "select") and a.get("type") not in ("hidden", "checkbox")}
    assert fields <= labelled


def test_what_is_put_right_is_shown_everywhere_and_can_be_undone(desk: Desk) -> None:
    finding = desk.finding("Alcohol misuse")
    form = {"decision": "accept", "title": "Alcohol <b>harm", "theme": ["drugs", "alcohol"], "scope": "current", "note": "p. 4"}
    answer = desk.post(f"/review/finding/{finding}?kind=priority", form)
    assert answer.status_code == 303
    onward = desk.ask(answer.headers["location"]).text
    assert "Accepted</strong>" in onward and "Alcohol &lt;b&gt;harm" in onward
    assert desk.one("SELECT title, theme, note, recorded_by, decision FROM corrections") == (
        "Alcohol <b>harm",
        "alcohol; drugs",
        "p. 4",
        "the team",
        "accept",
    )
    paper, plan = desk.one("SELECT paper, plan FROM findings WHERE id = ?", finding)
    comparison = "/compare?area=Alderwick&from=2008&to=2011"
    for address in (f"/evidence/{finding}", f"/paper/{paper}", f"/plan/{plan}", comparison, "/search?q=harm"):
        html = desk.ask(address, signed_in=False).text
        assert "Alcohol &lt;b&gt;" in html.replace("<mark>", "").replace("</mark>", ""), address
    assert finding not in desk.ask("/review?kind=priority").text.partition("Decided last")[0]
    assert desk.post(f"/review/undo/{finding}", {}).status_code == 303
    assert desk.one("SELECT title, decision FROM findings WHERE id = ?", finding) == ("Alcohol misuse", None)
    assert "stands as the program read it" in desk.ask(f"/review/finding/{finding}?done={finding}").text
    desk.post(f"/review/undo/{finding}", {})
    assert desk.one("SELECT title, decision FROM findings WHERE id = ?", finding) == ("Alcohol <b>harm", "accept")


def test_undo_goes_back_to_the_decision_before(desk: Desk) -> None:
    finding = desk.finding("Alcohol misuse")
    desk.post(f"/review/finding/{finding}", {"decision": "accept", "title": "Alcohol", "note": "first"})
    desk.post(f"/review/finding/{finding}", {"decision": "reject", "title": "Alcohol misuse"})
    assert desk.one("SELECT decision FROM findings WHERE id = ?", finding) == ("reject",)
    assert desk.one("SELECT count(*) FROM priorities WHERE id = ?", finding) == (0,)
    desk.post(f"/review/undo/{finding}", {})
    assert desk.one("SELECT title, decision FROM findings WHERE id = ?", finding) == ("Alcohol", "accept")
    assert desk.one("SELECT note FROM corrections") == ("first",)


def test_a_rejected_finding_leaves_the_comparison(desk: Desk) -> None:
    finding = desk.finding("Alcohol misuse")
    desk.post(f"/review/finding/{finding}", {"decision": "reject", "title": "Alcohol misuse"})
    assert f"/evidence/{finding}" not in desk.ask("/compare?area=Alderwick&from=2008&to=2011").text
    assert "Rejected by a person" in desk.ask(f"/evidence/{finding}").text


def test_accepting_without_a_change_says_nothing_of_the_values(desk: Desk) -> None:
    finding = desk.finding("Alcohol misuse")
    themes = desk.one("SELECT group_concat(theme, '; ') FROM priority_themes WHERE priority = ? AND rank = 'primary'", finding)[0]
    shown = {"title": " Alcohol  misuse", "theme": (themes or "").split("; "), "scope": "current", "note": ""}
    desk.post(f"/review/finding/{finding}", {"decision": "accept", **shown})
    assert desk.one("SELECT decision, title, theme, scope, area, note FROM corrections") == ("accept", *[None] * 5)


def test_a_plan_is_given_its_area_and_years_and_a_wrong_value_is_told_at_its_field(desk: Desk) -> None:
    plan, area = desk.one("SELECT plans.id, area FROM plans JOIN plan_areas ON plan = plans.id ORDER BY plans.id LIMIT 1")
    wrong = desk.post(f"/review/finding/{plan}", {"decision": "accept", "title": "A", "area": area, "period": "next year"})
    assert wrong.status_code == 400 and "Nothing was recorded" in wrong.text
    assert re.search(r'id="period-wrong".*?is no period', wrong.text) and 'value="next year"' in wrong.text
    assert desk.one("SELECT count(*) FROM corrections") == (0,)
    right = desk.post(f"/review/finding/{plan}", {"decision": "accept", "title": "A", "area": "Hartlepool", "period": "2012-15"})
    assert right.status_code == 303
    assert desk.one("SELECT period_start, period_end FROM plans WHERE id = ?", plan) == (2012, 2015)
    assert "Hartlepool" in desk.ask("/").text
    desk.post(f"/review/undo/{plan}", {})
    assert desk.one("SELECT area FROM plan_areas WHERE plan = ?", plan) == (area,)


def test_a_finding_is_moved_to_another_plan_of_its_paper(desk: Desk) -> None:
    query = "SELECT priorities.id, priorities.plan, paper FROM priorities JOIN plans ON plans.id = plan ORDER BY paper, number"
    with sqlite3.connect(desk.path) as connection:
        rows = connection.execute(query).fetchall()
    finding, plan, paper = next(row for row in rows if len({other[1] for other in rows if other[2] == row[2]}) > 1)
    other = next(row[1] for row in rows if row[2] == paper and row[1] != plan)
    with sqlite3.connect(desk.path) as connection:  # areas that the rules know, or no correction may name them
        for number, name in enumerate(("Hartlepool", "Stockton-on-Tees")):
            connection.execute("INSERT INTO areas (name) VALUES (?)", [name])
            connection.execute("UPDATE plan_areas SET area = ? WHERE plan = ?", [name, (plan, other)[number]])
    answer = desk.post(f"/review/finding/{finding}", {"decision": "accept", "plan": other, "title": "Moved"})
    assert answer.status_code == 303
    assert desk.one("SELECT plan FROM priorities WHERE id = ?", finding) == (other,)
    assert desk.post(f"/review/finding/{finding}", {"decision": "accept", "plan": "x", "title": "Moved"}).status_code == 400


def test_reading_pages_offer_the_way_to_review_only_to_the_reviewer(desk: Desk) -> None:
    finding = desk.finding("Alcohol misuse")
    assert f"/review/finding/{finding}" in desk.ask(f"/evidence/{finding}").text
    assert "/review" not in desk.ask(f"/evidence/{finding}", signed_in=False).text


def test_a_database_that_cannot_be_written_is_told_at_the_start(plans: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(ServeError, match="cannot be written"):
        site_over(plans, review=ReviewDesk(plans))
