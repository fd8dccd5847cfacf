"""What is asked of companies: texts on one line, how they are called and reached, and their number in the trade register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import PhoneField, TextField


def wrong_in(form: forms.BaseForm) -> frozenset[str]:
    """The fields that are filled in, but not rightly: nobody says of those that they are empty."""
    return frozenset(name for name in form.errors if name in form.fields and form[name].data)


class OneLine(TextField):
    """Text on one line: white space inside is one space."""

    def to_python(self, value):
        return " ".join(str(super().to_python(value) or "").split())


class CompanyName(OneLine):
    """A name of digits and signs only is none."""

    def clean(self, value):
        name = super().clean(value)
        if name and not any(one.isalpha() for one in name):
            raise forms.ValidationError(_("In de naam van een bedrijf staat minstens één letter."), code="invalid")
        return name


class CompanyMail(forms.EmailField):
    """Where a company is mailed."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": _("E-mailadres"),
            "max_length": 200,
            "widget": forms.EmailInput(attrs={"autocomplete": "email"}),
            "error_messages": {
                "required": _("Vul een e-mailadres in."),
                "invalid": _("Vul een e-mailadres in, bijvoorbeeld naam@bedrijf.nl."),
            },
        }
        super().__init__(**given | kwargs)


class CompanyPhone(PhoneField):
    """Where a company is called: also a number of eight digits, as 0900 has."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "least_digits": 8,
            "max_length": 30,
            "error_messages": {"invalid": _("Vul een telefoonnummer in, bijvoorbeeld 050 123 45 67.")},
        }
        super().__init__(**given | kwargs)


class KvkField(forms.CharField):
    """A KVK number, also as people write it with spaces or points; always eight digits, of which not all are 0."""

    default_error_messages = {
        "invalid": _("Een KVK-nummer heeft 8 cijfers. Kijk het na en typ het opnieuw."),
        "zeroes": _("Dit KVK-nummer bestaat niet. Controleer het nummer."),
    }

    def to_python(self, value):
        digits = "".join(str(super().to_python(value) or "").split()).replace(".", "")
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 8):  # noqa: PLR2004
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if digits and not digits.strip("0"):
            raise forms.ValidationError(self.error_messages["zeroes"], code="zeroes")
        return digits
