import ast
import asyncio
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.version import __version__

from extractor.batch import ingest
from extractor.flow import shipped_codebook
from extractor.serve import ReviewDesk, site_over

Get = Callable[..., Any]
Ids = Callable[..., str]

PAYLOADS = [
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "';alert(1)//", "{{7*7}}", "${7*7}", "javascript:alert(1)"),
    *("%00", "\x00", "\ud800", "\u202e", "é", "😀", "\r\nSet-Cookie: a=b", " ", "%", "%zz", "~", "~zz", "a" * 3000),
    *("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "//example.org", "\\\\example.org", "_internal"),
    *("' OR 1=1 --", "1; DROP TABLE papers", "*", '"', "NEAR(", "[]", "{}", "null", "-1", "0", "1e9", "9" * 400, "NaN"),
]
PATHS = [
    *("/{}", "/evidence/{}", "/paper/{}", "/paper/{}/page/1", "/paper/0123456789abcdef/page/{}", "/page-image/{}/1.png"),
    *("/area/{}", "/plan/{}", "/review/finding/{}", "/review/undo/{}", "/plans/{}/1", "/plans/papers/{}.json", "/compare.{}"),
    *("/page-image/0123456789abcdef/{}.png", "/static/{}", "/plans/{}", "/plans/papers/{}", "/plans/{}.json", "/-/{}"),
]
RAW = ("../../etc/passwd", "%2e%2e/", "%", "%zz", "%c0%af", "a//b")
TABLE = "_search={} _sort={} _size={} _next={} _facet={} page__gt={} _where={} _col={} _search_{}=x _searchmode=raw&_search={}"
QUERIES = [
    *("/area?name={}", "/paper/0123456789abcdef/page?number={}", "/paper/0123456789abcdef/page/1?zoom={}&finding={}"),
    *("/search?q=crime&area={}&kind={}", "/search?q=crime&years={}&theme={}&start={}", "/compare.csv?area={}&from={}"),
    *("/review?kind={}&file={}&start={}", "/review/sign-in?token={}"),
    *("/national?for={}", "/national?for=PSA+{}", "/measures?q={}", "/measures?area={}&sort={}&order={}"),
    *("/?{}", "/compare?area={}", "/compare?from={}", "/compare?area=Dunmere&from={}&to={}", "/search?q={}", "/search?{}=1"),
    *(
        "/plans?sql={}",
        "/plans/findings.json?_shape={}",
        "/plans/findings.csv?_stream={}",
        "/plans/priorities_with_plans?_nosuch={}",
    ),
    *(f"/plans/findings?{query}" for query in TABLE.split()),
]


def written(payload: str) -> str:
    return quote(payload.encode("utf-8", "surrogatepass"), safe="")


HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "hostile" / "make_hostile.py"


def injections() -> list[str]:
    """Strings that a collection of hostile papers, kept beside the project, writes into them; none where it is not there."""
    if not HOSTILE.is_file():
        return []
    said = {node.value for node in ast.walk(ast.parse(HOSTILE.read_text("utf-8"))) if isinstance(node, ast.Constant)}
    words = sorted(one for one in said if isinstance(one, str) and len(one) < 200 and re.search(r"[<>'\"`;|\x00-\x1f]|\.\./", one))
    return words[:60]


def addresses() -> list[str]:
    """Many hundred addresses that nobody means well with: each shape with each payload, some raw, in a fixed order."""
    made = [shape.replace("{}", written(payload)) for shape in PATHS + QUERIES for payload in PAYLOADS]
    made += [shape.replace("{}", payload) for shape in PATHS for payload in RAW]
    made += [shape.replace("{}", written(payload)) for shape in ("/search?q={}", "/area/{}", "/{}") for payload in injections()]
    random.Random(1).shuffle(made)
    return made


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")  # Datasette leaves its other facets when one fails
@pytest.mark.parametrize("kind", ["for researchers", "public", "with review"])
def test_no_address_breaks_the_site_or_reaches_beyond_it(kind: str, plans: Path) -> None:
    site = site_over(plans, public=kind == "public", review=ReviewDesk(plans) if kind == "with review" else None)

    async def ask() -> list[tuple[int, str]]:
        broken = []
        # Each kind of site takes a third of them, so that all together take no longer than one would with all.
        for address in addresses()[["for researchers", "public", "with review"].index(kind) :: 3]:
            response = await site.client.get(address)
            location = response.headers.get("location", "/")
            leads_away = location.startswith(("//", "/\\", "http:", "https:")) and "localhost" not in location
            is_page = response.headers.get("content-type", "").startswith("text/html")
            executes = is_page and ("<script>alert" in response.text or "<img src=x" in response.text)
            unguarded = "content-security-policy" not in response.headers or "x-content-type-options" not in response.headers
            if response.status_code >= 500 or "root:" in response.text or leads_away or executes or unguarded:
                broken.append((response.status_code, address))
        return broken

    assert len(addresses()) > 1500
    assert asyncio.run(ask()) == []


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/compare", "/compare.docx", "/compare.json", "/nowhere", "/static/site.css", "/static/nothing.css", "/favicon.ico"),
        *("/plans", "/plans/papers.json", "/plans/papers.csv", "/plans/-/query", "/-/static/app.css", "/-/databases.json"),
        *("/review", "/page-image/0123456789abcdef/1.png", "//example.org/", "/?" + "a" * 9000),
    ],
)
def test_every_answer_carries_the_safety_headers(get: Get, address: str) -> None:
    headers = get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "script-src 'self'" in policy
    assert "unsafe-inline" not in policy.partition("style-src")[0]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_our_own_pages_allow_no_style_inside_the_page(get: Get) -> None:
    assert "unsafe" not in get("/compare").headers["content-security-policy"]


def test_words_of_a_paper_are_never_mark_up(get: Get, ids: Ids) -> None:
    finding = ids("SELECT id FROM findings WHERE title LIKE 'Rural%'")
    paper = ids("SELECT id FROM papers WHERE file = 'evenholt.docx'")
    for address in (
        f"/evidence/{finding}",
        f"/paper/{paper}",
        f"/paper/{paper}/page/1",
        "/compare?area=Evenholt",
        "/search?q=rural",
        "/search?q=plant",
    ):
        html = get(address).text
        assert "<b>now" not in html and "<script>" not in html and "<img src=x" not in html, address
        assert "&lt;b&gt;now" in html or "&lt;" in html, address


def test_a_question_is_shown_as_words(get: Get) -> None:
    html = get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "address",
    ["/nowhere", "/evidence/0123456789abcdef", "/paper/xyz", "/paper/0123456789abcdef", "/page-image/0123456789abcdef/1.png"],
)
def test_a_wrong_address_gets_a_helpful_page(get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code == 404
    assert "Page not found" in response.text and 'href="/compare"' in response.text


def test_an_address_that_leads_off_the_site_is_not_followed(get: Get) -> None:
    assert get("//example.org/%2f").status_code in (400, 404)


def test_sql_of_ones_own_is_for_researchers_and_not_for_a_public_site(get: Get, plans: Path) -> None:
    assert get("/plans.json?sql=select+1", follow_redirects=True).status_code == 200
    public = site_over(plans, public=True)
    assert asyncio.run(public.client.get("/plans.json?sql=select+1", follow_redirects=True)).status_code == 403
    assert "Ask in SQL" not in asyncio.run(public.client.get("/plans")).text


def test_nothing_can_be_written_through_the_site(get: Get, ids: Ids) -> None:
    response = get("/plans.json?sql=delete+from+papers", follow_redirects=True)
    assert response.status_code == 400
    assert ids("SELECT count(*) FROM papers") == "5"


def test_an_address_of_a_table_that_is_not_there_is_told_and_not_logged(get: Get, capfd: pytest.CaptureFixture[str]) -> None:
    # Datasette 1.0 has pages under /plans/-/, 0.65 takes "-" for the name of a table.
    dashed = ("/plans/-/query", "/plans/-/query.json?sql=select+1") if __version__.startswith("0.") else ()
    for address in (*dashed, "/plans/nothing/1", "/plans/%7E/x"):
        assert get(address).status_code == 404
    assert get("/plans/areas/Alderwick").status_code == 200
    assert capfd.readouterr().err == ""


def test_a_public_site_says_nothing_of_the_machine_and_gives_no_whole_files(plans: Path) -> None:
    site = site_over(plans, public=True)

    def ask(address: str) -> Any:
        return asyncio.run(site.client.get(address))

    about = ("databases", "threads", "versions", "plugins", "settings", "metadata", "permissions", "patterns", "config")
    for address in [f"/-/{name}{form}" for name in about for form in ("", ".json")]:
        answer = ask(address)
        assert answer.status_code == 404 and str(plans.parent) not in answer.text, address
    listed = ask("/plans").text
    for table in (
        "files",
        "readings",
        "documents",
        "ledger",
        "failures",
        "unread",
        "paper_prints",
        "relation_states",
        "pages_fts",
        "findings_fts_data",
    ):
        assert ask(f"/plans/{table}.json").status_code == 403 and ask(f"/plans/{table}").status_code == 403, table
        assert ask(f"/plans/{table}/1.json").status_code in (403, 404)
        assert f'href="/plans/{table}"' not in listed
    assert ask("/-/static/app.css").status_code == 200 and ask("/plans/papers.json").status_code == 200


def test_no_page_or_table_of_a_public_site_names_a_folder_of_the_machine(tmp_path: Path) -> None:
    folder = tmp_path / "folder-of-the-operator" / "papers of 2011"
    folder.mkdir(parents=True)
    words = "# Hartlepool Community Safety Plan 2011-2014\n\nOur priorities are:\n\n- Violent crime\n- Burglary (PSA 23)\n"
    for name in ("one.md", "the same.md"):
        (folder / name).write_text(words)
    (folder / "Stockton-on-Tees plan 2014-17.pdf").write_bytes(b"%PDF-1.4 nothing")
    ingest([folder], tmp_path / "plans.db", shipped_codebook(), {})
    site = site_over(tmp_path / "plans.db", public=True)

    async def ask() -> tuple[list[str], list[str]]:
        index = (await site.client.get("/plans.json")).json()
        names = [one["name"] for one in index["tables"]] + [one if isinstance(one, str) else one["name"] for one in index["views"]]
        addresses = ["/", "/plans", "/compare", "/measures", "/national", "/search?q=crime"]
        addresses += [f"/plans/{name}.json?_shape=array&_size=1000" for name in names]
        answers = [(address, await site.client.get(address)) for address in addresses]
        return names, [address for address, one in answers if one.status_code != 200 or "of-the-operator" in one.text]

    names, telling = asyncio.run(ask())
    assert {"priorities", "papers", "gaps"} <= set(names) and not {"ledger", "failures", "files"} & set(names)
    assert telling == []
