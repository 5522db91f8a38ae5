"""What is read about pathways, each time one was walked, and safety plans."""
