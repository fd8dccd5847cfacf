"""The words of the covenant: who its partners are, what they meet about, and how things stand. Source: 003."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.choices import OrganisationKind

#: Characters of what a partner says it did in a quarter.
LONGEST_EFFORT = 2000


class PartnerGroup(models.TextChoices):
    """The parties of the covenant, as its first article puts them together."""

    ALL = "all", _("Alle partners")
    MUNICIPALITIES = "municipalities", _("Gemeenten")
    PROVINCE = "province", _("Provincie")
    STATE = "state", _("Rijk")
    NCG = "ncg", _("Nationaal Coördinator Groningen")
    REGION = "region", _("Arbeidsmarktregio, Werkpleinen en UWV")
    BUILDERS = "builders", _("Werkgevers in de bouw")
    EMPLOYERS = "employers", _("Werkgevers")
    UNIONS = "unions", _("Vakbonden")
    CLIENTS = "clients", _("Andere opdrachtgevers")
    SCHOOLS = "schools", _("Scholen")


#: To which group a partner belongs as long as the programme bureau says nothing else.
GROUP_OF_KIND = {
    OrganisationKind.MUNICIPALITY: PartnerGroup.MUNICIPALITIES,
    OrganisationKind.PROVINCE: PartnerGroup.PROVINCE,
    OrganisationKind.MINISTRY: PartnerGroup.STATE,
    OrganisationKind.AUTHORITY: PartnerGroup.CLIENTS,
    OrganisationKind.HOUSING_CORPORATION: PartnerGroup.CLIENTS,
    OrganisationKind.SCHOOL: PartnerGroup.SCHOOLS,
    OrganisationKind.TRAINING_PROVIDER: PartnerGroup.SCHOOLS,
    OrganisationKind.UNION: PartnerGroup.UNIONS,
    OrganisationKind.ASSOCIATION: PartnerGroup.EMPLOYERS,
    OrganisationKind.EMPLOYER: PartnerGroup.EMPLOYERS,
    OrganisationKind.CONTRACTOR: PartnerGroup.EMPLOYERS,
    OrganisationKind.TEMP_AGENCY: PartnerGroup.EMPLOYERS,
}


class Rhythm(models.TextChoices):
    """How often something has to be done."""

    ONGOING = "ongoing", _("Doorlopend")
    ONCE = "once", _("Eén keer")
    MONTHLY = "monthly", _("Elke maand")
    QUARTERLY = "quarterly", _("Elk kwartaal")
    HALF_YEARLY = "half_yearly", _("Elk halfjaar")
    YEARLY = "yearly", _("Elk jaar")


class DutyStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ON_TRACK = "on_track", _("Op schema")
    DONE = "done", _("Klaar")
    NOT_DONE = "not_done", _("Niet gedaan")


class MeetingKind(models.TextChoices):
    """The meetings of 003, 'Overlegstructuur', and of covenant art. 2 and 4c."""

    BOARD = "board", _("Bestuur Werk in Zicht")
    PROGRESS = "progress", _("Voortgangsoverleg bij de NCG")
    COCKPIT = "cockpit", _("Cockpitploeg")
    OFFICIALS = "officials", _("Overleg met beleidsmedewerkers")
    EVALUATION = "evaluation", _("Jaarlijkse evaluatie")
    OTHER = "other_meeting", _("Ander overleg")


class ActionStatus(models.TextChoices):
    OPEN = "open", _("Open")
    BUSY = "running", _("Bezig")
    DONE = "done", _("Klaar")
    DROPPED = "dropped", _("Vervallen")


class ActivityPart(models.TextChoices):
    """The two tables of 003 bijlage 2."""

    RESULT = "result", _("Resultaat")
    PROCESS = "process", _("Proces")


class ActivityStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("Nog niet begonnen")
    BUSY = "running", _("Bezig")
    DONE = "done", _("Klaar")
    DROPPED = "dropped", _("Vervallen")


class RiskLevel(models.IntegerChoices):
    SMALL = 1, _("Klein")
    MIDDLE = 2, _("Middel")
    LARGE = 3, _("Groot")


class RiskStatus(models.TextChoices):
    OPEN = "open", _("Open")
    CONTAINED = "contained", _("Onder controle")
    CLOSED = "closed", _("Gesloten")


#: What nobody has to do anything for any more.
ENDED_ACTIONS = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})
ENDED_ACTIVITIES = frozenset({ActivityStatus.DONE, ActivityStatus.DROPPED})
