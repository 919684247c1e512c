"""From finding to closing: rectifications, the life each of them goes through, and the board over all units."""
