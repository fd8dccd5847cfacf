"""What is filled in about the covenant. Every form knows the fields of its row, and what stood on the screen."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.form_fields import ChoiceCards, DateField, PersonNameField, TextField
from organisations.shown import version_of
from organisations.shown_forms import ShownForm
from reporting.choices import (
    LONGEST_EFFORT,
    ActionStatus,
    ActivityPart,
    ActivityStatus,
    DutyStatus,
    MeetingKind,
    PartnerGroup,
    Rhythm,
    RiskLevel,
    RiskStatus,
)
from reporting.periods import Length, Period

CHOOSE = {"required": _("Maak een keuze."), "invalid_choice": _("Maak een keuze.")}
NO_HEALTH = _("Schrijf hier niets over de gezondheid van mensen.")
FIRST_QUARTER, YEARS_AHEAD = Period(2017, Length.QUARTER, 4), 4
Choices = Iterable[tuple[Any, Any]]


def _text(label: Any, *, most: int, rows: int, required: bool = False, help_text: Any = "") -> TextField:
    return TextField(
        label=label,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": _("Vul dit in.")},
    )


def _line(label: Any, *, most: int, required: bool = False, help_text: Any = "") -> TextField:
    return TextField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        error_messages={"required": _("Vul dit in.")},
    )


def _choice(label: Any, choices: Choices, *, cards: bool = False, **kwargs: Any) -> forms.ChoiceField:
    widget = ChoiceCards() if cards else forms.Select()
    return forms.ChoiceField(label=label, choices=choices, widget=widget, error_messages=CHOOSE, **kwargs)


def _person(label: Any, help_text: Any = "") -> PersonNameField:
    return PersonNameField(label=label, required=False, help_text=help_text)


def quarters(on: date) -> list[tuple[str, str]]:
    """From the quarter in which the plan begins to some years from now."""
    found, last = [FIRST_QUARTER], Period(on.year + YEARS_AHEAD, Length.QUARTER, 4)
    while str(found[-1]) < str(last):
        found.append(found[-1].next())
    return [(str(one), one.label) for one in found]


class RecordForm(ShownForm):
    """``fields_kept``: the columns of the row that it fills. ``held``: the row, when there is one already."""

    use_required_attribute = False
    fields_kept: tuple[str, ...] = ()

    def __init__(self, *args: Any, held: models.Model | None = None, **kwargs: Any) -> None:
        if held is not None:
            known = {name.removesuffix("_id"): getattr(held, name) for name in self.fields_kept}
            known |= {name: str(value) for name, value in known.items() if isinstance(value, uuid.UUID)}
            kwargs["initial"] = known | {"shown": version_of(held, self.fields_kept)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def entered(self) -> dict[str, Any]:
        """The values by column; an empty choice of a row of another table is none."""
        return {
            name: (self.cleaned_data[name.removesuffix("_id")] or None)
            if name.endswith("_id")
            else self.cleaned_data[name]
            for name in self.fields_kept
        }


class _WithPartner(RecordForm):
    """With a list of partners to choose from."""

    def __init__(self, *args: Any, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        empty = _("Kies een partner") if field.required else _("Geen partner in het bijzonder")
        field.choices = [("", empty), *partners]

    def clean_partner(self) -> uuid.UUID | None:
        chosen = self.cleaned_data["partner"]
        return uuid.UUID(chosen) if chosen else None


class PartnerForm(RecordForm):
    fields_kept = ("group", "signed_on", "contact_name", "contact_email", "contact_phone")

    group = _choice(_("Groep"), [one for one in PartnerGroup.choices if one[0] != PartnerGroup.ALL])
    signed_on = DateField(label=_("Getekend op"), required=False)
    contact_name = _person(_("Contactpersoon"))
    contact_email = forms.EmailField(label=_("E-mailadres"), required=False)
    contact_phone = _line(_("Telefoon"), most=30)


class DutyForm(RecordForm):
    fields_kept = ("group", "article", "text", "rhythm", "due_on", "source", "ended_on")

    group = _choice(_("Voor wie"), PartnerGroup.choices)
    article = _line(_("Artikel"), most=20, required=True, help_text=_("Bijvoorbeeld 1a.3."))
    text = _text(_("Wat de partner doet"), most=600, rows=3, required=True, help_text=_("In uw eigen woorden."))
    rhythm = _choice(_("Hoe vaak"), Rhythm.choices)
    due_on = DateField(label=_("Uiterlijk"), required=False)
    source = _line(_("Bron"), most=200)
    ended_on = DateField(label=_("Geldt niet meer sinds"), required=False)


class ProgressForm(RecordForm):
    fields_kept = ("status", "responsible", "note")

    status = _choice(_("Stand"), DutyStatus.choices, cards=True)
    responsible = _person(_("Wie zorgt ervoor bij deze partner?"))
    note = _text(_("Voortgang"), most=1000, rows=3, help_text=NO_HEALTH)


class MeetingForm(RecordForm):
    fields_kept = ("kind", "on", "place", "agenda", "decisions", "is_cancelled")

    kind = _choice(_("Soort overleg"), MeetingKind.choices)
    on = DateField(label=_("Datum"))
    place = _line(_("Plaats"), most=120)
    agenda = _text(_("Agenda"), most=3000, rows=5, help_text=_("Eén punt per regel."))
    decisions = _text(
        _("Besluiten"), most=4000, rows=5, help_text=_("Eén besluit per regel. Vul dit in na het overleg.")
    )
    present = forms.MultipleChoiceField(
        label=_("Wie waren er?"), required=False, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE
    )
    is_cancelled = forms.BooleanField(label=_("Dit overleg gaat niet door"), required=False)

    def __init__(self, *args: Any, partners: Choices, present: Iterable[uuid.UUID] = (), **kwargs: Any) -> None:
        initial = {"present": [str(one) for one in present]} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        there: Any = self.fields["present"]
        there.choices = list(partners)

    def clean_present(self) -> list[uuid.UUID]:
        return [uuid.UUID(one) for one in self.cleaned_data["present"]]


class ActionForm(_WithPartner):
    fields_kept = ("text", "partner_id", "person", "due_on", "meeting_id", "status", "result")

    text = _text(_("Wat is er afgesproken?"), most=600, rows=3, required=True)
    partner = _choice(_("Welke partner doet dit?"), [])
    person = _person(_("Wie bij deze partner?"))
    due_on = DateField(label=_("Uiterlijk"))
    meeting = _choice(_("Afgesproken in"), [], required=False)
    status = _choice(_("Stand"), ActionStatus.choices)
    result = _text(_("Uitkomst"), most=1000, rows=2, help_text=NO_HEALTH)

    def __init__(self, *args: Any, meetings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["meeting"]
        found.choices = [("", _("Buiten een overleg")), *meetings]

    def clean_meeting(self) -> uuid.UUID | None:
        chosen = self.cleaned_data["meeting"]
        return uuid.UUID(chosen) if chosen else None


class ActionStatusForm(RecordForm):
    """How an action goes, by the partner whose action it is."""

    fields_kept = ("status", "result")

    status = _choice(_("Stand"), ActionStatus.choices, cards=True)
    result = _text(_("Wat is er gedaan?"), most=1000, rows=3, help_text=NO_HEALTH)


class ActivityForm(_WithPartner):
    fields_kept = (
        *("title", "part", "from_quarter", "to_quarter", "rhythm", "partner_id"),
        *("owner", "status", "result", "source"),
    )

    title = _line(_("Activiteit"), most=200, required=True)
    part = _choice(_("Deel van het plan"), ActivityPart.choices, cards=True)
    from_quarter = _choice(_("Van"), [])
    to_quarter = _choice(_("Tot en met"), [])
    rhythm = _choice(_("Hoe vaak"), Rhythm.choices)
    partner = _choice(_("Welke partner doet dit?"), [], required=False)
    owner = _person(_("Wie zorgt ervoor?"))
    status = _choice(_("Stand"), ActivityStatus.choices)
    result = _text(_("Wat leverde het op?"), most=1000, rows=3, help_text=NO_HEALTH)
    source = _line(_("Bron"), most=200)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_quarter", "to_quarter"):
            field: Any = self.fields[name]
            field.choices = quarters(on)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("from_quarter"), data.get("to_quarter")
        if first and last and last < first:
            self.add_error("to_quarter", _("Dit kwartaal ligt voor het eerste."))
        return data


class ActivityStatusForm(RecordForm):
    fields_kept = ("status", "result")

    status = _choice(_("Stand"), ActivityStatus.choices, cards=True)
    result = _text(_("Wat leverde het op?"), most=1000, rows=3, help_text=NO_HEALTH)


class RiskForm(RecordForm):
    fields_kept = ("title", "text", "chance", "impact", "measure", "owner", "status", "reviewed_on", "source")

    title = _line(_("Risico"), most=120, required=True)
    text = _text(_("Omschrijving"), most=1000, rows=3, help_text=NO_HEALTH)
    chance = _choice(_("Kans"), RiskLevel.choices, cards=True)
    impact = _choice(_("Gevolg"), RiskLevel.choices, cards=True)
    measure = _text(_("Maatregel"), most=1000, rows=3)
    owner = _person(_("Wie let erop?"))
    status = _choice(_("Stand"), RiskStatus.choices, cards=True)
    reviewed_on = DateField(label=_("Bekeken op"), required=False)
    source = _line(_("Bron"), most=200)

    def clean_chance(self) -> int:
        return int(self.cleaned_data["chance"])

    def clean_impact(self) -> int:
        return int(self.cleaned_data["impact"])


class EffortForm(ShownForm):
    """What a partner did in a quarter."""

    use_required_attribute = False

    text = _text(
        _("Wat deed uw organisatie dit kwartaal?"),
        most=LONGEST_EFFORT,
        rows=10,
        required=True,
        help_text=_(
            "Bijvoorbeeld: welke afspraken u nakwam, met wie, en wat er bleef liggen. Noem geen namen van kandidaten."
        ),
    )
