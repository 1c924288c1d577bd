"""The page of Mesa's SolaraViz, drawn and worked by its buttons; needs the extra `notebook`."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

solara = pytest.importorskip("solara", reason="the extra `notebook` is not installed")

import ipyvuetify  # noqa: E402
import ipywidgets  # noqa: E402

from agents.notebook import KEYWORDS, TwoStacks  # noqa: E402
from agents.page import LiveOrder, Page, draw_stacks, model_params, page, standing  # noqa: E402
from agents.scenario import scenario_names  # noqa: E402


def walk(part: Any) -> Iterator[ipywidgets.Widget]:
    """Every widget under a widget, a list or a table of widgets."""
    if isinstance(part, ipywidgets.Widget):
        yield part
        part = [getattr(part, name) for name in part.keys if not name.startswith("_")]
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list | tuple):
        for each in part:
            yield from walk(each)


class Shown:
    """Something drawn as in a browser's window, with its bar and sidebar."""

    def __init__(self, draw: Callable[[], object]) -> None:
        @solara.component
        def Window() -> None:  # noqa: N802
            with solara.AppLayout():
                draw()

        self.box, self.tree = solara.render(Window(), handle_error=False)

    def all(self, kind: type) -> list[Any]:
        """All widgets of a kind."""
        return [widget for widget in walk(self.box) if isinstance(widget, kind)]

    def click(self, text: str) -> None:
        """Click the button of that text."""
        (button,) = [each for each in self.all(ipyvuetify.Btn) if each.children == [text]]
        button.click()

    def write(self, text: str) -> None:
        """Type into the only field, and leave it."""
        (field,) = self.all(ipyvuetify.TextField)
        field.v_model = text
        field.fire_event("focusout")

    def texts(self) -> list[str]:
        """Every line that is written."""
        lists = [getattr(widget, "children", None) or [] for widget in walk(self.box)]
        return [text for each in lists for text in each if isinstance(text, str)]


@pytest.fixture
def model() -> TwoStacks:
    """A model as the page opens it."""
    return TwoStacks()


@pytest.fixture
def shown(model: TwoStacks) -> Iterator[Shown]:
    """Its page."""
    page_of_it = Shown(lambda: page(model))
    yield page_of_it
    page_of_it.tree.close()


def test_step_plays_a_quarter_and_the_page_says_so(shown: Shown, model: TwoStacks) -> None:
    assert "2022Q4 of 2030Q4 is next. Move a lever now:" in shown.texts()
    shown.click("Step")
    assert len(model.datacollector.get_model_vars_dataframe()) == 1
    assert "2023Q1 of 2030Q4 is next. Move a lever now:" in shown.texts()


def test_the_page_has_the_plots_the_stacks_and_the_firms(shown: Shown) -> None:
    shown.click("Step")
    assert len(shown.all(ipywidgets.Image)) == 4
    (table,) = [widget for widget in walk(shown.box) if "total_length" in widget.keys]
    assert [row["firm"] for row in table.items][:2] == ["Nvidia", "AMD"]
    assert float(table.items[0]["revenue/qtr"]) > 0.0


def test_reset_begins_anew_with_what_the_controls_say(shown: Shown, model: TwoStacks) -> None:
    shown.click("Step")
    shown.click("Reset")
    assert "2022Q4 of 2030Q4 is next. Move a lever now:" in shown.texts()
    shown.click("Step")
    assert model.quarter == model.setting.start + 1  # the new model was stepped, not this one
    assert "2023Q1 of 2030Q4 is next. Move a lever now:" in shown.texts()


def test_an_order_moves_a_lever_of_the_running_model(model: TwoStacks) -> None:
    order = Shown(lambda: LiveOrder(model))
    order.write("0.9")
    order.click("Order")
    assert model.law("us.tool_control") == 0.9
    assert "Tool controls: 0.9 from 2022Q4 on." in order.texts()
    order.tree.close()


def test_an_order_out_of_range_is_answered_with_a_sentence(model: TwoStacks) -> None:
    order = Shown(lambda: LiveOrder(model))
    order.write("7")
    order.click("Order")
    assert order.texts()[-2].endswith("the nearest valid value is 1.")
    assert model.law("us.tool_control") == 0.6
    order.tree.close()


def test_every_control_of_the_page_is_a_keyword_and_begins_where_the_model_stands(
    model: TwoStacks,
) -> None:
    controls = model_params(model)
    values = {word: control.get("value") for word, control in controls.items()}
    again = TwoStacks(**values)
    assert again.opening.tobytes() == model.opening.tobytes()
    assert set(controls["setting"]["values"]) == set(scenario_names())
    for word in set(KEYWORDS) & set(controls):
        assert values[word] == model.law(KEYWORDS[word])


def test_the_picture_shows_the_layers_of_the_model(model: TwoStacks) -> None:
    model.run_model()
    for ax, values in zip(
        draw_stacks(model).axes,
        (model.world.outcome.layer_self_sufficiency, model.world.outcome.layer_divergence),
        strict=True,
    ):
        widths = [bar.get_width() for bar in ax.patches]
        assert widths == pytest.approx([100.0 * value for value in values])
    assert standing(model) == "Played to 2030Q4"


def test_every_reader_of_the_page_has_a_model_of_its_own() -> None:
    first, second = Shown(Page), Shown(Page)
    first.click("Step")
    assert "2023Q1 of 2030Q4 is next. Move a lever now:" in first.texts()
    assert "2022Q4 of 2030Q4 is next. Move a lever now:" in second.texts()
    first.tree.close()
    second.tree.close()
