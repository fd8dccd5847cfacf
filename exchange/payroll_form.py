"""The forms by which a table from payroll comes in, and by which its columns are named."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.choices import Meaning
from exchange.payroll.columns import EXPECTED
from exchange.payroll.periods import latest, month_code
from exchange.table_form import MeaningsForm, TableForm
from organisations.months import add_months, first_of_month

#: Two years and a little: a year is settled after its end.
_PERIODS_SHOWN = 26


def _periods(on: date) -> list[tuple[Any, list[tuple[str, str]]]]:
    months, weeks = latest(on=on, count=_PERIODS_SHOWN)
    return [(_("Per maand"), months), (_("Per vier weken"), weeks)]


class _OverPeriod(forms.Form):
    """Asks over which time the rows are that do not say it themselves."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"] = forms.ChoiceField(
            label=_("Over welke tijd gaat het?"),
            help_text=_("Staat bij elke regel zelf een maand of periode? Dan gaat die voor."),
            choices=_periods(on),
            initial=month_code(add_months(first_of_month(on), -1)),
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies een maand of periode.")),
        )
        self.order_fields(self.field_order)


class PayrollForm(_OverPeriod, TableForm):
    """A file of payroll, or what was copied out of a spreadsheet."""

    expected = EXPECTED
    field_order = ("period", "file", "pasted", "header_line")


class ColumnsForm(_OverPeriod, MeaningsForm):
    """What each column means."""

    meanings_of = Meaning

    def __init__(self, *args: Any, period: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].initial = period
