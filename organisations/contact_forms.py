from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations import shown
from organisations.form_fields import PhoneField, TextField
from organisations.models import RegionContact
from organisations.region_contact import FIELDS
from organisations.shown_forms import ShownForm


class RegionContactForm(ShownForm):
    """Nothing is required: what is empty stands on no page."""

    use_required_attribute = False
    hide_optional = True

    address = TextField(
        label=_("Adres"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        help_text=_("Waar mensen langs kunnen komen. Eén regel per regel."),
        error_messages={"max_length": _("Dit is te lang. Schrijf hoogstens 300 tekens.")},
    )
    phone = PhoneField(
        least_digits=8,
        help_text=_("Alleen met een nummer vraagt het portaal mensen om te bellen."),
        error_messages={"max_length": _("Dit nummer is te lang. Schrijf één nummer op.")},
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        error_messages={"invalid": _("Dit is geen goed e-mailadres. Een voorbeeld: naam@organisatie.nl.")},
    )
    hours = TextField(
        label=_("Wanneer bereikbaar"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bijvoorbeeld: maandag tot en met vrijdag, van 9 tot 17 uur."),
        error_messages={"max_length": _("Dit is te lang. Schrijf hoogstens 300 tekens.")},
    )
    responsible = TextField(
        label=_("Wie is verantwoordelijk voor de gegevens?"),
        max_length=200,
        required=False,
        help_text=_("De naam van de organisatie, zoals die op de privacypagina staat."),
        error_messages={"max_length": _("Dit is te lang. Schrijf hoogstens 200 tekens.")},
    )
    privacy_email = forms.EmailField(
        label=_("E-mailadres voor vragen over privacy"),
        required=False,
        help_text=_("Bijvoorbeeld van de functionaris gegevensbescherming."),
        error_messages={"invalid": _("Dit is geen goed e-mailadres. Een voorbeeld: privacy@organisatie.nl.")},
    )

    def __init__(self, data: Any = None, *, contact: RegionContact) -> None:
        initial = {name: getattr(contact, name) for name in FIELDS}
        super().__init__(data, initial={**initial, "shown": shown.version_of(contact, FIELDS)})
