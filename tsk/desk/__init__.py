"""What the commands call: the desk of one person at one instant, and everything it does with the store."""
