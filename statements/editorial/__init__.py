"""The editorial desk: what editors do with releases, and the pages they do it on."""
