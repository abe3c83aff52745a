"""Signs before names are understood and taken away; what names nobody is told."""

import pytest

from tongxin.crm.relationships.marks import marks_left, without_marks


@pytest.mark.parametrize(
    ("typed", "names", "kept"),
    [
        ("@游靖堯 來電", ["游靖堯"], "游靖堯來電"),
        ("@游靖堯說好 #汰換案 可行", ["游靖堯", "汰換案"], "游靖堯說好汰換案可行"),
        ("@Ann Lee called about #CT", ["Ann Lee", "CT"], "Ann Lee called about CT"),
        ("@Ann 來電", ["Ann"], "Ann 來電"),
        ("@林小 跟 @林小明 談", ["林小", "林小明"], "林小跟林小明談"),
        ("mail a@b.tw", ["c"], "mail a@b.tw"),
    ],
)
def test_marks_of_linked_names_become_the_names(typed, names, kept):
    assert without_marks(typed, names) == kept


def test_what_is_still_marked_names_nobody():
    assert marks_left("@王明 來電，#zyyx #zyyx 第 #3 號 a@b.tw") == ["@王明", "#zyyx"]
