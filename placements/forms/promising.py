from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, TextField
from organisations.models import Occupation
from placements.models.promising import SHORTEST_REASON

_SHORT = _("Schrijf minstens 10 tekens, zodat anderen het begrijpen.")


class ReasonField(TextField):
    """Why people change what the figures propose; everybody may read it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=300,
            validators=[MinLengthValidator(SHORTEST_REASON, _SHORT)],
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": _("Schrijf op waarom.")},
            **kwargs,
        )


class LeaveOffForm(forms.Form):
    use_required_attribute = False

    why = ReasonField(label=_("Waarom hoort dit beroep niet in de lijst?"))


class PutOnForm(forms.Form):
    use_required_attribute = False

    occupation = forms.ChoiceField(
        label=_("Beroep"), error_messages={"required": _("Kies een beroep."), "invalid_choice": _("Kies een beroep.")}
    )
    why = ReasonField(
        label=_("Waarom hoort dit beroep erbij?"), help_text=_("Dit staat straks ook op de openbare pagina.")
    )

    def __init__(self, *args: Any, occupations: list[Occupation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["occupation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Kies een beroep")), *((str(one.pk), one.name) for one in occupations)]


class AdoptForm(forms.Form):
    use_required_attribute = False

    adopted_on = DateField(label=_("Vastgesteld op"))
    settled_with = TextField(
        label=_("Met wie?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: EPI, Alfa-college en Noorderpoort. Dit staat op de openbare pagina."),
        error_messages={"required": _("Schrijf op met wie de lijst is vastgesteld.")},
    )
    note = TextField(label=_("Toelichting"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adopted_on"].initial = on
