"""The lesson over the screens: it dims all but one control, says a sentence, and waits for a deed.

Screens know nothing of it. The player gives it every event first; what may pass goes to the screen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pygame

from game.language import tr
from game.renaming import rename
from game.tutorial import CHANGE, END, PRESS, QUARTER, READ, ROOM, Lesson, Step, read_lesson
from game.window.actions import action_of
from game.window.focus import Tree
from game.window.painter import Painter
from game.window.panels.lesson import Place, banner_widgets, bubble_widgets
from game.window.rooms import MAIN, ROOMS
from game.window.screens.base import Move, Prefer, Screen
from game.window.theme import COLOURS
from game.window.widgets import Activated, Intent, Widget

if TYPE_CHECKING:
    from game.window.player import Player

_DIM = 168  # of 255
_EDGE = 6  # around the control, at scale 1
_DEED_KEYS = (
    pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN, pygame.K_HOME, pygame.K_END,
    pygame.K_PAGEUP, pygame.K_PAGEDOWN, pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE,
    pygame.K_BACKSPACE,
)  # fmt: skip
_ENTER = (pygame.K_RETURN, pygame.K_KP_ENTER)
_MOUSE = (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)
_NOWHERE = (-1, -1)


def the_lesson() -> Lesson:
    """The lesson on the screens that there are."""
    return read_lesson().on({room.key for room in ROOMS} | {"end"})


class Overlay:
    """A lesson in progress over a player's screens."""

    def __init__(self, player: Player, lesson: Lesson, place: int = 0) -> None:
        self.player = player
        self.lesson = lesson
        self.place = min(place, len(lesson.steps) - 1)
        self.finished = False
        self.done = False  # what the step waits for has happened
        self.on_buttons = True  # whether keys go to the bubble
        self.tree = Tree(player.stage.painter, player.stage.bounds)
        self.hole: pygame.Rect | None = None
        self.lit: tuple[pygame.Rect, ...] = ()  # what else is not dimmed
        self._leaving = False
        self._first: Any = None  # what the step began with
        self._captured = False
        self._pointer = _NOWHERE
        self._shown: tuple[Any, ...] = ()
        self._veil: tuple[tuple[Any, ...], pygame.Surface] | None = None
        self._heard = player.stage.hear
        player.stage.hear = self._hear
        self._begin()

    # ---- where the lesson stands

    @property
    def screen(self) -> Screen:
        """The screen below."""
        return self.player.screen

    @property
    def own_step(self) -> Step:
        """The step of the lesson."""
        return self.lesson.steps[self.place]

    @property
    def step(self) -> Step:
        """What to do now: the step, or first the way to its screen."""
        own, here = self.own_step, self.screen.name
        if own.wait == END or here == own.at or not self._has(f"room.{own.at}"):
            return own
        room = next((room for room in ROOMS if room.key == own.at), None)
        if room is None:
            return own
        letter = self.player.stage.painter.prompt(f"room.{room.key}")
        words = tr(
            "“{next}” is in another room. Open it with its button, or with {letter}.",
            next=tr(own.title), letter=letter,
        )  # fmt: skip
        if room.key == MAIN:
            words = tr("Go back to the world with its button, or with {letter}.", letter=letter)
        return replace(own, target=f"room.{room.key}", wait=ROOM, title=room.label, text=words)

    @property
    def aside(self) -> bool:
        """Whether the lesson stands aside: for a dialog, another screen, or free play."""
        step = self.step
        if step.wait == END or self.screen.tree.dialog is not None or self.busy:
            return True
        return step.wait != ROOM and self.screen.name != step.at

    @property
    def busy(self) -> bool:
        """Whether the quarter that was ended is still being shown."""
        return getattr(self.screen, "resolve", None) is not None

    def _has(self, identifier: str) -> bool:
        return self.target_widget(identifier) is not None

    def target_widget(self, identifier: str) -> Widget | None:
        """A control of the screen below; the last of its name, which is on the rail."""
        found = [one for one in self.screen.tree.all_widgets() if one.id == identifier]
        return found[-1] if found else None

    @property
    def target(self) -> Widget | None:
        """The control that the step is about."""
        return self.target_widget(self.step.target) if self.step.target else None

    def _begin(self) -> None:
        """Begin the step: remember how things stand."""
        self.done = self._leaving = False
        self._first = self._stand()
        self._shown = ()
        prefer = Prefer("lesson_step", self.own_step.key, rebuild=False)
        self.player.prefer(prefer)

    def _stand(self) -> Any:
        step = self.own_step
        if step.wait == QUARTER:
            desk = getattr(self.screen, "desk", None)
            return desk.view.clock.now if desk is not None else None
        if step.wait != CHANGE or self.screen.name != step.at:
            return None
        target = self.target
        return target.value if target is not None else None

    def _hear(self, intent: Intent) -> None:
        self._heard(intent)
        if self.step.wait == PRESS and intent == Activated(self.step.target):
            self.done = True

    def _happened(self) -> bool:
        """Whether what the step waits for has happened."""
        own = self.own_step
        if own.wait == END:
            return self.screen.name == self.lesson.steps[self.place + 1].at
        if own.wait == ROOM:
            return self.screen.name == own.target.partition(".")[2]
        here = self.screen.name == own.at
        if self.busy or not (here or own.wait == QUARTER):
            return False
        if own.wait == CHANGE and self.target is None:
            return True  # nothing to change here: the step can only be read
        now = self._stand()
        if self._first is None:
            self._first = now
        return own.wait in (CHANGE, QUARTER) and now is not None and now != self._first

    def _missing(self) -> bool:
        own = self.own_step
        here = self.screen.name == own.at and self.screen.tree.dialog is None
        return here and own.optional and bool(own.target) and not self._has(own.target)

    def advance(self, seconds: float) -> Move | None:
        """See what has happened; follow the screens; move the buttons' animations on."""
        if self.finished:
            return None
        if self.screen.name == "title":  # back out of the game: the lesson can be gone on with
            self.stop(done=False)
            return None
        if self._missing():
            self.next()
            return None
        if not self.done and self._happened():
            self.done = True
            if self.own_step.wait in (ROOM, QUARTER, END):
                self.next()
                return None
            self._shown = ()
        elif self.done and self.own_step.wait == PRESS:
            self.next()
            return None
        self._fit()
        self.tree.advance(seconds)
        return None

    # ---- going through

    @property
    def may_go_on(self) -> bool:
        """Whether the button leads on."""
        return self.step.wait == READ or (self.done and self.step is self.own_step)

    def next(self) -> None:
        """Go to the next step, or end the lesson."""
        if self.place + 1 >= len(self.lesson.steps):
            self.stop(done=True)
            return
        self.place += 1
        self._begin()
        self._fit()

    def back(self) -> None:
        """Go to the step before."""
        self.place = max(0, self.place - 1)
        self._begin()
        self._fit()

    def stop(self, done: bool) -> None:
        """End the lesson; a lesson left early can be gone on with."""
        self.finished = True
        self.player.stage.hear = self._heard
        self.player.overlay = None
        if done:
            self.player.prefer(Prefer("lesson_step", "", rebuild=False))
        self.player.prefer(Prefer("tutorial_done", True))

    # ---- laying out

    def refit(self) -> None:
        """The window or the settings have changed."""
        self._shown = ()
        self._fit()

    def _fit(self) -> None:
        """Put bubble and hole where the control is now."""
        if self.finished:
            return
        painter, step = self.player.stage.painter, self.step
        rect = self._hole_rect(painter)
        self.hole, self.lit = rect, self._lit_rects()
        place = step, self.place, self.aside, self.screen.name
        look = self.done, self._leaving, painter.scale, self.player.stage.size
        key = place, look, None if rect is None else tuple(rect), len(self.lit)
        if key == self._shown:
            return
        fresh = not self._shown or self._shown[0] != place
        self._shown = key
        before = self.tree.focused.id if self.tree.focused is not None else ""
        self._build(painter, step)
        if fresh:
            self._aim()
        elif before:
            self.tree.focus(before)

    def _lit_rects(self) -> tuple[pygame.Rect, ...]:
        """Where further controls are that the step wants to be seen."""
        if self.aside or self.step is not self.own_step:
            return ()
        names = self.step.light
        found = [
            one.visible_rect()
            for one in self.screen.tree.all_widgets()
            if one.id in names or f"{one.id.partition('.')[0]}.*" in names
        ]
        return tuple(found)

    def _hole_rect(self, painter: Painter) -> pygame.Rect | None:
        target = self.target
        if target is None or self.aside:
            return None
        rect = target.visible_rect()
        if rect.height < target.rect.height:
            ancestor = target.parent
            while ancestor is not None:
                reveal = getattr(ancestor, "reveal", None)
                if reveal is not None:
                    reveal(target.rect)
                ancestor = ancestor.parent
            rect = target.visible_rect()
        edge = painter.px(_EDGE)
        return rect.inflate(2 * edge, 2 * edge).clip(self.player.stage.bounds)

    def _spoken(self, step: Step) -> Step:
        """A step in the language and with the names in force."""
        spoken = replace(step, title=tr(step.title), text=tr(step.text))
        return rename(spoken, self.player.stage.settings.names)

    def _build(self, painter: Painter, step: Step) -> None:
        step = self._spoken(step)
        bounds = self.player.stage.bounds
        self.tree = Tree(painter, bounds)
        if self.screen.name == "loading":
            return
        if self.aside:
            words = step.text if step.wait == END else tr("The lesson goes on after this.")
            self.tree.extend(banner_widgets(painter, bounds, words))
            return
        place = Place(self.place, len(self.lesson.steps), self.may_go_on)
        note = self._note()
        self.tree.extend(bubble_widgets(painter, bounds, self.hole, step, place, note, self.lit))

    def _note(self) -> str:
        if self._leaving:
            return tr("Esc once more leaves the lesson; the game goes on.")
        if self.done and self.own_step.wait == CHANGE:
            return tr("Done. Try more, or go on with Enter.")
        return ""

    def _aim(self) -> None:
        """Let the keys begin where the deed is done: at the control, or at the button."""
        self.on_buttons = self.step.wait == READ or self.aside
        if self.aside:
            return
        self._aim_at_target()
        if self.on_buttons:
            self.tree.focus("lesson.next")

    def _aim_at_target(self) -> None:
        target = self.target
        if target is None:
            return
        stop = next((one for one in target.walk() if one.can_focus), None)
        if stop is not None and self.step.wait != READ:
            self.screen.tree.focus(stop)

    # ---- events

    def take(self, event: pygame.Event) -> Move | None:
        """Answer an event, or let the screen answer it."""
        self._fit()
        if event.type in _MOUSE:
            return self._mouse(event)
        if self.aside:
            return self.screen.handle(event)
        if event.type == pygame.KEYDOWN:
            return self._key(event)
        held = event.type == pygame.MOUSEWHEEL and self._in_hole(self._pointer)
        typed = event.type == pygame.TEXTINPUT and not self.on_buttons
        # A key that goes up does nothing but end a repeat: every screen may know of it.
        return self.screen.handle(event) if event.type == pygame.KEYUP or held or typed else None

    def _in_hole(self, point: tuple[int, int]) -> bool:
        return self.hole is not None and self.hole.collidepoint(point)

    def _mouse(self, event: pygame.Event) -> Move | None:
        self._pointer = event.pos
        over = self.tree.widget_at(event.pos) is not None
        if over or event.type == pygame.MOUSEBUTTONUP:
            intent = self.tree.handle(event)
            if isinstance(intent, Activated):
                self._press(intent.id)
                return None
        if self._captured or self.aside or (self._in_hole(event.pos) and not over):
            if self.aside and over:
                return None
            self._captured = event.type == pygame.MOUSEBUTTONDOWN or (
                self._captured and event.type != pygame.MOUSEBUTTONUP
            )
            return self.screen.handle(event)
        if event.type == pygame.MOUSEMOTION:
            self.tree.handle(event)
            away = {**event.dict, "pos": _NOWHERE}
            return self.screen.handle(pygame.Event(pygame.MOUSEMOTION, away))
        return None

    def _press(self, button: str) -> None:
        if button == "lesson.next" and self.may_go_on:
            self.next()
        elif button == "lesson.back":
            self.back()
        elif button == "lesson.leave":
            self.stop(done=False)

    def _key(self, event: pygame.Event) -> Move | None:
        key = event.key
        if action_of(key) == "back":
            if self._leaving:
                self.stop(done=False)
            self._leaving = True
            return None
        self._leaving = False
        if key == pygame.K_TAB:
            self._tab(-1 if event.mod & pygame.KMOD_SHIFT else 1)
            return None
        if key in _ENTER and self.done and self.may_go_on and not self.on_buttons:
            self.next()
            return None
        if self._deed(key):
            return self._to_screen(event)
        if self.on_buttons:
            intent = self.tree.handle(event)
            if isinstance(intent, Activated):
                self._press(intent.id)
        return None

    def _deed(self, key: int) -> bool:
        """Whether a key may do what the step waits for."""
        step, action = self.step, action_of(key)
        if step.wait == ROOM and action == step.target:
            return True
        if step.wait == QUARTER and action == "end_quarter":
            return True
        return not self.on_buttons and step.wait != READ and key in _DEED_KEYS

    def _to_screen(self, event: pygame.Event) -> Move | None:
        screen = self.screen
        move = screen.handle(event)
        target = self.target
        if screen is self.screen and target is not None and not self._within(target):
            self._aim_at_target()
        return move

    def _within(self, target: Widget) -> bool:
        return any(one is self.screen.tree.focused for one in target.walk())

    def _tab(self, step: int) -> None:
        """Go around the control and the buttons."""
        buttons = [one.id for one in self.tree.stops()]
        stops = buttons if self.step.wait == READ else ["", *buttons]
        focused = self.tree.focused
        here = focused.id if self.on_buttons and focused is not None else ""
        place = stops.index(here) if here in stops else -(step > 0)
        new = stops[(place + step) % len(stops)]
        self.on_buttons = bool(new)
        self.tree.keyboard = True
        self.tree.focus(new or None)
        if not new:
            self._aim_at_target()

    # ---- picture

    def draw(self, surface: pygame.Surface) -> None:
        """Dim the screen but for the control, and draw the bubble."""
        if self.finished:
            return
        if not self.aside and self.screen.name != "loading":
            self._draw_veil(surface)
        self.tree.draw(surface)

    def _draw_veil(self, surface: pygame.Surface) -> None:
        size, hole = surface.get_size(), self.hole
        key = (size, None if hole is None else tuple(hole), tuple(map(tuple, self.lit)))
        if self._veil is None or self._veil[0] != key:
            veil = pygame.Surface(size, pygame.SRCALPHA)
            veil.fill((*COLOURS["sea"], _DIM))
            for clear in (*self.lit, *([hole] if hole is not None else [])):
                veil.fill((0, 0, 0, 0), clear)
            self._veil = key, veil
        surface.blit(self._veil[1], (0, 0))
        if hole is not None:
            painter = self.player.stage.painter
            painter.box(surface, hole, None, painter.accent, 8, 1.0, 2)
