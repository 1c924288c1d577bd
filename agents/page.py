"""A page in a browser where the model can be stepped, played and set anew: Mesa's SolaraViz.

    solara run agents.page

or, in a notebook, `page()` as the last line of a cell. Needs the extra `notebook`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from agents import names
from agents.ecosystem import Ecosystem
from agents.levers import ACTOR_NAMES, LEVERS, SEATS, Lever, of_seat
from agents.names import quarter_name
from agents.notebook import KEYWORDS, TwoStacks, firms
from agents.plan import OrderError
from agents.scenario import scenario_names

try:
    import solara
    from matplotlib.figure import Figure
    from mesa.visualization import Slider, SolaraViz, make_plot_component
    from mesa.visualization.utils import update_counter
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"the page needs {missing.name}: pip install 'two-stacks[notebook]'", name=missing.name
    ) from missing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LAYERS = [layer.upper() if layer == "hbm" else layer for layer in names.LAYERS]
US_COLOUR, CN_COLOUR, INK, LINE = "#1F78B4", "#D98C00", "#333333", "#D5D9E0"
# Title, unit and outcomes of each plot; Mesa colours a single one itself and names several.
PLOTS: tuple[tuple[str, str, str | dict[str, str]], ...] = (
    ("Lead of the best US package", "generations", "gap_generations"),
    (
        "Made in China, and how far the ecosystems differ",
        "0-1",
        {"self_sufficiency": CN_COLOUR, "divergence": US_COLOUR},
    ),
    ("Revenue of US designers and allied toolmakers", "bn USD/qtr", "sender_revenue"),
)


def _titled(title: str, unit: str) -> "Callable[[Axes], None]":
    def finish(ax: "Axes") -> None:
        ax.set_title(title, loc="left", color=INK)
        ax.set_ylabel(unit)
        ax.grid(axis="y", color=LINE)
        ax.set_axisbelow(True)
        ax.spines[["top", "right"]].set_visible(False)
        ax.set_box_aspect(0.62)
        ax.tick_params(axis="x", labelsize=8)
        ax.xaxis.label.set_visible(False)  # Mesa writes "Step"; the ticks are quarters
        if np.size(ax.lines[0].get_xdata()):
            ax.set_ylim(bottom=min(0.0, ax.get_ylim()[0]))
        else:
            ax.set_axis_off()
            said = ax.text(0.5, 0.5, "no quarter played yet", ha="center", color=INK)
            said.set_transform(ax.transAxes)

    return finish


def draw_stacks(model: Ecosystem) -> Figure:
    """The two stacks layer by layer: what China makes itself, and how far the ecosystems differ."""
    outcome = model.world.outcome
    panels = (
        ("What China makes itself", "% of what it needs", outcome.layer_self_sufficiency),
        ("How far the ecosystems differ", "0 the same, 100 apart", outcome.layer_divergence),
    )
    figure = Figure(figsize=(6.4, 4.4), layout="constrained")
    axes = figure.subplots(1, 2, sharey=True)
    for ax, colour, (title, unit, values) in zip(axes, (CN_COLOUR, US_COLOUR), panels, strict=True):
        bars = ax.barh(LAYERS, [100.0 * value for value in values], color=colour, height=0.62)
        ax.bar_label(bars, fmt="%.0f", padding=3, color=INK)
        ax.set_title(title, fontsize=11, loc="left", color=INK)
        ax.set_xlabel(unit)
        ax.set_xlim(0.0, 115.0)
        ax.set_xticks((0, 50, 100))
        ax.spines[["top", "right", "bottom"]].set_visible(False)
        ax.tick_params(length=0)
    return figure


@solara.component
def Stacks(model: TwoStacks) -> None:  # noqa: N802
    """The two stacks as they stand."""
    update_counter.get()
    solara.FigureMatplotlib(draw_stacks(model), bbox_inches="tight")


@solara.component
def FirmTable(model: TwoStacks) -> None:  # noqa: N802
    """The firms as they stand."""
    update_counter.get()
    money = firms(model).filter(like="USD").round(2).astype(object)
    money.columns = [title.replace(", bn USD", "") for title in money.columns]
    with solara.Card("Firms, bn USD"):
        solara.DataFrame(money.where(money.notna(), "").reset_index(), items_per_page=20)


@solara.component
def LiveOrder(model: TwoStacks) -> None:  # noqa: N802
    """Where the game stands, and a lever to move while it runs."""
    update_counter.get()
    key, set_key = solara.use_state("us.tool_control")
    value, set_value = solara.use_state(model.law(key))
    said = solara.use_memo(lambda: solara.reactive(""), [id(model)])
    lever = LEVERS[key]
    seats = {ACTOR_NAMES[seat]: seat for seat in SEATS}
    held = {other.name: other for other in of_seat(lever.actor) if not other.pulse}

    def choose(chosen: Lever) -> None:
        set_key(chosen.key)
        set_value(model.law(chosen.key))

    def give() -> None:
        try:
            model.order(key, value)
            said.value = f"{lever.name}: {value:g} from {quarter_name(model.quarter)} on."
        except OrderError as error:
            said.value = f"{error}."

    with solara.Card(f"{standing(model)}. Move a lever now:"):
        solara.Select(
            "Seat",
            value=ACTOR_NAMES[lever.actor],
            values=list(seats),
            on_value=lambda seat: choose(of_seat(seats[seat])[0]),
        )
        solara.Select(
            "Lever",
            value=lever.name,
            values=list(held),
            on_value=lambda name: choose(held[name]),
        )
        solara.InputFloat(f"Value: {lever.range_text}", value=value, on_value=set_value)
        with solara.Column():
            solara.Text(said.value or lever.help)
            solara.Button("Order", color="primary", on_click=give, disabled=not model.running)


def standing(model: TwoStacks) -> str:
    """Where a game stands, in words."""
    if model.ending:
        return f"Ended by {model.ending} in {quarter_name(model.quarter - 1)}"
    if not model.running:
        return f"Played to {quarter_name(model.setting.end)}"
    return f"{quarter_name(model.quarter)} of {quarter_name(model.setting.end)} is next"


def model_params(model: TwoStacks) -> dict[str, Any]:
    """What can be set before a reset; the sliders begin where the levers of a model stand."""
    levers = {word: LEVERS[key] for word, key in KEYWORDS.items() if not LEVERS[key].log_scale}
    return {
        "setting": {
            "type": "Select",
            "label": "Scenario",
            "value": model.setting.name,
            "values": list(scenario_names()),
        },
        "seed": {"type": "SliderInt", "label": "Seed", "value": 7, "min": 0, "max": 99, "step": 1},
        "controls": {"type": "Checkbox", "label": "With export controls", "value": True},
        "as_recorded": {
            "type": "Checkbox",
            "label": "Levers as recorded (sliders are ignored)",
            "value": True,
        },
        **{
            word: Slider(
                f"{lever.actor.upper()}: {lever.name}",
                value=model.law(lever.key),
                min=lever.low,
                max=lever.high,
                step=lever.step,
                dtype=float,
            )
            for word, lever in levers.items()
        },
    }


def page(model: TwoStacks | None = None) -> "solara.Element":
    """The page of a model, by default of the recorded path of October 2022."""
    shown = TwoStacks() if model is None else model
    plots = [
        make_plot_component(outcomes, post_process=_titled(title, unit))
        for title, unit, outcomes in PLOTS
    ]
    return SolaraViz(
        shown,
        components=[(LiveOrder, 0), (Stacks, 0), *plots, (FirmTable, 0)],
        model_params=model_params(shown),
        name="Two Stacks",
    )


@solara.component
def Page() -> None:  # noqa: N802
    """One model for each reader of the page; what `solara run agents.page` opens."""
    page(solara.use_memo(TwoStacks, []))
