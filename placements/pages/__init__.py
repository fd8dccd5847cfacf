"""What one page shows, gathered for its view."""
