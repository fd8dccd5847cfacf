from reporting.models.budget import BudgetLine, ContributionShare, Target
from reporting.models.covenant import (
    CovenantAction,
    CovenantDuty,
    CovenantMeeting,
    CovenantPartner,
    CovenantReminder,
    CovenantRisk,
    DutyProgress,
    MeetingPresence,
    PlanActivity,
)
from reporting.models.evaluation import Evaluation, EvaluationOpinion, ReportPolicy
from reporting.models.judgement import Judgement, ReportWarning
from reporting.models.partner_effort import PartnerEffort
from reporting.models.publication import PublicConsent, ReportDownload, ReportEvent, ReportPublication, ReportSending
from reporting.models.report import Report, ReportFile
from reporting.models.spending import SpendingLine
from reporting.models.standing import Standing
from reporting.models.story import Story

__all__ = [
    "BudgetLine",
    "ContributionShare",
    "CovenantAction",
    "CovenantDuty",
    "CovenantMeeting",
    "CovenantPartner",
    "CovenantReminder",
    "CovenantRisk",
    "DutyProgress",
    "Evaluation",
    "EvaluationOpinion",
    "Judgement",
    "MeetingPresence",
    "PartnerEffort",
    "PlanActivity",
    "PublicConsent",
    "Report",
    "ReportDownload",
    "ReportEvent",
    "ReportFile",
    "ReportPolicy",
    "ReportPublication",
    "ReportSending",
    "ReportWarning",
    "SpendingLine",
    "Standing",
    "Story",
    "Target",
]
