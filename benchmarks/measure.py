"""All figures of `twostacks bench`, by name; the unit is in the name."""

from collections.abc import Callable

from benchmarks import model, slider, window

Figures = dict[str, float | None]


def measure(quick: bool, cold: bool, say: Callable[[str], None]) -> Figures:
    """Measure everything; `say` hears what is measured now. None: not there to be measured."""
    passes = 2 if quick else 7
    figures: Figures = {}
    say("full runs")
    figures["runs_per_second"] = model.runs_per_second(200 if quick else 1000, passes)
    say("futures")
    figures["futures_1000_seconds"] = model.futures_seconds(1000, passes)
    figures["futures_100_seconds"] = model.futures_seconds(100, 5 * passes)
    say("a hand on a slider")
    figures.update(slider.figures(2 * passes))
    say("the Mesa path")
    quarter = model.mesa_quarter_seconds(passes)
    figures["mesa_quarter_seconds"] = quarter
    say("the window")
    figures.update(window.figures(quick))
    say("memory")
    figures["worlds_1000_bytes"] = model.worlds_1000_bytes()
    figures["speedup_over_mesa"] = figures["runs_per_second"] * model.QUARTERS * quarter
    if cold:
        say("a first compilation")
        figures["cold_compile_seconds"] = model.cold_compile_seconds()
    return figures
