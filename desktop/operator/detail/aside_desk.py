"""What stands beside the form of a case and helps to fill it: advice, whom to send, what may be the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.context import SeatContext
from desktop.names import Names
from desktop.operator.detail.evidence_desk import EvidenceDesk
from desktop.operator.forms.forms_desk import FormsDesk, best_of
from desktop.operator.near.advice_desk import AdviceDesk
from desktop.operator.near.duplicates_desk import DuplicatesDesk
from desktop.operator.near.people_desk import PeopleDesk
from desktop.operator.officer import at_desk
from desktop.operator.queue.row_words import local, short_number
from services.cases.deciding.all import DECIDERS
from services.cases.duplicates.candidate import Candidate
from services.cases.offering import offered_for_child
from services.domain.orders import Details, Order
from services.domain.steps import Verb
from services.insight.reading import IncidentCard
from services.words.terms import ORDERS, STATES
from widgets.forms.looks import Option, StepLook
from widgets.kit.icons import Icons
from widgets.panels.child_rows import ChildLook, ChildRows
from widgets.theme.theme import Theme

PHOTO = "photo_place"  # why a place is corrected, of the list of reasons


class AsideDesk(QObject):
    """The desks that follow the case of a `FormsDesk`; `opened(id)` when one that may be the same is to be shown."""

    opened = Signal(object)

    def __init__(self, context: SeatContext, theme: Theme, icons: Icons, forms: FormsDesk) -> None:
        super().__init__(forms)
        self._context, self._forms = context, forms
        self.advice = AdviceDesk(context, theme, self)
        self.people = PeopleDesk(context, theme, self)
        self.duplicates = DuplicatesDesk(context, theme, icons, self)
        self.evidence = EvidenceDesk(context, theme, icons, self)
        self.children_panel = ChildRows(theme, context.words)
        self.children_panel.step_asked.connect(self._on_child_step)
        self.advice.advised.connect(lambda found: forms.advise(best_of(found)))
        self.advice.owner_chosen.connect(forms.choose_owner)
        self.people.person_chosen.connect(lambda person: forms.fill_if_may(Verb.SEND, {"worker": str(person)}))
        self.people.answered.connect(lambda _: self._offer_people())
        self.evidence.place_chosen.connect(self._on_place)
        self.duplicates.merge_asked.connect(self._on_merge)
        self.duplicates.opened.connect(self.opened)
        self.duplicates.found.connect(self._offer_duplicates)

    def show(self, card: IncidentCard) -> None:
        """A case is shown, or shown again as it stands now."""
        live = card.incident.live
        self.evidence.show(card.incident.evidence, live.place, self._forms.may(Verb.CORRECT, card))
        self.children_panel.show_looks(self._child_looks(card))
        if self._forms.may(Verb.ASSIGN, card):
            self.advice.show(live.id)
        else:
            self.advice.forget()
        if live.state.is_open:
            self.people.show(live.id, (live.worker,) if live.worker else ())
            self.duplicates.show(live.id)
        else:
            self.people.forget()
            self.duplicates.forget()

    def forget(self) -> None:
        """No case is shown."""
        self.children_panel.show_looks(())
        for desk in (self.advice, self.people, self.duplicates, self.evidence):
            desk.forget()

    def close(self) -> None:
        """Ends timers."""
        for desk in (self.advice, self.people, self.duplicates, self.evidence):
            desk.close()

    def _child_looks(self, card: IncidentCard) -> tuple[ChildLook, ...]:
        picture, words, case = self._context.situation.picture, self._context.words, card.case
        if picture is None or case is None:
            return ()
        names, now, officer = Names(words, picture), local(self._context), at_desk(self._context)
        looks = []
        for child in case.children:
            stands = [words(STATES[child.state], ctx="state")]
            if child.due_at is not None:
                stands.append(words("until {time}", time=words.formats.moment(child.due_at, now)))
            steps = tuple(
                StepLook(step.verb, words(ORDERS[step.verb], ctx="order"))
                for step in offered_for_child(case, child, officer)
                if step.verb in DECIDERS
            )
            title = f"{names.department(child.department)} · {' · '.join(stands)}"
            looks.append(ChildLook(child.id, title, child.what, steps))
        return tuple(looks)

    def _on_child_step(self, ident: int, verb: str) -> None:
        card = self._forms.card
        children = card.case.children if card is not None and card.case is not None else ()
        child = next((one for one in children if one.id == ident), None)
        if child is not None:
            self._forms.begin_for_child(child, Verb(verb))

    def _offer_people(self) -> None:
        look = self.people.panel.look
        people = look.people if look is not None else ()
        self._forms.offer("worker", tuple(Option(str(one.person), one.who, (), one.distance) for one in people))

    def _offer_duplicates(self, candidates: Sequence[Candidate]) -> None:
        picture, lang = self._context.situation.picture, self._context.words.lang
        if picture is None:
            return
        names = {category.code: category.name(lang) for category in picture.catalogue.categories}
        options = []
        for one in candidates:
            number = short_number(one.number)
            options.append(Option(str(one.incident), f"{number} {names.get(one.category, '')}", (number,), one.address))
        self._forms.offer("into", tuple(options))

    def _on_place(self, lon: float, lat: float) -> None:
        """A photo's place becomes the case's, with everything that hangs on it: grid, duties, limits."""
        card = self._forms.card
        if card is not None and self._forms.may(Verb.CORRECT, card):
            live = card.incident.live
            self._forms.send(Order(Verb.CORRECT, live.id, live.version, Details(reason=PHOTO, lon=lon, lat=lat)))

    def _on_merge(self, into: int) -> None:
        """One key merges what is shown into the chosen one; undoing it restores both."""
        card = self._forms.card
        if card is not None and self._forms.may(Verb.MERGE, card):
            live = card.incident.live
            self._forms.send(Order(Verb.MERGE, live.id, live.version, Details(into=into)))
