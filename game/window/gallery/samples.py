"""Made-up data for the gallery."""

from __future__ import annotations

import pygame

from game.window.bars import draw_share_bar
from game.window.drawing import emblem
from game.window.theme import COLOURS
from game.window.widgets import Answer, Chip, Choice, Dialog, Widget
from game.window.worldmap import Route

LONG = (
    "The challenger's largest maker answers your chip limit with scale: more chips, more power, "
    "one fabric. Throughput matches your best system at twice the electricity. Three neutral "
    "buyers ask what you will do."
)
MIXED = "出口管制在两年内减缓了挑战者，随后加速了替代：昇腾芯片，7 nm 制程。Mixed runs work."
SHARES: dict[str, tuple[float, float, float, float]] = {
    "North America": (0.90, 0.00, 0.08, 0.02),
    "Europe": (0.78, 0.02, 0.12, 0.08),
    "China": (0.34, 0.50, 0.08, 0.08),
    "Chip Belt": (0.80, 0.01, 0.11, 0.08),
    "India": (0.60, 0.04, 0.22, 0.14),
    "ASEAN": (0.50, 0.16, 0.16, 0.18),
    "Gulf & Levant": (0.46, 0.24, 0.12, 0.18),
    "Latin America": (0.56, 0.08, 0.16, 0.20),
    "Oceania": (0.82, 0.02, 0.10, 0.06),
    "Eurasia": (0.24, 0.36, 0.18, 0.22),
    "Africa & other": (0.34, 0.18, 0.18, 0.30),
}
ROUTES = (
    Route("Veldhoven", "Hsinchu"),
    Route("Veldhoven", "Seoul"),
    Route("Tokyo", "Hsinchu"),
    Route("Hsinchu", "San Francisco"),
    Route("Seoul", "San Francisco"),
    Route("San Francisco", "London"),
    Route("San Francisco", "Bengaluru"),
    Route("Veldhoven", "Shanghai", "blocked"),
    Route("Hsinchu", "Shenzhen", "blocked"),
    Route("Shenzhen", "Riyadh", "sovereign"),
    Route("Shenzhen", "Jakarta", "sovereign"),
    Route("Beijing", "Moscow", "sovereign"),
    Route("Shenzhen", "Nairobi", "sovereign"),
    Route("Shenzhen", "Sao Paulo", "sovereign"),
)


class Swatches(Widget):
    """Marks, chips and the emblem."""

    def draw(self, surface: pygame.Surface) -> None:
        """Draw them in three rows."""
        painter, rect = self.painter, self.rect
        surface.blit(emblem(painter.px(28)), rect.topleft)
        x = rect.x + painter.px(44)
        for name in ("incumbent", "sovereign", "open", "uncommitted", "hybrid"):
            painter.mark(surface, name, x, rect.y + painter.px(14))
            x += painter.px(20)
        entries = [
            ("Median", COLOURS["sovereign"], "line"),
            ("Band", COLOURS["sovereign"], "band"),
            ("Twin", COLOURS["text"], "dashed"),
        ]
        painter.legend(surface, entries, rect.right, rect.y + painter.px(18), "right")
        x, y = rect.x, rect.y + painter.px(36)
        for words, tone in (("Slows clusters", "good"), ("Revenue 9%", "bad"), ("$11bn", "warn")):
            chip = Chip(words, tone)
            x += painter.chip(surface, words, x, y, chip.colour, chip.icon) + painter.px(8)
        bar = pygame.Rect(rect.x, y + painter.px(36), rect.width, painter.px(10))
        draw_share_bar(painter, surface, bar, (0.5, 0.3, 0.01, 0.19))


CHOICES = (
    Choice(
        "tighten",
        "Tighten: put memory and interconnect under licence",
        (
            Chip("Slows clusters two years", "good"),
            Chip("Allied revenue 9%", "bad"),
            Chip("Raises substitution"),
        ),
    ),
    Choice(
        "compete",
        "Compete: licence a mid-tier export chip to neutral buyers",
        (Chip("Keeps 6% of developers", "good"), Chip("Political capital 12", "warn")),
    ),
    Choice(
        "build",
        "Out-build: fund a public research cluster at home",
        (Chip("Basic research +8", "good"), Chip("Treasury $11bn", "bad")),
        enabled=False,
        disabled_reason="The treasury holds only $4bn.",
    ),
)


def stub_dialog(kind: str) -> Dialog:
    """Return an event, a question, or an event with a long text."""
    if kind == "question":
        answers = (Answer("stay", "Keep playing"), Answer("leave", "Leave", "danger", "door-open"))
        saved = "It is saved and can be continued."
        return Dialog("ask", "Leave this game?", saved, answers=answers, width=440)
    return Dialog(
        "event",
        "A 512-chip cluster goes on sale",
        "\n\n".join([LONG] * 9) if kind == "long" else LONG,
        kicker="Counter-move · Q3 2027",
        icon="network",
        choices=CHOICES,
        dismissible=False,
        hint="Press 1–3, or arrow keys and Enter · the clock is stopped",
    )
