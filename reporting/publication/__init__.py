"""What a region shows to everybody: the public edition of a report, its open data, the page of results and stories."""
