"""From the exact figures of a report to those that everybody may know (domain rules, section 10).

Pure: documents in, a document out, always the same one. Counts of 1 to 4 persons become '<5'; other counts become 'x'
where a small one would follow from them, also beside what is already published of the region. What has no place in
``structure`` is left out. Texts are too: nobody can tell what a sentence gives away.
"""

from reporting.suppression.edition import PUBLIC_SCHEMA, OutOfOrderError, left_out, make_public
from reporting.suppression.structure import HIDDEN, LEAST, SMALL, Publication

__all__ = ["HIDDEN", "LEAST", "PUBLIC_SCHEMA", "SMALL", "OutOfOrderError", "Publication", "left_out", "make_public"]
