"""Type as people do: with an input method, and with keys that are counted."""

from collections.abc import Iterable

from playwright.sync_api import CDPSession, Locator, Page

IN_COMPOSITION = 229


def compose(page: Page, text: str) -> CDPSession:
    """Type with an input method and leave the composition open, with an Enter that belongs to it."""
    session = page.context.new_cdp_session(page)
    end = len(text)
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": end, "selectionEnd": end})
    send_enter(session, IN_COMPOSITION)
    return session


def commit(session: CDPSession, text: str) -> None:
    """End the composition with the text chosen."""
    session.send("Input.insertText", {"text": text})


def send_enter(session: CDPSession, code: int) -> None:
    """Press Enter with a key code, as the browser passes it on; macOS sends 229 after a composition, too."""
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code},
        )


class Keys:
    """Presses keys and clicks, and counts both; running text counts apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = self.clicked = 0

    def click(self, wanted: Locator) -> None:
        """Click where something is, as a hand on a mouse does."""
        wanted.click()
        self.clicked += 1

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, text: str) -> None:
        """Write running text, which no shortcut can spare."""
        self.page.keyboard.type(text)

    def tab_to(self, selectors: Iterable[str] | str, most: int = 12) -> None:
        """Press Tab until the focus is on what is wanted."""
        wanted = selectors if isinstance(selectors, str) else ", ".join(selectors)
        for _ in range(most):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
                return
            self.press("Tab")
        assert self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted), wanted
