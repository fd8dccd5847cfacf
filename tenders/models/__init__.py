from tenders.models.agreement import Agreement, Certificate, Plan
from tenders.models.bulk_change import BulkChange
from tenders.models.calendar_digest import CalendarDigest
from tenders.models.contract import Contract
from tenders.models.conversation import Message, ReadMark
from tenders.models.firm_invitation import FirmInvitation
from tenders.models.follower import SearchFollower
from tenders.models.growth import CallOff, OptionYear, Turnover
from tenders.models.ladder import Document, LadderStep, Notice, Settlement
from tenders.models.local_firm import LocalFirm
from tenders.models.party import ContractParty, HandOver, Responsible
from tenders.models.plan_item import PlanItem
from tenders.models.policy import RegionPolicy
from tenders.models.region_text import LetterTemplate, RegionText, TenderText
from tenders.models.succession import Succession
from tenders.models.tariff import Block, Tariff
from tenders.models.tender import Tender, TenderValue
from tenders.models.tender_document import TenderDocument, TenderDocumentContent, TenderDocumentPage
from tenders.models.tender_parts import ExpectedOccupation, TenderLot, TenderStep, TenderStepNote
from tenders.models.totals import ContractBand, ContractTotals, PartyTotals
from tenders.models.version import ContractVersion

__all__ = [
    "Agreement",
    "Block",
    "BulkChange",
    "CalendarDigest",
    "CallOff",
    "Certificate",
    "Contract",
    "ContractBand",
    "ContractParty",
    "ContractTotals",
    "ContractVersion",
    "Document",
    "ExpectedOccupation",
    "FirmInvitation",
    "HandOver",
    "LadderStep",
    "LetterTemplate",
    "LocalFirm",
    "Message",
    "Notice",
    "OptionYear",
    "PartyTotals",
    "Plan",
    "PlanItem",
    "ReadMark",
    "RegionPolicy",
    "RegionText",
    "Responsible",
    "SearchFollower",
    "Settlement",
    "Succession",
    "Tariff",
    "Tender",
    "TenderDocument",
    "TenderDocumentContent",
    "TenderDocumentPage",
    "TenderLot",
    "TenderStep",
    "TenderStepNote",
    "TenderText",
    "TenderValue",
    "Turnover",
]
