"""What an embedded database asks of the place where its file lies."""

from __future__ import annotations

import sys
from pathlib import Path

from services.domain.refusals import Refusal

NETWORK_FILESYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "ncpfs"})


def refuse_network_share(path: Path) -> None:
    """SQLite's locks don't hold on network shares: two seats would damage the file."""
    if filesystem_of(path) in NETWORK_FILESYSTEMS or str(path).startswith("\\\\"):
        raise Refusal(
            "store.network_share",
            "{path} lies on a network share, where an embedded database gets damaged. "
            "Use a local folder, or PostgreSQL for several machines.",
            path=path,
        )


def identity_of(path: Path) -> str:
    """What tells a file from another that takes its place; refuses a file that is gone."""
    try:
        found = path.stat()
    except OSError:
        raise Refusal(
            "store.gone", "The file {path} is no longer there. Put it back, or open another database.", path=path
        ) from None
    return f"{found.st_dev}/{found.st_ino}"


def filesystem_of(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of the filesystem that a path lies on; empty where that can't be told."""
    if not sys.platform.startswith("linux") or not mounts.exists():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        if len(point) >= len(best) and (path == Path(point) or Path(point) in path.parents):
            best, kind = point, parts[2]
    return kind
