"""Whoever a company put to work asks what is stored of him: he asks, the coordination point finds out who he is, he reads.

The portal holds no address of these people: the coordination point sees outside it who asks, and makes the link.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.own_page.links import new_token
from candidates.working.call_day import working_day
from organisations import erasing, tenancy, text_messages
from organisations.choices import ErasureCause, Seen
from organisations.data_kinds import Subject
from organisations.flooding import bounded
from organisations.models import Region, new_id
from organisations.months import add_months
from organisations.notation import dutch_number
from organisations.outbox import queue_mail, queue_sms
from organisations.refused import Refused, check_free_text
from organisations.retention import policy_of
from organisations.seen import log_seen
from organisations.templatetags.formatting import date_nl, month_nl
from organisations.tenancy import Acting
from placements.choices import LineStatus, PersonRequestKind, PersonRequestOutcome
from placements.identity.asking import ask as ask_about
from placements.identity.persons import normalise
from placements.models import DeployedPerson, EvidenceFile, PersonPage, PersonRequest
from placements.own_page.stored import Entry, Group, Reading, readings_by, seen_as_data, stored_by

WORKS_FOR = timedelta(days=14)
#: By then he hears something; the law gives a month.
DAYS_TO_ANSWER = 14
#: How each kind of request can end.
OUTCOMES = {
    PersonRequestKind.PAGE: (PersonRequestOutcome.NOT_FOUND, PersonRequestOutcome.NOT_PROVEN),
    PersonRequestKind.CORRECT: (PersonRequestOutcome.CORRECTED, PersonRequestOutcome.KEPT),
    PersonRequestKind.ERASE: (PersonRequestOutcome.KEPT,),
}


@dataclass(frozen=True, slots=True)
class Asks:
    """What somebody says of himself; nothing of it is believed before the coordination point saw who he is."""

    name: str
    birth_date: date
    company: str
    contact: str


def answer_by(on: date) -> date:
    return working_day(on + timedelta(days=DAYS_TO_ANSWER))


def ask(region: Region, asks: Asks, *, on: date, at: datetime) -> date:
    """Put the request before the coordination point, inside ``tenancy.public``; returns by when he hears something."""
    for text in (asks.name, asks.company, asks.contact):
        check_free_text(text)
    by = answer_by(on)
    _save(
        PersonRequest(
            id=new_id(),
            region_id=region.pk,
            kind=PersonRequestKind.PAGE,
            name=asks.name,
            birth_date=asks.birth_date,
            company=asks.company,
            contact=asks.contact,
            asked_at=at,
            answer_by=by,
        )
    )
    return by


def ask_by_link(page: PersonPage, kind: PersonRequestKind, *, said: str = "", on: date, at: datetime) -> date:
    """Ask to correct or erase, inside the link; returns by when he hears something."""
    check_free_text(said)
    by = answer_by(on)
    _save(
        PersonRequest(
            id=new_id(),
            region_id=page.region_id,
            kind=kind,
            person_id=page.person_id,
            said=said,
            asked_at=at,
            answer_by=by,
        )
    )
    return by


def find(token: str, *, at: datetime) -> PersonPage | None:
    """The page of a link that works; inside ``tenancy.link``."""
    rows = PersonPage.objects.working(at=at).select_related("region")
    return rows.filter(token_hash=tenancy.hash_token(token)).first()


def was_of(token: str) -> Region | None:
    """The region of a link that was once sent, also where it opens nothing any more; inside ``tenancy.link``."""
    sent = PersonPage.objects.select_related("region").filter(token_hash=tenancy.hash_token(token)).first()
    return sent.region if sent else None


def note_opened(page: PersonPage, *, at: datetime) -> None:
    PersonPage.objects.filter(pk=page.pk, opened_at__isnull=True).update(opened_at=at)


def end(page: PersonPage, *, at: datetime) -> None:
    PersonPage.objects.filter(pk=page.pk, ended_at__isnull=True).update(ended_at=at)


def read_stored() -> dict[str, Any]:
    """As the database gives it; inside the link. Empty for who was erased."""
    return stored_by("SELECT placements_person_stored_of_link()")


def readings() -> list[Reading]:
    return readings_by("SELECT on_day, organisation, reason, times FROM placements_person_readings_of_link()")


def groups_of(known: dict[str, Any]) -> list[Group]:
    """What is stored, for who reads it himself: no amounts."""
    people = [
        Entry(
            one["company"],
            [(_("Naam"), one["name"]), (_("Geboortedatum"), _day(one["birth_date"])), (_("Sinds"), _day(one["since"]))],
        )
        for one in known["persons"]
    ]
    lines = [_line(one) for one in known["lines"]]
    return [
        Group("who", _("Wie u bent, bij elk bedrijf"), entries=people),
        Group("lines", _("Waar u werkte"), entries=lines, nothing=_("Nog geen werk.")),
    ]


def as_data(known: dict[str, Any], seen: Iterable[Reading], *, at: datetime) -> dict[str, Any]:
    """The same for programs."""
    return {
        "gemaakt": timezone.localtime(at).isoformat(timespec="seconds"),
        "gegevens": known,
        "inzage": seen_as_data(seen),
    }


# For the coordination point.


def requests_of(acting: Acting) -> QuerySet[PersonRequest]:
    """The requests of the member's regions, those that wait first, the oldest first."""
    return PersonRequest.objects.filter(region_id__in=acting.region_ids).order_by("outcome", "answer_by", "pk")


def waiting(acting: Acting) -> QuerySet[PersonRequest]:
    return PersonRequest.objects.filter(region_id__in=acting.region_ids, outcome="")


@transaction.atomic
def send_link(
    acting: Acting,
    request_id: uuid.UUID,
    *,
    name: str,
    birth_date: date,
    contact: str,
    at: datetime,
    reference: str = "",
) -> PersonRequest:
    """Make the link for who proved that he is this person, and send it; a line in the read log says so.

    ``name`` and ``birth_date`` as they stand on what he showed: they must be those of somebody in the region.
    """
    asked = _locked(acting, request_id)
    if asked.kind != PersonRequestKind.PAGE:
        raise Refused(_("Dit verzoek gaat niet over een link."))
    number = "" if "@" in contact else text_messages.mobile_number(contact)
    if "@" not in contact and not (number and text_messages.is_offered()):
        raise Refused(_("Naar dit nummer kan geen sms. Vul een mailadres in, of geef de inhoud op kantoor."))
    found = DeployedPerson.objects.filter(
        region_id=asked.region_id, normalised_name=normalise(name), birth_date=birth_date
    )
    people = list(found.order_by("created_at", "pk"))
    if not people:
        raise Refused(_("Niemand met deze naam en geboortedatum staat in het portaal. Kijk de schrijfwijze na."))
    log_seen(
        acting,
        Seen.PERSON,
        [(one.region_id, one.pk) for one in people],
        reason=_("Link naar eigen gegevens gestuurd, op verzoek van de persoon zelf"),
        at=at,
        request=reference,
    )
    token = new_token()
    PersonPage(
        id=new_id(),
        region_id=asked.region_id,
        person=people[0],
        token_hash=tenancy.hash_token(token),
        made_by_id=acting.user_id,
        made_at=at,
        expires_at=at + WORKS_FOR,
    ).save(force_insert=True)
    region = Region.objects.get(pk=asked.region_id)
    context = {
        "region": region.name,
        "sender": region.name,
        "name": "",
        "link": settings.PUBLIC_URL + reverse("placements:person_page", args=[token]),
        "until": timezone.localdate(at + WORKS_FOR),
    }
    if number:
        queue_sms("own_page", to=number, context=context)
    else:
        queue_mail("person_page_link", to=contact, context=context)
    asked.person = people[0]
    return _answered(acting, asked, PersonRequestOutcome.SENT, at=at)


@transaction.atomic
def conclude(acting: Acting, request_id: uuid.UUID, outcome: PersonRequestOutcome, *, at: datetime) -> PersonRequest:
    """Close a request without a link; what the person hears of it, he hears outside the portal."""
    asked = _locked(acting, request_id)
    if outcome not in OUTCOMES[PersonRequestKind(asked.kind)]:
        raise Refused(_("Kies hoe dit verzoek eindigt."))
    return _answered(acting, asked, outcome, at=at)


@transaction.atomic
def erase(acting: Acting, request_id: uuid.UUID, *, at: datetime) -> PersonRequest:
    """Have the person erased at every company of the region, because he asks for it; nothing brings that back."""
    asked = _locked(acting, request_id)
    if asked.kind != PersonRequestKind.ERASE or asked.person_id is None:
        raise Refused(_("Deze persoon vroeg niet om wissen."))
    same = ask_about("SELECT placements_same_persons(%s, %s)", [asked.region_id, [asked.person_id]])
    erasing.ask(
        acting,
        region_id=asked.region_id,
        subject=Subject.DEPLOYED,
        subject_ids=sorted(pk for (pk,) in same),
        cause=ErasureCause.ASKED,
        asked_on=timezone.localdate(asked.asked_at),
        at=at,
    )
    return _answered(acting, asked, PersonRequestOutcome.ERASED, at=at)


def _locked(acting: Acting, request_id: uuid.UUID) -> PersonRequest:
    rows: Any = PersonRequest.objects.select_for_update(of=("self",), no_key=True)
    asked: PersonRequest = rows.get(pk=request_id, region_id__in=acting.region_ids)
    if asked.outcome:
        raise Refused(_("Dit verzoek is al beantwoord."))
    return asked


def _answered(acting: Acting, asked: PersonRequest, outcome: PersonRequestOutcome, *, at: datetime) -> PersonRequest:
    """What was typed is needed no more."""
    asked.outcome, asked.answered_by_id, asked.answered_at = outcome, acting.user_id, at
    asked.name = asked.company = asked.contact = asked.said = ""
    asked.birth_date = None
    asked.save(
        update_fields=[
            *("outcome", "answered_by", "answered_at", "person"),
            *("name", "company", "contact", "said", "birth_date"),
        ]
    )
    return asked


def forget_unanswered(*, region_id: uuid.UUID, on: date) -> int:
    """Empty what somebody typed who was never answered, once the region keeps nobody of a contract that long either.

    That he asked stays, and that nobody answered. A chore of every day; of who asked by his own link his file says it.
    """
    before = add_months(on, -policy_of(region_id).deployed_months)
    never = PersonRequest.objects.filter(
        region_id=region_id, kind=PersonRequestKind.PAGE, outcome="", asked_at__date__lt=before
    )
    return never.update(
        outcome=PersonRequestOutcome.UNANSWERED,
        answered_at=timezone.now(),
        name="",
        company="",
        contact="",
        said="",
        birth_date=None,
    )


def _save(row: PersonRequest) -> None:
    too_many = _("Er komen nu heel veel vragen binnen. Probeer het over een uur opnieuw.")
    with bounded(too_many, of_one=_("U vroeg dit al. Wij zijn ermee bezig.")):
        row.save(force_insert=True)


def _line(row: dict[str, Any]) -> Entry:
    kinds = dict(EvidenceFile._meta.get_field("kind").flatchoices)  # noqa: SLF001 - the public way to a field
    pairs = [
        (_("Bedrijf"), row["company"]),
        (_("Opdracht van"), row["authority"]),
        (_("Periode"), f"{_day(row['starts_on'])} – {_day(row['ends_on'])}"),
        (_("Afgesproken uren per week"), dutch_number(Decimal(row["hours_per_week"]))),
        (_("Vast contract"), _("ja") if row["permanent"] else _("nee")),
        (_("Soort uitkering of opleiding"), row["block"]),
        (_("Uw nummer als kandidaat"), row["candidate"]),
        (_("Stand"), str(LineStatus(row["status"]).label)),
        (_("Hoe een beoordelaar u ziet"), row["pseudonym"]),
        *(
            (_("Uren in %(month)s") % {"month": month_nl(_date(one["month"]))}, dutch_number(Decimal(one["hours"])))
            for one in row["months"]
        ),
        (
            _("Bewijsstukken"),
            "; ".join(f"{kinds.get(one['kind'], one['kind'])} ({_day(one['sent_at'])})" for one in row["evidence"]),
        ),
    ]
    return Entry(row["contract"], [(label, value) for label, value in pairs if value])


def _date(text: str) -> date:
    return date.fromisoformat(text[:10])


def _day(text: str | None) -> str:
    return date_nl(_date(text)) if text else ""
