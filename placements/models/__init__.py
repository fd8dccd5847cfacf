from placements.models.contribution import Contribution
from placements.models.deployment import DeployedPerson, Deployment, PersonKey
from placements.models.hours import HoursStatement
from placements.models.transition import RevaluationTask, Transition
from placements.models.year_line import YearLine

__all__ = [
    "Contribution",
    "DeployedPerson",
    "Deployment",
    "HoursStatement",
    "PersonKey",
    "RevaluationTask",
    "Transition",
    "YearLine",
]
