"""report: what a database holds, as plain values for pages and documents. Reads only."""

from extractor.report.compare import Comparison, compare, default_areas, default_period, known_areas
from extractor.report.evidence import Evidence, evidence, page_view, paper_bytes, paper_head
from extractor.report.held import Held, areas_by_period, held, periods
from extractor.report.paper import PaperWhole, paper_whole
from extractor.report.search import SearchResult, search

__all__ = [
    "Comparison",
    "Evidence",
    "Held",
    "PaperWhole",
    "SearchResult",
    "areas_by_period",
    "compare",
    "default_areas",
    "default_period",
    "evidence",
    "held",
    "known_areas",
    "page_view",
    "paper_bytes",
    "paper_head",
    "paper_whole",
    "periods",
    "search",
]
