"""Texts that an award asks for: on one line, and the number of a company in the trade register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField


def wrong_in(form: forms.BaseForm) -> frozenset[str]:
    """The fields that are filled in, but not rightly: nobody says of those that they are empty."""
    return frozenset(name for name in form.errors if name in form.fields and form[name].data)


class OneLine(TextField):
    """Text on one line: white space inside is one space."""

    def to_python(self, value):
        return " ".join(str(super().to_python(value) or "").split())


class KvkField(forms.CharField):
    """A KVK number, also as people write it with spaces or points; always eight digits, of which not all are 0."""

    default_error_messages = {
        "invalid": _("Een KVK-nummer heeft 8 cijfers."),
        "zeroes": _("Dit KVK-nummer bestaat niet. Controleer het nummer."),
    }

    def to_python(self, value):
        digits = "".join(str(super().to_python(value) or "").split()).replace(".", "")
        if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 8):  # noqa: PLR2004
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if digits and not digits.strip("0"):
            raise forms.ValidationError(self.error_messages["zeroes"], code="zeroes")
        return digits
