"""What people at the desk are told by mail: noted with the event, gathered into letters, and sent."""
