"""Open Referral UK 3.0, out and in, and the tables people keep in spreadsheets."""
