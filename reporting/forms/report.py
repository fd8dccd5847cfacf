import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.form_fields import ChoiceCards, DateField, TextField, Words
from organisations.templatetags.formatting import day_nl
from reporting.periods import Kind, Length, Period, PeriodError, parse_for

LONGEST_TEXT = 4000
_GROUPS = {
    Length.QUARTER: gettext_lazy("Kwartalen"),
    Length.HALF_YEAR: gettext_lazy("Halfjaren"),
    Length.YEAR: gettext_lazy("Jaren"),
}
_NOTES: dict[str, Words] = {
    Kind.QUARTERLY: gettext_lazy("Voor de gemeenten en de vergadering met de NCG."),
    Kind.HALF_YEARLY: gettext_lazy("Voor de partners van het convenant."),
    Kind.YEARLY: gettext_lazy("De verantwoording over een jaar."),
    Kind.FINAL: gettext_lazy("Na afloop van het programma, over alle jaren."),
}


class ReportForm(forms.Form):
    """Ask for a report. ``kind`` narrows the periods to choose from; without it all are offered, in groups."""

    hide_optional = False

    kind = forms.ChoiceField(
        label=gettext_lazy("Welk rapport"),
        choices=[(kind.value, kind.label) for kind in Kind],
        widget=ChoiceCards(_NOTES),
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Over welke periode"),
        error_messages={"invalid_choice": gettext_lazy("Kies een periode die begonnen is.")},
    )
    known_on = DateField(
        label=gettext_lazy("Zoals bekend op"),
        required=False,
        help_text=gettext_lazy(
            "Laat dit leeg voor een gewoon rapport. Vul een dag in die voorbij is voor de cijfers met wat er aan het einde"
            " van die dag in het portaal stond. Van vóór de ingebruikname weet het portaal niets."
        ),
    )
    manager_text = TextField(
        label=gettext_lazy("Toelichting van de programmamanager"),
        help_text=gettext_lazy(
            "Komt op de eerste bladzijde. Leg bijvoorbeeld uit waarom een doel nog niet is gehaald."
        ),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, on: dt.date, since: dt.date, narrow_to: Kind | None = None, **kwargs: Any) -> None:
        latest = Period.containing(on, (narrow_to or Kind.QUARTERLY).length).previous()
        kwargs.setdefault("initial", {"kind": narrow_to or Kind.QUARTERLY, "period": str(latest)})
        super().__init__(*args, **kwargs)
        self.on = on
        lengths = [narrow_to.length] if narrow_to else list(Length)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (_GROUPS[length], [(str(one), _label(one, on)) for one in begun_periods(length, on=on, since=since)])
            for length in lengths
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "kind" in cleaned and "period" in cleaned:
            cleaned["kind"] = Kind(cleaned["kind"])
            try:
                cleaned["period"] = parse_for(cleaned["kind"], cleaned["period"])
            except PeriodError:
                self.add_error(
                    "period",
                    _("Een %(kind)s gaat over %(length)s. Kies die hier.")
                    % {"kind": cleaned["kind"].label.lower(), "length": _ONE_OF[cleaned["kind"].length]},
                )
        self._check_known_on(cleaned.get("known_on"), cleaned.get("period"))
        return cleaned

    def _check_known_on(self, day: dt.date | None, period: Period | str | None) -> None:
        if day is None:
            return
        if day >= self.on:
            self.add_error(
                "known_on", _("Kies een dag die voorbij is: wat vandaag bekend is, staat in een gewoon rapport.")
            )
        elif isinstance(period, Period) and day < period.first_day:
            self.add_error(
                "known_on",
                _("Op deze dag was de periode nog niet begonnen. Kies %(day)s of later.")
                % {"day": day_nl(period.first_day)},
            )


_ONE_OF = {
    Length.QUARTER: gettext_lazy("een kwartaal"),
    Length.HALF_YEAR: gettext_lazy("een halfjaar"),
    Length.YEAR: gettext_lazy("een heel jaar"),
}


def begun_periods(length: Length, *, on: dt.date, since: dt.date) -> list[Period]:
    """Return the periods that have begun, the newest first."""
    periods = [Period.containing(on, length)]
    while periods[-1].first_day > since:
        periods.append(periods[-1].previous())
    return periods


def early_warning(period: Period, *, on: dt.date) -> str:
    """Say why figures made on this day are not complete; empty once the cut-off day has passed."""
    if on <= period.last_day:
        return _("Deze periode loopt nog. Het rapport is een tussenstand: maak later een nieuwe versie.")
    if on <= period.cut_off_on:
        return _(
            "Tot en met %(day)s kunnen er nog uren bij komen. Het rapport is een tussenstand: maak later een nieuwe versie."
        ) % {"day": day_nl(period.cut_off_on)}
    return ""


def _label(period: Period, on: dt.date) -> str:
    if on <= period.last_day:
        return _("%(period)s (loopt nog)") % {"period": period.label}
    if on <= period.cut_off_on:
        return _("%(period)s (nog niet volledig, tot en met %(day)s)") % {
            "period": period.label,
            "day": day_nl(period.cut_off_on),
        }
    return period.label
