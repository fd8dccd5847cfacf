from tenders.forms.award import AwardForm
from tenders.forms.first_contact import FirstContactForm
from tenders.forms.responsible import ResponsibleForm

__all__ = ["AwardForm", "FirstContactForm", "ResponsibleForm"]
