from exchange.models.job import BulkFile, BulkJob, ImportedRow
from exchange.models.payroll import PayrollLayout, PayrollPeriod, PayrollUpload, PersonnelNumber

__all__ = [
    "BulkFile",
    "BulkJob",
    "ImportedRow",
    "PayrollLayout",
    "PayrollPeriod",
    "PayrollUpload",
    "PersonnelNumber",
]
