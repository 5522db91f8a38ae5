"""Feeds as they come: from a file or over the network, whole or in pages, always within bounds."""
