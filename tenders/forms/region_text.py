from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import TextField
from tenders.models.region_text import BODY_LENGTH, SUBJECT_LENGTH
from tenders.placeholders import Wording
from tenders.region_texts import Texts


class RegionTextForm(forms.Form):
    """The region's own words for a kind of text; a placeholder that nobody knows is refused beside its field."""

    subject = TextField(label=_("Onderwerp"), max_length=SUBJECT_LENGTH)
    body = TextField(label=_("Tekst"), max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 24}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, texts: Texts, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts, self.kind = texts, kind

    def clean_subject(self) -> str:
        return self._known("subject")

    def clean_body(self) -> str:
        return self._known("body")

    def _known(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        refused = self.texts.refused_in(self.kind, text)
        if refused:
            raise forms.ValidationError(refused, code="unknown_placeholder")
        return text

    def typed(self) -> Wording:
        """The words as they stand in the boxes, right or not."""
        return Wording(str(self["subject"].value() or ""), str(self["body"].value() or ""))
