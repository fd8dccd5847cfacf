from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, DutchDecimalField, EuroField, HoursField, TextField
from tenders.choices import BlockKind
from tenders.models import Block, PlanItem
from tenders.plan_items import MOST_ITEMS, Item, fault_of_quantity
from tenders.plans import MOST_STEPS
from tenders.progress import PlanStep

EMPTY_ROWS = 2


class StepForm(forms.Form):
    """One step: by this day so much in total. An empty row is no step."""

    use_required_attribute = False
    hide_optional = True

    by = DateField(label=_("Uiterlijk op"), required=False)
    total = EuroField(label=_("Samen ingevuld"), required=False)

    def clean(self):
        super().clean()
        values = self.cleaned_data
        if values.get("by") and values.get("total") is None and "total" not in self.errors:
            self.add_error("total", _("Vul het bedrag in."))
        if values.get("total") is not None and not values.get("by") and "by" not in self.errors:
            self.add_error("by", _("Vul de dag in."))

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("by"))


class StepFormSet(forms.BaseFormSet):
    """The rows, each with its number in its labels, so that a summary of errors says which row it means."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:
            form.fields["by"].label = _("Stap %(number)s, uiterlijk op") % {"number": index + 1}
            form.fields["total"].label = _("Stap %(number)s, samen ingevuld") % {"number": index + 1}


class ItemForm(forms.Form):
    """One thing that will be done. An empty row is none."""

    field_terms: ClassVar[dict[str, str]] = {"block": "maatwerk"}
    use_required_attribute = False
    hide_optional = True

    block = forms.ModelChoiceField(
        label=_("Wat"), queryset=Block.objects.none(), required=False, empty_label=_("Iets anders (maatwerk)")
    )
    description = TextField(label=_("Omschrijving"), max_length=200, required=False)
    starts_on = DateField(label=_("Van"), required=False)
    ends_on = DateField(label=_("Tot en met"), required=False)
    quantity = DutchDecimalField(
        label=_("Hoeveel"),
        max_digits=14,
        decimal_places=2,
        required=False,
        min_value=Decimal("0.01"),
        help_text=_("Personen, uren, een aantal, of euro’s zonder btw: wat bij de soort past."),
        error_messages={"min_value": _("Vul een getal in boven nul.")},
    )
    hours_per_week = HoursField(
        label=_("Uren per week"), max_digits=5, max_value=60, required=False, help_text=_("Alleen bij personen.")
    )

    def __init__(self, *args: Any, blocks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["block"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Block.objects.filter(pk__in=[block.pk for block in blocks])
        field.choices = [("", field.empty_label), *((str(block.pk), block.label) for block in blocks)]

    def clean(self):
        super().clean()
        values = self.cleaned_data
        if not self.is_filled:
            return
        for name, words in (
            ("starts_on", _("Vul de eerste dag in.")),
            ("ends_on", _("Vul de laatste dag in.")),
            ("quantity", _("Vul in hoeveel.")),
        ):
            if values.get(name) is None and name not in self.errors:
                self.add_error(name, words)
        block = values.get("block")
        if values.get("quantity") is not None and "block" not in self.errors:
            fault = fault_of_quantity(block, values["quantity"])
            if fault:
                self.add_error("quantity", fault)
        if block is None and not values.get("description") and "description" not in self.errors:
            self.add_error("description", _("Schrijf op wat u gaat doen."))
        if block is not None and block.kind == BlockKind.FULL_TIME_YEAR and values.get("hours_per_week") is None:
            self.add_error("hours_per_week", _("Vul in hoeveel uur per week een persoon werkt."))

    @property
    def is_filled(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("block", "description", "quantity"))

    def item(self) -> Item:
        values = self.cleaned_data
        block = values["block"]
        of_person = block is not None and block.kind == BlockKind.FULL_TIME_YEAR
        return Item(
            block=block,
            description=" ".join(values["description"].split()),
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            quantity=values["quantity"],
            hours_per_week=values["hours_per_week"] if of_person else None,
        )


class ItemFormSet(forms.BaseFormSet):
    """The rows, each with its number in its labels."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:
            for name, field in form.fields.items():
                if name in ("block", "quantity", "starts_on", "ends_on", "description", "hours_per_week"):
                    number = {"number": index + 1, "name": str(field.label).lower()}
                    field.label = gettext("Onderdeel %(number)s, %(name)s") % number


class NoteForm(forms.Form):
    """What the other side should know."""

    note = TextField(label=_("Toelichting"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def step_formset(data: Any, *, steps: Sequence[PlanStep], empty_rows: int = EMPTY_ROWS) -> Any:
    """The rows of a proposal, filled in with these steps, and some empty ones."""
    made = forms.formset_factory(
        StepForm, formset=StepFormSet, extra=empty_rows, max_num=MOST_STEPS, absolute_max=MOST_STEPS
    )
    initial = [{"by": step.by, "total": step.total} for step in steps]
    return made(data, initial=initial, prefix="stap")


def item_formset(data: Any, *, blocks: Sequence[Block], items: Sequence[PlanItem]) -> Any:
    """The rows of what will be done, filled in with these items, and some empty ones.

    Who sends none of these rows, plans without them.
    """
    made = forms.formset_factory(
        ItemForm, formset=ItemFormSet, extra=EMPTY_ROWS, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS
    )
    names = ("block", "description", "starts_on", "ends_on", "quantity", "hours_per_week")
    initial = [{name: getattr(item, name) for name in names} for item in items]
    if data is not None and "inzet-TOTAL_FORMS" not in data:
        data = data.copy()
        data.update({"inzet-TOTAL_FORMS": "0", "inzet-INITIAL_FORMS": "0"})
    return made(data, initial=initial, prefix="inzet", form_kwargs={"blocks": blocks})
