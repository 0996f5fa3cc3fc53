"""The archive in the browser: Datasette with pages for readers, researchers and whoever runs it."""
