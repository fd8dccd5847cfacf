"""With whom there is work: an employer out of the portal, or one by name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from tenders.forms.entry_fields import OneLine


class EmployerForm(forms.Form):
    """Which of the two it is, is said by the error, not by 'optional' beside each."""

    organisation = forms.ModelChoiceField(
        label=_("Werkgever in het portaal"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Staat er niet bij"),
    )
    employer = OneLine(
        label=_("Naam van de werkgever"),
        max_length=200,
        required=False,
        help_text=_("Alleen als de werkgever niet in de lijst staat."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def check_employer(self, data: dict[str, Any]) -> None:
        if not (data.get("organisation") or data.get("employer")) and "employer" not in self.errors:
            self.add_error("employer", _("Kies een werkgever uit de lijst, of vul zijn naam in."))
