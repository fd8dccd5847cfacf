from tenders.forms.award import AwardForm
from tenders.forms.conversation import ContactForm, MessageForm
from tenders.forms.first_contact import FirstContactForm
from tenders.forms.hand_over import GiveBackForm, HandOverForm
from tenders.forms.ladder import OutcomeForm, StepForm, ViewForm, WithdrawForm
from tenders.forms.letter import LetterForm
from tenders.forms.party import PartyEndForm, PartyForm
from tenders.forms.region_text import RegionTextForm
from tenders.forms.responsible import ResponsibleForm

__all__ = [
    "AwardForm",
    "ContactForm",
    "FirstContactForm",
    "GiveBackForm",
    "HandOverForm",
    "LetterForm",
    "MessageForm",
    "OutcomeForm",
    "PartyEndForm",
    "PartyForm",
    "RegionTextForm",
    "ResponsibleForm",
    "StepForm",
    "ViewForm",
    "WithdrawForm",
]
