"""What is done about volunteers at work, each one verb in one transaction."""
