"""The fund as each sees it: everybody, an applicant, a panellist, and those who keep it."""
