"""Meetings with the health coach or the link worker: booked, held, missed, noted."""
