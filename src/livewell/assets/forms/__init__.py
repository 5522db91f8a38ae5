"""What comes in from the directory's pages."""
