"""How fast Live Well is, beside the same SQL run bare."""
