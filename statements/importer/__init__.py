"""From a file to a document: read -> front matter -> clean -> head -> segment -> attribute -> language -> save.

Each stage takes out of one `Working` what it accounts for, or makes a new draft; none asks the database. Django is
imported by what saves (save, copy, bulk and its parts) and by what reads the settings (files, isolated, refusals).
"""

VERSION = "3"
