from candidates.models.assessment import Assessment
from candidates.models.assignment import Assignment
from candidates.models.benefit import BenefitOverrun, BenefitPeriod
from candidates.models.candidate import Candidate, CandidateIdentity, CandidateStep
from candidates.models.contact import ContactMoment
from candidates.models.document import CandidateDocument, DocumentContent, DocumentKind, DocumentPage
from candidates.models.duplicate import CandidateMerge, PossibleDuplicate
from candidates.models.own_page import OwnPage
from candidates.models.policy import BackOfficePolicy, WerkpleinArea
from candidates.models.profile import CandidateProfile
from candidates.models.registration import AgencyConditions, OpenRegistration, OwnCv
from candidates.models.task import CandidateTask
from candidates.models.training import ProgrammeOccupation, TrainingGroup, TrainingProgramme
from candidates.models.training_cost import TrainingCost
from candidates.models.training_enrolment import Enrolment
from candidates.models.training_plan import TrainingPlan
from candidates.models.training_seat import TrainingSeat

__all__ = [
    "AgencyConditions",
    "Assessment",
    "Assignment",
    "BackOfficePolicy",
    "BenefitOverrun",
    "BenefitPeriod",
    "Candidate",
    "CandidateDocument",
    "CandidateIdentity",
    "CandidateMerge",
    "CandidateProfile",
    "CandidateStep",
    "CandidateTask",
    "ContactMoment",
    "DocumentContent",
    "DocumentKind",
    "DocumentPage",
    "Enrolment",
    "OpenRegistration",
    "OwnCv",
    "OwnPage",
    "PossibleDuplicate",
    "ProgrammeOccupation",
    "TrainingCost",
    "TrainingGroup",
    "TrainingPlan",
    "TrainingProgramme",
    "TrainingSeat",
    "WerkpleinArea",
]
