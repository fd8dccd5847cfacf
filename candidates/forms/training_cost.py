from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import Enrolment, TrainingGroup, TrainingProgramme
from candidates.training.costs import CostEntry
from candidates.training.days import FIRST_DAY
from candidates.training_choices import CostKind
from organisations.form_fields import ChoiceCards, DateField, EuroField, TextField

#: No invoice for training comes near it; what does was typed wrongly.
MOST = 1_000_000
_FILL = {"required": _("Vul dit in.")}


class CostForm(forms.Form):
    """An invoice for training or guidance; for one participant when the page was opened from his enrolment."""

    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "programme",
        "group",
        "kind",
        "supplier",
        "invoice_number",
        "invoice_on",
        "amount",
        "description",
        "another_part",
    )

    programme = forms.ModelChoiceField(
        label=_("Scholing"),
        queryset=TrainingProgramme.objects.none(),
        empty_label=_("Maak een keuze"),
        error_messages={"required": _("Kies een scholing."), "invalid_choice": _("Kies een scholing.")},
    )
    group = forms.ModelChoiceField(
        label=_("Groep"), queryset=TrainingGroup.objects.none(), required=False, empty_label=_("Niet voor één groep")
    )
    kind = forms.ChoiceField(
        label=_("Waarvoor"), choices=CostKind.choices, initial=CostKind.TRAINING, widget=ChoiceCards()
    )
    supplier = TextField(label=_("Van wie is de factuur"), max_length=200, error_messages=_FILL)
    invoice_number = TextField(label=_("Factuurnummer"), max_length=60, error_messages=_FILL)
    invoice_on = DateField(label=_("Factuurdatum"))
    description = TextField(
        label=_("Omschrijving"),
        max_length=200,
        help_text=_("Noem hier geen namen van deelnemers."),
        error_messages=_FILL,
    )
    amount = EuroField(
        label=_("Bedrag, zonder btw"),
        max_value=MOST,
        error_messages={"max_value": _("Een factuur is hoogstens € 1.000.000. Kijk of het bedrag klopt.")},
    )
    another_part = forms.BooleanField(label=_("Ja, dit is een ander deel van dezelfde factuur"), required=False)

    def __init__(
        self,
        *args: Any,
        programmes: QuerySet[TrainingProgramme],
        groups: QuerySet[TrainingGroup],
        on: date,
        enrolment: Enrolment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.enrolment = enrolment
        if enrolment is not None:
            del self.fields["programme"], self.fields["group"]
            return
        programme, group = self.fields["programme"], self.fields["group"]
        assert isinstance(programme, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(group, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        programme.queryset, group.queryset = programmes, groups
        group.label_from_instance = _group_label  # type: ignore[method-assign]

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(_("Vul een bedrag in dat meer is dan 0."))
        return amount

    def clean_invoice_on(self) -> date:
        day: date = self.cleaned_data["invoice_on"]
        if day > self.on:
            raise forms.ValidationError(_("Deze dag komt nog. Kies vandaag of een dag ervoor."))
        if day < FIRST_DAY:
            raise forms.ValidationError(_("Deze dag is te lang geleden. Kijk of het jaar klopt."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        programme, group = data.get("programme"), data.get("group")
        if programme and group and group.programme_id != programme.pk:
            self.add_error("group", _("Deze groep is van een andere scholing. Kies een groep van deze scholing."))
        return data

    def entered(self) -> CostEntry:
        data = self.cleaned_data
        return CostEntry(
            programme_id=self.enrolment.programme_id if self.enrolment else data["programme"].pk,
            group_id=data["group"].pk if data.get("group") else None,
            enrolment_id=self.enrolment.pk if self.enrolment else None,
            kind=data["kind"],
            description=data["description"],
            supplier=data["supplier"],
            invoice_number=data["invoice_number"],
            invoice_on=data["invoice_on"],
            amount=data["amount"],
            another_part=data["another_part"],
        )


def _group_label(obj: Any) -> str:
    return f"{obj.programme.name}: {obj.name}"


class RefusalForm(forms.Form):
    reason = TextField(
        label=_("Waarom geeft u geen akkoord?"),
        max_length=500,
        error_messages={"required": _("Schrijf op waarom u geen akkoord geeft.")},
    )


class PaidForm(forms.Form):
    paid_on = DateField(label=_("Betaald op"))
