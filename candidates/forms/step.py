from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState
from organisations.form_fields import DateField, TextField


class StepForm(forms.Form):
    """The next state, on which day, and whose candidate it is from then on."""

    hide_optional = True

    to = forms.ChoiceField(
        label=_("Volgende stap"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies een stap.")),
    )
    on = DateField(label=_("Op"))
    owner = forms.ChoiceField(label=_("Coach"), required=False)
    reason = TextField(
        label=_("Toelichting"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Schrijf niets op over gezondheid."),
    )

    def __init__(
        self, *args: Any, steps: list[CandidateState], coaches: list[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        to, owner = self.fields["to"], self.fields["owner"]
        assert isinstance(to, forms.ChoiceField)  # noqa: S101 - tells the type
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101 - as above
        # Other screens lead to a pause and to the end of a way, with what belongs to them.
        to.choices = [(one.value, one.label) for one in steps if one not in CandidateState.with_reason()]
        owner.choices = [("", _("Blijft zoals het is")), *coaches]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("Deze dag moet nog komen. Kies vandaag of eerder."))
        return day
