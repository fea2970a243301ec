"""Money in integer fen, so that a boundary such as ¥1000.00 is exact."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from app.core.errors import Invalid
from app.core.i18n import N_

# What a Chinese keyboard makes of an amount: full-width digits, signs and blanks, the ideographic full stop.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x3002: ".", 0xFFE5: "¥"}
# Thirteen digits of yuan fit a 64-bit column; an unbounded pattern would accept 10⁵ digits.
_AMOUNT = re.compile(r"(-?)¥? ?([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,2}))? ?元?")


@dataclass(frozen=True, order=True)
class Money:
    """An amount of yuan, kept as a whole number of fen."""

    fen: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person typed: "1,000.01", "¥50", "50元", full-width too. Raises Invalid."""
        match = _AMOUNT.fullmatch(text.translate(_FULL_WIDTH).strip())
        if match is None:
            raise Invalid(N_("“%(text)s” is not an amount of money"), text=text[:40])
        sign, yuan, fen = match.groups()
        amount = int(yuan.replace(",", "")) * 100 + int((fen or "").ljust(2, "0"))
        return cls(-amount if sign else amount)

    @classmethod
    def from_yuan(cls, yuan: "int | str | Decimal") -> Self:
        """From a number of yuan with at most two decimals. Raises ValueError for more."""
        fen = Decimal(yuan) * 100
        if fen != fen.to_integral_value():
            raise ValueError(f"{yuan} has a fraction of a fen")
        return cls(int(fen))

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, with two decimals."""
        return Decimal(self.fen).scaleb(-2)

    def __str__(self) -> str:
        yuan, fen = divmod(abs(self.fen), 100)
        return f"{'-' if self.fen < 0 else ''}¥{yuan:,}.{fen:02}"

    def __bool__(self) -> bool:
        return self.fen != 0

    def __add__(self, other: Any) -> "Money":
        return Money(self.fen + other.fen) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Any) -> "Money":
        return Money(self.fen - other.fen) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __mul__(self, times: Any) -> "Money":
        return Money(self.fen * times) if isinstance(times, int) else NotImplemented

    __rmul__ = __mul__
