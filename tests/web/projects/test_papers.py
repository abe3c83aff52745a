"""Papers drafted with the customer, in the customer's language, opened by other programs and read back."""

import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import reverse
from tests.deals import make_competitor, make_person
from tests.factories import AT, make_account, make_member, make_user, with_every_right

from tongxin.crm.projects.papers import FOLDER, Paper, PaperLanguage, draft
from tongxin.crm.projects.records import CHECKPOINT, EXPERT, LOT, NEED, PAPER, PROJECT, REQUIREMENT
from tongxin.records.writing import create_record
from tongxin.team.choices import Role
from tongxin.web.edge.documents import LONGEST_NAME, file_title

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3.1")]
SAID = {
    "zh-hant": {"charter": "立項書（草案）", "feasibility": "可行性評估大綱", "standard": "需求規格標準"},
    "zh-hans": {"charter": "立项书（草案）", "feasibility": "可行性评估大纲", "standard": "需求规格标准"},
    "en": {
        "charter": "Project charter",
        "feasibility": "Feasibility outline",
        "standard": "Requirement standard",
    },
}
SECRETS = ("Radiant", "We wrote chapter 6", "Known tie", "Prof. Song", "Never print")


@pytest.fixture
def user():
    return make_user(username="kam")


@pytest.fixture
def project(user):
    actor = with_every_right(user)

    def make(definition, **values):
        return create_record(definition, actor=actor, at=AT, values=values)

    account = make_account(user, name="Fuxing 復興綜合醫院")
    made = make(
        PROJECT, account=account, name="Stroke centre", lead=make_person(account, "溫國禎"),
        contents="Two scanners and a platform", steps="Survey\n- Tender\nInstallation",
        our_part="We wrote chapter 6", note="Never print", budget_state="APPROVED",
        planned_budget=Decimal(78_000_000), currency="TWD", charter_on=date(2026, 12, 15),
    )  # fmt: skip
    make(
        REQUIREMENT, project=made, name="Dose below 20 mGy", origin="RIVAL", rival=make_competitor("Radiant")
    )
    make(LOT, project=made, number="2", name="Imaging platform")
    make(NEED, project=made, name="Fewer repeats", kind="LATENT", note="Never print", question="Never print")
    make(EXPERT, project=made, name="Prof. Song", conflict="KNOWN", conflict_evidence="Known tie")
    make(
        CHECKPOINT, project=made, name="First review", kind="FEASIBILITY", criteria="Power supply\nShielding"
    )
    make(
        PAPER,
        project=made,
        name="Shielding rules",
        purpose="STANDARD",
        edition="3",
        given_on=date(2026, 11, 2),
    )
    return made


def text_of(pdf: Path) -> str:
    """Return what stands in a PDF without blanks: where a line breaks is the reader's business."""
    command = ["pdftotext", str(pdf), "-"]
    return squeezed(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def texts_in(block: object) -> Iterator[str]:
    """Yield every text of a paper as data, cell by cell and line by line."""
    if isinstance(block, str):
        yield from block.splitlines()
    elif isinstance(block, dict):
        for name, each in block.items():
            if name not in {"kind", "level"}:
                yield from texts_in(each)
    elif isinstance(block, list):
        for each in block:
            yield from texts_in(each)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.needs("pdftotext", "libreoffice", "chinese-font")
@pytest.mark.parametrize("language", SAID)
def test_papers_open_in_other_programs_and_hold_nothing_internal(client, user, project, tmp_path, language):
    client.force_login(user)
    for paper in SAID[language]:
        for form in ("pdf", "docx"):
            url = reverse(f"web:project_{paper}_{form}", args=[project.uid])
            answer = client.get(url, {"language": language})
            (tmp_path / f"{paper}-{form}.{form}").write_bytes(answer.content)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    files = map(str, sorted(tmp_path.glob("*.docx")))
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), *files], check=True, capture_output=True
    )
    for paper, title in SAID[language].items():
        api = f"/api/v1/customer-projects/{project.uid}/papers/{paper}?language={language}"
        whole = set(texts_in(client.get(api).json()["blocks"]))
        assert len(whole) > 20
        for form in ("pdf", "docx"):
            text = text_of(tmp_path / f"{paper}-{form}.pdf")
            assert {each for each in whole if squeezed(each) not in text} == set(), (paper, form)
            for wanted in (
                title,
                "Stroke centre",
                "復興綜合醫院",
                "Dose below 20 mGy",
                "Two scanners",
                "Fewer repeats",
            ):
                assert squeezed(wanted) in text, (paper, form, wanted)
            assert not [secret for secret in SECRETS if squeezed(secret) in text], (paper, form)


def test_what_is_not_known_is_to_be_agreed_and_steps_become_a_list(project):
    made = draft(project, Paper.CHARTER, language="en", on=date(2026, 11, 26), supplier="Hengze")
    plain = made.plain()
    said = [block.get("text", "") for block in plain["blocks"]]
    assert "To be agreed." in said
    assert "TWD 78,000,000 (approved)" in said
    assert {"kind": "bullets", "items": ("Survey", "Tender", "Installation")} in plain["blocks"]
    bare = create_record(
        PROJECT,
        actor=with_every_right(make_user(username="other")),
        at=AT,
        values={"account": project.account, "name": "Bare", "budget_state": "PLANNED"},
    )
    for paper in Paper:
        empty = draft(bare, paper, language="zh-hant", on=date(2026, 11, 26), supplier="衡澤").plain()
        assert any(block.get("text") == "待議。" for block in empty["blocks"])


def test_every_template_has_known_fields_alone():
    from tongxin.crm.projects.papers import template_of

    for paper in Paper:
        for language in PaperLanguage.values:
            template_of(paper).check(template_of(paper).text_in(language))
    assert len(list(FOLDER.glob("*.md"))) == len(Paper) * len(PaperLanguage)


def test_an_unknown_field_of_an_administrators_template_is_refused_in_words(
    client, user, project, settings, tmp_path
):
    settings.TEMPLATE_FOLDER = str(tmp_path)
    (tmp_path / "project-charter.en.md").write_text("# {{ projekt }}", encoding="utf-8")
    client.force_login(user)
    answer = client.get(reverse("web:project_charter_docx", args=[project.uid]), {"language": "en"})
    assert answer.status_code == 422
    assert "projekt" in answer.content.decode()
    told = client.get(f"/api/v1/customer-projects/{project.uid}/papers/charter?language=en")
    assert told.status_code == 422


def test_the_page_offers_every_language_and_says_what_is_missing(client, user, project):
    client.force_login(user)
    page = client.get(reverse("web:project_papers", args=[project.uid])).content.decode()
    assert page.count("charter.docx?language=") == len(PaperLanguage)
    assert "Expected results" in page
    told = client.get(f"/api/v1/customer-projects/{project.uid}/papers/charter?language=zh-hans").json()
    assert told["title"] == "立项书（草案）：Stroke centre"
    reader = make_user((Role.READ_ONLY,), username="reader")
    make_member(project.account, reader)
    client.force_login(reader)
    assert (
        "charter.docx" not in client.get(reverse("web:project_papers", args=[project.uid])).content.decode()
    )
    assert client.get(reverse("web:project_charter_pdf", args=[project.uid])).status_code == 403


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Project-charter-(draft)-Stroke-centre.docx"), ("zh-hant", "立項書（草案）-Stroke-centre.docx")],
)
def test_the_customer_finds_the_file_by_its_title(client, user, project, language, name):
    client.force_login(user)
    url = reverse("web:project_charter_docx", args=[project.uid])
    told = client.get(url, {"language": language})["Content-Disposition"]
    assert name in unquote(told)
    assert file_title("../..\\CON: a*b?") == "CON-a-b"
    assert len(file_title("長" * 300)) == LONGEST_NAME
