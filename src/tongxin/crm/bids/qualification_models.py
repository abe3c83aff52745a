"""Facts about what buyers and assessors demand of us, and what their assessments found."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from tongxin.common.models import Deletable, Fact
from tongxin.crm.accounts.models import Account
from tongxin.crm.bids.desk_choices import AssessmentResult, FindingGrade
from tongxin.crm.bids.desk_models import Qualification, colleague
from tongxin.crm.relationships.models import Attachment


class QualificationFile(Fact):
    """That a file shows one of our papers: whoever may see the paper may take it."""

    PERSONAL: ClassVar[Mapping[str, str]] = {}

    qualification = models.ForeignKey(Qualification, on_delete=models.CASCADE, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="qualification_file")

    def __str__(self) -> str:
        return f"{self.qualification_id} {self.attachment_id}"


class BuyerDemand(Deletable):
    """What a buyer, or whoever assesses suppliers for it, demands in every tender, and the paper of ours that meets it."""

    PERSONAL: ClassVar[Mapping[str, str]] = {"note": "free text, may name people"}

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="supplier_demands")
    name = models.CharField(max_length=300)
    assessor = models.CharField(max_length=200, blank=True)
    is_optional = models.BooleanField(default=False)
    qualification = models.ForeignKey(
        Qualification, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class QualificationAssessment(Deletable):
    """An assessment of us by a buyer or a third party: when, of what, how it came out, until when it holds."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("name",)
    PERSONAL: ClassVar[Mapping[str, str]] = {"owner": "our colleague", "note": "free text, may name people"}

    name = models.CharField(max_length=200)
    assessor = models.CharField(max_length=200, blank=True)
    qualification = models.ForeignKey(
        Qualification, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    held_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(
        max_length=12, choices=AssessmentResult.choices, default=AssessmentResult.PLANNED
    )
    points_reached = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    owner = colleague()
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class AssessmentFinding(Deletable):
    """A finding of an assessment, and what is done about it, by whom, until when."""

    PERSONAL: ClassVar[Mapping[str, str]] = {
        "owner": "our colleague",
        "remedy": "free text, may name people",
    }

    assessment = models.ForeignKey(QualificationAssessment, on_delete=models.CASCADE, related_name="findings")
    name = models.CharField(max_length=300)
    grade = models.CharField(max_length=12, choices=FindingGrade.choices, default=FindingGrade.MINOR)
    remedy = models.TextField(blank=True)
    owner = colleague()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
