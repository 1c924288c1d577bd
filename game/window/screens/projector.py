"""The wall of a class in the window: what everybody may see, large. It gives no commands.

It follows a spectator and shows the newest that it has seen. B makes this screen dark, page up and
page down turn pages where there are several, as a presenter's remote does; the class hears nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.window.panels.projector_debrief import FlipPanel, TimelinePanel, pages_of
from game.window.panels.projector_experiment import ExperimentPanel
from game.window.panels.projector_frame import BlankPanel, FootPanel, HeadPanel, PlainPanel
from game.window.panels.projector_futures import FuturesPanel
from game.window.panels.projector_lobby import CrewPanel, JoinPanel
from game.window.panels.projector_map import MapPanel
from game.window.panels.projector_paint import Wall, WallPanel
from game.window.panels.projector_reveal import CardsPanel, CausesPanel
from game.window.panels.projector_stages import (
    ExitPanel,
    ForecastsPanel,
    TransferPanel,
    feelings_panel,
    vote_panel,
)
from game.window.panels.projector_world import BoardPanel, NewsPanel, NumbersPanel, SaidPanel
from game.window.panels.projector_worlds import WorldsPanel
from game.window.screens.base import Move, Screen
from game.window.spectator import Seen, Source
from game.window.spectator_stages import (
    Exit,
    Experiment,
    Feelings,
    Flips,
    Forecasts,
    Timeline,
    Transfer,
    Vote,
)
from game.window.spectator_view import (
    BRIEF,
    COMMIT,
    DEBRIEF,
    LOBBY,
    NEGOTIATE,
    OVER,
    REFLECT,
    RESOLVE,
    REVEAL,
    WallView,
    WallWorld,
)
from game.window.theme import COLOURS

MARGIN, GAP = 40, 20  # pixels on a wall of 1920x1080
HEAD, FOOT = 124, 64
STRIP = 236  # the row of numbers
CARDS_SECONDS = 16.0  # that the moves are shown before the causes
BACK_SECONDS = 4.0  # that it is said that the connection is back
BLANK_KEY = pygame.K_b
PAGE_KEYS = {pygame.K_PAGEDOWN: 1, pygame.K_PAGEUP: -1}

Scene = tuple[str, str, int, str, bool]


class ProjectorScreen(Screen):
    """The wall."""

    name = "projector"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.dark = False  # here, besides what the teacher says
        self.page = 0
        self._seen: Seen = source.seen
        self._scene: Scene = self._scene_of(self._seen.view)
        self._since = 0.0  # seconds in this scene
        self._back = 0.0  # seconds for which it is still said that the connection is back
        self._turned = 1.0 if self._seen.view.room.phase == REVEAL else 0.0
        self.wall: Wall
        self.head: HeadPanel | None = None
        self.foot: FootPanel | None = None

    @property
    def view(self) -> WallView:
        """The wall as it was last seen."""
        return self._seen.view

    def _scene_of(self, view: WallView) -> Scene:
        room = view.room
        return room.phase, room.stage, room.round, ",".join(w.key for w in view.worlds), room.blank

    # ---- building

    def build(self) -> None:
        """Place what the moment needs."""
        self.source.speak(self.stage.settings.language)
        self.wall = Wall.of(self.stage.painter, self.stage.size)
        self.head = self.foot = None
        if self.dark or self.view.room.blank:
            self.tree.add(BlankPanel(self.stage.bounds, self.wall, self.dark))
            return
        px, (width, height) = self.wall.px, self.stage.size
        across = width - 2 * px(MARGIN)
        head = pygame.Rect(px(MARGIN), px(16), across, px(HEAD))
        foot = pygame.Rect(px(MARGIN), height - px(FOOT + 12), across, px(FOOT))
        self.head = HeadPanel(head, self.wall, self.view)
        self.foot = FootPanel(foot, self.wall, self.view)
        body = pygame.Rect(head.x, head.bottom + px(GAP), across, 0)
        body.height = foot.y - px(16) - body.y
        self.tree.extend([self.head, *self._body(body), self.foot])
        self._tell()

    def _body(self, body: pygame.Rect) -> list[WallPanel]:
        view, phase = self.view, self.view.room.phase
        if phase == LOBBY:
            return self._lobby(body)
        if phase in (DEBRIEF, OVER):
            return [self._stage_panel(body)]
        if not view.worlds:
            return [PlainPanel(body, self.wall, view.room.title)]
        if view.many:
            return [WorldsPanel(body, self.wall, view)]
        makers: dict[str, Callable[[pygame.Rect, WallWorld], list[WallPanel]]] = {
            BRIEF: self._map_beside,
            NEGOTIATE: self._map_beside,
            COMMIT: self._map_beside,
            RESOLVE: self._map_beside,
            REVEAL: self._reveal,
            REFLECT: lambda rect, world: [FuturesPanel(rect, self.wall, world)],
        }
        maker = makers.get(phase)
        if maker is None:
            return [PlainPanel(body, self.wall, view.room.phase_text)]
        return maker(body, view.worlds[0])

    def _lobby(self, body: pygame.Rect) -> list[WallPanel]:
        worlds = max(1, len(self.view.worlds))
        crews = self.wall.px(66 * worlds + 64 if worlds > 1 else 250)
        top = pygame.Rect(body.x, body.y, body.width, body.height - crews - self.wall.px(GAP))
        under = pygame.Rect(body.x, body.bottom - crews, body.width, crews)
        return [JoinPanel(top, self.wall, self.view), CrewPanel(under, self.wall, self.view)]

    def _map_beside(self, body: pygame.Rect, world: WallWorld) -> list[WallPanel]:
        """The map, what belongs to the phase beside it, the numbers below."""
        px, phase = self.wall.px, self.view.room.phase
        strip = px(STRIP) if world.numbers else 0
        high = body.height - strip - (px(GAP) if strip else 0)
        left = pygame.Rect(body.x, body.y, round(body.width * 0.57), high)
        right = pygame.Rect(left.right + px(GAP), body.y, 0, high)
        right.width = body.right - right.x
        beside: WallPanel
        if phase == BRIEF:
            beside = NewsPanel(right, self.wall, world)
        elif phase == NEGOTIATE:
            beside = SaidPanel(right, self.wall, world)
        else:
            beside = BoardPanel(right, self.wall, world, phase)
        panels: list[WallPanel] = [MapPanel(left, self.wall, world, phase), beside]
        if strip:
            under = pygame.Rect(body.x, body.bottom - strip, body.width, strip)
            panels.append(NumbersPanel(under, self.wall, world))
        return panels

    def _reveal(self, body: pygame.Rect, world: WallWorld) -> list[WallPanel]:
        if world.result is None:
            return self._map_beside(body, world)
        if self.page % 2:
            return [CausesPanel(body, self.wall, world)]
        turned = 1.0 if self.stage.settings.reduce_motion else self._turned
        return [CardsPanel(body, self.wall, world, turned)]

    def _stage_panel(self, body: pygame.Rect) -> WallPanel:
        stage, wall = self.view.debrief, self.wall
        match stage:
            case Feelings():
                return feelings_panel(body, wall, stage)
            case Timeline():
                return TimelinePanel(body, wall, stage, self.page)
            case Vote():
                return vote_panel(body, wall, stage)
            case Flips():
                return FlipPanel(body, wall, stage, self.page)
            case Forecasts():
                return ForecastsPanel(body, wall, stage)
            case Experiment():
                return ExperimentPanel(body, wall, stage)
            case Transfer():
                return TransferPanel(body, wall, stage)
            case Exit():
                return ExitPanel(body, wall, stage)
        return PlainPanel(body, wall, self.view.room.phase_text)

    @property
    def pages(self) -> int:
        """How many pages the moment has."""
        room = self.view.room
        if room.phase == REVEAL and not self.view.many:
            return 2
        return pages_of(self.view.debrief)

    # ---- keys

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """B makes this screen dark, page up and page down turn pages."""
        if key == BLANK_KEY:
            self.dark = not self.dark
            self._rebuild()
            return None
        step = PAGE_KEYS.get(key)
        if step is not None and self.pages > 1:
            self.page = (self.page + step) % self.pages
            self._since = 0.0 if self.page == 0 else CARDS_SECONDS
            self._rebuild()
            return None
        return super().shortcut(key, modifiers)

    def help(self) -> Move | None:
        """The table of keys: nothing here has an article."""
        self.open_dialog("keys")
        return None

    # ---- frames

    def advance(self, seconds: float) -> Move | None:
        """Take in what the spectator has seen; let cards turn and the clock run."""
        self._since += seconds
        self._back = max(0.0, self._back - seconds)
        newest = self.source.seen
        if newest is not self._seen:
            self._take(newest)
        revealed = self.view.room.phase == REVEAL and self._since >= CARDS_SECONDS
        if revealed and self.page == 0 and self.pages > 1:
            self.page = 1
            self._rebuild()
        self.tree.advance(seconds)
        for widget in self.tree.widgets:
            if isinstance(widget, CardsPanel):
                self._turned = widget.turned
        self._tell()
        return None

    def _take(self, newest: Seen) -> None:
        before, self._seen = self._seen, newest
        if before.trouble is not None and newest.trouble is None:
            self._back = BACK_SECONDS
        if newest.view is before.view:
            return
        scene = self._scene_of(newest.view)
        if scene != self._scene:
            self._scene, self._since, self._turned = scene, 0.0, 0.0
            self.page = 0
        self._rebuild()

    def _rebuild(self) -> None:
        """Build anew, with the focus and an open dialog as they are."""
        if hasattr(self, "stage"):
            self.tree.clear()
            self.build()

    def _tell(self) -> None:
        """Bring the clock and the words about the connection up to date."""
        if self.head is not None:
            self.head.now = self.source.now()
        if self.foot is not None:
            trouble = self._seen.trouble
            self.foot.trouble = str(trouble) if trouble is not None else ""
            self.foot.back = self._back > 0.0

    @property
    def lively(self) -> bool:
        """Whether cards turn or something runs along the lines of the map."""
        if self.stage.settings.reduce_motion:
            return False
        return any(
            (isinstance(w, CardsPanel) and w.turned < 1.0)
            or (isinstance(w, MapPanel) and bool(w.routes()))
            for w in self.tree.widgets
        )

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the wall."""
        dark = self.dark or self.view.room.blank
        surface.fill(COLOURS["sea" if dark else "background"])
        self.tree.draw(surface)

    def leave(self) -> None:
        """Stop watching."""
        self.source.close()
