"""What goes out, page by page, and what is known of the feeds that come in."""
