"""Keeping the directory true: visits, reports, what has grown old, what is there twice, and what nobody has seen."""
