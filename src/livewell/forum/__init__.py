"""The coproduction forum: who belongs, when it meets, what it decides and who does it."""
