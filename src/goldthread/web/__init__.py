"""Pages: views, forms, presenters, templates and static files."""
