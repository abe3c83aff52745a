import pytest

from tongxin.web.shell.cutting import cut


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("no longer", 9, "no longer"),
        ("the second report, and more", 12, "the second…"),
        ("the second report, and more", 18, "the second report…"),
        ("把第二次報告交給陳主任", 5, "把第二次報…"),
        ("交給陳主任report二", 8, "交給陳主任…"),
        ("unbroken", 4, "unbr…"),
    ],
)
def test_a_long_text_is_cut_between_words(text, most, said):
    assert cut(text, most) == said
