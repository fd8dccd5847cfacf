"""The guides of the portal: one text per role in ``texts/``, the pages that show them, and the tour of a newcomer.

A guide is a document in Dutch, not strings of a screen: in another language it is another file. Its form:

    # Gids voor inkopers
    > For whom it is, in one line.

    What stands above the first task.

    ## Een gunning vastleggen {#gunning}
    Bij: tenders:award_create

    1. Markdown, with links to pages by the name of their view: [Contracten](tenders:contract_list)

    ![What the picture shows, for who cannot see it](gunning)

``Bij:`` names the pages from which 'Hulp' leads to this task. Pictures are made by ``./dev campaign guide_pictures``.
"""
