"""The world with the teams at home in it, treaties between them, and who has signed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import mark, tr
from game.views.regions import REGIONS
from game.views.words import listed
from game.window.dots import CLASSES
from game.window.drawing import blit_centred, disc
from game.window.panels.projector_paint import TEXT, Wall, WallPanel, seat_colour
from game.window.panels.world import world_map
from game.window.spectator_view import COMMIT, RESOLVE, TeamView, TreatyView, WallWorld
from game.window.theme import COLOURS
from game.window.worldmap import ROUTE_COLOURS, Route

# Where a team is at home, and where its name stands: a part of the map's width and height, and
# which end of the name that is. They stand on seas and empty land, clear of each other.
HOMES: dict[str, tuple[str, float, float, str]] = {
    "us": ("Washington", 0.205, 0.42, "left"),
    "nvda": ("San Francisco", 0.012, 0.54, "left"),
    "tool": ("Veldhoven", 0.50, 0.065, "right"),
    "row": ("Bengaluru", 0.74, 0.76, "right"),
    "cn": ("Beijing", 0.60, 0.10, "left"),
    "smic": ("Shanghai", 0.988, 0.28, "right"),
    "tsmc": ("Hsinchu", 0.988, 0.43, "right"),
    "huaw": ("Shenzhen", 0.988, 0.60, "right"),
}
ROUTES = {"active": "open", "breached": "blocked"}
KEYS = {"open": mark("Treaty in force"), "blocked": mark("Broken treaty")}
NAME = 380  # the most that a name may take


class MapPanel(WallPanel):
    """The map as the room sees it."""

    role = "img"

    def __init__(self, rect: pygame.Rect, wall: Wall, world: WallWorld, phase: str) -> None:
        super().__init__("wall.map", rect, tr("World map"), wall)
        self.world, self.phase = world, phase
        self.map = world_map(rect.size, wall.painter)
        self.map.name_on_hover = False
        self.map.set_labels([])
        self.map.set_routes(self.routes())
        known = {name: parts for name, parts in world.regions.items() if name in REGIONS}
        if all(len(parts) == CLASSES for parts in known.values()):
            self.map.set_shares(known, animate=False)
        self._seconds = 0.0
        self._over: tuple[Hashable, pygame.Surface] | None = None

    def routes(self) -> list[Route]:
        """A line between every two parties of a treaty in force or broken."""
        found = []
        for treaty in self.world.treaties:
            kind = ROUTES.get(treaty.status)
            homes = [HOMES[seat][0] for seat in self._seats(treaty) if seat in HOMES]
            if kind is not None:
                found += [
                    Route(one, other, kind)
                    for number, one in enumerate(homes)
                    for other in homes[number + 1 :]
                ]
        return found

    def _seats(self, treaty: TreatyView) -> list[str]:
        parties = (self.world.team(name) for name in treaty.parties)
        return [team.seat for team in parties if team is not None]

    @property
    def signing(self) -> bool:
        """Whether teams sign at the moment, or have just done so."""
        return self.phase in (COMMIT, RESOLVE)

    def said(self) -> Sequence[str]:
        """The teams with what they have done, and the treaties."""
        words = [
            tr("{team} has signed.", team=team.name)
            if self._done(team)
            else tr("{team} has not signed.", team=team.name)
            for team in self.world.players
            if self.signing
        ]
        for treaty in self.world.treaties:
            if treaty.status in ROUTES:
                parties = listed(treaty.parties)
                words.append(tr("Treaty of {parties}: {status}.", parties=parties,
                                status=treaty.status_text))  # fmt: skip
        return words or [listed(team.name for team in self.world.players)]

    def _done(self, team: TeamView) -> bool:
        return team.signed or self.phase == RESOLVE

    def advance(self, seconds: float) -> None:
        """Move what runs along the lines."""
        self._seconds += seconds

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the map, and the teams over it."""
        seconds, self._seconds = self._seconds, 0.0
        self.map.draw(surface, self.rect.x, self.rect.y, seconds)
        key = (self.rect.size, self.phase, self.world.teams, self.world.treaties)
        if self._over is None or self._over[0] != key:
            self._over = key, self._teams()
        surface.blit(self._over[1], self.rect)
        self.draw_ring(surface)

    def name_rects(self) -> dict[str, pygame.Rect]:
        """Where each team's name stands on the panel."""
        wall, px = self.wall, self.wall.px
        tick = px(48) if self.signing else 0
        rects = {}
        for team in self.world.players:
            if team.seat not in HOMES:
                continue
            _, x, y, end = HOMES[team.seat]
            width = min(wall.width(team.name), px(NAME)) + px(84) + tick
            rect = pygame.Rect(0, 0, width, px(60))
            spot = round(x * self.rect.width), round(y * self.rect.height)
            setattr(rect, "midleft" if end == "left" else "midright", spot)
            rects[team.seat] = rect.clamp(self.area)
        return rects

    def _teams(self) -> pygame.Surface:
        wall, px = self.wall, self.wall.px
        canvas = pygame.Surface(self.rect.size, pygame.SRCALPHA)
        rects = self.name_rects()
        for team in self.world.players:
            if team.seat in rects:
                self._lead(canvas, team.seat, rects[team.seat])
        self._paint_key(canvas)
        for team in self.world.players:
            if team.seat not in rects:
                continue
            rect, done = rects[team.seat], self.signing and self._done(team)
            border = COLOURS["good"] if done else COLOURS["line_strong"]
            wall.painter.box(canvas, rect, COLOURS["panel"], border, 10, 0.94)
            wall.sign(canvas, team.shape, team.seat, rect.x + px(36), rect.centery)
            middle = wall.baseline(rect.y, rect.height)
            wall.text(canvas, team.name, rect.x + px(68), middle, TEXT, width=px(NAME))
            if self.signing:
                spot, colour = rect.right - px(34), COLOURS["good" if done else "text_muted"]
                icon = "circle-check" if done else "hourglass"
                wall.icon(canvas, icon, spot, rect.centery, 36, colour)
        return canvas

    def _paint_key(self, canvas: pygame.Surface) -> None:
        """Say what the lines are, at the bottom left."""
        wall, px = self.wall, self.wall.px
        kinds = {route.kind for route in self.routes()}
        words = [tr(KEYS[kind]) for kind in KEYS if kind in kinds]
        y = self.rect.height - px(56) * len(words)
        for kind, line in zip([kind for kind in KEYS if kind in kinds], words, strict=True):
            canvas.fill(ROUTE_COLOURS[kind], (px(24), y + px(20), px(48), px(6)))
            wall.text(canvas, line, px(88), wall.baseline(y, px(46)), TEXT, COLOURS["text_soft"])
            y += px(56)

    def _lead(self, canvas: pygame.Surface, seat: str, rect: pygame.Rect) -> None:
        """Draw a line from a name to where its team is at home."""
        home = self.map.hub_position(HOMES[seat][0])
        end = (
            min(max(home[0], rect.left), rect.right - 1),
            min(max(home[1], rect.top), rect.bottom - 1),
        )
        pygame.draw.line(canvas, COLOURS["edge"], home, end, self.wall.px(3))
        radius = self.wall.px(8)
        blit_centred(canvas, disc(radius, seat_colour(seat), COLOURS["sea"], radius / 3), *home)
