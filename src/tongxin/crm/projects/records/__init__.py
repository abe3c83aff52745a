"""The declared objects of customers' projects."""

from tongxin.crm.projects.records.dossier import DOSSIER, PROJECT, REQUIREMENT
from tongxin.crm.projects.records.evaluation import (
    CHECKPOINT,
    EVALUATION,
    EVIDENCE,
    EXPERT,
    OPEN_POINT,
    PAPER,
)
from tongxin.crm.projects.records.gates import GATE, GATES
from tongxin.crm.projects.records.lots import LOT, LOTS
from tongxin.crm.projects.records.needs import MATURITY, NEED, NEEDS
from tongxin.crm.projects.records.plan import JOINT_PLAN, PLAN_DAY, PLAN_RETURN, PLAN_ROW, PLANS
from tongxin.crm.projects.records.pulses import PULSE, PULSES
from tongxin.crm.projects.records.support import SPECIAL_REQUEST, SUPPORT, SUPPORT_TASK

PROJECTS = (*DOSSIER, *LOTS, *EVALUATION, *NEEDS, *GATES, *SUPPORT, *PLANS, *PULSES)

__all__ = [
    "CHECKPOINT",
    "EVIDENCE",
    "EXPERT",
    "GATE",
    "JOINT_PLAN",
    "LOT",
    "MATURITY",
    "NEED",
    "OPEN_POINT",
    "PAPER",
    "PLAN_DAY",
    "PLAN_RETURN",
    "PLAN_ROW",
    "PROJECT",
    "PROJECTS",
    "PULSE",
    "REQUIREMENT",
    "SPECIAL_REQUEST",
    "SUPPORT_TASK",
]
