from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = _("Plaatsingen")

    def ready(self) -> None:
        from organisations import saved_views  # noqa: PLC0415 -- models are not loaded earlier
        from placements import access  # noqa: PLC0415 -- as above

        saved_views.register(
            saved_views.ListPage(
                key="beoordelen",
                url_name="placements:verification",
                title=_("Beoordelen"),
                is_for=access.may_see_work_list,
            )
        )
