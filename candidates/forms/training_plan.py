from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.training.plan import QUARTERS
from candidates.training_choices import PlanMeasure
from organisations.form_fields import TextField

MOST = 100_000


class PlanForm(forms.Form):
    """What the plan wants in the four quarters of a year."""

    use_required_attribute = False

    source = TextField(
        label=_("Waar is dit vastgesteld?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: stuurgroep van 12 maart 2027, punt 4."),
        error_messages={"required": _("Schrijf op waar dit is vastgesteld.")},
    )

    def __init__(self, *args: Any, planned: Mapping[tuple[str, int], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in PlanMeasure:
            for quarter in QUARTERS:
                self.fields[f"{measure}_{quarter}"] = forms.IntegerField(
                    label=_("%(measure)s, kwartaal %(quarter)s") % {"measure": measure.label, "quarter": quarter},
                    min_value=0,
                    max_value=MOST,
                    # What has no plan yet stays without one; what has one is not wiped by leaving it empty.
                    required=(measure, quarter) in planned,
                    initial=planned.get((measure, quarter)),
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
                    error_messages={
                        "required": _("Vul een getal in."),
                        "invalid": _("Vul een heel getal in."),
                        "min_value": _("Vul 0 of meer in."),
                        "max_value": _("Dit getal is te groot. Controleer of er geen cijfer te veel staat."),
                    },
                )

    def rows(self) -> list[tuple[Any, list[Any]]]:
        """Each measure with its four boxes."""
        return [(measure.label, [self[f"{measure}_{quarter}"] for quarter in QUARTERS]) for measure in PlanMeasure]

    def numbers(self) -> dict[tuple[str, int], int]:
        typed = {
            (one.value, quarter): self.cleaned_data[f"{one}_{quarter}"] for one in PlanMeasure for quarter in QUARTERS
        }
        return {key: number for key, number in typed.items() if number is not None}
