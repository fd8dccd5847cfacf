from exchange.models.job import BulkFile, BulkJob, ImportedRow
from exchange.models.payroll import PayrollLayout, PayrollPeriod, PayrollUpload, PersonnelNumber
from exchange.models.referral import ReferralUpload
from exchange.models.uploaded_table import UploadedTable

__all__ = [
    "BulkFile",
    "BulkJob",
    "ImportedRow",
    "PayrollLayout",
    "PayrollPeriod",
    "PayrollUpload",
    "PersonnelNumber",
    "ReferralUpload",
    "UploadedTable",
]
