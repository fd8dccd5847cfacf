from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Kandidaten")

    def ready(self) -> None:
        from candidates import access  # noqa: PLC0415 -- models are not loaded earlier
        from candidates.benefit import warnings as benefit_warnings  # noqa: PLC0415 -- as above
        from candidates.daily import CHORES  # noqa: PLC0415 -- as above
        from candidates.file.documents import QUARANTINE  # noqa: PLC0415 -- as above
        from candidates.keeping.terms import KEEPERS  # noqa: PLC0415 -- as above
        from candidates.mail_topics import TOPICS  # noqa: PLC0415 -- as above
        from candidates.working import queues  # noqa: PLC0415 -- as above
        from candidates.working.handover import COACHING, LEADING, TASKS  # noqa: PLC0415 -- as above
        from organisations import handover, mail_topics, quarantine, retention, saved_views, upkeep  # noqa: PLC0415 -- as above

        mail_topics.register(TOPICS)
        queues.register(benefit_warnings.QUEUE, before=queues.ON_HOLD)
        for chore in CHORES:
            upkeep.register(chore)
        quarantine.register(QUARANTINE)
        handover.register(COACHING)
        handover.register(TASKS)
        handover.register(LEADING)
        for keeper in KEEPERS:
            retention.register(keeper)
        saved_views.register(
            saved_views.ListPage(
                key="kandidaten",
                url_name="candidates:candidate_list",
                title=_("Kandidaten"),
                is_for=access.works_with_candidates,
            )
        )
        saved_views.register(
            saved_views.ListPage(
                key="deelnemers",
                url_name="candidates:enrolment_list",
                title=_("Deelnemers aan scholing"),
                is_for=access.works_with_candidates,
            )
        )
