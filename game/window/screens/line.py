"""Draw the line: licence thresholds on a chart of chips, and how vendors and rivals answer."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame

from game.jobs import Leave
from game.language import tr
from game.views.line import HOLDER, LineView, Preset, line_view
from game.views.line_effects import (
    LineEffects,
    effect_rows,
    find_line_effects,
    horizon_text,
    line_question,
)
from game.views.redesign import LIMITS
from game.window.desk import Desk
from game.window.panels import line as parts
from game.window.panels.notice import Notice
from game.window.panels.scatter import Scatter
from game.window.screens.base import Move
from game.window.screens.room import RoomScreen
from game.window.widgets import (
    Activated,
    Button,
    CardPanel,
    Changed,
    Heading,
    Intent,
    Option,
    Table,
    Tabs,
    Toggle,
)

_GAP = 12
_HEAD = 46
_LEVERS = 43  # a slider and the gap under it
_PRESETS = 3  # in a row
_ANSWERS = 202  # the card of redesigns
_JOB = "line"


class LineScreen(RoomScreen):
    """The room of the licence line."""

    name = "line"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.axis = "density"
        self.tab = "falls"
        self.trial: dict[str, float] | None = None
        self.line: LineView = self._look()
        self._asked: tuple[Any, ...] | None = None
        self._effects: LineEffects | None = None

    def _look(self) -> LineView:
        return self.desk.look(partial(line_view, trial=self.trial))

    # ---- building

    def furnish(self) -> None:
        """Place the chart, the sliders and the lists."""
        self.line = self._look()
        px, body = self.stage.painter.px, self.body
        gap = px(_GAP)
        area = pygame.Rect(body.x, body.y + px(_HEAD), body.width, body.height - px(_HEAD))
        right = max(px(384), round(area.width * 0.36))
        left = area.width - right - gap
        answers = px(_ANSWERS)
        self.chart = Scatter(
            pygame.Rect(area.x, area.y, left, area.height - answers - gap), self.line, self.axis
        )
        self._furnish_head()
        self.tree.add(self.chart)
        self._furnish_answers(pygame.Rect(area.x, area.bottom - answers, left, answers))
        rows = -(-(len(self.line.presets) + 1) // _PRESETS)
        tall = px(44) + len(LIMITS) * px(_LEVERS) + rows * px(34) + px(16)
        column = pygame.Rect(area.right - right, area.y, right, tall)
        self._furnish_levers(column)
        lists = pygame.Rect(column.x, column.bottom + gap, right, area.bottom - column.bottom - gap)
        self._furnish_lists(lists)
        self.notice = Notice(self.chart.rect)
        self.tree.add(self.notice)

    def _furnish_head(self) -> None:
        painter, px, body = self.stage.painter, self.stage.painter.px, self.body
        words = tr("Draw the line")
        width = painter.text_width(words, "h2") + px(20)
        title = pygame.Rect(body.x, body.y, width, px(34))
        self.tree.add(Heading("line.title", title, words, style="h2"))
        options = [
            Option("density", tr("Density")),
            Option("memory", tr("Memory")),
            Option("link", tr("Link")),
        ]
        tabs = Tabs(
            "line.axis",
            pygame.Rect(0, body.y, 0, px(34)),
            tr("Up the chart"),
            options,
            self.axis,
        )
        tabs.painter = painter
        tabs.rect.width = tabs.natural_width()
        tabs.rect.right = self.chart.rect.right
        if not self.line.held:
            self._furnish_trial()
        room = pygame.Rect(title.right, body.y + px(9), 0, px(20))
        room.width = tabs.rect.x - px(20) - room.x
        self.subtitle = parts.Note("line.how", room, self._how(), "text_soft")
        self.tree.extend([self.subtitle, tabs])

    def _furnish_trial(self) -> None:
        """The switch of a seat that does not hold the line."""
        painter, px, body = self.stage.painter, self.stage.painter.px, self.body
        label = tr("What if")
        width = painter.text_width(label, "body") + px(70)
        place = pygame.Rect(body.right - width, body.y + px(2), width, px(30))
        reason = tr("The game is over.") if self.desk.over else ""
        self.tree.add(
            Toggle(
                "line.trial",
                place,
                label,
                self.trial is not None,
                tooltip=tr("Try other lines; nothing changes in the game."),
                enabled=not reason,
                disabled_reason=reason,
            )
        )

    def _furnish_levers(self, card: pygame.Rect) -> None:
        px = self.stage.painter.px
        self.costs = CardPanel("line.levers", card, tr("Thresholds"), badge=self._cost_words())
        self.tree.add(self.costs)
        left, width, y = card.x + px(16), card.width - 2 * px(16), card.y + px(40)
        self.sliders: dict[str, parts.LineSlider] = {}
        for name in LIMITS:
            lever = self.line.limit(name)
            slider = parts.LineSlider(pygame.Rect(left, y, width, px(36)), lever)
            slider.tooltip = f"{lever.help} {tr('Source: {source}', source=lever.source)}"
            self.sliders[name] = slider
            self.tree.add(slider)
            y += px(_LEVERS)
        gap = px(8)
        wide = (width - (_PRESETS - 1) * gap) // _PRESETS
        law = Preset("law", tr("Law in force"), (), tr("as it is now"), "")
        for index, preset in enumerate((*self.line.presets, law)):
            row, column = divmod(index, _PRESETS)
            place = pygame.Rect(left + column * (wide + gap), y + row * px(34), wide, px(28))
            source = tr(" Source: {source}", source=preset.source) if preset.source else ""
            self.tree.add(
                Button(f"preset.{preset.key}", place, preset.label,
                       tooltip=f"{preset.text}.{source}", enabled=self.chart.usable,
                       disabled_reason=self.line.levers[0].disabled_reason)
            )  # fmt: skip

    def _cost_words(self) -> str:
        return self.view.policy.cost_text if self.line.held else ""

    def _how(self) -> str:
        """A sentence under the title: what the line is, or why it cannot be moved."""
        if self.line.trial:
            return tr("What if: nothing of this changes the game.")
        if self.line.disabled_reason:
            return self.line.disabled_reason
        return tr("Chips beyond a line need a licence for China.")

    def _furnish_answers(self, card: pygame.Rect) -> None:
        px = self.stage.painter.px
        self.tree.add(CardPanel("line.answers", card, tr("How vendors redesign")))
        inner = card.inflate(-2 * px(10), 0)
        table = pygame.Rect(inner.x, card.y + px(36), inner.width, px(28) * 4)
        self.answers = parts.redesign_table(table)
        note = pygame.Rect(card.x + px(16), table.bottom + px(8), card.width - px(32), px(34))
        self.answer_note = parts.Note("line.answer", note, "")
        self.tree.extend([self.answers, self.answer_note])

    def _furnish_lists(self, card: pygame.Rect) -> None:
        painter, px = self.stage.painter, self.stage.painter.px
        self.tree.add(CardPanel("line.lists", card, ""))
        self.list_tabs = Tabs(
            "line.tab", pygame.Rect(card.x + px(12), card.y + px(8), card.width - px(24), px(34)),
            tr("Lists"), self._tab_options(), self.tab, look="underline",
        )  # fmt: skip
        self.list_tabs.painter = painter
        self.tree.add(self.list_tabs)
        inner = pygame.Rect(card.x + px(10), card.y + px(46), card.width - px(20),
                            card.height - px(54))  # fmt: skip
        self.falls: Table | None = None
        self.gains: Table | None = None
        self.effects: Table | None = None
        if self.tab == "falls":
            self.falls = parts.falls_table(inner)
            self.tree.add(self.falls)
            return
        if self.tab == "gains":
            note = pygame.Rect(inner.x + px(8), inner.bottom - px(34), inner.width - px(16), px(34))
            self.gains = parts.gains_table(
                pygame.Rect(inner.x, inner.y, inner.width, note.y - px(6) - inner.y)
            )
            self.tree.add(self.gains)
            words = tr("Worth of their flagship against the best foreign chip that may be sold.")
            self.tree.add(parts.Note("line.gain", note, words))
            return
        note = pygame.Rect(inner.x + px(8), inner.bottom - px(18), inner.width - px(16), px(18))
        self.effects = parts.effects_table(
            pygame.Rect(inner.x, inner.y, inner.width, note.y - px(6) - inner.y)
        )
        self.effect_note = parts.Note("line.futures", note, "")
        self.tree.extend([self.effects, self.effect_note])

    def _tab_options(self) -> list[Option]:
        return [
            Option("falls", tr("What falls ({n})", n=self.line.falls)),
            Option("gains", tr("Who gains")),
            Option("effects", tr("In a year")),
        ]

    # ---- showing

    def show(self) -> None:
        """Show the line as it is drawn."""
        super().show()
        self.line = self._look()
        self.chart.show(self.line, self.axis)
        self.subtitle.name = self._how()
        self.costs.badge = self._cost_words()
        self.list_tabs.options = tuple(self._tab_options())
        for name, slider in self.sliders.items():
            slider.show(self.line.limit(name))
        self.answers.rows = parts.redesign_rows(self.line)
        self.answers.layout()
        chosen = self.answers.selected or self.line.redesigns[0].key
        self.answer_note.name = next(r.detail for r in self.line.redesigns if r.key == chosen)
        if self.falls is not None:
            self.falls.rows = parts.falls_rows(self.line)
            self.falls.layout()
        if self.gains is not None:
            self.gains.rows = parts.gains_rows(self.line)
            self.gains.layout()
        self._show_effects()

    def _limits(self) -> dict[str, float]:
        return {lever.key: lever.proposal for lever in self.line.levers}

    def _show_effects(self) -> None:
        """Ask for the paired futures of this line, and show them when they are there."""
        if self.effects is None:
            return
        limits = self._limits()
        question = (self.view.clock.now, *sorted(limits.items()))
        changed = any(lever.pending for lever in self.line.levers)
        if changed and not self.desk.over and question != self._asked:
            self._asked, self._effects = question, None
            ask = self.desk.look(partial(line_question, limits=limits))

            def work(leave: Leave) -> tuple[tuple[Any, ...], LineEffects | None]:
                return question, find_line_effects(ask, leave)

            self.desk.ask(_JOB, work)
        known = changed and question == self._asked and self._effects is not None
        effects = self._effects if known else None
        self.effects.rows = parts.effects_rows(effect_rows(effects)) if effects is not None else ()
        self.effects.layout()
        self.effect_note.name = self._effects_words(changed, effects)

    def _effects_words(self, changed: bool, effects: LineEffects | None) -> str:
        if effects is not None:
            return horizon_text(effects)
        if not changed:
            return tr("Draw another line to see what it does.")
        progress = self.desk.progress(_JOB)
        if progress is not None and progress.state == "failed":
            return progress.text
        return tr("Playing futures…")

    def _take_effects(self) -> None:
        """Take in the paired futures."""
        answer = self.desk.answer(_JOB)
        if answer is None or self.effects is None:
            return
        question, effects = answer
        if question == self._asked and effects is not None and self._effects is None:
            self._effects = effects
            self._show_effects()

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Move a threshold, choose an axis or a list, take a line of the past."""
        if isinstance(intent, Changed):
            if intent.id.startswith(f"lever.{HOLDER}."):
                self._move(intent.id.rpartition(".")[2], float(intent.value))
                return None
            if self._chosen(intent):
                return None
        if isinstance(intent, Activated) and intent.id.startswith("preset."):
            self._preset(intent.id.partition(".")[2])
            return None
        return super().answer(intent)

    def _chosen(self, intent: Changed) -> bool:
        """Answer a choice of this room; returns whether it was one."""
        if intent.id == "line.axis":
            self.axis = str(intent.value)
            self.show()
        elif intent.id == "line.tab":
            self.tab = str(intent.value)
            self.enter(self.stage)
        elif intent.id == "line.trial":
            self.trial = {} if intent.value else None
            self.enter(self.stage)
        elif intent.id == "line.redesigns":
            self.show()
        elif intent.id == "line.falls":
            self.chart.point_at(str(intent.value))
        else:
            return intent.id.startswith("line.")
        return True

    def _move(self, name: str, value: float) -> None:
        """Put a threshold where the slider or the line on the chart was moved to."""
        slider = self.sliders[name]
        self._set(name, value if value == slider.value else slider.snap(value))

    def _set(self, name: str, value: float) -> None:
        if self.line.held:
            refused = self.desk.propose(f"{HOLDER}.{name}", value)
            if refused:
                self.notice.say(refused, "circle-alert")
                self.show()
        elif self.trial is not None:
            self.trial = self.trial | {name: value}
            self.show()

    def _preset(self, key: str) -> None:
        """Take over all four thresholds of a line of the past, or of the law."""
        preset = next((one for one in self.line.presets if one.key == key), None)
        values = (
            dict(preset.values)
            if preset is not None
            else {lever.key: lever.law for lever in self.line.levers}
        )
        for lever, value in values.items():
            self._set(lever.rpartition(".")[2], value)

    def advance(self, seconds: float) -> Move | None:
        """Take in what was computed beside."""
        self._take_effects()
        return super().advance(seconds)
