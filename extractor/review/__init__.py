"""review: what is uncertain -> a file that an officer fills in -> corrections. The person's word stands over the program's."""

from extractor.review.apply import Applied, apply_file
from extractor.review.export import export_file, to_review

__all__ = ["Applied", "apply_file", "export_file", "to_review"]
