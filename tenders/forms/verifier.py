from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards

OWN, COORDINATION_POINT = "own", "coordination_point"


class VerifierForm(forms.Form):
    """Who verifies what contractors log on the contracts of this authority."""

    verifier = forms.ChoiceField(
        label=_("Wie beoordeelt?"),
        choices=[
            (COORDINATION_POINT, _("Het Coördinatiepunt Social Return")),
            (OWN, _("Onze eigen SROI-coördinator")),
        ],
        widget=ChoiceCards(
            notes={
                COORDINATION_POINT: _("U ziet aantallen en bedragen in banden, geen personen."),
                OWN: _("Alleen uw SROI-coördinatoren zien dan personen, onder een pseudoniem."),
            }
        ),
        error_messages={"required": _("Kies wie beoordeelt.")},
    )
