from __future__ import annotations

import subprocess
import sys

import pytest

# blocks between the C library's own limit and ours, with small ones between (30 MB) that keep them from being joined
PROGRAM = """
import sys
import numpy as np
from services.commandline.allocating import give_big_blocks_back

def resident():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * 4 // 1024

if sys.argv[1] == "told":
    assert give_big_blocks_back()
np.ones(20 << 20, np.uint8)
kept, before = [], resident()
for _ in range(3):
    big = []
    for _ in range(20):
        big.append(np.ones(8 << 20, np.uint8))
        kept.append(np.ones(512 << 10, np.uint8))
    del big
print(resident() - before)
"""


def left(how: str) -> int:
    """Megabytes that stay with a program after all its big blocks are freed."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="another C library")
def test_that_big_blocks_go_back_to_the_system() -> None:
    assert left("told") < 60 < left("left alone")
