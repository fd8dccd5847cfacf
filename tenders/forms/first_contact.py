from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField


class FirstContactForm(forms.Form):
    """The day on which contractor and Werkplein first spoke; between the award and today."""

    contact_on = DateField(label=_("Dag van het eerste contact"))

    def __init__(self, *args: Any, awarded_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.awarded_on = awarded_on
        self.today = today

    def clean_contact_on(self) -> date:
        contact_on: date = self.cleaned_data["contact_on"]
        if contact_on < self.awarded_on:
            raise forms.ValidationError(
                _("Deze dag ligt voor de gunning. Kies de dag van de gunning of later."), code="before_award"
            )
        if contact_on > self.today:
            raise forms.ValidationError(_("Deze dag moet nog komen."), code="future")
        return contact_on
