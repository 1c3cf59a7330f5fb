"""review: what is uncertain -> a file that an officer fills in -> corrections. The person's word stands over the program's."""

from extractor.review.apply import Applied, Fault, LinesRefused, apply_file
from extractor.review.desk import Item, PlanChoice, Standing, decide, under_review, undo
from extractor.review.export import export_file, to_review

__all__ = [
    "Applied",
    "Fault",
    "Item",
    "LinesRefused",
    "PlanChoice",
    "Standing",
    "apply_file",
    "decide",
    "export_file",
    "to_review",
    "under_review",
    "undo",
]
