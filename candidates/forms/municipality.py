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
        help_text=_(
            "Alleen bij ‘Buiten de regio’. Typ de code van de gemeente (GM en vier cijfers); "
            "die vindt u op de site van het CBS."
        ),
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
        chosen, typed = data.get("municipality"), data.get("other_municipality", "")
        if chosen == self.ELSEWHERE and "other_municipality" not in self.errors:
            try:
                data["municipality"] = code_said(typed, self.by_words)
            except ValidationError as error:
                self.add_error("other_municipality", error)
        elif chosen and typed:
            said = _("U koos al een gemeente. Maak dit veld leeg, of kies ‘Buiten de regio’.")
            self.add_error("other_municipality", said)
        return data
