"""Dates as people type them, in any of the archive's languages: `31/12/2022`, `dicembre 2022`, `depuis mars 2022`."""
