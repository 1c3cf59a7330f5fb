"""Sizes and thickness of print over a whole paper: one size where the paper uses one, bold where strokes are thicker than usual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from extractor.parse.pdf.shapes import Word

_ALIKE = 0.09
"""Share by which the measured sizes of one printed size differ: lines with and without long letters."""


_BOLD = 1.19
"""Times the usual thickness, at the same size, from which a word by itself is bold: ordinary words stay below 1.16 on a clean scan,
bold ones above 1.17."""
_NEAR = 0.09
"""How far from that a word is judged by its neighbours instead."""
_ENOUGH = 400
"""Letters on a page from which its own print says what is usual there: pages are not all scanned equally dark."""


def settle_print(pages: Sequence[Sequence[Word]]) -> None:
    """Make sizes alike over the paper and tell bold print; ``pages`` hold the words read off each page, line by line."""
    _settle_sizes(word for words in pages for word in words)
    whole = _usual([word for words in pages for word in words])
    for words in pages:
        usual = _usual(words) if sum(len(word.text) for word in words) >= _ENOUGH else whole
        if usual > 0:
            _settle_bold(words, usual)


def _usual(words: Sequence[Word]) -> float:
    """The thickness below which a third of the letters lie: that of ordinary print, also where much is bold."""
    inked = sorted((word.weight, len(word.text)) for word in words if word.weight > 0)
    wanted, total = sum(length for _, length in inked) * 0.35, 0
    for weight, length in inked:
        total += length
        if total >= wanted:
            return weight
    return 0.0


def _settle_bold(words: Sequence[Word], usual: float) -> None:
    """Words that are clearly thick are bold; those between, and those that cannot be measured, go with their neighbours in line."""
    for _, group in groupby(words, key=lambda word: word.base):
        line = list(group)
        shares = [word.weight / usual for word in line]
        for index, (word, share) in enumerate(zip(line, shares, strict=True)):
            if share == 0 or abs(share - _BOLD) < _NEAR:
                near = [other for other in shares[max(0, index - 1) : index + 2] if other > 0]
                share = sum(near) / len(near) if near else 0.0
            word.bold = share > _BOLD


def _settle_sizes(words: Iterable[Word]) -> None:
    """Give words of nearly one size the same size: the most common size first, then the most common of what is left."""
    by_size: dict[float, list[Word]] = defaultdict(list)
    for word in words:
        by_size[round(word.size, 2)].append(word)
    weights = {size: sum(len(word.text) for word in held) for size, held in by_size.items()}
    left = sorted(by_size)
    while left:
        centre = max(left, key=lambda size: (sum(weights[other] for other in left if abs(other - size) <= 0.03 * size), -size))
        alike = [size for size in left if abs(size - centre) <= _ALIKE * centre]
        total = sum(weights[size] for size in alike)
        mean = round(2 * sum(size * weights[size] for size in alike) / total) / 2
        for size in alike:
            for word in by_size[size]:
                word.size = mean
        left = [size for size in left if size not in alike]
