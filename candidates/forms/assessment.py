from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from candidates.question_words import ANSWERS, QUESTIONS, SECTIONS, Words
from candidates.questions import Question, QuestionSet
from organisations.shown_forms import ShownForm


class AssessmentForm(ShownForm):
    """The questions of one set, by section; none has to be answered, so that what is known can be kept."""

    use_required_attribute = False
    hide_optional = True

    def __init__(self, *args: Any, asked: QuestionSet, **kwargs: Any) -> None:
        # The names of the fields are codes of questions; a prefix keeps them apart from wishes in the same form.
        super().__init__(*args, **kwargs | {"prefix": "vraag"})
        self.asked = asked
        for question in asked.questions:
            self.fields[question.code] = _field(question)

    def sections(self) -> list[tuple[Words, list[BoundField]]]:
        """The questions as they stand on the page."""
        return [
            (SECTIONS[self.asked.kind, section.code], [self[one.code] for one in section.questions])
            for section in self.asked.sections
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for question in self.asked.questions:
            if question.contradicts(data.get(question.code) or ()):
                said = _("U koos ‘%(alone)s’ en nog iets. Kies een van beide.")
                self.add_error(question.code, said % {"alone": ANSWERS[question.code, question.alone]})
        return data

    def answers(self) -> Mapping[str, Any]:
        return {code: given for code, given in self.cleaned_data.items() if given and code != "shown"}


def _field(question: Question) -> forms.Field:
    words: Any
    help_text: Any
    words, help_text = QUESTIONS[question.code]
    kind, widget = (
        (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
        if question.many
        else (forms.ChoiceField, forms.RadioSelect)
    )
    field: forms.Field = kind(
        label=words,
        help_text=help_text,
        required=False,
        choices=[(code, ANSWERS[question.code, code]) for code in question.options],
        widget=widget(attrs={"class": "choice-grid"}),
        error_messages={"invalid_choice": _("Kies een antwoord uit de lijst.")},
    )
    return field
