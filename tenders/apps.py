from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TendersConfig(AppConfig):
    name = "tenders"
    verbose_name = _("Aanbestedingen")

    def ready(self) -> None:
        from organisations import expected_demand, mail_topics, quarantine, saved_views, upkeep  # noqa: PLC0415 -- models are not loaded earlier
        from organisations.handover import register  # noqa: PLC0415 -- models are not loaded earlier
        from tenders import access  # noqa: PLC0415 -- as above
        from tenders.calendar.documents import QUARANTINE  # noqa: PLC0415 -- as above
        from tenders.calendar.expected import expected  # noqa: PLC0415 -- as above
        from tenders.daily import CHORES  # noqa: PLC0415 -- as above
        from tenders.handover import RESPONSIBILITIES  # noqa: PLC0415 -- as above
        from tenders.mail_topics import TOPICS  # noqa: PLC0415 -- as above

        register(RESPONSIBILITIES)
        expected_demand.register(expected)
        quarantine.register(QUARANTINE)
        mail_topics.register(TOPICS)
        for chore in CHORES:
            upkeep.register(chore)
        saved_views.register(
            saved_views.ListPage(
                key="contracten",
                url_name="tenders:contract_list",
                title=_("Contracten"),
                is_for=access.may_see_contracts,
            )
        )
        saved_views.register(
            saved_views.ListPage(
                key="kalender",
                url_name="tenders:tender_list",
                title=_("Kalender"),
                is_for=access.may_keep_calendar,
            )
        )
