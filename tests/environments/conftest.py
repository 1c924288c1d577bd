"""The kernel first: compiled by one test process while the others wait for it."""

import pytest

from tests.model_helpers import warm_kernel


@pytest.fixture(scope="session", autouse=True)
def kernel() -> None:
    """Load the kernel, or compile it once for all."""
    warm_kernel()
