from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = _("Plaatsingen")

    def ready(self) -> None:
        from candidates.access import works_with_candidates  # noqa: PLC0415 -- models are not loaded earlier
        from candidates.file import glances, step_back  # noqa: PLC0415 -- as above
        from candidates.working import queues  # noqa: PLC0415 -- as above
        from organisations import mail_topics, quarantine, saved_views, upkeep, weekly_mail  # noqa: PLC0415 -- as above
        from placements import access, evidence, persons_kept  # noqa: PLC0415 -- as above
        from placements.daily import CHORES  # noqa: PLC0415 -- as above
        from placements.follow_ups.queue import QUEUE  # noqa: PLC0415 -- as above
        from placements.mail_topics import TOPICS  # noqa: PLC0415 -- as above
        from placements.pages.work_glance import has_work, work_of, work_on  # noqa: PLC0415 -- as above
        from placements.placing import overdue  # noqa: PLC0415 -- as above
        from placements.reminders import chasing  # noqa: PLC0415 -- as above

        mail_topics.register(TOPICS)
        queues.register(QUEUE, before=queues.READY)
        queues.register(overdue.QUEUE, before=queues.READY)
        queues.register_busy(work_on)
        glances.register("work", work_of)
        step_back.register(has_work)
        quarantine.register(evidence.QUARANTINE)
        weekly_mail.register({"question": chasing.done_in, "reminder": chasing.done_in})
        persons_kept.register()
        for chore in CHORES:
            upkeep.register(chore)

        saved_views.register(
            saved_views.ListPage(
                key="beoordelen",
                url_name="placements:verification",
                title=_("Beoordelen"),
                is_for=access.may_see_work_list,
            )
        )
        saved_views.register(
            saved_views.ListPage(
                key="plaatsingen",
                url_name="placements:placement_list",
                title=_("Plaatsingen"),
                is_for=access.sees_placements,
            )
        )
        saved_views.register(
            saved_views.ListPage(
                key="nazorg",
                url_name="placements:follow_up_list",
                title=_("Nazorg"),
                is_for=works_with_candidates,
            )
        )
        saved_views.register(
            saved_views.ListPage(
                key="voorstellen",
                url_name="placements:proposal_list",
                title=_("Voorstellen"),
                is_for=access.sees_proposals,
            )
        )
        saved_views.register(
            saved_views.ListPage(
                key="vacatures",
                url_name="placements:vacancy_list",
                title=_("Vacatures"),
                is_for=access.sees_vacancies,
            )
        )
