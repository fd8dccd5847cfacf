from tenders.forms.award import AwardForm
from tenders.forms.conversation import ContactForm, MessageForm
from tenders.forms.first_contact import FirstContactForm
from tenders.forms.ladder import OutcomeForm, StepForm, ViewForm, WithdrawForm
from tenders.forms.responsible import ResponsibleForm

__all__ = [
    "AwardForm",
    "ContactForm",
    "FirstContactForm",
    "MessageForm",
    "OutcomeForm",
    "ResponsibleForm",
    "StepForm",
    "ViewForm",
    "WithdrawForm",
]
