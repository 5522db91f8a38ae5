"""Stories people give, each as far as they agree."""
