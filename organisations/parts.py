"""Every part that the screens are made of, with invented contents: what the page of parts shows.

Nothing here is a copy: the forms, filters, tables and charts are made by the classes that all pages use.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django import forms
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from organisations.bar_charts import Bar, BarChart
from organisations.charts import Mark, TargetChart
from organisations.column_choice import COLUMNS
from organisations.filters import SEARCH, DayFilter
from organisations.form_fields import (
    ChoiceCards,
    CountField,
    DateField,
    EuroField,
    HoursField,
    ManyFilesField,
    PercentageField,
    PersonNameField,
    PhoneField,
    TextField,
)
from organisations.models import Organisation
from organisations.table_columns import (
    DateColumn,
    EuroColumn,
    HoursColumn,
    MonthColumn,
    NumberColumn,
    PercentageColumn,
    PortalTable,
    StatusColumn,
    TitleColumn,
)

_STANDS = ("on_track", "behind", "at_risk", "starting", "settled")
_WORK = (_("Sporthal De Linde"), _("Groenonderhoud"), _("Schoonmaak stadskantoren"))
_FIRMS = (_("Bouwbedrijf Molenwerf BV"), _("Groenwerk Voorbeeld BV"), _("Schoonmaak Schijnhelder BV"))
_CHOICES = [("person", _("Iemand aan het werk")), ("training", _("Scholing")), ("purchase", _("Inkoop"))]


def rows(number: int, *, on: dt.date) -> list[dict[str, Any]]:
    """Invented contracts."""
    return [
        {
            "title": f"{_WORK[place % 3]} {place + 1}",
            "firm": str(_FIRMS[place % 3]),
            "standing": _STANDS[place % 5],
            "reference": f"C-{on.year}-{place + 1:03}",
            "kind": str(_CHOICES[place % 3][1]),
            "owed": Decimal(92500 + 7310 * place),
            "approved": Decimal(41750 + 2950 * place),
            "waiting": Decimal(1200 * (place % 4)),
            "forecast": Decimal(38000 + 900 * place),
            "gap": Decimal(11550 + 2260 * place),
            "share": Decimal(45 + place % 50),
            "hours": Decimal("1213.50") + place,
            "people": 2 + place % 7,
            "starts_on": on.replace(day=1),
            "ends_on": on + dt.timedelta(days=30 * (place + 3)),
            "month": on.replace(day=1),
        }
        for place in range(number)
    ]


class PartFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter(label=_("Zoeken"), widget=SEARCH)
    soort = django_filters.ChoiceFilter(label=_("Soort"), choices=_CHOICES, empty_label=_("Alle"))
    vanaf = DayFilter(label=_("Vanaf"))
    waar = django_filters.MultipleChoiceFilter(
        label=_("Waarmee"), choices=_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    alleen = django_filters.BooleanFilter(label=_("Alleen wat wacht"), widget=forms.CheckboxInput)

    class Meta:
        model = Organisation
        fields = ()

    def __init__(self, data: Any) -> None:
        super().__init__(data, queryset=Organisation.objects.none())


class PartTable(PortalTable):
    """A list that people work in: cards on a phone, and the reader chooses among its columns."""

    caption = _("Voorbeeld van een lijst")
    counted = ngettext_lazy("%(written)s contract", "%(written)s contracten", "n")
    empty_title = _("Nog geen contracten.")
    empty_help = _("Voer een gunning in. Daarna volgt u hier wat de opdrachtnemer doet.")

    title = TitleColumn(verbose_name=_("Contract"), sub="firm", linkify=lambda: "#lijst")
    standing = StatusColumn(verbose_name=_("Stand"))
    owed = EuroColumn(verbose_name=_("Verplichting (€)"))
    approved = EuroColumn(verbose_name=_("Goedgekeurd (€)"))
    share = PercentageColumn(verbose_name=_("Deel"))
    ends_on = DateColumn(verbose_name=_("Tot en met"))
    reference = tables.Column(verbose_name=_("Kenmerk"))
    kind = tables.Column(verbose_name=_("Soort"))
    waiting = EuroColumn(verbose_name=_("Wacht (€)"))
    forecast = EuroColumn(verbose_name=_("Verwacht (€)"))
    gap = EuroColumn(verbose_name=_("Nog in te vullen (€)"))
    hours = HoursColumn(verbose_name=_("Uren"))
    people = NumberColumn(verbose_name=_("Personen"))
    starts_on = DateColumn(verbose_name=_("Vanaf"))
    month = MonthColumn(verbose_name=_("Maand"))

    extra: ClassVar[Sequence[str]] = (
        "reference",
        "kind",
        "waiting",
        "forecast",
        "gap",
        "hours",
        "people",
        "starts_on",
        "month",
    )


class WidePartTable(PartTable):
    """A list of fifteen columns."""

    caption = _("Voorbeeld van een brede lijst")
    extra: ClassVar[Sequence[str]] = ()


class PartForm(forms.Form):
    """One field of each kind."""

    name = PersonNameField(label=_("Naam"), help_text=_("Voornaam en achternaam."))
    email = forms.EmailField(label=_("E-mailadres"))
    phone = PhoneField(label=_("Telefoonnummer"), required=False)
    day = DateField(label=_("Eerste werkdag"))
    amount = EuroField(label=_("Bedrag"), max_digits=14, decimal_places=2)
    share = PercentageField(label=_("Percentage"), max_digits=7, decimal_places=4)
    hours = HoursField(label=_("Uren per week"), max_digits=6, decimal_places=2)
    people = CountField(_("Aantal personen"), least=1, most=99)
    kind = forms.ChoiceField(label=_("Soort"), choices=[("", _("Kies een soort")), *_CHOICES])
    way = forms.ChoiceField(
        label=_("Hoe vult u dit in?"),
        choices=_CHOICES,
        widget=ChoiceCards(notes={"person": _("Iemand uit de doelgroep werkt mee."), "training": _("U leidt op.")}),
    )
    several = forms.MultipleChoiceField(
        label=_("Wat geldt ook?"), choices=_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = TextField(label=_("Waarom"), min_length=10, widget=forms.Textarea(attrs={"rows": 3}))
    papers = ManyFilesField(label=_("Bestanden"), required=False)
    agrees = forms.BooleanField(label=_("Ik heb dit nagekeken"))


#: What somebody typed who made each mistake once.
MISTAKEN = {
    "name": "W1m",
    "email": "wim",
    "phone": "12",
    "day": "31-2-2026",
    "amount": "veel",
    "share": "140,12345",
    "hours": "acht",
    "people": "0",
    "reason": "kort",
}


def bars() -> BarChart:
    """All five tones beside each other, and what was agreed."""
    return BarChart(
        name="onderdelen-balken",
        title=gettext("Uitgaven per onderdeel"),
        description=gettext("Per onderdeel een staaf met vijf delen, en het begrote bedrag als open vak."),
        caption=gettext("Elk deel heeft een eigen patroon: de grafiek is ook in grijs te lezen."),
        about_rows=gettext("Onderdeel"),
        series=(
            gettext("Werkgevers"),
            gettext("Scholing"),
            gettext("Begeleiding"),
            gettext("Vervoer"),
            gettext("Anders"),
        ),
        bars=(
            Bar(label=gettext("Voorrangsgebied"), parts=(40, 25, 18, 9, 12), agreed=120),
            Bar(label=gettext("Rest van de regio"), parts=(22, 31, 8, 14, 5), agreed=90),
            Bar(label=gettext("Nog niet verdeeld"), parts=(0, 12, 0, 3, 20)),
        ),
        agreed=gettext("Begroot"),
    )


def target(*, on: dt.date) -> TargetChart:
    """Milestones as steps, with what was reached."""
    year = on.year
    return TargetChart(
        name="onderdelen-doel",
        title=gettext("Doel en bereikt"),
        description=gettext("Per jaar een doel als trap, en de lijn van wat is bereikt."),
        caption=gettext("De trap is het doel, de lijn met punten is wat is bereikt."),
        note=gettext("nu"),
        starts_on=dt.date(year - 1, 1, 1),
        as_of=on,
        milestones=(
            Mark(dt.date(year - 1, 12, 31), 40),
            Mark(dt.date(year, 12, 31), 90),
            Mark(dt.date(year + 1, 12, 31), 150),
        ),
        current=dt.date(year, 12, 31),
        reached=(
            Mark(dt.date(year - 1, 6, 30), 12),
            Mark(dt.date(year - 1, 12, 31), 36),
            Mark(on.replace(day=1), 71),
        ),
    )


def figures() -> list[Mapping[str, Any]]:
    """In the order that always holds."""
    return [
        {"label": _("Verplichting"), "value": "€ 92.500", "main": True},
        {"label": _("Volgens schema vandaag"), "value": "€ 55.500"},
        {"label": _("Goedgekeurd"), "value": "€ 41.750", "sub": _("45 % van de verplichting")},
        {"label": _("Wacht"), "value": "€ 3.600"},
        {"label": _("Verwacht"), "value": "€ 38.000"},
        {"label": _("Nog in te vullen"), "value": "€ 9.150"},
    ]


def trace_lines() -> list[Mapping[str, Any]]:
    return [
        {"what": _("Uren in oktober"), "out": "128"},
        {"what": _("Tarief"), "out": "€ 30,00", "how": _("WW, eerste jaar")},
        {"what": _("Waarde"), "out": "€ 3.840,00", "is_sum": True},
    ]


def rules() -> list[Mapping[str, Any]]:
    return [
        {"text": _("Woont in de regio"), "value": _("ja"), "state": "met"},
        {"text": _("Contract loopt in deze maand"), "value": _("nee"), "state": "missed"},
        {"text": _("Meer dan 40 uur per week"), "value": "44", "state": "flag"},
        {"text": _("Eerste maand"), "state": "note"},
    ]


def waiting(*, on: dt.date) -> list[Mapping[str, Any]]:
    return [
        {
            "count": 3,
            "title": _("Uren beoordelen"),
            "url": "#werkrij",
            "sub": _("van drie bedrijven"),
            "status": "overdue",
            "status_text": _("Te laat"),
            "oldest": on - dt.timedelta(days=21),
            "rows": [{"title": _("Bouwbedrijf Molenwerf BV"), "url": "#werkrij", "sub": _("oktober")}],
        },
        {"count": 0, "title": _("Vragen om kandidaten"), "url": "#werkrij", "sub": _("Niets dat wacht")},
    ]


def history(*, on: dt.date) -> list[Mapping[str, Any]]:
    return [
        {"when": on + dt.timedelta(days=30), "title": _("Halfjaargesprek"), "state": "future"},
        {"when": gettext("nu"), "title": _("Uren van oktober doorgeven"), "url": "#tijdlijn", "state": "due"},
        {"when": on - dt.timedelta(days=40), "title": _("Eerste uren goedgekeurd"), "sub": _("door Dirk")},
    ]


def all_columns() -> str:
    """The query string that shows the list with every column it has."""
    return "&".join(f"{COLUMNS}={name}" for name in list(PartTable.base_columns)[1:])
