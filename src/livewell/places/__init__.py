"""The place itself: its areas, its practices and the choices its service has made."""
