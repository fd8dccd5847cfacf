from reporting.models.budget import BudgetLine, Target
from reporting.models.report import Report, ReportFile

__all__ = ["BudgetLine", "Report", "ReportFile", "Target"]
