"""A row of a referral as somebody to register, with what is wrong beside the cell. Knows no database."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from candidates.choices import TargetGroup
from candidates.registering.registration import Registration
from candidates.registering.registrations import check_birth_date, code_said
from exchange.choices import ReferralMeaning as Meaning
from exchange.foreign_table import Cell
from exchange.headings import bare
from organisations.choices import Sector
from organisations.citizen_numbers import refuse_citizen_number
from organisations.form_fields import DateField, PersonNameField, TextField

_LONGEST_NAME, _LONGEST_WORK, _LONGEST_PHONE = 60, 200, 20
_WITHOUT_ZERO, _FEWEST_DIGITS = 9, 9
#: So a mobile number begins that lost its 0: one in eleven would pass for a citizen number.
_MOBILE = "6"
_GROUPS = {
    TargetGroup.PARTICIPATIEWET: {"participatiewet", "pw", "bijstand", "wwb", "bijstandsuitkering", "gemeente"},
    TargetGroup.NUO: {"nug", "nugger", "nuo", "geen", "geenuitkering", "nietuitkeringsgerechtigd"},
    TargetGroup.WW: {"ww", "wwuitkering"},
    TargetGroup.UWV_OTHER: {"wia", "wao", "wajong", "ziektewet", "iva", "wga", "uwv", "uwvoverig", "andereuitkering"},
    TargetGroup.WSW: {"wsw", "sw"},
    TargetGroup.WORK_TO_WORK: {"vanwerknaarwerk", "werknaarwerk", "wvw"},
}
_SECTORS = {
    Sector.CONSTRUCTION: {"bouw", "bouweninfra", "bouwnijverheid", "infra"},
    Sector.ENGINEERING: {"techniek", "technisch", "installatie", "metaal", "elektro", "elektrotechniek"},
}


Value = TypeVar("Value")


@dataclass(slots=True)
class Referral:
    """One row: whom to register. Faulty where a cell could not be read; ``entry`` has what could.

    ``name`` is what to call it by on the screen, also when that cell is wrong; ``place`` where the person lives, of a
    row that is ready.
    """

    number: int
    name: str
    entry: Registration
    place: str = ""
    faults: list[Cell] = field(default_factory=list)


def referral(
    number: int,
    cells: Sequence[str],
    *,
    header: Sequence[str],
    columns: Sequence[str],
    municipalities: Mapping[str, str],
    on: dt.date,
) -> Referral:
    """The row as somebody to register. ``municipalities`` has the codes by what a cell can say."""
    reading = _Reading(cells, columns, header)
    if Meaning.NAME in reading.places:
        first, last = reading.value(Meaning.NAME, _whole_name) or ("", "")
    else:
        first = reading.value(Meaning.FIRST_NAME, _name) or ""
        parts = [reading.text(Meaning.MIDDLE_NAME), reading.value(Meaning.LAST_NAME, _last_name) or ""]
        last = " ".join(filter(None, parts))[:_LONGEST_NAME]
    phone, email = reading.value(Meaning.PHONE, _phone) or "", reading.value(Meaning.EMAIL, _email) or ""
    if not (phone or email) and not reading.has_fault(Meaning.PHONE, Meaning.EMAIL):
        where = Meaning.PHONE if Meaning.PHONE in reading.places else Meaning.EMAIL
        reading.refuse(where, _("Vul een telefoonnummer of een e-mailadres in."))
    work = reading.value(Meaning.WANTED_WORK, _work) or ""
    entry = Registration(
        first_name=first,
        last_name=last,
        municipality=reading.value(Meaning.MUNICIPALITY, lambda text: _municipality(text, municipalities)) or "",
        phone=phone,
        email=email,
        wanted_work=work,
        wants_call=not work,
        birth_date=reading.value(Meaning.BIRTH_DATE, lambda text: _birth_date(text, on)),
        target_group=reading.value(Meaning.TARGET_GROUP, _target_group) or "",
        sector=reading.value(Meaning.SECTOR, _sector) or "",
    )
    name = f"{first} {last}".strip() or reading.text(Meaning.NAME) or reading.text(Meaning.LAST_NAME)
    return Referral(number, name, entry, faults=reading.faults)


class _Reading:
    def __init__(self, cells: Sequence[str], columns: Sequence[str], header: Sequence[str]) -> None:
        self.cells, self.header = cells, header
        self.places = {Meaning(meaning): place for place, meaning in enumerate(columns)}
        self.faults: list[Cell] = []

    def text(self, meaning: Meaning) -> str:
        place = self.places.get(meaning)
        return "" if place is None else self.cells[place].strip()

    def value(self, meaning: Meaning, read: Callable[[str], Value]) -> Value | None:
        """What the cell with this meaning says; None with the reason among the faults, or where there is no such column."""
        if meaning not in self.places:
            return None
        try:
            return read(self.text(meaning))
        except ValidationError as error:
            self.refuse(meaning, error.messages[0])
            return None

    def refuse(self, meaning: Meaning, reason: str) -> None:
        place = self.places[meaning]
        self.faults.append(Cell(place, self.header[place], self.cells[place], reason))

    def has_fault(self, *meanings: Meaning) -> bool:
        places = {self.places[one] for one in meanings if one in self.places}
        return any(cell.column in places for cell in self.faults)


def _whole_name(text: str) -> tuple[str, str]:
    """'Noor de Vries' and 'Vries, Noor de' as first and last name."""
    last, comma, first = text.partition(",")
    if comma:
        name, _space, between = first.strip().partition(" ")
        return _name(name), _last_name(f"{between} {last}")
    first, _space, last = text.strip().partition(" ")
    if not last:
        raise ValidationError(_("Vul een voornaam en een achternaam in."))
    return _name(first), _last_name(last)


def _name(text: str) -> str:
    return str(PersonNameField(max_length=_LONGEST_NAME, required=False).clean(text))


def _last_name(text: str) -> str:
    wrong = {"required": _("Vul een achternaam in.")}
    return str(PersonNameField(max_length=_LONGEST_NAME, error_messages=wrong).clean(text.strip()))


def _phone(text: str) -> str:
    digits = "".join(one for one in text if one.isdigit())
    if not text:
        return ""
    if len(digits) < _FEWEST_DIGITS or len(text) > _LONGEST_PHONE:
        raise ValidationError(_("Dit is geen telefoonnummer. Schrijf het als 06 12 34 56 78."))
    if not digits.startswith(_MOBILE):
        refuse_citizen_number(text)
    # A spreadsheet takes it for a number, and leaves the 0 out.
    return f"0{digits}" if len(digits) == _WITHOUT_ZERO and text[0] != "0" else text


def _email(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(_("Dit is geen e-mailadres. Een voorbeeld: naam@organisatie.nl.")) from None
    return text


def _work(text: str) -> str:
    return str(TextField(max_length=_LONGEST_WORK, required=False).clean(text))


def _birth_date(text: str, on: dt.date) -> dt.date | None:
    born: dt.date | None = DateField(required=False).clean(text.partition(" ")[0])
    check_birth_date(born, on=on)
    return born


def _municipality(text: str, known: Mapping[str, str]) -> str:
    if not text:
        raise ValidationError(_("Vul de gemeente in."))
    return code_said(text, known)


def _target_group(text: str) -> str:
    if not text:
        return ""
    said = bare(text)
    for group in TargetGroup:
        if said in {bare(group.value), bare(str(group.label)), *_GROUPS[group]}:
            return group.value
    raise ValidationError(_("Deze doelgroep is niet bekend. Schrijf bijvoorbeeld Participatiewet of WW, of laat leeg."))


def _sector(text: str) -> str:
    said = bare(text)
    known = next((one.value for one, names in _SECTORS.items() if said in names or said == one.value), None)
    return known or (Sector.OTHER.value if said else "")
