"""The words around typed dates, as data: one file a language, with the same tables and lists in each.

Written without accents and apostrophes, in the form in which typed words are compared: "jusqu'à" is "jusqu a".
"""
