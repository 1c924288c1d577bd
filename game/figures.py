"""Amounts and dates as each language writes them; plain numbers look the same in all of ours."""

from functools import lru_cache

from game.language import CHINESE, language, tr


def quarter_text(quarter: int) -> str:
    """A quarter for people: Q4 2022. Units: quarters since 2018Q1."""
    return tr("Q{quarter} {year}", quarter=quarter % 4 + 1, year=2018 + quarter // 4)


def quarter_short(quarter: int) -> str:
    """A quarter in as few signs as there can be: 2022Q4. Units: quarters since 2018Q1."""
    return tr("{year}Q{quarter}", quarter=quarter % 4 + 1, year=2018 + quarter // 4)


def millions(count: float) -> str:
    """A large number in words: 4.2 million. Units: millions."""
    return f"{count * 100:,.0f}万" if language() == CHINESE else f"{count:.1f} million"


def dollars(size: float, form: str) -> str:
    """An amount without its sign; `form` says how English writes its digits, as ',.1f'.

    Units: bn USD.
    """
    return f"US${counted_in_yi(size)}" if language() == CHINESE else f"${size:{form}}bn"


@lru_cache(maxsize=4096)
def counted_in_yi(size: float) -> str:
    """An amount in wan, yi or wanyi: three or four digits that mean something. Units: billions."""
    from babel.numbers import format_compact_decimal

    digits = 1 if 0.1 <= size < 10.0 or size >= 1000.0 else 0
    return format_compact_decimal(size * 1e9, locale=CHINESE, fraction_digits=digits)
