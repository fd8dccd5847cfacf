"""Texts that the portal ships and a region may change: letters, and words for tender documents.

A region's own words stand in the place of the portal's until it goes back to those. Every state is kept in the history
of the row, with who brought it there.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from organisations.tenancy import Acting
from tenders.models import RegionText
from tenders.placeholders import Wording, Words, unknown_in


class TextRefused(Exception):  # noqa: N818 - reads as a sentence
    """The text cannot be kept; the message is for the user, ``field`` is what he can change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Version:
    """What a text was from then on; ``wording`` is None where it went back to the words of the portal."""

    at: datetime
    who: str
    wording: Wording | None


@dataclass(frozen=True, slots=True)
class Texts:
    """One collection of texts: the portal's words by kind, the names that each may fill in, and where a region's are."""

    model: type[RegionText]
    shipped: Mapping[Any, Wording]
    placeholders_of: Callable[[str], Mapping[str, Words]]

    def own(self, region_id: uuid.UUID) -> dict[str, RegionText]:
        """The kinds for which the region has words of its own, with who wrote them. One query."""
        rows = self.model._default_manager.filter(region_id=region_id).exclude(body="")  # noqa: SLF001 - the public way to a manager
        return {row.kind: row for row in rows.select_related("changed_by")}

    def wordings(self, region_id: uuid.UUID, kinds: Collection[str]) -> dict[str, Wording]:
        """The words that hold in the region for these kinds, in their order. One query."""
        own = self.own(region_id)
        return {kind: _wording(own[kind]) if kind in own else self.shipped[kind] for kind in kinds}

    def wording(self, region_id: uuid.UUID, kind: str) -> Wording:
        """The words that hold in the region for this kind."""
        return self.wordings(region_id, [kind])[kind]

    def refused_in(self, kind: str, text: str) -> str:
        """The sentence about placeholders that this text does not know; empty when all are known."""
        unknown = unknown_in(text, self.placeholders_of(kind).keys())
        if not unknown:
            return ""
        return _("Deze invulvelden kent het portaal niet: %(names)s.") % {"names": named(unknown)}

    def version_of(self, region_id: uuid.UUID, kind: str) -> str:
        """What a screen showed, to see later whether it changed in between."""
        row = self._row(region_id, kind)
        return "" if row is None else row.changed_at.isoformat()

    @transaction.atomic
    def change(
        self, acting: Acting, *, region_id: uuid.UUID, kind: str, wording: Wording, seen: str, at: datetime
    ) -> None:
        """Put the region's own words in the place of the portal's. ``seen`` is ``version_of`` what was on the screen."""
        self._lock(region_id, kind)
        if self.version_of(region_id, kind) != seen:
            raise TextRefused("body", _("Iemand anders heeft deze tekst intussen gewijzigd. Kijk opnieuw."))
        self._keep(acting, region_id, kind, str(wording.subject).strip(), str(wording.body).strip(), at)

    @transaction.atomic
    def reset(self, acting: Acting, *, region_id: uuid.UUID, kind: str, at: datetime) -> bool:
        """Go back to the portal's own words; whether there was something to go back from."""
        self._lock(region_id, kind)
        row = self._row(region_id, kind)
        if row is None or not row.body:
            return False
        self._keep(acting, region_id, kind, "", "", at)
        return True

    def history(self, region_id: uuid.UUID, kind: str) -> list[Version]:
        """What the text was, the newest first, with who brought it there. One query."""
        events: Any = self.model.pgh_event_model.objects  # type: ignore[attr-defined]
        kept = events.filter(region_id=region_id, kind=kind).select_related("changed_by").order_by("-pgh_id")
        return [Version(one.changed_at, one.changed_by.name, _wording(one) if one.body else None) for one in kept]

    def _row(self, region_id: uuid.UUID, kind: str) -> RegionText | None:
        return self.model._default_manager.filter(region_id=region_id, kind=kind).first()  # noqa: SLF001 - as above

    def _lock(self, region_id: uuid.UUID, kind: str) -> None:
        """A text that no region changed has no row to lock."""
        name = f"{self.model._meta.db_table} {region_id} {kind}"  # noqa: SLF001 - the public way to a table's name
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])

    def _keep(self, acting: Acting, region_id: uuid.UUID, kind: str, subject: str, body: str, at: datetime) -> None:
        row = self._row(region_id, kind) or self.model(region_id=region_id, kind=kind)
        row.subject, row.body = subject, body
        row.changed_by_id, row.changed_at = acting.user_id, at
        row.save()


def named(names: list[str]) -> str:
    """Placeholders as they stand in a text, for a sentence."""
    return ", ".join(name if name in "{}" else f"{{{name}}}" for name in names)


def _wording(row: Any) -> Wording:
    return Wording(row.subject, row.body)
