from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.forms.training_group import attended, check_result, dropout_choices, result_of
from candidates.models import Enrolment, TrainingProgramme
from candidates.training.enrolments import EnrolmentEntry
from candidates.training.running import Result
from candidates.training.shown import version
from candidates.training_choices import Outcome
from organisations.form_fields import DateField, EuroField, TextField
from organisations.shown_forms import ShownForm


class _EnrolmentFields(forms.Form):
    """What is written down of every enrolment."""

    use_required_attribute = False

    started_on = DateField(label=_("Eerste dag"))
    benefit_kept = forms.BooleanField(label=_("Met behoud van uitkering"), required=False)
    benefit_reason = TextField(
        label=_("Waarom mag het langer dan de grens?"),
        max_length=500,
        required=False,
        help_text=_("Alleen nodig als het portaal daarom vraagt. Schrijf niets over gezondheid."),
    )
    training_cost = EuroField(label=_("Kosten van de scholing, zonder btw"), required=False)
    guidance_cost = EuroField(label=_("Kosten van de begeleiding, zonder btw"), required=False)
    voucher = TextField(label=_("Vouchernummer"), max_length=60, required=False)
    again = forms.BooleanField(label=_("Ja, dit is een tweede keer. Toch vastleggen"), required=False)

    def entered(self) -> EnrolmentEntry:
        return EnrolmentEntry(**{name: self.cleaned_data[name] for name in EnrolmentEntry.__slots__})


class EnrolForm(_EnrolmentFields):
    """Somebody begins a programme by himself, or began one before he came."""

    programme = forms.ModelChoiceField(
        label=_("Scholing"),
        queryset=TrainingProgramme.objects.none(),
        empty_label=_("Maak een keuze"),
        error_messages={"required": _("Kies een scholing."), "invalid_choice": _("Kies een scholing.")},
    )
    field_order = ("programme", "started_on", "benefit_kept")

    def __init__(self, *args: Any, programmes: QuerySet[TrainingProgramme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme, cost = self.fields["programme"], self.fields["training_cost"]
        assert isinstance(programme, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        programme.queryset = programmes
        cost.help_text = _("Leeg: de prijs per plaats van de scholing.")


class EnrolmentForm(ShownForm, _EnrolmentFields):
    """Correct an enrolment, or say how it ended."""

    hide_optional = True

    outcome = forms.ChoiceField(
        label=_("Uitkomst"), required=False, choices=[("", _("Nog geen uitkomst")), *Outcome.choices]
    )
    ended_on = DateField(label=_("Laatste dag"), required=False)
    dropout_reason = forms.ChoiceField(label=_("Waarom gestopt"), required=False)
    attendance = attended()
    certificate_name = TextField(label=_("Welk certificaat"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, enrolment: Enrolment, on: date) -> None:
        names = [*_EnrolmentFields.base_fields, "outcome", "ended_on", "dropout_reason", "attendance"]
        kept = [name for name in [*names, "certificate_name"] if name not in {"benefit_reason", "again"}]
        initial = {name: getattr(enrolment, name) for name in kept} | {"shown": version(enrolment)}
        super().__init__(data, initial=initial)
        self.enrolment, self.on = enrolment, on
        reason = self.fields["dropout_reason"]
        assert isinstance(reason, forms.ChoiceField)  # noqa: S101 - for the type checker
        reason.choices = dropout_choices(enrolment)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        started_on, ended_on = data.get("started_on"), data.get("ended_on")
        if started_on:
            check_result(self, data, started_on=started_on, on=self.on)
            if ended_on and not data.get("outcome") and not started_on <= ended_on <= self.on:
                self.add_error("ended_on", _("De laatste dag ligt tussen de eerste dag en vandaag."))
        return data

    def result(self) -> Result:
        """An end without an outcome stands: it is just an end."""
        found = result_of(self.enrolment.pk, self.cleaned_data)
        return Result(
            found.enrolment_id,
            found.outcome,
            self.cleaned_data["ended_on"],
            found.dropout_reason,
            found.attendance,
            found.certificate_name,
            found.shown,
        )


class RemoveForm(forms.Form):
    """Why an enrolment is none."""

    use_required_attribute = False

    reason = TextField(
        label=_("Waarom haalt u deze deelname weg?"),
        max_length=500,
        help_text=_("Bijvoorbeeld: twee keer ingevoerd. Schrijf niets over gezondheid."),
        error_messages={"required": _("Schrijf op waarom u deze deelname weghaalt.")},
    )
