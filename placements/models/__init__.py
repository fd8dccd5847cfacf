from placements.models.candidate_request import CandidateRequest
from placements.models.contribution import Contribution
from placements.models.deployment import DeployedPerson, Deployment, PersonKey
from placements.models.evidence import EvidenceContent, EvidenceFile, EvidencePage
from placements.models.follow_up import EmployerContact, FollowUp, FollowUpQuestion
from placements.models.hours import HoursStatement
from placements.models.person_decision import PersonAsking, PersonDecision
from placements.models.person_page import PersonPage, PersonRequest
from placements.models.placement import ConditionCheck, Placement, PlacementFile, PlacementTerm
from placements.models.promising import PromisingList, PromisingOccupation
from placements.models.proposal import Proposal, ProposalFile
from placements.models.reminder import Reminder
from placements.models.reversal import ReversalRequest
from placements.models.sample import Sample, SampleItem
from placements.models.simulation import TariffSimulation
from placements.models.speed_date import (
    SpeedDate,
    SpeedDateCandidate,
    SpeedDateEmployer,
    SpeedDateMeeting,
    SpeedDateWish,
)
from placements.models.transition import RevaluationTask, Transition
from placements.models.vacancy import Vacancy, VacancyFile
from placements.models.verdict import FirstApproval, VerdictSentences
from placements.models.year_line import YearLine

__all__ = [
    "CandidateRequest",
    "ConditionCheck",
    "Contribution",
    "DeployedPerson",
    "Deployment",
    "EmployerContact",
    "EvidenceContent",
    "EvidenceFile",
    "EvidencePage",
    "FirstApproval",
    "FollowUp",
    "FollowUpQuestion",
    "HoursStatement",
    "PersonAsking",
    "PersonDecision",
    "PersonKey",
    "PersonPage",
    "PersonRequest",
    "Placement",
    "PlacementFile",
    "PlacementTerm",
    "PromisingList",
    "PromisingOccupation",
    "Proposal",
    "ProposalFile",
    "Reminder",
    "RevaluationTask",
    "ReversalRequest",
    "Sample",
    "SampleItem",
    "SpeedDate",
    "SpeedDateCandidate",
    "SpeedDateEmployer",
    "SpeedDateMeeting",
    "SpeedDateWish",
    "TariffSimulation",
    "Transition",
    "Vacancy",
    "VacancyFile",
    "VerdictSentences",
    "YearLine",
]
