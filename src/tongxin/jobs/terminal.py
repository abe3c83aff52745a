"""What the terminal says about its user."""

import os


def terminal_language() -> str:
    """Return the language of the terminal (`zh-hant`, `zh-hans`, `en`), empty when it names none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").replace("-", "_").lower()
        if value.startswith(("zh_tw", "zh_hk", "zh_mo", "zh_hant")):
            return "zh-hant"
        if value.startswith("zh"):
            return "zh-hans"
        if value.startswith("en_"):
            return "en"
    return ""
