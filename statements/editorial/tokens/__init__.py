"""Tokens, with which programs send releases: each account makes and revokes its own."""
