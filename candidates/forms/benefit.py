from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.benefit.kept import Entry
from candidates.choices import BenefitKind
from organisations.form_fields import ChoiceCards, DateField, TextField
from organisations.shown_forms import ShownForm


class BenefitPeriodForm(ShownForm):
    """Work with benefit kept: what, where, from when until when, and past the limit why."""

    use_required_attribute = False
    hide_optional = True

    kind = forms.ChoiceField(
        label=_("Wat is het?"),
        choices=BenefitKind.choices,
        widget=ChoiceCards(
            {
                BenefitKind.TRIAL: _("Even proberen bij een werkgever die iemand wil aannemen"),
                BenefitKind.EXPERIENCE: _("Werkervaring opdoen, zonder vooruitzicht op die baan"),
                BenefitKind.STOCK: _("Klaar voor werk dat nog komt"),
            }
        ),
        error_messages={"required": _("Kies wat het is.")},
    )
    place = TextField(
        label=_("Waar?"),
        max_length=200,
        error_messages={"required": _("Vul in bij welk bedrijf of welke organisatie.")},
    )
    starts_on = DateField(label=_("Eerste dag"))
    ends_on = DateField(label=_("Laatste dag"))
    reason = TextField(
        label=_("Waarom mag het langer dan de grens?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen als de grens voorbijgaat. Schrijf niets op over gezondheid."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("De laatste dag ligt voor de eerste dag. Verander een van de twee."))
        return data

    def entry(self) -> Entry:
        data = self.cleaned_data
        return Entry(BenefitKind(data["kind"]), data["place"], data["starts_on"], data["ends_on"])
