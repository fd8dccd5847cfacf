from tenders.forms.award import AwardForm
from tenders.forms.responsible import ResponsibleForm

__all__ = ["AwardForm", "ResponsibleForm"]
