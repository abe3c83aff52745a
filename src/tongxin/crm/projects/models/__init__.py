"""Facts about customers' projects."""

from tongxin.crm.projects.models.dossier import CustomerProject, ProjectLot, ProjectRequirement
from tongxin.crm.projects.models.editions import DossierEdition, GateDecision, ProjectGate
from tongxin.crm.projects.models.evaluation import (
    Checkpoint,
    CheckpointEvidence,
    OpenPoint,
    ProjectExpert,
    ProjectPaper,
)
from tongxin.crm.projects.models.needs import Maturity, ProjectNeed
from tongxin.crm.projects.models.plan import JointPlan, PlanDay, PlanProposal, PlanReturn, PlanRow, SharedLink
from tongxin.crm.projects.models.pulse import Pulse
from tongxin.crm.projects.models.support import SpecialRequest, SupportTask

__all__ = [
    "Checkpoint",
    "CheckpointEvidence",
    "CustomerProject",
    "DossierEdition",
    "GateDecision",
    "JointPlan",
    "Maturity",
    "OpenPoint",
    "PlanDay",
    "PlanProposal",
    "PlanReturn",
    "PlanRow",
    "ProjectExpert",
    "ProjectGate",
    "ProjectLot",
    "ProjectNeed",
    "ProjectPaper",
    "ProjectRequirement",
    "Pulse",
    "SharedLink",
    "SpecialRequest",
    "SupportTask",
]
