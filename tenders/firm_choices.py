"""What the register of local firms says of a firm."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FirmState(models.TextChoices):
    """Where an entry of the register stands; only a confirmed one is there for those who buy."""

    SUBMITTED = "submitted", _("Wacht op controle")
    CONFIRMED = "confirmed", _("In het register")
    REJECTED = "rejected", _("Afgewezen")
    WITHDRAWN = "withdrawn", _("Uitgeschreven")


class FirmLabel(models.TextChoices):
    """That a firm takes on people who are far from work, as others certified it. It holds until a day."""

    PSO_ASPIRANT = "pso_aspirant", _("PSO Aspirant")
    PSO_1 = "pso_1", _("PSO trede 1")
    PSO_2 = "pso_2", _("PSO trede 2")
    PSO_3 = "pso_3", _("PSO trede 3")
    PSO_30_PLUS = "pso_30_plus", _("PSO 30+")
    SOCIAL_ENTERPRISE = "social_enterprise", _("Code Sociale Ondernemingen")


class Province(models.TextChoices):
    DRENTHE = "drenthe", _("Drenthe")
    FLEVOLAND = "flevoland", _("Flevoland")
    FRYSLAN = "fryslan", _("Fryslân")
    GELDERLAND = "gelderland", _("Gelderland")
    GRONINGEN = "groningen", _("Groningen")
    LIMBURG = "limburg", _("Limburg")
    NOORD_BRABANT = "noord_brabant", _("Noord-Brabant")
    NOORD_HOLLAND = "noord_holland", _("Noord-Holland")
    OVERIJSSEL = "overijssel", _("Overijssel")
    UTRECHT = "utrecht", _("Utrecht")
    ZEELAND = "zeeland", _("Zeeland")
    ZUID_HOLLAND = "zuid_holland", _("Zuid-Holland")


class Ring(models.TextChoices):
    """How near a firm is, from the inside out (domain rules, section 3; covenant, plan of action 7.1.2)."""

    OWN = "own", _("Eigen gemeente")
    PRIORITY = "priority", _("Voorrangsgebied")
    REGION = "region", _("Regio")
    NORTH = "north", _("Noorden")
    ELSEWHERE = "elsewhere", _("Elders")
