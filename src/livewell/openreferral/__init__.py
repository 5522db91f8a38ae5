"""Open Referral UK 3.0, out and in: our listings for other directories to read, and theirs brought to ours."""
