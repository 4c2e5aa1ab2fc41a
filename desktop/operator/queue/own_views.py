"""The views of the queue that an officer keeps under names of his own; they stay at this seat, officer by officer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from services.domain.queue_choice import ANY, MOST_VIEWS, NO_TOWN, Choice, SavedView
from services.live.picture import Picture
from widgets.queue.panel import QueuePanel
from widgets.queue.tabs import ViewLook

NOWHERE = "-"


class OwnViews(QObject):
    """Keeps, names and forgets views; `changed()` when there are others, so that they are counted."""

    changed = Signal()

    def __init__(self, context: SeatContext, panel: QueuePanel) -> None:
        super().__init__(panel)
        self._context, self._panel = context, panel
        self.views = self._read()
        self._counts: Sequence[int] = ()
        self._seen = ""
        panel.name_given.connect(self.keep)
        panel.tabs.view_picked.connect(self.show)
        panel.tabs.forget_asked.connect(self.forget)
        context.officer.changed.connect(self._on_officer)
        self.show_counts(())

    def keep(self, name: str) -> None:
        """What the queue shows now, under a name; the view of that name before is replaced, the oldest gives way."""
        picture, choice = self._context.situation.picture, self._panel.choice
        if picture is None:
            return
        town = NOWHERE if choice.town == NO_TOWN else picture.areas.codes[choice.town] if choice.town >= 0 else ""
        category = picture.catalogue.categories[choice.category].code if choice.category >= 0 else ""
        made = SavedView(name, choice.tab, choice.text, town, category, choice.severity, choice.sort, choice.turned)
        self._write([*(view for view in self.views if view.name != name), made][-MOST_VIEWS:])
        self.show(name)

    def forget(self, name: str) -> None:
        """The view is not wanted any more; what the queue shows stays."""
        self._write([view for view in self.views if view.name != name])
        self._seen = ""
        self._panel.show_choice(self._panel.choice, view="")

    def show(self, name: str) -> None:
        """The queue shows what a view keeps."""
        picture = self._context.situation.picture
        found = next((view for view in self.views if view.name == name), None)
        if picture is None or found is None:
            return
        self._seen = name
        choice = self._choice(found, picture)
        if choice == self._panel.choice:
            self._panel.tabs.choose(choice.tab, name)
        else:
            self._panel.show_choice(choice, view=name)
            self._panel.asked.emit(choice)

    def named(self, choice: Choice) -> str:
        """The name of the view that a choice was taken from; "" where it is another by now."""
        picture = self._context.situation.picture
        found = next((view for view in self.views if view.name == self._seen), None)
        if picture is None or found is None or self._choice(found, picture) != choice:
            return ""
        return self._seen

    def choices(self, picture: Picture) -> tuple[Choice, ...]:
        """What the views choose of a picture."""
        return tuple(self._choice(view, picture) for view in self.views)

    def show_counts(self, counts: Sequence[int]) -> None:
        """How many cases each shows, in the order of `choices`."""
        self._counts = counts if len(counts) == len(self.views) else ()
        looks = [ViewLook(view.name, self._counts[at] if self._counts else None) for at, view in enumerate(self.views)]
        self._panel.tabs.show_views(looks)

    # ---- inside --------------------------------------------------------------------------------------------------

    def _choice(self, view: SavedView, picture: Picture) -> Choice:
        """By the numbers of this picture; what the city no longer has chooses everything."""
        codes = picture.areas.codes
        town = codes.index(view.town) if view.town in codes else ANY
        return Choice(
            tab=view.tab,
            text=view.text,
            town=NO_TOWN if view.town == NOWHERE else town,
            category=picture.categories.get(view.category, ANY),
            severity=view.severity,
            sort=view.sort,
            turned=view.turned,
        )

    def _key(self) -> str:
        return f"views.{self._context.officer.now.login or 'desk'}"

    def _read(self) -> list[SavedView]:
        kept = self._context.memory.get(self._key(), [])
        found = [SavedView.of(one) for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []
        return [view for view in found if view is not None][:MOST_VIEWS]

    def _write(self, views: list[SavedView]) -> None:
        self.views = views
        self._context.memory.put(self._key(), [view.kept() for view in views])
        self.show_counts(())
        self.changed.emit()

    def _on_officer(self) -> None:
        self.views = self._read()
        self.show_counts(())
        self.changed.emit()
