from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from organisations.models import OrganisationRegion
from organisations.table_columns import DateColumn, EuroColumn, NumberColumn, PortalTable, StatusColumn, TitleColumn
from organisations.templatetags.formatting import date_nl, month_nl
from organisations.tenancy import Acting
from placements.models import Contribution, ReversalRequest, Sample, SampleItem
from placements.pages.contribution_page import quantity_of
from placements.pages.proposal_page import what_now


class _WorkTable(PortalTable):
    """A list with links into the workspace of whoever is ``acting``."""

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = acting


class DeploymentTable(_WorkTable):
    caption = _("Medewerkers op uw opdrachten")
    none_found = _("Niemand gevonden.")
    empty_title = _("Nog geen medewerkers.")
    empty_help = _("Voer een medewerker op bij een contract.")

    person = TitleColumn(
        accessor="person__name",
        verbose_name=_("Medewerker"),
        sub="block__label",
        linkify=lambda record, table: reverse(
            "placements:deployment_detail",
            kwargs={"organisation_id": table.acting.organisation_id, "deployment_id": record.pk},
        ),
    )
    contract = TitleColumn(accessor="contract__title", verbose_name=_("Contract"), sub="contract__reference")
    starts_on = DateColumn(verbose_name=_("Van"))
    ends_on = DateColumn(verbose_name=_("Tot en met"))
    hours_per_week = NumberColumn(verbose_name=_("Uren per week"))
    forecast = EuroColumn(verbose_name=_("Verwacht (€)"))
    status = StatusColumn(verbose_name=_("Stand"), accessor="shown_status")

    class Meta:
        order_by = "-starts_on"

    def order_starts_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}starts_on", "person__name", "pk"), True


class ContributionTable(_WorkTable):
    caption = _("Andere invulling dan personen aan het werk")
    none_found = _("Geen andere invulling gevonden.")
    empty_title = _("Nog geen andere invulling.")
    empty_help = _("Kies bij een contract ‘Andere invulling’.")

    title = TitleColumn(
        verbose_name=_("Soort"),
        sub="description",
        linkify=lambda record, table: reverse(
            "placements:contribution_detail",
            kwargs={"organisation_id": table.acting.organisation_id, "contribution_id": record.pk},
        ),
    )
    contract = TitleColumn(accessor="contract__title", verbose_name=_("Contract"), sub="contract__reference")
    contractor = tables.Column(accessor="contractor__name", verbose_name=_("Bedrijf"))
    date = DateColumn(verbose_name=_("Datum"))
    quantity = tables.Column(verbose_name=_("Hoeveel"))
    value = EuroColumn(verbose_name=_("Waarde (€)"))
    status = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        order_by = "-date"

    def render_quantity(self, record: Contribution) -> str:
        return quantity_of(record)

    def order_date(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}date", f"{sign}created_at", "pk"), True


class PersonTable(_WorkTable):
    caption = _("De mensen van uw bedrijf")
    counted = ngettext_lazy("%(written)s medewerker", "%(written)s medewerkers", "n")
    none_found = _("Niemand gevonden.")
    empty_title = _("Nog geen medewerkers.")
    empty_help = _("Voeg een medewerker toe bij een opdracht.")

    name = TitleColumn(
        verbose_name=_("Medewerker"),
        sub="birth_day",
        linkify=lambda record, table: reverse(
            "placements:person_detail",
            kwargs={"organisation_id": table.acting.organisation_id, "person_id": record.pk},
        ),
    )
    works = tables.TemplateColumn(
        template_name="placements/_person_works.html",
        verbose_name=_("Nu aan het werk op"),
        orderable=False,
        empty_values=(),
    )
    until = DateColumn(verbose_name=_("Laatste werkdag"))
    last_block = tables.Column(verbose_name=_("Telde mee als"))
    again = tables.TemplateColumn(
        template_name="placements/_person_again.html",
        verbose_name=_("Volgende opdracht"),
        orderable=False,
        empty_values=(),
    )

    class Meta:
        order_by = "name"

    def __init__(self, *args: Any, may_log: bool, **kwargs: Any) -> None:
        super().__init__(*args, **(({} if may_log else {"exclude": ("again",)}) | kwargs))

    def order_name(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}name", "birth_date", "pk"), True

    def order_until(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        sign = "-" if is_descending else ""
        return queryset.order_by(f"{sign}until", "name", "pk"), True


class CandidateRequestTable(_WorkTable):
    caption = _("Vragen om kandidaten")
    counted = ngettext_lazy("%(written)s vraag", "%(written)s vragen", "n")
    none_found = _("Geen vraag gevonden.")
    empty_title = _("Nog geen vragen om kandidaten.")
    empty_help = _("Een opdrachtnemer vraagt kandidaten vanaf de pagina van een contract.")

    work = TitleColumn(
        verbose_name=_("Werk"),
        sub="place",
        linkify=lambda record, table: reverse(
            "placements:candidate_request_detail",
            kwargs={"organisation_id": table.acting.organisation_id, "request_id": record.pk},
        ),
    )
    contract = TitleColumn(accessor="contract__title", verbose_name=_("Contract"), sub="contractor__name")
    number = NumberColumn(verbose_name=_("Aantal"))
    starts_on = DateColumn(verbose_name=_("Vanaf"))
    asked_on = DateColumn(verbose_name=_("Gevraagd op"), order_by="asked_at")
    state = StatusColumn(verbose_name=_("Stand"))


def _organisation_url(table: tables.Table, record: OrganisationRegion) -> str:
    here = table.request.acting.organisation_id
    return reverse("placements:organisation_detail", args=[here, record.organisation_id])


class RegionOrganisationTable(PortalTable):
    caption = _("Organisaties in uw regio")
    counted = ngettext_lazy("%(written)s organisatie", "%(written)s organisaties", "n")
    none_found = _("Geen organisatie gevonden.")
    empty_title = _("Nog geen organisaties.")
    empty_help = _("De beheerder van het portaal zet organisaties in uw regio.")

    name = TitleColumn(accessor="organisation__name", sub="was", verbose_name=_("Naam"), linkify=_organisation_url)
    code = tables.Column(verbose_name=_("Code"))
    kind = tables.Column(accessor="organisation__kind", verbose_name=_("Soort"))
    kvk = tables.Column(accessor="organisation__kvk", verbose_name=_("KVK-nummer"))
    contracts = NumberColumn(verbose_name=_("Contracten"))

    class Meta:
        model = OrganisationRegion
        fields = ["name", "code", "kind", "kvk", "contracts"]
        order_by = "name"

    def render_kind(self, record: OrganisationRegion) -> Any:
        return record.organisation.get_kind_display()


def _about(record: ReversalRequest | SampleItem) -> str:
    if record.statement:
        return month_nl(record.statement.month)
    return str(_("hele inzet")) if record.deployment else ""


class OfLineTable(_WorkTable):
    """Lists of what is about one line each; none can be sorted, as they stand in the order of the work."""

    class Meta:
        orderable = False

    what = TitleColumn(accessor="title", verbose_name=_("Regel"), sub="contract__title")
    about = tables.Column(verbose_name=_("Over"), empty_values=())
    company = tables.Column(accessor="company_line__contractor__name", verbose_name=_("Bedrijf"))
    value = EuroColumn(verbose_name=_("Waarde (€)"))

    def render_about(self, record: ReversalRequest | SampleItem) -> str:
        return _about(record)


class ReversalTable(OfLineTable):
    caption = _("Verzoeken om iets terug te draaien")
    counted = ngettext_lazy("%(written)s verzoek", "%(written)s verzoeken", "n")
    empty_title = _("Geen verzoeken.")
    empty_help = _("Vraagt een opdrachtnemer om een goedgekeurde regel terug te draaien, dan staat dat hier.")

    what = TitleColumn(
        accessor="title",
        verbose_name=_("Regel"),
        sub="contract__title",
        linkify=lambda record, table: reverse(
            "placements:verification_reversal", args=[table.acting.organisation_id, record.pk]
        ),
    )
    asked_at = DateColumn(verbose_name=_("Gevraagd"))
    state = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        orderable = False
        sequence = ("what", "about", "company", "value", "asked_at", "state")


class SampleItemTable(OfLineTable):
    """The lines of one sample, for the verifier."""

    caption = _("Regels van deze steekproef")

    what = TitleColumn(
        accessor="title",
        verbose_name=_("Regel"),
        sub="contract__title",
        linkify=lambda record, table: reverse("placements:sample_item", args=[table.acting.organisation_id, record.pk]),
    )
    reply_by = DateColumn(verbose_name=_("Antwoord voor"))
    state = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        orderable = False
        sequence = ("what", "about", "company", "value", "reply_by", "state")


class SampleAnswerTable(OfLineTable):
    """What a company was asked about its lines."""

    caption = _("Steekproef: regels van uw bedrijf")
    empty_title = _("Er is niets gevraagd.")
    empty_help = _("Soms wordt een goedgekeurde regel bij loting gekozen om nog eens te bekijken. Dan staat dat hier.")

    what = TitleColumn(
        accessor="title",
        verbose_name=_("Regel"),
        sub="contract__title",
        linkify=lambda record, table: reverse(
            "placements:sample_reply", args=[table.acting.organisation_id, record.pk]
        ),
    )
    reply_by = DateColumn(verbose_name=_("Antwoord voor"))
    state = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        orderable = False
        exclude = ("company",)
        sequence = ("what", "about", "value", "reply_by", "state")

    def render_about(self, record: ReversalRequest | SampleItem) -> str:
        who = record.deployment.person.name if record.deployment else ""
        return ", ".join(one for one in (who, _about(record)) if one)


class SampleTable(PortalTable):
    caption = _("Steekproeven")
    counted = ngettext_lazy("%(written)s steekproef", "%(written)s steekproeven", "n")
    empty_title = _("Er is nog geen steekproef getrokken.")
    empty_help = _("Met een steekproef bekijkt u een paar goedgekeurde regels nog eens, gekozen door loting.")

    period = TitleColumn(
        accessor="first_on",
        verbose_name=_("Periode"),
        sub="contractor__name",
        linkify=lambda record, table: reverse(
            "placements:sample_detail", args=[table.request.acting.organisation_id, record.pk]
        ),
    )
    drawn_at = DateColumn(verbose_name=_("Getrokken"))
    lines = NumberColumn(verbose_name=_("Regels"))
    replied = NumberColumn(verbose_name=_("Antwoord binnen"))
    in_order = NumberColumn(verbose_name=_("In orde"))
    not_in_order = NumberColumn(verbose_name=_("Niet in orde"))

    class Meta:
        orderable = False

    def render_period(self, record: Sample) -> str:
        return f"{date_nl(record.first_on)} – {date_nl(record.last_on)}"


class PlacementTable(_WorkTable):
    caption = _("Plaatsingen")
    counted = ngettext_lazy("%(written)s plaatsing", "%(written)s plaatsingen", "n")
    none_found = _("Geen plaatsing gevonden.")
    empty_title = _("Nog geen plaatsingen.")
    empty_help = _("Een plaatsing maakt u in het dossier van een kandidaat.")

    who = TitleColumn(
        verbose_name=_("Kandidaat"),
        sub="number_beside",
        linkify=lambda record, table: reverse(
            "placements:placement_detail",
            kwargs={"organisation_id": table.acting.organisation_id, "placement_id": record.pk},
        ),
    )
    employer = tables.Column(accessor="employer_name", verbose_name=_("Werkgever"), order_by=("employer", "pk"))
    starts_on = DateColumn(verbose_name=_("Eerste werkdag"))
    ends_on = DateColumn(verbose_name=_("Afgesproken einde"))
    hours_per_week = NumberColumn(verbose_name=_("Uren per week"))
    shown_state = StatusColumn(verbose_name=_("Stand"))

    class Meta:
        order_by = "-starts_on"

    def order_starts_on(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:  # noqa: FBT001 - called so by django-tables2
        return queryset.order_by(f"{'-' if is_descending else ''}starts_on", "reference", "pk"), True


class OwnPlacementTable(PlacementTable):
    """For the company where they work."""

    caption = _("Kandidaten die bij u geplaatst zijn")
    empty_help = _("Plaatst een Werkplein of het Coördinatiepunt iemand bij uw bedrijf, dan staat hij hier.")

    class Meta(PlacementTable.Meta):
        exclude = ("employer",)


class FollowUpTable(_WorkTable):
    caption = _("Nazorg na plaatsingen")
    counted = ngettext_lazy("%(written)s keer nazorg", "%(written)s keer nazorg", "n")
    none_found = _("Geen nazorg gevonden.")
    empty_title = _("Nog geen nazorg.")
    empty_help = _("Een maand voordat iemand aan de beurt is, staat die hier.")

    who = TitleColumn(
        accessor="shown_name",
        verbose_name=_("Kandidaat"),
        sub="candidate__reference",
        order_by=("placement__candidate__identity__normalised_name", "pk"),
        linkify=lambda record, table: reverse(
            "placements:follow_up_detail", args=[table.acting.organisation_id, record.pk]
        ),
    )
    title = tables.Column(verbose_name=_("Wat"), order_by=("months", "due_on", "pk"))
    due_on = DateColumn(verbose_name=_("Op"), order_by=("due_on", "pk"))
    employer = tables.Column(verbose_name=_("Werkgever"), order_by=("placement__employer", "pk"))
    shown_state = StatusColumn(verbose_name=_("Stand"), sub="coach_name", orderable=False)


class ProposalTable(_WorkTable):
    """For who works the files."""

    caption = _("Voorstellen")
    counted = ngettext_lazy("%(written)s voorstel", "%(written)s voorstellen", "n")
    none_found = _("Geen voorstel gevonden.")
    empty_title = _("Nog geen voorstellen.")
    empty_help = _("Open een vacature en kies daar kandidaten.")

    who = TitleColumn(
        verbose_name=_("Kandidaat"),
        sub="number",
        empty_values=(None,),
        orderable=False,
        linkify=lambda record, table: reverse(
            "placements:proposal_detail", args=[table.acting.organisation_id, record.pk]
        ),
    )
    vacancy = TitleColumn(
        accessor="vacancy__title",
        verbose_name=_("Vacature"),
        sub="vacancy__employer",
        order_by=("vacancy__title", "pk"),
    )
    waits = tables.Column(verbose_name=_("Wat nu"), empty_values=(), order_by=("turn", "state_at", "pk"))
    coach = tables.Column(
        accessor="candidate__coach__name",
        verbose_name=_("Coach"),
        default=_("nog geen coach"),
        order_by=("candidate__coach__name", "pk"),
    )
    shown_state = StatusColumn(verbose_name=_("Stand"), orderable=False)

    #: Whether the reader is the employer.
    for_employer = False

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def render_who(self, value: str, record: Any) -> Any:
        return value or (_("Niet meer te zien") if self.for_employer else record.number)

    def render_waits(self, record: Any) -> Any:
        what, when = what_now(record, on=self.on, for_employer=self.for_employer)
        return format_html('{}<span class="cell-sub">{}</span>', what, when)


class OwnProposalTable(ProposalTable):
    """For the company to which they were proposed."""

    caption = _("Aan u voorgesteld")
    empty_title = _("Er is nog niemand aan u voorgesteld")
    empty_help = _("Zegt een kandidaat ja tegen uw vacature? Dan staat die hier, en u krijgt een mail.")

    for_employer = True

    class Meta:
        exclude = ("coach",)
