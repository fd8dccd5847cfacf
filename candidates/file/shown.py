"""What the pages of a file show: facts as pairs, contacts as they went, answers beside those of the last time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.choices import CandidateState
from candidates.file.contacts import CALLS_IN_VAIN, calls_in_vain
from candidates.file_choices import ContactResult, DrivingLicence, LanguageLevel, Transport, TravelArea, Weekday
from candidates.models import Assessment, Candidate, CandidateProfile, ContactMoment, OpenRegistration
from candidates.question_words import QUESTIONS, SECTIONS, answer_words
from candidates.questions import differences
from candidates.registering.registrations import Place
from organisations.models import Occupation
from organisations.templatetags.formatting import date_nl, day_nl, month_nl

Pairs = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer, and the answer of the last time where that was another one."""

    question: str
    answer: str
    before: str | None


def day_of(candidate: Candidate, day: date) -> str:
    """As it is read in the file; of who was erased the days say no more than their month (``placements.month_level``)."""
    return date_nl(day) if candidate.anonymised_at is None else month_nl(day)


def about_registration(candidate: Candidate) -> Pairs:
    """Where the registration came from, and what it says. One query, for the name of the municipality."""
    return [
        (
            _("Aangemeld op") if candidate.anonymised_at is None else _("Aangemeld in"),
            day_of(candidate, candidate.registered_on),
        ),
        (_("Aangemeld door"), registrant_of(candidate)),
        (_("Gemeente bij aanmelding"), Place.named(candidate.municipality)),
        (_("Doelgroep"), candidate.get_target_group_display() or _("nog niet bekend")),
        (_("Sector"), candidate.get_sector_display() or _("nog niet bekend")),
        (_("Werk"), candidate.wanted_work or _("nog niet bekend")),
        (candidate.region.werkplein_label, candidate.werkplein.name if candidate.werkplein else _("nog niet gekozen")),
        (_("Coach"), candidate.coach.name if candidate.coach else _("nog niemand")),
    ]


def registrant_of(candidate: Candidate) -> str:
    organisation = candidate.registrant_organisation
    by = organisation.name if organisation else candidate.registrant
    source = candidate.get_source_display()
    return f"{by} ({source})" if by and by != source else str(source)


def who_registered(candidate: Candidate) -> OpenRegistration | None:
    """Who registered this person without an account, to call back; None where nobody did, or it is gone."""
    registration = getattr(candidate, "open_registration", None)
    return registration if registration is not None and registration.by_name else None


def wishes(profile: CandidateProfile | None) -> Pairs:
    """What is known of what somebody can and wants; nothing where nobody asked. One query, for the occupations."""
    if profile is None:
        return []
    jobs = (
        Occupation.objects.filter(pk__in=profile.occupations).order_by("name", "pk").values_list("name", flat=True)
        if profile.occupations
        else []
    )
    pairs = [
        (_("Uren per week"), _hours(profile)),
        (_("Dagen"), _labels(profile.days, Weekday)),
        (_("Kan beginnen"), date_nl(profile.available_on) if profile.available_on else ""),
        (_("Reizen"), TravelArea(profile.travel).label if profile.travel else ""),
        (_("Vervoer"), _labels(profile.transport, Transport)),
        (_("Rijbewijs"), _labels(profile.licences, DrivingLicence)),
        (_("Diploma’s en certificaten"), ", ".join(profile.certificates)),
        (_("Beroepen die passen"), ", ".join(jobs)),
        (_("Nederlands"), _languages(profile)),
    ]
    return [(label, value) for label, value in pairs if value]


def notices(candidate: Candidate, newest_first: list[ContactMoment], *, on: date) -> list[tuple[str, str, str]]:
    """What asks for attention before anything else: status key, word and sentence."""
    found = []
    promised = candidate.call_by
    if promised is not None and promised <= on and candidate.state != CandidateState.WITHDRAWN:
        if promised < on:
            found.append(
                ("overdue", _("Te laat"), _("Beloofd: bellen voor of op %(day)s.") % {"day": day_nl(promised)})
            )
        else:
            found.append(("waiting", _("Vandaag"), _("Beloofd: vandaag bellen.")))
    else:
        found += _promise_to_come(candidate)
    if newest_first and newest_first[0].result == ContactResult.WRONG_NUMBER:
        text = _("Het telefoonnummer klopt niet. Zoek het goede nummer en pas het aan.")
        found.append(("flag", _("Let op"), text))
    elif (vain := calls_in_vain(newest_first)) >= CALLS_IN_VAIN:
        text = _("%(n)s keer achter elkaar niet bereikt. Stuur een bericht of brief, of zet de kandidaat op pauze.")
        found.append(("flag", _("Let op"), text % {"n": vain}))
    return found


def _promise_to_come(candidate: Candidate) -> list[tuple[str, str, str]]:
    """By when somebody calls, and that this person asked for it; nothing of who stopped."""
    if candidate.state == CandidateState.WITHDRAWN:
        return []
    wish = _("Deze persoon wil gebeld worden.") if candidate.wants_call else ""
    if candidate.call_by is not None:
        promise = _("Wij bellen voor of op %(day)s.") % {"day": day_nl(candidate.call_by)}
        return [("info", _("Afgesproken"), f"{promise} {wish}".strip())]
    if wish and candidate.last_contact_on is None:
        return [("info", _("Let op"), f"{wish} {_('Er is nog geen dag beloofd.')}")]
    return []


def contact_items(contacts: Iterable[ContactMoment]) -> list[dict[str, Any]]:
    """For the timeline of contacts."""
    return [
        {
            "when": timezone.localdate(one.at),
            "title": contact_title(one),
            "sub": ". ".join(
                part for part in (one.note.rstrip("."), f"{one.by.name}, {one.organisation.name}") if part
            ),
            "state": "past",
        }
        for one in contacts
    ]


def contact_title(one: ContactMoment) -> str:
    title = f"{one.get_channel_display()}: {str(one.get_result_display()).lower()}"
    if one.call_by is None:
        return title
    return _("%(what)s, weer bellen op %(day)s") % {"what": title, "day": date_nl(one.call_by)}


def answered(assessment: Assessment, previous: Assessment | None) -> list[tuple[str, list[Answered]]]:
    """The answers by section, each with the earlier one where that was different; questions nobody answered left out."""
    asked = assessment.questions
    order = [question.code for question in asked.questions]
    changed = (
        {one.question: one.before for one in differences(previous.answers, assessment.answers, order=order)}
        if previous
        else {}
    )
    sections = []
    for section in asked.sections:
        rows = [
            Answered(
                question=str(QUESTIONS[code][0]),
                answer=answer_words(code, assessment.answers.get(code)) or _("geen antwoord"),
                before=answer_words(code, changed[code]) or _("geen antwoord") if code in changed else None,
            )
            for code in (question.code for question in section.questions)
            if assessment.answers.get(code) or code in changed
        ]
        if rows:
            sections.append((str(SECTIONS[assessment.kind, section.code]), rows))
    return sections


def with_previous(newest_first: Iterable[Assessment]) -> list[tuple[Assessment, Assessment | None]]:
    """Each intake and diagnosis with the one of its kind before it."""
    rows = list(newest_first)
    return [
        (one, next((other for other in rows[place + 1 :] if other.kind == one.kind), None))
        for place, one in enumerate(rows)
    ]


def _hours(profile: CandidateProfile) -> str:
    least, most = profile.hours_from, profile.hours_to
    if least and most and least != most:
        return _("%(least)s tot %(most)s") % {"least": least, "most": most}
    return str(most or least or "")


def _labels(codes: Iterable[str], choices: Any) -> str:
    known = dict(choices.choices)
    return ", ".join(str(known[code]) for code in known if code in set(codes))


def _languages(profile: CandidateProfile) -> str:
    parts = [
        (_("spreken"), profile.speaks),
        (_("lezen"), profile.reads),
        (_("schrijven"), profile.writes),
    ]
    return ", ".join(f"{what}: {_lower(LanguageLevel(level).label)}" for what, level in parts if level)


def _lower(label: object) -> str:
    """Within a sentence; a level like B1 keeps its letter."""
    text = str(label)
    return text[:1].lower() + text[1:]
