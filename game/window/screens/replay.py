"""Looking back on a game: the main screen's picture at any of its quarters, with a scrubber."""

from __future__ import annotations

from pathlib import Path

import pygame

from game.language import tr
from game.recording import Recording
from game.renaming import rename
from game.viewmodel import MainView
from game.window import settings
from game.window.actions import action_of
from game.window.desk import Desk
from game.window.panels import topbar
from game.window.panels.cards import ChartCard
from game.window.panels.newslist import NewsList
from game.window.panels.parts import make_top_bar
from game.window.panels.scrubber import HEIGHT, Scrubber
from game.window.panels.timeline import Timeline
from game.window.panels.world import World, layers
from game.window.screens.base import Back, Move, Replace, Screen, Stage
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Changed, Intent, Option, Tabs

SPEEDS = (("normal", "1×", 1.2), ("fast", "2×", 0.6), ("fastest", "4×", 0.3))  # seconds a quarter
_RIGHT, _FOOT, _GAP = 380, 112, 12


class ReplayScreen(Screen):
    """A game from its opening to where it stands. Nothing in it can be changed."""

    name = "replay"

    def __init__(self, recording: Recording) -> None:
        super().__init__()
        self.recording = recording
        self.at = recording.length
        self.speed = "normal"
        self.playing = False
        self.layer = "world"
        self._rest = 0.0

    @property
    def view(self) -> MainView:
        """The game as it stood."""
        return rename(self.recording.view(self.at), self.stage.settings.names)

    # ---- building

    def build(self) -> None:
        """Place the bar, the picture and the scrubber."""
        painter, (width, height) = self.stage.painter, self.stage.size
        px, view = painter.px, self.view
        painter.accent = COLOURS.get(view.role, COLOURS["incumbent"])
        top = pygame.Rect(0, 0, width, px(topbar.HEIGHT))
        self.foot = pygame.Rect(0, height - px(_FOOT), width, px(_FOOT))
        self.bar, self.tiles, gear = make_top_bar(painter, top, view)
        back = pygame.Rect(gear.rect.x - px(122), px(11), px(112), px(34))
        middle = pygame.Rect(0, top.bottom, width, self.foot.y - top.bottom)
        self._build_picture(middle, view)
        self._build_controls()
        self.tree.extend([self.bar, *self.tiles])
        self.tree.add(Button("back", back, tr("Back"), icon="arrow-left"))
        self.tree.add(gear)
        if self.tree.focused is None:
            self.tree.focus("scrub")
        self.show()

    def _build_picture(self, area: pygame.Rect, view: MainView) -> None:
        px, painter = self.stage.painter.px, self.stage.painter
        gap = px(_GAP)
        right = pygame.Rect(area.right - px(_RIGHT), area.y, px(_RIGHT), area.height)
        right = right.inflate(-2 * gap, -2 * gap)
        left = pygame.Rect(0, area.y, area.width - px(_RIGHT), area.height)
        tall = min(round(left.width * 0.56), left.height - px(150))
        world = pygame.Rect(left.x, left.y, left.width, tall)
        self.world = World(world, view.world, painter)
        self.tabs = Tabs("layer", world, tr("Map layer"), layers(), self.layer)
        self.tabs.painter = painter
        wide = min(self.tabs.natural_width(), world.width - px(32))
        self.tabs.rect = pygame.Rect(world.x + px(16), world.y + px(14), wide, px(34))
        foot = pygame.Rect(0, world.height - px(44), world.width, px(44))
        self.world.keep_clear = [self.tabs.rect.move(-world.x, -world.y), foot]
        lane = pygame.Rect(left.x, world.bottom + px(1), left.width, left.bottom - world.bottom)
        self.timeline = Timeline(lane, view.timeline, tr("Moves and counter-moves"))
        one = (right.height - 2 * gap) * 3 // 10
        self.charts = [
            ChartCard(f"chart.{number}", pygame.Rect(right.x, right.y + number * (one + gap),
                                                     right.width, one), chart, number == 0)
            for number, chart in enumerate(view.charts[:2])
        ]  # fmt: skip
        rest = right.y + 2 * (one + gap)
        news = pygame.Rect(right.x, rest, right.width, right.bottom - rest)
        self.news = NewsList(news, view.news)
        self.tree.extend([self.world, self.tabs, self.timeline, *self.charts, self.news])

    def _build_controls(self) -> None:
        px, foot = self.stage.painter.px, self.foot
        margin = px(20)
        line = pygame.Rect(margin, foot.y + px(8), foot.width - 2 * margin, px(HEIGHT))
        self.scrubber = Scrubber(line, self.recording.steps, self.at)
        self.tree.add(self.scrubber)
        x, y, size = margin, line.bottom + px(4), px(38)
        self.buttons: dict[str, Button] = {}
        for key, words, icon in (
            ("first", tr("To the opening"), "rewind"),
            ("less", tr("A quarter back"), "chevron-left"),
            ("play", tr("Play"), "play"),
            ("more", tr("A quarter on"), "chevron-right"),
            ("last", tr("To where the game stands"), "fast-forward"),
        ):
            button = Button(key, pygame.Rect(x, y, size, size), words, icon=icon, icon_only=True)
            self.buttons[key] = button
            self.tree.add(button)
            x += size + px(4)
        options = [Option(key, words) for key, words, _ in SPEEDS]
        speed = pygame.Rect(x + px(8), y + px(2), px(150), px(34))
        self.tree.add(Tabs("speed", speed, tr("Speed"), options, self.speed))
        self.words = pygame.Rect(speed.right + px(20), y, 0, size)
        why = ""
        if self.recording.session.setup.iron:
            why = tr("An iron game is kept in one place only.")
        fork = pygame.Rect(foot.right - margin - px(220), y, px(220), size)
        self.words.width = fork.x - px(16) - self.words.x
        self.tree.add(
            Button("fork", fork, tr("Play on from here"), kind="accent", icon="git-fork",
                   enabled=not why, disabled_reason=why,
                   tooltip=tr("A sandbox that begins as this game did; the game itself stays."))
        )  # fmt: skip

    def show(self) -> None:
        """Show the quarter that is chosen."""
        view = self.view
        self.bar.view = view
        for tile, stat in zip(self.tiles, view.stats, strict=False):
            tile.show(stat)
        self.world.show(view.world, self.layer)
        self.timeline.view = view.timeline
        for card, chart in zip(self.charts, view.charts, strict=False):
            card.view = chart
        self.news.news = view.news
        if round(self.scrubber.value) != self.at:
            self.scrubber.set(self.at)
        play = self.buttons["play"]
        play.icon = "pause" if self.playing else "play"
        play.name = play.tooltip = tr("Pause") if self.playing else tr("Play")
        start, end = self.at == 0, self.at == self.recording.length
        for key, off in (("first", start), ("less", start), ("more", end), ("last", end)):
            self.buttons[key].enabled = not off
            self.buttons[key].disabled_reason = tr("There is no other quarter that way.")

    # ---- answers

    def go_to(self, quarters: int) -> None:
        """Show another quarter, within the game."""
        quarters = min(self.recording.length, max(0, quarters))
        self._rest = 0.0
        self.playing = self.playing and quarters < self.recording.length
        self.at = quarters
        self.show()

    def toggle(self) -> None:
        """Play or pause; from the end it begins again."""
        if not self.playing and self.at == self.recording.length:
            self.at = 0
        self.playing = not self.playing and self.recording.length > 0
        self._rest = 0.0
        self.show()

    def answer(self, intent: Intent) -> Move | None:
        """Answer what a widget was told."""
        if isinstance(intent, Changed):
            self._changed(intent)
            return super().answer(intent) if intent.id.startswith("set.") else None
        if not isinstance(intent, Activated):
            return super().answer(intent)
        last = self.recording.length
        places = {"first": 0, "less": self.at - 1, "more": self.at + 1, "last": last}
        if intent.id in places:
            self.playing = False
            self.go_to(places[intent.id])
            return None
        if intent.id == "play":
            self.toggle()
            return None
        if intent.id == "menu":
            self.open_dialog("menu")
            return None
        if intent.id == "fork":
            return self._fork()
        return Back() if intent.id == "back" else super().answer(intent)

    def _changed(self, intent: Changed) -> None:
        if intent.id == "scrub":
            self.playing = False
            self.go_to(round(intent.value))
        elif intent.id == "speed":
            self.speed = intent.value
        elif intent.id == "layer":
            self.layer = intent.value
            self.show()

    def _fork(self) -> Move:
        from game.window.live import LiveDesk
        from game.window.screens.loading import LoadingScreen, Opening

        stage, quarters, recording = self.stage, self.at, self.recording
        now = self.view.clock.now

        def make() -> Desk:
            from game.savegame import fork

            name = f"{recording.name} from {now}"
            path = settings.new_game_path(name) if stage.keep else None
            session = fork(recording.session, quarters, path)
            return LiveDesk(session, stage.library.forecaster())

        return Replace(LoadingScreen(Opening(make), tr("Playing up to the quarter you chose")))

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Space plays and pauses, Home and End go to the ends, Esc goes back."""
        action = action_of(key)
        kind, _, rest = action.partition(".")
        if kind == "speed" and rest != "pause":
            self.speed = rest
            self.tree.get("speed").choose([s for s, _, _ in SPEEDS].index(rest))  # type: ignore[attr-defined]
            self.playing = self.at < self.recording.length
            self.show()
        elif action in ("pause", "speed.pause"):
            if self.playing or action == "pause":
                self.toggle()
        elif action in ("least", "most"):
            self.go_to(0 if action == "least" else self.recording.length)
        elif action == "layer":
            keys = [option.value for option in layers()]
            self.layer = keys[(keys.index(self.layer) + 1) % len(keys)]
            self.tabs.index = keys.index(self.layer)
            self.show()
        elif action == "back":
            return Back()
        else:
            return super().shortcut(key, modifiers)
        return None

    # ---- frames

    def advance(self, seconds: float) -> Move | None:
        """Go on by a quarter when it is time."""
        if self.playing and self.tree.dialog is None:
            self._rest += seconds
            if self._rest >= {key: length for key, _, length in SPEEDS}[self.speed]:
                self.go_to(self.at + 1)
        return super().advance(seconds)

    @property
    def lively(self) -> bool:
        """Whether the quarters run."""
        return self.playing

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        painter, px = self.stage.painter, self.stage.painter.px
        surface.fill(COLOURS["background"])
        surface.fill(COLOURS["panel"], self.foot)
        surface.fill(COLOURS["line"], (0, self.foot.y, self.foot.width, px(1)))
        right = self.world.rect.right
        top = self.world.rect.y
        surface.fill(COLOURS["line"], (right, top, px(1), self.foot.y - top))
        self.tree.draw(surface)
        step = self.recording.steps[self.at]
        shown = tr("Looking back: {quarter}, quarter {n} of {all}", quarter=self.view.clock.label,
                   n=self.at, all=self.recording.length)  # fmt: skip
        y, room = self.words.centery, self.words.width
        painter.text(surface, shown, self.words.x, y - px(2), "body_strong", max_width=room)
        muted = COLOURS["text_muted"]
        painter.text(surface, step.checksum, self.words.x, y + px(15), "micro", muted, "left", room)
        if self.tree.dialog is None:
            self.world.draw_over(surface)


def replay_of(desk: Desk) -> ReplayScreen:
    """A look back on the game on a desk. Push it, and Back leads to where you were."""
    return ReplayScreen(desk.look(Recording))


def replay_file(stage: Stage, path: Path, verify: bool = True) -> Screen:
    """A look back on a kept game, which is played again first; the file is left as it is."""
    from game.window.screens.loading import LoadingScreen, Opening

    def make() -> Recording:
        from game.savegame import load

        return Recording(load(path, autosave=False, verify=verify))

    words = tr("Playing the saved game up to where it stopped")
    anyhow = None if not verify else lambda: replay_file(stage, path, verify=False)
    return LoadingScreen(Opening(make), words, ReplayScreen, anyhow)
