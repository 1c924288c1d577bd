"""The key metrics and the backfire vector in words: titles, units, one plain sentence each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """How a number is shown. `scale` turns the model's unit into the one shown."""

    name: str
    title: str
    unit: str
    digits: int
    scale: float = 1.0
    about: str = ""

    def show(self, value: float) -> str:
        """The number with its digits, without a unit; zero never has a sign."""
        text = f"{value * self.scale:,.{self.digits}f}"
        return text.lstrip("-") if float(text.replace(",", "")) == 0.0 else text

    def with_unit(self, value: float) -> str:
        """The number and its unit, as in a sentence."""
        if self.unit == "0-1":
            return f"{self.show(value)} on a scale from 0 to 1"
        return f"{self.show(value)} {self.unit}"

    def show_signed(self, value: float) -> str:
        """The number with its sign."""
        text = self.show(value)
        return text if text.startswith("-") or float(text.replace(",", "")) == 0 else f"+{text}"


KEY_METRICS: tuple[Measure, ...] = (
    Measure(
        "gap_generations", "Chip gap", "generations", 2,
        about="Lead of the best US package over the best Chinese one; a generation is a factor "
        "of 2.6 in dense 16-bit performance.",
    ),
    Measure(
        "ai_gap_months", "AI gap", "months", 1,
        about="Lead of the best US laboratory over the best Chinese one, in months of progress.",
    ),
    Measure(
        "self_sufficiency", "China's self-sufficiency", "%", 0, 100.0,
        about="Mean over tools, wafers, memory, chips, software and models of what China makes "
        "itself.",
    ),
    Measure(
        "divergence", "Ecosystem divergence", "0-1", 2,
        about="How differently the two blocs are equipped, 0 alike, 1 nothing in common: mean "
        "Jensen-Shannon divergence over six layers.",
    ),
    Measure(
        "sender_cumulative", "Sender firms' revenue", "bn USD", 0,
        about="Sales of US chip designers and allied toolmakers, added up since the opening.",
    ),
    Measure(
        "developer_share_sovereign", "Developers on Chinese stacks", "%", 1, 100.0,
        about="Share of the world's accelerator developers.",
    ),
    Measure(
        "node[SMIC]", "SMIC's best volume node", "nodes past 7 nm", 2,
        about="0 is the 7 nm class, 1 the 5 nm class, 2 the 3 nm class.",
    ),
    Measure(
        "new_compute_share", "China's share of new compute", "%", 1, 100.0,
        about="Share of the computing power delivered in the quarter, world-wide.",
    ),
    Measure(
        "threat_cn", "China's perceived threat", "0-1", 2,
        about="What drives its mandates and its research; rises fast, fades slowly.",
    ),
    Measure(
        "power_used_cn", "Power drawn in China", "TWh/yr", 0,
        about="Electricity that accelerators in China use.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One of the five numbers of backfire: positive means worse for the sender than no controls."""

    measure: Measure
    asks: str
    positive: str
    negative: str


BACKFIRE: tuple[Question, ...] = (
    Question(
        Measure("capability", "Capability", "generations", 2),
        "Did the controlled side end closer to the frontier than it would have?",
        "the chip gap ended narrower than without controls",
        "the chip gap ended wider than without controls",
    ),
    Question(
        Measure("autonomy", "Autonomy", "percentage points", 0, 100.0),
        "Does it make more of its own chips, memory, tools and software?",
        "China made more of its own stack than without controls",
        "China made less of its own stack than without controls",
    ),
    Question(
        Measure("revenue", "Revenue", "bn USD", 0),
        "Did the sender's firms sell less?",
        "the sender's firms sold less than without controls",
        "the sender's firms sold more than without controls",
    ),
    Question(
        Measure("ecosystem", "Ecosystem", "0-1", 2),
        "Are the two ecosystems further apart?",
        "the ecosystems were further apart than without controls",
        "the ecosystems were closer together than without controls",
    ),
    Question(
        Measure("leverage", "Leverage", "months", 1),
        "Would a total cut-off at the end hurt less than it would have?",
        "a late total cut-off widened the AI gap by less than it would have without earlier "
        "controls",
        "a late total cut-off widened the AI gap by more than it would have without earlier "
        "controls",
    ),
)  # fmt: skip


def sentence(question: Question, spread: dict[str, float]) -> str:
    """What the runs say about one question, in one plain sentence."""
    above, below = spread["probability_positive"], spread["probability_negative"]
    if above == below == 0.0:
        return "No run differs from its twin here."
    text, part = (question.positive, above) if above >= below else (question.negative, below)
    runs = "every run" if part == 1.0 else f"{_percent(part)} of the runs"
    size = question.measure.with_unit(abs(spread["median"]))
    lead = f"In {runs} {text}; the median difference is {size}."
    if spread["p05"] <= 0.0 <= spread["p95"]:
        lead = lead[:-1] + ", and the band spans zero: single runs go either way."
    return lead


def _percent(share: float) -> str:
    """A share in per cent, never rounded up to all."""
    if 0.99 < share < 1.0:
        return "more than 99%"
    return f"{100 * share:.0f}%"
