"""What partners say: their efforts and their judgements, in their own words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from organisations.templatetags.formatting import day_nl
from reporting.render.content import Block, Passage, texts
from reporting.render.source import Source, day


def partner_efforts(source: Source) -> Iterator[Block]:
    efforts = source.topic("partner_efforts")
    if not efforts:
        yield texts(
            (_("Partner"), _("Inzet")),
            (),
            title=_("Inzet"),
            empty=_("Geen partner heeft over deze periode iets opgegeven."),
        )
    for one in efforts:
        yield Passage(title=one["partner"], about=one.get("period", ""), text=one["text"])


def judgements(source: Source) -> Iterator[Block]:
    for one in source.topic("judgements"):
        written_on = day(one.get("on"))
        parts = [one.get("by", ""), day_nl(written_on) if written_on else ""]
        yield Passage(
            title=one["group"],
            about=", ".join(part for part in parts if part),
            text=one.get("text") or _("Deze groep heeft niets laten weten."),
        )
