"""What the command's exit codes mean; `docs/reference/command.md` lists them, and a test compares."""

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NOT_READY = 3
    PORT_TAKEN = 4
    FINDINGS = 5
    STOPPED = 130


MEANINGS = {
    Exit.DONE: "Done as asked.",
    Exit.REFUSED: "Refused, with the reason; nothing was changed.",
    Exit.USAGE: "The command line is not understood.",
    Exit.NOT_READY: "The set-up is not ready: a wrong setting, no database, or migrations missing.",
    Exit.PORT_TAKEN: "Another program listens on the address.",
    Exit.FINDINGS: "The examination found something wrong (doctor, audit verify), or a source could not be fetched.",
    Exit.STOPPED: "Stopped from the keyboard.",
}
