"""The table of faults names tests that are there, and nothing else."""

import pytest
from tools import reliability_page


def test_a_fault_nobody_listed_is_refused(monkeypatch):
    monkeypatch.setattr(reliability_page, "proofs", lambda _folder: {"F999": ["tests/x.py::test_x"]})
    with pytest.raises(reliability_page.UnknownFaultError, match="F999"):
        reliability_page.page()


def test_a_fault_without_test_and_reason_is_refused(monkeypatch):
    monkeypatch.setattr(reliability_page, "proofs", lambda _folder: {})
    with pytest.raises(reliability_page.UnknownFaultError, match="F2"):
        reliability_page.page()


def test_marks_of_functions_and_classes_are_found(tmp_path):
    (tmp_path / "test_x.py").write_text(
        "import pytest\n\n@pytest.mark.fault('F1', 'F2')\ndef test_one(): ...\n\n"
        "class TestTwo:\n    @pytest.mark.fault('F2')\n    def test_two(self): ...\n"
    )
    found = reliability_page.proofs(tmp_path)
    one, two = (f"{tmp_path.name}/test_x.py::{name}" for name in ("test_one", "TestTwo::test_two"))
    assert found == {"F1": [one], "F2": [one, two]}
