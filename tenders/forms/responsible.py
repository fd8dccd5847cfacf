from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField
from tenders.models import Responsible


class ResponsibleForm(forms.ModelForm):
    """Who answers for a contract on one side, and who stands in."""

    class Meta:
        model = Responsible
        fields = ("name", "email", "stand_in_name", "stand_in_email")
        labels = {
            "name": _("Naam"),
            "email": _("E-mailadres"),
            "stand_in_name": _("Naam van de vervanger"),
            "stand_in_email": _("E-mailadres van de vervanger"),
        }
        field_classes = dict.fromkeys(("name", "stand_in_name"), TextField)
        widgets = {name: forms.TextInput(attrs={"autocomplete": "off"}) for name in ("name", "stand_in_name")}

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        name, email = cleaned.get("stand_in_name"), cleaned.get("stand_in_email")
        if email and not name:
            self.add_error("stand_in_name", _("Vul ook de naam van de vervanger in."))
        if name and not email and "stand_in_email" not in self.errors:
            self.add_error("stand_in_email", _("Vul ook het e-mailadres van de vervanger in."))
        return cleaned
