"""Many articles at once: where they come from, and how the work on them is spread and resumed."""
