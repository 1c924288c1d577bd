"""SW-1 in JAX on the processor: a scan over quarters, a vmap over runs."""

import os
from functools import partial
from typing import Any

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.peers import arrays, law
from benchmarks.peers.law import BLOCS, FIRMS, FIRMS_OF_A_BLOC, Size, Statistics

STACK = 25  # runs in one call
OTHERS = float(arrays.OTHERS)


def _count(bloc: Any, firm_of: Any) -> Any:
    """Sales of each firm, and each bloc's network."""
    served = jnp.zeros((BLOCS, FIRMS)).at[bloc, firm_of].add(1.0)
    network = served.reshape(BLOCS, BLOCS, FIRMS_OF_A_BLOC).sum(2)
    return served.sum(0), network / network.sum(1, keepdims=True)


def _quarter(carry: Any, quarter: Any, buyers: int) -> Any:
    """Play one quarter."""
    quality, cash, firm_of, sales, network, key = carry
    key, for_firms, for_choosers, for_choices = jax.random.split(key, 4)
    bloc = jnp.arange(buyers) % BLOCS
    luck = jax.random.uniform(for_firms, (2, FIRMS))
    spend = law.RESEARCH_SHARE * jnp.maximum(cash, 0.0)
    success = luck[0] < 1.0 - jnp.exp(-law.RESEARCH_RATE * spend)
    quality = jnp.where(success, quality * (1.0 + law.QUALITY_GAIN * luck[1]), quality)
    price = law.COST * (1.0 + law.MARKUP + law.MARKUP_BY_SHARE * sales / buyers)

    allowed = jnp.array(arrays.ALLOWED)[(quarter >= law.SANCTIONS_FROM).astype(int)]
    own = (quality / price) ** 2 * jnp.exp(law.NETWORK_PULL * network[:, arrays.HOME]) * allowed
    sums = jnp.cumsum(OTHERS * own, axis=1)
    total = sums[bloc, -1]
    bonus = (1.0 - OTHERS) * own[bloc, firm_of]
    draw = jax.random.uniform(for_choices, (buyers,)) * (total + bonus) - bonus
    found = jax.vmap(lambda b, d: jnp.searchsorted(sums[b], d, side="right"))(bloc, draw)
    chooses = jax.random.uniform(for_choosers, (buyers,)) < law.CHOICE_CHANCE
    moves = chooses & (draw >= 0.0)
    firm_of = jnp.where(moves, jnp.minimum(found, FIRMS - 1), firm_of)

    sales, network = _count(bloc, firm_of)
    profit = law.SALES_MARGIN * (2000.0 / buyers) * (price - law.COST) * sales
    shares = sales.reshape(BLOCS, FIRMS_OF_A_BLOC).sum(1) / buyers
    record = jnp.append(shares, quality.mean())
    return (quality, cash - spend + profit, firm_of, sales, network, key), record


def _play(key: Any, size: Size) -> Any:
    """One run: history and concentration. Shapes: (quarters, 6), ()."""
    key, first = jax.random.split(key)
    firm_of = jax.random.randint(first, (size.buyers,), 0, FIRMS)
    sales, network = _count(jnp.arange(size.buyers) % BLOCS, firm_of)
    cash = jnp.full(FIRMS, law.OPENING_CASH)
    start = (jnp.array(arrays.QUALITY), cash, firm_of, sales, network, key)
    step = partial(_quarter, buyers=size.buyers)
    end, history = jax.lax.scan(step, start, jnp.arange(size.quarters))
    return history, ((end[3] / size.buyers) ** 2).sum()


class Jax:
    """vmap over runs in one call, compiled before the first is timed."""

    def __init__(self, size: Size) -> None:
        self.version = jax.__version__
        self.one = jax.jit(partial(_play, size=size))
        self.many = jax.jit(jax.vmap(partial(_play, size=size)))
        self.single(0)
        self.ensemble(0, STACK)

    def single(self, seed: int) -> Statistics:
        """One run; XLA may use both cores."""
        history, concentration = self.one(jax.random.PRNGKey(seed))
        return [*np.asarray(history)[-1].tolist(), float(concentration)]

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Whole stacks of runs, one behind the other; XLA shares each among the cores."""
        rows: list[Statistics] = []
        for begin in range(first, first + runs, STACK):
            keys = jnp.stack([jax.random.PRNGKey(seed) for seed in range(begin, begin + STACK)])
            history, concentration = self.many(keys)
            rows += np.column_stack([np.asarray(history)[:, -1], concentration]).tolist()
        return rows
