"""The main screen: policy at the left, the world in the middle, foresight at the right."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.language import tr
from game.viewmodel import MainView, NewsView
from game.window.actions import action_of
from game.window.desk import Desk
from game.window.keeping import keep_session
from game.window.panels.notice import Notice
from game.window.panels.parts import Parts, levers_of, make_parts
from game.window.panels.picker import METRIC
from game.window.panels.policy import MORE, LeverSlider, LeverSwitch
from game.window.panels.world import LAYERS
from game.window.resolve import Resolve
from game.window.rooms import MAIN, open_room
from game.window.screens.base import Home, Move, Push, Replace, Screen
from game.window.screens.dialogs import end_dialog, keep_dialog, menu_dialog
from game.window.screens.layout import lay_out
from game.window.screens.matters import DILEMMA, EVENT, Matters
from game.window.theme import COLOURS
from game.window.widgets import Activated, Changed, Dialog, Intent, Submitted

SECONDS = {"normal": 8.0, "fast": 4.0, "fastest": 2.0}
SAMPLE_SECONDS = 0.4


class MainScreen(Screen):
    """A game in play."""

    name = "main"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.speed = "pause"
        self.layer = "world"
        self.more = False
        self.paths = False
        self._before = "normal"
        self._chosen: str | None = None
        self._lever: str | None = None
        self._scroll = 0
        self._quarter = 0.0
        self._sample = 0.0
        self._words = ""
        self.resolve: Resolve | None = None
        self._stops: tuple[NewsView, ...] = ()
        self.matters = Matters(self)

    @property
    def view(self) -> MainView:
        """What is shown."""
        return self.desk.view

    # ---- building and showing

    def build(self) -> None:
        """Place every part."""
        painter = self.stage.painter
        self.desk.rename(self.stage.settings.names)
        painter.accent = COLOURS.get(self.view.role, COLOURS["incumbent"])
        layout = lay_out(painter, self.stage.size)
        self.parts: Parts = make_parts(painter, layout, self.view, self.layer, self.more)
        self.tree.extend(self.parts.widgets())
        self.parts.policy.area.scroll_to(self._scroll)
        self.parts.blocs.chosen = self._chosen
        self.parts.wire.visible = painter.ticker
        self.notice = Notice(layout.world)
        self.tree.add(self.notice)
        self.matters.look()
        self.question = self.matters.button(layout.world)
        self.tree.add(self.question)
        self.show()

    def show(self) -> None:
        """Show the view as it now is, or as it stands in the middle of a quarter."""
        view, layer = self.view, self.layer
        if self.resolve is not None:
            view, layer = self.resolve.view(), self.resolve.phase.layer
            self.parts.world.haste = self.resolve.haste
        self.parts.show(view, layer)
        self.parts.policy.show(view, self._lever)
        self.parts.top.show(view, self.speed)
        self.matters.show(self.question)
        self._show_pinned()

    def _show_pinned(self) -> None:
        """The chart that the player has pinned in the ledger stands in the place of the first."""
        chart = self.desk.ledger().chart(self.desk.pinned) if self.desk.pinned else None
        if chart is not None:
            self.parts.chart.view = chart.view
            self.parts.chart.name = chart.view.title

    def say(self, words: str, icon: str = "info") -> None:
        """Tell the player something over the map."""
        self.notice.say(words, icon)

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Answer what a widget was told."""
        common = self.answer_common(intent)
        if common is not None:
            return common
        if self.matters.answer(intent):
            return None
        if isinstance(intent, Changed):
            return self._changed(intent)
        if isinstance(intent, Submitted) and intent.id == "keep.name":
            self._keep_copy()
        if not isinstance(intent, Activated):
            return None
        if intent.id.startswith("room."):
            return self.go(intent.id.partition(".")[2])
        if intent.id.startswith("speed."):
            self.set_speed(intent.id.partition(".")[2])
            return None
        actions: dict[str, Callable[[], Move | None]] = {
            "end": self._ask_end,
            "end.yes": self._end_after_question,
            "revert": self._revert,
            MORE: self._toggle_more,
            "menu": self.open_menu,
            "menu.undo": self._undo,
            "menu.title": self._to_title,
            "keep.yes": self._keep_copy,
        }
        action = actions.get(intent.id)
        return action() if action is not None else None

    def go(self, room: str) -> Move | None:
        """The move that leads to a room; the clock stops while we are there."""
        if room == MAIN:
            return None
        self.set_speed("pause")
        return Push(open_room(room, self.desk))

    def _changed(self, intent: Changed) -> Move | None:
        if intent.id.startswith("lever."):
            key = intent.id.partition(".")[2]
            self._lever = key
            lever = next(one for one in levers_of(self.view) if one.key == key)
            value = intent.value
            if isinstance(value, bool):
                value = lever.high if value else lever.low
            refused = self.desk.propose(key, float(value))
            if refused:
                self.say(refused, "circle-alert")
                self.show()
        elif intent.id == METRIC:
            self.desk.choose_metric(intent.value)
            self.show()
        elif intent.id == "layer":
            self.layer = intent.value
            self.show()
        elif intent.id in ("blocs", "world"):
            self._chosen = self.parts.blocs.chosen = intent.value
        return None

    def _revert(self) -> None:
        self.desk.revert()
        self.matters.look()

    def _toggle_more(self) -> None:
        self.more = not self.more
        self._scroll = self.parts.policy.area.bar.offset
        self.enter(self.stage)

    def _undo(self) -> None:
        self.close_dialog()
        refused = self.desk.undo()
        self.matters.look()
        if refused:
            self.say(refused, "circle-alert")
        self.show()

    def open_dialog(self, name: str) -> None:
        """Open a dialog by name; one is this screen's own."""
        scenario, seat, _ = self.desk.setup
        own: dict[str, Callable[[], Dialog]] = {
            "keep": lambda: keep_dialog(self.stage, f"{scenario} {seat} {self.view.clock.now}"),
            "end": lambda: end_dialog(self.view.policy),
            EVENT: self.matters.event_dialog,
            DILEMMA: self.matters.dilemma_dialog,
        }
        if name not in own:
            super().open_dialog(name)
            return
        self._dialog = name
        self.tree.open(own[name]())

    def close_dialog(self) -> None:
        """Close the dialog; another may be waiting."""
        name = self._dialog
        super().close_dialog()
        self.matters.closed(name)

    def _keep_copy(self) -> None:
        name = str(self.tree.get("keep.name").value)
        self.close_dialog()
        refused = self.desk.look(lambda session: keep_session(session, name))
        self.say(refused or tr("A copy is kept."), "circle-alert" if refused else "save")

    def _to_title(self) -> Move:
        self.desk.close()
        return Home()

    def _ask_end(self) -> Move | None:
        """End the quarter, after a question if the player wants one."""
        if self.stage.settings.confirm_end and self.parts.policy.end.enabled:
            self.set_speed("pause")
            self.open_dialog("end")
            return None
        return self.end_quarter()

    def _end_after_question(self) -> Move | None:
        self.close_dialog()
        return self.end_quarter()

    def end_quarter(self) -> Move | None:
        """End the quarter, and the game with the last one."""
        if not self.parts.policy.end.enabled:
            self.say(self.view.policy.end_disabled_reason, "circle-alert")
            self.set_speed("pause")
            return None
        self._quarter = 0.0
        before, settings = self.view, self.stage.settings
        self._stops = self.desk.end_quarter()
        still = settings.reduce_motion or not settings.animation
        if self.speed != "pause" or still:
            return self._resolved()
        self.resolve = Resolve(before, self.view)
        self.show()
        return None

    def skip(self) -> Move | None:
        """Show the end of the quarter at once."""
        if self.resolve is None:
            return None
        self.resolve = None
        self.parts.world.haste = 1.0
        return self._resolved()

    def _resolved(self) -> Move | None:
        """Say what matters, and go to the brief, or to the end of the game."""
        stops, self._stops = self._stops, ()
        if self.desk.over:
            from game.window.screens.end import EndScreen

            return Replace(EndScreen(self.desk))
        self.matters.after_quarter(self.stage.settings.pause_on_events)
        if self.speed == "pause" and self.stage.settings.brief:
            self.show()
            return Push(open_room("brief", self.desk))
        if stops:
            if self.speed != "pause" and self.stage.settings.pause_on_events:
                self.set_speed("pause")
                self.say(tr("Paused. {news}", news=stops[0].text), stops[0].icon)
            else:
                self.say(stops[0].text, stops[0].icon)
        elif self.view.notice:
            self.say(self.view.notice, "info")
        self.show()
        return None

    def set_speed(self, speed: str) -> None:
        """Let the clock run, or stop it."""
        if self.speed != "pause":
            self._before = self.speed
        self.speed = speed
        self.show()

    # ---- keys

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Answer an own key of an action that no widget used."""
        action = action_of(key)
        kind, _, rest = action.partition(".")
        if kind == "speed":
            self.set_speed(rest)
            return None
        if kind == "room":
            return self.go(rest)
        actions: dict[str, Callable[[], Move | None]] = {
            "pause": self._pause,
            "end_quarter": self._ask_end,
            "revert": self._revert,
            "layer": self._next_layer,
            "paths": self._toggle_paths,
            "question": self._open_question,
        }
        found = actions.get(action)
        return found() if found is not None else super().shortcut(key, modifiers)

    def _open_question(self) -> None:
        if self.matters.dilemma is not None:
            self.open_dialog(DILEMMA)

    def _pause(self) -> None:
        self.set_speed(self._before if self.speed == "pause" else "pause")

    def _next_layer(self) -> None:
        keys = [option.value for option in LAYERS]
        self.layer = keys[(keys.index(self.layer) + 1) % len(keys)]
        self.parts.tabs.index = keys.index(self.layer)
        self.show()

    def _toggle_paths(self) -> None:
        self.paths = not self.paths
        self.parts.fan.sample = 0 if self.paths else None

    def menu(self) -> Dialog:
        """The menu of a game in play."""
        entries = [
            ("dialog.close", tr("Go on playing"), "play"),
            ("open.settings", tr("Settings"), "sliders-horizontal"),
            ("open.keys", tr("Keys"), "keyboard"),
        ]
        if self.matters.dilemma is not None:
            entries.append((f"open.{DILEMMA}", tr("The question for you"), "circle-question-mark"))
        if self.view.policy.can_undo:
            entries.append(("menu.undo", tr("Take the last quarter back"), "undo-2"))
        if self.stage.keep and not self.desk.look(lambda session: session.setup.iron):
            entries.append(("open.keep", tr("Keep a copy under a name"), "save"))
        entries.append(("menu.title", tr("Back to the title"), "house"))
        entries.append(("leave", tr("Quit"), "door-open"))
        return menu_dialog(self.stage, tr("The clock is stopped"), self._kept_words(), entries)

    def _kept_words(self) -> str:
        """How the moves of this game are kept."""
        if not self.stage.keep:
            return tr("This game is not saved")
        setup = self.desk.look(lambda session: session.setup)
        if setup.iron:
            return tr("Iron: saved after every quarter, nothing is taken back")
        if setup.sandbox:
            return tr("A sandbox, saved after every quarter")
        return tr("Saved after every quarter")

    # ---- frames

    def handle(self, event: pygame.Event) -> Move | None:
        """Answer an event, and keep the map and the table in step; while a quarter is shown,
        any key and any press goes on."""
        if self.resolve is not None:
            if event.type == pygame.KEYUP:
                self._held.discard(event.key)
            held = event.type == pygame.KEYDOWN and event.key in self._held
            pressed = event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN)
            return self.skip() if pressed and not held else None
        move = super().handle(event)
        self._follow()
        return move

    def _follow(self) -> None:
        """Light the same region on the map and in the table; explain the lever at hand."""
        parts = self.parts
        parts.world.lit = parts.blocs.current
        region = parts.world.current if parts.world.hovered or parts.world.focused else None
        parts.blocs.lit = region.key if region is not None else None
        for widget in (self.tree.focused, self.tree.hovered):
            if isinstance(widget, LeverSlider | LeverSwitch):
                self._lever = widget.lever.key
        lever = next((one for one in levers_of(self.view) if one.key == self._lever), None)
        if lever is not None:
            parts.policy.help.lever = lever

    def advance(self, seconds: float) -> Move | None:
        """Take in what was computed beside; let the clock run."""
        changed = self.desk.refresh()
        if self.resolve is not None:
            if self.resolve.advance(seconds):
                return self.skip()
            self.show()
        elif changed:
            self.show()
        self.tree.advance(seconds)
        self.matters.advance()
        self._follow()
        if self.paths and not self.stage.settings.reduce_motion:
            self._sample += seconds
            self.parts.fan.sample = int(self._sample / SAMPLE_SECONDS)
        return self._run_clock(seconds)

    def _run_clock(self, seconds: float) -> Move | None:
        if self.speed == "pause" or self.tree.dialog is not None:
            return None
        length = SECONDS[self.speed]
        self._quarter += seconds / length
        if self._quarter >= 1.0:
            return self.end_quarter()
        self.parts.top.bar.quarter_share = min(1.0, self._quarter)
        return None

    @property
    def waiting(self) -> bool:
        """Whether a dialog waits for what is computed beside."""
        return self.matters.working

    @property
    def lively(self) -> bool:
        """Whether the clock runs or a quarter is shown."""
        return self.speed != "pause" or self.resolve is not None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen, and over it the card of a region."""
        parts, px = self.parts, self.stage.painter.px
        left, world = parts.policy.head.rect, parts.world.rect
        foot = parts.wire.rect.y
        surface.fill(COLOURS["panel"], (left.x, left.y, left.width, foot - left.y))
        surface.fill(COLOURS["line"], (left.right, left.y, world.x - left.right, foot - left.y))
        for line in (parts.timeline.rect, parts.blocs.rect):
            surface.fill(COLOURS["line"], (line.x, line.y - px(1), line.width, px(1)))
        right = surface.get_width() - world.right
        surface.fill(COLOURS["background"], (world.right, left.y, right, foot - left.y))
        surface.fill(COLOURS["line"], (world.right, left.y, px(1), foot - left.y))
        self.tree.draw(surface)
        if self.resolve is not None:
            self.resolve.draw(surface, self.stage.painter, parts.world.rect)
        elif self.tree.dialog is None:
            self.parts.world.draw_over(surface)

    def leave(self) -> None:
        """Stop the futures."""
        self.desk.close()
