"""The pictures of markers."""

from __future__ import annotations

import numpy as np

from layers.raster.sprites import LARGEST, Look, Sprites

LOOKS = (Look(9, 0x0000FF, 0), Look(12, 0xFFFF00, 0), Look(15, 0xFF8800, 0), Look(20, 0xFF0000, 0xFFFFFF, 1.5))


def test_that_shapes_differ_without_their_colours() -> None:
    same = tuple(Look(20, 0xFFFFFF, 0) for _ in range(4))
    sprites = Sprites.of((same[0], same[1], same[2], same[3]), 0x000000, 0.0)
    solid = sprites.solid
    assert len({tuple(rows.tolist()) for rows in solid}) == 4


def test_that_every_sprite_has_a_halo_round_its_face() -> None:
    sprites = Sprites.of(LOOKS, 0x123456, 1.25)
    middle = sprites.half
    for level, look in enumerate(LOOKS):
        row = sprites.colour[level][middle]
        alpha = row >> np.uint32(24)
        first = int(np.argmax(alpha > 12))
        assert row[middle] & 0xFFFFFF == look.face
        assert row[first] & 0xFFFFFF == 0x123456
        assert alpha[0] == 0 or look.size + 4 > 2 * sprites.half


def test_that_bits_and_colours_agree() -> None:
    sprites = Sprites.of(LOOKS, 0, 1.25)
    alpha = sprites.colour >> np.uint32(24)
    for level in range(4):
        for row in range(2 * sprites.half + 1):
            bits = [(int(sprites.solid[level, row]) >> column) & 1 for column in range(2 * sprites.half + 1)]
            assert bits == (alpha[level, row] == 255).astype(int).tolist()
            assert not int(sprites.solid[level, row]) & int(sprites.fringe[level, row])


def test_that_sprites_never_outgrow_a_row_of_bits() -> None:
    huge = Look(200, 0xFF0000, 0)
    assert 2 * Sprites.of((huge, huge, huge, huge), 0, 5.0).half + 1 <= LARGEST + 1
