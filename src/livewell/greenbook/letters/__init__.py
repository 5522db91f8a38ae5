"""
The leaves of the Green Book on paper: one page of HTML for each, and all of them as one PDF.

What somebody wrote in their book is theirs. The square on a leaf leads to the public page about that kind of leaf;
nothing on paper but what its owner wrote says whose it is.
"""

from livewell.greenbook.letters.leaves import Sheet, as_html, back_of
from livewell.greenbook.letters.making import language_missing, missing_in, pdf_of, pdf_of_many

__all__ = ["Sheet", "as_html", "back_of", "language_missing", "missing_in", "pdf_of", "pdf_of_many"]
