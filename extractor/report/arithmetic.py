"""The sum behind a measure, written out: baseline, change and target, and whether they agree."""

from __future__ import annotations

_VERDICTS = {"agrees": "agrees", "disagrees": "does not agree", "cannot say": ""}


def arithmetic_shown(baseline: float | None, change: float | None, target: float | None, check: str) -> tuple[str, str]:
    """(the sum, the verdict): (705, -12, 620, 'agrees') -> ('705 − 12% = 620.4; target 620', 'agrees').

    Without all three numbers the sum says what there is: the change that baseline and target make, or that nothing can be
    checked.
    """
    verdict = _VERDICTS[check]
    if baseline is None or (change is None and target is None):
        return "no figures to check", verdict
    if change is None:
        assert target is not None
        if not baseline:
            return f"{number(baseline)} → {number(target)}", verdict
        return f"{number(baseline)} → {number(target)}: {percent((target - baseline) / baseline * 100)}", verdict
    sign = "+" if change >= 0 else "−"
    made = f"{number(baseline)} {sign} {number(abs(change))}% = {number(round(baseline * (1 + change / 100), 1))}"
    return (made if target is None else f"{made}; target {number(target)}"), verdict


def number(value: float) -> str:
    """1150.0 -> '1,150'; 620.4 -> '620.4'."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def percent(change: float) -> str:
    """-12.04 -> '−12%'; 4.6 -> '+4.6%'; 0 -> 'no change'."""
    size = round(abs(change), 1)
    if not size:
        return "no change"
    return f"{'+' if change >= 0 else '−'}{number(size)}%"
