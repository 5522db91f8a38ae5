"""Measures being asked: by the worker, together, at home by a link or in their own space, or on paper."""
