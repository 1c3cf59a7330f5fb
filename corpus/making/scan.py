"""Sets a source as a scan: its pages as grey pictures, a little askew and speckled, as an office copier gives them."""

from __future__ import annotations

import random
from io import BytesIO

import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from making.pdf import to_pdf
from making.source import Source

DPI = 150
SLANT = 0.6
SPECKS = 400


def to_scan(source: Source) -> bytes:
    """The paper as a PDF of pictures. The same source and library versions give the same bytes."""
    pdf = pypdfium2.PdfDocument(to_pdf(source))
    specks = random.Random(source.slug)
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    for page in pdf:
        width, height = page.get_size()
        picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
        picture = picture.rotate(SLANT, Image.Resampling.BICUBIC, fillcolor=255)
        for _ in range(SPECKS):
            picture.putpixel((specks.randrange(picture.width), specks.randrange(picture.height)), 90)
        packed = BytesIO()
        picture.save(packed, "JPEG", quality=45)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(packed), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    pdf.close()
    return out.getvalue()
