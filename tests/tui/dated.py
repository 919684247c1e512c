"""`python -m tests.tui.dated MOMENT ARGUMENTS…`: `auditty ARGUMENTS…` at MOMENT, which is ISO with its zone."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from store.clock import Clock, FixedClock
from tui.__main__ import main

if __name__ == "__main__":
    clock = FixedClock(datetime.fromisoformat(sys.argv[1]).astimezone(UTC))
    Clock.now = lambda self: clock.moment  # type: ignore[method-assign]
    sys.exit(main(sys.argv[2:]))
