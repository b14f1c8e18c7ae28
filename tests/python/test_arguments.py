# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""What Python itself finds wrong with arguments is an attain error with a reason."""

import attain as at
import pytest


@pytest.mark.parametrize("call, reason", [
    (lambda: at.incentive.club_members([["1"]], ["1", "2"]), "LENGTH_MISMATCH"),
    (lambda: at.incentive.sustained([["1.0"], ["1.0", "1.1"]], "1.0", 1), "LENGTH_MISMATCH"),
    (lambda: at.incentive.order_rules([("id", "all")], []), "LENGTH_MISMATCH"),
    (lambda: at.incentive.choose_rules([0], [(True, False)]), "LENGTH_MISMATCH"),
    (lambda: at.stats.rank([3, 1], method="sparse"), "INVALID_ARGUMENT"),
    (lambda: at.measure.attainment([1], [2], direction="sideways"), "INVALID_ARGUMENT"),
])
def test_a_wrong_argument_says_why(call, reason):
    with pytest.raises(at.DataError) as raised:
        call()
    assert raised.value.reason == reason
    assert isinstance(raised.value, ValueError)
