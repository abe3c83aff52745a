"""What a new installation starts with: dictionaries and the default process."""

from datetime import datetime

from django.db import transaction

from tongxin.crm.accounts.dictionaries import ensure_dictionaries
from tongxin.crm.accounts.labels import LANGUAGES
from tongxin.crm.opportunities.models import Process, Stage

Labels = tuple[str, str, str]

PROCESS_CODE = "CUSTOMER_PURCHASING"
PROCESS_LABELS: Labels = ("客戶採購流程", "客户采购流程", "Customer's purchasing process")
# The customer's stages after the source article; beside each what we do meanwhile; a prior chance in percent.
STAGES: tuple[tuple[str, Labels, Labels, int], ...] = (
    ("RESEARCH", ("調研", "调研", "Research"), ("發掘商機", "发掘商机", "Find the opportunity"), 5),
    ("ANALYSIS", ("分析", "分析", "Analysis"), ("需求訪談", "需求研讨", "Understand the needs"), 10),
    ("CHARTER", ("立項", "立项", "Project charter"), ("協助立項", "协助立项", "Help write the charter"), 20),
    ("SELECTION", ("選購", "选购", "Selection"), ("提出方案", "提出方案", "Propose the solution"), 35),
    ("TENDER", ("投標", "投标", "Tender"), ("投標報價", "投标报价", "Bid and quote"), 50),
    ("TEST", ("測試", "测试", "Test"), ("測試驗證", "测试验证", "Prove it in the test"), 70),
    ("PURCHASE", ("採購", "采购", "Purchase"), ("議約簽約", "谈判签约", "Negotiate and sign"), 90),
)


@transaction.atomic
def ensure_reference_data(*, at: datetime) -> int:
    """Put in what is missing of dictionaries and default process; return how many rows were added.

    What administrators changed stays as they made it.
    """
    added = ensure_dictionaries(at=at)
    if Process.objects.exists():
        return added
    process = Process.objects.create(
        code=PROCESS_CODE, labels=_labels(PROCESS_LABELS), is_default=True, created_at=at, updated_at=at
    )
    stages = [
        Stage(
            process=process,
            code=code,
            labels=_labels(theirs),
            our_labels=_labels(ours),
            position=position,
            probability=probability,
            created_at=at,
            updated_at=at,
        )
        for position, (code, theirs, ours, probability) in enumerate(STAGES)
    ]
    Stage.objects.bulk_create(stages)
    return added + 1 + len(stages)


def _labels(texts: Labels) -> dict[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))
