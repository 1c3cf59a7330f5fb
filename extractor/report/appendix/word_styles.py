"""How the Word appendix looks: styles, page and language. A document is only ever formatted through these."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

LANGUAGE = "en-GB"
FONT = "Arial"
MARGIN = 16
WIDTH = 297 - 2 * MARGIN
"""Millimetres between the margins of an A4 page on its side."""
INK, QUIET, BLUE, NAVY = "0B0C0C", "505A5F", "1D70B8", "1D3D5C"

MATRIX, PLAIN = "Comparison table", "List table"

_BORDERS = """
<w:style {ns} w:type="table" w:customStyle="1" w:styleId="{id}">
  <w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="1D3D5C"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="1D3D5C"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>{inside}
  </w:tblBorders>
  <w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>
  <w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="firstCol"><w:tcPr>{first}</w:tcPr></w:tblStylePr>
</w:style>
"""
_UPRIGHT = '<w:insideV w:val="single" w:sz="4" w:space="0" w:color="DCDEE0"/>'
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F3F2F1"/>'


MOST_ROOMY = 4
"""Areas across a page that leave room for letters of the common size; more are set a little smaller."""


def dress(document: Any, across: int) -> None:
    """Sets the page, the language and all styles of a new document whose widest matrix has ``across`` areas."""
    entry, mention = (10.0, 9.0) if across <= MOST_ROOMY else (9.0, 8.5)
    _page(document.sections[0])
    _language(document)
    for style in [style for style in document.styles if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table"]:
        style.delete()
    _known(document, "Normal", 10, INK, after=4)
    _known(document, "Title", 20, NAVY, bold=True, after=2)
    _known(document, "Subtitle", 11.5, QUIET, after=8)
    _known(document, "Heading 1", 14, NAVY, bold=True, before=16, after=5)
    _known(document, "Heading 2", 11, NAVY, bold=True, before=8, after=4)
    _known(document, "Header", 8, QUIET, after=0)
    _known(document, "Footer", 8, QUIET, after=0)
    _known(document, "List Bullet", 10, INK, after=2)
    _paragraph(document, "Table head", 10, "FFFFFF", bold=True)
    _paragraph(document, "Table head years", mention, "FFFFFF")
    _paragraph(document, "Theme", entry, INK, bold=True)
    _paragraph(document, "Share", mention, QUIET)
    _paragraph(document, "Entry", entry, INK, after=3, hanging=3)
    _paragraph(document, "Also mentioned", mention, QUIET, before=1, after=3, hanging=3)
    _paragraph(document, "Reason", mention, QUIET, after=3, italic=True)
    _paragraph(document, "Not held", mention, INK, after=3, italic=True, fill="FFF1C2")
    _paragraph(document, "Table text", 9.5, INK, after=2)
    _paragraph(document, "Table text quiet", 8.5, QUIET, after=2)
    _paragraph(document, "Note number", 9.5, INK, after=2)
    _paragraph(document, "Remark", 9.5, QUIET, before=3, after=5)
    _character(document, "Note mark", BLUE, raised=True, size=10)
    _character(document, "Link", BLUE, underline=True)
    _character(document, "Label", INK, bold=True)
    _character(document, "Level", QUIET, size=mention)
    for name, inside, first in ((MATRIX, _UPRIGHT, _SHADE), (PLAIN, "", "")):
        xml = _BORDERS.format(ns=nsdecls("w"), id=name.replace(" ", ""), name=name, inside=inside, first=first, fill=NAVY)
        document.styles.element.append(parse_xml(xml))


def _page(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(17), Mm(16)
    section.header_distance, section.footer_distance = Mm(8), Mm(8)


def _language(document: Any) -> None:
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for held in run.findall(qn("w:lang")):
        run.remove(held)
    lang = OxmlElement("w:lang")
    for side in ("val", "eastAsia"):
        lang.set(qn(f"w:{side}"), LANGUAGE)
    lang.set(qn("w:bidi"), "ar-SA")
    run.append(lang)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), LANGUAGE)


def _known(document: Any, name: str, size: float, colour: str, bold: bool = False, before: float = 0, after: float = 0) -> None:
    style = document.styles[name]
    properties = style.element.find(qn("w:pPr"))
    for border in properties.findall(qn("w:pBdr")) if properties is not None else ():
        properties.remove(border)
    _look(style, size, colour, bold, before, after)
    if name == "Normal":
        style.paragraph_format.line_spacing = 1.08


def _paragraph(
    document: Any, name: str, size: float, colour: str, bold: bool = False, before: float = 0, after: float = 0,
    italic: bool = False, hanging: float = 0, fill: str | None = None,
) -> None:  # fmt: skip
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _look(style, size, colour, bold, before, after)
    style.font.italic = italic
    style.paragraph_format.line_spacing = 1.0
    if hanging:
        style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Mm(hanging), Mm(-hanging)
    if fill:
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
        style.paragraph_format.element.get_or_add_pPr().insert_element_before(
            shade, "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def _look(style: Any, size: float, colour: str, bold: bool, before: float, after: float) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for side in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{side}"), None)
    for side in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{side}"), FONT)
    for held in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(held)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _character(
    document: Any,
    name: str,
    colour: str,
    bold: bool | None = None,
    raised: bool | None = None,
    underline: bool | None = None,
    size: float | None = None,
) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.size = Pt(size) if size else None
    style.font.bold, style.font.superscript, style.font.underline = bold, raised, underline
