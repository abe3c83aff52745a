"""Every setting is documented, and the reference page is fresh."""

import re

import pytest
from pydantic.fields import FieldInfo
from tools import settings_page

from tongxin.config.env import Environment


def test_the_page_is_fresh():
    assert settings_page.PAGE.read_text(encoding="utf-8") == settings_page.page(), "run: make generated"


def test_every_setting_is_on_the_page():
    text = settings_page.PAGE.read_text(encoding="utf-8")
    missing = [name for name in Environment.model_fields if f"`TONGXIN_{name.upper()}`" not in text]
    assert missing == []


def test_a_setting_without_description_is_refused():
    with pytest.raises(ValueError, match="no description"):
        settings_page._row("quiet", FieldInfo(default=1))


def test_no_secret_has_a_default():
    rows = re.findall(
        r"^\| `TONGXIN_\w*(?:SECRET|PASSWORD|TOKEN)\w*KEY` \| (\S+) \|", settings_page.page(), re.M
    )
    assert rows
    assert set(rows) == {"—"}
