"""What people type about a speed-date event: when it is, who comes and when, and what was said after a talk."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.file.pages import name_of
from organisations.form_fields import CountField, DateField, TextField
from organisations.shown_forms import ShownForm
from placements.models import SpeedDate, SpeedDateCandidate, SpeedDateEmployer, SpeedDateMeeting
from placements.models.speed_date import MOST_SLOTS, MOST_TABLES
from placements.speed_date_choices import AgreedHow, Says
from placements.speed_dates import results
from placements.speed_dates.events import EventEntry, version
from placements.speed_dates.people import Agreement, EmployerEntry, Presence, vacancies_for
from placements.speed_dates.results import Result


class EventForm(ShownForm):
    """When and where it is, and how the rounds go."""

    use_required_attribute = False

    title = TextField(
        label=_("Naam"),
        max_length=120,
        help_text=_("Bijvoorbeeld: Speeddate techniek en bouw."),
        error_messages={"required": _("Vul een naam in.")},
    )
    day = DateField(label=_("Dag"))
    starts_at = forms.TimeField(
        label=_("Begint om"),
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": _("uu:mm"), "autocomplete": "off"}),
        error_messages={"required": _("Vul een tijd in."), "invalid": _("Vul een tijd in, bijvoorbeeld 13:30.")},
    )
    place = TextField(label=_("Waar"), max_length=200, error_messages={"required": _("Vul in waar het is.")})
    slots = CountField(_("Aantal rondes"), least=1, most=MOST_SLOTS, initial=10)
    talk_minutes = CountField(_("Minuten per gesprek"), least=2, most=60, initial=8)
    between_minutes = CountField(_("Minuten om te wisselen"), least=0, most=30, initial=2)
    break_after = CountField(
        _("Pauze na ronde"), least=1, most=MOST_SLOTS - 1, required=False, help_text=_("Leeg: geen pauze.")
    )
    break_minutes = CountField(_("Minuten pauze"), least=0, most=120, initial=15)

    def __init__(self, *args: Any, event: SpeedDate | None = None, **kwargs: Any) -> None:
        if event is not None:
            kwargs["initial"] = {name: getattr(event, name) for name in EventEntry.__slots__}
            kwargs["initial"]["shown"] = version(event)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        pause, slots = data.get("break_after"), data.get("slots")
        if pause and slots and pause >= slots:
            self.add_error("break_after", _("De pauze ligt tussen twee rondes: kies een ronde voor de laatste."))
        start, talk, between = data.get("starts_at"), data.get("talk_minutes"), data.get("between_minutes")
        if start and slots and talk and between is not None:
            rest = data.get("break_minutes") or 0 if pause else 0
            if start.hour * 60 + start.minute + slots * talk + (slots - 1) * between + rest >= 24 * 60:
                self.add_error("slots", _("Zo eindigt het na middernacht. Kies minder rondes of een vroegere tijd."))
        return data

    def entered(self) -> EventEntry:
        return EventEntry(**{name: self.cleaned_data[name] for name in EventEntry.__slots__})


class CancelSpeedDateForm(forms.Form):
    use_required_attribute = False

    reason = TextField(
        label=_("Waarom gaat de speeddate niet door?"),
        max_length=500,
        error_messages={"required": _("Schrijf op waarom de speeddate niet doorgaat.")},
    )


class _PresenceForm(forms.Form):
    use_required_attribute = False
    hide_optional = True

    from_slot = CountField(_("Vanaf ronde"), least=1, most=MOST_SLOTS, initial=1)
    to_slot = CountField(
        _("Tot en met ronde"), least=1, most=MOST_SLOTS, required=False, help_text=_("Leeg: tot het einde.")
    )
    break_slot = CountField(
        _("Slaat over: ronde"), least=1, most=MOST_SLOTS, required=False, help_text=_("Leeg: geen.")
    )

    def __init__(self, *args: Any, event: SpeedDate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("from_slot", "to_slot", "break_slot"):
            if (data.get(name) or 1) > self.event.slots:
                self.add_error(
                    name, _("Deze speeddate heeft %(n)s rondes. Kies een ronde daarvan.") % {"n": self.event.slots}
                )
        if data.get("to_slot") and data.get("from_slot") and data["to_slot"] < data["from_slot"]:
            self.add_error("to_slot", _("De laatste ronde ligt voor de eerste. Verander een van de twee."))
        return data

    def presence(self) -> Presence:
        return Presence(*(self.cleaned_data[name] for name in ("from_slot", "to_slot", "break_slot")))


class SpeedDateEmployerForm(_PresenceForm):
    """An employer, for one of his open vacancies or without one."""

    vacancy = forms.ChoiceField(
        label=_("Vacature"),
        required=False,
        help_text=_("Met een vacature komt wie ja zegt op de lijst met voorstellen."),
    )
    name = TextField(
        label=_("Of: naam van de werkgever"),
        max_length=200,
        required=False,
        help_text=_("Alleen als er geen vacature is."),
    )
    tables = CountField(_("Tafels"), least=1, most=MOST_TABLES, initial=1, help_text=_("Hoeveel gesprekken tegelijk."))

    field_order = ("vacancy", "name", "tables", "from_slot", "to_slot", "break_slot")

    def __init__(self, *args: Any, event: SpeedDate, employer: SpeedDateEmployer | None = None, **kwargs: Any) -> None:
        if employer is not None:
            kwargs["initial"] = {
                "vacancy": str(employer.vacancy_id or ""),
                "name": "" if employer.vacancy_id else employer.name,
                "tables": employer.tables,
                "from_slot": employer.from_slot,
                "to_slot": employer.to_slot,
                "break_slot": employer.break_slot,
            }
        super().__init__(*args, event=event, **kwargs)
        open_ones = [(str(one.pk), f"{one.employer}: {one.title}") for one in vacancies_for(event)]
        vacancy = employer.vacancy if employer is not None else None
        if vacancy is not None and str(vacancy.pk) not in dict(open_ones):
            open_ones.append((str(vacancy.pk), f"{vacancy.employer}: {vacancy.title}"))
        field = self.fields["vacancy"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Geen vacature")), *open_ones]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("vacancy") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Kies een vacature, of vul de naam van de werkgever in."))
        return data

    def entered(self) -> EmployerEntry:
        chosen = self.cleaned_data["vacancy"]
        name = "" if chosen else self.cleaned_data["name"]
        return EmployerEntry(uuid.UUID(chosen) if chosen else None, name, self.cleaned_data["tables"], self.presence())


class AgreementForm(forms.Form):
    """When and how candidates said that these employers may know their name."""

    use_required_attribute = False
    hide_optional = True

    agreed_on = DateField(label=_("Zei ja op"), required=False)
    agreed_how = forms.ChoiceField(label=_("Hoe"), required=False, choices=[("", _("Kies hoe")), *AgreedHow.choices])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, how = data.get("agreed_on"), data.get("agreed_how")
        if how and not day and "agreed_on" not in self.errors:
            self.add_error("agreed_on", _("Vul in op welke dag."))
        if day and not how and "agreed_how" not in self.errors:
            self.add_error("agreed_how", _("Kies hoe."))
        return data

    def agreement(self) -> Agreement | None:
        day, how = self.cleaned_data["agreed_on"], self.cleaned_data["agreed_how"]
        return Agreement(day, how) if day and how else None


class SpeedDateCandidateForm(_PresenceForm, AgreementForm):
    """When a candidate is there, and whether he agreed."""

    field_order = ("agreed_on", "agreed_how", "from_slot", "to_slot", "break_slot")

    def __init__(self, *args: Any, event: SpeedDate, attendee: SpeedDateCandidate, **kwargs: Any) -> None:
        names = ("agreed_on", "agreed_how", "from_slot", "to_slot", "break_slot")
        kwargs["initial"] = {name: getattr(attendee, name) for name in names}
        super().__init__(*args, event=event, **kwargs)


class MeetingForm(forms.Form):
    """A talk by hand: who, with whom, in which round."""

    use_required_attribute = False

    employer = forms.ChoiceField(label=_("Werkgever"), error_messages={"required": _("Kies een werkgever.")})
    attendee = forms.ChoiceField(label=_("Kandidaat"), error_messages={"required": _("Kies een kandidaat.")})
    slot = forms.TypedChoiceField(label=_("Ronde"), coerce=int, error_messages={"required": _("Kies een ronde.")})

    def __init__(
        self,
        *args: Any,
        event: SpeedDate,
        employers: Iterable[SpeedDateEmployer],
        attendees: Iterable[SpeedDateCandidate],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "employer": [("", _("Kies een werkgever")), *((str(one.pk), one.label) for one in employers)],
            "attendee": [("", _("Kies een kandidaat")), *((str(one.pk), name_of(one.candidate)) for one in attendees)],
            "slot": [
                ("", _("Kies een ronde")),
                *((slot, f"{slot}: {begins:%H:%M}") for slot, begins, _ends in event.times()),
            ],
        }
        for name, given in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = given


#: The field by which a page tells which talks it showed.
_A_TALK = re.compile(r"m[0-9a-f]{32}-shown")


class ResultForm(ShownForm):
    """What both said after one talk: a key each, or a click."""

    use_required_attribute = False
    hide_optional = True

    employer_says = forms.ChoiceField(label=_("Werkgever"), required=False, widget=forms.RadioSelect)
    candidate_says = forms.ChoiceField(label=_("Kandidaat"), required=False, widget=forms.RadioSelect)
    note = TextField(
        label=_("Opmerking"),
        max_length=300,
        required=False,
        error_messages={"max_length": _("Schrijf hoogstens 300 tekens.")},
    )

    def __init__(self, data: Any = None, *, meeting: SpeedDateMeeting) -> None:
        initial = {name: getattr(meeting, name) for name in ("employer_says", "candidate_says", "note")}
        initial["shown"] = results.version(meeting)
        super().__init__(data, prefix=f"m{meeting.pk.hex}", initial=initial)
        self.meeting = meeting
        self.name = name_of(meeting.attendee.candidate)
        for field, who in (("employer_says", _("Werkgever over")), ("candidate_says", _("Antwoord van"))):
            chosen = self.fields[field]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - for the type checker
            chosen.choices = [*Says.choices, ("", _("Nog niet"))]
            chosen.label = f"{who} {self.name}"
        self.fields["note"].widget.attrs["aria-label"] = f"{self.fields['note'].label}, {self.name}"

    def answers(self) -> list[tuple[Any, Any]]:
        """The two answers, each with the word that stands before it."""
        return [(self["employer_says"], _("Werkgever")), (self["candidate_says"], _("Kandidaat"))]

    @property
    def was_sent(self) -> bool:
        """The page that was sent showed this talk; one that came since is not among what it sends."""
        return any(self.add_prefix(name) in self.data for name in self.fields)

    def result(self) -> Result:
        data = self.cleaned_data
        says = (data["employer_says"], data["candidate_says"], data["note"])
        return Result(self.meeting.pk, *says, shown=self.was_shown)

    def is_overtaken(self) -> bool:
        """Changed here, and by somebody else since the page was shown."""
        result = self.result()
        return result.shown not in {None, self.initial["shown"]} and not result.is_as_shown


def result_forms(meetings: Iterable[SpeedDateMeeting], data: Any = None) -> list[ResultForm]:
    return [ResultForm(data, meeting=one) for one in meetings]


def talks_gone(shown: Iterable[ResultForm], data: Any) -> bool:
    """A talk of the page that was sent stands in the plan no more."""
    there = {form.add_prefix("shown") for form in shown}
    return any(_A_TALK.fullmatch(key) and key not in there for key in data)
