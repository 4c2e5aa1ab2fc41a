"""Who may take personal data out of the program in a file."""

from __future__ import annotations

from dataclasses import dataclass

from services.access.rights import Right, may
from services.domain.people import Officer
from services.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class PersonalExport:
    """The right to unmasked personal data: whose it is and why it is used, both of which the journal keeps."""

    officer: Officer
    why: str

    def __post_init__(self) -> None:
        if not may(self.officer, Right.EXPORT_PERSONAL):
            raise Refusal(
                "export.no_right",
                "{officer} has no right to export personal data. Without --personal they are masked.",
                officer=self.officer.login,
            )
        if not self.why.strip():
            raise Refusal(
                "export.no_reason", "Say why personal data is exported (--why); the journal keeps the reason."
            )
