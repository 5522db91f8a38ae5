"""What is typed about challenges, votes, the charter and approvals."""
