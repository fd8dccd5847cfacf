from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import HoursField, NumberBox
from organisations.notation import dutch_number
from placements.valuation import refuse_above


class HoursForm(forms.Form):
    """The paid hours of one line in one month: a number, nothing this month, or still empty."""

    hours = HoursField(
        label=_("Verloonde uren"),
        required=False,
        max_digits=5,
        widget=NumberBox(places=2),
        error_messages=dict.fromkeys(("max_digits", "max_whole_digits"), _("Zoveel uur kan niet in één maand.")),
    )
    nothing = forms.BooleanField(label=_("Niets deze maand"), required=False)
    #: What was stated when the page was made; empty when nothing was.
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, month: date, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month = month
        for name, words in (
            ("hours", _("Verloonde uren van %(who)s")),
            ("nothing", _("Niets deze maand voor %(who)s")),
        ):
            field = self.fields[name]
            field.label = field.widget.attrs["aria-label"] = words % {"who": who}
        self.fields["nothing"].widget.attrs["class"] = "check"

    def clean_hours(self) -> Decimal | None:
        hours: Decimal | None = self.cleaned_data["hours"]
        most = refuse_above(self.month)
        if hours is not None and hours > most:
            raise ValidationError(
                _("Meer dan %(most)s uur in deze maand kan niet: dat is gemiddeld 60 uur per week.")
                % {"most": dutch_number(most, 2)}
            )
        return hours

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("hours") and self.initial.get("nothing"):
            data["nothing"] = False  # the tick is what was kept before, the hours were typed now
        if data.get("nothing") and data.get("hours"):
            self.add_error("hours", _("Vul uren in, of kies 'niets deze maand'. Niet allebei."))
        return data

    def stated(self) -> Decimal | None:
        """The hours, 0 for nothing this month, None while it is empty."""
        return Decimal(0) if self.cleaned_data.get("nothing") else self.cleaned_data.get("hours")
