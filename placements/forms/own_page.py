"""The forms of 'Mijn pagina', in short sentences."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from candidates.names import normalised_phone
from organisations.form_fields import TextField
from organisations.open_forms import OpenForm

_LEAST_DIGITS, _MOST_DIGITS = 9, 15


class AskForm(OpenForm):
    """By which number or address somebody is known."""

    contact = TextField(
        label=_("Uw telefoonnummer of e-mailadres"),
        max_length=254,
        help_text=_("Hetzelfde als bij uw aanmelding. Bijvoorbeeld 06 12345678."),
        error_messages={"required": _("Vul uw telefoonnummer of e-mailadres in.")},
        widget=forms.TextInput(attrs={"autocomplete": "on", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_contact(self) -> str:
        contact: str = " ".join(self.cleaned_data["contact"].split())
        if "@" in contact:
            try:
                validate_email(contact)
            except ValidationError:
                raise ValidationError(_("Dit e-mailadres klopt niet. Bijvoorbeeld: naam@voorbeeld.nl.")) from None
            return contact
        digits = normalised_phone(contact)
        if not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS or any(one.isalpha() for one in contact):
            raise ValidationError(_("Dit telefoonnummer klopt niet. Bijvoorbeeld: 06 12345678."))
        return contact

    @property
    def gave_phone(self) -> bool:
        data: dict[str, Any] = self.cleaned_data
        return "@" not in data.get("contact", "@")
