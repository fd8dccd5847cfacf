"""Which municipalities go first, and from which day on."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.form_fields import DateField
from organisations.models import Municipality


class PriorityAreaForm(forms.Form):
    """``among``: what can be chosen; ``stands``: the codes that are in it now."""

    municipalities = forms.MultipleChoiceField(
        label=gettext_lazy("Deze gemeenten gaan voor"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Kies gemeenten uit de lijst.")},
    )
    since = DateField(
        label=gettext_lazy("Vanaf welke dag"),
        help_text=gettext_lazy("Telt voor wie zich vanaf die dag aanmeldt. Wat ervoor gold, blijft."),
        error_messages={"required": gettext_lazy("Vul de dag in waarop dit ingaat.")},
    )
    hide_optional = True

    def __init__(
        self, *args: Any, among: Sequence[Municipality], stands: Collection[str], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"municipalities": list(stands), "since": on}
        self.among = among
        field: Any = self.fields["municipalities"]
        field.choices = [(one.code, one.name) for one in among]

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        gone = [one.name for one in self.among if one.valid.upper is not None and one.valid.upper <= since]
        if gone:
            raise ValidationError(_("%(name)s is er op die dag niet meer. Kies een eerdere dag.") % {"name": gone[0]})
        return since
