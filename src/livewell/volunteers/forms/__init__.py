"""What comes in about volunteers: applications, own pages, references, and the coordinators' desk."""
