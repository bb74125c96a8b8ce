"""The public pages, one file each. Each asks for what is published and hands a template plain values."""
