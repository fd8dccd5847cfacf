from organisations.models.checked_file import CheckedContent, CheckedFile, CheckedPage
from organisations.models.cpv import CpvCode
from organisations.models.identifier import Identified, new_id
from organisations.models.invitation import Invitation
from organisations.models.login_provider import LoginProvider, ProvidedIdentity
from organisations.models.mail import HeldMail, MailChoice
from organisations.models.occupation import Occupation
from organisations.models.organisation import Membership, Organisation, OrganisationRegion
from organisations.models.outbox import OutboxMessage
from organisations.models.page_link import PageLink
from organisations.models.read_log import ReadLog
from organisations.models.region import AreaMunicipality, Municipality, Region
from organisations.models.region_contact import RegionContact
from organisations.models.retention import Erasure, ErasureRule, RetentionMark, RetentionPolicy
from organisations.models.saved_view import SavedView
from organisations.models.user import User

__all__ = [
    "AreaMunicipality",
    "CheckedContent",
    "CheckedFile",
    "CheckedPage",
    "CpvCode",
    "Erasure",
    "ErasureRule",
    "HeldMail",
    "Identified",
    "Invitation",
    "LoginProvider",
    "MailChoice",
    "Membership",
    "Municipality",
    "Occupation",
    "Organisation",
    "OrganisationRegion",
    "OutboxMessage",
    "PageLink",
    "ProvidedIdentity",
    "ReadLog",
    "Region",
    "RegionContact",
    "RetentionMark",
    "RetentionPolicy",
    "SavedView",
    "User",
    "new_id",
]
