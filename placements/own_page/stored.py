"""All that is stored of somebody, grouped, in words that he reads: on his page, and as files to take along.

The columns come from one function of the database (placements 0043), which knows whose link this is.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.choices import BenefitKind, CandidateState
from candidates.file.shown import Pairs, registrant_of, wishes
from candidates.file_choices import AssessmentKind, Channel, ContactResult
from candidates.models import Candidate, CandidateDocument
from candidates.models.document import DocumentKind
from candidates.question_words import QUESTIONS, answer_words
from candidates.registering.registrations import Place
from candidates.telling.cv import why_not
from candidates.training_choices import DropoutReason, Outcome, SeatState
from organisations.file_checks import FileState
from organisations.pictograms import WorkPicture
from organisations.templatetags.formatting import date_nl
from placements.choices import ContractForm, EndReason, WorkplaceNow
from placements.vacancy_choices import AnsweredBy, DeclineReason, ProposalState, RefuseReason


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of which there are several: what it is called, and what is known of it."""

    title: str
    pairs: Pairs
    #: Of a document that can be fetched.
    document_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    pairs: Pairs = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    #: What there is to read when nothing is stored.
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Who looked, as an organisation: never which colleague."""

    on: date
    organisation: str
    reason: str
    times: int

    @property
    def words(self) -> str:
        often = (
            "" if self.times == 1 else " " + ngettext("(%(n)s keer)", "(%(n)s keer)", self.times) % {"n": self.times}
        )
        return f"{self.reason}{often}"


def read_stored() -> dict[str, Any]:
    """As the database gives it; inside ``tenancy.link`` of a link that is proven."""
    return stored_by("SELECT placements_stored_of_link()")


def readings() -> list[Reading]:
    """Who looked at this file, the newest first; inside the link as well."""
    return readings_by("SELECT on_day, organisation, reason, times FROM placements_readings_of_link()")


def stored_by(sql: str) -> dict[str, Any]:
    """What a function of the database says of whoever has this link; empty where there is nobody."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    found = row[0] if row else None
    if found is None:
        return {}
    return dict(json.loads(found) if isinstance(found, str) else found)


def readings_by(sql: str) -> list[Reading]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Reading(*row) for row in cursor.fetchall()]


def seen_as_data(seen: Iterable[Reading]) -> list[dict[str, Any]]:
    return [
        {"dag": one.on.isoformat(), "organisatie": one.organisation, "reden": one.reason, "aantal": one.times}
        for one in seen
    ]


def groups_of(candidate: Candidate, known: dict[str, Any]) -> list[Group]:
    """What is stored, in the order in which somebody looks for it. ``known`` as ``read_stored`` gives it."""
    return [
        _who(candidate, known),
        _registration(candidate, known),
        _wishes(candidate, known),
        _many("steps", _("Uw weg naar werk"), known, _step, _("Nog niets.")),
        _many("contacts", _("Gesprekken en berichten"), known, _contact, _("Nog niemand sprak u.")),
        _many("assessments", _("Vragen die wij u stelden"), known, _assessment, _("Nog geen.")),
        _many("proposals", _("Werk waarvoor wij u vroegen"), known, _proposal, _("Nog geen.")),
        _many("placements", _("Werk dat u kreeg"), known, _placement, _("Nog geen.")),
        _many("training", _("Scholing"), known, _training, _("Nog geen.")),
        _many("seats", _("Plaats in een groep"), known, _seat, ""),
        _many("benefit", _("Werken met een uitkering"), known, _benefit, ""),
        _many("documents", _("Documenten"), known, _document_of(candidate), _("Nog geen.")),
        _many("tasks", _("Wat wij voor u doen"), known, _task, _("Nu niets.")),
    ]


def as_data(candidate: Candidate, known: dict[str, Any], seen: Iterable[Reading], *, at: datetime) -> dict[str, Any]:
    """The same for programs: every group with its words, and the codes behind them."""
    groups = groups_of(candidate, known)
    return {
        "gemaakt": timezone.localtime(at).isoformat(timespec="seconds"),
        "regio": candidate.region.name,
        "nummer": candidate.reference,
        "gegevens": {
            group.title: {
                **{str(label): str(value) for label, value in group.pairs},
                **(
                    {
                        "regels": [
                            {"wat": one.title, **{str(label): str(value) for label, value in one.pairs}}
                            for one in group.entries
                        ]
                    }
                    if group.entries
                    else {}
                ),
            }
            for group in groups
        },
        "inzage": seen_as_data(seen),
        "codes": {name: value for name, value in known.items() if name != "coach"},
    }


def _who(candidate: Candidate, known: dict[str, Any]) -> Group:
    identity = candidate.identity
    shared = ", ".join(known.get("known_to", ()))
    pairs: Pairs = [
        (_("Voornaam"), identity.first_name or _("niet bekend")),
        (_("Achternaam"), identity.last_name or _("niet bekend")),
        (_("Geboortedatum"), date_nl(identity.birth_date) or _("niet bekend")),
        (_("Telefoon"), identity.phone or _("niet bekend")),
        (_("E-mail"), identity.email or _("niet bekend")),
        (_("Bedrijven die uw naam zien"), shared or _("geen")),
    ]
    return Group("who", _("Wie u bent"), pairs)


def _registration(candidate: Candidate, known: dict[str, Any]) -> Group:
    by = known.get("registrant") or ""
    source = candidate.get_source_display()
    pairs: Pairs = [
        (_("Uw nummer"), candidate.reference),
        (_("Aangemeld op"), date_nl(candidate.registered_on)),
        (_("Aangemeld door"), f"{by} ({source})" if by else registrant_of(candidate)),
        (_("Gemeente"), Place.named(candidate.municipality)),
        (_("Uitkering"), candidate.get_target_group_display() or _("niet bekend")),
        (_("Waar u nu bent"), _state(candidate.state)),
        (_("Wie u helpt"), ", ".join(filter(None, (known.get("coach"), known.get("werkplein")))) or _("nog niemand")),
        (_("U wilt gebeld worden"), _yes(value=candidate.wants_call)),
        (_("Wij bellen voor of op"), date_nl(candidate.call_by)),
        (_("Laatste gesprek"), date_nl(candidate.last_contact_on)),
    ]
    if own := known.get("registration"):
        pairs += [
            (_("U zei ja tegen bewaren op"), _moment(own["consented_at"])),
            (_("Woonplaats die u typte"), own["place"]),
            (_("Wie u aanmeldde"), own["by_name"]),
        ]
    if conditions := known.get("conditions"):
        pairs.append((_("Uitzendbureau overlegde op"), _day(conditions["consulted_on"])))
    return Group("registration", _("Uw aanmelding"), _filled(pairs))


def _wishes(candidate: Candidate, known: dict[str, Any]) -> Group:
    own = known.get("registration") or {}
    pairs: Pairs = [
        (_("Soort werk"), ", ".join(str(WorkPicture(one).label) for one in own.get("kinds") or ())),
        (_("Sector"), candidate.get_sector_display()),
        (_("Welk werk"), candidate.wanted_work),
        *wishes(getattr(candidate, "profile", None)),
        (_("Beroepen die passen"), ", ".join(known.get("occupations", ()))),
    ]
    return Group("wishes", _("Wat u wilt en kunt"), _filled(pairs), nothing=_("Nog niets."))


def _step(row: dict[str, Any]) -> Entry:
    return Entry(f"{_day(row['on'])}: {_state(row['state'])}", _filled([(_("Waarom"), row["reason"]), _by(row)]))


def _contact(row: dict[str, Any]) -> Entry:
    title = f"{_moment(row['at'])}: {Channel(row['channel']).label}, {str(ContactResult(row['result']).label).lower()}"
    pairs = [(_("Notitie"), row["note"]), (_("Afgesproken: bellen voor of op"), _day(row["call_by"])), _by(row)]
    return Entry(title, _filled(pairs))


def _assessment(row: dict[str, Any]) -> Entry:
    answers = [
        (str(QUESTIONS[code][0]), answer_words(code, given))
        for code, given in row["answers"].items()
        if code in QUESTIONS and given
    ]
    return Entry(f"{_day(row['on'])}: {AssessmentKind(row['kind']).label}", _filled([*answers, _by(row)]))


def _proposal(row: dict[str, Any]) -> Entry:
    pairs = [
        (_("Stand"), _label(ProposalState, row["state"])),
        (_("Wat het bedrijf over u leest"), row["introduction"]),
        (_("Gevraagd op"), _moment(row["asked_at"])),
        (_("Uw antwoord op"), _moment(row["answered_at"])),
        (_("Uw antwoord gaf u"), _label(AnsweredBy, row["answered_by"])),
        (_("Waarom u nee zei"), _joined(_label(DeclineReason, row["decline_reason"]), row["decline_note"])),
        (_("Kennismaking"), _joined(_moment(row["meeting_at"]), row["meeting_place"])),
        (_("Wat het bedrijf zei"), _joined(_label(RefuseReason, row["refuse_reason"]), row["employer_note"])),
    ]
    return Entry(f"{row['title']}, {row['employer']}", _filled(pairs))


def _placement(row: dict[str, Any]) -> Entry:
    pairs = [
        (_("Eerste werkdag"), _day(row["starts_on"])),
        (_("Afgesproken einde"), _day(row["ends_on"])),
        (_("Laatste werkdag"), _day(row["ended_on"])),
        (_("Waarom het stopte"), _joined(_label(EndReason, row["end_reason"]), row["end_note"])),
        (_("Uren per week"), str(row["hours_per_week"]).replace(".", ",")),
        (_("Soort contract"), _label(ContractForm, row["contract_form"])),
        (_("Telt voor social return"), _yes(value=row["sroi"])),
        (_("Loon in plaats van uitkering"), _yes(value=row["wage_replaces_benefit"])),
        (_("Het bedrijf mag uw naam zien sinds"), _day(row["agreed_on"])),
    ]
    for one in row["follow_ups"]:
        if one["checked_on"]:
            where = _joined(_label(WorkplaceNow, one["workplace"]), one["workplace_name"])
            said = _("ja") if one["at_work"] else _("nee")
            pairs.append(
                (_("Nog aan het werk na %(n)s maanden") % {"n": one["months"]}, f"{said} {where}".strip()),
            )
    return Entry(row["employer"], _filled(pairs))


def _training(row: dict[str, Any]) -> Entry:
    reason = row["dropout_reason"]
    pairs = [
        (_("Bij"), row["provider"]),
        (_("Begonnen"), _day(row["started_on"])),
        (_("Gestopt of klaar"), _day(row["ended_on"])),
        (_("Hoe het afliep"), _label(Outcome, row["outcome"])),
        (_("Waarom u stopte"), _label(DropoutReason, reason) if reason in DropoutReason.values else reason),
        (_("Hoe vaak u er was"), f"{row['attendance']} %" if row["attendance"] is not None else ""),
        (_("Certificaat"), _joined(row["certificate"], _day(row["certificate_on"]))),
        (_("Met uitkering"), _yes(value=row["benefit_kept"])),
    ]
    return Entry(row["programme"], _filled(pairs))


def _seat(row: dict[str, Any]) -> Entry:
    return Entry(row["group"], [(_("Stand"), _label(SeatState, row["state"])), (_("Sinds"), _moment(row["added_at"]))])


def _benefit(row: dict[str, Any]) -> Entry:
    pairs = [(_("Van"), _day(row["starts_on"])), (_("Tot en met"), _day(row["ends_on"]))]
    return Entry(f"{BenefitKind(row['kind']).label}, {row['place']}", _filled(pairs))


def _document_of(candidate: Candidate) -> Callable[[dict[str, Any]], Entry]:
    rows = CandidateDocument.objects.standing().filter(candidate=candidate)
    checked = {str(pk): (state, refusal) for pk, state, refusal in rows.values_list("pk", "state", "refusal")}
    return lambda row: _document(row, *checked.get(row["id"], ("", "")))


def _document(row: dict[str, Any], state: str, refusal: str) -> Entry:
    by = _("u") if row["by_oneself"] else _("uw werkcoach")
    pairs = [
        (_("Soort"), _label(DocumentKind, row["kind"])),
        (_("Toegevoegd"), _joined(_moment(row["sent_at"]), by)),
        (_("Geldig tot en met"), _day(row["valid_until"])),
        (_("Stand"), _("Goed aangekomen") if state == FileState.CHECKED else _label(FileState, state)),
        (_("Waarom niet aangenomen"), why_not(refusal)),
    ]
    return Entry(row["name"], _filled(pairs), document_id=uuid.UUID(row["id"]) if row["is_there"] else None)


def _task(row: dict[str, Any]) -> Entry:
    pairs = [
        (_("Voor of op"), _day(row["due_on"])),
        (_("Klaar"), _joined(_moment(row["done_at"]), row["outcome"])),
        _by(row),
    ]
    return Entry(row["what"], _filled(pairs))


def _many(key: str, title: str, known: dict[str, Any], entry: Callable[[dict[str, Any]], Entry], nothing: str) -> Group:
    return Group(key, title, entries=[entry(row) for row in known.get(key, ())], nothing=nothing)


def _state(code: str) -> str:
    return _label(CandidateState, code)


def _label(choices: Any, code: str | None) -> str:
    return str(choices(code).label) if code else ""


def _by(row: dict[str, Any]) -> tuple[str, str]:
    return _("Door"), row.get("organisation") or ""


def _yes(*, value: bool | None) -> str:
    return "" if value is None else _("ja") if value else _("nee")


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _filled(pairs: Iterable[tuple[str, Any]]) -> Pairs:
    """Each label once, with what is known."""
    return list({label: (label, value) for label, value in pairs if value}.values())


def _day(text: str | None) -> str:
    return date_nl(date.fromisoformat(text)) if text else ""


def _moment(text: str | None) -> str:
    return date_nl(timezone.localdate(datetime.fromisoformat(text))) if text else ""
