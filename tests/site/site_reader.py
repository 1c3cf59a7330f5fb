"""What tests ask of a page: its words, its tags, and whether its links lead anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
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
        return re.sub(r"\s+", " ", " ".join(self.words)).strip()

    @property
    def links(self) -> list[str]:
        return [str(attributes.get("href")) for tag, attributes in self.tags if tag == "a"]

    @property
    def faults(self) -> list[str]:
        """What no page of ours may hold: styles or scripts inside it, an id twice, not just one main heading."""
        named = [str(attributes["id"]) for _, attributes in self.tags if attributes.get("id")]
        found = [f"id {name} twice" for name in set(named) if named.count(name) > 1]
        found += [tag for tag, attributes in self.tags if tag in ("script", "style") or "style" in attributes]
        found += [f"{name} of {tag}" for tag, attributes in self.tags for name in attributes if name.startswith("on")]
        heads = sum(tag == "h1" for tag, _ in self.tags)
        return found if heads == 1 else [*found, f"{heads} main headings"]


def broken_links(ask: Callable[[str], Any], page: Page, most: int = 60) -> list[str]:
    """The links within the site that do not open, of the first ``most`` different ones."""
    inside = [link.partition("#")[0] for link in page.links if link.startswith("/")]
    return [link for link in list(dict.fromkeys(inside))[:most] if link and ask(link).status_code != 200]
