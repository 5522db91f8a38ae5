"""The Green Book: the loose-leaf plan that belongs to the person."""
