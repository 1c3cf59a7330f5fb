"""report: what a database holds, as plain values for pages and documents. Reads only."""

from extractor.report.appendix import CONTENT_TYPES, FORMS, Appendix, Form, appendix, document, file_name
from extractor.report.asked import Asked, asked_comparison
from extractor.report.compare import Comparison, compare, default_areas, default_period, known_areas
from extractor.report.evidence import Evidence, evidence, paper_head
from extractor.report.facets import PlanDirectory, plan_directory
from extractor.report.gap_words import meanings, why_empty
from extractor.report.gaps import (
    STATED,
    CellHeld,
    Gap,
    Shared,
    areas_named,
    asked_period,
    expected_and_held,
    gaps,
    gaps_by_heading,
    shared,
)
from extractor.report.held import Held, areas_by_period, held, periods
from extractor.report.history import (
    Became,
    Elsewhere,
    History,
    Onward,
    Step,
    Wording,
    history,
    in_other_words,
    through_the_years,
    what_became_of,
)
from extractor.report.laid_out import picture_source, sheet_of_block, sheet_view
from extractor.report.measures import Measured, measures
from extractor.report.national import citing, crime_types, misfits, national_actions, not_citing, unknown_framework
from extractor.report.page import page_view
from extractor.report.paper import PaperWhole, paper_whole
from extractor.report.search import SearchResult, search
from extractor.report.similar import SimilarArea, similar_areas

__all__ = [
    "CONTENT_TYPES",
    "FORMS",
    "STATED",
    "Appendix",
    "Asked",
    "Became",
    "CellHeld",
    "Comparison",
    "Elsewhere",
    "Evidence",
    "Form",
    "Gap",
    "Held",
    "History",
    "Measured",
    "Onward",
    "PaperWhole",
    "PlanDirectory",
    "SearchResult",
    "Shared",
    "SimilarArea",
    "Step",
    "Wording",
    "appendix",
    "areas_by_period",
    "areas_named",
    "asked_comparison",
    "asked_period",
    "citing",
    "compare",
    "crime_types",
    "default_areas",
    "default_period",
    "document",
    "evidence",
    "expected_and_held",
    "file_name",
    "gaps",
    "gaps_by_heading",
    "held",
    "history",
    "in_other_words",
    "known_areas",
    "meanings",
    "measures",
    "misfits",
    "national_actions",
    "not_citing",
    "page_view",
    "paper_head",
    "paper_whole",
    "periods",
    "picture_source",
    "plan_directory",
    "search",
    "shared",
    "sheet_of_block",
    "sheet_view",
    "similar_areas",
    "through_the_years",
    "unknown_framework",
    "what_became_of",
    "why_empty",
]
