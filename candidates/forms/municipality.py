from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from candidates.registering.registrations import code_said
from organisations.form_fields import TextField

Choices = Sequence[tuple[Any, Any]]


class MunicipalityFields(forms.Form):
    """Where somebody lives: out of the list, or what is typed of a municipality that the list has not."""

    ELSEWHERE = "elsewhere"

    municipality = forms.ChoiceField()
    other_municipality = TextField(
        label=_("Welke gemeente buiten de regio?"),
        required=False,
        max_length=60,
        help_text=_("Alleen bij ‘Buiten de regio’. De code, bijvoorbeeld GM0114, of de naam."),
    )

    def offer(self, choices: Choices, *, by_words: Mapping[str, str], label: Any) -> None:
        """Let somebody choose from these; ``by_words`` has the codes that can be typed."""
        self.by_words = by_words
        field = self.fields["municipality"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.label = label
        field.error_messages["required"] = _("Kies een gemeente.")
        field.choices = [*choices, (self.ELSEWHERE, _("Buiten de regio"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("municipality") == self.ELSEWHERE and "other_municipality" not in self.errors:
            try:
                data["municipality"] = code_said(data.get("other_municipality", ""), self.by_words)
            except ValidationError as error:
                self.add_error("other_municipality", error)
        return data
