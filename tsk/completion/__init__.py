"""What may stand next on a command line: asked by a shell, answered from the desk without touching it."""
