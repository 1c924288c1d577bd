"""What the chart of a fan shows: its lines in a mode, its axis, and the values at a date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from game.analysis.metrics import GAP
from game.language import tr
from game.viewmodel import FanView
from game.window.axes import Axis, format_number
from game.window.charts import Fan
from game.window.panels.cards import FORMATS
from game.window.raster import bounds_of
from game.window.theme import COLOURS, Colour, mix

BANDS, DRAWS = "bands", "draws"
Limits = tuple[str, float, float]  # a metric and the limits that its axis has had
_LOOSE = 1.6  # limits are kept until they are so many times wider than they need to be
_MEDIAN = 4  # its place among the bands


def readings(fan: FanView, at: int) -> list[tuple[str, str, Colour]]:
    """The values at a date of the chart: words, number and colour."""
    words = FORMATS.get(fan.format, format_number)
    past, colour = len(fan.history_x) - 1, COLOURS["sovereign"]
    rows: list[tuple[str, float, Colour]] = []
    if at < past:
        rows.append((tr("So far"), fan.history[at], COLOURS["text"]))
        rows.append((tr("No controls"), fan.twin_history[at], COLOURS["text_muted"]))
    else:
        place, soft = at - past, mix(COLOURS["card"], colour, 0.5)
        bright = mix(colour, (255, 255, 255), 0.35)
        rows.append((tr("95% of futures below"), fan.bands[-1][place], soft))
        rows.append((tr("Median"), fan.bands[_MEDIAN][place], bright))
        rows.append((tr("5% of futures below"), fan.bands[0][place], soft))
        rows.append((tr("No controls"), fan.twin_median[place], COLOURS["text"]))
        if fan.kept_bands:
            rows.append((tr("Policy A"), fan.kept_bands[_MEDIAN][place], COLOURS["hybrid"]))
        elif fan.law_median:
            rows.append((tr("Law in force"), fan.law_median[place], COLOURS["hybrid"]))
    return [(label, words(value), shade) for label, value, shade in rows if value == value]


def fan_chart(fan: FanView, mode: str, sample: int | None, axis: Axis) -> Fan:
    """The chart of a fan: bands, or one future after another."""
    words: dict[str, Any] = {
        "now_label": tr("Now"), "median_label": tr("Median"), "band_label": tr("5–95%"),
        "twin_label": tr("No controls"), "law_label": tr("The law"),
        "other_label": tr("Policy A"),
    }  # fmt: skip
    if mode == DRAWS and fan.samples:
        words["median_label"] = tr("One possible future")
        number = sample or 0
        return Fan(
            fan.history_x, fan.history, fan.x, (), _one(fan.samples, number),
            twin=_one(fan.twin_samples, number), twin_history=fan.twin_history,
            law=_one(fan.law_samples, number),
            y_axis=axis, **words,
        )  # fmt: skip
    pairs = [(fan.bands[i], fan.bands[-1 - i]) for i in range(len(fan.bands) // 2)]
    kept, path = fan.kept_bands, _one(fan.samples, sample) if sample is not None else ()
    return Fan(
        fan.history_x, fan.history, fan.x, pairs, fan.bands[_MEDIAN],
        twin=fan.twin_median, twin_history=fan.twin_history, law=() if kept else fan.law_median,
        other=(kept[0], kept[_MEDIAN], kept[-1]) if kept else ((), (), ()),
        paths=[(path, COLOURS["text"], None)] if path else [], y_axis=axis, **words,
    )  # fmt: skip


def fan_axis(fan: FanView, held: Limits | None) -> tuple[Axis, Limits]:
    """The vertical axis and its limits, which stay while they fit: a moving lever is then seen."""
    gap = fan.metric == GAP
    axis = Axis(
        format=(lambda v: f"{v:+g}".replace("-", "−")) if gap
        else FORMATS.get(fan.format, format_number),
        names={0.0: tr("Parity")} if gap else {},
        baseline=0.0 if gap else None,
    )  # fmt: skip
    lines = (*fan.bands, fan.twin_median, fan.law_median, *fan.kept_bands, fan.history,
             fan.twin_history)  # fmt: skip
    low, high = axis.limits(bounds_of(lines))
    fits = held is not None and held[0] == fan.metric and (
        held[1] <= low and high <= held[2] and held[2] - held[1] <= _LOOSE * (high - low)
    )  # fmt: skip
    if held is None or not fits:
        held = fan.metric, low, high
    axis = Axis(held[1], held[2], axis.format, names=axis.names, baseline=axis.baseline)
    return axis, held


def _one(samples: Sequence[Sequence[float]], number: int) -> Sequence[float]:
    """One of the futures, around the end."""
    return samples[number % len(samples)] if samples else ()
