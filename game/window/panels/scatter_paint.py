"""How the scatter of chips is drawn: axes, the forbidden region, lines, chips and the readout."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

from agents.threat import DENSITY_FLOOR_TPP
from game.figures import dollars
from game.language import tr
from game.views.line_chips import ChipMark
from game.window.axes import format_number
from game.window.drawing import blit_centred, disc, shape
from game.window.labels import place_labels
from game.window.painter import Painter
from game.window.theme import COLOURS, MARKS, Colour, mix

if TYPE_CHECKING:
    from game.window.panels.scatter import Scale, Scatter

_RADII = {"record": 3.6, "flagship": 6.4, "previous": 4.4, "variant": 5.4, "next": 5.4}
_STRONG, _WEAK = 0.16, 0.07  # how dark the forbidden region is; weak where the link decides


def paint_scatter(
    painter: Painter, canvas: pygame.Surface, card: Scatter, scale: Scale, lit: str | None
) -> None:
    """Draw everything below the titles."""
    _axes(painter, canvas, card, scale)
    _region(painter, canvas, card, scale)
    _lines(painter, canvas, card, scale, lit)
    taken = _tags(painter, canvas, card, scale, lit)
    _chips(painter, canvas, card, scale, taken)
    _redesigns(painter, canvas, card, scale)
    _legend(painter, canvas, card)
    chip = card.current
    if chip is not None:
        _readout(painter, canvas, card, chip)


# ---- axes


def ticks(low: float, high: float) -> list[float]:
    """Ones and threes of every power of ten between two limits."""
    found = []
    for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        found += [step * 10.0**power for step in (1.0, 3.0)]
    return [tick for tick in found if low <= tick <= high]


def _axes(painter: Painter, canvas: pygame.Surface, card: Scatter, scale: Scale) -> None:
    px, plot, muted = painter.px, scale.plot, COLOURS["text_muted"]
    painter.box(canvas, plot, COLOURS["background"], COLOURS["line"], 4)
    for tick in ticks(scale.x_low, scale.x_high):
        x = round(scale.x(tick))
        canvas.fill(COLOURS["line"], (x, plot.y, 1, plot.height))
        align = "left" if x - plot.x < px(10) else "center"
        base = plot.bottom + px(14)
        painter.text(canvas, format_number(tick), x, base, "micro", muted, align)  # type: ignore[arg-type]
    for tick in ticks(scale.y_low, scale.y_high):
        y = round(scale.y(tick))
        canvas.fill(COLOURS["line"], (plot.x, y, plot.width, 1))
        row = min(max(y + px(4), plot.y + px(9)), plot.bottom)
        painter.text(canvas, format_number(tick), plot.x - px(7), row, "micro", muted, "right")
    soft = COLOURS["text_soft"]
    words = tr("Total processing performance, TPP")
    painter.text(canvas, words, plot.right, plot.bottom + px(30), "micro", soft, "right")
    painter.text(canvas, tr(card.choice.label), px(16), plot.y - px(7), "micro", soft)


# ---- the line


def _region(painter: Painter, canvas: pygame.Surface, card: Scatter, scale: Scale) -> None:
    """Shade what needs a licence, as far as this axis and performance decide it."""
    plot, line = scale.plot, card.line
    tpp = line.limit("chip_tpp")
    shade = pygame.Surface(plot.size, pygame.SRCALPHA)
    x = round(scale.x(tpp.proposal)) - plot.x
    y = round(scale.y(line.limit(card.choice.lever).proposal)) - plot.y
    right = pygame.Rect(x, 0, plot.width - x, plot.height)
    strong, weak = ((*COLOURS["bad"], round(255 * part)) for part in (_STRONG, _WEAK))
    if tpp.proposal < scale.x_high:
        if card.axis == "link":
            shade.fill(strong, (right.x, 0, right.width, y))
        else:
            conditional = line.limit("chip_link").proposal > 0.0
            shade.fill(weak if conditional else strong, right)
            if conditional:
                link = line.limit("chip_link").proposal_text
                words = tr("only with a link of {link} or more", link=link)
                _aside(painter, canvas, right.move(plot.topleft), words)
    if card.axis == "density" and y > 0:
        floor = max(0, round(scale.x(DENSITY_FLOOR_TPP)) - plot.x)
        shade.fill(strong, (floor, 0, plot.width - floor, y))
    elif card.axis == "memory" and y > 0:
        shade.fill(strong, (0, 0, plot.width, y))
    canvas.blit(shade, plot.topleft)


def _aside(painter: Painter, canvas: pygame.Surface, room: pygame.Rect, words: str) -> None:
    """Words at the foot of a region, if they fit."""
    px = painter.px
    if painter.text_width(words, "micro") <= room.width - px(36):
        muted = COLOURS["text_muted"]
        base = room.bottom - px(10)
        painter.text(canvas, words, room.right - px(12), base, "micro", muted, "right")


def _lines(
    painter: Painter, canvas: pygame.Surface, card: Scatter, scale: Scale, lit: str | None
) -> None:
    px, plot, line = painter.px, scale.plot, card.line
    tpp, other = line.limit("chip_tpp"), line.limit(card.choice.lever)
    start = plot.x
    if card.axis == "density":
        start = round(scale.x(DENSITY_FLOOR_TPP))
    elif card.axis == "link":
        start = round(scale.x(tpp.proposal))
    muted = COLOURS["text_muted"]
    if tpp.pending and tpp.law < scale.x_high:
        law = round(scale.x(tpp.law))
        _dashed(canvas, muted, (law, plot.y), (law, plot.bottom), px(4))
    if other.pending and other.law != other.off:
        law = round(scale.y(other.law))
        _dashed(canvas, muted, (start, law), (plot.right, law), px(4))
    x, y = round(scale.x(tpp.proposal)), round(scale.y(other.proposal))
    edge = COLOURS["bad"]
    bright = {name: name == lit for name in ("chip_tpp", card.choice.lever)}
    wide = px(3) if bright["chip_tpp"] else px(2)
    pygame.draw.line(canvas, edge, (x, plot.y), (x, plot.bottom - 1), wide)
    wide = px(3) if bright[card.choice.lever] else px(2)
    pygame.draw.line(canvas, edge, (start, y), (plot.right - 1, y), wide)


def _tags(
    painter: Painter, canvas: pygame.Surface, card: Scatter, scale: Scale, lit: str | None
) -> list[pygame.Rect]:
    """The values of both lines and their handles; return what they cover."""
    px, plot, line = painter.px, scale.plot, card.line
    tpp, other = line.limit("chip_tpp"), line.limit(card.choice.lever)
    x, y = round(scale.x(tpp.proposal)), round(scale.y(other.proposal))
    taken = [
        _tag(painter, canvas, plot, tpp.proposal_text, (x, plot.y + px(3)), True),
        _tag(painter, canvas, plot, other.proposal_text, (plot.right - px(34), y), False),
    ]
    if card.usable:
        bright = lit == "chip_tpp", lit == card.choice.lever
        taken.append(_grip(painter, canvas, (x, plot.bottom - px(16)), True, bright[0]))
        taken.append(_grip(painter, canvas, (plot.right - px(16), y), False, bright[1]))
    return taken


def _dashed(
    canvas: pygame.Surface, colour: Colour, start: tuple[int, int], end: tuple[int, int], on: int
) -> None:
    """Draw a dashed line along one axis."""
    length = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    across = end[0] != start[0]
    for step in range(0, length, 2 * on):
        size = min(on, length - step)
        place = (start[0] + step, start[1], size, 1) if across else (
            start[0], start[1] + step, 1, size)  # fmt: skip
        canvas.fill(colour, place)


def _grip(
    painter: Painter, canvas: pygame.Surface, point: tuple[int, int], upright: bool, lit: bool
) -> pygame.Rect:
    """A handle that shows which way a line can be dragged."""
    px = painter.px
    size = (px(14), px(26)) if upright else (px(26), px(14))
    box = pygame.Rect((0, 0), size)
    box.center = point
    fill = COLOURS["text"] if lit else COLOURS["text_soft"]
    painter.box(canvas, box, fill, COLOURS["ink"], 6)
    for step in (-1, 1):
        if upright:
            canvas.fill(COLOURS["ink"], (box.centerx + step * px(2), box.y + px(8), 1, px(10)))
        else:
            canvas.fill(COLOURS["ink"], (box.x + px(8), box.centery + step * px(2), px(10), 1))
    return box


def _tag(
    painter: Painter, canvas: pygame.Surface, plot: pygame.Rect, words: str,
    point: tuple[int, int], upright: bool,
) -> pygame.Rect:  # fmt: skip
    """The value of a line beside it."""
    px = painter.px
    box = pygame.Rect(0, 0, painter.text_width(words, "micro") + px(10), px(16))
    if upright:
        box.topleft = (point[0] - box.width - px(4), point[1])
        if box.x < plot.x:
            box.x = point[0] + px(4)
    else:
        box.bottomright = (point[0], point[1] - px(3))
        if box.y < plot.y + px(22):
            box.top = max(point[1], plot.y) + px(22)
    painter.box(canvas, box, mix(COLOURS["background"], COLOURS["bad"], 0.25), None, 4)
    painter.text(canvas, words, box.centerx, painter.middle(box, "micro"), "micro", align="center")
    return box


# ---- chips


def _redesigns(painter: Painter, canvas: pygame.Surface, card: Scatter, scale: Scale) -> None:
    """An arrow from a flagship that falls to the chip its vendor would make instead."""
    for answer in card.line.redesigns:
        if answer.chip is None or answer.state != "variant":
            continue
        start, end = (
            (scale.x(one.tpp), scale.y(getattr(one, card.axis)))
            for one in (answer.flagship, answer.chip)
        )
        colour = COLOURS["open"]
        if math.dist(start, end) <= painter.px(18):
            # Only what this axis does not show was cut: a ring around the flagship itself.
            box = pygame.Rect(0, 0, painter.px(24), painter.px(24))
            box.center = round(end[0]), round(end[1])
            painter.box(canvas, box, None, colour, 12, border_width=2)
            continue
        _arrow(painter, canvas, start, end, colour)
        blit_centred(canvas, disc(painter.px(8), COLOURS["background"]), *end)
        blit_centred(canvas, shape("ring", 6.4 * painter.scale, colour), *end)


def _arrow(
    painter: Painter, canvas: pygame.Surface, start: tuple[float, float],
    end: tuple[float, float], colour: Colour,
) -> None:  # fmt: skip
    length = math.dist(start, end)
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    gap = painter.px(9)
    tip = end[0] - across * gap, end[1] - down * gap
    pygame.draw.aaline(canvas, colour, (start[0] + across * gap, start[1] + down * gap), tip)
    size = painter.px(6)
    sides = [
        (tip[0] - across * size + turn * down * size * 0.6,
         tip[1] - down * size - turn * across * size * 0.6)
        for turn in (-1, 1)
    ]  # fmt: skip
    pygame.draw.polygon(canvas, colour, [tip, *sides])


def _chips(
    painter: Painter,
    canvas: pygame.Surface,
    card: Scatter,
    scale: Scale,
    taken: list[pygame.Rect],
) -> None:
    shown = card.shown()
    rank = ("record", "previous", "variant", "next", "flagship")
    ordered = sorted(shown, key=lambda chip: rank.index(chip.kind))
    for chip in ordered:
        _chip(painter, canvas, chip, (scale.x(chip.tpp), scale.y(getattr(chip, card.axis))))
    wanted = [chip for chip in reversed(ordered) if chip.kind in ("flagship", "next", "record")]
    points = [(scale.x(chip.tpp), scale.y(getattr(chip, card.axis))) for chip in wanted]
    names = [_label(chip) for chip in wanted]
    sizes = [
        (painter.text_width(name, "micro") + 2, painter.line_height("micro")) for name in names
    ]
    taken_points = [(scale.x(c.tpp), scale.y(getattr(c, card.axis))) for c in shown]
    for answer in card.line.redesigns:
        if answer.chip is not None:
            y = scale.y(getattr(answer.chip, card.axis))
            taken_points.append((scale.x(answer.chip.tpp), y))
    marks = [
        pygame.Rect(0, 0, painter.px(9), painter.px(9)).move(round(x) - 4, round(y) - 4)
        for x, y in taken_points
    ]
    room = scale.plot.inflate(-4, -4)
    places = place_labels(sizes, points, room, [*taken, *marks], painter.px(8))
    for chip, name, place in zip(wanted, names, places, strict=True):
        if place is not None:
            strong = chip.kind == "flagship"
            colour = COLOURS["text" if strong else "text_muted"]
            row = painter.middle(place, "micro")
            painter.text(canvas, name, place.x + 1, row, "micro", colour)


def _label(chip: ChipMark) -> str:
    """A chip's name on the chart: a flagship needs only its maker's."""
    return chip.maker if chip.kind == "flagship" else chip.name


def _chip(
    painter: Painter, canvas: pygame.Surface, chip: ChipMark, point: tuple[float, float]
) -> None:
    """A chip: its side's own shape, small for the record, hollow if it is yet to come."""
    radius = _RADII[chip.kind] * painter.scale
    colour = COLOURS[chip.role]
    if chip.kind in ("record", "previous"):
        colour = mix(COLOURS["background"], colour, 0.62)
    kind = MARKS[chip.role]
    blit_centred(canvas, disc(radius + 1.6 * painter.scale, COLOURS["background"]), *point)
    blit_centred(canvas, shape(kind, radius, colour), *point)
    if chip.kind == "next":
        inner = max(1.5, radius - 2.0 * painter.scale)
        blit_centred(canvas, shape(kind, inner, COLOURS["background"]), *point)
    if chip.caught:
        _cross(painter, canvas, point, radius + 1.5 * painter.scale)


def _cross(
    painter: Painter, canvas: pygame.Surface, point: tuple[float, float], reach: float
) -> None:
    """Strike a chip out: a mark that needs no colour to be seen."""
    x, y = point
    part = reach * 0.72
    for turn in (-1, 1):
        start, end = (x - part, y - turn * part), (x + part, y + turn * part)
        pygame.draw.line(canvas, COLOURS["background"], start, end, painter.px(4))
    for turn in (-1, 1):
        start, end = (x - part, y - turn * part), (x + part, y + turn * part)
        pygame.draw.line(canvas, COLOURS["bad"], start, end, painter.px(2))


def _legend(painter: Painter, canvas: pygame.Surface, card: Scatter) -> None:
    px = painter.px
    entries = [
        (tr("Allied"), COLOURS["incumbent"], "disc"),
        (tr("Chinese"), COLOURS["sovereign"], "diamond"),
        (tr("Redesigned"), COLOURS["open"], "ring"),
    ]
    left, base = px(16), card.rect.height - px(14)
    left += painter.legend(canvas, entries, left, base, style="micro") + px(22)
    soft = COLOURS["text_soft"]
    _cross(painter, canvas, (left, base - px(4)), 5 * painter.scale)
    left += px(10)
    left += painter.text(canvas, tr("needs a licence"), left, base, "micro", soft) + px(16)
    room = card.rect.width - px(16) - left
    words = tr("Large: this game. Small: the record. Hollow: due next, with today's skill.")
    if painter.text_width(words, "micro") <= room:
        muted = COLOURS["text_muted"]
        painter.text(canvas, words, card.rect.width - px(16), base, "micro", muted, "right")


# ---- the readout


def _readout(painter: Painter, canvas: pygame.Surface, card: Scatter, chip: ChipMark) -> None:
    """Everything about one chip, in a box beside it."""
    from game.window.panels.scatter import verdict
    from game.window.widgets.tooltip import place_beside

    px, x_y = painter.px, card.place(chip)
    rows = [
        (tr("Performance"), tr("{n} TPP", n=f"{chip.tpp:,.0f}")),
        (tr("Density"), tr("{n} TPP/mm²", n=f"{chip.density:,.2f}")),
        (tr("Memory"), tr("{n} TB/s", n=f"{chip.memory:,.2f}")),
        (tr("Link"), tr("{n} GB/s", n=f"{chip.link:,.0f}") if chip.link else tr("not known")),
    ]
    if chip.sales > 0.0:
        rows.append(
            (tr("Sales in China"), tr("{money} a quarter", money=dollars(chip.sales, ".2f")))
        )
    width = px(250)
    words = [verdict(chip)]
    if chip.source:
        words.append(tr("Source: {source}", source=chip.source))
    lines = [line for part in words for line in painter.wrap(part, width - px(24), "micro")][:6]
    height = px(54) + len(rows) * px(17) + len(lines) * px(14) + px(8)
    anchor = pygame.Rect(0, 0, px(18), px(18))
    anchor.center = (round(x_y[0]), round(x_y[1]))
    box = place_beside((width, height), anchor, card.area.inflate(-px(8), -px(8)), px(6))
    painter.card(canvas, box, COLOURS["raised"], COLOURS["line_strong"], 8, shadow=True)
    left, right, muted = box.x + px(12), box.right - px(12), COLOURS["text_muted"]
    painter.mark(canvas, chip.role, left + px(5), box.y + px(18), 5)
    painter.text(canvas, chip.name, left + px(18), box.y + px(22), "label",
                 max_width=width - px(42))  # fmt: skip
    below = f"{chip.maker} · {chip.when}" if chip.when else chip.maker
    painter.text(canvas, below, left, box.y + px(39), "micro", muted, "left", width - px(24))
    y = box.y + px(58)
    for name, value in rows:
        painter.text(canvas, name, left, y, "small", COLOURS["text_soft"])
        painter.text(canvas, value, right, y, "small_strong", align="right")
        y += px(17)
    for line in lines:
        painter.text(canvas, line, left, y, "micro", muted)
        y += px(14)
