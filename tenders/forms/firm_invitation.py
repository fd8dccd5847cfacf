"""Whom an authority asked for an offer: from the register, or a firm that is not in it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, TextField
from organisations.models import Municipality
from tenders.firm_choices import Province
from tenders.firms.inviting import Outsider
from tenders.forms.entry_fields import KvkField, OneLine
from tenders.forms.firm import ELSEWHERE

_YEARS_BACK = dt.timedelta(days=3 * 366)


class _Invited(forms.Form):
    use_required_attribute = False

    invited_on = DateField(label=_("Uitgenodigd op"))
    reason = TextField(
        label=_("Reden"),
        required=False,
        max_length=300,
        help_text=_("Nodig als u een lokaal bedrijf overslaat dat dit werk doet."),
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"invited_on": on})
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_invited_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["invited_on"]
        if day > self.on:
            raise ValidationError(_("Deze dag moet nog komen. Leg vast wie u hebt uitgenodigd."))
        if day < self.on - _YEARS_BACK:
            raise ValidationError(_("Dit is meer dan drie jaar geleden. Controleer het jaartal."))
        return day


class InviteForm(_Invited):
    """Firms of the register; the page has a box to tick beside each."""

    firm = forms.TypedMultipleChoiceField(
        label=_("Bedrijven"),
        choices=(),
        error_messages={
            "required": _("Kies minstens één bedrijf."),
            "invalid_choice": _("Een van deze bedrijven staat niet meer in het register. Kies opnieuw."),
        },
    )

    def __init__(self, *args: Any, firms: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["firm"]
        field.choices = [(one, one) for one in firms]


class OutsiderForm(_Invited):
    """A firm that is not in the register."""

    name = OneLine(
        label=_("Naam van het bedrijf"),
        max_length=120,
        error_messages={"required": _("Vul de naam van het bedrijf in.")},
    )
    kvk = KvkField(label=_("KVK-nummer"), max_length=12, required=False)
    municipality = forms.ChoiceField(
        label=_("In welke gemeente staat het bedrijf?"), error_messages={"required": _("Kies een gemeente.")}
    )
    place = OneLine(label=_("Plaats"), max_length=80, required=False)
    province = forms.ChoiceField(label=_("Provincie"), required=False, choices=[("", _("Kies…")), *Province.choices])

    def __init__(self, *args: Any, municipalities: Iterable[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        here = [(one.code, one.name) for one in municipalities]
        field.choices = [("", _("Kies…")), *here, (ELSEWHERE, _("Buiten de regio"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("municipality") == ELSEWHERE:
            if not data.get("place") and "place" not in self.errors:
                self.add_error("place", _("Vul in waar het bedrijf staat."))
            if not data.get("province"):
                self.add_error("province", _("Kies de provincie."))
        else:
            data["place"] = data["province"] = ""
        return data

    def outsider(self) -> Outsider:
        data = self.cleaned_data
        return Outsider(
            name=data["name"],
            kvk=data["kvk"],
            municipality="" if data["municipality"] == ELSEWHERE else data["municipality"],
            place=data["place"],
            province=data["province"],
        )
