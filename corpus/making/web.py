"""Sets a source as a web page, as Markdown or as plain text."""

from __future__ import annotations

import textwrap
from html import escape

from making.source import Contents, Heading, Item, NewPage, Para, Source, Table, plain, runs


def to_markdown(source: Source) -> bytes:
    """The body as it is written, without the front matter."""
    return source.body.encode("utf-8")


def to_text(source: Source) -> bytes:
    """Plain text, 78 columns wide: headings underlined, items hanging under their marker."""
    out: list[str] = []
    for node in source.nodes:
        if isinstance(node, Heading):
            rule = "=" if node.level == 1 else "-"
            out += [node.text.upper() if node.level == 1 else node.text, rule * len(node.text), ""]
        elif isinstance(node, Item):
            mark = "*" if node.label == "-" else node.label
            pad = "  " * node.level + "  "
            out.append(
                textwrap.fill(plain(node.text), 78, initial_indent=f"{pad}{mark} ", subsequent_indent=pad + " " * (len(mark) + 1))
            )
            out.append("")
        elif isinstance(node, Para):
            out += [textwrap.fill(line, 78) for line in plain(node.text).split("\n")] + [""]
        elif isinstance(node, Contents):
            out += [f"{title} {'.' * max(3, 70 - len(title))} {page}" for title, page in node.lines] + [""]
        elif isinstance(node, Table):
            out += ["\t".join(plain(cell).replace("\n", " ") for cell in row) for row in node.rows] + [""]
    return "\n".join(out).encode("utf-8")


def to_html(source: Source) -> bytes:
    """A small council web page: navigation, main part, foot."""
    main: list[str] = []
    listed: str | None = None
    for node in source.nodes:
        want = None if not isinstance(node, Item) else "ul" if node.label == "-" else "ol"
        if listed and want != listed:
            main.append(f"</{listed}>")
        if want and want != listed:
            main.append(f"<{want}>")
        listed = want
        if isinstance(node, Heading):
            main.append(f"<h{node.level}>{_mark(node.text)}</h{node.level}>")
        elif isinstance(node, Item):
            main.append(f"<li>{_mark(node.text)}</li>")
        elif isinstance(node, Para):
            main.append(f"<p>{_mark(node.text)}</p>")
        elif isinstance(node, Table):
            rows = ["".join(f"<td>{_mark(cell)}</td>" for cell in row) for row in node.rows]
            if node.head:
                rows[0] = rows[0].replace("<td>", '<th scope="col">').replace("</td>", "</th>")
            main.append("<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>")
        elif isinstance(node, Contents | NewPage):
            raise ValueError(f"{source.slug}: a web page has no pages")
    if listed:
        main.append(f"</{listed}>")
    trail = "".join(f'<a href="#">{escape(step.strip())}</a> ' for step in source.text("header").split(">"))
    page = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{escape(source.text("title"))}</title>
<style>body {{ font-family: sans-serif; max-width: 46em; margin: 0 auto; padding: 1em }} nav, footer {{ font-size: 0.85em }}</style>
</head>
<body>
<nav>{trail.strip()}</nav>
<main>
{chr(10).join(main)}
</main>
<footer>{escape(source.text("footer"))}</footer>
</body>
</html>
"""
    return page.encode("utf-8")


def _mark(text: str) -> str:
    return "".join(
        f"<strong>{escape(run.text)}</strong>" if run.bold else escape(run.text).replace("\n", "<br>")
        for run in runs(text)
        if not run.note
    )
