"""The saved games: what each is, going on with it, looking back on it, naming and deleting it."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game import shelf
from game.language import tr
from game.renaming import rename_text
from game.shelf import KeptGame, ShelfError
from game.window import settings
from game.window.actions import action_of
from game.window.panels.kept import GAME, columns, game_card, game_row
from game.window.screens.base import Back, Move, Push, Screen
from game.window.theme import COLOURS
from game.window.widgets import (
    Activated,
    Answer,
    Button,
    Changed,
    Dialog,
    Intent,
    Submitted,
    Table,
)

_SIDE = 328


class SavesScreen(Screen):
    """A list of the games that are kept, and what can be done with the chosen one."""

    name = "saves"

    def __init__(self) -> None:
        super().__init__()
        self.games: list[KeptGame] = []
        self.chosen: str | None = None
        self.typed = ""
        self.words = ""  # what the last move came to
        self._read = False
        self._known: object = None  # the scenarios whose names are shown

    # ---- building

    @property
    def game(self) -> KeptGame | None:
        """The game that is chosen."""
        return next((game for game in self.games if game.name == self.chosen), None)

    def read(self) -> None:
        """Look at the folder again, and keep the choice if it is still there."""
        self.games = shelf.kept_games(settings.games_folder())
        self._read = True
        if self.game is None:
            whole = [game.name for game in self.games if not game.problem]
            self.chosen = next(iter([*whole, *(game.name for game in self.games)]), None)
        self.typed = self.chosen or ""

    def build(self) -> None:
        """Place the list and the card of the chosen game."""
        if not self._read:
            self.read()
        px = self.stage.painter.px
        self.stage.library.start()
        self._known = self.stage.library.scenarios
        width, height = self.stage.size
        margin = px(32)
        back = pygame.Rect(margin, px(22), px(104), px(36))
        self.tree.add(Button("back", back, tr("Back"), icon="arrow-left"))
        top, tall = px(84), height - px(84) - px(28)
        side = pygame.Rect(width - margin - px(_SIDE), top, px(_SIDE), tall)
        self.list = pygame.Rect(margin, top, side.x - px(20) - margin, tall)
        self.card = side
        if not self.games:
            return
        inner = self.list.inflate(-2 * px(8), -2 * px(8))
        rows = [game_row(game, *self.title_of(game)) for game in self.games]
        chosen = GAME + (self.chosen or "")
        table = Table("games", inner, tr("Saved games"), columns(), rows, selected=chosen)
        self.tree.add(table)
        table.choose(table.index())
        if self.game is not None:
            area = side.inflate(-2 * px(18), -2 * px(16))
            titles = self.title_of(self.game)
            self.tree.extend(game_card(self.stage.painter, area, self.game, titles, self.typed))

    def title_of(self, game: KeptGame) -> tuple[str, str]:
        """The names of a game's scenario and seat, as far as they are known."""
        known = {choice.key: choice for choice in self.stage.library.scenarios or ()}
        choice = known.get(game.scenario)
        if choice is None:
            return game.scenario, game.seat
        seats = {seat.key: seat.name for seat in choice.seats}
        found = choice.title, seats.get(game.seat, game.seat)
        if self.stage.settings.names == "fictional":
            return rename_text(found[0]), rename_text(found[1])
        return found

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Choose a game, or do something with it."""
        if isinstance(intent, Changed) and intent.id == "games":
            self._choose(str(intent.value).removeprefix(GAME))
            return None
        if isinstance(intent, Changed | Submitted) and intent.id == "name":
            self.typed = intent.value
            if isinstance(intent, Submitted):
                self._rename()
            return None
        if not isinstance(intent, Activated):
            return super().answer(intent)
        if intent.id == "back":
            return Back()
        if intent.id == "open" or intent.id.startswith(GAME):
            return self._open()
        if intent.id == "replay":
            return self._replay()
        deeds: dict[str, Callable[[], None]] = {
            "rename": self._rename,
            "copy": self._copy,
            "delete": lambda: self.open_dialog("delete"),
            "delete.yes": self._delete,
        }
        if intent.id not in deeds:
            return super().answer(intent)
        deeds[intent.id]()
        return None

    def _choose(self, name: str) -> None:
        self.chosen = self.typed = name
        self.words = ""
        self.enter(self.stage)

    def _open(self) -> Move | None:
        from game.window.screens.loading import continue_game

        game = self.game
        if game is None or game.problem:
            return None
        self._read = False  # it will be another one when we come back
        return Push(continue_game(self.stage, game.path))

    def _replay(self) -> Move | None:
        from game.window.screens.replay import replay_file

        game = self.game
        return Push(replay_file(self.stage, game.path)) if game is not None else None

    def _rename(self) -> None:
        game = self.game
        if game is None:
            return
        try:
            self.chosen = shelf.rename(game, self.typed).stem
            self._say(tr("Renamed."))
        except ShelfError as error:
            self._say(str(error))

    def _copy(self) -> None:
        game = self.game
        if game is None:
            return
        try:
            self.chosen = shelf.copy(game, self.typed).stem
            self._say(tr("A copy is kept."))
        except ShelfError as error:
            self._say(str(error))

    def _delete(self) -> None:
        game = self.game
        self.close_dialog()
        if game is None:
            return
        try:
            shelf.delete(game)
            self._say(tr("{name} is deleted.", name=game.name))
        except ShelfError as error:
            self._say(str(error))

    def _say(self, words: str) -> None:
        typed = self.typed
        self.words = words
        self.read()
        if self.chosen is not None and self.chosen in typed:
            self.typed = self.chosen
        self.enter(self.stage)

    def open_dialog(self, name: str) -> None:
        """Open a dialog by name; one is this screen's own."""
        if name != "delete" or self.game is None:
            super().open_dialog(name)
            return
        self._dialog = name
        self.tree.open(
            Dialog(
                "delete", tr("Delete this game?"),
                tr("{name} cannot be brought back.", name=self.game.name), icon="trash-2",
                colour=COLOURS["bad"], width=440,
                answers=[
                    Answer("dialog.close", tr("Keep it")),
                    Answer("delete.yes", tr("Delete it"), "danger", "trash-2"),
                ],
            )
        )  # fmt: skip

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Esc goes back; Enter goes on with the chosen game, Delete asks whether to delete it."""
        if action_of(key) == "back":
            return Back()
        if key == pygame.K_DELETE and self.game is not None:
            self.open_dialog("delete")
            return None
        return super().shortcut(key, modifiers)

    # ---- frames

    def advance(self, seconds: float) -> Move | None:
        """Write the scenarios' names as soon as they are known."""
        if self._known is not self.stage.library.scenarios:
            self.enter(self.stage)
        return super().advance(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        painter, px = self.stage.painter, self.stage.painter.px
        surface.fill(COLOURS["background"])
        painter.text(surface, tr("Saved games"), px(156), px(48), "h2")
        if self.words:
            room = self.card.right - px(360)
            soft = COLOURS["text_soft"]
            painter.text(surface, self.words, self.card.right, px(47), "body", soft, "right", room)
        painter.card(surface, self.list, COLOURS["panel"])
        painter.card(surface, self.card, COLOURS["card"])
        if not self.games:
            self._draw_nothing(surface)
        self.tree.draw(surface)

    def _draw_nothing(self, surface: pygame.Surface) -> None:
        painter, px = self.stage.painter, self.stage.painter.px
        middle = self.list.centery
        muted = COLOURS["text_muted"]
        painter.icon(surface, "folder-open", self.list.centerx, middle - px(30), 28, muted)
        words = tr("No game is kept yet.")
        painter.text(surface, words, self.list.centerx, middle + px(6), "h3", align="center")
        words = tr("Every game is saved after each quarter, from its first one.")
        room = self.list.width - px(40)
        painter.text(
            surface, words, self.list.centerx, middle + px(30), "body", muted, "center", room
        )
