"""A backup of the whole portal, and putting it back: refused where it is not whole, and proved equal once it is back.

``making`` writes a folder, ``putting_back`` fills an empty database and folder from it. What both compare is in ``facts``.
Owner's work: for anybody else row security hides rows without an error.
"""
