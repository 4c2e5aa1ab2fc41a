from __future__ import annotations

from pathlib import Path

import pytest

from services.domain.refusals import Refusal
from services.store import engine, filesystem
from services.store.filesystem import filesystem_of, refuse_network_share

MOUNTS = """overlay / overlay rw 0 0
server:/share /mnt/share nfs4 rw 0 0
//server/other /mnt/with\\040space cifs rw 0 0
/dev/sda1 /mnt/share/local ext4 rw 0 0
broken
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mounts"
    path.write_text(MOUNTS)
    return path


@pytest.mark.skipif(not Path("/proc/mounts").exists(), reason="mounts are told in another way here")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/li/city.sqlite", "overlay"),
        ("/mnt/share/city.sqlite", "nfs4"),
        ("/mnt/shared/city.sqlite", "overlay"),
        ("/mnt/with space/a/city.sqlite", "cifs"),
        ("/mnt/share/local/city.sqlite", "ext4"),
    ],
)
def test_that_the_nearest_mount_above_a_file_counts(mounts: Path, path: str, kind: str) -> None:
    assert filesystem_of(Path(path), mounts) == kind


def test_that_a_file_on_a_network_share_is_refused_before_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filesystem, "filesystem_of", lambda path: "nfs4")
    with pytest.raises(Refusal) as refusal:
        engine.Database(str(tmp_path / "shared" / "city.sqlite"))
    assert refusal.value.code == "store.network_share"
    assert not (tmp_path / "shared").exists()


def test_that_a_windows_share_is_refused() -> None:
    with pytest.raises(Refusal):
        refuse_network_share(Path(r"\\server\share\city.sqlite"))
