from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import DateField, EuroField
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


class NoteForm(forms.Form):
    """What the other side should know."""

    note = forms.CharField(
        label=_("Toelichting"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def step_formset(data: Any, *, steps: Sequence[PlanStep], empty_rows: int = EMPTY_ROWS) -> Any:
    """The rows of a proposal, filled in with these steps, and some empty ones."""
    made = forms.formset_factory(
        StepForm, formset=StepFormSet, extra=empty_rows, max_num=MOST_STEPS, absolute_max=MOST_STEPS
    )
    initial = [{"by": step.by, "total": step.total} for step in steps]
    return made(data, initial=initial, prefix="stap")
