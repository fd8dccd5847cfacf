import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField
from organisations.templatetags.formatting import euro, month_nl
from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement

#: The choice that means the person at work himself, with all his months.
WHOLE = "inzet"


class ReasonForm(forms.Form):
    """What is wrong with an approved line."""

    hide_optional = True

    reason = TextField(
        label=_("Wat klopt er niet, en wat moet het worden?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bijvoorbeeld: 132 uur in plaats van 152, er was een correctie op de loonstrook."),
        error_messages={"required": _("Schrijf op wat er niet klopt.")},
    )


class ReversalForm(ReasonForm):
    """Which approved lines of one person, and what is wrong with them."""

    lines = forms.MultipleChoiceField(
        label=_("Wat klopt er niet?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies wat er niet klopt.")},
    )

    field_order = ("lines", "reason")

    def __init__(self, deployment: Deployment, statements: Iterable[HoursStatement], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        months = [one for one in statements if one.status == LineStatus.APPROVED]
        choices = [(str(one.pk), f"{month_nl(one.month)}, {euro(one.value)}") for one in months]
        if deployment.status == LineStatus.APPROVED:
            words = _("De medewerker zelf: soort uitkering, dagen of uren per week")
            choices.insert(0, (WHOLE, f"{words} ({_('alle maanden gaan mee')})" if months else str(words)))
        field = self.fields["lines"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    @property
    def with_deployment(self) -> bool:
        return WHOLE in self.cleaned_data["lines"]

    @property
    def statement_ids(self) -> list[uuid.UUID]:
        return [uuid.UUID(one) for one in self.cleaned_data["lines"] if one != WHOLE]
