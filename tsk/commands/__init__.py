"""What each verb does: typed options, one call on the desk, one call to those who show it."""
