from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from candidates.models import TrainingProgramme
from organisations.form_fields import DateField, EuroField, TextField
from organisations.models import Municipality, Organisation
from organisations.templatetags.formatting import date_nl
from reporting.choices import MoneySource, SpendingCategory, TargetKind
from reporting.models import SpendingLine
from reporting.spending.lines import SpendingEntry
from reporting.spending.words import SIDES

FIRST_YEAR, LAST_YEAR = 2010, 2099
#: So far ahead a plan says what it will cost.
YEARS_AHEAD = 10
_FILL = {"required": _("Vul dit in.")}
_CHOOSE = {"required": _("Maak een keuze."), "invalid_choice": _("Maak een keuze.")}
OTHER = "other"


class SpendingForm(forms.Form):
    """A payment. Who it was for is a number of a candidate, or a municipality: never a name."""

    use_required_attribute = False
    #: As on the page, so that the summary of errors reads from top to bottom.
    field_order = (
        "on",
        "amount",
        "category",
        "year",
        "source",
        "other_source",
        "programme",
        "candidate",
        "municipality",
        "description",
        "reference",
    )

    on = DateField(label=_("Betaald op"))
    year = forms.IntegerField(
        label=_("Jaar van de begroting"),
        required=False,
        help_text=_("Leeg: het jaar van de dag."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Vul een jaar in, bijvoorbeeld 2021.")},
    )
    category = forms.ChoiceField(
        label=_("Post"), choices=[("", _("Maak een keuze")), *SpendingCategory.choices], error_messages=_CHOOSE
    )
    amount = EuroField(label=_("Bedrag, zonder btw"))
    source = forms.ChoiceField(
        label=_("Waarvan betaald"),
        choices=[("", _("Nog niet bekend")), *MoneySource.choices, (OTHER, _("Een andere bron"))],
        required=False,
    )
    other_source = TextField(label=_("Welke andere bron"), max_length=120, required=False)
    programme = forms.ModelChoiceField(
        label=_("Scholing"),
        queryset=TrainingProgramme.objects.none(),
        required=False,
        empty_label=_("Niet voor één scholing"),
    )
    candidate = TextField(
        label=_("Kandidaatnummer"),
        max_length=60,
        required=False,
        help_text=_("Alleen het nummer. Zo telt de uitgave bij de groep en het Werkplein van de kandidaat."),
    )
    municipality = forms.ModelChoiceField(
        label=_("Gemeente"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("Niet voor één gemeente"),
        help_text=_("Alleen als er geen kandidaat bij hoort."),
    )
    description = TextField(
        label=_("Omschrijving"), max_length=200, required=False, help_text=_("Noem hier geen namen van mensen.")
    )
    reference = TextField(
        label=_("Kenmerk"), max_length=60, required=False, help_text=_("Leeg: het portaal geeft een nummer.")
    )

    def __init__(
        self,
        *args: Any,
        programmes: QuerySet[TrainingProgramme],
        municipalities: QuerySet[Municipality],
        today: date,
        since: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        #: Reports count money of the region from this day on.
        self.since = since or date(FIRST_YEAR, 1, 1)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = municipalities  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("Deze dag komt nog. Kies vandaag of een dag ervoor."))
        if on < self.since:
            raise ValidationError(
                _("Het geld van het programma telt vanaf %(day)s. Kijk of de dag klopt.") % {"day": date_nl(self.since)}
            )
        return on

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        first, last = self.since.year, self.today.year + 1
        if year is not None and not first <= year <= last:
            raise ValidationError(
                _("Vul een jaar in van %(first)s tot en met %(last)s.") % {"first": first, "last": last}
            )
        return year

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("source") == OTHER and not found.get("other_source"):
            self.add_error("other_source", _("Schrijf op welke bron dit is."))
        if found.get("source") != OTHER and found.get("other_source"):
            self.add_error("source", _("Kies ‘Een andere bron’, of maak het vak met de andere bron leeg."))
        if found.get("candidate") and found.get("municipality"):
            self.add_error("municipality", _("De gemeente volgt uit de kandidaat. Kies er geen bij."))
        return found

    def entry(self) -> SpendingEntry:
        """What was typed, once it is valid."""
        found = self.cleaned_data
        return SpendingEntry(
            on=found["on"],
            year=found["year"] or found["on"].year,
            category=found["category"],
            amount=found["amount"],
            source=found["other_source"] if found["source"] == OTHER else found["source"],
            programme_id=found["programme"].pk if found["programme"] else None,
            candidate_reference=found["candidate"],
            municipality=found["municipality"].pk if found["municipality"] else "",
            description=found["description"],
            reference=found.get("reference", ""),
        )


class CorrectionForm(SpendingForm):
    """What should have been written instead; or nothing, when it was never spent."""

    nothing = forms.BooleanField(
        label=_("Er komt niets voor in de plaats: de uitgave hoort er niet te staan"), required=False
    )
    why = TextField(label=_("Wat klopt er niet?"), max_length=500, error_messages=_FILL)

    @classmethod
    def initial_of(cls, line: SpendingLine) -> dict[str, Any]:
        """The line as it stands: what is right is not typed again."""
        known = line.source in MoneySource.values or not line.source
        return {
            "on": line.on,
            "year": line.year,
            "category": line.category,
            "amount": line.amount,
            "source": line.source if known else OTHER,
            "other_source": "" if known else line.source,
            "programme": line.programme_id,
            "candidate": line.candidate_reference,
            "municipality": line.municipality or None,
            "description": line.description,
        }


class RefusalForm(forms.Form):
    use_required_attribute = False

    reason = TextField(
        label=_("Waarom niet?"),
        max_length=500,
        error_messages={"required": _("Schrijf op waarom u geen akkoord geeft.")},
    )


class ReceivedForm(forms.Form):
    """What the State paid of a tranche."""

    use_required_attribute = False

    year = forms.TypedChoiceField(label=_("Termijn van"), coerce=int, error_messages=_CHOOSE)
    amount = EuroField(label=_("Ontvangen"))
    source = TextField(
        label=_("Waar staat dat?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: brief van het ministerie van 3 mei 2019."),
        error_messages=_FILL,
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class PlanAmountForm(forms.Form):
    """What was decided about one amount of the plan."""

    use_required_attribute = False

    line = forms.ChoiceField(
        label=_("Bedrag van"),
        choices=[
            ("", _("Maak een keuze")),
            *((side.label, [(f"{side}:{name}", word) for name, word in words.items()]) for side, words in SIDES),
        ],
        error_messages=_CHOOSE,
    )
    year = forms.IntegerField(
        label=_("Jaar"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={**_FILL, "invalid": _("Vul een jaar in, bijvoorbeeld 2021.")},
    )
    amount = EuroField(label=_("Nieuw bedrag"))
    source = TextField(
        label=_("Waar staat dat?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: raadsbesluit van 12 november 2019."),
        error_messages=_FILL,
    )
    version_on = DateField(label=_("Besloten op"))

    def __init__(self, *args: Any, today: date, since: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.since = since or date(FIRST_YEAR, 1, 1)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        first, last = self.since.year, self.today.year + YEARS_AHEAD
        if not first <= year <= last:
            raise ValidationError(
                _("Vul een jaar in van %(first)s tot en met %(last)s.") % {"first": first, "last": last}
            )
        return year

    def clean_version_on(self) -> date:
        on: date = self.cleaned_data["version_on"]
        if on > self.today:
            raise ValidationError(_("Deze dag komt nog. Kies vandaag of een dag ervoor."))
        return on

    def decided(self) -> dict[str, Any]:
        """What was typed, once it is valid."""
        return {**self.cleaned_data, "line": tuple(self.cleaned_data["line"].split(":"))}


class CentreForm(forms.Form):
    use_required_attribute = False

    centre = forms.ModelChoiceField(
        label=_("Centrumgemeente"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Geen: alleen het programmabureau"),
        help_text=_("De mensen van deze gemeente zien begroting en uitgaven, voeren uitgaven in en geven akkoord."),
    )

    def __init__(self, *args: Any, municipalities: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = municipalities  # type: ignore[attr-defined]


class TakeOverForm(forms.Form):
    """Which invoices, and who pays them."""

    source = forms.ChoiceField(
        label=_("Waarvan betaald"), choices=[("", _("Nog niet bekend")), *MoneySource.choices], required=False
    )


class TargetForm(forms.Form):
    """What was agreed about a target."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("Doel"), choices=[("", _("Maak een keuze")), *TargetKind.choices], error_messages=_CHOOSE
    )
    on = DateField(
        label=_("Te halen vóór"),
        help_text=_("Alles tot deze dag telt mee. Het doel van een jaar staat dus op 1 januari van het jaar erna."),
    )
    value = forms.IntegerField(
        label=_("Aantal"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            **_FILL,
            "invalid": _("Vul een heel getal in."),
            "min_value": _("Vul 0 of meer in."),
            "max_value": _("Dit getal is te groot. Controleer of er geen cijfer te veel staat."),
        },
    )
    source = TextField(
        label=_("Waar staat dat?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: verslag van het partneroverleg, punt 4."),
        error_messages=_FILL,
    )
    version_on = DateField(label=_("Besloten op"))

    def __init__(self, *args: Any, today: date, since: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        #: The programme start: no target lies before it.
        self.since = since or date(FIRST_YEAR, 1, 1)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if (on.month, on.day) != (1, 1):
            raise ValidationError(_("Een doel geldt voor een heel jaar. Kies 1 januari van het jaar erna."))
        if not self.since < on <= date(LAST_YEAR, 1, 1):
            raise ValidationError(
                _("Het programma loopt vanaf %(day)s. Kijk of het jaar klopt.") % {"day": date_nl(self.since)}
            )
        return on

    def clean_version_on(self) -> date:
        on: date = self.cleaned_data["version_on"]
        if on > self.today:
            raise ValidationError(_("Deze dag komt nog. Kies vandaag of een dag ervoor."))
        return on
