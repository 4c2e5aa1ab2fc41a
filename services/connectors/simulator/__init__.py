"""The simulator: a believable shift through the same door as everything else; only ever in a demo city."""
