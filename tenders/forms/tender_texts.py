from django import forms
from django.utils.translation import gettext_lazy as _

from tenders.calendar.texts import BASES


class TenderTextsForm(forms.Form):
    """What the texts of a tender depend on and a tender does not say yet; it stays in the address."""

    hide_optional = True

    grondslag = forms.ChoiceField(
        label=_("Het percentage gaat over"),
        choices=[(basis.value, words) for basis, words in BASES.items()],
        required=False,
    )
    raam = forms.BooleanField(label=_("Het wordt een raamovereenkomst"), required=False)
