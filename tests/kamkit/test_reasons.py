from decimal import Decimal

from kamkit.reasons import Reason, ReasonCode, total_weight


def test_a_reason_gives_its_values_by_name() -> None:
    reason = Reason(code=ReasonCode.TOO_FEW, params=(("found", 3), ("needed", 8)))
    assert reason.values == {"found": 3, "needed": 8}
    assert reason.weight == 0


def test_the_total_is_the_sum_of_the_weights() -> None:
    reasons = [Reason(code=ReasonCode.NO_NEXT_STEP, weight=Decimal(weight)) for weight in ("20", "1.5")]
    assert total_weight(reasons) == Decimal("21.5")
    assert total_weight([]) == 0


def test_codes_are_their_own_names() -> None:
    assert all(code.value == code.name for code in ReasonCode)
