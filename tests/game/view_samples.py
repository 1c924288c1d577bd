"""Made-up views for screens: ordinary, crowded and empty ones, without a model behind them."""

import functools
import math
import threading
from collections.abc import Callable, Hashable
from typing import Any

from game.session import Session
from game.viewmodel import (
    ChartView,
    Clock,
    EndView,
    FanView,
    GoalView,
    GuideView,
    Headline,
    LeverGroup,
    LeverView,
    MainView,
    MandateView,
    Move,
    MoveLink,
    NewsView,
    OutcomeRow,
    PolicyPanel,
    RegionView,
    RouteView,
    ScenarioChoice,
    SeatChoice,
    SeriesView,
    Stat,
    Term,
    TimelineView,
    TurningPoint,
    WhyView,
    WorldView,
)
from game.views.ledger import LedgerChart, LedgerPage, LedgerView
from game.window.library import Frame, Library

REGIONS = {
    "North America": (0.90, 0.00, 0.08, 0.02),
    "Europe": (0.78, 0.02, 0.12, 0.08),
    "China": (0.34, 0.50, 0.08, 0.08),
    "Chip Belt": (0.80, 0.01, 0.12, 0.07),
    "India": (0.60, 0.04, 0.22, 0.14),
    "ASEAN": (0.50, 0.16, 0.16, 0.18),
    "Gulf & Levant": (0.46, 0.24, 0.12, 0.18),
    "Latin America": (0.56, 0.08, 0.16, 0.20),
    "Oceania": (0.82, 0.02, 0.09, 0.07),
    "Eurasia": (0.28, 0.36, 0.18, 0.18),
    "Africa & other": (0.34, 0.18, 0.18, 0.30),
}
LEVERS = (
    ("chip_tpp", "Chip performance line", "Export controls", "slider", 4800.0, 21000.0),
    ("tool_control", "Tool controls", "Export controls", "slider", 0.4, 0.55),
    ("hbm_control", "HBM control", "Export controls", "slider", 0.0, 0.0),
    ("service_ban", "Servicing and spares ban", "Export controls", "switch", 0.0, 1.0),
    ("public_rd", "Public R&D", "Build-out", "slider", 8.0, 8.0),
    ("basic_share", "Share to basic research", "Build-out", "slider", 0.3, 0.38),
    ("diplomacy", "Alliance effort", "Alliance", "slider", 0.5, 0.5),
)
ICONS = {"Export controls": "shield-ban", "Build-out": "factory", "Alliance": "handshake"}


def lever(key: str, name: str, group: str, kind: str, law: float, proposal: float) -> LeverView:
    """A lever of some kind."""
    high = 1e6 if key == "chip_tpp" else 40.0 if key == "public_rd" else 1.0
    low = 300.0 if key == "chip_tpp" else 0.0
    return LeverView(
        key=f"us.{key}", name=name, group=group, unit="", kind=kind, low=low, high=high,
        step=1.0 if kind == "switch" else 0.05, log_scale=key == "chip_tpp", law=law,
        proposal=proposal, pending=law != proposal, law_text=f"{law:,g}",
        proposal_text=f"{proposal:,g}",
        change_text=f"{proposal - law:+,.3g}" if law != proposal else "", off=low,
        capital_cost=4.0, budget_cost=0.0, cost_text="4 capital" if law != proposal else "",
        help="Chips at or above this total processing performance need a licence for China.",
        side_effect="Vendors design just under the line; lost sales; China's threat rises.",
        source="3A090: 4800 TPP (October 2022)", disabled_reason="",
    )  # fmt: skip


def policy(count: int = 7) -> PolicyPanel:
    """A policy panel with so many levers."""
    rows = [LEVERS[i % 7] for i in range(count)]
    levers = [
        lever(f"{k}_{i}" if i >= 7 else k, n, g, *rest) for i, (k, n, g, *rest) in enumerate(rows)
    ]
    groups = tuple(
        LeverGroup(name, icon, tuple(one for one in levers if one.group == name))
        for name, icon in ICONS.items()
    )
    return PolicyPanel(
        seat="us", seat_name="United States", role="incumbent",
        groups=tuple(group for group in groups if group.levers), more=(), pending=4,
        pending_text="4 pending changes", capital_cost=18.0, budget_cost=0.0,
        cost_text="−18 capital", affordable=True, end_label="Enact and end Q3 2027",
        end_disabled_reason="", can_undo=False, undo_disabled_reason="Moves are kept.",
    )  # fmt: skip


def chart(key: str = "developers") -> ChartView:
    """Developers by stack over time, with the twin."""
    years = tuple(2018 + i / 4 for i in range(39))
    lines = []
    for name, role, start, end in (
        ("Incumbent", "incumbent", 0.78, 0.53),
        ("Sovereign", "sovereign", 0.03, 0.26),
        ("Open", "open", 0.05, 0.15),
    ):
        y = tuple(start + (end - start) * (i / 38) ** 2 for i in range(39))
        twin = tuple(start + (end - start) * 0.6 * (i / 38) ** 2 for i in range(39))
        lines.append(SeriesView(role, name, role, years, y))
        lines.append(SeriesView(f"{role}.twin", f"{name}, no controls", role, years, twin, True))
    guides = (GuideView(2022.75, "Oct 2022 rule"),)
    return ChartView(
        key, "AI developers by stack", "Share of developers; dashed: no controls", "percent",
        tuple(lines), guides, "Sovereign 26%, up 7 in two years.",
    )  # fmt: skip


def fan(state: str = "ready") -> FanView:
    """A fan of futures, or the state before there is one."""
    past = tuple(2023 + i / 4 for i in range(19))
    history = tuple(1.3 + 0.1 * math.sin(i / 3) for i in range(19))
    x = tuple(2027.5 + i / 4 for i in range(31))
    spread = (-1.65, -1.15, -0.67, -0.32, 0.0, 0.32, 0.67, 1.15, 1.65)
    bands = tuple(
        tuple(1.25 - 0.02 * i + s * 0.05 * math.sqrt(i) for i in range(31)) for s in spread
    )
    ready = state == "ready"
    return FanView(
        "gap_generations", "Foresight: chip gap", "Generations ahead of the challenger", "signed",
        state, "" if ready else "Preparing the simulation, once: 7 s, about 30 s in all.", False,
        1000 if ready else 0, past, history, x, bands if ready else (), history,
        bands[5] if ready else (), bands[2:5] if ready else (), "Median 0.7 generations in 2034.",
    )  # fmt: skip


def timeline() -> TimelineView:
    """Moves of both sides."""
    moves = tuple(
        Move(
            f"m{i}", i % 2, "us" if i % 2 == 0 else "cn", f"Q{i % 4 + 1} {2023 + i // 2}",
            2022.75 + i * 0.55, "control", "shield-ban" if i % 2 == 0 else "cpu",
            "Chip line 4,800 → 2,400" if i % 2 == 0 else "Mineral controls to 60%",
            "What it did and why.", False,
        )
        for i in range(8)
    )  # fmt: skip
    planned = Move(
        "p", 0, "us", "Q3 2027", 2027.5, "control", "clock", "Tool controls 40% → 55%", "", True
    )
    links = tuple(MoveLink(f"m{i}", f"m{i + 1}", "answered") for i in (0, 2, 4))
    return TimelineView(
        ("You", "Challenger"), ("incumbent", "sovereign"), (*moves, planned), links,
        2022.75, 2027.5, 2030.75,
    )  # fmt: skip


def why(total: float = 0.15) -> WhyView:
    """Terms that sum to a number."""
    parts = (
        ("Forced substitution", 0.31), ("Redirected R&D", 0.17), ("Tool lock-out", -0.22),
        ("Higher unit cost", -0.12),
    )  # fmt: skip
    rest = total - sum(value for _, value in parts)
    terms = tuple(
        Term(name, name, value, f"{value:+.2f}", "bad" if value > 0 else "incumbent", "Why.")
        for name, value in (*parts, ("State buyers", rest))
    )
    return WhyView("gap", "Why the gap is what it is", "Generations", total, f"{total:+.2f}", terms)


def news(count: int = 4) -> tuple[NewsView, ...]:
    """Items of the wire."""
    texts = (
        "Challenger unveils a 512-chip cluster: lower speed per chip, twice the power",
        "Allied toolmaker warns of a 14% revenue loss",
        "State buyers told to prefer home chips",
        "Gulf cloud signs for both stacks",
    )
    return tuple(
        NewsView(f"n{i}", "Q2 2027", "newspaper", "cn", "sovereign", 2, texts[i % 4])
        for i in range(count)
    )


def mandate() -> MandateView:
    """Three goals and a secret one."""
    goals = tuple(
        GoalView(
            key, text, points, f"{points:.0f}", "9 months", "12 months", "3 months", "at the end",
            "3 months to go", "Because it matters.", "game number", key == "secret",
        )
        for key, text, points in (
            ("lead", "Keep the lead in AI", 71.0),
            ("revenue", "Keep its chip firms rich", 34.0),
            ("allies", "Keep allies and credit", 52.0),
            ("secret", "Leave the rival no reason", 20.0),
        )
    )  # fmt: skip
    return MandateView("us", "United States", "incumbent", goals, True, False, 50.0, "50",
                       "Points if the game ended now")  # fmt: skip


def main_view(levers: int = 7, state: str = "ready") -> MainView:
    """A whole main screen."""
    regions = tuple(
        RegionView(
            name, name, shares, (0.7, 0.1, 0.1, 0.1), 3.2, "incumbent",
            f"{max(shares):.0%}", "−2 since last year", "32 million",
        )
        for name, shares in REGIONS.items()
    )  # fmt: skip
    routes = (
        RouteView("Hsinchu", "San Francisco", "supply", 1.0, "Wafers"),
        RouteView("Veldhoven", "Shenzhen", "blocked", 1.0, "Tools"),
        RouteView("Shenzhen", "Riyadh", "sovereign", 0.6, "Exports"),
    )
    stats = (
        Stat("budget", "Budget", 182.4, "$182.4bn", 3.1, "+3.1", "good", "Money left."),
        Stat("capital", "Political capital", 64, "64", -18, "−18", "bad", "What you can spend."),
        Stat("alliance", "Alliance", 0.5, "51%", 0.4, "+0.4", "good", "Allies that follow."),
        Stat("gap", "Chip gap", 1.25, "1.25 gen", -0.08, "−0.08", "bad", "Generations ahead."),
    )
    headlines = (
        Headline("parity", 0.16, "16%", "odds of parity\nby 2034", "neutral", "Futures."),
        Headline("lead", 0.15, "+0.15", "gens lost\nto backfire", "bad", "Paired."),
    )
    return MainView(
        "Two Stacks", "October 7th", "us", "United States", "incumbent",
        Clock("2027Q3", "Q3 2027", 0.6, 14, "2022Q4", "2030Q4", False), stats, mandate(),
        policy(levers),
        WorldView(regions, routes, 38.0, ""), (chart(),), fan(state), headlines, why(), None,
        timeline(), news(), (), "",
    )  # fmt: skip


def scenario_choices() -> tuple[ScenarioChoice, ...]:
    """Three scenarios, the first with many seats."""
    seats = tuple(
        SeatChoice(
            key, name, role, 19 - 3 * i, "You decide who may buy which chip, and at what price."
        )
        for i, (key, name, role) in enumerate(
            (
                ("us", "United States", "incumbent"),
                ("cn", "China", "sovereign"),
                ("nvda", "Nvidia", "incumbent"),
                ("huaw", "Huawei", "sovereign"),
            )
        )
    )
    words = (
        "In 2018 one chip line and one software stack served the whole world. By 2026 there were "
        "two. You decide what happens between them."
    )
    return tuple(
        ScenarioChoice(
            key, title, period, 33, words, " ".join([words] * 3),
            "No export controls from 2018 on; China's seat is left to its own mind.", seats, "us",
        )
        for key, title, period in (
            ("history", "The record, 2018 to 2026", "2018–2026"),
            ("october-seventh", "October 7th", "2022–2030"),
            ("good-enough", "Good enough", "2025–2035"),
        )
    )  # fmt: skip


def end_view(ready: bool = True) -> EndView:
    """The end of a game, with or without the bands."""
    rows = tuple(
        OutcomeRow(
            key, label, unit, value, text, low if ready else math.nan, high if ready else math.nan,
            f"{low:+.2f} to {high:+.2f}" if ready else "",
            "72% of futures above 0" if ready else "",
            sentence,
        )
        for key, label, unit, value, text, low, high, sentence in (
            ("capability", "Capability", "generations", 0.3, "+0.30", -0.1, 0.5,
             "The challenger's best chip is 0.3 generations nearer than without controls."),
            ("autonomy", "Autonomy", "share", 0.24, "+24 points", 0.1, 0.33,
             "China makes 24 points more of its own compute."),
            ("revenue", "Sender revenue", "bn USD", 182.0, "$182bn", 60.0, 240.0,
             "US firms sold 182 billion dollars less."),
            ("ecosystem", "Ecosystem", "0-1", 0.12, "+0.12", 0.02, 0.2,
             "The two software worlds are further apart."),
            ("leverage", "Leverage", "months", -1.2, "−1.2 months", -3.0, 2.0,
             "A total cut-off now would add less than it would have."),
        )
    )  # fmt: skip
    points = tuple(
        TurningPoint(f"Q{i + 1} 2023", 2023 + i / 4, 0.1, text, "split")
        for i, text in enumerate(("The worlds part on chips.", "Home tools arrive.", "HBM."))
    )
    return EndView(
        "October 7th, 2022 to 2030", "You held the United States for 33 quarters.",
        "United States", "incumbent", rows, 500 if ready else 0,
        "500 pairs of futures; the dot is your game." if ready else "Computing the bands.",
        points, tuple(chart(f"chart{i}") for i in range(4)), timeline(), why(), "07f3a9c2d4e5b6a1",
        "Both may be true at different dates. A model, not a forecast.",
    )  # fmt: skip


class SampleDesk:
    """A desk without a game: it remembers what was asked of it."""

    def __init__(self, view: MainView, quarters: int = 3) -> None:
        self.view = view
        self.quarters = quarters
        self.asked: list[tuple[str, float]] = []
        self.ended = 0
        self.pack = "real"
        self.pinned = ""

    setup = ("october-seventh", "us", 7)

    @property
    def over(self) -> bool:
        """Whether the last quarter has been played."""
        return self.ended >= self.quarters

    def rename(self, pack: str) -> None:
        """Use other names."""
        self.pack = pack

    def refresh(self) -> bool:
        """Nothing is computed."""
        return False

    def propose(self, lever: str, value: float) -> str:
        """Remember a proposal."""
        self.asked.append((lever, value))
        return ""

    def revert(self) -> None:
        """Forget the proposals."""
        self.asked.clear()

    def end_quarter(self) -> tuple[NewsView, ...]:
        """Count."""
        self.ended += 1
        return self.view.news[:1]

    def undo(self) -> str:
        """Refuse."""
        return "Moves are kept."

    def ledger(self) -> LedgerView:
        """The sample."""
        return ledger_view()

    def end_view(self) -> EndView:
        """The sample."""
        return end_view()

    def look(self, make: Callable[[Session], Any]) -> Any:
        """A view of a short game."""
        from tests.game.debrief_samples import played

        return make(played())

    def question(self) -> None:
        """Nothing is asked."""

    def struck(self) -> tuple[()]:
        """Nothing happened."""
        return ()

    def ask(self, key: Hashable, work: Any) -> None:
        """Nothing is computed beside."""

    def answer(self, key: Hashable) -> Any:
        """Nothing has come."""
        return None

    def progress(self, key: Hashable) -> Any:
        """Nobody works."""
        return None

    def close(self) -> None:
        """Nothing runs."""


@functools.cache
def ledger_view() -> LedgerView:
    """Two pages: one crowded with nine charts, one with lines that allow no logarithm."""
    dates = tuple(2022.0 + i / 4 for i in range(16))

    def line(key: str, role: str, rise: float, dashed: bool = False) -> SeriesView:
        y = tuple(-0.5 + rise * i * i / 64 for i in range(16))
        return SeriesView(key, key.title(), role, dates, y, dashed)

    def chart(key: str, count: int, form: str) -> LedgerChart:
        names = ("tools", "wafers", "hbm", "chips", "software", "models")[:count]
        roles = ("incumbent", "sovereign", "open", "hybrid", "text", "good")
        lines = []
        for index, (name, role) in enumerate(zip(names, roles, strict=False)):
            lines += [line(name, role, index + 1), line(f"{name}.twin", role, index / 2, True)]
        view = ChartView(key, f"Chart {key}", "unit", form, tuple(lines), (), "As it is.")
        return LedgerChart(view, "bn USD a quarter", "What it shows.", "A source.", "play.start")

    forms = ("number", "percent", "signed", "money")
    crowded = tuple(chart(f"crowded{i}", 1 + i % 6, forms[i % 4]) for i in range(9))
    return LedgerView(
        dates, tuple(f"{int(x)}Q{int(x % 1 * 4) + 1}" for x in dates), 2022.75,
        (LedgerPage("crowded", "Crowded", crowded),
         LedgerPage("few", "Few", (chart("few", 1, "signed"), chart("two", 2, "money")))),
    )  # fmt: skip


def sample_library() -> Library:
    """A library that has read everything."""
    library = Library()
    library.scenarios = scenario_choices()
    library.frames = [Frame(26, REGIONS), Frame(27, REGIONS)]
    library.finished = True
    library._thread = threading.Thread()
    return library
