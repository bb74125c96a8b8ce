"""The accounts of the desk: roles, invitations, locks of sign-in, and how each person wants the desk."""
