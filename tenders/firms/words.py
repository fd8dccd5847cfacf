"""A local firm in words: its facts, its label, and each reason for which it is on a list."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.cpv import labels_of
from organisations.models import Municipality, Occupation
from organisations.templatetags.formatting import date_nl
from tenders.invitation_rules import Candidate, Check, CpvMatch, Reason, Ring, Rule
from tenders.models import LocalFirm


def seat_of(firm: LocalFirm, names: Mapping[str, str]) -> str:
    """Where a firm is: its municipality, or place and province."""
    if firm.municipality:
        return names.get(firm.municipality, firm.municipality)
    return f"{firm.place} ({firm.get_province_display()})"


def municipality_names(codes: Iterable[str]) -> dict[str, str]:
    return dict(Municipality.objects.filter(pk__in=set(codes)).values_list("code", "name"))


def occupation_names(firm: LocalFirm) -> list[str]:
    """The occupations of a firm; one that is gone from the list by its code."""
    known = dict(
        Occupation.objects.filter(region_id=firm.region_id, code__in=firm.occupation_codes).values_list("code", "name")
    )
    return sorted(known.get(code, code) for code in firm.occupation_codes)


def label_words(label: str, until: dt.date | None, *, on: dt.date) -> str:
    """The label with how long it holds."""
    if not label or until is None:
        return _("geen keurmerk")
    if until < on:
        return _("%(label)s, verlopen op %(day)s") % {"label": label, "day": date_nl(until)}
    return _("%(label)s, geldig tot en met %(day)s") % {"label": label, "day": date_nl(until)}


def firm_facts(firm: LocalFirm, *, on: dt.date) -> list[tuple[str, Any]]:
    """What stands in the register of one firm, name and value. Four queries at most."""
    labels = labels_of(firm.cpv_codes)
    facts = [
        (_("Naam"), firm.name),
        (_("KVK-nummer"), firm.kvk),
        (_("Staat in"), seat_of(firm, municipality_names([firm.municipality]))),
        (_("Wat het doet"), firm.does),
        (_("Soort werk"), ", ".join(f"{labels.get(code, '')} ({code})".strip() for code in firm.cpv_codes) or "–"),
        (_("Beroepen"), ", ".join(occupation_names(firm)) or "–"),
        (_("Keurmerk"), label_words(firm.get_label_display(), firm.label_valid_until, on=on)),
        (_("Website"), firm.website or "–"),
        (_("Contactpersoon"), firm.contact_name or "–"),
        (_("E-mailadres"), firm.contact_email or "–"),
        (_("Telefoonnummer"), firm.contact_phone or "–"),
    ]
    return [(name, value) for name, value in facts]


def ring_words(ring: Ring, seat: str) -> str:
    """How near, in a sentence."""
    return {
        Ring.OWN: _("Staat in de eigen gemeente of waar het werk is: %(seat)s"),
        Ring.PRIORITY: _("Staat in het voorrangsgebied: %(seat)s"),
        Ring.REGION: _("Staat in de regio: %(seat)s"),
        Ring.NORTH: _("Staat in het Noorden, buiten de regio: %(seat)s"),
        Ring.ELSEWHERE: _("Staat buiten het Noorden: %(seat)s"),
    }[ring] % {"seat": seat}


def ring_name(ring: Ring) -> str:
    """The heading over the firms of one ring."""
    return {
        Ring.OWN: _("Eigen gemeente"),
        Ring.PRIORITY: _("Voorrangsgebied"),
        Ring.REGION: _("Regio"),
        Ring.NORTH: _("Noorden"),
        Ring.ELSEWHERE: _("Elders"),
    }[ring]


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called, on a day: of the CPV list, of the occupations and of the municipalities."""

    cpv: Mapping[str, str]
    occupations: Mapping[str, str]
    municipalities: Mapping[str, str]
    on: dt.date


def reason_rows(candidate: Candidate, firm: LocalFirm, names: Names) -> list[dict[str, str]]:
    """Every rule for one firm as the ``checks`` tag shows it; not what the tender does not ask."""
    states = {None: "note", True: "met", False: "missed"}
    told = [one for one in candidate.reasons if one.met is not None or one.rule not in {Rule.CPV, Rule.OCCUPATION}]
    return [{"state": states[one.met], "text": _WORDS[one.rule](one, candidate, firm, names)} for one in told]


def _ring(_reason: Reason, candidate: Candidate, firm: LocalFirm, names: Names) -> str:
    return ring_words(candidate.ring, seat_of(firm, names.municipalities))


def _occupation(reason: Reason, _candidate: Candidate, _firm: LocalFirm, names: Names) -> str:
    if not reason.met:
        return _("Heeft geen van de gevraagde beroepen opgegeven")
    return _("Gevraagd beroep: %(names)s") % {"names": _listed(reason.codes, names.occupations)}


def _label(_reason: Reason, _candidate: Candidate, firm: LocalFirm, names: Names) -> str:
    return _("Keurmerk: %(words)s") % {
        "words": label_words(firm.get_label_display(), firm.label_valid_until, on=names.on)
    }


def _turn(_reason: Reason, candidate: Candidate, _firm: LocalFirm, _names: Names) -> str:
    if candidate.firm.last_invited is None:
        return _("Nog niet eerder door deze opdrachtgever uitgenodigd")
    return _("Laatst uitgenodigd op %(day)s") % {"day": date_nl(candidate.firm.last_invited)}


def _cpv(reason: Reason, _candidate: Candidate, _firm: LocalFirm, names: Names) -> str:
    words = {
        CpvMatch.SAME: _("Zelfde CPV-code: %(codes)s"),
        CpvMatch.WITHIN: _("CPV-code valt onder dezelfde soort: %(codes)s"),
        CpvMatch.GROUP: _("CPV-code uit dezelfde groep: %(codes)s"),
        CpvMatch.DIVISION: _("CPV-code alleen uit dezelfde hoofdsoort: %(codes)s"),
        CpvMatch.NONE: _("Geen CPV-code die hierbij past"),
    }[reason.match]
    return words % {"codes": _listed(reason.codes, names.cpv)} if reason.codes else words


_WORDS: dict[Rule, Callable[[Reason, Candidate, LocalFirm, Names], str]] = {
    Rule.RING: _ring,
    Rule.CPV: _cpv,
    Rule.OCCUPATION: _occupation,
    Rule.LABEL: _label,
    Rule.TURN: _turn,
}


def _listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(code, code) for code in codes)


def short_words(check: Check) -> list[str]:
    """What there are too few of beside who was invited, each as a sentence with what to do."""
    said = []
    if check.short:
        said.append(
            ngettext(
                "Het register heeft 1 passend bedrijf te weinig. Zoek er nog 1, en voeg het hieronder met de hand toe.",
                "Het register heeft %(n)s passende bedrijven te weinig. Zoek er nog %(n)s, en voeg ze hieronder met de"
                " hand toe.",
                check.short,
            )
            % {"n": check.short}
        )
    if check.short_local:
        said.append(
            ngettext(
                "Er is 1 lokaal bedrijf te weinig dat dit werk doet. Vraag het Coördinatiepunt Social Return of het er"
                " een kent.",
                "Er zijn %(n)s lokale bedrijven te weinig die dit werk doen. Vraag het Coördinatiepunt Social Return of"
                " het er kent.",
                check.short_local,
            )
            % {"n": check.short_local}
        )
    return said


def check_rows(check: Check) -> list[dict[str, str]]:
    """How the invited ones stand to the rule, as the ``checks`` tag shows it."""
    demand = check.demand
    if not check.invited:
        words = ngettext(
            "Nodig minstens %(least)s bedrijf uit. Liefst een lokaal bedrijf.",
            "Nodig minstens %(least)s bedrijven uit, van wie %(local)s lokaal.",
            demand.least,
        )
        return [{"state": "note", "text": words % {"least": demand.least, "local": demand.local}}]
    many = _("%(n)s uitgenodigd, minstens %(least)s nodig") % {"n": check.invited, "least": demand.least}
    rows = [{"state": "met" if check.is_enough else "missed", "text": many}]
    if check.too_many:
        rows = [
            {
                "state": "flag",
                "text": _("%(n)s uitgenodigd. Bij een enkelvoudige procedure vraagt u één bedrijf om een offerte.")
                % {"n": check.invited},
            }
        ]
    rows.append({"state": "met" if check.is_local_enough else "missed", "text": local_words(check)})
    return rows


def local_words(check: Check) -> str:
    """For example: 2 van de 3 zijn lokaal."""
    words = ngettext(
        "%(local)s van de %(n)s is lokaal, minstens %(least)s nodig",
        "%(local)s van de %(n)s zijn lokaal, minstens %(least)s nodig",
        check.local,
    )
    return words % {"local": check.local, "n": check.invited, "least": check.demand.local}
