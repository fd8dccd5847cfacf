"""What is filled in about a story."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, TextField
from reporting.choices import ConsentHow
from reporting.publication.stories import Told


class StoryForm(forms.Form):
    title = TextField(label=_("Titel"), max_length=120, error_messages={"required": _("Vul een titel in.")})
    text = TextField(
        label=_("Verhaal"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Iedereen kan dit lezen. Gebruik alleen een voornaam, of een verzonnen naam. Schrijf niets over gezondheid."
        ),
        error_messages={"required": _("Vul het verhaal in.")},
    )
    consent_given_on = DateField(
        label=_("Toestemming gegeven op"), help_text=_("De dag waarop de persoon zelf ja zei tegen deze tekst.")
    )
    consent_how = forms.ChoiceField(
        label=_("Hoe"),
        choices=ConsentHow.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Maak een keuze."), "invalid_choice": _("Maak een keuze.")},
    )
    consent_ends_on = DateField(
        label=_("Toestemming tot en met"),
        required=False,
        help_text=_("Laat leeg als er geen einde is afgesproken. Na deze dag verdwijnt het verhaal vanzelf."),
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_consent_given_on(self) -> dt.date:
        given_on: dt.date = self.cleaned_data["consent_given_on"]
        if given_on > self.on:
            raise forms.ValidationError(_("Toestemming kan niet in de toekomst zijn gegeven."))
        return given_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given_on, ends_on = cleaned.get("consent_given_on"), cleaned.get("consent_ends_on")
        if given_on and ends_on and ends_on < given_on:
            self.add_error("consent_ends_on", _("De toestemming eindigt niet voordat ze is gegeven."))
        return cleaned

    def told(self) -> Told:
        cleaned = self.cleaned_data
        return Told(
            title=cleaned["title"],
            text=cleaned["text"],
            consent_given_on=cleaned["consent_given_on"],
            consent_how=ConsentHow(cleaned["consent_how"]),
            consent_ends_on=cleaned["consent_ends_on"],
        )
