from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Kandidaten")

    def ready(self) -> None:
        from candidates import access  # noqa: PLC0415 -- models are not loaded earlier
        from candidates.documents import QUARANTINE  # noqa: PLC0415 -- as above
        from candidates.handover import COACHING, TASKS  # noqa: PLC0415 -- as above
        from organisations import handover, quarantine, saved_views  # noqa: PLC0415 -- as above

        quarantine.register(QUARANTINE)
        handover.register(COACHING)
        handover.register(TASKS)
        saved_views.register(
            saved_views.ListPage(
                key="kandidaten",
                url_name="candidates:candidate_list",
                title=_("Kandidaten"),
                is_for=access.works_with_candidates,
            )
        )
