"""The kit as a command: JSON in, JSON out.

    python -m kamkit list                            the functions
    python -m kamkit schema TOPIC.VERB               JSON Schema of a function's input and output
    python -m kamkit TOPIC.VERB < in.json > out.json call it

Exit codes: 0 done, 2 the input is wrong; then the output is a problem object that names the field.
"""

import sys
from collections.abc import Sequence
from typing import Any

from kamkit.problems import InputError, ProblemCode
from kamkit.verbs import load, verbs
from kamkit.wire.numbers import dumps, loads
from kamkit.wire.reading import FaultyInputError, read
from kamkit.wire.schema import input_schema, output_schema
from kamkit.wire.writing import plain

USAGE = "python -m kamkit list | schema TOPIC.VERB | TOPIC.VERB < in.json > out.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one call: the result on standard output, a sentence about a wrong input on standard error too."""
    try:
        answer, code = _answer(list(sys.argv[1:] if arguments is None else arguments)), 0
    except InputError as error:
        answer, code = problem(error), 2
        sys.stderr.write(f"kamkit: {error}\n")
    sys.stdout.buffer.write(f"{dumps(answer)}\n".encode())
    return code


def problem(error: InputError) -> dict[str, Any]:
    """Return an error as a problem object: its code, the field's path, what is wrong, and every other fault found."""
    errors = error.errors if isinstance(error, FaultyInputError) else (error,)
    listed = [{"code": each.code.value, "field": each.field, "detail": each.message} for each in errors]
    return {"title": "The input is wrong", **listed[0], "errors": listed}


def _answer(arguments: list[str]) -> Any:
    match arguments:
        case ["list"]:
            return {"verbs": [{"name": name, "summary": verb.summary} for name, verb in verbs().items()]}
        case ["schema", name]:
            verb = load(name)
            return {
                "name": verb.name,
                "summary": verb.summary,
                "input": input_schema(verb.input_type),
                "output": output_schema(verb.output_type),
            }
        case [name] if name not in {"schema", "help", "-h", "--help"}:
            verb = load(name)
            return plain(verb.function(read(verb.input_type, _given())))
    raise InputError(ProblemCode.UNKNOWN_VERB, "", f"usage: {USAGE}")


def _given() -> Any:
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(ProblemCode.NOT_JSON, "", "this is not UTF-8") from error
    return loads(text)


if __name__ == "__main__":
    sys.exit(main())
