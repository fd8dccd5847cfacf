from exchange.models.job import BulkFile, BulkJob, ImportedRow

__all__ = ["BulkFile", "BulkJob", "ImportedRow"]
