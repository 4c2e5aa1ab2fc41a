from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.live.blocks import BLOCK, Blocks

KIND = np.dtype([("id", "i8"), ("value", "f8")])


def rows(count: int) -> np.ndarray:
    made = np.zeros(count, KIND)
    made["id"] = np.arange(count)
    return made


@pytest.mark.parametrize("count", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_that_rows_come_out_as_they_went_in(count: int) -> None:
    blocks = Blocks.of(rows(count))
    assert len(blocks) == count
    assert blocks.column("id").tolist() == list(range(count))
    assert blocks.rows(np.arange(count))["id"].tolist() == list(range(count))


def test_that_a_change_copies_only_the_block_it_falls_into() -> None:
    before = Blocks.of(rows(3 * BLOCK))
    draft = before.edit()
    draft.put(BLOCK + 7, (99, 1.0))
    after = draft.done()
    assert [a is b for a, b in zip(before.parts, after.parts, strict=True)] == [True, False, True]
    assert int(before.row(BLOCK + 7)["id"]) == BLOCK + 7
    assert int(after.row(BLOCK + 7)["id"]) == 99


def test_that_nobody_can_change_what_others_see() -> None:
    blocks = Blocks.of(rows(10))
    with pytest.raises(ValueError, match="read-only"):
        blocks.parts[0]["id"][0] = 5
    draft = blocks.edit()
    draft.put(0, (1, 1.0))
    with pytest.raises(ValueError, match="read-only"):
        draft.done().parts[0]["id"][0] = 5


def test_that_rows_may_be_added_over_the_end_of_a_block() -> None:
    blocks = Blocks.of(rows(BLOCK - 1))
    draft = blocks.edit()
    for at in range(BLOCK - 1, BLOCK + 2):
        draft.put(at, (at, 0.0))
    after = draft.done()
    assert after.column("id").tolist() == list(range(BLOCK + 2))
    assert len(blocks) == BLOCK - 1
    with pytest.raises(IndexError):
        blocks.row(BLOCK - 1)


@given(
    st.integers(1, 2 * BLOCK + 5), st.lists(st.tuples(st.integers(0, 2 * BLOCK + 4), st.integers(-9, 9)), max_size=30)
)
def test_that_blocks_are_an_array_with_the_same_changes(count: int, changes: list[tuple[int, int]]) -> None:
    plain, draft = rows(count), Blocks.of(rows(count)).edit()
    for at, value in changes:
        if at < count:
            plain[at] = (value, value)
            draft.put(at, (value, value))
    blocks = draft.done()
    asked = np.array([at for at, _ in changes if at < count], np.int64)
    assert blocks.column("value").tolist() == plain["value"].tolist()
    assert blocks.rows(asked)["id"].tolist() == plain[asked]["id"].tolist()
