"""From a file to a document: read -> front matter -> clean -> head -> segment -> attribute -> language -> save.

Each stage takes the lines it accounts for out of one `Working`, or makes a new draft; none queries the database. Only
what saves (save, copy, bulk and its parts) and what reads the settings (files, isolated, refusals) imports Django.
"""

VERSION = "3"
