from reporting.models.covenant.duty import CovenantDuty, DutyProgress
from reporting.models.covenant.meeting import CovenantAction, CovenantMeeting, MeetingPresence
from reporting.models.covenant.partner import CovenantPartner
from reporting.models.covenant.plan import CovenantRisk, PlanActivity
from reporting.models.covenant.reminder import CovenantReminder

__all__ = [
    "CovenantAction",
    "CovenantDuty",
    "CovenantMeeting",
    "CovenantPartner",
    "CovenantReminder",
    "CovenantRisk",
    "DutyProgress",
    "MeetingPresence",
    "PlanActivity",
]
