"""What is typed on the pages of groups, read into what actions take."""
