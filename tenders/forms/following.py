from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards
from organisations.open_forms import OpenForm
from tenders.choices import FollowRhythm

_NO_RHYTHM = {"required": _("Kies hoe vaak u een mail wilt."), "invalid_choice": _("Kies hoe vaak u een mail wilt.")}


class RhythmForm(forms.Form):
    """How often a mail may come."""

    use_required_attribute = False

    rhythm = forms.ChoiceField(
        label=_("Hoe vaak wilt u een mail?"),
        choices=FollowRhythm.choices,
        widget=ChoiceCards,
        initial=FollowRhythm.WEEKLY,
        error_messages=_NO_RHYTHM,
    )


class FollowForm(OpenForm, RhythmForm):
    """Where the mail about a search goes."""

    email = forms.EmailField(
        label=_("Uw e-mailadres"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Vul uw e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Kijk of er een @ in staat, en wat erachter komt."),
        },
    )

    field_order = ("email", "rhythm", "fax", "page_made")
