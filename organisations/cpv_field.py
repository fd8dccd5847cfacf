"""The field for the CPV codes of one thing: a box to type codes or words in, and the codes that are chosen.

Put ``CpvField()`` on a form that has ``CpvForm`` among its bases. Its value is a tuple of codes of eight digits. With
htmx the list follows what is typed; without JavaScript the button ``Zoek`` sends the form, which comes back with the list
and everything that was typed: it is not valid then and says nothing about faults. The template is as for any field.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.cpv import MOST_TYPED, Found, labels_of, named, search
from organisations.cpv_codes import split_cpv

MOST_CODES = 20
#: What comes after the name of the field in the names of its ticks and of its button.
CHOSEN, SEEK = "_gekozen", "_zoek"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came from the page: ticked codes, and what stands in the box."""

    codes: tuple[str, ...]
    typed: str = ""

    @classmethod
    def of(cls, value: Any) -> "Chosen":
        """Also of what a form begins with: codes as a list, or in a text."""
        if isinstance(value, cls):
            return value
        if value is None or isinstance(value, str):
            codes, rest = split_cpv(value or "")
            return cls(codes, rest)
        return cls(tuple(value))

    @classmethod
    def sent(cls, ticked: Iterable[str], typed: str) -> "Chosen":
        """Only what is a code by its shape can be ticked."""
        found = dict.fromkeys(code for one in ticked for code in split_cpv(one)[0])
        return cls(tuple(found)[: 2 * MOST_CODES], typed)


def choice_context(name: str, html_id: str, chosen: Chosen) -> dict[str, Any]:
    """What the list under the box shows: the codes that are chosen, and what is found by what is typed."""
    codes, rest = split_cpv(chosen.typed)
    typed = " ".join(chosen.typed.split())[:MOST_TYPED]
    found = search(typed) if typed else Found()
    return {
        "name": name,
        "html_id": html_id,
        "chosen": [{"code": code, "label": label} for code, label in named(chosen.codes)],
        "typed": typed,
        "found": [one for one in found.codes if one.code not in chosen.codes],
        "found_count": found.count,
        "is_guess": found.is_guess or bool(codes and rest),
        "more": max(found.count - len(found.codes), 0),
    }


class CpvBox(forms.Widget):
    template_name = "components/cpv_box.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        chosen = Chosen.of(value)
        html_id = context["widget"]["attrs"].get("id") or f"id_{name}"
        box = forms.TextInput(attrs={"maxlength": 400, "spellcheck": "false", "data-cpv": name + CHOSEN})
        box_attrs = context["widget"]["attrs"] | {
            "hx-get": reverse("organisations:cpv"),
            "hx-trigger": "input changed delay:300ms, search",
            "hx-include": f"#{html_id}_keuze",
            "hx-target": f"#{html_id}_keuze",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
            "hx-vals": f'{{"veld": "{name}"}}',
        }
        context["widget"] |= {
            "box": box.get_context(name, chosen.typed, box_attrs)["widget"],
            "seek_name": name + SEEK,
        }
        return context | choice_context(name, html_id, chosen)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:  # noqa: ARG002 - the signature of Django
        ticked = data.getlist(name + CHOSEN) if hasattr(data, "getlist") else data.get(name + CHOSEN, ())
        return Chosen.sent(ticked, data.get(name) or "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002 - as above
        return name not in data and name + CHOSEN not in data

    def is_seeking(self, data: Any, name: str) -> bool:
        """Whether the button was pressed with words to look for: Enter in another box presses it too."""
        return name + SEEK in data and bool(split_cpv(data.get(name) or "")[1])


class CpvField(forms.Field):
    """CPV codes, as a tuple. ``stands``: codes of a thing that is changed, which may be missing from the list."""

    widget = CpvBox
    stands: tuple[str, ...] = ()
    default_error_messages = {
        "required": _("Kies minstens één CPV-code."),
        "invalid": _("‘%(part)s’ is geen CPV-code. Kies een code uit de lijst hieronder, of maak het zoekvak leeg."),
        "unknown": _("%(code)s staat niet in de CPV-lijst. Zoek op een woord en kies een code uit de lijst."),
        "many": _("Kies hoogstens %(most)s CPV-codes."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("CPV-codes"))
        kwargs.setdefault(
            "help_text", _("Zoek op een woord, bijvoorbeeld schoonmaak, of vul een code in. Vink aan wat past.")
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> tuple[str, ...]:
        """The codes that are ticked and typed. Words by which a ticked code was found may still stand in the box."""
        chosen = Chosen.of(value)
        typed, rest = split_cpv(chosen.typed)
        codes = tuple(dict.fromkeys((*chosen.codes, *typed)))
        part = next((one for one in rest.split() if any(map(str.isdecimal, one))), "" if codes else rest)
        if part:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"part": part[:40]})
        return codes

    def validate(self, value: tuple[str, ...]) -> None:
        super().validate(value)
        if len(value) > MOST_CODES:
            raise ValidationError(self.error_messages["many"], code="many", params={"most": MOST_CODES})
        judged = [code for code in value if code not in self.stands]
        known = labels_of(judged) if judged else {}
        unknown = [code for code in judged if code not in known]
        if unknown:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"code": ", ".join(unknown)})

    def prepare_value(self, value: Any) -> Chosen:
        """A full code in the box becomes a tick, so that it is seen with its label."""
        chosen = Chosen.of(value)
        codes, rest = split_cpv(chosen.typed)
        return Chosen(tuple(dict.fromkeys((*chosen.codes, *codes))), rest) if codes else chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = Chosen.of(initial), Chosen.of(data)
        return set(before.codes) != {*after.codes, *split_cpv(after.typed)[0]}


class CpvForm(forms.BaseForm):
    """A form that comes back with what is found when its search button was pressed, without a word about faults."""

    @property
    def is_seeking_cpv(self) -> bool:
        return bool(self._sought)

    @property
    def _sought(self) -> list[forms.Field]:
        """The fields of which the button was pressed: the page comes back at their box."""
        if not self.is_bound:
            return []
        return [
            field
            for name, field in self.fields.items()
            if isinstance(field.widget, CpvBox) and field.widget.is_seeking(self.data, self.add_prefix(name))
        ]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_seeking_cpv

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_seeking_cpv:
            self._errors = ErrorDict(renderer=self.renderer)
            for field in self._sought:
                field.widget.attrs["autofocus"] = True
