"""The pages of the briefing in their order, and the frame around each in words."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.briefing.page_areas import areas_page
from desktop.briefing.page_departments import make_departments
from desktop.briefing.page_inflow import make_inflow
from desktop.briefing.page_kit import PageKit, PageMaker
from desktop.briefing.page_today import make_today
from desktop.briefing.page_trends import chosen_span, make_trends
from desktop.emergency.words import EmergencyWords
from services.domain.areas import Level
from services.insight.briefing.phrases import Phrase
from services.insight.briefing.whole import Briefing
from services.words import N_, Words
from widgets.briefing.frame import FrameText


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page: its name in the foot, its maker, and whether the seat's map stands on it."""

    name: str
    make: PageMaker
    has_map: bool = False


PAGES = (
    PageKind(N_("The city today", ctx="page"), make_today, has_map=True),
    PageKind(N_("Towns", ctx="page"), areas_page(Level.TOWN), has_map=True),
    PageKind(N_("Villages", ctx="page"), areas_page(Level.VILLAGE), has_map=True),
    PageKind(N_("Grids", ctx="page"), areas_page(Level.GRID), has_map=True),
    PageKind(N_("Trends", ctx="page"), make_trends),
    PageKind(N_("Sources and categories", ctx="page"), make_inflow),
    PageKind(N_("Departments", ctx="page"), make_departments),
)
LEVELS = {1: Level.TOWN, 2: Level.VILLAGE, 3: Level.GRID}
TODAY, TRENDS, INFLOW, DEPARTMENTS = 0, 4, 5, 6
OTHER = {"zh_CN": ("en", "EN", "Read in English"), "en": ("zh_CN", "中", "用中文阅读")}


def statement(kit: PageKit, page: int) -> tuple[Phrase, Phrase]:
    """A page's finding and what qualifies it."""
    briefing = kit.briefing
    of = {
        TODAY: briefing.today,
        TRENDS: chosen_span(kit),
        INFLOW: briefing.inflow,
        DEPARTMENTS: briefing.departments,
        **{at: briefing.areas[level] for at, level in LEVELS.items()},
    }[page]
    return of.finding, of.qualifier


def frame_text(kit: PageKit, page: int, news: str) -> FrameText:
    """The frame of a page in words."""
    words, briefing = kit.words, kit.briefing
    finding, qualifier = (kit.say(phrase) for phrase in statement(kit, page))
    return FrameText(
        page=words(PAGES[page].name, ctx="page"),
        news=news,
        finding=finding,
        qualifier="\n".join(line for line in (_responses(kit) if page == TODAY else "", qualifier) if line),
        at=page,
        snapshot=words("Snapshot {mark} · each figure opens its cases", ctx="page", mark=kit.mark),
        pages=tuple(words(kind.name, ctx="page") for kind in PAGES),
        report=words("{city}: daily report on grassroots governance", ctx="page", city=kit.names.city()),
        date=date_of(briefing, words),
        demo=demo_of(kit),
        other_language=OTHER[words.lang][1],
        other_language_tip=OTHER[words.lang][2],
    )


def _responses(kit: PageKit) -> str:
    """The emergency responses that stood at the moment of the snapshot; empty where none did."""
    plans = kit.context.services.emergencies.plans
    return EmergencyWords(kit.words, kit.briefing.picture, kit.now, plans).sentence(kit.briefing.picture.emergencies)


def date_of(briefing: Briefing, words: Words) -> str:
    """The day and the moment that the figures are of."""
    day = words.formats.heading(briefing.at.date(), year=True)
    return words("{day}  data of {time}", ctx="page", day=day, time=words.formats.clock(briefing.at))


def demo_of(kit: PageKit) -> str:
    """The mark of synthetic data; empty where the data are real."""
    lang = "zh" if kit.words.lang.startswith("zh") else "en"
    return kit.theme.tokens.text(f"demo.label_{lang}") if kit.briefing.picture.city.demo else ""
