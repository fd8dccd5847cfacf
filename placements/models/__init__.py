from placements.models.contribution import Contribution
from placements.models.deployment import Deployment, DeployedPerson, PersonKey
from placements.models.hours import HoursStatement
from placements.models.transition import RevaluationTask, Transition

__all__ = [
    "Contribution",
    "DeployedPerson",
    "Deployment",
    "HoursStatement",
    "PersonKey",
    "RevaluationTask",
    "Transition",
]
