"""From a file to a document: read -> clean -> segment -> attribute -> save.

Every stage but `save` is a pure function over dataclasses and imports no Django.
"""

VERSION = "2"
