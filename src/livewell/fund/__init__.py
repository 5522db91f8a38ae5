"""The small fund: pots, applications, awards, payments and reports; and gifts in kind."""
