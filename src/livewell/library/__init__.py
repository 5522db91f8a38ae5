"""The resource library: guides, booklets, lists and tips, given by staff and by people, reviewed and kept up to date."""
