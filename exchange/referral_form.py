"""The forms by which several people are registered at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.choices import Source
from exchange.choices import ReferralMeaning
from exchange.referrals.columns import EXPECTED
from exchange.table_form import MeaningsForm, TableForm
from organisations.form_fields import TextField


class ReferralForm(TableForm):
    """A file with people, or what was copied out of a spreadsheet."""

    expected = EXPECTED
    source = forms.ChoiceField(label=_("Hoe kwamen deze mensen bij u?"), choices=Source.choices)
    registrant = TextField(
        label=_("Wie meldt hen aan?"),
        max_length=200,
        required=False,
        help_text=_("De naam van de organisatie. Het geldt voor iedereen in de tabel."),
    )
    field_order = ("source", "registrant", "file", "pasted", "header_line")

    def __init__(self, *args: Any, asks_source: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_source:
            del self.fields["source"], self.fields["registrant"]


class ReferralColumnsForm(MeaningsForm):
    """What each column means."""

    meanings_of = ReferralMeaning
