"""SW-1, the common workload: the law that every implementation beside this file follows.

Firms of five blocs sell to buyers of the same blocs. A quarter:
(a) research     a firm spends RESEARCH_SHARE of its cash; with chance 1 - exp(-RESEARCH_RATE spent)
                 its quality grows by a factor 1 + QUALITY_GAIN x uniform
(b) prices       COST x (1 + MARKUP + MARKUP_BY_SHARE x the firm's share of buyers last quarter)
(c) network      of each bloc's buyers the share that now buys from each bloc's firms
(d) choices      each buyer chooses anew with chance CHOICE_CHANCE: a firm that its bloc may buy
                 from, with weight (quality / price)^2 x exp(NETWORK_PULL x network), and
                 exp(-SWITCHING_COST) of that if it is not the buyer's present firm
(e) cash         grows by SALES_MARGIN x 2000 / buyers x (price - COST) for every buyer
All buyers see the state after (c), so the order in which they act does not matter. From quarter
SANCTIONS_FROM on buyers of bloc 1 lose the firms of bloc 0, those of blocs 0 and 2 lose bloc 1's.
Firms open with OPENING_CASH; buyer i is of bloc i modulo 5 and starts with any firm alike.
"""

from dataclasses import dataclass

FIRMS, BLOCS = 60, 5
FIRMS_OF_A_BLOC = FIRMS // BLOCS
RESEARCH_SHARE, RESEARCH_RATE, QUALITY_GAIN = 0.02, 0.1, 0.1
COST, MARKUP, MARKUP_BY_SHARE = 1.0, 0.2, 0.5
NETWORK_PULL, SWITCHING_COST, CHOICE_CHANCE = 0.8, 1.5, 0.25
OPENING_CASH, SALES_MARGIN = 50.0, 0.2
SANCTIONS_FROM = 40
FORBIDDEN = ((1, 0), (0, 1), (2, 1))  # bloc of buyers, bloc of firms

STATISTICS = (*(f"share of bloc {bloc}" for bloc in range(BLOCS)), "quality", "concentration")
Statistics = list[float]


@dataclass(frozen=True)
class Size:
    """How much of the workload: SW-1 itself unless said otherwise."""

    buyers: int = 2000
    quarters: int = 120

    @property
    def agent_steps(self) -> int:
        """Agents times quarters of one run."""
        return (self.buyers + FIRMS) * self.quarters


def first_quality(firm: int) -> float:
    """Quality at the start: bloc 0 leads by 0.3, and the last firm of a bloc by a fifth."""
    lead = 1.3 if firm < FIRMS_OF_A_BLOC else 1.0
    return lead * (1.0 + 0.2 * (firm % FIRMS_OF_A_BLOC) / (FIRMS_OF_A_BLOC - 1))


def may_buy(buyer_bloc: int, firm_bloc: int, quarter: int) -> bool:
    """Whether buyers of one bloc may buy from firms of another."""
    return quarter < SANCTIONS_FROM or (buyer_bloc, firm_bloc) not in FORBIDDEN
