"""What a rule of sustained outflow found, in a sentence for the coach."""

from django.utils.translation import gettext as _

from organisations.templatetags.formatting import day_nl
from placements.outflow import Outflow
from placements.sustained import Finding, Ground


def why(finding: Finding) -> str:
    """Why a condition is met or not, with the dates that decide."""
    track, day = finding.track, finding.day
    name = track.name if track else ""
    until = day_nl(day) if day else ""
    ended = day_nl(track.ended_on) if track and track.ended_on else ""
    started = day_nl(track.started_on) if track else ""
    sentences = {
        Ground.LIVED_IN_REGION: _("Woonde bij de aanmelding in een gemeente van de regio."),
        Ground.LIVED_ELSEWHERE: _("Woonde bij de aanmelding niet in een gemeente van de regio."),
        Ground.TRACK_RUNNING: _("%(name)s liep op de eerste werkdag.") % {"name": name},
        Ground.TRACK_SHORTLY_BEFORE: _(
            "%(name)s eindigde op %(ended)s. Het werk moest beginnen op %(until)s of eerder."
        )
        % {"name": name, "ended": ended, "until": until},
        Ground.NO_TRACK: _("Er staat geen scholing of traject in het dossier."),
        Ground.TRACK_LATER: _("%(name)s begon op %(started)s, na de eerste werkdag.")
        % {"name": name, "started": started},
        Ground.TRACK_GIVEN_UP: _("Gestopt met %(name)s op %(ended)s, en niet afgemaakt.")
        % {"name": name, "ended": ended},
        Ground.TRACK_TOO_LONG_AGO: _("%(name)s eindigde op %(ended)s. Het werk begon na %(until)s: te lang geleden.")
        % {"name": name, "ended": ended, "until": until},
        Ground.NO_AGREED_END: _("Er is geen einde afgesproken."),
        Ground.LONG_ENOUGH: _("Het afgesproken einde ligt op %(until)s of later.") % {"until": until},
        Ground.TOO_SHORT: _("Het afgesproken einde ligt voor %(until)s.") % {"until": until},
        Ground.WAGE_REPLACES_BENEFIT: _("Met dit loon is geen uitkering meer nodig."),
        Ground.BENEFIT_STAYS: _("Naast dit loon blijft een uitkering nodig."),
    }
    return sentences[finding.ground]


def verdict(outflow: Outflow, *, reference: str) -> str:
    """What the placement means for the count of persons in sustained outflow."""
    if not outflow.is_sustained:
        if outflow.counts_by:
            return _("Deze plaatsing telt niet. De kandidaat telt al door een andere plaatsing (%(other)s).") % {
                "other": outflow.counts_by
            }
        return _("Deze plaatsing is nog geen duurzame uitstroom.")
    if outflow.counts_by != reference:
        return _("Alle voorwaarden kloppen, maar de kandidaat telt al door een eerdere plaatsing (%(other)s).") % {
            "other": outflow.counts_by
        }
    return _("Door deze plaatsing telt de kandidaat als duurzame uitstroom.")
