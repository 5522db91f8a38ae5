"""Scored questionnaires and scales: patient activation, goal attainment, and one table of scores."""
