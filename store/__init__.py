"""What was found: workspaces, units, rounds, sheets, marks, findings, ledgers, and the journals behind them."""
