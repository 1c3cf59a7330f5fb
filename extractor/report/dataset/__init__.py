"""Database -> a folder of files for a researcher: CSV tables described by a Frictionless data package, and plans as JSON Lines."""

from extractor.report.dataset.folder import write_dataset

__all__ = ["write_dataset"]
