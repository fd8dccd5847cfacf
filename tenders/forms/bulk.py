"""What to change for several contracts at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField
from organisations.models import Membership
from organisations.tenancy import Acting
from tenders.bulk import Change
from tenders.choices import BulkKind, Side


class CoordinatorForm(forms.Form):
    """Which colleague becomes the accountmanager; nobody is an answer too."""

    coordinator = forms.ModelChoiceField(
        label=_("Accountmanager"), queryset=Membership.objects.none(), required=False, empty_label=_("Niemand")
    )
    hide_optional = True

    def __init__(self, data: Any = None, *, acting: Acting) -> None:
        super().__init__(data)
        colleagues = Membership.objects.current().filter(organisation_id=acting.organisation_id)
        field = self.fields["coordinator"]
        field.queryset = colleagues.select_related("user").order_by("user__name", "pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda membership: membership.user.name  # type: ignore[attr-defined]

    def change(self) -> Change:
        chosen = self.cleaned_data["coordinator"]
        if chosen is None:
            return Change(kind=BulkKind.COORDINATOR)
        return Change(kind=BulkKind.COORDINATOR, user_id=chosen.user_id, name=chosen.user.name)


class PersonForm(forms.Form):
    """Who answers for the contracts on one side, or stands in there."""

    as_whom = forms.ChoiceField(
        label=_("Als"),
        choices=[(one.value, one.label) for one in (BulkKind.RESPONSIBLE, BulkKind.STAND_IN)],
    )
    side = forms.ChoiceField(label=_("Aan de kant van"), choices=Side.choices)
    name = TextField(
        label=_("Naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul een naam in.")},
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Vul een e-mailadres in."), "invalid": _("Vul een e-mailadres in.")},
    )

    def change(self) -> Change:
        values = self.cleaned_data
        return Change(kind=BulkKind(values["as_whom"]), side=values["side"], name=values["name"], email=values["email"])
