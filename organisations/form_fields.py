"""Form fields that speak Dutch: amounts, percentages and hours as people type them, dates, choices as cards.

They carry their own sentences for errors, so that forms only state what is special.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from organisations.citizen_numbers import refuse_citizen_number
from organisations.inspection.kinds import SUFFIXES
from organisations.inspection.look import LARGEST
from organisations.notation import MINUS, dutch_number, parse_dutch_number
from organisations.rounding import MOST_EUROS
from organisations.uploads import bare_name

Words = str | Promise
#: By this attribute of a field or an answer, a single key leads to it.
KEY = "data-key"


class NumberBox(forms.TextInput):
    """A right-aligned text box for a number, with the unit before or after it."""

    def __init__(self, *, places: int | None, prefix: Words = "", suffix: Words = "") -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        self.places = places
        self.prefix_text = prefix
        self.suffix_text = suffix

    def format_value(self, value: Any) -> str | None:
        """Write a stored number the Dutch way; leave what the user typed as it was typed."""
        if isinstance(value, (Decimal, int)):
            return dutch_number(value, self.places).replace(MINUS, "-")
        return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"prefix_text": self.prefix_text, "suffix_text": self.suffix_text}
        return context


class DutchDecimalField(forms.DecimalField):
    """A ``Decimal`` typed with a comma or a point."""

    default_error_messages = {
        "required": _("Vul dit in."),
        "invalid": _("Vul een getal in, bijvoorbeeld 1.250,50."),
        "min_value": _("Vul 0 of meer in."),
        "max_value": _("Vul hoogstens %(limit_value)s in."),
        "max_digits": _("Dit getal is te groot. Controleer of er geen cijfer te veel staat."),
        "max_whole_digits": _("Dit getal is te groot. Controleer of er geen cijfer te veel staat."),
        "max_decimal_places": _("Vul hoogstens %(max)s cijfers achter de komma in."),
    }
    shown_places: int | None = None
    prefix: Words = ""
    suffix: Words = ""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", NumberBox(places=self.shown_places, prefix=self.prefix, suffix=self.suffix))
        kwargs.setdefault("min_value", 0)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_dutch_number(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def run_validators(self, value: Any) -> None:
        """Say each thing once: a number above the limit has too many digits as well, and reads the same.

        Of too many decimals only that is said: they make too many digits too, and a number that is no number yet.
        """
        try:
            super().run_validators(value)
        except ValidationError as found:
            faults = found.error_list
            if self.decimal_places is not None and -value.as_tuple().exponent > self.decimal_places:
                code = "max_decimal_places"
                words = ValidationError(self.error_messages[code], code=code, params={"max": self.decimal_places})
                raise ValidationError([words, *(one for one in faults if one.code == "max_value")]) from found
            if any(one.code == "max_value" for one in faults):
                faults = [one for one in faults if one.code not in {"max_digits", "max_whole_digits"}]
            raise ValidationError(list({one.messages[0]: one for one in faults}.values())) from found

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - the signature of Django
        """No ``step`` or ``max``: they belong to number boxes, and those refuse a comma."""
        return {}


class EuroField(DutchDecimalField):
    """An amount in euros, excluding VAT. The columns hold a hundred times the most, so that sums fit in them too."""

    shown_places = 2
    prefix = "€"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_digits": 14, "decimal_places": 2, "max_value": MOST_EUROS} | kwargs))
        if "max_value" not in kwargs:
            self.error_messages["max_value"] = self.error_messages["max_digits"]


class PercentageField(DutchDecimalField):
    """A percentage from 0 to 100, at most two decimals."""

    default_error_messages = {"invalid": _("Vul een getal in van 0 tot 100, bijvoorbeeld 55.")}
    suffix = "%"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_digits": 5, "decimal_places": 2, "max_value": 100} | kwargs))


class HoursField(DutchDecimalField):
    """A number of hours, at most two decimals."""

    default_error_messages = {
        "invalid": _("Vul een aantal uren in, bijvoorbeeld 128,5."),
        "min_value": _("Vul 0 uur of meer in."),
        "max_value": _("Vul hoogstens %(limit_value)s uur in."),
    }
    suffix = _("uur")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_digits": 6, "decimal_places": 2} | kwargs))


class CountField(forms.IntegerField):
    """A whole number between two bounds, in a box without arrows."""

    default_error_messages = {"required": _("Vul dit in."), "invalid": _("Vul een heel getal in.")}

    def __init__(self, label: Words, *, least: int, most: int, too_few: Words = "", **kwargs: Any) -> None:
        super().__init__(
            label=label,  # type: ignore[arg-type]
            validators=[
                MinValueValidator(least, too_few or _("Vul %(limit_value)s of meer in.")),  # type: ignore[arg-type]
                MaxValueValidator(most, _("Vul hoogstens %(limit_value)s in.")),
            ],
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"}),
            **kwargs,
        )


class TextField(forms.CharField):
    """Free text that people type. A citizen service number is refused in it: that is stored nowhere."""

    default_validators = [refuse_citizen_number]


class PersonNameField(TextField):
    """The name of a person who is put to work. ``stands``: the name of a line that is corrected, not judged again."""

    stands = ""

    default_error_messages = {
        "required": _("Vul een naam in."),
        "invalid": _("Een naam bestaat uit letters. Typ de naam zoals u hem uitspreekt."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**({"max_length": 120} | kwargs))

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value in {"", self.stands}:
            return
        # The first letter of the category: C is what nobody sees, N a number.
        kinds = {unicodedata.category(one)[0] for one in value}
        if "C" in kinds:
            raise ValidationError(_("In deze naam staat een onzichtbaar teken. Typ de naam opnieuw."), code="unseen")
        if "N" in kinds:
            raise ValidationError(_("In een naam staan geen cijfers. Vul hier nooit een nummer in."), code="digits")
        if "L" not in kinds:
            raise ValidationError(self.error_messages["invalid"], code="invalid")


#: Days on which anything of a contract or a person can lie; outside them a year is a typing error.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


class PhoneField(TextField):
    """A telephone number as people write it."""

    _WRITTEN = re.compile(r"\+?[0-9 ()/.-]{8,}")

    def __init__(self, *, least_digits: int = 9, **kwargs: Any) -> None:
        """``least_digits``: companies have numbers of eight."""
        given: dict[str, Any] = {
            "label": _("Telefoonnummer"),
            "max_length": 20,
            "required": False,
            "widget": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        }
        self.least_digits = least_digits
        super().__init__(**given | kwargs)
        self.error_messages.setdefault("invalid", _("Dit is geen goed telefoonnummer. Een voorbeeld: 06 12 34 56 78."))

    def clean(self, value: Any) -> str:
        typed = " ".join(super().clean(value).split())
        digits = sum(one.isdigit() for one in typed)
        if typed and (not self._WRITTEN.fullmatch(typed) or digits < self.least_digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return typed


class DateField(forms.DateField):
    """A day in Dutch notation, whatever language the browser speaks: its own date box would show month first.

    ``validators`` come instead of the years between which any day has to lie.
    """

    default_error_messages = {
        "required": _("Vul een datum in."),
        "invalid": _("Vul een datum in, bijvoorbeeld 31-3-2027."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%d-%m-%Y", attrs={"placeholder": _("dd-mm-jjjj")}))
        kwargs.setdefault("validators", [_within_years])
        kwargs.setdefault("input_formats", ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"])
        super().__init__(**kwargs)


def _within_years(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(
            _("Controleer het jaartal: vul een datum in van %(first)s tot en met %(last)s."),
            code="year",
            params={"first": FIRST_DAY.year, "last": LAST_DAY.year},
        )


class ChoiceCards(forms.RadioSelect):
    """Radio buttons as large cards; ``notes`` gives a choice a second line, by its value."""

    def __init__(self, notes: Mapping[str, Words] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.notes = notes or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"as_card": True, "note": self.notes.get(str(value), "")}


class NumberedRadios(forms.RadioSelect):
    """Each answer with its number as a key."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"][KEY] = str(int(option["index"]) + 1)
        return option


class NumberedCards(NumberedRadios, ChoiceCards):
    """Large cards, each with its number as a key."""


def give_keys(form: forms.BaseForm, keys: Mapping[str, str]) -> None:
    """Let these keys lead to fields of the form, as far as it has them; each stands beside the label."""
    for name in form.fields.keys() & keys.keys():
        form.fields[name].widget.attrs[KEY] = keys[name]


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once, as a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = list(data) if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in files or [None]]


class CheckedFilesField(ManyFilesField):
    """Files that are checked before anybody opens them (``organisations.quarantine``): as many and as large as fit."""

    ACCEPTED = ",".join([*SUFFIXES.values(), ".jpeg", *SUFFIXES])

    def __init__(
        self,
        *,
        most: int = 10,
        label: StrOrPromise = "",
        help_text: StrOrPromise = "",
        otherwise: StrOrPromise = "",
        attrs: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            label=label or _("Bestanden"),
            help_text=help_text,
            widget=ManyFiles(attrs={"accept": self.ACCEPTED, **(attrs or {})}),
            error_messages={
                "required": otherwise or _("Kies een bestand."),
                "empty": _("Dit bestand is leeg. Kies een ander bestand."),
                "invalid": _("Kies een bestand."),
            },
        )
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = super().clean(data, initial)
        if len(files) > self.most:
            raise ValidationError(_("Kies hoogstens %(most)s bestanden tegelijk.") % {"most": self.most})
        too_large = [bare_name(one.name) for one in files if (one.size or 0) > LARGEST]
        if too_large:
            words = {"names": ", ".join(too_large), "limit": LARGEST // 1_000_000}
            raise ValidationError(_("Groter dan %(limit)s MB: %(names)s. Maak het kleiner of splits het op.") % words)
        return files
