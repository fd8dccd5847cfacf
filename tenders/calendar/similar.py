"""Tenders of colleagues that are like one's own, with why: to buy together, or to ask how it went (domain section 3).

Like it is what has a CPV code of the same group, two words in common or a title much like it. The same place and a period
that overlaps make it more so. Open ones come first, and of those the ones of other authorities. One query, which reads
the tenders of the region once: under row security no index on words or codes can be used (architecture section 4).
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.cpv_codes import significant
from organisations.tenancy import Acting
from tenders.models import Tender
from tenders.tender_status import OPEN

SHOWN_BESIDE = 5
MOST = 40
_MOST_WORDS = 12
_MOST_CODES = 20
_SHORTEST_WORD = 4
#: A group of CPV codes: three digits, or the division where a code says no more.
_GROUP = 3
#: With so many letters a word is looked for inside others: Dutch writes two words as one.
_FRAGMENT = 5
#: How much two titles must be alike (``pg_trgm``) when nothing else is.
_ALIKE = Decimal("0.45")
#: What one word in common is worth to ``ts_rank`` in a question of one word; with more words it is divided by those.
_RANK_OF_WORD = Decimal("0.0607")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
#: Words of almost every title: no sign that two are alike.
_COMMON = frozenset(
    [
        *("aanbesteding", "aanbestedingen", "diensten", "dienst", "gemeente", "gemeentelijk", "gemeentelijke", "jaar"),
        *("levering", "leveren", "opdracht", "overeenkomst", "perceel", "percelen", "project", "provincie"),
        *("raamcontract", "raamovereenkomst", "regio", "werk", "werken", "werkzaamheden", "voor", "door", "over"),
        *("naar", "aan", "bij", "tussen", "onder", "overige", "diverse", "nieuwe", "algemeen", "algemene", "inclusief"),
    ]
)
_FOUND = """
WITH asked AS MATERIALIZED (
    SELECT string_agg(one::text, ' | ')::tsquery AS query, %(word_rank)s / greatest(count(*), 1) AS of_word,
           least(count(*), 2) AS words
      FROM (SELECT plainto_tsquery('dutch', word) AS one FROM unnest(%(words)s::text[]) word) queries
     WHERE one::text <> ''
), near AS MATERIALIZED (
    SELECT t.id, t.is_open, t.is_other, t.same_group, t.likeness, t.same_place, t.overlaps,
           t.same_code::int * 4 + t.same_group::int * 2 + t.likeness * 5 + least(t.rank / t.of_word, 4)
               + t.same_place::int + t.overlaps::int AS score
      FROM (
        -- To weigh a title costs more than all the rest: only of one that has something in common.
        SELECT cheap.*, CASE WHEN cheap.same_group OR cheap.rank > 0 OR cheap.title ~* %(fragments)s
                             THEN similarity(cheap.title, %(title)s) ELSE 0 END AS likeness
          FROM (
        SELECT one.id, one.title, one.status = ANY (%(open)s) AS is_open, one.authority_id <> %(authority)s AS is_other,
               one.cpv_codes && %(codes)s::varchar[] AS same_code,
               array_to_string(one.cpv_codes, ' ') ~ %(groups)s AS same_group,
               one.municipalities && %(places)s::varchar[] AS same_place,
               coalesce(one.starts_on <= %(last)s::date AND one.ends_on >= %(first)s::date, false) AS overlaps,
               CASE WHEN one.search @@ (SELECT query FROM asked)
                    THEN ts_rank(one.search, (SELECT query FROM asked)) ELSE 0 END AS rank,
               (SELECT greatest(words * of_word * 0.99, 0.0001) FROM asked) AS least_rank,
               (SELECT of_word FROM asked) AS of_word
          FROM tenders_tender one
         WHERE one.region_id = ANY (%(regions)s) AND one.on_calendar_since IS NOT NULL
           AND one.status <> 'concept' AND one.status <> 'withdrawn' AND one.id <> %(itself)s
        OFFSET 0
          ) cheap
        OFFSET 0
      ) t
     WHERE t.same_group OR t.rank >= t.least_rank OR t.likeness >= %(alike)s
     ORDER BY t.is_open DESC, t.is_other DESC, score DESC, t.id
     LIMIT %(most)s
)
SELECT t.id, t.reference, t.title, t.status, organisation.name, t.planned_publication, t.planned_award, t.starts_on,
       t.ends_on, t.contact_name, t.contact_email, t.contact_phone, t.cpv_codes, t.municipalities, near.is_open,
       near.is_other, near.same_group, near.likeness, near.overlaps,
       ARRAY(SELECT word FROM unnest(%(words)s::text[]) word WHERE t.search @@ plainto_tsquery('dutch', word)),
       ARRAY(SELECT label FROM organisations_cpvcode
              WHERE code = ANY (t.cpv_codes) AND (code = ANY (%(codes)s) OR code ~ %(groups)s)
              ORDER BY code = ANY (%(codes)s) DESC, code)
  FROM near JOIN tenders_tender t ON t.id = near.id
  LEFT JOIN organisations_organisation organisation ON organisation.id = t.authority_id
 ORDER BY near.is_open DESC, near.is_other DESC, near.score DESC, near.id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tender is, or will be, as far as it was filled in: only this is compared."""

    title: str
    cpv_codes: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    authority_id: uuid.UUID | None = None
    #: The tender itself, which is not like itself.
    tender_id: uuid.UUID | None = None

    @classmethod
    def of(cls, tender: Tender) -> "Asked":
        return cls(
            tender.title,
            tuple(tender.cpv_codes),
            tuple(tender.municipalities),
            tender.starts_on,
            tender.ends_on,
            tender.authority_id,
            tender.pk,
        )

    @property
    def words(self) -> list[str]:
        """The words of the title that say something, each once."""
        found = (word.casefold() for word in _WORD.findall(self.title))
        return [*dict.fromkeys(w for w in found if len(w) >= _SHORTEST_WORD and w not in _COMMON)][:_MOST_WORDS]

    @property
    def groups(self) -> list[str]:
        """The beginnings of the codes, up to the group."""
        return sorted({significant(code)[:_GROUP] for code in self.codes})

    @property
    def codes(self) -> list[str]:
        return [code for code in self.cpv_codes if code.isdigit()][:_MOST_CODES]


@dataclass(frozen=True, slots=True)
class Similar:
    """A tender that is like the one that was asked about, and why."""

    id: uuid.UUID
    reference: str
    title: str
    status: str
    authority: str
    planned_publication: date | None
    planned_award: date | None
    starts_on: date | None
    ends_on: date | None
    contact_name: str
    contact_email: str
    contact_phone: str
    is_open: bool
    is_own: bool
    why: tuple[str, ...]

    def mail_link(self, *, about: str) -> str:
        """To write to the contact with the subject filled in; empty without an address."""
        if not self.contact_email:
            return ""
        subject = _("Uw aanbesteding %(theirs)s") % {"theirs": self.title or self.reference}
        if about:
            subject = _("%(subject)s en onze %(ours)s") % {"subject": subject, "ours": about}
        return f"mailto:{quote(self.contact_email, safe='@')}?subject={quote(subject)}"

    @property
    def phone_link(self) -> str:
        digits = "".join(one for one in self.contact_phone if one.isdigit() or one == "+")
        return f"tel:{digits}" if digits else ""


def similar_to(
    acting: Acting, asked: Asked, *, places: Mapping[str, str] | None = None, most: int = SHOWN_BESIDE
) -> list[Similar]:
    """The tenders most like it among those that the member may read, best first; none when nothing was asked yet.

    ``places`` are names by municipality code, for why. One query.
    """
    words, groups = asked.words, asked.groups
    if not words and not groups:
        return []
    values: dict[str, Any] = {
        "regions": list(acting.region_ids),
        "authority": asked.authority_id or acting.organisation_id,
        "itself": asked.tender_id or uuid.UUID(int=0),
        "open": sorted(OPEN),
        "title": asked.title[:200],
        "codes": asked.codes,
        "groups": f"(^| )({'|'.join(groups)})" if groups else "^$a",
        "words": words,
        "fragments": "|".join(word[:_FRAGMENT] for word in words) or "^$a",
        "places": list(asked.municipalities),
        "first": asked.starts_on if _is_period(asked) else None,
        "last": asked.ends_on if _is_period(asked) else None,
        "word_rank": _RANK_OF_WORD,
        "alike": _ALIKE,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, values)
        rows = cursor.fetchall()
    return [_similar(row, asked, places or {}) for row in rows]


def _is_period(asked: Asked) -> bool:
    """Of a form that is being filled in, the last day may lie before the first one."""
    return asked.starts_on is not None and asked.ends_on is not None and asked.starts_on <= asked.ends_on


def _similar(row: tuple[Any, ...], asked: Asked, places: Mapping[str, str]) -> Similar:
    (key, reference, title, status, authority, *days_and_contact, codes, where) = row[:14]
    (is_open, is_other, same_group, likeness, overlaps, words, labels) = row[14:]
    publication, award, first, last, contact, email, phone = days_and_contact
    why = []
    if same_group:
        exact = set(codes) & set(asked.cpv_codes)
        said = _("Zelfde CPV-code: %(label)s") if exact else _("Zelfde CPV-groep: %(label)s")
        why.append(said % {"label": labels[0] if labels else min(exact or codes)})
    if words:
        why.append(
            ngettext("Zelfde woord: %(words)s", "Zelfde woorden: %(words)s", len(words)) % {"words": ", ".join(words)}
        )
    elif likeness >= _ALIKE:
        why.append(_("De titel lijkt erop"))
    shared = [places.get(one, one) for one in where if one in asked.municipalities]
    if shared:
        why.append(_("Zelfde plaats: %(places)s") % {"places": ", ".join(shared)})
    if overlaps:
        why.append(_("In dezelfde periode"))
    return Similar(
        id=key,
        reference=reference,
        title=title,
        status=status,
        authority=authority or "",
        planned_publication=publication,
        planned_award=award,
        starts_on=first,
        ends_on=last,
        contact_name=contact,
        contact_email=email,
        contact_phone=phone,
        is_open=is_open,
        is_own=not is_other,
        why=tuple(why),
    )
