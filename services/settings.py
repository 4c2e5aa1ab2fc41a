"""Where things lie on this machine: the default database and the program's own folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

NAME = "gridcommand"


@dataclass(frozen=True, slots=True)
class Settings:
    """What every command is started with."""

    database: str
    lang: str = "zh_CN"


def default_database() -> str:
    """The address in GRIDCOMMAND_DATABASE, else a file in the user's data folder."""
    return os.environ.get("GRIDCOMMAND_DATABASE") or f"sqlite:///{data_folder() / 'yongcheng.sqlite'}"


def data_folder() -> Path:
    """The user's data folder for this program (XDG_DATA_HOME and its like); not made here."""
    return user_data_path(NAME, appauthor=False)


def cache_folder() -> Path:
    """The user's cache folder for this program; not made here."""
    return user_cache_path(NAME, appauthor=False)
