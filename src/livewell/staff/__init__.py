"""The people who sign in: accounts, roles and what each role may do."""
