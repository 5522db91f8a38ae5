"""Finding something near: one search, its map, the page of a listing, and what is kept from a search."""
