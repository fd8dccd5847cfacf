from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField
from organisations.models import Membership


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, member: Membership) -> str:
        return f"{member.user.name} ({member.user.email})"


class HandOverForm(forms.Form):
    """To which colleague, and what he should know."""

    to = ColleagueField(
        label=_("Aan wie draagt u over?"),
        queryset=Membership.objects.none(),
        empty_label=_("Kies een collega"),
        error_messages={
            "required": _("Kies een collega."),
            "invalid_choice": _("Deze collega werkt hier niet meer. Kies iemand anders."),
        },
    )
    note = TextField(
        label=_("Wat moet uw collega weten?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bijvoorbeeld: afspraken die u mondeling maakte, of wat nog moet gebeuren."),
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = colleagues


class GiveBackForm(forms.Form):
    """Why the colleague does not take it."""

    reason = TextField(
        label=_("Waarom geeft u het terug?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Schrijf op waarom u het teruggeeft.")},
    )
