"""Writing and approving pathways, walking one, and keeping the safety plan that a person agreed."""
